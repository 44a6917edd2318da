"""What can be done to a booking.

Nothing in setBooking's answer is documented, so nothing in it is relied on: whether it was done is told from the booking read back.
An invoice line without an id is added and leaves the others alone.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, timedelta

from bot.core.action import Act, Action, ActionInput, ActionName, Danger, Need
from bot.core.errors import NotPossible
from bot.core.money import major_units, minor_units
from bot.core.record import Record
from bot.core.states import Channel, Kind, Status
from bot.vendors.acting import paid_of
from bot.vendors.beds24 import notes
from bot.vendors.beds24.changes import HotelCase, HotelDeed, HotelProof, change, deed
from bot.vendors.contract import Request
from bot.vendors.wire import objects, text

CANCELLED, CONFIRMED, NEW, REQUESTED, CLOSED, INQUIRY = "012345"
BY_THE_HOUSE = "4"
"""The substatus of a booking that the house cancelled."""

UNDO_FOR = timedelta(hours=1)
"""How long a cancelled booking can be brought back here: its room is free at once, and may be gone."""

RED = "ff0000"


def _code(record: Record) -> str:
    return text(record.raw.get("status")) or ""


def _has_code(*codes: str) -> Callable[[HotelProof, Record], bool]:
    return lambda proof, after: _code(after) in codes


# Cancel, bring back, confirm


def _offer_cancel(record: Record) -> Action | None:
    if _code(record) not in (CONFIRMED, NEW, REQUESTED, INQUIRY):
        return None
    return Action(
        name=ActionName.CANCEL,
        label="Cancel the booking",
        done="Cancelled",
        effect="The room is free again at once.",
        may=(Need.TEXT,),
        asks="Reason (kept as a note in Beds24)",
        danger=Danger.MIDDLE,
        reversible_by=ActionName.RESTORE,
    )


def _until(record: Record) -> date | None:
    """The last day on which the booking's own terms let the guest cancel, where they say."""
    with suppress(ValueError):
        return date.fromisoformat((text(record.raw.get("cancelUntil")) or "")[:10])
    return None


def _foresee_cancel(case: HotelCase) -> tuple[str, ...]:
    record, until = case.record, _until(case.record)
    told = [paid_of(record, "Beds24")]
    if until is not None and record.fetched_at is not None:
        over = record.fetched_at.astimezone(case.account.zone).date() > until
        told.append(f"By its terms the guest {'could' if over else 'can'} cancel until {until:%a %d %b %Y}.")
    if record.channel is Channel.OTA:
        told.append(f"It came from {record.channel_name or 'a channel'}, which may not follow: cancel it there too.")
    if record.group_id:
        told.append("It is one booking of a group; the others stay.")
    return tuple(told)


def _cancel(case: HotelCase) -> Request:
    reason = {"infoItems": [notes.item(case.given)]} if case.given.text else {}
    return change(case, {"status": CANCELLED, "substatus": BY_THE_HOUSE, **reason})


def _offer_restore(record: Record) -> Action | None:
    recent = record.cancelled_at and record.fetched_at and record.fetched_at - record.cancelled_at <= UNDO_FOR
    if _code(record) != CANCELLED or record.status is not Status.CANCELLED or not recent:
        return None
    return Action(
        name=ActionName.RESTORE,
        label="Bring the booking back",
        done="Brought back",
        effect="It is confirmed again, if its room is still free.",
        reversible_by=ActionName.CANCEL,
    )


def _offer_confirm(record: Record) -> Action | None:
    if _code(record) != REQUESTED:
        return None
    return Action(
        name=ActionName.STATUS,
        label="Confirm the request",
        done="Confirmed",
        effect="The request becomes a confirmed booking.",
        reversible_by=ActionName.CANCEL,
    )


# Flag


def _flag_of(record: Record) -> str | None:
    return text(record.raw.get("flagText"))


def _offer_flag(record: Record) -> Action | None:
    now = _flag_of(record)
    return Action(
        name=ActionName.FLAG,
        label="Flag the booking",
        done="Flagged",
        effect=f"Its flag “{now[:40]}” is replaced." if now else "It carries a red flag with these words in Beds24.",
        needs=(Need.TEXT,),
        longest=100,
        reversible_by=ActionName.FLAG if now else None,
        harmless=True,
    )


def _flag(case: HotelCase) -> Request:
    return change(case, {"flagColor": text(case.record.raw.get("flagColor")) or RED, "flagText": case.given.text or ""})


def _flagged(proof: HotelProof, after: Record) -> bool:
    return _flag_of(after) == proof.given.text


def _undo_flag(proof: HotelProof) -> Act | None:
    before = _flag_of(proof.before) if proof.before else None
    return Act(name=ActionName.FLAG, given=ActionInput(text=before)) if before else None


# Invoice


def _offer_charge(record: Record) -> Action | None:
    if _code(record) not in (CONFIRMED, NEW) or record.money is None:
        return None
    return Action(
        name=ActionName.INVOICE_LINE,
        label="Add the charge",
        done="Charge added",
        effect="The guest owes it with the rest; nothing is taken from a card.",
        needs=(Need.TEXT, Need.AMOUNT),
        currency=record.money.currency,
        longest=200,
        danger=Danger.HIGH,
    )


def _charge(case: HotelCase) -> Request:
    amount, currency = case.given.amount, case.given.currency
    if not amount or amount < 0 or currency is None:
        # A line with a negative quantity would be a payment, one with a negative price a discount.
        raise NotPossible("A charge needs an amount above zero. Nothing was sent.")
    line = {"description": case.given.text or "", "qty": "1", "price": str(major_units(amount, currency))}
    return change(case, {"invoice": [line]})


def _line_ids(record: Record) -> list[str]:
    return [id for line in objects(record.raw.get("invoice")) if (id := text(line.get("invoiceId")))]


def _charged(proof: HotelProof, after: Record) -> bool:
    """Whether a line that was not there says what was given."""
    wanted = (proof.given.text, proof.given.amount)
    currency = proof.given.currency or proof.account.currency
    added = (line for line in objects(after.raw.get("invoice")) if text(line.get("invoiceId")) not in proof.seen)
    return any((text(line.get("description")), minor_units(line.get("price"), currency)) == wanted for line in added)


def _back(name: ActionName) -> Callable[[HotelProof], Act | None]:
    return lambda proof: Act(name=name)


DEEDS: Mapping[tuple[Kind, ActionName], HotelDeed] = {
    (Kind.BOOKING, ActionName.STATUS): deed(
        _offer_confirm, lambda case: change(case, {"status": CONFIRMED}), _has_code(CONFIRMED, NEW), undo=_back(ActionName.CANCEL)
    ),
    (Kind.BOOKING, ActionName.NOTE): notes.NOTE,
    (Kind.BOOKING, ActionName.FLAG): deed(_offer_flag, _flag, _flagged, undo=_undo_flag),
    (Kind.BOOKING, ActionName.CANCEL): deed(
        _offer_cancel,
        _cancel,
        _has_code(CANCELLED),
        undo=_back(ActionName.RESTORE),
        foresee=_foresee_cancel,
        said=lambda proof: (paid_of(proof.after, "Beds24"),),
    ),
    (Kind.BOOKING, ActionName.RESTORE): deed(
        _offer_restore,
        lambda case: change(case, {"status": CONFIRMED, "checkAvailability": True}),
        _has_code(CONFIRMED, NEW),
        undo=_back(ActionName.CANCEL),
    ),
    (Kind.BOOKING, ActionName.INVOICE_LINE): deed(_offer_charge, _charge, _charged, marks=_line_ids),
    (Kind.BOOKING, ActionName.EDIT_NOTE): notes.EDIT_NOTE,
    (Kind.BOOKING, ActionName.DELETE_NOTE): notes.DELETE_NOTE,
}
"""What can be done to a booking, in the order in which buttons show it."""
