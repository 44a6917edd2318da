"""Actions and the log on the operator's terminal: in words, and as the JSON that scripts rely on."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import typer
from pydantic import TypeAdapter, ValidationError
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.core.action import Act, Action, ActionInput, ActionName, Need, Outcome, Preview, Result
from bot.core.errors import AlreadyDone, FrontdeskError, NotAllowed, NotPossible
from bot.core.record import Record
from bot.core.states import Kind
from bot.desk.act import Acts, Subject
from bot.desk.roles import OPERATOR
from bot.language.lines import instant
from bot.store.audit import Line
from bot.store.journal import UNKNOWN, Entry
from bot.store.store import Store

_line = TypeAdapter(Line)

_NEAR = 70.0
"""From how alike on, of 100, a word is taken for a misspelled one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an operator typed."""

    subject: Subject
    name: ActionName
    text: str | None
    amount: int | None
    currency: str | None
    when: str | None
    target: str | None

    @classmethod
    def read(cls, action: str, ref: str, **given: Any) -> "Wanted":
        """The words of a command line; raises `typer.BadParameter` for an action or a reference that cannot be one."""
        name = action.replace("-", "_")
        if (why := _unknown("action", name, [each.value for each in ActionName])) is not None:
            raise typer.BadParameter(why, param_hint="ACTION")
        parts = ref.split("/", 2)
        if len(parts) != 3 or not all(parts):
            why = f"“{ref}” is no record: write it as account/kind/id, as `ask --json` names them"
            raise typer.BadParameter(why, param_hint="REF")
        account, kind, id = parts
        if (why := _unknown("kind of record", kind, [each.value for each in Kind])) is not None:
            raise typer.BadParameter(why, param_hint="REF")
        return cls(subject=Subject(account, Kind(kind), id), name=ActionName(name), **given)

    def given(self, action: Action, zone: Any) -> ActionInput:
        """What was given, for an action. A text given to one that takes none is its choice, or its time.

        Raises:
            NotPossible: a value has no such form.
        """
        text, target, when = self.text, self.target, self.when
        if text is not None and Need.TEXT not in action.takes:
            if Need.TARGET in action.takes and target is None:
                text, target = None, text
            elif Need.WHEN in action.takes and when is None:
                text, when = None, text
        at: datetime | None = instant(when, zone) if when else None
        currency = self.currency.upper() if self.currency else None
        # One that takes a text is given an empty one too: it is refused by name, not passed over.
        if text is not None and not text.strip() and Need.TEXT in action.needs:
            raise NotPossible(f"{action.label}: write its text first; an empty one says nothing. Nothing was sent.")
        try:
            return ActionInput(text=text, amount=self.amount, currency=currency, when=at, target=target)
        except ValidationError as error:
            raise NotPossible("What was given cannot be read. Nothing was sent.") from error


def refused(error: typer.BadParameter) -> None:
    """Print, for a script, why the words of a command line cannot be an action."""
    _print({"outcome": Result.NOT_DONE.value, "why": error.message, "record": None, "reference": None})


async def perform(acts: Acts, wanted: Wanted, *, yes: bool, as_json: bool) -> int:
    """Show what would come of an action, and do it when that was confirmed; the exit code."""
    try:
        zone = acts.looking.account(wanted.subject.account).zone
        rough = await acts.preview(wanted.subject, Act(name=wanted.name), OPERATOR, whole=False)
        act = Act(name=wanted.name, given=wanted.given(rough.action, zone))
        preview = await acts.preview(wanted.subject, act, OPERATOR)
        if not yes:
            _show_preview(preview, as_json)
            return 0
        outcome = await acts.perform(wanted.subject, preview.act, preview.token, OPERATOR)
    except (NotPossible, NotAllowed) as error:
        if not as_json:
            raise
        record = (await acts.record(wanted.subject))[0] if isinstance(error, AlreadyDone) else None
        _print({"outcome": Result.NOT_DONE.value, "why": str(error), "record": _plain(record), "reference": None})
        return 1
    except FrontdeskError as error:
        if not as_json:
            raise
        _print({"outcome": Result.NOT_DONE.value, "why": f"{error} Nothing was done.", "record": None, "reference": None})
        return 1
    _show_outcome(outcome, as_json)
    return 0 if outcome.result is Result.DONE else 1


async def settle(acts: Acts, reference: str, done: bool | None, *, as_json: bool) -> int:
    """Close an action of an unknown end by what the operator found, or by what its record shows; the exit code.

    Raises:
        NotFound: nothing of that reference is unknown.
    """
    outcome = await (acts.look_again(reference) if done is None else acts.settle(reference, done, OPERATOR))
    _show_outcome(outcome, as_json)
    return 1 if outcome.result is Result.UNKNOWN else 0


async def show_log(store: Store, *, limit: int, venue: str | None, ref: str | None, as_json: bool) -> int:
    """Print the audit, newest first, and what is still open; the exit code."""
    parts = ref.split("/", 2) if ref else []
    record = (parts[0], parts[1], parts[2]) if len(parts) == 3 else None
    reference = ref if ref and record is None else None
    lines = await store.audit.lines(limit=limit, venue=venue, record=record, reference=reference)
    open_ = await store.journal.open()
    if as_json:
        _print({"lines": [_line.dump_python(line, mode="json") for line in lines], "open": [_open(entry) for entry in open_]})
        return 0
    console = _console()
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("when", "who", "what", "record", "came of it", "ref"):
        table.add_column(column, overflow="fold")
    for line in lines:
        subject = f"{line.account}/{line.kind}/{line.ref or line.record}"
        what = line.name.replace("_", " ") + (f" {line.amount} {line.currency}" if line.amount is not None else "")
        said = f"{line.event.replace('_', ' ')}: {line.why or ''}"
        table.add_row(f"{line.at:%Y-%m-%d %H:%M}", *map(escape, (line.by_name, what, subject, said, line.reference)))
    console.print(table)
    for entry in open_:
        how = f"; `frontdesk settle {entry.reference} --done` or `--not-done`" if entry.state == UNKNOWN else ""
        console.print(f"[yellow]?[/yellow] open: {escape(entry.name)} {escape(entry.record)} (ref {entry.reference}){how}")
    return 0


def _show_preview(preview: Preview, as_json: bool) -> None:
    if as_json:
        shown = {"label": preview.action.label, "will": list(preview.will), "given": preview.act.given.model_dump(mode="json")}
        why = "It was shown and not done; --yes does it."
        _print({"outcome": "not_done", "why": why, "preview": shown, "record": _plain(preview.record), "reference": None})
        return
    console = _console()
    console.print(f"[bold]{escape(preview.action.label)}?[/bold]", highlight=False)
    for sentence in preview.will:
        console.print(f"  {escape(sentence)}", highlight=False)
    console.print("Nothing was done; --yes does it.", highlight=False)


def _show_outcome(outcome: Outcome, as_json: bool) -> None:
    if as_json:
        _print(
            {
                "outcome": outcome.result.value,
                "why": outcome.why,
                "record": _plain(outcome.record),
                "reference": outcome.reference,
            }
        )
        return
    head = {Result.DONE: f"✔ {outcome.action.done}.", Result.NOT_DONE: "↺ Not done.", Result.UNKNOWN: "? Unknown."}[outcome.result]
    _console().print(f"{head} {escape(outcome.why)} (ref {outcome.reference})", highlight=False)


def _open(entry: Entry) -> dict[str, Any]:
    return {
        "reference": entry.reference,
        "state": entry.state,
        "name": entry.name,
        "account": entry.account,
        "kind": entry.kind,
        "record": entry.record,
        "by_name": entry.by_name,
        "asked_at": entry.asked_at.isoformat(),
        "why": entry.why,
    }


def _unknown(what: str, word: str, known: Sequence[str]) -> str | None:
    """Why a word is none of those known, with the nearest one; nothing when it is one."""
    if word in known:
        return None
    near = extractOne(word, known, scorer=ratio, score_cutoff=_NEAR)
    return f"“{word}” is no {what}{f'; did you mean {near[0]}?' if near else '.'} Known: {', '.join(known)}"


def _plain(record: Record | None) -> Any:
    return None if record is None else record.plain()


def _print(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False))


def _console() -> Console:
    return Console(width=None if sys.stdout.isatty() else 160)
