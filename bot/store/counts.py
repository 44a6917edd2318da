"""The history of venues: what was counted on which day, and when. Whole figures only, and no names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, delete, select

from bot.store.database import Database
from bot.store.tables import counts


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure as it was at a moment."""

    value: int
    at: datetime


class Counts:
    """The history of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, venue: str, values: Mapping[tuple[str, date], int], at: datetime) -> None:
        """Keep counts by their key and day; a later count of the same day takes the place of an earlier one."""
        if values:
            await self._database.do(lambda connection: self._record(connection, venue, values, at))

    async def of(self, venue: str, since: date) -> dict[tuple[str, date], Counted]:
        """What was counted at a venue from a day on."""
        return await self._database.do(lambda connection: _of(connection, venue, since))

    async def before_recording(
        self, venue: str, values: Mapping[tuple[str, date], int], at: datetime, since: date
    ) -> dict[tuple[str, date], Counted]:
        """Keep counts, and tell what was counted at the venue from a day on before these were: both in one transaction."""

        def read_and_record(connection: Connection) -> dict[tuple[str, date], Counted]:
            known = _of(connection, venue, since)
            if values:
                self._record(connection, venue, values, at)
            return known

        return await self._database.do(read_and_record)

    def _record(self, connection: Connection, venue: str, values: Mapping[tuple[str, date], int], at: datetime) -> None:
        kept = self._database.insert_into(counts)
        kept = kept.on_conflict_do_update(
            index_elements=["venue", "key", "day"],
            set_={"value": kept.excluded.value, "at": kept.excluded.at},
            where=counts.c.at <= kept.excluded.at,
        )
        rows = [{"venue": venue, "key": key, "day": day, "value": value, "at": at} for (key, day), value in values.items()]
        connection.execute(kept, rows)

    async def forget(self, before: date) -> int:
        """Delete what was counted before a day; how many counts that were."""
        return await self._database.changed(delete(counts).where(counts.c.day < before))


def _of(connection: Connection, venue: str, since: date) -> dict[tuple[str, date], Counted]:
    asked = select(counts.c.key, counts.c.day, counts.c.value, counts.c.at)
    asked = asked.where(counts.c.venue == venue, counts.c.day >= since)
    return {(row.key, row.day): Counted(row.value, row.at) for row in connection.execute(asked).all()}
