"""The history of venues: what was counted on which day, and when. Whole figures only, and no names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.inserting import insert_into
from bot.store.tables import counts


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure as it was at a moment."""

    value: int
    at: datetime


class Counts:
    """The history of one store."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def record(self, venue: str, values: Mapping[tuple[str, date], int], at: datetime) -> None:
        """Keep counts by their key and day; a later count of the same day takes the place of an earlier one."""
        if not values:
            return
        rows = [{"venue": venue, "key": key, "day": day, "value": value, "at": at} for (key, day), value in values.items()]
        kept = insert_into(self._engine, counts).values(rows)
        kept = kept.on_conflict_do_update(
            index_elements=["venue", "key", "day"],
            set_={"value": kept.excluded.value, "at": kept.excluded.at},
            where=counts.c.at <= kept.excluded.at,
        )
        async with self._engine.begin() as connection:
            await connection.execute(kept)

    async def of(self, venue: str, since: date) -> dict[tuple[str, date], Counted]:
        """What was counted at a venue from a day on."""
        asked = select(counts.c.key, counts.c.day, counts.c.value, counts.c.at)
        asked = asked.where(counts.c.venue == venue, counts.c.day >= since)
        async with self._engine.connect() as connection:
            return {(row.key, row.day): Counted(row.value, row.at) for row in (await connection.execute(asked)).all()}

    async def forget(self, before: date) -> int:
        """Delete what was counted before a day; how many counts that were."""
        async with self._engine.begin() as connection:
            return (await connection.execute(delete(counts).where(counts.c.day < before))).rowcount
