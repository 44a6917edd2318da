"""`Summary`: a composed morning, before any door shows it. Every line carries the question that it stands for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.core.query import Query
from bot.core.record import Figure
from bot.digests.facts import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One line with the question behind it: "2 no-shows yesterday"."""

    key: str
    text: str
    query: Query
    count: int
    complete: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A figure of yesterday beside the same weekday a week before and the mean of the last four; `None` is not recorded."""

    key: str
    label: str
    value: int
    query: Query
    week_before: int | None = None
    four_weeks: float | None = None
    complete: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One venue's morning.

    `headline` is one sentence; `attention` comes first and may be empty; `week` counts what is due on each of the next seven days,
    this one included. `takings` are a report's figures of yesterday. `chart` holds a count for each day, back and ahead.
    """

    venue: str
    name: str
    day: date
    at: datetime
    headline: str
    attention: tuple[Told, ...]
    today: tuple[Told, ...]
    week: Mapping[date, int]
    yesterday: tuple[Compared, ...]
    takings: tuple[Figure, ...] = ()
    chart: Mapping[date, int] = field(default_factory=dict)
    chart_of: str = ""
    sources: tuple[Source, ...] = ()
    has_history: bool = False
    late: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """What was not given, a sentence for each system."""
        return tuple(source.missing for source in self.sources if source.missing)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell: nothing due, nothing to look at, nothing that happened."""
        return not self.attention and not any(told.count for told in self.today) and not any(row.value for row in self.yesterday)
