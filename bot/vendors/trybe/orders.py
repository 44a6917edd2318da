"""Asking for orders: by reference, by person in two steps, by filters; and one order with all that its card shows."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from bot.core.errors import FrontdeskError
from bot.core.model import replace
from bot.core.record import Customer, Figure, Finding, Item, Record
from bot.core.states import Kind, Unit
from bot.vendors.contract import Found, Plan
from bot.vendors.paging import Pages, gather, gather_in_turns, together
from bot.vendors.trybe import asking
from bot.vendors.trybe.calls import Calls, found
from bot.vendors.trybe.envelope import Wire
from bot.vendors.trybe.lookup import by_ref, people
from bot.vendors.trybe.names import label_ids
from bot.vendors.trybe.payments import payment, refunds_of
from bot.vendors.wire import mapping, text


async def search(calls: Calls, plan: Plan) -> Found:
    """The orders that a plan asks for."""
    query, reader = plan.query, calls.reader
    if query.ids:
        return gather(await calls.each(query.ids, lambda id: calls.one("orders.get", orderId=id), "orders"), reader.order)
    if query.ref:
        return gather([await by_ref(calls, query.ref)], reader.order)
    now = calls.errand.now.astimezone(reader.zone)
    wanted = [{**each, **await _named(calls)} for each in asking.orders(plan, now)]
    person = asking.order_people(plan)
    if person is None or (query.customer and query.customer.id):
        exact = plan if asking.exact(plan) else None
        note = f"for today, {now:%-d %b}" if asking.stage_day(query, now) else None
        lists = await calls.lists("orders.list", wanted, "orders", count=plan.count and exact is not None)
        return await found(lists, reader.order, exact, note)
    # Which fields the orders' search looks into is not stated, so the orders of the customers found are fetched as well.
    by_search = calls.lists("orders.list", [{**each, "query": person} for each in wanted], "orders")
    owners: dict[str, Customer] = {}
    lists = await together([by_search, _orders_of_people(calls, plan, wanted, owners)], "orders")
    return await gather_in_turns(lists, lambda wire: _owned(reader.order(wire), owners))


async def get(calls: Calls, id: str) -> Record:
    """One order, and what it does not carry itself: notes, payments, refunds, its itinerary. At most five calls.

    A part that cannot be had leaves the order incomplete, and a finding says which.
    """
    wire = dict(await calls.one("orders.get", orderId=id))
    missing: list[Finding] = []

    async def part(name: str, route: str) -> Sequence[Any]:
        try:
            return (await calls.whole(route, orderId=id)).rows
        except FrontdeskError as error:
            missing.append(Finding(name=name, holds=None, text=f"Its {name} could not be read: {error}"))
            return ()

    routes = {"itinerary": "orders.itinerary"}
    routes |= {} if isinstance(wire.get("order_notes"), list) else {"notes": "orders.notes"}
    routes |= {} if isinstance(wire.get("payments"), list) else {"payments": "orders.payments", "refunds": "orders.refunds"}
    parts = dict(zip(routes, await asyncio.gather(*(part(*each) for each in routes.items())), strict=True))
    return _completed(calls, wire, parts, tuple(missing))


def _completed(calls: Calls, wire: Wire, parts: Mapping[str, Any], missing: tuple[Finding, ...]) -> Record:
    reader = calls.reader
    record = reader.order({"order_notes": list(parts.get("notes", ())), **wire})
    known = {item.id for item in record.items}
    more = tuple(item for item in map(reader.item, _scheduled(parts["itinerary"])) if item.id and item.id not in known)
    paid = [mapping(each) for each in wire.get("payments") or parts.get("payments", ())]
    back = [mapping(each) for each in parts.get("refunds", ())] or [each for one in paid for each in refunds_of(one)]
    return replace(
        record,
        items=(*record.items, *_once(more)),
        figures=tuple(_figure(calls, each, sign) for rows, sign in ((paid, 1), (back, -1)) for each in rows if each.get("id")),
        complete=record.complete and not missing,
        findings=missing,
    )


def _figure(calls: Calls, wire: Wire, sign: int) -> Figure:
    """A payment or a refund as one number of its order."""
    record = payment(calls.reader, wire, order=None, refund=sign < 0)
    on = f", {record.created:%-d %b}" if record.created else ""
    how = f" ({record.method})" if record.method else ""
    what = "Refund" if sign < 0 else "Payment"
    status = f", {record.vendor_status.replace('_', ' ')}" if record.vendor_status and record.vendor_status != "paid" else ""
    money = record.money
    return Figure(
        name=record.id,
        label=f"{what}{how}{on}{status}",
        value=None if money is None else money.total,
        unit=Unit.MONEY,
        currency=None if money is None else money.currency,
    )


def _scheduled(tree: Any, depth: int = 6) -> list[Wire]:
    """The booking items of an itinerary, which are "grouped by date and guest" under keys that no document names."""
    if isinstance(tree, dict):
        if text(tree.get("id")) and ("booking_summary" in tree or "type_name" in tree):
            return [tree]
        tree = list(tree.values())
    if not isinstance(tree, (list, tuple)) or not depth:
        return []
    return [each for branch in tree for each in _scheduled(branch, depth - 1)]


def _once(items: Sequence[Item]) -> tuple[Item, ...]:
    """A booking of two guests stands in the itinerary of both."""
    return tuple({item.id: item for item in items}.values())


async def _named(calls: Calls) -> dict[str, str]:
    """The treatments and labels that the question named, as ids."""
    named = {"item_offering_id": calls.ids("service"), "labels": await label_ids(calls, Kind.ORDER)}
    return {key: ",".join(ids) for key, ids in named.items() if ids}


async def _orders_of_people(
    calls: Calls, plan: Plan, wanted: Sequence[Mapping[str, str]], owners: dict[str, Customer]
) -> list[Pages]:
    """The orders of the customers who are the person asked for; whose each order is goes into `owners`, by its id."""
    those, missing = await people(calls, plan)
    return [*await together([_orders_of(calls, one, wanted, owners) for one in those], "orders"), missing]


async def _orders_of(calls: Calls, who: Customer, wanted: Sequence[Mapping[str, str]], owners: dict[str, Customer]) -> list[Pages]:
    lists = await calls.lists("orders.list", [{**each, "customer_id": str(who.id)} for each in wanted], "orders")
    for row in (mapping(row) for pages in lists for row in pages.rows):
        if (id := text(row.get("id"))) and text(row.get("customer_id")) in (None, who.id):
            owners.setdefault(id, who)
    return lists


def _owned(order: Record, owners: Mapping[str, Customer]) -> Record:
    """An order with its customer as Trybe knows her: what is written on it may be another's, or nothing."""
    owner = owners.get(order.id)
    if owner is None:
        return order
    written = order.customer or Customer()
    known = {part: getattr(owner, part) or getattr(written, part) for part in Customer.__struct_fields__}
    return replace(order, customer=Customer(**known))
