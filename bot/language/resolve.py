"""From what was said of a date to the days it means."""

from datetime import date

from bot.core.states import Grain
from bot.core.window import ONE_DAY
from bot.language.calendar import days_later, easter, iso_week, months_later, nth_weekday, unit_later, unit_start, valid
from bot.language.holidays import bank_holidays
from bot.language.pieces import Date, Span
from bot.language.setting import Setting

_OF_THIS_YEAR = frozenset({"quarter", "half"})
"""What is of this year where no year is named, also when it is over: people report on quarters."""

_LATELY = 92
"""How many days back a weekday and a date that agree may lie."""

_YEAR = 366
"""How many days away a day without a year may lie: 29 February is not looked for three years ahead."""

_FURTHEST = 12
"""How many years ahead or back a weekday and a day are looked for together."""


def span(
    said: Date | Span, setting: Setting, *, after: date | None = None, before: date | None = None, lean: int = 0
) -> Span | None:
    """The days meant. Without a year it is the next time, today included; the latest before today when `lean` is negative.

    `after` and `before` put the day right after (or right before) another one instead, as in "28 dec - 2 jan".
    """
    if isinstance(said, Span):
        return said
    if said.year is not None:
        made = _in_year(said, said.year, setting)
        if made is not None and said.weekday is not None and said.day is not None and made.first.weekday() != said.weekday:
            setting.remarks.append(f"{made.first:%-d %B %Y} is a {made.first:%A}, not the weekday named.")
        return made
    if said.special is not None and said.special[0] in _OF_THIS_YEAR and after is None and before is None:
        return _in_year(said, setting.today.year, setting)
    if said.month is None and said.special is None:
        return _near(said, setting, after, before, lean)
    back = before is not None or (after is None and (lean or setting.lean) < 0)
    start = before or after or setting.today
    years = range(start.year + 1, start.year - 9, -1) if back else range(start.year - 1, start.year + 9)
    spans = (made for year in years if (made := _in_year(said, year, setting)) is not None)
    fits = (made for made in spans if (_begins_by(made, start, before is not None) if back else made.stop > start))
    first = next(fits, None)
    if first is None or abs((first.first - start).days) > _YEAR:
        return None
    return first if said.weekday is None or said.day is None else _agreeing(said.weekday, first, next(fits, first), said, setting)


def _agreeing(weekday: int, first: Span, second: Span, said: Date, setting: Setting) -> Span:
    """The one of these days that falls on the weekday named: the next two, or one that has just passed; else the next anyway."""
    passed = _in_year(said, first.first.year - 1, setting)
    lately = passed is not None and 0 < (setting.today - passed.first).days <= _LATELY
    for made in (first, second, passed) if lately else (first, second):
        if made is not None and made.first.weekday() == weekday:
            return made
    setting.remarks.append(f"{first.first:%-d %B %Y} is a {first.first:%A}, not the weekday named.")
    return first


def _begins_by(made: Span, start: date, included: bool) -> bool:
    return made.first <= start if included else made.first < start


def _near(said: Date, setting: Setting, after: date | None, before: date | None, lean: int) -> Span | None:
    """A weekday, a day of the month, or both: "fri", "the 5th", "tue 13th"."""
    back = before is not None or (after is None and (lean or setting.lean) < 0)
    start = before or after or setting.today
    if back and before is None:
        start -= ONE_DAY
    if said.day is None:
        if said.weekday is None:
            return None
        away = (start.weekday() - said.weekday) % 7
        return one_day(days_later(start, -away if back else (7 - away) % 7))
    month = start.replace(day=1)
    current = valid(month.year, month.month, said.day)
    if said.weekday is not None and after is None and before is None and current is not None and current.weekday() == said.weekday:
        return Span(current, current + ONE_DAY)
    for step in range(_FURTHEST * 12):
        first = months_later(month, -step if back else step)
        day = None if first is None else valid(first.year, first.month, said.day)
        if day is None or (day > start if back else day < start):
            continue
        if said.weekday is None or day.weekday() == said.weekday:
            return Span(day, day + ONE_DAY)
    return None


def _in_year(said: Date, year: int, setting: Setting) -> Span | None:
    if said.special is not None:
        return _special(*said.special, year, setting)
    if said.day is not None:
        return None if said.month is None else one_day(valid(year, said.month, said.day))
    first = valid(year, said.month or 1, 1)
    unit = "month" if said.month else "year"
    stop = None if first is None else unit_later(first, unit, 1)
    return None if first is None or stop is None else Span(first, stop, Grain.MONTH if said.month else Grain.YEAR)


def _special(name: str, which: str, year: int, setting: Setting) -> Span | None:
    match name:
        case "quarter" | "half":
            months = 3 if name == "quarter" else 6
            first = valid(year, (int(which) - 1) * months + 1, 1)
            stop = None if first is None else months_later(first, months)
            grain = Grain.QUARTER if name == "quarter" else Grain.MONTH
            return None if first is None or stop is None else Span(first, stop, grain)
        case "week":
            first = iso_week(year, int(which))
            stop = None if first is None else days_later(first, 7)
            return None if first is None or stop is None else Span(first, stop, Grain.WEEK)
        case _:
            return _holiday(which, year, setting)


def _holiday(which: str, year: int, setting: Setting) -> Span | None:
    if which.startswith("easter"):
        return one_day(days_later(easter(year), int(which[6:])))
    if which.startswith("thanksgiving"):
        return one_day(days_later(nth_weekday(4, 3, date(year, 11, 1), date(year, 12, 1)) or date(year, 11, 22), int(which[13:])))
    if which == "bank":
        days = bank_holidays(setting.country, year)
        coming = [day for day in days if day >= setting.today] or days[-1:]
        return one_day(coming[0]) if coming else None
    month, day = which.split("-")
    return one_day(valid(year, int(month), int(day)))


def one_day(day: date | None) -> Span | None:
    """A single day as days."""
    return None if day is None else Span(day, day + ONE_DAY)


def unit_span(setting: Setting, unit: str, steps: int) -> Span | None:
    """The calendar unit so many steps from the current one."""
    start = unit_start(setting.today, unit, setting.week_start)
    first = unit_later(start, unit, steps)
    stop = None if first is None else (days_later(first, 2) if unit == "weekend" else unit_later(first, unit, 1))
    return None if first is None or stop is None else Span(first, stop, GRAIN[unit])


GRAIN = {
    "day": Grain.DAY,
    "week": Grain.WEEK,
    "fortnight": Grain.DAY,
    "month": Grain.MONTH,
    "quarter": Grain.QUARTER,
    "half": Grain.MONTH,
    "year": Grain.YEAR,
    "weekend": Grain.DAY,
}


def narrow(inner: Date, outer: Span) -> Span | None:
    """The weekday or the day of a month inside a longer span: "friday next week", "the 15th of next month"."""
    day = outer.first
    while day < outer.stop and (day - outer.first).days < 366:
        fits = zip((inner.weekday, inner.day, inner.month), (day.weekday(), day.day, day.month), strict=True)
        if all(said is None or said == found for said, found in fits):
            return Span(day, day + ONE_DAY)
        day += ONE_DAY
    return None


def thirds(outer: Span) -> tuple[date, date]:
    """Where the second and the last third of a span begin: the 11th and the 21st, Wednesday and Friday, May and September."""
    match outer.grain:
        case Grain.WEEK:
            cuts = days_later(outer.first, 2), days_later(outer.first, 4)
        case Grain.MONTH:
            cuts = days_later(outer.first, 10), days_later(outer.first, 20)
        case Grain.QUARTER:
            cuts = months_later(outer.first, 1), months_later(outer.first, 2)
        case Grain.YEAR:
            cuts = months_later(outer.first, 4), months_later(outer.first, 8)
        case _:
            length = (outer.stop - outer.first).days
            cuts = days_later(outer.first, length // 3), days_later(outer.first, length * 2 // 3)
    return cuts[0] or outer.first, cuts[1] or outer.first
