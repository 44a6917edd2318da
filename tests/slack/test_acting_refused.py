"""What is not done from Slack: who may not, what cannot be, and buttons that are no longer what they were. Nothing is sent."""

import pytest

from bot.core.action import ActionName
from bot.core.states import Kind
from bot.desk.roles import Rule
from bot.slack.values import Do, Undo
from tests.playground.test_blocks import actions, button, plain
from tests.slack.acted import ALL, JANE, bot, on_screen, open_jane, seen_since, shown, told
from tests.slack.local import LocalSlack

pytestmark = pytest.mark.anyio


async def test_a_note_is_entered_and_a_bad_one_is_refused_under_its_field(slack: LocalSlack) -> None:
    async with bot(slack) as house:
        await open_jane(slack)
        await slack.press("Add a note…")
        await shown(slack, "Trybe shows it to staff")
        refused = await slack.submit(text={"value": "see <b>this</b>"})
        assert refused["errors"] == {"text": "The text is kept as plain words; leave out “<b>”."}
        await slack.submit(text={"value": "Allergic to lavender"})
        await shown(slack, "Allergic to lavender")
        assert [each.body for each in house.sent()] == [{"content": "Allergic to lavender"}]


@pytest.mark.parametrize(
    ("amount", "why"),
    [("0", "above zero"), ("-3", "above zero"), ("31.21", "more than the £31.20"), ("ten", "Write an amount like 12.50.")],
)
async def test_an_amount_that_does_not_fit_is_refused_under_its_field(slack: LocalSlack, amount: str, why: str) -> None:
    async with bot(slack) as house:
        await open_jane(slack)
        await slack.press("do", choice="refund")
        await shown(slack, "how it was paid")
        refused = await slack.submit(amount={"value": amount})
        assert why in refused["errors"]["amount"], refused
        assert house.sent() == []


async def test_nobody_acts_without_a_rule_and_is_told_who_may_by_names_that_call_nobody(slack: LocalSlack) -> None:
    rules = {
        "spa": Rule(users=("U2SAM",), actions=("stage",)),
        "duty": Rule(groups=("S0DUTY",), channels=("C0MANAGERS", "C9NONE"), venues=("harbour",), actions=("arrived", "safety")),
    }
    slack.change("U1MEL", groups=())
    async with bot(slack, rules) as house:
        card = await open_jane(slack)
        assert "Mark arrived" not in card
        who = "Sam Okafor, @duty-managers, those in #managers or C9NONE"
        assert f"You may look here but not change anything; {who} may. See /desk whoami." in card
        value = Do(account="harbour-spa", kind=Kind.ORDER, id=JANE, name=ActionName.ARRIVED).write()
        slack.posted(actions(button(text=plain("Press"), action_id="do:arrived", value=value)))
        await slack.close()
        await slack.press("Press")
        refused = await shown(slack, "You may not mark as arrived at harbour: the rule spa or duty would allow it.")
        assert f"Ask {who}." in refused.shown
        assert house.sent() == []
        assert [line.event for line in await house.store.audit.lines()] == ["refused"]


async def test_where_a_record_is_opened_decides_what_a_rule_for_channels_allows(slack: LocalSlack) -> None:
    """As Slack says what a channel is: public and private ones count, a direct message and one shared with others do not."""
    rules = {"desk": Rule(channels=("C0ANY", "C0MANAGERS", "C0LINEN"), actions=ALL)}
    async with bot(slack, rules) as house:
        for channel, may in (("C0ANY", True), ("C0MANAGERS", True), ("C0LINEN", False), ("C0PALM", False), ("", False)):
            messages, views = len(slack.messages), len(slack.views)
            if channel:
                await slack.command("order TRY0012", channel=channel)
            else:
                slack.direct("order TRY0012")
            await slack.until(seen_since(lambda: slack.messages, messages, lambda call: "Refine" in call.buttons()))
            await slack.press("Open")
            await slack.until(seen_since(lambda: slack.views, views, lambda call: "just now" in call.shown))
            card = slack.views[-1]
            assert ("Cancel the order…" in card.buttons()) is may, channel
            assert ("You may look here but not change anything; those in #any, " in card.shown) is not may, channel
            if not may:
                value = Do(account="harbour-spa", kind=Kind.ORDER, id=JANE, name=ActionName.CANCEL).write()
                slack.posted(actions(button(text=plain("Press"), action_id="do:cancel", value=value)), channel=channel or "D0MEL")
                await slack.close()
                await slack.press("Press")
                await on_screen(slack, "U1MEL", "You may not cancel at harbour: the rule desk would allow it.")
            await slack.close()
        assert house.sent() == []


async def test_a_press_from_another_workspace_and_one_by_a_guest_do_nothing(slack: LocalSlack) -> None:
    rules = {"desk": Rule(users=("U1MEL", "U4GIA", "U5ODA"), channels=("C0ANY", "C0LINEN"), actions=ALL)}
    value = Do(account="harbour-spa", kind=Kind.ORDER, id=JANE, name=ActionName.CANCEL).write()
    async with bot(slack, rules) as house:
        for channel, person, why in (
            ("C0ANY", "U4GIA", "I do not answer guests of this workspace"),
            ("C0LINEN", "U5ODA", "I answer only people of the workspace that I belong to"),
        ):
            slack.posted(actions(button(text=plain("Press"), action_id="do:cancel", value=value)), channel=channel)
            await slack.press("Press", by=person)
            await told(slack, why)
        assert (slack.views, house.sent(), house.received) == ([], [], [])


async def test_a_button_of_last_month_works_as_if_it_were_new_and_an_undo_that_cannot_work_any_more_says_so(
    slack: LocalSlack,
) -> None:
    async with bot(slack) as house:
        value = Do(account="harbour-spa", kind=Kind.ORDER, id=JANE, name=ActionName.CANCEL).write()
        slack.posted(actions(button(text=plain("Old"), action_id="do:cancel", value=value)))
        await slack.press("Old")
        await shown(slack, "Every line of it is cancelled")
        await slack.close()
        assert house.sent() == []
        slack.posted(actions(button(text=plain("Undo"), action_id="undo", value=Undo(action="0" * 32).write())))
        await slack.press("Undo")
        await told(slack, "There is no such action in the journal.")
        assert house.sent() == []


async def test_a_time_in_the_past_is_refused_under_its_field(slack: LocalSlack) -> None:
    async with bot(slack) as house:
        await slack.command("appointments today at harbour")
        await slack.press("Open")
        await shown(slack, "just now")
        await slack.press("Move the treatment…")
        await shown(slack, "same practitioner and room")
        house.received.clear()
        for day, time, why in (
            ("2026-11-22", "10:00", "That is in the past."),
            ("2026-11-24", "25:00", "Write a time like 14:30."),
            ("2026-11-23", "08:59", "That is in the past."),
        ):
            refused = await slack.submit(day={"selected_date": day}, time={"value": time})
            assert refused["errors"] == {"time": why}
        assert house.received == []


@pytest.mark.parametrize(
    "value",
    [
        "1{}",
        "0 an older version",
        "1" + '{"do":"do","account":"harbour-spa","kind":"order","id":"x","name":"destroy"}',
        "1" + '{"do":"do","account":"elsewhere","kind":"order","id":"x","name":"cancel"}',
        "1" + '{"do":"do","account":"harbour-spa","kind":"order","id":"5f0000000000000000009999","name":"cancel"}',
    ],
)
async def test_a_button_that_is_old_altered_or_of_a_record_that_is_gone_sends_nothing(slack: LocalSlack, value: str) -> None:
    async with bot(slack) as house:
        slack.posted(actions(button(text=plain("Press"), action_id="do:cancel", value=value)))
        await slack.press("Press")
        whys = ("too old or was altered", "no account called", "has nothing at that place")
        await slack.until(lambda: any(why in each.shown for why in whys for each in (*slack.views, *slack.messages)))
        assert house.sent() == []
