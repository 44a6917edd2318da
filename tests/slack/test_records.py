"""Opening a record: at once, read again, all of its facts, and its contact only for who asks."""

import asyncio
from collections.abc import Callable

import pytest

from bot.core.errors import NoAnswer
from bot.core.model import replace
from bot.core.record import Note
from bot.slack.values import Open
from tests.playground.test_blocks import actions, button, plain
from tests.slack.local import LocalSlack
from tests.slack.running import OpenBot
from tests.slack.vendors import NOW, SmallVendor, booking

pytestmark = pytest.mark.anyio


def beds24(**fields: object) -> SmallVendor:
    record = replace(booking(1), notes=(Note(text="allergic to lavender", at=NOW, by="Mel"),))
    return SmallVendor("beds24", "Beds24", [record], **fields)  # type: ignore[arg-type]


async def test_a_record_is_opened_at_once_and_filled_when_the_vendor_has_answered(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(vendor := beds24()):
        await slack.command("arrivals tomorrow")
        await slack.message()
        vendor.gate = asyncio.Event()
        await slack.press("Open")
        loading = await slack.view()
        vendor.gate.set()
        card = await slack.view(2)
    assert (loading.method, card.method) == ("views.open", "views.update")
    assert "Reading it now" in loading.shown
    assert vendor.opened == ["1"]
    for said in ("Smith, Jane", "B0001", "Palm Tree Spa", "24–27 Nov (3 nights)", "Room 12", "owes £420.00"):
        assert said in card.shown
    assert "Note (Mel, Mon 23 Nov 09:00):" in card.shown
    assert "allergic to lavender" in card.shown
    assert len(slack.messages) == 1  # the answer stays as it was


async def test_a_contact_is_hidden_until_somebody_asks_and_that_is_logged_without_it(
    open_bot: OpenBot, slack: LocalSlack, logged: Callable[[], str]
) -> None:
    async with open_bot(beds24()):
        await slack.command("arrivals tomorrow")
        await slack.press("Open")
        card = await slack.view(2)
        id = card.fields["view_id"]
        await slack.press("Show")
        open_card = await slack.view(3)
    assert "j•••@example.com" in card.shown
    assert "jane@example.com" not in str(card.fields)
    assert "900123" not in str(card.fields)
    assert (open_card.method, open_card.fields["view_id"]) == ("views.update", id)
    assert "jane@example.com" in open_card.shown
    assert "Show" not in open_card.buttons()
    written = logged()
    assert "contact_shown" in written
    assert "U1MEL" in written
    assert "jane" not in written
    assert "900123" not in written


async def test_a_record_that_is_gone_or_cannot_be_read_is_told_where_it_was_opened(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(vendor := beds24()):
        await slack.command("arrivals tomorrow")
        await slack.message()
        vendor.records = ()
        await slack.press("Open")
        gone = await slack.view(2)
        vendor.error = NoAnswer("Beds24 (palm-beds24) did not answer in time.")
        await slack.press("Open")
        silent = await slack.view(4)
    assert "There is no such record." in gone.shown
    assert "did not answer in time" in silent.shown


async def test_in_a_channel_everybody_opens_a_record_for_themselves(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(beds24()):
        slack.mention("arrivals tomorrow")
        await slack.press("Open", by="U2SAM")
        await slack.view(2)
        assert slack.playground.views.stack("U1MEL") == []
        assert len(slack.playground.views.stack("U2SAM")) == 1
    assert len(slack.messages) == 1


@pytest.mark.parametrize("value", ["", "1{}", '1{"do":"open","account":"palm-beds24","kind":"spaceship","id":"1"}', "0"])
async def test_an_altered_button_opens_nothing(open_bot: OpenBot, slack: LocalSlack, value: str) -> None:
    async with open_bot(vendor := beds24()):
        slack.posted(actions(button(text=plain("Open"), action_id="open", value=value or "?")))
        await slack.press("Open")
        told = await slack.message()
    assert told.text == "This button is too old or was altered; please ask again."
    assert slack.views == []
    assert vendor.opened == []


async def test_an_account_that_is_no_more_is_named(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(beds24()):
        value = Open.of(replace(booking(1), account="gone"))
        assert value is not None
        slack.posted(actions(button(text=plain("Open"), action_id="open", value=value.write())))
        await slack.press("Open")
        told = await slack.view(2)
    assert "There is no account called “gone”" in told.shown


async def test_a_trigger_that_is_too_old_is_told_where_the_person_is(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(beds24()):
        await slack.command("arrivals tomorrow")
        slack.fail("views.open", "expired_trigger_id")
        await slack.press("Open")
        told = await slack.message(2)
    assert "too little time" in told.text
    assert told.fields["replace_original"] is False


async def test_a_card_that_was_closed_meanwhile_is_let_go(open_bot: OpenBot, slack: LocalSlack) -> None:
    async with open_bot(vendor := beds24()):
        await slack.command("arrivals tomorrow")
        await slack.message()
        vendor.gate = asyncio.Event()
        await slack.press("Open")
        await slack.view()
        await slack.close()
        vendor.gate.set()
        await slack.until(lambda: any(each.error == "not_found" for each in slack.exchanges))
    assert len(slack.messages) == 1
