"""What came of an action, brought to people: to the card that stands open, to the thread of its answer, and to who has to look."""

from typing import Any

import structlog

from bot.core.action import Outcome, Result
from bot.core.errors import FrontdeskError
from bot.core.states import Kind
from bot.desk.outcomes import outcome_of
from bot.slack.cards import card
from bot.slack.house import House
from bot.slack.incoming import Incoming
from bot.slack.sending import TROUBLE
from bot.slack.values import Open, Place
from bot.slack.views.card import card_view
from bot.slack.views.compose import sentence
from bot.slack.views.deed import outcome_buttons, outcome_lines, outcome_message, working_view
from bot.slack.views.parts import Element, Line, Message
from bot.store.journal import Entry

log = structlog.get_logger("frontdesk.slack")


def where(incoming: Incoming, place: Place | None, view: str | None) -> dict[str, Any]:
    """Where an outcome belongs, for whichever process brings it to an end. A response_url is left out: it ends too soon."""
    kept = (place or Place(channel=incoming.channel)).model_copy(update={"url": None})
    return {"user": incoming.user, "view": view, "place": kept.model_dump(mode="json", exclude_defaults=True)}


async def working(house: House, view: str | None, opened: Open) -> None:
    """Say in the card that something is being done. Slack's trouble with that is no reason not to do it."""
    if view is None:
        return
    try:
        await house.sender.update_view(view, working_view(opened))
    except TROUBLE as error:
        log.warning("working_not_shown", why=type(error).__name__)


async def bring(house: House, incoming: Incoming, opened: Open, view: str | None, outcome: Outcome, entry: Entry) -> None:
    """Show what came of an action to somebody who waits for it, and, when it was theirs, to everybody whom it concerns."""
    scene = house.scene(incoming, in_modal=view is not None)
    lines, buttons = tuple(outcome_lines(outcome, scene, entry.venue)), tuple(outcome_buttons(outcome, entry.id))
    if outcome.result is Result.UNKNOWN and (asked := asked_of(house, entry.venue)) is not None:
        lines = (*lines, [f"Asked to look: {await house.names.of(asked)}."])
    instead = _message(house, incoming.channel, outcome, entry)
    place, mine = opened.place, entry.by == incoming.user
    in_thread = place is not None and place.message and place.channel and mine
    if view is not None or not in_thread:
        await show(house, incoming, opened, view, lines=lines, first=buttons, outcome=outcome, instead=instead)
    if not mine:
        return
    if place is not None and in_thread:
        message = _message(house, place.channel, outcome, entry)
        await house.sender.post(place.channel, message, place.thread or place.message)
    if outcome.result is Result.UNKNOWN:
        await _ask(house, outcome, entry)


async def show(
    house: House,
    incoming: Incoming,
    opened: Open,
    view: str | None,
    *,
    lines: tuple[Line, ...],
    first: tuple[Element, ...] = (),
    outcome: Outcome | None = None,
    instead: Message | None = None,
) -> None:
    """The card anew with some lines above it; where no card stands, or it cannot be read, a message for the same eyes."""
    message = instead or sentence(" ".join(piece for line in lines for piece in line))
    if view is not None:
        try:
            shown = await card(house, incoming, opened, said=lines, first=first, record=outcome.record if outcome else None)
        except FrontdeskError:
            log.info("card_not_read", account=opened.account)
        else:
            if await house.sender.update_view(view, card_view(shown, house.scene(incoming, in_modal=True))):
                return
    await house.sender.direct(incoming.user, message)


async def late_outcome(house: House, entry: Entry, outcome: Outcome) -> None:
    """Tell who asked for an action that another process left, or whose end became known later; ask somebody when it is unknown."""
    kept = dict(entry.reply or {})
    try:
        if user := str(kept.get("user") or ""):
            place = Place.model_validate(kept.get("place") or {})
            incoming = Incoming(name="outcome", user=user, channel=place.channel, person=await house.people.about(user))
            opened = Open(account=entry.account, kind=Kind(entry.kind), id=entry.record, place=place)
            await bring(house, incoming, opened, kept.get("view"), outcome, entry)
        elif outcome.result is Result.UNKNOWN:
            await _ask(house, outcome, entry)
    except (*TROUBLE, FrontdeskError):
        log.exception("outcome_not_told", reference=entry.reference)


def ended(house: House, incoming: Incoming, entry: Entry) -> Message:
    """An outcome that was taken back, as it stands from then on."""
    scene = house.scene(incoming, private=False)
    return outcome_message(outcome_of(entry), scene, entry.venue, named(entry), entry.id, over=True)


def asked_of(house: House, venue: str) -> str | None:
    """Who is asked what came of an action that nobody knows: by name, or in the venue's own channel."""
    return house.asked or next((each.channel for each in house.venues if each.id == venue), None)


def named(entry: Entry) -> str:
    """An action and its record, without what identifies a guest."""
    return f"{entry.name.replace('_', ' ').capitalize()}: {entry.kind.replace('_', ' ')} {entry.ref or entry.record}"


async def _ask(house: House, outcome: Outcome, entry: Entry) -> None:
    asked = asked_of(house, entry.venue)
    if asked is None:
        log.warning("nobody_to_ask", reference=entry.reference, venue=entry.venue)
    elif asked.startswith(("U", "W")):
        await house.sender.direct(asked, _message(house, "", outcome, entry))
    else:
        await house.sender.post(asked, _message(house, asked, outcome, entry))


def _message(house: House, channel: str, outcome: Outcome, entry: Entry) -> Message:
    scene = house.scene(Incoming(name="outcome", user=entry.by, channel=channel), private=False)
    return outcome_message(outcome, scene, entry.venue, named(entry), entry.id)
