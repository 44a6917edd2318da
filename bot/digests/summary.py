"""`Summary`: a composed morning, before any door shows it. Every line carries the question that it stands for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.core.query import Query
from bot.core.record import Figure, Record
from bot.digests.facts import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One line with the question behind it: "2 no-shows yesterday". `records` are those that it counts, where they are known."""

    key: str
    text: str
    query: Query
    count: int
    complete: bool = True
    records: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A figure of yesterday beside the same weekday a week before and the mean of the last four; `None` is not recorded.

    With a `currency` it is money in the smallest unit. One that is not `complete` is a part, or as it was at `last_at`.
    """

    key: str
    label: str
    value: int
    query: Query
    week_before: int | None = None
    four_weeks: float | None = None
    complete: bool = True
    last_at: datetime | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """How many there are of something on each of the next seven days."""

    key: str
    label: str
    query: Query
    days: Mapping[date, int]
    complete: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What is counted on each day: as recorded, the day itself, and as it stands for the days ahead; all of it where `complete`."""

    key: str
    title: str
    label: str
    back: Mapping[date, int]
    ahead: Mapping[date, int]
    day: date
    complete: bool = True

    @property
    def points(self) -> Mapping[date, int]:
        """All days in order."""
        return dict(sorted({**self.back, **self.ahead}.items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One venue's morning.

    `headline` is one sentence; `attention` comes first and may be empty, and is not all where it is `unchecked`. `takings` are a
    report's figures of yesterday by method of payment. `notes` say what a summary of this day cannot know.
    """

    venue: str
    name: str
    day: date
    at: datetime
    headline: str
    attention: tuple[Told, ...]
    today: tuple[Told, ...]
    yesterday: tuple[Compared, ...]
    week: tuple[Ahead, ...] = ()
    takings: tuple[Figure, ...] = ()
    chart: Chart | None = None
    sources: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()
    has_history: bool = False
    unchecked: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """What was not given, a sentence for each system."""
        return tuple(source.missing for source in self.sources if source.missing)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell: nothing due, nothing to look at, nothing that happened."""
        return not self.attention and not any(told.count for told in self.today) and not any(row.value for row in self.yesterday)
