"""The words before the question of a post that comes again: a time, days, a channel, a venue, each an item or two."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from bot.core.recurrence import EVERY_DAY, WEEKEND, WORKING_DAYS
from bot.language.grammar import Line
from bot.language.pieces import Clock
from bot.language.tables import LANGUAGES, language_of, table
from bot.language.tokens import LONGEST_TEXT, fold, plain

CHANNEL = re.compile(r"(?<![\w#])#(\w[\w-]*)")
TIME = re.compile(r"(?<![\d.:/-])(\d{1,2})\s?[:.h]\s?(\d\d)(?![\d.:/-])")

_COLON = re.compile(r":(?!\d)|(?<!\d):")
"""The colon before a question; that of "9:30" stands between digits."""

_JOINING = frozenset("noise comma and on at in of the for my to dot approximately".split())
"""Words between the others that need no meaning of their own."""


@dataclass(slots=True)
class Said:
    """What the words before the question became; `odds` are the items that became nothing."""

    at: list[Clock] = field(default_factory=list)
    days: set[int] = field(default_factory=set)
    venues: list[str] = field(default_factory=list)
    channels: list[str] = field(default_factory=list)
    of_month: int | None = None
    odds: list[int] = field(default_factory=list)

    @property
    def odd(self) -> int | None:
        """The first item that became nothing."""
        return self.odds[0] if self.odds else None


@dataclass(frozen=True, slots=True)
class Parts:
    """A text in its parts: what it begins with, what stands before the question, and the question, if there is a colon."""

    text: str
    daily: bool
    every: bool
    start: int
    stop: int
    head: str
    question: str | None

    @property
    def typed(self) -> str:
        """What stands before the question, as it was typed."""
        return self.text[self.start : self.stop]


def parts_of(text: str, locale: str) -> Parts:
    """The parts of a text. Blanks that are doubled count once."""
    text = " ".join(text[:LONGEST_TEXT].split())
    folded = plain(text).text
    if len(folded) != len(text):
        # A character became two or none: places are then counted in what is read.
        text = folded
    daily = _begins(folded, "daily", locale)
    every = 0 if daily else _begins(folded, "every", locale)
    start = daily or every
    colon = _COLON.search(folded, start)
    stop = colon.start() if colon else len(text)
    head = CHANNEL.sub(lambda match: " " * len(match[0]), folded[start:stop])
    return Parts(text, daily > 0, every > 0, start, stop, head, text[colon.end() :].strip() if colon else None)


def _begins(folded: str, key: str, locale: str) -> int:
    """Where the phrase of a kind ends that a text begins with; 0 where it begins with none."""
    return max((len(each) for each in phrases(key, locale) if re.match(rf"{re.escape(each)}(?!\w)", folded)), default=0)


@lru_cache(maxsize=64)
def phrases(key: str, locale: str) -> tuple[str, ...]:
    """The phrases of a kind, of a locale's language and of English, made plain."""
    language = language_of(locale)
    tables = dict.fromkeys(("en", language if language in LANGUAGES else "en"))
    return tuple(fold(phrase) for each in tables for phrase in table(each)["again"][key])


def blanked(head: str, key: str, locale: str) -> str:
    """A text with blanks in place of the phrases of a kind."""
    for phrase in phrases(key, locale):
        head = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", " " * len(phrase), head)
    return head


def understood(line: Line) -> Said:
    """What each item before the question became."""
    said, any_day, place = Said(), False, 0
    weekly = any("weekday" in values for values in line.values)
    while place < len(line.values):
        values, stop = line.values[place], place + 1
        if "clock" in values:
            said.at.append(values["clock"])
        elif "weekday" in values:
            days, stop = _weekdays(line, place)
            said.days |= days
        elif "working_day" in values:
            said.days |= WORKING_DAYS
        elif "weekend" in values:
            said.days |= WEEKEND
        elif values.get("unit") == "day" or "part" in values:
            any_day = True
        elif "venue" in values:
            said.venues.append(values["venue"])
        elif place == 0 and _is_day_of_month(line):
            said.of_month = values["dom"]
        elif values.get("unit") == ("week" if weekly else "month" if said.of_month else ""):
            pass
        elif _JOINING.isdisjoint(values):
            said.odds.append(place)
        place = stop
    if any_day and not said.days and said.of_month is None:
        said.days |= EVERY_DAY
    return said


def _weekdays(line: Line, place: int) -> tuple[set[int], int]:
    """A weekday, or those from one to another, and the item after them."""
    first = line.values[place]["weekday"]
    after = line.values[place + 1 : place + 3]
    if len(after) == 2 and not {"to", "dash"}.isdisjoint(after[0]) and "weekday" in after[1]:
        return {(first + n) % 7 for n in range((after[1]["weekday"] - first) % 7 + 1)}, place + 3
    return {first}, place + 1


def _is_day_of_month(line: Line) -> bool:
    """Whether a text goes on with a day of the month: "1st", "1." but neither "first monday" nor "2 weeks"."""
    values = line.values[0]
    following = line.values[1] if len(line.values) > 1 else {}
    marked = "ordinal" in values or "dot" in following
    return marked and "dom" in values and {"weekday", "working_day", "weekend"}.isdisjoint(following) and (
        following.get("unit") in (None, "month")
    )  # fmt: skip


def is_hour(line: Line, place: int | None) -> bool:
    """Whether an item is a number where an hour should stand: "at 99"."""
    return bool(place) and "number" in line.values[place or 0] and "at" in line.values[(place or 0) - 1]
