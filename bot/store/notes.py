"""Notes that Frontdesk keeps itself, where a vendor has none: tied to a record, shown with it, and said to be ours."""

import secrets
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select, update

from bot.core.record import Note
from bot.store.database import Database
from bot.store.tables import notes

Subject = tuple[str, str, str]
"""Account, kind and id of a record."""


class Notes:
    """Our notes of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, subject: Subject) -> tuple[Note, ...]:
        """The notes of a record, oldest first."""
        rows = await self._database.rows(select(notes).where(_is(subject)).order_by(notes.c.at, notes.c.id))
        return tuple(Note(text=row.text, at=row.at, by=row.by_name, id=row.id, ours=True) for row in rows)

    async def put(self, subject: Subject, text: str, *, by: str, by_name: str, at: datetime, id: str | None = None) -> str:
        """Keep a note and return its id. With an `id` of one's choosing the same note is kept once, however often this is said."""
        account, kind, record = subject
        key = id or secrets.token_hex(16)
        row = {"id": key, "account": account, "kind": kind, "record": record, "text": text, "by": by, "by_name": by_name, "at": at}

        def put(connection: Connection) -> None:
            if connection.execute(select(notes.c.id).where(notes.c.id == key)).first() is None:
                connection.execute(insert(notes).values(row))

        await self._database.do(put)
        return key

    async def change(self, subject: Subject, id: str, text: str) -> bool:
        """Put another text into a note; whether there is such a note of that record."""
        return await self._database.changed(update(notes).where(_is(subject), notes.c.id == id).values(text=text)) == 1

    async def drop(self, subject: Subject, id: str) -> bool:
        """Delete a note; whether there was one."""
        return await self._database.changed(delete(notes).where(_is(subject), notes.c.id == id)) == 1


def _is(subject: Subject) -> ColumnElement[bool]:
    account, kind, record = subject
    return and_(notes.c.account == account, notes.c.kind == kind, notes.c.record == record)
