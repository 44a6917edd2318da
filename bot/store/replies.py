"""Replies: what stands in the thread of a post. Whoever sends one claims it first, so no two processes both send it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.inserting import insert_into
from bot.store.tables import replies


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One part of a thread: when it was sent, and its message once it is known to be there."""

    subscription: str
    day: date
    part: str
    sent_at: datetime
    ts: str | None = None


class Replies:
    """The replies of one store."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def of(self, subscription: str, day: date) -> dict[str, Reply]:
        """What was sent into the thread of a day, by its part."""
        asked = select(replies).where(replies.c.subscription == subscription, replies.c.day == day)
        async with self._engine.connect() as connection:
            return {row.part: Reply(**row._mapping) for row in (await connection.execute(asked)).all()}

    async def claim(self, reply: Reply) -> bool:
        """The right to send a part for the first time; false when another process has it."""
        row = {name: getattr(reply, name) for name in ("subscription", "day", "part", "sent_at", "ts")}
        entered = insert_into(self._engine, replies).values(**row).on_conflict_do_nothing().returning(replies.c.part)
        async with self._engine.begin() as connection:
            return (await connection.execute(entered)).first() is not None

    async def claim_again(self, reply: Reply, sent_at: datetime) -> bool:
        """The right to send a part again that did not arrive; false when another process has it, or it is there."""
        again = update(replies).where(_is(reply), replies.c.sent_at == reply.sent_at, replies.c.ts.is_(None))
        async with self._engine.begin() as connection:
            return (await connection.execute(again.values(sent_at=sent_at))).rowcount == 1

    async def arrived(self, reply: Reply, ts: str) -> None:
        """Write down where a part is."""
        async with self._engine.begin() as connection:
            await connection.execute(update(replies).where(_is(reply)).values(ts=ts))

    async def drop(self, reply: Reply) -> None:
        """Give the right back: nothing was sent."""
        gone = delete(replies).where(_is(reply), replies.c.sent_at == reply.sent_at, replies.c.ts.is_(None))
        async with self._engine.begin() as connection:
            await connection.execute(gone)

    async def forget(self, before: date) -> int:
        """Delete the rows of days before one; how many there were."""
        async with self._engine.begin() as connection:
            return (await connection.execute(delete(replies).where(replies.c.day < before))).rowcount


def _is(reply: Reply) -> ColumnElement[bool]:
    return and_(replies.c.subscription == reply.subscription, replies.c.day == reply.day, replies.c.part == reply.part)
