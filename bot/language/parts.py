"""Parts of a longer span: "early december", "end of next week", "rest of this month", "so far this year"."""

from bot.core.states import Grain
from bot.core.window import midnight
from bot.language.calendar import days_later, months_later
from bot.language.grammar import KEEP, Rules
from bot.language.pieces import Bounds, Date, Part, Span, When
from bot.language.resolve import span, thirds, unit_span
from bot.language.setting import Setting

parts: Rules[Setting] = Rules()


@parts.rule("early (of|the|dash)* d=date", "start_of (of|the)* d=date", "(early|start_of) (of|the|dash)* p=part")
def _(setting: Setting, d: Date | Span | None = None, p: Part | None = None) -> object:
    return _third(setting, d, p, 0)


@parts.rule("e=early d=date p=part", "late d=date p=part")
def _(d: Date | Span, p: Part, e: str | None = None) -> object:
    """As "early tomorrow morning"."""
    return When(d, _half(p, e is None))


@parts.rule("the? o=ordinal half_of of? the? d=date")
def _(setting: Setting, o: int, d: Date | Span) -> object:
    outer = span(d, setting)
    if outer is None or o not in (1, 2) or outer.grain not in (Grain.MONTH, Grain.YEAR):
        return KEEP
    middle = months_later(outer.first, 6) if outer.grain is Grain.YEAR else days_later(outer.first, 15)
    return KEEP if middle is None else Span(outer.first, middle) if o == 1 else Span(middle, outer.stop)


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
