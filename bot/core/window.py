"""`Window`: a half-open stretch of time, and which date of a record it speaks of."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import Self, TypeVar
from zoneinfo import ZoneInfo

from pydantic import field_serializer, field_validator, model_validator

from bot.core.model import Frozen
from bot.core.states import Axis, Grain

ONE_DAY = timedelta(days=1)

Moment = TypeVar("Moment", date, datetime)


def _fixed(moment: datetime) -> datetime:
    """The same moment with a plain offset.

    Two zone-aware datetimes in a repeated hour are unequal across zones whatever their instants (PEP 495), so a window
    read back from a button would not equal the one written. A plain offset has no such hour.
    """
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError("a window needs a time zone")
    return moment.replace(tzinfo=_plain(offset), fold=0)


@lru_cache(maxsize=256)
def _plain(offset: timedelta) -> timezone:
    return timezone(offset) if offset else UTC


class Window(Frozen):
    """`[start, end)` on one axis, in the venue's zone; either end may be open, not both.

    The wall-clock time of `start` and `end` is the venue's; the offset is the one in force there at that moment.
    """

    axis: Axis = Axis.START
    start: datetime | None = None
    end: datetime | None = None
    grain: Grain = Grain.DAY

    @field_validator("start", "end")
    @classmethod
    def _aware(cls, moment: datetime | None) -> datetime | None:
        return None if moment is None else _fixed(moment)

    @field_serializer("start", "end", when_used="json")
    def _with_offset(self, moment: datetime | None) -> str | None:
        return None if moment is None else moment.isoformat()

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.start is None and self.end is None:
            raise ValueError("a window needs a start or an end")
        if self.start is not None and self.end is not None and self.start >= self.end:
            raise ValueError("a window ends after it starts")
        return self

    @classmethod
    def days(cls, first: date, last: date, zone: ZoneInfo, axis: Axis = Axis.START, grain: Grain = Grain.DAY) -> Self:
        """The whole days from `first` to `last`, both included, in `zone`."""
        return cls(axis=axis, start=midnight(first, zone), end=midnight(last + ONE_DAY, zone), grain=grain)

    @property
    def first_day(self) -> date | None:
        """The day on which the window starts, or nothing when it is open."""
        return None if self.start is None else self.start.date()

    @property
    def last_day(self) -> date | None:
        """The last day that the window touches, or nothing when it is open."""
        return None if self.end is None else (self.end - timedelta(microseconds=1)).date()

    def holds(self, moment: date | datetime | None) -> bool:
        """Whether a moment lies in the window. A bare date lies in it when any part of that day does."""
        if moment is None:
            return False
        if not isinstance(moment, datetime):
            return self.touches(moment, shifted(moment, ONE_DAY))
        return (self.start is None or self.start <= moment) and (self.end is None or moment < self.end)

    def touches(self, start: date | datetime | None, end: date | datetime | None) -> bool:
        """Whether `[start, end)` and the window share a moment. A stay of bare dates holds its nights, not its last day."""
        if start is None:
            return False
        stop = start if end is None else end
        begins = self._wall_or_instant(start)
        ends = self._wall_or_instant(stop)
        if self.end is not None and begins >= self._comparable(self.end, begins):
            return False
        if self.start is None:
            return True
        first = self._comparable(self.start, ends)
        return ends > first or (ends == first and stop == start)

    def in_zone(self, zone: ZoneInfo) -> Self:
        """The same wall-clock window at a venue in another zone; a window that hangs on "now" keeps its instants.

        Where the clock there skips the window, it keeps its length: it must not end before it starts.
        """
        if self.grain is Grain.INSTANT:
            start, end = (at and _fixed(at.astimezone(zone)) for at in (self.start, self.end))
            return self.model_copy(update={"start": start, "end": end})
        start, end = (at and _fixed(at.replace(tzinfo=zone)) for at in (self.start, self.end))
        if self.start and self.end and start and end and start >= end:
            end = start + (self.end - self.start)
        return self.model_copy(update={"start": start, "end": end})

    @staticmethod
    def _wall_or_instant(moment: date | datetime) -> datetime:
        """A bare date becomes its midnight without a zone: it is compared with the window's wall clock."""
        return moment if isinstance(moment, datetime) else datetime.combine(moment, time.min)

    @staticmethod
    def _comparable(edge: datetime, other: datetime) -> datetime:
        return edge if other.tzinfo is not None else edge.replace(tzinfo=None)


def shifted(moment: Moment, by: timedelta) -> Moment:
    """A date or time moved by a length, or unmoved where the calendar ends."""
    try:
        return moment + by
    except OverflowError:
        return moment


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a day on the wall of `zone`."""
    return datetime.combine(day, time.min, tzinfo=zone)
