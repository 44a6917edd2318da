"""A strict Slack on loopback: the Web API's methods that the bot calls, response_urls with five uses, modals, and Socket Mode."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.slack.strict import marked_texts, refusal, view_refusal

TEAM, BOT, USER = "T0HOME", "U0BOT", "U1MEL"
BOT_TOKEN, APP_TOKEN, SIGNING_SECRET = "xoxb-1-test", "xapp-1-test", "8f742231b10e8888abcd99yyyzzz85a5"
SCOPES = "app_mentions:read,chat:write,commands,files:write,im:history,im:write,users:read"
USES = 5
WAIT_SECONDS = 5.0


Failure = tuple[int, dict[str, Any], dict[str, str]]
"""A status, a body and headers."""


@dataclass(frozen=True, slots=True)
class Call:
    """Something that the bot sent: a method, or `response_url`, and its fields."""

    method: str
    fields: dict[str, Any]

    @property
    def text(self) -> str:
        """The plain text of a message."""
        return str(self.fields["text"])

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """The blocks of a message or a view."""
        found: list[dict[str, Any]] = (self.fields.get("view") or self.fields).get("blocks") or []
        return found

    @property
    def shown(self) -> str:
        """All that people read of a message's or a view's blocks."""
        return "\n".join(marked_texts({"blocks": self.blocks}))

    def buttons(self) -> dict[str, dict[str, Any]]:
        """The buttons of a message by their label."""
        return {element["text"]["text"]: element for element in self._elements() if element["type"] == "button"}

    def select(self) -> dict[str, Any]:
        """The first list of a message that acts at once."""
        return next(element for element in self._elements() if element["type"] == "static_select")

    def fields_of_form(self) -> dict[str, dict[str, Any]]:
        """What stands in a modal's form, by the name of the field, as Slack sends it back."""
        return {block["block_id"]: entered(block["element"]) for block in self.blocks if block["type"] == "input"}

    def _elements(self) -> list[dict[str, Any]]:
        return [e for b in self.blocks for e in [*b.get("elements", ()), *([b["accessory"]] if "accessory" in b else [])]]


def entered(element: dict[str, Any]) -> dict[str, Any]:
    """The state of an untouched element in `view.state.values`."""
    match element["type"]:
        case "plain_text_input":
            state = {"value": element.get("initial_value")}
        case "datepicker":
            state = {"selected_date": element.get("initial_date")}
        case "static_select":
            state = {"selected_option": element.get("initial_option")}
        case "multi_static_select":
            state = {"selected_options": element.get("initial_options", [])}
        case "conversations_select":
            state = {"selected_conversation": element.get("initial_conversation")}
        case other:
            raise AssertionError(other)
    return {element["action_id"]: {"type": element["type"], **state}}


@dataclass(slots=True)
class FakeSlack:
    """What was received is in `calls`. `fail` holds, by method, answers to give instead of the next ones."""

    address: str = ""
    scopes: str = SCOPES
    calls: list[Call] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    fail: dict[str, list[Failure]] = field(default_factory=dict)
    acks: list[dict[str, Any]] = field(default_factory=list)
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: list[bytes] = field(default_factory=list)
    _open: dict[str, str] = field(default_factory=dict)
    _triggers: dict[str, bool] = field(default_factory=dict)
    _uses: dict[str, int] = field(default_factory=dict)
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    _sockets: list[web.WebSocketResponse] = field(default_factory=list)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def api_url(self) -> str:
        return f"{self.address}/api/"

    @property
    def messages(self) -> list[Call]:
        """Everything that people were shown."""
        return [call for call in self.calls if call.method == "response_url" or call.method.startswith("chat.")]

    @property
    def views(self) -> list[Call]:
        """Every modal and Home tab that was shown, as often as it was changed."""
        return [call for call in self.calls if call.method.startswith("views.")]

    @property
    def last_view(self) -> str:
        """The id of the view that was opened last."""
        return list(self._open)[-1]

    async def view(self, number: int = 1) -> Call:
        """The view of a number, counted from 1, once it is there."""
        await self.until(lambda: len(self.views) >= number)
        return self.views[number - 1]

    def trigger(self) -> str:
        """A new trigger; it opens one view."""
        trigger = f"{next(self._numbers)}.2.abc"
        self._triggers[trigger] = False
        return trigger

    def response_url(self) -> str:
        """A new address to answer at."""
        return f"{self.address}/response/{next(self._numbers)}"

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until something holds; looked at after each thing received."""
        async with asyncio.timeout(WAIT_SECONDS), self._changed:
            await self._changed.wait_for(lambda: bool(holds()))

    async def message(self, number: int = 1) -> Call:
        """The message of a number, counted from 1, once it is there."""
        await self.until(lambda: len(self.messages) >= number)
        return self.messages[number - 1]

    async def send(self, kind: str, payload: dict[str, Any], envelope: str = "e1") -> None:
        """Deliver a payload over Socket Mode."""
        await self.until(lambda: self._sockets)
        await self._sockets[-1].send_json(
            {"envelope_id": envelope, "type": kind, "payload": payload, "accepts_response_payload": True}
        )

    async def refresh(self) -> None:
        """Ask the bot to open a new connection, as Slack does every few hours."""
        known = len(self._sockets)
        await self._sockets[-1].send_json({"type": "disconnect", "reason": "refresh_requested"})
        await self.until(lambda: len(self._sockets) > known)

    async def api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        fields = await _fields(request)
        if waiting := self.fail.get(method):
            async with self._changed:
                status, body, headers = waiting.pop(0)
                self._changed.notify_all()
            return web.json_response(body, status=status, headers=headers)
        if token != (APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN):
            return web.json_response({"ok": False, "error": "invalid_auth"})
        await self._received(Call(method, fields))
        answer: dict[str, Any]
        match method:
            case "auth.test":
                answer = {"user_id": BOT, "bot_id": "B0BOT", "team_id": TEAM}
            case "apps.connections.open":
                answer = {"url": f"{self.address.replace('http', 'ws')}/socket"}
            case "conversations.open":
                answer = {"channel": {"id": f"D{fields['users']}"}}
            case "chat.postMessage" | "chat.update" | "chat.postEphemeral":
                if why := refusal(method, fields):
                    self.refused.append(why)
                    return web.json_response({"ok": False, "error": why.partition(":")[0]})
                answer = {"ts": fields.get("ts") or f"17000000.{next(self._numbers):06}", "channel": fields["channel"]}
            case "users.info":
                answer = {
                    "user": {"id": fields["user"], "name": "mel", "tz": "Europe/London"} | self.people.get(fields["user"], {})
                }
            case "views.open" | "views.push" | "views.update" | "views.publish":
                if why := view_refusal(method, fields) or self._refused(method, fields):
                    if why not in _EXPECTED:
                        self.refused.append(why)
                    return web.json_response({"ok": False, "error": why.partition(":")[0]})
                id = fields.get("view_id") or f"V{next(self._numbers)}"
                self._open[id] = f"{next(self._numbers)}.hash"
                answer = {"view": {"id": id, "hash": self._open[id], **fields["view"]}}
            case "files.getUploadURLExternal":
                answer = {"upload_url": f"{self.address}/upload", "file_id": "F1"}
            case "files.completeUploadExternal":
                answer = {"files": [{"id": "F1"}]}
            case _:
                return web.json_response({"ok": False, "error": "unknown_method"})
        return web.json_response({"ok": True, **answer}, headers={"x-oauth-scopes": self.scopes})

    def _refused(self, method: str, fields: dict[str, Any]) -> str | None:
        """What Slack has against a view at this moment: a trigger that does not count, a view that is gone or was changed."""
        if method in ("views.open", "views.push"):
            used = self._triggers.get(fields["trigger_id"])
            self._triggers[fields["trigger_id"]] = True
            return "invalid_trigger_id" if used is None else "exchanged_trigger_id" if used else None
        if method == "views.update":
            known = self._open.get(fields["view_id"])
            return "not_found" if known is None else "hash_conflict" if fields.get("hash", known) != known else None
        return None

    async def upload(self, request: web.Request) -> web.StreamResponse:
        self.files.append(await request.read())
        return web.Response(text="OK")

    async def respond(self, request: web.Request) -> web.StreamResponse:
        number = request.match_info["number"]
        self._uses[number] = self._uses.get(number, 0) + 1
        fields = json.loads(await request.text())
        if waiting := self.fail.get("response_url"):
            status, body, headers = waiting.pop(0)
            return web.json_response(body, status=status, headers=headers)
        if self._uses[number] > USES:
            return web.json_response({"ok": False, "error": "used_url"}, status=404)
        if why := refusal("response_url", fields):
            self.refused.append(why)
            return web.Response(text=why.partition(":")[0], status=400)
        await self._received(Call("response_url", fields))
        return web.Response(text="ok")

    async def socket(self, request: web.Request) -> web.StreamResponse:
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        await ws.send_json({"type": "hello", "num_connections": 1})
        async with self._changed:
            self._sockets.append(ws)
            self._changed.notify_all()
        async for message in ws:
            if message.type is WSMsgType.TEXT:
                async with self._changed:
                    self.acks.append(json.loads(message.data))
                    self._changed.notify_all()
        return ws

    async def _received(self, call: Call) -> None:
        async with self._changed:
            self.calls.append(call)
            self._changed.notify_all()


_EXPECTED = ("invalid_trigger_id", "exchanged_trigger_id", "not_found", "hash_conflict")


async def _fields(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        body: dict[str, Any] = await request.json()
        return body
    return {**request.query, **{key: str(value) for key, value in (await request.post()).items()}}


@asynccontextmanager
async def fake_slack() -> AsyncIterator[FakeSlack]:
    """Slack, for as long as the block lasts."""
    slack = FakeSlack()
    app = web.Application()
    app.router.add_route("*", "/api/{method}", slack.api)
    app.router.add_post("/response/{number}", slack.respond)
    app.router.add_post("/upload", slack.upload)
    app.router.add_get("/socket", slack.socket)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    slack.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield slack
    finally:
        await runner.cleanup()
