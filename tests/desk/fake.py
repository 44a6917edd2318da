"""A vendor that does what a test tells it to, and a desk over it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import httpx

from bot.core.query import Query
from bot.core.reading import Reading
from bot.core.record import Named, Record
from bot.core.states import Kind
from bot.desk.ask import Desk, DeskLimits
from bot.vendors.acting import Deeds
from bot.vendors.contract import Access, Account, AccountSettings, Errand, Found, Offer, Plan, Request, Support
from bot.vendors.http import Http
from bot.vendors.limits import Limits

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=LONDON)
Search = Callable[[Errand[AccountSettings], Plan], Awaitable[Found]]
N, L = Support.NATIVE, Support.LOCAL


class Fake:
    """Bookings and people; `search` is the test's."""

    name: ClassVar[str] = "fake"
    title: ClassVar[str] = "Fake"
    trades: ClassVar[tuple[str, ...]] = ()
    bookings: ClassVar[tuple[Kind, ...]] = (Kind.ORDER, Kind.APPOINTMENT)
    deeds: ClassVar[Deeds[Any]] = {}
    routes: ClassVar[Mapping[str, str]] = {"all": "GET /all", "one": "GET /one/{id}"}
    examples: ClassVar[tuple[str, ...]] = ("orders today",)
    resolves: ClassVar[frozenset[str]] = frozenset()
    offers: ClassVar[Mapping[Kind, Offer]] = {
        Kind.ORDER: Offer(
            filters={"ref": N, "status": N, "window.start": N, "customer.name": L, "text": L, "party": L, "balance": N},
            instead={"staff": "“appointments with …”"},
            lacks={"campaign": "campaigns", "window.expires": "expiry dates"},
        ),
        Kind.APPOINTMENT: Offer(filters={"staff": L, "window.start": N}, instead={"balance": "“unpaid orders”"}),
        Kind.CUSTOMER: Offer(filters={"customer.name": N, "text": N}),
    }

    def __init__(self, search: Search) -> None:
        self._search = search

    @property
    def settings(self) -> type[AccountSettings]:
        return AccountSettings

    def access(self, settings: AccountSettings) -> Access:
        return Access(base_url=settings.base_url, sign=lambda request: request, secrets=())

    async def search(self, errand: Errand[AccountSettings], plan: Plan) -> Found:
        return await self._search(errand, plan)

    async def get(self, errand: Errand[AccountSettings], kind: Kind, id: str) -> Record:
        return record(errand.account.id, id)

    async def names(self, errand: Errand[AccountSettings], field: str) -> tuple[Named, ...]:
        return ()

    async def probe(self, errand: Errand[AccountSettings]) -> str:
        return "well"


class FakeVouchers(Fake):
    """A vendor without bookings."""

    name: ClassVar[str] = "vouchers"
    title: ClassVar[str] = "Vouchers"
    trades: ClassVar[tuple[str, ...]] = ()
    bookings: ClassVar[tuple[Kind, ...]] = ()
    offers: ClassVar[Mapping[Kind, Offer]] = {
        Kind.VOUCHER: Offer(filters={"status": L}),
        Kind.REDEMPTION: Offer(filters={"ref": N}),
        Kind.CUSTOMER: Offer(filters={"customer.name": N}),
    }


def account(id: str, vendor: str = "fake", zone: ZoneInfo = LONDON, venue: str | None = None) -> Account[AccountSettings]:
    settings = AccountSettings(vendor=vendor, venue=venue or id, base_url="https://fake.example")
    return Account(id=id, venue=venue or id, venue_name=id.title(), zone=zone, currency="GBP", settings=settings)


def record(account: str, id: str, **fields: Any) -> Record:
    return Record(**{"vendor": "fake", "account": account, "venue": account, "kind": Kind.ORDER, "id": id} | fields)


def asked(query: Query | None = None, **filters: Any) -> Reading:
    return Reading(query=query or Query(**filters), understood="")


async def call(errand: Errand[AccountSettings]) -> Any:
    """One read over the desk's line."""
    return await errand.read(Request(route="all", method="GET", path="/all"))


@asynccontextmanager
async def desk(
    search: Search,
    *accounts: Account[AccountSettings],
    limits: DeskLimits | None = None,
    wire: Callable[[httpx.Request], httpx.Response] = lambda request: httpx.Response(200, json={}),
) -> AsyncIterator[Desk]:
    vendors = {"fake": Fake(search), "vouchers": FakeVouchers(search)}
    async with Http(Limits(), httpx.MockTransport(wire)) as http:
        counter = Desk(accounts or [account("palm")], vendors, http, clock=lambda: NOW, limits=limits)
        try:
            yield counter
        finally:
            await counter.close()
