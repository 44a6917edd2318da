"""What can be done to an order. Which state allows what: API page, and the help articles on cancelling and on closing the day.

An order is acted on by the id that was just read. Cancelling never refunds. After a no-show or a check-out nothing can be modified.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.core.action import Act, Action, ActionName, Choice, Danger, Need
from bot.core.record import Record
from bot.core.states import Stage, Status
from bot.vendors.acting import Deed
from bot.vendors.trybe.doing import (
    REASON,
    STAGES,
    TrybeCase,
    TrybeDeed,
    TrybeErrand,
    TrybeProof,
    call,
    note_deeds,
    stage_deed,
)
from bot.vendors.trybe.order_lists import LIST_DEEDS, about_money, told_money
from bot.vendors.trybe.rules import booked, told
from bot.vendors.wire import objects, text

_OPEN = (Status.PENDING, Status.CONFIRMED)
_PARTY = "The whole party of this order is marked, in Trybe and here."


def _submitted(record: Record) -> bool:
    return record.status is Status.CONFIRMED


def _locked(record: Record | None) -> bool:
    return record is not None and bool(record.raw.get("is_locked"))


def _verb(
    action: Action,
    route: str,
    can: Callable[[Record], bool],
    happened: Callable[[Record], bool],
    back: ActionName | None = None,
    *,
    money: bool = False,
    check: Callable[[TrybeErrand, TrybeCase], Awaitable[tuple[str, ...]]] | None = None,
) -> TrybeDeed:
    """An action of one call without a body, which is a state afterwards; `money` is what people ask of it first."""
    return Deed(
        offer=lambda case: action if can(case.record) else None,
        request=lambda case: call(case, route, orderId=case.record.id),
        happened=lambda proof: proof.after is not None and happened(proof.after),
        foresee=about_money if money else lambda case: (),
        check=check,
        said=told_money if money else lambda proof: (),
        undo=lambda proof: None if back is None else Act(name=back),
    )


def _began(record: Record) -> bool:
    """Whether the visit has begun, as far as the order tells."""
    start, now = record.start, record.fetched_at
    if start is None or now is None:
        return True
    return start <= now if isinstance(start, datetime) else start <= now.date()


async def _check_rules(errand: TrybeErrand, case: TrybeCase) -> tuple[str, ...]:
    """What the spa's rules say of each line, or of the one that is given."""
    return await told(errand, booked(case.record, case.given.target))


_CANCEL = _verb(
    Action(
        name=ActionName.CANCEL,
        label="Cancel the order",
        done="Cancelled",
        effect="Every line of it is cancelled and its value becomes 0. Restored, it comes back as “new” if its times are free.",
        may=(Need.TEXT,),
        asks=REASON,
        text_ours=True,
        danger=Danger.MIDDLE,
        reversible_by=ActionName.RESTORE,
    ),
    "order.cancel",
    lambda record: record.status in _OPEN,
    lambda after: after.status is Status.CANCELLED,
    ActionName.RESTORE,
    money=True,
    check=_check_rules,
)
_RESTORE = _verb(
    Action(
        name=ActionName.RESTORE,
        label="Restore the order",
        done="Restored",
        effect="The order comes back as “new”: it has to be submitted again in Trybe, and its times may be taken by now.",
        danger=Danger.MIDDLE,
        reversible_by=ActionName.CANCEL,
    ),
    "order.restore",
    lambda record: record.status is Status.CANCELLED,
    lambda after: after.status in _OPEN,
    ActionName.CANCEL,
)
_NO_SHOW = _verb(
    Action(
        name=ActionName.NO_SHOW,
        label="Mark as no-show",
        done="Marked as no-show",
        effect="The order becomes a no-show. Trybe does not let it be modified afterwards.",
        danger=Danger.HIGH,
    ),
    "order.no_show",
    lambda record: _submitted(record) and record.stage in (Stage.NOT_ARRIVED, Stage.UNKNOWN) and _began(record),
    lambda after: after.status is Status.NO_SHOW,
    money=True,
)
_SETTLE = _verb(
    Action(
        name=ActionName.SETTLE,
        label="Check the order out",
        done="Checked out",
        effect="The books of this order are closed. Trybe does not let it be modified afterwards.",
        danger=Danger.HIGH,
    ),
    "order.settle",
    # The staff app hides check-out while money is outstanding (help article on the end of the day).
    lambda record: _submitted(record) and record.money is not None and record.money.balance == 0,
    lambda after: after.status is Status.COMPLETED,
)
_LOCK = _verb(
    Action(
        name=ActionName.LOCK,
        label="Lock the order",
        done="Locked",
        effect="Trybe no longer moves its bookings.",
        reversible_by=ActionName.UNLOCK,
        harmless=True,
    ),
    "order.lock",
    lambda record: _submitted(record) and not _locked(record),
    _locked,
    ActionName.UNLOCK,
)
_UNLOCK = _verb(
    Action(
        name=ActionName.UNLOCK,
        label="Unlock the order",
        done="Unlocked",
        effect="Its bookings can be moved again.",
        reversible_by=ActionName.LOCK,
        harmless=True,
    ),
    "order.unlock",
    lambda record: _submitted(record) and _locked(record),
    lambda after: not _locked(after),
    ActionName.LOCK,
)


def _lines(record: Record) -> tuple[Choice, ...]:
    stands = [item for item in record.items if item.id and item.status is not Status.CANCELLED]
    arrays = ("booking_items", "package_items", "purchase_items")
    outer = {text(row.get("id")) for key in arrays for row in objects(record.raw.get(key))}
    return tuple(Choice(id=item.id or "", label=item.name or "a line without a name") for item in stands if item.id in outer)


def _offer_cancel_item(case: TrybeCase) -> Action | None:
    record = case.record
    lines = _lines(record)
    if not lines or not _submitted(record):
        return None
    return Action(
        name=ActionName.CANCEL_ITEM,
        label="Cancel one line",
        done="Line cancelled",
        effect="That line is cancelled and its time is free; the rest of the order stays.",
        needs=(Need.TARGET,),
        may=(Need.TEXT,),
        choices=lines,
        asks=REASON,
        text_ours=True,
        danger=Danger.MIDDLE,
    )


def _line_gone(proof: TrybeProof) -> bool:
    if proof.given.target is None or proof.after is None:
        return False
    lines = {item.id: item.status for item in proof.after.items}
    return lines.get(proof.given.target, Status.CANCELLED) is Status.CANCELLED


_STAGES = {name: stage_deed(name, "order.update", "orderId", _submitted, _PARTY) for name in STAGES}
_NOTES = note_deeds("order.note", "orderId", "content", lambda record: record.id, "the order", None)

# In the order in which a card offers them: what the desk does all day comes first.
ORDER_DEEDS: dict[ActionName, TrybeDeed] = {
    ActionName.ARRIVED: _STAGES[ActionName.ARRIVED],
    ActionName.NOTE: _NOTES[ActionName.NOTE],
    ActionName.CANCEL: _CANCEL,
    ActionName.RESTORE: _RESTORE,
    ActionName.SETTLE: _SETTLE,
    **_STAGES,
    ActionName.NO_SHOW: _NO_SHOW,
    ActionName.CANCEL_ITEM: Deed(
        offer=_offer_cancel_item,
        request=lambda case: call(case, "order.item.cancel", orderId=case.record.id, itemId=case.given.target or ""),
        happened=_line_gone,
        foresee=about_money,
        check=_check_rules,
        said=told_money,
    ),
    **LIST_DEEDS,
    **_NOTES,
    ActionName.LOCK: _LOCK,
    ActionName.UNLOCK: _UNLOCK,
}
