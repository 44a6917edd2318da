"""Small vendors for a real desk: each gives the records it was made with, when it is let, or fails."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar, cast
from zoneinfo import ZoneInfo

from bot.core.errors import NotFound
from bot.core.model import replace
from bot.core.money import Folio
from bot.core.record import Customer, Named, Party, Record
from bot.core.states import Kind, Status
from bot.core.venue import Venue
from bot.vendors.contract import Access, Account, AccountSettings, Errand, Found, Offer, Plan, Support, Vendor

LONDON, PARIS = ZoneInfo("Europe/London"), ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=LONDON)
"""A Monday morning."""

PALM = Venue(id="palm", name="Palm Tree Spa", zone=LONDON, currency="GBP", channel="C0PALM")
HARBOUR = Venue(id="harbour", name="Harbour House", zone=LONDON, currency="GBP", channel="C0HARBOUR")

_FILTERS = "window.start window.end window.overlap window.created status balance customer.email customer.name text ref".split()
_ALL = dict.fromkeys(_FILTERS, Support.NATIVE)


@dataclass(slots=True)
class SmallVendor:
    """A vendor for tests. `gate` holds answers back until it is set, but not the first `ungated`; `error` is raised."""

    name: str
    title: str
    records: Sequence[Record] = ()
    gate: asyncio.Event | None = None
    error: Exception | None = None
    ungated: int = 0
    probe_error: Exception | None = None
    asked: list[Plan] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    examples: tuple[str, ...] = ("arrivals tomorrow", "arrivals today")
    resolves: ClassVar[frozenset[str]] = frozenset()
    trades: ClassVar[tuple[str, ...]] = ()
    bookings: ClassVar[tuple[Kind, ...]] = (Kind.BOOKING,)
    offers: ClassVar[Mapping[Kind, Offer]] = {kind: Offer(filters=_ALL) for kind in (Kind.BOOKING, Kind.ORDER, Kind.CUSTOMER)}
    routes: ClassVar[Mapping[str, str]] = {}

    @property
    def settings(self) -> type[AccountSettings]:
        return AccountSettings

    def access(self, settings: AccountSettings) -> Access:
        return Access(base_url=settings.base_url, sign=lambda request: request, secrets=())

    async def search(self, errand: Errand[AccountSettings], plan: Plan) -> Found:
        self.asked.append(plan)
        if self.gate is not None and self.ungated:
            self.ungated -= 1
        elif self.gate is not None:
            await self.gate.wait()
        if self.error is not None:
            raise self.error
        account = errand.account
        found = tuple(replace(each, account=account.id, venue=account.venue) for each in self.records if each.kind is plan.kind)
        return Found(records=found)

    async def get(self, errand: Errand[AccountSettings], kind: Kind, id: str) -> Record:
        self.opened.append(id)
        if self.gate is not None:
            await self.gate.wait()
        if self.error is not None:
            raise self.error
        for record in self.records:
            if (record.kind, record.id) == (kind, id):
                return replace(record, account=errand.account.id, venue=errand.account.venue)
        raise NotFound("There is no such record.")

    async def names(self, errand: Errand[AccountSettings], field: str) -> tuple[Named, ...]:
        return ()

    async def probe(self, errand: Errand[AccountSettings]) -> str:
        if self.probe_error is not None:
            raise self.probe_error
        return "fine"


def as_vendor(vendor: SmallVendor) -> Vendor[AccountSettings]:
    """A small vendor as the desk takes it: what is fixed for a real one is a field here, so that each test has its own."""
    return cast(Vendor[AccountSettings], vendor)


def account(vendor: SmallVendor, venue: Venue = PALM) -> Account[AccountSettings]:
    """An account of a vendor at a venue."""
    return Account(
        id=f"{venue.id}-{vendor.name}",
        venue=venue.id,
        venue_name=venue.name,
        zone=venue.zone,
        currency=venue.currency,
        settings=AccountSettings(vendor=vendor.name, venue=venue.id, base_url="https://vendor.example"),
    )


def booking(number: int, name: str = "Smith, Jane", *, owes: int | None = 42_000, kind: Kind = Kind.BOOKING) -> Record:
    """A stay that begins tomorrow."""
    return Record(
        vendor="beds24",
        account="",
        venue="",
        kind=kind,
        id=f"{number}",
        ref=f"B{number:04}",
        status=Status.CONFIRMED,
        start=date(2026, 11, 24),
        end=date(2026, 11, 27),
        date_only=True,
        customer=Customer(name=name, email="jane@example.com", phone="+44 7700 900123"),
        party=Party(total=3, adults=2, children=1),
        resource=Named(id="12", name="Room 12"),
        money=Folio(currency="GBP", total=60_000, balance=owes),
        arrival_time="22:30",
    )
