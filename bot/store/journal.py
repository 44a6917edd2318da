"""The journal of actions: written before a vendor is called, closed when it is known what came of it.

    begun ── sent ── accepted ──┬── done
      │        └────────────────┼── not_done
      └─────────────────────────┴── unknown ── done | not_done

`begun`: asked for, nothing sent. `sent`: the one request goes out or went out. `accepted`: the vendor answered well, and is to be
read back. A step is a single statement that names the state it comes from, so two processes never take the same one.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.core.errors import NotPossible
from bot.core.reference import new_reference
from bot.store.audit import Line, add
from bot.store.database import Database, found_by
from bot.store.tables import RUNNING, actions

CLOSED = ("done", "not_done")
SENT = ("sent", "accepted")
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One action. `given`, `action`, `before`, `after` and `undo` are plain values, `actor` what its role was judged by, `told`
    the state that its person was last told of by a process that took it over.
    """

    id: str
    key: str
    reference: str
    workspace: str
    account: str
    kind: str
    record: str
    venue: str
    vendor: str
    name: str
    given: Mapping[str, Any]
    token: str
    by: str
    by_name: str
    actor: Mapping[str, Any]
    via: str
    asked_at: datetime
    state: str = "begun"
    ref: str | None = None
    action: Mapping[str, Any] | None = None
    sent_at: datetime | None = None
    finished_at: datetime | None = None
    answer: str | None = None
    why: str | None = None
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    undo: Mapping[str, Any] | None = None
    reply: Mapping[str, Any] | None = field(default=None)
    told: str | None = None

    @property
    def running(self) -> bool:
        """Whether somebody is at work on it."""
        return self.state in RUNNING

    @property
    def closed(self) -> bool:
        """Whether it is known what came of it."""
        return self.state in CLOSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What was done to a record: how many actions have come to an end, which is a part of what a preview was made from, and those
    of which nobody knows what came of them, by name: when they were asked for, and their reference.
    """

    ended: int
    unknown: Mapping[str, tuple[datetime, str]]


class Journal:
    """The journal of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, entry: Entry) -> tuple[Entry, bool]:
        """Write down an action before anything is done: the entry, and whether it is new. One key is one entry.

        A reference that another entry has is replaced: it may not lead to somebody else's action.

        Raises:
            NotPossible: another action on the same record is under way.
        """
        try:
            await self._database.do(lambda connection: connection.execute(insert(actions), asdict(entry)))
        except IntegrityError as error:
            if (known := await self.by_key(entry.key)) is not None:
                return known, False
            if await self.by_reference(entry.reference) is not None:
                return await self.begin(replace(entry, reference=new_reference(len(entry.reference) + 1)))
            raise NotPossible("Another action on this record is under way; look again in a moment. Nothing was sent.") from error
        return entry, True

    async def by_key(self, key: str) -> Entry | None:
        """The entry of a key."""
        return await self._one(actions.c.key == key)

    async def by_id(self, id: str) -> Entry | None:
        """The entry of an id."""
        return await self._one(actions.c.id == id)

    async def by_reference(self, reference: str) -> Entry | None:
        """The entry of a reference that people read out."""
        return await self._one(actions.c.reference == reference.upper())

    async def move(self, id: str, was: str, becomes: str, **changes: Any) -> bool:
        """Take an entry from one state to another; whether it was in the first one."""
        step = update(actions).where(actions.c.id == id, actions.c.state == was).values(state=becomes, **changes)
        return await self._database.changed(step) == 1

    async def note(self, id: str, **changes: Any) -> None:
        """Write something beside an entry, whatever its state."""
        await self._database.changed(update(actions).where(actions.c.id == id).values(**changes))

    async def take_telling(self, id: str, state: str) -> bool:
        """Take it upon oneself to tell of an entry in this state; false when somebody has."""
        told = actions.c.told
        untold = update(actions).where(actions.c.id == id, told.is_(None) | (told != state)).values(told=state)
        return await self._database.changed(untold) == 1

    async def finish(self, entry: Entry, state: str, line: Line, **changes: Any) -> bool:
        """End an action, or say that its end is unknown, and write the audit: both or neither.

        False when somebody else did before, or has sent since what `entry` knows as `begun`; then nothing was written.
        """
        was = ("begun",) if entry.state == "begun" else SENT if state == UNKNOWN else (*SENT, UNKNOWN)
        ended = update(actions).where(actions.c.id == entry.id, actions.c.state.in_(was)).values(state=state, **changes)

        def end(connection: Connection) -> bool:
            if found_by(connection, ended) != 1:
                return False
            add(connection, line)
            return True

        return await self._database.do(end)

    async def standing(self, account: str, kind: str, record: str) -> Standing:
        """What the journal has of a record."""
        of = select(actions.c.state, actions.c.name, actions.c.asked_at, actions.c.reference).where(_of(account, kind, record))
        rows = await self._database.rows(of.order_by(actions.c.asked_at))
        unknown = {row.name: (row.asked_at, row.reference) for row in rows if row.state == UNKNOWN}
        return Standing(ended=sum(row.state in CLOSED for row in rows), unknown=unknown)

    async def done_to(self, account: str, kind: str, record: str) -> list[Entry]:
        """All that was done to a record and is not forgotten."""
        return await self._many(and_(_of(account, kind, record), actions.c.state == "done"))

    async def open(self) -> list[Entry]:
        """All that has no end yet, oldest first."""
        return await self._many(actions.c.state.in_((*RUNNING, UNKNOWN)))

    async def forget(self, before: datetime) -> int:
        """Delete what was closed before a time; how many there were."""
        return await self._database.changed(delete(actions).where(actions.c.state.in_(CLOSED), actions.c.finished_at < before))

    async def _one(self, condition: ColumnElement[bool]) -> Entry | None:
        rows = await self._database.rows(select(actions).where(condition).order_by(actions.c.asked_at.desc()).limit(1))
        return _entry(rows[0]) if rows else None

    async def _many(self, condition: ColumnElement[bool]) -> list[Entry]:
        rows = await self._database.rows(select(actions).where(condition).order_by(actions.c.asked_at))
        return [_entry(row) for row in rows]


def _of(account: str, kind: str, record: str) -> ColumnElement[bool]:
    return and_(actions.c.account == account, actions.c.kind == kind, actions.c.record == record)


def _entry(row: Row[Any]) -> Entry:
    return Entry(**row._mapping)
