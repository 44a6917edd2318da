"""Which replicas are at work: each gives a sign of life every few seconds, by the database's clock."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import delete, func, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.tables import replicas

BEAT_SECONDS = 2.0

SILENT_SECONDS = 6.0
"""A replica without a sign for so long is gone. One that was only slow does no harm: no step is taken twice."""


class Replicas:
    """The replicas of one PostgreSQL store; `name` is this one's."""

    def __init__(self, engine: AsyncEngine, name: str) -> None:
        self._engine = engine
        self._name = name

    async def beat(self) -> None:
        """Give a sign of life."""
        now = func.clock_timestamp()
        sign = insert(replicas).values(id=self._name, beat_at=now)
        async with self._engine.begin() as connection:
            await connection.execute(sign.on_conflict_do_update(index_elements=["id"], set_={"beat_at": now}))

    async def silent(self) -> list[str]:
        """The other replicas that gave none for too long."""
        limit = func.clock_timestamp() - literal(timedelta(seconds=SILENT_SECONDS))
        async with self._engine.connect() as connection:
            gone = select(replicas.c.id).where(replicas.c.beat_at < limit, replicas.c.id != self._name)
            return list((await connection.execute(gone)).scalars())

    async def gone(self, names: Collection[str]) -> None:
        """Strike replicas off."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(replicas).where(replicas.c.id.in_(names)))
