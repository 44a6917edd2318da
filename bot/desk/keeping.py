"""What Frontdesk keeps itself when something is done: a note of its own, and the reason for what a vendor has no place for one."""

from collections.abc import Sequence
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.core.action import Action, ActionInput, ActionName
from bot.core.record import Note
from bot.store.journal import Entry
from bot.store.notes import Notes

log = structlog.get_logger("frontdesk.desk")


async def keep_note(notes: Notes, entry: Entry, name: ActionName, given: ActionInput, at: datetime) -> str:
    """Add, change or delete a note of our own, as often as this is said with one effect; its id."""
    subject = (entry.account, entry.kind, entry.record)
    note = given.target or ""
    match name:
        case ActionName.NOTE:
            return await notes.put(subject, given.text or "", by=entry.by, by_name=entry.by_name, at=at, id=entry.id)
        case ActionName.EDIT_NOTE:
            await notes.change(subject, note, given.text or "")
        case _:
            await notes.drop(subject, note)
    return note


async def keep_reason(notes: Notes, entry: Entry, action: Action, at: datetime) -> tuple[str, Sequence[Note]]:
    """Keep the reason of what was done, a step by itself after it: what to say of that, and the note where there is one."""
    text = entry.given.get("text")
    if not action.text_ours or not text:
        return "", ()
    note = Note(text=f"{action.done}: {text}", at=at, by=entry.by_name, id=entry.id, ours=True)
    subject = (entry.account, entry.kind, entry.record)
    try:
        await notes.put(subject, note.text, by=entry.by, by_name=entry.by_name, at=at, id=entry.id)
    except SQLAlchemyError as error:
        log.warning("reason_not_kept", reference=entry.reference, why=type(error).__name__)
        return " The reason could not be kept: please add it as a note.", ()
    return " Frontdesk keeps the reason with the record.", (note,)
