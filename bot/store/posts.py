"""Posts: what became of each subscription's day.

    due ── sending ──┬── sent
     │        │      └── due        Slack refused it for a while: nothing was posted
     │        ├── unknown ── sent | due
     └────────┴── skipped

`sending`: the one request goes out or went out. `unknown`: its answer was lost; it is looked up in the channel before anything is
sent again. A step names the state and the time that it comes from, so two processes never take the same one.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

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


class Posts:
    """The posts of one store."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def get(self, subscription: str, day: date) -> Post | None:
        """What became of a day."""
        found = await self._many(_is(subscription, day))
        return found[0] if found else None

    async def of(self, subscription: str) -> list[Post]:
        """All days of a subscription that are still known, oldest first."""
        return await self._many(posts.c.subscription == subscription)

    async def waiting(self, now: datetime) -> list[Post]:
        """Those that somebody has to look at now."""
        return await self._many(posts.c.again_at <= now)

    async def take(self, post: Post, again_at: datetime) -> bool:
        """Take a waiting post on; it waits again at `again_at`, should nothing come of it. False when another process was first."""
        return await self._changed(
            and_(_is(post.subscription, post.day), posts.c.tries == post.tries, posts.c.again_at == post.again_at),
            tries=post.tries + 1,
            again_at=again_at,
        )

    async def move(self, post: Post, becomes: str, **changes: Any) -> bool:
        """Take a post from the state in which it was read to another; whether it still was in that state."""
        same = and_(_is(post.subscription, post.day), posts.c.state == post.state, _at(post.sent_at))
        return await self._changed(same, state=becomes, **changes)

    async def forget(self, before: date) -> int:
        """Delete the rows of days before one; how many there were."""
        async with self._engine.begin() as connection:
            return (await connection.execute(delete(posts).where(posts.c.day < before))).rowcount

    async def _changed(self, condition: ColumnElement[bool], **values: Any) -> bool:
        async with self._engine.begin() as connection:
            return (await connection.execute(update(posts).where(condition).values(**values))).rowcount == 1

    async def _many(self, condition: ColumnElement[bool]) -> list[Post]:
        async with self._engine.connect() as connection:
            rows = (await connection.execute(select(posts).where(condition).order_by(posts.c.due_at, posts.c.subscription))).all()
        return [Post(**row._mapping) for row in rows]


def _is(subscription: str, day: date) -> ColumnElement[bool]:
    return and_(posts.c.subscription == subscription, posts.c.day == day)


def _at(sent_at: datetime | None) -> ColumnElement[bool]:
    return posts.c.sent_at.is_(None) if sent_at is None else posts.c.sent_at == sent_at
