"""Every way in leads to one way out: commands, mentions and direct messages, and what is turned away at the door."""

from collections.abc import Callable

import pytest

from tests.slack import payloads
from tests.slack.conftest import OpenFront
from tests.slack.fake_slack import BOT, FakeSlack
from tests.slack.vendors import HARBOUR, PALM, SmallVendor, booking

pytestmark = pytest.mark.anyio


def beds24(*names: str) -> SmallVendor:
    return SmallVendor("beds24", "Beds24", [booking(number, name) for number, name in enumerate(names, 1)])


async def test_a_signed_command_is_answered_to_the_asker_alone(open_front: OpenFront, slack: FakeSlack) -> None:
    async with open_front(beds24("Smith, Jane")) as bot:
        await bot.command("arrivals tomorrow")
        answer = await slack.message()
    assert answer.method == "response_url"
    assert answer.fields["response_type"] == "ephemeral"
    assert answer.fields["replace_original"] is False
    for said in ("Smith, Jane", "2 adults, 1 child", "Room 12", "£420.00", "22:30", "Beds24 just now", "I read:"):
        assert said in answer.shown
        assert said in answer.text
    assert [call.method for call in slack.calls] == ["auth.test", "users.info", "response_url"]


async def test_orders_are_meant_where_the_command_says_so(open_front: OpenFront, slack: FakeSlack) -> None:
    vendor = beds24("Smith, Jane")
    async with open_front(vendor) as bot:
        await bot.command("tomorrow", name="/orders")
        await slack.message()
        await bot.command("tomorrow", name="/bookings")
        await slack.message(2)
    assert list(dict.fromkeys(plan.kind for plan in vendor.asked)) == ["order", "booking"]


async def test_a_mention_is_answered_in_its_thread_without_what_identifies_a_guest(open_front: OpenFront, slack: FakeSlack) -> None:
    vendor = beds24("Jane jane@example.com +44 7700 900123")
    async with open_front(vendor) as bot:
        await bot.send(payloads.mention("arrivals tomorrow", ts="17.1"))
        first = await slack.message()
        await bot.send(payloads.mention("arrivals tomorrow", ts="17.3", thread_ts="17.2"))
        second = await slack.message(2)
    assert (first.method, first.fields["channel"], first.fields["thread_ts"]) == ("chat.postMessage", "C0ANY", "17.1")
    assert second.fields["thread_ts"] == "17.2"
    assert first.fields["unfurl_links"] is first.fields["unfurl_media"] is False
    everything = str(first.fields)
    assert "Jane j•••@example.com •••• 123" in everything
    assert "jane@example.com" not in everything
    assert "900123" not in everything


async def test_a_direct_message_is_answered_where_it_was_written(open_front: OpenFront, slack: FakeSlack) -> None:
    async with open_front(beds24("Smith, Jane")) as bot:
        await bot.send(payloads.direct(f"<@{BOT}> arrivals tomorrow"))
        answer = await slack.message()
    assert (answer.fields["channel"], answer.fields.get("thread_ts")) == ("D0MEL", None)
    assert "Smith, Jane" in answer.text


@pytest.mark.parametrize("text", ["", "help", " Help "])
async def test_an_empty_text_gets_help_with_examples_of_the_configured_vendors(
    open_front: OpenFront, slack: FakeSlack, text: str
) -> None:
    one = SmallVendor("beds24", "Beds24", examples=("arrivals tomorrow", "departures today", "in house tonight"))
    two = SmallVendor("trybe", "Trybe", examples=("unpaid orders this week", "appointments tomorrow", "no-shows yesterday"))
    async with open_front(one, two) as bot:
        await bot.command(text)
        answer = await slack.message()
    assert [line for line in answer.text.splitlines() if line in one.examples + two.examples] == [
        "arrivals tomorrow",
        "unpaid orders this week",
        "departures today",
        "appointments tomorrow",
        "in house tonight",
    ]
    assert not one.asked


async def test_a_venues_own_channel_asks_that_venue_alone_unless_the_text_names_one(
    open_front: OpenFront, slack: FakeSlack
) -> None:
    async with open_front(vendor := beds24("Smith, Jane"), at=(PALM, HARBOUR)) as bot:
        await bot.command("arrivals tomorrow", channel="C0HARBOUR")
        own = await slack.message()
        await bot.command("arrivals tomorrow at palm", channel="C0HARBOUR")
        named = await slack.message(2)
        await bot.command("arrivals tomorrow", channel="C0ELSEWHERE")
        both = await slack.message(3)
    assert "1 " in own.text
    assert "Harbour House" in own.text
    assert "Palm Tree Spa" not in own.text
    assert "Harbour House" not in named.text
    assert "Harbour House" in both.text
    assert "Palm Tree Spa" in both.text
    assert len(vendor.asked) == 2  # the third is answered from the short memory


async def test_a_wrong_signature_and_an_old_one_are_refused(
    open_front: OpenFront, slack: FakeSlack, logged: Callable[[], str]
) -> None:
    async with open_front(vendor := beds24("Secretive Guest")) as bot:
        payload = payloads.command("arrivals tomorrow for Secretive Guest", slack.response_url())
        assert await bot.send(payload, secret="another") == 401
        assert await bot.send(payload, age=400) == 401
        assert await bot.send(payload, age=100) == 200
        await slack.message()
    assert len(slack.messages) == 1
    assert len(vendor.asked) == 1
    assert "Secretive" not in logged()


async def test_slack_can_verify_the_address(open_front: OpenFront) -> None:
    async with open_front(beds24()) as bot:
        body = '{"type": "url_verification", "challenge": "c1"}'
        headers = {"Content-Type": "application/json", **payloads.signed(body)}
        async with bot.session.post(f"{bot.address}/slack/events", data=body, headers=headers) as response:
            assert (response.status, "c1" in await response.text()) == (200, True)


@pytest.mark.parametrize("body", [b"\xff\xfe", b"{", b"[]", b"payload=%7B", b"x" * 1_000_001])
async def test_what_cannot_be_read_is_refused_before_it_is_trusted(open_front: OpenFront, body: bytes) -> None:
    async with open_front(beds24()) as bot:
        for kind in ("application/json", "application/x-www-form-urlencoded"):
            async with bot.session.post(f"{bot.address}/slack/events", data=body, headers={"Content-Type": kind}) as response:
                assert response.status in (400, 401, 413)


async def test_words_that_ask_for_nothing_get_what_can_be_asked(open_front: OpenFront, slack: FakeSlack) -> None:
    async with open_front(beds24("Smith, Jane")) as bot:
        await bot.command("please")
        told = await slack.message()
        label, button = next(iter(told.buttons().items()))
        await bot.press(button)
        await slack.message(2)
        await bot.command("arrivals venue:nowhere")
        unknown = await slack.message(3)
    assert label
    assert "I read:" in slack.messages[1].text
    assert "There is no venue called “nowhere”" in unknown.text


async def test_an_event_that_slack_sends_again_is_answered_once(open_front: OpenFront, slack: FakeSlack) -> None:
    async with open_front(beds24("Smith, Jane")) as bot:
        payload = payloads.mention("arrivals tomorrow")
        for _ in range(3):
            assert await bot.send(payload) == 200
        await bot.send(payloads.mention("arrivals tomorrow"))
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
    open_front: OpenFront, slack: FakeSlack, fields: dict[str, str]
) -> None:
    async with open_front(vendor := beds24("Smith, Jane")) as bot:
        assert await bot.send(payloads.direct("arrivals tomorrow", **fields)) == 200
    assert slack.messages == []
    assert vendor.asked == []


async def test_people_of_another_workspace_are_told_to_ask_a_colleague(open_front: OpenFront, slack: FakeSlack) -> None:
    async with open_front(vendor := beds24("Smith, Jane")) as bot:
        await bot.command("arrivals tomorrow", team="T9ELSE")
        await slack.message(1)
        await bot.send(payloads.mention("arrivals tomorrow", user_team="T9ELSE", team="T9ELSE"))
        await slack.message(2)
        await bot.press({"action_id": "again", "value": "1{}"}, user={"id": "U9", "team_id": "T9ELSE"})
        await slack.message(3)
    assert all("only people of the workspace" in call.text for call in slack.messages)
    assert slack.messages[2].fields["replace_original"] is False
    assert vendor.asked == []


async def test_what_was_typed_is_read_not_what_slack_made_of_it(open_front: OpenFront, slack: FakeSlack) -> None:
    async with open_front(vendor := beds24("Smith, Jane")) as bot:
        await bot.command("customer <mailto:jane@example.com|jane@example.com>")
        await slack.message()
    assert vendor.asked[0].query.customer is not None
    assert vendor.asked[0].query.customer.email == "jane@example.com"
