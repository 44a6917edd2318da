"""A question on its way: what each account brought so far, as an answer that can be looked at while it grows."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import structlog

from bot.core.answer import AccountAnswer, Answer
from bot.core.errors import CannotAnswer, FrontdeskError, NotOnList, SeveralNames
from bot.core.reading import Reading
from bot.core.reference import new_reference
from bot.desk.errand import Meter
from bot.desk.merging import CAP, Keyed, cut, in_order
from bot.desk.naming import doubts, names_in, none_called
from bot.desk.people import about_a_person, people
from bot.desk.planning import Asked

log = structlog.get_logger("frontdesk.desk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one account brought: the records that hold, with their places in the order, and what to say about it."""

    found: Sequence[Keyed]
    report: AccountAnswer


@dataclass(frozen=True, slots=True)
class Waiting:
    """One account on its way to an answer."""

    asked: Asked
    meter: Meter
    task: asyncio.Task[Part]


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
        astray = self._astray()
        parts = [self._part(waiting, astray) for waiting in self._parts]
        ordered = in_order((each for part in parts for each in part.found), query)
        shown, following = cut(ordered, query.limit or CAP, self._after)
        whole = all(part.report.complete for part in parts)
        counted = sum(part.report.rows for part in parts)
        asked_back = doubts(astray.values(), self.reading) if astray else []
        return Answer(
            reading=replace(self.reading, doubts=(*asked_back, *self.reading.doubts)) if asked_back else self.reading,
            records=shown,
            accounts=tuple(part.report for part in parts),
            total=counted if whole else None,
            next=following,
            people=people(shown) if about_a_person(query) else (),
        )

    def _astray(self) -> dict[str, NotOnList | SeveralNames]:
        """The accounts that were not asked because of a name, unless it is one that another account knows and they do not."""
        failed = {
            waiting.asked.account.id: error
            for waiting in self._parts
            if isinstance(error := _error(waiting.task), NotOnList | SeveralNames)
        }
        if not failed:
            return {}
        known = {(error.field, error.name) for error in failed.values() if isinstance(error, SeveralNames)}
        fields = {error.field for error in failed.values()}
        for waiting in self._parts:
            if waiting.asked.plans and (part := _result(waiting.task)) is not None:
                knows = fields if part.found else fields & waiting.asked.vendor.resolves
                known |= {(field, name) for field in knows for name in names_in(waiting.asked.query, field)}
        return {
            id: error for id, error in failed.items() if isinstance(error, SeveralNames) or (error.field, error.name) not in known
        }

    def _part(self, waiting: Waiting, astray: Mapping[str, FrontdeskError]) -> Part:
        task = waiting.task
        if not task.done():
            return Part(found=(), report=report(waiting.asked, waiting.meter, complete=False, waiting=True))
        if task.cancelled():
            return Part(found=(), report=self._failure(waiting, None))
        if (error := task.exception()) is None:
            return task.result()
        if isinstance(error, NotOnList) and waiting.asked.account.id not in astray:
            note = f"{none_called(error.field, error.name)} and was not asked"
            return Part(found=(), report=report(waiting.asked, waiting.meter, complete=True, asked_at_all=False, note=note))
        return Part(found=(), report=self._failure(waiting, error))

    def _failure(self, waiting: Waiting, error: BaseException | None) -> AccountAnswer:
        """What to say of an account that failed; said and logged once, under one reference."""
        asked, account = waiting.asked, waiting.asked.account.id
        if isinstance(error, CannotAnswer | NotOnList | SeveralNames):
            return report(asked, waiting.meter, complete=False, asked_at_all=False, error=str(error))
        if error is None:
            return report(asked, waiting.meter, complete=False, error=f"{asked.vendor.title} ({account}) was not waited for.")
        if account not in self._failures:
            reference = new_reference()
            if isinstance(error, FrontdeskError):
                sentence = str(error)
                log.warning("account_failed", account=account, why=type(error).__name__, reference=reference)
            else:
                sentence = f"{asked.vendor.title} ({account}) could not be asked because of a fault of ours."
                log.error("account_broke", account=account, reference=reference, exc_info=error)
            self._failures[account] = report(asked, waiting.meter, complete=False, error=sentence, reference=reference)
        return self._failures[account]


def _error(task: asyncio.Task[Part]) -> BaseException | None:
    return task.exception() if task.done() and not task.cancelled() else None


def _result(task: asyncio.Task[Part]) -> Part | None:
    return task.result() if task.done() and not task.cancelled() and task.exception() is None else None


def report(asked: Asked, meter: Meter, *, complete: bool, asked_at_all: bool = True, **rest: Any) -> AccountAnswer:
    """What to say about one account."""
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
