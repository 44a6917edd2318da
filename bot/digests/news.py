"""`News`: what an alert tells in one message, read again from the systems: the store keeps only which records it is about."""

from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.core.errors import FrontdeskError
from bot.core.record import Record
from bot.core.states import Kind
from bot.core.venue import Venue
from bot.desk.ask import Desk
from bot.digests.looking import look
from bot.store.alerts import Alert, Fact

log = structlog.get_logger("frontdesk.digests")

MOST_READ = 10
"""How many records are read one by one for a message, where they are no longer in the answer that they were found in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """The records of an alert's message, and those of them that could not be read again."""

    alert: Alert
    venue: Venue
    at: datetime
    records: tuple[Record, ...]
    unread: tuple[Fact, ...] = ()


async def gather_news(desk: Desk, alert: Alert, venue: Venue, facts: list[Fact]) -> News:
    """The news of some facts. What was found to be so is told even where it is no longer, or cannot be read any more."""
    found: dict[Fact, Record] = {}
    try:
        found = {Fact.of(record): record for record in (await look(desk, alert.occasion, venue)).records}
    except FrontdeskError as error:
        log.info("news_not_asked", why=type(error).__name__)
    for fact in [fact for fact in facts if fact not in found][:MOST_READ]:
        try:
            found[fact] = await desk.get(fact.account, Kind(fact.kind), fact.record)
        except FrontdeskError as error:
            log.info("news_not_read", account=fact.account, why=type(error).__name__)
    return News(
        alert=alert,
        venue=venue,
        at=desk.clock(),
        records=tuple(found[fact] for fact in facts if fact in found),
        unread=tuple(fact for fact in facts if fact not in found),
    )
