"""Answers kept for a short while, and one call for everybody who asks the same at the same time."""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from cachetools import TTLCache

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kept(Generic[T]):
    """A value with its age in seconds."""

    value: T
    age: float


class SingleFlight:
    """A cache of coroutines' results. Failures are not kept; they reach all who wait for the same load.

    A load runs in a task of its own: one asker who gives up does not take the answer from the others.
    `size` bounds what is kept: the sum of what `weigh` gives for each value, by default how many there are.
    """

    def __init__(
        self,
        seconds: float,
        size: int,
        timer: Callable[[], float] = time.monotonic,
        weigh: Callable[[Any], int] = lambda value: 1,
    ) -> None:
        self._timer = timer
        self._weigh = weigh
        self._kept: TTLCache[Hashable, tuple[float, Any]] = TTLCache(
            maxsize=size, ttl=seconds, timer=timer, getsizeof=lambda kept: weigh(kept[1])
        )
        self._running: dict[Hashable, asyncio.Task[Any]] = {}

    async def get(
        self, key: Hashable, load: Callable[[], Awaitable[T]], *, fresh: bool = False, oldest: float = math.inf
    ) -> Kept[T]:
        """The value under a key, loaded when it is not there, too old, `oldest` seconds old or more, or `fresh` is wanted."""
        if not fresh and (kept := self._kept.get(key)) is not None and (age := self._timer() - kept[0]) < oldest:
            return Kept(kept[1], age)
        return Kept(await asyncio.shield(self._task(key, load)), 0.0)

    async def soon(self, key: Hashable, load: Callable[[], Awaitable[T]], seconds: float) -> T | None:
        """The value under a key if it is there within so many seconds; otherwise nothing, and it goes on loading for the next."""
        if (kept := self._kept.get(key)) is not None:
            return cast(T, kept[1])
        task = self._task(key, load)
        await asyncio.wait([task], timeout=seconds)
        return task.result() if task.done() else None

    def _task(self, key: Hashable, load: Callable[[], Awaitable[T]]) -> "asyncio.Task[T]":
        task = self._running.get(key)
        if task is None:
            task = asyncio.ensure_future(self._load(key, load))
            self._running[key] = task
            task.add_done_callback(seen)
        return task

    async def _load(self, key: Hashable, load: Callable[[], Awaitable[T]]) -> T:
        try:
            value = await load()
            if self._weigh(value) <= self._kept.maxsize and self._mine(key):
                self._kept[key] = (self._timer(), value)
            return value
        finally:
            if self._mine(key):
                del self._running[key]

    def _mine(self, key: Hashable) -> bool:
        """Whether the load that runs now is still the one for its key."""
        return self._running.get(key) is asyncio.current_task()

    def drop(self, concerns: Callable[[Hashable], bool]) -> None:
        """Forget what is kept under such keys; what is loading now still reaches who waits for it, and is not kept."""
        for key in [key for key in self._kept if concerns(key)]:
            del self._kept[key]
        for key in [key for key in self._running if concerns(key)]:
            del self._running[key]

    async def close(self) -> None:
        """Stop what is still loading."""
        running = list(self._running.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


def seen(task: "asyncio.Future[Any]") -> None:
    """Take note of a failure, so that one nobody waits for any longer is no warning at the end."""
    if not task.cancelled():
        task.exception()
