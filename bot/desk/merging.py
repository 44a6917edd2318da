"""Many accounts' records as one list: sorted, capped, with a cursor for the rest. Pure."""

from collections.abc import Callable, Generator, Iterable
from datetime import date, datetime, time
from operator import itemgetter
from typing import Any

from bot.core.errors import NotUnderstood
from bot.core.matching import dates, fold
from bot.core.query import Query, Sort
from bot.core.record import Record
from bot.core.states import Axis, Kind

CAP = 1_000
"""How many records one answer holds unless the question says otherwise."""


_AT_A_TIME = 64


def order_of(query: Query) -> Sort:
    """The order asked for, or the one people expect: the day's events by time, what was made or changed newest first."""
    if query.sort is not None:
        return query.sort
    if query.window is None:
        return Sort(by="name") if query.kinds == (Kind.CUSTOMER,) else Sort(by="start")
    match query.window.axis:
        case Axis.CREATED | Axis.MODIFIED | Axis.REDEEMED:
            return Sort(by=query.window.axis.value, descending=True)
        case Axis.END | Axis.EXPIRES:
            return Sort(by=query.window.axis.value)
        case Axis.START | Axis.OVERLAP | Axis.REVENUE:
            return Sort(by="start")


Keyed = tuple[Any, tuple[str, str, str], Record]
"""A record with what it stands by in an order, `None` where it lacks that, and what it stands by among equals."""


def keyed(records: Iterable[Record], query: Query) -> Generator[None, None, list[Keyed]]:
    """Records with their places in the order of a query; yields where it may be interrupted."""
    value = _VALUES[order_of(query).by]
    found: list[Keyed] = []
    for number, record in enumerate(records):
        if number % _AT_A_TIME == 0:
            yield
        found.append((value(record, query), _tie(record), record))
    return found


def in_order(found: Iterable[Keyed], query: Query) -> list[Record]:
    """Records in the order of a query; those without the fact come last, equal ones by name, id and account."""
    known: list[Keyed] = []
    unknown: list[Keyed] = []
    for each in found:
        (unknown if each[0] is None else known).append(each)
    if order_of(query).descending:
        # Equal ones keep the order they have.
        known.sort(key=_AMONG_EQUALS)
        known.sort(key=_VALUE, reverse=True)
    else:
        known.sort(key=_BOTH)
    unknown.sort(key=_AMONG_EQUALS)
    return [record for _, _, record in known + unknown]


_VALUE, _AMONG_EQUALS, _BOTH = itemgetter(0), itemgetter(1), itemgetter(0, 1)


def cut(records: list[Record], limit: int, after: str | None) -> tuple[tuple[Record, ...], str | None]:
    """At most `limit` records after a cursor, and the cursor of the next ones.

    Raises:
        NotUnderstood: the cursor is not one that an answer gave.
    """
    start = position(after)
    end = start + limit
    return tuple(records[start:end]), str(end) if end < len(records) else None


def position(after: str | None) -> int:
    """How many records come before a cursor's.

    Raises:
        NotUnderstood: the cursor is not one that an answer gave.
    """
    if after is None:
        return 0
    if not after.isdecimal() or len(after) > 9:
        raise NotUnderstood("That page cannot be found any more; please ask again.")
    return int(after)


def _wall(moment: date | datetime | None) -> datetime | None:
    """A moment as its venue's wall clock shows it, so that venues in several zones stand by their own day."""
    if moment is None:
        return None
    return moment.replace(tzinfo=None) if isinstance(moment, datetime) else datetime.combine(moment, time.min)


def _start(record: Record, query: Query) -> datetime | None:
    """The start that the question is about: of an order over two days, its first one in the window."""
    window = query.window
    if window is not None and window.axis is Axis.START and len(record.items) > 1 and not window.holds(record.start):
        inside = [found for at in dates(record, Axis.START) if window.holds(at) and (found := _wall(at))]
        if inside:
            return min(inside)
    return _wall(record.start)


def _name(record: Record) -> str | None:
    return fold(record.customer.name) if record.customer and record.customer.name else None


def _tie(record: Record) -> tuple[str, str, str]:
    return _name(record) or "\uffff", record.id, record.account


_VALUES: dict[str, Callable[[Record, Query], Any]] = {
    "start": _start,
    "end": lambda record, query: _wall(record.end),
    "created": lambda record, query: record.created,
    "modified": lambda record, query: record.modified,
    "expires": lambda record, query: record.expires,
    "redeemed": lambda record, query: record.redeemed_at,
    "name": lambda record, query: _name(record),
    "balance": lambda record, query: record.money.balance if record.money else None,
    "party": lambda record, query: record.party.total if record.party else None,
}
