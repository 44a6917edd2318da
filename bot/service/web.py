"""The HTTP side: Slack's requests in HTTP mode, and whether all is well."""

from collections.abc import Awaitable, Callable

import structlog
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.slack.front import Front

log = structlog.get_logger("frontdesk.service")

LARGEST = 1_000_000
"""Bytes of a request; Slack's own are far below."""


def web_app(front: Front, mode: str, connected: Callable[[], Awaitable[bool]]) -> Starlette:
    """`GET /healthz`, and in HTTP mode `POST /slack/events`; bolt verifies the signature over the body as it came.

    The first tells which accounts are left alone because they failed several times in a row, and until when.
    """
    slack = AsyncSlackRequestHandler(front.app)

    async def healthz(_: Request) -> Response:
        ready = await connected()
        resting = {account: until.isoformat(timespec="seconds") for account, until in front.desk.resting().items()}
        body = {
            "status": "ok" if ready else "not connected",
            "mode": mode,
            "slack": ready,
            "accounts": len(front.desk.accounts),
            "resting": resting,
        }
        return JSONResponse(body, status_code=200 if ready else 503)

    async def events(request: Request) -> Response:
        length = request.headers.get("content-length", "")
        if not length.isdecimal() or int(length) > LARGEST:
            return Response(status_code=413)
        if not request.headers.get("x-slack-request-timestamp", "").isdecimal():
            # The verifier would stumble over it, and anybody could fill the log.
            return Response(status_code=401)
        try:
            response = await slack.handle(request)
        except (ValueError, TypeError, AttributeError):  # bolt takes the body apart before it looks at the signature
            return Response(status_code=400)
        if response.status_code == 401:
            log.warning("bad_signature")
        return response

    routes = [Route("/healthz", healthz, methods=["GET"])]
    if mode == "http":
        routes.append(Route("/slack/events", events, methods=["POST"]))
    return Starlette(routes=routes)
