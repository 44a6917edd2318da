"""Notes of our own as actions, for records of vendors that have none. They look like any other action; no vendor is told."""

from dataclasses import replace

from bot.core.action import Act, Action, ActionInput, ActionName, Choice, Need
from bot.core.record import Record
from bot.store.notes import Subject

NAMES = (ActionName.NOTE, ActionName.EDIT_NOTE, ActionName.DELETE_NOTE)

LONGEST = 3_000
"""Characters: as many as a text field of Slack takes."""


def subject(record: Record) -> Subject:
    """What our notes are tied to."""
    return record.account, record.kind.value, record.id


def offered(record: Record, title: str) -> tuple[Action, ...]:
    """What can be done with our notes on a record; `title` is the vendor's."""
    ours = tuple(Choice(id=note.id, label=note.text[:60]) for note in record.notes if note.ours and note.id)
    where = f"Frontdesk keeps it and shows it with this record; {title} is not told."
    add = Action(
        name=ActionName.NOTE,
        label="Add a note",
        done="Note added",
        effect=where,
        needs=(Need.TEXT,),
        longest=LONGEST,
        reversible_by=ActionName.DELETE_NOTE,
        ours=True,
    )
    if not ours:
        return (add,)
    return (
        add,
        Action(
            name=ActionName.EDIT_NOTE,
            label="Edit the note",
            done="Note changed",
            effect="Its text is replaced, here only.",
            needs=(Need.TARGET, Need.TEXT),
            choices=ours,
            longest=LONGEST,
            harmless=True,
            ours=True,
        ),
        Action(
            name=ActionName.DELETE_NOTE,
            label="Delete the note",
            done="Note deleted",
            effect="It is gone for good.",
            needs=(Need.TARGET,),
            choices=ours,
            harmless=True,
            ours=True,
        ),
    )


def beside(record: Record, title: str, theirs: tuple[Action, ...]) -> tuple[Action, ...]:
    """The actions of a vendor that has notes itself: ours on the record, such as reasons, can be changed and deleted with them."""
    ours = {action.name: action for action in offered(record, title) if action.name is not ActionName.NOTE}
    both = (replace(each, choices=each.choices + ours.pop(each.name).choices) if each.name in ours else each for each in theirs)
    return (*both, *ours.values())


def about_ours(record: Record, title: str, name: ActionName, given: ActionInput) -> Action | None:
    """The action on one of our own notes, where that is what was chosen."""
    if given.target is None or not any(note.ours and note.id == given.target for note in record.notes):
        return None
    return next((action for action in offered(record, title) if action.name is name), None)


def undo(name: ActionName, note_id: str) -> Act | None:
    """What takes a change of our notes back."""
    if name is not ActionName.NOTE:
        return None
    return Act(name=ActionName.DELETE_NOTE, given=ActionInput(target=note_id))
