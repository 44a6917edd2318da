"""Mornings over both clock changes with real processes that are killed with -9: each has one post and one thread.

    python -m tests.bench.bench_killed [--days 30] [--chance 0.2] [--kills 0.7]

Two processes with the real schedule, durable work, store (a PostgreSQL of its own) and way to Slack stand against a Slack that
answers a part of its calls with 429 or 500, or hangs up before or after it did what it was told. On most mornings one of them, or
both, are killed at a moment of chance and begun again. The clock jumps from one morning to the next, then runs sixty times as fast.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import struct
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

from pydantic import SecretStr
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

from bot.core.record import Customer
from bot.digests.compose import compose
from bot.digests.edition import Edition
from bot.digests.metrics import Day
from bot.digests.posting import Posting
from bot.digests.schedule import JOB, Schedule, next_time
from bot.language.places import Places
from bot.slack.outbox import Outbox
from bot.slack.settings import SlackSettings
from bot.store.store import open_store
from bot.store.subscriptions import Subscription
from bot.work.engine import open_work
from tests.databases import new_database, running_postgres
from tests.digests.test_compose import HARBOUR, facts, record
from tests.digests.year import Plain

SPEED = 60.0
CRON = "30 1 * * *"
ZONE = ZoneInfo("Europe/London")
STARTS = (datetime(2026, 10, 12, 12, tzinfo=UTC), datetime(2027, 3, 14, 12, tzinfo=UTC))
PATIENCE = 90.0
"""Seconds until a morning that has no end is given up."""

_HEAD = b"HTTP/1.1 %d OK\r\nContent-Type: application/json\r\nRetry-After: 5\r\nContent-Length: %d\r\n\r\n%s"


class FastClock:
    """A clock that several processes share: a file holds a moment, and when that was."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def set(self, moment: datetime) -> None:
        self._file.write_bytes(struct.pack("dd", moment.timestamp(), time.time()))

    def __call__(self) -> datetime:
        moment, since = struct.unpack("dd", self._file.read_bytes())
        return datetime.fromtimestamp(moment + (time.time() - since) * SPEED, UTC)


class Slack:
    """What was posted; a part of the calls goes wrong."""

    def __init__(self, clock: FastClock, chance: float) -> None:
        self._clock = clock
        self._chance = chance
        self.random = random.Random(7)
        self.messages: list[dict[str, Any]] = []
        self.faults: Counter[str] = Counter()

    def keys(self) -> Counter[str]:
        return Counter(each["metadata"]["event_payload"]["key"] for each in self.messages)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                first, *lines = head.split("\r\n")
                named = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
                body = await reader.readexactly(int(named.get("content-length", "0")))
                target = first.split(" ", 2)[1]
                fields = {name: values[0] for name, values in parse_qs(body.decode() or target.partition("?")[2]).items()}
                given = json.loads(body) if body[:1] == b"{" else fields
                await asyncio.sleep(self.random.uniform(0.005, 0.05))
                fault = self.random.choice(("429", "500", "before", "after")) if self.random.random() < self._chance else ""
                self.faults[fault] += 1
                status, said = (429, {"ok": False, "error": "ratelimited"}) if fault == "429" else (500, {"ok": False})
                if fault == "before":
                    break
                if fault in ("", "after"):
                    status, said = 200, self._done(target.partition("?")[0].rsplit("/", 1)[-1], given)
                if fault == "after":
                    break
                written = json.dumps(said).encode()
                writer.write(_HEAD % (status, len(written), written))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.transport.abort()

    def _done(self, method: str, given: dict[str, Any]) -> dict[str, Any]:
        if method == "chat.postMessage":
            metadata = given["metadata"] if isinstance(given["metadata"], dict) else json.loads(given["metadata"])
            ts = f"{self._clock().timestamp():.6f}"
            self.messages.append({"ts": ts, "thread_ts": given.get("thread_ts"), "metadata": metadata})
            return {"ok": True, "ts": ts}
        if method == "conversations.history":
            oldest = float(given.get("oldest") or 0)
            return {
                "ok": True,
                "messages": [each for each in self.messages if float(each["ts"]) > oldest and not each["thread_ts"]],
            }
        return {"ok": True, "messages": [each for each in self.messages if given["ts"] in (each["ts"], each["thread_ts"])]}


class Lists(Plain):
    """The same small morning each day, with a list for its thread."""

    async def make(self, subscription: Subscription, day: date, due_at: datetime, *, posted_at: datetime | None = None) -> Edition:
        guests = tuple(record(str(n), start=day, date_only=True, customer=Customer(name=f"Guest {n}")) for n in range(3))
        known = replace(facts(records={"arrivals": guests}), day=Day(day, ZONE), at=self.clock())
        body = compose(known, HARBOUR, {})
        return Edition(subscription=subscription, due_at=due_at, at=self.clock(), body=body, posted_at=posted_at)


async def work(store_at: URL, slack: str, file: Path) -> None:
    """One replica, until it is killed."""
    clock = FastClock(file)
    settings = SlackSettings(bot_token=SecretStr("xoxb-1"), api_url=slack)
    outbox = Outbox(settings, Places(venues=(HARBOUR,), vendors={}), clock)

    async def soon(seconds: float) -> None:
        await asyncio.sleep(seconds / SPEED)

    async with open_store(store_at) as store:
        posting = Posting(store, Lists(clock), outbox, soon)  # type: ignore[arg-type]  # a clock is a clock
        async with open_work(store, {JOB: posting}) as engine:
            schedule = Schedule(store, engine, clock)
            while True:
                await schedule.tick()
                await asyncio.sleep(0.1)


def begin(store: str, slack: str, file: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.bench.bench_killed", "--work", store, slack, str(file)]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL if not os.environ.get("LOUD") else None)


async def mornings(server: URL, folder: Path, start: datetime, days: int, chance: float, kills: float) -> None:
    """So many mornings from a day on."""
    store, file, chooser = new_database(server), folder / f"clock-{start:%Y%m%d}", random.Random(start.month)
    clock = FastClock(file)
    clock.set(start)
    async with open_store(store) as opened:
        await opened.subscriptions.add(
            Subscription(
                id="s", workspace="T", venue="harbour", channel="C", cron=CRON, zone=ZONE.key, by="", by_name="", created_at=start,
                next_at=next_time(CRON, ZONE, start),
            )
        )  # fmt: skip
    slack = Slack(clock, chance)
    listening = await asyncio.start_server(slack.serve, "127.0.0.1", 0)
    address = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/api/"
    written = store.render_as_string(hide_password=False)
    replicas = [begin(written, address, file) for _ in range(2)]
    engine = create_engine(store, isolation_level="AUTOCOMMIT")
    killed = unfinished = 0
    began, due = time.perf_counter(), start
    try:
        for _ in range(days):
            due = next_time(CRON, ZONE, due)
            clock.set(due + timedelta(seconds=1))
            deaths = [chooser.uniform(0.0, 1.5) for _ in range(chooser.choice((1, 1, 2)))] if chooser.random() < kills else []
            day, waited = due.astimezone(ZONE).date(), time.perf_counter()
            for at in sorted(deaths):
                await asyncio.sleep(max(0.0, at - (time.perf_counter() - waited)))
                victim = chooser.randrange(2)
                replicas[victim].send_signal(signal.SIGKILL)
                replicas[victim].wait()
                replicas[victim] = begin(written, address, file)
                killed += 1
            while not await asyncio.to_thread(_is_done, engine, day):
                if time.perf_counter() - waited > PATIENCE:
                    unfinished += 1
                    break
                await asyncio.sleep(0.1)
    finally:
        for each in replicas:
            each.kill()
            each.wait()
        engine.dispose()
        listening.close()
    keys, wanted = (
        slack.keys(),
        [f"s:{(start + timedelta(days=n)).date()}{part}" for n in range(1, days + 1) for part in ("", ":lists")],
    )
    print(
        f"{days} mornings from {start:%d %b %Y}: {sum(key not in keys for key in wanted)} missing, "
        f"{sum(times > 1 for times in keys.values())} double, {sum(keys.values())} messages; {killed} processes killed, "
        f"{sum(times for name, times in slack.faults.items() if name)} of {sum(slack.faults.values())} calls failed, "
        f"{unfinished} given up, {time.perf_counter() - began:.0f} s"
    )


def _is_done(engine: Any, day: date) -> bool:
    with engine.connect() as connection:
        row = connection.execute(text("SELECT state, again_at FROM posts WHERE day = :day"), {"day": day}).first()
        return row is not None and row.state in ("sent", "skipped") and row.again_at is None


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--days", type=int, default=30)
    options.add_argument("--chance", type=float, default=0.2)
    options.add_argument("--kills", type=float, default=0.7)
    options.add_argument("--work", nargs=3, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.work:
        store, slack, file = chosen.work
        asyncio.run(work(make_url(store), slack, Path(file)))
        return
    with TemporaryDirectory(prefix="killed-") as folder, running_postgres(Path(folder)) as server:
        for start in STARTS:
            asyncio.run(mornings(server, Path(folder), start, chosen.days, chosen.chance, chosen.kills))


if __name__ == "__main__":
    main()
