"""Inserting what may be there already: both databases can, each in its own dialect of SQLAlchemy."""

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine

Insert = postgresql.Insert | sqlite.Insert


def insert_into(engine: AsyncEngine, table: Table) -> Insert:
    """An insert that knows `on_conflict_do_update` and `on_conflict_do_nothing`."""
    return sqlite.insert(table) if engine.dialect.name == "sqlite" else postgresql.insert(table)
