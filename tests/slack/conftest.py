"""A running bot between a strict Slack and small vendors."""

import asyncio
import io
import json
import logging
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import httpx
import pytest
import structlog
from pydantic import SecretStr

from bot.core.venue import Venue
from bot.desk.ask import Desk
from bot.service.logs import configure
from bot.service.run import serve
from bot.service.settings import ServiceSettings
from bot.slack.front import Front
from bot.slack.settings import SlackSettings
from bot.vendors.http import Http
from tests.slack import payloads
from tests.slack.fake_slack import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, Call, FakeSlack, fake_slack
from tests.slack.strict import marked_texts
from tests.slack.vendors import HARBOUR, NOW, PALM, SmallVendor, account, as_vendor


@dataclass(slots=True)
class Running:
    """A bot that serves, and ways to knock."""

    slack: FakeSlack
    front: Front
    address: str
    stop: asyncio.Event
    session: aiohttp.ClientSession
    statuses: list[int] = field(default_factory=list)

    async def send(self, payload: dict[str, Any], **signature: Any) -> int:
        """Deliver a payload over HTTP as Slack does; the status that came back."""
        body, kind = payloads.form(payload)
        headers = {"Content-Type": kind, **payloads.signed(body, **signature)}
        async with self.session.post(f"{self.address}/slack/events", data=body.encode(), headers=headers) as response:
            return response.status

    async def answered(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Deliver a payload and read what it was answered with."""
        body, kind = payloads.form(payload)
        headers = {"Content-Type": kind, **payloads.signed(body)}
        async with self.session.post(f"{self.address}/slack/events", data=body.encode(), headers=headers) as response:
            assert response.status == 200
            text = await response.text()
            return json.loads(text) if text else {}

    async def command(self, text: str, **fields: Any) -> None:
        """Type a slash command."""
        assert await self.send(payloads.command(text, self.slack.response_url(), **fields)) == 200

    async def press(self, button: dict[str, Any], **fields: Any) -> None:
        """Press a button of a message, or in a modal; each press brings a trigger."""
        fields = {"trigger_id": self.slack.trigger(), **fields}
        assert await self.send(payloads.press(button, self.slack.response_url(), **fields)) == 200

    async def submit(self, shown: Call, id: str, **entered: dict[str, Any]) -> dict[str, Any]:
        """Submit a modal as it stands, with some fields changed; what Slack was answered with."""
        state = shown.fields_of_form()
        for name, value in entered.items():
            state[name] = {action: {**element, **value} for action, element in state[name].items()}
        view = {**shown.fields["view"], "id": id, "hash": "1.1"}
        return await self.answered(payloads.submission(view, self.slack.trigger(), state))


OpenFront = Callable[..., AbstractAsyncContextManager[Running]]


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
def slack_settings() -> Callable[..., SlackSettings]:
    def made(slack: FakeSlack, mode: str = "http") -> SlackSettings:
        return SlackSettings(
            mode="socket" if mode == "socket" else "http",
            bot_token=SecretStr(BOT_TOKEN),
            app_token=SecretStr(APP_TOKEN),
            signing_secret=SecretStr(SIGNING_SECRET),
            api_url=slack.api_url,
        )

    return made


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    """A Slack that nothing got past: no payload was refused, and none held markup that is not ours."""
    async with fake_slack() as fake:
        yield fake
    assert fake.refused == []
    for call in [*fake.messages, *fake.views]:
        for text in marked_texts(call.fields.get("view") or call.fields):
            assert "<" not in text
            assert ">" not in text


@pytest.fixture
def open_front(slack: FakeSlack, slack_settings: Callable[..., SlackSettings]) -> OpenFront:
    """Start a bot on some vendors, each with one account at each venue."""

    @asynccontextmanager
    async def opened(
        *vendors: SmallVendor, mode: str = "http", venues: Sequence[Venue] = (PALM, HARBOUR), at: Sequence[Venue] = (PALM,)
    ) -> AsyncIterator[Running]:
        settings = slack_settings(slack, mode)
        async with (
            Http(transport=httpx.MockTransport(lambda request: httpx.Response(500))) as http,
            aiohttp.ClientSession() as session,
        ):
            accounts = [account(vendor, venue) for vendor in vendors for venue in at]
            desk = Desk(accounts, {vendor.name: as_vendor(vendor) for vendor in vendors}, http, clock=lambda: NOW)
            front = Front(desk, venues, settings)
            stop, up = asyncio.Event(), asyncio.get_running_loop().create_future()
            serving = asyncio.ensure_future(
                serve(front, settings, ServiceSettings(port=0, log_json=True), stop=stop, started=up.set_result)
            )
            try:
                await asyncio.wait({serving, up}, return_when=asyncio.FIRST_COMPLETED)
                if serving.done():
                    serving.result()
                yield Running(slack, front, up.result(), stop, session)
            finally:
                stop.set()
                await serving
                await desk.close()

    return opened
