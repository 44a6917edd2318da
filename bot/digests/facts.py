"""Asking for a summary: every figure's question, at one venue, all at once."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.answer import AccountAnswer, Answer
from bot.core.query import Query
from bot.core.reading import Reading
from bot.core.record import Record
from bot.desk.ask import Desk
from bot.digests.covers import covers, is_covered, sifted
from bot.digests.metrics import METRICS, Day, Metric


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """The answer to one figure's question. `count` is what was found; where it is not `complete`, there may be more."""

    metric: Metric
    query: Query
    count: int
    complete: bool
    records: tuple[Record, ...]

    @property
    def owed(self) -> Mapping[str, int]:
        """What is owed over the records, in the smallest unit of each currency."""
        sums: Counter[str] = Counter()
        for record in self.records:
            if record.money is not None and record.money.balance is not None and record.money.balance > 0:
                sums[record.money.currency] += record.money.balance
        return sums


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


async def gather(desk: Desk, venue: str, day: Day, *, fresh: bool = False) -> Facts:
    """Ask every figure's question at a venue; raises as `Desk.ask` does when there is nobody to ask."""
    wide = covers(day)
    queries = {key: metric.question(day).model_copy(update={"venues": (venue,)}) for key, metric in METRICS.items()}
    single = {key: query for key, query in queries.items() if not is_covered(query, wide)}
    asked = [*single.values(), *(query.model_copy(update={"venues": (venue,)}) for query in wide.values())]
    answers = await asyncio.gather(*(desk.ask(Reading(query=query, understood=""), fresh=fresh) for query in asked))
    alone = dict(zip(single, answers, strict=False))
    of_kind = dict(zip(wide, answers[len(single) :], strict=True))
    facts = {}
    for key, query in queries.items():
        metric = METRICS[key]
        if key in alone:
            fact = _fact(metric, query, [alone[key]], alone[key].records)
        else:
            broad = [of_kind[kind] for kind in query.kinds]
            fact = _fact(metric, query, broad, sifted((record for answer in broad for record in answer.records), query))
        if fact is not None:
            facts[key] = fact
    now = desk.clock()
    return Facts(venue=venue, day=day, at=now, facts=facts, sources=tuple(_sources(answers, now)))


def _fact(metric: Metric, query: Query, answers: Sequence[Answer], records: tuple[Record, ...]) -> Fact | None:
    """Nothing where no system of the venue can answer the question: that is not the same as none."""
    able = [account for answer in answers for account in answer.accounts if account.asked]
    if not able:
        return None
    complete = all(account.complete for account in able) and all(answer.next is None for answer in answers)
    return Fact(metric=metric, query=query, count=len(records), complete=complete, records=records)


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
