"""The Trybe stand-in: what is read beside orders, diary and customers, each at its declared route."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.sandbox import trybe_cards as cards
from bot.sandbox import trybe_free as free
from bot.sandbox import trybe_params as params
from bot.sandbox import trybe_report_params as asked
from bot.sandbox import trybe_wire as wire
from bot.sandbox.trybe_catalogue import Offering, catalogue
from bot.sandbox.trybe_data import Order
from bot.sandbox.trybe_directory import offering_json
from bot.sandbox.trybe_money import charges_of, payment_json, payments_of, processor_totals
from bot.sandbox.trybe_pages import page_of
from bot.sandbox.trybe_state import State
from bot.sandbox.trybe_world import Booked, Site

Found = tuple[Site, Order, State]
Handler = Callable[[Request], Awaitable[Response]]
Sites = Callable[[Request, UUID | None], list[Site]]

_MONTH = timedelta(days=31)


class TrybeReads:
    """Answers for one clock; `sites` says what a token sees, and refuses a site that it does not."""

    def __init__(self, clock: Callable[[], datetime], sites: Sites) -> None:
        self._clock = clock
        self._sites = sites

    def routes(self) -> Mapping[str, Handler]:
        """Each route by its path."""
        free_at = "/shop/item-availability"
        return {
            "/shop/orders/{key}/payments": self.payments,
            "/shop/orders/{key}/itinerary": self.itinerary,
            "/shop/session-bookings/{key}": self.session_booking,
            "/shop/packages": self.packages,
            "/shop/products": self.products,
            "/shop/shop/offerings": self.offerings,
            "/shop/vouchers": self.vouchers,
            "/shop/vouchers/lookup/{key}": self.voucher_by_code,
            "/shop/voucher-codes": self.voucher_codes,
            "/customers/customers/{key}/labels": self.labels_of_customer,
            "/customers/memberships": self.memberships,
            "/customers/memberships/{key}": self.membership,
            f"{free_at}/offering-dates": self.offering_dates,
            f"{free_at}/sessions/{{site}}/{{key}}": self.session_places,
            f"{free_at}/appointments/{{site}}/{{key}}": self.appointment_slots,
            "/shop/reports/charge-list": self.charges,
            "/shop/reports/day-charges": self.day_charges,
        }

    async def payments(self, request: Request) -> Response:
        params.read(params.Params, request.query_params)
        site, order, state = self._order(request)
        return JSONResponse({"data": [payment_json(site, one) for one in payments_of(site, order, state)]})

    async def itinerary(self, request: Request) -> Response:
        """All booking items, grouped by date and guest."""
        params.read(params.Params, request.query_params)
        whole = wire.order_json(*self._order(request))
        days = sorted({item["date"] for item in whole["booking_items"]})
        data = [
            {
                "date": day,
                "guests": [{"guest": whole["guests"][0], "items": [one for one in whole["booking_items"] if one["date"] == day]}],
            }
            for day in days
        ]
        return JSONResponse({"data": data})

    async def session_booking(self, request: Request) -> Response:
        params.read(params.Params, request.query_params)
        key = request.path_params["key"]
        for site in self._sites(request, None):
            for order, state in site.orders_at(self._clock()):
                for item in order.bookings:
                    if item.session is not None and item.booking_id == key:
                        return JSONResponse({"data": wire.session_booking_json(Booked(site, order, state, item))})
        raise missing(key)

    async def packages(self, request: Request) -> Response:
        wanted = params.read(asked.PackagesList, request.query_params)
        rows = [(site, one) for site in self._sites(request, wanted.site_id) for one in catalogue(site.venue, site.spa).packages]
        return page_of(
            request, wanted, [row for row in rows if row[1].archived == wanted.archived], lambda row: offering_json(*row)
        )

    async def products(self, request: Request) -> Response:
        wanted = params.read(asked.ProductsList, request.query_params)
        rows = [(site, one) for site in self._sites(request, wanted.site_id) for one in catalogue(site.venue, site.spa).goods]
        named = [row for row in rows if wanted.query is None or wanted.query.casefold() in row[1].name.casefold()]
        return page_of(
            request, wanted, [row for row in named if row[1].archived == wanted.archived], lambda row: offering_json(*row)
        )

    async def offerings(self, request: Request) -> Response:
        wanted, now = params.read(asked.ShopOfferings, request.query_params), self._clock()
        (site,) = self._sites(request, wanted.site_id)
        offer = catalogue(site.venue, site.spa)
        rows = [one for one in (*offer.treatments, *offer.classes, *offer.packages) if not one.archived]
        return page_of(request, wanted, rows, lambda one: free.offering_row(site, now, one, wanted.date))

    async def vouchers(self, request: Request) -> Response:
        wanted = params.read(params.SitePage, request.query_params)
        rows = [row for site in self._sites(request, wanted.site_id) for row in cards.external(site)]
        return page_of(request, wanted, rows, lambda row: row)

    async def voucher_by_code(self, request: Request) -> Response:
        wanted, key = params.read(params.OfSite, request.query_params), request.path_params["key"]
        found = (cards.looked_up(site, key, self._clock()) for site in self._sites(request, wanted.site_id))
        row = next((row for row in found if row is not None), None)
        if row is None:
            raise missing(key)
        return JSONResponse({"data": row})

    async def voucher_codes(self, request: Request) -> Response:
        wanted, now = params.read(asked.VoucherCodesList, request.query_params), self._clock()
        rows = [row for site in self._sites(request, wanted.site_id) for row in cards.codes(site, now, wanted)]
        return page_of(request, wanted, rows, lambda row: row)

    async def labels_of_customer(self, request: Request) -> Response:
        params.read(params.Params, request.query_params)
        key, now = request.path_params["key"], self._clock()
        for site in self._sites(request, None):
            for one in site.customers_at(now):
                if one.id == key:
                    data = [{"id": label.id, "value": label.name, "colour": colour} for label, colour in one.labels]
                    return JSONResponse({"data": data})
        raise missing(key)

    async def memberships(self, request: Request) -> Response:
        wanted, now = params.read(asked.MembershipsList, request.query_params), self._clock()
        rows = [row for site in self._sites(request, wanted.site_id) for row in cards.memberships(site, now, wanted)]
        return page_of(request, wanted, rows, lambda row: row)

    async def membership(self, request: Request) -> Response:
        params.read(params.Params, request.query_params)
        key, everything = request.path_params["key"], asked.MembershipsList()
        for site in self._sites(request, None):
            for row in cards.memberships(site, self._clock(), everything):
                if row["id"] == key:
                    return JSONResponse({"data": row})
        raise missing(key)

    async def offering_dates(self, request: Request) -> Response:
        wanted, now = params.read(asked.OfferingDates, request.query_params), self._clock()
        if not wanted.date_from <= wanted.date_to < wanted.date_from + _MONTH:
            raise params.InvalidError({"date_to": ["must be at most one month after date_from"]})
        site, kind = self._offering(self._sites(request, None), wanted.offering_id, wanted.offering_type)
        rows = free.free_days(site, now, kind, (wanted.date_from, wanted.date_to), wanted.quantity)
        return JSONResponse({"data": rows, "meta": {"max_advance_bookings_interval": "P1Y", "min_advance_bookings_interval": None}})

    async def session_places(self, request: Request) -> Response:
        wanted, now = params.read(asked.SessionAvailability, request.query_params), self._clock()
        site, kind = self._offering(self._of_path(request), request.path_params["key"], "session")
        return JSONResponse({"data": free.places(site, now, kind, _days(wanted, site), wanted.quantity)})

    async def appointment_slots(self, request: Request) -> Response:
        wanted, now = params.read(asked.AppointmentAvailability, request.query_params), self._clock()
        site, kind = self._offering(self._of_path(request), request.path_params["key"], "appointment")
        if wanted.duration not in (None, kind.minutes):
            return JSONResponse({"data": []})
        return JSONResponse({"data": free.slots(site, now, kind, _days(wanted, site), wanted.practitioner_id)})

    async def charges(self, request: Request) -> Response:
        """`*_from` is worded "after" and `*_to` "before": neither end is included."""
        wanted = params.read(asked.ChargeList, request.query_params)
        rows = [row for row in self._charges(request, wanted.site_id) if _charge_fits(row, wanted)]
        return page_of(request, wanted, rows, lambda row: row, more={"processor_totals": processor_totals(rows)})

    async def day_charges(self, request: Request) -> Response:
        """What was completed on one day of the site; its own today when none is named."""
        wanted = params.read(asked.DayCharges, request.query_params)
        sites = self._sites(request, wanted.site_id)
        rows = [
            row
            for site in sites
            for row in self._charges_of(site)
            if datetime.fromisoformat(row["completed_at"]).astimezone(site.venue.zone).date() == _day_of(wanted.date, site)
        ]
        rows = [row for row in rows if wanted.status in (None, row["status"])]
        paged = params.Paged(page=wanted.page)
        return page_of(request, paged, rows, lambda row: row, more={"processor_totals": processor_totals(rows)})

    def _charges(self, request: Request, site_id: UUID | None) -> Iterable[dict[str, Any]]:
        rows = [row for site in self._sites(request, site_id) for row in self._charges_of(site)]
        return sorted(rows, key=lambda row: (row["completed_at"], row["id"]), reverse=True)

    def _charges_of(self, site: Site) -> Iterable[dict[str, Any]]:
        now = self._clock()
        return (row for order, state in site.orders_at(now) for row in charges_of(site, order, state))

    def _order(self, request: Request) -> Found:
        key, now = request.path_params["key"], self._clock()
        for site in self._sites(request, None):
            for order, state in site.orders_at(now, which=lambda order: order.id == key):
                return site, order, state
        raise missing(key)

    def _of_path(self, request: Request) -> list[Site]:
        """The site of a path; a path's site is no parameter, so one that is not seen is not there."""
        key = request.path_params["site"]
        sites = [site for site in self._sites(request, None) if site.spa.site_id == key]
        if not sites:
            raise missing(key)
        return sites

    @staticmethod
    def _offering(sites: Iterable[Site], id: str, kind: str) -> tuple[Site, Offering]:
        for site in sites:
            offer = catalogue(site.venue, site.spa)
            for one in (*offer.treatments, *offer.classes, *offer.packages):
                if one.id == id and one.kind == kind:
                    return site, one
        raise missing(id)


def missing(key: str) -> HTTPException:
    return HTTPException(404, f"The requested resource could not be found {key}")


def _days(wanted: asked.SessionAvailability | asked.AppointmentAvailability, site: Site) -> tuple[date, date]:
    """The days that a range touches; a fortnight from today where there is none."""
    first = wanted.date_from or (wanted.date_time_from and wanted.date_time_from.astimezone(site.venue.zone).date())
    last = wanted.date_to or (wanted.date_time_to and wanted.date_time_to.astimezone(site.venue.zone).date())
    start = first or site.today
    return start, last or start + timedelta(days=14)


def _day_of(when: date | None, site: Site) -> date:
    if when is None:
        return site.today
    return when.astimezone(site.venue.zone).date() if isinstance(when, datetime) else when


def _charge_fits(row: dict[str, Any], wanted: asked.ChargeList) -> bool:
    done, revenue = datetime.fromisoformat(row["completed_at"]), date.fromisoformat(row["revenue_date"])
    return (
        (wanted.completed_from is None or wanted.completed_from < done)
        and (wanted.completed_to is None or done < wanted.completed_to)
        and (wanted.revenue_date_from is None or wanted.revenue_date_from < revenue)
        and (wanted.revenue_date_to is None or revenue < wanted.revenue_date_to)
        and wanted.payout_date_from is None
        and wanted.payout_date_to is None
        and wanted.status in (None, row["status"])
        and wanted.chargeable_type in (None, row["chargeable_type"])
        and wanted.charge_type in (None, row["charge_type"])
        and wanted.processor in (None, row["processor"])
        and wanted.processor_type_id in (None, row["processor_type_id"])
        and wanted.order_status in (None, row["order_status"])
    )
