"""kill -9 at each point of an action, and a vendor that executes and drops: nothing done twice, nothing silent.

python -m tests.bench.bench_crashes --times 20 --on sqlite        # or postgresql, where another replica takes the work over
"""

import argparse
import asyncio
import multiprocessing
import signal
import sys
import threading
import time
from collections import Counter as Tally
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.engine import URL

from bot.desk import sweeping
from bot.service.logs import configure
from tests.bench.replicas import act_and_die, survivor
from tests.bench.toy import Things, acting
from tests.databases import POSTGRES, SQLITE, new_database, running_postgres

POINTS = (
    "asked", "begun", "job", "read", "checked", "ready", "sent", "in the call", "answered", "accepted", "read_back", "ending",
    "ended", "told", "lost",
)  # fmt: skip
"""Where the process is killed. `in the call` is while the vendor is at it; `lost` is after a connection that was dropped."""

HOW = {"in the call": "late", "lost": "drop"}
Trial = Callable[[str, str], str]
"""Begins an action on the thing of an id, is killed at a point; how it ended."""


def store_in(folder: str) -> URL:
    return URL.create("sqlite", database=str(Path(folder) / "frontdesk.db"))


def go_on(address: str, folder: str, answer: "multiprocessing.Queue[str]") -> None:
    """The next process: what was left is brought to an end, and it tells how."""
    sweeping.STALE = timedelta(0)

    async def run() -> None:
        async with acting(address, store_in(folder)) as acts:
            for _ in range(200):
                await acts.sweep()
                entries = await acts.store.journal.open()
                if not any(entry.running for entry in entries):
                    break
                await asyncio.sleep(0.05)
            lines = await acts.store.audit.lines()
            ends = sorted({line.event for line in lines if line.event != "refused"})
            answer.put(",".join(ends) or "never asked")

    asyncio.run(run())


def trial(address: str, point: str, id: str = "1") -> str:
    """One trial on SQLite: how it ended."""
    context = multiprocessing.get_context("fork")
    with TemporaryDirectory() as folder:
        first = context.Process(target=act_and_die, args=(address, store_in(folder), id, point))
        first.start()
        first.join(60)
        killed = first.exitcode == -signal.SIGKILL
        answer: multiprocessing.Queue[str] = context.Queue()
        second = context.Process(target=go_on, args=(address, folder, answer))
        second.start()
        ended = answer.get(timeout=60)
        second.join(60)
        answer.close()
        answer.join_thread()
        for each in (first, second):
            each.close()
        return f"{ended} (killed {killed})"


def right(point: str, ended: str, calls: int) -> bool:
    """Whether an end is true: done means one call, not done none, and nothing is silent once it was asked for."""
    end, _, killed = ended.partition(" (")
    if killed != "killed True)" or calls > 1:
        return False
    match end:
        case "done":
            return calls == 1
        case "not_done":
            return calls == 0
        case "unknown":
            return True
        case "never asked":
            return point == "asked" and calls == 0
        case _:
            return False


@contextmanager
def serving(things: Things) -> Iterator[str]:
    """The address of the toy's server, in a thread of its own until the block ends."""
    ready, stop, loop = threading.Event(), asyncio.Event(), asyncio.new_event_loop()
    address: list[str] = []

    async def run() -> None:
        server = await asyncio.start_server(things.serve, "127.0.0.1", 0)
        address.append(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        ready.set()
        await stop.wait()
        server.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await asyncio.sleep(0)

    thread = threading.Thread(target=lambda: loop.run_until_complete(run()))
    thread.start()
    ready.wait(10)
    try:
        yield address[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--points", nargs="*", default=POINTS)
    parser.add_argument("--on", choices=(SQLITE, POSTGRES), default=SQLITE)
    asked = parser.parse_args(arguments)
    configure("critical", json=True, secrets=())
    began, things = time.perf_counter(), Things()
    with serving(things) as address, trials_on(asked.on, address) as one:
        wrong = sum(_point(point, asked.times, things, one) for point in asked.points)
    print(f"{asked.on}: {len(asked.points)} points × {asked.times}: {wrong} wrong, {time.perf_counter() - began:.0f} s")
    return 1 if wrong else 0


def _point(point: str, times: int, things: Things, one: Trial) -> int:
    """The trials of a point; how many of them ended wrongly."""
    ends, wrong = Tally[str](), 0
    things.how = HOW.get(point, "answer")
    for n in range(times):
        id = f"{point.replace(' ', '-')}-{n}"
        ended, calls = one(id, point), things.calls[id]
        fine = right(point, ended, calls)
        wrong += not fine
        ends[f"{ended.partition(' (')[0]}, {calls} call(s){'' if fine else ' WRONG ' + ended}"] += 1
    print(f"{point:12}", "; ".join(f"{number} × {end}" for end, number in sorted(ends.items())), flush=True)
    return wrong


@contextmanager
def trials_on(database: str, address: str) -> Iterator[Trial]:
    """How a trial is made: on SQLite by one process after the other, on PostgreSQL beside another replica that lives on."""
    if database == SQLITE:
        yield lambda id, point: trial(address, point, id)
        return
    with (
        TemporaryDirectory() as folder,
        running_postgres(Path(folder)) as server,
        survivor(address, new_database(server)) as other,
    ):
        yield other.trial


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
