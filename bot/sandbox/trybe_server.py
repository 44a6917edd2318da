"""The Trybe stand-in: the read routes, each scoped to the sites its token sees."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox import trybe_directory as directory
from bot.sandbox import trybe_filters as filters
from bot.sandbox import trybe_params as params
from bot.sandbox import trybe_wire as wire
from bot.sandbox.trybe_catalogue import Catalogue, catalogue
from bot.sandbox.trybe_customer_writes import CustomerWrites
from bot.sandbox.trybe_ledger import Ledger
from bot.sandbox.trybe_pages import page_of
from bot.sandbox.trybe_reads import TrybeReads
from bot.sandbox.trybe_report_routes import TrybeReports
from bot.sandbox.trybe_world import Site
from bot.sandbox.trybe_writes import TrybeWrites
from bot.sandbox.venues import Spa, spas

Row = TypeVar("Row")


class TrybeDesk:
    """Answers for one clock. Each method is one route; what a token may see is decided in `_sites`."""

    def __init__(self, clock: Callable[[], datetime], ledger: Ledger) -> None:
        self._clock = clock
        self._ledger = ledger

    async def sites(self, request: Request) -> Response:
        wanted = params.read(params.Paged, request.query_params)
        return page_of(request, wanted, self.sites_of(request), directory.site_json)

    async def site(self, request: Request) -> Response:
        params.read(params.Params, request.query_params)
        return _one(request, ((site.spa.site_id, site) for site in self.sites_of(request)), directory.site_json)

    async def orders(self, request: Request) -> Response:
        wanted, now = params.read(params.OrdersList, request.query_params), self._clock()
        found = [
            (site, order, state)
            for site in self.sites_of(request, wanted.site_id)
            for order, state in site.orders_at(now, filters.order_days(wanted, site.venue.zone))
            if filters.order_matches(site, order, state, wanted)
        ]
        found.sort(key=lambda row: (row[1].booked, row[1].id), reverse=True)
        return page_of(request, wanted, found, lambda row: wire.order_json(*row))

    async def order(self, request: Request) -> Response:
        params.read(params.Params, request.query_params)
        return _one(request, self._orders(request, None, "id"), lambda row: wire.order_json(*row))

    async def order_by_ref(self, request: Request) -> Response:
        wanted = params.read(params.OfSite, request.query_params)
        return _one(request, self._orders(request, wanted.site_id, "ref"), lambda row: wire.order_json(*row))

    async def order_notes(self, request: Request) -> Response:
        params.read(params.Params, request.query_params)
        return _one(request, self._orders(request, None, "id"), lambda row: wire.notes_json(row[0], row[1]))

    async def appointments(self, request: Request) -> Response:
        wanted, now = params.read(params.AppointmentsList, request.query_params), self._clock()
        found = [
            booked
            for site in self.sites_of(request, wanted.site_id)
            for booked in site.appointments_at(now, filters.appointment_days(wanted))
            if filters.appointment_matches(booked, wanted)
        ]
        found.sort(key=lambda booked: (booked.item.start, booked.item.booking_id))
        totals = {"count": len(found)}
        return page_of(request, wanted, found, wire.appointment_json, totals=totals)

    async def appointment(self, request: Request) -> Response:
        params.read(params.Params, request.query_params)
        sites, now, key = self.sites_of(request), self._clock(), request.path_params["key"]
        found = (site.appointment_at(now, key) for site in sites)
        return _one(request, ((key, booked) for booked in found if booked is not None), wire.appointment_json)

    async def sessions(self, request: Request) -> Response:
        wanted, now = params.read(params.SessionsList, request.query_params), self._clock()
        # No site filter here, on purpose: a token of two sites gets both, whatever `site_id` says.
        sites = [(site, filters.session_days(wanted, site.venue.zone)) for site in self.sites_of(request)]
        places = {site.spa.id: site.session_bookings_at(now, days) for site, days in sites}
        found = [(site, one) for site, days in sites for one in site.sessions(days) if filters.session_matches(site, one, wanted)]
        found.sort(key=lambda row: (row[1].start, row[1].id))
        return page_of(
            request,
            wanted,
            found,
            lambda row: wire.session_json(*row, places[row[0].spa.id].get(row[1].id, []), with_bookings=wanted.include_bookings),
        )

    async def session(self, request: Request) -> Response:
        wanted, now = params.read(params.OneSession, request.query_params), self._clock()
        rows = ((one.id, (site, one)) for site in self.sites_of(request) for one in site.sessions())
        return _one(
            request,
            rows,
            lambda row: wire.session_json(
                *row, row[0].session_bookings_at(now).get(row[1].id, []), with_bookings=wanted.include_bookings
            ),
        )

    async def session_types(self, request: Request) -> Response:
        wanted = params.read(params.SessionTypesList, request.query_params)
        found = [
            (site, kind)
            for site, offer in self._catalogues(request, wanted.site_id)
            for kind in offer.classes
            if kind.archived == wanted.archived and (wanted.session_type_id is None or kind.id in wanted.session_type_id)
        ]
        return page_of(request, wanted, found, lambda row: directory.offering_json(*row))

    async def appointment_types(self, request: Request) -> Response:
        wanted = params.read(params.AppointmentTypesList, request.query_params)
        found = [
            (site, kind)
            for site, offer in self._catalogues(request, wanted.site_id)
            for kind in offer.treatments
            if kind.archived == wanted.archived
        ]
        return page_of(request, wanted, found, lambda row: directory.offering_json(*row))

    async def practitioners(self, request: Request) -> Response:
        wanted = params.read(params.PractitionersList, request.query_params)
        found = [
            (site, who)
            for site, offer in self._catalogues(request, wanted.site_id)
            for who in (*offer.practitioners, offer.extra_practitioner)
            if filters.name_matches(who, wanted.query)
        ]
        return page_of(request, wanted, found, lambda row: directory.practitioner_json(*row))

    async def rooms(self, request: Request) -> Response:
        wanted = params.read(params.SitePage, request.query_params)
        catalogues = self._catalogues(request, wanted.site_id)
        found = [(site, room) for site, offer in catalogues for room in (*offer.rooms, offer.studio)]
        return page_of(request, wanted, found, lambda row: directory.room_json(*row))

    async def customers(self, request: Request) -> Response:
        wanted, now = params.read(params.CustomersList, request.query_params), self._clock()
        found = [
            (site, customer)
            for site in self.sites_of(request, wanted.site_id)
            for customer in site.customers_at(now)
            if filters.customer_matches(site, customer, wanted)
        ]
        return page_of(request, wanted, found, lambda row: directory.customer_json(*row))

    async def customer(self, request: Request) -> Response:
        params.read(params.Params, request.query_params)
        sites, now = self.sites_of(request), self._clock()
        rows = ((customer.id, (site, customer)) for site in sites for customer in site.customers_at(now))
        return _one(request, rows, lambda row: directory.customer_json(*row))

    async def customer_labels(self, request: Request) -> Response:
        wanted = params.read(params.LabelsList, request.query_params)
        sites = self.sites_of(request)
        labels = {label.id: (label, colour) for site in sites for label, colour in catalogue(site.venue, site.spa).customer_labels}
        return page_of(
            request, wanted, list(labels.values()), lambda row: {"id": row[0].id, "value": row[0].name, "colour": row[1]}
        )

    async def order_labels(self, request: Request) -> Response:
        wanted = params.read(params.OrderLabelsList, request.query_params)
        organisation = request.path_params["organisation"]
        sites = [site for site in self.sites_of(request, wanted.site_id) if site.spa.organisation_id == organisation]
        if not sites:
            raise HTTPException(404, f"The requested resource could not be found {organisation}")
        labels = {label.id: (label, colour) for site in sites for label, colour in catalogue(site.venue, site.spa).labels}
        return page_of(request, wanted, list(labels.values()), lambda row: {"id": row[0].id, "name": row[0].name, "color": row[1]})

    def sites_of(self, request: Request, site_id: UUID | None = None) -> list[Site]:
        """The sites the token sees, or the one asked for; 401 without a known token, 403 for another's site."""
        holder = _holder(request)
        if holder is None:
            raise HTTPException(401, "Unauthenticated.")
        now = self._clock()
        seen = [(venue, spa) for venue, spa in spas() if spa.id in (holder.id, *holder.also_sees)]
        if site_id is not None:
            seen = [(venue, spa) for venue, spa in seen if spa.site_id == str(site_id)]
            if not seen:
                raise HTTPException(403, "This action is unauthorized.")
        return [Site(venue, spa, venue.today(now), self._ledger) for venue, spa in seen]

    def _catalogues(self, request: Request, site_id: UUID | None) -> list[tuple[Site, Catalogue]]:
        return [(site, catalogue(site.venue, site.spa)) for site in self.sites_of(request, site_id)]

    def _orders(self, request: Request, site_id: UUID | None, key: str) -> Iterable[tuple[str, Any]]:
        now, wanted = self._clock(), request.path_params["key"]
        sites = self.sites_of(request, site_id)
        found = ((site, site.orders_at(now, which=lambda order: getattr(order, key) == wanted)) for site in sites)
        return ((wanted, (site, order, state)) for site, rows in found for order, state in rows)


def trybe_app(clock: Callable[[], datetime]) -> Starlette:
    """The vendor's app; `clock` gives the aware moment at which each call is answered."""
    ledger = Ledger()
    desk = TrybeDesk(clock, ledger)
    routes: Mapping[str, Callable[[Request], Awaitable[Response]]] = {
        "/sites": desk.sites,
        "/sites/{key}": desk.site,
        "/shop/orders": desk.orders,
        "/shop/orders/ref/{key}": desk.order_by_ref,
        "/shop/orders/{key}": desk.order,
        "/shop/orders/{key}/notes": desk.order_notes,
        "/shop/appointments": desk.appointments,
        "/shop/appointments/{key}": desk.appointment,
        "/shop/sessions": desk.sessions,
        "/shop/sessions/{key}": desk.session,
        "/shop/session-types": desk.session_types,
        "/shop/appointment-types": desk.appointment_types,
        "/shop/practitioners": desk.practitioners,
        "/shop/rooms": desk.rooms,
        "/customers/customers": desk.customers,
        "/customers/customers/{key}": desk.customer,
        "/customers/labels": desk.customer_labels,
        "/shop/organisations/{organisation}/labels": desk.order_labels,
    }
    more = {**TrybeReads(clock, desk.sites_of).routes(), **TrybeReports(clock, desk.sites_of).routes()}
    changes = {
        **TrybeWrites(ledger, clock, desk.sites_of).routes(),
        **CustomerWrites(ledger, clock, desk.sites_of).routes(),
    }
    return Starlette(
        routes=[
            *(Route(path, endpoint, methods=["GET"]) for path, endpoint in {**routes, **more}.items()),
            *(Route(path, endpoint, methods=[method]) for (method, path), endpoint in changes.items()),
        ],
        exception_handlers={HTTPException: _refused, params.InvalidError: _invalid},
    )


def identify(request: Request, _body: bytes) -> str | None:
    """The account whose token was sent."""
    holder = _holder(request)
    return holder.id if holder else None


def _holder(request: Request) -> Spa | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return next((spa for _, spa in spas() if scheme.lower() == "bearer" and spa.token == token), None)


def _one(request: Request, rows: Iterable[tuple[str, Row]], as_json: Callable[[Row], Any]) -> Response:
    """The row whose key is in the path; 404 also for what the token does not see."""
    key = request.path_params["key"]
    for known, row in rows:
        if known == key:
            return JSONResponse({"data": as_json(row)})
    raise HTTPException(404, f"The requested resource could not be found {key}")


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return JSONResponse({"message": error.detail}, status_code=error.status_code, headers=error.headers)


async def _invalid(_request: Request, error: Exception) -> Response:
    assert isinstance(error, params.InvalidError)
    return JSONResponse({"message": "The given data was invalid.", "errors": error.errors}, status_code=422)
