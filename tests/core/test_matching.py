"""Filters applied again to records, and the rule of three answers: yes, no, and "the record does not say"."""

import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.matching import fold, haystack, matches, same_phone
from bot.core.money import Folio
from bot.core.query import PartySize, Query, Who, Worth
from bot.core.record import Customer, Item, Named, Note, Party, Record
from bot.core.states import Axis, Balance, Channel, Kind, Report, Stage, Status
from bot.core.window import Window

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SCOPE = {"stays", "sort", "limit", "count", "venues", "vendors", "accounts"}


def record(**fields: Any) -> Record:
    return Record(**{"vendor": "trybe", "account": "palm-spa", "venue": "palm", "kind": Kind.ORDER, "id": "7"} | fields)


def _gbp(total: int) -> Folio:
    return Folio(currency="GBP", total=total)


def _yen(total: int) -> Folio:
    return Folio(currency="JPY", total=total)


def on(axis: Axis) -> Window:
    return Window(axis=axis, start=NOON - timedelta(hours=1), end=NOON + timedelta(hours=1))


JANE = Customer(id="c1", name="Jane Ó Néill-Smith", email="Jane@Example.com", phone="+44 (0)20 7946 0958")
ROOM, ANNA, MASSAGE, VIP = (
    Named(id="r7", name="Room 12"),
    Named(id="p1", name="Anna Bell"),
    Named(id="m"),
    Named(id="l", name="VIP"),
)
LINE = Item(name="Sauna pass", start=NOON, staff=(Named(id="p2", name="Ben"),), resource=Named(id="x", name="Pool"))

CASES: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any] | None]] = [
    ("kinds", {"kinds": (Kind.ORDER,)}, {}, {"kind": Kind.SESSION}),
    ("status", {"status": (Status.CONFIRMED,)}, {"status": Status.CONFIRMED}, {"status": Status.CANCELLED}),
    ("stage", {"stage": (Stage.ARRIVED,)}, {"stage": Stage.ARRIVED}, {"stage": Stage.DEPARTED}),
    ("customer id", {"customer": Who(id="c1")}, {"customer": JANE}, {"customer": Customer(id="c11")}),
    ("email", {"customer": Who(email="jane@example.COM")}, {"customer": JANE}, {"customer": Customer(email="ne@example.com")}),
    ("phone", {"customer": Who(phone="020 7946 0958")}, {"customer": JANE}, {"customer": Customer(phone="020 7946 0959")}),
    ("name", {"customer": Who(name="neill jane")}, {"customer": JANE}, {"customer": Customer(name="Janet Neilson")}),
    ("both", {"customer": Who(name="jane", id="c1")}, {"customer": JANE}, {"customer": Customer(name="Jane", id="c2")}),
    (
        "over",
        {"worth": Worth(over=Decimal(30))},
        {"money": _gbp(3001)},
        {"money": _gbp(3000)},
    ),
    (
        "at least",
        {"worth": Worth(least=Decimal(30))},
        {"money": _yen(30)},
        {"money": _yen(29)},
    ),
    (
        "within",
        {"worth": Worth(over=Decimal(20), under=Decimal(30), most=Decimal("25.50"))},
        {"money": _gbp(2550)},
        {"money": _gbp(2551)},
    ),
    (
        "pounds",
        {"worth": Worth(over=Decimal(30), currency="GBP")},
        {"money": Folio(currency="gbp", total=3001)},
        {"money": Folio(currency="EUR", total=9000)},
    ),
    (
        "a refund's sum",
        {"worth": Worth(over=Decimal(30))},
        {"money": _gbp(-3001)},
        {"money": _gbp(-100)},
    ),
    ("refund", {"refund": True}, {"money": _gbp(-1)}, {"money": _gbp(1)}),
    ("text", {"text": "late sauna"}, {"items": (LINE,), "notes": (Note(text="Comes LATE"),)}, {"items": (LINE,)}),
    ("location", {"location": ("palm",)}, {"location": Named(id="s", name="The Palm")}, {"location": Named(id="s", name="Pine")}),
    ("resource", {"resource": ("room 12",)}, {"resource": ROOM}, {"resource": Named(id="r", name="Room 112")}),
    ("resource by id", {"resource": ("r7",)}, {"resource": ROOM}, {"resource": Named(id="r77", name="Room 13")}),
    ("resource of a line", {"resource": ("pool",)}, {"items": (LINE,)}, {"resource": ROOM}),
    ("staff", {"staff": ("anna",)}, {"staff": (ANNA,)}, {"staff": (Named(id="p", name="Bea"),)}),
    ("staff of a line", {"staff": ("ben",)}, {"items": (LINE,)}, {"staff": (ANNA,)}),
    ("service", {"service": ("m",)}, {"service": (MASSAGE,)}, {"service": (Named(id="f", name="Facial"),)}),
    ("service of a line", {"service": ("sauna",)}, {"items": (LINE,)}, {"service": (MASSAGE,)}),
    ("label", {"label": ("vip",)}, {"labels": (VIP,)}, {"labels": (Named(id="l2", name="Staff"),)}),
    ("channel", {"channel": Channel.OTA}, {"channel": Channel.OTA}, {"channel": Channel.ONLINE}),
    ("channel name", {"channel_name": "booking.com"}, {"channel_name": "Booking.com"}, {"channel_name": "Expedia"}),
    ("party at least", {"party": PartySize(min=3)}, {"party": Party(total=3)}, {"party": Party(total=2)}),
    ("party at most", {"party": PartySize(max=3)}, {"party": Party(total=3)}, {"party": Party(total=4)}),
    (
        "owing",
        {"balance": Balance.OUTSTANDING},
        {"money": Folio(currency="GBP", balance=1)},
        {"money": Folio(currency="GBP", balance=0)},
    ),
    ("paid", {"balance": Balance.NONE}, {"money": Folio(currency="GBP", balance=-5)}, {"money": Folio(currency="GBP", balance=5)}),
    ("campaign", {"campaign": "summer"}, {"campaign": "Summer 26"}, {"campaign": "Winter"}),
    ("ids", {"ids": ("6", "7")}, {}, {"id": "77"}),
    ("ref", {"ref": "try0012"}, {"ref": "TRY0012"}, {"ref": "TRY00123"}),
    ("ref by id", {"ref": "7"}, {}, {"id": "8"}),
    ("external id", {"external_id": "X1"}, {"external_id": "X1"}, {"external_id": "X2"}),
    ("group", {"group": "g"}, {"group_id": "g"}, {"group_id": "h"}),
    ("group's master", {"group": "7"}, {}, {"id": "8"}),
    ("report", {"report": Report.CHARGES}, {"report": Report.CHARGES}, {"report": Report.STATS}),
    ("start", {"window": on(Axis.START)}, {"start": NOON}, {"start": NOON + DAY}),
    ("start of a line", {"window": on(Axis.START)}, {"start": NOON - DAY, "items": (LINE,)}, {"start": NOON - DAY}),
    ("end", {"window": on(Axis.END)}, {"end": NOON}, {"end": NOON + DAY}),
    (
        "overlap",
        {"window": on(Axis.OVERLAP)},
        {"start": NOON - DAY, "end": NOON + DAY},
        {"start": NOON + DAY, "end": NOON + 2 * DAY},
    ),
    ("created", {"window": on(Axis.CREATED)}, {"created": NOON}, {"created": NOON - DAY}),
    ("modified", {"window": on(Axis.MODIFIED)}, {"modified": NOON}, {"modified": NOON - DAY}),
    ("expires", {"window": on(Axis.EXPIRES)}, {"expires": NOON}, {"expires": NOON - DAY}),
    ("redeemed", {"window": on(Axis.REDEEMED)}, {"redeemed_at": NOON}, {"redeemed_at": NOON - DAY}),
]


@pytest.mark.parametrize(("query", "yes", "no"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_filter_keeps_what_holds_and_drops_what_does_not_even_where_the_vendor_filtered(
    query: dict[str, Any], yes: dict[str, Any], no: dict[str, Any]
) -> None:
    asked = Query.model_validate(query)
    assert matches(record(**yes), asked)
    assert not matches(record(**no), asked)
    assert not matches(record(**no), asked, native=query)


UNSAID: list[dict[str, Any]] = [{"window": on(axis)} for axis in Axis if axis is not Axis.OVERLAP] + [
    {"window": on(Axis.OVERLAP)},
    {"status": (Status.CONFIRMED,)},
    {"customer": Who(name="jane")},
    {"location": ("palm",)},
    {"resource": ("room",)},
    {"staff": ("anna",)},
    {"service": ("massage",)},
    {"label": ("vip",)},
    {"channel_name": "expedia"},
    {"party": PartySize(min=1)},
    {"balance": Balance.NONE},
    {"balance": Balance.OUTSTANDING},
    {"campaign": "summer"},
    {"voucher_type": "gift"},
    {"external_id": "X1"},
    {"why": True},
    {"unused": True},
    {"worth": Worth(over=Decimal(30))},
    {"refund": True},
]


@pytest.mark.parametrize("query", UNSAID, ids=str)
def test_what_a_record_does_not_say_is_the_vendors_word_and_only_its(query: dict[str, Any]) -> None:
    asked = Query.model_validate(query)
    assert matches(record(), asked, native=query)
    assert not matches(record(), asked)


def test_every_filter_of_a_query_is_tested() -> None:
    tried = {name for _, query, _, _ in CASES for name in query} | {name for query in UNSAID for name in query}
    assert tried == set(Query.model_fields) - SCOPE


def test_a_question_without_filters_is_held_by_everything() -> None:
    assert matches(record(), Query())


def test_a_line_that_was_cancelled_is_no_start() -> None:
    gone = Item(name="Massage", start=NOON, status=Status.CANCELLED)
    assert not matches(record(start=NOON - DAY, items=(gone,)), Query(window=on(Axis.START)))


def test_who_is_still_inside_is_there_in_every_later_window_and_in_none_before() -> None:
    inside = record(start=NOON - 3 * DAY, stage=Stage.IN_PROGRESS)
    assert matches(inside, Query(window=on(Axis.OVERLAP)))
    assert not matches(record(start=NOON - 3 * DAY, stage=Stage.DEPARTED), Query(window=on(Axis.OVERLAP)))
    assert not matches(record(start=NOON + 3 * DAY, stage=Stage.IN_PROGRESS), Query(window=on(Axis.OVERLAP)))


def test_bare_dates_of_a_stay_are_the_venues_days() -> None:
    stay = record(start=date(2026, 11, 23), end=date(2026, 11, 25), date_only=True)
    for axis, held in ((Axis.START, True), (Axis.OVERLAP, True), (Axis.END, False)):
        assert matches(stay, Query(window=on(axis))) is held


@pytest.mark.parametrize("nothing", ["!!!", "—", "'"])
def test_a_name_of_signs_alone_finds_nobody(nothing: str) -> None:
    assert not matches(record(customer=JANE), Query(customer=Who(name=nothing)))


def test_a_word_of_accents_alone_does_not_find_everything() -> None:
    assert not matches(record(customer=JANE, labels=(VIP,)), Query(text="\u0301x").model_copy(update={"text": "\u0301"}))
    assert not matches(record(labels=(VIP,)), Query(label=("\u0301",)))


def test_free_text_looks_into_all_that_is_shown_and_not_into_the_raw_object() -> None:
    text = haystack(record(ref="TRY1", customer=JANE, labels=(VIP,), raw={"card": "4242"}))
    assert "try1" in text
    assert "jane@example.com" in text
    assert "vip" in text
    assert "4242" not in text


@pytest.mark.parametrize("status", Status)
def test_a_state_is_left_out_where_the_question_names_none(status: Status) -> None:
    asked = Query(window=on(Axis.END))
    assert (status in asked.left_out) is (status in {Status.CANCELLED, Status.BLOCKED, Status.NO_SHOW})
    assert status not in Query(status=(Status.CANCELLED,), window=on(Axis.END)).left_out


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Łukasz Żółć", "lukasz zolc"),
        ("SØREN", "soren"),
        ("Ǿrsted", "orsted"),
        ("Æsir", "aesir"),
        ("Straße", "STRASSE"),
        ("İzmir", "izmir"),
        ("O’Neill", "o'neill"),
        ("  José   Núñez ", "jose nunez"),
        ("ﬁn", "fin"),
        ("ℌans", "hans"),
    ],
)
def test_texts_that_a_person_takes_for_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text())
def test_a_folded_text_stays_as_it_is(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_no_sign_needs_folding_twice() -> None:
    signs = (chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code <= 0xDFFF)
    bare = fold.__wrapped__
    assert [sign for sign in signs if bare(bare(sign)) != bare(sign)] == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("+44 20 7946 0958", "020 7946 0958", True),
        ("+44 (0)20 7946 0958", "0044 20 79460958", True),
        ("(415) 555-0123", "+1 415.555.0123", True),
        ("460958", "020 7946 0958", True),
        ("60958", "020 7946 0958", False),
        ("", "020 7946 0958", False),
        ("000000", "000000", False),
        ("020 7946 0958", "020 7946 0959", False),
    ],
)
def test_phone_numbers_are_compared_by_what_is_dialled(one: str, other: str, same: bool) -> None:
    assert same_phone(one, other) is same
    assert same_phone(other, one) is same
