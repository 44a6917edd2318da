"""Trybe's calls for one account: lists of its own site, whole or to the bound, and single objects.

`site_id` goes with every call that takes it: without it a key that sees several sites answers for all of them.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.core.errors import NotFound, VendorBroken, VendorRefused
from bot.core.record import Record
from bot.vendors.contract import Errand, Found, Plan, Request
from bot.vendors.paging import PageNumber, Pages, gather_in_turns, identity, together, walk
from bot.vendors.trybe.envelope import NamedBy, Wire
from bot.vendors.trybe.mapping import Reader
from bot.vendors.trybe.settings import TrybeSettings
from bot.vendors.wire import mapping, text

Params = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Calls:
    """One errand's calls, and the reader of what they bring. `named` are the things that the question named."""

    errand: Errand[TrybeSettings]
    named: NamedBy = field(default_factory=dict)
    reader: Reader = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "reader", Reader(self.errand.account, self.errand.now, self.named))

    @property
    def site(self) -> str:
        """The account's site."""
        return self.errand.account.settings.site_id

    @property
    def who(self) -> str:
        """The account in a sentence."""
        return f"Trybe ({self.errand.account.id})"

    def ids(self, field: str) -> tuple[str, ...]:
        """The ids of what the question named in a field."""
        return tuple(dict.fromkeys(one.id for one in self.named.get(field, ())))

    async def pages(self, route: str, params: Params, noun: str, *, count: bool = False, **values: str) -> Pages:
        """Walk a list of the account's site; to its first page where only the `count` is wanted."""
        pages = await self.walk(self.request(route, {"site_id": self.site, **params}, **values), noun, count=count)
        return replace(pages, rows=tuple(filter(self.ours, pages.rows)))

    async def walk(self, request: Request, noun: str, *, count: bool = False) -> Pages:
        """Walk a list, whosever its rows are."""
        pager, bound = PageNumber(who=self.who), self.errand.bound
        return await walk(self.errand.read, request, pager, bound, key=lambda row: identity(row, "id"), noun=noun, count=count)

    async def lists(self, route: str, calls: Iterable[Params], noun: str, *, count: bool = False) -> list[Pages]:
        """The same list asked several times, at once."""

        async def one(params: Params) -> list[Pages]:
            return [await self.pages(route, params, noun, count=count)]

        return await together(map(one, calls), noun)

    async def whole(self, route: str, params: Params | None = None, **values: str) -> Pages:
        """A list that the vendor does not page: it takes no page, and `data` holds all of it."""
        rows = mapping(await self.errand.read(self.request(route, params, **values))).get("data")
        if not isinstance(rows, list):
            raise VendorBroken(f"{self.who} sent a list without rows.")
        return Pages(rows=tuple(filter(self.ours, rows)))

    async def one(self, route: str, params: Params | None = None, **values: str) -> Wire:
        """One object of the account's site.

        Raises:
            NotFound: there is none, or it is of another site: a key is given objects of every site that it sees.
        """
        wire = mapping(await self.errand.read(self.request(route, params, **values))).get("data")
        if not isinstance(wire, dict):
            raise VendorBroken(f"{self.who} sent an answer without a record.")
        if not self.ours(wire):
            raise NotFound(f"{self.who} has no such record at its own site.")
        return wire

    async def report(self, route: str, params: Params) -> Wire:
        """A whole answer of a report. A 404 here is the route's: most of them are inferred from documents without paths.

        Raises:
            VendorRefused: there is nothing at that place.
        """
        try:
            body = await self.errand.read(self.request(route, {"site_id": self.site, **params}))
        except NotFound as error:
            raise self.misplaced(route) from error
        if not isinstance(body, dict):
            raise VendorBroken(f"{self.who} sent a report without rows.")
        return body

    def misplaced(self, route: str) -> VendorRefused:
        """What to say of a route that is not where it was guessed to be."""
        here = self.errand.account.id
        return VendorRefused(f"{self.who} has nothing at the place we know for “{route}”; [accounts.{here}.routes] can correct it.")

    async def each(self, ids: Iterable[str], load: Callable[[str], Awaitable[Wire]], noun: str) -> list[Pages]:
        """Several objects by their ids, the missing ones left out."""

        async def one(id: str) -> list[Pages]:
            try:
                return [Pages(rows=(await load(id),))]
            except NotFound:
                return []

        return await together(map(one, ids), noun)

    def ours(self, row: Any) -> bool:
        """Whether an object is of the account's site; one that names no site is. The list of sessions knows no site."""
        return text(mapping(row).get("site_id")) in (None, self.site)

    def request(self, route: str, params: Params | None = None, /, **values: str) -> Request:
        """A call of a route, the parts of its path encoded so that each stays one segment."""
        method, path = self.errand.routes.locate(route, **values)
        return Request(route=route, method=method, path=path, params=tuple((params or {}).items()))


async def found(pages: Iterable[Pages], read: Callable[[Wire], Record], plan: Plan | None = None, note: str | None = None) -> Found:
    """Lists as records; with the vendor's own count where every filter of the plan was the vendor's."""
    lists = list(pages)
    result = await gather_in_turns(lists, read, note)
    totals = [each.total for each in lists]
    if plan is None or plan.local or not totals or None in totals:
        return result
    return replace(result, total=sum(total for total in totals if total is not None))
