"""A lane: what the accounts that share a key share, so that all who ask keep a vendor's pace together."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiolimiter import AsyncLimiter


@dataclass(slots=True)
class Lane:
    """What accounts share that share a key: one call at a time where the vendor wants it, a pace, and its wish for quiet."""

    pause: float = 0.0
    limiter: AsyncLimiter | None = None
    one_at_a_time: asyncio.Lock | None = None
    in_line: int = 0
    free_at: float = 0.0
    quiet_until: float = 0.0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for this caller's turn, hold it, and start the pause after it."""
        loop = asyncio.get_running_loop()
        if self.one_at_a_time is None:
            if self.limiter is not None:
                await self.limiter.acquire()
            yield
            return
        self.in_line += 1
        try:
            async with self.one_at_a_time:
                await asyncio.sleep(max(0.0, self.free_at - loop.time()))
                if self.limiter is not None:
                    await self.limiter.acquire()
                try:
                    yield
                finally:
                    self.free_at = loop.time() + self.pause
        finally:
            self.in_line -= 1

    def starts_within(self, seconds: float) -> bool:
        """Whether the pauses before a call made now, its own and those of who is in line, are shorter than so many seconds."""
        pauses = max(0.0, self.free_at - asyncio.get_running_loop().time()) + self.in_line * self.pause
        return pauses < seconds
