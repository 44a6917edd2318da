"""Doing something from Slack: preview, confirm, outcome. Who may, and what is sent, is the desk's; here it is only shown."""

from dataclasses import replace

import structlog

from bot.core.action import Act, ActionInput, Outcome, Result
from bot.core.errors import FrontdeskError, NotAllowed, NotPossible
from bot.core.record import Record
from bot.core.states import Kind
from bot.desk.act import Acts, Subject
from bot.desk.roles import Actor
from bot.slack.house import House
from bot.slack.incoming import Incoming
from bot.slack.reply import Reply
from bot.slack.sending import TROUBLE
from bot.slack.values import Do, Open, Place, Settle, Undo
from bot.slack.views.card import Card, card_view, loading_view, refused_view
from bot.slack.views.compose import sentence
from bot.slack.views.deed import (
    action_buttons,
    log_message,
    outcome_buttons,
    outcome_lines,
    outcome_message,
    preview_view,
    rights_message,
    working_view,
)
from bot.slack.views.parts import Element, Line
from bot.store.journal import Entry

log = structlog.get_logger("frontdesk.slack")

LOG_LINES = 15


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
    return Card(record=record, opened=opened, contact=contact, said=said, actions=(*first, *action_buttons(record, may)))


async def preview(house: House, incoming: Incoming, do: Do, opened: Open | None) -> None:
    """Open a modal with what will come of an action: at once, because Slack gives three seconds, and filled in when it is read."""
    shape = opened or Open(account=do.account, kind=do.kind, id=do.id)
    shown = await house.sender.open_view(incoming.trigger, loading_view(shape), above=incoming.view is not None)
    try:
        actor = await actor_of(house, incoming, shape.place)
        ready = await acts_of(house).preview(_subject(do), Act(name=do.name), actor, whole=False)
    except FrontdeskError as error:
        await house.sender.update_view(shown.id, refused_view(shape, with_who(error)))
        return
    action = ready.action
    filled = do.model_copy(
        update={
            "token": ready.token,
            "currency": action.currency,
            "most": action.most,
            "longest": action.longest,
            "card": incoming.view.id if incoming.view and not incoming.view.home else None,
            "place": shape.place,
        }
    )
    await house.sender.update_view(shown.id, preview_view(ready, filled, house.scene(incoming, in_modal=True)))


async def perform(house: House, incoming: Incoming, do: Do, given: ActionInput, reply: Reply) -> None:
    """Do what was shown and confirmed, and show what came of it in the card below and in the thread of its answer."""
    acts = acts_of(house)
    actor = await actor_of(house, incoming, do.place)
    opened = Open(account=do.account, kind=do.kind, id=do.id, place=do.place)
    await _working(house, do.card, opened)
    try:
        outcome = await acts.perform(_subject(do), Act(name=do.name, given=given), do.token, actor, _reply(incoming, do.place))
    except FrontdeskError as error:
        await _show(house, incoming, do.card, opened, reply, lines=([f"↺ Not done. {with_who(error)}"],))
        return
    await _told(house, incoming, do.card, opened, reply, outcome, actor)


async def undo(house: House, incoming: Incoming, value: Undo, opened: Open | None, reply: Reply) -> None:
    """Take an action back, at one press: that it can be, and that it is done once, is the desk's to know."""
    acts = acts_of(house)
    place = opened.place if opened else incoming.place
    actor = await actor_of(house, incoming, place)
    view = incoming.view.id if incoming.view else None
    if opened is not None:
        await _working(house, view, opened)
    try:
        outcome = await acts.undo(value.action, actor, _reply(incoming, place))
    except FrontdeskError as error:
        if opened is None:
            await reply.tell(sentence(with_who(error)))
            return
        await _show(house, incoming, view, opened, reply, lines=([f"↺ Not done. {with_who(error)}"],))
        return
    entry = await acts.store.journal.by_reference(outcome.reference)
    shape = opened or (_opened(entry, place) if entry else None)
    if shape is None:
        return
    await _told(house, incoming, view, shape, reply, outcome, actor)


async def settle(house: House, incoming: Incoming, value: Settle, reply: Reply) -> None:
    """Say what came of an unknown action, or look at its record again."""
    acts = acts_of(house)
    actor = await actor_of(house, incoming, incoming.place)
    if value.done is None:
        outcome = await acts.look_again(value.reference)
    else:
        outcome = await acts.settle(value.reference, value.done, actor)
    entry = await acts.store.journal.by_reference(value.reference)
    scene = house.scene(incoming, private=reply.private)
    subject = _named(entry) if entry else value.reference
    await reply.show(outcome_message(outcome, outcome.by, scene, outcome.record, subject, entry.id if entry else None))


async def shown_contact(house: House, incoming: Incoming, opened: Open) -> None:
    """Write down that hidden contact details were looked at, and by whom."""
    if house.acts is not None:
        actor = await actor_of(house, incoming, opened.place)
        await house.acts.note_shown(Subject(opened.account, opened.kind, opened.id), actor)


async def show_log(house: House, incoming: Incoming, reply: Reply) -> None:
    """`/desk log`: the newest of what was done here, and what is still open. Who may change nothing sees nothing of it."""
    acts = acts_of(house)
    actor = await actor_of(house, incoming, incoming.place)
    if not acts.policy.rights(actor):
        raise NotAllowed("The log is for those who may change something here; `/desk whoami` shows your rights.")
    venue = house.venue_of(incoming.channel)
    lines = await acts.store.audit.lines(limit=LOG_LINES, venue=venue.id if venue else None)
    shown: list[Line] = [
        [f"{line.at.astimezone(house.lead(incoming.channel).zone):%a %d %b %H:%M}", line.by_name, line.name.replace("_", " "),
         line.ref or line.record, line.event.replace("_", " "), line.why or "", f"ref {line.reference}"]
        for line in lines
    ]  # fmt: skip
    unknown = [entry for entry in await acts.store.journal.open() if venue is None or entry.venue == venue.id]
    await reply.show(log_message(shown, [(_named(entry), entry.reference) for entry in unknown]))


async def show_rights(house: House, incoming: Incoming, reply: Reply) -> None:
    """`/desk whoami`: what this person may do here."""
    actor = await actor_of(house, incoming, incoming.place)
    rules = acts_of(house).policy.rights(actor)
    said = {
        name: " · ".join(
            filter(
                None,
                (
                    ", ".join(action.replace("_", " ") for action in rule.actions),
                    f"at {', '.join(rule.venues)}" if rule.venues else "at every venue",
                    f"in {', '.join(rule.vendors)}" if rule.vendors else "",
                    f"up to {rule.most:,} of the currency's smallest unit" if rule.most is not None else "",
                ),
            )
        )
        for name, rule in rules.items()
    }
    await reply.show(rights_message(actor.name, said))


async def late_outcome(house: House, entry: Entry, outcome: Outcome) -> None:
    """Tell who asked for an action that another process left, and where it was asked for; ask somebody when it is unknown."""
    reply = dict(entry.reply or {})
    incoming = Incoming(name="outcome", user=str(reply.get("user") or entry.by), channel=str(reply.get("channel") or ""))
    message = outcome_message(outcome, entry.by_name, house.scene(incoming, private=False), outcome.record, _named(entry), entry.id)
    try:
        if reply.get("user"):
            await house.sender.direct(str(reply["user"]), message)
        if outcome.result is Result.UNKNOWN:
            await _ask(house, entry.venue, outcome, entry)
    except (*TROUBLE, FrontdeskError):
        log.exception("outcome_not_told", reference=entry.reference)


def with_who(error: FrontdeskError) -> str:
    """An error as a sentence; a refusal with who may, as mentions of nobody: they are not called for it."""
    if isinstance(error, NotAllowed) and error.who:
        return f"{error} Ask one of: {', '.join(error.who[:5])}."
    return str(error)


async def _working(house: House, view: str | None, opened: Open) -> None:
    if view is not None:
        await house.sender.update_view(view, working_view(opened))


async def _told(
    house: House, incoming: Incoming, view: str | None, opened: Open, reply: Reply, outcome: Outcome, actor: Actor
) -> None:
    acts = acts_of(house)
    entry = await acts.store.journal.by_reference(outcome.reference)
    scene = house.scene(incoming, in_modal=view is not None)
    venue = house.desk.accounts[opened.account].venue
    lines = tuple(outcome_lines(outcome, outcome.by, scene, venue))
    buttons = tuple(outcome_buttons(outcome, entry.id if entry else None))
    await _show(house, incoming, view, opened, reply, lines=lines, first=buttons, record=outcome.record)
    place, mine = opened.place, outcome.by == actor.name
    open_scene = house.scene(replace(incoming, channel=place.channel if place else ""), private=False)
    if place is not None and place.message and place.channel and mine and entry is not None:
        message = outcome_message(outcome, actor.name, open_scene, outcome.record, _named(entry), entry.id)
        await house.sender.post(place.channel, message, place.thread or place.message)
    if outcome.result is Result.UNKNOWN and entry is not None and mine:
        await _ask(house, venue, outcome, entry)


async def _show(
    house: House,
    incoming: Incoming,
    view: str | None,
    opened: Open,
    reply: Reply,
    *,
    lines: tuple[Line, ...],
    first: tuple[Element, ...] = (),
    record: Record | None = None,
) -> None:
    """The card anew with what was said above it; where no card stands, the same as a message."""
    try:
        shown = await card(house, incoming, opened, said=lines, first=first, record=record)
    except FrontdeskError:
        await reply.tell(sentence(" ".join(piece for line in lines for piece in line)))
        return
    full = card_view(shown, house.scene(incoming, in_modal=True))
    if view is None or not await house.sender.update_view(view, full):
        await house.sender.direct(incoming.user, sentence(" ".join(piece for line in lines for piece in line)))


async def _ask(house: House, venue: str, outcome: Outcome, entry: Entry) -> None:
    """Ask somebody by name, or the venue's own channel, what came of an action."""
    asked = house.asked or next((each.channel for each in house.venues if each.id == venue), None)
    if asked is None:
        return
    incoming = Incoming(name="outcome", user=entry.by, channel="" if asked.startswith("U") else asked)
    message = outcome_message(outcome, entry.by_name, house.scene(incoming, private=False), outcome.record, _named(entry), entry.id)
    if asked.startswith(("U", "W")):
        await house.sender.direct(asked, message)
    else:
        await house.sender.post(asked, message)


def _subject(do: Do) -> Subject:
    return Subject(do.account, do.kind, do.id)


def _named(entry: Entry) -> str:
    return f"{entry.name.replace('_', ' ').capitalize()}: {entry.kind.replace('_', ' ')} {entry.ref or entry.record}"


def _opened(entry: Entry, place: Place | None) -> Open:
    return Open(account=entry.account, kind=Kind(entry.kind), id=entry.record, place=place)


def _reply(incoming: Incoming, place: Place | None) -> dict[str, str]:
    """Where an outcome belongs, for whichever process brings it to an end."""
    channel = (place.channel if place else "") or incoming.channel
    return {"user": incoming.user, "channel": channel}
