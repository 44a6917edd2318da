"""Actions: what can be done to a record, what will come of it, and what came of it.

A vendor declares the actions of a record in its present state, the desk performs them, a door shows them. Amounts are integers of
the currency's smallest unit.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from pydantic import AwareDatetime, Field, model_validator

from bot.core.model import Frozen
from bot.core.record import Record


class ActionName(StrEnum):
    """What can be done, one name for all vendors; the words that people read stand in `Action`."""

    CANCEL = "cancel"
    RESTORE = "restore"
    CANCEL_ITEM = "cancel_item"
    ARRIVED = "arrived"
    NOT_ARRIVED = "not_arrived"
    IN_TREATMENT = "in_treatment"
    LEFT = "left"
    NO_SHOW = "no_show"
    UNDO_NO_SHOW = "undo_no_show"
    CHECK_IN = "check_in"
    SETTLE = "settle"
    LOCK = "lock"
    UNLOCK = "unlock"
    NOTE = "note"
    EDIT_NOTE = "edit_note"
    DELETE_NOTE = "delete_note"
    LABEL = "label"
    UNLABEL = "unlabel"
    RESEND = "resend"
    MOVE = "move"
    REFUND = "refund"
    STATUS = "status"
    FLAG = "flag"
    INVOICE_LINE = "invoice_line"
    DISABLE = "disable"
    ENABLE = "enable"
    ROLLBACK = "rollback"
    PUBLISH = "publish"
    FLAG_FRAUD = "flag_fraud"
    BLOCK = "block"
    UNBLOCK = "unblock"
    RETRY_CHECKOUT = "retry_checkout"


class ActionKind(StrEnum):
    """What sort of thing an action is, for the rules about who may do it."""

    NOTES = "notes"
    STAGE = "stage"
    CHANGE = "change"
    MONEY = "money"
    SAFETY = "safety"

    @classmethod
    def of(cls, name: ActionName) -> "ActionKind":
        """The kind of an action."""
        return _KINDS.get(name, cls.CHANGE)


_KINDS = {
    **dict.fromkeys(
        map(ActionName, "note edit_note delete_note label unlabel flag".split()),
        ActionKind.NOTES,
    ),
    **dict.fromkeys(map(ActionName, "arrived not_arrived in_treatment left check_in".split()), ActionKind.STAGE),
    **dict.fromkeys(map(ActionName, "settle refund invoice_line rollback retry_checkout".split()), ActionKind.MONEY),
    **dict.fromkeys(map(ActionName, "flag_fraud block unblock".split()), ActionKind.SAFETY),
}
"""Every other action is a change of the booking."""


class Need(StrEnum):
    """What an action is given besides the record."""

    TEXT = "text"
    AMOUNT = "amount"
    WHEN = "when"
    TARGET = "target"


class Danger(StrEnum):
    """How much care an action takes: it can be taken back, the guest notices, or it is money or final."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing that an action can be about: a line of an order, a label, a note, a payment. `most` is the highest amount of it."""

    id: str
    label: str
    most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something that can be done to a record in its present state.

    `label` says object and effect ("Cancel the order"), `done` what was done ("Cancelled"), `effect` what comes of it in a
    sentence. `needs` has to be given, `may` can be. `choices` are the targets that the record itself names; where a vendor has
    to be asked for them there are none yet. `most` and `currency` bound an amount, `longest` a text. `asks` says what the text
    is and who keeps it; with `text_ours` that is Frontdesk, as a note of its own once the action is done. `reversible_by` takes it
    back; without one it cannot be taken back. `harmless` may be done twice without a difference. `ours` says that Frontdesk keeps
    it and the vendor is not told.
    """

    name: ActionName
    label: str
    done: str
    effect: str
    needs: tuple[Need, ...] = ()
    may: tuple[Need, ...] = ()
    choices: tuple[Choice, ...] = ()
    most: int | None = None
    currency: str | None = None
    longest: int = 2_000
    asks: str = "Text"
    text_ours: bool = False
    danger: Danger = Danger.LOW
    reversible_by: ActionName | None = None
    harmless: bool = False
    ours: bool = False

    @property
    def kind(self) -> ActionKind:
        """What sort of thing it is."""
        return ActionKind.of(self.name)

    @property
    def takes(self) -> tuple[Need, ...]:
        """All that can be given."""
        return self.needs + self.may


class ActionInput(Frozen):
    """What an action was given. A blank text is none; an amount comes with its currency."""

    text: str | None = Field(None, description="a note, a reason, a description")
    amount: int | None = Field(None, description="in the smallest unit of the currency")
    currency: str | None = None
    when: AwareDatetime | None = None
    target: str | None = Field(None, description="the id of one of the action's choices")

    @model_validator(mode="before")
    @classmethod
    def _blank_is_none(cls, given: object) -> object:
        if isinstance(given, dict) and isinstance(written := given.get("text"), str):
            return {**given, "text": written.strip() or None}
        return given


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An action by name with what it was given: what is done, and what would take it back."""

    name: ActionName
    given: ActionInput = field(default_factory=ActionInput)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """An action before it is done: the record as it was just read, and what will come of it, a sentence each.

    `token` names the state that this was made from and what was given; the same token is never performed twice.
    """

    action: Action
    act: Act
    record: Record
    will: tuple[str, ...]
    token: str
    at: datetime


class Result(StrEnum):
    """What came of an action. `UNKNOWN`: it may or may not have been done, and a person has to look."""

    DONE = "done"
    NOT_DONE = "not_done"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of an action: `why` in a sentence or two, `record` as it was read back, and what would take it back.

    `by` is who asked for it, as the door names people; `reference` finds it in the journal and in the log.
    """

    result: Result
    action: Action
    why: str
    by: str
    at: datetime
    reference: str
    record: Record | None = None
    undo: Act | None = None
