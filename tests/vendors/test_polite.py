"""How gently vendors are asked by many at once, over the desk's own lines."""

import time
from typing import Any

import httpx
import pytest

from bot.core.query import Query
from bot.core.states import Kind
from bot.vendors import vendors
from tests.vendors.beds24_wire import BOOKINGS
from tests.vendors.world import account, desk_over, reading

pytestmark = pytest.mark.anyio


def counting(answer: Any, at: list[float], paths: list[str] | None = None) -> httpx.MockTransport:
    """A wire that notes when it was asked, and where."""

    def handle(request: httpx.Request) -> httpx.Response:
        at.append(time.monotonic())
        if paths is not None:
            paths.append(request.url.path)
        return httpx.Response(200, json=answer(request) if callable(answer) else answer)

    return httpx.MockTransport(handle)


def most_in_a_second(at: list[float]) -> int:
    """How many calls the busiest second saw."""
    return max(sum(first <= each < first + 1 for each in at) for first in at)


async def test_an_aifi_account_sees_no_more_than_twenty_calls_in_a_second_however_many_ask() -> None:
    at: list[float] = []
    vendor = vendors()["aifi"]
    wire = counting({"sessions": []}, at)
    async with desk_over(vendor, [account(vendor, {"token": "secret"})], wire) as desk:
        asking = [desk.start(reading(Query(kinds=(Kind.SHOP_SESSION,), ids=(str(n),)))) for n in range(30)]
        for each in asking:
            await each.done()
    assert len(at) >= 30
    assert most_in_a_second(at) <= 20


async def test_the_accounts_of_a_voucherify_project_share_its_minute() -> None:
    at: list[float] = []
    vendor = vendors()["voucherify"]
    keys = {"app_id": "one", "app_token": "secret-token", "per_minute": 600}
    wire = counting({"object": "list", "data_ref": "campaigns", "campaigns": [], "total": 0}, at)
    accounts = [account(vendor, keys, id) for id in ("a", "b", "c")]
    async with desk_over(vendor, accounts, wire) as desk:
        asking = [desk.start(reading(Query(kinds=(Kind.CAMPAIGN,), text=f"t{n}"))) for n in range(45)]
        for each in asking:
            await each.done()
    # A fifth of the minute's calls may come at once, whoever of the project asks; the rest drains at eight a second.
    assert len(at) == 135
    assert sum(each < at[0] + 0.9 for each in at) <= 120 + 8


async def test_the_names_of_many_properties_on_one_key_are_one_call_and_each_propertys_rooms_one() -> None:
    paths: list[str] = []
    vendor = vendors()["beds24"]

    def answer(request: httpx.Request) -> Any:
        if request.url.path.endswith("getProperty"):
            return {"getProperty": [{"propId": "1", "name": "Palm", "roomTypes": []}]}
        return {"getProperties": []} if request.url.path.endswith("getProperties") else BOOKINGS[:1]

    keys = {"api_key": "secret-api-key-of-one", "pause": 0}
    accounts = [account(vendor, keys | {"prop_key": f"secret-prop-key-{id}"}, id) for id in ("a", "b", "c")]
    async with desk_over(vendor, accounts, counting(answer, [], paths)) as desk:
        for kind in (Kind.ROOM, Kind.BOOKING, Kind.ROOM):
            await desk.ask(reading(Query(kinds=(kind,))), fresh=True)
    assert paths.count("/json/getProperty") == 3
    assert paths.count("/json/getProperties") == 1
