"""What the tests of every vendor work with: a clock, accounts, a desk over a stand-in of the wire, and bodies as they come."""

import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from bot.core.answer import Answer
from bot.core.query import Query
from bot.core.reading import Reading
from bot.core.record import Record
from bot.desk.ask import Desk, DeskLimits
from bot.vendors.contract import Account, Vendor
from bot.vendors.http import Http
from bot.vendors.limits import Limits

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=LONDON)
BODIES = Path(__file__).parent / "bodies"


Handler = Callable[[httpx.Request], httpx.Response]


def body(vendor: str, name: str) -> Any:
    """A body as the vendor sends it."""
    return json.loads((BODIES / vendor / f"{name}.json").read_text(encoding="utf-8"))


def account(
    vendor: Vendor[Any],
    keys: Mapping[str, Any],
    id: str = "palm",
    *,
    zone: ZoneInfo = LONDON,
    currency: str = "GBP",
    base_url: str = "https://vendor.example",
) -> Account[Any]:
    settings = vendor.settings.model_validate({"vendor": vendor.name, "venue": id, "base_url": base_url, **keys})
    return Account(id=id, venue=id, venue_name="The Palm", zone=zone, currency=currency, settings=settings)


@dataclass
class Wire:
    """A stand-in of the wire: it keeps what was sent, and answers by a function."""

    answer: Handler
    requests: list[httpx.Request] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self.answer(request)


@asynccontextmanager
async def desk_over(
    vendor: Vendor[Any],
    accounts: Sequence[Account[Any]],
    transport: httpx.AsyncBaseTransport | None,
    *,
    desk: DeskLimits | None = None,
    call: Limits | None = None,
) -> AsyncIterator[Desk]:
    """A desk whose calls go over `transport`, or over the real one."""
    async with Http(call or Limits(), transport) as http:
        counter = Desk(accounts, {vendor.name: vendor}, http, clock=lambda: NOW, limits=desk)
        try:
            yield counter
        finally:
            await counter.close()


def dumped(records: Sequence[Record]) -> Any:
    """Records as JSON, without the vendor's own objects."""
    return json.loads(json.dumps([record.plain() for record in records]))


def reading(query: Query) -> Reading:
    return Reading(query=query, understood="")


async def ask(vendor: Vendor[Any], accounts: Sequence[Account[Any]], wire: Handler, query: Query, **limits: Any) -> Answer:
    """One question over a stand-in of the wire."""
    async with desk_over(vendor, accounts, httpx.MockTransport(wire), **limits) as desk:
        return await desk.ask(reading(query))
