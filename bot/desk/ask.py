"""Asking: one question to every account at once, and one answer that says what it could not get."""

import asyncio
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import structlog

from bot.core.answer import AccountAnswer, Answer
from bot.core.errors import AskOperator, CannotAnswer, FrontdeskError
from bot.core.matching import matches, unwanted
from bot.core.query import Query
from bot.core.reading import Reading
from bot.core.record import Record
from bot.core.states import Kind, Status
from bot.desk.cache import SingleFlight
from bot.desk.errand import LiveErrand, Meter
from bot.desk.merging import CAP, cut, in_order
from bot.desk.planning import Asked, concerned, plan
from bot.vendors.contract import Account, Bound, Found, Plan, Vendor, query_fields
from bot.vendors.http import Http, Line
from bot.vendors.routes import Routes

log = structlog.get_logger("frontdesk.desk")

ONE_DAY_SECONDS = 86_400.0

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskLimits:
    """What one question may take: seconds for its answer, rows and pages of one account, and how long an answer is kept."""

    seconds: float = 10.0
    rows: int = 1_000
    pages: int = 10
    cache_seconds: float = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one account brought: the records that hold, and what to say about it."""

    records: tuple[Record, ...]
    report: AccountAnswer


class Desk:
    """The counter. It holds the accounts, their lines and the short memory of answers."""

    def __init__(
        self,
        accounts: Iterable[Account[Any]],
        vendors: Mapping[str, Vendor[Any]],
        http: Http,
        *,
        clock: Clock = lambda: datetime.now(UTC),
        limits: DeskLimits | None = None,
    ) -> None:
        self.accounts: Mapping[str, Account[Any]] = {account.id: account for account in accounts}
        self.vendors = vendors
        self.clock = clock
        self._limits = limits or DeskLimits()
        self._answers = SingleFlight(self._limits.cache_seconds, 2_000)
        self._lists = SingleFlight(ONE_DAY_SECONDS, 5_000)
        self._lines: dict[str, Line] = {}
        self._routes: dict[str, Routes] = {}
        for account in self.accounts.values():
            vendor = self._vendor(account)
            self._lines[account.id] = http.line(account.id, vendor.title, vendor.access(account.settings))
            self._routes[account.id] = Routes.of(vendor.routes, account.settings.routes)

    def start(self, reading: Reading, *, fresh: bool = False, after: str | None = None) -> "Asking":
        """Ask every account that a question concerns; the answer can be looked at as it grows.

        `fresh` goes past the short memory; `after` is a cursor of an earlier answer.

        Raises:
            UnknownName: the question names a venue, vendor or account that is not configured.
            AskOperator: no account is configured.
        """
        if not self.accounts:
            raise AskOperator("No vendor account is configured; an operator has to add one under [accounts].")
        asked = [
            plan(reading.query_in(account.zone), account, self._vendor(account))
            for account in concerned(reading.query, self.accounts.values(), self.vendors)
        ]
        return Asking(reading, [self._ask_one(one, fresh) for one in asked], after)

    async def ask(self, reading: Reading, *, fresh: bool = False, after: str | None = None) -> Answer:
        """The whole answer to a question; raises as `start` does."""
        asking = self.start(reading, fresh=fresh, after=after)
        await asking.done()
        return asking.answer()

    async def get(self, account: str, kind: Kind, id: str) -> Record:
        """One record, read now; raises what the vendor's `get` raises."""
        errand = self._errand(self.accounts[account], Meter())
        return await self._vendor(errand.account).get(errand, kind, id)

    async def probe(self, account: str) -> str:
        """One cheap read that proves an account's key; raises the error that says what is wrong."""
        errand = self._errand(self.accounts[account], Meter())
        return await self._vendor(errand.account).probe(errand)

    async def close(self) -> None:
        """Stop what is still being asked."""
        await self._answers.close()
        await self._lists.close()

    def _ask_one(self, asked: Asked, fresh: bool) -> "Waiting":
        meter = Meter()
        return Waiting(asked, meter, asyncio.ensure_future(self._part(asked, meter, fresh)))

    async def _part(self, asked: Asked, meter: Meter, fresh: bool) -> Part:
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            if asked.refusal is not None:
                raise asked.refusal
            results = await asyncio.gather(
                *(self._search(asked, each, meter, fresh) for each in asked.plans), return_exceptions=True
            )
        finally:
            meter.ms = round((loop.time() - began) * 1_000)
        kept = [(each, *result) for each, result in zip(asked.plans, results, strict=True) if not isinstance(result, BaseException)]
        failed = [result for result in results if isinstance(result, BaseException)]
        for failure in failed:
            # A second kind that failed is told beside the first one's records; a fault of ours is never passed over.
            if not kept or not isinstance(failure, FrontdeskError):
                raise failure
        records, left_out = _sifted((each, found) for each, found, _ in kept)
        who = self._lines[asked.account.id].who
        reasons = [f"From {who} {found.why}." for _, found, _ in kept if found.why] + [str(failure) for failure in failed]
        notes = [asked.note] + [found.note for _, found, _ in kept]
        report = _report(
            asked,
            meter,
            complete=not failed and all(found.complete for _, found, _ in kept),
            asked_at_all=bool(asked.plans),
            error=" ".join(dict.fromkeys(reasons)) or None,
            note="; ".join(dict.fromkeys(note for note in notes if note)) or None,
            age=max((age for _, _, age in kept), default=0.0),
            rows=len(records),
            left_out=left_out,
        )
        return Part(records=records, report=report)

    async def _search(self, asked: Asked, each: Plan, meter: Meter, fresh: bool) -> tuple[Found, float]:
        """The records of one plan and their age in seconds."""

        async def load() -> Found:
            return await asked.vendor.search(self._errand(asked.account, meter), each)

        key = (asked.account.id, each.kind, _filters_only(each.query).short())
        kept = await self._answers.get(key, load, fresh=fresh)
        return kept.value, kept.age

    def _errand(self, account: Account[Any], meter: Meter) -> LiveErrand:
        limits = self._limits
        deadline = asyncio.get_running_loop().time() + limits.seconds
        return LiveErrand(
            account=account,
            now=self.clock(),
            bound=Bound(rows=limits.rows, pages=limits.pages, deadline=deadline),
            routes=self._routes[account.id],
            line=self._lines[account.id],
            lists=self._lists,
            meter=meter,
        )

    def _vendor(self, account: Account[Any]) -> Vendor[Any]:
        return self.vendors[account.settings.vendor]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One account on its way to an answer."""

    asked: Asked
    meter: Meter
    task: "asyncio.Future[Part]"


@dataclass(slots=True)
class Asking:
    """A question on its way. `answer` can be called at any time; what has not come yet is marked as waiting."""

    reading: Reading
    _parts: Sequence[Waiting]
    _after: str | None = None
    _failures: dict[str, AccountAnswer] = field(default_factory=dict)

    async def done(self, within: float | None = None) -> bool:
        """Wait until every account has answered or failed, at most `within` seconds; whether they all have."""
        tasks = [part.task for part in self._parts]
        if tasks:
            await asyncio.wait(tasks, timeout=within)
        return all(task.done() for task in tasks)

    async def more(self, within: float) -> None:
        """Wait until one more account has answered, at most `within` seconds."""
        if waiting := [part.task for part in self._parts if not part.task.done()]:
            await asyncio.wait(waiting, timeout=within, return_when=asyncio.FIRST_COMPLETED)

    def cancel(self) -> None:
        """Stop waiting for this question's answer."""
        for part in self._parts:
            part.task.cancel()

    def answer(self) -> Answer:
        """The answer as it stands."""
        query = self.reading.query
        parts = [self._part(waiting) for waiting in self._parts]
        ordered = in_order((record for part in parts for record in part.records), query)
        shown, following = cut(ordered, query.limit or CAP, self._after)
        whole = all(part.report.complete for part in parts)
        return Answer(
            reading=self.reading,
            records=shown,
            accounts=tuple(part.report for part in parts),
            total=len(ordered) if whole else None,
            next=following,
        )

    def _part(self, waiting: Waiting) -> Part:
        task = waiting.task
        if not task.done():
            return Part(records=(), report=_report(waiting.asked, waiting.meter, complete=False, waiting=True))
        if task.cancelled() or task.exception() is not None:
            return Part(records=(), report=self._failure(waiting, None if task.cancelled() else task.exception()))
        return task.result()

    def _failure(self, waiting: Waiting, error: BaseException | None) -> AccountAnswer:
        """What to say of an account that failed; said and logged once, under one reference."""
        asked, account = waiting.asked, waiting.asked.account.id
        if isinstance(error, CannotAnswer):
            return _report(asked, waiting.meter, complete=False, asked_at_all=False, error=str(error))
        if account not in self._failures:
            reference = new_reference()
            if isinstance(error, FrontdeskError):
                sentence = str(error)
                log.warning("account_failed", account=account, why=type(error).__name__, reference=reference)
            else:
                sentence = f"{asked.vendor.title} ({account}) could not be asked because of a fault of ours."
                log.error("account_broke", account=account, reference=reference, exc_info=error)
            self._failures[account] = _report(asked, waiting.meter, complete=False, error=sentence, reference=reference)
        return self._failures[account]


def _sifted(found: Iterable[tuple[Plan, Found]]) -> tuple[tuple[Record, ...], Mapping[Status, int]]:
    """The records that hold against every filter, and how many hold but are in a state that the question leaves out."""
    records: list[Record] = []
    left_out: Counter[Status] = Counter()
    for each, one in found:
        native = query_fields(each.native)
        for record in one.records:
            if not matches(record, each.query, native=native):
                continue
            if unwanted(record, each.query):
                left_out[record.status] += 1
            else:
                records.append(record)
    return tuple(records), dict(left_out)


def new_reference() -> str:
    """Four signs that find an error in the log; without letters that are misread aloud."""
    return "".join(secrets.choice("23456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(4))


def _filters_only(query: Query) -> Query:
    """The part of a query that decides what is fetched: how it is sorted, cut and scoped does not."""
    return query.model_copy(update={"sort": None, "limit": None, "count": False, "venues": (), "vendors": (), "accounts": ()})


def _report(asked: Asked, meter: Meter, *, complete: bool, asked_at_all: bool = True, **rest: Any) -> AccountAnswer:
    return AccountAnswer(
        account=asked.account.id,
        vendor=asked.vendor.name,
        venue=asked.account.venue,
        title=asked.vendor.title,
        complete=complete,
        asked=asked_at_all,
        calls=meter.calls,
        ms=meter.ms,
        **rest,
    )
