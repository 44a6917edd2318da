"""When something is posted: the next time on the venue's wall, what became due meanwhile, and having each done once."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from cronsim import CronSim
from sqlalchemy.exc import SQLAlchemyError

from bot.core.errors import FrontdeskError
from bot.digests.carrying import Carrier
from bot.store.posts import Post
from bot.store.store import Store
from bot.store.subscriptions import Occurrence, Policy, Subscription
from bot.work import Work

log = structlog.get_logger("frontdesk.digests")

JOB = "summary"
"""The name of the job, and how the key of each run begins."""

TICK_SECONDS = 20.0

CLAIMED_AT_ONCE = 50

PUNCTUAL = timedelta(minutes=10)
"""How long after its time a post is not called late."""

CAUGHT_UP = timedelta(days=7)
"""How far back days that were missed are posted, where all of them are wanted."""

_MISSED = "its day was over when the bot ran again"
_PASSED = "the bot did not run at its time"


def next_time(cron: str, zone: ZoneInfo, after: datetime) -> datetime:
    """The next moment, in UTC, after another at which a cron expression of five fields holds on a zone's wall.

    A time that the clocks skip in spring comes right after the gap, one that they show twice in autumn comes the first time only.
    """
    times = (each.astimezone(UTC) for each in CronSim(cron, after.astimezone(zone)))
    return next(at for at in times if at > after)


def comes_at(subscription: Subscription, at: datetime) -> bool:
    """Whether a moment is one of a subscription's own times."""
    return next_time(subscription.cron, ZoneInfo(subscription.zone), at - timedelta(minutes=1)) == at


@dataclass(frozen=True, slots=True)
class Due:
    """What became due of a subscription, oldest first, and when it is due next."""

    occurrences: tuple[Occurrence, ...]
    next_at: datetime


def is_wanted(policy: Policy, day: date, today: date) -> bool:
    """Whether the post of a day still comes: on that day alone, or within a week after it."""
    return timedelta() <= today - day <= (CAUGHT_UP if policy == "all" else timedelta())


def became_due(subscription: Subscription, now: datetime) -> Due:
    """Every time that has passed since a subscription was looked at, and why nothing comes of it where nothing does."""
    zone = ZoneInfo(subscription.zone)
    today, at, found = now.astimezone(zone).date(), subscription.next_at, []
    while at <= now:
        day = at.astimezone(zone).date()
        late = subscription.policy == "skip" and day == today and now - at > PUNCTUAL
        found.append(Occurrence(day, at, _PASSED if late else None if is_wanted(subscription.policy, day, today) else _MISSED))
        at = next_time(subscription.cron, zone, at)
    return Due(tuple(found), at)


class Schedule:
    """Looks every few seconds for what is due, on every replica, and has it done through durable work."""

    def __init__(self, store: Store, work: Work, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._carrier = Carrier(store.posts, work, JOB, lambda post: post.key)
        self._clock = clock

    async def run(self) -> None:
        """Tick until cancelled."""
        while True:
            try:
                await self.tick()
            except (FrontdeskError, SQLAlchemyError, OSError) as error:
                log.warning("tick_failed", why=type(error).__name__)
            await asyncio.sleep(TICK_SECONDS)

    async def tick(self) -> None:
        """Claim what is due and bring on what waits."""
        now = self._clock()
        waiting = [(each, became_due(each, now)) for each in await self._store.subscriptions.due(now)]
        for first in range(0, len(waiting), CLAIMED_AT_ONCE):
            few = waiting[first : first + CLAIMED_AT_ONCE]
            await self._store.subscriptions.claim_all([(each, due.next_at, due.occurrences) for each, due in few])
        await self._carrier.carry(now)

    async def bring_on(self, post: Post) -> None:
        """Have a waiting post brought on at once, unless another process took it."""
        await self._carrier.bring_on(post, self._clock())
