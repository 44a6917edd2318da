"""Watches: when the question behind some alerts is asked next. A due one is claimed by a single statement, so one process asks."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, select, update

from bot.store.database import Database
from bot.store.tables import watches


class Watch(NamedTuple):
    """One question: a condition at a venue. `names` tells apart those that also name a practitioner, a room, a treatment."""

    condition: str
    venue: str
    names: str = ""


class Watches:
    """The watches of one store. Those that nobody wants any more stay and are not asked for."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def known(self) -> dict[Watch, datetime]:
        """When each is asked next."""
        rows = await self._database.rows(select(watches))
        return {Watch(row.condition, row.venue, row.names): row.next_at for row in rows}

    async def begin(self, times: Iterable[tuple[Watch, datetime]]) -> None:
        """Enter new ones with the time of their first question; one that is there already stays as it is."""
        rows = [{**watch._asdict(), "next_at": at} for watch, at in times]
        if rows:
            entered = self._database.insert_into(watches).on_conflict_do_nothing()
            await self._database.do(lambda connection: connection.execute(entered, rows))

    async def claim(self, watch: Watch, due_at: datetime, next_at: datetime) -> bool:
        """Take one that is due and set its next time; false when another process was first."""
        same = and_(*(watches.c[name] == value for name, value in watch._asdict().items()), watches.c.next_at == due_at)
        return await self._database.changed(update(watches).where(same).values(next_at=next_at)) == 1
