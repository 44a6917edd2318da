"""A house that acts, for tests: the stand-ins of the vendors behind real sockets, a desk, a store of its own, and what acts."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from bot.core.action import Act, ActionInput, ActionName, Outcome, Preview
from bot.core.query import Query
from bot.core.reading import Reading
from bot.core.record import Record
from bot.core.states import Kind
from bot.desk.act import Acts, Subject
from bot.desk.ask import Desk, DeskLimits
from bot.desk.roles import OPERATOR, Actor, Place, Policy, Rule
from bot.sandbox import Fault, Rates, config, create_app, serve
from bot.sandbox.door import changes
from bot.sandbox.journal import Received
from bot.settings import from_mapping
from bot.store.database import store_url
from bot.store.store import Store, open_store
from bot.vendors import vendors
from bot.vendors.http import Http
from bot.vendors.limits import Limits
from bot.work import Job

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Europe/London"))
MEL = Actor(id="U0MEL", name="Mel", workspace="T0HOME", place=Place.CHANNEL, channel="C0DESK")
SAM = Actor(id="U0SAM", name="Sam", workspace="T0HOME", place=Place.CHANNEL, channel="C0DESK")
EVERYTHING = {"all": Rule(users=("U0MEL", "U0SAM"), actions=("notes", "stage", "change", "money", "safety"))}


class Inline:
    """Durable work without an engine: a key runs once, in this process."""

    def __init__(self, jobs: Mapping[str, Job]) -> None:
        self._jobs = jobs
        self._runs: dict[str, asyncio.Future[None]] = {}

    async def run(self, name: str, key: str, subject: str) -> None:
        if key not in self._runs:
            self._runs[key] = asyncio.ensure_future(self._jobs[name](subject))
        await asyncio.shield(self._runs[key])

    async def resume(self) -> int:
        return 0

    async def forget(self, before: float) -> None:
        self._runs.clear()


@dataclass
class Counter:
    """What a test works with. `faults` makes an account misbehave, `received` is what the vendors got."""

    acts: Acts
    desk: Desk
    store: Store
    faults: dict[str, Fault]
    received: list[Received]
    address: str
    points: list[str] = field(default_factory=list)

    def sent(self) -> list[Received]:
        """The requests that changed something, oldest first."""
        return [each for each in self.received if is_change(each)]

    async def preview(self, subject: Subject, name: ActionName, actor: Actor = MEL, **given: Any) -> Preview:
        return await self.acts.preview(subject, Act(name=name, given=ActionInput(**given)), actor)

    async def do(self, subject: Subject, name: ActionName, actor: Actor = MEL, **given: Any) -> Outcome:
        """Preview and perform, as a person does who presses and confirms."""
        shown = await self.preview(subject, name, actor, **given)
        return await self.acts.perform(subject, shown.act, shown.token, actor)

    async def change(self, account: str, method: str, path: str) -> None:
        """Change something at Trybe itself, as its own staff app does."""
        settings: Any = self.desk.accounts[account].settings
        headers = {"Authorization": f"Bearer {settings.token.get_secret_value()}"}
        async with httpx.AsyncClient(base_url=settings.base_url, headers=headers) as client:
            (await client.request(method, path)).raise_for_status()

    async def records(self, kind: Kind, account: str, **wanted: Any) -> tuple[Record, ...]:
        """Records of a kind at one account, in whatever state."""
        query = Query(kinds=(kind,), accounts=(account,), **wanted)
        answer = await self.desk.ask(Reading(query=query, understood="a test"), fresh=True)
        return answer.records


def subject_of(record: Record) -> Subject:
    return Subject(record.account, record.kind, record.id)


def is_change(received: Received) -> bool:
    """Whether a request changed something at a vendor."""

    class Spelled:
        method = received.method
        scope: Mapping[str, Any] = {"path": received.path}

    return changes(received.vendor, Spelled())  # type: ignore[arg-type]  # all that it looks at


@asynccontextmanager
async def counter(
    *,
    now: Callable[[], datetime] | datetime = NOW,
    rules: Mapping[str, Rule] = EVERYTHING,
    call: Limits | None = None,
    settings: Mapping[str, Mapping[str, Any]] | None = None,
    **options: Any,
) -> AsyncIterator[Counter]:
    """Everything, on a store that ends with the test; `settings` adds keys to accounts."""
    clock = now if callable(now) else lambda: now
    faults: dict[str, Fault] = {}
    app = create_app(clock, faults=faults, rates=Rates(aifi_per_second=100_000, voucherify_per_minute=100_000))
    async with serve(app) as address:
        values = config(address)
        for account, more in (settings or {}).items():
            values["accounts"][account] |= more
        for account in values["accounts"].values():
            if account["vendor"] == "beds24":
                account["pause"] = 0
        wired = from_mapping(values)
        limits = call or Limits(silence=2.0, connect=2.0)
        with TemporaryDirectory() as folder:
            async with Http(limits) as http, open_store(store_url(None, Path(folder) / "x.toml")) as store:
                desk = Desk(wired.connections(), vendors(), http, clock=clock, limits=DeskLimits(seconds=20, rows=5_000, pages=60))
                points: list[str] = []
                chosen: dict[str, Any] = {"pauses": (0.0, 0.01), "reached": points.append} | options
                acts = Acts(desk, store, Policy(rules), {venue.id: venue for venue in wired.places()}, **chosen)
                acts.start(Inline(acts.jobs))
                try:
                    yield Counter(
                        acts=acts, desk=desk, store=store, faults=faults, received=app.state.journal, points=points, address=address
                    )
                finally:
                    await acts.close()
                    await desk.close()


__all__ = ["EVERYTHING", "MEL", "NOW", "OPERATOR", "SAM", "Counter", "Inline", "counter", "is_change", "subject_of"]
