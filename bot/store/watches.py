"""Watches: when the question behind some alerts is asked next. A due one is claimed by a single statement, so one process asks."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.inserting import insert_into
from bot.store.tables import watches


class Watch(NamedTuple):
    """One question: a condition at a venue. `names` tells apart those that also name a practitioner, a room, a treatment."""

    condition: str
    venue: str
    names: str = ""


class Watches:
    """The watches of one store. Those that nobody wants any more stay and are not asked for."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def known(self) -> dict[Watch, datetime]:
        """When each is asked next."""
        async with self._engine.connect() as connection:
            rows = (await connection.execute(select(watches))).all()
        return {Watch(row.condition, row.venue, row.names): row.next_at for row in rows}

    async def begin(self, times: Iterable[tuple[Watch, datetime]]) -> None:
        """Enter new ones with the time of their first question; one that is there already stays as it is."""
        rows = [{**watch._asdict(), "next_at": at} for watch, at in times]
        if rows:
            async with self._engine.begin() as connection:
                await connection.execute(insert_into(self._engine, watches).on_conflict_do_nothing(), rows)

    async def claim(self, watch: Watch, due_at: datetime, next_at: datetime) -> bool:
        """Take one that is due and set its next time; false when another process was first."""
        same = and_(*(watches.c[name] == value for name, value in watch._asdict().items()), watches.c.next_at == due_at)
        async with self._engine.begin() as connection:
            return (await connection.execute(update(watches).where(same).values(next_at=next_at))).rowcount == 1
