"""Asking: one question to every account at once, and one answer that says what it could not get."""

import asyncio
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import structlog

from bot.core.answer import AccountAnswer, Answer
from bot.core.errors import AskOperator, FrontdeskError
from bot.core.matching import matches, unwanted
from bot.core.query import Query
from bot.core.reading import Reading
from bot.core.record import Record
from bot.core.states import Kind, Status
from bot.desk.cache import SingleFlight
from bot.desk.errand import LiveErrand
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
        return Asking(reading, {one.account.id: (one, asyncio.ensure_future(self._part(one, fresh))) for one in asked}, after)

    async def ask(self, reading: Reading, *, fresh: bool = False, after: str | None = None) -> Answer:
        """The whole answer to a question; raises as `start` does."""
        asking = self.start(reading, fresh=fresh, after=after)
        await asking.done()
        return asking.answer()

    async def get(self, account: str, kind: Kind, id: str) -> Record:
        """One record, read now; raises what the vendor's `get` raises."""
        errand = self._errand(self.accounts[account])
        return await self._vendor(errand.account).get(errand, kind, id)

    async def probe(self, account: str) -> str:
        """One cheap read that proves an account's key; raises the error that says what is wrong."""
        errand = self._errand(self.accounts[account])
        return await self._vendor(errand.account).probe(errand)

    async def close(self) -> None:
        """Stop what is still being asked."""
        await self._answers.close()
        await self._lists.close()

    async def _part(self, asked: Asked, fresh: bool) -> Part:
        loop = asyncio.get_running_loop()
        began = loop.time()
        if asked.refusal is not None:
            raise asked.refusal
        if not asked.plans:
            return Part(records=(), report=_report(asked, complete=True, asked_at_all=False, note=asked.note))
        searches = [self._search(asked, each, fresh) for each in asked.plans]
        results = await asyncio.gather(*searches)
        records: list[Record] = []
        left_out: Counter[Status] = Counter()
        for each, (found, _, _) in zip(asked.plans, results, strict=True):
            native = query_fields(each.native)
            for record in found.records:
                if not matches(record, each.query, native=native):
                    continue
                if unwanted(record, each.query):
                    left_out[record.status] += 1
                else:
                    records.append(record)
        reasons = [f"From {self._lines[asked.account.id].who} {found.why}." for found, _, _ in results if found.why]
        notes = [found.note for found, _, _ in results if found.note]
        report = _report(
            asked,
            complete=all(found.complete for found, _, _ in results),
            error=" ".join(dict.fromkeys(reasons)) or None,
            note="; ".join(dict.fromkeys(notes)) or None,
            calls=sum(calls for _, calls, _ in results),
            ms=round((loop.time() - began) * 1_000),
            age=max(age for _, _, age in results),
            rows=len(records),
            left_out=dict(left_out),
        )
        return Part(records=tuple(records), report=report)

    async def _search(self, asked: Asked, each: Plan, fresh: bool) -> tuple[Found, int, float]:
        """The records of one plan, the calls that this question caused, and their age in seconds."""
        errand = self._errand(asked.account)

        async def load() -> Found:
            return await asked.vendor.search(errand, each)

        key = (asked.account.id, each.kind, _filters_only(each.query).short())
        kept = await self._answers.get(key, load, fresh=fresh)
        return kept.value, errand.calls, kept.age

    def _errand(self, account: Account[Any]) -> LiveErrand:
        limits = self._limits
        return LiveErrand(
            account=account,
            now=self.clock(),
            bound=Bound(rows=limits.rows, pages=limits.pages, deadline=asyncio.get_running_loop().time() + limits.seconds),
            routes=self._routes[account.id],
            line=self._lines[account.id],
            lists=self._lists,
        )

    def _vendor(self, account: Account[Any]) -> Vendor[Any]:
        return self.vendors[account.settings.vendor]


@dataclass(slots=True)
class Asking:
    """A question on its way. `answer` can be called at any time; what has not come yet is marked as waiting."""

    reading: Reading
    _parts: Mapping[str, tuple[Asked, "asyncio.Future[Part]"]]
    _after: str | None = None
    _failures: dict[str, AccountAnswer] = field(default_factory=dict)

    async def done(self, within: float | None = None) -> bool:
        """Wait until every account has answered or failed, at most `within` seconds; whether they all have."""
        tasks = [task for _, task in self._parts.values()]
        if tasks:
            await asyncio.wait(tasks, timeout=within)
        return all(task.done() for task in tasks)

    async def more(self, within: float) -> None:
        """Wait until one more account has answered, at most `within` seconds."""
        if waiting := [task for _, task in self._parts.values() if not task.done()]:
            await asyncio.wait(waiting, timeout=within, return_when=asyncio.FIRST_COMPLETED)

    def cancel(self) -> None:
        """Stop waiting for this question's answer."""
        for _, task in self._parts.values():
            task.cancel()

    def answer(self) -> Answer:
        """The answer as it stands."""
        query = self.reading.query
        records: list[Record] = []
        reports: list[AccountAnswer] = []
        for asked, task in self._parts.values():
            if not task.done():
                reports.append(_report(asked, complete=False, waiting=True))
            elif task.cancelled() or task.exception() is not None:
                reports.append(self._failure(asked, None if task.cancelled() else task.exception()))
            else:
                part = task.result()
                records += part.records
                reports.append(part.report)
        ordered = in_order(records, query)
        shown, following = cut(ordered, query.limit or CAP, self._after)
        whole = all(report.complete for report in reports)
        return Answer(
            reading=self.reading,
            records=shown,
            accounts=tuple(reports),
            total=len(ordered) if whole else None,
            next=following,
        )

    def _failure(self, asked: Asked, error: BaseException | None) -> AccountAnswer:
        """What to say of an account that failed; said and logged once, under one reference."""
        if asked.account.id not in self._failures:
            reference = new_reference()
            if isinstance(error, FrontdeskError):
                sentence = str(error)
                log.warning("account_failed", account=asked.account.id, why=type(error).__name__, reference=reference)
            else:
                sentence = f"{asked.vendor.title} ({asked.account.id}) could not be asked because of a fault of ours."
                log.error("account_broke", account=asked.account.id, reference=reference, exc_info=error)
            asked_at_all = asked.refusal is None
            self._failures[asked.account.id] = _report(
                asked, complete=False, asked_at_all=asked_at_all, error=sentence, reference=reference if asked_at_all else None
            )
        return self._failures[asked.account.id]


def new_reference() -> str:
    """Four signs that find an error in the log; without letters that are misread aloud."""
    return "".join(secrets.choice("23456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(4))


def _filters_only(query: Query) -> Query:
    """The part of a query that decides what is fetched: how it is sorted, cut and scoped does not."""
    return query.model_copy(update={"sort": None, "limit": None, "count": False, "venues": (), "vendors": (), "accounts": ()})


def _report(asked: Asked, *, complete: bool, asked_at_all: bool = True, **rest: Any) -> AccountAnswer:
    return AccountAnswer(
        account=asked.account.id,
        vendor=asked.vendor.name,
        venue=asked.account.venue,
        title=asked.vendor.title,
        complete=complete,
        asked=asked_at_all,
        **rest,
    )
