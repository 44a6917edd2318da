"""Asking for customers and memberships; one customer with notes, labels and memberships."""

import asyncio
from collections.abc import Sequence
from typing import Any

from bot.core.errors import FrontdeskError
from bot.core.model import replace
from bot.core.record import Customer, Finding, Item, Named, Record
from bot.core.states import Balance, Kind, Status
from bot.vendors.contract import Found, Plan
from bot.vendors.paging import Pages, gather
from bot.vendors.trybe import asking
from bot.vendors.trybe.calls import Calls, found
from bot.vendors.trybe.envelope import Wire, state
from bot.vendors.trybe.lookup import people
from bot.vendors.trybe.mapping import Reader
from bot.vendors.trybe.names import label_ids
from bot.vendors.trybe.states import MEMBERSHIP_STATUS
from bot.vendors.wire import day, mapping, objects, text

_UNPAID = frozenset({"payment_failed", "payment_outstanding", "payment_disputed", "setup_unpaid"})
"""Reasons for attention that are money: the others are mandates."""


async def search(calls: Calls, plan: Plan) -> Found:
    """The customers that a plan asks for: all its filters are the vendor's, but which words it finds is not stated."""
    params = asking.customers(plan.query)
    if labels := await label_ids(calls, Kind.CUSTOMER):
        params["label_ids"] = ",".join(labels)
    exact = plan if not plan.query.customer and not plan.query.text and plan.query.window is None else None
    pages = await calls.pages("customers.list", params, "customers", count=plan.count and exact is not None)
    return await found([pages], calls.reader.guest, exact)


async def get(calls: Calls, id: str) -> Record:
    """One customer with notes, labels and memberships: three calls beside the first, and a finding for each that failed."""
    wire = await calls.one("customers.get", customerId=id)
    missing: list[Finding] = []

    async def part(name: str, load: Any) -> Sequence[Any]:
        try:
            pages: Pages = await load
        except FrontdeskError as error:
            missing.append(Finding(name=name, holds=None, text=f"The {name} could not be read: {error}"))
            return ()
        return pages.rows

    notes, labels, memberships = await asyncio.gather(
        part("notes", calls.whole("customers.notes", customerId=id)),
        part("labels", calls.whole("customers.labels", customerId=id)),
        part("memberships", calls.pages("memberships.list", {"customer_id": id}, "memberships")),
    )
    record = calls.reader.guest(wire)
    own = calls.reader.labels({"labels": list(labels)}, "value")
    return replace(
        record,
        notes=tuple(calls.reader.staff_notes(list(notes), "note")),
        labels=own or record.labels,
        items=tuple(_line(membership(calls.reader, row)) for row in map(mapping, memberships) if text(row.get("id"))),
        complete=not missing,
        findings=tuple(missing),
    )


async def memberships(calls: Calls, plan: Plan) -> Found:
    """The memberships that a plan asks for. A person is looked up among the customers first."""
    query, reader = plan.query, calls.reader
    if query.ids:
        wires = await calls.each(query.ids, lambda id: calls.one("memberships.get", membershipId=id), "memberships")
        return gather(wires, lambda wire: membership(reader, wire))
    params = asking.memberships(query)
    who = query.customer
    if who is None or who.id:
        asked: list[dict[str, str]] = [{**params, **({"customer_id": who.id} if who and who.id else {})}]
        missing: list[Pages] = []
    else:
        those, lacking = await people(calls, plan)
        asked, missing = [{**params, "customer_id": str(one.id)} for one in those], [lacking]
    lists = [*await calls.lists("memberships.list", asked, "memberships"), *missing]
    if query.balance is not None:
        owing = query.balance is Balance.OUTSTANDING
        lists = [replace(each, rows=tuple(row for row in each.rows if _owes(row) is owing)) for each in lists]
    exact = plan if query.balance is None and query.window is None and not missing else None
    return await found(lists, lambda wire: membership(reader, wire), exact)


async def membership_by_id(calls: Calls, id: str) -> Record:
    """One membership."""
    return membership(calls.reader, await calls.one("memberships.get", membershipId=id))


def membership(reader: Reader, wire: Wire) -> Record:
    """A membership. Its number is the lead's; the one at its top is deprecated, and stands where no member has one."""
    members = objects(wire.get("members"))
    lead: Wire = next((one for one in members if one.get("is_lead")), members[0] if members else {})
    person = mapping(wire.get("customer"))
    of_type, rate = _called(reader, wire, "type"), mapping(wire.get("rate"))
    who = reader.person(person) if person else None
    if who is None and (id := text(lead.get("customer_id"))):
        who = Customer(id=id)
    ends, reason = day(wire.get("end_date")), text(wire.get("attention_reason"))
    return reader.record(
        kind=Kind.MEMBERSHIP,
        id=reader.id(wire),
        raw={key: value for key, value in wire.items() if key != "payment_method"},
        ref=text(lead.get("membership_number")) or text(wire.get("membership_number")),
        external_id=text(wire.get("external_ref")),
        status=state(MEMBERSHIP_STATUS, wire.get("status")),
        vendor_status=text(wire.get("status")),
        start=day(wire.get("start_date")),
        date_only=True,
        end=ends,
        created=reader.time(wire.get("created_at")),
        expires=reader.time(f"{ends}T00:00") if ends else None,
        location=reader.here,
        service=(of_type,) if of_type else (),
        customer=who,
        title=of_type.name if of_type else None,
        money=reader.price(rate, "price"),
        findings=(Finding(name=reason, holds=False, text=reason.replace("_", " ")),) if reason else (),
    )


def _called(reader: Reader, wire: Wire, what: str) -> Named | None:
    """The type of a membership, an object or a bare word."""
    thing = wire.get(what)
    if isinstance(thing, dict):
        return reader.named(thing.get("id"), thing.get("name"))
    return reader.named(wire.get(f"membership_{what}_id"), thing)


def _line(record: Record) -> Item:
    """A membership as a line of its customer."""
    return Item(id=record.id, name=record.title or "Membership", start=record.start, status=record.status)


def _owes(row: Any) -> bool:
    wire = mapping(row)
    return state(MEMBERSHIP_STATUS, wire.get("status")) is Status.FAILED and text(wire.get("attention_reason")) in _UNPAID
