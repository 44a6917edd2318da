"""Days on which the clocks change, leap days, month and year ends, and venues in several zones."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.reading import Reading
from bot.language import read
from tests.language.phrases import LONDON, wall

NEW_YORK, AUCKLAND = ZoneInfo("America/New_York"), ZoneInfo("Pacific/Auckland")


def at(text: str, now: datetime, zone: ZoneInfo = LONDON) -> Reading:
    return read(text, now=now, zone=zone)


def window(text: str, now: datetime) -> tuple[str, str]:
    said = at(text, now).query.window
    assert said is not None, text
    return wall(said.start), wall(said.end)


def test_a_day_of_25_hours_and_one_of_23() -> None:
    autumn = at("today", datetime(2026, 10, 25, 12, 0, tzinfo=LONDON)).query.window
    spring = at("today", datetime(2026, 3, 29, 12, 0, tzinfo=LONDON)).query.window
    assert autumn is not None
    assert autumn.start is not None
    assert autumn.end is not None
    assert spring is not None
    assert spring.start is not None
    assert spring.end is not None
    assert (autumn.end - autumn.start, spring.end - spring.start) == (timedelta(hours=25), timedelta(hours=23))


def test_hours_pass_over_a_change_of_the_clocks() -> None:
    now = datetime(2026, 10, 25, 3, 0, tzinfo=UTC)
    said = at("last 4 hours", now).query.window
    assert said is not None
    assert said.start is not None
    assert said.start.astimezone(UTC) == now - timedelta(hours=4)


def test_a_time_that_does_not_exist_is_said() -> None:
    reading = at("29 march 01:30", datetime(2026, 3, 1, tzinfo=LONDON))
    assert reading.query.window is not None or reading.doubts


@pytest.mark.parametrize(
    ("text", "now", "start", "end"),
    [
        ("in 1 month", date(2026, 1, 31), "2026-02-28", "2026-03-01"),
        ("29 feb", date(2027, 6, 1), "2028-02-29", "2028-03-01"),
        ("tomorrow", date(2027, 12, 31), "2028-01-01", "2028-01-02"),
        ("next month", date(2026, 12, 5), "2027-01-01", "2027-02-01"),
        ("next week", date(2026, 12, 31), "2027-01-04", "2027-01-11"),
        ("this weekend", date(2026, 11, 29), "2026-11-28", "2026-11-30"),
        ("next weekend", date(2026, 11, 28), "2026-12-05", "2026-12-07"),
        ("last weekend", date(2026, 11, 29), "2026-11-21", "2026-11-23"),
        ("week 53", date(2026, 12, 1), "2026-12-28", "2027-01-04"),
        ("28 dec - 2 jan", date(2026, 12, 30), "2026-12-28", "2027-01-03"),
        ("1-30 nov", date(2026, 11, 23), "2026-11-01", "2026-12-01"),
        ("22 nov", date(2026, 11, 22), "2026-11-22", "2026-11-23"),
        ("last 12 months", date(2028, 2, 29), "2027-03-01", "2028-03-01"),
    ],
)
def test_ends_of_months_and_years(text: str, now: date, start: str, end: str) -> None:
    assert window(text, datetime(now.year, now.month, now.day, 10, 15, tzinfo=LONDON)) == (start, end)


def test_the_same_words_elsewhere() -> None:
    now = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
    reading = read("arrivals tomorrow", now=now, zone=LONDON, zones=(LONDON, NEW_YORK, AUCKLAND))
    assert set(reading.elsewhere) == {"Pacific/Auckland"}
    there = reading.query_in(AUCKLAND).window
    assert there is not None
    assert there.first_day == date(2026, 11, 25)
    york = reading.query_in(NEW_YORK).window
    assert york is not None
    assert york.start == datetime(2026, 11, 24, tzinfo=NEW_YORK)


def test_rest_of_the_week_ends_on_each_wall() -> None:
    now = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    reading = read("rest of this week", now=now, zone=LONDON, zones=(NEW_YORK,))
    there = reading.query_in(NEW_YORK).window
    assert there is not None
    assert there.start == now
    assert there.end == datetime(2026, 11, 30, tzinfo=NEW_YORK)
