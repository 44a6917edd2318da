"""Windows from one date to another, from now, by weeks, and lengths from a date."""

from datetime import datetime, timedelta

from bot.core.states import Grain
from bot.core.window import midnight
from bot.language.calendar import days_later, unit_start
from bot.language.clusters import merged
from bot.language.grammar import KEEP, Rules
from bot.language.pieces import Bounds, Date, Length, Span, When
from bot.language.resolve import one_day, span
from bot.language.setting import Setting
from bot.language.windows import bounds, from_to, until

ranges: Rules[Setting] = Rules()


@ranges.rule(
    "(from|between)? a=when (comma|dot)? (to|dash|arrow) (the|of|at)* b=when",
    "between a=when (comma|dot)? and (the|of|at)* b=when",
)
def _(setting: Setting, a: When, b: When) -> object:
    return from_to(setting, a, b)


@ranges.rule("(from|between)? now (to|dash|arrow|and|until) b=when")
def _(setting: Setting, b: When) -> object:
    end = until(b, setting)
    return KEEP if end is None or end.stop is None or end.stop <= setting.now else Bounds(setting.now, end.stop, Grain.INSTANT)


@ranges.rule("(from|between|since)? a=when (to|dash|arrow|and|until) now", "since a=when so_far")
def _(setting: Setting, a: When) -> object:
    start = bounds(a, setting, lean=-1)
    if start is None or start.start is None or start.start >= setting.now:
        return KEEP
    return Bounds(start.start, setting.now, Grain.INSTANT)


@ranges.rule("week_unit a=when (dash b=when)?")
def _(setting: Setting, a: When, b: When | None = None) -> object:
    """As a week is spoken back: "week Mon 23 – Sun 29 Nov 2026"."""
    made = bounds(a, setting) if b is None else from_to(setting, a, b)
    if not isinstance(made, Bounds) or made.start is None or made.stop is None or (made.stop.date() - made.start.date()).days != 7:
        return KEEP
    return made._replace(grain=Grain.WEEK)


@ranges.rule("d=when t=zoned (dash e=when u=zoned)?", "(opening|from) d=when s=zoned", "(until|to) d=when v=zoned")
def _(
    setting: Setting,
    d: When,
    t: str | None = None,
    e: When | None = None,
    u: str | None = None,
    s: str | None = None,
    v: str | None = None,
) -> object:
    """As instants are spoken back: times with the offset of their clock."""
    one = _instant(setting, d, t or s or v or "")
    if one is None:
        return KEEP
    if s or v:
        return Bounds(one, None, Grain.INSTANT) if s else Bounds(None, one, Grain.INSTANT)
    other = one + timedelta(minutes=1) if e is None or u is None else _instant(setting, e, u)
    return KEEP if other is None or other <= one else Bounds(one, other, Grain.INSTANT)


def _instant(setting: Setting, when: When, written: str) -> datetime | None:
    days = None if when.day is None or when.hours is not None else span(when.day, setting)
    if days is None:
        return None
    time, _, offset = written.partition("utc")
    return datetime.fromisoformat(f"{days.first.isoformat()}T{time.strip()}{offset or '+00:00'}")


@ranges.rule("week_of (on|the|of)* a=when", "weekend_of (on|the|of)* e=when")
def _(setting: Setting, a: When | None = None, e: When | None = None) -> object:
    made = bounds(a or e or When(None, None), setting)
    if made is None or made.start is None:
        return KEEP
    monday = unit_start(made.start.date(), "week", setting.week_start)
    first = monday + timedelta(days=5) if e else monday
    stop = days_later(monday, 7)
    return (
        KEEP
        if stop is None
        else Bounds(midnight(first, setting.zone), midnight(stop, setting.zone), Grain.DAY if e else Grain.WEEK)
    )


# Lengths from a day or a time.


def _lasting(setting: Setting, step: Length, when: When) -> object:
    start = bounds(when, setting)
    if start is None or start.start is None:
        return KEEP
    day = step.after(start.start.date())
    if day is None:
        return KEEP
    stop = start.start.replace(year=day.year, month=day.month, day=day.day) + timedelta(seconds=step.seconds)
    return Bounds(start.start, stop, start.grain) if stop > start.start else KEEP


@ranges.rule(
    "for long=length (from|at|on|since|comma)* a=when",
    "a=when (at|on|from|comma)* for long=length",
    "the? long=length starting (on|at|from)? a=when",
    "a=when for long=length",
    "a=when for long=length (from|at|starting) b=when",
)
def _(setting: Setting, long: Length, a: When, b: When | None = None) -> object:
    if b is not None:
        a = merged(a, b, setting) or a
    return _lasting(setting, long, a)


@ranges.rule("a=when slash b=when")
def _(setting: Setting, a: When, b: When) -> object:
    """As an ISO interval is written: "2026-11-30/2026-12-06"."""
    whole = isinstance(a.day, Date) and isinstance(b.day, Date) and a.day.year and a.day.day and b.day.year and b.day.day
    return from_to(setting, a, b) if whole else KEEP


@ranges.rule("a=when plus? comma? long=length (?!hence|ago|from|after|before|past|coming)", "long=length comma? a=when")
def _(setting: Setting, a: When, long: Length) -> object:
    """As in "3 dec 2 nights": a stay."""
    return _lasting(setting, long, a) if long.nights and a.hours is None else KEEP


@ranges.rule("(more_than|greater) long=length before the? a=when")
def _(setting: Setting, long: Length, a: When) -> object:
    made = bounds(a, setting)
    day = None if made is None or made.start is None or long.seconds else long.after(made.start.date(), -1)
    return KEEP if day is None else Bounds(None, midnight(day, setting.zone), Grain.DAY)


@ranges.rule("o=when comma? (between|from)? a=when (and|to|dash) b=when")
def _(setting: Setting, o: When, a: When, b: When) -> object:
    """As in "last week between friday and sunday": both days lie inside the first."""
    if not isinstance(o.day, Span) or o.hours is not None or (o.day.stop - o.day.first).days < 2:
        return KEEP
    one, other = merged(o, a, setting), merged(o, b, setting)
    return KEEP if one is None or other is None else from_to(setting, one, other)


@ranges.rule("the? o=ordinal long=length of the? a=when")
def _(setting: Setting, o: int, long: Length, a: When) -> object:
    return _lasting(setting, long, a) if o == 1 else KEEP


@ranges.rule("the? past long=length of the? a=when")
def _(setting: Setting, long: Length, a: When) -> object:
    made = bounds(a, setting)
    day = None if made is None or made.stop is None or long.seconds else long.after(made.stop.date(), -1)
    return KEEP if day is None or made is None else Bounds(midnight(day, setting.zone), made.stop, Grain.DAY)


@ranges.rule("long=length (from|after|since) the? a=when", "long=length before the? b=when", "long=length on c=when")
def _(setting: Setting, long: Length, a: When | None = None, b: When | None = None, c: When | None = None) -> object:
    made = bounds(a or b or c or When(None, None), setting)
    if made is None or made.start is None or long.seconds:
        return KEEP
    if long.nights and a is not None:
        return _lasting(setting, long, a)
    day = one_day(long.after(made.start.date(), -1 if b else 1))
    return KEEP if day is None else (bounds(When(day, None), setting) or KEEP)
