"""Asking for a summary: every figure's question, at one venue, all at once."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.core.answer import AccountAnswer, Answer
from bot.core.query import Query
from bot.core.reading import Reading
from bot.core.record import Record
from bot.desk.ask import Desk
from bot.digests.covers import by_day, covers, is_covered, sifted
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
    wide = covers(day)
    wanted = {key: metric for key, metric in METRICS.items() if _is_wanted(key, day) and (only is None or key in only)}
    queries = {key: metric.question(day).model_copy(update={"venues": (venue,)}) for key, metric in wanted.items()}
    single = {key: query for key, query in queries.items() if not is_covered(query, wide)}
    needed = {kind for key, query in queries.items() if key not in single for kind in query.kinds}
    broad = {kind: query.model_copy(update={"venues": (venue,)}) for kind, query in wide.items() if kind in needed}
    answers = await asyncio.gather(
        *(desk.ask(Reading(query=query, understood=""), fresh=fresh) for query in (*single.values(), *broad.values()))
    )
    alone = dict(zip(single, answers, strict=False))
    of_kind = dict(zip(broad, answers[len(single) :], strict=True))
    facts = {}
    for key, query in queries.items():
        given = [alone[key]] if key in alone else [of_kind[kind] for kind in query.kinds]
        records = tuple(record for answer in given for record in answer.records)
        fact = _fact(wanted[key], query, given, records if key in alone else sifted(records, query))
        if fact is not None:
            facts[key] = replace(fact, week=by_day(records, query, day)) if fact.metric.ahead else fact
    now = desk.clock()
    return Facts(venue=venue, day=day, at=now, facts=facts, sources=tuple(_sources(answers, now)))


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
