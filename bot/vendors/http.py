"""`Http`: the connections of one process, and a line for each account over them."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from types import TracebackType
from typing import Self

from aiolimiter import AsyncLimiter

from bot.vendors.breaker import Breaker
from bot.vendors.contract import Access
from bot.vendors.lane import Lane
from bot.vendors.limits import Limits
from bot.vendors.line import Line
from bot.vendors.reading import Reads, Transport
from bot.vendors.writing import Writes


@dataclass(slots=True)
class Http:
    """The connections of one process. Use it as an async context manager; `line` gives an account its own."""

    limits: Limits = field(default_factory=Limits)
    transport: Transport | None = None
    _reads: Reads | None = None
    _writes: Writes | None = None
    _lanes: dict[str, Lane] = field(default_factory=dict)

    async def __aenter__(self) -> Self:
        self._reads = Reads(self.limits, self.transport)
        self._writes = Writes(self.limits, self.transport)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for way in (self._reads, self._writes):
            if way is not None:
                await way.close()
        self._reads = self._writes = None

    def line(self, account: str, title: str, access: Access, zone: tzinfo = UTC) -> Line:
        """The line of an account; accounts that name the same queue wait for each other. `zone` is for times in sentences."""
        if self._reads is None or self._writes is None:
            raise RuntimeError("Http is used outside its context")
        name = access.queue or account
        lane = self._lanes.setdefault(
            name,
            Lane(
                limiter=AsyncLimiter(*access.rate) if access.rate else None,
                one_at_a_time=asyncio.Lock() if access.queue else None,
            ),
        )
        lane.pause = max(lane.pause, access.pause)
        return Line(
            account=account,
            who=f"{title} ({account})",
            access=access,
            lane=lane,
            limits=self.limits,
            reads=self._reads,
            writes=self._writes,
            zone=zone,
            breaker=Breaker(most=self.limits.failures, rest=self.limits.rest),
        )
