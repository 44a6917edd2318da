"""One question on its way to one account: what a vendor's code is given to work with."""

import asyncio
import math
from collections.abc import Awaitable, Callable, Hashable, MutableMapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from bot.core.errors import FrontdeskError, NoAnswer
from bot.desk.cache import SingleFlight, seen
from bot.vendors.contract import Account, Bound, Request
from bot.vendors.line import Line
from bot.vendors.routes import Routes

T = TypeVar("T")

GRACE = 0.5
"""Seconds that a vendor's code may go on after the deadline before it is stopped."""

PATIENCE = 1.0
"""Seconds that an answer is held back for a list that it can do without."""

ONE_CALL = 5.0
"""Seconds that the call for such a list may take: others stand behind it."""

LONGEST_IN_LINE = 300.0
"""Seconds that it may stand in a queue before."""


@dataclass(slots=True)
class Meter:
    """What a question costs at one account: the calls sent, and the milliseconds until it was answered or failed.

    Where it has several plans, `reads` holds what was read for one of them, so that another does not send the same again.
    """

    calls: int = 0
    ms: int = 0
    reads: dict[Hashable, "asyncio.Task[Any]"] | None = None

    def call(self) -> None:
        self.calls += 1


@dataclass(slots=True, kw_only=True)
class LiveErrand:
    """An errand over the network. `lists` keeps what seldom changes for a day, `missed` for a while why one could not be had.

    A remembered list that is `oldest` seconds old is loaded again. `reading` are the reads under way that several plans share.
    """

    account: Account[Any]
    now: datetime
    bound: Bound
    routes: Routes
    line: Line
    lists: SingleFlight
    missed: MutableMapping[Hashable, str]
    meter: Meter
    reading: "set[asyncio.Task[Any]]"
    oldest: float = math.inf

    async def within(self, work: Awaitable[T]) -> T:
        """What a vendor's code brings, which stops by itself at the deadline; this holds even for one that does not."""
        try:
            async with asyncio.timeout_at(self.bound.deadline + GRACE):
                return await work
        except TimeoutError as error:
            raise NoAnswer(f"{self.line.who} did not answer in time.") from error

    async def read(self, request: Request) -> Any:
        reads = self.meter.reads
        if reads is None:
            return await self._read(request)
        key = (request.method, request.path, request.params, repr(request.body), repr(request.form))
        task = reads.get(key)
        if task is None:
            task = reads[key] = asyncio.ensure_future(self._read(request))
            self.reading.add(task)
            task.add_done_callback(self.reading.discard)
            task.add_done_callback(seen)
        # One plan that gives up does not take the answer from the other.
        return await asyncio.shield(task)

    async def _read(self, request: Request) -> Any:
        return await self.line.read(request, deadline=self.bound.deadline, sent=self.meter.call)

    async def write(self, request: Request) -> Any:
        """Send a change once; raises as `Line.write` does. A vendor's code never calls this: the desk does, after the journal."""
        return await self.line.write(request, deadline=self.bound.deadline, sent=self.meter.call)

    async def remembered(self, name: str, load: Callable[[], Awaitable[Any]], *, shared: str | None = None) -> Any:
        return (await self.lists.get((self.account.id if shared is None else shared, name), load, oldest=self.oldest)).value

    async def at_hand(self, name: str, request: Request, read: Callable[[Any], T], *, shared: str | None = None) -> T | None:
        key = (self.account.id if shared is None else shared, name)
        if (why := self.missed.get(key)) is not None:
            raise NoAnswer(why)
        now = asyncio.get_running_loop().time()

        async def load() -> T:
            try:
                return read(
                    await self.line.read(
                        request, deadline=now + LONGEST_IN_LINE, sent=self.meter.call, attempts=1, patience=ONE_CALL
                    )
                )
            except FrontdeskError as error:
                self.missed[key] = str(error)
                raise

        wait = PATIENCE if self.line.lane.starts_within(PATIENCE) else 0.0
        return await self.lists.soon(key, load, wait)
