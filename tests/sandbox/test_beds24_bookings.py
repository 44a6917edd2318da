"""The bookings of a Beds24 property: its trap of a default window, its filters, its strings, its lively cases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from .conftest import MONDAY, Beds24, Clock

pytestmark = pytest.mark.anyio

WIDE = {"arrivalFrom": "20000101", "arrivalTo": "20300101", "limit": "10000"}
TODAY, TOMORROW = "20261123", "20261124"
HOTELS = ["harbour-hotel", "harbour-cottages", "palm-hotel", "hinoki-hotel"]


def strings_only(value: Any) -> bool:
    match value:
        case dict():
            return all(strings_only(inner) for inner in value.values())
        case list():
            return all(strings_only(inner) for inner in value)
        case _:
            return isinstance(value, str)


def owed(row: dict[str, Any]) -> Decimal:
    return sum((Decimal(line["qty"]) * Decimal(line["price"]) for line in row["invoice"]), Decimal(0))


async def test_every_value_is_a_string(beds24: Beds24) -> None:
    assert strings_only(await beds24(includeInvoice=True, includeInfoItems=True, limit="99"))
    assert strings_only(await beds24(call="getProperties"))


async def test_default_window_is_yesterday_to_a_year_ahead(beds24: Beds24) -> None:
    nights = [row["firstNight"] for row in await beds24()]
    assert min(nights) == "2026-11-22"
    assert max(nights) <= "2027-11-23"
    assert min(row["firstNight"] for row in await beds24(arrivalTo="20270101")) == "2026-11-22"
    assert await beds24(arrivalFrom="20280101") == []


async def test_default_window_follows_the_propertys_own_date(beds24: Beds24, clock: Clock) -> None:
    clock.now = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # still Sunday in New York, already Monday in Tokyo
    assert min(row["firstNight"] for row in await beds24("palm-hotel")) == "2026-11-21"
    assert min(row["firstNight"] for row in await beds24("hinoki-hotel")) == "2026-11-22"


async def test_a_month_long_guest_leaves_today_and_hides_from_the_default_window(beds24: Beds24) -> None:
    careless = await beds24(departureFrom=TODAY, departureTo=TODAY)
    careful = await beds24(departureFrom=TODAY, departureTo=TODAY, arrivalFrom="20251019", arrivalTo=TODAY)
    assert "90000030" not in {row["bookId"] for row in careless}
    (eleanor,) = (row for row in careful if row["bookId"] == "90000030")
    assert (eleanor["guestFirstName"], eleanor["guestName"]) == ("Eleanor", "Marsh")
    assert (eleanor["firstNight"], eleanor["lastNight"]) == ("2026-10-24", "2026-11-22")
    assert await beds24(bookId="90000030") == []


async def test_jane_smith_arrives_tomorrow_and_owes(beds24: Beds24) -> None:
    (jane,) = await beds24(searchText="JANE@example.com", includeInvoice=True)
    assert (jane["bookId"], jane["firstNight"], jane["status"]) == ("90000012", "2026-11-24", "1")
    assert owed(jane) == Decimal("240.00")


@pytest.mark.parametrize("hotel", HOTELS)
async def test_several_arrivals_tomorrow_some_owing_one_late(beds24: Beds24, hotel: str) -> None:
    rows = await beds24(hotel, arrivalFrom=TOMORROW, arrivalTo=TOMORROW, includeInvoice=True)
    coming = [row for row in rows if row["status"] in ("1", "2")]
    assert len(coming) >= 3
    assert any(owed(row) > 0 for row in coming)
    assert any(row["invoice"] and owed(row) == 0 for row in coming)
    assert any(row["guestArrivalTime"] == "22:30" for row in coming)


async def test_filters_are_joined_by_and(beds24: Beds24) -> None:
    rows = await beds24(**WIDE)
    room = rows[0]["roomId"]
    cancelled = await beds24(**WIDE, status="0", roomId=room)
    assert cancelled
    expected = {row["bookId"] for row in rows if row["status"] == "0" and row["roomId"] == room}
    assert {row["bookId"] for row in cancelled} == expected


async def test_departure_is_the_day_after_the_last_night(beds24: Beds24) -> None:
    rows = await beds24(departureFrom=TOMORROW, departureTo=TOMORROW, arrivalFrom="20251001", arrivalTo=TODAY)
    assert rows
    assert {row["lastNight"] for row in rows} == {"2026-11-23"}


async def test_modified_since_is_a_lower_bound_in_utc(beds24: Beds24) -> None:
    rows = await beds24(**WIDE, modifiedSince="20261122 00:00:00")
    everything = await beds24(**WIDE)
    assert rows
    assert {row["bookId"] for row in rows} == {row["bookId"] for row in everything if row["modified"] >= "2026-11-22 00:00:00"}
    now = MONDAY.strftime("%Y-%m-%d %H:%M:%S")
    assert all(row["bookingTime"] <= row["modified"] <= now for row in everything)


async def test_a_group_is_found_by_its_master(beds24: Beds24) -> None:
    member = next(row for row in await beds24(**WIDE) if row["masterId"] not in ("", row["bookId"]))
    group = await beds24(**WIDE, masterId=member["masterId"])
    assert len(group) >= 2
    assert member["masterId"] in {row["bookId"] for row in group}


async def test_rows_come_in_no_useful_order(beds24: Beds24) -> None:
    nights = [row["firstNight"] for row in await beds24()]
    assert nights != sorted(nights)
    assert nights != sorted(nights, reverse=True)


@pytest.mark.parametrize("hotel", HOTELS)
async def test_the_world_is_lively(beds24: Beds24, hotel: str) -> None:
    rows = await beds24(hotel, **WIDE)
    assert {row["status"] for row in rows} == {"0", "1", "2", "3", "4", "5"}
    assert any(row["substatus"] == "5" for row in rows)
    assert any(row["refererEditable"] == "Hostelworld" and row["apiSource"] == "0" for row in rows)
    assert any(row["guestFirstName"] == "" and row["guestName"] == "Prince" for row in rows)
    assert any("<!channel>" in row["guestFirstName"] for row in rows)
    assert any("🥂" in row["notes"] for row in rows)
    assert any(row["firstNight"] < "2026-09-20" for row in rows)


async def test_yen_has_two_decimals_here_too(beds24: Beds24) -> None:
    row = next(row for row in await beds24("hinoki-hotel") if row["status"] == "1")
    assert row["currency"] == "JPY"
    assert row["price"].endswith(".00")
    assert Decimal(row["price"]) > 10_000


async def test_a_balance_is_settled_when_its_time_has_come(beds24: Beds24, clock: Clock) -> None:
    window = {"arrivalFrom": "20261122", "arrivalTo": "20261123", "includeInvoice": True, "limit": "99"}
    before = {row["bookId"]: owed(row) for row in await beds24(**window)}
    clock.now = MONDAY + timedelta(days=1, hours=6)
    after = {row["bookId"]: owed(row) for row in await beds24(**window)}
    assert any(before[book] > 0 and after[book] == 0 for book in before)
