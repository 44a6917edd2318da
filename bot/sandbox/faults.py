"""Faults on demand: what a vendor does on a bad day, put in front of a healthy stand-in."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Literal, assert_never, get_args

from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse

from bot.sandbox.venues import VENDORS, account_ids

FaultKind = Literal[
    "401", "403", "404", "429", "500", "503", "html", "truncated", "empty", "slow", "garbage", "redirect", "huge",
    "drop", "reset", "late", "conflict",
]  # fmt: skip
KINDS: tuple[FaultKind, ...] = get_args(FaultKind)
_KINDS_WITH_NUMBER = ("429", "503", "slow", "huge", "late")
_LOGIN_PAGE = "<!doctype html><title>Sign in</title><h1>Please sign in</h1>"
_MEGABYTE = b'"' + b"x" * (1024 * 1024 - 3) + b'",'


class FaultTextError(ValueError):
    """A fault was written wrongly; the message names the word and lists what is allowed."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One way of failing.

    `number` is the Retry-After in seconds for 429 and 503 (no header without it), the delay in seconds for `slow`
    (default 5), the size in megabytes for `huge` (default 32), and nothing for the others. After `times` answers the vendor is well
    again; without it never.

    Four happen to changes only, and reads stay well: `drop` makes the change and hangs up without an answer, `reset` hangs up
    before it is made, `late` makes it and answers after seconds (default 30), `conflict` refuses it with 409.
    """

    kind: FaultKind
    number: float | None = None
    times: int | None = None

    @property
    def of_changes(self) -> bool:
        """Whether it happens to changes only."""
        return self.kind in ("drop", "reset", "late", "conflict")

    @property
    def lateness(self) -> float:
        """Seconds between making a change and answering."""
        return (30.0 if self.number is None else self.number) if self.kind == "late" else 0.0

    @property
    def delay(self) -> float:
        """Seconds to wait before anything is answered."""
        return (5.0 if self.number is None else self.number) if self.kind == "slow" else 0.0


def parse_fault(text: str) -> tuple[str, Fault]:
    """Read `NAME=KIND[:N][*TIMES]`, such as `beds24=429:5` or `beds24=429:5*3`; NAME is a vendor or an account id.

    Raises FaultTextError.
    """
    name, equals, rest = text.partition("=")
    rest, star, times = rest.partition("*")
    word, colon, number = rest.partition(":")
    if not equals:
        raise FaultTextError(f"{text!r} is not a fault: write NAME=KIND[:N][*TIMES], for example beds24=429:5")
    if star and not re.fullmatch(r"[1-9][0-9]{0,5}", times):
        raise FaultTextError(f"{times!r} is no number of times; write for example {rest}*3")
    if name not in (*VENDORS, *account_ids()):
        raise FaultTextError(f"{name!r} is no vendor or account; known: {', '.join((*VENDORS, *account_ids()))}")
    kind = next((known for known in KINDS if known == word), None)
    if kind is None:
        raise FaultTextError(f"{word!r} is no kind of fault; known: {', '.join(KINDS)}")
    often = int(times) if star else None
    if not colon:
        return name, Fault(kind, times=often)
    if kind not in _KINDS_WITH_NUMBER:
        raise FaultTextError(f"{kind!r} takes no number ({number!r} given); {', '.join(_KINDS_WITH_NUMBER)} do")
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?" if kind in ("slow", "late") else r"[0-9]+", number):
        raise FaultTextError(f"{number!r} is no number for {kind!r}; write for example {kind}:5")
    return name, Fault(kind, float(number), often)


def spoil(fault: Fault, healthy: bytes) -> Response | None:
    """The answer given in place of the `healthy` one; None when the healthy one stands (it is only late)."""
    match fault.kind:
        case "401" | "403" | "404":
            return JSONResponse({"message": f"Fault {fault.kind}"}, status_code=int(fault.kind))
        case "429" | "503":
            headers = {} if fault.number is None else {"Retry-After": str(int(fault.number))}
            return PlainTextResponse("Come back later", status_code=int(fault.kind), headers=headers)
        case "500":
            return HTMLResponse("<h1>Server Error</h1>", status_code=500)
        case "html":
            return HTMLResponse(_LOGIN_PAGE)
        case "truncated":
            return Response(healthy[: len(healthy) // 2], media_type="application/json")
        case "empty":
            return Response(b"", media_type="application/json")
        case "garbage":
            return Response(bytes(range(256)) * 4, media_type="application/json")
        case "redirect":
            # Another host, and a name that never resolves (RFC 2606): a client that follows takes its keys elsewhere.
            return RedirectResponse("https://login.invalid/", status_code=302)
        case "huge":
            return StreamingResponse(_padding(32 if fault.number is None else int(fault.number)), media_type="application/json")
        case "conflict":
            return JSONResponse({"message": "Fault 409"}, status_code=409)
        case "slow" | "late" | "drop" | "reset":
            return None
        case _:
            assert_never(fault.kind)


async def _padding(megabytes: int) -> AsyncIterator[bytes]:
    yield b"["
    for _ in range(megabytes):
        yield _MEGABYTE
    yield b'""]'
