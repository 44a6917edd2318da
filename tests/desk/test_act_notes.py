"""What is kept and what is told with an action: notes, reasons, what is paid."""

import asyncio

import pytest
from sqlalchemy import text

from bot.core.action import ActionName, Result
from bot.core.states import Kind
from bot.desk.act import Subject
from bot.sandbox import Fault
from tests.acting import MEL, SAM, counter

pytestmark = pytest.mark.anyio

JANE = Subject("harbour-spa", Kind.ORDER, "5f0000000000000000000012")
"""Order TRY0012, Jane Smith, today at 16:30, £31.20 of £78.00 paid."""


async def test_a_reason_that_the_vendor_has_no_place_for_is_kept_as_our_note_and_leaves_no_trace_elsewhere() -> None:
    async with counter() as house:
        assert (
            "Frontdesk keeps the reason with the record, as a note of its own."
            in (await house.preview(JANE, ActionName.CANCEL, text="The guest is ill")).will
        )
        outcome = await house.do(JANE, ActionName.CANCEL, text="The guest is ill")
        assert outcome.result is Result.DONE
        assert outcome.why.endswith("Frontdesk keeps the reason with the record.")
        assert [(each.path, each.body) for each in house.sent()] == [(f"/shop/orders/{JANE.id}/cancel", None)]
        record, _ = await house.acts.record(JANE)
        (note,) = [note for note in record.notes if note.ours]
        assert (note.text, note.by) == ("Cancelled: The guest is ill", "Mel")
        assert outcome.record is not None
        assert note in outcome.record.notes
        assert "ill" not in repr(await house.store.audit.lines())
        # It can be changed and deleted like any other, and the vendor hears nothing of that.
        await house.do(JANE, ActionName.EDIT_NOTE, target=note.id, text="Cancelled: by phone")
        assert (await house.do(JANE, ActionName.DELETE_NOTE, target=note.id)).why == "Kept by Frontdesk."
        assert [each for each in (await house.acts.record(JANE))[0].notes if each.ours] == []
        assert len(house.sent()) == 1


async def test_a_reason_that_cannot_be_kept_is_said_and_the_cancelling_stands() -> None:
    async with counter() as house:
        shown = await house.preview(JANE, ActionName.CANCEL, text="The guest is ill")
        full = text("CREATE TRIGGER full BEFORE INSERT ON notes BEGIN SELECT RAISE(ABORT, 'full'); END")
        await house.store.database.do(lambda connection: connection.execute(full))
        outcome = await house.acts.perform(JANE, shown.act, shown.token, MEL)
        assert outcome.result is Result.DONE
        assert outcome.why.endswith("The reason could not be kept: please add it as a note.")
        (line,) = await house.store.audit.lines()
        assert (line.event, line.why) == ("done", outcome.why)


async def test_a_reason_outlives_an_unknown_end() -> None:
    async with counter() as house:
        house.faults["harbour-spa"] = Fault("reset")
        unknown = await house.do(JANE, ActionName.CANCEL, text="The guest is ill")
        house.faults.clear()
        said = await house.acts.settle(unknown.reference, True, SAM)
        assert said.why == "Sam looked: it was done. Frontdesk keeps the reason with the record."
        assert [each.text for each in (await house.acts.record(JANE))[0].notes if each.ours] == ["Cancelled: The guest is ill"]
        entry = await house.store.journal.by_reference(unknown.reference)
        assert entry is not None
        assert (entry.given, "ill" in repr(entry)) == ({"characters": 16}, False)


async def test_what_is_paid_is_told_before_anything_is_cancelled() -> None:
    async with counter() as house:
        visit = next(each for each in await house.records(Kind.APPOINTMENT, "harbour-spa") if each.ref == "TRY0012")
        shown = await house.preview(Subject(visit.account, visit.kind, visit.id), ActionName.CANCEL)
        told = "paid £31.20, refunded £0.00: Trybe does not refund by itself, a refund is a second step."
        assert f"Of its order: {told}" in shown.will
        assert f"By the spa's rules guests could cancel {visit.service[0].name} themselves until " in " ".join(shown.will)
        order = await house.preview(JANE, ActionName.CANCEL)
        assert f"By the spa's rules guests could cancel {visit.service[0].name} themselves until Sun 22 Nov 16:30." in order.will
        asked = [each.path for each in house.received if each.path == "/shop/appointment-types"]
        assert len(asked) == 1
        for booking in (await house.records(Kind.BOOKING, "harbour-hotel"))[:5]:
            subject = Subject(booking.account, booking.kind, booking.id)
            if any(action.name is ActionName.CANCEL for action in (await house.acts.record(subject))[1]):
                will = (await house.preview(subject, ActionName.CANCEL)).will
                assert any(sentence.startswith("Paid £") and "Beds24 refunds nothing by itself" in sentence for sentence in will)
                break
        else:
            raise AssertionError("no booking can be cancelled")


async def test_texts_do_not_stay_in_the_journal_and_the_audit() -> None:
    async with counter() as house:
        outcome = await house.do(JANE, ActionName.NOTE, text="Allergic to lavender")
        assert outcome.record is not None
        assert "Allergic to lavender" in [note.text for note in outcome.record.notes]
        (line,) = await house.store.audit.lines()
        entry = await house.store.journal.by_id(str(line.action_id))
        assert "lavender" not in repr((line, entry))
        assert entry is not None
        assert entry.given == {"characters": 20}


async def test_a_note_can_be_named_by_its_words() -> None:
    async with counter() as house:
        (booking, *_) = await house.records(Kind.BOOKING, "harbour-hotel")
        subject = Subject(booking.account, booking.kind, booking.id)
        await house.do(subject, ActionName.NOTE, text="Cot in the room")
        assert (await house.do(subject, ActionName.DELETE_NOTE, target="cot in the room")).result is Result.DONE
        assert len(house.sent()) == 2


async def test_notes_of_two_people_who_write_at_once_are_both_kept_and_each_once() -> None:
    async with counter() as house:
        shown = [await house.preview(JANE, ActionName.NOTE, who, text=text) for who, text in ((MEL, "Late"), (SAM, "Allergic"))]
        twice = [(each, who) for each, who in zip(shown, (MEL, SAM), strict=True) for _ in range(3)]
        ends = await asyncio.gather(*(house.acts.perform(JANE, each.act, each.token, who) for each, who in twice))
        assert [end.result for end in ends] == [Result.DONE] * 6
        assert sorted(str(each.body["content"]) for each in house.sent() if each.body) == ["Allergic", "Late"]
        # Anything else that changed still stops a note.
        one = await house.preview(JANE, ActionName.NOTE, text="On the way")
        await house.do(JANE, ActionName.ARRIVED, SAM)
        late = await house.acts.perform(JANE, one.act, one.token, MEL)
        assert (late.result, late.why) == (Result.NOT_DONE, "Since it was shown, the guest is now arrived. Nothing was sent.")


async def test_a_record_without_notes_at_its_vendor_has_ours() -> None:
    async with counter() as house:
        (game, *_) = await house.records(Kind.ARCADE_SESSION, "pixel-arcade")
        subject = Subject(game.account, game.kind, game.id)
        outcome = await house.do(subject, ActionName.NOTE, text="Left a jacket")
        assert (outcome.result, outcome.why, house.sent()) == (Result.DONE, "Kept by Frontdesk.", [])
        record, actions = await house.acts.record(subject)
        (note,) = [note for note in record.notes if note.ours]
        assert (note.text, note.by) == ("Left a jacket", "Mel")
        assert {ActionName.NOTE, ActionName.EDIT_NOTE, ActionName.DELETE_NOTE} <= {action.name for action in actions}
        entry = (await house.store.audit.lines())[0].action_id
        assert (await house.acts.undo(str(entry), SAM)).result is Result.DONE
        assert (await house.acts.record(subject))[0].notes == game.notes
