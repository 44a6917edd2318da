"""A year of mornings, two replicas over one PostgreSQL, 30 % of calls failing, a death at 4 % of the steps, both clock changes.

    python -m tests.bench.bench_mornings postgresql+psycopg://…/an_empty_database

prints how many posts are missing and double.
"""

import asyncio
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

from sqlalchemy.engine import make_url

from bot.store.store import open_store
from tests.digests.year import live

DAYS = 365


async def main(url: str) -> None:
    start = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
    began = time.perf_counter()
    async with open_store(make_url(url)) as store:
        channel, deaths = await live(store, "30 1 * * *", "Europe/London", start, DAYS)
    keys = Counter(key for _, key, _, _ in channel.posted)
    expected = {f"s:{(start + timedelta(days=n)).date()}{part}" for n in range(1, DAYS + 1) for part in ("", ":lists")}
    faults = {name: times for name, times in channel.faults.items() if name}
    print(f"{DAYS} days: {len(expected - set(keys))} missing, {sum(times > 1 for times in keys.values())} double")
    print(f"{deaths} deaths, faults {faults}, {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
