"""Which replicas are at work: each gives a sign of life every few seconds, by the database's clock."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread

import structlog
from sqlalchemy import create_engine, delete, func, literal, select
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.exc import SQLAlchemyError

from bot.store.store import Store
from bot.store.tables import replicas

log = structlog.get_logger("frontdesk.work")

BEAT_SECONDS = 2.0

SILENT_SECONDS = 6.0
"""A replica without a sign for so long is gone. One that was only slow does no harm: no step is taken twice."""


class Replicas:
    """The replicas of one PostgreSQL store; `name` is this one's."""

    def __init__(self, store: Store, name: str) -> None:
        self._store = store
        self._name = name

    async def beat(self) -> None:
        """Give a sign of life."""
        await self._store.database.changed(self._sign())

    @contextmanager
    def beating(self) -> Iterator[None]:
        """Give signs of life until the block ends, from a thread of their own.

        At a busy hour the loop would give them too late, and others would take what runs here for left behind.
        """
        stop, engine = Event(), create_engine(self._store.url, pool_size=1, max_overflow=0, pool_pre_ping=True)

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
        gone = select(replicas.c.id).where(replicas.c.beat_at < limit, replicas.c.id != self._name)
        return [id for (id,) in await self._store.database.rows(gone)]

    async def gone(self, names: Collection[str]) -> None:
        """Strike replicas off."""
        await self._store.database.changed(delete(replicas).where(replicas.c.id.in_(names)))
