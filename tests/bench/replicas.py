"""Two replicas on one PostgreSQL: one acts and is killed, the other stands beside it all the time and takes its work over."""

import asyncio
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Engine, create_engine, select
from sqlalchemy.engine import URL

from bot.core.action import Act, ActionName, Outcome
from bot.core.states import Kind
from bot.desk import sweeping
from bot.desk.act import Subject
from bot.store.journal import Entry
from bot.store.tables import audit
from bot.work import replicas
from tests.bench.toy import OPERATOR, acting

_fork = multiprocessing.get_context("fork")

PATIENCE = 60.0
"""Seconds after which an action that nobody has ended counts as silent."""


def _in_haste() -> None:
    """What takes a replica ten seconds and a sweep a minute and a half, in one and in three: only the waiting is shorter."""
    replicas.BEAT_SECONDS, replicas.SILENT_SECONDS = 0.1, 0.7
    sweeping.STALE = timedelta(seconds=3)


def act_and_die(address: str, store: URL, id: str, point: str) -> None:
    """A process that begins an action and is killed at a point of it."""

    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def reached(here: str) -> None:
        if here == point:
            die()
        if point == "in the call" and here == "sent":
            threading.Timer(0.15, die).start()

    async def run() -> None:
        async with acting(address, store, reached=reached) as acts:
            thing, act = Subject("toy", Kind.ORDER, id), Act(name=ActionName.CANCEL)
            shown = await acts.preview(thing, act, OPERATOR)
            reached("asked")
            await acts.perform(thing, act, shown.token, OPERATOR)
            reached("told")

    _in_haste()
    asyncio.run(run())


def _stand_by(address: str, store: URL, told: "multiprocessing.Queue[str]") -> None:
    """The other replica: it acts on nothing itself, and tells of what it brought to an end."""

    async def tell(entry: Entry, outcome: Outcome) -> None:
        told.put(f"{entry.record} {outcome.result.value}")

    async def run() -> None:
        async with acting(address, store) as acts:
            acts.telling.listen(tell)
            told.put("up")
            while True:
                await acts.sweep()
                await asyncio.sleep(0.2)

    _in_haste()
    asyncio.run(run())


@dataclass(slots=True)
class Survivor:
    """What is seen of the other replica: what it told, and what stands in the store."""

    address: str
    store: URL
    engine: Engine
    told: "multiprocessing.Queue[str]"

    def trial(self, id: str, point: str) -> str:
        """One action that is begun by a process which is killed; how it ended, as `bench_crashes.right` reads it."""
        first = _fork.Process(target=act_and_die, args=(self.address, self.store, id, point))
        first.start()
        first.join(PATIENCE)
        killed = first.exitcode == -signal.SIGKILL
        if killed and point not in ("asked", "told"):
            # Whoever asked heard nothing: the other one has to tell, also of what came to its end before.
            self._until_told(id)
        return f"{self._events(id) or 'never asked'} (killed {killed})"

    def _until_told(self, id: str) -> None:
        """Wait until it told of this one; raises `queue.Empty` when it stays silent."""
        while self.told.get(timeout=PATIENCE).split()[0] != id:
            pass

    def _events(self, id: str) -> str:
        with self.engine.connect() as connection:
            return ",".join(sorted(set(connection.execute(select(audit.c.event).where(audit.c.record == id)).scalars())))


@contextmanager
def survivor(address: str, store: URL) -> Iterator[Survivor]:
    """A replica that lives until the block ends."""
    told: multiprocessing.Queue[str] = _fork.Queue()
    process = _fork.Process(target=_stand_by, args=(address, store, told))
    process.start()
    database = create_engine(store)
    try:
        if told.get(timeout=PATIENCE) != "up":
            raise RuntimeError("the other replica did not come up")
        yield Survivor(address, store, database, told)
    finally:
        process.kill()
        process.join(PATIENCE)
        database.dispose()
        told.close()
        told.join_thread()
