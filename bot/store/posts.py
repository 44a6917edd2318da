"""Posts: what became of each subscription's day; `bot.store.steps` tells the states that one goes through."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, delete, select

from bot.store.database import Database
from bot.store.steps import Steps
from bot.store.subscriptions import Subscription
from bot.store.tables import posts, subscriptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One day of one subscription. `again_at` is when it is to be looked at again; `partial` when a part was missing."""

    subscription: str
    day: date
    state: str
    channel: str
    due_at: datetime
    tries: int = 0
    again_at: datetime | None = None
    sent_at: datetime | None = None
    ts: str | None = None
    partial: bool = False
    why: str | None = None

    @property
    def key(self) -> str:
        """What the message carries, by which it is found again."""
        return f"{self.subscription}:{self.day.isoformat()}"


class Posts(Steps[Post]):
    """The posts of one store."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, posts, Post)

    async def get(self, subscription: str, day: date) -> Post | None:
        """What became of a day."""
        found = await self._many(and_(posts.c.subscription == subscription, posts.c.day == day))
        return found[0] if found else None

    async def with_its_subscription(self, subscription: str, day: date) -> tuple[Post, Subscription] | None:
        """What became of a day, and whose day it is; nothing where either is gone."""
        both = select(posts, subscriptions).where(
            posts.c.subscription == subscription, posts.c.day == day, subscriptions.c.id == posts.c.subscription
        )
        rows = await self._database.rows(both)
        if not rows:
            return None
        row, own = rows[0], len(posts.c)
        of_post, of_subscription = zip(posts.c.keys(), row[:own], strict=True), zip(subscriptions.c.keys(), row[own:], strict=True)
        return Post(**dict(of_post)), Subscription(**dict(of_subscription))

    async def of(self, subscription: str) -> list[Post]:
        """All days of a subscription that are still known, oldest first."""
        return await self._many(posts.c.subscription == subscription)

    async def forget(self, before: date) -> int:
        """Delete the rows of days before one; how many there were."""
        return await self._database.changed(delete(posts).where(posts.c.day < before))
