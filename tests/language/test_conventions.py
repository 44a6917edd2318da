"""The conventions of dates, one row each, said on Monday 23 November 2026 at 10:15 in London."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.language import read

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 23, 10, 15, tzinfo=LONDON)


def window(text: str, locale: str = "en-GB", now: datetime = NOW) -> tuple[str | None, str | None]:
    """The window read, as local wall time without the seconds; midnight is the bare date."""
    said = read(text, now=now, zone=LONDON, locale=locale).query.window
    assert said is not None, text
    return wall(said.start), wall(said.end)


def wall(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    written = moment.astimezone(LONDON).strftime("%Y-%m-%dT%H:%M")
    return written.removesuffix("T00:00")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("arrivals today", "2026-11-23", "2026-11-24"),
        ("arrivals tomorrow", "2026-11-24", "2026-11-25"),
        ("departures yesterday", "2026-11-22", "2026-11-23"),
        ("orders 3-5 Dec", "2026-12-03", "2026-12-06"),
        ("next friday", "2026-12-04", "2026-12-05"),
        ("last 7 days", "2026-11-17", "2026-11-24"),
        ("28 dec - 2 jan", "2026-12-28", "2027-01-03"),
        ("since 3 dec", "2025-12-03", None),
    ],
)
def test_english(text: str, start: str | None, end: str | None) -> None:
    assert window(text) == (start, end)
