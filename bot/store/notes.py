"""Notes that Frontdesk keeps itself, where a vendor has none: tied to a record, shown with it, and said to be ours."""

import secrets
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.record import Note
from bot.store.tables import notes

Subject = tuple[str, str, str]
"""Account, kind and id of a record."""


class Notes:
    """Our notes of one store."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def of(self, subject: Subject) -> tuple[Note, ...]:
        """The notes of a record, oldest first."""
        async with self._engine.connect() as connection:
            rows = (await connection.execute(select(notes).where(_is(subject)).order_by(notes.c.at, notes.c.id))).all()
        return tuple(Note(text=row.text, at=row.at, by=row.by_name, id=row.id, ours=True) for row in rows)

    async def put(self, subject: Subject, text: str, *, by: str, by_name: str, at: datetime, id: str | None = None) -> str:
        """Keep a note and return its id. With an `id` of one's choosing the same note is kept once, however often this is said."""
        account, kind, record = subject
        key = id or secrets.token_hex(16)
        async with self._engine.begin() as connection:
            if (await connection.execute(select(notes.c.id).where(notes.c.id == key))).first() is None:
                await connection.execute(
                    insert(notes).values(
                        id=key, account=account, kind=kind, record=record, text=text, by=by, by_name=by_name, at=at
                    )
                )
        return key

    async def change(self, subject: Subject, id: str, text: str) -> bool:
        """Put another text into a note; whether there is such a note of that record."""
        async with self._engine.begin() as connection:
            done = await connection.execute(update(notes).where(_is(subject), notes.c.id == id).values(text=text))
        return done.rowcount == 1

    async def drop(self, subject: Subject, id: str) -> bool:
        """Delete a note; whether there was one."""
        async with self._engine.begin() as connection:
            return (await connection.execute(delete(notes).where(_is(subject), notes.c.id == id))).rowcount == 1


def _is(subject: Subject) -> ColumnElement[bool]:
    account, kind, record = subject
    return and_(notes.c.account == account, notes.c.kind == kind, notes.c.record == record)
