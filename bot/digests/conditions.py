"""The conditions of alerts: for each the question that finds what may be so at a venue on its day, and what is so. Pure."""

from collections.abc import Callable
from datetime import datetime
from hashlib import blake2b
from typing import assert_never

from bot.core.alert import KINDS, Condition, Occasion
from bot.core.matching import sieve
from bot.core.query import Query
from bot.core.record import Record
from bot.core.states import Axis, Balance, Status
from bot.core.venue import Venue
from bot.digests.metrics import Day
from bot.store.watches import Watch

_NAMES = ("location", "resource", "staff", "service", "label", "campaign")
"""Filters whose names a system's own lists turn into ids: only the system itself can apply them for certain."""

_ELSEWHERE = frozenset({"venues", "vendors", "accounts"})


def names_of(occasion: Occasion) -> Query:
    """The part of an occasion that has to be asked; the rest is sifted from an answer that others share."""
    return Query(**{field: getattr(occasion.query, field) for field in _NAMES})


def watch_of(occasion: Occasion, venue: str) -> Watch:
    """The watch whose question an occasion needs at a venue: the same for everybody who does not name somebody or something."""
    names = names_of(occasion)
    key = blake2b(names.short().encode(), digest_size=20).hexdigest() if names != Query() else ""
    return Watch(occasion.condition.value, venue, key)


def concerns(occasion: Occasion, venue: Venue) -> bool:
    """Whether an occasion is about a venue: one that names none is about all of them in whose currency it speaks."""
    named = not occasion.query.venues or venue.id in occasion.query.venues
    return named and occasion.currency in (None, venue.currency)


def question(occasion: Occasion, venue: str, day: Day) -> Query:
    """The question of an occasion's watch."""
    asked = {"kinds": KINDS[occasion.condition], "venues": (venue,), **{field: getattr(occasion.query, field) for field in _NAMES}}
    match occasion.condition:
        case Condition.CANCELLED:
            asked |= {"window": day.window(Axis.MODIFIED), "status": (Status.CANCELLED,)}
        case Condition.NO_SHOW:
            asked |= {"window": day.window(Axis.START), "status": (Status.NO_SHOW,)}
        case Condition.OWES:
            asked |= {"window": day.window(Axis.START), "balance": Balance.OUTSTANDING}
        case Condition.FULL:
            asked |= {"window": day.window(Axis.START)}
        case _:
            assert_never(occasion.condition)
    return Query.model_validate(asked)


def so(occasion: Occasion, day: Day, now: datetime) -> Callable[[Record], bool]:
    """Whether a record of the watch's answer is what an occasion is about, on a day."""
    rest = occasion.query.model_copy(update=dict.fromkeys((*_NAMES, *_ELSEWHERE), ()))
    unsaid, today = sieve(rest), day.window(Axis.START)

    def holds(record: Record) -> bool:
        if occasion.query.vendors and record.vendor not in occasion.query.vendors:
            return False
        if occasion.query.accounts and record.account not in occasion.query.accounts:
            return False
        return unsaid(record) == frozenset() and happened(record)

    def happened(record: Record) -> bool:
        match occasion.condition:
            case Condition.CANCELLED:
                # A record that was cancelled before is also among those changed today.
                on_the_day = record.cancelled_at is None or today.holds(record.cancelled_at)
                return on_the_day and (not occasion.arriving or today.holds(record.start))
            case Condition.NO_SHOW:
                return True
            case Condition.OWES:
                owed = record.money.balance if record.money else None
                same = occasion.currency is None or (record.money is not None and record.money.currency == occasion.currency)
                return owed is not None and same and owed > occasion.above
            case Condition.FULL:
                ahead = isinstance(record.start, datetime) and record.start > now
                return ahead and record.places is not None and record.places.left is not None and record.places.left <= 0
            case _:
                assert_never(occasion.condition)

    return holds
