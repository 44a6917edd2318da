"""What an action costs above the vendor's own calls, on both databases, and how long "Working on it" is in coming after a click.

python -m tests.bench.bench_act --times 200
"""

import argparse
import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy.engine import URL

from bot.core.action import Act, ActionName
from bot.core.states import Kind
from bot.desk.act import Subject
from bot.service.logs import configure
from bot.vendors.line import Line
from tests.bench.toy import OPERATOR, Things, acting
from tests.databases import new_database, running_postgres
from tests.slack.acted import bot, on_screen
from tests.slack.local import LocalSlack, local_slack

ENOUGH_MS, SOON_MS = 30.0, 100.0


@contextmanager
def timed_calls() -> Iterator[list[float]]:
    """Milliseconds of every call to a vendor, from the moment that it is asked for until its answer is read."""
    spent: list[float] = []

    def timed(call: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def measured(*given: Any, **named: Any) -> Any:
            began = time.perf_counter()
            try:
                return await call(*given, **named)
            finally:
                spent.append((time.perf_counter() - began) * 1_000)

        return measured

    read, write = Line.read, Line.write
    calls: dict[str, Any] = {"read": read, "write": write}
    for name, call in calls.items():
        setattr(Line, name, timed(call))
    try:
        yield spent
    finally:
        for name, call in calls.items():
            setattr(Line, name, call)


async def own_cost(store: URL, times: int) -> list[float]:
    """Milliseconds of each action from the confirmation to the outcome, without those of the vendor's calls."""
    things, took = Things(), []
    server = await asyncio.start_server(things.serve, "127.0.0.1", 0)
    address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with acting(address, store) as acts:
        with timed_calls() as calls:
            for n in range(times):
                subject, act = Subject("toy", Kind.ORDER, str(n)), Act(name=ActionName.CANCEL)
                shown = await acts.preview(subject, act, OPERATOR)
                calls.clear()
                began = time.perf_counter()
                await acts.perform(subject, act, shown.token, OPERATOR)
                took.append((time.perf_counter() - began) * 1_000 - sum(calls))
                if len(calls) != 3:
                    raise AssertionError(f"{len(calls)} calls")
    server.close()
    return took


async def until_working(times: int) -> list[float]:
    """Milliseconds from a press on the confirming button until Slack was told to show "Working on it", over real sockets."""
    took = []
    async with local_slack() as slack, bot(slack):
        await slack.command("order TRY0012")
        await slack.press("Open")
        for n in range(times):
            await on_screen(slack, "U1MEL", "Cancel the order…")
            await slack.press("do", choice="lock" if n % 2 == 0 else "unlock")
            await on_screen(slack, "U1MEL", "It can be taken back.")
            before = len(slack.exchanges)
            began = time.perf_counter()
            pressed = asyncio.ensure_future(slack.submit())
            await slack.until(partial(_working, slack, before))
            took.append((time.perf_counter() - began) * 1_000)
            await pressed
            await on_screen(slack, "U1MEL", "✔")
    return took


def _working(slack: LocalSlack, seen: int) -> bool:
    return any("Working on it" in str(each.request) + str(each.response) for each in slack.exchanges[seen:])


def show(what: str, took: Sequence[float], limit: float) -> bool:
    """One line of figures; whether the middle one is within the limit."""
    ordered = sorted(took)
    middle, slow = statistics.median(ordered), ordered[int(len(ordered) * 0.95)]
    print(f"{what}: median {middle:.1f} ms, 95 % {slow:.1f} ms, of {limit:.0f} ms", flush=True)
    return middle <= limit


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, default=200)
    asked = parser.parse_args(arguments)
    configure("critical", json=True, secrets=())
    with TemporaryDirectory() as folder, running_postgres(Path(folder)) as server:
        stores = {"SQLite": URL.create("sqlite", database=str(Path(folder) / "x.db")), "PostgreSQL": new_database(server)}
        good = [show(f"own cost on {name}", asyncio.run(own_cost(store, asked.times)), ENOUGH_MS) for name, store in stores.items()]
    good.append(show("click → working", asyncio.run(until_working(max(10, asked.times // 5))), SOON_MS))
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
