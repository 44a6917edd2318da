"""A line: one account's connection to its vendor: whose turn it is, how often and how long a call is tried, what it brought."""

import asyncio
import logging
import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

import stamina
import structlog

from bot.core.errors import (
    FrontdeskError,
    NoAnswer,
    NotFound,
    NotSent,
    Resting,
    RetryLater,
    SlowDown,
    UnknownOutcome,
    VendorBroken,
)
from bot.core.turns import in_turns
from bot.vendors.breaker import Breaker
from bot.vendors.bulk import LARGE, steps
from bot.vendors.contract import Access, Request
from bot.vendors.lane import Lane
from bot.vendors.limits import Limits
from bot.vendors.reading import Reads
from bot.vendors.verdict import complaint, decipher, in_words, leniently, retry_after
from bot.vendors.writing import Writes, judge

log = structlog.get_logger("frontdesk.vendors")

A_MOMENT = 1.0
"""Seconds of quiet that a call waits through in its place, rather than being told to come again."""


@dataclass(slots=True, kw_only=True)
class Line:
    """One account's connection to its vendor. `account` names it in the log, `who` in sentences: "Trybe (palm-spa)"."""

    account: str
    who: str
    access: Access
    lane: Lane
    limits: Limits
    reads: Reads
    writes: Writes
    zone: tzinfo = UTC
    breaker: Breaker = field(default_factory=Breaker)

    async def read(
        self,
        request: Request,
        *,
        deadline: float,
        sent: Callable[[], None],
        attempts: int | None = None,
        patience: float | None = None,
    ) -> Any:
        """Send a read until it is answered, tried often enough, or the loop's clock passes `deadline`.

        `sent` is called once for each request that goes out; `attempts` are those of the limits unless given; `patience` is the
        seconds that one request may take once it was sent, its turn in the queue not counted. Returns the JSON of the answer.

        Raises:
            RetryLater: the vendor is slow, down, asks us to wait, or is left alone because it was so several times.
            AskOperator: it refuses the key or the request, or answers more than the limit.
            NotFound: it answers 404.
        """
        tried = False

        async def once() -> Any:
            nonlocal tried
            async with self._turn():
                tried = True
                sent()
                async with asyncio.timeout(patience):
                    return await self._once(request)

        if self.breaker.rests() is not None:
            raise self._resting(request)
        with self.breaker.watch(lambda: tried):
            try:
                async with asyncio.timeout_at(deadline):
                    try:
                        return await once()
                    except RetryLater as error:
                        return await self._repeated(once, error, deadline, attempts or self.limits.attempts)
            except TimeoutError as error:
                late = (
                    "did not answer in time"
                    if tried
                    else "was not reached in time: other questions to it came first. Please ask again"
                )
                failure = NoAnswer(f"{self.who} {late}.")
                self._note(request, failure)
                raise failure from error

    def rests_until(self) -> datetime | None:
        """When an account that is left alone is tried again, on its venue's clock; nothing when it is not."""
        seconds = self.breaker.rests()
        return None if seconds is None else datetime.now(self.zone) + timedelta(seconds=math.ceil(seconds))

    def _resting(self, request: Request) -> Resting:
        until = self.rests_until() or datetime.now(self.zone)
        times = self.breaker.failures
        failure = Resting(f"{self.who} failed {times} times in a row and is left alone until {until:%H:%M:%S}.", until=until)
        self._note(request, failure)
        return failure

    async def write(self, request: Request, *, deadline: float, sent: Callable[[], None]) -> Any:
        """Send a change once, whatever becomes of it. Returns the JSON of the answer, or nothing where it is empty.

        Raises:
            NotSent: nothing left this machine before the loop's clock passed `deadline`.
            UnknownOutcome: it went out, and no answer says what became of it.
            FrontdeskError: the vendor refused it; any other class means that nothing was done.
        """
        out, status, content = False, None, b""
        try:
            async with asyncio.timeout_at(deadline), self._turn():
                out = True
                sent()
                answer = await self.writes.send(self.access, self.access.sign(request), self.who)
                status, headers, content = answer
                self._keep_quiet(status, headers)
                return judge(self.access, answer, self.who)
        except TimeoutError as error:
            late = UnknownOutcome if out else NotSent
            failure = late(f"{self.who} {'did not confirm in time' if out else 'was not reached in time; nothing was sent'}.")
            self._note(request, failure)
            raise failure from error
        except FrontdeskError as error:
            self._note(request, error, status, content)
            raise

    async def _repeated(
        self, once: Callable[[], Awaitable[Any]], failure: RetryLater | None, deadline: float, attempts: int
    ) -> Any:
        """Try again after a first failure, which counts as the first attempt: most reads need none of this."""
        slowed = 0

        def again(error: Exception) -> bool | float:
            nonlocal slowed
            slowed += isinstance(error, SlowDown)
            return slowed <= self.access.waits and self._again(error, deadline)

        # The hook that notes a retry is told nothing else about the call.
        with structlog.contextvars.bound_contextvars(account=self.account):
            async for attempt in stamina.retry_context(
                on=again,
                attempts=attempts,
                timeout=None,
                wait_initial=0.2,
                wait_max=2.0,
                wait_jitter=0.2,
            ):
                with attempt:
                    if failure is not None:
                        first, failure = failure, None
                        raise first
                    return await once()
        raise AssertionError("stamina returns or raises")

    def _again(self, error: Exception, deadline: float) -> bool | float:
        """Whether a failed read is worth another try in the time left, or after how many seconds it is."""
        left = deadline - asyncio.get_running_loop().time()
        if isinstance(error, SlowDown):
            wait = error.seconds
            return wait if wait is not None and wait < left else False
        return isinstance(error, RetryLater) and left > 0.5

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        now = asyncio.get_running_loop().time
        async with self.lane.turn():
            if (quiet := self.lane.quiet_until - now()) > 0:
                if quiet <= A_MOMENT:
                    await asyncio.sleep(quiet)
                else:
                    raise SlowDown(f"{self.who} asked us to slow down; try again in {in_words(quiet)}.", seconds=quiet)
            try:
                yield
            except SlowDown as error:
                if error.seconds:
                    self.lane.quiet_until = now() + error.seconds
                raise

    async def _once(self, request: Request) -> Any:
        log.debug("vendor_call", account=self.account, route=request.route)
        status, content = None, b""
        try:
            status, headers, content = await self.reads.send(self.access, self.access.sign(request), self.who)
            self._heed(status, headers)
            return await self._read(status, headers, content)
        except FrontdeskError as error:
            self._note(request, error, status, content)
            raise

    def _heed(self, status: int, headers: Mapping[str, str]) -> None:
        """Keep quiet as an answer asks.

        Raises:
            SlowDown: the answer says nothing else.
        """
        wait = self._keep_quiet(status, headers)
        if wait and status in (429, 503) and retry_after(headers) is None:
            raise SlowDown(f"{self.who} asked us to slow down ({status}); try again in {in_words(wait)}.", seconds=wait)

    def _keep_quiet(self, status: int, headers: Mapping[str, str]) -> float | None:
        wait = self.access.quiet(status, headers, time.time())
        if wait:
            self.lane.quiet_until = max(self.lane.quiet_until, asyncio.get_running_loop().time() + wait)
        return wait

    async def _read(self, status: int, headers: Mapping[str, str], content: bytes) -> Any:
        if not 200 <= status < 300:
            fault = self.access.fault(leniently(content), self.who)
            # One without a code says less than the status.
            if fault is not None and not isinstance(fault, VendorBroken):
                raise fault
        body = await self._large(content) if len(content) > LARGE and 200 <= status < 300 else None
        if body is None:
            body = decipher(status, headers, content, self.who)
        if (fault := self.access.fault(body, self.who)) is not None:
            raise fault
        return body

    @staticmethod
    async def _large(content: bytes) -> Any:
        """The JSON of a large answer; nothing where it has to be read in one piece to tell what is wrong with it."""
        try:
            return await in_turns(steps(content))
        except (ValueError, RecursionError):
            return None

    def _note(self, request: Request, error: FrontdeskError, status: int | None = None, content: bytes = b"") -> None:
        """Write down what an operator needs to find the fault: names only, neither what was asked for nor what was said."""
        log.log(
            logging.INFO if isinstance(error, NotFound) else logging.WARNING,
            "vendor_call_failed",
            account=self.account,
            route=request.route,
            status=status,
            why=type(error).__name__,
            asked=sorted({name for name, _ in request.params} | set(request.body or ()) | set(request.form or ())),
            said=complaint(leniently(content)),
        )


def quiet_retries() -> None:
    """Replace stamina's own note of a retry, which holds the arguments of the call, by one that holds none."""
    stamina.instrumentation.set_on_retry_hooks([_note_retry])


def _note_retry(details: stamina.instrumentation.RetryDetails) -> None:
    account = structlog.contextvars.get_contextvars().get("account")
    log.info(
        "vendor_retry",
        account=account,
        attempt=details.retry_num,
        wait=round(details.wait_for, 2),
        why=type(details.caused_by).__name__,
    )
