"""The Trybe adapter: a spa's orders, appointments, sessions and customers."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from types import MappingProxyType
from typing import Any, ClassVar

from bot.core.errors import NotFound, VendorBroken
from bot.core.matching import matches
from bot.core.query import Query
from bot.core.record import Customer, Named, Record
from bot.core.states import Kind
from bot.vendors.acting import Deeds
from bot.vendors.contract import Access, Errand, Found, Offer, Plan, Request
from bot.vendors.paging import PageNumber, Pages, gather, identity, together, walk
from bot.vendors.trybe import asking
from bot.vendors.trybe.actions import DEEDS
from bot.vendors.trybe.mapping import Reader
from bot.vendors.trybe.offers import OFFERS
from bot.vendors.trybe.routes import ROUTES
from bot.vendors.trybe.settings import TrybeSettings
from bot.vendors.wire import mapping, text

__all__ = ["MOST_PEOPLE", "VENDOR", "Trybe", "TrybeSettings"]

MOST_PEOPLE = 5
"""How many customers one name may stand for before their orders are no longer fetched one by one."""


_GET = {
    Kind.ORDER: ("orders.get", "orderId"),
    Kind.APPOINTMENT: ("appts.get", "appointmentId"),
    Kind.SESSION: ("sessions.get", "sessionId"),
    Kind.CUSTOMER: ("customers.get", "customerId"),
}
"""For each kind the route of one record, and the part of its path that is the id."""


class Trybe:
    """Trybe, the spa's booking system. Contract: openapi.try.be and docs.try.be."""

    name: ClassVar[str] = "trybe"
    title: ClassVar[str] = "Trybe"
    bookings: ClassVar[tuple[Kind, ...]] = (Kind.ORDER, Kind.APPOINTMENT)
    offers: ClassVar[Mapping[Kind, Offer]] = MappingProxyType(OFFERS)
    deeds: ClassVar[Deeds[Any]] = MappingProxyType(DEEDS)
    routes: ClassVar[Mapping[str, str]] = MappingProxyType(ROUTES)
    examples: ClassVar[tuple[str, ...]] = (
        "unpaid orders this week",
        "appointments tomorrow",
        "no-shows yesterday",
        "order TRY0012",
        "orders booked yesterday",
    )
    resolves: ClassVar[frozenset[str]] = frozenset()

    @property
    def settings(self) -> type[TrybeSettings]:
        return TrybeSettings

    def access(self, settings: TrybeSettings) -> Access:
        """Bearer token (getting-started). No rate is published; Retry-After is honoured."""

        def sign(request: Request) -> Request:
            token = {"Authorization": f"Bearer {settings.token.get_secret_value()}"}
            return replace(request, headers={**request.headers, **token})

        return Access(base_url=settings.base_url, sign=sign, secrets=(settings.token,))

    async def search(self, errand: Errand[TrybeSettings], plan: Plan) -> Found:
        match plan.kind:
            case Kind.ORDER:
                return await self._orders(errand, plan)
            case Kind.APPOINTMENT:
                return await self._appointments(errand, plan)
            case Kind.SESSION:
                return await self._sessions(errand, plan)
            case Kind.CUSTOMER:
                pages = await self._list(errand, "customers.list", asking.customers(plan.query), "customers")
                return gather([pages], self._reader(errand).customer)
            case _:
                raise LookupError(plan.kind)

    async def get(self, errand: Errand[TrybeSettings], kind: Kind, id: str) -> Record:
        return self._read(errand, kind, await self._wire(errand, kind, id))

    async def names(self, errand: Errand[TrybeSettings], field: str) -> tuple[Named, ...]:
        raise LookupError(field)

    async def probe(self, errand: Errand[TrybeSettings]) -> str:
        pages = await self._walk(errand, self._request(errand, "sites.list"), "sites")
        sites = {text(mapping(row).get("id")): mapping(row) for row in pages.rows}
        site = sites.get(errand.account.settings.site_id)
        if site is None:
            raise NotFound(f"the key is accepted, but site_id is none of the {len(sites)} sites it sees")
        return f"site {text(site.get('name')) or 'without a name'}, {text(site.get('timezone')) or 'no zone'}"

    async def _orders(self, errand: Errand[TrybeSettings], plan: Plan) -> Found:
        query = plan.query
        if query.ids:
            return await self._each(errand, Kind.ORDER, query.ids)
        reader = self._reader(errand)
        if query.ref:
            return gather([await self._by_ref(errand, query.ref)], reader.order)
        calls = list(asking.orders(plan))
        person = asking.order_people(plan)
        if person is None or (query.customer and query.customer.id):
            return gather(await self._order_lists(errand, calls), reader.order)
        # Which fields the orders' search looks into is not stated, so the orders of the customers found are fetched as well.
        by_search = self._order_lists(errand, [{**call, "query": person} for call in calls])
        owners: dict[str, Customer] = {}
        lists = await together([by_search, self._orders_of_people(errand, plan, calls, owners)], "orders")
        return gather(lists, lambda wire: _owned(reader.order(wire), owners))

    async def _orders_of_people(
        self, errand: Errand[TrybeSettings], plan: Plan, calls: Sequence[Mapping[str, str]], owners: dict[str, Customer]
    ) -> list[Pages]:
        """The orders of the customers who are the person asked for; whose each order is goes into `owners`, by its id.

        A customer may have signed up at another site of the brand and still have orders here.
        """
        wanted = Query(customer=plan.query.customer)
        params = {"site_id": _site(errand), **asking.customers(wanted)}
        found = gather(
            [await self._walk(errand, self._request(errand, "customers.list", params), "customers")], self._reader(errand).customer
        )
        people = [record.customer for record in found.records if record.customer is not None and matches(record, wanted)]
        each = [self._orders_of(errand, one, calls, owners) for one in people[:MOST_PEOPLE]]
        lists = [*await together(each, "orders"), Pages(rows=(), complete=found.complete, why=found.why)]
        if len(people) > MOST_PEOPLE:
            why = f"only the orders of the first {MOST_PEOPLE} of {len(people):,} matching customers were looked up one by one"
            lists.append(Pages(rows=(), complete=False, why=why))
        return lists

    async def _orders_of(
        self, errand: Errand[TrybeSettings], who: Customer, calls: Sequence[Mapping[str, str]], owners: dict[str, Customer]
    ) -> list[Pages]:
        lists = await self._order_lists(errand, [{**call, "customer_id": str(who.id)} for call in calls])
        for row in (mapping(row) for pages in lists for row in pages.rows):
            if (id := text(row.get("id"))) and text(row.get("customer_id")) in (None, who.id):
                owners.setdefault(id, who)
        return lists

    async def _order_lists(self, errand: Errand[TrybeSettings], calls: Sequence[Mapping[str, str]]) -> list[Pages]:
        return await together((self._lists(errand, "orders.list", call, "orders") for call in calls), "orders")

    async def _by_ref(self, errand: Errand[TrybeSettings], ref: str) -> Pages:
        """An order by its reference. The route is a guess, and a 404 may mean the route or the order: then the list is searched."""
        try:
            return Pages(rows=(await self._one(errand, "orders.by_ref", {"site_id": _site(errand)}, orderRef=ref),))
        except NotFound:
            return await self._list(errand, "orders.list", {"query": ref}, "orders")

    async def _appointments(self, errand: Errand[TrybeSettings], plan: Plan) -> Found:
        if plan.query.ids:
            return await self._each(errand, Kind.APPOINTMENT, plan.query.ids)
        params, note = asking.appointments(plan.query, errand.now.astimezone(errand.account.zone))
        pages = await self._list(errand, "appts.list", params, "appointments")
        return gather([pages], self._reader(errand).appointment, note)

    async def _sessions(self, errand: Errand[TrybeSettings], plan: Plan) -> Found:
        if plan.query.ids:
            return await self._each(errand, Kind.SESSION, plan.query.ids)
        params, note = asking.sessions(plan.query, errand.now.astimezone(errand.account.zone))
        pages = await self._list(errand, "sessions.list", params, "sessions")
        return gather([pages], self._reader(errand).session, note)

    async def _each(self, errand: Errand[TrybeSettings], kind: Kind, ids: tuple[str, ...]) -> Found:
        async def one(id: str) -> list[Pages]:
            try:
                return [Pages(rows=(await self._wire(errand, kind, id),))]
            except NotFound:
                return []

        return gather(await together(map(one, ids), f"{kind.value}s"), lambda wire: self._read(errand, kind, wire))

    async def _wire(self, errand: Errand[TrybeSettings], kind: Kind, id: str) -> Mapping[str, Any]:
        if kind not in _GET:
            raise NotFound(f"Trybe has no {kind.value} records.")
        route, part = _GET[kind]
        params = {"include_bookings": "1"} if kind is Kind.SESSION else None
        return await self._one(errand, route, params, **{part: id})

    def _read(self, errand: Errand[TrybeSettings], kind: Kind, wire: Mapping[str, Any]) -> Record:
        return self._reader(errand).read(kind, wire)

    async def _lists(self, errand: Errand[TrybeSettings], route: str, params: Mapping[str, str], noun: str) -> list[Pages]:
        return [await self._list(errand, route, params, noun)]

    async def _list(self, errand: Errand[TrybeSettings], route: str, params: Mapping[str, str], noun: str) -> Pages:
        """Walk a list of the account's site. `site_id` is always sent: without it a key answers for every site that it sees."""
        pages = await self._walk(errand, self._request(errand, route, {"site_id": _site(errand), **params}), noun)
        return replace(pages, rows=tuple(row for row in pages.rows if _ours(errand, row)))

    async def _walk(self, errand: Errand[TrybeSettings], request: Request, noun: str) -> Pages:
        pager = PageNumber(who=f"Trybe ({errand.account.id})")
        return await walk(errand.read, request, pager, errand.bound, key=lambda row: identity(row, "id"), noun=noun)

    async def _one(
        self, errand: Errand[TrybeSettings], route: str, params: Mapping[str, str] | None = None, **values: str
    ) -> Mapping[str, Any]:
        wire = mapping(await errand.read(self._request(errand, route, params, **values))).get("data")
        if not isinstance(wire, dict):
            raise VendorBroken(f"Trybe ({errand.account.id}) sent an answer without a record.")
        if not _ours(errand, wire):
            raise NotFound(f"Trybe ({errand.account.id}) has no such record at its own site.")
        return wire

    @staticmethod
    def _request(errand: Errand[TrybeSettings], route: str, params: Mapping[str, str] | None = None, **values: str) -> Request:
        method, path = errand.routes.locate(route, **values)
        return Request(route=route, method=method, path=path, params=tuple((params or {}).items()))

    @staticmethod
    def _reader(errand: Errand[TrybeSettings]) -> Reader:
        return Reader(errand.account, errand.now)


def _site(errand: Errand[TrybeSettings]) -> str:
    return errand.account.settings.site_id


def _ours(errand: Errand[TrybeSettings], row: Any) -> bool:
    """Whether an object is of the account's site; one that names no site is.

    A key that sees several sites is given objects of all of them by id and by reference, and the list of sessions knows no site.
    """
    return text(mapping(row).get("site_id")) in (None, _site(errand))


def _owned(order: Record, owners: Mapping[str, Customer]) -> Record:
    """An order with its customer as Trybe knows her: what is written on it may be another's, or nothing."""
    owner = owners.get(order.id)
    if owner is None:
        return order
    written = order.customer or Customer()
    known = {part.name: getattr(owner, part.name) or getattr(written, part.name) for part in fields(Customer)}
    return replace(order, customer=Customer(**known))


VENDOR = Trybe()
