"""What can be done to a hotel's booking, done to a stand-in of Beds24."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from bot.core.action import Act, ActionInput, ActionKind, ActionName, Danger
from bot.core.errors import NotPossible
from bot.core.model import replace
from bot.core.query import Query
from bot.core.record import Record
from bot.core.states import Axis, Balance, Kind, Status
from bot.core.window import Window
from tests.vendors.deeds import Stage, on_stage
from tests.vendors.world import LONDON, NOW

pytestmark = pytest.mark.anyio

HOTEL = "harbour-hotel"
WEEKS = Query(kinds=(Kind.BOOKING,), window=Window.days(date(2026, 11, 10), date(2026, 12, 30), LONDON, Axis.START))
ALL_STATES = tuple(status for status in Status)


async def some(stage: Stage, *codes: str) -> Record:
    """A booking with one of the vendor's codes, as it is read for a card."""
    rows = await stage.records(WEEKS.model_copy(update={"status": ALL_STATES}))
    return await stage.read(next(row for row in rows if row.raw["status"] in codes and row.start > NOW.date()))  # type: ignore[operator]  # dates


def changes(stage: Stage) -> list[dict[str, Any]]:
    bodies = [json.loads(request.content) for request in stage.sent if request.url.path.endswith("setBooking")]
    return [{key: value for key, value in body.items() if key != "authentication"} for body in bodies]


@pytest.mark.parametrize(
    ("codes", "names"),
    [
        ("12", "note flag cancel invoice_line"),
        ("3", "status note flag cancel"),
        ("5", "note flag cancel"),
        ("4", "note flag"),
        ("0", "note flag"),
    ],
)
async def test_the_state_decides_what_is_offered(codes: str, names: str) -> None:
    async with on_stage(HOTEL) as stage:
        offered = stage.actions(await some(stage, *codes))
    assert [name.value for name in offered] == names.split()


async def test_a_booking_is_cancelled_and_brought_back_within_the_hour() -> None:
    async with on_stage(HOTEL) as stage:
        booking = await some(stage, "1")
        after, happened, undo = await stage.do(booking, ActionName.CANCEL, text="Ill")
        assert (happened, undo) == (True, Act(name=ActionName.RESTORE))
        assert after is not None
        assert after.status is Status.CANCELLED
        assert [note.text for note in after.notes if note.by == "FRONTDESK"] == ["Ill"]
        again, happened, undo = await stage.do(after, ActionName.RESTORE)
        assert (happened, undo) == (True, Act(name=ActionName.CANCEL))
        assert again is not None
        assert again.status is Status.CONFIRMED
    assert changes(stage) == [
        {
            "bookId": booking.id,
            "status": "0",
            "substatus": "4",
            "infoItems": [{"code": "FRONTDESK", "text": "Ill"}],
        },
        {"bookId": booking.id, "status": "1", "checkAvailability": True},
    ]


async def test_an_old_cancellation_is_not_brought_back() -> None:
    async with on_stage(HOTEL) as stage:
        booking = await some(stage, "1")
        after, _, _ = await stage.do(booking, ActionName.CANCEL)
        assert after is not None
        later = replace(after, fetched_at=NOW + timedelta(minutes=61))
        assert ActionName.RESTORE in stage.actions(after)
        assert ActionName.RESTORE not in stage.actions(later)


async def test_what_a_channel_or_a_group_makes_of_a_cancellation_is_foreseen() -> None:
    async with on_stage(HOTEL) as stage:
        rows = await stage.records(WEEKS)
        channel = await stage.read(next(row for row in rows if row.channel_name == "Booking.com"))
        grouped = await stage.read(next(row for row in rows if row.group_id))
        told = stage.deed(channel, ActionName.CANCEL).foresee(stage.case(channel))
        assert told[:2] == (
            "Paid £284.50 of £284.50: Beds24 refunds nothing by itself, a refund is a second step.",
            "It came from Booking.com, which may not follow: cancel it there too.",
        )
        for day, said in (("2026-11-01", "could cancel until Sun 01 Nov 2026"), ("2027-11-01", "can cancel until Mon 01 Nov 2027")):
            bounded = replace(channel, raw={**channel.raw, "cancelUntil": day})
            assert said in stage.deed(bounded, ActionName.CANCEL).foresee(stage.case(bounded))[1]
        assert "It is one booking of a group; the others stay." in stage.deed(grouped, ActionName.CANCEL).foresee(
            stage.case(grouped)
        )


async def test_a_request_is_confirmed() -> None:
    async with on_stage(HOTEL) as stage:
        booking = await some(stage, "3")
        assert stage.actions(booking)[ActionName.STATUS].label == "Confirm the request"
        after, happened, _ = await stage.do(booking, ActionName.STATUS)
        assert happened is True
        assert after is not None
        assert after.raw["status"] == "1"


async def test_notes_are_added_changed_and_deleted_and_those_of_others_are_left_alone() -> None:
    async with on_stage(HOTEL) as stage:
        booking = await some(stage, "1")
        before = booking.raw["infoItems"]
        noted, happened, undo = await stage.do(booking, ActionName.NOTE, text="Late, 22:30\nasks for a cot")
        assert happened is True
        assert noted is not None
        (choice,) = stage.actions(noted)[ActionName.EDIT_NOTE].choices
        assert undo == Act(name=ActionName.DELETE_NOTE, given=ActionInput(target=choice.id))
        edited, happened, undo = await stage.do(noted, ActionName.EDIT_NOTE, target=choice.id, text="Late, 23:00")
        assert happened is True
        assert undo == Act(name=ActionName.EDIT_NOTE, given=ActionInput(target=choice.id, text="Late, 22:30\nasks for a cot"))
        assert edited is not None
        gone, happened, _ = await stage.do(edited, ActionName.DELETE_NOTE, target=choice.id)
        assert happened is True
        assert gone is not None
        assert gone.raw["infoItems"] == before


async def test_the_same_note_twice_is_two_notes() -> None:
    async with on_stage(HOTEL) as stage:
        booking = await some(stage, "1")
        once, _, _ = await stage.do(booking, ActionName.NOTE, text="VIP")
        assert once is not None
        deed, given = stage.deed(once, ActionName.NOTE), ActionInput(text="VIP")
        assert deed.happened(stage.proof(once, once, given, deed)) is False
        twice, happened, _ = await stage.do(once, ActionName.NOTE, text="VIP")
        assert happened is True
        assert twice is not None
        assert deed.happened(stage.proof(once, None, given, deed)) is None


async def test_a_flag_is_set_and_the_one_before_comes_back() -> None:
    async with on_stage(HOTEL) as stage:
        booking = await some(stage, "1")
        flagged, happened, undo = await stage.do(booking, ActionName.FLAG, text="Press")
        assert (happened, undo) == (True, None)
        assert flagged is not None
        assert [label.name for label in flagged.labels] == ["Press"]
        assert "“Press” is replaced" in stage.actions(flagged)[ActionName.FLAG].effect
        _, happened, undo = await stage.do(flagged, ActionName.FLAG, text="VIP")
        assert (happened, undo) == (True, Act(name=ActionName.FLAG, given=ActionInput(text="Press")))


async def test_a_charge_is_one_line_with_its_amount_and_is_owed() -> None:
    async with on_stage(HOTEL) as stage:
        owing = await stage.records(WEEKS.model_copy(update={"balance": Balance.OUTSTANDING}))
        booking = await stage.read(next(row for row in owing if row.raw["status"] == "1"))
        action = stage.actions(booking)[ActionName.INVOICE_LINE]
        assert (action.currency, action.kind, action.danger) == ("GBP", ActionKind.MONEY, Danger.HIGH)
        after, happened, undo = await stage.do(booking, ActionName.INVOICE_LINE, text="Minibar", amount=1_250, currency="GBP")
        assert (happened, undo) == (True, None)
        assert after is not None
        assert booking.money is not None
        assert after.money is not None
        assert booking.money.balance is not None
        assert after.money.balance == booking.money.balance + 1_250
    assert changes(stage) == [{"bookId": booking.id, "invoice": [{"description": "Minibar", "qty": "1", "price": "12.50"}]}]


@pytest.mark.parametrize("amount", [None, 0, -100])
async def test_a_charge_without_an_amount_or_below_zero_is_never_built(amount: int | None) -> None:
    async with on_stage(HOTEL) as stage:
        booking = await some(stage, "1")
        given = ActionInput(text="Minibar", amount=amount, currency="GBP")
        with pytest.raises(NotPossible):
            stage.deed(booking, ActionName.INVOICE_LINE).request(stage.case(booking, given))
