"""Taking turns: transactions that count before they add, so that nobody gets one more than they may have."""

from sqlalchemy import Connection, func, select


def take_turn(connection: Connection, key: str) -> None:
    """Have the transactions of a key go one after another, each until its end. Those of SQLite do so anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(key))))
