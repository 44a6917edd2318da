"""One question on its way to one account: what a vendor's code is given to work with."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.desk.cache import SingleFlight
from bot.vendors.contract import Account, Bound, Request
from bot.vendors.http import Line
from bot.vendors.routes import Routes


@dataclass(slots=True)
class Meter:
    """What a question costs at one account: the calls sent, and the milliseconds until it was answered or failed."""

    calls: int = 0
    ms: int = 0

    def call(self) -> None:
        self.calls += 1


@dataclass(slots=True, kw_only=True)
class LiveErrand:
    """An errand over the network. `lists` keeps what seldom changes for a day."""

    account: Account[Any]
    now: datetime
    bound: Bound
    routes: Routes
    line: Line
    lists: SingleFlight
    meter: Meter

    async def read(self, request: Request) -> Any:
        return await self.line.read(request, deadline=self.bound.deadline, sent=self.meter.call)

    async def remembered(self, name: str, load: Callable[[], Awaitable[Any]], *, shared: str | None = None) -> Any:
        return (await self.lists.get((self.account.id if shared is None else shared, name), load)).value
