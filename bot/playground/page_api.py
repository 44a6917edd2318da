"""What the page talks to: a snapshot, a socket that tells of changes, and one address for each thing that people do."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.playground import acting
from bot.playground.deeds import DEEDS, SENTENCES
from bot.playground.files import LARGEST
from bot.playground.page_state import snapshot
from bot.playground.playground import Playground
from bot.playground.shapes import Json, Refused, read_json

STATIC = Path(__file__).parent / "static"
BODY = 1_000_000
POLICY = "default-src 'self'; img-src 'self' https: data: blob:; frame-ancestors 'none'"


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
