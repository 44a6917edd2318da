"""The engine of durable work: DBOS, on SQLite for one process or PostgreSQL for several.

DBOS keeps one instance for each process, so there is one engine at a time. What it may not be left to choose: JSON rather than
pickle, a version raised by hand (its own changes with every release and would strand unfinished runs), and a name for each replica.
"""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing, nullcontext, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import structlog
from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, SetWorkflowID
from dbos import error as dbos_error
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from bot.store.store import Store
from bot.work import replicas as beats
from bot.work.port import Job
from bot.work.replicas import Replicas

log = structlog.get_logger("frontdesk.work")

VERSION = "1"
"""Raised when a run begun by older code could not be brought to an end by this one."""

_ALONE = "single"
"""The name of the one process of a SQLite store: what it leaves behind it finds again when it starts."""

_STOPPING_SECONDS = 20.0
"""How long a stop waits for what is being done; the rest goes on at the next start."""

_FORGOTTEN_AT_ONCE = 500
"""How many finished runs are deleted in one go."""

_jobs: dict[str, Job] = {}
"""The jobs of this process by name. A run holds only the name and a subject, so any process can go on with it."""


@DBOS.workflow(name="frontdesk.job")
async def _run_job(name: str, subject: str) -> None:
    await _jobs[name](subject)


class DbosWork:
    """Durable work over DBOS; see `Work` for what each method means."""

    def __init__(self, replicas: Replicas | None) -> None:
        self._replicas = replicas
        self._running: set[asyncio.Task[None]] = set()

    async def run(self, name: str, key: str, subject: str) -> None:
        with SetWorkflowID(key):
            handle = await DBOS.start_workflow_async(_run_job, name, subject)
        task = asyncio.ensure_future(_result(handle))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        await asyncio.shield(task)

    async def resume(self) -> int:
        if self._replicas is None:
            return 0
        silent = await self._replicas.silent()
        if not silent:
            return 0
        left = await DBOS.list_workflows_async(
            status=["PENDING"], executor_id=silent, app_version=VERSION, load_input=False, load_output=False
        )
        for each in left:
            await DBOS.resume_workflow_async(each.workflow_id)
        await self._replicas.gone(silent)
        if left:
            log.warning("runs_taken_over", replicas=len(silent), runs=len(left))
        return len(left)

    async def forget(self, before: float) -> None:
        moment = datetime.fromtimestamp(before, UTC).isoformat()
        while old := await DBOS.list_workflows_async(
            status=["SUCCESS", "ERROR"], end_time=moment, limit=_FORGOTTEN_AT_ONCE, load_input=False, load_output=False
        ):
            await DBOS.delete_workflows_async([each.workflow_id for each in old])

    async def drain(self) -> None:
        """Wait for what is being done here, as long as a stop may take."""
        if self._running:
            await asyncio.wait(set(self._running), timeout=_STOPPING_SECONDS)

    async def look_after(self) -> None:
        """Look after replicas that give no signs of life, until cancelled."""
        while True:
            try:
                await self.resume()
            except (SQLAlchemyError, dbos_error.DBOSException, OSError) as error:
                # A database that is away for a moment must not leave the others' runs lying for good.
                log.warning("look_failed", why=type(error).__name__)
            await asyncio.sleep(beats.BEAT_SECONDS)


async def _result(handle: Any) -> None:
    await handle.get_result()


@asynccontextmanager
async def open_work(store: Store, jobs: Mapping[str, Job]) -> AsyncIterator[DbosWork]:
    """The engine over a store with its jobs, until the block ends. What was left unfinished goes on at once."""
    several = store.url.get_backend_name() != "sqlite"
    name = uuid4().hex if several else _ALONE
    replicas = Replicas(store, name) if several else None
    _jobs.update(jobs)
    _quiet()
    if not several:
        _one_sync_for_each_write(_beside(store.url))
    DBOS(config=_config(store.url, name))
    if replicas is not None:
        await replicas.beat()
    work = DbosWork(replicas)
    DBOS.launch()
    looking = None if replicas is None else asyncio.create_task(work.look_after())
    try:
        with nullcontext() if replicas is None else replicas.beating():
            try:
                yield work
            finally:
                if looking is not None:
                    looking.cancel()
                    with suppress(asyncio.CancelledError):
                        await looking
                await work.drain()
    finally:
        # The engine has made its own threads those of the loop, and takes them away with it.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor())
        await asyncio.to_thread(DBOS.destroy)
        for each in jobs:
            _jobs.pop(each, None)


def _quiet() -> None:
    """The engine's own handler would write past our redaction; with one that does nothing it adds none, and ours gets its lines."""
    logger = logging.getLogger("dbos")
    logger.handlers, logger.propagate = [logging.NullHandler()], True


def _one_sync_for_each_write(url: URL) -> None:
    """The engine opens SQLite as it comes, with three waits for the disk in each transaction; a write-ahead log stays one's own."""
    with closing(sqlite3.connect(url.database or "")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")


def _config(url: URL, name: str) -> DBOSConfig:
    return DBOSConfig(
        name="frontdesk",
        system_database_url=_beside(url).render_as_string(hide_password=False),
        application_version=VERSION,
        executor_id=name,
        serializer=DBOSPortableJSONSerializer(),
        enable_otlp=False,
        log_level="WARNING",
        sys_db_pool_size=10,
    )


def _beside(url: URL) -> URL:
    """Where the engine keeps its own tables: a second file beside the store's, or a schema of its own in the same database."""
    if url.get_backend_name() != "sqlite":
        return url
    file = Path(url.database or "")
    return url.set(database=str(file.with_name(f"{file.stem}-work{file.suffix}")))
