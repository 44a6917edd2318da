"""`frontdesk serve` as its own process, between a strict Slack and the sandbox's vendors, until SIGTERM."""

import asyncio
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from bot import sandbox
from tests.slack import payloads
from tests.slack.fake_slack import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, FakeSlack, fake_slack

pytestmark = pytest.mark.anyio

STARTED_WITHIN = 20.0


@asynccontextmanager
async def serving(tmp_path: Path, mode: str) -> AsyncIterator[tuple[FakeSlack, str]]:
    """A bot that is up; at the end it is asked to stop and has to end well."""
    async with fake_slack() as slack, sandbox.serve(sandbox.create_app(lambda: datetime.now(UTC))) as vendors:
        port = _free_port()
        config = tmp_path / "frontdesk.toml"
        config.write_text(
            f'[slack]\nmode = "{mode}"\nbot_token = "{BOT_TOKEN}"\napp_token = "{APP_TOKEN}"\n'
            f'signing_secret = "{SIGNING_SECRET}"\napi_url = "{slack.api_url}"\n[service]\nport = {port}\n'
            + sandbox.config_toml(vendors),
            encoding="utf-8",
        )
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "serve", "--config", str(config), stderr=asyncio.subprocess.PIPE
        )
        address = f"http://127.0.0.1:{port}"
        try:
            await _healthy(address, process)
            yield slack, address
        finally:
            process.send_signal(signal.SIGTERM)
            _, errors = await process.communicate()
        written = errors.decode()
        assert process.returncode == 0, written
        assert slack.refused == []
        for secret in (BOT_TOKEN, APP_TOKEN, SIGNING_SECRET, "sandbox-harbour-spa-token", "jane@example.com"):
            assert secret not in written


async def test_a_signed_slash_command_is_answered_from_the_vendors(tmp_path: Path) -> None:
    async with serving(tmp_path, "http") as (slack, address):
        body, kind = payloads.form(payloads.command("order TRY0012", slack.response_url()))
        headers = {"Content-Type": kind, **payloads.signed(body)}
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{address}/slack/events", data=body, headers=headers) as response,
        ):
            assert response.status == 200
        await slack.until(lambda: slack.messages and "Jane Smith" in slack.messages[-1].shown)
        answer = slack.messages[-1]
    assert "owes £46.80" in answer.shown
    assert "TRY0012" in answer.text


async def test_a_forged_command_is_refused_and_asks_nobody(tmp_path: Path) -> None:
    async with serving(tmp_path, "http") as (slack, address):
        body, kind = payloads.form(payloads.command("order TRY0012", slack.response_url()))
        headers = {"Content-Type": kind, **payloads.signed(body), "X-Slack-Signature": "v0=" + "0" * 64}
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{address}/slack/events", data=body, headers=headers) as response,
        ):
            assert response.status == 401
        assert slack.messages == []


async def test_a_mention_over_socket_mode_is_answered_in_its_thread_without_addresses(tmp_path: Path) -> None:
    async with serving(tmp_path, "socket") as (slack, _):
        await slack.send("events_api", payloads.mention("jane@example.com"))
        await slack.until(lambda: slack.messages and "TRY0012" in slack.messages[-1].shown)
        answer = slack.messages[-1]
        assert slack.acks[0]["envelope_id"] == "e1"
    assert slack.messages[0].fields["thread_ts"] == "1700000000.000100"
    assert "Jane Smith" in answer.shown
    assert "jane@example.com" not in answer.shown + answer.text


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port: int = door.getsockname()[1]
        return port


async def _healthy(address: str, process: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(STARTED_WITHIN), aiohttp.ClientSession() as session:
        while True:
            assert process.returncode is None, "the bot ended before it was up"
            try:
                async with session.get(f"{address}/healthz") as response:
                    if response.status == 200:
                        return
            except aiohttp.ClientConnectionError:
                pass
            await asyncio.sleep(0.05)
