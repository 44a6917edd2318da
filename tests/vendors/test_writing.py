"""One request on the wire for each write, and a precise word for what became of it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from pydantic import SecretStr

from bot.core.errors import (
    FrontdeskError,
    KeyRefused,
    NotFound,
    NotPermitted,
    NotSent,
    SlowDown,
    UnknownOutcome,
    VendorBroken,
    VendorRefused,
)
from bot.vendors.contract import Access, Request
from bot.vendors.http import Http
from bot.vendors.limits import Limits
from tests.vendors import loopback
from tests.vendors.faults import CONNECTIONS

pytestmark = pytest.mark.anyio

LIMITS = Limits(silence=0.2, connect=0.5, max_bytes=100_000)
METHODS = ("POST", "PUT", "PATCH", "DELETE")


@dataclass
class Told:
    """What a write brought: its answer or its error, how often it was said to be sent, and what was heard on the wire."""

    answer: Any = None
    error: FrontdeskError | None = None
    sent: int = 0
    heard: list[bytes] = field(default_factory=list)


def access(url: str, fault: Callable[[Any, str], FrontdeskError | None] = lambda body, who: None) -> Access:
    return Access(base_url=url, sign=lambda request: request, secrets=(SecretStr("x"),), fault=fault)


async def write(behaviour: loopback.Behaviour | None, request: Request, seconds: float = 5.0, **options: Any) -> Told:
    told = Told()

    def count() -> None:
        told.sent += 1

    async def through(url: str) -> None:
        async with Http(LIMITS) as http:
            line = http.line("palm", "Vendor", access(url, **options))
            try:
                told.answer = await line.write(request, deadline=asyncio.get_running_loop().time() + seconds, sent=count)
            except FrontdeskError as error:
                told.error = error

    if behaviour is None:
        await through(loopback.nobody())
    else:
        async with loopback.serving(behaviour, told.heard) as url:
            await through(url)
            # A second request would be heard a moment later.
            await asyncio.sleep(0.05)
    return told


def change(method: str = "POST") -> Request:
    return Request(route="x.change", method=method, path="/things/1", body={"stage": "arrived"})


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", sorted(CONNECTIONS))
async def test_a_lost_answer_is_unknown_and_one_request_went_out(name: str, method: str) -> None:
    told = await write(CONNECTIONS[name], change(method), seconds=1.0)
    assert isinstance(told.error, UnknownOutcome), name
    assert (len(told.heard), told.sent) == (1, 1)
    assert told.heard[0].startswith(f"{method} /things/1 HTTP/1.1".encode())
    assert "LEAKED" not in str(told.error)


async def test_a_refused_connection_is_not_sent() -> None:
    told = await write(None, change())
    assert isinstance(told.error, NotSent)
    assert str(told.error) == "Vendor (palm) could not be reached; nothing was sent."


async def test_a_name_that_does_not_resolve_is_not_sent() -> None:
    async with Http(LIMITS) as http:
        line = http.line("palm", "Vendor", access("https://nowhere.invalid"))
        with pytest.raises(NotSent):
            await line.write(change(), deadline=asyncio.get_running_loop().time() + 5, sent=lambda: None)


async def test_a_turn_that_never_comes_is_not_sent() -> None:
    async with Http(LIMITS) as http:
        line = http.line("palm", "Vendor", Access(base_url="https://nowhere.invalid", sign=lambda r: r, secrets=(), queue="q"))
        async with line.lane.turn():
            with pytest.raises(NotSent, match="not reached in time; nothing was sent"):
                await line.write(change(), deadline=asyncio.get_running_loop().time() + 0.05, sent=lambda: None)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        ("400 Bad Request", VendorRefused),
        ("401 Unauthorized", KeyRefused),
        ("403 Forbidden", NotPermitted),
        ("404 Not Found", NotFound),
        ("405 Method Not Allowed", NotFound),
        ("409 Conflict", VendorRefused),
        ("422 Unprocessable", VendorRefused),
        ("429 Too Many", SlowDown),
        ("302 Found", VendorRefused),
        ("408 Request Timeout", UnknownOutcome),
        ("500 Oops", UnknownOutcome),
        ("502 Bad Gateway", UnknownOutcome),
        ("503 Busy", UnknownOutcome),
        ("504 Gateway Timeout", UnknownOutcome),
    ],
)
async def test_an_answer_says_whether_it_may_have_been_done(status: str, error: type[FrontdeskError]) -> None:
    headers = "Content-Type: application/json\r\nRetry-After: 1\r\nLocation: http://127.0.0.1:9/\r\n"
    told = await write(loopback.answering(b'{"message": "LEAKED"}', status, headers), change())
    assert type(told.error) is error
    assert len(told.heard) == 1
    assert "LEAKED" not in str(told.error)


async def test_a_good_answer_is_its_json_and_an_empty_one_is_nothing() -> None:
    assert (await write(loopback.answering(b'{"data": {"id": "1"}}'), change())).answer == {"data": {"id": "1"}}
    told = await write(loopback.answering(b"", "204 No Content"), change("DELETE"))
    assert (told.answer, told.error) == (None, None)


async def test_a_fault_in_a_good_answer_goes_before_the_status() -> None:
    def fault(body: Any, who: str) -> FrontdeskError | None:
        match body:
            case {"error": "no"}:
                return VendorRefused("refused")
            case {"error": "broken"}:
                return VendorBroken("broken")
            case _:
                return None

    assert isinstance((await write(loopback.answering(b'{"error": "no"}'), change(), fault=fault)).error, VendorRefused)
    assert isinstance((await write(loopback.answering(b'{"error": "broken"}'), change(), fault=fault)).error, UnknownOutcome)
    told = await write(loopback.answering(b'{"error": "broken"}', "409 Conflict"), change(), fault=fault)
    assert isinstance(told.error, VendorRefused)


async def test_a_form_goes_out_as_a_form() -> None:
    request = Request(route="x", method="POST", path="/x", form={"date": "2026-11-28", "time": "10:00"})
    (heard,) = (await write(loopback.answering(b"{}"), request)).heard
    assert b"application/x-www-form-urlencoded" in heard
    assert heard.endswith(b"date=2026-11-28&time=10%3A00")


async def test_each_write_has_a_connection_of_its_own() -> None:
    """One kept open may be closing as it is used, and then nobody could tell whether the request was read."""
    connections = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(next(line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")).split(b":")[1])
            await reader.readexactly(length)
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")

    server = await asyncio.start_server(lambda r, w: _quietly(serve, r, w), "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with Http(LIMITS) as http:
        line = http.line("palm", "Vendor", access(url))
        for _ in range(3):
            await line.write(change(), deadline=asyncio.get_running_loop().time() + 5, sent=lambda: None)
    server.close()
    assert connections == 3


async def _quietly(
    serve: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Any], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    try:
        await serve(reader, writer)
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()
