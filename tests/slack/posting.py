"""A bot that posts by itself: a small vendor behind it, a store of its own, and a clock that a test sets."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from sqlalchemy.engine import URL

from bot.core.venue import Venue
from bot.desk.ask import Desk
from bot.desk.roles import Policy, Rule
from bot.digests.dailies import Dailies
from bot.digests.edition import Editor
from bot.digests.permits import Permits
from bot.digests.posting import Posting
from bot.digests.schedule import JOB, Schedule
from bot.digests.wishes import Wishes
from bot.language.places import Places
from bot.service.run import serve
from bot.service.settings import ServiceSettings
from bot.slack.front import Front
from bot.slack.outbox import Outbox
from bot.slack.posters import PostRights
from bot.store.store import Store, open_store
from bot.store.subscriptions import Subscription
from bot.vendors.http import Http
from tests.acting import Inline
from tests.digests.year import Clock
from tests.slack.local import TEAM, LocalSlack
from tests.slack.running import settings_for
from tests.slack.vendors import HARBOUR, NOW, PALM, SmallVendor, account, as_vendor

EVERYBODY = {"desk": Rule(users=("U1MEL", "U2SAM"), actions=("daily",))}


@dataclass
class PostingBot:
    """What a test works with."""

    store: Store
    schedule: Schedule
    dailies: Dailies
    clock: Clock

    async def kept(self) -> list[Subscription]:
        """Everything that is set up."""
        return await self.store.subscriptions.of(TEAM)

    async def at(self, moment: datetime) -> None:
        """Let it be a moment, and what is due then be posted."""
        self.clock.now = moment
        await self.schedule.tick()


@asynccontextmanager
async def posting_bot(
    slack: LocalSlack, vendor: SmallVendor, rules: Mapping[str, Rule] = EVERYBODY, venues: Sequence[Venue] = (PALM, HARBOUR)
) -> AsyncIterator[PostingBot]:
    """A bot in the workspace, with one account of a vendor at each venue."""
    settings, clock = settings_for(slack), Clock(NOW)
    slack.playground.installed.mode = settings.mode
    with TemporaryDirectory() as folder:
        async with (
            Http(transport=httpx.MockTransport(lambda request: httpx.Response(500))) as http,
            open_store(URL.create("sqlite", database=str(Path(folder) / "frontdesk.db"))) as store,
        ):
            desk = Desk([account(vendor, venue) for venue in venues], {vendor.name: as_vendor(vendor)}, http, clock=clock)
            places = Places(venues=tuple(venues), vendors=desk.titles(), accounts=tuple(desk.accounts), trades=desk.trades())
            editor = Editor(desk, places, store.counts)
            permits = Permits(editor, places, PostRights(settings, Policy(rules)))
            posting = Posting(store, editor, Outbox(settings, places, clock), may=permits.still)
            schedule = Schedule(store, Inline({JOB: posting}), clock)
            dailies, wishes = Dailies(store, editor), Wishes(store, editor, permits, schedule.bring_on)
            front = Front(desk, venues, settings, dailies=dailies, wishes=wishes)
            stop, up = asyncio.Event(), asyncio.get_running_loop().create_future()
            serving = asyncio.ensure_future(
                serve(front, settings, ServiceSettings(port=0, log_json=True), stop=stop, started=up.set_result)
            )
            await asyncio.wait({serving, up}, return_when=asyncio.FIRST_COMPLETED)
            slack.playground.installed.request_url = f"{up.result()}/slack/events"
            try:
                yield PostingBot(store, schedule, dailies, clock)
            finally:
                stop.set()
                await serving
                await desk.close()
