"""Asking for a summary: every figure's question, at one venue, all at once."""

import asyncio
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.core.answer import AccountAnswer, Answer
from bot.core.query import Query
from bot.core.reading import Reading
from bot.core.record import Record
from bot.core.states import Kind
from bot.desk.ask import Desk
from bot.digests.covers import by_day, covered, covers, sifted
from bot.digests.metrics import METRICS, Day, Metric
from bot.store.counts import Counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """The answer to one figure's question.

    `count` is what was found, or the sum where the figure is one; where it is not `complete` there may be more, and `last` is what
    the same figure of the same day was when it was last whole. `week` is how many there are on each of the next seven days.
    """

    metric: Metric
    query: Query
    count: int
    complete: bool
    records: tuple[Record, ...]
    week: Mapping[date, int] = field(default_factory=dict)
    last: Counted | None = None

    @property
    def best(self) -> int:
        """The figure, or the last known one where it is not whole."""
        return self.count if self.complete or self.last is None else self.last.value

    @property
    def currency(self) -> str | None:
        """The currency of a sum."""
        return next((record.money.currency for record in self.records if record.money), None) if self.metric.sums else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """How one system answered: what it is called, when, and what it did not give, in a sentence."""

    account: str
    title: str
    at: datetime
    missing: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that is known for a summary of one venue and day. A figure that no system of the venue can give is not among them."""

    venue: str
    day: Day
    at: datetime
    facts: Mapping[str, Fact]
    sources: tuple[Source, ...]

    @property
    def complete(self) -> bool:
        """Whether every figure is whole."""
        return all(fact.complete for fact in self.facts.values())


async def gather(desk: Desk, venue: str, day: Day, *, fresh: bool = False, only: Collection[str] | None = None) -> Facts:
    """Ask every figure's question at a venue, or those that are named; raises as `Desk.ask` does when there is nobody to ask."""
    wide = {kind: query for kind, each in covers(day).items() if (query := _at(desk, venue, each)) is not None}
    wanted = {key: metric for key, metric in METRICS.items() if _is_wanted(key, day) and (only is None or key in only)}
    queries = {key: query for key, metric in wanted.items() if (query := _at(desk, venue, metric.question(day))) is not None}
    broad, alone = _asked(queries, wide)
    answers = await asyncio.gather(
        *(
            desk.ask(Reading(query=query, understood=""), fresh=fresh, keep=not fresh)
            for query in (*broad.values(), *alone.values())
        )
    )
    of_kind = dict(zip(broad, answers, strict=False))
    of_key = dict(zip(alone, answers[len(broad) :], strict=True))
    facts = {}
    for key, query in queries.items():
        given = [of_kind[kind] for kind in covered(query, wide)]
        found = sifted(_all(given), query)
        if key in of_key:
            given.append(of_key[key])
            found += of_key[key].records
        fact = _fact(wanted[key], query, given, found)
        if fact is not None:
            facts[key] = replace(fact, week=by_day(_all(given), query, day)) if fact.metric.ahead else fact
    now = desk.clock()
    return Facts(venue=venue, day=day, at=now, facts=facts, sources=tuple(_sources(answers, now)))


_BOOKINGS = frozenset({Kind.BOOKING, Kind.ORDER, Kind.ARCADE_SESSION})
"""What a venue calls its bookings. A system that has orders of another sort, as one of vouchers has, does not count them so."""


def _at(desk: Desk, venue: str, query: Query) -> Query | None:
    """A question put to a venue; one about bookings to those of its systems whose business they are, if there are any."""
    if not _BOOKINGS.issuperset(query.kinds):
        return query.model_copy(update={"venues": (venue,)})
    mine = desk.at(venue)
    able = [each.id for each in mine if not {*query.kinds}.isdisjoint(desk.vendors[each.settings.vendor].bookings)]
    if not able:
        return None
    return query.model_copy(update={"venues": (venue,)} | ({} if len(able) == len(mine) else {"accounts": tuple(able)}))


def _asked(queries: Mapping[str, Query], wide: Mapping[Kind, Query]) -> tuple[Mapping[Kind, Query], Mapping[str, Query]]:
    """The wide questions that are needed, and what is asked by itself of each figure: the kinds that no wide question brings."""
    needed: set[Kind] = set()
    alone = {}
    for key, query in queries.items():
        brought = covered(query, wide)
        needed.update(brought)
        if rest := tuple(kind for kind in query.kinds if kind not in brought):
            alone[key] = query.model_copy(update={"kinds": rest})
    return {kind: query for kind, query in wide.items() if kind in needed}, alone


def _all(answers: Iterable[Answer]) -> Iterator[Record]:
    return (record for answer in answers for record in answer.records)


def with_last(facts: Facts, known: Mapping[tuple[str, date], Counted]) -> Facts:
    """The same facts; those that are not whole with what was last known of the same day."""
    return replace(
        facts,
        facts={
            key: fact if fact.complete else replace(fact, last=known.get((key, fact.metric.own_day(facts.day))))
            for key, fact in facts.facts.items()
        },
    )


def _is_wanted(key: str, day: Day) -> bool:
    """What is still to come is asked while the day lasts; of a day that has not begun, nobody knows what was before it."""
    if key == "to_come":
        return not day.is_over and not day.is_to_come
    return not (METRICS[key].of_before and day.is_to_come)


def _fact(metric: Metric, query: Query, answers: Sequence[Answer], records: tuple[Record, ...]) -> Fact | None:
    """Nothing where no system of the venue can answer the question: that is not the same as none."""
    able = [account for answer in answers for account in answer.accounts if account.asked]
    if not able:
        return None
    complete = all(account.complete for account in able) and all(answer.next is None for answer in answers)
    if not metric.sums:
        return Fact(metric=metric, query=query, count=len(records), complete=complete, records=records)
    totals = [record.money.total for record in records if record.money is not None and record.money.total is not None]
    # A sum over several currencies, or over records that do not say what they come to, is none.
    one_currency = len({record.money.currency for record in records if record.money is not None}) <= 1
    complete = complete and one_currency and len(totals) == len(records)
    return Fact(metric=metric, query=query, count=sum(totals) if one_currency else 0, complete=complete, records=records)


def _sources(answers: Iterable[Answer], now: datetime) -> Iterable[Source]:
    """One line for each system that was asked anything, with the first thing that it did not give."""
    asked: dict[str, list[AccountAnswer]] = {}
    for answer in answers:
        for account in answer.accounts:
            if account.asked:
                asked.setdefault(account.account, []).append(account)
    for id, reports in sorted(asked.items()):
        missing = next((report.error for report in reports if not report.complete), None)
        yield Source(account=id, title=reports[0].title, at=now, missing=missing)
