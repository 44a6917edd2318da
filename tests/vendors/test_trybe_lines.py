"""When the lines of a Trybe order are, as far as they say."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from bot.core.query import Query
from bot.core.record import Record
from bot.core.states import Axis, Kind
from bot.vendors.trybe import VENDOR
from bot.vendors.trybe.mapping import Reader
from tests.vendors.samples import TODAY, TOMORROW, on
from tests.vendors.trybe_wire import KEYS
from tests.vendors.world import LONDON, NOW, account, ask, body

Line = dict[str, Any]
AT_TEN = {"start_time": "2026-11-23T10:00:00+00:00", "end_time": "2026-11-23T11:00:00+00:00"}
AT_TWO = datetime(2026, 11, 23, 14, 0, tzinfo=LONDON)


def wire(*booked: Line, packages: Sequence[Line] = (), **changes: Any) -> dict[str, Any]:
    """An order with these lines, which says nothing of its days itself."""
    lines = {"booking_items": list(booked), "package_items": list(packages), "purchase_items": []}
    return {
        **body("trybe", "orders")["data"][0],
        "booking_items_start_date": None,
        "booking_items_end_date": None,
        **lines,
        **changes,
    }


def read(order: dict[str, Any], zone: ZoneInfo = LONDON) -> Record:
    return Reader(account(VENDOR, KEYS, zone=zone), NOW).order(order)


def booked(**fields: Any) -> Line:
    return {"id": "b", "status": "confirmed", **fields}


@pytest.mark.parametrize(
    ("line", "start"),
    [
        ({"date": "2026-11-23", "start_time": "14:00"}, AT_TWO),
        ({"date": "2026-11-23", "start_time": "14:00:00"}, AT_TWO),
        ({"date": "2026-11-23T00:00:00.000000Z", "start_time": "14:00"}, AT_TWO),
        ({"date": "2026-11-23", "time": "14:00", "booking_summary": {"start_time": None}}, AT_TWO),
        ({"date": "2026-11-23", "booking_summary": {"start_time": "14:00"}}, AT_TWO),
        ({"date": "2026-11-22", "start_time": "2026-11-23T14:00:00+00:00"}, AT_TWO),
        ({"date": "2026-11-22", "booking_summary": {"start_time": "2026-11-23T14:00:00Z"}}, AT_TWO),
        ({"date": "2026-11-23"}, TODAY),
        ({"date": "2026-11-23", "start_time": None}, TODAY),
        ({"date": "2026-11-23", "start_time": "after lunch"}, TODAY),
        ({"date": "2026-11-23", "start_time": "25:00"}, TODAY),
        ({"date": "2026-11-23", "start_time": 14}, TODAY),
        ({"date": "2026-11-23T00:00:00Z"}, TODAY),
        ({"start_time": "14:00"}, None),
        ({"date": "soon", "start_time": "14:00"}, None),
    ],
    ids=str,
)
def test_a_line_starts_when_it_says_and_no_time_is_invented(line: Line, start: date | datetime | None) -> None:
    (item,) = read(wire(booked(**line))).items
    assert (item.start, type(item.start)) == (start, type(start))


def test_a_time_of_day_is_that_of_the_site() -> None:
    (item,) = read(wire(booked(date="2026-07-01", start_time="14:00")), ZoneInfo("Europe/Rome")).items
    assert isinstance(item.start, datetime)
    assert item.start.isoformat() == "2026-07-01T14:00:00+02:00"


@pytest.mark.anyio
async def test_a_package_that_has_a_day_only_is_found_on_that_day() -> None:
    order = wire(packages=[{"id": "p", "status": "confirmed", "type_name": "Spa day", "date": TOMORROW.isoformat()}])

    async def found(day: date) -> int:
        def handler(request: httpx.Request) -> httpx.Response:
            return httpx.Response(200, json={"data": [order]})

        answer = await ask(VENDOR, [account(VENDOR, KEYS)], handler, Query(kinds=(Kind.ORDER,), window=on(Axis.START, day).window))
        assert answer.complete
        return len(answer.records)

    assert [await found(day) for day in (TODAY, TOMORROW, TOMORROW + timedelta(days=1))] == [0, 1, 0]


def test_a_package_has_the_times_of_what_is_in_it_where_they_are_known() -> None:
    package = {"id": "p", "status": "confirmed", "date": "2026-11-23"}
    record = read(wire(packages=[{**package, "package_items": [{"id": "i", "booking_summary": AT_TEN}]}]))
    assert [item.start for item in record.items] == [None, AT_TWO.replace(hour=10)]
    assert (record.start, record.date_only) == (AT_TWO.replace(hour=10), False)
    untimed = read(wire(packages=[{**package, "package_items": [{"id": "i", "time": None}]}]))
    assert [item.start for item in untimed.items] == [TODAY, None]
    assert (untimed.start, untimed.date_only) == (TODAY, True)


def test_an_order_starts_with_its_first_line_and_a_time_tells_more_than_its_day() -> None:
    timed, bare = booked(booking_summary=AT_TEN), booked(date="2026-11-23")
    record = read(wire(bare, timed))
    assert (record.start, record.date_only) == (AT_TWO.replace(hour=10), False)
    record = read(wire(timed, booked(date="2026-11-22")))
    assert (record.start, record.date_only) == (date(2026, 11, 22), True)


def test_an_end_that_nobody_gave_is_none() -> None:
    open_ended = booked(booking_summary={**AT_TEN, "end_time": None})
    assert read(wire(open_ended)).end is None
    later = booked(booking_summary={"start_time": "2026-11-23T14:00:00+00:00"})
    assert read(wire(booked(booking_summary=AT_TEN), later)).end == AT_TWO.replace(hour=11)
    cancelled = booked(booking_summary=AT_TEN) | {"status": "cancelled"}
    assert read(wire(open_ended, cancelled)).end is None


def test_an_order_that_knows_days_only_keeps_the_last_day_that_it_was_given() -> None:
    days: dict[str, Any] = {"booking_items_start_date": "2026-11-23", "booking_items_end_date": "2026-11-24"}
    for order in (wire(**days), wire(booked(date="2026-11-23"), **days)):
        record = read(order)
        assert (record.start, record.end, record.date_only) == (TODAY, TOMORROW, True)
