"""A button's value fits, comes back as it was, and anything else is refused with one sentence."""

from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.core.errors import NotUnderstood
from bot.core.query import Query, Sort, Who
from bot.core.reading import Reading
from bot.core.record import Record
from bot.core.states import Axis, Kind, Status
from bot.core.window import Window
from bot.slack.limits import ID, VALUE
from bot.slack.values import Ask, Form, Open, Place, Show, read, read_sort, sort_id, sort_value

DAY = Window.days(date(2026, 11, 24), date(2026, 11, 24), ZoneInfo("Europe/London"))

words = st.text(min_size=1, max_size=60)


@st.composite
def queries(draw: st.DrawFn) -> Query:
    try:
        return Query(
            kinds=tuple(draw(st.lists(st.sampled_from(Kind), unique=True))),
            status=tuple(draw(st.lists(st.sampled_from(Status), unique=True))),
            window=draw(st.none() | st.just(DAY)),
            customer=draw(st.none() | st.builds(Who, name=words)),
            resource=tuple(draw(st.lists(words, max_size=8))),
            venues=tuple(draw(st.lists(words, max_size=8))),
        )
    except ValidationError:
        return Query(text="too many words")


@given(queries(), st.integers(0, 10_000), st.sets(st.sampled_from(["Europe/Paris", "Pacific/Auckland", "America/New_York"])))
def test_a_query_travels_in_a_button(query: Query, offset: int, zones: set[str]) -> None:
    reading = Reading(query=query, understood="", elsewhere={zone: query.model_copy(update={"window": DAY}) for zone in zones})
    value = Show.of(reading, offset)
    written = value.write()
    assert len(written) <= VALUE
    assert read(written, Show) == value


def test_zones_that_find_no_room_are_left_out_before_the_query_is() -> None:
    query = Query(text="ü" * 190, resource=tuple("x" * 30 for _ in range(12)), kinds=tuple(Kind), status=tuple(Status), window=DAY)
    elsewhere = {f"Zone/{n}": query.model_copy(update={"window": DAY}) for n in range(20)}
    written = Show.of(Reading(query=query, understood="", elsewhere=elsewhere)).write()
    assert len(written) <= VALUE
    back = read(written, Show)
    assert back.query == query
    assert 0 < len(back.elsewhere) < 20


@given(st.text(min_size=1, max_size=2_000))
def test_a_text_travels_or_has_no_button(text: str) -> None:
    written = Ask(text=text, kinds=(Kind.ORDER,)).write()
    assert written is None or (len(written) <= VALUE and read(written, Ask) == Ask(text=text, kinds=(Kind.ORDER,)))
    assert written is not None or len(text) > 900


@given(st.text() | st.builds(lambda rest: f"1{rest}", st.text()))
def test_anything_else_is_refused_with_one_sentence(written: str) -> None:
    for reading in (partial(read, shape=Show), partial(read, shape=Ask), partial(read, shape=Form), partial(read, shape=Open)):
        with pytest.raises(NotUnderstood, match="too old or was altered"):
            reading(written)


@given(st.text(min_size=1, max_size=300), st.text(min_size=1, max_size=300), st.sampled_from(Kind))
def test_a_record_is_found_again_or_has_no_button(account: str, id: str, kind: Kind) -> None:
    opened = Open.of(Record(vendor="v", account=account, venue="palm", kind=kind, id=id))
    if opened is None:
        assert len(account) + len(id) > 150
        return
    placed = opened.model_copy(update={"place": Place(channel="C1", url="https://hooks.slack.com/actions/" + "x" * 200)})
    assert read(opened.write(), Open) == opened
    assert len(placed.write()) <= VALUE
    assert read(placed.write(), Open) == placed


@given(queries(), st.sampled_from(["start", "name", "balance", "created"]), st.booleans())
def test_a_list_of_orders_carries_its_question(query: Query, by: str, descending: bool) -> None:
    written = sort_id(query)
    if written is None:
        assert len(query.short()) > 200
        return
    assert len(f"sort:{written}") <= ID
    sort = Sort(by=by, descending=descending)
    assert read_sort(written, sort_value(sort)) == query.model_copy(update={"sort": sort})


@pytest.mark.parametrize(("written", "chosen"), [("", "name up"), ("1{}", "shoe size up"), ("1{", "name up"), ("2{}", "name up")])
def test_an_altered_list_is_refused(written: str, chosen: str) -> None:
    with pytest.raises(NotUnderstood, match="too old or was altered"):
        read_sort(written, chosen)


def test_an_axis_and_a_kind_keep_their_meaning() -> None:
    query = Query(kinds=(Kind.ORDER,), window=DAY.model_copy(update={"axis": Axis.CREATED}))
    assert read(Show(query=query).write(), Show).query == query
