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
