"""Subscriptions: what is posted where and when. A due one is claimed by a single statement, so no two processes both have it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store.inserting import insert_into
from bot.store.tables import posts, replies, subscriptions

Policy = Literal["late", "skip"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One post that comes again and again.

    `cron` has five fields and is read in `zone`. Without a `question` it is the venue's summary. `policy` says what becomes of a
    time that passed while nothing ran: `late` posts it on the same day all the same, `skip` leaves it out. `lost_told` is true
    once its owner was told that the channel is gone.
    """

    id: str
    workspace: str
    venue: str
    channel: str
    cron: str
    zone: str
    by: str
    by_name: str
    created_at: datetime
    next_at: datetime
    question: str | None = None
    policy: Policy = "late"
    skip_empty: bool = False
    paused: bool = False
    lost_told: bool = False


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A time at which a subscription was due: the venue's day, the moment, and why nothing is posted where that is so."""

    day: date
    at: datetime
    skipped: str | None = None


class Subscriptions:
    """The subscriptions of one store."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(self, subscription: Subscription) -> None:
        """Add a subscription; one of this id that is there already stays as it is."""
        async with self._engine.begin() as connection:
            await connection.execute(
                insert_into(self._engine, subscriptions).values(**asdict(subscription)).on_conflict_do_nothing()
            )

    async def get(self, id: str) -> Subscription | None:
        """The subscription of an id."""
        found = await self._many(subscriptions.c.id == id)
        return found[0] if found else None

    async def of(self, workspace: str) -> list[Subscription]:
        """The subscriptions of a workspace, oldest first."""
        return await self._many(subscriptions.c.workspace == workspace)

    async def count(self, workspace: str, by: str) -> int:
        """How many subscriptions a person has."""
        asked = select(func.count()).where(subscriptions.c.workspace == workspace, subscriptions.c.by == by)
        async with self._engine.connect() as connection:
            return int((await connection.execute(asked)).scalar_one())

    async def due(self, now: datetime) -> list[Subscription]:
        """Those whose time has come, the longest waiting first."""
        return await self._many(subscriptions.c.next_at <= now, subscriptions.c.paused.is_(False), order=subscriptions.c.next_at)

    async def claim(self, subscription: Subscription, next_at: datetime, occurrences: Sequence[Occurrence]) -> bool:
        """Take what is due and set the next time, both or neither; false when another process was first, or it was changed."""
        return await self.claim_all([(subscription, next_at, occurrences)]) == 1

    async def claim_all(self, due: Sequence[tuple[Subscription, datetime, Sequence[Occurrence]]]) -> int:
        """Take several at once, each as `claim` does; how many were taken. A commit for each would hold up a busy hour."""
        claimed = 0
        async with self._engine.begin() as connection:
            for subscription, next_at, occurrences in due:
                same = and_(
                    subscriptions.c.id == subscription.id,
                    subscriptions.c.next_at == subscription.next_at,
                    subscriptions.c.paused.is_(False),
                )
                taken = update(subscriptions).where(same).values(next_at=next_at)
                if (await connection.execute(taken)).rowcount != 1:
                    continue
                claimed += 1
                for each in occurrences:
                    await self._enter(connection, subscription, each)
        return claimed

    async def enter(self, subscription: Subscription, occurrence: Occurrence) -> bool:
        """Have a post made of a day outside its time; false when that day has one."""
        async with self._engine.begin() as connection:
            return await self._enter(connection, subscription, occurrence)

    async def change(self, id: str, **changes: Any) -> bool:
        """Change a subscription; whether there is one."""
        async with self._engine.begin() as connection:
            done = await connection.execute(update(subscriptions).where(subscriptions.c.id == id).values(**changes))
        return done.rowcount == 1

    async def lost(self, id: str) -> bool:
        """Pause a subscription because its channel is gone; true for the one caller who is to tell its owner."""
        gone = (
            update(subscriptions)
            .where(subscriptions.c.id == id, subscriptions.c.lost_told.is_(False))
            .values(lost_told=True, paused=True)
        )
        async with self._engine.begin() as connection:
            return (await connection.execute(gone)).rowcount == 1

    async def drop(self, id: str) -> bool:
        """Delete a subscription and its posts' rows; whether there was one."""
        async with self._engine.begin() as connection:
            for rows in (posts, replies):
                await connection.execute(delete(rows).where(rows.c.subscription == id))
            return (await connection.execute(delete(subscriptions).where(subscriptions.c.id == id))).rowcount == 1

    async def _enter(self, connection: AsyncConnection, subscription: Subscription, occurrence: Occurrence) -> bool:
        row = {
            "subscription": subscription.id,
            "day": occurrence.day,
            "state": "due" if occurrence.skipped is None else "skipped",
            "channel": subscription.channel,
            "due_at": occurrence.at,
            "tries": 0,
            "again_at": occurrence.at if occurrence.skipped is None else None,
            "partial": False,
            "why": occurrence.skipped,
        }
        entered = insert_into(self._engine, posts).values(**row).on_conflict_do_nothing().returning(posts.c.day)
        return (await connection.execute(entered)).first() is not None

    async def _many(self, *conditions: ColumnElement[bool], order: Any = subscriptions.c.created_at) -> list[Subscription]:
        asked = select(subscriptions).where(*conditions).order_by(order, subscriptions.c.id)
        async with self._engine.connect() as connection:
            return [Subscription(**row._mapping) for row in (await connection.execute(asked)).all()]
