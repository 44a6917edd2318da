"""Simultaneous clicks in one and in two processes on PostgreSQL: exactly one vendor call each.

python -m tests.bench.bench_clicks --trials 10000            # 80 % with 2 clicks, 15 % with 10, 5 % with 100
"""

import argparse
import asyncio
import json
import sys
import time
from collections import Counter as Tally
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.engine import make_url

from bot.core.action import Act, ActionName
from bot.core.states import Kind
from bot.desk.act import Acts, Subject
from bot.service.logs import configure
from tests.bench.toy import OPERATOR, Things, acting
from tests.databases import new_database, running_postgres

CLICKS = ((0.80, 2), (0.15, 10), (0.05, 100))
AT_ONCE = 8


async def click(acts: Acts, id: str, token: str, times: int) -> list[str]:
    """Press so often at once; what each press was told."""
    subject, act = Subject("toy", Kind.ORDER, id), Act(name=ActionName.CANCEL)
    outcomes = await asyncio.gather(*(acts.perform(subject, act, token, OPERATOR) for _ in range(times)))
    return [f"{outcome.result.value} {outcome.reference}" for outcome in outcomes]


async def worker(address: str, store: str) -> None:
    """The second process: reads `id token times` lines, presses, and answers with a line of JSON each."""
    async with acting(address, make_url(store)) as acts:
        sys.stdout.write("ready\n")
        sys.stdout.flush()

        async def one(line: str) -> None:
            id, token, times = line.split()
            sys.stdout.write(json.dumps([id, await click(acts, id, token, int(times))]) + "\n")
            sys.stdout.flush()

        reader = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        tasks = set()
        while line := await reader.readline():
            tasks.add(task := asyncio.create_task(one(line.decode())))
            task.add_done_callback(tasks.discard)
        await asyncio.gather(*tasks)


async def trials(count: int, *, processes: int, store: str) -> tuple[Tally[str], list[str]]:
    """So many trials; a count of what was seen, and what was wrong."""
    things, seen, wrong = Things(), Tally[str](), list[str]()
    server = await asyncio.start_server(things.serve, "127.0.0.1", 0)
    address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    other = None
    told: dict[str, asyncio.Future[list[str]]] = {}
    async with acting(address, make_url(store)) as acts:
        if processes == 2:
            other = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.bench.bench_clicks", "--worker", address, store,
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            )  # fmt: skip
            assert other.stdout is not None
            assert (await other.stdout.readline()) == b"ready\n"

        async def listen() -> None:
            assert other is not None
            assert other.stdout is not None
            while line := await other.stdout.readline():
                id, outcomes = json.loads(line)
                told.pop(id).set_result(outcomes)

        listening = asyncio.create_task(listen()) if other else None
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(n: int, times: int) -> None:
            async with gate:
                id = f"{processes}-{n}"
                subject = Subject("toy", Kind.ORDER, id)
                shown = await acts.preview(subject, Act(name=ActionName.CANCEL), OPERATOR)
                presses = [click(acts, id, shown.token, times if other is None else times - times // 2)]
                if other is not None:
                    assert other.stdin is not None
                    there = told[id] = asyncio.get_running_loop().create_future()
                    other.stdin.write(f"{id} {shown.token} {times // 2}\n".encode())
                    presses.append(_wait(there))
                outcomes = [each for part in await asyncio.gather(*presses) for each in part]
                seen[f"{processes} process(es), {times} clicks"] += 1
                if things.calls[id] != 1 or len(set(outcomes)) != 1 or not outcomes[0].startswith("done "):
                    wrong.append(f"{id}: {things.calls[id]} calls, {sorted(set(outcomes))}")

        plan = [(n, _times(n, count)) for n in range(count)]
        await asyncio.gather(*(one(n, times) for n, times in plan))
        if other is not None and other.stdin is not None and listening is not None:
            other.stdin.close()
            await other.wait()
            await listening
    server.close()
    return seen, wrong


async def _wait(future: "asyncio.Future[list[str]]") -> list[str]:
    return await future


def _times(n: int, count: int) -> int:
    at, upto = n / count, 0.0
    for share, times in CLICKS:
        upto += share
        if at < upto:
            return times
    return CLICKS[-1][1]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--trials", type=int, default=10_000)
    parser.add_argument("--worker", nargs=2)
    asked = parser.parse_args(arguments)
    configure("critical", json=True, secrets=())
    if asked.worker:
        asyncio.run(worker(*asked.worker))
        return 0
    faults = 0
    with TemporaryDirectory() as folder, running_postgres(Path(folder)) as server:
        for processes in (1, 2):
            began = time.perf_counter()
            store = new_database(server).render_as_string(hide_password=False)
            seen, wrong = asyncio.run(trials(asked.trials // 2, processes=processes, store=store))
            took = time.perf_counter() - began
            for what, number in sorted(seen.items()):
                print(f"{what}: {number} trials")
            print(f"  {took:.0f} s, {len(wrong)} wrong", *wrong[:10], sep="\n  ")
            faults += len(wrong)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
