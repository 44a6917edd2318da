"""Opening the store: SQLite for one process, PostgreSQL for several; its tables are brought up to date first."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.core.errors import AskOperator

_MIGRATING = 7_203_211
"""The number under which replicas that start at once take turns to migrate; any fixed one does."""


def store_url(written: str | None, beside: Path | None) -> URL:
    """The address of the store: the one configured, else `frontdesk.db` beside the configuration, or here."""
    if written is not None:
        return make_url(written)
    folder = (beside.parent if beside is not None else Path()).resolve()
    return URL.create("sqlite", database=str(folder / "frontdesk.db"))


@asynccontextmanager
async def open_database(url: URL, *, alone: bool = True) -> AsyncIterator[AsyncEngine]:
    """An engine over the store, its tables up to date, until the block ends.

    With `alone` a second process on the same SQLite file is refused: durable work there belongs to one. Reading the log needs no
    such right.

    Raises:
        AskOperator: another process has the file, or the database cannot be reached.
    """
    sqlite = url.get_backend_name() == "sqlite"
    with _held(Path(url.database or "")) if sqlite and alone else _free():
        engine = create_async_engine(
            url.set(drivername="sqlite+aiosqlite") if sqlite else url,
            **({} if sqlite else {"pool_size": 10, "max_overflow": 20, "pool_pre_ping": True}),
        )
        if sqlite:
            event.listen(engine.sync_engine, "connect", _prepare)
        try:
            try:
                async with engine.begin() as connection:
                    await connection.run_sync(_migrate)
            except (DBAPIError, OSError) as error:
                raise AskOperator(f"The store at {url.render_as_string(hide_password=True)} cannot be opened.") from error
            yield engine
        finally:
            await engine.dispose()


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
