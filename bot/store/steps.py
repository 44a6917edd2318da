"""`Steps`: rows that go from state to state, each step taken by one process. Posts and news of alerts are such rows.

    due ── sending ──┬── sent
     │        │      └── due        Slack refused it for a while: nothing was posted
     │        ├── unknown ── sent | due
     └────────┴── skipped

`sending`: the one request goes out or went out. `unknown`: its answer was lost; it is looked up in the channel before anything is
sent again. A step names the state and the time that it comes from, so two processes never take the same one.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from sqlalchemy import ColumnElement, Table, and_, select, update

from bot.store.database import Database


class Letter(Protocol):
    """A row on its way to a channel. `again_at` is when it is to be looked at again, `key` what its message carries."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def key(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def channel(self) -> str: ...
    @property
    def due_at(self) -> datetime: ...
    @property
    def tries(self) -> int: ...
    @property
    def again_at(self) -> datetime | None: ...
    @property
    def sent_at(self) -> datetime | None: ...


L = TypeVar("L", bound=Letter)


class Steps(Generic[L]):
    """The rows of one table, which has a letter's columns; `make` builds one of a row, the primary key tells them apart."""

    def __init__(self, database: Database, table: Table, make: Callable[..., L]) -> None:
        self._database = database
        self._table = table
        self._make = make

    async def waiting(self, now: datetime) -> list[L]:
        """Those that somebody has to look at now."""
        return await self._many(self._table.c.again_at <= now)

    async def take(self, letter: L, again_at: datetime) -> bool:
        """Take a waiting one on; it waits again at `again_at`, should nothing come of it. False when another process was first."""
        same = and_(self._is(letter), self._table.c.tries == letter.tries, self._table.c.again_at == letter.again_at)
        return await self._changed(same, tries=letter.tries + 1, again_at=again_at)

    async def move(self, letter: L, becomes: str, /, **changes: Any) -> bool:
        """Take one from the state in which it was read to another; whether it still was in that state."""
        sent_at = self._table.c.sent_at
        since = sent_at.is_(None) if letter.sent_at is None else sent_at == letter.sent_at
        return await self._changed(and_(self._is(letter), self._table.c.state == letter.state, since), state=becomes, **changes)

    def _is(self, letter: L) -> ColumnElement[bool]:
        return and_(*(column == getattr(letter, column.name) for column in self._table.primary_key))

    async def _changed(self, condition: ColumnElement[bool], **values: Any) -> bool:
        return await self._database.changed(update(self._table).where(condition).values(**values)) == 1

    async def _many(self, condition: ColumnElement[bool]) -> list[L]:
        table = self._table
        asked = select(table).where(condition).order_by(table.c.due_at, *table.primary_key)
        rows = await self._database.rows(asked)
        return [self._make(**row._mapping) for row in rows]
