"""The records of a Trybe site: the fixed orders, the order's three arrays, and a day that moves with the clock."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from .conftest import Clock, Trybe

pytestmark = pytest.mark.anyio

SPAS = ["harbour-spa", "palm-spa", "hinoki-spa"]


async def order(trybe: Trybe, ref: str) -> Any:
    return (await trybe(f"/shop/orders/ref/{ref}", site=True)).json()["data"]


async def test_jane_smiths_order_is_this_week_and_owes(trybe: Trybe) -> None:
    jane = await order(trybe, "TRY0012")
    assert jane["id"] == "5f0000000000000000000012"
    assert (jane["status"], jane["stage"], jane["email"]) == ("submitted", "not_arrived", "jane@example.com")
    assert (jane["first_name"], jane["last_name"], jane["phone"]) == ("Jane", "Smith", "+447700900012")
    assert (jane["total_cost"], jane["total_paid_or_authed"], jane["outstanding_payment_amount"]) == (7800, 3120, 4680)
    assert jane["booking_items"][0]["start_time"] == "2026-11-23T16:30:00+00:00"
    assert (await trybe(f"/shop/orders/{jane['id']}")).json()["data"] == jane
    customer = (await trybe(f"/customers/customers/{jane['customer_id']}")).json()["data"]
    assert customer["full_name"] == "Jane Smith"
    appointment = (await trybe(f"/shop/appointments/{jane['booking_items'][0]['booking_summary']['id']}")).json()["data"]
    assert (appointment["order_ref"], appointment["has_outstanding_balance"]) == ("TRY0012", True)


async def test_notes_are_a_plain_list(trybe: Trybe) -> None:
    answer = (await trybe("/shop/orders/5f0000000000000000000012/notes")).json()
    assert set(answer) == {"data"}
    assert set(answer["data"][0]) == {"id", "order_id", "content", "created_by", "created_by_id", "created_at"}


async def test_one_order_fills_all_three_arrays(trybe: Trybe) -> None:
    three = await order(trybe, "TRY0020")
    assert three["booking_items"]
    assert three["purchase_items"]
    assert [len(package["package_items"]) for package in three["package_items"]] == [2]
    lines = [*three["booking_items"], *three["package_items"], *three["purchase_items"]]
    assert sum(line["total_cost"] for line in lines) == three["total_cost"]
    assert "start_time" not in three["package_items"][0]


@pytest.mark.parametrize("spa", SPAS)
@pytest.mark.parametrize("day", [23, 26, 29])
async def test_unpaid_orders_every_week(trybe: Trybe, clock: Clock, spa: str, day: int) -> None:
    clock.now = datetime(2026, 11, day, 12, 0, tzinfo=UTC)
    params = {
        "item_date_from": "2026-11-23T00:00:00Z",
        "item_date_to": "2026-11-29T23:59:59Z",
        "has_outstanding_balance": "1",
        "per_page": 100,
    }
    rows = (await trybe("/shop/orders", spa, site=True, **params)).json()["data"]
    assert sum(row["total_paid_or_authed"] == 0 and row["status"] == "submitted" for row in rows) >= 2


@pytest.mark.parametrize("spa", SPAS)
async def test_several_visits_tomorrow(trybe: Trybe, spa: str) -> None:
    rows = (await trybe("/shop/orders", spa, site=True, item_date="2026-11-24", per_page=100)).json()["data"]
    assert sum(row["status"] == "submitted" for row in rows) >= 3


@pytest.mark.parametrize("spa", SPAS)
async def test_the_day_moves_with_the_clock(trybe: Trybe, clock: Clock, spa: str) -> None:
    """From morning to night guests arrive, are treated and leave; nobody comes back."""
    zone = ZoneInfo({"harbour-spa": "Europe/London", "palm-spa": "America/New_York", "hinoki-spa": "Asia/Tokyo"}[spa])
    rank = {"not_arrived": 0, "arrived": 1, "in_treatment": 1, "checked_out": 2}
    seen: set[str] = set()
    before: dict[str, int] = {}
    for half_hour in range(30):
        clock.now = datetime(2026, 11, 23, 8 + half_hour // 2, 20 + 30 * (half_hour % 2), tzinfo=zone)
        rows = (await trybe("/shop/orders", spa, site=True, item_date="2026-11-23", per_page=100)).json()["data"]
        stages = {row["id"]: row["stage"] for row in rows}
        assert all(before.get(key, 0) <= rank[stage] for key, stage in stages.items())
        before = {key: rank[stage] for key, stage in stages.items()}
        seen |= set(stages.values())
    assert seen == set(rank)


async def test_money_is_in_the_smallest_unit(trybe: Trybe) -> None:
    yen = (await trybe("/shop/appointment-types", "hinoki-spa", site=True)).json()["data"][0]
    pound = (await trybe("/shop/appointment-types", "harbour-spa", site=True)).json()["data"][0]
    assert (yen["currency"], yen["price"]) == ("jpy", 78 * 190)
    assert (pound["currency"], pound["price"]) == ("gbp", 7800)


async def test_cancelled_orders_are_worth_nothing(trybe: Trybe) -> None:
    rows = (await trybe("/shop/orders", site=True, status="cancelled", per_page=100)).json()["data"]
    assert rows
    assert {row["total_cost"] for row in rows} == {0}
    assert {item["status"] for row in rows for item in row["booking_items"]} == {"cancelled"}
    assert any(row["total_paid_or_authed"] > 0 for row in rows)


async def test_records_lack_fields_here_and_there(trybe: Trybe) -> None:
    rows = [row for page in (1, 2, 3) for row in (await trybe("/shop/orders", site=True, page=page, per_page=100)).json()["data"]]
    assert any("phone" not in row for row in rows)
    assert any("phone" in row and row["phone"] is None for row in rows)
    assert any(row["email"] is None for row in rows)
    assert any(row["customer_id"] is None for row in rows)
    assert any(row["first_name"] is None for row in rows)


async def test_nobody_treats_two_guests_at_once(trybe: Trybe) -> None:
    rows = (await trybe("/shop/appointments", site=True, date_from="2026-11-23", date_to="2026-11-25", per_page=100)).json()
    busy = [(row["practitioner_ids"][0], row["start_time"]) for row in rows["data"]]
    assert len(set(busy)) == len(busy)


async def test_site(trybe: Trybe) -> None:
    (site,) = (await trybe("/sites", "hinoki-spa")).json()["data"]
    assert (site["timezone"], site["currency"]) == ("Asia/Tokyo", "jpy")
    assert (await trybe(f"/sites/{site['id']}", "hinoki-spa")).json()["data"] == site
