"""What an answer looks like as it grows, when a part is missing, and when its buttons are pressed."""

import asyncio
from collections.abc import Callable

import pytest

from bot.core.errors import NoAnswer
from bot.core.states import Kind
from tests.playground.test_blocks import actions, button, plain
from tests.slack.local import LocalSlack
from tests.slack.running import OpenBot
from tests.slack.vendors import SmallVendor, booking

pytestmark = pytest.mark.anyio

HOSTILE = (
    "<!channel>",
    "<@U123>",
    "<https://evil.example|Reset password>",
    "*bold* _it_ ~no~ `code`",
    "> quote",
    "&lt;!here&gt;",
    ":tada:",
    "line\nbreak",
    "\u202egnp.exe",
    "x" * 5_000,
)


def beds24(number: int = 1) -> SmallVendor:
    return SmallVendor("beds24", "Beds24", [booking(n, f"Guest {n:02}", owes=None) for n in range(1, number + 1)])


async def test_a_slow_vendor_is_named_while_the_fast_ones_answer_is_shown(open_bot: OpenBot, slack: LocalSlack) -> None:
    slow = SmallVendor("trybe", "Trybe", [booking(99, "Late, Lena")], gate=asyncio.Event())
    async with open_bot(beds24(), slow):
        await slack.command("arrivals tomorrow")
        first = await slack.message()
        assert slow.gate is not None
        slow.gate.set()
        last = await slack.message(2)
    assert "Guest 01" in first.shown
    assert "Still checking Trybe…" in first.shown
    assert "1 arrival so far" in first.shown
    assert "Late, Lena" in last.shown
    assert "checking" not in last.shown.lower()
    assert [call.fields["replace_original"] for call in (first, last)] == [False, True]


async def test_a_posted_answer_is_changed_not_posted_again(open_bot: OpenBot, slack: LocalSlack) -> None:
    slow = SmallVendor("trybe", "Trybe", [booking(99)], gate=asyncio.Event())
    async with open_bot(slow):
        slack.mention("arrivals tomorrow")
        first = await slack.message()
        assert "Checking Trybe…" in first.text
        assert slow.gate is not None
        slow.gate.set()
        last = await slack.message(2)
    assert (first.method, last.method) == ("chat.postMessage", "chat.update")
    assert last.fields["ts"] == first.ts


async def test_a_response_url_is_never_used_up_by_unfinished_answers(open_bot: OpenBot, slack: LocalSlack) -> None:
    vendors = [SmallVendor(f"v{n}", f"Vendor {n}", [booking(n, f"Guest {n}")], gate=asyncio.Event()) for n in range(4)]
    async with open_bot(*vendors):
        await slack.command("arrivals tomorrow")
        await slack.message()
        for vendor in vendors:
            assert vendor.gate is not None
            vendor.gate.set()
            await asyncio.sleep(1.1 if vendor is not vendors[-1] else 0)
        await slack.until(lambda: "checking" not in slack.messages[-1].shown.lower())
    assert len(slack.messages) <= 4
    assert "4 arrivals" in slack.messages[-1].shown


async def test_a_vendor_that_fails_is_named_with_a_reference_and_can_be_tried_again(open_bot: OpenBot, slack: LocalSlack) -> None:
    broken = SmallVendor(
        "trybe", "Trybe", [booking(99, "Back, Again")], error=NoAnswer("Trybe (palm-trybe) did not answer in time.")
    )
    async with open_bot(beds24(), broken):
        await slack.command("arrivals tomorrow")
        answer = await slack.message()
        broken.error = None
        await slack.press("Try again")
        whole = await slack.message(2)
    assert "At least 1 arrival" in answer.text
    assert "Not complete: Trybe (palm-trybe) did not answer in time. (ref " in answer.text
    assert "Back, Again" in whole.text
    assert "Not complete" not in whole.text
    assert whole.fields["replace_original"] is True


async def test_nothing_found_and_nothing_checked_are_different_sentences(open_bot: OpenBot, slack: LocalSlack) -> None:
    broken = SmallVendor("trybe", "Trybe", error=NoAnswer("Trybe (palm-trybe) could not be reached."))
    async with open_bot(empty := beds24(0), broken):
        for number, text in enumerate(("at beds24", "at trybe", ""), 1):
            await slack.command(f"arrivals tomorrow {text.removeprefix('at ')}")
            await slack.message(number)
    none, unchecked, partly = (call.text.splitlines()[0] for call in slack.messages)
    assert none.startswith("No arrivals · ")
    assert unchecked.startswith("I could not check the arrivals")
    assert partly.startswith("No arrivals found, but not everything could be checked")
    assert len(empty.asked) == 2  # the question, and once what comes next; the third question has the first one's answer


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_name_is_only_a_name(open_bot: OpenBot, slack: LocalSlack, name: str) -> None:
    """The playground refuses what Slack would; the fixture looks for markup that is not ours."""
    async with open_bot(SmallVendor("beds24", "Beds24", [booking(1, name)])):
        await slack.command("arrivals tomorrow")
        slack.mention(f"arrivals tomorrow {name}")
        await slack.message(2)
    assert "\u202e" not in slack.messages[0].shown
    assert "*bold*" not in slack.messages[0].shown


async def test_ten_records_at_a_time_and_the_way_back(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(vendor := beds24(23)):
        await slack.command("arrivals tomorrow")
        first = await slack.message()
        await slack.press("More")
        second = await slack.message(2)
        await slack.press("More")
        third = await slack.message(3)
        await slack.press("Previous")
        back = await slack.message(4)
    assert "23 arrivals" in first.text
    assert "1–10 of 23" in first.text
    assert "Guest 10" in first.text
    assert "Guest 11" not in first.text
    assert "11–20 of 23" in second.text
    assert "21–23 of 23" in third.text
    assert "More" not in third.buttons()
    assert back.fields["blocks"] == second.fields["blocks"]
    assert len(vendor.asked) == 1


async def test_more_of_a_posted_answer_changes_that_message(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(beds24(11)):
        slack.mention("arrivals tomorrow")
        first = await slack.message()
        await slack.press("More")
        second = await slack.message(2)
    assert (second.method, second.fields["ts"]) == ("chat.update", first.ts)
    assert "11–11 of 11" in second.text


async def test_a_message_that_is_gone_is_posted_anew(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(beds24(11)):
        slack.mention("arrivals tomorrow")
        await slack.message()
        slack.fail("chat.update", "message_not_found")
        await slack.press("More")
        second = await slack.message(2)
    assert second.method == "chat.postMessage"


@pytest.mark.parametrize(
    "value", ["", "0{}", "1{", '1{"do":"ask","text":"x"}', "1[]\n1{}", '1{"do":"show","offset":-1}\n1{}', "x" * 2_000]
)
async def test_a_stale_value_is_told_and_the_message_stays(open_bot: OpenBot, slack: LocalSlack, value: str) -> None:
    async with open_bot(vendor := beds24()):
        slack.posted(actions(button(text=plain("More"), action_id="show:more", value=value or "?")))
        await slack.press("More")
        told = await slack.message()
    assert told.method == "response_url"
    assert told.fields["replace_original"] is False
    assert told.text == "This button is too old or was altered; please ask again."
    assert vendor.asked == []


async def test_examples_can_be_pressed(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(beds24()):
        await slack.command("help")
        offered = await slack.message()
        assert "Ask" in offered.buttons()
        slack.alter("Ask", value='1{"do": "ask", "text": "arrivals tomorrow"}')
        await slack.press("Ask")
        answer = await slack.message(2)
    assert "Guest 01" in answer.text
    assert answer.fields["replace_original"] is True


async def test_a_used_response_url_leads_to_a_whisper_and_then_to_a_direct_message(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(beds24()):
        slack.fail("response_url", "used_url", 404)
        await slack.command("arrivals tomorrow")
        whisper = await slack.message()
        slack.fail("response_url", "used_url", 404)
        slack.fail("chat.postEphemeral", "not_in_channel")
        await slack.command("arrivals tomorrow")
        direct = await slack.message(2)
    assert (whisper.method, whisper.fields["user"], whisper.fields["channel"]) == ("chat.postEphemeral", "U1MEL", "C0ANY")
    assert (direct.method, direct.fields["channel"]) == ("chat.postMessage", "D0MEL")


async def test_blocks_that_slack_refuses_become_text(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(beds24()):
        slack.fail("chat.postMessage", "invalid_blocks")
        slack.mention("arrivals tomorrow")
        posted = await slack.message()
        slack.fail("response_url", "invalid_blocks", 400)
        await slack.command("arrivals tomorrow")
        responded = await slack.message(2)
    assert posted.fields["blocks"] == responded.fields["blocks"] == []
    assert "Guest 01" in posted.text
    assert "Guest 01" in responded.text


async def test_an_unfinished_answer_that_is_lost_does_not_take_the_finished_one_with_it(
    open_bot: OpenBot, slack: LocalSlack
) -> None:
    slow = SmallVendor("trybe", "Trybe", [booking(99, "Late, Lena")], gate=asyncio.Event())
    async with open_bot(slow):
        slack.fail("chat.postMessage", "fatal_error")
        slack.mention("arrivals tomorrow")
        await slack.until(lambda: not slack.failing("chat.postMessage"))
        assert slow.gate is not None
        slow.gate.set()
        last = await slack.message()
    assert "Late, Lena" in last.text


async def test_a_call_that_has_to_wait_waits_once(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(beds24()):
        slack.fail("chat.postMessage", "ratelimited", 429, Retry_After="0")
        slack.mention("arrivals tomorrow")
        posted = await slack.message()
    assert "Guest 01" in posted.text


async def test_a_fault_of_ours_is_told_with_a_reference_that_finds_it_in_the_log(
    open_bot: OpenBot, slack: LocalSlack, monkeypatch: pytest.MonkeyPatch, logged: Callable[[], str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("nothing")

    async with open_bot(beds24()) as bot:
        monkeypatch.setattr(bot.front.desk, "start", broken)
        await slack.command("arrivals tomorrow of Secretive Guest")
        told = await slack.message()
    assert "Something went wrong on our side (ref " in told.text
    reference = told.text.partition("(ref ")[2][:4]
    written = logged()
    assert reference in written
    assert "KeyError" in written
    assert "Secretive" not in written


async def test_customers_are_shown_with_their_address_only_in_private(open_bot: OpenBot, slack: LocalSlack) -> None:
    people = SmallVendor("trybe", "Trybe", [booking(1, "Jane", kind=Kind.CUSTOMER)])
    async with open_bot(people):
        await slack.command("customer jane@example.com")
        private = await slack.message()
        slack.mention("customer jane@example.com")
        shared = await slack.message(2)
    assert "+44 7700 900123" in private.text
    assert "jane@example.com" in private.text
    assert "jane@example.com" not in shared.text + shared.shown
    assert "900123" not in str(shared.fields)


async def test_where_nothing_was_found_the_next_one_is_named_and_its_day_can_be_shown(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(beds24()):
        await slack.command("arrivals today")
        nothing = await slack.message()
        await slack.press("Show Tue 24 Nov")
        there = await slack.message(2)
        await slack.command("arrivals 2 dec")
        never = await slack.message(3)
    assert nothing.text.splitlines()[0].startswith("No arrivals · Mon 23 Nov 2026 · Palm Tree Spa")
    assert "Next: Guest 01 · Tue 24 Nov" in nothing.text
    assert "Refine" in nothing.buttons()
    assert "1 arrival · Tue 24 Nov 2026" in there.text
    assert "Next:" not in never.text


async def test_what_comes_next_is_not_waited_for(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(vendor := beds24()):
        vendor.ungated = 1
        vendor.gate = asyncio.Event()
        await slack.command("arrivals today")
        nothing = await slack.message()
        vendor.gate.set()
        later = await slack.message(2)
    assert "No arrivals" in nothing.text
    assert "Next:" not in nothing.text
    assert "Next: Guest 01" in later.text
    assert later.fields["replace_original"] is True
