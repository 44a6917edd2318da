"""Check-in and no-show in a class: of one of its bookings, opened by itself or chosen on the class."""

from collections.abc import Awaitable, Callable

from bot.core.action import Act, Action, ActionInput, ActionName, Choice, Need
from bot.core.record import Record
from bot.core.states import Status
from bot.vendors.acting import Deed
from bot.vendors.trybe.doing import TrybeCase, TrybeDeed, TrybeErrand, TrybeProof, call
from bot.vendors.wire import joined, mapping, objects, text

PLACES = {
    ActionName.CHECK_IN: ("sbooking.check_in", "is_checked_in", True, "Check a guest in", "Checked in"),
    ActionName.NOT_ARRIVED: ("sbooking.check_in", "is_checked_in", False, "Take a check-in back", "Check-in taken back"),
    ActionName.NO_SHOW: ("sbooking.no_show", "is_no_show", True, "Mark a guest as no-show", "Marked as no-show"),
    ActionName.UNDO_NO_SHOW: ("sbooking.no_show", "is_no_show", False, "Take a no-show back", "No-show taken back"),
}
_BACK = {
    ActionName.CHECK_IN: ActionName.NOT_ARRIVED,
    ActionName.NOT_ARRIVED: ActionName.CHECK_IN,
    ActionName.NO_SHOW: ActionName.UNDO_NO_SHOW,
    ActionName.UNDO_NO_SHOW: ActionName.NO_SHOW,
}


def _is_so(booking: object, name: ActionName) -> bool:
    """Whether a booking is already as the action makes it."""
    wire = mapping(booking)
    _, key, value, *_ = PLACES[name]
    return bool(wire.get("checked_in_at" if key == "is_checked_in" else "is_no_show")) is value


def guest_of_class(name: ActionName, look: Callable[[TrybeErrand, str], Awaitable[Record]]) -> TrybeDeed:
    """One booking of a class. No body would mean yes (docs.try.be, SessionBookings): it is always said."""
    route, key, value, label, done = PLACES[name]

    def offer(case: TrybeCase) -> Action | None:
        record = case.record
        stands = [each for each in objects(record.raw.get("bookings")) if each.get("status") != "cancelled"]
        open_ = [each for each in stands if not _is_so(each, name)]
        if record.status is Status.CANCELLED or not open_:
            return None
        return Action(
            name=name,
            label=label,
            done=done,
            effect="This one booking of the class is marked; the rest of its order stays as it is.",
            needs=(Need.TARGET,),
            choices=tuple(
                Choice(id=id, label=joined(each.get("first_name"), each.get("last_name")) or text(each.get("order_ref")) or id)
                for each in open_
                if (id := text(each.get("id")))
            ),
            reversible_by=_BACK[name],
            harmless=True,
        )

    def happened(proof: TrybeProof) -> bool:
        rows = objects(proof.after.raw.get("bookings")) if proof.after is not None else []
        return any(text(each.get("id")) == proof.given.target and _is_so(each, name) for each in rows)

    return Deed(
        offer=offer,
        request=lambda case: call(case, route, {key: value}, bookingId=case.given.target or ""),
        happened=happened,
        look=look,
        undo=lambda proof: Act(name=_BACK[name], given=ActionInput(target=proof.given.target)),
    )


def place_in_class(name: ActionName) -> TrybeDeed:
    """The same on the booking itself."""
    route, key, value, label, done = PLACES[name]

    def offer(case: TrybeCase) -> Action | None:
        if case.record.status is Status.CANCELLED or _is_so(case.record.raw, name):
            return None
        return Action(
            name=name,
            label=label.replace("a guest", "the guest"),
            done=done,
            effect="This one booking of the class is marked; the rest of its order stays as it is.",
            reversible_by=_BACK[name],
            harmless=True,
        )

    return Deed(
        offer=offer,
        request=lambda case: call(case, route, {key: value}, bookingId=case.record.id),
        happened=lambda proof: proof.after is not None and _is_so(proof.after.raw, name),
        undo=lambda proof: Act(name=_BACK[name]),
    )


PLACE_DEEDS: dict[ActionName, TrybeDeed] = {name: place_in_class(name) for name in PLACES}
