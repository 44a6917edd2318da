"""Subscriptions: what is posted where and when. A due one is claimed by a single statement, so no two processes both have it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, and_, delete, func, select, update

from bot.store.database import Database, found_by
from bot.store.tables import posts, replies, subscriptions
from bot.store.turns import take_turn

Policy = Literal["late", "skip", "all"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One post that comes again and again.

    `cron` has five fields and is read in `zone`. Without a `question` it is the venue's summary. `policy` says what becomes of a
    time that passed while nothing ran: `late` posts it on the same day all the same, `skip` leaves it out, `all` posts those of
    earlier days as well. `lost_told` is true once its owner was told that the channel is gone.
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

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, subscription: Subscription) -> None:
        """Add a subscription; one of this id that is there already stays as it is."""
        await self._database.changed(
            self._database.insert_into(subscriptions).values(**asdict(subscription)).on_conflict_do_nothing()
        )

    async def add_one(self, subscription: Subscription, *, person: int, workspace: int) -> bool:
        """Add somebody's subscription; false when they have as many as a person may, or the people of the workspace together."""
        ours = subscriptions.c.workspace == subscription.workspace
        mine = func.count().filter(subscriptions.c.by == subscription.by)
        theirs = func.count().filter(subscriptions.c.by != "")
        added = self._database.insert_into(subscriptions).values(**asdict(subscription)).on_conflict_do_nothing()

        def add(connection: Connection) -> bool:
            take_turn(connection, f"subscriptions {subscription.workspace}")
            has, all_have = connection.execute(select(mine, theirs).where(ours)).one()
            if has >= person or all_have >= workspace:
                return False
            connection.execute(added)
            return True

        return await self._database.do(add)

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
        ((count,),) = await self._database.rows(asked)
        return int(count)

    async def due(self, now: datetime) -> list[Subscription]:
        """Those whose time has come, the longest waiting first."""
        return await self._many(subscriptions.c.next_at <= now, subscriptions.c.paused.is_(False), order=subscriptions.c.next_at)

    async def claim(self, subscription: Subscription, next_at: datetime, occurrences: Sequence[Occurrence]) -> bool:
        """Take what is due and set the next time, both or neither; false when another process was first, or it was changed."""
        return await self.claim_all([(subscription, next_at, occurrences)]) == 1

    async def claim_all(self, due: Sequence[tuple[Subscription, datetime, Sequence[Occurrence]]]) -> int:
        """Take several at once, each as `claim` does; how many were taken. A commit for each would hold up a busy hour."""

        def claim(connection: Connection) -> int:
            claimed, rows = 0, []
            for subscription, next_at, occurrences in due:
                same = and_(
                    subscriptions.c.id == subscription.id,
                    subscriptions.c.next_at == subscription.next_at,
                    subscriptions.c.paused.is_(False),
                )
                taken = update(subscriptions).where(same).values(next_at=next_at)
                if found_by(connection, taken) != 1:
                    continue
                claimed += 1
                rows += [_row(subscription, each) for each in occurrences]
            if rows:
                connection.execute(self._database.insert_into(posts).on_conflict_do_nothing(), rows)
            return claimed

        return await self._database.do(claim)

    async def enter(self, subscription: Subscription, occurrence: Occurrence) -> bool:
        """Have a post made of a day outside its time; false when that day has one."""
        row = _row(subscription, occurrence)
        entered = self._database.insert_into(posts).values(**row).on_conflict_do_nothing().returning(posts.c.day)
        return bool(await self._database.rows(entered))

    async def change(self, id: str, **changes: Any) -> bool:
        """Change a subscription; whether there is one."""
        return await self._database.changed(update(subscriptions).where(subscriptions.c.id == id).values(**changes)) == 1

    async def lost(self, id: str) -> bool:
        """Pause a subscription because its channel is gone; true for the one caller who is to tell its owner."""
        gone = (
            update(subscriptions)
            .where(subscriptions.c.id == id, subscriptions.c.lost_told.is_(False))
            .values(lost_told=True, paused=True)
        )
        return await self._database.changed(gone) == 1

    async def drop(self, id: str) -> bool:
        """Delete a subscription and its posts' rows; whether there was one."""

        def drop(connection: Connection) -> bool:
            for rows in (posts, replies):
                connection.execute(delete(rows).where(rows.c.subscription == id))
            return found_by(connection, delete(subscriptions).where(subscriptions.c.id == id)) == 1

        return await self._database.do(drop)

    async def _many(self, *conditions: ColumnElement[bool], order: Any = subscriptions.c.created_at) -> list[Subscription]:
        asked = select(subscriptions).where(*conditions).order_by(order, subscriptions.c.id)
        return [Subscription(**row._mapping) for row in await self._database.rows(asked)]


def _row(subscription: Subscription, occurrence: Occurrence) -> dict[str, Any]:
    """The post of an occurrence, as it is entered."""
    return {
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
