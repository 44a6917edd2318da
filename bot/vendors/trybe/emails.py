"""E-mails that Trybe sent about an order."""

from bot.core.record import Record
from bot.core.states import Kind
from bot.vendors.contract import Found, Plan
from bot.vendors.paging import Pages, gather
from bot.vendors.trybe.calls import Calls
from bot.vendors.trybe.envelope import Envelope, Wire
from bot.vendors.trybe.lookup import order_of
from bot.vendors.wire import text


async def search(calls: Calls, plan: Plan) -> Found:
    """The e-mails of one order."""
    order = await order_of(calls, plan.query)
    if order is None:
        return gather([Pages(rows=())], lambda wire: email(calls.reader, wire, {}))
    request = calls.request("orders.emails", orderId=calls.reader.id(order))
    return gather([await calls.walk(request, "e-mails")], lambda wire: email(calls.reader, wire, order))


def email(reader: Envelope, wire: Wire, order: Wire) -> Record:
    """An e-mail. Its fields are not known beyond its id and type, which two documents spell in two ways."""
    sent = reader.time(wire.get("sent_at")) or reader.time(wire.get("created_at"))
    return reader.record(
        kind=Kind.EMAIL,
        id=f"{order['id']}.{reader.id(wire)}",
        raw=wire,
        ref=text(order.get("order_ref")),
        group_id=text(order.get("id")),
        vendor_status=text(wire.get("status")),
        start=sent,
        created=sent,
        location=reader.here,
        customer=reader.customer(order),
        title=text(wire.get("type")),
    )
