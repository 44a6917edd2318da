"""The AiFi adapter: the shopping sessions, orders and customers of autonomous stores."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, ClassVar

from bot.core.errors import FrontdeskError, NoAnswer, NotFound
from bot.core.matching import matches
from bot.core.query import Query
from bot.core.record import Customer, Named, Record
from bot.core.states import Kind
from bot.vendors.acting import Deeds
from bot.vendors.aifi import asking, stores
from bot.vendors.aifi.asking import Calls, Params
from bot.vendors.aifi.mapping import Reader, Wire
from bot.vendors.aifi.offers import OFFERS
from bot.vendors.aifi.pager import Cursor, Whole, ZeroBased
from bot.vendors.aifi.routes import ROUTES
from bot.vendors.aifi.settings import AifiSettings
from bot.vendors.aifi.sifting import as_asked, came_in, inside
from bot.vendors.contract import Access, Errand, Found, Offer, Plan, Request, query_fields
from bot.vendors.paging import Pager, Pages, gather, identity, together, walk
from bot.vendors.wire import integer, mapping, text

MOST_PEOPLE = 5
"""How many customers one e-mail address may stand for before the rest are not looked up."""

ONE_SECOND = 1.0
"""The quiet after a 503: the rate is counted by the second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The customers that a question is about; `found` is `None` when it is about anyone."""

    found: Mapping[str, Customer] | None = None
    why: str | None = None

    @property
    def ids(self) -> Sequence[str] | None:
        return None if self.found is None else tuple(self.found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The store filter of each call, none at all when no store is meant, and what to say of names that are no store."""

    filters: Sequence[Params]
    missing: str | None = None


_BY_ID: Params = (("orderBy", "id"), ("direction", "asc"))

_ROWS = {"sessions.list": "data", "stores.list": "stores"}
"""Where a list that pages by cursor has its rows."""


class Aifi:
    """AiFi OASIS, the autonomous store. Contract: its admin API v2 reference (SessionController_list and its siblings)."""

    name: ClassVar[str] = "aifi"
    title: ClassVar[str] = "AiFi OASIS"
    bookings: ClassVar[tuple[Kind, ...]] = (Kind.SHOP_SESSION, Kind.ORDER)
    offers: ClassVar[Mapping[Kind, Offer]] = MappingProxyType(OFFERS)
    deeds: ClassVar[Deeds[Any]] = MappingProxyType({})
    routes: ClassVar[Mapping[str, str]] = MappingProxyType(ROUTES)
    examples: ClassVar[tuple[str, ...]] = (
        "who is inside now",
        "visits today",
        "visits yesterday for groups",
        "unpaid orders today",
        "orders yesterday",
    )
    resolves: ClassVar[frozenset[str]] = frozenset()

    @property
    def settings(self) -> type[AifiSettings]:
        return AifiSettings

    def access(self, settings: AifiSettings) -> Access:
        """Bearer token, and 20 requests a second, over which the answer is 503, its "slow down" (data integration guide)."""

        def sign(request: Request) -> Request:
            return replace(request, headers={**request.headers, "Authorization": f"Bearer {settings.token.get_secret_value()}"})

        return Access(
            base_url=settings.base_url,
            sign=sign,
            secrets=(settings.token,),
            # A leaky bucket lets through its size and what drains meanwhile: 10 and 10 are the 20 allowed in any second.
            rate=(10, 1),
            quiet=lambda status, headers: ONE_SECOND if status == 503 else None,
        )

    async def search(self, errand: Errand[AifiSettings], plan: Plan) -> Found:
        match plan.kind:
            case Kind.SHOP_SESSION:
                return await self._sessions(errand, plan)
            case Kind.ORDER:
                return await self._orders(errand, plan)
            case Kind.CUSTOMER:
                return await self._customers(errand, plan)
            case _:
                raise LookupError(plan.kind)

    async def get(self, errand: Errand[AifiSettings], kind: Kind, id: str) -> Record:
        if kind not in self.offers:
            raise NotFound(f"AiFi OASIS has no {kind.value} records.")
        found = await self.search(errand, Plan(kind=kind, query=Query(ids=(id,))))
        for record in found.records:
            if record.id == id:
                return record
        if not found.complete:
            raise NoAnswer(f"From {_who(errand)} {found.why}.")
        raise NotFound(f"{_who(errand)} has no {kind.value.replace('_', ' ')} {id}.")

    async def names(self, errand: Errand[AifiSettings], field: str) -> tuple[Named, ...]:
        raise LookupError(field)

    async def probe(self, errand: Errand[AifiSettings]) -> str:
        pager = Cursor(who=_who(errand), rows_under="stores")
        request = pager.first(self._request(errand, "stores.list", _BY_ID))
        body = await errand.read(request)
        rows = pager.rows(body)
        seen = stores.names(rows)
        strange = [id for id in errand.account.settings.stores if id not in seen]
        if strange and pager.after(request, body, len(rows)) is None:
            raise NotFound(f"the key is accepted, but store_ids {', '.join(strange)} are none of the {len(seen)} stores it sees")
        ours = [name or id for id, name in seen.items() if id in (errand.account.settings.stores or seen)]
        return f"{len(ours)} {'store' if len(ours) == 1 else 'stores'}: {', '.join(ours[:5])}{', …' if len(ours) > 5 else ''}"

    async def _sessions(self, errand: Errand[AifiSettings], plan: Plan) -> Found:
        query = plan.query
        where = await self._where(errand, query)
        people = await self._people(errand, query, external_id=query.external_id)
        calls = asking.sessions(query, errand.now.astimezone(errand.account.zone), people.ids)
        lists = await self._lists(errand, "sessions.list", calls, where, "sessions")
        reader = Reader(errand.account, errand.now, people=people.found)
        found = self._found(errand, lists, reader.session, calls, where, people)
        found = replace(found, records=tuple(as_asked(record, query) for record in found.records if came_in(record, query)))
        return inside(found, query, errand.now, query_fields(plan.native))

    async def _orders(self, errand: Errand[AifiSettings], plan: Plan) -> Found:
        query = plan.query
        where = await self._where(errand, query)
        people = await self._people(errand, query)
        calls = asking.orders(query, errand.now.astimezone(errand.account.zone), people.ids)
        lists = await self._lists(errand, "orders.list", calls, where, "orders")
        known = await self._names_if_any(errand) if any(pages.rows for pages in lists) else {}
        reader = Reader(errand.account, errand.now, stores=known, people=people.found)
        return self._found(errand, [_newest(pages) for pages in lists], reader.order, calls, where, people)

    async def _customers(self, errand: Errand[AifiSettings], plan: Plan) -> Found:
        query, reader = plan.query, Reader(errand.account, errand.now)
        numbers = query.ids or ((query.customer.id,) if query.customer is not None and query.customer.id else ())
        if numbers:
            return gather(await together((self._customer(errand, id) for id in numbers), "customers"), reader.customer)
        calls = asking.customers(query, errand.now.astimezone(errand.account.zone))
        shared = "keeps customers for all its stores together" if errand.account.settings.stores else None
        lists = [await self._customer_list(errand, params) for params in calls.params]
        return gather(lists, reader.customer, _joined(calls.note, shared))

    async def _customer(self, errand: Errand[AifiSettings], id: str) -> Sequence[Pages]:
        """A customer by number. No route reads one and the list has no such filter, but a session holds its customer."""
        if not asking.is_number(id):
            return []
        params = (("customerId", id), ("count", "1"), ("orderBy", "createdAt"), ("direction", "desc"))
        for where in _stores(errand.account.settings.stores) or ((),):
            body = await errand.read(self._request(errand, "sessions.list", params + where))
            for row in Cursor(who=_who(errand)).rows(body):
                person = mapping(mapping(row).get("customer"))
                if text(mapping(row).get("customerId")) == id and person:
                    return [Pages(rows=({**person, "id": id},))]
        return []

    async def _people(self, errand: Errand[AifiSettings], query: Query, *, external_id: str | None = None) -> People:
        """The customers by what their own list can filter: sessions and orders can be asked for a customer's number only."""
        who = query.customer
        number = who.id if who is not None else None
        if not external_id and (who is None or not who.email):
            return People(found={number: Customer(id=number)} if number else None)
        named = Query(customer=who if who is not None and who.email else None, external_id=external_id)
        (params,) = asking.customers(named, errand.now).params
        rows = (await self._customer_list(errand, params)).rows
        records = gather([Pages(rows=rows)], Reader(errand.account, errand.now).customer).records
        # Matched again before anyone's visits are looked up: a filter that was passed over would name every customer.
        found = {record.id: record.customer for record in records if record.customer and matches(record, named)}
        first = dict(list(found.items())[:MOST_PEOPLE])
        why = (
            f"only the first {MOST_PEOPLE} of {len(found):,} matching customers were looked up"
            if len(found) > MOST_PEOPLE
            else None
        )
        return People(found=first, why=why)

    async def _where(self, errand: Errand[AifiSettings], query: Query) -> Where:
        """The stores to ask: those named, of the account's own."""
        ours = errand.account.settings.stores
        if not query.location:
            return Where(filters=_stores(ours) or ((),))
        known = await self._names(errand, query.location)
        known = {id: name for id, name in known.items() if id in (ours or known)}
        ids, missing = stores.meant(query.location, known, _who(errand))
        return Where(filters=_stores(ids), missing=missing)

    async def _names(self, errand: Errand[AifiSettings], wanted: Sequence[str]) -> stores.Names:
        """The stores by id. Without their list a number still names its store; a name does not."""
        try:
            return await self._store_names(errand)
        except FrontdeskError:
            if not all(asking.is_number(one) for one in wanted):
                raise
            return dict.fromkeys(wanted)

    async def _names_if_any(self, errand: Errand[AifiSettings]) -> stores.Names:
        """Names of the stores as a courtesy: without them an order shows its store's number."""
        try:
            return await self._store_names(errand)
        except FrontdeskError:
            return {}

    async def _store_names(self, errand: Errand[AifiSettings]) -> stores.Names:
        async def load() -> stores.Names:
            pages = await self._walk(errand, "stores.list", _BY_ID, "stores")
            if not pages.complete:
                # Kept for a day, half a list would be half the stores for as long.
                raise NoAnswer(f"{_who(errand)} did not send the whole list of its stores.")
            return stores.names(pages.rows)

        names: stores.Names = await errand.remembered("stores", load)
        return names

    async def _lists(self, errand: Errand[AifiSettings], route: str, calls: Calls, where: Where, noun: str) -> list[Pages]:
        async def one(params: Params) -> Sequence[Pages]:
            return [await self._walk(errand, route, params, noun)]

        return await together((one(store + params) for store in where.filters for params in calls.params), noun)

    async def _walk(self, errand: Errand[AifiSettings], route: str, params: Params, noun: str) -> Pages:
        pager = ZeroBased(who=_who(errand)) if route == "orders.list" else Cursor(who=_who(errand), rows_under=_ROWS[route])
        pages = await self._read(errand, route, params, noun, pager)
        if isinstance(pager, Cursor) and pager.repeated:
            return replace(pages, complete=False, why=f"only the first {len(pages.rows):,} {noun} are here: its pages repeat")
        return pages

    def _found(
        self,
        errand: Errand[AifiSettings],
        lists: Sequence[Pages],
        read: Callable[[Wire], Record],
        calls: Calls,
        where: Where,
        people: People,
    ) -> Found:
        """The records of the account's own stores and of the people meant, with all that has to be said about them."""
        found = gather(lists, read, _joined(calls.note, where.missing))
        ours, whose = errand.account.settings.stores, people.found
        kept = [r for r in found.records if not ours or r.location is None or r.location.id in ours]
        kept = [r for r in kept if whose is None or (r.customer is not None and r.customer.id in whose)]
        return replace(found, records=tuple(kept), complete=found.complete and not people.why, why=_joined(found.why, people.why))

    async def _customer_list(self, errand: Errand[AifiSettings], params: Params) -> Pages:
        return await self._read(errand, "customers.list", params, "customers", Whole(who=_who(errand)))

    async def _read(self, errand: Errand[AifiSettings], route: str, params: Params, noun: str, pager: Pager) -> Pages:
        return await walk(errand.read, self._request(errand, route, params), pager, errand.bound, key=_version, noun=noun)

    @staticmethod
    def _request(errand: Errand[AifiSettings], route: str, params: Params) -> Request:
        method, path = errand.routes.locate(route)
        return Request(route=route, method=method, path=path, params=params)


def _stores(ids: Sequence[str]) -> tuple[Params, ...]:
    """The filter of each call: it takes one number, so several stores are several calls."""
    return tuple((("storeId", id),) for id in ids)


def _who(errand: Errand[AifiSettings]) -> str:
    return f"AiFi OASIS ({errand.account.id})"


def _joined(*sentences: str | None) -> str | None:
    return "; ".join(sentence for sentence in sentences if sentence) or None


def _version(row: Any) -> Any:
    """What makes a row the same row: an order has versions, and each is a row."""
    return identity(row, "id"), integer(mapping(row).get("version"))


def _newest(pages: Pages) -> Pages:
    """The latest version of each order before its older ones, of which only the first counts."""
    return replace(pages, rows=tuple(sorted(pages.rows, key=lambda row: -(integer(mapping(row).get("version")) or 0))))


VENDOR = Aifi()
