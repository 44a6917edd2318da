"""From days and hours to a window, and from two of them to the window between."""

from datetime import date, datetime, timedelta

from bot.core.states import Grain
from bot.core.window import ONE_DAY, midnight
from bot.language.calendar import days_later
from bot.language.clock import between, settled
from bot.language.clusters import merged_hours
from bot.language.grammar import KEEP
from bot.language.pieces import DAY, Bounds, Clock, Date, Hours, Part, Refused, Span, When
from bot.language.resolve import one_day, span
from bot.language.setting import Setting


def moment(setting: Setting, day: date, seconds: int) -> datetime | None:
    """A time on the wall of the venue."""
    days, rest = divmod(seconds, DAY)
    made = days_later(day, days)
    return None if made is None else midnight(made, setting.zone) + timedelta(seconds=rest)


def bounds(when: When, setting: Setting, *, after: date | None = None, before: date | None = None, lean: int = 0) -> Bounds | None:
    """The window of a day, or of hours of a day, today's where none is named."""
    today = setting.today
    if when.day is None and isinstance(when.hours, Clock) and when.hours.at == 0 and not lean and setting.lean >= 0:
        # Midnight is the one to come.
        today += ONE_DAY
    said = when.day or Span(today, today + ONE_DAY)
    days = span(said, setting, after=after, before=before, lean=lean)
    if days is None:
        return None
    if when.hours is None:
        return Bounds(midnight(days.first, setting.zone), midnight(days.stop, setting.zone), days.grain)
    if (days.stop - days.first).days > 1 and not isinstance(when.hours, Part | Hours):
        return None
    match when.hours:
        case Clock(_, _, grain) as at:
            start: int | None = settled(at, setting)
            stop: int | None = (start or 0) + at.stop - at.at
        case Hours(start, stop, grain):
            pass
        case Part(first, last, _):
            start, stop, grain = first * 3600, last * 3600, Grain.PART
    last_day = days.stop - ONE_DAY
    begins = midnight(days.first, setting.zone) if start is None else moment(setting, days.first, start)
    ends = midnight(days.stop, setting.zone) if stop is None else moment(setting, last_day, stop)
    return None if begins is None or ends is None or begins >= ends else Bounds(begins, ends, grain)


def finer(one: Bounds, other: Bounds) -> Grain:
    """The finer of two."""
    order = list(Grain)
    return min(one.grain, other.grain, key=order.index)


def from_to(setting: Setting, a: When, b: When) -> object:
    if a.day is None and b.day is None:
        return KEEP
    if b.day is None and isinstance(b.hours, Clock) and isinstance(a.hours, Clock):
        return bounds(When(a.day, between(a.hours, b.hours, setting)), setting) or KEEP
    if a.day is None and isinstance(a.hours, Clock) and isinstance(b.hours, Clock):
        return bounds(When(b.day, between(a.hours, b.hours, setting)), setting) or KEEP
    if b.day is None and a.hours is None and isinstance(b.hours, Clock):
        return part_of(b, setting, a, False)
    if isinstance(a.day, Span) and isinstance(b.day, Span) and 0 < (a.day.first - b.day.first).days < 7:
        week = days_later(b.day.first, 7)
        b = When(one_day(week), b.hours) if (b.day.stop - b.day.first).days == 1 else b
    if isinstance(a.day, Date) and isinstance(b.day, Span) and a.day.year is None and (a.day.weekday is not None or a.day.day):
        end = until(b, setting)
        return joined(bounds(a, setting, before=b.day.first), end)
    if isinstance(a.day, Date) and isinstance(b.day, Date) and _end_decides(a.day, b.day):
        end = until(b, setting)
        edge = None if end is None else end.stop if b.day.year is None else end.start
        return joined(None if edge is None else bounds(a, setting, before=edge.date()), end)
    start = bounds(a, setting)
    return joined(start, None if start is None or start.start is None else until(b, setting, start.start.date()))


def until(when: When, setting: Setting, after: date | None = None) -> Bounds | None:
    """The window whose end is meant by "to ...": a day is included, a time is exact."""
    made = bounds(when, setting, after=after)
    return made._replace(stop=made.start) if made is not None and isinstance(when.hours, Clock) else made


def _end_decides(first: Date, last: Date) -> bool:
    """Whether the end is found first: it has the year or the month for both, or today may lie inside."""
    if first.year is not None or last.month is None:
        return False
    if last.year is None:
        return first.month is not None or (first.day is not None and first.weekday is None)
    return first.month is not None or first.special is not None


def joined(start: Bounds | None, end: Bounds | None) -> object:
    if not start or not end or start.start is None or end.stop is None:
        return KEEP
    if start.start >= end.stop:
        return Refused("ends before it begins")
    return Bounds(start.start, end.stop, finer(start, end))


def part_of(when: When, setting: Setting, day: When | None, start: bool) -> object:
    """As "Tomorrow after 3pm" is the rest of that day, "tomorrow before 10" its beginning."""
    clock_only = when.hours if day is not None else None
    if day is None or not isinstance(clock_only, Clock) or when.day is not None or isinstance(day.hours, Clock | Hours):
        return KEEP
    if isinstance(day.hours, Part):
        clock_only = merged_hours(clock_only, day.hours)
        if not isinstance(clock_only, Clock):
            return KEEP
    at = settled(clock_only, setting)
    hours = Hours(at, None, clock_only.grain) if start else Hours(None, at, clock_only.grain)
    return bounds(When(day.day, hours), setting) or KEEP
