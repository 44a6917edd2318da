"""An edition of a day that is over by the time that it is made: what it was meant to ask, and what it leaves as it was counted."""

from collections.abc import AsyncIterator
from datetime import UTC, timedelta
from typing import Any

import pytest
from sqlalchemy.engine import URL

from bot.core.answer import Answer
from bot.digests.edition import Editor
from bot.digests.summary import Summary
from bot.store.store import Store, open_store
from bot.store.subscriptions import Subscription
from tests.house.conftest import NOW, OpenHouse, open_sandbox

__all__ = ["open_sandbox"]

pytestmark = pytest.mark.anyio

BEFORE = NOW - timedelta(days=1)


@pytest.fixture
async def store(tmp_path: Any) -> AsyncIterator[Store]:
    async with open_store(URL.create("sqlite", database=str(tmp_path / "frontdesk.db"))) as opened:
        yield opened


def subscription(question: str | None = None) -> Subscription:
    return Subscription(
        id="s", workspace="T", venue="perks", channel="C", cron="0 9 * * *", zone="Europe/London", by="U", by_name="Mel",
        created_at=BEFORE, next_at=NOW, question=question, policy="all",
    )  # fmt: skip


async def test_a_question_of_a_missed_day_is_read_as_it_was_meant_then(store: Store, open_sandbox: OpenHouse) -> None:
    async with open_sandbox() as opened:
        editor = Editor(opened.house.desk, opened.house.places, store.counts)
        asked = subscription("redemptions yesterday")
        today, then = [await editor.make(asked, at.date(), at.astimezone(UTC)) for at in (NOW, BEFORE)]
        of_then = await opened.ask("redemptions 2026-11-21", only="perks")
    assert isinstance(today.body, Answer)
    assert isinstance(then.body, Answer)
    assert {each.id for each in then.body.records} == {each.id for each in of_then.records}
    assert {each.id for each in then.body.records} != {each.id for each in today.body.records}


async def test_the_summary_of_a_missed_day_changes_nothing_that_was_counted(store: Store, open_sandbox: OpenHouse) -> None:
    async with open_sandbox() as opened:
        editor = Editor(opened.house.desk, opened.house.places, store.counts)
        edition = await editor.make(subscription(), BEFORE.date(), BEFORE.astimezone(UTC))
        assert isinstance(edition.body, Summary)
        assert edition.body.notes
        assert edition.late
        assert await store.counts.of("perks", BEFORE.date() - timedelta(days=9)) == {}
        await editor.make(subscription(), NOW.date(), NOW.astimezone(UTC))
        assert await store.counts.of("perks", BEFORE.date() - timedelta(days=9)) != {}
