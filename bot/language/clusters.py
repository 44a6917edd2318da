"""Dates and times that stand together are one: "on friday, 4 dec at 7 in the evening"."""

from typing import Any

from bot.core.states import Grain
from bot.language.clock import settled
from bot.language.grammar import Alphabet, Line, Values, Word
from bot.language.pieces import HOUR, Clock, Date, Hours, Part, Refused, Span, Taken, When
from bot.language.resolve import narrow, span
from bot.language.setting import Setting

_PIECES = ("date", "clock", "hours", "part", "when")
NOON = 12 * HOUR

MOST_DATES = 12
"""So many dates of one text are looked at; a text with more is not a question."""

_UPTO = frozenset({"before", "until", "by"})
_LIMITS = _UPTO | {"after", "since", "opening"}
_APART = (
    "to",
    "dash",
    "arrow",
    "between",
    "after",
    "before",
    "since",
    "until",
    "by",
    "opening",
    "plus",
    "minus",
    "less",
    "greater",
    "onwards",
    "or_earlier",
)
"""Words that say how two dates go together: then they are not one."""

Group = tuple[int, int, When | None]


def _same(one: int | None, other: int | None) -> bool:
    return one is None or other is None or one == other


def merged_days(one: Span | Date, other: Span | Date, setting: Setting) -> Span | Date | None:
    """One date from two descriptions of it, or nothing where they are two dates."""
    match one, other:
        case Date(), Date():
            if not (_same(one.year, other.year) and _same(one.month, other.month) and _same(one.day, other.day)):
                return None
            if not (_same(one.weekday, other.weekday) and (one.special is None or other.special is None)):
                return None
            if (one.special or other.special) and (one.day or other.day or one.month or other.month):
                return None
            if one == other:
                return None
            pairs = zip(one, other, strict=True)
            return Date(*(a if a is not None else b for a, b in pairs))  # type: ignore[arg-type]
        case Date(), Span():
            return _inside(one, other, setting)
        case Span(), Date():
            return _inside(other, one, setting)
        case Span(), Span():
            if (one.stop - one.first) > (other.stop - other.first):
                one, other = other, one
            return one if other.first <= one.first and one.stop <= other.stop else None
        case _:
            return None


def _inside(said: Date, outer: Span, setting: Setting) -> Span | Date | None:
    if (said.weekday is not None or said.day is not None) and said.special is None:
        if said.year is not None and not outer.first.year <= said.year <= outer.stop.year:
            return None
        return narrow(said, outer)
    if outer.grain is Grain.YEAR and said.year is None and (said.month or said.special):
        return said._replace(year=outer.first.year)
    if said.month is not None or said.special is not None:
        days = span(said, setting)
        return (
            days
            if days is not None and days.first <= outer.first and outer.stop <= days.stop and outer.grain is Grain.DAY
            else None
        )
    return None


def merged_hours(one: Clock | Hours | Part, other: Clock | Hours | Part) -> Clock | Hours | Part | None:
    """One time from two descriptions of it: "7 in the evening", "3:30-4:30 in the afternoon"."""
    if isinstance(one, Part) and not isinstance(other, Part):
        one, other = other, one
    match one, other:
        case Clock(at, sure, grain), Part(start, _, _):
            if (sure and at >= NOON) or start < 12:
                return Clock(at, True, grain)
            return Clock(at + NOON if at < NOON and not sure else at, True, grain)
        case Hours(start, stop, grain), Part(first, _, _):
            if first >= 12 and start is not None and stop is not None and start < NOON and stop <= NOON:
                return Hours(start + NOON, stop + NOON, grain)
            return one
        case Part(), Part():
            if one.start <= other.start and other.stop <= one.stop:
                return other
            return one if other.start <= one.start and one.stop <= other.stop else None
        case _:
            return None


def merged(one: When, other: When, setting: Setting) -> When | None:
    """One date and time from two, or nothing where they are two."""
    day, hours = one.day or other.day, one.hours or other.hours
    if one.day is not None and other.day is not None:
        day = merged_days(one.day, other.day, setting)
        if day is None:
            return None
    if one.hours is not None and other.hours is not None:
        hours = merged_hours(one.hours, other.hours)
        if hours is None:
            return None
    return When(day, hours)


def _when(values: Values) -> When:
    for name in _PIECES:
        if name in values:
            value: Any = values[name]
            if name == "when":
                return value  # type: ignore[no-any-return]
            return When(value, None) if name == "date" else When(None, value)
    raise AssertionError(values)


class Clusters:
    """The step of the cascade that gathers pieces. It is a loop, not a rule: how far a group reaches depends on what fits."""

    def __init__(self, alphabet: Alphabet) -> None:
        self._pieces = frozenset("".join(alphabet.characters_for(name) for name in _PIECES))
        self._joints = frozenset(
            "".join(alphabet.characters_for(name) for name in ("on", "at", "of", "the", "comma", "approximately", "dot"))
        )
        self._links = frozenset("".join(alphabet.characters_for(name) for name in _APART))
        self._made = alphabet.character(("when",))
        self._refused = alphabet.character(("refused",))
        self._taken = alphabet.character(("taken",))

    def read(self, line: Line, setting: Setting) -> Line:
        """The line, each group of dates and times in it one `When`."""
        characters = line.characters
        if self._pieces.isdisjoint(characters):
            return line
        made: list[Group] = []
        at, length = 0, len(characters)
        while at < length:
            if characters[at] not in self._pieces:
                at += 1
                continue
            last, look = at, at + 1
            group = _when(line.values[at])
            while look < length:
                if characters[look] in self._pieces:
                    more = merged(group, _when(line.values[look]), setting)
                    if more is None:
                        break
                    group, last = more, look
                elif characters[look] not in self._joints:
                    break
                look += 1
            made.append((at, last + 1, group))
            at = last + 1
        if len(made) == 2:
            made = self._joined(made, line, setting)
        for first, stop, _ in reversed(made[MOST_DATES:]):
            line.put(first, stop, Word(self._refused, {"refused": Refused("there are too many dates")}))
        for first, stop, when in reversed(made[:MOST_DATES]):
            line.put(first, stop, Word(self._made, {"when": when}) if when is not None else Word(self._taken, {"taken": Taken()}))
        return line

    def _joined(self, made: list[Group], line: Line, setting: Setting) -> list[Group]:
        """Hours and a day with other words between them are one: "3pm appointments tomorrow", "tomorrow for smith at 3".

        "Tomorrow arrivals after 3pm" is the rest of that day.
        """
        (first, stop, one), (other_first, other_stop, other) = made
        if one is None or other is None or (one.day is None) == (other.day is None):
            return made
        day, hours = (one, other) if one.day is not None else (other, one)
        if day.hours is not None or hours.hours is None:
            return made
        # What stands before each of the two; a limit before hours belongs to them.
        begins = first - 1 if hours is one else other_first - 1
        limit = line.values[begins].keys() & _LIMITS if begins >= 0 else frozenset()
        if limit and isinstance(hours.hours, Clock):
            at, grain = settled(hours.hours, setting), hours.hours.grain
            hours = When(None, Hours(None, at, grain) if limit & _UPTO else Hours(at, None, grain))
            first, other_first = (begins, other_first) if day is other else (first, begins)
        apart = line.characters[stop:other_first] + (line.characters[first - 1] if first else "")
        whole = merged(day, hours, setting) if self._links.isdisjoint(apart) and stop < other_first else None
        if whole is None:
            return made
        return [(first, stop, whole if day is one else None), (other_first, other_stop, whole if day is other else None)]
