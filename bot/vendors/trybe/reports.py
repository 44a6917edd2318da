"""Reports: what Trybe counts and sums up itself, as rows with figures. Never by a report's "queue" twin, which starts a job.

Each report has its own names for its dates, and its own reading of their ends (API page, section Reports): sums cannot be filtered
afterwards, so each end is sent as that report reads it. A report needs dates: a question without any is about today, and says so.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.core.errors import CannotAnswer
from bot.core.record import Record
from bot.core.states import Axis, Kind, Report, Stage
from bot.core.window import ONE_DAY, Window
from bot.vendors.contract import Found, Plan, Request
from bot.vendors.paging import PageNumber, Pages, gather, identity, together, walk
from bot.vendors.trybe import asking
from bot.vendors.trybe.calls import Calls, Params
from bot.vendors.trybe.envelope import Wire, state, word
from bot.vendors.trybe.figures import TOTAL, figures, report_row, rows_of, staff_of, total_row
from bot.vendors.trybe.mapping import Reader
from bot.vendors.trybe.names import label_ids
from bot.vendors.trybe.states import ITEM_STATUS, STAGE
from bot.vendors.wire import mapping, objects, text

MOST_DAYS = 7
"""How many days of a report that is made for single days are asked for, a call each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A report to be read: its calls, how its rows are read, and which names of a question it can be narrowed by."""

    load: Callable[[Calls, Window], Awaitable[list[Pages]]]
    read: Callable[[Reader, int, Wire], Record]
    by: frozenset[str] = frozenset()


async def search(calls: Calls, plan: Plan) -> Found:
    """The rows of the report that a plan asks for, its totals last.

    Raises:
        CannotAnswer: the question names no report, or something that this one cannot be narrowed by.
    """
    report = plan.query.report
    if report is None:
        raise CannotAnswer(f"{calls.who} has several reports. It can answer: “run sheet”, “takings by method today”.")
    sheet = SHEETS[report]
    for field in ("staff", "resource", "label"):
        if getattr(plan.query, field) and field not in sheet.by:
            raise CannotAnswer(f"{calls.who} cannot narrow that report by {_CALLED[field]}. It can answer: the whole report.")
    window, note = asking.today_unless(plan.query, calls.errand.now.astimezone(calls.reader.zone))
    lists = await sheet.load(calls, window)
    kept = {"n": 0}

    def read(wire: Wire) -> Record:
        if (total := mapping(wire).get("total")) is not None:
            last = total_row(calls.reader, report, total)
            assert last is not None
            return last
        kept["n"] += 1
        return sheet.read(calls.reader, kept["n"], mapping(wire.get("row")))

    empty = [each.why for each in lists if each.complete and each.why]
    said = "; ".join(part for part in (note, *dict.fromkeys(empty)) if part) or None
    lists = [Pages(rows=each.rows, complete=each.complete, why=None if each.complete else each.why) for each in lists]
    return gather(lists, read, said)


def _rows(calls: Calls, data: Any, totals: Any = None) -> Pages:
    """The rows of an answer, and after them its totals."""
    rows: list[Any] = [{"row": row} for row in rows_of(data) if calls.ours(row)]
    if total_row(calls.reader, Report.STATS, totals) is not None:
        rows.append({"total": totals})
    return Pages(rows=tuple(rows))


def _days(window: Window) -> tuple[date, date]:
    """The first and the last day of a window; one that is open at an end is the day at its other."""
    first = window.first_day or window.last_day
    last = window.last_day or first
    assert first is not None
    assert last is not None
    return first, last


def _between(name: str, window: Window) -> dict[str, str]:
    """Days of which the report includes both ends."""
    first, last = _days(window)
    return {f"{name}_from": first.isoformat(), f"{name}_to": last.isoformat()}


async def _day_by_day(window: Window, load: Callable[[date], Awaitable[list[Pages]]]) -> list[Pages]:
    first, last = _days(window)
    days = [first + n * ONE_DAY for n in range(min((last - first).days + 1, MOST_DAYS))]
    lists = await together(map(load, days), "rows")
    if first + len(days) * ONE_DAY <= last:
        why = f"only the first {MOST_DAYS} days are here: that report is made day by day"
        lists.append(Pages(rows=(), complete=False, why=why))
    return lists


async def _run_sheet(calls: Calls, window: Window) -> list[Pages]:
    staff = calls.ids("staff")

    async def one(on: date) -> list[Pages]:
        params = {"date": on.isoformat(), **({"practitioner_id": ",".join(staff)} if staff else {})}
        body = await calls.report("rep.run_sheet", params)
        return [_rows(calls, body.get("data"), body.get("totals"))]

    return await _day_by_day(window, one)


async def _charges(calls: Calls, window: Window) -> list[Pages]:
    """Takings by how they were paid. A day has a report of its own, which takes the moment that the day begins; a range is worded
    "completed after … before …", so it begins a second earlier. One page is enough: the sums are taken to be of all pages.
    """
    first, last = _days(window)
    if first == last:
        at = datetime.combine(first, datetime.min.time(), calls.reader.zone)
        params, route = {"date": at.isoformat()}, "rep.day_charges"
    else:
        start, end = (datetime.combine(on, datetime.min.time(), calls.reader.zone) for on in (first, last + ONE_DAY))
        params = {"completed_from": (start - timedelta(seconds=1)).isoformat(), "completed_to": end.isoformat()}
        route = "rep.charges"
    body = await calls.report(route, params)
    methods = objects(body.get("processor_totals"))
    return [_rows(calls, methods, _sums(methods))]


def _sums(methods: list[Wire]) -> dict[str, int]:
    """The takings of all methods together, where each says its own."""
    keys = ("payment_count", "refund_count", "payment_total", "refund_total")
    return {key: sum(one[key] for one in methods) for key in keys if methods and all(type(one.get(key)) is int for one in methods)}


async def _occupancy(calls: Calls, window: Window) -> list[Pages]:
    async def one(on: date) -> list[Pages]:
        body = await calls.report("calendar.occupancy", {"date": on.isoformat()})
        data = body.get("data") if "data" in body else body.get("meta")
        if data is None:
            return [Pages(rows=(), why="the site has no overview of its occupancy")]
        hours = mapping(data).get("occupancy_per_hour")
        whole = {key: value for key, value in mapping(data).items() if key != "occupancy_per_hour"}
        return [_rows(calls, [{"title": text(row.get("time")), "date": on.isoformat(), **row} for row in objects(hours)], whole)]

    return await _day_by_day(window, one)


def _summed(
    route: str, dates: Callable[[Window], dict[str, str]], named: Callable[[Calls], Awaitable[Params]] | None = None
) -> Callable[[Calls, Window], Awaitable[list[Pages]]]:
    """A report of one answer."""

    async def load(calls: Calls, window: Window) -> list[Pages]:
        body = await calls.report(route, {**dates(window), **(await named(calls) if named else {})})
        return [_rows(calls, body.get("data"), body.get("totals"))]

    return load


async def _items_sold(calls: Calls, window: Window) -> list[Pages]:
    """The items whose treatment is on these days, or whose revenue is; the sums stand on each page."""
    axis = Axis.REVENUE if window.axis is Axis.REVENUE else Axis.START
    request = calls.request(
        "rep.order_items", {"site_id": calls.site, **asking.item_dates(window.model_copy(update={"axis": axis}))}
    )
    totals: list[Any] = []

    async def read(each: Request) -> Any:
        body = await calls.errand.read(each)
        totals.append(mapping(body).get("totals"))
        return body

    pager = PageNumber(who=calls.who)
    pages = await walk(read, request, pager, calls.errand.bound, key=lambda row: identity(row, "id"), noun="rows")
    return [replace(pages, rows=_rows(calls, list(pages.rows), totals[0]).rows)]


async def _rooms(calls: Calls) -> Params:
    rooms = calls.ids("resource")
    return {"room_ids": ",".join(rooms)} if rooms else {}


async def _labels(calls: Calls) -> Params:
    labels = await label_ids(calls, Kind.ORDER)
    return {"labels": ",".join(labels)} if labels else {}


def _revenue_dates(window: Window) -> dict[str, str]:
    return _between("revenue_date", window)


def _plain_dates(window: Window) -> dict[str, str]:
    return _between("date", window)


def _plainly(report: Report) -> Callable[[Reader, int, Wire], Record]:
    def read(reader: Reader, number: int, wire: Wire) -> Record:
        on = reader.day(wire.get("date"))
        return report_row(reader, report, number, wire, start=on, date_only=on is not None and not isinstance(on, datetime))

    return read


def _of_staff(reader: Reader, number: int, wire: Wire) -> Record:
    return report_row(reader, Report.STAFF_UTILISATION, number, wire, staff=staff_of(reader, wire))


def _of_room(reader: Reader, number: int, wire: Wire) -> Record:
    return report_row(reader, Report.ROOM_UTILISATION, number, wire, resource=reader.one_named(wire, "room"))


def _by_method(reader: Reader, number: int, wire: Wire) -> Record:
    method = text(wire.get("processor"))
    return report_row(reader, Report.CHARGES, number, wire, title=(method or TOTAL).replace("_", " "), method=method)


def _booking(report: Report) -> Callable[[Reader, int, Wire], Record]:
    """A row that is a booking: the columns with an appointment's or an item's names are read as such."""

    def read(reader: Reader, number: int, wire: Wire) -> Record:
        summary = mapping(wire.get("booking_summary"))
        starts = (reader.day(each.get(key)) for key in ("start_time", "time", "date") for each in (summary, wire))
        start = next((at for at in starts if at), None)
        service = next((name for key in _SERVICES if (name := text(wire.get(key)))), None)
        of = reader.named(wire.get("offering_id") or wire.get("type_id") or wire.get("appointment_type_id"), service)
        guests = objects(wire.get("guests"))
        status = wire.get("status")
        return report_row(
            reader,
            report,
            number,
            wire,
            title=service,
            ref=text(wire.get("order_ref")),
            group_id=text(wire.get("order_id")),
            status=state(ITEM_STATUS, status),
            vendor_status=text(status),
            stage=STAGE.get(word(wire.get("stage")), Stage.UNKNOWN),
            start=start,
            end=reader.time(summary.get("end_time")) or reader.time(wire.get("end_time")),
            date_only=start is not None and not isinstance(start, datetime),
            staff=staff_of(reader, wire) or staff_of(reader, summary),
            resource=reader.one_named(wire, "room") or reader.one_named(summary, "room"),
            service=(of,) if of else (),
            customer=reader.customer({"full_name": wire.get("customer_name"), **wire}, guests),
            figures=() if report is Report.RUN_SHEET else figures(wire, reader.currency(wire)),
        )

    return read


_SERVICES = ("appointment_type_name", "session_type_name", "offering_name", "type_name", "item_name", "name")
_CALLED: Mapping[str, str] = {"staff": "who treats", "resource": "the room", "label": "the label"}

SHEETS: Mapping[Report, Sheet] = {
    Report.RUN_SHEET: Sheet(load=_run_sheet, read=_booking(Report.RUN_SHEET), by=frozenset({"staff"})),
    Report.NO_SHOWS: Sheet(load=_summed("rep.no_shows", _revenue_dates), read=_plainly(Report.NO_SHOWS)),
    Report.CHARGES: Sheet(load=_charges, read=_by_method),
    Report.ITEMS_SOLD: Sheet(load=_items_sold, read=_booking(Report.ITEMS_SOLD)),
    Report.STATS: Sheet(load=_summed("rep.stats", _plain_dates), read=_plainly(Report.STATS)),
    Report.STAFF_UTILISATION: Sheet(load=_summed("rep.practitioner_utilisation", _plain_dates), read=_of_staff),
    Report.ROOM_UTILISATION: Sheet(
        load=_summed("rep.room_occupancy", _plain_dates, _rooms), read=_of_room, by=frozenset({"resource"})
    ),
    Report.REVENUE: Sheet(
        load=_summed("rep.revenue_by_centre", _revenue_dates, _labels), read=_plainly(Report.REVENUE), by=frozenset({"label"})
    ),
    Report.OCCUPANCY: Sheet(load=_occupancy, read=_plainly(Report.OCCUPANCY)),
}
