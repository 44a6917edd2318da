"""Nothing that a person types changes where Trybe is asked, or which parameters it is sent; names become ids of its own lists."""

import asyncio
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.core.query import Query, Who
from bot.core.states import Kind, Report
from bot.vendors.trybe import VENDOR
from tests.vendors.texts import AWKWARD
from tests.vendors.trybe_server import DIRECTORY, LABELS, serving
from tests.vendors.trybe_wire import KEYS, SITE
from tests.vendors.world import Wire, account, ask

PAGED = frozenset({"site_id", "page", "per_page"})
ORDERS = {"/shop/orders/ref/*": {"site_id"}, "/shop/orders": {*PAGED, "query"}}
SESSIONS = frozenset({*PAGED, "start_time_from", "start_time_to"})

TYPED: Mapping[tuple[Kind, str], Mapping[str, set[str] | frozenset[str]]] = {
    (Kind.VOUCHER, "ref"): {"/shop/voucher-codes": {*PAGED, "code"}, "/shop/vouchers/lookup/*": {"site_id"}},
    (Kind.MEMBERSHIP, "ref"): {"/customers/memberships": {*PAGED, "membership_number"}},
    (Kind.MEMBERSHIP, "external_id"): {"/customers/memberships": {*PAGED, "external_ref"}},
    (Kind.MEMBERSHIP, "customer.name"): {"/customers/customers": {*PAGED, "name"}},
    (Kind.STAFF, "text"): {"/shop/practitioners": {*PAGED, "query"}},
    (Kind.SESSION, "group"): {"/shop/sessions": {*SESSIONS, "recurrence_group_id"}},
    (Kind.SESSION_BOOKING, "group"): {"/shop/sessions/*": {"include_bookings"}},
    (Kind.PAYMENT, "group"): {"/shop/orders/*/payments": set(), "/shop/orders/*/refunds": set()},
    (Kind.PAYMENT, "ref"): ORDERS,
    (Kind.EMAIL, "group"): {"/shop/orders/*/emails": {"page", "per_page"}},
    (Kind.EMAIL, "ref"): ORDERS,
    (Kind.ORDER_ITEM, "group"): {"/shop/orders/*": set()},
    (Kind.ORDER_ITEM, "ref"): ORDERS,
}
"""Where a text may go: the routes, a star for one whole segment, with the parameters of each."""

LISTS = dict.fromkeys(DIRECTORY, PAGED)
NAMED: Mapping[tuple[Kind, str], Mapping[str, frozenset[str]]] = {
    (Kind.APPOINTMENT, "staff"): {"/shop/appointments": PAGED | {"date_from", "date_to", "practitioner_id"}},
    (Kind.APPOINTMENT, "resource"): {"/shop/appointments": PAGED | {"date_from", "date_to", "room_id"}},
    (Kind.ORDER, "service"): {"/shop/orders": PAGED | {"item_offering_id"}},
    (Kind.ORDER, "label"): {"/shop/orders": PAGED | {"labels"}},
    (Kind.REPORT, "staff"): {"/shop/reports/run-sheet": frozenset({"site_id", "date", "practitioner_id"})},
}
"""Fields of names, whose texts are only ever looked up."""


def typed(kind: Kind, field: str, text: str) -> Query | None:
    """A question with a text in one of its fields, unless no such question can be made."""
    outer, _, inner = field.partition(".")
    report = Report.RUN_SHEET if kind is Kind.REPORT else None
    try:
        value = Who.model_validate({inner: text}) if inner else (text,) if (kind, field) in NAMED else text
        return Query.model_validate({"kinds": (kind,), "report": report, outer: value})
    except ValidationError:
        return None


def sent(query: Query) -> list[tuple[list[str], dict[str, str]]]:
    """Each call's path by its segments, decoded one by one, and its parameters."""
    wire = Wire(serving({}, SITE))
    asyncio.run(ask(VENDOR, [account(VENDOR, KEYS)], wire, query))
    calls = []
    for request in wire.requests:
        assert (request.method, request.url.host) == ("GET", "vendor.example")
        calls.append((request.url.raw_path.split(b"?")[0].decode().split("/"), dict(request.url.params)))
    return calls


def fits(segments: list[str], route: str) -> bool:
    parts = route.split("/")
    return len(parts) == len(segments) and all(part in ("*", segment) for part, segment in zip(parts, segments, strict=True))


@pytest.mark.parametrize(("kind", "field"), TYPED, ids=str)
@settings(max_examples=40)
@given(text=st.one_of(st.sampled_from(AWKWARD), st.text(min_size=1, max_size=80)))
def test_a_text_stays_in_its_place(kind: Kind, field: str, text: str) -> None:
    query = typed(kind, field, text)
    if query is None:
        return
    for segments, params in sent(query):
        allowed = [names for route, names in TYPED[kind, field].items() if fits(segments, route)]
        assert allowed, segments
        assert params.keys() <= set().union(*allowed)
        assert not any(segment in (".", "..") for segment in segments)


@pytest.mark.parametrize(("kind", "field"), NAMED, ids=str)
@settings(max_examples=40)
@given(text=st.one_of(st.sampled_from([*AWKWARD, "anna", "room 7", "hot stone", "vip"]), st.text(min_size=1, max_size=80)))
def test_a_name_is_never_sent_only_the_id_that_it_stands_for(kind: Kind, field: str, text: str) -> None:
    query = typed(kind, field, text)
    if query is None:
        return
    for segments, params in sent(query):
        path = "/".join(segments)
        allowed = {**LISTS, **NAMED[kind, field]}
        assert path in allowed or LABELS.fullmatch(path)
        assert params.keys() <= allowed.get(path, PAGED)
        ids = [params[name] for name in ("practitioner_id", "room_id", "item_offering_id", "labels") if name in params]
        assert all(id.replace("-", "").isalnum() and id != text for id in ids)
