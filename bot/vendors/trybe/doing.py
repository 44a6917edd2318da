"""What Trybe's actions share: building their requests, reading a record with its lists, notes and labels."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from bot.core.action import Act, Action, ActionInput, ActionName, Choice, Danger, Need
from bot.core.errors import NotFound, VendorBroken
from bot.core.model import replace
from bot.core.record import Note, Record
from bot.core.states import Stage
from bot.vendors.acting import Case, Deed, Proof
from bot.vendors.contract import Account, Errand, Request
from bot.vendors.trybe.mapping import Reader
from bot.vendors.trybe.settings import TrybeSettings
from bot.vendors.wire import mapping, moment, objects, text

TrybeDeed = Deed[TrybeSettings]
TrybeCase = Case[TrybeSettings]
TrybeProof = Proof[TrybeSettings]
TrybeErrand = Errand[TrybeSettings]
TrybeAccount = Account[TrybeSettings]

LONGEST_NOTE = 3_000
"""Characters; Trybe states no limit, and no more can be typed in Slack."""

REASON = "Reason (kept by Frontdesk as a note; Trybe has no place for it)"

STAGES = {
    ActionName.NOT_ARRIVED: ("not_arrived", Stage.NOT_ARRIVED),
    ActionName.ARRIVED: ("arrived", Stage.ARRIVED),
    ActionName.IN_TREATMENT: ("in_treatment", Stage.IN_PROGRESS),
    ActionName.LEFT: ("checked_out", Stage.DEPARTED),
}
_STAGE_WORDS = {
    ActionName.NOT_ARRIVED: ("Not arrived after all", "Marked as not arrived"),
    ActionName.ARRIVED: ("Mark arrived", "Marked arrived"),
    ActionName.IN_TREATMENT: ("Mark in treatment", "Marked in treatment"),
    ActionName.LEFT: ("Mark as left", "Marked as left"),
}


def call(case: TrybeCase, route: str, body: Mapping[str, Any] | None = None, /, **values: str) -> Request:
    """The request of a route; `values` are the ids in its path."""
    method, path = case.routes.locate(route, **values)
    return Request(route=route, method=method, path=path, body=body)


async def fetched(errand: TrybeErrand, route: str, params: Mapping[str, str] | None = None, /, **values: str) -> Any:
    """The `data` of a route that only reads."""
    method, path = errand.routes.locate(route, **values)
    answer = await errand.read(Request(route=route, method=method, path=path, params=tuple((params or {}).items())))
    return mapping(answer).get("data")


async def listed(errand: TrybeErrand, route: str, **values: str) -> list[Mapping[str, Any]]:
    """The rows of a list that the record does without where there is no such route."""
    try:
        return objects(await fetched(errand, route, None, **values))
    except NotFound:
        return []


async def one(errand: TrybeErrand, route: str, params: Mapping[str, str] | None = None, /, **values: str) -> dict[str, Any]:
    """One object of the account's own site.

    Raises:
        NotFound: there is none, or it is another site's.
    """
    wire = await fetched(errand, route, params, **values)
    if not isinstance(wire, dict):
        raise VendorBroken(f"Trybe ({errand.account.id}) sent an answer without a record.")
    if text(wire.get("site_id")) not in (None, errand.account.settings.site_id):
        raise NotFound(f"Trybe ({errand.account.id}) has no such record at its own site.")
    return wire


def reader(errand: TrybeErrand) -> Reader:
    """Reads this account's objects."""
    return Reader(errand.account, errand.now)


def stage_deed(name: ActionName, route: str, part: str, can: Callable[[Record], bool], effect: str) -> TrybeDeed:
    """Where the guest is today. The stage is the order's: set from one visit, it is set for the whole party (API page, stage)."""
    word, stage = STAGES[name]
    label, done = _STAGE_WORDS[name]

    def offer(case: TrybeCase) -> Action | None:
        record = case.record
        if record.stage is stage or not can(record):
            return None
        back = next((each for each, (_, was) in STAGES.items() if was is record.stage), None)
        return Action(name=name, label=label, done=done, effect=effect, reversible_by=back, harmless=True)

    def undo(proof: TrybeProof) -> Act | None:
        before = proof.before
        back = next((each for each, (_, was) in STAGES.items() if before is not None and was is before.stage), None)
        return None if back is None else Act(name=back)

    return Deed(
        offer=offer,
        request=lambda case: call(case, route, {"stage": word}, **{part: case.record.id}),
        happened=lambda proof: proof.after is not None and proof.after.stage is stage,
        undo=undo,
    )


def note_deeds(
    route: str, part: str, key: str, owner: Callable[[Record], str], where: str, look: Any
) -> dict[ActionName, TrybeDeed]:
    """Adding, editing and deleting a note. `key` is what the text is called: `content` on orders, `note` on customers."""

    def mine(record: Record) -> tuple[Choice, ...]:
        return tuple(Choice(id=note.id, label=note.text[:60]) for note in record.notes if note.id and not note.ours)

    adding = Action(
        name=ActionName.NOTE,
        label="Add a note",
        done="Note added",
        effect=f"Trybe shows it to staff with {where}.",
        needs=(Need.TEXT,),
        longest=LONGEST_NOTE,
        reversible_by=ActionName.DELETE_NOTE,
    )
    editing = Action(
        name=ActionName.EDIT_NOTE,
        label="Edit the note",
        done="Note changed",
        effect="Its text is replaced; the old one is not kept.",
        needs=(Need.TARGET, Need.TEXT),
        longest=LONGEST_NOTE,
        danger=Danger.MIDDLE,
        harmless=True,
    )
    deleting = Action(
        name=ActionName.DELETE_NOTE,
        label="Delete the note",
        done="Note deleted",
        effect="It is gone for good.",
        needs=(Need.TARGET,),
        danger=Danger.MIDDLE,
        harmless=True,
    )

    def of_mine(action: Action) -> Callable[[TrybeCase], Action | None]:
        return lambda case: replace(action, choices=found) if (found := mine(case.record)) else None

    def at_note(case: TrybeCase) -> dict[str, str]:
        return {part: owner(case.record), "noteId": case.given.target or ""}

    def notes(record: Record | None) -> tuple[Note, ...]:
        return record.notes if record is not None else ()

    def fresh(proof: TrybeProof) -> Note | None:
        text_ = proof.given.text
        return next((note for note in notes(proof.after) if note.id and note.id not in proof.seen and note.text == text_), None)

    def kept(proof: TrybeProof) -> Note | None:
        return next((note for note in notes(proof.after) if note.id == proof.given.target), None)

    def edited(proof: TrybeProof) -> bool:
        note = kept(proof)
        return note is not None and note.text == proof.given.text

    def drop(proof: TrybeProof) -> Act | None:
        note = fresh(proof)
        return None if note is None else Act(name=ActionName.DELETE_NOTE, given=ActionInput(target=note.id))

    return {
        ActionName.NOTE: Deed(
            offer=lambda case: adding,
            request=lambda case: call(case, f"{route}.add", {key: case.given.text}, **{part: owner(case.record)}),
            happened=lambda proof: fresh(proof) is not None,
            marks=lambda record: [note.id for note in record.notes if note.id],
            look=look,
            undo=drop,
        ),
        ActionName.EDIT_NOTE: Deed(
            offer=of_mine(editing),
            request=lambda case: call(case, f"{route}.update", {key: case.given.text}, **at_note(case)),
            happened=edited,
            look=look,
        ),
        ActionName.DELETE_NOTE: Deed(
            offer=of_mine(deleting),
            request=lambda case: call(case, f"{route}.delete", None, **at_note(case)),
            happened=lambda proof: proof.given.target is not None and kept(proof) is None,
            look=look,
        ),
    }


def label_deeds(
    add: Callable[[TrybeCase], Request],
    remove: Callable[[TrybeCase], Request],
    known: Callable[[TrybeErrand, Record], Awaitable[Iterable[Choice]]],
    what: str,
) -> dict[ActionName, TrybeDeed]:
    """Putting a label on and taking it off. Which labels there are, Trybe is asked once a day."""
    putting = Action(
        name=ActionName.LABEL,
        label=f"Label the {what}",
        done="Labelled",
        effect=f"The label shows on the {what} in Trybe.",
        needs=(Need.TARGET,),
        reversible_by=ActionName.UNLABEL,
        harmless=True,
    )
    taking = Action(
        name=ActionName.UNLABEL,
        label="Take a label off",
        done="Label taken off",
        effect=f"The label no longer shows on the {what} in Trybe.",
        needs=(Need.TARGET,),
        reversible_by=ActionName.LABEL,
        harmless=True,
    )

    def offer_removal(case: TrybeCase) -> Action | None:
        on = tuple(Choice(id=label.id, label=str(label)) for label in case.record.labels)
        return replace(taking, choices=on) if on else None

    async def choices(errand: TrybeErrand, record: Record) -> tuple[Choice, ...]:
        on = {label.id for label in record.labels}
        return tuple(choice for choice in await known(errand, record) if choice.id not in on)

    def on(proof: TrybeProof) -> bool:
        return proof.after is not None and any(proof.given.target in (label.id, label.name) for label in proof.after.labels)

    def back(name: ActionName) -> Callable[[TrybeProof], Act | None]:
        return lambda proof: Act(name=name, given=ActionInput(target=proof.given.target))

    return {
        ActionName.LABEL: Deed(
            offer=lambda case: putting, request=add, happened=on, choices=choices, undo=back(ActionName.UNLABEL)
        ),
        ActionName.UNLABEL: Deed(
            offer=offer_removal,
            request=remove,
            happened=lambda proof: proof.given.target is not None and proof.after is not None and not on(proof),
            undo=back(ActionName.LABEL),
        ),
    }


def with_notes(record: Record, rows: Iterable[Mapping[str, Any]], key: str, account: TrybeAccount) -> Record:
    """The record with the notes of a list beside those that it has."""
    known = {note.id for note in record.notes}
    more = tuple(
        Note(
            text=content,
            at=moment(row.get("created_at"), unless_given=account.zone, shown_in=account.zone),
            by=text(mapping(row.get("created_by")).get("name")),
            id=id,
        )
        for row in rows
        if (content := text(row.get(key))) is not None and (id := text(row.get("id"))) not in known
    )
    return replace(record, notes=(*record.notes, *more))
