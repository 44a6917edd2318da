"""Fixtures: a bot that serves, between the playground and small vendors."""

import asyncio
import io
import json
import logging
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import aiohttp
import httpx
import pytest
import structlog
from pydantic import SecretStr

from bot.core.venue import Venue
from bot.desk.ask import Desk
from bot.playground import Json, signed
from bot.service.logs import configure
from bot.service.run import serve
from bot.service.settings import ServiceSettings
from bot.slack.front import Front
from bot.slack.settings import SlackSettings
from bot.vendors.http import Http
from tests.slack.local import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, LocalSlack, local_slack
from tests.slack.vendors import HARBOUR, NOW, PALM, SmallVendor, account, as_vendor


@dataclass(slots=True)
class Running:
    """A bot that serves. What people do goes through `slack`; `knock` is for requests that Slack would never send."""

    slack: LocalSlack
    front: Front
    address: str
    stop: asyncio.Event
    session: aiohttp.ClientSession

    async def knock(self, body: str | bytes, kind: str, headers: dict[str, str] | None = None) -> int:
        """Post something to the bot's door; the status that came back."""
        named = {"Content-Type": kind, **(headers or {})}
        async with self.session.post(f"{self.address}/slack/events", data=body, headers=named) as response:
            return response.status

    async def deliver(self, payload: Json, *, secret: str = SIGNING_SECRET, age: int = 0) -> int:
        """Post an event or a command, with a signature made `age` seconds ago."""
        event = payload.get("type") == "event_callback"
        body = json.dumps(payload) if event else urlencode(payload)
        headers = signed(secret, body, self.slack.playground.clock() - age)
        return await self.knock(body, "application/json" if event else "application/x-www-form-urlencoded", headers)


OpenBot = Callable[..., AbstractAsyncContextManager[Running]]


def settings_for(slack: LocalSlack, mode: str = "http") -> SlackSettings:
    """The settings of a bot that is installed in a workspace."""
    return SlackSettings(
        mode="socket" if mode == "socket" else "http",
        bot_token=SecretStr(BOT_TOKEN),
        app_token=SecretStr(APP_TOKEN),
        signing_secret=SecretStr(SIGNING_SECRET),
        api_url=slack.api_url,
    )


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], str]]:
    """Logging as the process has it, with the redaction; call it for all that was written."""
    stream = io.StringIO()
    handlers, level = logging.root.handlers[:], logging.root.level
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", stream)
        configure("info", json=True, secrets=[BOT_TOKEN])
    yield stream.getvalue
    structlog.reset_defaults()
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    """A Slack that nothing got past: it refused nothing for its form, and no message held markup that is not ours."""
    async with local_slack() as local:
        yield local
        assert local.faults() == []


@asynccontextmanager
async def served(slack: LocalSlack, front: Front, settings: SlackSettings) -> AsyncIterator[None]:
    """Let a bot answer what a workspace sends, until the block ends."""
    slack.playground.installed.mode = settings.mode
    stop, up = asyncio.Event(), asyncio.get_running_loop().create_future()
    serving = asyncio.ensure_future(
        serve(front, settings, ServiceSettings(port=0, log_json=True), stop=stop, started=up.set_result)
    )
    await asyncio.wait({serving, up}, return_when=asyncio.FIRST_COMPLETED)
    slack.playground.installed.request_url = f"{up.result()}/slack/events"
    try:
        yield
    finally:
        stop.set()
        await serving


@pytest.fixture
def open_bot(slack: LocalSlack) -> OpenBot:
    """Start a bot on some vendors, each with one account at each venue of `at`."""

    @asynccontextmanager
    async def opened(
        *vendors: SmallVendor, mode: str = "http", venues: Sequence[Venue] = (PALM, HARBOUR), at: Sequence[Venue] = (PALM,)
    ) -> AsyncIterator[Running]:
        settings = settings_for(slack, mode)
        slack.playground.installed.mode = settings.mode
        async with (
            Http(transport=httpx.MockTransport(lambda request: httpx.Response(500))) as http,
            aiohttp.ClientSession() as session,
        ):
            accounts = [account(vendor, venue) for vendor in vendors for venue in at]
            desk = Desk(accounts, {vendor.name: as_vendor(vendor) for vendor in vendors}, http, clock=lambda: NOW)
            front = Front(desk, venues, settings)
            stop = asyncio.Event()
            up: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
            serving = asyncio.ensure_future(
                serve(front, settings, ServiceSettings(port=0, log_json=True), stop=stop, started=up.set_result)
            )
            try:
                await asyncio.wait({serving, up}, return_when=asyncio.FIRST_COMPLETED)
                if serving.done():
                    serving.result()
                slack.playground.installed.request_url = f"{up.result()}/slack/events"
                yield Running(slack, front, up.result(), stop, session)
            finally:
                stop.set()
                await serving
                await desk.close()

    return opened
