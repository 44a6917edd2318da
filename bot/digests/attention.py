"""What needs attention in a summary: the figures of which there are any, with the records behind them. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from bot.core.record import Record
from bot.core.venue import Venue
from bot.digests.facts import Fact
from bot.digests.metrics import METRICS, Day, Part
from bot.digests.saying import owed, said
from bot.digests.summary import Told

_NEARLY = 0.85
"""From which share of its places on a class is called nearly full."""

_EMPTY = 0.25
"""Up to which share of its places a class is called nearly empty."""

_FRAUD = "suspectedFraud"
"""The label of a visit that the store's cameras suspect."""

_NAMED = 20
"""How many records a question can name."""


def attention(found: Mapping[str, Fact], venue: Venue, day: Day) -> Iterator[Told]:
    """Each figure that is not none, what the visits of yesterday are suspected of, and classes nearly full or empty."""
    for key, fact in found.items():
        if METRICS[key].part is Part.ATTENTION and fact.best:
            yield _told(fact, venue, day)
    yield from _suspected(found.get("visits"))
    yield from _classes(found.get("classes"))


def is_unchecked(found: Mapping[str, Fact]) -> bool:
    """Whether something that would need attention could not be looked at."""
    return any(not fact.complete for key, fact in found.items() if METRICS[key].part is Part.ATTENTION)


def _told(fact: Fact, venue: Venue, day: Day) -> Told:
    whole = fact.complete or fact.last is None
    sum = f" {owed(fact.records, venue)}" if fact.metric.key == "owing" and whole else ""
    return Told(
        key=fact.metric.key,
        text=said(fact, day) + sum,
        query=fact.query,
        count=fact.best,
        complete=fact.complete,
        records=fact.records if whole else (),
    )


def _suspected(fact: Fact | None) -> Iterator[Told]:
    flagged = [record for record in fact.records if any(label.id == _FRAUD for label in record.labels)] if fact else []
    if fact is None or not flagged:
        return
    named = flagged[:_NAMED]
    words = "visit of yesterday is" if len(flagged) == 1 else "visits of yesterday are"
    text = f"{len(named)}{' or more' if len(flagged) > len(named) else ''} {words} suspected of fraud"
    query = fact.query.model_copy(update={"ids": tuple(record.id for record in named)})
    yield Told(key="suspected", text=text, query=query, count=len(named), complete=fact.complete, records=tuple(named))


def _classes(fact: Fact | None) -> Iterator[Told]:
    """Classes of today that are full or empty, or nearly so, a line for each."""
    for record, word in _notable(fact.records if fact is not None else ()):
        assert fact is not None
        assert record.places is not None
        what = record.title or ", ".join(str(each) for each in record.service) or "A class"
        at = f" at {record.start:%H:%M}" if isinstance(record.start, datetime) else ""
        text = f"{what}{at} is {word}: {record.places.left} of {record.places.capacity} places left"
        query = fact.query.model_copy(update={"ids": (record.id,)})
        yield Told(key="classes", text=text, query=query, count=1, complete=fact.complete, records=(record,))


def _notable(records: Iterable[Record]) -> Iterator[tuple[Record, str]]:
    for record in records:
        free = record.places
        if free is None or free.left is None or not free.capacity:
            continue
        taken = 1 - free.left / free.capacity
        few = "empty" if free.left >= free.capacity else "nearly empty" if taken <= _EMPTY else ""
        word = "full" if free.left <= 0 else "nearly full" if taken >= _NEARLY else few
        if word:
            yield record, word
