"""The SynthesisVR stand-in: everything is in the path, the key too. Refusals are plain text; the vendor documents none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.sandbox import synthesisvr_wire as wire
from bot.sandbox.people import Person
from bot.sandbox.segments import SegmentError, segments
from bot.sandbox.synthesisvr_changes import read_move
from bot.sandbox.synthesisvr_data import LABELS, Sale, Session, customer_id, customers, sales_between, sessions_between
from bot.sandbox.synthesisvr_grammar import Criteria, GrammarError, read_criteria, read_range, window
from bot.sandbox.venues import Arcade, Venue, arcades

Changes = Mapping[str, Session]


def synthesisvr_app(clock: Callable[[], datetime]) -> Starlette:
    """The vendor's app; `clock` gives the aware moment at which each call is answered."""
    changes: dict[str, Session] = {}

    async def change(request: Request) -> Response:
        if request.url.query:
            raise HTTPException(400, "No query string is documented")
        match segments(request):
            case ["data", "sessions", key, "delete", uuid]:
                session = _session(*_location(key), uuid, clock(), changes)
                changes[uuid] = replace(session, deleted=clock())
            case ["data", "sessions", key, "update", uuid]:
                venue, arcade = _location(key)
                session = _session(venue, arcade, uuid, clock(), changes)
                changes[uuid] = replace(session, **read_move(await _form(request), session, venue.zone))
            case _:
                raise HTTPException(405, "Method not allowed")
        return PlainTextResponse("OK")

    async def answer(request: Request) -> Response:
        if request.url.query:
            raise HTTPException(400, "No query string is documented")
        match segments(request):
            case ["data", ("sessions" | "goods") as endpoint, key, kind, span, criteria]:
                return _found(*_location(key), endpoint, kind, span, criteria, clock(), changes)
            case ["data", "customers", key, "search", text]:
                venue, _ = _location(key)
                people = [person for person in customers(venue) if _says(tuple(text.casefold().split()), *_texts(person))]
                return JSONResponse({"customers": [wire.customer_json(venue, person) for person in people]})
            case ["data", "customers", key, "json"]:
                venue, _ = _location(key)
                return JSONResponse({"customers": [wire.customer_json(venue, person) for person in customers(venue)]})
            case _:
                raise HTTPException(404, "Not found")

    return Starlette(
        routes=[Route("/{path:path}", answer, methods=["GET"]), Route("/{path:path}", change, methods=["POST"])],
        exception_handlers={HTTPException: _refused, GrammarError: _unreadable, SegmentError: _unreadable},
    )


def identify(request: Request, _body: bytes) -> str | None:
    """The account whose key is the third segment of the path."""
    try:
        parts = segments(request)
    except SegmentError:
        return None
    return next((arcade.id for _, arcade in arcades() if len(parts) > 2 and arcade.api_key == parts[2]), None)


def _sessions(venue: Venue, arcade: Arcade, today: date, first: date, last: date, changes: Changes) -> Iterator[Session]:
    """The sessions of some days with what was changed since; a changed one may be of any day."""
    yield from (one for one in sessions_between(venue, arcade, today, first, last) if one.uuid not in changes)
    known = {one.uuid for one in sessions_between(venue, arcade, today, date.min, date.max)} if changes else set()
    yield from (one for one in changes.values() if one.uuid in known)


def _session(venue: Venue, arcade: Arcade, uuid: str, now: datetime, changes: Changes) -> Session:
    for session in _sessions(venue, arcade, venue.today(now), date.min, date.max, changes):
        if session.uuid == uuid and session.known(now) and not session.used(now):
            return session
    raise HTTPException(404, "No such session")


def _found(
    venue: Venue, arcade: Arcade, endpoint: str, kind: str, span: str, criteria: str, now: datetime, changes: Changes
) -> Response:
    if kind != "json":
        raise HTTPException(400, f"Type {kind!r} is not json" if kind != "xlsx" else "No spreadsheets here")
    today = venue.today(now)
    wanted = read_criteria(criteria, today)
    first, end = window(read_range(span), wanted, today, venue.zone)
    days = first.date() if first else date.min, end.date() if end else date.max

    def inside(start: datetime) -> bool:
        return (first is None or first <= start) and (end is None or start < end)

    if endpoint == "goods":
        sales = [sale for sale in sales_between(venue, arcade, today, *days) if inside(sale.at) and sale.at <= now]
        return JSONResponse({"goods": [wire.sale_json(venue, sale) for sale in sales if _sale_matches(venue, sale, wanted)]})
    keyed = wire.keyed_on(arcade, wanted.main_date or today)
    rows = [
        wire.session_json(venue, one, now, keyed=keyed, comments="comments" in wanted.flags, phone="phone" in wanted.flags)
        for one in _sessions(venue, arcade, today, *days, changes)
        if inside(one.start) and one.known(now) and _session_matches(venue, one, wanted, now)
    ]
    return JSONResponse({"sessions": wire.collection(rows, keyed=keyed)})


def _session_matches(venue: Venue, session: Session, wanted: Criteria, now: datetime) -> bool:
    label = LABELS.get(session.label or 0)
    return (
        wanted.created in (None, session.created.date())
        and wanted.customer in (None, str(customer_id(venue, session.person)))
        and wanted.label in (None, str(session.label))
        and wanted.uuid in (None, session.uuid)
        and wanted.external in (None, session.external)
        and ("upcoming" not in wanted.flags or not session.used(now))
        and ("api_only" not in wanted.flags or session.online)
        and ("skip_api" not in wanted.flags or not session.online)
        and _says(wanted.words, *_texts(session.person), session.experience, session.comment, label)
    )


def _sale_matches(venue: Venue, sale: Sale, wanted: Criteria) -> bool:
    """Goods know a date, a customer and words; a criterion about sessions finds none."""
    texts = _texts(sale.person) if sale.person else ()
    customer = str(customer_id(venue, sale.person)) if sale.person else ""
    about_sessions = wanted.label or wanted.uuid or wanted.external or "upcoming" in wanted.flags
    return (
        not about_sessions
        and wanted.created in (None, sale.at.date())
        and wanted.customer in (None, customer)
        and _says(wanted.words, *texts, sale.goods)
    )


def _location(key: str) -> tuple[Venue, Arcade]:
    for venue, arcade in arcades():
        if arcade.api_key == key:
            return venue, arcade
    raise HTTPException(403, "Access denied")


def _texts(person: Person) -> tuple[str | None, ...]:
    return person.full_name, person.email, person.phone


def _says(words: tuple[str, ...], *texts: str | None) -> bool:
    """Whether each word occurs in one of the texts."""
    return all(any(word in text.casefold() for text in texts if text) for word in words)


async def _form(request: Request) -> dict[str, str]:
    if request.headers.get("content-type", "").partition(";")[0] != "application/x-www-form-urlencoded":
        raise HTTPException(400, "The parameters must be a form")
    return dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return PlainTextResponse(error.detail, status_code=error.status_code, headers=error.headers)


async def _unreadable(_request: Request, error: Exception) -> Response:
    return PlainTextResponse(f"Bad request: {error}", status_code=400)
