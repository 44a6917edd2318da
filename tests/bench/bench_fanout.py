"""How much the counter costs above the vendors' own time: 1 to 1,000 accounts of 20 records, over real sockets.

Run by hand, the machine otherwise quiet: `python -m tests.bench.bench_fanout`. One server in a process of its own answers every
call after 200 ms. For each number of accounts it prints, in milliseconds above those 200, the best and the middle of several runs:
the merged answer of the desk, and in the same run the HTTP client alone with the same calls, its JSON read. The last columns are
the processor time of one answer of either, which a busy machine does not stretch as much.

The collector of cycles runs as in the bot, for both. `--gc N` lets it look at N new objects at a time instead; Python's own number
is 700. `--small` sends orders of 250 bytes instead of the usual 1,150.
"""

import argparse
import asyncio
import gc
import json
import logging
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import aiohttp
import httpx
import structlog
from httpx_aiohttp import AiohttpTransport

from bot.core.query import Query
from bot.core.reading import Reading
from bot.core.window import Window
from bot.desk.ask import Desk, DeskLimits
from bot.service.collector import look_seldom
from bot.vendors import trybe
from bot.vendors.contract import Account
from bot.vendors.http import Http
from bot.vendors.limits import Limits

DELAY = 0.2
RECORDS = 20
ZONE = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)


SMALL = (
    "id",
    "site_id",
    "order_ref",
    "status",
    "first_name",
    "last_name",
    "booking_items_start_date",
    "outstanding_payment_amount",
)


def page(small: bool = False) -> bytes:
    """A page of twenty orders."""
    orders: list[dict[str, object]] = [
        {
            "id": f"5f8a1b2c3d4e5f60718{number:05}",
            "site_id": "site",
            "order_ref": f"TRY{number:04}",
            "status": "submitted",
            "stage": "not_arrived",
            "first_name": "Jane",
            "last_name": f"Smith-{number}",
            "email": f"jane{number}@example.com",
            "phone": "+442079460958",
            "customer_id": f"c{number}",
            "guests": [{"id": "g", "name": "Jane Smith", "is_lead_booker": True}],
            "labels": [{"id": "l", "name": "VIP"}],
            "booking_items": [
                {
                    "id": f"i{line}",
                    "status": "confirmed",
                    "type_name": "Massage",
                    "booking_summary": {
                        "start_time": (NOW + timedelta(minutes=15 * number + line)).isoformat(),
                        "end_time": (NOW + timedelta(minutes=15 * number + line + 60)).isoformat(),
                        "practitioners": [{"id": "p", "name": "Anna Bell"}],
                        "room": {"id": "r", "name": "Room 7"},
                    },
                }
                for line in range(2)
            ],
            "booking_items_start_date": "2026-11-23",
            "currency": "gbp",
            "totals": {"total": 8_500},
            "outstanding_payment_amount": 0,
            "payment_totals": {"paid": 8_500, "unpaid": 0},
            "created_at": NOW.isoformat(),
            "updated_at": NOW.isoformat(),
            "submitted_at": NOW.isoformat(),
        }
        for number in range(RECORDS)
    ]
    if small:
        orders = [{key: order[key] for key in SMALL} for order in orders]
    meta = {"current_page": 1, "last_page": 1, "per_page": 100, "total": RECORDS}
    return json.dumps({"data": orders, "meta": meta}).encode()


async def serve(small: bool) -> None:
    """The vendor: it answers each request after `DELAY`, and prints its port."""
    body = page(small)
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                await reader.readuntil(b"\r\n\r\n")
                await asyncio.sleep(DELAY)
                writer.write(answer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0, backlog=4_096)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


def account(number: int, base_url: str) -> Account[trybe.adapter.TrybeSettings]:
    settings = trybe.VENDOR.settings.model_validate(
        {"vendor": "trybe", "venue": f"v{number}", "base_url": base_url, "token": f"t{number}", "site_id": "site"}
    )
    return Account(id=f"a{number}", venue=f"v{number}", venue_name=f"V{number}", zone=ZONE, currency="GBP", settings=settings)


async def above(work: Callable[[], Awaitable[object]], runs: int) -> tuple[float, float, float]:
    """The best and the middle of several runs, in milliseconds above the server's own time, and the least processor time.

    The first run is for warming up.
    """
    took, busy = [], []
    for _ in range(runs + 1):
        began, worked = time.perf_counter(), time.process_time()
        await work()
        took.append((time.perf_counter() - began - DELAY) * 1_000)
        busy.append((time.process_time() - worked) * 1_000)
    return min(took[1:]), statistics.median(took[1:]), min(busy[1:])


def session() -> aiohttp.ClientSession:
    """Connections as the bot's."""
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), cookie_jar=aiohttp.DummyCookieJar())


async def measure(accounts: int, base_url: str, runs: int) -> None:
    today = Window.days(NOW.date(), NOW.date(), ZONE)
    reading = Reading(query=Query(window=today, limit=10_000), understood="")
    transport = AiohttpTransport(client=session)
    async with Http(Limits(connect=60, silence=60)) as http, httpx.AsyncClient(transport=transport, timeout=60) as client:
        limits = DeskLimits(seconds=60)
        desk = Desk(
            [account(n, base_url) for n in range(accounts)], {"trybe": trybe.VENDOR}, http, clock=lambda: NOW, limits=limits
        )

        async def whole() -> None:
            answer = await desk.ask(reading, fresh=True)
            if not answer.complete or len(answer.records) != min(accounts * RECORDS, 10_000):
                raise SystemExit(f"the answer is not whole: {answer.accounts[0]}")

        async def one(number: int) -> object:
            params = {"item_date": "2026-11-23", "site_id": "site", "page": "1", "per_page": "100"}
            response = await client.get(f"{base_url}/shop/orders", params=params, headers={"Authorization": f"Bearer t{number}"})
            return json.loads(response.content)

        async def bare() -> None:
            await asyncio.gather(*(one(number) for number in range(accounts)))

        ours, alone = await above(whole, runs), await above(bare, runs)
        await desk.close()
    line = f"{accounts:>8,} {ours[0]:>10.0f} {ours[1]:>8.0f} {alone[0]:>16.0f} {alone[1]:>8.0f} {ours[2]:>14.0f} {alone[2]:>6.0f}"
    sys.stdout.write(f"{line}\n")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options.add_argument("--small", action="store_true")
    options.add_argument("--gc", type=int, default=0)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--accounts", type=int, nargs="*", default=[1, 10, 100, 1_000])
    chosen = options.parse_args()
    if chosen.serve:
        asyncio.run(serve(chosen.small))
        return
    look_seldom()
    if chosen.gc:
        gc.set_threshold(chosen.gc)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.INFO))
    command = [sys.executable, "-m", "tests.bench.bench_fanout", "--serve", *(["--small"] if chosen.small else [])]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            base_url = f"http://127.0.0.1:{int(server.stdout.readline())}"
            sys.stdout.write(f"httpx {httpx.__version__}, {DELAY * 1_000:.0f} ms server, {chosen.runs} runs; ms above the server\n")
            sys.stdout.write("accounts  desk best   middle  client alone best   middle  desk processor  alone\n")
            for accounts in chosen.accounts:
                asyncio.run(measure(accounts, base_url, chosen.runs))
        finally:
            server.terminate()


if __name__ == "__main__":
    main()
