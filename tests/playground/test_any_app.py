"""An app that is not ours, written as bolt's own documents write one, over Socket Mode and over signed HTTP."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import Playground, Refused, acting, pressing, serve

pytestmark = pytest.mark.anyio

MODAL = {
    "type": "modal",
    "callback_id": "note",
    "title": {"type": "plain_text", "text": "A note"},
    "submit": {"type": "plain_text", "text": "Keep"},
    "blocks": [
        {
            "type": "input",
            "block_id": "text",
            "label": {"type": "plain_text", "text": "Note"},
            "element": {"type": "plain_text_input", "action_id": "words"},
        }
    ],
}
BUTTON = {"type": "button", "text": {"type": "plain_text", "text": "Write"}, "action_id": "write", "value": "1"}


def manifest(mode: str) -> dict[str, Any]:
    return {
        "display_information": {"name": "Notes"},
        "features": {"slash_commands": [{"command": "/note", "description": "Note"}], "app_home": {"home_tab_enabled": True}},
        "oauth_config": {"scopes": {"bot": ["commands", "chat:write", "app_mentions:read"]}},
        "settings": {
            "event_subscriptions": {"bot_events": ["app_mention"]},
            "interactivity": {"is_enabled": True},
            "socket_mode_enabled": mode == "socket",
        },
    }


def notes(slack: Playground) -> AsyncApp:
    client = AsyncWebClient(token=slack.installed.bot_token, base_url=slack.api_url)
    app = AsyncApp(client=client, signing_secret=slack.installed.signing_secret)

    @app.command("/note")
    async def offer(ack: Any, respond: Any, command: Any) -> None:
        await ack()
        await respond(text=command["text"], blocks=[{"type": "actions", "elements": [BUTTON]}])

    @app.action("write")
    async def write(ack: Any, body: Any, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    @app.view("note")
    async def keep(ack: Any, view: Any, client: Any) -> None:
        words = view["state"]["values"]["text"]["words"]["value"]
        await (ack(response_action="errors", errors={"text": "Say more."}) if len(words) < 4 else ack())
        await client.chat_postMessage(channel="C0DESK", text=words)

    @app.event("app_mention")
    async def greet(event: Any, say: Any) -> None:
        await say(text="hello", thread_ts=event["ts"])

    return app


@asynccontextmanager
async def running(mode: str) -> AsyncIterator[Playground]:
    slack = Playground(manifest(mode))
    async with serve(slack):
        app = notes(slack)
        if mode == "socket":
            handler = AsyncSocketModeHandler(app, slack.installed.app_token)
            await handler.connect_async()  # type: ignore[no-untyped-call]
            yield slack
            await handler.close_async()  # type: ignore[no-untyped-call]
        else:
            runner = web.AppRunner(app.web_app(path="/slack/events"))
            await runner.setup()
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            slack.installed.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
            yield slack
            await runner.cleanup()


async def until(slack: Playground, holds: Callable[[], object]) -> None:
    """Wait until something holds; looked at after each thing that a page is told."""
    with slack.workspace.watchers.watching("U1MEL") as told:
        async with asyncio.timeout(5):
            while not holds():
                await told.get()


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_a_command_a_button_a_modal_and_a_mention(mode: str) -> None:
    async with running(mode) as slack:
        mel, desk = slack.person("U1MEL"), slack.channel("C0DESK", "U1MEL")
        await acting.command(slack, mel, desk, "/note", "first")
        await until(slack, lambda: slack.workspace.ephemerals["U1MEL"])
        (offer,) = slack.workspace.ephemerals["U1MEL"].values()
        block = offer["blocks"][0]
        await pressing.press(
            slack, mel, {"channel": "C0DESK", "ts": offer["ts"], "block_id": block["block_id"], "action_id": "write"}
        )
        await until(slack, lambda: slack.views.stack("U1MEL"))
        (view,) = slack.views.stack("U1MEL")
        with pytest.raises(Refused, match="invalid_input"):
            await pressing.submit(slack, mel, view["id"], {"values": {}})
        with pytest.raises(Refused, match="errors"):
            await pressing.submit(slack, mel, view["id"], entered("no"))
        assert view["errors"] == {"text": "Say more."}
        assert await pressing.submit(slack, mel, view["id"], entered("towels for room 12")) == {"response_action": None}
        assert slack.views.stack("U1MEL") == []
        said = acting.say(slack, mel, desk, "@notes are you there")
        await until(slack, lambda: any(each.get("thread_ts") == said["ts"] != each["ts"] for each in desk.messages.values()))
    texts = [each["text"] for each in desk.messages.values()]
    assert "towels for room 12" in texts
    assert texts[-1] == "hello"
    assert said["reply_count"] == 1


def entered(text: str) -> dict[str, Any]:
    return {"values": {"text": {"words": {"type": "plain_text_input", "value": text}}}}
