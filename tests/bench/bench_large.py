"""What a large answer costs: whether it blocks the loop, and what it takes to normalise and merge it.

Run by hand, the machine otherwise quiet: `python -m tests.bench.bench_large`. All times are of the processor, which a busy machine
stretches less than the clock's. Two measurements, the best and the middle of several runs:

* 10,000 orders of ten accounts, as they come off the wire, normalised, tested against the question and put in order: seconds,
  microseconds for each, and the megabytes that the answer holds above the JSON it was made of.
* One answer of some 6 MB over a socket, through the desk: the longest that another task waited for the loop meanwhile. A plain
  `json.loads` of the same bytes is the yardstick. The collector of cycles runs as in the bot.
"""

import argparse
import asyncio
import json
import logging
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

import httpx
import structlog

from bot.core.query import Query
from bot.core.reading import Reading
from bot.core.turns import at_once
from bot.core.window import Window
from bot.desk.ask import Desk, DeskLimits
from bot.desk.merging import in_order, keyed
from bot.desk.planning import plan
from bot.desk.sifting import sift
from bot.service.collector import look_seldom
from bot.vendors import trybe
from bot.vendors.http import Http
from bot.vendors.limits import Limits
from bot.vendors.paging import Pages, gather
from bot.vendors.trybe.mapping import Reader
from tests.bench.bench_fanout import NOW, ZONE, account, page

TODAY = Query(window=Window.days(NOW.date(), NOW.date(), ZONE))
ACCOUNTS, ROWS = 10, 1_000


def rows(count: int) -> list[dict[str, Any]]:
    """So many orders, each with an id of its own."""
    orders: list[dict[str, Any]] = []
    while len(orders) < count:
        orders += [order | {"id": f"{len(orders) + n:024}"} for n, order in enumerate(json.loads(page())["data"])]
    return orders[:count]


def normalised(wires: list[list[dict[str, Any]]]) -> list[Any]:
    """Rows of several accounts as one list in order."""
    records: list[Any] = []
    for number, each in enumerate(wires):
        where = account(number, "https://vendor.example")
        (planned,) = plan(TODAY, where, trybe.VENDOR).plans
        found = gather([Pages(rows=tuple(each))], Reader(where, NOW).order)
        records += at_once(sift([(planned, found)])).records
    return in_order(at_once(keyed(records, TODAY)), TODAY)


def timed(work: Callable[[], object], runs: int) -> tuple[float, float]:
    """The best and the middle of several runs, in seconds of processor time."""
    took = []
    for _ in range(runs):
        began = time.process_time()
        work()
        took.append(time.process_time() - began)
    return min(took), statistics.median(took)


def normalising(runs: int) -> None:
    wires = [rows(ROWS) for _ in range(ACCOUNTS)]
    if len(normalised(wires)) != ACCOUNTS * ROWS:
        raise SystemExit("some orders were lost")
    best, middle = timed(lambda: normalised(wires), runs)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    kept = normalised(wires)
    held = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    each = best / len(kept) * 1_000_000
    sys.stdout.write(
        f"10,000 orders: {best:.3f} s best, {middle:.3f} s middle, {each:.1f} us each, {held / 1e6:.1f} MB above the JSON\n"
    )


async def longest_wait(work: Any) -> float:
    """Run a coroutine and tell the longest that another task was kept from its turn, in milliseconds of processor time.

    On a busy machine the whole process waits as well, which is not the loop's doing.
    """
    longest, going = 0.0, True

    async def probe() -> None:
        nonlocal longest
        while going:
            last = time.process_time()
            await asyncio.sleep(0)
            longest = max(longest, time.process_time() - last)

    probing = asyncio.ensure_future(probe())
    await asyncio.sleep(0)
    await work
    going = False
    await probing
    return longest * 1_000


async def blocking(runs: int) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.INFO))
    orders = rows(5_200)
    content = json.dumps({"data": orders, "meta": {"current_page": 1, "last_page": 1, "total": len(orders)}}).encode()
    plain = timed(lambda: json.loads(content), runs)[0] * 1_000

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(content) + content)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    reading = Reading(query=TODAY.model_copy(update={"limit": 10_000}), understood="")
    waits = []
    async with Http(Limits(), httpx.AsyncHTTPTransport()) as http:
        desk = Desk([account(1, address)], {"trybe": trybe.VENDOR}, http, clock=lambda: NOW, limits=DeskLimits(seconds=60))
        for _ in range(runs + 1):
            asking = desk.start(reading, fresh=True)
            waits.append(await longest_wait(asking.done()))
        began = time.process_time()
        answer = asking.answer()
        sorting = (time.process_time() - began) * 1_000
        await desk.close()
    server.close()
    if len(answer.records) != len(orders):
        raise SystemExit(f"the answer is not whole: {answer.accounts}")
    waits = waits[1:]
    sys.stdout.write(
        f"{len(content) / 1e6:.1f} MB answer: the loop waits {min(waits):.0f} ms best, {statistics.median(waits):.0f} ms middle, "
        f"{max(waits):.0f} ms worst; sorting it {sorting:.0f} ms; json.loads alone {plain:.0f} ms\n"
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=5)
    chosen = options.parse_args()
    look_seldom()
    normalising(chosen.runs)
    asyncio.run(blocking(chosen.runs))


if __name__ == "__main__":
    main()
