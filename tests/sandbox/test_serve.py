"""A real server on loopback, inside the test's event loop."""

from __future__ import annotations

import asyncio
import signal
import socket
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.sandbox import config, serve
from bot.sandbox.venues import VENDORS

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


async def test_paths_keep_their_escapes_on_the_way(app: Starlette) -> None:
    async with serve(app) as base_url, httpx.AsyncClient(trust_env=False) as client:
        accounts = config(base_url, VENDORS)["accounts"]
        pixel, perks = accounts["pixel-arcade"], accounts["perks-vouchers"]
        arcade = f"{pixel['base_url']}/data/sessions/{pixel['api_key']}/json"
        spans = [f"{arcade}/1%20day/date%3D2026-11-23", f"{arcade}/1%20day/date=2026-11-23", f"{arcade}/1+day/date=2026-11-23"]
        assert [(await client.get(url)).status_code for url in spans] == [200, 200, 400]
        keys = {"X-App-Id": perks["app_id"], "X-App-Token": perks["app_token"]}
        answer = await client.get(f"{perks['base_url']}/v1/vouchers/CAF%C3%89%2FBAR%20%231%3F", headers=keys)
        assert answer.json()["code"] == "CAFÉ/BAR #1?"


async def test_an_unescaped_path_never_gets_an_answer(app: Starlette) -> None:
    async with serve(app) as base_url:
        pixel = config(base_url, VENDORS)["accounts"]["pixel-arcade"]
        host, port = base_url.removeprefix("http://").split(":")
        for span in ("1 day/date=2026-11-23", "1%20day/date>2026-11-23"):
            reader, writer = await asyncio.open_connection(host, int(port))
            target = f"/synthesisvr/data/sessions/{pixel['api_key']}/json/{span}"
            writer.write(f"GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
            assert b" 400 " in await reader.readline()
            writer.close()
            await writer.wait_closed()


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
