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
from tests.slack import payloads
from tests.slack.conftest import OpenFront, Running, logged, open_front, slack, slack_settings
from tests.slack.fake_slack import FakeSlack
from tests.slack.vendors import PALM, SmallVendor, booking

__all__ = ["logged", "open_front", "slack", "slack_settings"]

pytestmark = pytest.mark.anyio


def beds24(gate: asyncio.Event | None = None) -> SmallVendor:
    return SmallVendor("beds24", "Beds24", [booking(1)], gate=gate)


async def health(bot: Running) -> tuple[int, dict[str, Any]]:
    async with bot.session.get(f"{bot.address}/healthz") as response:
        return response.status, await response.json()


async def test_a_command_over_socket_mode_is_acknowledged_and_answered(open_front: OpenFront, slack: FakeSlack) -> None:
    async with open_front(beds24(), mode="socket") as bot:
        await slack.send("slash_commands", payloads.command("arrivals tomorrow", slack.response_url()), "e7")
        answer = await slack.message()
        await slack.until(lambda: slack.acks)
        assert await health(bot) == (200, {"status": "ok", "mode": "socket", "slack": True, "accounts": 1})
        async with bot.session.post(f"{bot.address}/slack/events", data="{}") as response:
            assert response.status == 404
    assert slack.acks[0] == {"envelope_id": "e7"}
    assert "Smith, Jane" in answer.text
    assert [call.method for call in slack.calls][:2] == ["auth.test", "apps.connections.open"]


async def test_mentions_and_buttons_over_socket_mode(open_front: OpenFront, slack: FakeSlack) -> None:
    vendor = SmallVendor("beds24", "Beds24", [booking(n) for n in range(11)])
    async with open_front(vendor, mode="socket"):
        await slack.send("events_api", payloads.mention("arrivals tomorrow", ts="17.1"))
        first = await slack.message()
        await slack.send("interactive", payloads.press(first.buttons()["More"], slack.response_url(), message="17.2"))
        second = await slack.message(2)
    assert first.fields["thread_ts"] == "17.1"
    assert (second.method, second.fields["ts"]) == ("chat.update", "17.2")


async def test_a_new_connection_takes_the_place_of_an_old_one(open_front: OpenFront, slack: FakeSlack) -> None:
    async with open_front(beds24(), mode="socket") as bot:
        await slack.refresh()
        await slack.send("slash_commands", payloads.command("arrivals tomorrow", slack.response_url()))
        answer = await slack.message()
        assert (await health(bot))[0] == 200
    assert "Smith, Jane" in answer.text


async def test_health_over_http_tells_no_secret(open_front: OpenFront) -> None:
    async with open_front(beds24()) as bot:
        assert await health(bot) == (200, {"status": "ok", "mode": "http", "slack": True, "accounts": 1})
        async with bot.session.get(f"{bot.address}/slack/events") as response:
            assert response.status == 405


async def test_a_stop_waits_for_the_answer_under_way(open_front: OpenFront, slack: FakeSlack) -> None:
    gate = asyncio.Event()
    async with open_front(beds24(gate)) as bot:
        await bot.command("arrivals tomorrow")
        await slack.message()
        bot.stop.set()
        gate.set()
    assert "Smith, Jane" in slack.messages[-1].text


async def test_a_stop_that_cannot_wait_says_so(open_front: OpenFront, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "DRAIN_SECONDS", 0.05)
    async with open_front(beds24(asyncio.Event())) as bot:
        await bot.command("arrivals tomorrow")
        await slack.message()
    assert "being restarted" in slack.messages[-1].text
    assert slack.messages[-1].fields["replace_original"] is True


async def test_sigterm_stops_the_process(open_front: OpenFront) -> None:
    async with open_front(beds24()) as bot:
        os.kill(os.getpid(), signal.SIGTERM)
        async with asyncio.timeout(5):
            await bot.stop.wait()


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_a_refused_token_ends_the_start_with_a_sentence(slack: FakeSlack, mode: str) -> None:
    settings = SlackSettings.model_validate(
        {"mode": mode, "bot_token": "xoxb-wrong", "app_token": "xapp-wrong", "signing_secret": "s", "api_url": slack.api_url}
    )
    async with Http() as http:
        front = Front(Desk([], {}, http), [PALM], settings)
        with pytest.raises(AskOperator, match=r"slack\.bot_token"):
            await serve(front, settings, ServiceSettings(port=0))


async def test_a_refused_app_token_is_not_tried_for_ever(slack: FakeSlack) -> None:
    settings = SlackSettings.model_validate({"bot_token": "xoxb-1-test", "app_token": "xapp-wrong", "api_url": slack.api_url})
    async with Http() as http:
        front = Front(Desk([], {}, http), [PALM], settings)
        with pytest.raises(AskOperator, match=r"slack\.app_token"):
            await serve(front, settings, ServiceSettings(port=0))


async def test_a_taken_port_is_named(slack: FakeSlack) -> None:
    settings = SlackSettings.model_validate(
        {"mode": "http", "bot_token": "xoxb-1-test", "signing_secret": "s", "api_url": slack.api_url}
    )
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        async with Http() as http:
            with pytest.raises(AskOperator, match=f"{port}"):
                await serve(Front(Desk([], {}, http), [PALM], settings), settings, ServiceSettings(port=port))
