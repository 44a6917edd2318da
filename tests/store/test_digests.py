"""What the daily posts keep, on both databases: counts, subscriptions that are claimed once, posts that take each step once."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.engine import URL

from bot.store.counts import Counted
from bot.store.replies import Reply
from bot.store.store import Store, open_store
from bot.store.subscriptions import Occurrence, Subscription

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
DAY = date(2026, 11, 24)
TOMORROW = NOW + timedelta(days=1)


def subscription(id: str = "s1", **changes: Any) -> Subscription:
    plain: dict[str, Any] = {
        "id": id, "workspace": "T0", "venue": "palm", "channel": "C1", "cron": "0 7 * * *", "zone": "Europe/London",
        "by": "U1", "by_name": "Mel", "created_at": NOW - timedelta(days=1), "next_at": NOW,
    }  # fmt: skip
    return Subscription(**plain | changes)


async def entered(store: Store) -> None:
    await store.subscriptions.add(subscription())
    assert await store.subscriptions.claim(subscription(), TOMORROW, [Occurrence(DAY, NOW)])


async def test_a_later_count_of_a_day_takes_the_place_of_an_earlier_one(database: URL) -> None:
    async with open_store(database) as store:
        later = NOW + timedelta(minutes=1)
        await store.counts.record("palm", {("arrivals", DAY): 3, ("nights", DAY): 5}, NOW)
        await store.counts.record("palm", {("arrivals", DAY): 4}, later)
        await store.counts.record("palm", {("arrivals", DAY): 2}, NOW)
        await store.counts.record("harbour", {("arrivals", DAY): 9}, NOW)
        await store.counts.record("palm", {}, later)
        kept = {("arrivals", DAY): Counted(4, later), ("nights", DAY): Counted(5, NOW)}
        assert await store.counts.of("palm", DAY) == kept
        assert await store.counts.of("palm", DAY + timedelta(days=1)) == {}


async def test_what_is_due_is_claimed_once_with_its_posts(database: URL) -> None:
    async with open_store(database) as store:
        await store.subscriptions.add(subscription())
        (due,) = await store.subscriptions.due(NOW)
        assert due == subscription()
        skipped = Occurrence(DAY - timedelta(days=1), NOW - timedelta(days=1), "nothing ran")
        claims = [store.subscriptions.claim(due, TOMORROW, [skipped, Occurrence(DAY, NOW)]) for _ in range(10)]
        assert sum(await asyncio.gather(*claims)) == 1
        assert await store.subscriptions.due(NOW) == []
        assert [(post.day, post.state, post.why) for post in await store.posts.of("s1")] == [
            (skipped.day, "skipped", "nothing ran"),
            (DAY, "due", None),
        ]


async def test_a_day_has_one_post_however_it_came_about(database: URL) -> None:
    async with open_store(database) as store:
        await store.subscriptions.add(subscription())
        assert await store.subscriptions.enter(subscription(), Occurrence(DAY, NOW - timedelta(hours=1)))
        assert not await store.subscriptions.enter(subscription(), Occurrence(DAY, NOW))
        assert await store.subscriptions.claim(subscription(), TOMORROW, [Occurrence(DAY, NOW)])
        assert [post.due_at for post in await store.posts.of("s1")] == [NOW - timedelta(hours=1)]


async def test_one_that_was_paused_or_changed_meanwhile_is_not_claimed(database: URL) -> None:
    async with open_store(database) as store:
        await store.subscriptions.add(subscription())
        await store.subscriptions.change("s1", paused=True)
        assert await store.subscriptions.due(NOW) == []
        assert not await store.subscriptions.claim(subscription(), TOMORROW, [Occurrence(DAY, NOW)])
        await store.subscriptions.change("s1", paused=False, next_at=TOMORROW)
        assert not await store.subscriptions.claim(subscription(), TOMORROW, [Occurrence(DAY, NOW)])
        assert await store.posts.of("s1") == []


async def test_a_waiting_post_is_taken_by_one_and_waits_again(database: URL) -> None:
    async with open_store(database) as store:
        await entered(store)
        (post,) = await store.posts.waiting(NOW)
        later = NOW + timedelta(minutes=5)
        assert sum(await asyncio.gather(*(store.posts.take(post, later) for _ in range(10)))) == 1
        assert await store.posts.waiting(NOW) == []
        assert [each.tries for each in await store.posts.waiting(later)] == [1]


async def test_a_step_of_a_post_is_taken_once_and_only_from_where_it_was(database: URL) -> None:
    async with open_store(database) as store:
        await entered(store)
        post = await store.posts.get("s1", DAY)
        assert post is not None
        assert post.key == "s1:2026-11-24"
        assert sum(await asyncio.gather(*(store.posts.move(post, "sending", sent_at=NOW) for _ in range(10)))) == 1
        first = await store.posts.get("s1", DAY)
        assert first is not None
        assert await store.posts.move(first, "due", sent_at=None)
        again = await store.posts.get("s1", DAY)
        assert again is not None
        assert await store.posts.move(again, "sending", sent_at=NOW + timedelta(minutes=3))
        assert not await store.posts.move(first, "sent", ts="1.2")


async def test_the_owner_of_a_lost_channel_is_told_once(database: URL) -> None:
    async with open_store(database) as store:
        await store.subscriptions.add(subscription())
        assert sum(await asyncio.gather(*(store.subscriptions.lost("s1") for _ in range(5)))) == 1
        found = await store.subscriptions.get("s1")
        assert found is not None
        assert found.paused


async def test_a_deleted_subscription_takes_its_days_along(database: URL) -> None:
    async with open_store(database) as store:
        await entered(store)
        await store.subscriptions.add(subscription("s2", by="U2"))
        assert await store.subscriptions.count("T0", "U1") == 1
        assert await store.subscriptions.drop("s1")
        assert not await store.subscriptions.drop("s1")
        assert await store.posts.of("s1") == []
        assert [each.id for each in await store.subscriptions.of("T0")] == ["s2"]


async def test_old_days_are_forgotten(database: URL) -> None:
    async with open_store(database) as store:
        await entered(store)
        await store.counts.record("palm", {("arrivals", DAY): 3}, NOW)
        assert await store.forget(NOW + timedelta(days=401), keep_days=400) == 2
        assert await store.counts.of("palm", DAY) == {}


async def test_a_part_of_a_thread_is_sent_by_one_process(database: URL) -> None:
    async with open_store(database) as store:
        part = Reply(subscription="s1", day=DAY, part="lists", sent_at=NOW)
        assert sum(await asyncio.gather(*(store.replies.claim(part) for _ in range(10)))) == 1
        later = NOW + timedelta(minutes=3)
        assert sum(await asyncio.gather(*(store.replies.claim_again(part, later) for _ in range(10)))) == 1
        await store.replies.drop(part)
        again = replace(part, sent_at=later)
        assert await store.replies.of("s1", DAY) == {"lists": again}
        await store.replies.arrived(again, "1.2")
        assert not await store.replies.claim_again(again, TOMORROW)
        await store.replies.drop(again)
        assert await store.replies.of("s1", DAY) == {"lists": replace(again, ts="1.2")}
        await store.subscriptions.drop("s1")
        assert await store.replies.of("s1", DAY) == {}


async def test_nobody_gets_one_more_than_allowed_by_asking_at_the_same_instant(database: URL) -> None:
    async with open_store(database) as store:
        asked = [store.subscriptions.add_one(subscription(f"s{n}"), person=5, workspace=9) for n in range(8)]
        asked += [store.subscriptions.add_one(subscription(f"t{n}", by="U2"), person=5, workspace=9) for n in range(8)]
        assert sum(await asyncio.gather(*asked)) == 9
        assert sorted([await store.subscriptions.count("T0", by) for by in ("U1", "U2")]) == [4, 5]
        assert not await store.subscriptions.add_one(subscription("u1", by="U3"), person=5, workspace=9)
