"""`Calls`: everything that went between the app and Slack, for the developer's side panel and for tests."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from bot.playground.shapes import Json

KEPT = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One exchange. `ms` is how long the answer took; `error` is Slack's word; `ignored` are arguments that Slack skips.

    `ts` is the message that came of it.
    """

    n: int
    at: float
    ms: float
    kind: Literal["api", "response_url", "socket", "http", "upload"]
    name: str
    direction: Literal["from_bot", "to_bot"]
    request: Any
    response: Any
    status: int = 200
    ok: bool = True
    error: str | None = None
    attempt: int = 0
    ignored: tuple[str, ...] = ()
    ts: str | None = None

    def for_page(self) -> Json:
        return asdict(self)


@dataclass(slots=True)
class Calls:
    """The latest calls, oldest first. `told` hears of each."""

    told: Callable[[Call], None]
    kept: deque[Call] = field(default_factory=lambda: deque(maxlen=KEPT))
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def add(self, **fields: Any) -> Call:
        """Write a call down."""
        call = Call(n=next(self._numbers), **fields)
        self.kept.append(call)
        self.told(call)
        return call
