"""Payments and refunds: of one order, or of all orders and memberships by day. Refunds are negative. Cards stay with Trybe."""

from collections.abc import Mapping
from typing import Any

from bot.core.errors import FrontdeskError, NotFound
from bot.core.money import Folio
from bot.core.query import Query
from bot.core.record import Customer, Record
from bot.core.states import Axis, Kind
from bot.vendors.contract import Found, Plan
from bot.vendors.paging import Pages, gather, lost, together
from bot.vendors.trybe import asking
from bot.vendors.trybe.calls import Calls
from bot.vendors.trybe.envelope import Envelope, Wire, amount, state
from bot.vendors.trybe.lookup import order_of
from bot.vendors.trybe.states import PAYMENT_STATUS
from bot.vendors.wire import day, mapping, objects, text

_CARD = ("card_brand", "card_last4", "cardholder_name", "processor_data")


async def search(calls: Calls, plan: Plan) -> Found:
    """The payments and refunds of one order, or those of the days asked for."""
    query = plan.query
    if query.group or query.ref:
        order = await order_of(calls, query)
        lists = [] if order is None else await _of_order(calls, order)
        return gather(lists, lambda each: payment(calls.reader, each["row"], order=each["order"], refund=each["refund"]))
    params, note = asking.charges(query, calls.errand.now.astimezone(calls.reader.zone))
    pages = await calls.pages("rep.charges", params, "payments")
    rows = tuple(row for row in pages.rows if _on_revenue_days(row, query))
    return gather([Pages(rows=rows, complete=pages.complete, why=pages.why)], lambda wire: charge(calls.reader, wire), note)


async def get(calls: Calls, id: str) -> Record:
    """One payment or refund, by the id that its record has: the order's and its own with a point between them.

    Raises:
        NotFound: the order has no such payment.
    """
    order, _, _ = id.partition(".")
    for each in [row for pages in await _of_order(calls, {"id": order}) for row in pages.rows]:
        record = payment(calls.reader, each["row"], order=each["order"], refund=each["refund"])
        if record.id == id:
            return record
    raise NotFound(f"{calls.who} has no such payment.")


def payment(reader: Envelope, wire: Wire, *, order: Wire | None, refund: bool) -> Record:
    """A payment of an order, or a refund of one; `order` gives its id, reference and customer."""
    whose = order or {}
    at = reader.time(wire.get("paid_at")) or reader.time(wire.get("created_at"))
    whole = amount(wire.get("amount"))
    own = reader.id(wire)
    return reader.record(
        kind=Kind.PAYMENT,
        id=f"{whose['id']}.{own}" if whose else own,
        raw=without_cards(wire),
        ref=text(whose.get("order_ref")),
        group_id=text(whose.get("id")),
        status=state(PAYMENT_STATUS, wire.get("status")),
        vendor_status=text(wire.get("status")),
        start=at,
        created=at,
        location=reader.here,
        customer=reader.customer(whose),
        title="Refund" if refund else "Payment",
        method=text(wire.get("processor")),
        money=None if whole is None else _signed(reader.currency(wire), whole, refund),
    )


def charge(reader: Envelope, wire: Wire) -> Record:
    """A row of the list of charges: a payment or a refund of an order or a membership."""
    refund = text(wire.get("charge_type")) == "refund"
    at = reader.time(wire.get("completed_at")) or reader.time(wire.get("created_at"))
    whose, whole = text(wire.get("chargeable_id")), amount(wire.get("amount"))
    own = reader.id(wire)
    customer = Customer(id=text(wire.get("customer_id")), name=text(wire.get("customer_name")))
    return reader.record(
        kind=Kind.PAYMENT,
        id=f"{whose}.{own}" if whose else own,
        raw=without_cards(wire),
        ref=text(wire.get("order_ref")),
        group_id=whose,
        status=state(PAYMENT_STATUS, wire.get("status")),
        vendor_status=text(wire.get("status")),
        start=at,
        created=at,
        location=reader.here,
        customer=None if customer == Customer() else customer,
        title="Refund" if refund else "Payment",
        method=text(wire.get("processor_type")) or text(wire.get("processor")),
        money=None if whole is None else _signed(reader.currency(wire), whole, refund),
    )


def refunds_of(wire: Wire) -> list[Wire]:
    """The refunds that a payment carries with it; they say only themselves how the money came in."""
    return [{"processor": wire.get("processor"), **each} for each in objects(wire.get("refunds"))]


def without_cards(wire: Wire) -> Wire:
    """A payment without what names a card or its holder."""
    return {key: value for key, value in wire.items() if key not in _CARD}


def _signed(currency: str, whole: int, refund: bool) -> Folio:
    signed = -abs(whole) if refund else whole
    return Folio(currency=currency, total=signed)


async def _of_order(calls: Calls, order: Wire) -> list[Pages]:
    """The payments and the refunds of an order, each row with its order. Where the list of refunds is not to be had, the payments'
    own refunds stand for it.
    """
    id = calls.reader.id(order)

    async def rows(route: str) -> list[Pages]:
        return [await calls.whole(route, orderId=id)]

    async def refunds() -> list[Pages]:
        try:
            return await rows("orders.refunds")
        except FrontdeskError as error:
            return [lost(error, "refunds")]

    paid, back = await together([rows("orders.payments"), refunds()], "payments")
    carried = tuple(each for row in map(mapping, paid.rows) for each in refunds_of(row))
    known = {text(mapping(row).get("id")) for row in back.rows}
    whole = back.complete or all("refunds" in mapping(row) for row in paid.rows)
    every = [*(row for row in back.rows if mapping(row)), *(each for each in carried if text(each.get("id")) not in known)]
    methods = {text(mapping(row).get("id")): mapping(row).get("processor") for row in paid.rows}

    def of(row: Any, refund: bool) -> Mapping[str, Any]:
        wire = mapping(row)
        came_by = {"processor": methods.get(text(wire.get("payment_id")))} if refund else {}
        return {"id": f"{refund}{text(wire.get('id'))}", "row": {**came_by, **wire}, "order": order, "refund": refund}

    return [
        Pages(rows=tuple(of(row, False) for row in paid.rows)),
        Pages(rows=tuple(of(row, True) for row in every), complete=whole, why=None if whole else back.why),
    ]


def _on_revenue_days(row: Any, query: Query) -> bool:
    """Whether a charge's day of revenue is one of those asked for: the vendor's words for its ends leave them open."""
    window = query.window
    if window is None or window.axis is not Axis.REVENUE:
        return True
    on = day(mapping(row).get("revenue_date"))
    return on is None or window.holds(on)
