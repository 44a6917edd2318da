"""What seldom changes: practitioners, rooms, the site, labels, and what is on offer with its price."""

from dataclasses import replace

from bot.core.errors import FrontdeskError, NotFound
from bot.core.query import Query
from bot.core.record import Record
from bot.core.states import Kind
from bot.vendors.contract import Found, Plan, Request
from bot.vendors.paging import Pages, gather, lost, together
from bot.vendors.trybe import names
from bot.vendors.trybe.calls import Calls, found
from bot.vendors.trybe.envelope import Envelope, Wire
from bot.vendors.wire import mapping, text


async def search(calls: Calls, plan: Plan) -> Found:
    """The practitioners, rooms, sites, labels or products that a plan asks for; which of them is told by the filters."""
    reader, query = calls.reader, plan.query
    match plan.kind:
        case Kind.STAFF:
            asked = {"query": query.text} if query.text else {}
            exact = plan if not query.text else None
            return await found([await calls.pages("practitioners.list", asked, "practitioners")], lambda w: staff(reader, w), exact)
        case Kind.ROOM:
            return await found([await calls.pages("rooms.list", {}, "rooms")], lambda w: room(reader, w), plan)
        case Kind.PLACE:
            return gather(await _place(calls), lambda w: place(reader, w))
        case Kind.LABEL:
            return gather(await _labels(calls), lambda w: label(reader, w))
        case _:
            return gather(await _products(calls), lambda w: product(reader, w))


async def get(calls: Calls, kind: Kind, id: str) -> Record:
    """One of them by its id, out of its list.

    Raises:
        NotFound: the list has none of that id.
    """
    for record in (await search(calls, Plan(kind=kind, query=Query()))).records:
        if record.id == id:
            return record
    raise NotFound(f"{calls.who} has no such record at its own site.")


def staff(reader: Envelope, wire: Wire) -> Record:
    """A practitioner."""
    who = reader.named(reader.id(wire), wire.get("name"))
    return reader.record(
        kind=Kind.STAFF,
        id=reader.id(wire),
        raw=wire,
        created=reader.time(wire.get("created_at")),
        modified=reader.time(wire.get("updated_at")),
        location=reader.here,
        staff=(who,) if who else (),
        title=text(wire.get("name")),
    )


def room(reader: Envelope, wire: Wire) -> Record:
    """A treatment room or a studio."""
    return reader.record(
        kind=Kind.ROOM,
        id=reader.id(wire),
        raw=wire,
        location=reader.here,
        resource=reader.named(reader.id(wire), wire.get("name")),
        title=text(wire.get("name")),
    )


def place(reader: Envelope, wire: Wire) -> Record:
    """The account's site."""
    return reader.record(
        kind=Kind.PLACE,
        id=reader.id(wire),
        raw=wire,
        external_id=text(wire.get("external_id")),
        created=reader.time(wire.get("created_at")),
        location=reader.here,
        title=text(wire.get("name")),
    )


def label(reader: Envelope, wire: Wire) -> Record:
    """A label; `group_id` says whether it is put on orders or on customers, which are two systems."""
    of = reader.named(reader.id(wire), text(wire.get("name")) or text(wire.get("value")))
    return reader.record(
        kind=Kind.LABEL,
        id=reader.id(wire),
        raw=wire,
        group_id=text(wire.get("of")),
        location=reader.here,
        labels=(of,) if of else (),
        title=of.name if of else None,
    )


def product(reader: Envelope, wire: Wire) -> Record:
    """Something on sale: an offering of the shop, goods of the till, or a voucher of another maker's."""
    of = reader.named(reader.id(wire), wire.get("name"))
    return reader.record(
        kind=Kind.PRODUCT,
        id=reader.id(wire),
        raw=wire,
        group_id=text(wire.get("type")) or text(wire.get("sold_as")),
        ref=text(wire.get("product_code")),
        location=reader.here,
        service=(of,) if of else (),
        title=text(wire.get("name")),
        money=reader.price(wire, "price", "price_from", "discounted_price_from"),
    )


async def _labels(calls: Calls) -> list[Pages]:
    """The labels of orders and those of customers, each row with what it is put on."""

    async def one(request: Request, of: str) -> list[Pages]:
        pages = await calls.walk(request, "labels")
        return [replace(pages, rows=tuple({**mapping(row), "of": of} if mapping(row) else row for row in pages.rows))]

    async def of_orders() -> list[Pages]:
        organisation = await names.organisation(calls)
        return await one(calls.request("labels.order", {"site_id": calls.site}, organisationId=organisation), "orders")

    return await together([of_orders(), one(calls.request("labels.customer"), "customers")], "labels")


async def _place(calls: Calls) -> list[Pages]:
    """The account's site, out of those that its key sees."""
    pages = await calls.walk(calls.request("sites.list"), "sites")
    return [replace(pages, rows=(names.own_site(calls, map(mapping, pages.rows)),))]


async def _products(calls: Calls) -> list[Pages]:
    """The shop's offerings and the till's goods; vouchers of other makers where the key may see them."""

    async def one(route: str, sold_as: str) -> list[Pages]:
        pages = await calls.pages(route, {}, "products")
        rows = tuple({**mapping(row), "sold_as": sold_as} if mapping(row) else row for row in pages.rows)
        return [Pages(rows=rows, complete=pages.complete, why=pages.why)]

    async def vouchers() -> list[Pages]:
        try:
            return await one("vouchers.list", "voucher")
        except FrontdeskError as error:
            return [lost(error, "vouchers")]

    return await together([one("shop.offerings", "offering"), one("products.list", "product"), vouchers()], "products")
