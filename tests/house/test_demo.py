"""`frontdesk demo` as its own process: it prints one address, what is there can be pressed, and Ctrl-C ends it."""

import asyncio
import json
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.demo import QUESTIONS

pytestmark = pytest.mark.anyio

WAIT_SECONDS = 20.0


class Page:
    """What the page does, as Mel."""

    def __init__(self, session: aiohttp.ClientSession, address: str, pushes: aiohttp.ClientWebSocketResponse) -> None:
        self._session, self._address, self._pushes = session, address, pushes

    async def state(self) -> dict[str, Any]:
        async with self._session.get(f"{self._address}/page/state?as=U1MEL") as response:
            state: dict[str, Any] = await response.json()
            return state

    async def do(self, deed: str, **given: Any) -> dict[str, Any]:
        async with self._session.post(f"{self._address}/page/{deed}", json={"as": "U1MEL", **given}) as response:
            answer: dict[str, Any] = await response.json()
            return answer

    async def told(self, text: str) -> dict[str, Any]:
        """The next message that is shown with a text in it."""
        async with asyncio.timeout(WAIT_SECONDS):
            while True:
                message = json.loads(await self._pushes.receive_str()).get("message", {})
                if text in message.get("text", ""):
                    return dict(message)


@asynccontextmanager
async def demo() -> AsyncIterator[Page]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--port", "0", stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(WAIT_SECONDS):
            line = (await process.stdout.readline()).decode()
        (address,) = re.findall(r"http://127\.0\.0\.1:\d+", line)
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(f"{address}/page/socket?as=U1MEL") as pushes,
        ):
            yield Page(session, address, pushes)
    finally:
        process.send_signal(signal.SIGINT)
        output, errors = await process.communicate()
    assert (process.returncode, output, errors.decode()) == (0, b"", "")


async def test_a_first_visit_finds_questions_to_press_and_commands_to_type() -> None:
    async with demo() as page:
        state = await page.state()
        assert state["bot"]["connected"] is True
        assert {each["command"] for each in state["commands"]} == {"/desk", "/bookings", "/orders"}
        assert [each["name"] for each in state["channels"]][:7] == [
            "front-desk", "harbour", "palm", "hinoki", "pixel", "corner", "perks",
        ]  # fmt: skip
        welcome, *_ = (each for each in state["messages"]["C0DESK"] if "Ask the way" in each["text"])
        buttons = [block for block in welcome["blocks"] if "accessory" in block]
        assert len(buttons) == len(QUESTIONS) == 6
        order = buttons[3]
        place = {"channel": "C0DESK", "ts": welcome["ts"]}
        named = {"block_id": order["block_id"], "action_id": order["accessory"]["action_id"]}
        assert await page.do("press", **place, **named) == {"ok": True}
        assert (await page.told("Jane Smith"))["ephemeral"] is True
        assert await page.do("command", channel="C0HARBOUR", command="/desk", text="in house tonight") == {"ok": True}
        assert "Palm" not in (await page.told("Harbour House"))["text"]


async def test_this_mornings_summary_is_there_once() -> None:
    async with demo() as page:
        while not (found := [each for each in (await page.state())["messages"]["C0DESK"] if "as of" in each["text"]]):
            await page.told("Harbour House · ")
        (summary,) = found
        assert "No history yet" not in summary["text"]
        assert [block["type"] for block in summary["blocks"]].count("data_visualization") == 2


def test_a_port_that_is_taken_is_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        taken = CliRunner().invoke(app, ["demo", "--port", str(door.getsockname()[1])])
    assert taken.exit_code == 1
    assert "Nothing can listen" in taken.stderr
