"""The sandbox as one ASGI app: every vendor's stand-in behind its own door."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp

from bot.sandbox import aifi_server, beds24_server, synthesisvr_server, trybe_server, voucherify_server
from bot.sandbox.door import Door, Identify, Turnstile, open_door
from bot.sandbox.faults import Fault
from bot.sandbox.journal import Received
from bot.sandbox.pace import Pace, Rates, Timer
from bot.sandbox.venues import VendorName

Clock = Callable[[], datetime]
_NO_FAULTS: Mapping[str, Fault] = MappingProxyType({})
_RATES = Rates()


def create_app(
    clock: Clock,
    *,
    faults: Mapping[str, Fault] = _NO_FAULTS,
    latency: float = 0.0,
    rates: Rates = _RATES,
    timer: Timer = time.monotonic,
) -> Starlette:
    """The vendors, each at `/` and its name, with data around `clock()`.

    `clock` must return aware datetimes (ValueError otherwise); the data is rebuilt when a venue's date changes. `faults`
    maps a vendor or an account id to what goes wrong with it, and is looked up at each request. `latency` is seconds
    before each answer. `rates` says how many calls the vendors take before they refuse more; they are counted on `timer`.
    `app.state.journal` lists what was received, newest last.
    """

    def now() -> datetime:
        moment = clock()
        if moment.tzinfo is None:
            raise ValueError("the sandbox needs an aware clock: datetime.now(UTC), not datetime.now()")
        return moment

    now()
    journal: list[Received] = []

    def door(vendor: VendorName, app: ASGIApp, identify: Identify, turnstile: Turnstile = open_door) -> Mount:
        guarded = Door(
            app, vendor=vendor, identify=identify, faults=faults, journal=journal, latency=latency, turnstile=turnstile
        )  # fmt: skip
        return Mount(f"/{vendor}", guarded)

    aifi_limit = aifi_server.Limit(Pace(rates.aifi_per_second, 1, timer))
    voucherify_pace = Pace(rates.voucherify_per_minute, 60, timer)
    app = Starlette(
        routes=[
            door("trybe", trybe_server.trybe_app(now), trybe_server.identify),
            door("beds24", beds24_server.beds24_app(now), beds24_server.identify, beds24_server.OneAtATime()),
            door("synthesisvr", synthesisvr_server.synthesisvr_app(now), synthesisvr_server.identify),
            door("voucherify", voucherify_server.voucherify_app(now, voucherify_pace), voucherify_server.identify),
            door("aifi", aifi_server.aifi_app(now), aifi_server.identify, aifi_limit),
        ]
    )
    app.state.journal = journal
    return app
