"""Who is there now: a place or a stage with "now" asks who is present today, not who comes some day."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.core.query import Query
from bot.core.states import Axis, Kind, Stage
from bot.core.venue import Venue
from bot.language import read
from bot.language.labels import stage_label
from bot.language.places import Places

LONDON = ZoneInfo("Europe/London")


def query(text: str) -> Query:
    return read(text, now=datetime(2026, 11, 23, 9, tzinfo=LONDON), zone=LONDON).query


@pytest.mark.parametrize("text", ["who is here now", "people in store 12 now", "in treatment now", "inside now", "room 203 now"])
def test_presence_is_todays(text: str) -> None:
    window = query(text).window
    assert window is not None
    assert window.axis is Axis.OVERLAP
    assert (str(window.first_day), str(window.last_day)) == ("2026-11-23", "2026-11-23")


def test_now_beside_anything_else_is_no_date() -> None:
    assert query("who owes us now").window is None


def test_the_store_is_kept() -> None:
    assert query("people in store 12 now").location == ("12",)


def test_nobody_is_in_treatment_in_a_shop() -> None:
    assert stage_label(Stage.IN_PROGRESS, Kind.SHOP_SESSION, "en-GB") == "in house"
    assert stage_label(Stage.IN_PROGRESS, Kind.ORDER, "en-GB") == "in treatment"


def test_next_in_short_is_next() -> None:
    """Read as a word to search for, "nxt" left this Friday standing: a wrong day."""
    for short, long in (("arrivals nxt friday", "arrivals next friday"), ("nxt 3 days", "next 3 days"), ("nxt week", "next week")):
        assert query(short) == query(long)


def test_the_minute_that_runs_is_in_what_ends_now_and_everybody_asks_the_same() -> None:
    places = Places(venues=(Venue(id="harbour", name="Harbour House", zone=LONDON, currency="GBP"),), vendors={})
    early, late = (datetime(2026, 11, 23, 9, 0, second, 250_000, tzinfo=LONDON) for second in (4, 59))
    for text, window in (("changed in the last hour", ("08:00", "09:01")), ("arrivals in the next hour", ("09:00", "10:00"))):
        reading = places.read(text, now=late, only="harbour")
        said = reading.query.window
        assert said is not None
        assert said.start is not None
        assert said.end is not None
        assert (f"{said.start:%H:%M}", f"{said.end:%H:%M}") == window
        assert said.start.second == said.end.second == 0
        assert reading.query == places.read(text, now=early, only="harbour").query
        assert (reading.query.venues, window[1] in reading.understood) == (("harbour",), True)
