"""A question from the first sign to the whole answer, wherever it was asked."""

import structlog

from bot.core.reading import Reading
from bot.core.states import Kind
from bot.slack.house import House
from bot.slack.incoming import Incoming
from bot.slack.reply import Reply
from bot.slack.sending import TROUBLE
from bot.slack.views.answer import answer_view
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
        titles = list(house.desk.titles().values())
        await reply.show(help_view(house.desk.examples(), titles, [venue.name for venue in house.venues]))
        return
    await show(house, incoming, reply, house.read(text, incoming.channel, kinds), kinds=kinds)


async def show(
    house: House,
    incoming: Incoming,
    reply: Reply,
    reading: Reading,
    *,
    offset: int = 0,
    fresh: bool = False,
    kinds: tuple[Kind, ...] = (),
) -> None:
    """Ask the desk and show the answer as it grows.

    The first unfinished one appears after `PATIENCE`, the next ones when another account has answered, at most one in `PACE`.
    """
    scene = house.scene(incoming.channel, private=reply.private)
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
                await _hint(reply, answer_view(answer, scene, offset=offset, kinds=kinds))
        await reply.show(answer_view(asking.answer(), scene, offset=offset, kinds=kinds))
    finally:
        asking.cancel()


async def _hint(reply: Reply, message: Message) -> None:
    """Show an unfinished answer; the finished one is still to come when this does not arrive."""
    try:
        await reply.show(message, interim=True)
    except TROUBLE as error:
        log.warning("interim_lost", why=type(error).__name__)
