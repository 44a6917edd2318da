"""The Voucherify stand-in: lists, single reads and changes under /v1, two headers for keys, the rate told with every answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox import voucherify_tables as tables
from bot.sandbox.pace import Pace
from bot.sandbox.seeded import hex_id
from bot.sandbox.segments import SegmentError, segments
from bot.sandbox.venues import Promotions, Venue, promotions
from bot.sandbox.voucherify_changes import Changes, change
from bot.sandbox.voucherify_lists import Listing, Row, answer
from bot.sandbox.voucherify_query import RefusedError, wrong
from bot.sandbox.voucherify_view import View, view_at

_LISTS: Mapping[str, tuple[Listing, Callable[[View], list[Row]]]] = {
    "redemptions": (tables.REDEMPTIONS, lambda view: view.redemptions),
    "publications": (tables.PUBLICATIONS, lambda view: view.publications),
    "customers": (tables.CUSTOMERS, lambda view: view.customers),
    "orders": (tables.ORDERS, lambda view: view.orders),
    "campaigns": (tables.CAMPAIGNS, lambda view: view.campaigns),
    "categories": (tables.CATEGORIES, lambda view: view.categories),
    "products": (tables.PRODUCTS, lambda view: view.products),
    "validation-rules": (tables.RULES, lambda view: view.validation_rules),
    "validation-rules-assignments": (tables.ASSIGNMENTS, lambda view: view.assignments),
}


def voucherify_app(clock: Callable[[], datetime], pace: Pace) -> Starlette:
    """The vendor's app; `clock` gives the aware moment of each call, `pace` counts a project's calls of a minute."""
    kept: defaultdict[str, Changes] = defaultdict(Changes)

    async def reply(request: Request) -> Response:
        venue, project = _admitted(request)
        now, changes = clock(), kept[project.id]
        admitted = pace.admit(project.id)
        headers = {
            "X-Rate-Limit-Limit": str(pace.most),
            "X-Rate-Limit-Remaining": str(pace.remaining(project.id)),
            "X-Rate-Limit-Retry": str(int(now.timestamp()) + pace.wait(project.id)),
            "X-Rate-Limit-Type": "api_calls",
        }
        if not admitted:
            refused = RefusedError(429, "too_many_requests", "Too many requests hit the API too quickly", "Slow down")
            return _error(request, refused, {**headers, "Retry-After": str(pace.wait(project.id))})
        try:
            base, path = view_at(venue, project, now), segments(request)
            if request.method == "GET":
                return JSONResponse(_answer(changes.seen(base, now), path, request.url.query, now), headers=headers)
            return JSONResponse(change(changes, base, request.method, path, await request.body(), now), headers=headers)
        except RefusedError as error:
            return _error(request, error, headers)

    return Starlette(
        routes=[Route("/{path:path}", reply, methods=["GET", "POST", "PUT"])],
        exception_handlers={HTTPException: _refused, RefusedError: _unadmitted, SegmentError: _unreadable},
    )


def identify(request: Request, _body: bytes) -> str | None:
    """The account whose two keys were sent."""
    found = _project(request)
    return found[1].id if found else None


def _answer(view: View, path: list[str], query: str, now: datetime) -> dict[str, Any]:
    """The body for a path below the host. Raises RefusedError."""
    match path:
        case ["v1", "vouchers"]:
            return answer(_vouchers_of(view), view.vouchers, query, now)
        case ["v1", "promotions", "tiers"]:
            return answer(tables.TIERS, view.tiers, query, now)
        case ["v1", "promotions", "stacks"]:
            return answer(tables.STACKS, [], query, now)
        case ["v1", name] if name in _LISTS:
            listing, rows = _LISTS[name]
            return answer(listing, rows(view), query, now)
        case ["v1", "vouchers", code]:
            voucher = _one("voucher", view.vouchers, code, query, "code", "id")
            related = [row for row in view.assignments if row["related_object_id"] in (voucher["id"], voucher["campaign_id"])]
            assigned = {"object": "list", "data_ref": "data", "data": related, "total": len(related)}
            return {**voucher, "validation_rules_assignments": assigned}
        case ["v1", "vouchers", code, "transactions"]:
            return answer(tables.TRANSACTIONS, view.transactions(_one("voucher", view.vouchers, code, "", "code")), query, now)
        case ["v1", "vouchers", code, "redemption"]:
            return _redemptions_of(view, _one("voucher", view.vouchers, code, query, "code"))
        case ["v1", "redemptions", key] if key in view.stacks:
            return view.stacks[key]
        case ["v1", "redemptions", key]:
            return _one("redemption", view.redemptions, key, query, "id")
        case ["v1", "customers", key]:
            return _one("customer", view.customers, key, query, "id", "source_id")
        case ["v1", "customers", key, "activity"]:
            return answer(tables.ACTIVITY, view.activity(_one("customer", view.customers, key, "", "id", "source_id")), query, now)
        case ["v1", "customers", key, "redeemables"]:
            customer = _one("customer", view.customers, key, "", "id", "source_id")
            return answer(tables.REDEEMABLES, view.redeemables(customer), query, now)
        case ["v1", "orders", key]:
            return _one("order", view.orders, key, query, "id", "source_id")
        case ["v1", "products", key]:
            return _one("product", view.products, key, query, "id", "source_id")
        case ["v1", "campaigns", key]:
            return _one("campaign", view.campaigns, key, query, "id", "name")
        case _:
            raise RefusedError(404, "not_found", "Resource not found", f"Cannot find {'/'.join(path)}")


def _vouchers_of(view: View) -> Listing:
    """The list of vouchers, whose `customer` is the holder's Voucherify id or source_id."""

    def held(row: Row, values: list[str]) -> bool:
        return row["holder_id"] is not None and not view.names_of(row["holder_id"]).isdisjoint(values)

    return replace(tables.VOUCHERS, plain={**tables.VOUCHERS.plain, "customer": held})


def _redemptions_of(view: View, voucher: Row) -> dict[str, Any]:
    """A voucher's own list: no limit, no page, and rows under a key of their own."""
    entries = [row for row in view.redemptions if row["related_object_id"] == voucher["id"]]
    counts = {name: voucher["redemption"][name] for name in ("quantity", "redeemed_quantity")}
    return {"object": "list", "data_ref": "redemption_entries", **counts, "total": len(entries), "redemption_entries": entries}


def _one(kind: str, rows: list[Row], key: str, query: str, *names: str) -> Row:
    """The row with this key under one of the names; single reads take no parameters."""
    if query:
        raise wrong(query.partition("=")[0], "is not a parameter of this call")
    for row in rows:
        if key in [row[name] for name in names]:
            return row
    raise RefusedError(404, "not_found", "Resource not found", f"Cannot find {kind} with id {key}", (kind, key))


def _project(request: Request) -> tuple[Venue, Promotions] | None:
    keys = request.headers.get("x-app-id"), request.headers.get("x-app-token")
    return next(((venue, project) for venue, project in promotions() if keys == (project.app_id, project.app_token)), None)


def _admitted(request: Request) -> tuple[Venue, Promotions]:
    found = _project(request)
    if found is None:
        raise RefusedError(401, "unauthorized", "Unauthorized", "X-App-Id and X-App-Token are not those of a project")
    return found


def _error(request: Request, error: RefusedError, headers: Mapping[str, str] | None = None) -> Response:
    body: dict[str, Any] = {
        "code": error.code,
        "key": error.key,
        "message": error.message,
        "details": error.details,
        "request_id": f"v-{hex_id(request.url.path, request.url.query)[:16]}",
    }
    if error.resource:
        body |= dict(zip(("resource_type", "resource_id"), error.resource, strict=True))
    return JSONResponse(body, status_code=error.code, headers=dict(headers or {}))


async def _unadmitted(request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)
    return _error(request, error)


async def _unreadable(request: Request, error: Exception) -> Response:
    return _error(request, RefusedError(400, "invalid_url", "Invalid URL", f"Not a path segment: {error}"))


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _error(request, RefusedError(error.status_code, "not_allowed", error.detail, error.detail), error.headers)
