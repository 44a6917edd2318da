"""Trybe's words for states, in ours. A word that is not here is an unknown state."""

from bot.core.states import Stage, Status

ORDER_STATUS = {
    "in_progress": Status.PENDING,
    "new": Status.PENDING,
    "submitted": Status.CONFIRMED,
    "settled": Status.COMPLETED,
    "cancelled": Status.CANCELLED,
    "no_show": Status.NO_SHOW,
}
"""Order statuses (transactions report, `order_status`). One client writes `no show` with a blank."""

ITEM_STATUS = {
    "new": Status.PENDING,
    "confirmed": Status.CONFIRMED,
    "reserved": Status.PENDING,
    "waitlisted": Status.PENDING,
    "cancelled": Status.CANCELLED,
    "no_show": Status.NO_SHOW,
    "completed": Status.COMPLETED,
    "settled": Status.COMPLETED,
    "submitted": Status.CONFIRMED,
}

STAGE = {
    "not_arrived": Stage.NOT_ARRIVED,
    "arrived": Stage.ARRIVED,
    "in_treatment": Stage.IN_PROGRESS,
    "checked_out": Stage.DEPARTED,
}

PAYMENT_STATUS = {
    "pending": Status.PENDING,
    "requires_action": Status.PENDING,
    "ready_for_capture": Status.CONFIRMED,
    "payment_method_stored": Status.CONFIRMED,
    "payment_method_charged": Status.COMPLETED,
    "paid": Status.COMPLETED,
    "expired": Status.EXPIRED,
    "failed": Status.FAILED,
}
"""Payment statuses (API page, payments of an order)."""

MEMBERSHIP_STATUS = {
    "active": Status.CONFIRMED,
    "needs_dd_mandate": Status.PENDING,
    "reserved": Status.PENDING,
    "upcoming": Status.PENDING,
    "needs_attention": Status.FAILED,
    "inactive": Status.BLOCKED,
    "cancelled": Status.CANCELLED,
    "expired": Status.EXPIRED,
}
"""Membership statuses (docs.try.be, Memberships; one client also uses `cancelled`). `needs_attention` is a payment that failed."""

VOUCHER_STATUS = {
    "unredeemed": Status.CONFIRMED,
    "partially_redeemed": Status.CONFIRMED,
    "redeemed": Status.COMPLETED,
}
"""Statuses of voucher codes (docs.try.be, VoucherCodes); none says that a code has run out, its last day does."""
