"""The store on both databases: the journal's steps, the audit that only grows, our notes, migrations, one process on SQLite."""

import asyncio
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text, update
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from bot.core.errors import AskOperator, NotPossible
from bot.store import tables
from bot.store.audit import Line
from bot.store.journal import Entry, Standing
from bot.store.store import open_store

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def entry(id: str = "1", **changes: Any) -> Entry:
    plain = Entry(
        id=id, key=f"key {id}", reference="7F3K", workspace="T0", account="spa", kind="order", record="o1", venue="palm",
        vendor="trybe", name="cancel", given={"text": "Ill"}, token="t", by="U0", by_name="Mel", actor={}, via="slack",
        asked_at=NOW,
    )  # fmt: skip
    return replace(plain, **changes)


def line(of: Entry, event: str = "done", at: datetime = NOW) -> Line:
    return Line(
        at=at, event=event, workspace=of.workspace, by=of.by, by_name=of.by_name, via=of.via, account=of.account, kind=of.kind,
        record=of.record, venue=of.venue, vendor=of.vendor, name=of.name, reference=of.reference, action_id=of.id,
    )  # fmt: skip


async def test_the_tables_are_what_the_migrations_make(database: URL) -> None:
    def differences(connection: Connection) -> list[Any]:
        ours = {"include_name": lambda name, kind, parents: kind != "table" or name in tables.metadata.tables}
        return list(compare_metadata(MigrationContext.configure(connection, opts=ours), tables.metadata))

    async with open_store(database) as store:
        assert await store.database.do(differences) == []


async def test_one_key_is_one_entry_however_many_ask_at_once(database: URL) -> None:
    async with open_store(database) as store:
        asked = [entry(str(n), key="the same", record=f"o{n}") for n in range(20)]
        begun = await asyncio.gather(*(store.journal.begin(each) for each in asked))
        assert sum(new for _, new in begun) == 1
        assert len({found.id for found, _ in begun}) == 1


async def test_one_record_has_one_action_under_way(database: URL) -> None:
    async with open_store(database) as store:
        first, _ = await store.journal.begin(entry("1"))
        with pytest.raises(NotPossible, match="under way"):
            await store.journal.begin(entry("2"))
        assert await store.journal.finish(first, "done", line(first), finished_at=NOW)
        assert (await store.journal.begin(entry("2")))[1]


async def test_a_reference_leads_to_one_action(database: URL) -> None:
    async with open_store(database) as store:
        begun = [(await store.journal.begin(entry(str(n), record=f"o{n}", reference="7F3K")))[0] for n in range(3)]
        assert len({each.reference for each in begun}) == 3
        assert [await store.journal.by_reference(each.reference) for each in begun] == begun


async def test_a_step_is_taken_once(database: URL) -> None:
    async with open_store(database) as store:
        await store.journal.begin(entry())
        taken = await asyncio.gather(*(store.journal.move("1", "begun", "sent", sent_at=NOW) for _ in range(20)))
        assert sum(taken) == 1
        found = await store.journal.by_id("1")
        assert found is not None
        assert (found.state, found.sent_at) == ("sent", NOW)


async def test_an_end_is_written_once_with_its_audit(database: URL) -> None:
    async with open_store(database) as store:
        first, _ = await store.journal.begin(entry())
        ends = [store.journal.finish(first, "unknown", line(first, "unknown")) for _ in range(5)]
        assert sum(await asyncio.gather(*ends)) == 1
        assert [each.state for each in await store.journal.open()] == ["unknown"]
        standing = await store.journal.standing("spa", "order", "o1")
        assert standing == Standing(ended=0, unknown={"cancel": (NOW, first.reference)})
        (open_,) = await store.journal.open()
        assert await store.journal.finish(open_, "done", line(first, "resolved"))
        assert not await store.journal.finish(open_, "not_done", line(first, "not_done"))
        assert [each.event for each in await store.audit.lines()] == ["resolved", "unknown"]
        assert await store.journal.standing("spa", "order", "o1") == Standing(ended=1, unknown={})


async def test_what_was_sent_in_the_meantime_is_not_ended_as_never_sent(database: URL) -> None:
    """Whoever took an action for abandoned read it before its owner, who was only slow, sent it."""
    async with open_store(database) as store:
        first, _ = await store.journal.begin(entry())
        assert await store.journal.move("1", "begun", "sent", sent_at=NOW)
        assert not await store.journal.finish(first, "not_done", line(first, "not_done"))
        assert [each.state for each in await store.journal.open()] == ["sent"]
        assert await store.audit.lines() == []


async def test_the_audit_is_never_changed(database: URL) -> None:
    async with open_store(database) as store:
        await store.audit.add(line(entry()))
        with pytest.raises(DBAPIError, match="never changed"):
            await store.database.changed(update(tables.audit).values(why="another story"))
        assert [each.why for each in await store.audit.lines()] == [None]


async def test_what_is_older_than_the_retention_time_goes_and_what_is_open_stays(database: URL) -> None:
    async with open_store(database) as store:
        old = NOW - timedelta(days=500)
        for id, state in (("1", "done"), ("2", "unknown")):
            each, _ = await store.journal.begin(entry(id, record=id, asked_at=old))
            await store.journal.finish(each, state, line(each, state, old), finished_at=old)
        await store.audit.add(line(entry("3")))
        assert await store.forget(NOW, keep_days=400) == 3
        assert [each.id for each in await store.journal.open()] == ["2"]
        assert [each.action_id for each in await store.audit.lines()] == ["3"]


async def test_our_notes_belong_to_their_record(database: URL) -> None:
    async with open_store(database) as store:
        mine, other = ("spa", "order", "o1"), ("spa", "order", "o2")
        id = await store.notes.put(mine, "*late* <@U1> 🤷", by="U0", by_name="Mel", at=NOW, id="n1")
        await store.notes.put(mine, "again", by="U0", by_name="Mel", at=NOW, id="n1")
        assert [(note.text, note.by, note.at, note.ours) for note in await store.notes.of(mine)] == [
            ("*late* <@U1> 🤷", "Mel", NOW, True)
        ]
        assert not await store.notes.change(other, id, "taken over")
        assert not await store.notes.drop(other, id)
        assert await store.notes.change(mine, id, "early")
        assert [note.text for note in await store.notes.of(mine)] == ["early"]
        assert await store.notes.drop(mine, id)
        assert await store.notes.of(mine) == ()


_SECOND = """
import asyncio, sys
from sqlalchemy.engine import make_url
from bot.core.errors import AskOperator
from bot.store.store import open_store
async def run():
    async with open_store(make_url(sys.argv[1]), alone=sys.argv[2] == "alone") as store:
        print("open", len(await store.audit.lines()))
try:
    asyncio.run(run())
except AskOperator as error:
    print("refused:", error)
"""


async def test_writers_of_one_process_take_turns_and_none_finds_the_database_locked(database: URL) -> None:
    """A busy loop held a transaction open between its statements until others were refused, and their posts came late."""
    async with open_store(database) as store:

        def impatient(connection: Connection) -> None:
            if connection.dialect.name == "sqlite":
                connection.execute(text("PRAGMA busy_timeout=0"))
            connection.execute(update(tables.posts).values(tries=tables.posts.c.tries + 1))
            time.sleep(0.01)
            connection.execute(update(tables.posts).values(tries=tables.posts.c.tries + 1))

        await asyncio.gather(*(store.database.do(impatient) for _ in range(20)))


async def test_a_second_process_on_sqlite_is_refused_and_may_read(tmp_path: Any) -> None:
    url = URL.create("sqlite", database=str(tmp_path / "frontdesk.db"))

    def second(how: str) -> str:
        return subprocess.run([sys.executable, "-c", _SECOND, str(url), how], capture_output=True, text=True, check=True).stdout

    async with open_store(url) as store:
        await store.audit.add(line(entry()))
        refused = await asyncio.to_thread(second, "alone")
        assert refused.startswith("refused: Another process of Frontdesk uses ")
        assert "set [store] url to PostgreSQL" in refused
        assert await asyncio.to_thread(second, "reading") == "open 1\n"
    assert second("alone") == "open 1\n"


async def test_a_store_that_cannot_be_opened_is_one_sentence(tmp_path: Any) -> None:
    with pytest.raises(AskOperator, match="cannot be written to"):
        async with open_store(URL.create("sqlite", database=str(tmp_path / "no" / "folder" / "x.db"))):
            pass
    with pytest.raises(AskOperator, match=r"postgresql\+psycopg://u:\*\*\*@127.0.0.1:9/x cannot be opened"):
        async with open_store(URL.create("postgresql+psycopg", "u", "secret", "127.0.0.1", 9, "x")):
            pass
