"""Dates as written: numbers, months, weekdays, and days relative to today."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from bot.core.states import Grain
from bot.core.window import ONE_DAY
from bot.language.calendar import unit_start, valid, year_near
from bot.language.clock import clock
from bot.language.grammar import KEEP, Found, Rules
from bot.language.pieces import Date, Refused, Span, When
from bot.language.resolve import span, unit_span
from bot.language.setting import Setting

dates: Rules[Setting] = Rules()


_LATELY, _SOON = 7, 62
"""How many days back and ahead a weekday and a bare number are looked for together where hours count to twelve."""

_FAR = 10
"""How many years away a number is only read as a year where no unknown word stands in the text."""


def _numeric(setting: Setting, a: int, b: int, dotted: bool) -> Date | Refused:
    """Day and month of 3/12: the locale's order, the other one where only that is a date."""
    month_first = False if dotted else bool(setting.month_first)
    month, day = (a, b) if month_first else (b, a)
    if month > 12 or day > 31:
        month, day = day, month
    if month > 12 or not month or valid(2024, month, day) is None:
        return Refused("no such day")
    either = a != b and max(a, b) <= 12 and not dotted and setting.month_first is None
    return Date(month=month, day=day, other=(day, month) if either else None)


@dates.rule("d=ymd", "d=compact")
def _(d: tuple[int, int, int]) -> object:
    return Date(*d) if valid(*d) else Refused("no such day")


@dates.rule("(?<=weekday(comma|slash|and|dash))w=weekday", "w=weekday (?=(comma|slash|and|dash) weekday)")
def _(found: Found, w: int) -> object:
    """Spanish "mar" beside another weekday is Tuesday, not March."""
    return Date(weekday=w) if "month" in found.line.values[found.first] else KEEP


@dates.rule("m=moment")
def _(m: tuple[int, ...]) -> object:
    year, month, day, hour, minute, *second = m
    at = clock(hour, minute, second[0] if second else 0, written=True)
    return When(Date(year, month, day), at) if at and valid(year, month, day) else Refused("no such day")


@dates.rule("(?<=numeric_date)comma? p=dotted")
def _(p: tuple[int, int]) -> object:
    return clock(*p, written=True) or KEEP


@dates.rule("d=dmy")
def _(setting: Setting, d: tuple[int, int, int, str]) -> object:
    a, b, year, sign = d
    said = _numeric(setting, a, b, sign == ".")
    if isinstance(said, Refused) or said.month is None or said.day is None:
        return said
    year = year_near(year, setting.today) if year < 100 else year
    return said._replace(year=year) if valid(year, said.month, said.day) else Refused("no such day")


@dates.rule("d=ym", "y=year dash n=month_number (?!dash|slash)", "n=month_number (dot|comma) of? y=near_year")
def _(d: tuple[int, int] | None = None, y: int = 0, n: int = 0) -> object:
    year, month = d or (y, n)
    return Date(year, month) if valid(year, month, 1) else Refused("no such month")


# Runs of days within one month: "3-5 Dec", "14-15.11.2017", "Dec 3 to 5".


@dates.rule(
    "from? weekday? dot? comma? the? d=dom dot? (to|dash) the? weekday? dot? comma? the? e=dom dot? of? m=month"
    " (dot? comma? of? y=year)?",
    "between weekday? the? d=dom dot? (and|to|dash) the? weekday? the? e=dom dot? of? m=month (comma? of? y=year)?",
    "between the? d=dom dot? and the? p=pair dot?",
    "between the? d=dom dot? and the? n=dmy",
    "from? m=month the? d=dom (to|dash) the? e=dom (?!dot? of? month) (comma? of? y=year)?",
    "between m=month the? d=dom (and|to) the? e=dom (?!dot? of? month) (comma? of? y=year)?",
    "from? the? d=dom dot? (to|dash) the? p=pair dot?",
    "from? the? d=dom dot? (to|dash) the? n=dmy",
    "from? the? d=dom dot? (to|dash) the? e=dom of? the? x=direction u=unit",
    "from? the? d=dom dot? (to|dash) the? e=dom of? the? u=unit x=direction",
    "between the? d=dom dot? and the? e=dom of? the? x=direction u=unit",
    "between the? d=dom dot? and the? e=dom of? the? u=unit x=direction",
    "the? d=dom dot slash p=pair dot?",
    "the? d=dom dot slash n=dmy",
    "from? p=pair (to|dash) e=dom (?!number_follows|dash|slash)",
)
def _(
    setting: Setting,
    d: int | None = None,
    e: int | None = None,
    m: int | None = None,
    y: int | None = None,
    p: tuple[int, int, str] | None = None,
    n: tuple[int, int, int, str] | None = None,
    x: int | None = None,
    u: str = "month",
) -> object:
    if x is not None:
        month = unit_span(setting, "month", x) if u == "month" else None
        if month is None:
            return KEEP
        y, m = month.first.year, month.first.month
    if n is not None or (p is not None and d is not None):
        a, b, sign = (n[0], n[1], n[3]) if n is not None else p if p is not None else (0, 0, "")
        said = _numeric(setting, a, b, sign == ".")
        if isinstance(said, Refused) or said.other:
            return KEEP
        m, e = said.month, said.day
        if n is not None:
            y = year_near(n[2], setting.today) if n[2] < 100 else n[2]
    elif p is not None:
        said = _numeric(setting, p[0], p[1], p[2] == ".")
        if isinstance(said, Refused) or not setting.month_first:
            return KEEP
        m, d = said.month, said.day
    if d is None or e is None or m is None or d >= e:
        return KEEP
    for year in (y,) if y is not None else _years(setting):
        first, last = valid(year, m, d), valid(year, m, e)
        if first is None or last is None:
            return Refused("no such day")
        if y is not None or (first <= setting.today if setting.lean < 0 else last >= setting.today):
            return Span(first, last + ONE_DAY)
    return KEEP


def _years(setting: Setting) -> range:
    year = setting.today.year
    return range(year, year - 9, -1) if setting.lean < 0 else range(year, year + 9)


@dates.rule(
    "the? dom dot? ((and|comma|slash|or)+ the? dom dot?){1,6} of? m=month (comma? of? y=year)?",
    "p=pair m=month (comma? of? y=year)?",
    "m=month the? dom ((and|comma|or)+ the? dom){1,6} (?!number_follows|meridiem|colon) (comma? of? y=year)?",
)
def _(setting: Setting, found: Found, m: int, y: int | None = None, p: tuple[int, int, str] | None = None) -> object:
    """As "24, 25 and 26 dec": days that follow each other."""
    days = [_day_of(values) for values in found.line.values[found.first : found.stop] if _day_of(values)]
    if p is not None:
        days = [p[0], p[1]]
    if len(days) < 2 or any(b - a != 1 for a, b in pairwise(days)):
        return KEEP
    first = span(Date(y, m, days[0]), setting)
    return (
        KEEP
        if first is None or valid(first.first.year, m, days[-1]) is None
        else Span(first.first, first.first + len(days) * ONE_DAY)
    )


def _day_of(values: Mapping[str, Any]) -> int:
    return 0 if "month" in values or "year" in values else int(values.get("dom", values.get("ordinal", 0)))


@dates.rule("p=pair dot? comma? y=year", "p=pair dot?")
def _(setting: Setting, p: tuple[int, int, str], y: int | None = None) -> object:
    said = _numeric(setting, p[0], p[1], p[2] == ".")
    return said if isinstance(said, Refused) else said._replace(year=y)


# Day, month and year in words.


@dates.rule(
    "w=weekday dot? comma? the? d=dom separator? of? m=month"
    " (separator? comma? of? y=near_year|separator? z=yy (?!after_year|of month))?",
    "w=weekday dot? comma? m=month dot? the? d=dom dot? (comma? of? y=near_year|comma? z=yy (?!after_year|of month))?",
    "the? d=dom separator? of? m=month (separator? comma? of? y=near_year|separator? z=yy (?!after_year|of month))?",
    "m=month separator? the? d=dom dot? (?!colon) (comma? of? y=near_year|comma? z=yy (?!after_year|of month))?",
    "y=year (comma|separator)? m=month separator? d=dom",
)
def _(setting: Setting, d: int, m: int, w: int | None = None, y: int | None = None, z: int | None = None) -> object:
    if z is not None:
        y = year_near(z, setting.today)
        if z <= 31 and abs(y - setting.today.year) > 10:
            return Refused("unclear year")
    if valid(y or 2024, m, d) is None:
        return Refused("no such day")
    return Date(y, m, d, w)


@dates.rule("d=dom dot n=month_number dot (y=near_year|z=yy (?!separator))?")
def _(setting: Setting, d: int, n: int, y: int | None = None, z: int | None = None) -> object:
    year = year_near(z, setting.today) if z is not None else y
    return Date(year, n, d) if valid(year or 2024, n, d) else Refused("no such day")


@dates.rule(
    "from_day d=dom dot? (to|dash) the? e=dom dot? (?!number_follows|of? month|oclock|hour_mark)",
    "from? the? d=dom dot (to|dash) the? e=dom dot (?!number|dash)",
    "from? the? d=ordinal_digits (to|dash) the? e=ordinal_digits (?!of? month)",
)
def _(setting: Setting, d: int, e: int) -> object:
    """Days of this month, or of the next where they are over."""
    first = span(Date(day=e), setting)
    month = None if first is None else valid(first.first.year, first.first.month, d)
    return KEEP if first is None or month is None or month > first.first else Span(month, first.stop)


@dates.rule("month (?=taken)")
def _(setting: Setting, found: Found) -> object:
    token = setting.tokens[found.line.firsts[found.stop]].text
    return Refused("a long number stands where the day should") if token.isdigit() else KEEP


@dates.rule(
    "(?<!(?!dom)number)m=month separator? of? comma? y=year",
    "m=month apostrophe z=yy",
    "y=year comma? dash? of? m=month",
    "(?<!(?!dom)number)(?!number)m=month (?!comma? number)",
)
def _(setting: Setting, m: int, y: int | None = None, z: int | None = None) -> object:
    return Date(y if z is None else year_near(z, setting.today), m)


@dates.rule("(?!dom|year)number dot? of? month (of? year)?")
def _() -> object:
    return Refused("no such day")


@dates.rule("w=weekday dot? comma? t=the? d=dom o=dot? (?!number_follows|(to|dash) number|oclock|colon)")
def _(setting: Setting, found: Found, w: int, d: int, t: str | None = None, o: str | None = None) -> object:
    """As "fri 4th". A bare number must name such a day close by: "mon 9" may be a time."""
    said = Date(day=d, weekday=w)
    if setting.afternoon and t is None and o is None and "number" in found.line.values[found.stop - 1]:
        day = span(said, setting)
        if day is None or not -ONE_DAY * _LATELY <= day.first - setting.today <= ONE_DAY * _SOON:
            return KEEP
    return said


@dates.rule("(?<!number|dash|dom)d=dom dash n=month_number (?!number|dash|dot|slash|number_follows|of? month)")
def _(found: Found, d: int, n: int) -> object:
    """As "24-12", which is no stretch of days and no hours."""
    tight = "number" in found.line.values[found.first] and (d > 24 or (d > 12 and n >= 9))
    return Date(month=n, day=d) if tight and valid(2024, n, d) else KEEP


@dates.rule("w=weekday")
def _(w: int) -> object:
    return Date(weekday=w)


@dates.rule(
    "the? d=ordinal day_unit? (?=of? the? direction month_unit)",
    "the? d=dom day_unit? (?=of? the? direction month_unit)",
    "the the? (?!ordinal_word)d=dom dot? (?!follows_ordinal|dom|slash|colon|comma number)",
    "the the? d=ordinal_word (?!follows_ordinal|dom|number|unknown)",
    "on the? d=dom dot (?!number_follows)",
    "d=ordinal_digits (?!follows_ordinal|unknown)",
)
def _(d: int) -> object:
    return Date(day=d)


@dates.rule("full_year y=year", "(?<!(?:(?!year)number)(dash|slash))y=year (?!(dash|slash) (?!year)number|number)")
def _(setting: Setting, found: Found, y: int) -> object:
    far = abs(y - setting.today.year) > _FAR
    return KEEP if far and any("unknown" in values for values in found.line.values) else Date(y)


# Quarters, halves, weeks, holidays.


@dates.rule(
    "the? o=ordinal u=unit (comma? of? the? y=year)?",
    "o=dom dot u=unit (comma? of? the? y=year)?",
    "y=year comma? the? o=ordinal u=unit",
)
def _(o: int, u: str, y: int | None = None) -> object:
    if (u == "quarter" and o <= 4) or (u == "half" and o <= 2):
        return Date(y, special=(u, str(o)))
    return KEEP


@dates.rule(
    "quarter_code n=number (comma? dash? of? y=year|z=yy (?!after_year|of month))?",
    "y=year dash? quarter_code n=number",
    "z=yy quarter_code n=number",
)
def _(setting: Setting, n: int, y: int | None = None, z: int | None = None) -> object:
    y = year_near(z, setting.today) if z is not None else y
    return Date(y, special=("quarter", str(n))) if 1 <= n <= 4 else KEEP


@dates.rule("half_code n=half_number (?!hour_mark) (comma? of? y=year)?", "y=year half_code n=half_number")
def _(n: int, y: int | None = None) -> object:
    return Date(y, special=("half", str(n)))


@dates.rule("week_code n=number (comma? of? y=year)?", "y=year dash? week_code n=number")
def _(n: int, y: int | None = None) -> object:
    return Date(y, special=("week", str(n))) if 1 <= n <= 53 else KEEP


@dates.rule("h=holiday weekend", "h=holiday u=week_unit", "weekend_of h=holiday")
def _(setting: Setting, h: str, u: str | None = None) -> object:
    """The week of a holiday, or the weekend that it makes longer."""
    day = span(Date(special=("holiday", h)), setting)
    if day is None:
        return KEEP
    monday = unit_start(day.first, "week")
    if u is not None:
        return Span(monday, monday + 7 * ONE_DAY, Grain.WEEK)
    if h.startswith("easter"):
        return Span(day.first - 2 * ONE_DAY, day.first + 2 * ONE_DAY) if h == "easter+0" else KEEP
    saturday = monday + 5 * ONE_DAY if day.first.weekday() > 2 else monday - 2 * ONE_DAY
    return Span(min(day.first, saturday), max(day.stop, saturday + 2 * ONE_DAY))


@dates.rule("h=holiday (of? y=year)?")
def _(h: str, y: int | None = None) -> object:
    return Date(y, special=("holiday", h))
