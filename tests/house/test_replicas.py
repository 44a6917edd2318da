"""Two replicas of `frontdesk serve` on one PostgreSQL: one is killed in the middle of an action, the other brings it to its end."""

import asyncio
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.engine import URL

from bot import sandbox
from bot.sandbox import Fault
from tests.acting import is_change
from tests.databases import new_database
from tests.house.test_serving import free_port, healthy
from tests.slack.local import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, LocalSlack, local_slack

pytestmark = pytest.mark.anyio

SETTINGS = """
[slack]
mode = "http"
bot_token = "{bot}"
app_token = "{app}"
signing_secret = "{secret}"
api_url = "{api}"
[service]
port = {port}
[store]
url = "{store}"
[roles.desk]
users = ["U1MEL"]
actions = ["change"]
"""


@asynccontextmanager
async def replica(folder: Path, slack: LocalSlack, vendors: str, store: URL) -> AsyncIterator[tuple[Process, str]]:
    """A bot of its own process that is up; its address."""
    port = free_port()
    values = {"bot": BOT_TOKEN, "app": APP_TOKEN, "secret": SIGNING_SECRET, "api": slack.api_url, "port": port}
    config = folder / f"{port}.toml"
    url = store.render_as_string(hide_password=False)
    config.write_text(SETTINGS.format(**values, store=url) + sandbox.config_toml(vendors), encoding="utf-8")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "serve", "--config", str(config), stderr=asyncio.subprocess.DEVNULL
    )
    try:
        await healthy(f"http://127.0.0.1:{port}", process)
        yield process, f"http://127.0.0.1:{port}/slack/events"
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def test_what_a_killed_replica_was_doing_is_ended_and_told_by_the_other(tmp_path: Path, postgres: URL) -> None:
    faults: dict[str, Fault] = {}
    app = sandbox.create_app(lambda: datetime.now(UTC), faults=faults)
    store = new_database(postgres)

    def sent() -> list[str]:
        return [each.path.rsplit("/", 1)[1] for each in app.state.journal if is_change(each)]

    async with local_slack() as slack, sandbox.serve(app) as vendors:
        async with (
            replica(tmp_path, slack, vendors, store) as (first, door),
            replica(tmp_path, slack, vendors, store) as (_, other_door),
        ):
            slack.playground.installed.request_url = door
            await slack.command("order TRY0012")
            await slack.press("Open")
            await slack.until(lambda: any("Cancel the order…" in each.buttons() for each in slack.views))
            await slack.press("Cancel the order…")
            await slack.until(lambda: any("Every line of it is cancelled" in each.shown for each in slack.views))
            # Trybe does it and takes its time to say so: the process that asked dies meanwhile.
            faults["harbour-spa"] = Fault("late", 2.0)
            await slack.submit()
            async with asyncio.timeout(10):
                while True:
                    if sent():
                        break
                    await asyncio.sleep(0.02)
            first.kill()
            await first.wait()
            faults.clear()
            slack.playground.installed.request_url = other_door
            await slack.until(lambda: any("✔ Cancelled by Mel Kowalska" in each.shown for each in slack.views), seconds=40)
            card = next(each for each in slack.views if "✔ Cancelled by" in each.shown)
            assert "Read back from Trybe." in card.shown
            await slack.press("Undo")
            await slack.until(lambda: any("✔ Restored by Mel Kowalska" in each.shown for each in slack.views))
        assert sent() == ["cancel", "restore"]
        assert slack.faults() == []
