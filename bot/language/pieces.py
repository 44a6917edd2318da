"""What date words mean before the whole text is known: the values that the layers of the grammar hand on."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from bot.core.states import Grain
from bot.language.calendar import days_later, months_later
from bot.language.grammar import Found
from bot.language.tokens import Plain, Token

HOUR = 3600
DAY = 24 * HOUR


class Clock(NamedTuple):
    """A time of day in seconds. `sure` is false when "7" may still be the evening; `grain` is how finely it was named."""

    at: int
    sure: bool = True
    grain: Grain = Grain.MINUTE

    @property
    def stop(self) -> int:
        """Where the time named ends: "3pm" lasts an hour, "15:30" a minute."""
        return self.at + (HOUR if self.grain is Grain.HOUR else 60 if self.at % 60 == 0 else 1)


class Hours(NamedTuple):
    """A stretch of the day in seconds; an end may be open. Past midnight it is more than a day."""

    start: int | None
    stop: int | None
    grain: Grain = Grain.MINUTE


class Part(NamedTuple):
    """A named part of the day, in hours."""

    start: int
    stop: int
    name: str


PARTS = {
    part.name: part
    for part in (
        Part(6, 12, "morning"),
        Part(7, 10, "breakfast"),
        Part(12, 14, "lunch"),
        Part(12, 18, "afternoon"),
        Part(18, 24, "evening"),
        Part(18, 24, "night"),
    )
}


class Length(NamedTuple):
    """A length. Calendar months, days and seconds stay apart, because they do not convert."""

    months: int = 0
    days: int = 0
    seconds: int = 0
    nights: bool = False

    def after(self, day: date, times: int = 1) -> date | None:
        """The day that lies the calendar part of the length after `day`."""
        made = months_later(day, self.months * times)
        return None if made is None else days_later(made, self.days * times)


class Span(NamedTuple):
    """Known days `[first, stop)`; `other` is what the same words may mean instead, where that is likely too."""

    first: date
    stop: date
    grain: Grain = Grain.DAY
    other: date | None = None


class Date(NamedTuple):
    """What was said of a date; the rest follows from today and from the words around it.

    `special` is a quarter, a half, an ISO week or a holiday of the year, by name and number.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    special: tuple[str, str] | None = None
    other: tuple[int, int] | None = None


class When(NamedTuple):
    """A day with or without hours, or hours of a day that is not named."""

    day: Span | Date | None
    hours: Clock | Hours | Part | None


class Bounds(NamedTuple):
    """A window without its axis."""

    start: datetime | None
    stop: datetime | None
    grain: Grain


class Numeral(NamedTuple):
    """A number in words, or an ordinal."""

    number: int
    ordinal: bool


class Taken(NamedTuple):
    """Items that became a filter, or that are known to be no date."""

    why: str = ""


class Refused(NamedTuple):
    """Items that look like a date and are none, such as the 31st of February."""

    why: str = ""


NAMED: dict[type, str] = {
    Clock: "clock",
    Hours: "hours",
    Part: "part",
    Length: "length",
    Span: "date",
    Date: "date",
    When: "when",
    Bounds: "bounds",
    Taken: "taken",
    Refused: "refused",
}


class Filter(NamedTuple):
    """A filter that words turned into: the part of the query, its value, and the tokens it stands on."""

    part: str
    value: Any
    first: int
    last: int


@dataclass(slots=True)
class Setting:
    """What the reading of one text depends on besides its words, and what was found on the way.

    `month_first` is the order of 03/04, `None` where the locale does not say; `afternoon` says that "at 4" is in the afternoon.
    `lean` is -1 where the words speak of the past, `tonight` and `question` that they do so. Noticed on the way are the
    `filters`, the `alternatives` (first and last token, and the other day that they may mean), `remarks` in words, and the
    `typos` (token, and the word it was read as).
    """

    now: datetime
    zone: ZoneInfo
    today: date
    month_first: bool | None
    afternoon: bool
    country: str
    text: str = ""
    plain: Plain = field(default_factory=lambda: Plain("", None))
    tokens: list[Token] = field(default_factory=list)
    week_start: int = 0
    lean: int = 0
    tonight: bool = False
    question: bool = False
    filters: list[Filter] = field(default_factory=list)
    alternatives: list[tuple[int, int, date]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    typos: list[tuple[int, str]] = field(default_factory=list)

    def place(self, first: int, last: int) -> tuple[int, int]:
        """Where the tokens from one to another stand in the text."""
        tokens = self.tokens
        if self.plain.origin is None:
            return tokens[first].start, tokens[last].stop
        return self.plain.place(tokens[first].start, tokens[last].stop)

    def token_at(self, place: int) -> int:
        """The token that stands at a place of the plain text, or the next one."""
        return next((number for number, token in enumerate(self.tokens) if token.stop > place), len(self.tokens))

    def raw(self, first: int, last: int) -> str:
        """The words from one token to another as they were typed."""
        start, stop = self.place(first, last)
        return self.text[start:stop]

    def capital(self, token: int) -> bool:
        """Whether a token was typed with a capital."""
        return self.text[self.place(token, token)[0]].isupper()

    def take(self, found: Found, part: str, value: Any, skip: int = 0) -> Taken:
        """Note a filter that the found items turned into; the first `skip` items only introduced it."""
        self.filters.append(Filter(part, value, found.line.firsts[found.first + skip], found.line.lasts[found.stop - 1]))
        return Taken()

    def words(self, found: Found, skip: int = 0, keep: int = 0) -> str:
        """What was typed for the found items, without the first `skip` and the last `keep`."""
        return self.raw(found.line.firsts[found.first + skip], found.line.lasts[found.stop - 1 - keep])
