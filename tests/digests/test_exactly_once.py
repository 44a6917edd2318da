"""Two replicas, failing calls and sudden deaths: each day has one post. `tests/bench/bench_mornings.py` does a whole year."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.engine import URL

from bot.store.store import open_store
from tests.digests.year import live

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("first", [datetime(2026, 10, 22, 12, tzinfo=UTC), datetime(2027, 3, 25, 12, tzinfo=UTC)])
async def test_each_morning_has_one_post_over_both_clock_changes(database: URL, first: datetime) -> None:
    async with open_store(database) as store:
        channel, deaths = await live(store, "30 1 * * *", "Europe/London", first, 6, chance=0.5, deaths=0.1, seed=first.month)
    assert deaths > 0
    days = [f"s:{(first + timedelta(days=n)).date()}" for n in range(1, 7)]
    assert sorted(key for _, key, _, _ in channel.posted) == sorted([*days, *(f"{day}:lists" for day in days)])


async def test_each_missed_day_has_one_post_where_all_are_wanted(database: URL) -> None:
    first = datetime(2026, 10, 27, 12, tzinfo=UTC)
    async with open_store(database) as store:
        channel, deaths = await live(store, "30 1 * * *", "Europe/London", first, 2, missed=5, policy="all", seed=3)
    assert deaths > 0
    posted = [key for _, key, _, _ in channel.posted if not key.endswith(":lists")]
    assert sorted(posted) == [f"s:{(first + timedelta(days=n)).date()}" for n in range(-4, 3)]
    assert {late for _, key, _, late in channel.posted if key in sorted(posted)[:5]} == {True}


async def test_the_simulation_would_see_a_double(database: URL, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the look into the channel the same year holds doubles, so the year above can fail."""

    async def blind(*_: object) -> None:
        return None

    monkeypatch.setattr("tests.digests.year.Channel.find", blind)
    async with open_store(database) as store:
        channel, _ = await live(store, "0 7 * * *", "Europe/London", datetime(2026, 6, 1, 12, tzinfo=UTC), 8, chance=0.7)
    assert max(Counter(key for _, key, _, _ in channel.posted).values()) > 1


async def test_a_post_says_that_it_is_late_only_when_it_is(database: URL) -> None:
    async with open_store(database) as store:
        channel, _ = await live(store, "0 7 * * *", "Europe/London", datetime(2026, 6, 1, 12, tzinfo=UTC), 5, chance=0, deaths=0)
    assert [late for *_, late in channel.posted] == [False] * 10
