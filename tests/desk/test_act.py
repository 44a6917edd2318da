"""The one way of every action, on the vendors' stand-ins over real sockets."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.core.action import Act, ActionInput, ActionName, Outcome, Result
from bot.core.errors import AlreadyDone, ChangedMeanwhile, NotFound, NotPossible
from bot.core.query import Query
from bot.core.reading import Reading
from bot.core.states import Kind, Stage, Status
from bot.desk.act import Acts, Subject
from bot.desk.outcomes import outcome_of
from bot.sandbox import Fault
from bot.store.journal import Entry
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


async def test_a_status_that_is_so_already_is_told_in_words_and_not_sent() -> None:
    async with counter() as house:
        booking = next(each for each in await house.records(Kind.BOOKING, "harbour-hotel") if each.vendor_status == "2/2")
        with pytest.raises(AlreadyDone, match=f"the booking {booking.ref or ''}.*already reads “confirmed”"):
            await house.preview(Subject(booking.account, booking.kind, booking.id), ActionName.STATUS)
        assert house.sent() == []


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


async def test_an_action_of_an_account_that_is_gone_holds_up_no_other_and_can_still_be_settled() -> None:
    async with counter() as house:
        long_ago = datetime(2020, 1, 1, tzinfo=NOW.tzinfo)
        entry = house.acts._entry(JANE, Act(name=ActionName.CANCEL), "0.a.b", MEL, None)
        gone = replace(entry, id="gone", key="gone", reference="G0NE1", account="closed-spa", state="unknown", asked_at=long_ago)
        await house.store.journal.begin(gone)
        await house.store.journal.begin(replace(gone, id="sent", key="sent", reference="G0NE2", record="another", state="sent"))
        await house.store.journal.begin(replace(entry, asked_at=long_ago + timedelta(days=1)))
        await house.acts.sweep()
        assert {each.id: each.state for each in await house.store.journal.open()} == {"gone": "unknown", "sent": "unknown"}
        said = await house.acts.settle("G0NE1", True, OPERATOR)
        assert (said.result, said.why) == (Result.DONE, "The operator looked: it was done.")


async def test_two_replicas_that_take_one_action_over_tell_of_it_once_in_each_state() -> None:
    async with counter() as house:
        told: list[str] = []

        async def hear(entry: Entry, outcome: Outcome) -> None:
            told.append(entry.state)

        other = Acts(house.desk, house.store, house.acts.policy, {})
        for each in (house.acts, other):
            each.telling.listen(hear)
        entry = house.acts._entry(JANE, Act(name=ActionName.CANCEL), "0.a.b", MEL, None)
        for state in ("unknown", "unknown", "done", "done"):
            left = replace(entry, state=state)
            if not told:
                await house.store.journal.begin(left)
            for each in (house.acts, other):
                each.telling.tell(left, outcome_of(left), True)
            await asyncio.gather(house.acts.close(), other.close())
        assert told == ["unknown", "done"]


async def test_an_undo_takes_back_only_what_it_was_offered_for() -> None:
    """Moved by one, moved again by another: the first one's button does not undo the second."""
    async with counter() as house:
        visit = next(each for each in await house.records(Kind.APPOINTMENT, "harbour-spa") if each.ref == "TRY0012")
        subject = Subject(visit.account, visit.kind, visit.id)
        await house.do(subject, ActionName.MOVE, when=NOW.replace(hour=15, minute=0))
        (first,) = await house.store.audit.lines()
        await house.do(subject, ActionName.MOVE, SAM, when=NOW.replace(hour=15, minute=30))
        with pytest.raises(ChangedMeanwhile, match="since then"):
            await house.acts.undo(str(first.action_id), MEL)
        assert len(house.sent()) == 2


async def test_an_undo_pressed_twice_is_one_call_and_can_be_taken_back_itself() -> None:
    async with counter() as house:
        await house.do(JANE, ActionName.ARRIVED)
        (first,) = await house.store.audit.lines()
        both = await asyncio.gather(*(house.acts.undo(str(first.action_id), each) for each in (MEL, SAM)))
        assert [each.result for each in both] == [Result.DONE] * 2
        with pytest.raises(AlreadyDone, match="taken back already, by "):
            await house.acts.undo(str(first.action_id), MEL)
        second = (await house.store.audit.lines())[0]
        assert (await house.acts.undo(str(second.action_id), MEL)).result is Result.DONE
        assert len(house.sent()) == 3
        # The record is again as the first action left it, but no longer by it.
        with pytest.raises(AlreadyDone):
            await house.acts.undo(str(first.action_id), MEL)


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
