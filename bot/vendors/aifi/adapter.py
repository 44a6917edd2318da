"""The AiFi adapter: the shopping sessions, orders, disputes, customers and stores of an autonomous store."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, ClassVar

from bot.core.errors import FrontdeskError, NoAnswer, NotFound
from bot.core.query import Query
from bot.core.record import Named, Record
from bot.core.states import Kind
from bot.vendors.acting import Deeds
from bot.vendors.aifi import stores
from bot.vendors.aifi.actions import DEEDS
from bot.vendors.aifi.offers import OFFERS
from bot.vendors.aifi.pager import Cursor
from bot.vendors.aifi.routes import ROUTES
from bot.vendors.aifi.searching import BY_ID, Search, names_of
from bot.vendors.aifi.settings import AifiSettings
from bot.vendors.contract import Access, Errand, Found, Offer, Plan, Request

ONE_SECOND = 1.0
"""The quiet after a 503: the rate is counted by the second."""


class Aifi:
    """AiFi OASIS, the autonomous store. Contract: its admin API v2 reference (SessionController_list and its siblings)."""

    name: ClassVar[str] = "aifi"
    title: ClassVar[str] = "AiFi OASIS"
    trades: ClassVar[tuple[str, ...]] = ("store",)
    bookings: ClassVar[tuple[Kind, ...]] = (Kind.SHOP_SESSION, Kind.ORDER)
    offers: ClassVar[Mapping[Kind, Offer]] = MappingProxyType(OFFERS)
    deeds: ClassVar[Deeds[Any]] = MappingProxyType(DEEDS)
    routes: ClassVar[Mapping[str, str]] = MappingProxyType(ROUTES)
    examples: ClassVar[tuple[str, ...]] = (
        "who is inside now",
        "visits today",
        "visits yesterday for groups",
        "unpaid orders today",
        "orders yesterday",
        "open contests",
    )
    resolves: ClassVar[frozenset[str]] = frozenset({"location"})

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
            quiet=lambda status, headers, now: ONE_SECOND if status == 503 else None,
        )

    async def search(self, errand: Errand[AifiSettings], plan: Plan) -> Found:
        search = Search(errand)
        match plan.kind:
            case Kind.SHOP_SESSION:
                return await search.sessions(plan)
            case Kind.ORDER:
                return await search.orders(plan)
            case Kind.CONTEST:
                return await search.contests(plan)
            case Kind.CUSTOMER:
                return await search.customers(plan)
            case Kind.PLACE:
                return await search.places(plan)
            case _:
                raise LookupError(plan.kind)

    async def get(self, errand: Errand[AifiSettings], kind: Kind, id: str) -> Record:
        if kind not in self.offers:
            raise NotFound(f"AiFi OASIS has no {kind.value} records.")
        who = Search(errand).who
        found = await self.search(errand, Plan(kind=kind, query=Query(ids=(id,))))
        for record in found.records:
            if record.id == id:
                return record
        if not found.complete:
            raise NoAnswer(f"From {who} {found.why}.")
        raise NotFound(f"{who} has no {kind.value.replace('_', ' ')} {id}.")

    async def names(self, errand: Errand[AifiSettings], field: str) -> tuple[Named, ...]:
        """The stores of an account. Where their list cannot be had, the numbers in the settings still name its own."""
        if field != "location":
            raise LookupError(field)
        ours = errand.account.settings.stores
        try:
            return names_of(await Search(errand).store_names(), ours)
        except FrontdeskError:
            if not ours:
                raise
            return tuple(Named(id=id) for id in ours)

    async def probe(self, errand: Errand[AifiSettings]) -> str:
        search = Search(errand)
        pager = Cursor(who=search.who, rows_under="stores")
        request = pager.first(search.request("stores.list", BY_ID))
        body = await errand.read(request)
        rows = pager.rows(body)
        seen = stores.names(rows)
        strange = [id for id in errand.account.settings.stores if id not in seen]
        if strange and pager.after(request, body, len(rows)) is None:
            raise NotFound(f"the key is accepted, but store_ids {', '.join(strange)} are none of the {len(seen)} stores it sees")
        ours = [name or id for id, name in seen.items() if id in (errand.account.settings.stores or seen)]
        return f"{len(ours)} {'store' if len(ours) == 1 else 'stores'}: {', '.join(ours[:5])}{', …' if len(ours) > 5 else ''}"


VENDOR = Aifi()
