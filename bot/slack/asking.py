"""A question from the first sign to the whole answer, wherever it was asked."""

from collections.abc import Callable

import structlog

from bot.core.answer import Answer
from bot.core.query import Query
from bot.core.reading import Reading
from bot.core.states import Kind
from bot.slack import alerting
from bot.slack.house import House
from bot.slack.incoming import Incoming
from bot.slack.nearest import Nearest, beside, nearest
from bot.slack.reply import Reply
from bot.slack.sending import TROUBLE
from bot.slack.views.answer import Page, answer_view
from bot.slack.views.parts import Message
from bot.slack.views.words import help_view

log = structlog.get_logger("frontdesk.slack")

PATIENCE = 0.4
"""Seconds after which somebody wants to know that something happens."""

PACE = 1.0
"""Seconds between two versions of a message; Slack wants no more than about one a second."""

LONGEST_WAIT = 60.0
"""Seconds until the loop looks again although no account has answered; each account has a time limit of its own."""


async def ask(house: House, incoming: Incoming, reply: Reply, *, text: str, kinds: tuple[Kind, ...] = ()) -> None:
    """Answer a text; `kinds` is meant where it names none."""
    if text.strip().casefold() in ("", "help", "?"):
        await reply.show(help_view(house.help()))
        return
    if await alerting.heard(house, incoming, reply, text):
        return
    reading = house.read(text, incoming.channel, kinds)
    # A report is read across and down.
    table = reading.query.kinds == (Kind.REPORT,) and not reply.in_modal
    await show(house, incoming, reply, reading, Page(kinds=kinds, table=table))


async def show(
    house: House, incoming: Incoming, reply: Reply, reading: Reading, page: Page | None = None, *, fresh: bool = False
) -> None:
    """Ask the desk and show the answer as it grows.

    The first unfinished one appears after `PATIENCE`, the next ones when another account has answered, at most one in `PACE`.
    """
    page = page or Page()
    scene = house.scene(incoming, private=reply.private, in_modal=reply.in_modal)
    asking = house.desk.start(reading, fresh=fresh)
    try:
        pause, seen = PATIENCE, -1
        while not await asking.done(pause):
            pause = PACE
            answer = asking.answer()
            came = len(answer.accounts) - len(answer.waiting)
            if came == seen:
                await asking.more(LONGEST_WAIT)
            else:
                seen = came
                await _hint(reply, answer_view(answer, scene, page))
        answer = asking.answer()
    finally:
        asking.cancel()
    if (around := _beside(answer)) is None:
        await reply.show(answer_view(answer, scene, page))
    else:
        await _with_nearest(house, reply, answer, around, lambda nearest: answer_view(answer, scene, page, nearest=nearest))


def _beside(answer: Answer) -> Query | None:
    """What else to look for where certainly nothing was found."""
    return beside(answer.reading.query) if answer.complete and not answer.found else None


async def _with_nearest(
    house: House, reply: Reply, answer: Answer, around: Query, view: Callable[[Nearest | None], Message]
) -> None:
    """Show that nothing was found, with what comes next: at once where that is soon known, else when it is."""
    asking = house.desk.start(Reading(query=around, understood=""))
    try:
        soon = await asking.done(PATIENCE)
        if not soon:
            await reply.show(view(None))
            await asking.done(LONGEST_WAIT)
        found = asking.answer()
    finally:
        asking.cancel()
    record = found.records[0] if found.records and found.complete else None
    next_one = None
    if record is not None:
        venue = next((venue for venue in house.venues if venue.id == record.venue), house.venues[0])
        next_one = nearest(record, around, answer.reading.query, venue.zone)
    if soon or next_one is not None:
        await reply.show(view(next_one))


async def _hint(reply: Reply, message: Message) -> None:
    """Show an unfinished answer; the finished one is still to come when this does not arrive."""
    try:
        await reply.show(message, interim=True)
    except TROUBLE as error:
        log.warning("interim_lost", why=type(error).__name__)
