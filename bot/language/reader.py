"""A text into a `Reading`: deterministic, from the words, the clock, the zone and the locale given, and nothing else."""

from collections.abc import Collection
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from bot.core.errors import NothingAsked, NotUnderstood
from bot.core.query import Query
from bot.core.reading import Doubt, Reading, Span
from bot.core.states import Axis, Grain, Status
from bot.core.window import Window
from bot.language.compose import compose, fitting
from bot.language.explain import explain
from bot.language.grammar import Line
from bot.language.keys import take_keys
from bot.language.lexer import lex
from bot.language.lexicon import Branch, Lexicon, lexicon
from bot.language.names import Names
from bot.language.pieces import Bounds, Filter, Setting
from bot.language.tables import language_of
from bot.language.tokens import LONGEST_TEXT, plain, tokenize

NO_NAMES = Names()
_PAST = frozenset({Axis.CREATED, Axis.MODIFIED, Axis.REDEEMED, Axis.REVENUE})
_MONTH_FIRST = frozenset({"US", "PH", "PW", "FM", "MH"})
"""Countries that write 12/31: CLDR's short date of English, in the others the day comes first."""

_EXAMPLES = ("arrivals tomorrow", "unpaid orders this week", "no-shows yesterday")


def read(
    text: str,
    *,
    now: datetime,
    zone: ZoneInfo,
    locale: str = "en-GB",
    names: Names = NO_NAMES,
    zones: Collection[ZoneInfo] = (),
) -> Reading:
    """Read a text for a venue in `zone`. `zones` are other venues' zones, in which the same words may name other days.

    Args:
        text: what was typed; what stands after 3,000 characters is left out, and the reading says so.
        now: an aware datetime; the reader never looks at a clock.
        zone: the venue's.
        locale: the venue's, such as "en-GB": it decides the language besides English, and the order of 03/04.
        names: the venues, vendors and accounts that exist here.
        zones: of the other venues asked.

    Raises:
        NothingAsked: there is no word in it.
        NotUnderstood: none of its words asks for anything.
        UnknownName: a key such as `venue:` with a value that does not exist here.
    """
    reading = _read(text, now, zone, locale, names)
    window = reading.query.window
    if not zones or window is None:
        return reading
    here = now.astimezone(zone).date()
    elsewhere: dict[str, Query] = {}
    for other in zones:
        if other.key in elsewhere or other.key == zone.key:
            continue
        if window.grain is not Grain.INSTANT and now.astimezone(other).date() == here:
            continue
        there = _read(text, now, other, locale, names).query
        if there.window != window.in_zone(other):
            elsewhere[other.key] = there
    return reading.model_copy(update={"elsewhere": elsewhere}) if elsewhere else reading


@lru_cache(maxsize=64)
def _order(locale: str) -> tuple[bool | None, bool, str]:
    """Whether the month comes first in 03/04 (unknown without a country), whether hours count to twelve, and the country."""
    parts = locale.replace("_", "-").split("-")
    country = parts[-1].upper() if len(parts) > 1 and len(parts[-1]) == 2 else ""
    english = language_of(locale) == "en"
    return (None if english else False) if not country else country in _MONTH_FIRST, english, country


@lru_cache(maxsize=16)
def _name_tree(phrases: tuple[tuple[str, str, str], ...], words: Lexicon) -> Branch | None:
    return words.tree(phrases) if phrases else None


def _read(text: str, now: datetime, zone: ZoneInfo, locale: str, names: Names) -> Reading:
    local = now.astimezone(zone)
    words = lexicon(locale)
    shortened = text[:LONGEST_TEXT]
    made = plain(shortened)
    if not made.text or made.text.isspace():
        raise NothingAsked("There are no words to read. Try: " + ", ".join(_EXAMPLES) + ".")
    made, keyed = take_keys(shortened, made, words, names)
    tokens = tokenize(made.text)
    month_first, afternoon, country = _order(locale)
    setting = Setting(local, zone, local.date(), month_first, afternoon, country, shortened, made, tokens)
    line = lex(tokens, setting, words, _name_tree(names.phrases, words))
    line = words.guards.read(line, setting)
    setting.lean = -1 if _speaks_of_past(line, keyed) else 0
    for step in words.dates:
        line = step.read(line, setting)
    line = words.filters.read(line, setting)
    return _Result(setting, line, keyed, locale, names, len(text) > LONGEST_TEXT).reading()


def _speaks_of_past(line: Line, keyed: list[Any]) -> bool:
    if any(one.part == "axis" and one.value in _PAST for one in keyed):
        return True
    return any(values.get("axis") in _PAST or values.get("status") is Status.NO_SHOW or "new" in values for values in line.values)


class _Result:
    """What the layers left, turned into a reading."""

    def __init__(self, setting: Setting, line: Line, keyed: list[Any], locale: str, names: Names, cut: bool) -> None:
        self._setting = setting
        self._line = line
        self._keyed = keyed
        self._locale = locale
        self._names = names
        self._doubts: list[Doubt] = []
        if cut:
            self._doubts.append(Doubt(words="…", message=f"I read the first {LONGEST_TEXT:,} characters only."))

    def reading(self) -> Reading:
        setting = self._setting
        found = [*setting.filters]
        found.sort(key=lambda one: one.first)
        window, place, used = self._window()
        filters = [
            *found,
            *(Filter(one.part, one.value, self._token_at(one.start), self._token_at(one.start)) for one in self._keyed),
        ]
        filters = self._capitals(filters, window)
        rest = self._rest()
        if not filters and window is None and not rest:
            raise NotUnderstood(
                f"I found nothing to ask for in “{setting.text[:80].strip()}”. Try: " + ", ".join(_EXAMPLES) + ".",
                nearest=_EXAMPLES,
            )
        composed = compose(filters, window, place, setting, rest)
        fields = composed.fields
        if len(setting.text) > 120 and fitting(fields):
            self._doubts.append(
                Doubt(words=rest[:80] or "…", message="That is more than one question can hold; I left out what came last.")
            )
        query = self._query(fields)
        return Reading(
            query=query,
            understood=explain(query, locale=self._locale, names=self._names),
            spans=tuple(self._spans(filters, used, query)),
            doubts=tuple(self._doubts),
            rest=rest,
        )

    def _query(self, fields: dict[str, Any]) -> Query:
        said = fields.get("window")
        if said is not None:
            start, end = said["start"], said["end"]
            if start is not None and end is not None and start.astimezone(UTC) >= end.astimezone(UTC):
                del fields["window"]
                self._doubts.append(
                    Doubt(words=f"{start:%H:%M}", message="That time does not exist on that day: the clocks change.")
                )
            else:
                fields["window"] = Window(**said)
        return Query(**fields)

    def _window(self) -> tuple[Bounds | None, int, int]:
        """The window meant: the first one. Another one is a doubt."""
        line = self._line
        found: list[int] = [place for place, values in enumerate(line.values) if "bounds" in values]
        for place, values in enumerate(line.values):
            if "refused" in values:
                words = self._setting.raw(line.firsts[place], line.lasts[place])
                self._doubts.append(Doubt(words=words, message=f"I read no date from “{words}”: {values['refused'].why}."))
        if not found:
            return None, 0, -1
        first = found[0]
        for place in found[1:]:
            words = self._setting.raw(line.firsts[place], line.lasts[place])
            self._doubts.append(Doubt(words=words, message=f"I used one date only and left out “{words}”."))
        bounds: Bounds = line.values[first]["bounds"]
        return bounds, line.firsts[first], first

    def _token_at(self, place: int) -> int:
        for number, token in enumerate(self._setting.tokens):
            if token.stop > place:
                return number
        return max(len(self._setting.tokens) - 1, 0)

    def _capitals(self, filters: list[Filter], window: Bounds | None) -> list[Filter]:
        """A name by its capitals, where something else was asked or it has two words; else it is free text."""
        made: list[Filter] = []
        structure = window is not None or any(one.part not in ("capitals", "question") for one in filters)
        shouted = self._setting.text.isupper()
        for one in filters:
            if one.part != "capitals":
                made.append(one)
            elif not shouted and (one.last > one.first or (structure and one.first > 0)):
                made.append(one._replace(part="name"))
            else:
                made.append(one._replace(part="text"))
        return made

    def _rest(self) -> str:
        line, setting = self._line, self._setting
        parts = [
            setting.raw(line.firsts[place], line.lasts[place]) for place, values in enumerate(line.values) if values.keys() & _LEFT
        ]
        return " ".join(parts)

    def _spans(self, filters: list[Filter], used: int, query: Query) -> list[Span]:
        setting, line = self._setting, self._line
        made: list[tuple[int, int, str]] = [(*self._place(one.first, one.last), _became(one)) for one in setting.filters]
        if used >= 0 and query.window is not None:
            made.append((*self._place(line.firsts[used], line.lasts[used]), query.window.axis.value))
        made += [(*setting.plain.place(one.start, one.stop), f"{one.part}: {_show(one.value)}") for one in self._keyed]
        return [Span(start=start, end=end, text=setting.text[start:end], became=became) for start, end, became in sorted(made)]

    def _place(self, first: int, last: int) -> tuple[int, int]:
        tokens = self._setting.tokens
        return self._setting.plain.place(tokens[first].start, tokens[last].stop)


_LEFT = frozenset(
    {"unknown", "code", "number", "amount", "decimal", "link", "long", "phone", "email", "uuid", "quoted", "pair", "name"}
)


def _became(one: Filter) -> str:
    return f"{one.part}: {_show(one.value)}"


def _show(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_show, value))
    return str(getattr(value, "value", value))
