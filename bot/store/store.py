"""`Store`: all of it, opened together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.engine import URL

from bot.store.alerts import Alerts
from bot.store.audit import Audit
from bot.store.counts import Counts
from bot.store.database import Database, open_database
from bot.store.journal import Journal
from bot.store.notes import Notes
from bot.store.posts import Posts
from bot.store.replies import Replies
from bot.store.subscriptions import Subscriptions
from bot.store.tellings import Tellings
from bot.store.watches import Watches

FACTS_KEPT_DAYS = 7
"""How long what alerts told is kept at most: it matters on its day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """The journal, the audit, our notes, and what the daily posts and alerts need, over one database."""

    url: URL
    database: Database
    journal: Journal
    audit: Audit
    notes: Notes
    counts: Counts
    subscriptions: Subscriptions
    posts: Posts
    replies: Replies
    alerts: Alerts
    watches: Watches
    tellings: Tellings

    async def forget(self, now: datetime, keep_days: int) -> int:
        """Delete what is older than the retention time; how many rows that were. What is still open stays."""
        before = now - timedelta(days=keep_days)
        days = sum([await rows.forget(before.date()) for rows in (self.counts, self.posts, self.replies)])
        days += await self.alerts.forget((now - timedelta(days=min(keep_days, FACTS_KEPT_DAYS))).date())
        return await self.journal.forget(before) + await self.audit.forget(before) + days


@asynccontextmanager
async def open_store(url: URL, *, alone: bool = True) -> AsyncIterator[Store]:
    """The store at an address, open until the block ends; raises as `open_database` does."""
    async with open_database(url, alone=alone) as database:
        yield Store(
            url=url,
            database=database,
            journal=Journal(database),
            audit=Audit(database),
            notes=Notes(database),
            counts=Counts(database),
            subscriptions=Subscriptions(database),
            posts=Posts(database),
            replies=Replies(database),
            alerts=Alerts(database),
            watches=Watches(database),
            tellings=Tellings(database),
        )
