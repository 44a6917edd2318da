"""What can be done in the diary: to a treatment, and to a class with its bookings."""

from datetime import datetime

from bot.core.action import Act, Action, ActionInput, ActionName, Danger, Need
from bot.core.errors import NotFound, NotPossible, VendorRefused
from bot.core.record import Record
from bot.core.states import Kind, Status
from bot.vendors.acting import Deed
from bot.vendors.contract import Request
from bot.vendors.trybe.doing import (
    REASON,
    STAGES,
    TrybeCase,
    TrybeDeed,
    TrybeErrand,
    TrybeProof,
    call,
    listed,
    note_deeds,
    one,
    reader,
    stage_deed,
    with_notes,
)
from bot.vendors.trybe.order_lists import paid
from bot.vendors.trybe.place_deeds import PLACES, guest_of_class
from bot.vendors.trybe.rules import booked, told
from bot.vendors.wire import text

_PARTY = "The stage belongs to the order: its whole party is marked, in Trybe and here."


def _stands(record: Record) -> bool:
    return record.status is Status.CONFIRMED


async def _with_order_notes(errand: TrybeErrand, id: str) -> Record:
    """A treatment with the notes of its order: Trybe keeps none on the treatment itself."""
    record = reader(errand).read(Kind.APPOINTMENT, await one(errand, "appts.get", appointmentId=id))
    rows = await listed(errand, "orders.notes", orderId=record.group_id) if record.group_id else []
    return with_notes(record, rows, "content", errand.account)


def _offer_move(case: TrybeCase) -> Action | None:
    record = case.record
    if not _stands(record) or record.raw.get("is_locked") or record.raw.get("order_is_locked"):
        return None
    return Action(
        name=ActionName.MOVE,
        label="Move the treatment",
        done="Moved",
        effect="It is moved to the new time with the same practitioner and room. Trybe is asked first whether they are free.",
        needs=(Need.WHEN,),
        danger=Danger.MIDDLE,
        reversible_by=ActionName.MOVE,
    )


def _move(case: TrybeCase, route: str) -> Request:
    # What is read as start_time is written as time (docs.try.be, Appointments).
    assert case.given.when is not None
    when = case.given.when.astimezone(case.account.zone).isoformat(timespec="seconds")
    return call(case, route, {"time": when}, appointmentId=case.record.id)


async def _check_move(errand: TrybeErrand, case: TrybeCase) -> tuple[str, ...]:
    """Trybe's own check, which changes nothing. A key that may override rules would otherwise book twice without a word."""
    try:
        await errand.read(_move(case, "appt.check"))
    except VendorRefused as error:
        raise NotPossible("Trybe says that the new time does not fit: practitioner, room or guest is not free.") from error
    except NotFound as error:
        raise NotPossible("Trybe's check of a new time cannot be asked; an operator can correct the route appt.check.") from error
    return ("Trybe finds the new time free.",)


def _move_back(proof: TrybeProof) -> Act | None:
    before, now = proof.before.start if proof.before else None, proof.after.fetched_at if proof.after else None
    if not isinstance(before, datetime) or now is None or before < now:
        return None
    return Act(name=ActionName.MOVE, given=ActionInput(when=before))


def _offer_cancel_visit(case: TrybeCase) -> Action | None:
    record = case.record
    if (
        not _stands(record)
        or record.raw.get("is_part_of_package")
        or not record.group_id
        or not text(record.raw.get("order_item_id"))
    ):
        return None
    return Action(
        name=ActionName.CANCEL,
        label="Cancel the treatment",
        done="Treatment cancelled",
        effect="This line of the order is cancelled and its time is free; the rest of the order stays.",
        may=(Need.TEXT,),
        asks=REASON,
        text_ours=True,
        danger=Danger.MIDDLE,
    )


def _cancel_visit(case: TrybeCase) -> Request:
    item = text(case.record.raw.get("order_item_id")) or ""
    return call(case, "order.item.cancel", orderId=case.record.group_id or "", itemId=item)


async def _check_cancel_visit(errand: TrybeErrand, case: TrybeCase) -> tuple[str, ...]:
    """What is paid stands on the order, not on the treatment; what the spa's rules make of it, on its type."""
    order = reader(errand).read(Kind.ORDER, await one(errand, "orders.get", orderId=case.record.group_id or ""))
    return (f"Of its order: {paid(order)[:1].lower()}{paid(order)[1:]}", *await told(errand, booked(case.record)))


VISIT_DEEDS: dict[ActionName, TrybeDeed] = {
    **{name: stage_deed(name, "appt.update", "appointmentId", _stands, _PARTY) for name in STAGES},
    ActionName.MOVE: Deed(
        offer=_offer_move,
        request=lambda case: _move(case, "appt.update"),
        happened=lambda proof: proof.after is not None and proof.given.when is not None and proof.after.start == proof.given.when,
        check=_check_move,
        undo=_move_back,
    ),
    **note_deeds("order.note", "orderId", "content", lambda record: record.group_id or "", "its order", _with_order_notes),
    ActionName.CANCEL: Deed(
        offer=_offer_cancel_visit,
        request=_cancel_visit,
        happened=lambda proof: proof.after is None or proof.after.status is Status.CANCELLED,
        check=_check_cancel_visit,
    ),
}


async def _with_bookings(errand: TrybeErrand, id: str) -> Record:
    return reader(errand).read(Kind.SESSION, await one(errand, "sessions.get", {"include_bookings": "1"}, sessionId=id))


def _offer_cancel_session(case: TrybeCase) -> Action | None:
    record = case.record
    if record.status is Status.CANCELLED:
        return None
    guests = record.party.total if record.party else None
    who = "everybody booked in it" if guests is None else "nobody: it is empty" if not guests else f"all {guests} booked in it"
    return Action(
        name=ActionName.CANCEL,
        label="Cancel the class",
        done="Class cancelled",
        effect=f"The class is cancelled for {who}. Trybe refunds nobody by itself: what was paid stands on each order.",
        may=(Need.TEXT,),
        asks=REASON,
        text_ours=True,
        danger=Danger.HIGH,
        reversible_by=ActionName.RESTORE,
    )


def _offer_restore_session(case: TrybeCase) -> Action | None:
    record = case.record
    if record.status is not Status.CANCELLED:
        return None
    return Action(
        name=ActionName.RESTORE,
        label="Restore the class",
        done="Class restored",
        effect="The class takes place again.",
        danger=Danger.MIDDLE,
        reversible_by=ActionName.CANCEL,
        harmless=True,
    )


SESSION_DEEDS: dict[ActionName, TrybeDeed] = {
    **{name: guest_of_class(name, _with_bookings) for name in PLACES},
    ActionName.CANCEL: Deed(
        offer=_offer_cancel_session,
        request=lambda case: call(case, "session.cancel", sessionId=case.record.id),
        happened=lambda proof: proof.after is not None and proof.after.status is Status.CANCELLED,
        undo=lambda proof: Act(name=ActionName.RESTORE),
    ),
    ActionName.RESTORE: Deed(
        offer=_offer_restore_session,
        request=lambda case: call(case, "session.restore", sessionId=case.record.id),
        happened=lambda proof: proof.after is not None and proof.after.status is not Status.CANCELLED,
        undo=lambda proof: Act(name=ActionName.CANCEL),
    ),
}
