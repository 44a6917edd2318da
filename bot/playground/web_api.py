"""Slack's side of the app: the Web API, response_urls, uploads and Socket Mode, over HTTP."""

from __future__ import annotations

import re
import time
from email import message_from_bytes
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from bot.playground import methods_chat, methods_home, methods_views
from bot.playground.files import LARGEST
from bot.playground.installed import Installed
from bot.playground.method import METHODS, Arguments, Method
from bot.playground.playground import Playground
from bot.playground.responding import respond
from bot.playground.shapes import Json, Refused, read_json

MODULES = (methods_chat, methods_home, methods_views)
"""Importing them fills the table."""
BODY = 2_000_000
_NOT_FOUND = ("expired_url", "used_url", "invalid_url")


def routes(slack: Playground) -> list[BaseRoute]:
    """What the app talks to."""

    async def api(request: Request) -> Response:
        return await _api(slack, request)

    async def responded(request: Request) -> Response:
        return await _responded(slack, request)

    async def upload(request: Request) -> Response:
        return await _upload(slack, request)

    async def file(request: Request) -> Response:
        kept = slack.files.kept.get(request.path_params["id"])
        if _bearer(request) != slack.installed.bot_token:
            return Response(status_code=403)
        if kept is None or kept.content is None:
            return Response(status_code=404)
        return Response(kept.content, media_type=kept.mimetype)

    async def link(socket: WebSocket) -> None:
        await slack.sockets.serve(socket, socket.path_params["ticket"])

    return [
        Route("/api/{method}", api, methods=["GET", "POST"]),
        Route("/respond/{id}", responded, methods=["POST"]),
        Route("/upload/{ticket}", upload, methods=["POST"]),
        Route("/files/{id}", file, methods=["GET"]),
        WebSocketRoute("/link/{ticket}", link),
    ]


async def _api(slack: Playground, request: Request) -> Response:
    name, began, at = request.path_params["method"], time.perf_counter(), slack.clock()
    arguments = Arguments({})
    headers: dict[str, str] = {}
    status = 200
    try:
        method = METHODS.get(name)
        if method is None:
            raise Refused("unknown_method", req_method=name)
        arguments = Arguments(await _given(request, method))
        headers = _admitted(slack.installed, request, arguments, method)
        if (trouble := slack.trouble.next(name)) is not None:
            answer, status, headers = trouble.body, trouble.status, dict(trouble.headers)
        else:
            answer = {"ok": True, **method.handler(slack, arguments)}
    except Refused as refused:
        answer = refused.answer()
    slack.calls.add(
        at=at, ms=round((time.perf_counter() - began) * 1000, 1), kind="api", name=name, direction="from_bot",
        request=_masked(arguments.given), response=answer, status=status, ok=answer["ok"], error=answer.get("error"),
        ignored=arguments.ignored() if answer["ok"] else (), ts=answer.get("ts") or answer.get("message_ts"),
    )  # fmt: skip
    return JSONResponse(answer, status_code=status, headers=headers)


def _admitted(installed: Installed, request: Request, arguments: Arguments, method: Method) -> dict[str, str]:
    """Look at the token and its scopes; the headers that name them.

    Raises:
        Refused: `not_authed`, `invalid_auth`, `not_allowed_token_type`, `missing_scope`.
    """
    if method.by == "none":
        return {}
    token = _bearer(request) or arguments.text("token")
    if not token:
        raise Refused("not_authed")
    if token not in (installed.bot_token, installed.app_token):
        raise Refused("invalid_auth")
    if token != (installed.app_token if method.by == "app" else installed.bot_token):
        raise Refused("not_allowed_token_type")
    if method.by == "app":
        return {}
    provided = ",".join(sorted(installed.scopes))
    if method.scope is not None and method.scope not in installed.scopes:
        raise Refused("missing_scope", needed=method.scope, provided=provided)
    return {"x-oauth-scopes": provided, "x-accepted-oauth-scopes": method.scope or ""}


async def _given(request: Request, method: Method) -> dict[str, Any]:
    """The arguments of a call: of the query, of a form, or of JSON where the method reads that.

    Raises:
        Refused: `invalid_json`, `json_not_object`, `invalid_form_data`, `invalid_post_type`, `request_too_large`.
    """
    query: dict[str, Any] = dict(request.query_params)
    if request.method == "GET":
        return query
    body = await _body(request, BODY)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return query | (_object(body) if method.json else {})
    if not body:
        return query
    if kind in ("application/x-www-form-urlencoded", ""):
        try:
            return query | dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True))
        except ValueError:
            raise Refused("invalid_form_data") from None
    if kind == "multipart/form-data":
        return query | _parts(request.headers["content-type"], body)
    raise Refused("invalid_post_type")


async def _body(request: Request, most: int) -> bytes:
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > most:
            raise Refused("request_too_large")
    return bytes(received)


def _object(body: bytes) -> Json:
    if not body.strip():
        return {}
    try:
        read = read_json(body)
    except ValueError:
        raise Refused("invalid_json") from None
    if not isinstance(read, dict):
        raise Refused("json_not_object")
    return read


def _parts(kind: str, body: bytes) -> dict[str, Any]:
    """The fields of a multipart form."""
    message = message_from_bytes(b"Content-Type: " + kind.encode("latin-1", "replace") + b"\r\n\r\n" + body)
    if not message.is_multipart():
        raise Refused("invalid_form_data")
    fields: dict[str, Any] = {}
    for part in message.get_payload():
        content = part.get_payload(decode=True) if hasattr(part, "get_payload") else None
        name = part.get_param("name", header="content-disposition") if hasattr(part, "get_param") else None
        if isinstance(name, str) and isinstance(content, bytes):
            fields[name] = content.decode("utf-8", "replace")
    return fields


async def _responded(slack: Playground, request: Request) -> Response:
    """An answer at a response_url: 200 and `ok`, else the error as JSON, 404 where the address is used up."""
    began, at = time.perf_counter(), slack.clock()
    given: Json = {}
    answer: Json = {"ok": True}
    ignored: tuple[str, ...] = ()
    ts, status, headers = None, 200, {}
    try:
        given = _object(await _body(request, BODY))
        if (trouble := slack.trouble.next("response_url")) is not None:
            answer, status, headers = trouble.body, trouble.status, dict(trouble.headers)
        else:
            ts, ignored = respond(slack, request.url.path, given)
    except Refused as refused:
        answer, status = refused.answer(), 404 if refused.code in _NOT_FOUND else 400
    error = answer.get("error")
    slack.calls.add(
        at=at, ms=round((time.perf_counter() - began) * 1000, 1), kind="response_url", name="response_url", direction="from_bot",
        request=given, response=answer, status=status, ok=answer["ok"], error=error, ignored=ignored, ts=ts,
    )  # fmt: skip
    return PlainTextResponse("ok") if answer["ok"] else JSONResponse(answer, status_code=status, headers=headers)


async def _upload(slack: Playground, request: Request) -> Response:
    """The bytes of a file, as they are or in a form's `file`."""
    began, at = time.perf_counter(), slack.clock()
    error, size = None, 0
    try:
        body = await _body(request, LARGEST)
        kind = request.headers.get("content-type", "")
        if kind.startswith("multipart/form-data"):
            body = _file_part(kind, body)
        size = len(body)
        slack.files.receive(request.path_params["ticket"], body)
    except Refused as refused:
        error = refused.code
    slack.calls.add(
        at=at, ms=round((time.perf_counter() - began) * 1000, 1), kind="upload", name="upload", direction="from_bot",
        request={"bytes": size}, response={"ok": error is None}, status=400 if error else 200, ok=error is None, error=error,
    )  # fmt: skip
    return PlainTextResponse(error or f"OK - {size}", status_code=400 if error else 200)


def _file_part(kind: str, body: bytes) -> bytes:
    message = message_from_bytes(b"Content-Type: " + kind.encode("latin-1", "replace") + b"\r\n\r\n" + body)
    for part in message.walk():
        if part.get_filename() or part.get_param("name", header="content-disposition") == "file":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return content
    raise Refused("no_file_data")


def _bearer(request: Request) -> str:
    found = re.fullmatch(r"Bearer\s+(\S+)", request.headers.get("authorization", ""))
    return found.group(1) if found else ""


def _masked(given: Any) -> Json:
    return {name: "•••" if name == "token" else value for name, value in given.items()}
