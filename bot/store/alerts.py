"""Alerts: who wants to be told of what, and where."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, delete, func, select, update

from bot.core.alert import Occasion
from bot.core.record import Record
from bot.store.database import Database, found_by
from bot.store.tables import alerts, tellings, told
from bot.store.turns import take_turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A person's occasion and where it is told. `lost_told` is true once its owner was told that the channel is gone."""

    id: str
    workspace: str
    by: str
    channel: str
    occasion: Occasion
    created_at: datetime
    paused: bool = False
    lost_told: bool = False


class Fact(NamedTuple):
    """The record that something is so of."""

    account: str
    kind: str
    record: str

    @classmethod
    def of(cls, record: Record) -> "Fact":
        """The fact about a record."""
        return cls(record.account, record.kind.value, record.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was found to be so at a venue on its day."""

    venue: str
    day: date
    facts: Collection[Fact]


class Alerts:
    """The alerts of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, alert: Alert, already: Collection[Seen], most: int) -> bool:
        """Add an alert together with what is so already, which is not told; false when the person has `most` of them."""
        mine = select(func.count()).where(alerts.c.workspace == alert.workspace, alerts.c.by == alert.by)
        row = {
            **{each.name: getattr(alert, each.name) for each in fields(alert)},
            "occasion": alert.occasion.model_dump_json(exclude_defaults=True),
        }

        def add(connection: Connection) -> bool:
            take_turn(connection, f"alerts {alert.workspace} {alert.by}")
            if connection.execute(mine).scalar_one() >= most:
                return False
            connection.execute(self._database.insert_into(alerts).values(row))
            for seen in already:
                self._know(connection, alert, seen, None)
            return True

        return await self._database.do(add)

    async def get(self, id: str) -> Alert | None:
        """The alert of an id."""
        found = await self._many(alerts.c.id == id)
        return found[0] if found else None

    async def of(self, workspace: str, by: str) -> list[Alert]:
        """A person's alerts, oldest first."""
        return await self._many(alerts.c.workspace == workspace, alerts.c.by == by)

    async def active(self) -> list[Alert]:
        """Those that somebody waits for, oldest first."""
        return await self._many(alerts.c.paused.is_(False))

    async def change(self, id: str, **changes: Any) -> bool:
        """Change an alert; whether there is one."""
        return await self._changed(alerts.c.id == id, **changes)

    async def lost(self, id: str) -> bool:
        """Pause an alert because it cannot be told any more; true for the one caller who is to tell its owner."""
        return await self._changed(alerts.c.id == id, alerts.c.lost_told.is_(False), paused=True, lost_told=True)

    async def drop(self, id: str) -> bool:
        """Delete an alert and what was told for it; whether there was one."""

        def drop(connection: Connection) -> bool:
            connection.execute(delete(told).where(told.c.alert == id))
            connection.execute(delete(tellings).where(tellings.c.alert == id))
            return found_by(connection, delete(alerts).where(alerts.c.id == id)) == 1

        return await self._database.do(drop)

    async def enter(self, alert: Alert, seen: Seen, telling: str, now: datetime) -> int:
        """Have those facts told that were not yet, as one message `telling`, all of it or nothing; how many they are."""
        row = {
            "id": telling,
            "alert": alert.id,
            "venue": seen.venue,
            "day": seen.day,
            "state": "due",
            "channel": alert.channel,
            "due_at": now,
            "tries": 0,
            "again_at": now,
        }

        def enter(connection: Connection) -> int:
            new = self._know(connection, alert, seen, telling)
            if new:
                connection.execute(self._database.insert_into(tellings).values(row))
            return new

        return await self._database.do(enter)

    async def forget(self, before: date) -> int:
        """Delete what was told on days before one; how many rows that were."""
        return await self._database.do(
            lambda connection: sum(found_by(connection, delete(rows).where(rows.c.day < before)) for rows in (tellings, told))
        )

    def _know(self, connection: Connection, alert: Alert, seen: Seen, telling: str | None) -> int:
        """Keep facts of a day; how many of them were new."""
        rows = [{"alert": alert.id, "day": seen.day, "telling": telling, **fact._asdict()} for fact in sorted(set(seen.facts))]
        new = 0
        for first in range(0, len(rows), _AT_ONCE):
            kept = self._database.insert_into(told).values(rows[first : first + _AT_ONCE]).on_conflict_do_nothing()
            new += len(connection.execute(kept.returning(told.c.record)).all())
        return new

    async def _changed(self, *conditions: ColumnElement[bool], **values: Any) -> bool:
        return await self._database.changed(update(alerts).where(*conditions).values(**values)) == 1

    async def _many(self, *conditions: ColumnElement[bool]) -> list[Alert]:
        asked = select(alerts).where(*conditions).order_by(alerts.c.created_at, alerts.c.id)
        rows = await self._database.rows(asked)
        return [Alert(**{**row._mapping, "occasion": Occasion.model_validate_json(row.occasion)}) for row in rows]


_AT_ONCE = 500
"""Rows of one insert: a statement may have so many values and no more."""
