"""Each night every venue is counted once: the day that is over, and the new one as it is first known."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.engine import URL

from bot.core.reading import Reading
from bot.digests.edition import composed
from bot.digests.metrics import METRICS, Day
from bot.digests.nightly import AGAIN, HOUSE, TRIED_FOR, Nightly, mornings
from bot.digests.schedule import Schedule
from bot.store.posts import Post
from bot.store.store import Store, open_store
from tests.digests.year import Direct
from tests.house.conftest import NOW, OpenHouse, open_sandbox

__all__ = ["open_sandbox"]

pytestmark = pytest.mark.anyio

NIGHT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@pytest.fixture
async def store(tmp_path: Any) -> AsyncIterator[Store]:
    async with open_store(URL.create("sqlite", database=str(tmp_path / "frontdesk.db"))) as opened:
        yield opened


async def due(store: Store, nightly: Nightly, places: Any, at: datetime = NIGHT) -> None:
    """Have a venue's count be due as it was at three in the morning."""
    await nightly.set_up([place for place in places if place.id == "harbour"])
    await store.subscriptions.change("night-harbour", next_at=at)


async def post_of(store: Store) -> Post:
    post = await store.posts.get("night-harbour", TODAY)
    assert post is not None
    return post


async def test_every_venue_with_accounts_is_counted_and_no_list_shows_it(store: Store, open_sandbox: OpenHouse) -> None:
    async with open_sandbox() as opened:
        places = opened.house.places.venues
        nightly = Nightly(store, opened.house.desk)
        await nightly.set_up([*places, replace(places[0], id="empty")])
        counted = await store.subscriptions.of(HOUSE)
        assert {each.venue for each in counted} == {place.id for place in places}
        assert {each.cron.split()[1] for each in counted} == {"3"}
        await nightly.set_up(places)
        assert await store.subscriptions.of(HOUSE) == counted
        await nightly.set_up(places[:1])
        assert [each.venue for each in await store.subscriptions.of(HOUSE)] == [places[0].id]


async def test_two_replicas_count_a_night_once_and_what_they_keep_are_the_questions_answers(
    store: Store, open_sandbox: OpenHouse
) -> None:
    async with open_sandbox() as opened:
        desk, place = opened.house.desk, opened.house.places.venue("harbour")
        nightly = Nightly(store, desk)
        await due(store, nightly, opened.house.places.venues)
        replicas = [Schedule(store, Direct(mornings(_never, nightly)), lambda: NOW) for _ in range(2)]
        await asyncio.gather(*(replica.tick() for replica in replicas))
        assert (await post_of(store)).state == "sent"
        calls = len(opened.journal)
        await replicas[0].tick()
        assert len(opened.journal) == calls
        kept = await store.counts.of("harbour", TODAY - timedelta(days=2))
        assert {day for _, day in kept} == {TODAY, TODAY - timedelta(days=1)}
        assert all(set(key) <= set("abcdefghijklmnopqrstuvwxyz_") and type(count.value) is int for (key, _), count in kept.items())
        yesterday = Day(TODAY - timedelta(days=1), place.zone, NOW)
        for key in ("arrivals", "in_house", "appointments"):
            query = METRICS[key].question(yesterday).model_copy(update={"venues": ("harbour",)})
            answer = await desk.ask(Reading(query=query, understood=""))
            assert kept[key, yesterday.today].value == answer.total
        summary = await composed(desk, place, TODAY, kept)
        assert summary.has_history
        assert summary.chart is not None
        assert len(summary.chart.back) == 2


async def test_what_a_system_does_not_give_is_asked_again_until_the_morning(store: Store, open_sandbox: OpenHouse) -> None:
    async with open_sandbox({"harbour-spa": "500"}) as opened:
        nightly = Nightly(store, opened.house.desk)
        await due(store, nightly, opened.house.places.venues, NOW - TRIED_FOR + timedelta(minutes=1))
        await Schedule(store, Direct(nightly), lambda: NOW).tick()
        assert ((await post_of(store)).state, (await post_of(store)).again_at) == ("due", NOW + AGAIN)
        kept = await store.counts.of("harbour", TODAY)
        assert ("arrivals", TODAY) in kept
        assert ("appointments", TODAY) not in kept


async def _never(key: str) -> None:
    raise AssertionError(key)
