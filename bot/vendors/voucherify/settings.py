"""A Voucherify account: its keys, and how fast it may be asked."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import Field

from bot.core.errors import AskOperator, FrontdeskError, NotPossible
from bot.vendors.contract import Access, AccountSettings, Address, Request
from bot.vendors.secrets import Key
from bot.vendors.voucherify.failures import FAILURES
from bot.vendors.wire import mapping, text

MINUTE = 60.0

PLAN_EXCEEDED, NOT_THERE = 402, 404

REFUSALS = FAILURES | {
    "multiple_requests": "something else is being done to it; try again in a moment",
    "duplicate_found": "there is one already",
}
"""Keys of errors that say why something cannot be done (errors of the API); any other one is told by its status."""

VERSION = "v2018-08-01"
"""The version of the API that this folder is written for (versioning, header X-Voucherify-API-Version)."""


class VoucherifySettings(AccountSettings):
    """A Voucherify project: the pair of keys of its API, and the calls a minute that its plan allows."""

    base_url: Address = Field("https://api.voucherify.io", description="the API's address in the project's region")
    app_id: Key = Field(description="application id: Project settings > Application keys")
    app_token: Key = Field(description="secret key that belongs to app_id")
    per_minute: int = Field(
        100, ge=1, le=10_000, description="calls a minute that the plan allows (Business 100, Organization 2,000)"
    )
    project_zone: ZoneInfo | None = Field(
        None, description="zone of the project's settings, in which days and hours of validity count; else the venue's"
    )


def access(settings: VoucherifySettings) -> Access:
    """Both keys travel as headers (guides, authentication). Who goes over the plan's rate is blocked at once, and the rate is the
    project's: accounts that share a project stand in one line.
    """

    def sign(request: Request) -> Request:
        keys = {
            "X-App-Id": settings.app_id.get_secret_value(),
            "X-App-Token": settings.app_token.get_secret_value(),
            "X-Voucherify-API-Version": VERSION,
        }
        return replace(request, headers={**request.headers, **keys})

    return Access(
        base_url=settings.base_url,
        sign=sign,
        secrets=(settings.app_id, settings.app_token),
        queue=project(settings),
        rate=pace(settings.per_minute),
        fault=fault,
        quiet=lambda status, headers, now: spent(headers, now),
        waits=1,
    )


def fault(body: Any, who: str) -> FrontdeskError | None:
    """What an error object says that its status alone does not. A voucher has a `code` too, which is a text."""
    wire = mapping(body)
    if wire.get("code") == PLAN_EXCEEDED and "object" not in wire:
        return AskOperator(f"{who} says that its plan is used up (402). An operator has to look at the plan there.")
    key = text(wire.get("key"))
    # What was not found is told by its status, whatever it is called.
    if isinstance(wire.get("code"), int) and wire.get("code") != NOT_THERE and key in REFUSALS:
        return NotPossible(f"{who} refused it: {REFUSALS[key]}.")
    return None


def spent(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds until calls are let through again, once the headers of an answer say that none is left (guides, limits).

    `X-Rate-Limit-Retry` is the second of the Unix clock at which they are. The two clocks may differ, so it is never more than the
    minute that is counted; a cycle that is spent is answered by a 429 and lasts far longer.
    """
    left, retry = headers.get("x-rate-limit-remaining", ""), headers.get("x-rate-limit-retry", "")
    if left.strip() != "0" or not retry.strip().isdecimal():
        return None
    return min(max(0.0, int(retry) - now), MINUTE) or None


def project(settings: VoucherifySettings) -> str:
    """The name of the project that a key belongs to, for what its accounts share; it does not show the key."""
    key = f"{settings.base_url} {settings.app_id.get_secret_value()}"
    return f"voucherify:{hashlib.sha256(key.encode()).hexdigest()[:16]}"


def pace(per_minute: int) -> tuple[float, float]:
    """The size of a leaky bucket and the seconds in which it drains, so that no 60 seconds see more than `per_minute` calls.

    A bucket lets through its size at once and what drains meanwhile. A fifth of the calls may come at once, the rest drains evenly.
    """
    at_once = max(1, per_minute // 5)
    steady = max(1, per_minute - at_once)
    return float(at_once), at_once * MINUTE / steady
