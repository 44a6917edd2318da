"""The Trybe stand-in: the routes of its reports."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.sandbox import trybe_params as params
from bot.sandbox import trybe_report_params as asked
from bot.sandbox import trybe_reports as reports
from bot.sandbox.trybe_pages import page_of
from bot.sandbox.trybe_world import Site

Handler = Callable[[Request], Awaitable[Response]]


class TrybeReports:
    """Answers for one clock. A report without a site is of the first that the token sees."""

    def __init__(self, clock: Callable[[], datetime], sites: Callable[[Request, UUID | None], list[Site]]) -> None:
        self._clock = clock
        self._sites = sites

    def routes(self) -> Mapping[str, Handler]:
        """Each route by its path."""
        base = "/shop/reports"
        return {
            f"{base}/run-sheet": self.run_sheet,
            f"{base}/cancellations-and-no-shows": self.no_shows,
            f"{base}/stats": self.stats,
            f"{base}/practitioner-utilisation": self.staff,
            f"{base}/room-occupancy": self.rooms,
            f"{base}/revenue-by-centre": self.revenue,
            f"{base}/order-items": self.order_items,
            "/shop/calendar-occupancy": self.occupancy,
        }

    async def run_sheet(self, request: Request) -> Response:
        wanted = params.read(asked.RunSheet, request.query_params)
        site = self._site(request, wanted.site_id)
        return _data(reports.run_sheet(site, self._clock(), wanted.date, wanted.practitioner_id))

    async def no_shows(self, request: Request) -> Response:
        wanted = params.read(asked.NoShows, request.query_params)
        days = wanted.revenue_date_from, wanted.revenue_date_to
        return _data(*reports.no_shows(self._site(request, wanted.site_id), self._clock(), days))

    async def stats(self, request: Request) -> Response:
        wanted = params.read(asked.Stats, request.query_params)
        site = self._site(request, wanted.site_id)
        return _data(reports.stats(site, self._clock(), _days(site, wanted.date_from, wanted.date_to)))

    async def staff(self, request: Request) -> Response:
        wanted = params.read(asked.StaffUtilisation, request.query_params)
        site = self._site(request, wanted.site_id)
        return _data(*reports.staff_utilisation(site, self._clock(), (wanted.date_from, wanted.date_to)))

    async def rooms(self, request: Request) -> Response:
        wanted = params.read(asked.RoomOccupancy, request.query_params)
        site = self._site(request, wanted.site_id)
        days = _days(site, wanted.date_from, wanted.date_to)
        return _data(*reports.room_occupancy(site, self._clock(), days, wanted.room_ids))

    async def revenue(self, request: Request) -> Response:
        wanted = params.read(asked.RevenueByCentre, request.query_params)
        site = self._site(request, wanted.site_id)
        days = _days(site, wanted.revenue_date_from, wanted.revenue_date_to)
        return _data(*reports.revenue_by_centre(site, self._clock(), days, wanted.labels))

    async def order_items(self, request: Request) -> Response:
        wanted = params.read(asked.OrderItems, request.query_params)
        rows = [row for site in self._sites(request, wanted.site_id) for row in reports.order_items(site, self._clock(), wanted)]
        sums = {key: sum(row[key] for row in rows) for key in ("quantity", "total_cost", "net_total")}
        return page_of(request, wanted, rows, lambda row: row, totals=sums)

    async def occupancy(self, request: Request) -> Response:
        wanted = params.read(asked.Occupancy, request.query_params)
        return _data(reports.occupancy(self._site(request, wanted.site_id), self._clock(), wanted.date))

    def _site(self, request: Request, site_id: UUID | None) -> Site:
        return self._sites(request, site_id)[0]


def _data(data: Any, totals: Any = None) -> Response:
    return JSONResponse({"data": data, **({"totals": totals} if totals is not None else {})})


def _days(site: Site, first: date | None, last: date | None) -> tuple[date, date]:
    start = first or last or site.today
    return start, last or start
