"""The night count: what a venue's day came to, kept for later days to compare with, whether or not anybody has its summary posted.

Between three and four on the venue's wall the day that is over has come to rest and the new one has hardly begun. So each night
keeps the finished day as it stood then, what its morning had counted included, and the new day as it was first known: that is what
a morning falls back on when a system does not answer. Each venue is counted once a night over all replicas, as a summary is posted.
"""

import asyncio
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zlib import crc32
from zoneinfo import ZoneInfo

import structlog

from bot.core.errors import FrontdeskError
from bot.core.venue import Venue
from bot.desk.ask import Desk
from bot.digests.compose import recorded
from bot.digests.facts import gather
from bot.digests.metrics import METRICS, Day, Part
from bot.digests.schedule import next_time
from bot.store.store import Store
from bot.store.subscriptions import Subscription
from bot.work import Job

log = structlog.get_logger("frontdesk.digests")

HOUSE = "-"
"""The workspace of the house itself: what is kept under it belongs to nobody's list."""

NIGHT = "night-"
"""How the id of a venue's night count begins."""

HOUR = 3
AT_ONCE = 5
"""How many venues are counted side by side."""

AGAIN = timedelta(minutes=15)
TRIED_FOR = timedelta(hours=3)

_OF_THE_DAY = tuple(key for key, metric in METRICS.items() if metric.part is Part.TODAY and metric.recorded)
"""What a finished day is counted of anew; what is of the day before in every summary is so already."""


class Nightly:
    """Has every venue counted each night."""

    def __init__(self, store: Store, desk: Desk) -> None:
        self._store = store
        self._desk = desk
        self._room = asyncio.Semaphore(AT_ONCE)

    async def set_up(self, venues: Iterable[Venue]) -> None:
        """Have these venues counted from their next night on, and no others; one that has no account has nothing to count."""
        served = {account.venue for account in self._desk.accounts.values()}
        known = {each.id: each for each in await self._store.subscriptions.of(HOUSE)}
        for venue in venues:
            if venue.id not in served:
                continue
            made = count_of(venue, self._desk.clock())
            before = known.pop(made.id, None)
            if before is None:
                await self._store.subscriptions.add(made)
            elif before.zone != made.zone:
                await self._store.subscriptions.change(made.id, zone=made.zone, next_at=made.next_at)
        for id in known:
            await self._store.subscriptions.drop(id)

    async def __call__(self, key: str) -> None:
        """Count a venue for the key of its night; what a system does not give is asked again until the morning."""
        id, _, day = key.rpartition(":")
        post = await self._store.posts.get(id, date.fromisoformat(day))
        if post is None or post.state != "due":
            return
        venue, now = id.removeprefix(NIGHT), self._desk.clock()
        subscription = await self._store.subscriptions.get(id)
        zone = ZoneInfo(subscription.zone) if subscription is not None else None
        if zone is None or now.astimezone(zone).date() != post.day:
            await self._store.posts.move(post, "skipped", again_at=None, why="it could not be counted in its night")
            return
        async with self._room:
            whole = await self._count(venue, Day(post.day, zone, now))
        if whole or now - post.due_at >= TRIED_FOR:
            await self._store.posts.move(post, "sent", sent_at=now, again_at=None)
        else:
            await self._store.posts.move(post, "due", again_at=now + AGAIN)

    async def _count(self, venue: str, day: Day) -> bool:
        """Keep what is known of a day and of the one before; whether that is everything."""
        whole = True
        try:
            for each, only in ((day, None), (Day(day.before, day.zone, day.now), _OF_THE_DAY)):
                facts = await gather(self._desk, venue, each, fresh=True, only=only)
                await self._store.counts.record(venue, recorded(facts), facts.at)
                whole = whole and facts.complete
        except FrontdeskError as error:
            log.warning("night_not_counted", venue=venue, why=type(error).__name__)
            return False
        return whole


def mornings(posting: Job, nightly: Job) -> Job:
    """The one job of what is due: a venue's count, or a post."""

    async def job(key: str) -> None:
        await (nightly if key.startswith(NIGHT) else posting)(key)

    return job


def count_of(venue: Venue, after: datetime) -> Subscription:
    """When a venue is counted: at a minute of its own within the hour, so that a thousand venues are not asked at once."""
    cron = f"{crc32(venue.id.encode()) % 60} {HOUR} * * *"
    return Subscription(
        id=f"{NIGHT}{venue.id}",
        workspace=HOUSE,
        venue=venue.id,
        channel="",
        cron=cron,
        zone=venue.zone.key,
        by="",
        by_name="",
        created_at=after,
        next_at=next_time(cron, venue.zone, after),
    )
