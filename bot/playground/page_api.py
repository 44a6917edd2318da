"""What the page talks to: a snapshot, a socket that tells of changes, and one address for each thing that people do."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.playground import acting
from bot.playground.files import LARGEST
from bot.playground.page_state import snapshot
from bot.playground.people import Person
from bot.playground.playground import Playground
from bot.playground.shapes import Json, Refused, read_json

STATIC = Path(__file__).parent / "static"
BODY = 1_000_000
POLICY = (
    "default-src 'self'; img-src 'self' https: data: blob:; style-src 'self' 'unsafe-inline'; connect-src 'self' ws:; "
    "frame-ancestors 'none'"
)

Deed = Callable[[Playground, Person, Mapping[str, Any]], Awaitable[Json]]


def routes(slack: Playground) -> list[BaseRoute]:
    """The page and its addresses."""

    async def index(_: Request) -> Response:
        page = STATIC / "index.html"
        if not page.is_file():
            return PlainTextResponse("There is no page here.", status_code=404)
        return FileResponse(page, headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-store"})

    async def archive(request: Request) -> Response:
        return RedirectResponse(f"/#{request.path_params['channel']}/{request.path_params['message']}")

    async def state(request: Request) -> Response:
        person = request.query_params.get("as") or next(each.id for each in slack.workspace.people.values() if each.playable)
        try:
            return JSONResponse(snapshot(slack, slack.person(person).id))
        except Refused as refused:
            return _told(refused)

    async def file(request: Request) -> Response:
        kept = slack.files.kept.get(request.path_params["id"])
        if kept is None or kept.content is None:
            return Response(status_code=404)
        # What somebody uploaded must not run here: it is shown as an image or taken as a download.
        harmless = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"}
        return Response(kept.content, media_type=kept.mimetype, headers=harmless)

    async def upload(request: Request) -> Response:
        try:
            return JSONResponse({"ok": True, "file": await _uploaded(slack, request)})
        except Refused as refused:
            return _told(refused)

    async def trouble(request: Request) -> Response:
        try:
            await _troubled(slack, await _given(request))
        except Refused as refused:
            return _told(refused)
        return JSONResponse({"ok": True})

    async def act(request: Request) -> Response:
        deed = DEEDS.get(request.path_params["deed"])
        try:
            if deed is None:
                raise Refused("no_such_action")
            given = await _given(request)
            return JSONResponse({"ok": True, **await deed(slack, slack.person(given.get("as")), given)})
        except Refused as refused:
            return _told(refused)

    async def socket(connection: WebSocket) -> None:
        await _watch(slack, connection)

    return [
        Route("/", index),
        Route("/archives/{channel}/{message}", archive),
        Mount("/static", StaticFiles(directory=STATIC, check_dir=False)),
        Route("/page/state", state),
        Route("/page/file/{id}", file),
        WebSocketRoute("/page/socket", socket),
        Route("/page/upload", upload, methods=["POST"]),
        Route("/page/trouble", trouble, methods=["POST"]),
        Route("/page/{deed}", act, methods=["POST"]),
    ]


async def _say(slack: Playground, person: Person, given: Mapping[str, Any]) -> Json:
    files = given.get("files")
    names = [each for each in files if isinstance(each, str)] if isinstance(files, list) else []
    channel = slack.channel(given.get("channel"), person.id)
    message = acting.say(slack, person, channel, _text(given, "text"), _text(given, "thread_ts") or None, names)
    return {"ts": message["ts"]}


async def _command(slack: Playground, person: Person, given: Mapping[str, Any]) -> Json:
    channel = slack.channel(given.get("channel"), person.id)
    name, text, thread = _text(given, "command"), _text(given, "text"), _text(given, "thread_ts") or None
    await acting.command(slack, person, channel, name, text, thread)
    return {}


async def _press(slack: Playground, person: Person, given: Mapping[str, Any]) -> Json:
    await acting.press(slack, person, given)
    return {}


async def _submit(slack: Playground, person: Person, given: Mapping[str, Any]) -> Json:
    return await acting.submit(slack, person, _text(given, "view_id"), given.get("state"))


async def _close(slack: Playground, person: Person, given: Mapping[str, Any]) -> Json:
    await acting.close(slack, person, _text(given, "view_id"), given.get("all") is True)
    return {}


async def _home(slack: Playground, person: Person, given: Mapping[str, Any]) -> Json:
    tab = _text(given, "tab")
    if tab not in ("home", "messages"):
        raise Refused("malformed")
    acting.home(slack, person, tab)
    return {}


async def _suggest(slack: Playground, person: Person, given: Mapping[str, Any]) -> Json:
    return await acting.suggest(slack, person, given)


async def _shortcut(slack: Playground, person: Person, given: Mapping[str, Any]) -> Json:
    await acting.shortcut(slack, person, _text(given, "callback_id"), given)
    return {}


async def _react(slack: Playground, person: Person, given: Mapping[str, Any]) -> Json:
    channel = slack.channel(given.get("channel"), person.id)
    acting.react(slack, person, channel, _text(given, "ts"), _text(given, "name"), given.get("remove") is True)
    return {}


async def _read(slack: Playground, person: Person, given: Mapping[str, Any]) -> Json:
    slack.workspace.read(person.id, slack.channel(given.get("channel"), person.id))
    return {}


async def _membership(slack: Playground, person: Person, given: Mapping[str, Any]) -> Json:
    channel = slack.channel(given.get("channel"), person.id)
    acting.membership(slack, person, channel, _text(given, "user"), given.get("in") is not False)
    return {}


async def _open_dm(slack: Playground, person: Person, given: Mapping[str, Any]) -> Json:
    user = _text(given, "user")
    if user not in slack.workspace.people or user == person.id:
        raise Refused("user_not_found")
    return {"channel": slack.workspace.direct(person.id, user).id}


DEEDS: Mapping[str, Deed] = {
    "say": _say, "command": _command, "press": _press, "submit": _submit, "close": _close, "home": _home, "suggest": _suggest,
    "shortcut": _shortcut, "react": _react, "read": _read, "member": _membership, "open_dm": _open_dm,
}  # fmt: skip

SENTENCES: Mapping[str, str] = {
    "app_not_connected": "The app is not connected.",
    "operation_timeout": "The app did not answer within three seconds.",
    "not_a_command": "There is no such command here.",
    "in_thread": "Slash commands do not work in threads.",
    "not_in_channel": "Join the channel first.",
    "channel_not_found": "There is no such channel for you.",
    "no_text": "There is nothing to send.",
    "no_such_message": "That message is gone.",
    "no_such_view": "That window is closed.",
    "no_such_element": "That is gone from the message.",
    "no_such_option": "That is not one of the options.",
    "no_such_value": "That is not a value of this field.",
    "invalid_input": "Please correct what is marked.",
    "errors": "Please correct what is marked.",
    "home_tab_is_off": "The app has no Home tab.",
    "no_such_person": "There is nobody of that id to be.",
    "request_too_large": "That is too large.",
}


async def _uploaded(slack: Playground, request: Request) -> Json:
    query = request.query_params
    person = slack.person(query.get("as"))
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > LARGEST:
            raise Refused("request_too_large")
    kind = request.headers.get("content-type", "").partition(";")[0]
    file = slack.files.add(query.get("name") or "file", bytes(content), person.id, kind or None)
    if (id := query.get("channel")) is not None:
        acting.say(slack, person, slack.channel(id, person.id), "", query.get("thread_ts"), [file.id])
    return file.for_page()


async def _troubled(slack: Playground, given: Json) -> None:
    limit = given.get("rate_limit")
    if isinstance(limit, dict):
        times, seconds = limit.get("times", 1), limit.get("retry_after", 1)
        if not (isinstance(limit.get("method"), str) and isinstance(times, int) and isinstance(seconds, int) and 0 < times <= 100):
            raise Refused("malformed")
        slack.trouble.rate_limit(limit["method"], times, seconds)
    for name, reason in (("warning", "warning"), ("refresh", "refresh_requested")):
        if given.get(name) is True:
            await slack.sockets.disconnect(reason)


async def _given(request: Request) -> Json:
    """The body of an action: JSON, which no form of another page can send."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise Refused("not_json")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY:
            raise Refused("request_too_large")
    try:
        given = read_json(bytes(body))
    except ValueError:
        raise Refused("malformed") from None
    if not isinstance(given, dict):
        raise Refused("malformed")
    return given


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Refused("malformed")
    return value


def _told(refused: Refused) -> Response:
    status = {"not_json": 415, "malformed": 400, "no_such_action": 404}.get(refused.code, 200)
    sentence = SENTENCES.get(refused.code, f"Slack refuses that: {refused.code}.")
    return JSONResponse({**refused.answer(), "message": refused.more.get("message", sentence)}, status_code=status)


async def _watch(slack: Playground, connection: WebSocket) -> None:
    """Tell a page of everything that concerns its person, until it goes or falls behind."""
    try:
        person = slack.person(connection.query_params.get("as")).id
    except Refused:
        await connection.close(1008)
        return
    await connection.accept()
    with slack.workspace.watchers.watching(person) as queue:
        gone = asyncio.ensure_future(connection.receive())
        try:
            while True:
                push = asyncio.ensure_future(queue.get())
                await asyncio.wait({push, gone}, return_when=asyncio.FIRST_COMPLETED)
                if gone.done():
                    push.cancel()
                    return
                if (told := push.result()) is None:
                    await connection.close(1012)
                    return
                await connection.send_text(json.dumps(told))
        except (WebSocketDisconnect, RuntimeError):  # it went while we wrote; RuntimeError is starlette's "closed already"
            return
        finally:
            gone.cancel()
