"""The one way of every action, on the vendors' stand-ins over real sockets."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from bot.core.action import Act, ActionInput, ActionName, Need, Outcome, Result
from bot.core.errors import AlreadyDone, NotAllowed, NotFound, NotPossible
from bot.core.query import Query
from bot.core.reading import Reading
from bot.core.states import Kind, Stage, Status
from bot.desk.act import Subject
from bot.desk.roles import Rule
from bot.sandbox import Fault
from bot.vendors.limits import Limits
from tests.acting import MEL, NOW, OPERATOR, SAM, counter

pytestmark = pytest.mark.anyio

JANE = Subject("harbour-spa", Kind.ORDER, "5f0000000000000000000012")
"""Order TRY0012, Jane Smith, today at 16:30, £31.20 of £78.00 paid."""


async def test_an_order_is_cancelled_read_back_and_restored() -> None:
    async with counter() as house:
        shown = await house.preview(JANE, ActionName.CANCEL)
        assert "Paid £31.20, refunded £0.00" in " ".join(shown.will)
        assert shown.will[-1] == "It can be taken back."
        outcome = await house.acts.perform(JANE, shown.act, shown.token, MEL)
        assert (outcome.result, outcome.by, outcome.undo) == (Result.DONE, "Mel", Act(name=ActionName.RESTORE))
        assert outcome.why.startswith("Read back from Trybe. Paid £31.20, refunded £0.00: ")
        assert outcome.record is not None
        assert outcome.record.status is Status.CANCELLED
        (line,) = await house.store.audit.lines()
        assert (line.event, line.by, line.before, line.after) == ("done", "U0MEL", line.before, line.after)
        assert line.before is not None
        assert line.after is not None
        assert (line.before["status"], line.after["status"]) == ("confirmed", "cancelled")
        back = await house.acts.undo(str(line.action_id), SAM)
        assert back.record is not None
        assert (back.result, back.record.vendor_status) == (Result.DONE, "new")
        assert [each.path for each in house.sent()] == [f"/shop/orders/{JANE.id}/cancel", f"/shop/orders/{JANE.id}/restore"]


async def test_a_reason_that_the_vendor_has_no_place_for_is_kept_as_our_note_and_leaves_no_trace_elsewhere() -> None:
    async with counter() as house:
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
        async with house.store.engine.begin() as connection:
            await connection.execute(text("CREATE TRIGGER full BEFORE INSERT ON notes BEGIN SELECT RAISE(ABORT, 'full'); END"))
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
        for booking in (await house.records(Kind.BOOKING, "harbour-hotel"))[:5]:
            subject = Subject(booking.account, booking.kind, booking.id)
            if any(action.name is ActionName.CANCEL for action in (await house.acts.record(subject))[1]):
                will = (await house.preview(subject, ActionName.CANCEL)).will
                assert any(sentence.startswith("Paid £") and "Beds24 refunds nothing by itself" in sentence for sentence in will)
                break
        else:
            raise AssertionError("no booking can be cancelled")


async def test_a_hundred_clicks_at_once_are_one_call() -> None:
    async with counter() as house:
        shown = await house.preview(JANE, ActionName.CANCEL)
        people = [MEL, SAM] * 50
        outcomes = await asyncio.gather(*(house.acts.perform(JANE, shown.act, shown.token, each) for each in people))
        assert {outcome.result for outcome in outcomes} == {Result.DONE}
        assert len({outcome.reference for outcome in outcomes}) == 1
        assert len(house.sent()) == 1
        assert len(await house.store.audit.lines()) == 1


async def test_what_is_done_already_is_told_with_who_did_it_and_not_sent() -> None:
    async with counter() as house:
        await house.do(JANE, ActionName.CANCEL)
        with pytest.raises(AlreadyDone, match="order TRY0012 already reads “cancelled”, by Mel at 09:00"):
            await house.preview(JANE, ActionName.CANCEL, SAM)
        assert len(house.sent()) == 1


async def test_what_changed_since_it_was_shown_stops_the_action_and_is_shown() -> None:
    async with counter() as house:
        shown = await house.preview(JANE, ActionName.CANCEL)
        await house.do(JANE, ActionName.ARRIVED, SAM)
        outcome = await house.acts.perform(JANE, shown.act, shown.token, MEL)
        assert outcome.result is Result.NOT_DONE
        assert outcome.why == "Since it was shown, the guest is now arrived. Nothing was sent."
        assert len(house.sent()) == 1


async def test_a_state_that_comes_back_is_another_one() -> None:
    """Arrived, taken back, arrived again: three calls, and the first click once more is still the first."""
    async with counter() as house:
        shown = await house.preview(JANE, ActionName.ARRIVED)
        first = await house.acts.perform(JANE, shown.act, shown.token, MEL)
        await house.do(JANE, ActionName.NOT_ARRIVED)
        again = await house.do(JANE, ActionName.ARRIVED)
        assert again.result is Result.DONE
        assert again.reference != first.reference
        repeated = await house.acts.perform(JANE, shown.act, shown.token, MEL)
        assert repeated.reference == first.reference
        assert len(house.sent()) == 3


@pytest.mark.parametrize(("fault", "result"), [("drop", Result.DONE), ("late", Result.DONE), ("reset", Result.UNKNOWN)])
async def test_a_lost_answer_is_resolved_by_reading_and_never_by_repeating(fault: Any, result: Result) -> None:
    async with counter(call=Limits(silence=0.3, connect=1.0)) as house:
        house.faults["harbour-spa"] = Fault(fault, 0.5 if fault == "late" else None)
        outcome = await house.do(JANE, ActionName.CANCEL)
        assert outcome.result is result, outcome.why
        assert len(house.sent()) == 1
        if result is Result.UNKNOWN:
            assert outcome.why == "Trybe did not confirm. The record still reads “submitted” at 09:00."
            assert [entry.state for entry in await house.store.journal.open()] == ["unknown"]


async def test_an_unknown_end_stays_open_until_it_is_read_or_said() -> None:
    async with counter() as house:
        house.faults["harbour-spa"] = Fault("reset")
        unknown = await house.do(JANE, ActionName.CANCEL)
        house.faults.clear()
        # A second one is not sent while nobody knows of the first.
        with pytest.raises(NotPossible, match=f"at 09:00 is still unknown \\(ref {unknown.reference}\\)"):
            await house.do(JANE, ActionName.CANCEL, SAM)
        assert len(house.sent()) == 1
        still = await house.acts.look_again(unknown.reference)
        assert still.result is Result.UNKNOWN
        said = await house.acts.settle(unknown.reference, False, SAM)
        assert (said.result, said.why) == (Result.NOT_DONE, "Sam looked: it was not done.")
        assert [line.event for line in await house.store.audit.lines()] == ["resolved", "unknown"]
        with pytest.raises(NotFound):
            await house.acts.settle(unknown.reference, True, SAM)
        assert (await house.do(JANE, ActionName.CANCEL)).result is Result.DONE
        assert len(house.sent()) == 2


async def test_an_unknown_end_is_known_once_the_record_shows_it() -> None:
    async with counter() as house:
        house.faults["harbour-spa"] = Fault("reset")
        unknown = await house.do(JANE, ActionName.CANCEL)
        # Somebody cancels it in Trybe itself.
        house.faults.clear()
        await house.change("harbour-spa", "POST", f"/shop/orders/{JANE.id}/cancel")
        await house.acts.sweep()
        assert await house.store.journal.open() == []
        (line, _) = await house.store.audit.lines()
        assert (line.event, line.reference) == ("done", unknown.reference)


async def test_a_refusal_of_the_vendor_is_not_done_with_the_reason() -> None:
    async with counter() as house:
        house.faults["harbour-spa"] = Fault("403")
        with pytest.raises(Exception, match="does not let our key read"):
            await house.preview(JANE, ActionName.CANCEL)
        house.faults.clear()
        shown = await house.preview(JANE, ActionName.NOTE, text="Allergic")
        house.faults["harbour-spa"] = Fault("conflict")
        outcome = await house.acts.perform(JANE, shown.act, shown.token, MEL)
        assert outcome.result is Result.NOT_DONE
        assert outcome.why.startswith("Trybe (harbour-spa) says that our request is wrong (409).")
        assert outcome.why.endswith("Nothing was done.")


async def test_an_interrupted_action_that_was_not_sent_is_never_sent_later() -> None:
    async with counter() as house:
        shown = await house.preview(JANE, ActionName.CANCEL)
        entry = house.acts._entry(JANE, shown.act, shown.token, MEL, None)
        await house.store.journal.begin(replace(entry, asked_at=datetime(2020, 1, 1, tzinfo=NOW.tzinfo)))
        await house.acts.sweep()
        found = await house.store.journal.by_id(entry.id)
        assert found is not None
        assert (found.state, found.why) == ("not_done", "It was interrupted before anything was sent; nothing was done.")
        assert house.sent() == []


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({}, "write its text first"),
        ({"text": "   "}, "write its text first"),
        ({"text": "x" * 10_000}, "the text has 10,000 characters, and 3,000 fit"),
        ({"text": "see <script>alert(1)</script>"}, "leave out “<script>”"),
        ({"text": "call <!channel>"}, "leave out “<!channel>”"),
        ({"text": "bell \x07"}, "signs that cannot be shown"),
        ({"text": "x", "amount": 5}, "it takes no amount"),
        ({"text": "x", "target": "y"}, "it takes no choice"),
    ],
)
async def test_a_note_that_is_none_is_refused_and_nothing_is_sent(given: dict[str, Any], why: str) -> None:
    async with counter() as house:
        with pytest.raises(NotPossible, match=why):
            await house.preview(JANE, ActionName.NOTE, **given)
        assert house.sent() == []


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({}, "never taken to be all of it"),
        ({"amount": 0}, "above zero"),
        ({"amount": -5}, "above zero"),
        ({"amount": 3_121}, "£31.21 is more than the £31.20 that are left"),
        ({"amount": 100, "currency": "EUR"}, "in EUR, and the record is in GBP"),
        ({"amount": 100, "target": "another"}, "“another” is not one of its choices"),
    ],
)
async def test_an_amount_that_does_not_fit_is_refused_and_nothing_is_sent(given: dict[str, Any], why: str) -> None:
    async with counter() as house:
        with pytest.raises(NotPossible, match=why):
            await house.preview(JANE, ActionName.REFUND, **given)
        assert house.sent() == []


async def test_a_refund_is_exactly_the_amount_given() -> None:
    async with counter() as house:
        outcome = await house.do(JANE, ActionName.REFUND, amount=1_000, text="Cold room")
        assert outcome.result is Result.DONE
        assert "Paid £31.20, refunded £10.00" in outcome.why
        (sent,) = house.sent()
        assert sent.body == {"amount": 1_000, "notes": "Cold room"}
        (line,) = await house.store.audit.lines()
        assert (line.amount, line.currency) == (1_000, "GBP")


async def test_a_move_is_checked_by_the_vendor_first_and_moves_back() -> None:
    async with counter() as house:
        visit = next(each for each in await house.records(Kind.APPOINTMENT, "harbour-spa") if each.ref == "TRY0012")
        subject = Subject(visit.account, visit.kind, visit.id)
        with pytest.raises(NotPossible, match="in the past"):
            await house.preview(subject, ActionName.MOVE, when=NOW - timedelta(hours=1))
        when = NOW.replace(hour=15, minute=0)
        shown = await house.preview(subject, ActionName.MOVE, when=when)
        assert "Trybe finds the new time free." in shown.will
        outcome = await house.acts.perform(subject, shown.act, shown.token, MEL)
        assert outcome.record is not None
        assert outcome.record.start == when
        assert outcome.undo == Act(name=ActionName.MOVE, given=ActionInput(when=visit.start))
        assert [each.path for each in house.sent()] == [f"/shop/appointments/{visit.id}"]


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


async def test_a_role_is_checked_at_the_click_and_again_before_the_call() -> None:
    rules = {"desk": Rule(users=("U0MEL",), actions=("stage",))}
    async with counter(rules=rules) as house:
        with pytest.raises(NotAllowed, match="Nobody may cancel at harbour") as refused:
            await house.preview(JANE, ActionName.CANCEL)
        assert refused.value.who == ()
        with pytest.raises(NotAllowed, match="the rule desk would allow it") as refused:
            await house.preview(JANE, ActionName.ARRIVED, SAM)
        assert refused.value.who == ("U0MEL",)
        shown = await house.preview(JANE, ActionName.ARRIVED)
        house.acts.policy.rules = {}
        with pytest.raises(NotAllowed):
            await house.acts.perform(JANE, shown.act, shown.token, MEL)
        assert house.sent() == []
        assert [line.event for line in await house.store.audit.lines()] == ["refused"] * 3


async def test_an_altered_or_old_token_sends_nothing() -> None:
    async with counter() as house:
        act = Act(name=ActionName.CANCEL)
        for token in ("", "x", "0.aaa.bbb", "1." * 90, "0" * 400):
            outcome = await house.acts.perform(JANE, act, token, MEL)
            assert outcome.result is Result.NOT_DONE, token
        gone = Subject(JANE.account, JANE.kind, "5f0000000000000000009999")
        outcome = await house.acts.perform(gone, act, "0.a.b", MEL)
        assert outcome.result is Result.NOT_DONE
        assert house.sent() == []


async def test_the_operator_needs_no_role_and_the_audit_says_so() -> None:
    async with counter(rules={}) as house:
        assert (await house.do(JANE, ActionName.LOCK, OPERATOR)).result is Result.DONE
        (line,) = await house.store.audit.lines()
        assert (line.by, line.via) == ("operator", "terminal")


async def test_two_different_actions_at_once_do_not_cross() -> None:
    async with counter() as house:
        one = await house.preview(JANE, ActionName.ARRIVED)
        two = await house.preview(JANE, ActionName.LOCK)
        tasks: list[Awaitable[Outcome]] = [
            house.acts.perform(JANE, one.act, one.token, MEL),
            house.acts.perform(JANE, two.act, two.token, SAM),
        ]
        done = await asyncio.gather(*tasks, return_exceptions=True)
        assert sum(isinstance(each, Outcome) and each.result is Result.DONE for each in done) == 1
        assert len(house.sent()) == 1


async def test_an_answer_asked_before_an_action_is_not_kept_after_it() -> None:
    async with counter() as house:
        await house.records(Kind.ORDER, "harbour-spa", ref="TRY0012")
        await house.do(JANE, ActionName.ARRIVED)
        query = Query(kinds=(Kind.ORDER,), accounts=("harbour-spa",), ref="TRY0012")
        answer = await house.desk.ask(Reading(query=query, understood="a test"))
        assert [record.stage for record in answer.records] == [Stage.ARRIVED]


async def test_previews_name_what_is_still_needed() -> None:
    async with counter() as house:
        shown = await house.acts.preview(JANE, Act(name=ActionName.LABEL), MEL, whole=False)
        assert shown.action.needs == (Need.TARGET,)
        assert {choice.label for choice in shown.action.choices} <= {"VIP", "Birthday", "Hotel guest"}
