"""Days and stretches that hang on today: "tomorrow week", "next friday", "last 7 days", "in 3 months", "this weekend"."""

from datetime import UTC, datetime, timedelta

from bot.core.states import Grain
from bot.core.window import ONE_DAY, midnight
from bot.language.calendar import days_later, unit_later, unit_start
from bot.language.clock import length
from bot.language.grammar import KEEP, Found, Rules
from bot.language.pieces import PARTS, Bounds, Date, Length, Part, Refused, Span, When
from bot.language.resolve import GRAIN, one_day, span, unit_span
from bot.language.setting import Setting

relative: Rules[Setting] = Rules()

_FEW = 3


def instant(setting: Setting, step: Length, times: int) -> datetime | None:
    """The moment a length from now; hours are counted as they pass, also over a change of the clocks."""
    day = step.after(setting.today, times)
    if day is None:
        return None
    wall = datetime.combine(day, setting.now.timetz())
    return (wall.astimezone(UTC) + timedelta(seconds=step.seconds * times)).astimezone(setting.zone)


def rolling(setting: Setting, step: Length, direction: int) -> object:
    """As "Last 7 days" ends with today and "next 7 days" begins with it; hours run to and from this instant."""
    if step.seconds:
        other = instant(setting, step, direction)
        if other is None:
            return KEEP
        ends = (setting.now, other) if direction > 0 else (other, setting.now)
        return Bounds(*ends, Grain.INSTANT)
    far = step.after(setting.today, direction)
    if far is None or far == setting.today:
        return KEEP
    return Span(setting.today, far) if direction > 0 else Span(far + ONE_DAY, setting.today + ONE_DAY)


def shifted(setting: Setting, step: Length, direction: int) -> object:
    """As "In 3 days" is that whole day; "in 2 hours" a minute."""
    if not step.seconds:
        return one_day(step.after(setting.today, direction)) or KEEP
    at = instant(setting, step, direction)
    return KEEP if at is None else Bounds(at, at + timedelta(minutes=1), Grain.INSTANT)


@relative.rule("x=day plus n=number (?!unit)", "x=day plus long=length", "x=day minus k=number (?!unit)", "x=day minus m=length")
def _(setting: Setting, x: int, n: int = 0, long: Length | None = None, k: int = 0, m: Length | None = None) -> object:
    start = days_later(setting.today, x)
    if start is None:
        return KEEP
    if long is not None or m is not None:
        step = long or m or Length()
        return KEEP if step.seconds else one_day(step.after(start, 1 if long else -1)) or KEEP
    return one_day(days_later(start, (n or 0) - (k or 0))) or KEEP


@relative.rule("(?<!day_or_weekday|weekday|day)(?!unit)week_on")
def _(setting: Setting) -> object:
    """Where a week on is a phrase of its own: "in einer Woche"."""
    return one_day(days_later(setting.today, 7)) or KEEP


@relative.rule("x=day week_on", "week_unit (on|from)? x=day")
def _(setting: Setting, x: int) -> object:
    return one_day(days_later(setting.today, x + 7)) or KEEP


@relative.rule("(?<!counted_before)plus long=length")
def _(setting: Setting, long: Length) -> object:
    return shifted(setting, long, 1)


@relative.rule("long=length ago x=day", "ago_before long=length x=day", "x=day ago_before long=length")
def _(setting: Setting, long: Length, x: int) -> object:
    """As "a year ago today"."""
    start = days_later(setting.today, x)
    return KEEP if long.seconds or start is None else one_day(long.after(start, -1)) or KEEP


@relative.rule("long=length x=day")
def _(setting: Setting, long: Length, x: int) -> object:
    start = days_later(setting.today, x)
    return KEEP if long.seconds or start is None or x < 0 else one_day(long.after(start)) or KEEP


@relative.rule("w=weekday week_on", "article_one? week_unit on w=weekday")
def _(setting: Setting, w: int) -> object:
    first = span(Date(weekday=w), setting)
    return one_day(None if first is None else days_later(first.first, 7)) or KEEP


@relative.rule("w=weekday in long=length", "w=weekday comma? long=length hence")
def _(setting: Setting, w: int, long: Length) -> object:
    """As in "monday two weeks from now": the day of that week."""
    if long.seconds or long.months:
        return KEEP
    there = days_later(setting.today, long.days)
    day = None if there is None else days_later(unit_start(there, "week"), w)
    return one_day(day) if long.days % 7 == 0 or day == there else Refused("the weekday and the length are two days")


@relative.rule("tonight")
def _(setting: Setting) -> object:
    return When(one_day(setting.today), PARTS["evening"])


@relative.rule("last_night")
def _(setting: Setting) -> object:
    return When(one_day(setting.today - ONE_DAY), PARTS["evening"])


@relative.rule(
    "(?<=day_or_weekday)p=part", "(?<=day_or_weekday)on the? (?!day)p=part", "p=part (?=of the? direction? (dom|weekday))"
)
def _(p: Part) -> object:
    return p


@relative.rule("x=direction m=meridiem")
def _(setting: Setting, x: int, m: str) -> object:
    return When(one_day(setting.today), PARTS["morning" if m == "am" else "afternoon"]) if x == 0 else KEEP


@relative.rule("(?<=day_or_weekday)m=meridiem", "m=meridiem (?=(of|on|the)* day_or_weekday)", "m=meridiem (?=kind|any_kind|axis)")
def _(m: str) -> object:
    return PARTS["morning" if m == "am" else "afternoon"]


@relative.rule("the? x=direction p=part", "the? p=part x=direction")
def _(setting: Setting, x: int, p: Part) -> object:
    return When(one_day(days_later(setting.today, x)), p)


@relative.rule("x=day y=direction v=unit", "same_time y=direction v=unit", "same_time (on|in) y=direction v=unit")
def _(setting: Setting, y: int, v: str, x: int = 0) -> object:
    """As "today last year" and "this time last week": the same day of it."""
    start = days_later(setting.today, x or 0)
    step = length(1, v)
    return KEEP if start is None or step is None or step.seconds or not y else one_day(step.after(start, y)) or KEEP


@relative.rule("x=direction u=unit y=direction v=unit", "same_time u=unit y=direction v=unit")
def _(setting: Setting, u: str, y: int, v: str, x: int = 0) -> object:
    """As "this week last year": the unit that holds the same day."""
    step = length(1, v)
    moved = None if step is None or step.seconds or not y else step.after(setting.today, y)
    if moved is None or u not in ("week", "month", "quarter", "weekend"):
        return KEEP
    first = unit_later(unit_start(moved, u, setting.week_start), u, x or 0)
    stop = None if first is None else unit_later(first, u, 1)
    return KEEP if first is None or stop is None else Span(first, stop, GRAIN[u])


@relative.rule("gone_by (?=(status|new)? (kind|any_kind|axis|guest))")
def _(setting: Setting) -> object:
    return Bounds(None, setting.now, Grain.INSTANT)


@relative.rule("x=day")
def _(setting: Setting, x: int) -> object:
    return one_day(days_later(setting.today, x)) or KEEP


def weekday_span(setting: Setting, weekday: int, direction: int) -> Span | None:
    """A weekday of this or the next week; "last" is the latest one before today. "Next" of a day ahead may mean that one."""
    if direction < 0:
        away = (setting.today.weekday() - weekday) % 7 or 7
        return one_day(days_later(setting.today, -away - 7 * (-direction - 1)))
    monday = unit_start(setting.today, "week", setting.week_start)
    offset = (weekday - setting.week_start) % 7
    made = one_day(days_later(monday, offset + 7 * direction))
    near = monday + timedelta(days=offset)
    if made is not None and direction == 1 and near > setting.today:
        return made._replace(other=near)
    return made


@relative.rule("direction? soon w=weekday", "w=weekday soon (?!unit|weekday|weekend|length|month|part)")
def _(setting: Setting, w: int) -> object:
    """As "coming friday": the first one after today."""
    return one_day(days_later(setting.today, (w - setting.today.weekday() - 1) % 7 + 1))


@relative.rule("working_day (of|in|on|the)* x=direction u=unit", "(?<!direction)working_day")
def _(setting: Setting, found: Found, x: int = 0, u: str = "week") -> object:
    """Monday to Friday; one working day alone is none in particular."""
    if u != "week" or not setting.tokens[found.line.lasts[found.first]].text.endswith("s"):
        return KEEP
    week = unit_span(setting, "week", x or 0)
    monday = None if week is None else unit_start(week.first + 3 * ONE_DAY, "week")
    return KEEP if monday is None else Span(monday, monday + 5 * ONE_DAY)


@relative.rule(
    "the? x=direction w=weekday dot? (?!comma? the? dom dot? (of? month|comma)|dash unknown)",
    "w=weekday x=direction (?!unit|weekday|weekend|length|month|part)",
    "the? w=weekday x=over_next",
    "the? x=over_before w=weekday",
)
def _(setting: Setting, x: int, w: int) -> object:
    return weekday_span(setting, w, x) or KEEP


@relative.rule(
    "(?<!dash)the? x=direction weekend",
    "the? weekend x=direction",
    "the? weekend x=over_next",
    "the? x=over_before weekend",
    "the? weekend (?!week_of_tail)",
)
def _(setting: Setting, x: int = 0) -> object:
    return unit_span(setting, "weekend", x or 0) or KEEP


# Rolling lengths and shifts.


@relative.rule(
    "(in|within|over|on|for)? the? coming long=length",
    "(in|within|over|on|for)? the? p=past long=length (?!of the? (month|direction))",
    "the? long=length coming",
    "the? long=length p=past",
    "within long=length (?!ago|hence)",
)
def _(setting: Setting, long: Length, p: str | None = None) -> object:
    return rolling(setting, long, -1 if p is not None else 1)


@relative.rule(
    "(in|within|over|on|for)? the? coming n=count u=unit",
    "(in|within|over|on|for)? the? p=past n=count u=unit",
    "the? n=count coming u=unit",
    "the? n=count p=past u=unit",
)
def _(setting: Setting, n: float, u: str, p: str | None = None) -> object:
    step = length(n, u)
    return KEEP if step is None else rolling(setting, step, -1 if p is not None else 1)


@relative.rule("(more_than|greater) long=length ago", "(more_than|greater) ago_before long=length")
def _(setting: Setting, long: Length) -> object:
    day = None if long.seconds else long.after(setting.today, -1)
    return KEEP if day is None else Bounds(None, midnight(day, setting.zone), Grain.DAY)


@relative.rule(
    "in approximately? long=length (?!ago)", "long=length hence", "a=ago_before approximately? long=length", "long=length a=ago"
)
def _(setting: Setting, long: Length, a: str | None = None) -> object:
    return shifted(setting, long, -1 if a is not None else 1)


@relative.rule(
    "(in|within)? the? x=direction u=unit",
    "the? u=unit x=direction (?!unit|weekday|weekend|length|month|part)",
    "the? u=unit x=over_next",
    "the? x=over_before u=unit",
    "my u=unit",
    "all_of (?!day_unit)u=unit (?!number)",
    "(?<=status|states|axis|kind|any_kind|guest|balance)of (?!day_unit|year_unit)u=unit "
    "(?!over_next|direction|unknown|of|dom|number|in)",
    "(?<!of)the u=day_unit (?!over_next|direction|unknown|of|dom)",
    "the (?!day_unit)u=unit (?!over_next|direction|unknown|of|dom)",
)
def _(setting: Setting, found: Found, u: str, x: int = 0) -> object:
    x = x or 0
    if x and u in ("day", "week", "month") and setting.plural("unit", u, found.line.lasts, found.first, found.stop):
        # "In the next days" is a few of them, and not tomorrow.
        return rolling(setting, length(_FEW, u) or Length(), x)
    if u in ("hour", "minute", "second"):
        return rolling(setting, length(1, u) or Length(), x) if x else KEEP
    if u == "night":
        return When(one_day(days_later(setting.today, x)), PARTS["evening"])
    if u == "fortnight":
        return rolling(setting, Length(days=14), x) if x else KEEP
    return unit_span(setting, u, x) or KEEP


@relative.rule("x=over_next u=unit")
def _(setting: Setting, x: int, u: str) -> object:
    """As in "after next week", which is not "week after next"."""
    days = unit_span(setting, u, x // 2) if u in GRAIN else None
    if days is None:
        return KEEP
    if x > 0:
        return Bounds(midnight(days.stop, setting.zone), None, Grain.DAY)
    return Bounds(None, midnight(days.first, setting.zone), Grain.DAY)


@relative.rule("long=length from_today")
def _(setting: Setting, long: Length) -> object:
    return shifted(setting, long, 1)


@relative.rule("from_today (?!onwards)", "from_today onwards")
def _(setting: Setting) -> object:
    return Bounds(midnight(setting.today, setting.zone), None, Grain.DAY)


@relative.rule("x=direction (and|comma|plus)+ y=direction u=unit")
def _(setting: Setting, x: int, y: int, u: str) -> object:
    """As "this and next week"."""
    one, other = (unit_span(setting, u, step) if u in GRAIN else None for step in (x, y))
    return KEEP if one is None or other is None or one.stop != other.first else Span(one.first, other.stop, one.grain)


@relative.rule("(?<=part_word)(of|the)* u=unit (?!over_next|direction|unknown|of|dom)")
def _(setting: Setting, u: str) -> object:
    return unit_span(setting, u, 0) if u in ("day", "week", "month", "quarter", "half", "year") else KEEP


@relative.rule("past u=unit")
def _(setting: Setting, u: str) -> object:
    step = length(1, u)
    return KEEP if step is None else rolling(setting, step, -1)


# To date, from now.


@relative.rule("u=to_date")
def _(setting: Setting, u: str) -> object:
    start = unit_start(setting.today, u, setting.week_start)
    return (
        Bounds(midnight(start, setting.zone), setting.now, Grain.INSTANT) if midnight(start, setting.zone) < setting.now else KEEP
    )


@relative.rule("upcoming (?!length|unit)", "from now")
def _(setting: Setting) -> object:
    return Bounds(setting.now, None, Grain.INSTANT)


@relative.rule("s=stamp")
def _(s: datetime) -> object:
    return Bounds(s, s + timedelta(minutes=1), Grain.INSTANT)
