"""The short written form of a query, which travels in buttons."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.core.errors import NotUnderstood
from bot.core.query import LONGEST, WORDS, PartySize, Query, Sort, Who, Worth
from bot.core.states import Axis, Balance, Channel, Grain, Kind, Report, Stage, Status
from bot.core.window import Window
from tests.core.strategies import FIELDS, queries

WIDEST = {
    "kinds": (Kind.ARCADE_SESSION,) * len(Kind),
    "window": {
        "axis": Axis.MODIFIED,
        "start": "2026-11-23T00:00:00.000001-14:30",
        "end": "2026-11-24T00:00:00.000001-14:30",
        "grain": Grain.INSTANT,
    },
    "status": (Status.CONFIRMED,) * len(Status),
    "stage": (Stage.NOT_ARRIVED,) * len(Stage),
    "channel": Channel.IN_HOUSE,
    "party": PartySize(min=10_000, max=10_000),
    "balance": Balance.OUTSTANDING,
    "sort": Sort(by="modified", descending=False),
    "limit": 10_000,
    "count": True,
    "report": Report.STAFF_UTILISATION,
    "why": True,
    "unused": True,
    "refund": True,
    "stays": True,
    "worth": Worth(**dict.fromkeys(("over", "least", "under", "most"), Decimal("999999999.999")), currency="GBP"),
}


def test_every_field_is_drawn_in_these_tests() -> None:
    assert set(FIELDS) == set(Query.model_fields)


@given(queries())
def test_a_query_read_back_from_its_short_form_is_the_same(query: Query) -> None:
    short = query.short()
    assert Query.from_short(short) == query
    assert len(short) <= LONGEST


def test_an_order_that_is_usual_elsewhere_is_kept() -> None:
    query = Query(sort=Sort(by="start", descending=False))
    assert Query.from_short(query.short()).sort == Sort()


def test_a_person_or_party_of_whom_nothing_is_said_is_no_filter() -> None:
    assert Query(customer=Who(), party=PartySize()) == Query()


@pytest.mark.parametrize("letter", ["a", "\\", '"', "é", "😀"], ids=["plain", "backslash", "quote", "accent", "emoji"])
@pytest.mark.parametrize("length", [1, 3, 20, 200])
def test_the_largest_query_fits_a_button(letter: str, length: int) -> None:
    word = letter * length
    cost = len(json.dumps(word, ensure_ascii=False)) + 1
    left = WORDS // cost
    filled: dict[str, object] = dict(WIDEST)
    for name in "id email phone name".split():
        if left:
            filled.setdefault("customer", {})[name] = word  # type: ignore[index]  # a dict of dicts here
            left -= 1
    for name in "text channel_name campaign voucher_type ref external_id group".split():
        if left:
            filled[name] = word
            left -= 1
    for name in "location resource staff service label ids venues vendors accounts".split():
        if left:
            filled[name] = (word,) * min(left, 20)
            left -= min(left, 20)
    query = Query.model_validate(filled)
    assert len(query.short()) <= LONGEST
    assert Query.from_short(query.short()) == query


def test_a_query_with_more_words_than_a_button_takes_cannot_be_made() -> None:
    with pytest.raises(ValidationError, match="too many words"):
        Query(label=tuple("x" * 100 for _ in range(7)))


def test_control_characters_and_doubled_blanks_are_taken_out_of_words() -> None:
    assert Query(text="  Jane\r\n\x00 \u200b Smith ").text == "Jane Smith"


@given(queries(), st.data())
def test_a_cut_or_altered_short_form_is_read_or_not_understood(query: Query, data: st.DataObject) -> None:
    short = query.short()
    at = data.draw(st.integers(0, len(short)))
    until = data.draw(st.integers(at, len(short)))
    altered = short[:at] + data.draw(st.text(max_size=6)) + short[until:]
    try:
        read = Query.from_short(altered)
    except NotUnderstood:
        return
    assert len(read.short()) <= LONGEST


@pytest.mark.parametrize(
    "written",
    [
        "",
        "1",
        "2{}",
        "1[]",
        "1null",
        '1{"?":1}',
        '1{"w":["start"]}',
        '1{"w":["start","2026-11-23","2026-11-24","day"]}',
        '1{"w":["start",7,8,"day"]}',
        '1{"k":"order"}',
        '1{"k":["orders"]}',
        '1{"c":{"surname":"x"}}',
        '1{"q":1e400}',
        '1{"q":0}',
        "1" + "[" * 1_900,
        '1{"t":"' + "x" * 201 + '"}',
    ],
    ids=str,
)
def test_what_no_query_wrote_is_not_understood(written: str) -> None:
    with pytest.raises(NotUnderstood, match="too old or was altered; please ask again"):
        Query.from_short(written)


@pytest.mark.parametrize(
    ("axis", "left_out"),
    [
        (Axis.START, {Status.CANCELLED, Status.BLOCKED}),
        (Axis.END, {Status.CANCELLED, Status.BLOCKED, Status.NO_SHOW}),
        (Axis.OVERLAP, {Status.CANCELLED, Status.BLOCKED, Status.NO_SHOW}),
        (Axis.CREATED, set()),
        (Axis.MODIFIED, set()),
        (Axis.EXPIRES, set()),
    ],
)
def test_a_question_about_days_leaves_out_what_will_not_happen(axis: Axis, left_out: set[Status]) -> None:
    window = Window.model_validate({"axis": axis, "start": "2026-11-23T00:00:00Z"})
    assert Query(window=window).left_out == left_out
    assert Query(window=window, status=(Status.CANCELLED,)).left_out == set()
    assert Query(window=window, ref="TRY0012").left_out == set()
    assert Query(window=window, ids=("1",)).left_out == set()
    assert Query().left_out == set()
