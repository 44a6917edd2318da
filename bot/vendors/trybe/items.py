"""Order items: those of one order, or those of the days asked for, from the report that lists them one by one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.core.record import Party, Record
from bot.core.states import Kind, Status
from bot.vendors.contract import Found, Plan
from bot.vendors.paging import Pages, gather
from bot.vendors.trybe import asking
from bot.vendors.trybe.calls import Calls, found
from bot.vendors.trybe.envelope import Wire, state
from bot.vendors.trybe.figures import figures
from bot.vendors.trybe.lookup import order_of
from bot.vendors.trybe.mapping import Reader
from bot.vendors.trybe.names import label_ids
from bot.vendors.trybe.states import ITEM_STATUS
from bot.vendors.wire import objects, text


async def search(calls: Calls, plan: Plan) -> Found:
    """The order items that a plan asks for."""
    query, reader = plan.query, calls.reader
    if query.group or query.ref:
        order = await order_of(calls, query)
        whole = {} if order is None else await calls.one("orders.get", orderId=reader.id(order))
        return gather([Pages(rows=tuple(_lines(whole)))], lambda each: line(reader, each["line"], whole))
    params, note = asking.order_items(query, calls.errand.now.astimezone(reader.zone))
    named = {"offering_id": calls.ids("service"), "order_label": await label_ids(calls, Kind.ORDER)}
    params |= {key: ",".join(ids) for key, ids in named.items() if ids}
    pages = await calls.pages("rep.order_items", params, "order items")
    return await found([pages], lambda wire: row(reader, wire), plan if asking.exact(plan) and note is None else None, note)


def line(reader: Reader, wire: Wire, order: Wire) -> Record:
    """A line of an order, as a record of its own."""
    item, whole = reader.item(wire, wire.get("inherited")), reader.order({**order, "booking_items": [], "package_items": []})
    of = reader.named(wire.get("type_id") or wire.get("offering_id"), item.name)
    return reader.record(
        kind=Kind.ORDER_ITEM,
        id=f"{whole.id}.{reader.id(wire)}",
        raw=wire,
        ref=whole.ref,
        group_id=whole.id,
        status=item.status,
        stage=whole.stage,
        vendor_status=text(wire.get("status")),
        start=item.start,
        end=item.end,
        date_only=item.start is not None and not isinstance(item.start, datetime),
        created=whole.created,
        location=reader.here,
        resource=item.resource,
        staff=item.staff,
        service=(of,) if of else (),
        customer=whole.customer,
        party=Party(total=item.quantity),
        labels=whole.labels,
        title=item.name,
        money=reader.price(wire, "total_cost", "price"),
    )


def row(reader: Reader, wire: Wire) -> Record:
    """A row of the report of order items. Its columns are not documented: those with the names of an order's are read as such, and
    every number is kept as a figure.
    """
    start = next((at for key in ("start_time", "item_date", "date", "time") if (at := reader.day(wire.get(key)))), None)
    name = next((name for key in _NAMES if (name := text(wire.get(key)))), None)
    of = reader.named(wire.get("offering_id") or wire.get("type_id"), name)
    order, own = text(wire.get("order_id")), reader.id(wire, "order_item_id", "item_id", "id")
    return reader.record(
        kind=Kind.ORDER_ITEM,
        id=f"{order}.{own}" if order else own,
        raw=wire,
        ref=text(wire.get("order_ref")),
        group_id=order,
        status=_status(wire),
        vendor_status=text(wire.get("status")) or text(wire.get("order_status")),
        start=start,
        end=reader.time(wire.get("end_time")),
        date_only=start is not None and not isinstance(start, datetime),
        created=reader.time(wire.get("order_submitted_at")) or reader.time(wire.get("submitted_at")),
        location=reader.here,
        resource=reader.one_named(wire, "room"),
        staff=reader.all_named(wire, "practitioner"),
        service=(of,) if of else (),
        customer=reader.customer({"full_name": wire.get("customer_name"), **wire}),
        labels=reader.labels(wire, "name"),
        title=name,
        money=reader.price(wire, "total_cost", "total", "price"),
        figures=figures(wire, reader.currency(wire)),
    )


_NAMES = ("offering_name", "type_name", "item_name", "name")


def _status(wire: Wire) -> Status:
    """An item is cancelled with its order, and else in its own state."""
    own = state(ITEM_STATUS, wire.get("status") or wire.get("order_status"))
    order = state(ITEM_STATUS, wire.get("order_status"))
    return order if order in (Status.CANCELLED, Status.NO_SHOW) else own


def _lines(order: Wire) -> list[Mapping[str, Any]]:
    """The lines of all three arrays of an order, what is inside a package after it."""
    lines = [*objects(order.get("booking_items")), *objects(order.get("purchase_items"))]
    for package in objects(order.get("package_items")):
        inner = objects(package.get("package_items"))
        lines += [package, *({"inherited": package.get("status"), **each} for each in inner)]
    return [{"id": text(each.get("id")), "line": each} for each in lines]
