"""The Beds24 stand-in: five calls, all POST with JSON, answered the vendor's way (errors are objects with HTTP 200)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox import beds24_wire as wire
from bot.sandbox.beds24_book import Book
from bot.sandbox.beds24_changes import SetBooking, changed
from bot.sandbox.beds24_data import Stay
from bot.sandbox.beds24_rules import (
    INCLUDES_BELOW,
    MALFORMED,
    UNAUTHORIZED,
    USAGE_LIMIT,
    WRONG_PROPERTY,
    GetAvailabilities,
    GetBookings,
    GetProperties,
    GetProperty,
    RefusedError,
    arrival_window,
    contains,
    matches,
    parse,
)
from bot.sandbox.journal import json_object
from bot.sandbox.venues import VENUES, Hotel, Venue, hotels


def beds24_app(clock: Callable[[], datetime]) -> Starlette:
    """The vendor's app; `clock` gives the aware moment at which each call is answered."""
    changes: dict[str, Stay] = {}

    async def set_booking(request: Request) -> Response:
        body = await _body(request)
        book = Book(*_property(body), clock(), changes)
        wanted = parse(SetBooking, body)
        stay = book.stay(wanted.book_id)
        if wanted.check_availability and not book.is_free(stay):
            raise RefusedError("no availability", MALFORMED)
        changes[stay.id] = changed(stay, wanted, book.now)
        return JSONResponse({"success": "modified", "bookId": stay.id})

    async def get_bookings(request: Request) -> Response:
        body = await _body(request)
        return JSONResponse(_bookings(Book(*_property(body), clock(), changes), parse(GetBookings, body)))

    async def get_properties(request: Request) -> Response:
        body = await _body(request)
        venue = _account(body)
        parse(GetProperties, body)
        return JSONResponse({"getProperties": [wire.property_row(hotel) for hotel in venue.hotels]})

    async def get_property(request: Request) -> Response:
        body = await _body(request)
        _, hotel = _property(body)
        wanted = parse(GetProperty, body)
        row = wire.property_row(hotel, rooms=wanted.include_rooms, units=wanted.include_room_units)
        return JSONResponse({"getProperty": [row]})

    async def get_availabilities(request: Request) -> Response:
        wanted = parse(GetAvailabilities, await _body(request))
        for venue, hotel in hotels():
            if wanted.prop_id == hotel.prop_id or any(room.id == wanted.room_id for room in hotel.room_types):
                return JSONResponse(_availabilities(Book(venue, hotel, clock(), changes), wanted))
        raise RefusedError("no such property", WRONG_PROPERTY)

    return Starlette(
        routes=[
            Route("/json/setBooking", set_booking, methods=["POST"]),
            Route("/json/getAvailabilities", get_availabilities, methods=["POST"]),
            Route("/json/getBookings", get_bookings, methods=["POST"]),
            Route("/json/getProperties", get_properties, methods=["POST"]),
            Route("/json/getProperty", get_property, methods=["POST"]),
        ],
        exception_handlers={RefusedError: _refused, HTTPException: _no_such_call},
    )


def identify(_request: Request, body: bytes) -> str | None:
    """The account whose property key is in the body; without one, the only account of the API key, if it has just one."""
    sent = json_object(body)
    keys = _keys(sent)
    if not keys:
        return next((hotel.id for _, hotel in hotels() if hotel.prop_id == (sent or {}).get("propId")), None)
    if (prop_key := keys.get("propKey")) is not None:
        return next((hotel.id for _, hotel in hotels() if hotel.prop_key == prop_key), None)
    sharing = [hotel.id for venue, hotel in hotels() if venue.beds24_api_key == keys.get("apiKey")]
    return sharing[0] if len(sharing) == 1 else None


class OneAtATime:
    """Beds24 serves one call at a time per API key; a second one is told that the usage limit is exceeded."""

    def __init__(self) -> None:
        self._busy: set[str] = set()

    @contextmanager
    def __call__(self, _request: Request, body: bytes) -> Iterator[Response | None]:
        sent = json_object(body) or {}
        # A call without keys is known by the address that it comes from; here, by whose property it asks about.
        keyless = next((venue.beds24_api_key for venue, hotel in hotels() if hotel.prop_id == sent.get("propId")), None)
        key = str(_keys(sent).get("apiKey") or keyless)
        if key in self._busy:
            yield _error("Usage limit exceeded in last 5 minutes", USAGE_LIMIT)
            return
        self._busy.add(key)
        try:
            yield None
        finally:
            self._busy.discard(key)


def _bookings(book: Book, wanted: GetBookings) -> list[dict[str, Any]]:
    if wanted.include_stripe_charges and wanted.book_id is None:
        raise RefusedError("includeStripeCharges needs bookId", MALFORMED)
    today, now = book.today, book.now
    known = book.stays(*arrival_window(wanted, today), wanted.departure_from)
    found = [(stay, wire.row(book.venue, book.hotel, stay, now)) for stay in known if matches(stay, wanted, today, now)]
    # The vendor promises no order. This one is stable, so that pages fit together, and useless, so that nobody leans on it.
    found = sorted((pair for pair in found if contains(pair[1], wanted.search_text)), key=lambda pair: pair[0].id[::-1])
    page = found[wanted.offset : wanted.offset + wanted.limit]
    includes = len(page) < INCLUDES_BELOW
    return [{**row, **(_included(stay, wanted, now) if includes else {})} for stay, row in page]


def _availabilities(book: Book, wanted: GetAvailabilities) -> dict[str, Any]:
    """The parameters repeated, and a row for each room type: how many of its units are free on every night asked for."""
    nights = [wanted.check_in + timedelta(days=n) for n in range(wanted.nights)]
    taken = book.taken(nights)
    found: dict[str, Any] = {
        "checkIn": f"{wanted.check_in:%Y%m%d}",
        "checkOut": f"{wanted.departure:%Y%m%d}",
        "propId": book.hotel.prop_id,
    }
    for room in book.hotel.room_types:
        if wanted.room_id not in (None, room.id):
            continue
        most = max(taken[room.id, night] for night in nights)
        free = max(0, room.quantity - most) if wanted.check_in >= book.today else 0
        row = {"roomId": room.id, "propId": book.hotel.prop_id, "roomsavail": str(free)}
        price = wire.decimal(book.venue.hundredths(room.pounds) * wanted.nights)
        found[room.id] = row | ({"price": price} if free and (wanted.num_adult or wanted.num_child) else {})
    return found


def _included(stay: Stay, wanted: GetBookings, now: datetime) -> dict[str, Any]:
    included: dict[str, Any] = {}
    if wanted.include_invoice:
        included["invoice"] = wire.invoice(stay, now)
    if wanted.include_info_items or wanted.include_info_items_converted:
        converted = wanted.include_info_items_converted
        included["infoItems"] = wire.info_items_converted(stay) if converted else wire.info_items(stay)
    if wanted.include_stripe_charges:
        included["stripeCharges"] = []
    return included


async def _body(request: Request) -> dict[str, Any]:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise RefusedError("Content-Type must be application/json", MALFORMED)
    body = json_object(await request.body())
    if body is None:
        raise RefusedError("the body must be one JSON object", MALFORMED)
    return body


def _account(body: dict[str, Any]) -> Venue:
    key = _keys(body).get("apiKey")
    for venue in VENUES:
        if venue.hotels and venue.beds24_api_key == key:
            return venue
    raise RefusedError("Unauthorized", UNAUTHORIZED)


def _property(body: dict[str, Any]) -> tuple[Venue, Hotel]:
    venue = _account(body)
    key = _keys(body).get("propKey")
    for hotel in venue.hotels:
        if hotel.prop_key == key:
            return venue, hotel
    raise RefusedError("propKey not found", WRONG_PROPERTY)


def _keys(body: dict[str, Any] | None) -> dict[str, Any]:
    keys = (body or {}).get("authentication")
    return keys if isinstance(keys, dict) else {}


def _error(text: str, code: str) -> JSONResponse:
    return JSONResponse({"error": text, "errorCode": code})


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)
    return _error(error.error, error.code)


async def _no_such_call(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    body = {"error": error.detail, "errorCode": MALFORMED}
    return JSONResponse(body, status_code=error.status_code, headers=error.headers)
