"""A morning on which a system's plug is pulled: its figures are the last known ones, and the post is made whole in its place."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.engine import URL

from bot import sandbox
from bot.app import open_house
from bot.digests.edition import Editor
from bot.digests.posting import Posting
from bot.digests.schedule import Schedule
from bot.settings import from_mapping
from bot.slack.outbox import Outbox
from bot.store.store import open_store
from bot.store.subscriptions import Subscription
from tests.digests.year import Clock, Direct
from tests.slack.local import ANY, LocalSlack, local_slack
from tests.slack.running import settings_for

pytestmark = pytest.mark.anyio

SEVEN = datetime(2026, 11, 23, 7, 0, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    async with local_slack() as local:
        yield local
        assert local.faults() == []


async def _soon(_: float) -> None:
    """The playground's channels take what comes."""


def posts(slack: LocalSlack) -> list[Any]:
    return [each for each in slack.playground.workspace.channels[ANY].messages.values() if each.get("metadata")]


async def test_the_plug_of_a_system_is_pulled_and_put_back(slack: LocalSlack, tmp_path: Path) -> None:
    clock = Clock(SEVEN - timedelta(minutes=20))
    async with AsyncExitStack() as up:
        hotels = await up.enter_async_context(sandbox.serve(sandbox.create_app(lambda: SEVEN)))
        spa = AsyncExitStack()
        address = await spa.enter_async_context(sandbox.serve(sandbox.create_app(lambda: SEVEN)))
        accounts = sandbox.config(hotels)["accounts"]
        accounts["harbour-spa"] = sandbox.config(address)["accounts"]["harbour-spa"]
        limits = {"attempts": 1, "failures": 100}
        settings = from_mapping({**sandbox.config(hotels), "accounts": accounts, "limits": limits})
        house = await up.enter_async_context(open_house(settings, clock))
        store = await up.enter_async_context(open_store(URL.create("sqlite", database=str(tmp_path / "frontdesk.db"))))
        editor = Editor(house.desk, house.places, store.counts)
        posting = Posting(store, editor, Outbox(settings_for(slack), house.places, clock), _soon)
        schedule = Schedule(store, Direct(posting), clock)
        await store.subscriptions.add(
            Subscription(
                id="s", workspace="T0", venue="harbour", channel=ANY, cron="0 7 * * *", zone="Europe/London", by="", by_name="",
                created_at=clock.now, next_at=SEVEN,
            )
        )  # fmt: skip
        before = await editor.summary("harbour", SEVEN.date())
        (appointments,) = [told for told in before.today if told.key == "appointments"]
        await spa.aclose()

        clock.now = SEVEN
        await schedule.tick()
        post, lists, *_ = posts(slack)
        assert f"{appointments.text} (figures from 06:40)" in post["text"]
        assert "Not complete" in post["text"]
        assert "Trybe" in post["text"]
        assert "I look again for an hour" in post["text"]
        assert lists["thread_ts"] == post["ts"]
        assert appointments.text not in lists["text"]

        port = int(address.rpartition(":")[2])
        await up.enter_async_context(sandbox.serve(sandbox.create_app(lambda: SEVEN), port))
        clock.now = SEVEN + timedelta(minutes=5)
        await schedule.tick()
        whole, whole_lists, *_ = posts(slack)
        assert [each["ts"] for each in posts(slack)] == [each["ts"] for each in (post, lists)]
        assert "figures from" not in whole["text"]
        assert "Not complete" not in whole["text"]
        assert appointments.text in whole_lists["text"]
        row = await store.posts.get("s", date(2026, 11, 23))
        assert row is not None
        assert (row.state, row.partial, row.again_at) == ("sent", False, None)
