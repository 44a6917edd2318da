"""A thousand venues due at one moment: how long until the last post stands, what one costs, and the memory that it takes.

    python -m tests.bench.bench_seven [--venues 1 10 100 1000] [--postgres [--replicas 2]] [--pause 2] [--charts] [--log warning]

The desk, the vendors' adapters, the store, the durable work and the way to Slack are the real ones. Vendors and Slack are processes
of their own that answer after 200 ms: the first with what the sandbox answers for its own venues, the second strictly, with one
message a second in a channel. Each venue is a copy of one of the sandbox's with keys of its own.

`--pause` is what Beds24 is left alone between two calls with one key. In real life that is 2 seconds, and a hotel of three
questions takes some 8 seconds whatever this machine does; with none, the default, it is seen what the machine has to do.
`--charts` has each chart drawn as a picture in its thread as well. The clock stands still here, so what would be tried again
later is not; `--log warning` says why.
"""

import argparse
import asyncio
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from sqlalchemy import select
from sqlalchemy.engine import URL, make_url

from bot import sandbox
from bot.app import open_house, open_running
from bot.desk.roles import Policy
from bot.settings import from_mapping
from bot.slack import outbox as slack_outbox
from bot.slack.outbox import Outbox
from bot.slack.posters import PostRights
from bot.store.store import open_store
from bot.store.subscriptions import Subscription
from bot.store.tables import posts
from tests.bench.seven_vendors import record
from tests.databases import new_database, running_postgres

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
COLUMNS = (
    "venues  accounts   calls  last post  last thread  posts  double  partial  threads  pictures  429s  "
    "processor  ms/venue  peak memory"
)


_KEYS = ("api_key", "token", "app_id", "app_token")
"""What makes an account one of its own: those of one Voucherify project would share its minute."""

TICKS = 3
"""How often it is looked for what is due: a post that failed is tried again."""


@contextmanager
def process(module: str, *arguments: str) -> Iterator[int]:
    """A server in a process of its own; its port."""
    with subprocess.Popen([sys.executable, "-m", module, *arguments], stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            yield int(server.stdout.readline())
        finally:
            server.terminate()


def settings_of(venues: int, vendors: str, slack: str, pause: float) -> dict[str, Any]:
    """So many venues, each a copy of one of the sandbox's."""
    pattern = sandbox.config(vendors)
    names = list(pattern["venues"])
    made: dict[str, Any] = {"venues": {}, "accounts": {}, "slack": {"mode": "http", "bot_token": "xoxb-1", "api_url": slack}}
    for number in range(venues):
        name = names[number % len(names)]
        made["venues"][f"v{number}"] = {**pattern["venues"][name], "name": f"Venue {number}", "channel": f"C{number:05}"}
        for id, account in pattern["accounts"].items():
            if account["venue"] != name:
                continue
            keys = {key: f"{value}-{number}" for key, value in account.items() if key in _KEYS}
            more = {"pause": pause} if account["vendor"] == "beds24" else {}
            made["accounts"][f"{id}-{number}"] = {**account, **keys, **more, "venue": f"v{number}"}
    return made


def subscription(number: int, zone: str) -> Subscription:
    return Subscription(
        id=f"s{number}", workspace="T0", venue=f"v{number}", channel=f"C{number:05}", cron="0 7 * * *", zone=zone, by="",
        by_name="", created_at=NOW - timedelta(days=1), next_at=NOW,
    )  # fmt: skip


async def measure(venues: int, store: URL, vendors: str, slack: str, pause: float, level: str) -> dict[str, Any]:
    """One morning; what Slack saw of it, and what it cost here."""
    settings = from_mapping(settings_of(venues, vendors, slack, pause))
    async with open_house(settings, lambda: NOW, log_level=level) as house:
        outbox = Outbox(settings.slack, house.places, house.desk.clock)
        async with open_running(house, store, outbox, PostRights(settings.slack, Policy({}))) as running:
            print("ready", flush=True)
            await asyncio.to_thread(sys.stdin.readline)
            busy = time.process_time()
            for _ in range(TICKS):
                await running.schedule.tick()
            return {"busy": time.process_time() - busy, "accounts": len(settings.accounts)}


async def begin(store: URL, venues: int, zones: Sequence[str]) -> None:
    """Have every venue due."""
    async with open_store(store) as opened:
        for number in range(venues):
            await opened.subscriptions.add(subscription(number, zones[number % len(zones)]))


async def partial(store: URL) -> int:
    """How many posts lack a part, as a system did not answer in time."""
    async with open_store(store) as opened:
        return len(await opened.database.rows(select(posts).where(posts.c.partial)))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--venues", type=int, nargs="*", default=[1, 10, 100, 1_000])
    options.add_argument("--postgres", action="store_true", help="a PostgreSQL of its own instead of SQLite")
    options.add_argument("--replicas", type=int, default=1, help="processes that share the work; more than one needs --postgres")
    options.add_argument("--pause", type=float, default=0.0)
    options.add_argument("--charts", action="store_true")
    options.add_argument("--log", default="error", help="from which level on our own log is shown")
    options.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options.add_argument("--at", nargs=3, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.one:
        store, vendors, slack = chosen.at
        if not chosen.charts:
            setattr(slack_outbox, "can_draw", lambda: False)  # noqa: B010 - mypy takes no function's name as a target
        seen = asyncio.run(measure(chosen.venues[0], make_url(store), vendors, slack, chosen.pause, chosen.log))
        print(json.dumps({**seen, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024}))
        return
    with TemporaryDirectory(prefix="seven-") as folder:
        file = Path(folder) / "answers"
        answers, calls = asyncio.run(record(NOW))
        file.write_bytes(answers)
        names = list(calls)
        print("calls for one morning:", ", ".join(f"{name} {count}" for name, count in calls.items()))
        print(COLUMNS)
        with ExitStack() as up:
            vendors = up.enter_context(process("tests.bench.seven_vendors", str(file)))
            slack = up.enter_context(process("tests.bench.seven_slack"))
            server = up.enter_context(running_postgres(Path(folder))) if chosen.postgres else None
            zones = [each["zone"] for each in sandbox.config("http://127.0.0.1")["venues"].values()]
            for venues in chosen.venues:
                at = new_database(server) if server is not None else URL.create("sqlite", database=f"{folder}/s{venues}.db")
                asyncio.run(begin(at, venues, zones))
                api = f"http://127.0.0.1:{slack}/api/"
                command = [
                    sys.executable, "-m", "tests.bench.bench_seven", "--one", "--venues", str(venues),
                    "--pause", str(chosen.pause), "--log", chosen.log,
                    *(["--charts"] if chosen.charts else []),
                    "--at", at.render_as_string(hide_password=False), f"http://127.0.0.1:{vendors}", api,
                ]  # fmt: skip
                # A process for each size: memory is the most that it ever took.
                replicas = [
                    subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
                    for _ in range(chosen.replicas)
                ]
                for each in replicas:
                    assert each.stdout is not None
                    each.stdout.readline()
                httpx.post(f"{api}start")
                for each in replicas:
                    assert each.stdin is not None
                    each.stdin.write("go\n")
                    each.stdin.flush()
                said = [each.communicate()[0] for each in replicas]
                ours = [json.loads(each.splitlines()[-1]) for each in said]
                seen = httpx.post(f"{api}report").json()
                busy, memory = sum(each["busy"] for each in ours), " + ".join(f"{each['memory']:.0f}" for each in ours)
                total = sum(calls[names[number % len(names)]] for number in range(venues))
                print(
                    f"{venues:>6,} {ours[0]['accounts']:>9,} {total:>7,} {seen['seconds']:>8.1f} s "
                    f"{seen['reply_seconds']:>10.1f} s {seen['posts']:>6,} "
                    f"{seen['double']:>7} {asyncio.run(partial(at)):>8,} {seen['replies']:>8,} "
                    f"{seen['pictures']:>9,} {seen['refused']:>5} {busy:>8.1f} s "
                    f"{1_000 * busy / venues:>8.0f}  {memory} MB",
                    flush=True,
                )
                for fault in seen["faults"]:
                    print("  refused by Slack's limits:", fault)


if __name__ == "__main__":
    main()
