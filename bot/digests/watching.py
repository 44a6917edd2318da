"""Watching for what alerts tell: one question for each condition and venue, however many want its answer, on one replica."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import SystemRandom
from uuid import uuid4
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.core.errors import FrontdeskError
from bot.core.venue import Venue
from bot.core.window import ONE_DAY
from bot.desk.ask import Desk
from bot.digests.carrying import Carrier
from bot.digests.conditions import concerns, watch_of
from bot.digests.looking import look
from bot.digests.telling import JOB
from bot.language.places import Places
from bot.store.alerts import Alert
from bot.store.store import Store
from bot.store.watches import Watch
from bot.work import Work

log = structlog.get_logger("frontdesk.digests")

TICK_SECONDS = 20.0

AT_ONCE = 10
"""How many questions are asked side by side."""

SPREAD = 0.2
"""How much later than needed, as a part of the pause, a question may be asked: so not all are asked in the same second."""


_CHANCE = SystemRandom()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often a question is asked at most, and between which times on the venue's wall; equal ones are the whole day."""

    every: timedelta
    opens: time
    closes: time

    def open_at(self, wall: time) -> bool:
        """Whether questions are asked at a time of day."""
        if self.opens < self.closes:
            return self.opens <= wall < self.closes
        return self.opens == self.closes or not self.closes <= wall < self.opens

    def opening(self, now: datetime, zone: ZoneInfo) -> datetime:
        """The next time after a moment from which questions are asked."""
        local = now.astimezone(zone)
        today = datetime.combine(local.date(), self.opens, zone)
        return today if today > local else datetime.combine(local.date() + ONE_DAY, self.opens, zone)


class Watching:
    """Looks every few seconds which question is due and asks it; what is new of its answer is told once."""

    def __init__(
        self, store: Store, desk: Desk, places: Places, work: Work, pace: Pace, spread: Callable[[], float] = _CHANCE.random
    ) -> None:
        self._store = store
        self._desk = desk
        self._places = places
        self._pace = pace
        self._spread = spread
        self._carrier = Carrier(store.tellings, work, JOB, lambda telling: telling.id)
        self._room = asyncio.Semaphore(AT_ONCE)

    async def run(self) -> None:
        """Tick until cancelled."""
        while True:
            try:
                await self.tick()
            except (FrontdeskError, SQLAlchemyError, OSError) as error:
                log.warning("watch_failed", why=type(error).__name__)
            await asyncio.sleep(min(TICK_SECONDS, self._pace.every.total_seconds() / 2))

    async def tick(self) -> None:
        """Ask what is due, enter what is new, and bring on what waits."""
        now = self._desk.clock()
        wanted = self._wanted(await self._store.alerts.active())
        known = await self._store.watches.known() if wanted else {}
        await self._store.watches.begin((watch, now + self._spread() * self._pace.every) for watch in wanted if watch not in known)
        due = [(watch, at) for watch, at in known.items() if at <= now and watch in wanted]
        done = await asyncio.gather(*(self._ask(watch, at, *wanted[watch]) for watch, at in due), return_exceptions=True)
        for (watch, _), error in zip(due, done, strict=True):
            if isinstance(error, FrontdeskError | SQLAlchemyError | OSError):
                log.warning("watch_failed", watch=watch, why=type(error).__name__)
            elif error is not None:
                raise error
        await self._carrier.carry(self._desk.clock())

    def _wanted(self, alerts: Sequence[Alert]) -> dict[Watch, tuple[Venue, list[Alert]]]:
        """The alerts by what has to be asked for them."""
        wanted: dict[Watch, tuple[Venue, list[Alert]]] = {}
        for alert in alerts:
            for venue in self._places.venues:
                if concerns(alert.occasion, venue):
                    wanted.setdefault(watch_of(alert.occasion, venue.id), (venue, []))[1].append(alert)
        return wanted

    async def _ask(self, watch: Watch, due_at: datetime, venue: Venue, alerts: Sequence[Alert]) -> None:
        async with self._room:
            now, late = self._desk.clock(), self._spread() * SPREAD * self._pace.every
            if not self._pace.open_at(now.astimezone(venue.zone).time()):
                await self._store.watches.claim(watch, due_at, self._pace.opening(now, venue.zone) + late)
                return
            if not await self._store.watches.claim(watch, due_at, now + self._pace.every + late):
                return
            found = await look(self._desk, alerts[0].occasion, venue)
            for alert in alerts:
                seen = found.seen(alert.occasion, self._desk)
                if seen.facts and await self._store.alerts.enter(alert, seen, uuid4().hex, self._desk.clock()):
                    log.info("alert_news", alert=alert.id, venue=venue.id)
