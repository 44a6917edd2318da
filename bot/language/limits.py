"""Open ends, single dates, and days that touch: "since monday", "before 10", "sat and sun"."""

from datetime import timedelta

from bot.core.states import Grain
from bot.language.grammar import KEEP, Found, Rules
from bot.language.pieces import Bounds, Clock, Part, Refused, Span, When
from bot.language.resolve import span
from bot.language.say import day as say_day
from bot.language.setting import Setting
from bot.language.windows import bounds, finer, part_of

limits: Rules[Setting] = Rules()

_OPEN, _SHUT = 7, 22
"""Hours at which a desk may expect somebody: nobody means three in the morning by "at 3"."""


@limits.rule(
    "d=when comma? (x=after|opening|from|since|greater) (at|approximately)* a=when",
    "d=when comma? (before|until|by|less) (at|approximately|the)* b=when",
)
def _(setting: Setting, d: When, a: When | None = None, b: When | None = None, x: str | None = None) -> object:
    edge = a or b or d
    if edge.day is None and isinstance(edge.hours, Part):
        # "After lunch" begins when it is over; "before lunch" and "from noon on" speak of its beginning.
        edge = When(None, Clock((edge.hours.stop if x else edge.hours.start) * 3600, True, Grain.HOUR))
    return part_of(edge, setting, d, a is not None)


@limits.rule("(since|greater_equal) (on|at|the|approximately)* a=when")
def _(setting: Setting, a: When) -> object:
    made = bounds(a, setting, lean=-1)
    if (
        made is not None
        and made.start is not None
        and made.start > setting.now
        and isinstance(a.day, Span)
        and (a.day.stop - a.day.first).days > 1
    ):
        # "Since the weekend" is said of the last one.
        week = timedelta(days=7)
        made = bounds(When(Span(a.day.first - week, a.day.stop - week, a.day.grain), a.hours), setting)
    return KEEP if made is None else Bounds(made.start, None, made.grain)


@limits.rule("(since|from) now", "now onwards")
def _(setting: Setting) -> object:
    return Bounds(setting.now, None, Grain.INSTANT)


@limits.rule("p=plain_from the? a=when (?!onwards)", "opening (on|at|the|approximately)* a=when onwards?", "from? a=when onwards")
def _(setting: Setting, a: When, p: str | None = None) -> object:
    made = bounds(a, setting)
    if p is not None and (made is None or not _over(setting, a, made)):
        return KEEP
    if p is not None:
        return made or KEEP
    return KEEP if made is None else Bounds(made.start, None, made.grain)


def _over(setting: Setting, when: When, made: Bounds) -> bool:
    """Whether "from" means "of", as in "no-shows from last night" and "orders from last week": a stretch that is over."""
    if made.start is None or made.stop is None or made.stop > setting.now:
        return False
    return isinstance(when.hours, Part) or (made.stop - made.start > timedelta(days=1, hours=2) and isinstance(when.day, Span))


@limits.rule("(after|greater) (on|at|the|approximately)* a=when")
def _(setting: Setting, a: When) -> object:
    made = bounds(a, setting)
    if made is None:
        return KEEP
    return _of_that_day(setting, a, True) or Bounds(made.start if isinstance(a.hours, Clock) else made.stop, None, made.grain)


def _of_that_day(setting: Setting, when: When, start: bool) -> Bounds | None:
    """As "after 3pm tomorrow" and "before 10 on friday": a part of that day."""
    if when.day is None or not isinstance(when.hours, Clock):
        return None
    made = part_of(When(None, when.hours), setting, When(when.day, None), start)
    return made if isinstance(made, Bounds) else None


@limits.rule("(before|less) (on|at|the|approximately)* a=when")
def _(setting: Setting, a: When) -> object:
    made = bounds(a, setting)
    if made is None:
        return KEEP
    return _of_that_day(setting, a, False) or Bounds(None, made.start, made.grain)


@limits.rule("(until|by|less_equal) (on|at|the|approximately)* a=when", "a=when or_earlier")
def _(setting: Setting, a: When) -> object:
    made = bounds(a, setting)
    if made is None:
        return KEEP
    return Bounds(None, made.start if isinstance(a.hours, Clock) else made.stop, made.grain)


@limits.rule("when ((and|comma|plus|slash|or)* when){1,6}")
def _(setting: Setting, found: Found) -> object:
    """Days that touch are one window: "today and tomorrow", "fri, sat, sun"."""
    made: Bounds | None = None
    for values in found.line.values[found.first : found.stop]:
        if "when" not in values:
            continue
        day = bounds(values["when"], setting, after=made.start.date() if made and made.start else None)
        if day is None or day.start is None or (made is not None and made.stop != day.start):
            return KEEP
        made = day if made is None else Bounds(made.start, day.stop, finer(made, day))
    return made or KEEP


@limits.rule("a=when")
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
        if not _OPEN <= later.hour <= _SHUT:
            return ""
        return f"{say_day(later.date(), setting.table)} {later:%H:%M}"
    if isinstance(said, Span):
        return say_day(said.other, setting.table) if said.other else ""
    if said is None or said.other is None:
        return ""
    month, day = said.other
    other = span(said._replace(month=month, day=day, other=None), setting)
    return "" if other is None else say_day(other.first, setting.table)
