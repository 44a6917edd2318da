"""The calls of one question: lists walked to their end, and single objects."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.core.errors import FrontdeskError, NotFound, VendorBroken
from bot.vendors.contract import Errand, Request
from bot.vendors.paging import Pages, identity, lost, walk
from bot.vendors.voucherify.pager import LIMIT, Listing
from bot.vendors.voucherify.routes import LAST_PAGE, PAGES
from bot.vendors.voucherify.settings import VoucherifySettings

Wire = Mapping[str, Any]
Params = Iterable[tuple[str, str]]
Past = Callable[[Wire], bool]


@dataclass(frozen=True, slots=True)
class Calls:
    """What an errand can fetch from Voucherify."""

    errand: Errand[VoucherifySettings]

    @property
    def who(self) -> str:
        """The account, as sentences name it."""
        return f"Voucherify ({self.errand.account.id})"

    def request(self, route: str, params: Params = (), values: Mapping[str, str] | None = None) -> Request:
        """A call of a route."""
        method, path = self.errand.routes.locate(route, **(values or {}))
        return Request(route=route, method=method, path=path, params=tuple(params))

    async def pages(self, route: str, params: Params, *, past: Past | None = None, count: bool = False) -> Pages:
        """A list, up to the last page that the vendor gives, to its first where only the `count` is wanted.

        `past` ends a list that cannot be narrowed by date.
        """
        request = self.request(route, params)
        nobody = route == "redemptions.list" and "customer" in dict(request.params)
        pager = Listing(who=self.who, past=past or (lambda row: False), nobody=nobody)
        bound = replace(self.errand.bound, pages=min(self.errand.bound.pages, LAST_PAGE.get(route, PAGES)))
        noun = route.split(".")[0]
        pages = await walk(self.errand.read, request, pager, bound, key=lambda row: identity(row, "id"), noun=noun, count=count)
        if not pages.complete and past is not None and len(pages.rows) >= min(bound.rows, bound.pages * LIMIT):
            return replace(
                pages, why=f"only the newest {len(pages.rows):,} {noun} were looked through: it cannot list older days alone"
            )
        return pages

    async def lists(self, route: str, asked: Iterable[Params], *, past: Past | None = None, count: bool = False) -> list[Pages]:
        """Several lists. One that fails ends them, and is named beside the rows of those before it."""
        found: list[Pages] = []
        for params in asked:
            try:
                found.append(await self.pages(route, params, past=past, count=count))
            except FrontdeskError as error:
                if not found:
                    raise
                return [*found, lost(error, route.split(".")[0])]
        return found

    async def one(self, route: str, **values: str) -> Wire:
        """One object.

        Raises:
            NotFound: there is none, or the key may not see it.
        """
        body = await self.errand.read(self.request(route, values=values))
        if not isinstance(body, dict) or not body:
            raise VendorBroken(f"{self.who} sent an answer without a record.")
        return body

    async def each(self, route: str, part: str, ids: Iterable[str]) -> Pages:
        """The objects of these ids that there are."""
        rows = []
        for id in dict.fromkeys(ids):
            try:
                rows.append(await self.one(route, **{part: id}))
            except NotFound:
                continue
        return Pages(rows=tuple(rows))

    async def vouchers_of(self, ids: Iterable[str]) -> list[Pages]:
        """The vouchers of these ids, a page's worth in each call."""
        known = list(dict.fromkeys(ids))
        parts = [known[start : start + LIMIT] for start in range(0, len(known), LIMIT)]
        return await self.lists("vouchers.list", [[("ids", id) for id in part] for part in parts])
