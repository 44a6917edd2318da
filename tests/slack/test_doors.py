"""Every way in leads to one way out: commands, mentions and direct messages, and what is turned away at the door."""

import itertools
import time
from collections.abc import Callable
from typing import Any

import pytest

from bot.playground import payloads, signed
from tests.playground.test_blocks import actions, button, plain
from tests.slack.local import ANY, BOT, SIGNING_SECRET, TEAM, USER, LocalSlack
from tests.slack.running import OpenBot
from tests.slack.vendors import HARBOUR, PALM, SmallVendor, booking

pytestmark = pytest.mark.anyio

STRANGER = "U5ODA"
NUMBERS = itertools.count(1)


def event(**fields: Any) -> dict[str, Any]:
    """An event as Slack never sends it to us, or sends it again."""
    inner = {"user": USER, "ts": "1700000000.000100", "channel": ANY, "team": TEAM, **fields}
    return payloads.envelope(inner, f"Ev{next(NUMBERS):08}", time.time())


def beds24(*names: str) -> SmallVendor:
    return SmallVendor("beds24", "Beds24", [booking(number, name) for number, name in enumerate(names, 1)])


async def test_a_signed_command_is_answered_to_the_asker_alone(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(beds24("Smith, Jane")):
        await slack.command("arrivals tomorrow")
        answer = await slack.message()
    assert answer.method == "response_url"
    assert answer.fields["response_type"] == "ephemeral"
    assert answer.fields["replace_original"] is False
    for said in ("Smith, Jane", "2 adults, 1 child", "Room 12", "£420.00", "22:30", "Beds24 just now", "I read:"):
        assert said in answer.shown
        assert said in answer.text
    assert [call.method for call in slack.calls] == ["auth.test", "users.info", "response_url"]


async def test_orders_are_meant_where_the_command_says_so(open_bot: OpenBot, slack: LocalSlack) -> None:
    vendor = beds24("Smith, Jane")
    async with open_bot(vendor):
        await slack.command("tomorrow", name="/orders")
        await slack.message()
        await slack.command("tomorrow", name="/bookings")
        await slack.message(2)
    assert list(dict.fromkeys(plan.kind for plan in vendor.asked)) == ["order", "booking"]


async def test_a_mention_is_answered_in_its_thread_without_what_identifies_a_guest(open_bot: OpenBot, slack: LocalSlack) -> None:
    vendor = beds24("Jane jane@example.com +44 7700 900123")
    async with open_bot(vendor):
        asked = slack.mention("arrivals tomorrow")
        first = await slack.message()
        thread = slack.say("who comes tomorrow?")
        slack.mention("arrivals tomorrow", thread=thread)
        second = await slack.message(2)
    assert (first.method, first.fields["channel"], first.fields["thread_ts"]) == ("chat.postMessage", ANY, asked)
    assert second.fields["thread_ts"] == thread
    assert first.fields["unfurl_links"] is first.fields["unfurl_media"] is False
    everything = str(first.fields)
    assert "Jane j•••@example.com •••• 123" in everything
    assert "jane@example.com" not in everything
    assert "900123" not in everything


async def test_a_direct_message_is_answered_where_it_was_written(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(beds24("Smith, Jane")):
        slack.direct(f"<@{BOT}> arrivals tomorrow")
        answer = await slack.message()
    assert (answer.fields["channel"], answer.fields.get("thread_ts")) == ("D0MEL", None)
    assert "Smith, Jane" in answer.text


@pytest.mark.parametrize("text", ["", "help", " Help "])
async def test_an_empty_text_gets_help_with_examples_of_the_configured_vendors(
    open_bot: OpenBot, slack: LocalSlack, text: str
) -> None:
    one = SmallVendor("beds24", "Beds24", examples=("arrivals tomorrow", "departures today", "in house tonight"))
    two = SmallVendor("trybe", "Trybe", examples=("unpaid orders this week", "appointments tomorrow", "no-shows yesterday"))
    async with open_bot(one, two):
        await slack.command(text)
        answer = await slack.message()
    assert [line for line in answer.text.splitlines() if line in one.examples + two.examples] == [
        "arrivals tomorrow",
        "unpaid orders this week",
        "departures today",
        "appointments tomorrow",
        "in house tonight",
    ]
    assert not one.asked


async def test_a_venues_own_channel_asks_that_venue_alone_unless_the_text_names_one(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(vendor := beds24("Smith, Jane"), at=(PALM, HARBOUR)):
        await slack.command("arrivals tomorrow", channel="C0HARBOUR")
        own = await slack.message()
        await slack.command("arrivals tomorrow at palm", channel="C0HARBOUR")
        named = await slack.message(2)
        await slack.command("arrivals tomorrow", channel="C0ELSEWHERE")
        both = await slack.message(3)
    assert "1 " in own.text
    assert "Harbour House" in own.text
    assert "Palm Tree Spa" not in own.text
    assert "Harbour House" not in named.text
    assert "Harbour House" in both.text
    assert "Palm Tree Spa" in both.text
    assert len(vendor.asked) == 2  # the third is answered from the short memory


async def test_a_wrong_signature_and_an_old_one_are_refused(
    open_bot: OpenBot, slack: LocalSlack, logged: Callable[[], str]
) -> None:
    async with open_bot(vendor := beds24("Secretive Guest")) as bot:
        mel, channel = slack.playground.person(USER), slack.playground.channel(ANY, USER)
        url = slack.address + slack.playground.response_urls.issue(USER, ANY, "command")
        payload = payloads.command(mel, channel, "/desk", "arrivals tomorrow for Secretive Guest", url, "1.2.x")
        assert await bot.deliver(payload, secret="another") == 401
        assert await bot.deliver(payload, age=400) == 401
        assert await bot.deliver(payload, age=100) == 200
        await slack.message()
    assert len(slack.messages) == 1
    assert len(vendor.asked) == 1
    assert "Secretive" not in logged()


async def test_slack_can_verify_the_address(open_bot: OpenBot) -> None:
    async with open_bot(beds24()) as bot:
        body = '{"type": "url_verification", "challenge": "c1"}'
        headers = {"Content-Type": "application/json", **signed(SIGNING_SECRET, body, time.time())}
        async with bot.session.post(f"{bot.address}/slack/events", data=body, headers=headers) as response:
            assert (response.status, "c1" in await response.text()) == (200, True)


@pytest.mark.parametrize("body", [b"\xff\xfe", b"{", b"[]", b"payload=%7B", b"x" * 1_000_001])
async def test_what_cannot_be_read_is_refused_before_it_is_trusted(open_bot: OpenBot, body: bytes) -> None:
    async with open_bot(beds24()) as bot:
        for kind in ("application/json", "application/x-www-form-urlencoded"):
            async with bot.session.post(f"{bot.address}/slack/events", data=body, headers={"Content-Type": kind}) as response:
                assert response.status in (400, 401, 413)


async def test_words_that_ask_for_nothing_get_what_can_be_asked(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(beds24("Smith, Jane")):
        await slack.command("please")
        told = await slack.message()
        label = next(iter(told.buttons()))
        await slack.press(label)
        await slack.message(2)
        await slack.command("arrivals venue:nowhere")
        unknown = await slack.message(3)
    assert label
    assert "I read:" in slack.messages[1].text
    assert "There is no venue called “nowhere”" in unknown.text


async def test_an_event_that_slack_sends_again_is_answered_once(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(beds24("Smith, Jane")) as bot:
        payload = event(type="app_mention", text=f"<@{BOT}> arrivals tomorrow", ts=slack.say("what was mentioned"))
        for _ in range(3):
            assert await bot.deliver(payload) == 200
        slack.mention("arrivals tomorrow")
        await slack.message(2)
    assert len(slack.messages) == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"subtype": "message_changed"},
        {"bot_id": "B9"},
        {"user": BOT},
        {"subtype": "bot_message", "bot_id": "B0BOT"},
        {"channel_type": "mpim"},
    ],
)
async def test_what_is_not_a_persons_own_message_is_passed_over(
    open_bot: OpenBot, slack: LocalSlack, fields: dict[str, str]
) -> None:
    async with open_bot(vendor := beds24("Smith, Jane")) as bot:
        written = {"type": "message", "text": "arrivals tomorrow", "channel": "D0MEL", "channel_type": "im", **fields}
        assert await bot.deliver(event(**written)) == 200
    assert slack.messages == []
    assert vendor.asked == []


async def test_people_of_another_workspace_are_told_to_ask_a_colleague(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(vendor := beds24("Smith, Jane")) as bot:
        oda, linen = slack.playground.person(STRANGER), slack.playground.channel("C0LINEN", STRANGER)
        url = slack.address + slack.playground.response_urls.issue(STRANGER, linen.id, "command")
        assert await bot.deliver(payloads.command(oda, linen, "/desk", "arrivals tomorrow", url, "1.2.x")) == 200
        await slack.message(1)
        slack.mention("arrivals tomorrow", channel="C0LINEN", by=STRANGER)
        await slack.message(2)
        slack.posted(actions(button(text=plain("Try again"), action_id="again", value="1{}")), channel="C0LINEN")
        await slack.press("Try again", by=STRANGER)
        await slack.message(3)
    assert all("only people of the workspace" in call.text for call in slack.messages)
    assert slack.messages[2].fields["replace_original"] is False
    assert vendor.asked == []


async def test_what_was_typed_is_read_not_what_slack_made_of_it(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(vendor := beds24("Smith, Jane")):
        await slack.command("customer jane@example.com")
        await slack.message()
    sent = next(each for each in slack.exchanges if each.direction == "to_bot")
    assert sent.request["text"] == "customer <mailto:jane@example.com|jane@example.com>"
    assert vendor.asked[0].query.customer is not None
    assert vendor.asked[0].query.customer.email == "jane@example.com"
