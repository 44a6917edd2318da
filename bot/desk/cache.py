"""Answers kept for a short while, and one call for everybody who asks the same at the same time."""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, Collection, Generator, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from cachetools import TTLCache

from bot.core.turns import in_turns

T = TypeVar("T")

_AT_A_TIME = 64


@dataclass(frozen=True, slots=True)
class Kept(Generic[T]):
    """A value with its age in seconds."""

    value: T
    age: float


class SingleFlight:
    """A cache of coroutines' results. Failures are not kept; they reach all who wait for the same load.

    A load runs in a task of its own: one asker who gives up does not take the answer from the others.
    `size` bounds what is kept: how many values and the `parts` of each there are. Others are let in while the parts of a value that
    is no longer kept are let go: to free a large answer takes long.
    """

    def __init__(
        self,
        seconds: float,
        size: int,
        timer: Callable[[], float] = time.monotonic,
        parts: Callable[[Any], Collection[Any]] = lambda value: (),
    ) -> None:
        self._timer = timer
        self._parts = parts
        self._kept: TTLCache[Hashable, tuple[float, Any]] = TTLCache(
            maxsize=size, ttl=seconds, timer=timer, getsizeof=lambda kept: self._weight(kept[1])
        )
        self._running: dict[Hashable, asyncio.Task[Any]] = {}
        self._leaving: set[asyncio.Task[None]] = set()

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
            if self._weight(value) <= self._kept.maxsize and self._mine(key):
                self._keep(key, value)
            return value
        finally:
            if self._mine(key):
                del self._running[key]

    def _mine(self, key: Hashable) -> bool:
        """Whether the load that runs now is still the one for its key."""
        return self._running.get(key) is asyncio.current_task()

    def _weight(self, value: Any) -> int:
        return 1 + len(self._parts(value))

    def _keep(self, key: Hashable, value: Any) -> None:
        gone = [kept for _, kept in self._kept.expire()]
        if key in self._kept:
            gone.append(self._kept.pop(key))
        while self._kept.currsize + self._weight(value) > self._kept.maxsize:
            gone.append(self._kept.popitem()[1])
        self._kept[key] = (self._timer(), value)
        parts = [part for _, each in gone for part in self._parts(each)]
        if len(parts) > _AT_A_TIME:
            leaving = asyncio.ensure_future(in_turns(_let_go(parts)))
            self._leaving.add(leaving)
            leaving.add_done_callback(self._leaving.discard)

    def drop(self, concerns: Callable[[Hashable], bool]) -> None:
        """Forget what is kept under such keys; what is loading now still reaches who waits for it, and is not kept."""
        for key in [key for key in self._kept if concerns(key)]:
            del self._kept[key]
        for key in [key for key in self._running if concerns(key)]:
            del self._running[key]

    async def close(self) -> None:
        """Stop what is still loading."""
        running = [*self._running.values(), *self._leaving]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


def _let_go(parts: list[Any]) -> Generator[None, None, None]:
    while parts:
        del parts[-_AT_A_TIME:]
        yield


def seen(task: "asyncio.Future[Any]") -> None:
    """Take note of a failure, so that one nobody waits for any longer is no warning at the end."""
    if not task.cancelled():
        task.exception()
