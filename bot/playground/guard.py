"""Nobody but this machine: requests that name another host, or come from a page of another origin, are refused.

A page elsewhere could otherwise make a browser here post for it, or reach the playground by a name of its own that points at
127.0.0.1.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

HERE = frozenset({"127.0.0.1", "localhost", "::1"})


class Guard:
    """Wraps the whole app, web sockets as well."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or _is_ours(Headers(scope=scope)):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": "foreign host or origin"})
        else:
            await PlainTextResponse("foreign host or origin", status_code=403)(scope, receive, send)


def _is_ours(headers: Headers) -> bool:
    host = headers.get("host", "")
    if _name(f"//{host}") not in HERE:
        return False
    origin = headers.get("origin")
    return origin is None or (_name(origin) in HERE and urlsplit(origin).netloc == host)


def _name(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
