"""Trybe's reports and lists beside the diary: what they refuse, and that their figures are what the lists say."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from bot.sandbox import config

from .conftest import BASE, Trybe

pytestmark = pytest.mark.anyio

SITE = config(BASE)["accounts"]["harbour-spa"]["site_id"]
OTHER = config(BASE)["accounts"]["palm-spa"]["site_id"]
REPORTS, FREE = "/shop/reports", "/shop/item-availability"
WEEK = {"revenue_date_from": "2026-11-16", "revenue_date_to": "2026-11-22"}
DAYS = {"date_from": "2026-11-16", "date_to": "2026-11-22"}
REQUIRED = [
    (f"{REPORTS}/run-sheet", {"date": "2026-11-23"}),
    (f"{REPORTS}/cancellations-and-no-shows", {**WEEK, "site_id": SITE}),
    (f"{REPORTS}/practitioner-utilisation", {**DAYS, "site_id": SITE}),
    ("/shop/calendar-occupancy", {"date": "2026-11-23", "site_id": SITE}),
    ("/shop/shop/offerings", {"site_id": SITE}),
    (f"{FREE}/offering-dates", {"offering_id": "x", "offering_type": "session", **DAYS}),
]
ROUTES = [
    *(f"{REPORTS}/{name}" for name in ("run-sheet", "stats", "room-occupancy", "revenue-by-centre", "charge-list", "day-charges")),
    f"{REPORTS}/order-items", "/shop/packages", "/shop/products", "/shop/vouchers", "/shop/voucher-codes", "/customers/memberships",
]  # fmt: skip


async def rows(trybe: Trybe, path: str, **params: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    page, last = 0, 1
    while page < last:
        page += 1
        answer = await trybe(path, site=True, page=page, per_page=100, **params)
        assert answer.status_code == 200, answer.text
        found += answer.json()["data"]
        last = answer.json()["meta"]["last_page"]
    return found


async def body(trybe: Trybe, path: str, **params: Any) -> Any:
    answer = await trybe(path, site=True, **params)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(("path", "params"), REQUIRED)
async def test_what_is_required_is_named_when_it_is_missing(trybe: Trybe, path: str, params: dict[str, str]) -> None:
    for left_out in params:
        answer = await trybe(path, **{key: value for key, value in params.items() if key != left_out})
        assert (answer.status_code, list(answer.json()["errors"])) == (422, [left_out])


@pytest.mark.parametrize("path", ROUTES)
async def test_unknown_parameters_keys_and_sites_are_refused(client: httpx.AsyncClient, trybe: Trybe, path: str) -> None:
    day = {"date": "2026-11-23"} if path.endswith("run-sheet") else {}
    assert (await client.get(f"/trybe{path}", params=day)).status_code == 401
    assert (await trybe(path, **day, site_id=OTHER)).status_code == 403
    refused = await trybe(path, **day, queue="1")
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["queue"])


@pytest.mark.parametrize(
    "path",
    [
        "/shop/orders/nope/payments", "/shop/orders/nope/itinerary", "/shop/session-bookings/nope", "/shop/vouchers/lookup/nope",
        "/customers/memberships/nope", "/customers/customers/nope/labels", f"{FREE}/sessions/{SITE}/nope",
        f"{FREE}/appointments/{OTHER}/nope",
    ],
)  # fmt: skip
async def test_unknown_ids_are_not_there(trybe: Trybe, path: str) -> None:
    assert (await trybe(path)).status_code == 404


async def test_a_month_of_days_is_the_most(trybe: Trybe) -> None:
    kind = (await rows(trybe, "/shop/appointment-types"))[0]
    asked = {"offering_id": kind["id"], "offering_type": "appointment", "date_from": "2026-11-23"}
    assert (await trybe(f"{FREE}/offering-dates", **asked, date_to="2026-12-23")).status_code == 200
    assert (await trybe(f"{FREE}/offering-dates", **asked, date_to="2026-12-24")).status_code == 422


async def test_the_run_sheet_is_the_diary_of_the_day(trybe: Trybe) -> None:
    sheet = (await body(trybe, f"{REPORTS}/run-sheet", date="2026-11-24"))["data"]
    visits = await rows(trybe, "/shop/appointments", date_from="2026-11-24", date_to="2026-11-25")
    day = {"start_time_from": "2026-11-24T00:00:00Z", "start_time_to": "2026-11-24T23:59:59Z"}
    sessions = await rows(trybe, "/shop/sessions", **day, include_bookings="1")
    booked = {row["id"] for row in visits if row["status"] != "cancelled"}
    booked |= {place["id"] for one in sessions for place in one["bookings"] if place["status"] != "cancelled"}
    assert {row["id"] for row in sheet} == booked
    assert [row["start_time"] for row in sheet] == sorted(row["start_time"] for row in sheet)


async def test_charges_add_up_to_what_the_orders_say_is_paid(trybe: Trybe) -> None:
    charges = await rows(trybe, f"{REPORTS}/charge-list", revenue_date_from="2026-11-15", revenue_date_to="2026-11-23")
    orders = await rows(trybe, "/shop/orders", **WEEK)
    assert {row["charge_type"] for row in charges} >= {"payment"}
    for order in orders:
        mine = [row for row in charges if row["chargeable_id"] == order["id"]]
        sums = sum(row["amount"] * (1 if row["charge_type"] == "payment" else -1) for row in mine)
        assert sums == order["total_paid_or_authed"] == sum(payment["refundable_amount"] for payment in order["payments"])


async def test_the_ends_of_charges_are_left_out(trybe: Trybe) -> None:
    charges = await rows(trybe, f"{REPORTS}/charge-list", revenue_date_from="2026-11-15", revenue_date_to="2026-11-23")
    assert {row["revenue_date"] for row in charges} == {f"2026-11-{day}" for day in range(16, 23)}
    at = charges[0]["completed_at"]
    assert at not in {row["completed_at"] for row in await rows(trybe, f"{REPORTS}/charge-list", completed_from=at)}
    assert at not in {row["completed_at"] for row in await rows(trybe, f"{REPORTS}/charge-list", completed_to=at)}


async def test_the_sums_by_processor_are_those_of_all_pages(trybe: Trybe) -> None:
    charges = await rows(trybe, f"{REPORTS}/charge-list", completed_from="2026-11-16T00:00:00Z")
    first = (await body(trybe, f"{REPORTS}/charge-list", completed_from="2026-11-16T00:00:00Z", per_page=1))["processor_totals"]
    assert {row["processor"] for row in first} == {row["processor"] for row in charges}
    assert len(first) >= 4
    for one in first:
        mine = [row for row in charges if row["processor"] == one["processor"]]
        assert one["payment_total"] == sum(row["amount"] for row in mine if row["charge_type"] == "payment")
        assert one["payment_count"] + one["refund_count"] == len(mine)
        assert sum(kind["payment_total"] for kind in one["types"]) in (0, one["payment_total"])


async def test_a_deposit_that_was_given_back_is_a_refund(trybe: Trybe) -> None:
    refunds = await rows(trybe, f"{REPORTS}/charge-list", charge_type="refund")
    assert refunds
    orders = {order["id"]: order for order in await rows(trybe, "/shop/orders", status="cancelled")}
    for row in refunds:
        assert orders[row["chargeable_id"]]["total_paid_or_authed"] == 0
        listed = (await trybe(f"/shop/orders/{row['chargeable_id']}/payments")).json()["data"]
        assert [refund["id"] for payment in listed for refund in payment["refunds"]] == [row["id"]]


async def test_revenue_and_items_are_the_orders(trybe: Trybe) -> None:
    revenue = await body(trybe, f"{REPORTS}/revenue-by-centre", **WEEK)
    orders = await rows(trybe, "/shop/orders", **WEEK)
    assert revenue["totals"]["gross"] == sum(row["gross"] for row in revenue["data"].values())
    assert revenue["totals"]["gross"] == sum(order["total_cost"] for order in orders)
    items = await rows(trybe, f"{REPORTS}/order-items", **WEEK)
    assert {row["order_id"] for row in items} == {order["id"] for order in orders}
    assert sum(row["total_cost"] for row in items if row["status"] != "cancelled") == revenue["totals"]["gross"]
    assert (await body(trybe, f"{REPORTS}/order-items", **WEEK))["totals"]["quantity"] == sum(row["quantity"] for row in items)


async def test_no_shows_and_cancellations_are_counted_from_the_orders(trybe: Trybe) -> None:
    report = await body(trybe, f"{REPORTS}/cancellations-and-no-shows", **WEEK)
    for name, status in (("cancellations", "cancelled"), ("no_shows", "no_show")):
        assert report["data"][name]["orders"] == len(await rows(trybe, "/shop/orders", **WEEK, status=status))
    assert report["totals"]["orders"] == sum(row["orders"] for row in report["data"].values()) > 0


async def test_utilisation_is_counted_from_the_diary(trybe: Trybe) -> None:
    report = await body(trybe, f"{REPORTS}/practitioner-utilisation", **DAYS)
    visits = await rows(trybe, "/shop/appointments", date_from="2026-11-16", date_to="2026-11-23")
    for row in report["data"]:
        mine = [v for v in visits if v["practitioner_ids"] == [row["practitioner"]["id"]] and v["status"] != "cancelled"]
        assert (row["appointments"], row["booked_minutes"]) == (len(mine), sum(v["duration"] for v in mine))
    assert report["totals"]["appointments"] == sum(row["appointments"] for row in report["data"])


async def test_places_left_are_those_of_the_session(trybe: Trybe) -> None:
    for kind in await rows(trybe, "/shop/session-types"):
        days = {"date_from": "2026-11-24", "date_to": "2026-11-26"}
        free = (await trybe(f"{FREE}/sessions/{SITE}/{kind['id']}", **days)).json()["data"]
        asked = {"start_time_from": "2026-11-24T00:00:00Z", "start_time_to": "2026-11-26T23:59:59Z", "session_type_id": kind["id"]}
        sessions = {one["id"]: one["remaining_capacity"] for one in await rows(trybe, "/shop/sessions", **asked)}
        assert {one["id"]: one["remaining_capacity"] for one in free} == sessions


async def test_no_slot_is_free_that_is_booked_and_none_is_past(trybe: Trybe) -> None:
    kind = (await rows(trybe, "/shop/appointment-types"))[0]
    slots = (await trybe(f"{FREE}/appointments/{SITE}/{kind['id']}", date_from="2026-11-22", date_to="2026-11-24")).json()["data"]
    visits = await rows(trybe, "/shop/appointments", date_from="2026-11-22", date_to="2026-11-25")
    busy = {(row["practitioner_ids"][0], row["start_time"]) for row in visits if row["status"] != "cancelled"}
    free = {(slot["practitioners"][0]["id"], slot["start_time"]) for slot in slots}
    assert free
    assert not free & busy
    assert min(start for _, start in free) > "2026-11-23T09:00"
    who = slots[0]["practitioners"][0]["id"]
    hers = (
        await trybe(f"{FREE}/appointments/{SITE}/{kind['id']}", date_from="2026-11-23", date_to="2026-11-23", practitioner_id=who)
    ).json()
    assert {slot["practitioners"][0]["id"] for slot in hers["data"]} == {who}


async def test_codes_are_found_by_parts_and_amounts(trybe: Trybe) -> None:
    codes = await rows(trybe, "/shop/voucher-codes")
    part = codes[0]["code"][2:8].lower()
    assert codes[0] in await rows(trybe, "/shop/voucher-codes", code=part)
    left = await rows(trybe, "/shop/voucher-codes", balance=">0")
    assert {row["code"] for row in codes} - {row["code"] for row in left} == {row["code"] for row in codes if row["balance"] == 0}
    assert (await trybe("/shop/voucher-codes", balance="lots")).status_code == 422
    catalogue = await rows(trybe, "/shop/vouchers")
    found = await trybe(f"/shop/vouchers/lookup/GP-{catalogue[0]['processor_voucher_id']}", site=True)
    assert found.json()["data"]["voucher_name"] == catalogue[0]["name"]


async def test_members_are_the_customers_with_a_number(trybe: Trybe) -> None:
    members = await rows(trybe, "/customers/memberships")
    people = await rows(trybe, "/customers/customers", membership="any")
    assert {row["customer"]["id"] for row in members} == {row["id"] for row in people}
    assert {"active", "needs_attention", "needs_dd_mandate"} <= {row["status"] for row in members}
    failed = await rows(trybe, "/customers/memberships", status="needs_attention", attention_reason="payment_failed")
    assert failed == [row for row in members if row["status"] == "needs_attention"]
    assert (await trybe(f"/customers/memberships/{failed[0]['id']}")).json()["data"] == failed[0]


async def test_an_itinerary_has_the_items_of_its_order(trybe: Trybe) -> None:
    order = (await trybe("/shop/orders/ref/TRY0021")).json()["data"]
    days = (await trybe(f"/shop/orders/{order['id']}/itinerary")).json()["data"]
    items = [item["id"] for day in days for guest in day["guests"] for item in guest["items"]]
    assert items == [item["id"] for item in order["booking_items"]]
    assert [day["date"] for day in days] == ["2026-11-24", "2026-11-25"]


async def test_a_booking_of_a_session_is_read_by_its_id(trybe: Trybe) -> None:
    day = {"start_time_from": "2026-11-23T00:00:00Z", "start_time_to": "2026-11-24T00:00:00Z"}
    booked = [place for one in await rows(trybe, "/shop/sessions", **day, include_bookings="1") for place in one["bookings"]]
    assert (await trybe(f"/shop/session-bookings/{booked[0]['id']}")).json()["data"] == booked[0]
