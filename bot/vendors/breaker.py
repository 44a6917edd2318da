"""A circuit breaker: an account that failed several times in a row is left alone for a while, then asked once to see.

The package `circuitbreaker` does not fit reads that are cancelled and asked by many at once: it takes a cancelled call for a
success, lets everybody through at the first moment of the second chance, and a late failure of an old call prolongs the rest.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.core.errors import FrontdeskError, RetryLater

LONGEST_REST = 300.0
"""Seconds: an account that stays down is asked at least so often."""


@dataclass(slots=True, kw_only=True)
class Breaker:
    """The memory of one account's failures. After `most` in a row it rests for `rest` seconds, twice as long after each failed try.

    Only what the vendor may get over counts as a failure; an answer of any other sort, also a refusal, is a sign of life.
    """

    most: int = 5
    rest: float = 30.0
    timer: Callable[[], float] = time.monotonic
    failures: int = 0
    _until: float | None = None
    _trying: bool = False

    def rests(self) -> float | None:
        """Seconds until the next try, at least one while somebody is trying; nothing when calls go through."""
        if self._until is None:
            return None
        left = self._until - self.timer()
        return left if left > 0 else 1.0 if self._trying else None

    @contextmanager
    def watch(self, sent: Callable[[], bool]) -> Iterator[None]:
        """Take note of what becomes of a call that was let through; one that was never sent, or given up, says nothing."""
        trying = self._until is not None
        self._trying = self._trying or trying
        try:
            yield
        except RetryLater:
            if sent():
                self._failed(trying)
            raise
        except FrontdeskError:
            self._lives()
            raise
        else:
            self._lives()
        finally:
            if trying:
                self._trying = False

    def _failed(self, trying: bool) -> None:
        if self._until is not None and not trying:
            return
        self.failures += 1
        if self.failures >= self.most:
            doubled = self.rest * 2 ** min(self.failures - self.most, 10)
            self._until = self.timer() + min(doubled, max(self.rest, LONGEST_REST))

    def _lives(self) -> None:
        self.failures, self._until = 0, None
