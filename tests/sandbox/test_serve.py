"""A real server on loopback, inside the test's event loop."""

from __future__ import annotations

import signal
import socket
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.sandbox import config, serve

pytestmark = pytest.mark.anyio


async def answers(url: str) -> bool:
    async with httpx.AsyncClient(trust_env=False) as client:
        try:
            await client.get(url)
        except httpx.ConnectError:
            return False
    return True


async def test_serves_while_open_and_stops_after(app: Starlette, capsys: pytest.CaptureFixture[str]) -> None:
    handlers: Any = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    async with serve(app) as base_url, httpx.AsyncClient(trust_env=False) as client:
        spa = config(base_url)["accounts"]["harbour-spa"]
        answer = await client.get(f"{spa['base_url']}/sites", headers={"Authorization": f"Bearer {spa['token']}"})
        assert answer.json()["data"][0]["name"] == "Harbour Spa"
        assert answer.json()["meta"]["path"] == f"{spa['base_url']}/sites"
        assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == handlers
    assert not await answers(base_url)
    assert capsys.readouterr() == ("", "")


async def test_two_servers_and_a_taken_port(app: Starlette) -> None:
    async with serve(app) as one, serve(app) as other:
        assert one != other
        with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
            async with serve(app, taken.getsockname()[1]):
                pass


async def test_a_failure_inside_still_stops_the_server(app: Starlette) -> None:
    class BoomError(Exception):
        pass

    url = ""
    with pytest.raises(BoomError):
        async with serve(app) as url:
            raise BoomError
    assert not await answers(url)
