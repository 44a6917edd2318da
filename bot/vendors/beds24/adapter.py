"""The Beds24 adapter: a hotel's bookings, by the vendor's JSON API v1 (getBookings)."""

import hashlib
from collections.abc import Hashable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from pydantic import Field

from bot.core.errors import FrontdeskError, KeyRefused, NotFound, NotPermitted, SlowDown, VendorBroken, VendorRefused
from bot.core.query import Query
from bot.core.record import Named, Record
from bot.core.states import Kind
from bot.vendors.acting import Deeds
from bot.vendors.beds24 import asking, mapping
from bot.vendors.contract import Access, AccountSettings, Address, Errand, Found, Offer, Plan, Request, Support
from bot.vendors.paging import LimitOffset, Pages, gather, identity, lost, walk
from bot.vendors.secrets import Key
from bot.vendors.wire import mapping as as_object
from bot.vendors.wire import objects, text

WITH_INVOICES, PLAIN = 99, 1_000
"""Rows of a page: the vendor's two pages name 10,000 and 1,000 as the cap, and fewer than 100 with invoices."""

BLOCKED_FOR = 300.0
"""Seconds to stay quiet after error 1016 or 1020, "usage limit exceeded in last 5 minutes"."""

_N, _L = Support.NATIVE, Support.LOCAL


class Beds24Settings(AccountSettings):
    """A Beds24 property: the account's key, the property's key, and the pause between calls in seconds.

    One call at a time is a rule of the vendor; who breaks it is blocked without warning. `times` is the zone of its times.
    """

    base_url: Address = Field("https://api.beds24.com", description="where Beds24's API is")
    api_key: Key = Field(description="key of the account: Settings > Account > Account access")
    prop_key: Key = Field(description="key of the property: Settings > Properties > Link")
    pause: float = Field(2.0, ge=0, le=60, description="seconds between two calls with one api_key")
    times: ZoneInfo = Field(ZoneInfo("UTC"), description="zone of the times in its answers, which it does not state")


class Beds24:
    """Beds24, the hotel's booking system. Contract: api.beds24.com/json, getBookings."""

    name: ClassVar[str] = "beds24"
    title: ClassVar[str] = "Beds24"
    bookings: ClassVar[tuple[Kind, ...]] = (Kind.BOOKING,)
    deeds: ClassVar[Deeds[Any]] = MappingProxyType({})
    routes: ClassVar[Mapping[str, str]] = MappingProxyType(
        {"bookings": "POST /json/getBookings", "properties": "POST /json/getProperties"}
    )
    offers: ClassVar[Mapping[Kind, Offer]] = MappingProxyType(
        {
            Kind.BOOKING: Offer(
                filters={
                    "ids": _N,
                    "ref": _N,
                    "window.start": _N,
                    "window.end": _N,
                    "window.overlap": _N,
                    "window.created": _L,
                    "window.modified": _L,
                    "status": _L,
                    "customer.email": _L,
                    "customer.phone": _L,
                    "customer.name": _L,
                    "text": _L,
                    "external_id": _L,
                    "location": _L,
                    "resource": _L,
                    "label": _L,
                    "channel": _L,
                    "channel_name": _L,
                    "party": _L,
                    "balance": _L,
                    "group": _N,
                },
                instead={
                    "stage": "“arrivals today”: it records no arrival, only who is due",
                    "window.revenue": "“departures” for the same days, with what was paid",
                },
                lacks={
                    "staff": "practitioners",
                    "service": "treatments",
                    "window.expires": "expiry dates",
                    "window.redeemed": "redemptions",
                    "campaign": "campaigns",
                    "voucher_type": "vouchers",
                    "customer.id": "customer accounts",
                },
            )
        }
    )
    examples: ClassVar[tuple[str, ...]] = (
        "arrivals tomorrow",
        "departures today",
        "in house tonight",
        "arrivals this weekend that still owe us",
        "changed since yesterday",
    )
    resolves: ClassVar[frozenset[str]] = frozenset()

    @property
    def settings(self) -> type[Beds24Settings]:
        return Beds24Settings

    def access(self, settings: Beds24Settings) -> Access:
        """Keys travel in the body; one queue for each API key, 60 calls in 5 minutes (wiki.beds24.com Category:API)."""
        api_key = settings.api_key.get_secret_value()

        def sign(request: Request) -> Request:
            keys = {"apiKey": api_key}
            if request.route != "properties":
                keys["propKey"] = settings.prop_key.get_secret_value()
            return request.with_body(authentication=keys)

        return Access(
            base_url=settings.base_url,
            sign=sign,
            secrets=(settings.api_key, settings.prop_key),
            queue=_queue(settings),
            pause=settings.pause,
            # A leaky bucket lets through its size and what drains meanwhile: 30 and 30 are the 60 allowed in any 5 minutes.
            rate=(30, 300),
            fault=fault,
        )

    async def search(self, errand: Errand[Beds24Settings], plan: Plan) -> Found:
        invoices = asking.wants_invoices(plan.query)
        today = errand.now.astimezone(errand.account.zone).date()
        pager = LimitOffset(who=_who(errand), limit=WITH_INVOICES if invoices else PLAIN)
        lists: list[Pages] = []
        for body in asking.bodies(plan, today, errand.account.settings.times):
            request = self._request(errand, "bookings", {**body, **({"includeInvoice": True} if invoices else {})})
            try:
                lists.append(await walk(errand.read, request, pager, errand.bound, key=_number, noun="bookings"))
            except FrontdeskError as error:
                if not lists:
                    raise
                lists.append(lost(error, "bookings"))
                break
        known: Mapping[str, mapping.Room] = {}
        missing: str | None = None
        if any(pages.rows for pages in lists):
            known, missing = await self._rooms(errand, needed=bool(plan.query.resource))
        if missing is not None and plan.query.resource:
            lists.append(
                Pages(rows=(), complete=False, why="the names of the rooms did not come, so rooms were told by number only")
            )
            missing = None
        account, times = errand.account, errand.account.settings.times
        notes = [note for note in (asking.searched(plan.query, today), missing) if note]
        return gather(lists, lambda wire: mapping.booking(wire, account, known, times, errand.now), "; ".join(notes) or None)

    async def get(self, errand: Errand[Beds24Settings], kind: Kind, id: str) -> Record:
        if kind is Kind.BOOKING and asking.is_number(id):
            found = await self.search(errand, Plan(kind=kind, query=Query(ids=(id,))))
            for record in found.records:
                if record.id == id:
                    return record
        raise NotFound(f"{_who(errand)} has no booking {id}.")

    async def names(self, errand: Errand[Beds24Settings], field: str) -> tuple[Named, ...]:
        raise LookupError(field)

    async def probe(self, errand: Errand[Beds24Settings]) -> str:
        today = errand.now.astimezone(errand.account.zone).date()
        body = next(asking.bodies(Plan(kind=Kind.BOOKING, query=Query(ids=("1",))), today, errand.account.settings.times))
        LimitOffset(who=_who(errand), limit=1).rows(await errand.read(self._request(errand, "bookings", {**body, "limit": "1"})))
        return "bookings of this property can be read"

    async def _rooms(self, errand: Errand[Beds24Settings], *, needed: bool) -> tuple[Mapping[str, mapping.Room], str | None]:
        """Names of the rooms, and what to say where they are missing: a booking then shows its room's number."""
        properties, queue = self._request(errand, "properties", {}), _queue(errand.account.settings)

        def read(body: Any) -> Mapping[str, mapping.Room]:
            return mapping.rooms(body, _who(errand))

        try:
            known = await errand.at_hand("rooms", properties, read, shared=queue, needed=needed)
        except FrontdeskError:
            return {}, "room names did not come"
        return ({}, "room names have not come yet") if known is None else (known, None)

    @staticmethod
    def _request(errand: Errand[Beds24Settings], route: str, body: Mapping[str, Any]) -> Request:
        method, path = errand.routes.locate(route)
        return Request(route=route, method=method, path=path, body=body)


def fault(body: Any, who: str) -> FrontdeskError | None:
    """The error in an answer: an object with `error` or `errorCode`, alone or as the first of a list.

    The HTTP status of such objects is not documented, so it plays no part (vendor's error codes).
    """
    for answer in [body, *(objects(body)[:1])]:
        wire = as_object(answer)
        if "error" in wire or "errorCode" in wire:
            return _error(text(wire.get("errorCode")) or "", who)
    return None


def _error(code: str, who: str) -> FrontdeskError:
    match code:
        case "1002" | "1003":
            return KeyRefused(f"{who} refused our key ({code}). An operator has to renew it; `frontdesk check` names it.")
        case "1009" | "1010":
            return NotPermitted(f"{who} does not let our key do this ({code}). An operator has to widen its rights.")
        case "1016" | "1020":
            return SlowDown(f"{who} has had too many calls ({code}); try again in 5 minutes.", seconds=BLOCKED_FOR)
        case "1021":
            return NotPermitted(f"{who} says that the account has no credit ({code}). An operator has to top it up.")
        case "1022":
            return NotPermitted(
                f"{who} does not accept calls from this machine's address ({code}): it has to be whitelisted there."
            )
        case "2000":
            return KeyRefused(f"{who} does not know the property's key ({code}). An operator has to correct prop_key.")
        case "":
            return VendorBroken(f"{who} reported an error without a code.")
        case _:
            return VendorRefused(f"{who} says that our request is wrong ({code}). An operator can find it in the log.")


def _queue(settings: Beds24Settings) -> str:
    """The name of the line that all accounts of one key stand in; it does not show the key."""
    return f"beds24:{hashlib.sha256(settings.api_key.get_secret_value().encode()).hexdigest()[:16]}"


def _who(errand: Errand[Beds24Settings]) -> str:
    return f"Beds24 ({errand.account.id})"


def _number(row: Any) -> Hashable:
    return identity(row, "bookId")


VENDOR = Beds24()
