"""The AiFi OASIS stand-in: five lists in five envelopes, a few changes, bearer tokens, and refusals without a body."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.sandbox import aifi_filters as filters
from bot.sandbox import aifi_orders as receipts
from bot.sandbox import aifi_params as params
from bot.sandbox import aifi_wire as wire
from bot.sandbox.aifi_data import BLOCKED, PAST_DAYS, Visit, shoppers, visits_between
from bot.sandbox.aifi_pages import page_of
from bot.sandbox.pace import Pace
from bot.sandbox.seeded import days_between
from bot.sandbox.venues import Retailer, Store, Venue, retailers


class AifiDesk:
    """Answers for one clock. Each method is one route; the token decides whose stores are seen."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._changes: dict[str, dict[str, Any]] = {}
        self._blocked = set(BLOCKED)

    async def sessions(self, request: Request) -> Response:
        venue, retailer = _admitted(request)
        wanted, now = _read(params.SessionsList, request), self._clock()
        days = filters.session_days(wanted, venue)
        rows = [visit for visit in self._visits(venue, retailer, days, now) if filters.session_matches(visit, wanted, now)]
        page, pagination = page_of(rows, wanted, wanted.order_by, lambda visit: filters.session_key(visit, wanted.order_by, now))
        staffed = self._staffed(venue, retailer, now) if page else frozenset()
        data = [wire.session_json(venue, retailer, visit, now, staffed=visit.store in staffed) for visit in page]
        return JSONResponse({"data": data, "pagination": pagination})

    async def orders(self, request: Request) -> Response:
        venue, retailer = _admitted(request)
        wanted, now = _read(params.OrdersList, request), self._clock()
        rows = [
            order
            for order in self._orders(venue, retailer, filters.order_days(wanted, venue), now)
            if filters.order_matches(order, wanted)
        ]
        rows.sort(key=lambda order: filters.order_key(order, wanted.order_by), reverse=wanted.direction == "desc")
        page = rows[wanted.page * wanted.page_size :][: wanted.page_size]
        data = [
            receipts.order_json(venue, order, products=wanted.include_products, contest=wanted.include_contest) for order in page
        ]
        return JSONResponse({"data": data})

    async def order(self, request: Request) -> Response:
        venue, retailer = _admitted(request)
        _read(params.Params, request)
        found = self._order(venue, retailer, request)
        return JSONResponse(receipts.order_json(venue, found, products=True, contest=True))

    async def contests(self, request: Request) -> Response:
        venue, retailer = _admitted(request)
        wanted, now = _read(params.ContestsList, request), self._clock()
        days = filters.contest_days(wanted, venue)
        rows = [order for order in self._orders(venue, retailer, days, now) if filters.contest_matches(order, wanted)]
        rows.sort(key=lambda order: order.number)
        offset, count = wanted.page * wanted.page_size, wanted.page_size
        back = {"offset": offset - count, "count": count} if wanted.page else None
        on = {"offset": offset + count, "count": count} if offset + count < len(rows) else None
        found = [receipts.contest_json(venue, order, whole=False) for order in rows[offset : offset + count]]
        return JSONResponse({"contestedOrders": found, "pagination": {"previous": back, "next": on}})

    async def contest(self, request: Request) -> Response:
        venue, retailer = _admitted(request)
        _read(params.Params, request)
        order = self._order(venue, retailer, request)
        if order.disputed is None:
            raise HTTPException(404)
        return JSONResponse(receipts.contest_json(venue, order, whole=True))

    async def customers(self, request: Request) -> Response:
        """A bare array, and all of it: there is no paging."""
        venue, retailer = _admitted(request)
        wanted, now = _read(params.CustomersList, request), self._clock()
        known = (shopper for shopper in shoppers(venue, retailer).values() if shopper.registered <= now)
        found = (one for one in known if filters.customer_matches(one, wanted))
        return JSONResponse([wire.customer_json(one, blocked=one.number in self._blocked) for one in found])

    async def change_session(self, request: Request) -> Response:
        """A change by the token, not by the number. A fraud flag is only ever set; metadata is replaced whole."""
        venue, retailer = _admitted(request)
        wanted, now = params.body_of(params.SessionChange, await request.body()), self._clock()
        visit = self._visit(venue, retailer, request.path_params["key"], now)
        changes = self._changes.setdefault(visit.token, {})
        changes["changed_at"] = now
        if wanted.suspected_fraud:
            changes["flagged_at"] = visit.flagged or now
        if wanted.metadata is not None:
            changes["metadata"] = wanted.metadata
        after = replace(visit, **changes)
        row = wire.session_json(venue, retailer, after, now, staffed=visit.store in self._staffed(venue, retailer, now))
        return JSONResponse({**row, "id": visit.number, "customerId": visit.shopper.number})

    async def change_customer(self, request: Request) -> Response:
        venue, retailer = _admitted(request)
        wanted = params.body_of(params.CustomerChange, await request.body())
        known = {str(one.number): one for one in shoppers(venue, retailer).values() if one.registered <= self._clock()}
        shopper = known.get(request.path_params["key"])
        if shopper is None:
            raise HTTPException(404)
        if wanted.blocked is not None:
            (self._blocked.add if wanted.blocked else self._blocked.discard)(shopper.number)
        return JSONResponse(wire.customer_json(shopper, blocked=shopper.number in self._blocked))

    async def retry(self, request: Request) -> Response:
        """Charges an unpaid order once more; the cards of some shoppers are refused again."""
        venue, retailer = _admitted(request)
        now, order = self._clock(), self._order(venue, retailer, request)
        if order.status != "unpaid":
            raise params.RefusedError([("orderId", "must be an unpaid order", "any.invalid")])
        refused = order.visit.shopper.number % 3 == 0
        changes = self._changes.setdefault(order.visit.token, {})
        changes |= {"retried_at": now} if refused else {"retried_at": now, "checkout": "paid"}
        return JSONResponse(
            {
                "storeId": order.visit.store.number, "totalPrice": receipts.decimal(order.total), "orderId": order.number,
                "orderVersion": 2, "externalOrderId": f"R-{order.number}", "store": {"id": str(order.visit.store.number)},
                "paymentFailed": refused,
            }
        )  # fmt: skip

    async def stores(self, request: Request) -> Response:
        venue, retailer = _admitted(request)
        wanted, now = _read(params.StoresList, request), self._clock()
        staffed = self._staffed(venue, retailer, now)
        rows = [store for store in retailer.stores if filters.store_matches(retailer, store, wanted)]

        def key(store: Store) -> tuple[bool, Any, int]:
            return False, store.name if wanted.order_by == "name" else store.number, store.number

        page, pagination = page_of(rows, wanted, wanted.order_by, key)
        found = [wire.store_json(venue, retailer, store, staffed=store in staffed) for store in page]
        return JSONResponse({"stores": found, "pagination": pagination})

    def _visits(self, venue: Venue, retailer: Retailer, days: filters.Days, now: datetime) -> list[Visit]:
        """The trips whose code was issued by now."""
        every = visits_between(venue, retailer, venue.today(now), *days)
        known = (replace(visit, **self._changes[visit.token]) if visit.token in self._changes else visit for visit in every)
        return [visit for visit in known if visit.issued <= now]

    def _visit(self, venue: Venue, retailer: Retailer, token: str, now: datetime) -> Visit:
        """The trip of a token, looked for from the latest day back; 404 also for another account's."""
        today = venue.today(now)
        for day in reversed(list(days_between(today - timedelta(days=PAST_DAYS), today))):
            for visit in self._visits(venue, retailer, (day, day), now):
                if visit.token == token:
                    return visit
        raise HTTPException(404)

    def _orders(self, venue: Venue, retailer: Retailer, days: filters.Days, now: datetime) -> list[receipts.Order]:
        known = (receipts.order_of(venue, visit, now) for visit in self._visits(venue, retailer, days, now))
        return [order for order in known if order]

    def _order(self, venue: Venue, retailer: Retailer, request: Request) -> receipts.Order:
        """The order whose number is in the path; 404 also for another account's."""
        key = request.path_params["key"]
        days = filters.days_of_number(int(key) - receipts.ORDER_IDS) if key.isascii() and key.isdigit() else None
        for order in self._orders(venue, retailer, days, self._clock()) if days else []:
            if str(order.number) == key:
                return order
        raise HTTPException(404)

    def _staffed(self, venue: Venue, retailer: Retailer, now: datetime) -> frozenset[Store]:
        """Stores with an employee inside."""
        today = venue.today(now)
        return frozenset(
            visit.store
            for visit in self._visits(venue, retailer, (today, today), now)
            if visit.shopper.role == "employee" and visit.entered and visit.entered <= now
            if visit.exited is None or now < visit.exited
        )


def aifi_app(clock: Callable[[], datetime]) -> Starlette:
    """The vendor's app; `clock` gives the aware moment at which each call is answered."""
    desk = AifiDesk(clock)
    routes: Mapping[str, Callable[[Request], Awaitable[Response]]] = {
        "/sessions": desk.sessions,
        "/orders": desk.orders,
        "/orders/{key}": desk.order,
        "/contests": desk.contests,
        "/contests/{key}": desk.contest,
        "/customers": desk.customers,
        "/stores": desk.stores,
    }
    changes = [
        ("PATCH", "/sessions/{key}", desk.change_session),
        ("PATCH", "/customers/{key}", desk.change_customer),
        ("POST", "/orders/{key}/retry", desk.retry),
    ]
    reads = [("GET", path, endpoint) for path, endpoint in routes.items()]
    return Starlette(
        routes=[Route(f"/api/admin/v2{path}", endpoint, methods=[method]) for method, path, endpoint in [*reads, *changes]],
        exception_handlers={HTTPException: _refused, params.RefusedError: _invalid},
    )


def identify(request: Request, _body: bytes) -> str | None:
    """The account whose token was sent."""
    token = _token(request)
    return next((retailer.id for _, retailer in retailers() if token in (retailer.token, retailer.shopper_token)), None)


class Limit:
    """Over the rate the vendor answers a plain 503, not a 429 (its integration guide)."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace

    @contextmanager
    def __call__(self, request: Request, _body: bytes) -> Iterator[Response | None]:
        admitted = self._pace.admit(_token(request) or "")
        yield None if admitted else PlainTextResponse("Service Unavailable", status_code=503)


def _admitted(request: Request) -> tuple[Venue, Retailer]:
    token = _token(request)
    for venue, retailer in retailers():
        if token == retailer.token:
            return venue, retailer
        if token == retailer.shopper_token:
            raise HTTPException(403)
    raise HTTPException(401)


def _token(request: Request) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else None


def _read(kind: type[params.Kind], request: Request) -> params.Kind:
    return params.read(kind, request.query_params.multi_items())


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return Response(status_code=error.status_code, headers=error.headers)


async def _invalid(_request: Request, error: Exception) -> Response:
    assert isinstance(error, params.RefusedError)
    body = {"message": "Invalid request body", "type": "E_INVALID_BODY", "errors": error.errors}
    return JSONResponse(body, status_code=422)
