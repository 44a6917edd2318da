"""Replies: what stands in the thread of a post. Whoever sends one claims it first, so no two processes both send it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, delete, select, update

from bot.store.database import Database
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

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, subscription: str, day: date) -> dict[str, Reply]:
        """What was sent into the thread of a day, by its part."""
        asked = select(replies).where(replies.c.subscription == subscription, replies.c.day == day)
        return {row.part: Reply(**row._mapping) for row in await self._database.rows(asked)}

    async def claim(self, reply: Reply) -> bool:
        """The right to send a part for the first time; false when another process has it."""
        row = {name: getattr(reply, name) for name in ("subscription", "day", "part", "sent_at", "ts")}
        entered = self._database.insert_into(replies).values(**row).on_conflict_do_nothing().returning(replies.c.part)
        return bool(await self._database.rows(entered))

    async def claim_again(self, reply: Reply, sent_at: datetime) -> bool:
        """The right to send a part again that did not arrive; false when another process has it, or it is there."""
        again = update(replies).where(_is(reply), replies.c.sent_at == reply.sent_at, replies.c.ts.is_(None))
        return await self._database.changed(again.values(sent_at=sent_at)) == 1

    async def arrived(self, reply: Reply, ts: str) -> None:
        """Write down where a part is."""
        await self._database.changed(update(replies).where(_is(reply)).values(ts=ts))

    async def drop(self, reply: Reply) -> None:
        """Give the right back: nothing was sent."""
        gone = delete(replies).where(_is(reply), replies.c.sent_at == reply.sent_at, replies.c.ts.is_(None))
        await self._database.changed(gone)

    async def forget(self, before: date) -> int:
        """Delete the rows of days before one; how many there were."""
        return await self._database.changed(delete(replies).where(replies.c.day < before))


def _is(reply: Reply) -> ColumnElement[bool]:
    return and_(replies.c.subscription == reply.subscription, replies.c.day == reply.day, replies.c.part == reply.part)
