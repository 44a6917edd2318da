"""Asking: one question to every account at once, and one answer that says what it could not get."""

import asyncio
import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import chain, zip_longest
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from cachetools import TTLCache

from bot.core.answer import Answer
from bot.core.errors import AskOperator, FrontdeskError, UnknownName
from bot.core.reading import Reading
from bot.core.record import Record
from bot.core.reference import new_reference
from bot.core.states import Kind
from bot.core.turns import in_turns
from bot.desk.asking import Asking, Part, Waiting, report
from bot.desk.cache import Kept, SingleFlight, seen
from bot.desk.errand import LiveErrand, Meter
from bot.desk.limits import DeskLimits, Terms, seconds_of
from bot.desk.merging import keyed, position
from bot.desk.planning import Asked, concerned, filters_only, houses_with_stays, near, plan
from bot.desk.resolving import resolved
from bot.desk.sifting import exactly, sift
from bot.vendors.contract import Account, Bound, Found, Plan, Vendor
from bot.vendors.http import Http
from bot.vendors.line import Line
from bot.vendors.routes import Routes

log = structlog.get_logger("frontdesk.desk")

__all__ = ["Asking", "Clock", "Desk", "DeskLimits"]

ONE_DAY_SECONDS = 86_400.0

KEPT_RECORDS = 200_000
"""How many records the short memory may hold over all answers; a record with its raw object takes some 5 KB."""

MISSED_SECONDS = 300.0
"""How long a list that an answer can do without is not asked for again after it failed."""

Clock = Callable[[], datetime]


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
        self._answers = SingleFlight(self._limits.cache_seconds, KEPT_RECORDS, parts=lambda found: found.records)
        self._lists = SingleFlight(ONE_DAY_SECONDS, 5_000)
        self._missed: TTLCache[Hashable, str] = TTLCache(maxsize=5_000, ttl=MISSED_SECONDS)
        self._asking: set[asyncio.Task[Part]] = set()
        self._reading: set[asyncio.Task[Any]] = set()
        self._at: dict[str, list[Account[Any]]] = {}
        self._lines: dict[str, Line] = {}
        self._routes: dict[str, Routes] = {}
        for account in self.accounts.values():
            self._at.setdefault(account.venue, []).append(account)
            vendor = self._vendor(account)
            self._lines[account.id] = http.line(account.id, vendor.title, vendor.access(account.settings), account.zone)
            self._routes[account.id] = Routes.of(vendor.routes, account.settings.routes)

    def start(self, reading: Reading, *, fresh: bool = False, keep: bool = True, after: str | None = None) -> Asking:
        """Ask every account that a question concerns; the answer can be looked at as it grows.

        `fresh` goes past the short memory, and without `keep` the answer does not stay in it; `after` is a cursor of an earlier
        answer.

        Raises:
            UnknownName: the question names a venue, vendor or account that is not configured.
            CannotAnswer: they are configured, but not together.
            NotUnderstood: the cursor is not one that an answer gave.
            AskOperator: no account is configured.
        """
        if not self.accounts:
            raise AskOperator("No vendor account is configured; an operator has to add one under [accounts].")
        position(after)
        accounts = concerned(reading.query, near(reading.query, self._at) or self.accounts.values(), self.vendors)
        queries = {zone: filters_only(reading.query_in(zone)) for zone in {account.zone for account in accounts}}
        keys = {zone: query.short() if keep else "" for zone, query in queries.items()}
        stays = houses_with_stays(reading.query, accounts, self.vendors)
        alike: dict[tuple[str, ZoneInfo, bool], Asked] = {}
        asked: list[Asked] = []
        for account in accounts:
            # Accounts of one vendor and zone are asked the same: a thousand of them are planned once.
            same = (account.settings.vendor, account.zone, account.venue in stays)
            if same not in alike:
                alike[same] = plan(
                    queries[account.zone], account, self._vendor(account), count=reading.query.count, with_stays=stays
                )
            asked.append(replace(alike[same], account=account))
        rows = max(self._limits.rows, reading.query.limit or 0)
        seconds, now = seconds_of(asked, self._lines, self._limits.seconds), asyncio.get_running_loop().time()
        return Asking(
            reading,
            [
                self._ask_one(
                    one,
                    Terms(
                        query=reading.query,
                        filters=keys[one.account.zone],
                        fresh=fresh,
                        keep=keep,
                        rows=rows,
                        deadline=now + seconds[one.account.id],
                    ),
                )
                for one in asked
            ],
            after,
        )

    async def ask(self, reading: Reading, *, fresh: bool = False, keep: bool = True, after: str | None = None) -> Answer:
        """The whole answer to a question; raises as `start` does."""
        asking = self.start(reading, fresh=fresh, keep=keep, after=after)
        await asking.done()
        return asking.answer()

    def at(self, venue: str) -> Sequence[Account[Any]]:
        """The accounts of a venue."""
        return self._at.get(venue, ())

    def resting(self) -> dict[str, datetime]:
        """The accounts that are left alone because they failed several times in a row, and when each is tried again."""
        return {id: until for id, line in self._lines.items() if (until := line.rests_until()) is not None}

    async def get(self, account: str, kind: Kind, id: str) -> Record:
        """One record, read now; raises what the vendor's `get` raises, and `UnknownName` for an account that is not configured."""
        errand = self._errand(self._account(account), Meter())
        return await self._vendor(errand.account).get(errand, kind, id)

    def errand(self, account: str) -> LiveErrand:
        """A way to one account, for what is no question: reading one record, and acting on it."""
        return self._errand(self._account(account), Meter())

    def forget(self, account: str) -> None:
        """Drop the answers kept of an account: something was changed there."""
        self._answers.drop(lambda key: isinstance(key, tuple) and key[0] == account)

    async def probe(self, account: str) -> str:
        """One cheap read that proves an account's key; raises the error that says what is wrong."""
        errand = self._errand(self._account(account), Meter())
        return await self._vendor(errand.account).probe(errand)

    def titles(self) -> dict[str, str]:
        """The vendors of the configured accounts, by name, as people know them."""
        configured = dict.fromkeys(account.settings.vendor for account in self.accounts.values())
        return {name: self.vendors[name].title for name in configured}

    def trades(self) -> dict[str, tuple[str, ...]]:
        """The parts of the house that each configured vendor serves; one that two vendors serve names none."""
        names = self.titles()
        fits = Counter(part for name in names for part in self.vendors[name].trades)
        return {name: tuple(part for part in self.vendors[name].trades if fits[part] == 1) for name in names}

    def examples(self, most: int = 5) -> list[str]:
        """Questions that work here, from each configured vendor in turn."""
        in_turn = chain.from_iterable(zip_longest(*(self.vendors[name].examples for name in self.titles())))
        return list(dict.fromkeys(text for text in in_turn if text))[:most]

    async def close(self) -> None:
        """Stop what is still being asked."""
        running = [*self._asking, *self._reading]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await self._answers.close()
        await self._lists.close()

    def _ask_one(self, asked: Asked, terms: Terms) -> Waiting:
        meter = Meter()
        task = asyncio.ensure_future(self._part(asked, meter, terms))
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)
        task.add_done_callback(seen)
        return Waiting(asked, meter, task)

    async def _part(self, asked: Asked, meter: Meter, terms: Terms) -> Part:
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            if asked.refusal is not None:
                raise asked.refusal
            errands = partial(self._errand, asked.account, meter, terms.rows, terms.deadline)
            plans, understood = await resolved(asked, errands)
            meter.reads = {} if len(plans) > 1 else None
            if len(plans) == 1:
                results: list[tuple[Found, float] | BaseException] = [await self._search(asked, plans[0], meter, terms)]
            else:
                searches = (self._search(asked, each, meter, terms) for each in plans)
                results = await asyncio.gather(*searches, return_exceptions=True)
        finally:
            meter.ms = round((loop.time() - began) * 1_000)
        kept = [(each, *result) for each, result in zip(plans, results, strict=True) if not isinstance(result, BaseException)]
        failed = [result for result in results if isinstance(result, BaseException)]
        for failure in failed:
            # A second kind that failed is told beside the first one's records; a fault of ours is never passed over.
            if not kept or not isinstance(failure, FrontdeskError):
                raise failure
        sifted = await in_turns(sift((each, found) for each, found, _ in kept))
        who = self._lines[asked.account.id].who
        reasons = [f"From {who} {found.why}." for _, found, _ in kept if found.why] + [str(failure) for failure in failed]
        notes = [asked.note, understood, *(found.note for _, found, _ in kept), *sifted.notes]
        complete = not failed and all(found.complete for _, found, _ in kept)
        rows = len(sifted.records) + sifted.counted
        reference = None
        if not complete:
            reference = new_reference()
            why = sorted({type(failure).__name__ for failure in failed}) or ["incomplete"]
            log.warning("account_incomplete", account=asked.account.id, why=why, rows=rows, reference=reference)
        said = report(
            asked,
            meter,
            complete=complete,
            asked_at_all=bool(asked.plans),
            error=" ".join(dict.fromkeys(reasons)) or None,
            reference=reference,
            note="; ".join(dict.fromkeys(note for note in notes if note)) or None,
            age=max((age for _, _, age in kept), default=0.0),
            rows=rows,
            total=rows if complete else None,
            left_out=sifted.left_out,
        )
        return Part(found=await in_turns(keyed(sifted.records, terms.query)), report=said)

    async def _search(self, asked: Asked, each: Plan, meter: Meter, terms: Terms) -> tuple[Found, float]:
        """The records of one plan and their age in seconds; where a vendor's count is wider than the question, all of them."""

        async def load() -> Found:
            errand = self._errand(asked.account, meter, terms.rows, terms.deadline)
            return await errand.within(asked.vendor.search(errand, each))

        ids = tuple((field, *(entry.id for entry in entries)) for field, entries in each.named.items())
        key = (asked.account.id, each.kind, terms.filters, terms.rows, ids, each.count)
        kept = await self._answers.get(key, load, fresh=terms.fresh) if terms.keep else Kept(await load(), 0.0)
        if each.count and kept.value.total is not None and not exactly(each, kept.value):
            found, age = await self._search(asked, replace(each, count=False), meter, terms)
            return replace(found, total=None), age
        return kept.value, kept.age

    def _errand(
        self,
        account: Account[Any],
        meter: Meter,
        rows: int | None = None,
        deadline: float | None = None,
        *,
        oldest: float = math.inf,
    ) -> LiveErrand:
        limits = self._limits
        rows = limits.rows if rows is None else rows
        pages = limits.pages * math.ceil(rows / limits.rows)
        if deadline is None:
            deadline = asyncio.get_running_loop().time() + limits.seconds
        return LiveErrand(
            account=account,
            now=self.clock(),
            bound=Bound(rows=rows, pages=pages, deadline=deadline),
            routes=self._routes[account.id],
            line=self._lines[account.id],
            lists=self._lists,
            missed=self._missed,
            meter=meter,
            reading=self._reading,
            oldest=oldest,
        )

    def _account(self, id: str) -> Account[Any]:
        if id not in self.accounts:
            raise UnknownName("account", id, sorted(self.accounts))
        return self.accounts[id]

    def vendor_of(self, account: str) -> Vendor[Any]:
        """Whose account it is."""
        return self._vendor(self._account(account))

    def _vendor(self, account: Account[Any]) -> Vendor[Any]:
        return self.vendors[account.settings.vendor]
