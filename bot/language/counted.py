"""Counted days and units: "first tuesday of october", "3rd week of 2018", "two sundays from now", "next december"."""

from datetime import timedelta

from bot.core.states import Grain
from bot.core.window import ONE_DAY
from bot.language.calendar import days_later, nth_weekday, unit_later, unit_start
from bot.language.grammar import KEEP, Rules
from bot.language.pieces import Date, Refused, Span
from bot.language.resolve import one_day, span, unit_span
from bot.language.setting import Setting

counted: Rules[Setting] = Rules()


@counted.rule(
    "the? o=ordinal w=weekday of the? m=month (of? y=year)?",
    "the? o=nth_last w=weekday of the? m=month (of? y=year)?",
    "the? o=ordinal w=weekday of the? x=direction? v=unit",
    "the? o=nth_last w=weekday of the? x=direction? v=unit",
    "the? o=ordinal w=weekday of the? v=unit x=direction",
    "the? o=nth_last w=weekday of the? v=unit x=direction",
    "the? o=ordinal u=unit of the? m=month (comma? of? y=year)?",
    "the? o=nth_last u=unit of the? m=month (comma? of? y=year)?",
    "the? o=ordinal u=unit of y=year",
    "the? o=nth_last u=unit of y=year",
    "the? o=ordinal u=unit of the? x=direction? v=unit",
    "the? o=nth_last u=unit of the? x=direction? v=unit",
    "the? o=ordinal k=week_of the? m=month (comma? of? y=year)?",
    "the? o=ordinal m=month k=week_unit",
    "the? o=nth_last m=month k=week_unit",
    "the? o=nth_last k=week_of the? m=month (comma? of? y=year)?",
    "the? o=ordinal k=week_of y=year",
    "the? o=nth_last k=week_of y=year",
    "the? o=ordinal k=week_of the? x=direction? v=unit",
    "the? o=nth_last k=week_of the? x=direction? v=unit",
    "the? o=ordinal e=weekend_of the? m=month (comma? of? y=year)?",
    "the? o=nth_last e=weekend_of the? m=month (comma? of? y=year)?",
    "the? o=ordinal e=weekend of the? m=month (comma? of? y=year)?",
    "the? o=nth_last e=weekend of the? m=month (comma? of? y=year)?",
)
def _(
    setting: Setting,
    o: int,
    w: int | None = None,
    u: str | None = None,
    m: int | None = None,
    y: int | None = None,
    x: int | None = None,
    v: str | None = None,
    e: str | None = None,
    k: str | None = None,
) -> object:
    u = "week" if k is not None else u
    outer = unit_span(setting, v, x or 0) if v in ("month", "quarter", "year", "half") else None
    if v is None:
        outer = span(Date(y, m), setting)
    if outer is None:
        return KEEP
    if e is not None:
        saturday = nth_weekday(o, 5, outer.first, outer.stop)
        return Refused("no such weekend") if saturday is None else Span(saturday, saturday + timedelta(days=2))
    if w is not None:
        return one_day(nth_weekday(o, w, outer.first, outer.stop)) or Refused("no such day")
    if u == "day":
        return one_day(days_later(outer.first, o - 1) if o > 0 else days_later(outer.stop, o)) or KEEP
    if u == "week":
        # As in ISO weeks, the one that holds the fourth of its days inside counts as the first.
        thursday = nth_weekday(o, 3, outer.first, outer.stop)
        return KEEP if thursday is None else Span(thursday - timedelta(days=3), thursday + timedelta(days=4), Grain.WEEK)
    if u in ("month", "quarter", "half"):
        first = unit_later(outer.first, u, o - 1) if o > 0 else unit_later(outer.stop, u, o)
        stop = None if first is None else unit_later(first, u, 1)
        return (
            KEEP
            if first is None or stop is None or stop > outer.stop
            else Span(first, stop, Grain(u) if u != "half" else Grain.MONTH)
        )
    return KEEP


@counted.rule("the? o=ordinal w=weekday (?!of)")
def _(setting: Setting, o: int, w: int) -> object:
    month = unit_span(setting, "month", 0)
    return KEEP if month is None or o > 5 else one_day(nth_weekday(o, w, month.first, month.stop)) or Refused("no such day")


@counted.rule("n=count w=weekday hence", "n=count w=weekday a=ago")
def _(setting: Setting, n: float, w: int, a: str | None = None) -> object:
    """As in "two sundays from now": that many of them ahead, or back."""
    away = (setting.today.weekday() - w) % 7 or 7 if a else (w - setting.today.weekday()) % 7 or 7
    weeks = int(n) - 1
    return one_day(days_later(setting.today, -away - 7 * weeks if a else away + 7 * weeks)) if 1 <= n <= 52 else KEEP


@counted.rule("the? week_unit of the? h=holiday")
def _(setting: Setting, h: str) -> object:
    """As "la semaine de noël"."""
    day = span(Date(special=("holiday", h)), setting)
    monday = None if day is None else unit_start(day.first, "week")
    return KEEP if monday is None else Span(monday, monday + 7 * ONE_DAY, Grain.WEEK)


@counted.rule("n=dom dot h=holiday")
def _(n: int, h: str) -> object:
    """As "2. Weihnachtstag"."""
    return Date(special=("holiday", f"12-{24 + n}")) if h == "12-25" and n <= 2 else KEEP


@counted.rule("x=direction m=month (?!dom|year|ordinal)", "m=month x=direction (?!unit|weekday|weekend|length|month|part)")
def _(setting: Setting, x: int, m: int) -> object:
    """A month of this year, or the coming or the latest one that does not hold today."""
    year = setting.today.year
    step = x if x == 0 or (m - setting.today.month) * x <= 0 else 0
    return Date(year + step, m)


@counted.rule(
    "the? u=unit before the? h=holiday",
    "the? v=unit after the? h=holiday",
    "the? w=weekday before the? h=holiday",
    "the? x=weekday after the? h=holiday",
)
def _(setting: Setting, h: str, u: str | None = None, v: str | None = None, w: int | None = None, x: int | None = None) -> object:
    """As "the week before christmas" and "the monday after easter"."""
    day = span(Date(special=("holiday", h)), setting)
    if day is None or (u or v) not in (None, "day", "week"):
        return KEEP
    if w is not None or x is not None:
        away = (day.first.weekday() - w - 1) % 7 + 1 if w is not None else -((x or 0) - day.first.weekday() - 1) % -7 - 1
        return Span(day.first - away * ONE_DAY, day.first - (away - 1) * ONE_DAY)
    step = -1 if u is not None else 1
    if (u or v) == "day":
        return Span(day.first + step * ONE_DAY, day.stop + step * ONE_DAY)
    monday = unit_start(day.first, "week") + 7 * step * ONE_DAY
    return Span(monday, monday + 7 * ONE_DAY, Grain.WEEK)
