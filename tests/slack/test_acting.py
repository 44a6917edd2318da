"""Acting from Slack: a signed press in, the vendors' stand-ins behind, and what people and vendors got."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.core.action import ActionName
from bot.core.states import Kind
from bot.desk.roles import Rule
from bot.sandbox import Fault
from bot.slack.front import Front
from bot.slack.values import Do, Undo
from tests.acting import Counter, counter
from tests.playground.test_blocks import actions, button, plain
from tests.slack.local import ANY, Call, LocalSlack
from tests.slack.running import served, settings_for

pytestmark = pytest.mark.anyio

JANE = "5f0000000000000000000012"
ALL = ("notes", "stage", "change", "money", "safety")
MEL = {"desk": Rule(users=("U1MEL",), actions=ALL)}


@asynccontextmanager
async def bot(slack: LocalSlack, rules: Mapping[str, Rule] = MEL, **options: Any) -> AsyncIterator[Counter]:
    """A bot in the workspace, over the vendors' stand-ins."""
    async with counter(rules=rules, **options) as house:
        settings = settings_for(slack)
        venues = list(house.acts.looking._venues.values())
        async with served(slack, Front(house.desk, venues, settings, house.acts, asked=ANY), settings):
            yield house


def seen_since(calls: Callable[[], list[Call]], known: int, holds: Callable[[Call], object]) -> Callable[[], bool]:
    """Whether something was sent since, that holds."""
    return lambda: any(holds(call) for call in calls()[known:])


async def open_jane(slack: LocalSlack) -> str:
    """Ask for Jane's order and open it; the card's text."""
    await slack.command("order TRY0012")
    await slack.press("Open")
    return (await shown(slack, "just now")).shown


async def told(slack: LocalSlack, said: str) -> Call:
    """The first message that says something, once it is there."""
    await slack.until(lambda: any(said in each.shown for each in slack.messages))
    return next(each for each in slack.messages if said in each.shown)


async def shown(slack: LocalSlack, said: str) -> Call:
    """The first view that says something, once it is there."""
    await slack.until(lambda: any(said in each.shown for each in slack.views))
    return next(each for each in slack.views if said in each.shown)


async def on_screen(slack: LocalSlack, person: str, said: str) -> None:
    """Wait until somebody has something before them in a modal."""
    await slack.until(lambda: said in str(slack.playground.views.stack(person)))


async def test_an_order_is_cancelled_from_its_card_and_taken_back(slack: LocalSlack) -> None:
    async with bot(slack) as house:
        await open_jane(slack)
        await slack.press("Cancel the order…")
        preview = await shown(slack, "Every line of it is cancelled")
        assert "Paid £31.20, refunded £0.00" in preview.shown
        assert "It can be taken back." in preview.shown
        assert preview.fields["view"]["submit"]["text"] == "Cancel the order"
        assert "Reason (kept by Frontdesk as a note; Trybe has no place for it)" in str(preview.blocks)
        assert house.sent() == []
        await slack.submit(text={"value": "Ill since yesterday"})
        await shown(slack, "Working on it")
        card = await shown(slack, "✔ Cancelled by Mel")
        assert "09:00 · Read back from Trybe. Paid £31.20, refunded £0.00" in card.shown
        assert "kept by Frontdesk): Cancelled: Ill since yesterday" in card.shown
        assert "Restore the order…" in card.buttons()
        assert len(house.sent()) == 1
        await slack.press("Undo")
        await shown(slack, "✔ Restored by Mel")
        assert [each.path.rsplit("/", 1)[1] for each in house.sent()] == ["cancel", "restore"]


async def test_what_was_done_from_a_thread_is_told_in_it_and_taken_back_from_there_once(slack: LocalSlack) -> None:
    async with bot(slack) as house:
        head = slack.mention("order TRY0012")
        await slack.press("Open")
        await shown(slack, "just now")
        await slack.press("Cancel the order…")
        await shown(slack, "Every line of it")
        await slack.submit()
        done = await told(slack, "✔ Cancelled by Mel Kowalska")
        assert (done.fields["channel"], done.fields["thread_ts"]) == (ANY, head)
        assert "Cancel: order TRY0012" in done.shown
        assert "Jane" not in done.shown
        await slack.close()
        await slack.press("Undo")
        back = await told(slack, "✔ Restored by Mel Kowalska")
        assert back.fields["thread_ts"] == head
        stands = next(each for each in slack.seen() if each["ts"] == done.ts)
        assert "Cancelled by Mel Kowalska" in str(stands)
        assert "Undo" not in str(stands)
        assert [each.path.rsplit("/", 1)[1] for each in house.sent()] == ["cancel", "restore"]
        assert not any(each.fields.get("channel", "").startswith("D") for each in slack.messages)


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


async def test_an_unknown_outcome_asks_somebody_who_settles_it(slack: LocalSlack) -> None:
    async with bot(slack) as house:
        await open_jane(slack)
        await slack.press("Cancel the order…")
        await shown(slack, "Every line of it")
        house.faults["harbour-spa"] = Fault("reset")
        await slack.submit()
        unknown = await shown(slack, "? Unknown.")
        assert "Asked to look: those in #any." in unknown.shown
        house.faults.clear()
        asked = await told(slack, "Cancel: order TRY0012")
        assert (asked.method, asked.fields["channel"]) == ("chat.postMessage", ANY)
        assert "Cancel: order TRY0012" in asked.shown
        assert {"Look again", "It was done", "It was not done"} == set(asked.buttons())
        await slack.close()
        await slack.press("It was not done")
        await told(slack, "looked: it was not done.")
        assert [line.event for line in await house.store.audit.lines()] == ["resolved", "unknown"]
        assert len(house.sent()) == 1


async def test_two_people_who_confirm_at_once_are_one_call(slack: LocalSlack) -> None:
    rules = {"desk": Rule(users=("U1MEL", "U2SAM"), actions=ALL)}
    async with bot(slack, rules) as house:
        for person in ("U1MEL", "U2SAM"):
            await slack.command("order TRY0012", by=person)
            await slack.press("Open", by=person)
            await on_screen(slack, person, "Cancel the order…")
            await slack.press("Cancel the order…", by=person)
            await on_screen(slack, person, "Every line of it")
        await asyncio.gather(slack.submit(by="U1MEL"), slack.submit(by="U2SAM"))
        await slack.until(lambda: sum("✔ Cancelled by" in call.shown for call in slack.views) == 2)
        assert len(house.sent()) == 1


async def test_what_was_done_and_who_may_what_can_be_asked(slack: LocalSlack) -> None:
    async with bot(slack) as house:
        await open_jane(slack)
        await slack.press("do", choice="lock")
        await shown(slack, "no longer moves")
        await slack.submit()
        await shown(slack, "✔ Locked")
        assert len(house.sent()) == 1
        await slack.close()
        await slack.command("log")
        await told(slack, "lock · TRY0012 · done")
        await slack.command("whoami")
        await told(slack, "desk: notes, stage, change, money, safety")
        await slack.command("whoami", by="U2SAM")
        await told(slack, "You may look at everything and change nothing")


def test_values_fit_what_slack_takes() -> None:
    long = Do(account="a" * 100, kind=Kind.SHOP_SESSION, id="i" * 300, name=ActionName.RETRY_CHECKOUT, token="t" * 300)
    assert len(long.write()) < 2_000
    assert len(Undo(action="0" * 32).write()) < 150
