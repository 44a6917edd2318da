"""What is still free: places of sessions, slots of a treatment, days of a package.

Slots are computed for each question and never stored, so they may be gone a moment later (docs.try.be, availability and booking).
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from bot.core.record import Named, Places, Record
from bot.core.states import Kind
from bot.core.window import ONE_DAY, Window
from bot.vendors.contract import Found, Plan
from bot.vendors.paging import Pages, gather, together
from bot.vendors.trybe import asking
from bot.vendors.trybe.calls import Calls
from bot.vendors.trybe.diary import session_lists
from bot.vendors.trybe.envelope import Envelope, Wire
from bot.vendors.trybe.names import Service, services
from bot.vendors.wire import integer, mapping, objects, text

MOST_SERVICES = 5
"""How many services of one name are asked about."""

MOST_SLOT_DAYS = 7
"""For how many days the single slots of a treatment are asked; beyond, which days have any."""

MOST_DAYS = 92
"""How far ahead days are looked through, a month in each call: the vendor answers for one month at most."""


async def search(calls: Calls, plan: Plan) -> Found:
    """What is free in the window of a plan: of the services it names, else the places of every session, and of a single day what
    else can be had at all.
    """
    window, note = asking.today_unless(plan.query, calls.errand.now.astimezone(calls.reader.zone))
    if plan.query.service:
        wanted = set(calls.ids("service"))
        named = [one for one in await services(calls) if one.id in wanted]
        more = f"asked for the first {MOST_SERVICES} of {len(named)} services of that name" if len(named) > MOST_SERVICES else None
        lists = await together([_service(calls, plan, window, one) for one in named[:MOST_SERVICES]], "free places")
        note = "; ".join(said for said in (note, more) if said) or None
    else:
        lists = await together([_sessions(calls, plan, window), _offered(calls, window)], "free places")
    least = plan.query.party.min if plan.query.party else None
    found = gather(lists, lambda wire: free(calls.reader, wire), note)
    room = [one for one in found.records if not least or one.places is None or one.places.left is None or one.places.left >= least]
    return replace(found, records=tuple(room))


async def _service(calls: Calls, plan: Plan, window: Window, service: Service) -> list[Pages]:
    first, last = _days(window)
    if service.type == "session":
        if plan.query.staff:
            return await _sessions(calls, plan, window)
        params = {"date_from": first.isoformat(), "date_to": last.isoformat(), **_quantity(plan)}
        pages = await calls.whole("avail.session", params, siteId=calls.site, sessionTypeId=service.id)
    elif service.type == "appointment" and last - first < timedelta(days=MOST_SLOT_DAYS):
        params = {"date_from": first.isoformat(), "date_to": last.isoformat()}
        staff = calls.ids("staff") or ("",)
        each = [{**params, **({"practitioner_id": id} if id else {})} for id in staff]

        async def slots(params: dict[str, str]) -> list[Pages]:
            return [await calls.whole("avail.appointment", params, siteId=calls.site, appointmentTypeId=service.id)]

        return [_with(pages, service, "slot") for pages in await together(map(slots, each), "slots")]
    else:
        return await together([_dates(calls, plan, service, *month) for month in _months(first, last)], "free days")
    return [_with(pages, service, "session")]


async def _dates(calls: Calls, plan: Plan, service: Service, first: date, last: date) -> list[Pages]:
    params = {
        "offering_id": service.id,
        "offering_type": service.type,
        "date_from": first.isoformat(),
        "date_to": last.isoformat(),
        **_quantity(plan),
    }
    pages = await calls.whole("avail.offering_dates", params)
    free = tuple(row for row in pages.rows if mapping(row).get("has_availability") or not mapping(row))
    return [_with(replace(pages, rows=free), service, "day")]


async def _sessions(calls: Calls, plan: Plan, window: Window) -> list[Pages]:
    """The places of every session, from their list: its rows say how many are left, and the ones that began are over."""
    query = plan.query.model_copy(update={"window": window, "status": ()})
    lists, _ = await session_lists(calls, replace(plan, query=query))
    now = calls.errand.now

    def ahead(row: object) -> bool:
        start = calls.reader.time(mapping(row).get("start_time"))
        return start is None or start >= now

    return [_with(replace(pages, rows=tuple(filter(ahead, pages.rows))), None, "session") for pages in lists]


async def _offered(calls: Calls, window: Window) -> list[Pages]:
    """Which treatments can be had at all on a day; of several days the shop does not say."""
    first, last = _days(window)
    if first != last:
        return []
    pages = await calls.pages("shop.offerings", {"date": first.isoformat()}, "services")
    there = [row for row in map(mapping, pages.rows) if row.get("has_availability") and row.get("type") != "session"]
    rows = tuple({**row, "date": first.isoformat()} for row in there)
    return [_with(replace(pages, rows=rows), None, "offering")]


def free(reader: Envelope, wire: Wire) -> Record:
    """Something free: a session's places, a slot, a day or an offering, with the service that it is of.

    Which fields a slot has is not documented; each of those that a session's has is read where it is there.
    """
    row, service, what = mapping(wire.get("row")), wire.get("service"), str(wire.get("what"))
    start = reader.time(row.get("start_time")) or reader.time(row.get("time")) or reader.day(row.get("date"))
    own = text(row.get("id"))
    if start is None and own is None:
        reader.id(row)
    of = _service_of(reader, row, service, what)
    left, capacity = integer(row.get("remaining_capacity")), integer(row.get("capacity"))
    at = start.isoformat() if start else ""
    staff = reader.all_named(row, "practitioner") or tuple(one for one in [reader.one_named(row, "practitioner")] if one)
    parts = (of.id if of else own, at, *(one.id for one in staff))
    ends, minutes = reader.time(row.get("end_time")), integer(row.get("duration"))
    timed = reader.time(row.get("start_time")) or reader.time(row.get("time"))
    return reader.record(
        kind=Kind.AVAILABILITY,
        id=own if own and what == "session" else ".".join(filter(None, parts)),
        raw=row,
        start=start,
        end=ends or (timed + timedelta(minutes=minutes) if timed and minutes and 0 < minutes < 100_000 else None),
        date_only=start is not None and timed is None,
        location=reader.here,
        resource=reader.one_named(row, "room"),
        staff=staff,
        service=(of,) if of else (),
        title=of.name if of else None,
        places=Places(left=left, capacity=capacity),
        money=reader.price(row, "price", "price_from"),
    )


def _service_of(reader: Envelope, row: Wire, service: Service | None, what: str) -> Named | None:
    if service is not None:
        return reader.named(service.id, service.name)
    if what == "offering":
        return reader.named(row.get("id"), row.get("name"))
    return reader.named(row.get("session_type_id"), row.get("session_type_name"))


def _with(pages: Pages, service: Service | None, what: str) -> Pages:
    """The rows of a list, each with the service that it is of; slots that stand under their day or practitioner are taken out."""
    rows = [inner for row in pages.rows for inner in (objects(mapping(row).get("slots")) or [row])]
    return replace(pages, rows=tuple({"row": row, "service": service, "what": what} for row in rows))


def _quantity(plan: Plan) -> dict[str, str]:
    least = plan.query.party.min if plan.query.party else None
    return {"quantity": str(least)} if least else {}


def _days(window: Window) -> tuple[date, date]:
    """The first and last day of a window with two ends."""
    first, last = window.first_day, window.last_day
    assert first is not None
    assert last is not None
    return first, min(last, first + timedelta(days=MOST_DAYS))


def _months(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The stretches of at most four weeks that cover some days."""
    while first <= last:
        end = min(last, first + timedelta(days=27))
        yield first, end
        first = end + ONE_DAY
