"""One post, step by step: what is done when the channel is gone, Slack is busy, a part is missing, or there is nothing to tell."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.engine import URL

from bot.core.errors import FrontdeskError, NotAllowed, RetryLater, SlowDown, UnknownOutcome
from bot.digests.edition import Edition
from bot.digests.facts import Source
from bot.digests.posting import Posting
from bot.digests.schedule import JOB, Schedule
from bot.digests.summary import Summary
from bot.store.posts import Post
from bot.store.store import Store, open_store
from bot.store.subscriptions import Occurrence, Subscription
from tests.acting import Inline
from tests.digests.year import Clock, Plain

pytestmark = pytest.mark.anyio

SEVEN = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
DAY = date(2026, 11, 24)
KEY = "s:2026-11-24"


@dataclass(slots=True)
class Slack:
    """Takes what it is sent, or fails once in each way that stands in `faults`; what it has can be found."""

    faults: list[FrontdeskError] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    there: str | None = None
    thread: tuple[str, ...] = ()
    reply_faults: list[FrontdeskError] = field(default_factory=list)
    replied: list[str] = field(default_factory=list)
    reply_there: str | None = None

    async def send(self, channel: str, key: str, edition: Edition) -> str:
        if self.faults:
            raise self.faults.pop(0)
        self.sent.append(key)
        return "1.2"

    async def find(self, channel: str, key: str, since: datetime) -> str | None:
        return self.there

    async def change(self, channel: str, ts: str, edition: Edition) -> None:
        self.changed.append(ts)

    def parts(self, edition: Edition) -> tuple[str, ...]:
        return self.thread

    async def reply(self, channel: str, ts: str, part: str, key: str, edition: Edition) -> str:
        if self.reply_faults:
            raise self.reply_faults.pop(0)
        self.replied.append(f"{ts} {key}")
        return "2.1"

    async def find_reply(self, channel: str, ts: str, part: str, key: str) -> str | None:
        return self.reply_there

    async def change_reply(self, channel: str, ts: str, part: str, edition: Edition) -> None:
        self.changed.append(ts)

    async def tell(self, user: str, text: str, channel: str) -> None:
        self.told.append(f"{user}: {text}")


class Unreadable(Slack):
    """A channel that cannot be looked through: what became of a lost answer stays unknown."""

    async def find(self, channel: str, key: str, since: datetime) -> str | None:
        raise RetryLater("later")


class Missing(Plain):
    """A house of which one system does not answer until it is `back`."""

    back = False

    async def make(self, *given: Any, **named: Any) -> Edition:
        edition = await super().make(*given, **named)
        assert isinstance(edition.body, Summary)
        why = None if self.back else "Trybe did not answer."
        source = Source(account="spa", title="Trybe", at=self.clock(), missing=why)
        return replace(edition, body=replace(edition.body, sources=(source,)))


@pytest.fixture
async def store(tmp_path: Any) -> AsyncIterator[Store]:
    async with open_store(URL.create("sqlite", database=str(tmp_path / "frontdesk.db"))) as opened:
        yield opened


def subscribed(**fields: Any) -> Subscription:
    plain: dict[str, Any] = {
        "id": "s", "workspace": "T0", "venue": "palm", "channel": "C1", "cron": "0 7 * * *", "zone": "Europe/London", "by": "U1",
        "by_name": "Mel", "created_at": SEVEN, "next_at": SEVEN,
    }  # fmt: skip
    return Subscription(**plain | fields)


async def due(store: Store, **fields: Any) -> None:
    subscription = subscribed(**fields)
    await store.subscriptions.add(subscription)
    assert await store.subscriptions.claim(subscription, SEVEN + timedelta(days=1), [Occurrence(DAY, SEVEN)])


async def now(store: Store) -> Post:
    post = await store.posts.get("s", DAY)
    assert post is not None
    return post


async def test_a_channel_that_is_gone_pauses_and_is_told_once(store: Store) -> None:
    slack, clock = Slack(faults=[NotAllowed("gone")]), Clock(SEVEN)
    await due(store)
    posting = Posting(store, Plain(clock), slack)
    for _ in range(3):
        await posting(KEY)
    assert ((await now(store)).state, (await now(store)).again_at) == ("skipped", None)
    (told,) = slack.told
    assert told.startswith("U1: I can no longer post")
    (subscription,) = await store.subscriptions.of("T0")
    assert subscription.paused


async def test_slack_says_when_to_come_again(store: Store) -> None:
    slack, clock = Slack(faults=[SlowDown("wait", seconds=45)]), Clock(SEVEN)
    await due(store)
    posting = Posting(store, Plain(clock), slack)
    await posting(KEY)
    assert ((await now(store)).state, (await now(store)).again_at) == ("due", SEVEN + timedelta(seconds=45))
    await posting(KEY)
    assert slack.sent == [KEY]


@pytest.mark.parametrize("arrived", [True, False])
async def test_a_lost_answer_is_looked_up_before_anything_is_sent_again(store: Store, arrived: bool) -> None:
    slack, clock = Slack(faults=[UnknownOutcome("lost")], there="9.9" if arrived else None), Clock(SEVEN)
    await due(store)
    posting = Posting(store, Plain(clock), slack)
    await posting(KEY)
    assert (await now(store)).state == "unknown"
    clock.now += timedelta(seconds=60)
    await posting(KEY)
    assert slack.sent == []
    clock.now += timedelta(seconds=90)
    await posting(KEY)
    assert slack.sent == ([] if arrived else [KEY])
    assert ((await now(store)).state, (await now(store)).ts) == ("sent", "9.9" if arrived else "1.2")


async def test_a_post_with_a_part_missing_is_made_whole_in_its_place_within_the_hour(store: Store) -> None:
    slack, clock = Slack(), Clock(SEVEN)
    editor = Missing(clock)
    await due(store)
    posting = Posting(store, editor, slack)
    await posting(KEY)
    assert ((await now(store)).partial, (await now(store)).again_at) == (True, SEVEN + timedelta(minutes=5))
    clock.now += timedelta(minutes=5)
    await posting(KEY)
    assert slack.changed == []
    editor.back = True
    clock.now += timedelta(minutes=5)
    await posting(KEY)
    assert (slack.sent, slack.changed) == ([KEY], ["1.2"])
    assert ((await now(store)).partial, (await now(store)).again_at) == (False, None)


async def at_once(_: float) -> None:
    """No waiting for a channel's pace."""


async def test_the_thread_is_sent_once_and_made_anew_with_its_post(store: Store) -> None:
    slack, clock = Slack(thread=("lists", "chart")), Clock(SEVEN)
    editor = Missing(clock)
    await due(store)
    posting = Posting(store, editor, slack, at_once)
    await posting(KEY)
    assert slack.replied == [f"1.2 {KEY}:lists", f"1.2 {KEY}:chart"]
    clock.now += timedelta(minutes=5)
    await posting(KEY)
    assert (len(slack.replied), slack.changed) == (2, [])
    editor.back = True
    await posting(KEY)
    assert (len(slack.replied), slack.changed) == (2, ["1.2", "2.1", "2.1"])
    assert (await now(store)).again_at is None


@pytest.mark.parametrize(("arrived", "fault"), [(True, "lost"), (False, "lost"), (False, "busy"), (False, "refused")])
async def test_a_lost_reply_is_looked_up_and_one_turned_away_comes_again(store: Store, arrived: bool, fault: str) -> None:
    clock = Clock(SEVEN)
    faults: dict[str, list[FrontdeskError]] = {
        "lost": [UnknownOutcome("lost")],
        "busy": [SlowDown("wait", seconds=1)],
        "refused": [NotAllowed("no")],
    }
    slack = Slack(thread=("lists",), reply_faults=faults[fault], reply_there="9.9" if arrived else None)
    await due(store)
    posting = Posting(store, Plain(clock), slack, at_once)
    await posting(KEY)
    for _ in range(3):
        clock.now += timedelta(minutes=5)
        await posting(KEY)
    assert slack.sent == [KEY]
    assert slack.replied == ([] if arrived else [f"1.2 {KEY}:lists"])
    assert (await store.replies.of("s", DAY))["lists"].ts == ("9.9" if arrived else "2.1")


async def test_who_died_between_post_and_thread_leaves_the_thread_to_others(store: Store) -> None:
    slack, clock = Slack(), Clock(SEVEN)
    await due(store)
    await Posting(store, Plain(clock), slack, at_once)(KEY)
    await store.posts.move(await now(store), "sent", again_at=SEVEN + timedelta(minutes=1))
    slack.thread = ("lists",)
    clock.now += timedelta(minutes=1)
    await asyncio.gather(*(Posting(store, Plain(clock), slack, at_once)(KEY) for _ in range(5)))
    assert slack.replied == [f"1.2 {KEY}:lists"]


async def test_after_an_hour_it_is_left_as_it_is(store: Store) -> None:
    slack, clock = Slack(), Clock(SEVEN)
    await due(store)
    posting = Posting(store, Missing(clock), slack)
    await posting(KEY)
    clock.now += timedelta(hours=1)
    await posting(KEY)
    assert (await now(store)).again_at is None
    assert slack.changed == []


async def test_nothing_to_tell_is_left_out_where_that_is_wished(store: Store) -> None:
    slack, clock = Slack(), Clock(SEVEN)
    await due(store, skip_empty=True)
    await Posting(store, Plain(clock), slack)(KEY)
    assert ((await now(store)).state, (await now(store)).why) == ("skipped", "there was nothing to tell")
    assert slack.sent == []


async def test_a_day_that_is_over_is_not_posted(store: Store) -> None:
    slack, clock = Slack(), Clock(SEVEN + timedelta(days=1))
    await due(store)
    await Posting(store, Plain(clock), slack)(KEY)
    assert (await now(store)).state == "skipped"
    assert slack.sent == []


async def test_every_missed_day_is_posted_in_order_a_week_back_and_no_more(store: Store) -> None:
    """Ten days without a bot; Slack refuses the first one for a while, and the others wait for it."""
    slack, clock = Slack(faults=[SlowDown("wait", seconds=100)]), Clock(SEVEN + timedelta(days=10, hours=3))
    await store.subscriptions.add(subscribed(policy="all"))
    schedule = Schedule(store, Inline({JOB: Posting(store, Plain(clock), slack)}), clock)
    for _ in range(40):
        await schedule.tick()
        clock.now += timedelta(seconds=20)
    assert slack.sent == [f"s:{DAY + timedelta(days=n)}" for n in range(3, 11)]
    assert {each.state for each in await store.posts.of("s")} == {"sent", "skipped"}


async def test_a_day_that_does_not_come_holds_up_the_next_no_longer_than_a_while(store: Store) -> None:
    slack, clock = Unreadable(faults=[UnknownOutcome("lost")]), Clock(SEVEN + timedelta(days=1, minutes=5))
    await store.subscriptions.add(subscribed(policy="all"))
    schedule = Schedule(store, Inline({JOB: Posting(store, Plain(clock), slack)}), clock)
    for _ in range(60):
        await schedule.tick()
        clock.now += timedelta(seconds=20)
    assert slack.sent == [f"s:{DAY + timedelta(days=1)}"]
