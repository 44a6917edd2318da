"""`Delivery`: payloads on their way to the app, over Socket Mode or as signed HTTP requests, and what it says to them."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlencode

import aiohttp

from bot.playground.calls import Calls
from bot.playground.installed import Installed
from bot.playground.shapes import Json, read_json
from bot.playground.sockets import NoConnection, Sockets

Kind = Literal["slash_commands", "interactive", "events_api"]
PATIENCE = 3.0
"""Seconds in which everything has to be acknowledged."""
RETRIES: Sequence[float] = (0.0, 60.0, 300.0)
"""Seconds before each of the three times that an event is sent again (docs.slack.dev/apis/events-api)."""
FORM = "application/x-www-form-urlencoded"


class NotAcknowledged(Exception):
    """The app did not say that it has got something. `why` is Slack's word, `reason` that of the retry headers."""

    def __init__(self, why: str, reason: str, *, again: bool = True) -> None:
        super().__init__(why)
        self.why, self.reason, self.again = why, reason, again


def signed(secret: str, body: str, now: float) -> dict[str, str]:
    """The headers that prove where a request comes from (docs.slack.dev/authentication/verifying-requests-from-slack)."""
    stamp = str(int(now))
    mac = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={mac}"}


@dataclass(slots=True)
class Delivery:
    """One payload goes out once, an event up to three times more until it is acknowledged."""

    installed: Installed
    sockets: Sockets
    calls: Calls
    clock: Callable[[], float]
    patience: float = PATIENCE
    retries: Sequence[float] = RETRIES
    _session: aiohttp.ClientSession | None = None
    _going: set[asyncio.Task[None]] = field(default_factory=set)

    async def ask(self, kind: Kind, name: str, payload: Json, *, answers: bool) -> Any:
        """Deliver something that a person waits for; what the app answered.

        Raises:
            NotAcknowledged: `app_not_connected`, `operation_timeout`, or `bad_status` over HTTP.
        """
        return await self._send(kind, name, payload, answers=answers)

    def event(self, name: str, payload: Json) -> None:
        """Deliver an event, with Slack's patience; nobody waits for it."""
        self._start(self._event(name, payload))

    async def close(self) -> None:
        """Deliver nothing more."""
        for task in list(self._going):
            task.cancel()
        await asyncio.gather(*self._going, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._going.add(task)
        task.add_done_callback(self._going.discard)

    async def _event(self, name: str, payload: Json) -> None:
        reason = ""
        for attempt, wait in enumerate((0.0, *self.retries)):
            await asyncio.sleep(wait)
            try:
                await self._send("events_api", name, payload, answers=False, attempt=attempt, reason=reason)
            except NotAcknowledged as missed:
                reason = missed.reason
                if not missed.again:
                    return
            else:
                return

    async def _send(self, kind: Kind, name: str, payload: Json, *, answers: bool, attempt: int = 0, reason: str = "") -> Any:
        began, answer, error = self.clock(), None, None
        try:
            if self.installed.mode == "socket":
                answer = await self._over_socket(kind, payload, answers, attempt, reason)
            else:
                answer = await self._over_http(kind, payload, answers, attempt, reason)
        except NotAcknowledged as missed:
            error = missed.why
            raise
        finally:
            self.calls.add(
                at=began, ms=round((self.clock() - began) * 1000, 1), kind="socket" if self.installed.mode == "socket" else "http",
                name=name, direction="to_bot", request=payload, response=answer, ok=error is None, error=error, attempt=attempt,
            )  # fmt: skip
        return answer

    async def _over_socket(self, kind: Kind, payload: Json, answers: bool, attempt: int, reason: str) -> Any:
        retry = {"retry_attempt": attempt, "retry_reason": reason} if kind == "events_api" else {}
        try:
            return await self.sockets.send(kind, payload, answers=answers, patience=self.patience, **retry)
        except NoConnection:
            raise NotAcknowledged("app_not_connected", "connection_failed") from None
        except TimeoutError:
            raise NotAcknowledged("operation_timeout", "timeout") from None

    async def _over_http(self, kind: Kind, payload: Json, answers: bool, attempt: int, reason: str) -> Any:
        if self.installed.request_url is None:
            raise NotAcknowledged("app_not_connected", "connection_failed")
        match kind:
            case "events_api":
                body, type_ = json.dumps(payload), "application/json"
            case "interactive":
                body, type_ = urlencode({"payload": json.dumps(payload)}), FORM
            case "slash_commands":
                body, type_ = urlencode(payload), FORM
        headers = {"Content-Type": type_, **signed(self.installed.signing_secret, body, self.clock())}
        if attempt:
            headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason}
        if self._session is None:
            self._session = aiohttp.ClientSession()
        try:
            async with (
                asyncio.timeout(self.patience),
                self._session.post(self.installed.request_url, data=body.encode(), headers=headers) as response,
            ):
                said = await response.text()
        except TimeoutError:
            raise NotAcknowledged("operation_timeout", "http_timeout") from None
        except aiohttp.ClientError:
            raise NotAcknowledged("app_not_connected", "connection_failed") from None
        if not 200 <= response.status < 300:
            again = response.headers.get("x-slack-no-retry") != "1"
            raise NotAcknowledged(f"http_status_{response.status}", "http_error", again=again)
        return _read(said) if answers else None


def _read(said: str) -> Any:
    """An answer over HTTP: JSON, or words (which are the text of a message)."""
    if not said.strip():
        return None
    try:
        read = read_json(said)
    except ValueError:
        return {"text": said}
    return read if isinstance(read, dict) else {"text": said}
