"""What to offer where nothing was found: the next record after the days asked about, or the last one before them. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.matching import dates
from bot.core.query import Query, Sort
from bot.core.record import Record
from bot.core.states import Axis
from bot.core.window import Window, shifted

REACH = timedelta(days=60)
"""How far from the days asked about the nearest record is looked for."""

_BACK = frozenset({Axis.CREATED, Axis.MODIFIED, Axis.REDEEMED})
"""Axes on which nothing lies ahead."""
_FORTH = frozenset({Axis.START, Axis.END, Axis.EXPIRES})


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """The record nearest to a window that holds none, and the question for its day; `ahead` says on which side it lies."""

    record: Record
    at: date | datetime
    day: Query
    ahead: bool


def beside(query: Query) -> Query | None:
    """The question whose first record is the nearest to a window; nothing where there is no such side to look at."""
    window = query.window
    if window is None:
        return None
    if window.axis in _FORTH and window.end is not None:
        start, end = window.end, shifted(window.end, REACH)
    elif window.axis in _BACK and window.start is not None:
        start, end = shifted(window.start, -REACH), window.start
    else:
        return None
    if start >= end:
        return None
    around = Window(axis=window.axis, start=start, end=end)
    sort = Sort(by=window.axis.value, descending=window.axis in _BACK)
    return query.model_copy(update={"window": around, "sort": sort, "limit": 1, "count": False})


def nearest(record: Record, around: Query, query: Query, zone: ZoneInfo) -> Nearest | None:
    """What `beside` found, with the question for its day at a venue in `zone`."""
    window = around.window
    if window is None:
        return None
    at = next((moment for moment in dates(record, window.axis) if moment is not None and window.holds(moment)), None)
    if at is None:
        return None
    day = at.astimezone(zone).date() if isinstance(at, datetime) else at
    asked = query.model_copy(update={"window": Window.days(day, day, zone, axis=window.axis)})
    return Nearest(record=record, at=at, day=asked, ahead=window.axis in _FORTH)
