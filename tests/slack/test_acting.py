"""Acting from Slack: a signed press in, the vendors' stand-ins behind, and what people and vendors got."""

import asyncio
import json
from urllib.parse import urlencode

import aiohttp
import pytest

from bot.core.action import ActionName
from bot.core.states import Kind
from bot.desk.roles import Rule
from bot.playground import signed
from bot.sandbox import Fault
from bot.slack.values import Do, Undo
from tests.slack.acted import ALL, bot, on_screen, open_jane, shown, told
from tests.slack.local import ANY, SIGNING_SECRET, LocalSlack

pytestmark = pytest.mark.anyio


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


async def test_a_confirmation_that_slack_delivers_again_is_still_one_call(slack: LocalSlack) -> None:
    async with bot(slack) as house:
        await open_jane(slack)
        await slack.press("Cancel the order…")
        await shown(slack, "Every line of it")
        await slack.submit()
        await shown(slack, "✔ Cancelled by")
        sent = next(each for each in slack.exchanges if each.direction == "to_bot" and "view_submission" in str(each.request))
        body = urlencode({"payload": json.dumps(sent.request)})
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        async with aiohttp.ClientSession() as session:
            for _ in range(2):
                headers = {**kind, **signed(SIGNING_SECRET, body, slack.playground.clock())}
                async with session.post(str(slack.playground.installed.request_url), data=body, headers=headers) as answer:
                    assert answer.status == 200
        await slack.until(lambda: sum("✔ Cancelled by" in call.shown for call in slack.views) == 3)
        assert (len(house.sent()), len(await house.store.audit.lines())) == (1, 1)


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
