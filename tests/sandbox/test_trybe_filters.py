"""Each of Trybe's filters, with the edge its reference gives it."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Trybe

pytestmark = pytest.mark.anyio

ORDERS, APPOINTMENTS, SESSIONS, CUSTOMERS = (
    "/shop/orders", "/shop/appointments", "/shop/sessions", "/customers/customers",
)  # fmt: skip


async def every(trybe: Trybe, path: str, **params: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    page, last = 0, 1
    while page < last:
        page += 1
        answer = await trybe(path, site=True, page=page, per_page=100, **params)
        assert answer.status_code == 200, answer.text
        rows += answer.json()["data"]
        last = answer.json()["meta"]["last_page"]
    return rows


def starts(order: dict[str, Any]) -> list[str]:
    inner = [item for package in order["package_items"] for item in package["package_items"]]
    return [item["start_time"] for item in order["booking_items"]] + [item["time"] for item in inner]


async def ids(trybe: Trybe, path: str, **params: Any) -> set[str]:
    return {row["id"] for row in await every(trybe, path, **params)}


async def test_item_date_to_includes_its_moment(trybe: Trybe) -> None:
    at = "2026-11-23T16:30:00+00:00"
    found = await every(trybe, ORDERS, item_date_from=at, item_date_to=at)
    assert "TRY0012" in {order["order_ref"] for order in found}
    assert all(at in starts(order) for order in found)


async def test_item_date_finds_orders_with_any_item_on_the_day(trybe: Trybe) -> None:
    both = [await ids(trybe, ORDERS, item_date=day) for day in ("2026-11-24", "2026-11-25")]
    two_days = (await trybe("/shop/orders/ref/TRY0021")).json()["data"]
    assert two_days["id"] in both[0] & both[1]
    assert two_days["booking_items_span_multiple_days"] is True


async def test_revenue_dates_include_both_ends(trybe: Trybe) -> None:
    day = await every(trybe, ORDERS, revenue_date_from="2026-11-23", revenue_date_to="2026-11-23")
    assert day
    assert {order["booking_items_start_date"] for order in day if "booking_items_start_date" in order} == {"2026-11-23"}


@pytest.mark.parametrize("field", ["submitted_at", "updated_at"])
async def test_submitted_and_updated_exclude_their_upper_end(trybe: Trybe, field: str) -> None:
    day = {"item_date": "2026-11-20"}
    moment = sorted(order[field] for order in await every(trybe, ORDERS, **day) if order.get(field))[3]
    upto = await every(trybe, ORDERS, **day, **{f"{field}_to": moment})
    since = await every(trybe, ORDERS, **day, **{f"{field}_from": moment})
    assert upto
    assert moment not in {order.get(field) for order in upto}
    assert moment in {order.get(field) for order in since}


async def test_status_item_status_and_balance(trybe: Trybe) -> None:
    month = {"item_date_from": "2026-11-05T00:00:00Z", "item_date_to": "2026-12-05T00:00:00Z"}
    owing = await every(trybe, ORDERS, **month, has_outstanding_balance="1")
    assert all(order["outstanding_payment_amount"] > 0 for order in owing)
    assert all(order["payment_totals"]["unpaid"] == order["outstanding_payment_amount"] for order in owing)
    paid = await every(trybe, ORDERS, **month, has_outstanding_balance="0")
    assert len(owing) + len(paid) == len(await every(trybe, ORDERS, **month))
    for status in ("in_progress", "new", "submitted", "settled", "cancelled", "no_show"):
        rows = await every(trybe, ORDERS, **month, status=status)
        assert {order["status"] for order in rows} == {status}
    assert await ids(trybe, ORDERS, **month, item_status="reserved,cancelled") >= await ids(
        trybe, ORDERS, **month, status="cancelled"
    )


async def test_orders_by_customer_text_offering_label_channel_seller_and_membership(trybe: Trybe) -> None:
    jane = (await trybe("/shop/orders/ref/TRY0012", site=True)).json()["data"]
    item = jane["booking_items"][0]
    assert await ids(trybe, ORDERS, customer_id=jane["customer_id"]) == {jane["id"]}
    for text in ("try0012", "jane smith", "JANE@EXAMPLE.COM"):
        assert await ids(trybe, ORDERS, query=text) == {jane["id"]}
    assert jane["id"] in await ids(trybe, ORDERS, item_offering_id=f"{item['type_id']},{'0' * 24}")
    assert jane["id"] in await ids(trybe, ORDERS, labels=jane["labels"][0]["id"])
    assert jane["id"] in await ids(trybe, ORDERS, sales_channel=jane["sales_channel"]["id"])
    assert jane["id"] not in await ids(trybe, ORDERS, sales_channel="0" * 24)
    assert jane["id"] in await ids(trybe, ORDERS, submitted_by_id=item["sold_by"]["id"])
    members = (await trybe(ORDERS, site=True, is_membership="1")).json()["data"]
    assert members
    assert all(any(one["item_type"] == "membership" for one in order["purchase_items"]) for order in members)


async def test_appointments_of_a_day_need_a_wider_window(trybe: Trybe) -> None:
    """`date_to` counts as the midnight before its day, in the site's zone."""
    assert await ids(trybe, APPOINTMENTS, date_from="2026-11-23", date_to="2026-11-23") == set()
    day = await every(trybe, APPOINTMENTS, date_from="2026-11-23", date_to="2026-11-24")
    assert {row["start_time"][:10] for row in day} == {"2026-11-23"}
    assert [row["start_time"] for row in day] == sorted(row["start_time"] for row in day)
    assert await ids(trybe, APPOINTMENTS, start_date_from="2026-11-23", start_date_to="2026-11-24") == {row["id"] for row in day}


async def test_appointments_by_practitioner_room_and_zone(trybe: Trybe) -> None:
    window = {"date_from": "2026-11-20", "date_to": "2026-11-27"}
    rows = await every(trybe, APPOINTMENTS, **window)
    one, other = rows[0]["practitioner_ids"][0], rows[-1]["practitioner_ids"][0]
    found = await every(trybe, APPOINTMENTS, **window, practitioner_id=f"{one},{other}")
    assert {who for row in found for who in row["practitioner_ids"]} == {one, other}
    room = await every(trybe, APPOINTMENTS, **window, room_id=rows[0]["room_id"])
    assert {row["room_id"] for row in room} == {rows[0]["room_id"]}
    assert await ids(trybe, APPOINTMENTS, **window, zone_id=rows[0]["zone"]["id"]) == {row["id"] for row in rows}
    late = await ids(trybe, APPOINTMENTS, **window, submitted_at_from="2026-11-15T00:00:00Z")
    early = await ids(trybe, APPOINTMENTS, **window, submitted_at_to="2026-11-15T00:00:00Z")
    assert late
    assert early
    assert not late & early


async def test_sessions_between_two_moments_both_included(trybe: Trybe) -> None:
    start, end = "2026-11-23T08:00:00+00:00", "2026-11-23T19:00:00+00:00"
    rows = await every(trybe, SESSIONS, start_time_from=start, start_time_to=end, include_cancelled="1")
    assert [row["start_time"] for row in rows][:: len(rows) - 1] == [start, end]
    assert len(rows) == 4
    assert "bookings" not in rows[0]
    assert "num_no_show" not in rows[0]


async def test_sessions_cancelled_only_when_asked(trybe: Trybe) -> None:
    usual, cancelled = await ids(trybe, SESSIONS), await ids(trybe, SESSIONS, cancelled="1")
    assert cancelled
    assert not usual & cancelled
    assert await ids(trybe, SESSIONS, include_cancelled="1") == usual | cancelled


async def test_sessions_by_type_group_and_practitioner(trybe: Trybe) -> None:
    one = (await every(trybe, SESSIONS))[0]
    by_type = await ids(trybe, SESSIONS, session_type_id=one["session_type_id"])
    assert by_type == await ids(trybe, SESSIONS, recurrence_group_id=one["recurrence_group_id"])
    taught = await every(trybe, SESSIONS, practitioner_id=one["practitioner_id"])
    assert {row["practitioner_id"] for row in taught} == {one["practitioner_id"]}
    types = (await trybe("/shop/session-types", session_type_id=one["session_type_id"])).json()["data"]
    assert [row["name"] for row in types] == [one["session_type_name"]]


async def test_session_bookings_follow_their_orders(trybe: Trybe) -> None:
    rows = await every(trybe, SESSIONS, start_time_to="2026-11-23T00:00:00Z", include_bookings="1")
    full = next(row for row in rows if row["bookings"])
    booking = full["bookings"][0]
    order = (await trybe(f"/shop/orders/{booking['order_id']}")).json()["data"]
    assert (booking["stage"], booking["order_ref"]) == (order["stage"], order["order_ref"])
    assert booking["session_id"] == full["id"]
    single = (await trybe(f"/shop/sessions/{full['id']}", include_bookings="1")).json()["data"]
    assert single == full
    assert any(row["num_no_show"] for row in rows)


async def test_customers_by_each_field(trybe: Trybe) -> None:
    (jane,) = await every(trybe, CUSTOMERS, email="Jane@Example.com")
    assert (jane["first_name"], jane["last_name"], jane["email"]) == ("Jane", "Smith", "jane@example.com")
    for params in (
        {"query": "jane@"}, {"query": "7700900012"}, {"name": "jane smith"}, {"phone": "7700900012"}, {"id": jane["id"]},
    ):  # fmt: skip
        assert jane["id"] in await ids(trybe, CUSTOMERS, **params)
    assert await ids(trybe, CUSTOMERS, id=f"{jane['id']},x") == {jane["id"]}
    assert await ids(trybe, CUSTOMERS, brand_id="00000000-0000-0000-0000-000000000000") == set()
    assert jane["id"] in await ids(trybe, CUSTOMERS, organisation_id=(await trybe("/sites")).json()["data"][0]["organisation_id"])
    labelled = next(row for row in await every(trybe, CUSTOMERS) if row["labels"])
    assert labelled["id"] in await ids(trybe, CUSTOMERS, label_ids=labelled["labels"][0]["id"])


@pytest.mark.parametrize("field", ["created_at", "updated_at"])
async def test_customer_dates_include_both_ends(trybe: Trybe, field: str) -> None:
    moment = (await every(trybe, CUSTOMERS))[40][field]
    assert {row[field] for row in await every(trybe, CUSTOMERS, **{f"{field}_from": moment, f"{field}_to": moment})} == {moment}
    day = moment[:10]
    assert moment in {row[field] for row in await every(trybe, CUSTOMERS, **{f"{field}_from": day, f"{field}_to": day})}


async def test_customers_by_membership(trybe: Trybe) -> None:
    none, some = await ids(trybe, CUSTOMERS, membership="none"), await ids(trybe, CUSTOMERS, membership="any")
    assert not none & some
    assert none | some == await ids(trybe, CUSTOMERS)
    assert await ids(trybe, CUSTOMERS, membership="needs_dd_mandate") < some
    assert await ids(trybe, CUSTOMERS, membership_created_at_from="2015-01-01") == some
    opted, refused = await ids(trybe, CUSTOMERS, marketing_opt_in="any"), await ids(trybe, CUSTOMERS, marketing_opt_in="none")
    assert opted
    assert refused
    assert not opted & refused


async def test_practitioners_rooms_and_types(trybe: Trybe) -> None:
    assert [row["name"] for row in await every(trybe, "/shop/practitioners", query="maya")] == ["Maya Okafor"]
    assert len(await every(trybe, "/shop/rooms")) == 8
    assert [row["name"] for row in await every(trybe, "/shop/appointment-types", archived="1")] == ["Seaweed Wrap (retired)"]
    assert len(await every(trybe, "/shop/appointment-types")) == 8
