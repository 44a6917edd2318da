"""Many accounts' records as one list: in order, cut, with a cursor."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import NotUnderstood
from bot.core.money import Folio
from bot.core.query import Query, Sort
from bot.core.record import Customer, Item, Party, Record
from bot.core.states import Axis, Kind
from bot.core.turns import at_once
from bot.core.window import Window
from bot.desk import merging
from bot.desk.merging import cut, keyed, order_of, position
from tests.desk.fake import record

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def in_order(records: list[Record], query: Query) -> list[Record]:
    return merging.in_order(at_once(keyed(records, query)), query)


def ids(records: list[Record]) -> list[str]:
    return [each.id for each in records]


@pytest.mark.parametrize(
    ("query", "order"),
    [
        (Query(), Sort(by="start")),
        (Query(kinds=(Kind.CUSTOMER,)), Sort(by="name")),
        (Query(sort=Sort(by="balance", descending=True)), Sort(by="balance", descending=True)),
        *(
            (Query(window=Window(axis=axis, start=NINE)), Sort(by=by, descending=descending))
            for axis, by, descending in [
                (Axis.START, "start", False),
                (Axis.OVERLAP, "start", False),
                (Axis.REVENUE, "start", False),
                (Axis.END, "end", False),
                (Axis.EXPIRES, "expires", False),
                (Axis.CREATED, "created", True),
                (Axis.MODIFIED, "modified", True),
                (Axis.REDEEMED, "redeemed", True),
            ]
        ),
    ],
)
def test_the_usual_order_is_the_one_people_expect(query: Query, order: Sort) -> None:
    assert order_of(query) == order


FACTS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("start", {"start": NINE}, {"start": NINE + HOUR}),
    ("end", {"end": NINE}, {"end": NINE + HOUR}),
    ("created", {"created": NINE}, {"created": NINE + HOUR}),
    ("modified", {"modified": NINE}, {"modified": NINE + HOUR}),
    ("expires", {"expires": NINE}, {"expires": NINE + HOUR}),
    ("redeemed", {"redeemed_at": NINE}, {"redeemed_at": NINE + HOUR}),
    ("name", {"customer": Customer(name="Ábel")}, {"customer": Customer(name="bea")}),
    ("balance", {"money": Folio(currency="GBP", balance=1)}, {"money": Folio(currency="GBP", balance=2)}),
    ("party", {"party": Party(total=1)}, {"party": Party(total=2)}),
]


@pytest.mark.parametrize(("by", "less", "more"), FACTS)
@pytest.mark.parametrize("descending", [False, True])
def test_records_without_the_fact_come_last_whichever_way(by: str, less: Any, more: Any, descending: bool) -> None:
    records = [record("a", "unknown"), record("a", "more", **more), record("a", "less", **less)]
    expected = ["more", "less", "unknown"] if descending else ["less", "more", "unknown"]
    assert ids(in_order(records, Query(sort=Sort(by=by, descending=descending)))) == expected


def test_equal_records_stand_by_name_id_and_account_however_they_came() -> None:
    records = [
        record("b", "1", start=NINE, customer=Customer(name="Ann")),
        record("a", "2", start=NINE, customer=Customer(name="Ann")),
        record("a", "1", start=NINE, customer=Customer(name="Ann")),
        record("a", "0", start=NINE),
        record("a", "9", start=NINE, customer=Customer(name="ábel")),
    ]
    expected = [("a", "9"), ("a", "1"), ("b", "1"), ("a", "2"), ("a", "0")]
    for seed in range(10):
        shuffled = random.Random(seed).sample(records, len(records))
        for descending in (False, True):
            ordered = in_order(shuffled, Query(sort=Sort(by="start", descending=descending)))
            assert [(each.account, each.id) for each in ordered] == expected


def test_venues_in_several_zones_stand_by_their_own_wall_clock() -> None:
    records = [
        record("tokyo", "ten", start=datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Asia/Tokyo"))),
        record("york", "nine", start=datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("America/New_York"))),
        record("hotel", "day", start=date(2026, 11, 23)),
    ]
    assert ids(in_order(records, Query())) == ["day", "nine", "ten"]


def test_an_order_over_two_days_stands_by_the_day_asked_for() -> None:
    two = (Item(start=NINE - timedelta(days=1)), Item(start=NINE + HOUR))
    records = [record("a", "two days", start=NINE - timedelta(days=1), items=two), record("a", "nine", start=NINE)]
    today = Window(start=NINE - HOUR, end=NINE + 12 * HOUR)
    assert ids(in_order(records, Query(window=today))) == ["nine", "two days"]


@given(st.integers(0, 60), st.integers(1, 20))
def test_cursors_lead_through_everything_once(count: int, limit: int) -> None:
    records = [record("a", str(number)) for number in range(count)]
    seen: list[Record] = []
    after: str | None = None
    for _ in range(count + 1):
        page, after = cut(records, limit, after)
        assert len(page) <= limit
        seen += page
        if after is None:
            break
    assert seen == records


@pytest.mark.parametrize("after", ["", "-1", "1.5", "x", " 1", "9" * 5_000])
def test_a_cursor_that_no_answer_gave_is_not_understood(after: str) -> None:
    with pytest.raises(NotUnderstood, match="please ask again"):
        cut([], 10, after)


def test_a_cursor_past_the_end_is_an_empty_page() -> None:
    assert cut([record("a", "1")], 10, "500") == ((), None)
    assert position(None) == 0
