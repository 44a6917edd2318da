"""A record's card for one person: the record as it is now, what they may do to it, or who may where they may nothing."""

from bot.core.action import Action
from bot.core.errors import FrontdeskError, NotAllowed, NotPossible
from bot.core.record import Record
from bot.desk.act import Acts, Subject
from bot.desk.roles import Actor
from bot.slack.house import House
from bot.slack.incoming import Incoming
from bot.slack.values import Open, Place
from bot.slack.views.card import Card
from bot.slack.views.deed import action_buttons
from bot.slack.views.parts import Element, Line


def acts_of(house: House) -> Acts:
    """What acts; raises `NotPossible` where nothing does."""
    if house.acts is None:
        raise NotPossible("Nothing can be changed from here: this bot was started without a store.")
    return house.acts


async def actor_of(house: House, incoming: Incoming, place: Place | None) -> Actor:
    """Who acts, in the channel that the record was opened from."""
    return await house.actors.of(incoming, (place.channel if place else "") or incoming.channel)


async def card(
    house: House,
    incoming: Incoming,
    opened: Open,
    *,
    contact: bool = False,
    said: tuple[Line, ...] = (),
    first: tuple[Element, ...] = (),
    record: Record | None = None,
) -> Card:
    """A record as it is now, with what this person may do to it; `said` and `first` are about what was just done."""
    if house.acts is None:
        read = record or await house.desk.get(opened.account, opened.kind, opened.id)
        return Card(record=read, opened=opened, contact=contact, said=said)
    acts = house.acts
    if record is None:
        record, actions = await acts.record(Subject(opened.account, opened.kind, opened.id))
    else:
        actions = acts.looking.actions(record)
    actor = await actor_of(house, incoming, opened.place)
    may = [action for action in actions if acts.allowed(actor, record, action)]
    buttons = (*first, *action_buttons(record, may))
    hint = await _hint(house, record, actions) if actions and not may else ""
    return Card(record=record, opened=opened, contact=contact, said=said, actions=buttons, hint=hint)


async def with_who(house: House, error: FrontdeskError) -> str:
    """An error as a sentence; a refusal with the names of those who may, who are not called by that."""
    if isinstance(error, NotAllowed) and error.who:
        return f"{error} Ask {await house.names.listed(error.who)}."
    return str(error)


async def _hint(house: House, record: Record, actions: tuple[Action, ...]) -> str:
    """Why there is no button."""
    who = acts_of(house).who(record, actions)
    if not who:
        return "Nobody may change records here: an operator has to allow it in [roles]."
    return f"You may look here but not change anything; {await house.names.listed(who)} may. See /desk whoami."
