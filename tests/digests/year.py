"""A simulated year: a clock that jumps from one event to the next, a channel that fails, and replicas that die in every place."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from bot.core.errors import NoAnswer, RetryLater, SlowDown, UnknownOutcome
from bot.core.venue import Venue
from bot.digests.edition import Edition, Editor
from bot.digests.posting import Posting
from bot.digests.schedule import Schedule, next_time
from bot.digests.summary import Summary
from bot.language.places import Places
from bot.store.posts import Post, Posts
from bot.store.store import Store
from bot.store.subscriptions import Policy, Subscription
from bot.work import Job


class Killed(BaseException):
    """The process is gone in the middle of what it did."""


@dataclass(slots=True)
class Clock:
    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass(slots=True)
class Channel:
    """Keeps what was posted. `chance` of each thing that can go wrong with a call."""

    clock: Clock
    random: Random
    chance: float
    posted: list[tuple[str, str, datetime, bool]] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)

    def _fault(self, *names: str) -> str:
        name = self.random.choice(names) if self.random.random() < self.chance else ""
        self.faults[name] += 1
        return name

    async def send(self, channel: str, key: str, edition: Edition) -> str:
        return await self.post(channel, key, late=edition.late)

    async def post(self, channel: str, key: str, *, late: bool = False) -> str:
        fault = self._fault("busy", "broken", "lost", "lost, posted", "killed", "killed, posted")
        await asyncio.sleep(0)
        if fault == "busy":
            raise SlowDown("wait", seconds=30)
        if fault == "broken":
            raise NoAnswer("503")
        if not fault or fault.endswith("posted"):
            self.posted.append((channel, key, self.clock(), late))
        if fault.startswith("killed"):
            raise Killed
        if fault.startswith("lost"):
            raise UnknownOutcome("timed out")
        return str(len(self.posted))

    async def find(self, channel: str, key: str, since: datetime) -> str | None:
        if self._fault("unreadable"):
            raise RetryLater("later")
        await asyncio.sleep(0)
        return next((str(n) for n, each in enumerate(self.posted, 1) if each[:2] == (channel, key) and each[2] >= since), None)

    async def change(self, channel: str, ts: str, edition: Edition) -> None:
        raise AssertionError("nothing was partial")

    def parts(self, edition: Edition) -> tuple[str, ...]:
        return ("lists",)

    async def reply(self, channel: str, ts: str, part: str, key: str, edition: Edition) -> str:
        return await self.send(channel, key, edition)

    async def find_reply(self, channel: str, ts: str, part: str, key: str) -> str | None:
        return await self.find(channel, key, datetime.min.replace(tzinfo=UTC))

    async def change_reply(self, channel: str, ts: str, part: str, edition: Edition) -> None:
        raise AssertionError("nothing was partial")

    async def tell(self, user: str, text: str, channel: str) -> None:
        self.told.append(text)


class MortalPosts(Posts):
    """The process may die before or after each step."""

    def __init__(self, posts: Posts, random: Random, chance: float) -> None:
        super().__init__(posts._database)
        self._random = random
        self._chance = chance

    async def move(self, post: Post, becomes: str, /, **changes: Any) -> bool:
        if self._random.random() < self._chance:
            raise Killed
        moved = await super().move(post, becomes, **changes)
        if self._random.random() < self._chance:
            raise Killed
        return moved


class Plain(Editor):
    """Makes the same small summary each day."""

    def __init__(self, clock: Clock, *venues: Venue) -> None:
        self._now = clock
        self._places = Places(venues=venues, vendors={})

    @property
    def clock(self) -> Clock:
        return self._now

    async def make(self, subscription: Subscription, day: date, due_at: datetime, *, posted_at: datetime | None = None) -> Edition:
        await asyncio.sleep(0)
        body = Summary(
            venue="palm",
            name="Palm",
            day=day,
            at=self._now(),
            headline="One arrival.",
            attention=(),
            today=(),
            yesterday=(),
        )
        return Edition(subscription=subscription, due_at=due_at, at=self._now(), body=body, posted_at=posted_at)


@dataclass(slots=True)
class Direct:
    """Durable work without an engine: one key is one run here, and what died stays dead until somebody takes it on again."""

    job: Job
    begun: set[str] = field(default_factory=set)
    deaths: int = 0

    async def run(self, name: str, key: str, subject: str) -> None:
        if key in self.begun:
            return
        self.begun.add(key)
        try:
            await self.job(subject)
        except Killed:
            self.deaths += 1

    async def resume(self) -> int:
        return 0

    async def forget(self, before: float) -> None:
        return


async def _at_once(_: float) -> None:
    """No waiting for a channel's pace."""


async def live(
    store: Store,
    cron: str,
    zone: str,
    start: datetime,
    days: int,
    *,
    chance: float = 0.3,
    deaths: float = 0.04,
    seed: int = 7,
    missed: int = 0,
    policy: Policy = "late",
) -> tuple[Channel, int]:
    """Two replicas over one store for so many days, after some `missed` ones; what was posted, and how often one died."""
    random = Random(seed)
    clock = Clock(start)
    channel = Channel(clock, random, chance)
    works = []
    for _ in range(2):
        mortal = replace(store, posts=MortalPosts(store.posts, random, deaths))
        works.append(Direct(Posting(mortal, Plain(clock), channel, _at_once)))
    replicas = [Schedule(store, work, clock) for work in works]
    wall = ZoneInfo(zone)
    await store.subscriptions.add(
        Subscription(
            id="s", workspace="T", venue="palm", channel="C", cron=cron, zone=zone, by="U", by_name="Mel", created_at=start,
            next_at=next_time(cron, wall, start - timedelta(days=missed)), policy=policy,
        )
    )  # fmt: skip
    end = start + timedelta(days=days)
    due = next_time(cron, wall, start)
    while due < end:
        clock.now = due + timedelta(seconds=random.uniform(0, 20))
        while True:
            await asyncio.gather(*(replica.tick() for replica in replicas))
            waiting = [post.again_at for post in await store.posts.of("s") if post.again_at is not None]
            if not waiting:
                break
            clock.now = max(min(waiting), clock.now) + timedelta(seconds=random.uniform(0, 20))
        due = next_time(cron, wall, due)
    return channel, sum(work.deaths for work in works)
