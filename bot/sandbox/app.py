"""The sandbox as one ASGI app: every vendor's stand-in behind its own door."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp

from bot.sandbox import beds24_server, synthesisvr_server, trybe_server
from bot.sandbox.door import Door
from bot.sandbox.faults import Fault
from bot.sandbox.journal import Received

Clock = Callable[[], datetime]
_NO_FAULTS: Mapping[str, Fault] = MappingProxyType({})


def create_app(clock: Clock, *, faults: Mapping[str, Fault] = _NO_FAULTS, latency: float = 0.0) -> Starlette:
    """The vendors at `/trybe`, `/beds24` and `/synthesisvr`, with data around `clock()`.

    `clock` must return aware datetimes (ValueError otherwise); the data is rebuilt when a venue's date changes. `faults`
    maps a vendor or an account id to what goes wrong with it, and is looked up at each request. `latency` is seconds
    before each answer. `app.state.journal` lists what was received, newest last.
    """

    def now() -> datetime:
        moment = clock()
        if moment.tzinfo is None:
            raise ValueError("the sandbox needs an aware clock: datetime.now(UTC), not datetime.now()")
        return moment

    now()
    journal: list[Received] = []
    trybe: ASGIApp = Door(
        trybe_server.trybe_app(now),
        vendor="trybe", identify=trybe_server.identify, faults=faults, journal=journal, latency=latency,
    )  # fmt: skip
    beds24: ASGIApp = Door(
        beds24_server.beds24_app(now),
        vendor="beds24", identify=beds24_server.identify, faults=faults, journal=journal, latency=latency,
        turnstile=beds24_server.OneAtATime(),
    )  # fmt: skip
    synthesisvr: ASGIApp = Door(
        synthesisvr_server.synthesisvr_app(now),
        vendor="synthesisvr", identify=synthesisvr_server.identify, faults=faults, journal=journal, latency=latency,
    )  # fmt: skip
    app = Starlette(routes=[Mount("/trybe", trybe), Mount("/beds24", beds24), Mount("/synthesisvr", synthesisvr)])
    app.state.journal = journal
    return app
