"""The worlds repeat: same account and date, same data, from whatever moment one looks."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot.sandbox import create_app
from bot.sandbox.venues import VENUES, account_ids, arcades, hotels, promotions, retailers, spas

from .conftest import MONDAY, Beds24, Clock, Trybe

pytestmark = pytest.mark.anyio

FIXED = ("9000", "TRY00")


def lasting(rows: list[dict[str, Any]], key: str) -> dict[str, dict[str, Any]]:
    """Rows by id without those placed around "today"."""
    return {row[key]: row for row in rows if not row[key].startswith(FIXED)}


@pytest.mark.parametrize("hours", [6, 15, 24])
async def test_tomorrows_arrivals_do_not_change_as_the_clock_moves(beds24: Beds24, clock: Clock, hours: int) -> None:
    day = {"arrivalFrom": "20261124", "arrivalTo": "20261124"}
    before = lasting(await beds24(**day), "bookId")
    clock.now = MONDAY + timedelta(hours=hours)
    after = lasting(await beds24(**day), "bookId")
    assert before == after


async def test_tomorrows_orders_do_not_change_as_the_clock_moves(trybe: Trybe, clock: Clock) -> None:
    day = {"item_date": "2026-11-24", "per_page": 100}
    before = lasting((await trybe("/shop/orders", **day)).json()["data"], "order_ref")
    clock.now = MONDAY + timedelta(hours=14)
    after = lasting((await trybe("/shop/orders", **day)).json()["data"], "order_ref")
    assert len(before) >= 6
    assert before == after


async def test_the_world_grows_by_new_bookings(beds24: Beds24, clock: Clock) -> None:
    ahead = {"arrivalFrom": "20261201", "arrivalTo": "20270301", "limit": "10000"}
    before = {row["bookId"] for row in await beds24(**ahead)}
    clock.now = MONDAY + timedelta(days=3)
    after = {row["bookId"] for row in await beds24(**ahead)}
    assert before < after


async def test_two_apps_tell_the_same(beds24: Beds24) -> None:
    mine = await beds24(limit="50")
    other = create_app(lambda: MONDAY)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(other), base_url="http://other.test") as client:
        keys = {"apiKey": "sandbox-harbour-beds24-api-key", "propKey": "sandbox-harbour-hotel-property-key"}
        answer = await client.post("/beds24/json/getBookings", json={"authentication": keys, "limit": "50"})
    assert answer.json() == mine


async def test_fixed_points_move_with_the_date(trybe: Trybe, clock: Clock) -> None:
    clock.now = MONDAY + timedelta(days=40)
    jane = (await trybe("/shop/orders/ref/TRY0012", site=True)).json()["data"]
    assert jane["booking_items_start_date"] == "2027-01-02"


async def test_nobody_owns_a_room_twice(beds24: Beds24) -> None:
    """Occupancy of tonight stays within each house."""
    for _, hotel in hotels():
        rows = await beds24(hotel.id, arrivalFrom="20251001", arrivalTo="20261123", departureFrom="20261124", limit="10000")
        staying = [row for row in rows if row["status"] in ("1", "2", "4")]
        assert 0 < len(staying) <= sum(room.quantity for room in hotel.room_types)


def test_naive_clocks_are_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        create_app(lambda: MONDAY.replace(tzinfo=None))


def test_keys_are_distinct_and_long_enough() -> None:
    beds24 = [venue.beds24_api_key for venue in VENUES] + [hotel.prop_key for _, hotel in hotels()]
    assert all(16 <= len(key) <= 64 for key in beds24)
    keys = [
        *beds24,
        *(spa.token for _, spa in spas()),
        *(arcade.api_key for _, arcade in arcades()),
        *(key for _, retailer in retailers() for key in (retailer.token, retailer.shopper_token)),
        *(key for _, project in promotions() for key in (project.app_id, project.app_token)),
    ]
    assert len(set(keys)) == len(keys)
    assert len(set(account_ids())) == len(account_ids()) == 10
    assert all(re.fullmatch(r"[0-9a-f-]{36}", spa.site_id) for _, spa in spas())


async def test_a_narrow_question_sees_what_a_wide_one_sees(beds24: Beds24, trybe: Trybe) -> None:
    """Only the days asked for are made; the answer is the same as if everything had been."""
    wide = await beds24(arrivalFrom="00010101", arrivalTo="99991231", limit="10000")
    narrow = await beds24(arrivalFrom="00010101", arrivalTo="20261123", departureFrom="20261124", limit="10000")
    staying = [row["bookId"] for row in wide if row["firstNight"] <= "2026-11-23" <= row["lastNight"]]
    assert [row["bookId"] for row in narrow] == staying
    assert await beds24(departureFrom="00010101", arrivalTo="99991231", limit="10000")
    edges = {"item_date_from": "0001-01-01T00:00:00Z", "item_date_to": "9999-12-31T23:59:59-10:00"}
    for account in ("harbour-spa", "palm-spa"):
        every = (await trybe("/shop/orders", account, site=True)).json()["meta"]["total"]
        assert (await trybe("/shop/orders", account, site=True, **edges)).json()["meta"]["total"] == every
