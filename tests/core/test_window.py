"""Windows: half-open, in the venue's zone, through both changes of the clock."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.core.query import Query
from bot.core.reading import Reading
from bot.core.states import Axis, Grain
from bot.core.window import ONE_DAY, Window, midnight, shifted
from tests.core.strategies import ZONES, moments, windows

LONDON, TOKYO, NEW_YORK = ZoneInfo("Europe/London"), ZoneInfo("Asia/Tokyo"), ZoneInfo("America/New_York")
TODAY = date(2026, 11, 23)
days = st.dates(date(1970, 1, 2), date(2199, 1, 1))


@given(windows(), moments)
def test_a_window_holds_its_start_and_not_its_end(window: Window, moment: datetime) -> None:
    if window.start is not None:
        assert window.holds(window.start)
        assert not window.holds(window.start - timedelta(microseconds=1))
    if window.end is not None:
        assert not window.holds(window.end)
        assert window.holds(window.end - timedelta(microseconds=1)) or window.start == window.end
    inside = (window.start is None or window.start <= moment) and (window.end is None or moment < window.end)
    assert window.holds(moment) is inside


@given(days, st.integers(0, 60), st.sampled_from(ZONES))
def test_whole_days_hold_their_dates_and_no_others(first: date, more: int, zone: str) -> None:
    last = first + more * ONE_DAY
    window = Window.days(first, last, ZoneInfo(zone))
    assert (window.first_day, window.last_day) == (first, last)
    assert window.holds(first)
    assert window.holds(last)
    assert not window.holds(first - ONE_DAY)
    assert not window.holds(last + ONE_DAY)
    assert window.holds(midnight(first, ZoneInfo(zone)))
    assert not window.holds(midnight(last + ONE_DAY, ZoneInfo(zone)))


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (TODAY, 24)], ids=["spring", "autumn", "plain"]
)
def test_a_day_is_as_long_as_the_clock_makes_it(day: date, hours: int) -> None:
    window = Window.days(day, day, LONDON)
    assert window.start is not None
    assert window.end is not None
    assert window.end - window.start == timedelta(hours=hours)
    assert window.holds(datetime(day.year, day.month, day.day, 23, 59, tzinfo=LONDON))


def test_both_passes_of_a_repeated_hour_lie_in_the_day() -> None:
    window = Window.days(date(2026, 10, 25), date(2026, 10, 25), LONDON)
    assert window.holds(datetime(2026, 10, 25, 1, 30, tzinfo=LONDON, fold=0))
    assert window.holds(datetime(2026, 10, 25, 1, 30, tzinfo=LONDON, fold=1))


def test_a_repeated_hour_as_a_window_survives_a_button() -> None:
    start = datetime(2026, 10, 25, 1, 30, tzinfo=LONDON, fold=1)
    query = Query(window=Window(start=start, end=start + timedelta(hours=5), grain=Grain.MINUTE))
    read = Query.from_short(query.short())
    assert read == query
    assert read.window is not None
    assert read.window.start == start.astimezone(UTC)


@pytest.mark.parametrize(
    "ends",
    [
        {},
        {"start": "2026-11-23T00:00:00"},
        {"start": "2026-11-23T00:00:00Z", "end": "2026-11-23T00:00:00Z"},
        {"start": "2026-11-24T00:00:00Z", "end": "2026-11-23T00:00:00Z"},
    ],
    ids=["none", "naive", "empty", "backwards"],
)
def test_a_window_needs_an_end_a_zone_and_an_order(ends: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Window.model_validate(ends)


@pytest.mark.parametrize(
    ("arrival", "departure", "there"),
    [
        (TODAY, TODAY + ONE_DAY, True),
        (TODAY - ONE_DAY, TODAY, False),
        (TODAY - ONE_DAY, TODAY + ONE_DAY, True),
        (TODAY + ONE_DAY, TODAY + 2 * ONE_DAY, False),
        (TODAY - 300 * ONE_DAY, TODAY + 300 * ONE_DAY, True),
        (TODAY, TODAY, True),
        (TODAY, None, True),
        (None, TODAY, False),
    ],
    ids=["tonight", "leaves today", "one of two nights", "from tomorrow", "long stay", "day use", "no end", "no start"],
)
def test_a_stay_holds_its_nights_and_not_its_day_of_departure(arrival: date | None, departure: date | None, there: bool) -> None:
    window = Window.days(TODAY, TODAY, LONDON, Axis.OVERLAP)
    assert window.touches(arrival, departure) is there


@given(days, st.integers(1, 30), days, st.integers(0, 30))
def test_a_stay_and_a_window_share_a_night_or_they_do_not(arrival: date, nights: int, first: date, more: int) -> None:
    first = arrival + timedelta(days=(first - arrival).days % 60 - 30)
    last = first + more * ONE_DAY
    slept = {arrival + n * ONE_DAY for n in range(nights)}
    asked = {first + n * ONE_DAY for n in range(more + 1)}
    assert Window.days(first, last, NEW_YORK).touches(arrival, arrival + nights * ONE_DAY) is bool(slept & asked)


def test_open_ends_are_open() -> None:
    since = Window(start=midnight(TODAY, LONDON))
    until = Window(end=midnight(TODAY, LONDON))
    assert since.holds(date.max)
    assert not since.holds(TODAY - ONE_DAY)
    assert until.holds(TODAY - ONE_DAY)
    assert not until.holds(TODAY)
    assert (since.first_day, since.last_day) == (TODAY, None)
    assert (until.first_day, until.last_day) == (None, TODAY - ONE_DAY)
    assert not since.holds(None)


@given(windows(), st.sampled_from(ZONES))
def test_elsewhere_the_window_has_the_same_wall_clock(window: Window, zone: str) -> None:
    there = window.in_zone(ZoneInfo(zone))
    for at, was in ((there.start, window.start), (there.end, window.end)):
        assert (at is None) is (was is None)
        if at is not None and was is not None and window.grain is Grain.INSTANT:
            assert at == was
    if window.grain is not Grain.INSTANT and there.start is not None and window.start is not None:
        assert there.start.replace(tzinfo=None) == window.start.replace(tzinfo=None)
    if there.start is not None and there.end is not None:
        assert there.start < there.end


def test_a_window_that_the_clock_skips_elsewhere_keeps_its_length() -> None:
    window = Window(
        start=datetime(2026, 3, 29, 1, 30, tzinfo=TOKYO), end=datetime(2026, 3, 29, 2, 15, tzinfo=TOKYO), grain=Grain.MINUTE
    )
    there = window.in_zone(LONDON)
    assert there.start is not None
    assert there.end is not None
    assert there.end - there.start == timedelta(minutes=45)


def test_a_reading_gives_each_zone_its_own_tomorrow() -> None:
    here = Query(window=Window.days(TODAY + ONE_DAY, TODAY + ONE_DAY, NEW_YORK))
    tokyo = Query(window=Window.days(TODAY + 2 * ONE_DAY, TODAY + 2 * ONE_DAY, TOKYO))
    reading = Reading(query=here, understood="arrivals", elsewhere={"Asia/Tokyo": tokyo})
    assert reading.query_in(TOKYO) == tokyo
    assert reading.query_in(NEW_YORK) == here
    london = reading.query_in(LONDON).window
    assert london == Window.days(TODAY + ONE_DAY, TODAY + ONE_DAY, LONDON)


def test_a_shift_stops_where_the_calendar_ends() -> None:
    assert shifted(date.max, ONE_DAY) == date.max
    assert shifted(TODAY, ONE_DAY) == TODAY + ONE_DAY
