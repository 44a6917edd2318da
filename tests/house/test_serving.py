"""`frontdesk serve` as its own process, between the playground and the sandbox's vendors, until SIGTERM."""

import asyncio
import signal
import socket
import sqlite3
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import aiohttp
import pytest

from bot import sandbox
from bot.playground import payloads, signed
from bot.store.database import store_url
from bot.store.store import open_store
from bot.work.engine import open_work
from tests.slack.local import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, USER, LocalSlack, local_slack
from tests.store.test_store import entry, line

pytestmark = pytest.mark.anyio

STARTED_WITHIN = 20.0


@asynccontextmanager
async def serving(tmp_path: Path, mode: str, more: str = "") -> AsyncIterator[tuple[LocalSlack, str]]:
    """A bot that is up; at the end it is asked to stop and has to end well."""
    port = free_port()
    door = f"http://127.0.0.1:{port}/slack/events"
    async with local_slack(mode, door) as slack, sandbox.serve(sandbox.create_app(lambda: datetime.now(UTC))) as vendors:
        config = tmp_path / "frontdesk.toml"
        config.write_text(
            f'[slack]\nmode = "{mode}"\nbot_token = "{BOT_TOKEN}"\napp_token = "{APP_TOKEN}"\n'
            f'signing_secret = "{SIGNING_SECRET}"\napi_url = "{slack.api_url}"\n[service]\nport = {port}\n{more}\n'
            + sandbox.config_toml(vendors),
            encoding="utf-8",
        )
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "serve", "--config", str(config), stderr=asyncio.subprocess.PIPE
        )
        address = f"http://127.0.0.1:{port}"
        try:
            await healthy(address, process)
            yield slack, address
        finally:
            process.send_signal(signal.SIGTERM)
            _, errors = await process.communicate()
        written = errors.decode()
        assert process.returncode == 0, written
        assert slack.faults() == []
        for secret in (BOT_TOKEN, APP_TOKEN, SIGNING_SECRET, "sandbox-harbour-spa-token", "jane@example.com"):
            assert secret not in written


async def test_a_signed_slash_command_is_answered_from_the_vendors(tmp_path: Path) -> None:
    async with serving(tmp_path, "http") as (slack, _):
        await slack.command("order TRY0012")
        await slack.until(lambda: slack.messages and "Jane Smith" in slack.messages[-1].shown)
        answer = slack.messages[-1]
    assert "owes £46.80" in answer.shown
    assert "TRY0012" in answer.text


async def test_a_forged_command_is_refused_and_asks_nobody(tmp_path: Path) -> None:
    async with serving(tmp_path, "http") as (slack, address):
        mel, desk = slack.playground.person(USER), slack.playground.channel("C0ANY", USER)
        body = urlencode(payloads.command(mel, desk, "/desk", "order TRY0012", f"{slack.address}/respond/x", "1.2.abc"))
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        headers = {**kind, **signed("another", body, time.time())}
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{address}/slack/events", data=body, headers=headers) as response,
        ):
            assert response.status == 401
        assert slack.messages == []


async def test_a_mention_over_socket_mode_is_answered_in_its_thread_without_addresses(tmp_path: Path) -> None:
    async with serving(tmp_path, "socket") as (slack, _):
        asked = slack.mention("jane@example.com")
        await slack.until(lambda: slack.messages and "TRY0012" in slack.messages[-1].shown)
        answer = slack.messages[-1]
    assert slack.messages[0].fields["thread_ts"] == asked
    assert "Jane Smith" in answer.shown
    assert "jane@example.com" not in answer.shown + answer.text


async def test_what_is_older_than_the_retention_time_is_forgotten(tmp_path: Path) -> None:
    store_at = store_url(None, tmp_path / "frontdesk.toml")
    now = datetime.now(UTC)

    async def nothing(_: str) -> None:
        return

    async with open_store(store_at) as store, open_work(store, {"nothing": nothing}) as work:
        for days in (31, 29):
            await store.audit.add(line(entry(f"{days} days old"), at=now - timedelta(days=days)))
            await work.run("nothing", f"{days} days old", "")
    with closing(sqlite3.connect(tmp_path / "frontdesk-work.db")) as engine:
        long_ago = (now - timedelta(days=31)).timestamp() * 1_000
        engine.execute("UPDATE workflow_status SET created_at = ? WHERE workflow_uuid = '31 days old'", (long_ago,))
        engine.commit()

        def left() -> list[str]:
            return [str(row[0]) for row in engine.execute("SELECT workflow_uuid FROM workflow_status")]

        async with (
            serving(tmp_path, "http", "[store]\nkeep_days = 30"),
            open_store(store_at, alone=False) as store,
            asyncio.timeout(STARTED_WITHIN),
        ):
            while True:
                kept = [each.action_id for each in await store.audit.lines()]
                if (kept, left()) == (["29 days old"], ["29 days old"]):
                    break
                await asyncio.sleep(0.1)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port: int = door.getsockname()[1]
        return port


async def healthy(address: str, process: asyncio.subprocess.Process) -> None:
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
