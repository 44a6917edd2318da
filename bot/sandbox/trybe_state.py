"""What is true of an order at a given moment: where the guest is, what is paid, and Trybe's words for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from bot.sandbox.trybe_data import Item, Order

_DESK = timedelta(minutes=15)  # from the end of the last treatment to the till
_GIVEN_UP = timedelta(hours=1)  # after the first start, when the desk marks a no-show


@dataclass(frozen=True, slots=True)
class State:
    """`status` and `stage` are Trybe's enumerations; money in the currency's smallest unit; `updated` is UTC.

    `cancelled` are the ids of single lines that were cancelled.
    """

    status: str
    stage: str
    total: int
    paid: int
    updated: datetime
    locked_at: datetime | None = None
    cancelled: frozenset[str] = frozenset()

    @property
    def outstanding(self) -> int:
        return max(self.total - self.paid, 0)


def state_of(order: Order, now: datetime) -> State:
    """The order as the vendor would show it at `now`."""
    deposit = round(order.total * order.paid_ahead)
    edited = order.edited if order.edited <= now else order.booked
    if order.waiting:
        return State("submitted", "not_arrived", order.total, deposit, edited)
    match order.outcome:
        case "new" | "in_progress":
            return State(order.outcome, "not_arrived", order.total, 0, edited)
        case "cancelled":
            # "The order value becomes 0; refund is a separate act" (help article on cancelling an order).
            return State("cancelled", "not_arrived", 0, deposit if order.pays_at_desk else 0, edited)
        case "no_show":
            gone = order.begins + _GIVEN_UP
            if gone <= now:
                return State("no_show", "not_arrived", order.total, deposit, max(gone, edited))
            return State("submitted", "not_arrived", order.total, deposit, edited)
        case "attended":
            return _attended(order, now, deposit, edited)
        case _:
            assert_never(order.outcome)


def item_status(item: Item, state: State) -> str:
    """Trybe's item status: cancelled with its order, reserved while the order is still a basket."""
    if state.status == "cancelled" or item.id in state.cancelled:
        return "cancelled"
    if state.status in ("new", "in_progress"):
        return "reserved"
    return "waitlisted" if item.waitlisted else "confirmed"


def _attended(order: Order, now: datetime, deposit: int, edited: datetime) -> State:
    came, left = order.begins + timedelta(minutes=order.punctual), order.ends + _DESK
    if now < came:
        return State("submitted", "not_arrived", order.total, deposit, edited)
    if now >= left:
        paid = order.total if order.pays_at_desk else deposit
        status = "settled" if paid >= order.total else "submitted"
        return State(status, "checked_out", order.total, paid, max(left, edited))
    running = any(item.start <= now < item.end for item in order.bookings)
    return State("submitted", "in_treatment" if running else "arrived", order.total, deposit, max(came, edited))
