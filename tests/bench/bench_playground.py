"""How long the demo takes: to start, to answer one typed command, and 40 commands a second for a while.

Run by hand, the machine otherwise quiet: `python -m tests.bench.bench_playground [--seconds N]`. `frontdesk demo` runs as a process
of its own, as people start it; this one is the page. A command counts as answered when the page is told of the whole answer.

The questions differ, so that most ask the vendors and do not come from the short memory.
"""

import argparse
import asyncio
import json
import re
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field

import aiohttp

WARM = 20
RATE = 40
QUESTIONS = (
    "arrivals tomorrow", "in house tonight at harbour", "order TRY0012", "departures today", "no-shows yesterday",
    "vouchers expiring this week", "unpaid orders this week", "arrivals 3-5 dec", "sessions today at pixel", "appointments today",
)  # fmt: skip
CHANNELS = ("C0DESK", "C0HARBOUR", "C0PALM", "C0HINOKI")
CLOSE = 60.0


@dataclass
class Page:
    """One page: what was typed, and when the answer to it was shown."""

    session: aiohttp.ClientSession
    address: str
    shown: dict[str, float] = field(default_factory=dict)
    calls: int = 0
    refused: list[str] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def watch(self) -> None:
        """Note what comes; an answer that is not whole yet says that it is checking."""
        async with self.session.ws_connect(f"{self.address}/page/socket?as=U1MEL", max_msg_size=0) as pushes:
            self.changed.set()
            async for push in pushes:
                told = json.loads(push.data)
                if told["type"] == "call" and told["call"]["direction"] == "from_bot":
                    self.calls += 1
                    if not told["call"]["ok"]:
                        self.refused.append(f"{told['call']['name']}: {told['call']['error']}")
                if told["type"] in ("message", "message_changed") and told["message"].get("ephemeral"):
                    if "hecking " not in told["message"]["text"]:
                        self.shown[told["message"]["ts"]] = time.perf_counter()
                    self.changed.set()

    async def type(self, text: str, channel: str) -> None:
        """Type a command; until it is acknowledged."""
        given = {"as": "U1MEL", "channel": channel, "command": "/desk", "text": text}
        async with self.session.post(f"{self.address}/page/command", json=given) as response:
            answer = await response.json()
            if not answer["ok"]:
                self.refused.append(f"command: {answer['error']}")

    async def until(self, number: int) -> bool:
        """Wait for so many whole answers; whether they came."""
        try:
            async with asyncio.timeout(CLOSE):
                while len(self.shown) < number:
                    self.changed.clear()
                    await self.changed.wait()
        except TimeoutError:
            return False
        return True


async def main(seconds: int) -> None:
    began = time.perf_counter()
    command = [sys.executable, "-m", "bot", "demo", "--port", "0"]
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode()
    (address,) = re.findall(r"http://127\.0\.0\.1:\d+", line)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        async with session.get(f"{address}/") as index, session.get(f"{address}/page/state?as=U1MEL") as state:
            await index.read()
            assert (await state.json())["bot"]["connected"]
        print(f"start of the demo to a page that is loaded: {time.perf_counter() - began:.2f} s")
        page = Page(session, address)
        watching = asyncio.create_task(page.watch())
        await page.changed.wait()
        await one_at_a_time(page)
        await many(page, seconds)
        watching.cancel()
    process.terminate()
    await process.wait()


async def one_at_a_time(page: Page) -> None:
    """The time of one command on a warm sandbox."""
    took: list[float] = []
    for number in range(WARM + len(QUESTIONS)):
        known, typed = len(page.shown), time.perf_counter()
        await page.type(f"{QUESTIONS[number % len(QUESTIONS)]}", CHANNELS[number // len(QUESTIONS)])
        if not await page.until(known + 1):
            print(f"no answer to {QUESTIONS[number % len(QUESTIONS)]}")
            return
        if number >= len(QUESTIONS):
            took.append(max(page.shown.values()) - typed)
    middle, worst = statistics.median(took) * 1_000, max(took) * 1_000
    print(f"command typed to answer shown: {middle:.0f} ms in the middle, {worst:.0f} ms at most, of {len(took)}")


async def many(page: Page, seconds: int) -> None:
    """40 commands a second; every one has to be answered."""
    known, calls, began = len(page.shown), page.calls, time.perf_counter()
    typing: list[asyncio.Task[None]] = []
    for number in range(RATE * seconds):
        await asyncio.sleep(max(0.0, began + number / RATE - time.perf_counter()))
        text = QUESTIONS[number % len(QUESTIONS)]
        typing.append(asyncio.create_task(page.type(text, CHANNELS[number % len(CHANNELS)])))
    sent = time.perf_counter() - began
    await asyncio.gather(*typing)
    whole = await page.until(known + RATE * seconds)
    lasted = time.perf_counter() - began
    answered = len(page.shown) - known
    print(
        f"{RATE * seconds} commands in {sent:.1f} s: {answered} answered {'and none lost' if whole else '(SOME LOST)'}, "
        f"the last after {lasted:.1f} s, {page.calls - calls} calls of the bot, {len(page.refused)} refused {page.refused[:3]}"
    )


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("--seconds", type=int, default=60, help="how long 40 commands a second are typed")
    asyncio.run(main(arguments.parse_args().seconds))
