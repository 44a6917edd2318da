"""Notes on a booking: info items with a code of our own.

An info item without an id is added and leaves the others alone; the booking's `notes` would be overwritten whole, so they are never
written (setBooking page). Only what was written here can be changed or deleted here: the other items are somebody else's.
"""

from collections import Counter

from bot.core.action import Act, Action, ActionInput, ActionName, Choice, Danger, Need
from bot.core.record import Record
from bot.vendors.beds24.changes import HotelCase, change, deed
from bot.vendors.contract import Request
from bot.vendors.wire import objects, text

CODE = "FRONTDESK"
"""The code of our info items. Codes can set off an account's auto actions, so ours is one that nobody else uses."""


def item(given: ActionInput) -> dict[str, str]:
    """An info item with the text that was given."""
    return {"code": CODE, "text": given.text or ""}


def _texts(record: Record) -> "Counter[str]":
    items = objects(record.raw.get("infoItems"))
    return Counter((text(each.get("text")) or "").replace("\r\n", "\n") for each in items if text(each.get("code")) == CODE)


def _offer_note(_: Record) -> Action:
    return Action(
        name=ActionName.NOTE,
        label="Add the note",
        done="Note added",
        effect="It is added to the booking's info items in Beds24; what is there stays.",
        needs=(Need.TEXT,),
        reversible_by=ActionName.DELETE_NOTE,
    )


def _noted(case: HotelCase, after: Record) -> bool:
    written = case.given.text or ""
    return _texts(after)[written] > _texts(case.record)[written]


def _own_notes(record: Record) -> tuple[Choice, ...]:
    """The info items that were written here; those of others are theirs."""
    items = objects(record.raw.get("infoItems"))
    ours = (each for each in items if text(each.get("code")) == CODE and text(each.get("infoItemId")))
    return tuple(Choice(id=str(text(each.get("infoItemId"))), label=(text(each.get("text")) or "")[:70]) for each in ours)


def _undo_note(case: HotelCase, after: Record) -> Act | None:
    known = {choice.id for choice in _own_notes(case.record)}
    added = [choice for choice in _own_notes(after) if choice.id not in known]
    return Act(name=ActionName.DELETE_NOTE, given=ActionInput(target=added[0].id)) if len(added) == 1 else None


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


def _edited(case: HotelCase, after: Record) -> bool:
    return _note_of(after, case.given.target) == case.given.text


def _undo_edit(case: HotelCase) -> Act | None:
    before = _note_of(case.record, case.given.target)
    return Act(name=ActionName.EDIT_NOTE, given=ActionInput(target=case.given.target, text=before)) if before else None


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


def _deleted(case: HotelCase, after: Record) -> bool:
    return _note_of(after, case.given.target) is None


NOTE = deed(_offer_note, lambda case: change(case, {"infoItems": [item(case.given)]}), _noted, undo=_undo_note)
EDIT_NOTE = deed(_offer_edit, _edit, _edited, undo=lambda case, after: _undo_edit(case))
DELETE_NOTE = deed(_offer_delete, _delete, _deleted)
