"""What Beds24 refuses, and how: an object with HTTP 200 where success is an array."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from bot.sandbox import config, create_app

from .conftest import BASE, MONDAY, Beds24

pytestmark = pytest.mark.anyio

ACCOUNTS = config(BASE)["accounts"]
WIDE = {"arrivalFrom": "20000101", "arrivalTo": "20300101"}


@pytest.mark.parametrize(
    "fields",
    [
        {"arrivalFrom": "2026-11-23"},
        {"arrivalFrom": "20261331"},
        {"arrivalFrom": 20261123},
        {"departureTo": ""},
        {"modifiedSince": "20261123"},
        {"modifiedSince": "20261123T09:00:00"},
        {"modifiedSince": "2026-11-23 09:00:00"},
        {"status": "1,2"},
        {"status": 1},
        {"bookId": 90000012},
        {"includeInvoice": "true"},
        {"limit": "10001"},
        {"limit": "many"},
        {"limit": "0"},
        {"offset": "-1"},
        {"arrivalDate": "20261123"},
        {"includeStripeCharges": True},
    ],
)
async def test_malformed_fields_are_refused_by_name(beds24: Beds24, fields: dict[str, Any]) -> None:
    answer = await beds24(**fields)
    assert next(iter(fields)) in answer["error"]
    assert answer["errorCode"] == "1000"


@pytest.mark.parametrize(
    ("authentication", "code"),
    [
        ({}, "1002"),
        ({"apiKey": "wrong", "propKey": ACCOUNTS["harbour-hotel"]["prop_key"]}, "1002"),
        ({"apiKey": ACCOUNTS["harbour-hotel"]["api_key"]}, "2000"),
        ({"apiKey": ACCOUNTS["harbour-hotel"]["api_key"], "propKey": ACCOUNTS["palm-hotel"]["prop_key"]}, "2000"),
        ("a key", "1002"),
    ],
)
async def test_wrong_keys(client: httpx.AsyncClient, authentication: Any, code: str) -> None:
    answer = await client.post("/beds24/json/getBookings", json={"authentication": authentication})
    assert (answer.status_code, answer.json()["errorCode"]) == (200, code)


async def test_body_must_be_a_json_object_sent_as_json(client: httpx.AsyncClient) -> None:
    as_text = await client.post("/beds24/json/getBookings", content="{}", headers={"Content-Type": "text/plain"})
    as_list = await client.post("/beds24/json/getBookings", json=[])
    broken = await client.post("/beds24/json/getBookings", content="{", headers={"Content-Type": "application/json"})
    assert "Content-Type" in as_text.json()["error"]
    assert as_list.json() == broken.json() == {"error": "the body must be one JSON object", "errorCode": "1000"}


async def test_reads_are_posts_and_unknown_calls_do_not_exist(client: httpx.AsyncClient) -> None:
    by_get = await client.get("/beds24/json/getBookings")
    unknown = await client.post("/beds24/json/setEverything", json={})
    assert (by_get.status_code, unknown.status_code) == (405, 404)
    assert set(by_get.json()) == set(unknown.json()) == {"error", "errorCode"}


async def test_one_call_at_a_time_per_api_key() -> None:
    app = create_app(lambda: MONDAY, latency=0.05)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE) as client:

        async def ask(account: str) -> Any:
            keys = ACCOUNTS[account]
            body = {"authentication": {"apiKey": keys["api_key"], "propKey": keys["prop_key"]}, "limit": 1}
            return (await client.post("/beds24/json/getBookings", json=body)).json()

        hotel, cottages, palm = await asyncio.gather(ask("harbour-hotel"), ask("harbour-cottages"), ask("palm-hotel"))
        assert isinstance(palm, list)
        assert sorted([type(hotel), type(cottages)], key=str) == [dict, list]
        refused = hotel if isinstance(hotel, dict) else cottages
        assert refused["errorCode"] == "1020"
        assert isinstance(await ask("harbour-cottages"), list)


async def test_limit_and_offset_may_be_strings_or_numbers(beds24: Beds24) -> None:
    assert await beds24(limit="5", offset="3") == await beds24(limit=5, offset=3)


async def test_without_a_limit_a_thousand_rows_at_most(beds24: Beds24) -> None:
    assert len(await beds24(**WIDE)) == 1000
    assert len(await beds24(**WIDE, limit="10000")) > 1000


async def test_includes_only_below_a_hundred_rows(beds24: Beds24) -> None:
    few = await beds24(**WIDE, limit="99", includeInvoice=True, includeInfoItems=True)
    many = await beds24(**WIDE, limit="100", includeInvoice=True, includeInfoItems=True)
    assert all("invoice" in row and "infoItems" in row for row in few)
    assert not any("invoice" in row or "infoItems" in row for row in many)
    assert not any("invoice" in row for row in await beds24(**WIDE, limit="5"))


async def test_info_items_can_be_converted(beds24: Beds24) -> None:
    (raw,) = await beds24(bookId="90000012", includeInfoItems=True)
    (converted,) = await beds24(bookId="90000012", includeInfoItemsConverted=True)
    assert "[guestFirstName]" in raw["infoItems"][0]["text"]
    assert "Jane" in converted["infoItems"][0]["text"]


async def test_stripe_charges_for_one_booking(beds24: Beds24) -> None:
    (row,) = await beds24(bookId="90000012", includeStripeCharges=True)
    assert row["stripeCharges"] == []


async def test_paging_reaches_every_row_once(beds24: Beds24) -> None:
    whole = [row["bookId"] for row in await beds24(**WIDE, limit="10000")]
    walked: list[str] = []
    while page := await beds24(**WIDE, limit="250", offset=str(len(walked))):
        walked += [row["bookId"] for row in page]
    assert walked == whole
    assert len(set(walked)) == len(walked)


async def test_properties_of_a_key(client: httpx.AsyncClient, beds24: Beds24) -> None:
    body = {"authentication": {"apiKey": ACCOUNTS["harbour-hotel"]["api_key"]}}
    answer = (await client.post("/beds24/json/getProperties", json=body)).json()
    names = [row["name"] for row in answer["getProperties"]]
    assert names == ["Harbour House Hotel", "Harbour House Cottages"]
    assert set(answer["getProperties"][0]["roomTypes"][0]) == {"roomId", "name", "qty", "unitNames"}

    (bare,) = (await beds24(call="getProperty"))["getProperty"]
    (full,) = (await beds24(call="getProperty", includeRooms=True, includeRoomUnits=True))["getProperty"]
    assert set(bare) == {"propId", "name"}
    assert full["roomTypes"][0]["unitNames"].startswith("101\r\n102")
    assert "error" in await beds24(call="getProperty", includeEverything=True)
