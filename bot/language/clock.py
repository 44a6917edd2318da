"""Times of day and lengths: "9am", "half past seven", "14:00-16:30", "2 weeks"."""

from collections.abc import Mapping

from bot.core.states import Grain
from bot.language.grammar import KEEP, Found, Rules
from bot.language.pieces import DAY, HOUR, Clock, Hours, Length
from bot.language.setting import Setting

clocks: Rules[Setting] = Rules()
stretches: Rules[Setting] = Rules()

_UNITS: Mapping[str, Length] = {
    "day": Length(days=1),
    "night": Length(days=1, nights=True),
    "week": Length(days=7),
    "fortnight": Length(days=14),
    "month": Length(months=1),
    "quarter": Length(months=3),
    "half": Length(months=6),
    "year": Length(months=12),
    "hour": Length(seconds=HOUR),
    "minute": Length(seconds=60),
    "second": Length(seconds=1),
}
LONGEST_COUNT = 5_000
NOON = 12 * HOUR


def length(count: float, unit: str) -> Length | None:
    """So many of a unit; a fraction only of a day and of shorter units."""
    one = _UNITS[unit]
    if not 0 <= count <= LONGEST_COUNT:
        return None
    if count != int(count):
        return None if one.months or one.days > 1 else Length(seconds=int((one.days * DAY + one.seconds) * count))
    times = int(count)
    return Length(one.months * times, one.days * times, one.seconds * times, one.nights)


def clock(hour: int, minute: int = 0, second: int = 0, half: str | None = None, written: bool = False) -> Clock | None:
    """A time of day; `half` is am or pm, `written` says that it was written as on a 24-hour clock."""
    if half is not None and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 24 or (hour == 24 and minute):
        return None
    grain = Grain.MINUTE if minute or second else Grain.HOUR
    return Clock(hour * HOUR + minute * 60 + second, half is not None or written or hour > 12 or hour == 0, grain)


def settled(at: Clock, setting: Setting) -> int:
    """What an unsure time means when nothing else tells: where people count to twelve, "at 4" is in the afternoon.

    A table is booked for lunch or the evening: "table 4 at 7" is at 19:00.
    """
    latest = NOON if setting.dining else 7 * HOUR
    return at.at + NOON if setting.afternoon and not at.sure and HOUR <= at.at < latest else at.at


# Lengths. Hours need a word that asks for a length where "3 h" is also how the time is written.


@clocks.rule(
    "(?<=length_lead)a=count u=unit (and|comma)* b=count v=unit (and|comma)* c=count w=unit",
    "(?<=length_lead)a=count u=unit (and|comma)* b=count v=unit",
    "a=count u=unit (and|comma)* b=count v=unit (and|comma)* c=count w=unit (?=length_tail)",
    "a=count u=unit (and|comma)* b=count v=unit (?=length_tail)",
    "(?<=length_lead)a=count u=unit",
    "a=count u=unit (?=length_tail)",
)
def _(
    a: float,
    u: str,
    b: float | None = None,
    v: str = "day",
    c: float | None = None,
    w: str = "day",
) -> object:
    return _total((a, u), (b, v), (c, w))


def _total(*parts: tuple[float | None, str]) -> object:
    total = Length()
    for count, unit in parts:
        if count is not None:
            one = length(count, unit)
            if one is None:
                return KEEP
            total = Length(total.months + one.months, total.days + one.days, total.seconds + one.seconds, one.nights)
    return total


@clocks.rule("half of? article_one? u=unit")
def _(u: str) -> object:
    return length(0.5, u) or KEEP


# Times of day.


@clocks.rule(
    "article_one? f=fraction p=past_clock h=hour oclock? m=meridiem?",
    "article_one? f=fraction p=past_clock t=clock_time m=meridiem?",
    "article_one? f=fraction p=past_clock x=clockword",
    "n=number minute_unit? p=past_clock h=hour oclock? m=meridiem?",
    "n=number minute_unit? p=past_clock x=clockword",
    "(?<!between)h=hour hour_mark? p=past_after f=fraction m=meridiem?",
    "(?<!between)h=hour hour_mark? p=past_after n=minute (?!of? month) m=meridiem?",
    "x=clockword p=past_after f=fraction",
)
def _(
    found: Found,
    p: int,
    h: int | None = None,
    n: int | None = None,
    f: int | None = None,
    m: str | None = None,
    x: int | None = None,
    t: tuple[int, int, int, bool] | None = None,
) -> object:
    hour = h if h is not None else t[0] if t is not None else (x or 0) // HOUR
    full = clock(hour, 0, 0, m, written=x is not None)
    minutes = f if f is not None else n
    if full is None or minutes is None or minutes > 59:
        return KEEP
    if p < 0 and n is not None and n <= 12 and found.stop - found.first == 3:
        # As in "5 to 6pm": more often a stretch of time than five minutes to six.
        return KEEP
    return Clock((full.at + p * minutes * 60) % DAY, full.sure, Grain.MINUTE)


@clocks.rule("half_past h=hour oclock? (?!unit|person|meridiem)", "half_past h=hour m=meridiem")
def _(h: int, m: str | None = None) -> object:
    full = clock(h, 30, 0, m)
    return full or KEEP


@clocks.rule("half_to h=hour oclock?")
def _(h: int) -> object:
    full = clock(h)
    return Clock((full.at - 1800) % DAY, full.sure, Grain.MINUTE) if full else KEEP


@clocks.rule("t=clock_time m=meridiem dot? (?!number)", "t=clock_time m=meridiem_short", "t=clock_time (hour_mark|oclock)?")
def _(t: tuple[int, int, int, bool], m: str | None = None) -> object:
    hour, minute, second, written = t
    return clock(hour, minute, second, m, written) or KEEP


@clocks.rule(
    "h=hour oclock? m=meridiem dot? (?!number)",
    "h=hour hour_mark n=minute m=meridiem?",
    "h=hour hour_mark (?!number) m=meridiem?",
    "h=hour oclock (n=minute)?",
    "(?<=at)h=hour dash? n=tens_minute (?!number_follows|of? the? month|separator (number|month))",
    "h=hhmm m=meridiem",
    "p=dotted m=meridiem dot?",
    "p=dotted hour_mark",
    "(?<=at)approximately? p=dotted",
    "(?<=day)comma? p=dotted (?!dot)",
    "p=dotted (?=(on|the|comma)* day)",
    "(?<=weekday)comma? p=dotted (?!dot)",
    "approximately p=dotted",
    "(?<=at)h=hour (?!number_follows|of? the? month|separator (number|month))",
    "(?<=at)approximately h=hour (?!number_follows|of? the? month|separator (number|month)|meridiem|hour_mark|oclock)",
    "(?<=at)(?!near_year)h=hhmm",
    "(?<=clock_limit)(at|approximately)* h=hour"
    " (?!number_follows|of? the? (month|direction)|separator (number|month)|direction|length_tail|to|near_year)",
    "approximately h=hour (?!number_follows|of? the? month|separator (number|month)|meridiem|hour_mark|oclock|dot hour)",
    "h=hour (?=in? the? part)(?!unit)",
)
def _(
    found: Found,
    h: int | None = None,
    n: int | None = None,
    m: str | None = None,
    p: tuple[int, int] | None = None,
) -> object:
    if p is not None:
        if found.first and "weekday" in found.line.values[found.first - 1] and p[1] <= 12:
            # "Fri 4.12" is a date, "fri 9.30" a time.
            return KEEP
        h, n = p
    if h is not None and h > 24:
        h, n = divmod(h, 100)
    if h is None or (n or 0) > 59:
        return KEEP
    return clock(h, n or 0, 0, m) or KEEP


@clocks.rule("x=clockword")
def _(x: int) -> object:
    return Clock(x, True, Grain.HOUR)


# Other lengths, where they could not have been a time.


@clocks.rule(
    "a=count u=unit (and|comma)* b=count v=unit (and|comma)* c=count w=unit",
    "a=count u=unit (and|comma)* b=count v=unit",
    "a=couple of u=unit",
    "a=count u=unit",
)
def _(
    a: float,
    u: str,
    b: float | None = None,
    v: str = "day",
    c: float | None = None,
    w: str = "day",
) -> object:
    return _total((a, u), (b, v), (c, w))


def between(start: Clock, stop: Clock, setting: Setting) -> Hours:
    """The hours from one time to another: each helps to settle the other, and the next day follows only when nothing else fits."""
    first, last = start.at, stop.at
    if stop.sure and not start.sure and first < 12 * HOUR + HOUR:
        later = first % NOON + NOON
        if last > NOON and first % NOON + NOON < last:
            first = later
        elif first >= NOON and last <= NOON:
            first -= NOON
    elif not stop.sure:
        if not start.sure:
            first = settled(start, setting)
        if last <= first and last + NOON > first and last < NOON:
            last += NOON
    if last <= first:
        last += DAY
    fine = start.grain is Grain.MINUTE or stop.grain is Grain.MINUTE
    return Hours(first, last, Grain.MINUTE if fine else Grain.HOUR)


@stretches.rule(
    "(between|from|at)? a=clock (to|dash|and) b=clock",
    "(between|from|at)? a=clock (to|dash|and) q=dotted",
    "(between|from|at)? p=dotted (to|dash|and) b=clock",
    "(between|from|at)? p=dotted (to|dash|and) q=dotted (?=(on|the|comma)* day_or_weekday)",
    "(?<=(dom|dot)month)h=hour (to|dash) b=clock",
    "(between|from) h=hour (to|dash|and) b=clock",
    "(?<!no_hour_before)h=hour (to|dash) b=clock",
    "(between|from)? a=clock (to|dash|and) i=hour (?!number_follows|of? the? month|separator (number|month))",
)
def _(
    setting: Setting,
    a: Clock | None = None,
    b: Clock | None = None,
    h: int | None = None,
    i: int | None = None,
    p: tuple[int, int] | None = None,
    q: tuple[int, int] | None = None,
) -> object:
    start = a if a is not None else clock(*p) if p is not None else clock(h or 0)
    stop = b if b is not None else clock(*q) if q is not None else clock(i or 0)
    return between(start, stop, setting) if start and stop else KEEP


# Bare hours beside a day: "monday 8 to 9", "between 3 and 8 yesterday", "from 5 to 6 of 4/22".
beside: Rules[Setting] = Rules()


@beside.rule(
    "(?<=day_or_part)comma? (from|between|at)? h=hour (to|dash|and) i=hour (?!number_follows|of? month)",
    "(from|between) h=hour (to|and|dash) i=hour (?=(on|of|the|comma)* day_or_part)",
    "(?<!number)h=hour (to|dash) i=hour (?=(on|the|comma)* day_or_part)",
    "(?<=day_or_part)comma? (from|between|at)? v=hhmm (to|dash|and) w=hhmm (?!number_follows|of? month)",
    "(from|between)? v=hhmm (to|and|dash) w=hhmm (?=(on|of|the|comma)* day_or_part)",
    "between h=hour and i=hour (?!number_follows|dot|dash|slash|of? the? (month|direction|unit))",
)
def _(setting: Setting, h: int = 0, i: int = 0, v: int | None = None, w: int | None = None) -> object:
    start, stop = clock(h), clock(i)
    if v is not None and w is not None:
        start, stop = clock(v // 100, v % 100, written=True), clock(w // 100, w % 100, written=True)
    return between(start, stop, setting) if start and stop else KEEP


@beside.rule(
    "(?<=day_or_part)comma? opening (at|approximately)* h=hour (?!number_follows|dot|dash|slash|to|of? month)",
    "(?<=day_or_part)comma? opening (at|approximately)* a=clock (?!to|dash|until)",
)
def _(setting: Setting, h: int | None = None, a: Clock | None = None) -> object:
    """As in "tomorrow from 3": the rest of that day."""
    at = a or clock(h or 0)
    return KEEP if at is None else Hours(settled(at, setting), None, at.grain)


@beside.rule(
    "(?<=date)comma? h=hhmm (?!number_follows|dash|slash)", "(?<!number)(?!near_year)h=hhmm (?=(on|the|comma)* day_or_part)"
)
def _(h: int) -> object:
    return clock(h // 100, h % 100, written=True) or KEEP
