"""Two replicas that watch for alerts: few questions, each fact told once whatever fails, and quiet outside the venue's day."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import httpx
import pytest
from sqlalchemy.engine import URL

from bot.core.alert import Condition, Occasion
from bot.core.errors import NoAnswer, NotAllowed
from bot.core.model import replace as changed
from bot.core.query import Query
from bot.core.record import Record
from bot.core.states import Kind, Status
from bot.core.venue import Venue
from bot.desk.ask import Desk, DeskLimits
from bot.digests.news import News
from bot.digests.telling import Tellings
from bot.digests.watching import Pace, Watching
from bot.language.places import Places
from bot.store.alerts import Alert
from bot.store.store import Store, open_store
from bot.store.tellings import Telling
from bot.store.tellings import Tellings as Letters
from bot.vendors.contract import AccountSettings, Errand, Found, Offer, Plan, Support
from bot.vendors.http import Http
from tests.digests.year import Channel, Clock, Direct, Killed
from tests.slack.vendors import SmallVendor, account, as_vendor, booking

pytestmark = pytest.mark.anyio

NINE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
PALM = Venue(id="palm", name="Palm Tree Spa", zone=LONDON, currency="GBP")
PACE = Pace(every=timedelta(minutes=5), opens=time(6), closes=time(23))
CANCELLATIONS = Occasion(condition=Condition.CANCELLED)


@dataclass(slots=True)
class Front(SmallVendor):
    """A hotel's system that breaks off now and then."""

    random: Random = field(default_factory=lambda: Random(1))
    chance: float = 0.0
    offers: ClassVar[Mapping[Kind, Offer]] = MappingProxyType(
        {Kind.BOOKING: Offer(filters=dict.fromkeys("window.start window.modified status balance text".split(), Support.NATIVE))}
    )

    async def search(self, errand: Errand[AccountSettings], plan: Plan) -> Found:
        if self.random.random() < self.chance:
            self.asked.append(plan)
            raise NoAnswer("broken off")
        return await SmallVendor.search(self, errand, plan)


@dataclass(slots=True)
class Ears:
    """Where news goes: a channel that fails, and who may have it."""

    channel: Channel
    strangers: set[str] = field(default_factory=set)
    heard: list[News] = field(default_factory=list)

    async def send(self, channel: str, key: str, news: News) -> str:
        before = len(self.channel.posted)
        try:
            return await self.channel.post(channel, key)
        finally:
            if len(self.channel.posted) > before:
                self.heard.append(news)

    async def find(self, channel: str, key: str, since: datetime) -> str | None:
        return await self.channel.find(channel, key, since)

    async def change(self, channel: str, ts: str, news: News) -> None:
        raise AssertionError("news is not changed")

    async def tell(self, user: str, text: str, channel: str) -> None:
        await self.channel.tell(user, text, channel)

    async def check(self, user: str, channel: str, venues: Sequence[str]) -> None:
        if user in self.strangers:
            raise NotAllowed("Guests cannot have anything posted.")


class MortalLetters(Letters):
    """The process may die before or after each step."""

    def __init__(self, letters: Letters, random: Random, chance: float) -> None:
        super().__init__(letters._database)
        self._random, self._chance = random, chance

    async def move(self, letter: Telling, becomes: str, /, **changes: Any) -> bool:
        if self._random.random() < self._chance:
            raise Killed
        moved = await super().move(letter, becomes, **changes)
        if self._random.random() < self._chance:
            raise Killed
        return moved


@dataclass(slots=True)
class Watched:
    """Two replicas over one store and one hotel."""

    store: Store
    clock: Clock
    vendor: Front
    ears: Ears
    works: list[Direct]
    replicas: list[Watching]
    facts: dict[str, set[str]] = field(default_factory=dict)

    async def add(self, id: str = "a1", occasion: Occasion = CANCELLATIONS, by: str = "U1") -> Alert:
        alert = Alert(id=id, workspace="T0", by=by, channel=f"D{by}", occasion=occasion, created_at=self.clock())
        assert await self.store.alerts.add(alert, (), 20)
        return alert

    async def run(self, *, step: float = 20, **length: float) -> None:
        """Let time pass, tick by tick."""
        end = self.clock.now + timedelta(**length)
        while self.clock.now < end:
            await asyncio.gather(*(replica.tick() for replica in self.replicas))
            self.clock.now += timedelta(seconds=step)

    async def told(self, alert: str = "a1") -> list[str]:
        """The records that were told, as often as they were."""
        keys = [key.removeprefix("alert:") for _, key, _, _ in self.ears.channel.posted]
        mine = {each.id for each in await self.store.tellings.of(alert)}
        return [fact.record for key in keys if key in mine for fact in await self.store.tellings.facts(key)]


@asynccontextmanager
async def watched(
    database: URL, *, chance: float = 0.0, deaths: float = 0.0, seed: int = 3, now: datetime = NINE, replicas: int = 2
) -> AsyncIterator[Watched]:
    random, clock = Random(seed), Clock(now)
    vendor = Front(name="beds24", title="Beds24", random=random, chance=chance)
    ears = Ears(Channel(clock, random, chance))
    refuse = httpx.MockTransport(lambda request: httpx.Response(500))
    places = Places(venues=(PALM,), vendors={"beds24": "Beds24"})
    async with open_store(database) as store, Http(transport=refuse) as http:
        desk = Desk([account(vendor, PALM)], {"beds24": as_vendor(vendor)}, http, clock=clock, limits=DeskLimits(cache_seconds=0))
        mortal = replace(store, tellings=MortalLetters(store.tellings, random, deaths))
        works = [Direct(Tellings(mortal, desk, places, ears, ears)) for _ in range(replicas)]
        watching = [Watching(store, desk, places, work, PACE, random.random) for work in works]
        yield Watched(store, clock, vendor, ears, works, watching)
        await desk.close()


def cancelled(number: int, at: datetime) -> Record:
    return changed(booking(number), status=Status.CANCELLED, modified=at, cancelled_at=at)


def test_the_day_of_a_venue() -> None:
    assert [PACE.open_at(time(hour)) for hour in (5, 6, 22, 23)] == [False, True, True, False]
    night = Pace(every=timedelta(minutes=5), opens=time(18), closes=time(2))
    assert [night.open_at(time(hour)) for hour in (17, 18, 1, 2)] == [False, True, True, False]
    assert Pace(every=timedelta(minutes=5), opens=time(0), closes=time(0)).open_at(time(3))
    assert PACE.opening(datetime(2026, 7, 1, 22, 30, tzinfo=UTC), LONDON) == datetime(2026, 7, 2, 5, 0, tzinfo=UTC)
    assert PACE.opening(datetime(2026, 7, 1, 3, 0, tzinfo=UTC), LONDON) == datetime(2026, 7, 1, 5, 0, tzinfo=UTC)


@pytest.fixture
def small(tmp_path: Path) -> URL:
    """A database for what is the same on both."""
    return URL.create("sqlite", database=str(tmp_path / "frontdesk.db"))


async def a_morning(desk: Watched) -> None:
    """Two people want to be told of twelve cancellations, on a day on which much fails."""
    await desk.add("a1")
    await desk.add("a2", by="U2")
    for number in range(1, 13):
        desk.vendor.records = [*desk.vendor.records, cancelled(number, desk.clock())]
        await desk.run(minutes=desk.vendor.random.choice((1, 7, 15)))
    # What was put off while everything failed comes within the longest pause once nothing fails any more.
    desk.vendor.chance = desk.ears.channel.chance = 0.0
    await desk.run(minutes=40, step=40)


async def test_each_fact_is_told_once_on_two_replicas_whatever_fails(database: URL) -> None:
    async with watched(database, chance=0.3, deaths=0.05) as desk:
        await a_morning(desk)
        for alert in ("a1", "a2"):
            assert Counter(await desk.told(alert)) == {f"{number}": 1 for number in range(1, 13)}
        assert sum(work.deaths for work in desk.works) > 0


@pytest.mark.parametrize(("blind", "times"), [(False, 1), (True, 2)])
async def test_the_look_into_the_channel_is_what_makes_a_lost_answer_harmless(
    small: URL, monkeypatch: pytest.MonkeyPatch, blind: bool, times: int
) -> None:
    """Without it there is a double, so the morning above can fail."""
    faults = iter(["lost, posted"])
    monkeypatch.setattr(Channel, "_fault", lambda *_: next(faults, ""))
    if blind:

        async def nothing(*_: object) -> None:
            return None

        monkeypatch.setattr(Channel, "find", nothing)
    async with watched(small) as desk:
        await desk.add()
        desk.vendor.records = [cancelled(1, desk.clock())]
        await desk.run(minutes=12)
        assert await desk.told() == ["1"] * times


async def test_what_flaps_is_told_once_and_a_partial_answer_takes_nothing_back(small: URL) -> None:
    async with watched(small) as desk:
        await desk.add()
        once = cancelled(1, desk.clock())
        for records in ([once], [], [once], [booking(1)], [once, cancelled(2, desk.clock())]):
            desk.vendor.records = records
            await desk.run(minutes=8)
        assert await desk.told() == ["1", "2"]


async def test_one_question_serves_everybody_and_is_asked_no_more_often_than_agreed(small: URL) -> None:
    async with watched(small, replicas=3) as desk:
        for number in range(6):
            await desk.add(f"a{number}", by=f"U{number}")
        await desk.add("narrow", CANCELLATIONS.model_copy(update={"query": Query(text="smith")}))
        await desk.run(hours=1)
        assert 9 <= len(desk.vendor.asked) <= 12
        await desk.store.alerts.change("narrow", paused=True)
        for number in range(6):
            await desk.store.alerts.drop(f"a{number}")
        before = len(desk.vendor.asked)
        await desk.run(hours=1)
        assert len(desk.vendor.asked) == before


async def test_at_night_nobody_is_asked(small: URL) -> None:
    async with watched(small, now=datetime(2026, 11, 24, 22, 40, tzinfo=UTC), replicas=1) as desk:
        await desk.add()
        await desk.run(minutes=21)
        asked = len(desk.vendor.asked)
        assert asked
        await desk.run(hours=6, minutes=58, step=180)
        assert len(desk.vendor.asked) == asked
        await desk.run(minutes=10)
        assert len(desk.vendor.asked) > asked


async def test_a_occasion_is_told_of_what_it_is_about_only(small: URL) -> None:
    async with watched(small, replicas=1) as desk:
        owing = Occasion(condition=Condition.OWES, above=20_000, currency="GBP", query=Query(text="smith"))
        await desk.add("owes", owing)
        start = NINE.date()
        desk.vendor.records = [
            changed(booking(1, owes=20_001), start=start),
            changed(booking(2, owes=20_000), start=start),
            changed(booking(3, "Lee, Anna", owes=50_000), start=start),
            changed(booking(4, owes=50_000), start=start + timedelta(days=1)),
            changed(booking(5, owes=None), start=start),
        ]
        await desk.run(minutes=7)
        assert await desk.told("owes") == ["1"]
        (news,) = desk.ears.heard
        assert [record.ref for record in news.records] == ["B0001"]


async def test_a_cancellation_of_an_earlier_day_is_no_news(small: URL) -> None:
    async with watched(small, replicas=1) as desk:
        await desk.add()
        desk.vendor.records = [changed(cancelled(1, NINE), cancelled_at=NINE - timedelta(days=1))]
        await desk.run(minutes=7)
        assert await desk.told() == []


async def test_what_is_gone_when_it_is_told_is_told_by_its_number(small: URL, monkeypatch: pytest.MonkeyPatch) -> None:
    async with watched(small, replicas=1) as desk:
        await desk.add()
        desk.vendor.records = [cancelled(1, NINE)]
        with monkeypatch.context() as patch:
            patch.setattr(Channel, "_fault", lambda *_: "broken")
            await desk.run(minutes=7)
        assert await desk.told() == []
        desk.vendor.records = []
        await desk.run(minutes=20)
        assert await desk.told() == ["1"]
        (news,) = desk.ears.heard
        assert (news.records, [fact.record for fact in news.unread]) == ((), ["1"])


async def test_who_became_a_guest_is_told_nothing(small: URL) -> None:
    async with watched(small, replicas=1) as desk:
        await desk.add()
        desk.ears.strangers.add("U1")
        desk.vendor.records = [cancelled(1, NINE)]
        await desk.run(minutes=7)
        assert await desk.told() == []
        alert = await desk.store.alerts.get("a1")
        assert alert is not None
        assert alert.paused


async def test_what_could_not_be_told_on_its_day_is_left_out(small: URL, monkeypatch: pytest.MonkeyPatch) -> None:
    async with watched(small, replicas=1, now=datetime(2026, 11, 24, 22, 50, tzinfo=UTC)) as desk:
        await desk.add()
        desk.vendor.records = [cancelled(1, desk.clock())]
        with monkeypatch.context() as patch:
            patch.setattr(Channel, "_fault", lambda *_: "broken")
            await desk.run(minutes=10)
        desk.clock.now = datetime(2026, 11, 25, 7, 0, tzinfo=UTC)
        await desk.run(minutes=1)
        assert desk.ears.channel.posted == []
        assert [each.state for each in await desk.store.tellings.of("a1")] == ["skipped"]
