"""The daily posts of the configuration, and what can be done about one."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy.engine import URL

from bot.core.errors import BadSettings, NotFound, NotPossible
from bot.digests.dailies import Dailies, Wanted, subscription_of
from bot.digests.settings import weekdays
from bot.settings import from_mapping
from bot.store.store import Store, open_store
from bot.store.subscriptions import Occurrence
from tests.digests.test_compose import HARBOUR
from tests.digests.year import Clock, Plain

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
MORNING = Wanted(name="morning", venue=HARBOUR, channel="C1", at=time(7))


@pytest.fixture
async def store(tmp_path: Any) -> AsyncIterator[Store]:
    async with open_store(URL.create("sqlite", database=str(tmp_path / "frontdesk.db"))) as opened:
        yield opened


@pytest.mark.parametrize(
    ("written", "cron"),
    [("mon-sun", "*"), ("mon-fri", "1,2,3,4,5"), ("sat,sun", "6,0"), ("Fri-Mon", "1,5,6,0"), ("wednesday", "3")],
)
def test_weekdays_become_those_of_cron(written: str, cron: str) -> None:
    assert weekdays(written) == cron


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ({"venue": "palm", "channel": "C1"}, "there is no venue “palm”; known: harbour"),
        ({"venue": "harbour"}, "channel: is missing"),
        ({"venue": "harbour", "channel": "C1", "at": "25:00"}, "is not a time of day"),
        ({"venue": "harbour", "channel": "C1", "at": 7}, "is not a time of day"),
        ({"venue": "harbour", "channel": "C1", "days": "mon-fry"}, "“fry” is not a weekday"),
    ],
)
def test_what_cannot_be_posted_is_refused_at_start(section: dict[str, Any], words: str) -> None:
    with pytest.raises(BadSettings, match=words):
        from_mapping({"venues": {"harbour": {"zone": "Europe/London"}}, "digests": {"morning": section}})


def test_a_section_asks_for_its_post() -> None:
    venues = {"harbour": {"zone": "Europe/London", "channel": "C2"}}
    (wanted,) = from_mapping(
        {"venues": venues, "digests": {"m": {"venue": "harbour", "at": "06:30", "days": "mon-fri"}}}
    ).mornings()
    assert (wanted.name, wanted.venue.id, wanted.channel, wanted.cron) == ("m", "harbour", "C2", "30 6 * * 1,2,3,4,5")


async def test_what_is_as_it_was_keeps_its_time_and_what_changed_begins_anew(store: Store) -> None:
    clock = Clock(NOW)
    dailies = Dailies(store, Plain(clock))
    await dailies.set_up([MORNING], "T0")
    clock.now += timedelta(days=2)
    await dailies.set_up([MORNING], "T0")
    (kept,) = await store.subscriptions.of("T0")
    assert kept.next_at == NOW + timedelta(hours=1)
    await dailies.set_up([replace(MORNING, missed="all")], "T0")
    (kept,) = await store.subscriptions.of("T0")
    assert (kept.policy, kept.next_at) == ("all", NOW + timedelta(hours=1))
    later = Wanted(name="morning", venue=HARBOUR, channel="C2", at=time(8, 30))
    await dailies.set_up([later], "T0")
    (changed,) = await store.subscriptions.of("T0")
    assert (changed.channel, changed.cron, changed.next_at) == ("C2", "30 8 * * *", NOW + timedelta(days=2, hours=2, minutes=30))
    await dailies.set_up([], "T0")
    assert await store.subscriptions.of("T0") == []


async def test_only_todays_post_is_made_anew(store: Store) -> None:
    clock = Clock(NOW + timedelta(hours=1))
    dailies, morning = Dailies(store, Plain(clock)), subscription_of(MORNING, "T0", NOW)
    await store.subscriptions.add(morning)
    await store.subscriptions.claim(morning, NOW + timedelta(days=1), [Occurrence(date(2026, 11, 24), clock.now)])
    with pytest.raises(NotFound):
        await dailies.made_anew(morning.id, date(2026, 11, 24))
    post = await store.posts.get(morning.id, date(2026, 11, 24))
    assert post is not None
    await store.posts.move(post, "sent", ts="1.2", sent_at=clock.now)
    clock.now += timedelta(hours=5)
    edition, found = await dailies.made_anew(morning.id, date(2026, 11, 24))
    assert (edition.late, found.ts) == (False, "1.2")
    clock.now += timedelta(days=1)
    with pytest.raises(NotPossible, match="day is over"):
        await dailies.made_anew(morning.id, date(2026, 11, 24))
