"""A vendor of one action that counts what it was told to do, for trials of clicks and of crashes; and a process that acts on it."""

import asyncio
import json
import re
from collections import Counter as Tally
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar, cast
from zoneinfo import ZoneInfo

from sqlalchemy.engine import URL

from bot.core.action import Action, ActionName
from bot.core.errors import NotFound
from bot.core.record import Record
from bot.core.states import Kind, Status
from bot.core.venue import Venue
from bot.desk.act import Acts
from bot.desk.ask import Desk
from bot.desk.roles import OPERATOR, Policy
from bot.store.store import open_store
from bot.vendors.acting import Case, Deed, Deeds
from bot.vendors.contract import Access, Account, AccountSettings, Errand, Found, Offer, Plan, Request, Vendor
from bot.vendors.http import Http
from bot.vendors.limits import Limits
from bot.work.engine import open_work

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_CANCEL = Action(name=ActionName.CANCEL, label="Cancel the thing", done="Cancelled", effect="It is cancelled.")


def _request(case: Case[AccountSettings]) -> Request:
    method, path = case.routes.locate("cancel", id=case.record.id)
    return Request(route="cancel", method=method, path=path)


class Toy:
    """Things that can be cancelled."""

    name: ClassVar[str] = "toy"
    title: ClassVar[str] = "Toy"
    trades: ClassVar[tuple[str, ...]] = ()
    bookings: ClassVar[tuple[Kind, ...]] = (Kind.ORDER,)
    offers: ClassVar[Mapping[Kind, Offer]] = {Kind.ORDER: Offer(filters={})}
    routes: ClassVar[Mapping[str, str]] = {"get": "GET /things/{id}", "cancel": "DELETE /things/{id}"}
    examples: ClassVar[tuple[str, ...]] = ("orders",)
    deeds: ClassVar[Deeds[Any]] = {
        (Kind.ORDER, ActionName.CANCEL): Deed(
            offer=lambda case: _CANCEL if case.record.status is Status.CONFIRMED else None,
            request=_request,
            happened=lambda proof: proof.after is not None and proof.after.status is Status.CANCELLED,
        )
    }

    @property
    def settings(self) -> type[AccountSettings]:
        return AccountSettings

    def access(self, settings: AccountSettings) -> Access:
        return Access(base_url=settings.base_url, sign=lambda request: request, secrets=())

    async def search(self, errand: Errand[AccountSettings], plan: Plan) -> Found:
        return Found(records=())

    async def get(self, errand: Errand[AccountSettings], kind: Kind, id: str) -> Record:
        method, path = errand.routes.locate("get", id=id)
        wire = await errand.read(Request(route="get", method=method, path=path))
        return Record(
            vendor="toy", account="toy", venue="here", kind=Kind.ORDER, id=id, status=Status(wire["status"]), fetched_at=errand.now
        )

    async def probe(self, errand: Errand[AccountSettings]) -> str:
        return "well"


@dataclass
class Things:
    """The toy's server. `calls` counts the changes of each thing; `how` is what it does with one: answer, drop, late, reset."""

    how: str = "answer"
    calls: Tally[str] = field(default_factory=Tally)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                if length := _LENGTH.search(head):
                    await reader.readexactly(int(length.group(1)))
                method, path, _ = head.split(b" ", 2)
                id = path.decode().rsplit("/", 1)[1]
                if method == b"DELETE":
                    self.calls[id] += 1
                    if self.how in ("drop", "reset"):
                        if self.how == "reset":
                            self.calls[id] -= 1
                        writer.transport.abort()
                        return
                    if self.how == "late":
                        await asyncio.sleep(0.4)
                body = json.dumps({"status": "cancelled" if self.calls[id] else "confirmed"}).encode()
                writer.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def acting(address: str, store_at: URL, **options: Any) -> AsyncIterator[Acts]:
    """A whole process's worth: desk, store and engine over the toy."""
    settings = AccountSettings(vendor="toy", venue="here", base_url=address)
    account = Account(id="toy", venue="here", venue_name="Here", zone=ZoneInfo("UTC"), currency="GBP", settings=settings)
    venue = Venue(id="here", name="Here", zone=ZoneInfo("UTC"), currency="GBP")
    async with Http(Limits(silence=1.0)) as http, open_store(store_at) as store:
        desk = Desk([account], {"toy": cast(Vendor[Any], Toy())}, http, clock=lambda: datetime.now(UTC))
        acts = Acts(desk, store, Policy({}), {"here": venue}, **({"pauses": (0.0, 0.05)} | options))
        async with open_work(store, acts.jobs) as work:
            acts.start(work)
            try:
                yield acts
            finally:
                await acts.close()
                await desk.close()


Reached = Callable[[str], None]
__all__ = ["OPERATOR", "NotFound", "Reached", "Things", "Toy", "acting"]
