"""What date words mean before the whole text is known: the values that the layers of the grammar hand on."""

from datetime import date, datetime
from typing import NamedTuple

from bot.core.states import Grain
from bot.language.calendar import days_later, months_later

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
