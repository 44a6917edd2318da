"""The Trybe adapter: a spa's orders, diary, customers, free places, money and reports."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, ClassVar

from bot.core.errors import NotFound
from bot.core.record import Named, Record
from bot.core.states import Kind
from bot.vendors.acting import Deeds
from bot.vendors.contract import Access, Errand, Found, Offer, Plan, Request
from bot.vendors.trybe import availability, customers, diary, directory, emails, items, names, orders, payments, reports, vouchers
from bot.vendors.trybe.actions import DEEDS
from bot.vendors.trybe.calls import Calls
from bot.vendors.trybe.lookup import MOST_PEOPLE
from bot.vendors.trybe.names import RESOLVES
from bot.vendors.trybe.offers import OFFERS
from bot.vendors.trybe.routes import ROUTES
from bot.vendors.trybe.settings import TrybeSettings
from bot.vendors.wire import mapping, text

__all__ = ["MOST_PEOPLE", "VENDOR", "Trybe", "TrybeSettings"]

_SEARCH: Mapping[Kind, Callable[[Calls, Plan], Awaitable[Found]]] = {
    Kind.ORDER: orders.search,
    Kind.ORDER_ITEM: items.search,
    Kind.APPOINTMENT: diary.appointments,
    Kind.SESSION: diary.sessions,
    Kind.SESSION_BOOKING: diary.session_bookings,
    Kind.AVAILABILITY: availability.search,
    Kind.CUSTOMER: customers.search,
    Kind.MEMBERSHIP: customers.memberships,
    Kind.PAYMENT: payments.search,
    Kind.EMAIL: emails.search,
    Kind.VOUCHER: vouchers.search,
    Kind.REPORT: reports.search,
    **dict.fromkeys((Kind.STAFF, Kind.ROOM, Kind.PLACE, Kind.LABEL, Kind.PRODUCT), directory.search),
}

_GET: Mapping[Kind, Callable[[Calls, str], Awaitable[Record]]] = {
    Kind.ORDER: orders.get,
    Kind.APPOINTMENT: diary.appointment,
    Kind.SESSION: diary.session,
    Kind.SESSION_BOOKING: diary.session_booking_by_id,
    Kind.CUSTOMER: customers.get,
    Kind.MEMBERSHIP: customers.membership_by_id,
    Kind.PAYMENT: payments.get,
    Kind.VOUCHER: vouchers.get,
}

_LISTED = (Kind.STAFF, Kind.ROOM, Kind.PLACE, Kind.LABEL, Kind.PRODUCT)
"""Kinds of which one is found in its list."""


class Trybe:
    """Trybe, the spa's booking system. Contract: openapi.try.be and docs.try.be."""

    name: ClassVar[str] = "trybe"
    title: ClassVar[str] = "Trybe"
    trades: ClassVar[tuple[str, ...]] = ("spa",)
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
        "run sheet for today",
        "places left tomorrow",
        "takings by method yesterday",
    )
    resolves: ClassVar[frozenset[str]] = RESOLVES

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
        return await _SEARCH[plan.kind](Calls(errand, plan.named), plan)

    async def get(self, errand: Errand[TrybeSettings], kind: Kind, id: str) -> Record:
        calls = Calls(errand)
        if kind in _LISTED:
            return await directory.get(calls, kind, id)
        if kind not in _GET:
            raise NotFound(f"Trybe has no {kind.value.replace('_', ' ')} records that are found by an id.")
        return await _GET[kind](calls, id)

    async def names(self, errand: Errand[TrybeSettings], field: str) -> tuple[Named, ...]:
        return await names.names(Calls(errand), field)

    async def probe(self, errand: Errand[TrybeSettings]) -> str:
        calls = Calls(errand)
        pages = await calls.walk(calls.request("sites.list"), "sites")
        site = names.own_site(calls, map(mapping, pages.rows))
        return f"site {text(site.get('name')) or 'without a name'}, {text(site.get('timezone')) or 'no zone'}"


VENDOR = Trybe()
