"""The audit: who did what to which record, when, and what came of it. Lines are added, never changed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from bot.store.database import Database
from bot.store.tables import audit


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line. `before` and `after` hold states, times and amounts, never a person or what somebody wrote.

    `event` is `done`, `not_done` or `unknown`, `resolved` when a person said what came of an unknown one, `refused` when the rules
    did not allow it, `shown` when hidden contact details were looked at.
    """

    at: datetime
    event: str
    workspace: str
    by: str
    by_name: str
    via: str
    account: str
    kind: str
    record: str
    venue: str
    vendor: str
    name: str
    reference: str
    ref: str | None = None
    amount: int | None = None
    currency: str | None = None
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    why: str | None = None
    action_id: str | None = None


def add(connection: Connection, line: Line) -> None:
    """Add a line within a transaction that is under way."""
    connection.execute(insert(audit), asdict(line))


class Audit:
    """The audit of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, line: Line) -> None:
        """Add a line."""
        await self._database.do(lambda connection: add(connection, line))

    async def lines(
        self, *, limit: int = 50, venue: str | None = None, record: tuple[str, str, str] | None = None, reference: str | None = None
    ) -> list[Line]:
        """The newest lines first, of one venue, of one record (account, kind, id) or of one reference where they are given."""
        asked = select(audit).order_by(audit.c.at.desc(), audit.c.id.desc()).limit(limit)
        if venue is not None:
            asked = asked.where(audit.c.venue == venue)
        if reference is not None:
            asked = asked.where(audit.c.reference == reference.upper())
        if record is not None:
            account, kind, id = record
            asked = asked.where(audit.c.account == account, audit.c.kind == kind, audit.c.record == id)
        rows = await self._database.rows(asked)
        return [Line(**{name: value for name, value in row._mapping.items() if name != "id"}) for row in rows]

    async def forget(self, before: datetime) -> int:
        """Delete the lines from before a time, as the retention time wants it; how many there were."""
        return await self._database.changed(delete(audit).where(audit.c.at < before))
