"""An honest server of Trybe's rows for the shared tests: each list at its own route, page by page or whole, without any filter."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from bot.core.states import Kind
from tests.vendors.world import Handler, body

Row = Mapping[str, Any]

PAGED = {
    "/shop/orders": Kind.ORDER,
    "/shop/appointments": Kind.APPOINTMENT,
    "/shop/sessions": Kind.SESSION,
    "/customers/customers": Kind.CUSTOMER,
    "/customers/memberships": Kind.MEMBERSHIP,
    "/shop/reports/charge-list": Kind.PAYMENT,
    "/shop/reports/order-items": Kind.ORDER_ITEM,
    "/shop/voucher-codes": Kind.VOUCHER,
    "/shop/practitioners": Kind.STAFF,
    "/shop/rooms": Kind.ROOM,
    "/shop/shop/offerings": Kind.PRODUCT,
    "/shop/orders/o1/emails": Kind.EMAIL,
    "/customers/labels": Kind.LABEL,
    "/sites": Kind.PLACE,
}
"""The lists that come in pages, with the kind whose rows they hold."""

DIRECTORY = {
    "/sites": "sites",
    "/shop/practitioners": "practitioners",
    "/shop/rooms": "rooms",
    "/shop/appointment-types": "appointment_types",
    "/shop/session-types": "session_types",
    "/shop/packages": "packages",
    "/customers/labels": "labels",
}
"""The lists that names are looked up in, which stand whatever else there is."""

WITHOUT_SITE = re.compile(r"/sites|/customers/labels|/shop/(orders|item-availability)/.*")
"""Routes that take no site, or have it in their path."""

REPORTS = re.compile(r"/shop/reports/(?!charge-list|order-items)|/shop/calendar-occupancy")
LABELS = re.compile(r"/shop/organisations/[^/]+/labels")


def serving(rows: Mapping[Kind, Sequence[Any]], site: str) -> Handler:
    """Answer with these rows."""

    def answer(request: httpx.Request) -> httpx.Response:
        assert request.method == "GET"
        path, params = request.url.path, request.url.params
        if LABELS.fullmatch(path):
            return _page(request, body("trybe", "order_labels")["data"] if Kind.LABEL not in rows else [])
        if path in PAGED or path in DIRECTORY:
            if not WITHOUT_SITE.fullmatch(path):
                assert params["site_id"] == site, "without a site the key answers for every site it sees"
            return _page(request, _rows(path, rows))
        if REPORTS.match(path):
            assert params["site_id"] == site
            return httpx.Response(200, json={"data": list(rows.get(Kind.REPORT, ()))})
        if path in ("/shop/products", "/shop/vouchers"):
            return _page(request, [])
        return _one(path, rows)

    return answer


def _rows(path: str, rows: Mapping[Kind, Sequence[Any]]) -> list[Any]:
    kind = PAGED.get(path)
    if kind is not None and kind in rows:
        return list(rows[kind])
    if kind is Kind.CUSTOMER:
        return [row["customer"] for row in rows.get(Kind.MEMBERSHIP, ()) if isinstance(row, dict)]
    if kind is Kind.SESSION:
        return [*map(_session, rows.get(Kind.SESSION_BOOKING, ())), *rows.get(Kind.AVAILABILITY, ())]
    return list(body("trybe", DIRECTORY[path])["data"]) if path in DIRECTORY else []


def _session(booking: Any) -> Any:
    """A session of one booking, which a test may say more of under `session`."""
    if not isinstance(booking, dict):
        return booking
    of: Any = booking.get("session")
    session = body("trybe", "sessions")["data"][0]
    site = booking.get("site_id")
    own = {"id": f"s{booking.get('id')}", "bookings": [booking], **({"site_id": site} if isinstance(site, str | None) else {})}
    return {**session, **own, **(of if isinstance(of, dict) else {})}


def _one(path: str, rows: Mapping[Kind, Sequence[Any]]) -> httpx.Response:
    start, _, id = path.rpartition("/")
    kind = PAGED.get(start) or {"/shop/session-bookings": Kind.SESSION_BOOKING}.get(start)
    found = [row for row in rows.get(kind, ()) if isinstance(row, dict) and row.get("id") == id] if kind else []
    if path.endswith(("/itinerary", "/notes", "/labels", "/payments", "/refunds")) or "/item-availability/" in path:
        return httpx.Response(200, json={"data": []})
    return httpx.Response(200, json={"data": found[0]}) if found else httpx.Response(404, json={"message": "no"})


def _page(request: httpx.Request, every: list[Any]) -> httpx.Response:
    params = request.url.params
    page, size = int(params["page"]), min(int(params["per_page"]), 100)
    last = max(1, -(-len(every) // size))
    meta = {"current_page": page, "last_page": last, "per_page": size, "total": len(every), "from": None, "to": None}
    return httpx.Response(200, json={"data": every[(page - 1) * size : page * size], "meta": {**meta, "path": request.url.path}})
