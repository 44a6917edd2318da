"""Single days in languages without a table: `dateparser` on one marked span, never on the whole text.

A span is marked by a weekday or a month with a day (CLDR names), or is a single word that may be "tomorrow". What dateparser
makes of it must pass our own check: a day within reach of today.
"""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal

from bot.core.states import Grain
from bot.core.window import ONE_DAY, midnight
from bot.language.grammar import Line
from bot.language.lexicon import Lexicon
from bot.language.pieces import Bounds
from bot.language.setting import Setting
from bot.language.tables import language_of
from bot.language.tokens import fold

LONGEST_SPAN = 4
MOST_TRIES = 8
"""How many items a span has at most, and how many spans of one text are tried: each costs about a millisecond."""

_REACH = timedelta(days=800)
_SHORTEST_WORD = 4


@lru_cache(maxsize=16)
def _names(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """The months and the weekdays of a language, long and short; none where CLDR does not know it.

    Babel is imported when first needed: most venues never do, and it takes as long as our own tables.
    """
    from babel import Locale, UnknownLocaleError
    from babel.dates import get_day_names, get_month_names

    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return frozenset(), frozenset()
    widths: tuple[Literal["wide", "abbreviated"], ...] = ("wide", "abbreviated")
    months = [name for width in widths for name in get_month_names(width, locale=locale).values()]
    weekdays = [name for width in widths for name in get_day_names(width, locale=locale).values()]
    return frozenset(fold(name).rstrip(".") for name in months), frozenset(fold(name).rstrip(".") for name in weekdays)


def with_foreign_day(setting: Setting, words: Lexicon, line: Line, locale: str) -> Line:
    """The line, with the first single day of the locale's own language read, where it has no table."""
    language = language_of(locale)
    if not words.windows.isdisjoint(line.characters) or not any(_names(language)):
        return line
    tries = 0
    for first in range(len(line.values)):
        stop = first
        while stop < len(line.values) and stop - first < LONGEST_SPAN and line.values[stop].keys() & {"unknown", "number", "dot"}:
            stop += 1
        for last in range(stop, first, -1):
            said = setting.raw(line.firsts[first], line.lasts[last - 1])
            if not _marked(said, language):
                continue
            tries += 1
            day = _parsed(said, language, setting.today, bool(setting.month_first))
            if day is not None:
                bounds = Bounds(midnight(day, setting.zone), midnight(day + ONE_DAY, setting.zone), Grain.DAY)
                line.put(first, last, words.item(bounds))
                return line
            if tries == MOST_TRIES:
                return line
    return line


def _marked(said: str, language: str) -> bool:
    months, weekdays = _names(language)
    parts = [part.rstrip(".") for part in fold(said).split()]
    number = any(part.isdigit() for part in parts)
    if number:
        return any(part in months for part in parts)
    return len(parts) == 1 and parts[0] not in months and (parts[0] in weekdays or len(parts[0]) >= _SHORTEST_WORD)


@lru_cache(maxsize=512)
def _parsed(said: str, language: str, today: date, month_first: bool) -> date | None:
    """What dateparser reads. It is imported when first needed, because that takes a third of a second."""
    import dateparser

    made = dateparser.parse(
        said,
        languages=[language],
        settings={
            "RELATIVE_BASE": datetime.combine(today, time(12)),
            "PREFER_DATES_FROM": "future",
            "DATE_ORDER": "MDY" if month_first else "DMY",
        },
    )
    if made is None or abs(made.date() - today) > _REACH:
        return None
    # "22 nov" said on 22 November is today, not a year later.
    day: date = made.date()
    return today if (day.month, day.day) == (today.month, today.day) else day
