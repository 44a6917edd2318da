"""What alerts keep, on both databases: a question that is claimed once, a fact that is told once, nothing that names a guest."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.engine import URL

from bot.core.alert import Condition, Occasion
from bot.core.query import Query
from bot.store.alerts import Alert, Fact, Seen
from bot.store.store import open_store
from bot.store.watches import Watch

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
DAY = date(2026, 11, 24)
ONE, TWO, THREE = (Fact("spa", "order", id) for id in ("o1", "o2", "o3"))
WISH = Occasion(condition=Condition.OWES, query=Query(venues=("palm",), text="smith"), above=20_000, currency="GBP")


def alert(id: str = "a1", by: str = "U1") -> Alert:
    return Alert(id=id, workspace="T0", by=by, channel="D1", occasion=WISH, created_at=NOW)


def seen(*facts: Fact, day: date = DAY) -> Seen:
    return Seen(venue="palm", day=day, facts=facts)


async def test_an_alert_is_kept_as_it_was_occasioned(database: URL) -> None:
    async with open_store(database) as store:
        assert await store.alerts.add(alert(), (), 20)
        assert await store.alerts.of("T0", "U1") == [alert()]
        assert await store.alerts.of("T0", "U2") == []
        assert await store.alerts.change("a1", paused=True)
        assert await store.alerts.active() == []


async def test_a_person_has_no_more_than_so_many(database: URL) -> None:
    async with open_store(database) as store:
        assert [await store.alerts.add(alert(str(n)), (), 2) for n in range(3)] == [True, True, False]
        assert sum(await asyncio.gather(*(store.alerts.add(alert(f"b{n}", by="U2"), (), 2) for n in range(6)))) == 2


async def test_a_fact_is_told_once_whoever_finds_it_and_however_often(database: URL) -> None:
    async with open_store(database) as store:
        await store.alerts.add(alert(), [seen(ONE)], 20)
        found = await asyncio.gather(*(store.alerts.enter(alert(), seen(ONE, TWO, THREE), f"t{n}", NOW) for n in range(8)))
        assert sum(found) == 2
        told = [fact for each in await store.tellings.of("a1") for fact in await store.tellings.facts(each.id)]
        assert sorted(told) == [TWO, THREE]
        assert await store.alerts.enter(alert(), seen(ONE, TWO), "later", NOW) == 0
        assert await store.alerts.enter(alert(), seen(TWO, day=DAY + timedelta(days=1)), "tomorrow", NOW) == 1


async def test_a_question_is_claimed_by_one(database: URL) -> None:
    async with open_store(database) as store:
        watch, later = Watch("owes", "palm"), NOW + timedelta(minutes=5)
        await store.watches.begin([(watch, NOW)])
        await store.watches.begin([(watch, later), (Watch("full", "palm", "x"), later)])
        assert (await store.watches.known())[watch] == NOW
        assert sum(await asyncio.gather(*(store.watches.claim(watch, NOW, later) for _ in range(8)))) == 1
        assert await store.watches.known() == {watch: later, Watch("full", "palm", "x"): later}


async def test_a_message_is_taken_once_and_each_step_of_it(database: URL) -> None:
    async with open_store(database) as store:
        await store.alerts.add(alert(), (), 20)
        await store.alerts.enter(alert(), seen(ONE), "t1", NOW)
        (telling,) = await store.tellings.waiting(NOW)
        assert (telling.key, telling.state, telling.channel) == ("alert:t1", "due", "D1")
        assert sum(await asyncio.gather(*(store.tellings.take(telling, NOW + timedelta(minutes=5)) for _ in range(8)))) == 1
        assert sum(await asyncio.gather(*(store.tellings.move(telling, "sending", sent_at=NOW) for _ in range(8)))) == 1


async def test_what_was_told_is_soon_forgotten_and_goes_with_its_alert(database: URL) -> None:
    async with open_store(database) as store:
        for id in ("a1", "a2"):
            await store.alerts.add(alert(id), (), 20)
            await store.alerts.enter(alert(id), seen(ONE, TWO), f"t{id}", NOW)
        assert await store.alerts.drop("a2")
        assert not await store.alerts.drop("a2")
        assert await store.tellings.of("a2") == []
        assert await store.forget(NOW + timedelta(days=7), keep_days=400) == 0
        assert await store.forget(NOW + timedelta(days=8), keep_days=400) == 3
        assert await store.tellings.of("a1") == []
        assert await store.alerts.get("a1") is not None
