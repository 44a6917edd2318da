"""The Beds24 adapter: a hotel's bookings, rooms and free rooms, by the vendor's JSON API v1."""

from collections.abc import Hashable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from bot.core.errors import CannotAnswer, FrontdeskError, NotFound
from bot.core.query import Query
from bot.core.record import Named, Record
from bot.core.states import Kind
from bot.vendors.acting import Deeds
from bot.vendors.beds24 import asking, availability, mapping, rooms
from bot.vendors.beds24.actions import DEEDS
from bot.vendors.beds24.faults import fault
from bot.vendors.beds24.offers import OFFERS
from bot.vendors.beds24.routes import ROUTES
from bot.vendors.beds24.settings import Beds24Settings
from bot.vendors.contract import Access, Errand, Found, Offer, Plan, Request
from bot.vendors.paging import LimitOffset, Pages, gather, gather_in_turns, identity, lost, walk
from bot.vendors.wire import objects, text

WITH_INVOICES, PLAIN = 99, 1_000
"""Rows of a page: the vendor's two pages name 10,000 and 1,000 as the cap, and fewer than 100 with invoices."""

_SIGNED_WITHOUT_PROPERTY, _UNSIGNED = "properties", "availabilities"


class Beds24:
    """Beds24, the hotel's booking system. Contract: api.beds24.com/json, getBookings."""

    name: ClassVar[str] = "beds24"
    title: ClassVar[str] = "Beds24"
    trades: ClassVar[tuple[str, ...]] = ("hotel",)
    bookings: ClassVar[tuple[Kind, ...]] = (Kind.BOOKING,)
    deeds: ClassVar[Deeds[Any]] = MappingProxyType(DEEDS)
    routes: ClassVar[Mapping[str, str]] = MappingProxyType(ROUTES)
    offers: ClassVar[Mapping[Kind, Offer]] = MappingProxyType(OFFERS)
    examples: ClassVar[tuple[str, ...]] = (
        "arrivals tomorrow",
        "departures today",
        "in house tonight",
        "arrivals this weekend that still owe us",
        "changed since yesterday",
        "free rooms tonight",
    )
    resolves: ClassVar[frozenset[str]] = frozenset({"resource"})

    @property
    def settings(self) -> type[Beds24Settings]:
        return Beds24Settings

    def access(self, settings: Beds24Settings) -> Access:
        """Keys travel in the body; one queue for each API key, 60 calls in 5 minutes (wiki.beds24.com Category:API)."""

        def sign(request: Request) -> Request:
            if request.route == _UNSIGNED:
                return request
            keys = {"apiKey": settings.api_key.get_secret_value()}
            if request.route != _SIGNED_WITHOUT_PROPERTY:
                keys["propKey"] = settings.prop_key.get_secret_value()
            return request.with_body(authentication=keys)

        return Access(
            base_url=settings.base_url,
            sign=sign,
            secrets=(settings.api_key, settings.prop_key),
            queue=settings.queue,
            pause=settings.pause,
            # A leaky bucket lets through its size and what drains meanwhile: 30 and 30 are the 60 allowed in any 5 minutes.
            rate=(30, 300),
            fault=fault,
        )

    async def search(self, errand: Errand[Beds24Settings], plan: Plan) -> Found:
        match plan.kind:
            case Kind.BOOKING:
                return await self._bookings(errand, plan)
            case Kind.FREE_ROOM:
                return await self._free_rooms(errand, plan)
            case Kind.ROOM:
                wire = await self._property(errand)
                pages = Pages(rows=tuple(objects(wire.get("roomTypes"))))
                return gather([pages], lambda row: rooms.room(row, errand.account, errand.now))
            case _:
                raise LookupError(plan.kind)

    async def get(self, errand: Errand[Beds24Settings], kind: Kind, id: str) -> Record:
        if kind in OFFERS and (kind is not Kind.BOOKING or asking.is_number(id)):
            found = await self.search(errand, Plan(kind=kind, query=Query(ids=(id,)) if kind is Kind.BOOKING else Query()))
            for record in found.records:
                if record.id == id:
                    return record
        raise NotFound(f"{_who(errand)} has no {kind.value.replace('_', ' ')} {id}.")

    async def names(self, errand: Errand[Beds24Settings], field: str) -> tuple[Named, ...]:
        return rooms.entries(rooms.of_property(await self._property(errand)))

    async def probe(self, errand: Errand[Beds24Settings]) -> str:
        today = errand.now.astimezone(errand.account.zone).date()
        body = next(asking.bodies(Plan(kind=Kind.BOOKING, query=Query(ids=("1",))), today, errand.account.settings.times))
        LimitOffset(who=_who(errand), limit=1).rows(await errand.read(self._request(errand, "bookings", {**body, "limit": "1"})))
        return "bookings of this property can be read"

    async def _bookings(self, errand: Errand[Beds24Settings], plan: Plan) -> Found:
        query, account, times = plan.query, errand.account, errand.account.settings.times
        include = asking.includes(query)
        today = errand.now.astimezone(account.zone).date()
        pager = LimitOffset(who=_who(errand), limit=WITH_INVOICES if include else PLAIN)
        lists: list[Pages] = []
        for body in asking.bodies(plan, today, times):
            request = self._request(errand, "bookings", {**body, **include})
            try:
                lists.append(await walk(errand.read, request, pager, errand.bound, key=_number, noun="bookings"))
            except FrontdeskError as error:
                if not lists:
                    raise
                lists.append(lost(error, "bookings"))
                break
        known: Mapping[str, rooms.Room] = {}
        missing: str | None = None
        if query.resource:
            # Its names were looked up in this list, so it is at hand.
            known = rooms.of_property(await self._property(errand))
        elif any(pages.rows for pages in lists):
            known, missing = await self._rooms(errand)
        notes = [note for note in (asking.searched(query, today), missing) if note]

        def read(wire: Mapping[str, Any]) -> Record:
            return mapping.booking(wire, account, known, times, errand.now)

        return await gather_in_turns(lists, read, "; ".join(notes) or None)

    async def _free_rooms(self, errand: Errand[Beds24Settings], plan: Plan) -> Found:
        who = _who(errand)
        for entry in plan.named.get("resource", ()):
            if entry.id != rooms.type_of(entry):
                raise CannotAnswer(f"{who} tells free rooms by their type, not for {entry}. It can answer: “free rooms tonight”.")
        wanted = availability.stay(plan.query, errand.now.astimezone(errand.account.zone).date(), who)
        own = await self._property(errand)
        request = self._request(errand, _UNSIGNED, wanted.body(text(own.get("propId")) or ""))
        pages = Pages(rows=tuple(availability.rows(await errand.read(request), who)))
        known = rooms.of_property(own)
        return gather([pages], lambda row: availability.record(row, wanted, errand.account, known, errand.now), wanted.note)

    async def _property(self, errand: Errand[Beds24Settings]) -> Mapping[str, Any]:
        """The account's own property with its rooms; it seldom changes."""
        request = self._request(errand, "property", {"includeRooms": True, "includeRoomUnits": True})

        async def load() -> Mapping[str, Any]:
            return rooms.property_of(await errand.read(request), _who(errand))

        wire: Mapping[str, Any] = await errand.remembered("property", load)
        return wire

    async def _rooms(self, errand: Errand[Beds24Settings]) -> tuple[Mapping[str, rooms.Room], str | None]:
        """Names of the rooms, and what to say where they are missing: a booking then shows its room's number."""
        properties, queue = self._request(errand, "properties", {}), errand.account.settings.queue

        def read(body: Any) -> Mapping[str, rooms.Room]:
            return rooms.rooms(body, _who(errand))

        try:
            known = await errand.at_hand("rooms", properties, read, shared=queue)
        except FrontdeskError:
            return {}, "room names did not come"
        return ({}, "room names have not come yet") if known is None else (known, None)

    @staticmethod
    def _request(errand: Errand[Beds24Settings], route: str, body: Mapping[str, Any]) -> Request:
        method, path = errand.routes.locate(route)
        return Request(route=route, method=method, path=path, body=body)


def _who(errand: Errand[Beds24Settings]) -> str:
    return f"Beds24 ({errand.account.id})"


def _number(row: Any) -> Hashable:
    return identity(row, "bookId")


VENDOR = Beds24()
