"""Doing what a vendor declares to the records of its stand-in: read, offer, one request, read back, judge."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from bot.core.action import Act, Action, ActionInput, ActionName
from bot.core.errors import UnknownOutcome
from bot.core.query import Query
from bot.core.record import Record
from bot.core.states import Kind
from bot.desk.ask import Desk
from bot.sandbox import config, create_app
from bot.settings import from_mapping
from bot.vendors import vendors
from bot.vendors.acting import Case, Deed, Proof, deed_of, offered
from bot.vendors.contract import Account
from bot.vendors.http import Http
from bot.vendors.limits import Limits
from bot.vendors.routes import Routes
from tests.vendors.world import NOW, reading

BASE = "http://127.0.0.1:1"


@dataclass
class Stage:
    """A vendor's stand-in with one account of it, and the requests that changed something."""

    desk: Desk
    http: Http
    account: Account[Any]
    sent: list[httpx.Request] = field(default_factory=list)

    async def records(self, query: Query) -> tuple[Record, ...]:
        """The records of a question at the account, past the short memory."""
        wanted = query.model_copy(update={"accounts": (self.account.id,)})
        return (await self.desk.ask(reading(wanted), fresh=True)).records

    async def read(self, record: Record) -> Record:
        return await self.desk.get(record.account, record.kind, record.id)

    async def read_id(self, kind: Kind, id: str) -> Record:
        return await self.desk.get(self.account.id, kind, id)

    def actions(self, record: Record) -> dict[ActionName, Action]:
        """What is offered, by name."""
        return {action.name: action for action in offered(self._vendor, self.account, self._routes, record)}

    def deed(self, record: Record, name: ActionName) -> Deed[Any]:
        found = deed_of(self._vendor, record.kind, name)
        assert found is not None
        return found

    def case(self, record: Record, given: ActionInput | None = None) -> Case[Any]:
        return Case(account=self.account, routes=self._routes, record=record, given=given or ActionInput())

    def proof(self, before: Record, after: Record | None, given: ActionInput, deed: Deed[Any]) -> Proof[Any]:
        """What shows whether it was done."""
        return Proof(account=self.account, given=given, seen=frozenset(deed.marks(before)), after=after, before=before)

    async def do(self, record: Record, name: ActionName, **given: Any) -> tuple[Record | None, bool | None, Act | None]:
        """Do it: the record read back, whether it happened, and what would take it back."""
        assert name in self.actions(record), f"{name} is not offered"
        deed, case = self.deed(record, name), self.case(record, ActionInput(**given))
        line = self.http.line("writes", self._vendor.title, self._vendor.access(self.account.settings))
        with suppress(UnknownOutcome):  # what came of it is told by reading, whatever was answered
            await line.write(deed.request(case), deadline=asyncio.get_running_loop().time() + 5, sent=lambda: None)
        found = await self.records(Query(kinds=(record.kind,), ids=(record.id,)))
        after = await self.read(record) if found else None
        proof = self.proof(record, after, case.given, deed)
        return after, deed.happened(proof), deed.undo(proof)

    @property
    def _routes(self) -> Routes:
        return Routes.of(self._vendor.routes, self.account.settings.routes)

    @property
    def _vendor(self) -> Any:
        return self.desk.vendors[self.account.settings.vendor]


@asynccontextmanager
async def on_stage(account: str, now: datetime = NOW, **settings: Any) -> AsyncIterator[Stage]:
    """A stand-in of the vendor of one sandbox account, at a fixed time."""
    app = create_app(lambda: now)
    told = config(BASE)
    told["accounts"][account] |= {"pause": 0} | settings if told["accounts"][account]["vendor"] == "beds24" else settings
    (found,) = [each for each in from_mapping(told).connections() if each.id == account]
    sent: list[httpx.Request] = []
    inner = httpx.ASGITransport(app)

    class Watched(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            sent.append(request)
            return await inner.handle_async_request(request)

    async with Http(Limits(), Watched()) as http:
        desk = Desk([found], vendors(), http, clock=lambda: now)
        try:
            yield Stage(desk=desk, http=http, account=found, sent=sent)
        finally:
            await desk.close()


def one_of(records: tuple[Record, ...], **wanted: Any) -> Record:
    """The first record with these values."""
    return next(record for record in records if all(getattr(record, key) == value for key, value in wanted.items()))
