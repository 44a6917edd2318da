"""Opening the store: SQLite for one process, PostgreSQL for several; its tables are brought up to date first."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, CursorResult, Engine, Executable, Row, Table, UpdateBase, create_engine, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError

from bot.core.errors import AskOperator

T = TypeVar("T")
Insert = postgresql.Insert | sqlite.Insert

THREADS = 8
"""Transactions at once on PostgreSQL."""

CONNECT_SECONDS = 10

_MIGRATING = 7_203_211
"""The number under which replicas that start at once take turns to migrate; any fixed one does."""


def store_url(written: str | None, beside: Path | None) -> URL:
    """The address of the store: the one configured, else `frontdesk.db` beside the configuration, or here."""
    if written is not None:
        return make_url(written)
    folder = (beside.parent if beside is not None else Path()).resolve()
    return URL.create("sqlite", database=str(folder / "frontdesk.db"))


class Database:
    """The database of a store. A transaction is done in one go, by a thread that does nothing else.

    Done between other things of a busy loop, each of its statements would wait for its turn, and everybody else for the lock that
    it holds meanwhile. SQLite, which has one writer at a time, has one such thread: writers take turns, and none finds it locked.
    """

    def __init__(self, engine: Engine, threads: int) -> None:
        self._engine = engine
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="frontdesk-store")

    async def do(self, work: Callable[[Connection], T]) -> T:
        """Do some work in a transaction, all of it or nothing; what it returns, or raises.

        It goes on although who waits does not.
        """

        def done() -> T:
            with self._engine.begin() as connection:
                return work(connection)

        return await asyncio.get_running_loop().run_in_executor(self._threads, done)

    async def rows(self, asked: Executable) -> Sequence[Row[Any]]:
        """All rows of a question, or those that a statement returns."""
        return await self.do(lambda connection: connection.execute(asked).all())

    async def changed(self, change: UpdateBase) -> int:
        """How many rows a change found."""
        return await self.do(lambda connection: found_by(connection, change))

    def insert_into(self, table: Table) -> Insert:
        """An insert that knows `on_conflict_do_update` and `on_conflict_do_nothing`, which are each dialect's own."""
        return sqlite.insert(table) if self._engine.dialect.name == "sqlite" else postgresql.insert(table)

    async def close(self) -> None:
        """Wait for what is being done, and close what is open."""
        await asyncio.to_thread(self._threads.shutdown)
        self._engine.dispose()


def found_by(connection: Connection, change: UpdateBase) -> int:
    """How many rows a change found, within a transaction that is under way."""
    done: CursorResult[Any] = connection.execute(change)
    return done.rowcount


@asynccontextmanager
async def open_database(url: URL, *, alone: bool = True) -> AsyncIterator[Database]:
    """The database of a store, its tables up to date, until the block ends.

    With `alone` a second process on the same SQLite file is refused: durable work there belongs to one. Reading the log needs no
    such right.

    Raises:
        AskOperator: another process has the file, or the database cannot be reached.
    """
    sqlite = url.get_backend_name() == "sqlite"
    with _held(Path(url.database or "")) if sqlite and alone else _free():
        threads = 1 if sqlite else THREADS
        others: dict[str, Any] = {} if sqlite else {"pool_pre_ping": True, "connect_args": {"connect_timeout": CONNECT_SECONDS}}
        engine = create_engine(url, pool_size=threads, max_overflow=0, **others)
        if sqlite:
            event.listen(engine, "connect", _prepare)
        database = Database(engine, threads)
        try:
            try:
                await database.do(_migrate)
            except (DBAPIError, OSError) as error:
                raise AskOperator(f"The store at {url.render_as_string(hide_password=True)} cannot be opened.") from error
            yield database
        finally:
            await database.close()


def _prepare(connection: Any, _record: Any) -> None:
    """Readers do not wait for the writer, and what is committed survives the power going."""
    with closing(connection.cursor()) as cursor:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
            cursor.execute(f"PRAGMA {pragma}")


def _migrate(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _MIGRATING})
    config = Config()
    config.set_main_option("script_location", "bot.store:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@contextmanager
def _held(file: Path) -> Any:
    """The right to be the one process of a SQLite store; the system gives it back however the process ends."""
    lock = file.with_name(f"{file.name}.lock")
    try:
        with closing(sqlite3.connect(lock, timeout=0, isolation_level=None)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            yield
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise AskOperator(f"The folder of the store, {file.parent}, cannot be written to.") from error
        raise AskOperator(
            f"Another process of Frontdesk uses {file}. SQLite serves one process: stop the other one, act in Slack instead, or "
            "set [store] url to PostgreSQL."
        ) from error


@contextmanager
def _free() -> Any:
    yield
