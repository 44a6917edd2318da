"""setBooking, as the stand-in takes it: it changes what it is told, and refuses the rest by name."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from bot.sandbox import config

from .conftest import BASE, Beds24

pytestmark = pytest.mark.anyio

HOTEL = config(BASE)["accounts"]["harbour-hotel"]
KEYS = {"apiKey": HOTEL["api_key"], "propKey": HOTEL["prop_key"]}


async def set_booking(client: httpx.AsyncClient, **fields: Any) -> Any:
    return (await client.post("/beds24/json/setBooking", json={"authentication": KEYS, **fields})).json()


async def booking(beds24: Beds24) -> str:
    rows = await beds24(arrivalFrom="20261124", arrivalTo="20261130", status="1")
    return str(rows[0]["bookId"])


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({}, "bookId"),
        ({"bookId": "1"}, "bookId"),
        ({"bookId": "{id}", "status": "7x"}, "status"),
        ({"bookId": "{id}", "notes": "x"}, "notes"),
        ({"bookId": "{id}", "infoItems": [{"code": "A"}]}, "infoItems"),
        ({"bookId": "{id}", "infoItems": [{"infoItemId": "1", "code": "A", "text": "b"}]}, "infoItems"),
        ({"bookId": "{id}", "invoice": [{"description": "x", "qty": "0", "price": "1"}]}, "invoice"),
        ({"bookId": "{id}", "flagColor": "red"}, "flagColor"),
    ],
)
async def test_what_is_malformed_is_refused_by_name(
    client: httpx.AsyncClient, beds24: Beds24, fields: dict[str, Any], named: str
) -> None:
    written = json.loads(json.dumps(fields).replace("{id}", await booking(beds24)))
    answer = await set_booking(client, **written)
    assert named in answer["error"]
    assert answer["errorCode"] == "1000"


async def test_a_change_is_seen_by_every_filter(client: httpx.AsyncClient, beds24: Beds24) -> None:
    id = await booking(beds24)
    answer = await set_booking(client, bookId=id, status="0", flagText="Gone home", flagColor="ff0000")
    assert answer == {"success": "modified", "bookId": id}
    wide = {"arrivalFrom": "20000101", "arrivalTo": "20300101"}
    (row,) = await beds24(bookId=id, status="0", **wide)
    assert row["cancelTime"] == row["modified"] == "2026-11-23 09:00:00"
    assert [each["bookId"] for each in await beds24(searchText="gone home", **wide)] == [id]
    assert [each["bookId"] for each in await beds24(modifiedSince="20261123 09:00:00", **wide)] == [id]


async def test_a_room_that_is_not_free_is_not_taken_again(client: httpx.AsyncClient, beds24: Beds24) -> None:
    """Cancelled bookings are brought back until the house is full; then one is refused and stays cancelled."""
    wide = {"arrivalFrom": "20261128", "arrivalTo": "20261129", "status": "0"}
    refused = []
    for row in await beds24(**wide):
        answer = await set_booking(client, bookId=row["bookId"], status="1", checkAvailability=True)
        if "error" in answer:
            refused.append(row["bookId"])
    assert {row["bookId"] for row in await beds24(**wide)} == set(refused)
