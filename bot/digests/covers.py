"""Few questions instead of many: one wide question for a kind of record answers most figures about it.

A summary asks twenty questions at an hour at which everybody asks; a hotel system that takes one call at a time would be busy for
minutes. What a wide question brought is sifted by the desk's own test, so each figure is still the answer to its own question.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from bot.core.matching import dates, sieve
from bot.core.query import Query
from bot.core.record import Record
from bot.core.states import Axis, Kind, Status
from bot.core.window import Window
from bot.digests.day import Day

MOST = 5_000
"""Rows of a wide question: nine days of a large house."""

_AXES = {
    Kind.BOOKING: Axis.OVERLAP,
    Kind.ORDER: Axis.START,
    Kind.APPOINTMENT: Axis.START,
    Kind.SESSION: Axis.START,
    Kind.ARCADE_SESSION: Axis.START,
    Kind.SHOP_SESSION: Axis.START,
}

_STANDING = tuple(status for status in Status if status not in (Status.CANCELLED, Status.BLOCKED))

_PAST = frozenset({Kind.SHOP_SESSION})
"""Kinds of which nothing is known ahead: nobody books a visit to a store."""


def covers(day: Day) -> Mapping[Kind, Query]:
    """The wide question for each kind: from the day before to a week ahead, where it has anything ahead."""
    return {kind: wide(kind, day, day.before, day.before if kind in _PAST else day.week[-1]) for kind in _AXES}


def wide(kind: Kind, day: Day, first: date, last: date) -> Query:
    """Everything of a kind on some days in a row, but for what will not happen. Who never came was to arrive all the same."""
    return Query(kinds=(kind,), window=day.window(_AXES[kind], first, last), status=_STANDING, limit=MOST)


def covered(query: Query, broad: Mapping[Kind, Query]) -> tuple[Kind, ...]:
    """The kinds of a question of which the wide questions bring every record that it asks for."""
    return tuple(kind for kind in query.kinds if kind in broad and _holds(broad[kind], query))


def sifted(records: Iterable[Record], query: Query) -> tuple[Record, ...]:
    """The records of a question among those of the wide ones."""
    missing, unwanted = sieve(query), query.left_out
    return tuple(record for record in records if missing(record) == frozenset() and record.status not in unwanted)


def by_day(records: Iterable[Record], query: Query, day: Day, days: Sequence[date] = ()) -> Mapping[date, int]:
    """How many records a question about one day would find on each of some days in a row, else of the week ahead.

    It is the question's window that is moved; an order with lines on two days is found on both.
    """
    assert query.window is not None
    axis, days = query.window.axis, days or day.week
    moved = query.model_copy(update={"window": day.window(axis, days[0], days[-1])})
    counted: Counter[date] = Counter(each for record in sifted(records, moved) for each in _days(record, axis))
    return {each: counted[each] for each in days}


def _days(record: Record, axis: Axis) -> set[date]:
    if axis is Axis.OVERLAP and record.date_only and record.start is not None and record.end is not None:
        first, last = _day(record.start), _day(record.end)
        return {first + timedelta(days=number) for number in range(max(1, (last - first).days))}
    return {_day(at) for at in dates(record, axis) if at is not None}


def _day(at: date | datetime) -> date:
    return at.date() if isinstance(at, datetime) else at


def _holds(broad: Query, query: Query) -> bool:
    outer, inner = broad.window, query.window
    wanted = set(query.status) or set(Status) - query.left_out
    if outer is None or inner is None or not wanted <= set(broad.status):
        return False
    return _inside(inner, outer) and (inner.axis is outer.axis or (outer.axis is Axis.OVERLAP and _is_of_stay(inner, outer)))


def _inside(inner: Window, outer: Window) -> bool:
    assert outer.start is not None
    assert outer.end is not None
    return inner.start is not None and inner.end is not None and outer.start <= inner.start and inner.end <= outer.end


def _is_of_stay(inner: Window, outer: Window) -> bool:
    """Whether stays that begin, or end, in a window are among those that touch another. Who leaves stayed the night before."""
    return inner.axis is Axis.START or (inner.axis is Axis.END and inner.start != outer.start)
