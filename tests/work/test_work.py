"""What durable work has to stand, on both databases: one key is one run, and a killed process leaves nothing behind."""

import asyncio
import time

import pytest
from sqlalchemy import text
from sqlalchemy.engine import URL

from bot.store.store import open_store
from bot.work import Work
from bot.work.engine import open_work
from bot.work.replicas import Replicas
from tests.bench import bench_crashes
from tests.bench.replicas import survivor
from tests.bench.toy import Things
from tests.databases import POSTGRES, new_database

pytestmark = pytest.mark.anyio


async def test_one_key_is_one_run_and_the_work_outlives_who_waits(database: URL) -> None:
    ran: list[str] = []
    gate = asyncio.Event()

    async def count(subject: str) -> None:
        await asyncio.sleep(0.01)
        ran.append(subject)

    async def wait(subject: str) -> None:
        await gate.wait()
        ran.append(subject)

    async def fail(subject: str) -> None:
        raise ValueError(subject)

    async with open_store(database) as store, open_work(store, {"count": count, "wait": wait, "fail": fail}) as engine:
        work: Work = engine
        await asyncio.gather(*(work.run("count", "the same", "once") for _ in range(20)))
        await asyncio.gather(*(work.run("count", f"key {n}", f"{n}") for n in range(5)))
        assert sorted(ran) == ["0", "1", "2", "3", "4", "once"]
        await work.run("count", "the same", "once")
        assert ran.count("once") == 1

        impatient = asyncio.create_task(work.run("wait", "long", "long"))
        await asyncio.sleep(0.1)
        impatient.cancel()
        with pytest.raises(asyncio.CancelledError):
            await impatient
        gate.set()
        await work.run("wait", "long", "long")
        assert ran.count("long") == 1

        with pytest.raises(ValueError, match="bad"):
            await work.run("fail", "bad", "bad")

        await work.forget(time.time() + 60)
        await work.run("count", "the same", "once")
        assert ran.count("once") == 2


async def test_a_replica_without_a_sign_of_life_is_gone(database: URL, monkeypatch: pytest.MonkeyPatch) -> None:
    if not database.drivername.startswith(POSTGRES):
        return
    async with open_store(database) as store:
        here, there = Replicas(store, "here"), Replicas(store, "there")
        await here.beat()
        await there.beat()
        assert await here.silent() == []
        monkeypatch.setattr("bot.work.replicas.SILENT_SECONDS", -1.0)
        assert await here.silent() == ["there"]
        await here.gone(["there"])
        assert await here.silent() == []


async def test_a_database_that_is_away_for_a_moment_leaves_no_replica_silent(
    database: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not database.drivername.startswith(POSTGRES):
        return
    monkeypatch.setattr("bot.work.replicas.BEAT_SECONDS", 0.05)
    async with open_store(database) as store, open_work(store, {}):
        watching = Replicas(store, "watching")

        async def renamed(was: str, becomes: str) -> None:
            await store.database.do(lambda connection: connection.execute(text(f"ALTER TABLE {was} RENAME TO {becomes}")))

        await renamed("replicas", "away")
        await asyncio.sleep(0.3)
        await renamed("away", "replicas")
        monkeypatch.setattr("bot.work.replicas.SILENT_SECONDS", 0.25)
        await asyncio.sleep(0.3)
        assert await watching.silent() == []


@pytest.mark.parametrize("point", ["begun", "sent", "in the call", "accepted"])
def test_a_process_killed_at_a_point_leaves_no_action_silent_and_none_done_twice(point: str) -> None:
    """A sample of `tests.bench.bench_crashes`, which tries every point many times."""
    things = Things(how=bench_crashes.HOW.get(point, "answer"))
    with bench_crashes.serving(things) as address:
        ended = bench_crashes.trial(address, point)
    assert bench_crashes.right(point, ended, things.calls["1"]), (ended, things.calls)


def test_another_replica_ends_and_tells_what_a_killed_one_was_doing(postgres: URL) -> None:
    """Killed while the vendor was at it, and killed when all was written down but nobody told."""
    things = Things()
    with bench_crashes.serving(things) as address, survivor(address, new_database(postgres)) as other:
        for point in ("answered", "ended"):
            ended = other.trial(point, point)
            assert bench_crashes.right(point, ended, things.calls[point]), (ended, things.calls)
