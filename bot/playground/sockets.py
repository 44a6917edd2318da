"""Socket Mode: up to ten connections, envelopes to any one of them, and acknowledgements.

docs.slack.dev/apis/events-api/using-socket-mode.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.playground.people import APP_ID
from bot.playground.shapes import Json, read_json

CONNECTIONS = 10
TICKET_SECONDS = 30.0
CONNECTION_SECONDS = 3_600


class NoConnection(Exception):
    """The app has no connection open."""


@dataclass(slots=True)
class Sockets:
    """The app's connections. `changed` hears when the first opens and the last closes."""

    clock: Callable[[], float]
    changed: Callable[[bool], None]
    acks: list[Json] = field(default_factory=list)
    _tickets: dict[str, float] = field(default_factory=dict)
    _open: list[WebSocket] = field(default_factory=list)
    _turn: itertools.count[int] = field(default_factory=itertools.count)
    _waiting: dict[str, asyncio.Future[Any]] = field(default_factory=dict)
    opened: int = 0

    @property
    def connected(self) -> bool:
        return bool(self._open)

    def ticket(self) -> str:
        """The path of a new connection; good once and for half a minute."""
        ticket = secrets.token_urlsafe(12)
        self._tickets[ticket] = self.clock()
        return f"/link/{ticket}"

    async def serve(self, socket: WebSocket, ticket: str) -> None:
        """A connection, from its greeting to its end."""
        made = self._tickets.pop(ticket, None)
        if made is None or self.clock() - made > TICKET_SECONDS:
            await socket.close(4001, "ticket not valid")
            return
        await socket.accept()
        if len(self._open) >= CONNECTIONS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets", "debug_info": {"host": "playground"}})
            await socket.close()
            return
        self._open.append(socket)
        self.opened += 1
        await socket.send_json({
            "type": "hello",
            "num_connections": len(self._open),
            "connection_info": {"app_id": APP_ID},
            "debug_info": {"host": "playground", "approximate_connection_time": CONNECTION_SECONDS},
        })  # fmt: skip
        if len(self._open) == 1:
            self.changed(True)
        try:
            while True:
                self._heard(await socket.receive_text())
        except (WebSocketDisconnect, KeyError):  # starlette raises KeyError for a binary frame
            pass
        finally:
            self._forget(socket)

    async def send(self, kind: str, payload: Json, *, answers: bool, patience: float, **retry: Any) -> Any:
        """Send an envelope over one connection and wait for its acknowledgement; what that carried, if anything.

        Raises:
            NoConnection: there is none, or it broke.
            TimeoutError: no acknowledgement within `patience` seconds.
        """
        id = f"{secrets.token_hex(4)}-{secrets.token_hex(8)}"
        envelope = {"envelope_id": id, "type": kind, "accepts_response_payload": answers, "payload": payload, **retry}
        acknowledged = self._waiting[id] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(patience):
                await self._deliver(json.dumps(envelope))
                said = await acknowledged
        finally:
            del self._waiting[id]
        return said if answers else None

    async def disconnect(self, reason: str) -> None:
        """Tell every connection that it ends: `warning` is ten seconds ahead, `refresh_requested` means open another."""
        for socket in list(self._open):
            if reason != "warning":
                self._forget(socket)
            with contextlib.suppress(WebSocketDisconnect, RuntimeError):
                await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "playground"}})

    async def _deliver(self, frame: str) -> None:
        while self._open:
            socket = self._open[next(self._turn) % len(self._open)]
            try:
                await socket.send_text(frame)
            except (WebSocketDisconnect, RuntimeError):  # it has just gone: RuntimeError is starlette's "closed already"
                self._forget(socket)
            else:
                return
        raise NoConnection

    def _heard(self, frame: str) -> None:
        try:
            said = read_json(frame)
        except ValueError:
            return
        if not isinstance(said, dict):
            return
        self.acks.append(said)
        waiting = self._waiting.get(str(said.get("envelope_id")))
        if waiting is not None and not waiting.done():
            waiting.set_result(said.get("payload"))

    def _forget(self, socket: WebSocket) -> None:
        if socket in self._open:
            self._open.remove(socket)
            if not self._open:
                self.changed(False)

    async def close(self) -> None:
        """Close every connection."""
        for socket in list(self._open):
            self._forget(socket)
            with contextlib.suppress(WebSocketDisconnect, RuntimeError):
                await socket.close()
