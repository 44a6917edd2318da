"""Searching each kind of record: which calls a question needs, and what is told apart here because no call can."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.core.errors import FrontdeskError, NoAnswer, NotFound
from bot.core.matching import matches
from bot.core.model import replace
from bot.core.query import Query, Who
from bot.core.record import Customer, Named, Record
from bot.core.states import Kind
from bot.vendors.aifi import asking, stores
from bot.vendors.aifi.asking import Calls, Params
from bot.vendors.aifi.mapping import Reader, Wire
from bot.vendors.aifi.pager import Contested, Cursor, Whole, ZeroBased
from bot.vendors.aifi.settings import AifiSettings
from bot.vendors.aifi.sifting import as_asked, came_in, inside
from bot.vendors.aifi.things import Things
from bot.vendors.contract import Errand, Found, Plan, Request, query_fields
from bot.vendors.paging import Pager, Pages, gather, gather_in_turns, identity, together, walk
from bot.vendors.wire import integer, mapping, text

MOST_PEOPLE = 5
"""How many customers one e-mail address may stand for before the rest are not looked up."""

BY_ID: Params = (("orderBy", "id"), ("direction", "asc"))


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The customers that a question is about; `found` is `None` when it is about anyone."""

    found: Mapping[str, Customer] | None = None
    why: str | None = None

    @property
    def ids(self) -> Sequence[str] | None:
        return None if self.found is None else tuple(self.found)


@dataclass(frozen=True, slots=True)
class Search:
    """One question to one account."""

    errand: Errand[AifiSettings]

    @property
    def who(self) -> str:
        """The account, as sentences name it."""
        return f"AiFi OASIS ({self.errand.account.id})"

    async def sessions(self, plan: Plan) -> Found:
        query, errand = plan.query, self.errand
        people = await self._people(query, external_id=query.external_id)
        calls = asking.sessions(query, errand.now.astimezone(errand.account.zone), people.ids)
        lists = await self._lists("sessions.list", calls, self._where(plan), "sessions")
        reader = Reader(errand.account, errand.now, people=people.found)
        found = await self._found(lists, reader.session, calls, people)
        found = replace(found, records=tuple(as_asked(record, query) for record in found.records if came_in(record, query)))
        return inside(found, query, errand.now, query_fields(plan.native))

    async def orders(self, plan: Plan) -> Found:
        query, errand = plan.query, self.errand
        people = await self._people(query)
        calls = asking.orders(query, errand.now.astimezone(errand.account.zone), people.ids)
        lists = await self._lists("orders.list", calls, self._where(plan), "orders")
        known = await self._names_if_any() if any(pages.rows for pages in lists) else {}
        reader = Reader(errand.account, errand.now, stores=known, people=people.found)
        return await self._found([_newest(pages) for pages in lists], reader.order, calls, people)

    async def contests(self, plan: Plan) -> Found:
        """Disputed receipts. One asked for by its order is read whole, with the lines that are disputed."""
        query, errand = plan.query, self.errand
        numbers = query.ids or ((query.ref,) if query.ref else ())
        if numbers:
            parts = [self._contest(id) for id in dict.fromkeys(numbers) if asking.is_number(id)]
            lists, calls = await together(parts, "contests") if parts else [], Calls(params=())
        else:
            calls = asking.contests(query, errand.now.astimezone(errand.account.zone))
            lists = await self._lists("contests.list", calls, self._where(plan), "contests")
        known = await self._names_if_any() if any(pages.rows for pages in lists) else {}
        return await self._found(lists, Things(errand.account, errand.now, stores=known).contest, calls, People())

    async def places(self, plan: Plan) -> Found:
        """Stores as they are now: open or not, and whether staff are inside."""
        query, ours = plan.query, self.errand.account.settings.stores
        numbers = query.ids or [named.id for named in plan.named.get("location", ())]
        calls = asking.places(query, [id for id in numbers if asking.is_number(id)] if numbers else None)
        lists = await self._lists("stores.list", calls, ((),), "stores")
        found = gather(lists, Things(self.errand.account, self.errand.now).place, calls.note)
        return replace(found, records=tuple(record for record in found.records if not ours or record.id in ours))

    async def customers(self, plan: Plan) -> Found:
        query, errand = plan.query, self.errand
        reader = Reader(errand.account, errand.now)
        numbers = query.ids or ((query.customer.id,) if query.customer is not None and query.customer.id else ())
        if numbers:
            return gather(await together((self._customer(id) for id in numbers), "customers"), reader.customer)
        calls = asking.customers(query, errand.now.astimezone(errand.account.zone))
        shared = "keeps customers for all its stores together" if errand.account.settings.stores else None
        lists = [await self._customer_list(params) for params in calls.params]
        return gather(lists, reader.customer, _joined(calls.note, shared))

    async def store_names(self) -> stores.Names:
        """The stores that the key sees, by number, whether they are the account's or not."""

        async def load() -> stores.Names:
            pages = await self._walk("stores.list", BY_ID, "stores")
            if not pages.complete:
                # Kept for a day, half a list would be half the stores for as long.
                raise NoAnswer(f"{self.who} did not send the whole list of its stores.")
            return stores.names(pages.rows)

        names: stores.Names = await self.errand.remembered("stores", load)
        return names

    def request(self, route: str, params: Params = (), values: Mapping[str, str] | None = None) -> Request:
        """A call of a route."""
        method, path = self.errand.routes.locate(route, **(values or {}))
        return Request(route=route, method=method, path=path, params=params)

    async def _contest(self, id: str) -> Sequence[Pages]:
        try:
            return [Pages(rows=(await self.errand.read(self.request("contests.get", values={"orderId": id})),))]
        except NotFound:
            return []

    async def _customer(self, id: str) -> Sequence[Pages]:
        """A customer by number. No route reads one and the list has no such filter, but a session holds its customer."""
        if not asking.is_number(id):
            return []
        params = (("customerId", id), ("count", "1"), ("orderBy", "createdAt"), ("direction", "desc"))
        for where in _stores(self.errand.account.settings.stores) or ((),):
            body = await self.errand.read(self.request("sessions.list", params + where))
            for row in Cursor(who=self.who).rows(body):
                person = mapping(mapping(row).get("customer"))
                if text(mapping(row).get("customerId")) == id and person:
                    return [Pages(rows=({**person, "id": id},))]
        return []

    async def _people(self, query: Query, *, external_id: str | None = None) -> People:
        """The customers by what their own list can filter: sessions and orders can be asked for a customer's number only."""
        who = query.customer
        number = who.id if who is not None else None
        if not external_id and (who is None or not who.email):
            return People(found={number: Customer(id=number)} if number else None)
        named = Query(customer=who if who is not None and who.email else None, external_id=external_id)
        (params,) = asking.customers(named, self.errand.now).params
        rows = (await self._customer_list(params)).rows
        records = gather([Pages(rows=rows)], Reader(self.errand.account, self.errand.now).customer).records
        # Matched again before anyone's visits are looked up: a filter that was passed over would name every customer.
        found = {record.id: record.customer for record in records if record.customer and matches(record, named)}
        first = dict(list(found.items())[:MOST_PEOPLE])
        left = f"only the first {MOST_PEOPLE} of {len(found):,} matching customers were looked up"
        return People(found=first, why=left if len(found) > MOST_PEOPLE else None)

    def _where(self, plan: Plan) -> Sequence[Params]:
        """The store filter of each call: for the stores named, else for the account's own; an empty one where all are."""
        return _stores([named.id for named in plan.named.get("location", ())] or self.errand.account.settings.stores) or ((),)

    async def _names_if_any(self) -> stores.Names:
        """Names of the stores as a courtesy: without them a record shows its store's number."""
        try:
            return await self.store_names()
        except FrontdeskError:
            return {}

    async def _lists(self, route: str, calls: Calls, where: Sequence[Params], noun: str) -> list[Pages]:
        async def one(params: Params) -> Sequence[Pages]:
            return [await self._walk(route, params, noun)]

        return await together((one(store + params) for store in where for params in calls.params), noun)

    async def _walk(self, route: str, params: Params, noun: str) -> Pages:
        pager = self._pager(route)
        pages = await self._read(route, params, noun, pager)
        if isinstance(pager, Cursor) and pager.repeated:
            return replace(pages, complete=False, why=f"only the first {len(pages.rows):,} {noun} are here: its pages repeat")
        return pages

    def _pager(self, route: str) -> Pager:
        """The envelope of each list is its own."""
        match route:
            case "orders.list":
                return ZeroBased(who=self.who)
            case "contests.list":
                return Contested(who=self.who)
            case "stores.list":
                return Cursor(who=self.who, rows_under="stores")
            case _:
                return Cursor(who=self.who)

    async def _found(self, lists: Sequence[Pages], read: Callable[[Wire], Record], calls: Calls, people: People) -> Found:
        """The records of the account's own stores and of the people meant, with all that has to be said about them."""
        found = await gather_in_turns(lists, read, calls.note)
        ours, whose = self.errand.account.settings.stores, people.found
        kept = [r for r in found.records if not ours or r.location is None or r.location.id in ours]
        kept = [r for r in kept if whose is None or (r.customer is not None and r.customer.id in whose)]
        return replace(found, records=tuple(kept), complete=found.complete and not people.why, why=_joined(found.why, people.why))

    async def _customer_list(self, params: Params) -> Pages:
        return await self._read("customers.list", params, "customers", Whole(who=self.who))

    async def _read(self, route: str, params: Params, noun: str, pager: Pager) -> Pages:
        return await walk(self.errand.read, self.request(route, params), pager, self.errand.bound, key=_version, noun=noun)


async def shopper_of(errand: Errand[AifiSettings], id: str) -> Record:
    """A shopper as the customers' list has them, which says more than the customer inside a session.

    That list has no filter by number, so the session's other number or address finds the entry, which must have the same number.

    Raises:
        NotFound: nobody has that number.
    """
    search = Search(errand)
    found = await search.customers(Plan(kind=Kind.CUSTOMER, query=Query(ids=(id,))))
    known = next((record for record in found.records if record.id == id), None)
    if known is None:
        raise NotFound(f"{search.who} has no customer {id}.")
    email = known.customer.email if known.customer else None
    for query in (Query(external_id=known.external_id), Query(customer=Who(email=email) if email else None)):
        if query != Query():
            listed = await search.customers(Plan(kind=Kind.CUSTOMER, query=query))
            for record in listed.records:
                if record.id == id:
                    return record
    return known


def names_of(known: stores.Names, ours: Sequence[str]) -> tuple[Named, ...]:
    """The account's own stores among those that its key sees."""
    return tuple(Named(id=id, name=name) for id, name in known.items() if id in (ours or known))


def _stores(ids: Sequence[str]) -> tuple[Params, ...]:
    """The filter of each call: it takes one number, so several stores are several calls."""
    return tuple((("storeId", id),) for id in ids)


def _joined(*sentences: str | None) -> str | None:
    return "; ".join(sentence for sentence in sentences if sentence) or None


def _version(row: Any) -> Any:
    """What makes a row the same row: an order has versions, and each is a row."""
    return identity(row, "id"), integer(mapping(row).get("version"))


def _newest(pages: Pages) -> Pages:
    """The latest version of each order before its older ones, of which only the first counts."""
    return replace(pages, rows=tuple(sorted(pages.rows, key=lambda row: -(integer(mapping(row).get("version")) or 0))))
