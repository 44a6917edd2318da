"""The way to the app: Socket Mode's manners, signed requests, acknowledgements in time, and events that are sent again."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from bot.playground import Playground, Refused, acting, serve
from tests.playground.conftest import APP_TOKEN, BOT_TOKEN, Clock, manifest

pytestmark = pytest.mark.anyio

DESK = "C0DESK"


class Sockets:
    """An app's connections, opened by hand."""

    def __init__(self, session: aiohttp.ClientSession, slack: Playground) -> None:
        self._session, self.slack = session, slack

    async def ask(self) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {APP_TOKEN}"}
        async with self._session.post(f"{self.slack.api_url}apps.connections.open", headers=headers) as response:
            answer: dict[str, Any] = await response.json()
            return answer

    async def open(self) -> aiohttp.ClientWebSocketResponse:
        return await self._session.ws_connect((await self.ask())["url"])


@asynccontextmanager
async def linked(**options: Any) -> AsyncIterator[Sockets]:
    slack = Playground(manifest(), bot_token=BOT_TOKEN, app_token=APP_TOKEN, **options)
    async with serve(slack), aiohttp.ClientSession() as session:
        yield Sockets(session, slack)


async def test_a_greeting_an_envelope_and_its_acknowledgement() -> None:
    async with linked() as app:
        link = await app.open()
        hello = await link.receive_json()
        assert (hello["type"], hello["num_connections"]) == ("hello", 1)
        assert hello["debug_info"]["approximate_connection_time"] > 0
        slack = app.slack
        typing = asyncio.ensure_future(
            acting.command(slack, slack.person("U1MEL"), slack.channel(DESK, "U1MEL"), "/desk", "a < b @sam #general x@y.example")
        )
        envelope = await link.receive_json()
        assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
        assert envelope["payload"]["text"] == "a &lt; b <@U2SAM|sam> <#C0GENERAL|general> <mailto:x@y.example|x@y.example>"
        assert envelope["payload"]["channel_name"] == "front-desk"
        assert not typing.done()
        await link.send_json(
            {"envelope_id": envelope["envelope_id"], "payload": {"text": "at once", "response_type": "in_channel"}}
        )
        await typing
    assert [each["text"] for each in slack.workspace.channels[DESK].messages.values()] == ["at once"]


async def test_an_address_of_a_connection_works_once() -> None:
    async with linked() as app:
        url = (await app.ask())["url"]
        async with aiohttp.ClientSession() as session:
            await session.ws_connect(url)
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await session.ws_connect(url)


async def test_ten_connections_and_no_more_and_a_payload_goes_to_one_of_them() -> None:
    async with linked() as app:
        links = [await app.open() for _ in range(10)]
        assert [(await link.receive_json())["num_connections"] for link in links] == list(range(1, 11))
        refused = await (await app.open()).receive_json()
        assert (refused["type"], refused["reason"]) == ("disconnect", "too_many_websockets")
        slack = app.slack
        for _ in range(10):
            acting.say(slack, slack.person("U1MEL"), slack.channel(DESK, "U1MEL"), "@desk hello")
        ids = set()
        for link in links:
            for _ in range(2):  # each message is an app_mention and a message
                ids.add((await asyncio.wait_for(link.receive_json(), 5))["payload"]["event_id"])
        assert len(ids) == 20


async def test_a_refresh_is_announced_and_nothing_more_is_sent_over_the_old_connection() -> None:
    async with linked() as app:
        old = await app.open()
        await old.receive_json()
        await app.slack.sockets.disconnect("warning")
        assert (await old.receive_json())["reason"] == "warning"
        assert app.slack.sockets.connected
        await app.slack.sockets.disconnect("refresh_requested")
        assert (await old.receive_json())["reason"] == "refresh_requested"
        assert not app.slack.sockets.connected
        new = await app.open()
        await new.receive_json()
        slack = app.slack
        acting.say(slack, slack.person("U1MEL"), slack.channel("D0MEL", "U1MEL"), "hello")
        assert (await new.receive_json())["payload"]["event"]["channel_type"] == "im"


async def test_an_app_that_is_silent_or_not_there_is_told_by_slackbot() -> None:
    async with linked(patience=0.05) as app:
        slack = app.slack
        mel, desk = slack.person("U1MEL"), slack.channel(DESK, "U1MEL")
        with pytest.raises(Refused, match="app_not_connected"):
            await acting.command(slack, mel, desk, "/desk", "x")
        await (await app.open()).receive_json()
        with pytest.raises(Refused, match="operation_timeout"):
            await acting.command(slack, mel, desk, "/desk", "x")
        with pytest.raises(Refused, match="not_a_command"):
            await acting.command(slack, mel, desk, "/dekc", "x")
        with pytest.raises(Refused, match="in_thread"):
            await acting.command(slack, mel, desk, "/desk", "x", thread="1.2")
        said = [(each["user"], each["text"]) for each in slack.workspace.ephemerals["U1MEL"].values()]
    assert said == [
        ("USLACKBOT", "/desk failed because the app did not respond."),
        ("USLACKBOT", "/desk failed with the error “operation_timeout”."),
        ("USLACKBOT", "/dekc is not a valid command."),
        ("USLACKBOT", "/desk is not supported in threads. Sorry!"),
    ]


async def test_an_event_that_is_not_acknowledged_comes_three_times_more() -> None:
    async with linked(patience=0.05, retries=(0, 0, 0)) as app:
        link = await app.open()
        await link.receive_json()
        slack = app.slack
        acting.home(slack, slack.person("U1MEL"), "home")
        seen = [await link.receive_json() for _ in range(4)]
        assert [(each["retry_attempt"], each["retry_reason"]) for each in seen] == [
            (0, ""), (1, "timeout"), (2, "timeout"), (3, "timeout"),
        ]  # fmt: skip
        assert len({each["payload"]["event_id"] for each in seen}) == 1
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(link.receive(), 0.2)
    assert [each.attempt for each in slack.calls.kept if each.name == "app_home_opened"] == [0, 1, 2, 3]


class Door:
    """An app's address in HTTP mode: what came, and what it answers."""

    def __init__(self) -> None:
        self.came: list[tuple[dict[str, str], str]] = []
        self.answers: list[web.Response] = []

    async def answer(self, request: web.Request) -> web.Response:
        self.came.append((dict(request.headers), await request.text()))
        return self.answers.pop(0) if self.answers else web.Response()


@asynccontextmanager
async def posted(door: Door, **options: Any) -> AsyncIterator[Playground]:
    slack = Playground(manifest(socket_mode_enabled=False), bot_token=BOT_TOKEN, **options)
    app = web.Application()
    app.router.add_post("/slack/events", door.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.installed.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    try:
        async with serve(slack):
            yield slack
    finally:
        await runner.cleanup()


async def until(holds: Callable[[], object], slack: Playground) -> None:
    with slack.workspace.watchers.watching("U1MEL") as told:
        async with asyncio.timeout(5):
            while not holds():
                await told.get()


async def test_every_request_is_signed_as_slacks_sdk_checks_it() -> None:
    door = Door()
    async with posted(door) as slack:
        mel, desk = slack.person("U1MEL"), slack.channel(DESK, "U1MEL")
        await acting.command(slack, mel, desk, "/desk", "arrivals & departures")
        acting.home(slack, mel, "home")
        await until(lambda: len(door.came) == 2, slack)
        verifier = SignatureVerifier(slack.installed.signing_secret)
        for headers, body in door.came:
            assert verifier.is_valid_request(body, headers)
            assert not verifier.is_valid_request(body + "x", headers)
        assert [headers["Content-Type"] for headers, _ in door.came] == ["application/x-www-form-urlencoded", "application/json"]
        assert "text=arrivals+%26amp%3B+departures" in door.came[0][1]
        assert (await asking(slack))["error"] == "socket_mode_not_enabled"


async def asking(slack: Playground) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {slack.installed.app_token}"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{slack.api_url}apps.connections.open", headers=headers) as response,
    ):
        answer: dict[str, Any] = await response.json()
        return answer


async def test_an_event_is_posted_again_with_its_number_and_its_reason() -> None:
    door = Door()
    door.answers = [web.Response(status=500), web.Response(status=500), web.Response()]
    async with posted(door, retries=(0, 0, 0)) as slack:
        acting.home(slack, slack.person("U1MEL"), "messages")
        await until(lambda: len(slack.calls.kept) == 3, slack)
    numbers = [(headers.get("X-Slack-Retry-Num"), headers.get("X-Slack-Retry-Reason")) for headers, _ in door.came]
    assert numbers == [(None, None), ("1", "http_error"), ("2", "http_error")]
    assert len({body for _, body in door.came}) == 1


async def test_an_app_can_say_that_it_wants_no_retry() -> None:
    door = Door()
    door.answers = [web.Response(status=500, headers={"x-slack-no-retry": "1"})]
    async with posted(door, retries=(0, 0, 0)) as slack:
        acting.home(slack, slack.person("U1MEL"), "messages")
        await until(lambda: slack.calls.kept, slack)
        await asyncio.sleep(0.05)
    assert len(door.came) == 1


async def test_an_answer_over_http_is_words_or_a_message() -> None:
    door = Door()
    door.answers = [web.Response(text="just words"), web.json_response({"text": "for all", "response_type": "in_channel"})]
    async with posted(door) as slack:
        mel, desk = slack.person("U1MEL"), slack.channel(DESK, "U1MEL")
        await acting.command(slack, mel, desk, "/desk", "")
        await acting.command(slack, mel, desk, "/desk", "")
        door.answers = [web.Response(status=404)]
        with pytest.raises(Refused, match="http_status_404"):
            await acting.command(slack, mel, desk, "/desk", "")
    assert next(iter(slack.workspace.ephemerals["U1MEL"].values()))["text"] == "just words"
    assert [each["text"] for each in slack.workspace.channels[DESK].messages.values()] == ["for all"]


async def test_only_what_the_manifest_subscribed_to_is_sent(
    clock: Clock, slack: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    monkeypatch.setattr(
        type(slack.delivery), "event", lambda _, name, payload: sent.append(f"{name} {payload['event']['channel']}")
    )
    mel = slack.person("U1MEL")
    for channel, text in ((DESK, "plain"), (DESK, "@desk hello"), ("D0MEL", "@desk hello"), ("C0GENERAL", "@desk hello")):
        acting.say(slack, mel, slack.channel(channel, mel.id), text)
    assert sent == ["message C0DESK", "message C0DESK", "app_mention C0DESK", "message D0MEL"]
    slack.installed.events = frozenset()
    acting.say(slack, mel, slack.channel(DESK, mel.id), "@desk hello")
    assert len(sent) == 4
