"""What an action costs above the vendor's own calls, on SQLite and on PostgreSQL; the vendor here answers at once.

python -m tests.bench.bench_act --times 200
"""

import argparse
import asyncio
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.engine import URL

from bot.core.action import Act, ActionName
from bot.core.states import Kind
from bot.desk.act import Subject
from bot.service.logs import configure
from tests.bench.toy import OPERATOR, Things, acting
from tests.databases import new_database, running_postgres


async def measure(store: URL, times: int) -> list[float]:
    """Milliseconds of each action from the confirmation to the outcome."""
    things, took = Things(), []
    server = await asyncio.start_server(things.serve, "127.0.0.1", 0)
    address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with acting(address, store) as acts:
        for n in range(times):
            subject, act = Subject("toy", Kind.ORDER, str(n)), Act(name=ActionName.CANCEL)
            shown = await acts.preview(subject, act, OPERATOR)
            began = time.perf_counter()
            await acts.perform(subject, act, shown.token, OPERATOR)
            took.append((time.perf_counter() - began) * 1_000)
    server.close()
    return took


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, default=200)
    asked = parser.parse_args(arguments)
    configure("critical", json=True, secrets=())
    with TemporaryDirectory() as folder, running_postgres(Path(folder)) as server:
        stores = {"SQLite": URL.create("sqlite", database=str(Path(folder) / "x.db")), "PostgreSQL": new_database(server)}
        for name, store in stores.items():
            took = sorted(asyncio.run(measure(store, asked.times)))
            middle, slow = statistics.median(took), took[int(len(took) * 0.95)]
            print(f"{name}: median {middle:.1f} ms, 95 % {slow:.1f} ms, three calls to a vendor that answers at once included")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
