"""How many calls a vendor takes in a span of time, counted on a real clock however the sandbox' own clock is set."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass

Timer = Callable[[], float]
"""Seconds that only go forward, such as `time.monotonic`."""


@dataclass(frozen=True, slots=True)
class Rates:
    """What the vendors with a published rate take from one caller."""

    aifi_per_second: int = 20
    voucherify_per_minute: int = 2_000


class Pace:
    """At most `most` calls of one caller in any `seconds`; a refused call does not count."""

    def __init__(self, most: int, seconds: float, timer: Timer) -> None:
        self.most = most
        self._seconds = seconds
        self._timer = timer
        self._calls: defaultdict[str, deque[float]] = defaultdict(deque)

    def admit(self, caller: str) -> bool:
        """Count a call of this caller, unless that is one too many."""
        calls = self._recent(caller)
        if len(calls) >= self.most:
            return False
        calls.append(self._timer())
        return True

    def remaining(self, caller: str) -> int:
        return self.most - len(self._recent(caller))

    def wait(self, caller: str) -> int:
        """Whole seconds, rounded up, until the oldest call no longer counts."""
        calls = self._recent(caller)
        return math.ceil(calls[0] + self._seconds - self._timer()) if calls else 0

    def _recent(self, caller: str) -> deque[float]:
        calls, now = self._calls[caller], self._timer()
        while calls and calls[0] <= now - self._seconds:
            calls.popleft()
        return calls
