"""From dates and times to a window: parts of a span, what runs from one day to another, what is open."""

from datetime import date, datetime, timedelta

from bot.core.states import Grain
from bot.core.window import ONE_DAY, midnight
from bot.language.calendar import days_later, unit_start
from bot.language.clock import between, settled
from bot.language.clusters import merged, merged_hours
from bot.language.grammar import KEEP, Found, Rules
from bot.language.pieces import DAY, Bounds, Clock, Date, Hours, Length, Part, Refused, Span, When
from bot.language.resolve import one_day, span, thirds, unit_span
from bot.language.say import day as say_day
from bot.language.setting import Setting

parts: Rules[Setting] = Rules()
ranges: Rules[Setting] = Rules()


# Parts of a longer span.


@parts.rule("early (of|the|dash)* d=date", "start_of (of|the)* d=date", "(early|start_of) (of|the|dash)* p=part")
def _(setting: Setting, d: Date | Span | None = None, p: Part | None = None) -> object:
    return _third(setting, d, p, 0)


@parts.rule("mid (of|the|dash)* d=date")
def _(setting: Setting, d: Date | Span | None = None) -> object:
    return _third(setting, d, None, 1)


@parts.rule(
    "(?<!limit_before)late (of|the|dash)* d=date", "(?<!limit_before)end_of (of|the)* d=date", "(late|end_of) (of|the|dash)* p=part"
)
def _(setting: Setting, d: Date | Span | None = None, p: Part | None = None) -> object:
    return _third(setting, d, p, 2)


def _half(part: Part, late: bool) -> Part:
    middle = (part.start + part.stop) // 2
    return Part(middle, part.stop, part.name) if late else Part(part.start, middle, part.name)


def _third(setting: Setting, said: Date | Span | None, part: Part | None, which: int) -> object:
    if part is not None:
        return _half(part, which > 0)
    outer = None if said is None else span(said, setting)
    if outer is None or (outer.stop - outer.first).days < 3:
        return KEEP
    second, last = thirds(outer)
    first, stop = ((outer.first, second), (second, last), (last, outer.stop))[which]
    return Span(first, stop)


@parts.rule("(?<=limit_before)the? end_of (of|the)* d=date")
def _(d: Date | Span) -> object:
    """As in "until the end of June": the limit is the end of it all."""
    return d


@parts.rule("rest_of (of|the|my)* d=date")
def _(setting: Setting, d: Date | Span) -> object:
    outer = span(d, setting)
    if outer is None or not outer.first <= setting.today < outer.stop:
        return KEEP
    return Bounds(setting.now, midnight(outer.stop, setting.zone), Grain.INSTANT)


@parts.rule("so_far d=date", "d=date so_far", "earlier_in (of|the)* d=date")
def _(setting: Setting, d: Date | Span) -> object:
    outer = span(d, setting)
    if outer is None or not outer.first <= setting.today < outer.stop or midnight(outer.first, setting.zone) >= setting.now:
        return KEEP
    return Bounds(midnight(outer.first, setting.zone), setting.now, Grain.INSTANT)


@parts.rule("(?<=limit_before)u=period_end")
def _(setting: Setting, u: str) -> object:
    return unit_span(setting, u, 0) or KEEP


@parts.rule("u=period_end")
def _(setting: Setting, u: str) -> object:
    return _third(setting, unit_span(setting, u, 0), None, 2)


@parts.rule("early w=when", "late later=when")
def _(w: When | None = None, later: When | None = None) -> object:
    said = w or later
    if said is None or not isinstance(said.hours, Part):
        return KEEP
    return said._replace(hours=_half(said.hours, late=w is None))


# Whole windows.


def moment(setting: Setting, day: date, seconds: int) -> datetime | None:
    """A time on the wall of the venue."""
    days, rest = divmod(seconds, DAY)
    made = days_later(day, days)
    return None if made is None else midnight(made, setting.zone) + timedelta(seconds=rest)


def bounds(when: When, setting: Setting, *, after: date | None = None, before: date | None = None, lean: int = 0) -> Bounds | None:
    """The window of a day, or of hours of a day, today's where none is named."""
    said = when.day or Span(setting.today, setting.today + ONE_DAY)
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


def _grain(one: Bounds, other: Bounds) -> Grain:
    """The finer of two."""
    order = list(Grain)
    return min(one.grain, other.grain, key=order.index)


def _from_to(setting: Setting, a: When, b: When) -> object:
    if a.day is None and b.day is None:
        return KEEP
    if b.day is None and isinstance(b.hours, Clock) and isinstance(a.hours, Clock):
        return bounds(When(a.day, between(a.hours, b.hours, setting)), setting) or KEEP
    if a.day is None and isinstance(a.hours, Clock) and isinstance(b.hours, Clock):
        return bounds(When(b.day, between(a.hours, b.hours, setting)), setting) or KEEP
    if b.day is None and a.hours is None and isinstance(b.hours, Clock):
        return _part_of(b, setting, a, False)
    if isinstance(a.day, Span) and isinstance(b.day, Span) and 0 < (a.day.first - b.day.first).days < 7:
        week = days_later(b.day.first, 7)
        b = When(one_day(week), b.hours) if (b.day.stop - b.day.first).days == 1 else b
    if isinstance(a.day, Date) and isinstance(b.day, Span) and a.day.year is None and (a.day.weekday is not None or a.day.day):
        end = _until(b, setting)
        return _joined(bounds(a, setting, before=b.day.first), end)
    if isinstance(a.day, Date) and isinstance(b.day, Date) and _end_decides(a.day, b.day):
        end = _until(b, setting)
        edge = None if end is None else end.stop if b.day.year is None else end.start
        return _joined(None if edge is None else bounds(a, setting, before=edge.date()), end)
    start = bounds(a, setting)
    return _joined(start, None if start is None or start.start is None else _until(b, setting, start.start.date()))


def _until(when: When, setting: Setting, after: date | None = None) -> Bounds | None:
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


def _joined(start: Bounds | None, end: Bounds | None) -> object:
    if not start or not end or start.start is None or end.stop is None:
        return KEEP
    if start.start >= end.stop:
        return Refused("ends before it begins")
    return Bounds(start.start, end.stop, _grain(start, end))


@ranges.rule(
    "(from|between)? a=when (comma|dot)? (to|dash|arrow) (the|of|at)* b=when",
    "between a=when (comma|dot)? and (the|of|at)* b=when",
)
def _(setting: Setting, a: When, b: When) -> object:
    return _from_to(setting, a, b)


@ranges.rule("(from|between)? now (to|dash|arrow|and|until) b=when")
def _(setting: Setting, b: When) -> object:
    end = bounds(b, setting)
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
    made = bounds(a, setting) if b is None else _from_to(setting, a, b)
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
    return KEEP if one is None or other is None else _from_to(setting, one, other)


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


# Open ends.


def _part_of(when: When, setting: Setting, day: When | None, start: bool) -> object:
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


@ranges.rule(
    "d=when comma? (after|opening|from|since|greater) (at|approximately)* a=when",
    "d=when comma? (before|until|by|less) (at|approximately|the)* b=when",
)
def _(setting: Setting, d: When, a: When | None = None, b: When | None = None) -> object:
    return _part_of(a or b or d, setting, d, a is not None)


@ranges.rule("(since|greater_equal) (on|at|the|approximately)* a=when")
def _(setting: Setting, a: When) -> object:
    made = bounds(a, setting, lean=-1 if a.day is not None else 0)
    return KEEP if made is None else Bounds(made.start, None, made.grain)


@ranges.rule("(since|from) now", "now onwards")
def _(setting: Setting) -> object:
    return Bounds(setting.now, None, Grain.INSTANT)


@ranges.rule("opening (on|at|the|approximately)* a=when onwards?", "from? a=when onwards")
def _(setting: Setting, a: When) -> object:
    made = bounds(a, setting)
    return KEEP if made is None else Bounds(made.start, None, made.grain)


@ranges.rule("(after|greater) (on|at|the|approximately)* a=when")
def _(setting: Setting, a: When) -> object:
    made = bounds(a, setting)
    if made is None:
        return KEEP
    return Bounds(made.start if isinstance(a.hours, Clock) else made.stop, None, made.grain)


@ranges.rule("(before|less) (on|at|the|approximately)* a=when")
def _(setting: Setting, a: When) -> object:
    made = bounds(a, setting)
    if made is None:
        return KEEP
    return Bounds(None, made.start, made.grain)


@ranges.rule("(until|by|less_equal) (on|at|the|approximately)* a=when", "a=when or_earlier")
def _(setting: Setting, a: When) -> object:
    made = bounds(a, setting)
    if made is None:
        return KEEP
    return Bounds(None, made.start if isinstance(a.hours, Clock) else made.stop, made.grain)


@ranges.rule("a=when (and|comma|plus)+ b=when")
def _(setting: Setting, a: When, b: When) -> object:
    """Two days that touch are one window: "today and tomorrow", "sat, sun"."""
    one = bounds(a, setting)
    other = one and one.start and bounds(b, setting, after=one.start.date())
    if not one or not other or one.stop != other.start or one.start is None:
        return KEEP
    return Bounds(one.start, other.stop, _grain(one, other))


@ranges.rule("a=when")
def _(setting: Setting, found: Found, a: When) -> object:
    made = bounds(a, setting)
    if made is None:
        return Refused("there is no such day")
    other = _other(a, made, setting)
    if other:
        setting.alternatives.append((found.line.firsts[found.first], found.line.lasts[found.first], other))
    return made


def _other(when: When, made: Bounds, setting: Setting) -> str:
    """What the same words may mean too: this week's friday for "next friday", 4 March for 03/04, the evening for "at 7"."""
    said = when.day
    if isinstance(when.hours, Clock) and not when.hours.sure and made.start is not None and 0 < made.start.hour != 12:
        away = timedelta(hours=12 if made.start.hour < 12 else -12)
        later = made.start + away
        return f"{say_day(later.date(), setting.table)} {later:%H:%M}"
    if isinstance(said, Span):
        return say_day(said.other, setting.table) if said.other else ""
    if said is None or said.other is None:
        return ""
    month, day = said.other
    other = span(said._replace(month=month, day=day, other=None), setting)
    return "" if other is None else say_day(other.first, setting.table)
