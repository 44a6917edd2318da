"""Daily posts on their way to a channel: what they show, and what is known when Slack does not answer well."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.core.errors import NotAllowed, NotSent, SlowDown, UnknownOutcome
from bot.core.record import Customer
from bot.digests.compose import compose
from bot.digests.edition import Edition
from bot.digests.facts import Source
from bot.digests.summary import Chart, Summary
from bot.language.places import Places
from bot.slack import limits
from bot.slack.drawing import described, picture
from bot.slack.outbox import Outbox
from bot.slack.views.lists import lists_view
from bot.slack.views.scene import Scene
from bot.slack.views.summary import edition_view
from bot.store.subscriptions import Subscription
from tests.digests.test_compose import DAY, HARBOUR, facts, owing, record
from tests.slack.local import ANY, LocalSlack, local_slack
from tests.slack.running import settings_for

pytestmark = pytest.mark.anyio

SEVEN = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
KEY = "s1:2026-11-24"
PLACES = Places(venues=(HARBOUR,), vendors={})


def edition(*, at: datetime = SEVEN, history: bool = True, missing: str | None = None) -> Edition:
    """Harbour House's morning with everything in it."""
    known = facts(
        arrivals=12, departures=9, in_house=43, nights=38, cancelled=2, no_shows=2, ahead=0, complete=missing is None,
        records={"owing": (owing("1", 42_000), owing("2", 1_000))},
    )  # fmt: skip
    sources = (Source(account="a", title="Beds24", at=at, missing=missing),)
    earlier: dict[tuple[str, date], int] = {}
    for days in range(1, 30) if history else ():
        day = DAY.today - timedelta(days=days)
        earlier |= {("in_house", day): 40 - days % 7, ("nights", day): 31, ("cancelled", day): 5}
    body = compose(replace(known, sources=sources, at=at), HARBOUR, earlier)
    return Edition(subscription=subscription(), due_at=SEVEN, at=at, body=body)


def subscription() -> Subscription:
    return Subscription(
        id="s1", workspace="T0", venue="harbour", channel=ANY, cron="0 7 * * *", zone="Europe/London", by="U1MEL", by_name="Mel",
        created_at=SEVEN, next_at=SEVEN,
    )  # fmt: skip


def scene() -> Scene:
    return Scene(lead=HARBOUR, venues={"harbour": HARBOUR}, now=SEVEN, private=False)


def shown(of: Edition) -> str:
    return edition_view(of, scene()).text


def test_a_morning_holds_within_the_limits_and_its_text_stands_alone() -> None:
    message = edition_view(edition(), scene())
    payload = message.payload()
    assert limits.faults(payload) == []
    assert len(payload["blocks"]) <= 20
    assert "data_visualization" in {block["type"] for block in payload["blocks"]}
    for words in (
        "Harbour House · Tuesday, 24 November" if "Tuesday," in message.text else "Harbour House · Tuesday 24 November",
        "12 arrivals (2 owe £430.00)", "Needs attention", "2 no-shows yesterday", "Cancellations · 2 · 5 · 5.0", "Beds24 07:00",
    ):  # fmt: skip
        assert words in message.text
    assert "late" not in message.text


def test_where_charts_and_tables_are_refused_the_same_is_said_without() -> None:
    instead = edition_view(edition(), scene()).instead
    assert instead is not None
    assert {block["type"] for block in instead.blocks} <= {"section", "context", "actions"}
    assert "12 arrivals" in instead.text


def test_what_is_late_missing_or_without_history_is_said() -> None:
    assert "due at 07:00 and comes late" in shown(edition(at=SEVEN + timedelta(minutes=40)))
    days_after = shown(edition(at=SEVEN + timedelta(days=2, hours=2), missing="Beds24 did not answer in time."))
    assert "as of Thu 26 Nov 09:00" in days_after
    assert "due on Tue 24 Nov 07:00 and comes late" in days_after
    assert "I look again for an hour" in days_after
    assert "No history yet" in shown(edition(history=False))
    partial = shown(edition(missing="Beds24 did not answer in time."))
    assert "Beds24 did not answer in time." in partial
    assert "12 arrivals so far" in partial


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    async with local_slack() as local:
        yield local


@pytest.fixture
def outbox(slack: LocalSlack) -> Outbox:
    return Outbox(settings_for(slack), PLACES, lambda: SEVEN)


def posted(slack: LocalSlack) -> list[Any]:
    return [each for each in slack.seen() if each.get("metadata")]


async def test_a_post_is_found_again_by_its_key_alone(slack: LocalSlack, outbox: Outbox) -> None:
    since = datetime.now(UTC)
    assert await outbox.find(ANY, KEY, since) is None
    ts = await outbox.send(ANY, KEY, edition())
    assert await outbox.find(ANY, KEY, since) == ts
    assert await outbox.find(ANY, "s1:2026-11-25", since) is None
    assert await outbox.find(ANY, KEY, since + timedelta(hours=1)) is None
    await outbox.change(ANY, ts, edition(at=SEVEN + timedelta(minutes=3)))
    assert [each["ts"] for each in posted(slack)] == [ts]
    assert slack.faults() == []


@pytest.mark.parametrize(
    ("error", "status", "known"),
    [
        ("ratelimited", 429, SlowDown),
        ("is_archived", 200, NotAllowed),
        ("not_in_channel", 200, NotAllowed),
        ("internal_error", 200, UnknownOutcome),
        ("service_unavailable", 503, UnknownOutcome),
    ],
)
async def test_what_is_known_after_a_refusal(
    slack: LocalSlack, outbox: Outbox, error: str, status: int, known: type[Exception]
) -> None:
    slack.fail("chat.postMessage", error, status, Retry_After="7")
    with pytest.raises(known) as caught:
        await outbox.send(ANY, KEY, edition())
    assert not isinstance(caught.value, SlowDown) or caught.value.seconds == 7
    assert len([each for each in slack.exchanges if each.name == "chat.postMessage"]) == 1
    assert posted(slack) == []


async def test_a_chart_that_slack_refuses_does_not_cost_the_post(slack: LocalSlack, outbox: Outbox) -> None:
    slack.fail("chat.postMessage", "invalid_blocks")
    await outbox.send(ANY, KEY, edition())
    (message,) = posted(slack)
    assert "12 arrivals" in message["text"]


async def test_nobody_there_means_that_nothing_was_sent(slack: LocalSlack) -> None:
    settings = settings_for(slack).model_copy(update={"api_url": "http://127.0.0.1:9/api/"})
    with pytest.raises(NotSent):
        await Outbox(settings, PLACES, lambda: SEVEN).send(ANY, KEY, edition())


def with_lists() -> Edition:
    """A morning with two guests who come, one who leaves, and a chart."""
    guests = tuple(
        record(str(n), start=DAY.today, date_only=True, customer=Customer(name=f"Guest {n}", phone="+442079460958"))
        for n in range(30)
    )
    known = facts(in_house=43, records={"arrivals": guests, "departures": guests[:1]})
    known = replace(known, facts={**known.facts, "in_house": replace(known.facts["in_house"], week=dict.fromkeys(DAY.week, 40))})
    body = compose(known, HARBOUR, {("in_house", DAY.before): 41})
    return Edition(subscription=subscription(), due_at=SEVEN, at=SEVEN, body=body)


def test_lists_name_guests_up_to_a_measure_and_hold_within_the_limits() -> None:
    message = lists_view(with_lists(), scene())
    assert limits.faults(message.payload()) == []
    assert "Guest 0" in message.text
    assert "and 5 more" in message.text
    assert "7946" not in message.text
    assert len(message.blocks) == 3


@pytest.mark.parametrize("part", ["lists", "chart"])
async def test_a_part_of_a_thread_is_found_again(slack: LocalSlack, outbox: Outbox, part: str) -> None:
    morning = with_lists()
    assert outbox.parts(morning) == ("lists", "chart")
    ts = await outbox.send(ANY, KEY, morning)
    assert await outbox.find_reply(ANY, ts, part, f"{KEY}:{part}") is None
    where = await outbox.reply(ANY, ts, part, f"{KEY}:{part}", morning)
    assert await outbox.find_reply(ANY, ts, part, f"{KEY}:{part}") == where
    assert await outbox.find_reply(ANY, ts, part, "s1:2026-11-25:lists") is None
    await outbox.change_reply(ANY, ts if part == "chart" else where, part, morning)
    (reply,) = [
        each for each in slack.playground.workspace.channels[ANY].messages.values() if each.get("thread_ts") == ts != each["ts"]
    ]
    if part == "chart":
        (file,) = reply["files"]
        assert (file["mimetype"], file["alt_txt"][:43]) == ("image/png", "Stays day by day (50 rooms). Counted: 23 No")
        content = slack.playground.files.kept[file["id"]].content
        assert content is not None
        assert content.startswith(b"\x89PNG")
    assert slack.faults() == []


async def test_a_picture_waits_until_its_figures_are_whole(outbox: Outbox) -> None:
    """It cannot be put in the place of another, as the post and its lists can."""
    morning = with_lists()
    assert isinstance(morning.body, Summary)
    assert morning.body.chart is not None
    partial = replace(morning, body=replace(morning.body, chart=replace(morning.body.chart, complete=False)))
    assert outbox.parts(partial) == ("lists",)


async def test_without_the_extra_no_picture_is_promised(slack: LocalSlack, outbox: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.slack.outbox.can_draw", lambda: False)
    assert outbox.parts(with_lists()) == ("lists",)


def test_what_was_counted_and_what_is_booked_are_told_apart_without_colour() -> None:
    chart = Chart(
        key="in_house", title="Stays", label="Stays", back={DAY.before: 3, DAY.today: 4}, ahead={DAY.week[0]: 5}, day=DAY.today
    )
    assert described(chart, "en-GB") == "Stays. Counted: 23 Nov 3, 24 Nov 4. Booked ahead: 25 Nov 5."
    plain, foreign = picture(chart, "Harbour House", "en-GB"), picture(chart, "火鳥", "ja-JP")
    assert plain[:4] == foreign[:4] == b"\x89PNG"
    assert plain != foreign
