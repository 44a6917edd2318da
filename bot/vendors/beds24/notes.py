"""Notes on a booking: info items with a code of our own.

An info item without an id is added and leaves the others alone; the booking's `notes` would be overwritten whole, so they are never
written (setBooking page). Only what was written here can be changed or deleted here: the other items are somebody else's.
"""

from bot.core.action import Act, Action, ActionInput, ActionName, Choice, Danger, Need
from bot.core.record import Record
from bot.vendors.beds24.changes import HotelCase, HotelProof, change, deed
from bot.vendors.contract import Request
from bot.vendors.wire import objects, text

CODE = "FRONTDESK"
"""The code of our info items. Codes can set off an account's auto actions, so ours is one that nobody else uses."""


def item(given: ActionInput) -> dict[str, str]:
    """An info item with the text that was given."""
    return {"code": CODE, "text": given.text or ""}


def _ids(record: Record) -> list[str]:
    return [id for each in objects(record.raw.get("infoItems")) if (id := text(each.get("infoItemId")))]


def _offer_note(_: Record) -> Action:
    return Action(
        name=ActionName.NOTE,
        label="Add the note",
        done="Note added",
        effect="It is added to the booking's info items in Beds24; what is there stays.",
        needs=(Need.TEXT,),
        reversible_by=ActionName.DELETE_NOTE,
    )


def _added(proof: HotelProof, after: Record) -> list[str]:
    """The items of ours that were not there before and say what was given."""
    new = (id for id in _ids(after) if id not in proof.seen and id in {choice.id for choice in _own_notes(after)})
    return [id for id in new if _note_of(after, id) == proof.given.text]


def _own_notes(record: Record) -> tuple[Choice, ...]:
    """The info items that were written here; those of others are theirs."""
    items = objects(record.raw.get("infoItems"))
    ours = (each for each in items if text(each.get("code")) == CODE and text(each.get("infoItemId")))
    return tuple(Choice(id=str(text(each.get("infoItemId"))), label=(text(each.get("text")) or "")[:70]) for each in ours)


def _undo_note(proof: HotelProof) -> Act | None:
    added = _added(proof, proof.after) if proof.after else []
    return Act(name=ActionName.DELETE_NOTE, given=ActionInput(target=added[0])) if len(added) == 1 else None


def _offer_edit(record: Record) -> Action | None:
    choices = _own_notes(record)
    if not choices:
        return None
    return Action(
        name=ActionName.EDIT_NOTE,
        label="Change the note",
        done="Note changed",
        effect="Its text is replaced in Beds24.",
        needs=(Need.TARGET, Need.TEXT),
        choices=choices,
        reversible_by=ActionName.EDIT_NOTE,
        harmless=True,
    )


def _edit(case: HotelCase) -> Request:
    return change(case, {"infoItems": [{"infoItemId": case.given.target or "", **item(case.given)}]})


def _note_of(record: Record, id: str | None) -> str | None:
    for each in objects(record.raw.get("infoItems")):
        if text(each.get("infoItemId")) == id:
            return (text(each.get("text")) or "").replace("\r\n", "\n")
    return None


def _edited(proof: HotelProof, after: Record) -> bool:
    return _note_of(after, proof.given.target) == proof.given.text


def _undo_edit(proof: HotelProof) -> Act | None:
    before = _note_of(proof.before, proof.given.target) if proof.before else None
    return Act(name=ActionName.EDIT_NOTE, given=ActionInput(target=proof.given.target, text=before)) if before else None


def _offer_delete(record: Record) -> Action | None:
    choices = _own_notes(record)
    if not choices:
        return None
    return Action(
        name=ActionName.DELETE_NOTE,
        label="Delete the note",
        done="Note deleted",
        effect="It is taken out of the booking's info items in Beds24.",
        needs=(Need.TARGET,),
        choices=choices,
        danger=Danger.MIDDLE,
        harmless=True,
    )


def _delete(case: HotelCase) -> Request:
    # Both empty is how setBooking takes an info item away.
    return change(case, {"infoItems": [{"infoItemId": case.given.target or "", "code": "", "text": ""}]})


def _deleted(proof: HotelProof, after: Record) -> bool:
    return _note_of(after, proof.given.target) is None


NOTE = deed(
    _offer_note,
    lambda case: change(case, {"infoItems": [item(case.given)]}),
    lambda proof, after: bool(_added(proof, after)),
    marks=_ids,
    undo=_undo_note,
)
EDIT_NOTE = deed(_offer_edit, _edit, _edited, undo=_undo_edit)
DELETE_NOTE = deed(_offer_delete, _delete, _deleted)
