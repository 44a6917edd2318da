"""Which replicas are at work: each gives a sign of life every few seconds, by the database's clock."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread

import structlog
from sqlalchemy import create_engine, delete, func, literal, select
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.tables import replicas

log = structlog.get_logger("frontdesk.work")

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
        async with self._engine.begin() as connection:
            await connection.execute(self._sign())

    @contextmanager
    def beating(self) -> Iterator[None]:
        """Give signs of life until the block ends, from a thread of their own.

        At a busy hour the loop would give them too late, and others would take what runs here for left behind.
        """
        stop, engine = Event(), create_engine(self._engine.url, pool_size=1, max_overflow=0, pool_pre_ping=True)

        def beat() -> None:
            while not stop.wait(BEAT_SECONDS):
                try:
                    with engine.begin() as connection:
                        connection.execute(self._sign())
                except (SQLAlchemyError, OSError) as error:
                    log.warning("beat_failed", why=type(error).__name__)

        thread = Thread(target=beat, name="frontdesk-beat", daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()
            engine.dispose()

    def _sign(self) -> Insert:
        now = func.clock_timestamp()
        sign = insert(replicas).values(id=self._name, beat_at=now)
        return sign.on_conflict_do_update(index_elements=["id"], set_={"beat_at": now})

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
