"""What came of an action: as the journal keeps it, as the audit keeps it, and as it is shown. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter

from bot.core.action import Act, Action, ActionInput, ActionName, Outcome, Result
from bot.core.record import Record
from bot.core.reference import new_reference
from bot.core.states import Kind
from bot.desk.roles import Actor
from bot.store.audit import Line
from bot.store.journal import Entry
from bot.vendors.contract import Account


@dataclass(frozen=True, slots=True)
class Subject:
    """Which record."""

    account: str
    kind: Kind
    id: str


_action = TypeAdapter(Action)
_act = TypeAdapter(Act)

_RESULTS = {"done": Result.DONE, "not_done": Result.NOT_DONE}


def plain_action(action: Action) -> dict[str, Any]:
    """An action as the journal keeps it, without its choices: a note is one, and texts are not kept."""
    plain: dict[str, Any] = _action.dump_python(action, mode="json", exclude={"choices"})
    return plain


def action_of(entry: Entry) -> Action:
    """The action of an entry; before it was looked at, only its name is known."""
    if entry.action is None:
        words = entry.name.replace("_", " ")
        return Action(name=ActionName(entry.name), label=words.capitalize(), done=words.capitalize(), effect="")
    return _action.validate_python(entry.action)


def plain_undo(undo: Act | None) -> dict[str, Any] | None:
    """What takes an action back, as the journal keeps it."""
    return None if undo is None else _act.dump_python(undo, mode="json", exclude_none=True)


def undo_of(entry: Entry) -> Act | None:
    """What takes an entry's action back."""
    return None if entry.undo is None else _act.validate_python(entry.undo)


def outcome_of(entry: Entry, record: Record | None = None) -> Outcome:
    """What came of an entry. One that is still running, or whose end nobody knows, is unknown."""
    result = _RESULTS.get(entry.state, Result.UNKNOWN)
    return Outcome(
        result=result,
        action=action_of(entry),
        why=entry.why or "It is still under way.",
        by=entry.by_name,
        at=entry.finished_at or entry.asked_at,
        reference=entry.reference,
        record=record,
        undo=undo_of(entry) if result is Result.DONE else None,
    )


def summary(record: Record | None) -> dict[str, Any] | None:
    """What the audit keeps of a record: states, times, amounts and counts; no person, no text that somebody wrote."""
    if record is None:
        return None
    facts: dict[str, Any] = {
        "status": record.status.value,
        "stage": record.stage.value,
        "vendor_status": record.vendor_status,
        "start": _written(record.start),
        "end": _written(record.end),
        "labels": [label.id for label in record.labels],
        "notes": len(record.notes),
    }
    if record.money is not None:
        facts |= {
            "currency": record.money.currency,
            "total": record.money.total,
            "paid": record.money.paid,
            "balance": record.money.balance,
        }
    return {name: value for name, value in facts.items() if value not in (None, [])}


def without_text(given: Mapping[str, Any]) -> dict[str, Any]:
    """What an action was given, once it is at an end: how long a text was, not the text."""
    text = given.get("text")
    kept = {name: value for name, value in given.items() if name != "text" and value is not None}
    return kept | ({"characters": len(text)} if text else {})


def line(entry: Entry, event: str, at: datetime, why: str, after: Record | None) -> Line:
    """The audit's line on an entry."""
    given = ActionInput.model_validate({name: value for name, value in entry.given.items() if name != "characters"})
    return Line(
        at=at,
        event=event,
        workspace=entry.workspace,
        by=entry.by,
        by_name=entry.by_name,
        via=entry.via,
        account=entry.account,
        kind=entry.kind,
        record=entry.record,
        venue=entry.venue,
        vendor=entry.vendor,
        ref=entry.ref or (after.ref if after else None),
        name=entry.name,
        amount=given.amount,
        currency=given.currency,
        before=dict(entry.before or {}).get("record"),
        after=summary(after),
        why=why,
        reference=entry.reference,
        action_id=entry.id,
    )


def reads(record: Record) -> str:
    """The state of a record in the vendor's own word, or in ours where that is bare numbers, like Beds24's “2/2”."""
    own = record.vendor_status
    return own if own and any(map(str.isalpha, own)) else record.status.value.replace("_", " ")


def event_line(
    event: str,
    name: str,
    account: Account[Any],
    subject: Subject,
    actor: Actor,
    at: datetime,
    given: ActionInput | None = None,
    why: str | None = None,
) -> Line:
    """The audit's line on what is no action of the journal: one that was refused, contact details that were looked at."""
    return Line(
        at=at,
        event=event,
        workspace=actor.workspace,
        by=actor.id,
        by_name=actor.name,
        via=actor.via,
        account=subject.account,
        kind=subject.kind.value,
        record=subject.id[:200],
        venue=account.venue,
        vendor=account.settings.vendor,
        name=name,
        amount=given.amount if given else None,
        currency=given.currency if given else None,
        why=why,
        reference=new_reference(),
    )


def closing(entry: Entry) -> dict[str, Any]:
    """What of an entry is left once its end is known: no text that somebody wrote, no marks of what was there before."""
    before = dict(entry.before or {}).get("record")
    return {"given": without_text(entry.given), "before": {"record": before} if before else None}


def _written(at: date | datetime | None) -> str | None:
    return None if at is None else at.isoformat()
