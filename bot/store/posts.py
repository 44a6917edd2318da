"""Posts: what became of each subscription's day; `bot.store.steps` tells the states that one goes through."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, delete
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.steps import Steps
from bot.store.tables import posts


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

    def __init__(self, engine: AsyncEngine) -> None:
        super().__init__(engine, posts, Post)

    async def get(self, subscription: str, day: date) -> Post | None:
        """What became of a day."""
        found = await self._many(and_(posts.c.subscription == subscription, posts.c.day == day))
        return found[0] if found else None

    async def of(self, subscription: str) -> list[Post]:
        """All days of a subscription that are still known, oldest first."""
        return await self._many(posts.c.subscription == subscription)

    async def forget(self, before: date) -> int:
        """Delete the rows of days before one; how many there were."""
        async with self._engine.begin() as connection:
            return (await connection.execute(delete(posts).where(posts.c.day < before))).rowcount
