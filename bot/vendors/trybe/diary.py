"""Asking for what stands in the diary: appointments, sessions, and who is booked into a session."""

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.core.errors import FrontdeskError, NotFound
from bot.core.model import replace
from bot.core.record import Note, Party, Record
from bot.core.states import Kind, Stage, Status
from bot.vendors.contract import Found, Plan
from bot.vendors.paging import Pages, gather, gather_in_turns
from bot.vendors.trybe import asking
from bot.vendors.trybe.calls import Calls
from bot.vendors.trybe.envelope import Wire, state, word
from bot.vendors.trybe.mapping import Reader
from bot.vendors.trybe.names import services_of
from bot.vendors.trybe.states import ITEM_STATUS, ORDER_STATUS, STAGE
from bot.vendors.wire import mapping, objects, text


async def appointments(calls: Calls, plan: Plan) -> Found:
    """The appointments that a plan asks for: one list, narrowed by practitioner and room."""
    if plan.query.ids:
        wires = await calls.each(plan.query.ids, lambda id: calls.one("appts.get", appointmentId=id), "appointments")
        return gather(wires, calls.reader.appointment)
    now = calls.errand.now.astimezone(calls.reader.zone)
    params, note = asking.appointments(plan.query, now)
    named = {"practitioner_id": ",".join(calls.ids("staff")), "room_id": ",".join(calls.ids("resource"))}
    params |= {key: ids for key, ids in named.items() if ids}
    found = await gather_in_turns([await calls.pages("appts.list", params, "appointments")], calls.reader.appointment, note)
    if plan.query.window is not None:
        return found
    # A day more was asked on each side, and only the question's own window is looked at again afterwards.
    window, _ = asking.diary(plan.query, now)
    return replace(found, records=tuple(one for one in found.records if one.start is None or window.holds(one.start)))


async def appointment(calls: Calls, id: str) -> Record:
    """One appointment with the notes of its order and the state that the order ended in: its own row says only that there are some
    notes, and reads "confirmed" when its guest never came.
    """
    wire = await calls.one("appts.get", appointmentId=id)
    record = calls.reader.appointment(wire)
    order = text(wire.get("order_id"))
    if order is None:
        return record
    notes, ended = await asyncio.gather(_order_notes(calls, order, wire), _ended(calls, order))
    return replace(
        record, notes=notes or record.notes, status=ended if ended and record.status is Status.CONFIRMED else record.status
    )


async def _order_notes(calls: Calls, order: str, wire: Wire) -> tuple[Note, ...]:
    if not wire.get("has_notes"):
        return ()
    return tuple(calls.reader.staff_notes(list((await calls.whole("orders.notes", orderId=order)).rows), "content"))


async def _ended(calls: Calls, order: str) -> Status | None:
    """The state of an order that can no longer be changed; nothing where it can, or cannot be read."""
    try:
        status = state(ORDER_STATUS, (await calls.one("orders.get", orderId=order)).get("status"))
    except FrontdeskError:
        return None
    return status if status in (Status.COMPLETED, Status.NO_SHOW, Status.CANCELLED) else None


async def sessions(calls: Calls, plan: Plan) -> Found:
    """The sessions that a plan asks for."""
    if plan.query.ids:
        wires = await calls.each(plan.query.ids, lambda id: calls.one("sessions.get", sessionId=id), "sessions")
        return gather(wires, calls.reader.session)
    lists, note = await session_lists(calls, plan)
    return await gather_in_turns(lists, calls.reader.session, note)


async def session(calls: Calls, id: str) -> Record:
    """One session; how many came and how many did not is known only with its bookings."""
    return calls.reader.session(await calls.one("sessions.get", {"include_bookings": "1"}, sessionId=id))


async def session_lists(calls: Calls, plan: Plan, more: Mapping[str, str] | None = None) -> tuple[list[Pages], str | None]:
    """The sessions of a plan as lists, and a note when the question named no days. The filter of types takes a single one."""
    params, note = asking.sessions(plan.query, calls.errand.now.astimezone(calls.reader.zone))
    params |= more or {}
    if staff := calls.ids("staff"):
        params["practitioner_id"] = ",".join(staff)
    if not plan.query.service:
        return await calls.lists("sessions.list", [params], "sessions"), note
    types = await services_of(calls, "session")
    return await calls.lists("sessions.list", [{**params, "session_type_id": id} for id in types], "sessions"), note


async def session_bookings(calls: Calls, plan: Plan) -> Found:
    """Who is booked into the sessions of a plan, or into one (`group`)."""
    query, reader = plan.query, calls.reader
    if query.ids:
        wires = await calls.each(query.ids, lambda id: calls.one("session_bookings.get", bookingId=id), "bookings")
        return gather(wires, lambda wire: session_booking(reader, wire, {}))
    asked = {"include_bookings": "1"}
    if query.group is not None:
        lists: list[Pages] = await calls.each((query.group,), lambda id: calls.one("sessions.get", asked, sessionId=id), "sessions")
        note = None
    else:
        lists, note = await session_lists(calls, plan, asked)
    bookings = [_bookings(pages) for pages in lists]
    return gather(bookings, lambda each: session_booking(reader, each["booking"], each["session"]), note)


async def session_booking_by_id(calls: Calls, id: str) -> Record:
    """One booking of a session. Its own object does not say when: that is the session's."""
    wire = await calls.one("session_bookings.get", bookingId=id)
    whole = text(wire.get("session_id"))
    try:
        session = {} if whole is None else await calls.one("sessions.get", sessionId=whole)
    except NotFound:
        return replace(session_booking(calls.reader, wire, {}), complete=False)
    return session_booking(calls.reader, wire, session)


def session_booking(reader: Reader, wire: Wire, session: Wire) -> Record:
    """A place in a session. Its `stage` is its order's: whether the guest is here is told by the check-in where there is one."""
    missed = wire.get("is_no_show") is True
    status = wire.get("status")
    service = reader.named(
        wire.get("session_type_id") or session.get("session_type_id"),
        wire.get("session_type_name") or session.get("session_type_name"),
    )
    practitioner, guests = reader.one_named(session, "practitioner"), objects(wire.get("guests"))
    return reader.record(
        kind=Kind.SESSION_BOOKING,
        id=reader.id(wire),
        raw=wire,
        ref=text(wire.get("order_ref")),
        group_id=text(wire.get("session_id")) or text(session.get("id")),
        status=Status.NO_SHOW if missed else state(ITEM_STATUS, status),
        stage=_stage(wire),
        vendor_status="no_show" if missed else text(status),
        start=reader.time(session.get("start_time")),
        end=reader.time(session.get("end_time")),
        location=reader.here,
        resource=reader.one_named(session, "room"),
        staff=(practitioner,) if practitioner else (),
        service=(service,) if service else (),
        customer=reader.customer(wire, guests),
        party=Party(total=len(guests)) if guests else None,
    )


def _stage(wire: Wire) -> Stage:
    if wire.get("checked_out_at"):
        return Stage.DEPARTED
    if wire.get("checked_in_at"):
        return Stage.ARRIVED
    return Stage.NOT_ARRIVED if "checked_in_at" in wire else STAGE.get(word(wire.get("stage")), Stage.UNKNOWN)


def _bookings(pages: Pages) -> Pages:
    """The bookings of a list of sessions, each with its session; a row that is none stands for itself, to be counted."""
    rows: list[Any] = []
    for row in pages.rows:
        session = mapping(row)
        rows += [{"booking": booking, "session": session} for booking in objects(session.get("bookings"))]
        rows += [{"booking": {}, "session": {}}] * (text(session.get("id")) is None)
    return Pages(rows=tuple(rows), complete=pages.complete, why=pages.why)
