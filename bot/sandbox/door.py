"""The front door of every stand-in: who is calling, how long it takes, what goes wrong, and what is written down."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext

from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from bot.sandbox.faults import Fault, spoil
from bot.sandbox.journal import Received, json_object, keep, masked, masked_path
from bot.sandbox.venues import VendorName

Identify = Callable[[Request, bytes], str | None]
"""Names the account a request belongs to from its keys, or None for a stranger."""

Turnstile = Callable[[Request, bytes], AbstractContextManager[Response | None]]
"""Entered for the whole time of a call; yields a refusal when the vendor would not let it in now."""


def open_door(_request: Request, _body: bytes) -> AbstractContextManager[Response | None]:
    return nullcontext()


class Door(BaseHTTPMiddleware):
    """Wraps one vendor's app. A fault named by account comes before one named by vendor; `faults` is read at each call."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        vendor: VendorName,
        identify: Identify,
        faults: Mapping[str, Fault],
        journal: list[Received],
        latency: float,
        turnstile: Turnstile = open_door,
    ) -> None:
        super().__init__(app)
        self._vendor: VendorName = vendor
        self._identify = identify
        self._faults = faults
        self._spoilt: Counter[tuple[str, Fault]] = Counter()
        self._journal = journal
        self._latency = latency
        self._turnstile = turnstile

    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        body = await request.body()
        account = self._identify(request, body)
        name = (account or "") if account in self._faults else self._vendor
        fault = self._faults.get(name)
        if fault is not None and fault.of_changes and not changes(self._vendor, request):
            fault = None
        if fault is not None and fault.times is not None:
            self._spoilt[name, fault] += 1
            fault = fault if self._spoilt[name, fault] <= fault.times else None
        with self._turnstile(request, body) as refusal:
            if refusal is None:
                await asyncio.sleep(self._latency + (fault.delay if fault else 0.0))
            response = refusal or await self._answer(request, call_next, fault)
        self._write_down(request, body, account, response.status_code)
        await asyncio.sleep(fault.lateness if fault else 0.0)
        return response

    async def _answer(self, request: Request, call_next: RequestResponseEndpoint, fault: Fault | None) -> Response:
        if fault is not None and fault.kind == "reset":
            return hung_up(request)
        if fault is not None and fault.kind == "conflict" and (refusal := spoil(fault, b"")) is not None:
            return refusal
        healthy = await call_next(request)
        if fault is None:
            return healthy
        if fault.kind == "drop":
            return hung_up(request)
        stream = getattr(healthy, "body_iterator", None)
        whole = b"".join([chunk async for chunk in stream]) if stream is not None else bytes(healthy.body)
        headers = {name: value for name, value in healthy.headers.items() if name != "content-length"}
        return spoil(fault, whole) or Response(whole, healthy.status_code, headers)

    def _write_down(self, request: Request, body: bytes, account: str | None, status: int) -> None:
        root = request.scope.get("root_path", "")
        keep(
            self._journal,
            Received(
                vendor=self._vendor,
                account=account,
                method=request.method,
                path=masked_path(self._vendor, request.scope["path"].removeprefix(root) or "/"),
                query=dict(request.query_params),
                body=masked(json_object(body)),
                status=status,
            ),
        )


def changes(vendor: VendorName, request: Request) -> bool:
    """Whether a call changes something, by how the vendor spells that."""
    path = request.scope["path"]
    match vendor:
        case "beds24":
            return "/json/set" in path
        case "synthesisvr":
            return "/update/" in path or "/delete/" in path
        case _:
            return request.method != "GET" and not path.endswith(("/check", "/preview"))


def hung_up(request: Request) -> Response:
    """No answer: the connection breaks off. `serve` puts how to do that into the request's state."""
    if (hang_up := getattr(request.state, "hang_up", None)) is None:
        raise ConnectionResetError("without a connection there is none to break off: serve the sandbox")
    hang_up()
    return Response(status_code=500)
