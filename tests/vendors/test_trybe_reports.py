"""Trybe's reports as rows with figures: which dates each is asked with, and what is made of columns that nobody documents."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.answer import AccountAnswer
from bot.core.query import Query
from bot.core.record import Record
from bot.core.states import Axis, Kind, Report, Stage, Status, Unit
from bot.core.window import Window
from bot.vendors.trybe import VENDOR
from bot.vendors.trybe.envelope import Envelope
from bot.vendors.trybe.figures import figures, report_row, rows_of
from tests.vendors.samples import on
from tests.vendors.trybe_server import serving
from tests.vendors.trybe_wire import KEYS, MON, SITE, TUE
from tests.vendors.world import NOW, Wire, account, ask, body

pytestmark = pytest.mark.anyio

BODIES = {
    Report.RUN_SHEET: "run_sheet",
    Report.NO_SHOWS: "no_shows",
    Report.CHARGES: "charges",
    Report.ITEMS_SOLD: "order_items",
    Report.STATS: "stats",
    Report.STAFF_UTILISATION: "practitioner_utilisation",
    Report.ROOM_UTILISATION: "room_occupancy",
    Report.REVENUE: "revenue_by_centre",
    Report.OCCUPANCY: "occupancy",
}


async def read(report: Report, answered: Any, query: Query | None = None) -> tuple[tuple[Record, ...], AccountAnswer, Wire]:
    wire = Wire(lambda request: httpx.Response(200, json=answered))
    asked = (query or Query()).model_copy(update={"kinds": (Kind.REPORT,), "report": report})
    answer = await ask(VENDOR, [account(VENDOR, KEYS)], wire, asked)
    return answer.records, answer.accounts[0], wire


def told(records: tuple[Record, ...]) -> list[tuple[str | None, dict[str, Any]]]:
    return [(record.title, {figure.label: figure.value for figure in record.figures}) for record in records]


@pytest.mark.parametrize("report", Report)
async def test_every_report_is_one_call_of_rows_that_say_which_report_they_are(report: Report) -> None:
    records, said, wire = await read(report, body("trybe", BODIES[report]))
    assert (said.complete, said.note, said.error) == (True, "for today, 23 Nov", None)
    assert records
    assert {record.report for record in records} == {report}
    assert len(wire.requests) == 1
    assert wire.requests[0].url.params["site_id"] == SITE
    assert "queue" not in wire.requests[0].url.path


async def test_takings_are_by_method_with_the_sum_last() -> None:
    records, _, _ = await read(Report.CHARGES, body("trybe", "charges"))
    assert told(records) == [
        ("stripe", {"Payment count": 3, "Refund count": 0, "Payment total": 24000, "Refund total": 0}),
        ("manual", {"Payment count": 2, "Refund count": 1, "Payment total": 5000, "Refund total": 1500}),
        ("Total", {"Payment count": 5, "Refund count": 1, "Payment total": 29000, "Refund total": 1500}),
    ]
    assert [record.method for record in records] == ["stripe", "manual", None]
    money = [figure for figure in records[0].figures if figure.unit is Unit.MONEY]
    assert [(figure.name, figure.currency) for figure in money] == [("payment_total", "GBP"), ("refund_total", "GBP")]


async def test_a_sum_that_not_every_method_tells_is_not_made_up() -> None:
    rows = [{"processor": "stripe", "payment_total": 5}, {"processor": "cash", "payment_total": None, "payment_count": 1}]
    records, _, _ = await read(Report.CHARGES, {"data": [], "processor_totals": rows})
    assert told(records) == [("stripe", {"Payment total": 5}), ("cash", {"Payment count": 1})]


async def test_groups_of_an_object_are_rows_and_totals_the_last() -> None:
    records, _, _ = await read(Report.NO_SHOWS, body("trybe", "no_shows"))
    assert told(records) == [
        ("Cancellations", {"Orders": 4, "Revenue": 34000, "Percentage": Decimal("8.5")}),
        ("No shows", {"Orders": 2, "Revenue": 17000, "Percentage": Decimal("4.25")}),
        ("Total", {"Orders": 6, "Revenue": 51000}),
    ]
    assert [figure.unit for figure in records[0].figures] == [Unit.COUNT, Unit.MONEY, Unit.PERCENT]


async def test_a_run_sheet_is_bookings_by_their_time() -> None:
    records, _, _ = await read(Report.RUN_SHEET, body("trybe", "run_sheet"))
    assert [(record.title, str(record.staff[0])) for record in records] == [
        ("Gold facial", "Bea Holm"),
        ("Hot stone massage", "Anna Bell"),
    ]
    facial, massage = records
    assert (facial.customer and facial.customer.name, facial.status, facial.vendor_status) == (
        "Ada Byron",
        Status.UNKNOWN,
        "awaiting moon",
    )
    assert (massage.ref, massage.stage, str(massage.resource), massage.figures) == ("TRY0012", Stage.ARRIVED, "Room 7", ())


async def test_columns_of_tomorrow_are_kept_as_figures() -> None:
    records, _, _ = await read(Report.STATS, body("trybe", "stats"))
    assert told(records) == [
        ("Bookings", {"Value": 31}),
        ("Occupancy", {"Percentage": Decimal("62.5")}),
        ("Revenue", {"Revenue": 284000, "A column of tomorrow, average minutes": 52}),
    ]
    assert records[2].figures[1].unit is Unit.MINUTES
    assert records[2].raw["a_column_of_tomorrow"] == {"average_minutes": 52}


async def test_use_of_staff_and_rooms_names_them() -> None:
    staff, _, _ = await read(Report.STAFF_UTILISATION, body("trybe", "practitioner_utilisation"))
    assert [str(one) for record in staff for one in record.staff] == ["Anna Bell", "Bea Holm"]
    assert [figure.unit for figure in staff[0].figures] == [Unit.MINUTES, Unit.MINUTES, Unit.PERCENT, Unit.MONEY, Unit.COUNT]
    rooms, _, _ = await read(Report.ROOM_UTILISATION, body("trybe", "room_occupancy"))
    assert [str(record.resource) for record in rooms] == ["Room 7", "Room 77", "None"]
    assert told(rooms)[-1] == (
        "Total",
        {"Available hours": 20, "Blocked hours": Decimal("1.5"), "Appointment hours": Decimal("8.25"), "Session hours": 0},
    )


async def test_occupancy_is_by_the_hour_and_none_where_the_site_has_no_overview() -> None:
    records, _, _ = await read(Report.OCCUPANCY, body("trybe", "occupancy"))
    assert told(records) == [
        ("09:00", {"Guests": 4}),
        ("10:00", {"Guests": 11}),
        ("Total", {"Occupancy per day": Decimal("42.5"), "Occupancy for view": 48}),
    ]
    records, said, _ = await read(Report.OCCUPANCY, {"data": None})
    assert (records, said.complete) == ((), True)
    assert str(said.note).endswith("the site has no overview of its occupancy")


async def test_items_sold_walk_their_pages_and_take_the_sums_of_the_first() -> None:
    pages = [body("trybe", "order_items") for _ in range(2)]
    for number, page in enumerate(pages, 1):
        page["meta"] |= {"current_page": number, "last_page": 2}
        page["data"] = [{**row, "id": f"{number}{row['id']}"} for row in page["data"]]
    wire = Wire(lambda request: httpx.Response(200, json=pages[int(request.url.params["page"]) - 1]))
    query = Query(kinds=(Kind.REPORT,), report=Report.ITEMS_SOLD)
    answer = await ask(VENDOR, [account(VENDOR, KEYS)], wire, query)
    assert (len(answer.records), len(wire.requests)) == (5, 2)
    assert told(answer.records)[-1] == ("Total", {"Quantity": 3, "Total cost": 11000, "Net total": 9166})


async def test_a_report_by_the_day_is_asked_for_each_day_and_says_where_it_stops() -> None:
    week = on(Axis.START, MON, date(2026, 11, 29))
    _, said, wire = await read(Report.RUN_SHEET, {"data": []}, week)
    assert [request.url.params["date"] for request in wire.requests] == [f"2026-11-{day}" for day in range(23, 30)]
    assert said.complete
    _, said, wire = await read(Report.RUN_SHEET, {"data": []}, on(Axis.START, MON, date(2026, 12, 10)))
    assert len(wire.requests) == 7
    assert not said.complete
    assert "only the first 7 days are here" in str(said.error)


async def test_days_are_the_sites() -> None:
    wire = Wire(lambda request: httpx.Response(200, json={"data": []}))
    query = Query(kinds=(Kind.REPORT,), report=Report.CHARGES)
    late = account(VENDOR, KEYS, zone=ZoneInfo("Asia/Tokyo"))
    await ask(VENDOR, [late], wire, query)
    assert wire.requests[0].url.params["date"] == "2026-11-23T00:00:00+09:00"


async def test_an_open_window_is_closed_and_said() -> None:
    since = Query(window=Window(start=NOW.replace(day=20)))
    _, said, wire = await read(Report.STATS, {"data": []}, since)
    assert dict(wire.requests[0].url.params) == {"site_id": SITE, "date_from": "2026-11-20", "date_to": "2026-11-23"}
    assert said.note == "looked up to 23 Nov 2026"


async def test_a_route_that_is_not_there_is_told_apart_from_an_empty_report() -> None:
    wire = Wire(lambda request: httpx.Response(404, json={"message": "no"}))
    answer = await ask(VENDOR, [account(VENDOR, KEYS)], wire, Query(kinds=(Kind.REPORT,), report=Report.RUN_SHEET))
    assert answer.accounts[0].error == (
        "Trybe (palm) has nothing at the place we know for “rep.run_sheet”; [accounts.palm.routes] can correct it."
    )


@pytest.mark.parametrize(
    ("query", "why"),
    [
        (Query(report=Report.CHARGES, staff=("anna",)), "cannot narrow that report by who treats"),
        (Query(report=Report.STATS, resource=("room 7",)), "cannot narrow that report by the room"),
        (Query(report=Report.RUN_SHEET, label=("vip",)), "cannot narrow that report by the label"),
        (Query(), "has several reports"),
    ],
)
async def test_what_a_report_cannot_be_narrowed_by_is_said_and_it_is_not_asked(query: Query, why: str) -> None:
    wire = Wire(serving({}, SITE))
    answer = await ask(VENDOR, [account(VENDOR, KEYS)], wire, query.model_copy(update={"kinds": (Kind.REPORT,)}))
    assert why in str(answer.accounts[0].error)
    assert not any(request.url.path.startswith("/shop/reports") for request in wire.requests)


READER = Envelope(account(VENDOR, KEYS), NOW)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=8,
)


@given(data=st.lists(VALUES, max_size=4) | st.dictionaries(st.text(max_size=12), VALUES, max_size=4) | VALUES)
def test_whatever_a_report_holds_is_read(data: Any) -> None:
    for number, row in enumerate(rows_of(data)):
        if row:
            record = report_row(READER, Report.STATS, number, row)
            assert all(isinstance(figure.value, int | Decimal) for figure in record.figures)
            assert all((figure.currency is not None) is (figure.unit is Unit.MONEY) for figure in record.figures)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"net_total": "1200"}, [("net_total", 1200, Unit.MONEY)]),
        ({"net_total": 12.5}, [("net_total", Decimal("12.5"), Unit.COUNT)]),
        ({"order_id": 7, "order_ref": "77", "code": "12"}, []),
        ({"payment_count": 3, "payment_total": 3}, [("payment_count", 3, Unit.COUNT), ("payment_total", 3, Unit.MONEY)]),
        ({"occupancy_rate": 0.5}, [("occupancy_rate", Decimal("0.5"), Unit.PERCENT)]),
        ({"value": 5}, [("value", 5, Unit.COUNT)]),
        ({"value": 5, "currency": "jpy"}, [("value", 5, Unit.MONEY)]),
        ({"booked": {"minutes": 30, "deep": {"er": {"count": 1}}}}, [("booked.minutes", 30, Unit.MINUTES)]),
        ({"paid": True, "total": None, "orders": float("nan"), "items": 10**30}, []),
    ],
)
def test_a_number_is_what_its_column_says(row: Mapping[str, Any], expected: list[tuple[str, Any, Unit]]) -> None:
    assert [(figure.name, figure.value, figure.unit) for figure in figures(row, "GBP")] == expected


async def test_two_days_of_takings_are_one_range_with_open_ends() -> None:
    _, _, wire = await read(Report.CHARGES, {"data": [], "processor_totals": []}, on(Axis.REVENUE, MON, TUE))
    params = wire.requests[0].url.params
    assert (params["completed_from"], params["completed_to"]) == ("2026-11-22T23:59:59+00:00", "2026-11-25T00:00:00+00:00")
