"""The process: both modes, health, and a stop that lets what was begun come to its end."""

import asyncio
import os
import signal
import socket
from typing import Any

import pytest

from bot.core.errors import AskOperator
from bot.desk.ask import Desk
from bot.service import run
from bot.service.run import serve
from bot.service.settings import ServiceSettings
from bot.slack.front import Front
from bot.slack.settings import SlackSettings
from bot.vendors.http import Http
from tests.slack.local import LocalSlack
from tests.slack.running import OpenBot, Running, open_bot, slack
from tests.slack.vendors import PALM, SmallVendor, booking

__all__ = ["open_bot", "slack"]

pytestmark = pytest.mark.anyio


def beds24(gate: asyncio.Event | None = None) -> SmallVendor:
    return SmallVendor("beds24", "Beds24", [booking(1)], gate=gate)


async def health(bot: Running) -> tuple[int, dict[str, Any]]:
    async with bot.session.get(f"{bot.address}/healthz") as response:
        return response.status, await response.json()


async def test_a_command_over_socket_mode_is_acknowledged_and_answered(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(beds24(), mode="socket") as bot:
        await slack.command("arrivals tomorrow")
        answer = await slack.message()
        assert await health(bot) == (200, {"status": "ok", "mode": "socket", "slack": True, "accounts": 1, "resting": {}})
        async with bot.session.post(f"{bot.address}/slack/events", data="{}") as response:
            assert response.status == 404
    (sent,) = [each for each in slack.exchanges if each.direction == "to_bot"]
    assert (sent.kind, sent.name, sent.ok, sent.response) == ("socket", "/desk", True, None)
    assert "Smith, Jane" in answer.text
    assert [call.method for call in slack.calls][:2] == ["auth.test", "apps.connections.open"]


async def test_mentions_and_buttons_over_socket_mode(open_bot: OpenBot, slack: LocalSlack) -> None:
    vendor = SmallVendor("beds24", "Beds24", [booking(n) for n in range(11)])
    async with open_bot(vendor, mode="socket"):
        asked = slack.mention("arrivals tomorrow")
        first = await slack.message()
        await slack.press("More")
        second = await slack.message(2)
    assert first.fields["thread_ts"] == asked
    assert (second.method, second.fields["ts"]) == ("chat.update", first.ts)


async def test_a_new_connection_takes_the_place_of_an_old_one(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(beds24(), mode="socket") as bot:
        await slack.refresh()
        await slack.command("arrivals tomorrow")
        answer = await slack.message()
        assert (await health(bot))[0] == 200
    assert "Smith, Jane" in answer.text


async def test_health_over_http_tells_no_secret(open_bot: OpenBot) -> None:
    async with open_bot(beds24()) as bot:
        assert await health(bot) == (200, {"status": "ok", "mode": "http", "slack": True, "accounts": 1, "resting": {}})
        async with bot.session.get(f"{bot.address}/slack/events") as response:
            assert response.status == 405


async def test_a_stop_waits_for_the_answer_under_way(open_bot: OpenBot, slack: LocalSlack) -> None:
    gate = asyncio.Event()
    async with open_bot(beds24(gate)) as bot:
        await slack.command("arrivals tomorrow")
        await slack.message()
        bot.stop.set()
        gate.set()
    assert "Smith, Jane" in slack.messages[-1].text


async def test_a_stop_that_cannot_wait_says_so(open_bot: OpenBot, slack: LocalSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "DRAIN_SECONDS", 0.05)
    async with open_bot(beds24(asyncio.Event())):
        await slack.command("arrivals tomorrow")
        await slack.message()
    assert "being restarted" in slack.messages[-1].text
    assert slack.messages[-1].fields["replace_original"] is True


async def test_sigterm_stops_the_process(open_bot: OpenBot) -> None:
    async with open_bot(beds24()) as bot:
        os.kill(os.getpid(), signal.SIGTERM)
        async with asyncio.timeout(5):
            await bot.stop.wait()


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_a_refused_token_ends_the_start_with_a_sentence(slack: LocalSlack, mode: str) -> None:
    settings = SlackSettings.model_validate(
        {"mode": mode, "bot_token": "xoxb-wrong", "app_token": "xapp-wrong", "signing_secret": "s", "api_url": slack.api_url}
    )
    async with Http() as http:
        front = Front(Desk([], {}, http), [PALM], settings)
        with pytest.raises(AskOperator, match=r"slack\.bot_token"):
            await serve(front, settings, ServiceSettings(port=0))


async def test_a_refused_app_token_is_not_tried_for_ever(slack: LocalSlack) -> None:
    settings = SlackSettings.model_validate({"bot_token": "xoxb-1-test", "app_token": "xapp-wrong", "api_url": slack.api_url})
    async with Http() as http:
        front = Front(Desk([], {}, http), [PALM], settings)
        with pytest.raises(AskOperator, match=r"slack\.app_token"):
            await serve(front, settings, ServiceSettings(port=0))


async def test_a_taken_port_is_named(slack: LocalSlack) -> None:
    settings = SlackSettings.model_validate(
        {"mode": "http", "bot_token": "xoxb-1-test", "signing_secret": "s", "api_url": slack.api_url}
    )
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        async with Http() as http:
            with pytest.raises(AskOperator, match=f"{port}"):
                await serve(Front(Desk([], {}, http), [PALM], settings), settings, ServiceSettings(port=port))
