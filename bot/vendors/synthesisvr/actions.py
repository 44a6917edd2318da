"""What can be done to a VR session, where the account allows it: delete it, or move it.

Source: knowledge base, "Update or delete session through API". The vendor's permission to read is also that to delete, so
`allow_writes` is ours and off unless an operator sets it. Both calls answer with nothing documented: whether it was done is told
from the session looked up again.
"""

from collections.abc import Mapping
from datetime import datetime

from bot.core.action import Act, Action, ActionInput, ActionName, Danger, Need
from bot.core.errors import NotPossible
from bot.core.states import Kind, Status
from bot.vendors.acting import Case, Deed, Proof, paid_of
from bot.vendors.contract import Request
from bot.vendors.synthesisvr.criteria import is_uuid
from bot.vendors.synthesisvr.routes import unsigned
from bot.vendors.synthesisvr.settings import SynthesisVRSettings

ArcadeCase = Case[SynthesisVRSettings]


def _can_change(case: ArcadeCase) -> bool:
    """A session that was not used and has not begun, under its own UUID: one without an id of its own cannot be named."""
    record = case.record
    ahead = isinstance(record.start, datetime) and record.fetched_at is not None and record.start > record.fetched_at
    return case.account.settings.allow_writes and is_uuid(record.id) and record.status is not Status.COMPLETED and ahead


def _offer_cancel(case: ArcadeCase) -> Action | None:
    if not _can_change(case):
        return None
    return Action(
        name=ActionName.CANCEL,
        label="Cancel the session",
        done="Cancelled",
        effect="SynthesisVR deletes the session: it cannot be brought back, and nothing there shows later that there was one.",
        danger=Danger.HIGH,
    )


def _offer_move(case: ArcadeCase) -> Action | None:
    if not _can_change(case):
        return None
    return Action(
        name=ActionName.MOVE,
        label="Move the session",
        done="Moved",
        effect="It keeps its stations, its people and its length.",
        needs=(Need.WHEN,),
        danger=Danger.MIDDLE,
        reversible_by=ActionName.MOVE,
        harmless=True,
    )


def _cancel(case: ArcadeCase) -> Request:
    return unsigned(case.routes, "cancel", uuid=case.record.id)


def _at(case: ArcadeCase | Proof[SynthesisVRSettings]) -> datetime:
    """The new start on the venue's clock, to the minute: seconds have no place in the call.

    Raises:
        NotPossible: no time was given.
    """
    if case.given.when is None:
        raise NotPossible("A session is moved to a time. Nothing was sent.")
    return case.given.when.astimezone(case.account.zone).replace(second=0, microsecond=0)


def _move(case: ArcadeCase) -> Request:
    at = _at(case)
    form = {"date": f"{at:%Y-%m-%d}", "time": f"{at:%H:%M}"}
    return unsigned(case.routes, "move", form=form, uuid=case.record.id)


def _foresee_move(case: ArcadeCase) -> tuple[str, ...]:
    at, now = _at(case), case.record.fetched_at
    if now is not None and at <= now:
        raise NotPossible(f"{at:%a %d %b %H:%M} is in the past. Nothing was sent.")
    before = case.record.start
    return (f"It was at {before:%a %d %b %H:%M} and will be at {at:%a %d %b %H:%M}.",) if isinstance(before, datetime) else ()


def _moved(proof: Proof[SynthesisVRSettings]) -> bool | None:
    return None if proof.after is None or not isinstance(proof.after.start, datetime) else proof.after.start == _at(proof)


def _back(proof: Proof[SynthesisVRSettings]) -> Act | None:
    before = proof.before.start if proof.before else None
    return Act(name=ActionName.MOVE, given=ActionInput(when=before)) if isinstance(before, datetime) else None


DEEDS: Mapping[tuple[Kind, ActionName], Deed[SynthesisVRSettings]] = {
    (Kind.ARCADE_SESSION, ActionName.MOVE): Deed(
        offer=_offer_move, request=_move, happened=_moved, foresee=_foresee_move, undo=_back
    ),
    (Kind.ARCADE_SESSION, ActionName.CANCEL): Deed(
        offer=_offer_cancel,
        request=_cancel,
        happened=lambda proof: proof.after is None,
        foresee=lambda case: (paid_of(case.record, "SynthesisVR"),),
    ),
}
"""What can be done to a session, in the order in which buttons show it."""
