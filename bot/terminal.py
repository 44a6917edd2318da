"""Answers and readings on the operator's terminal: as a table, and as the JSON that scripts rely on."""

from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.core.answer import AccountAnswer, Answer
from bot.core.reading import Reading
from bot.core.record import Record
from bot.core.states import Kind, Stage, Status
from bot.core.venue import Venue
from bot.language import labels
from bot.language.lines import as_json
from bot.language.money import money_text

SHOWN = 50
"""How many records the table shows; the JSON has them all."""

_records = TypeAdapter(tuple[Record, ...])
_account = TypeAdapter(AccountAnswer)


def answer_json(answer: Answer) -> dict[str, Any]:
    """An answer as JSON: the reading, every record without the vendor's raw object, and the state of each account."""
    return {
        **as_json(answer.reading),
        "records": _records.dump_python(answer.records, mode="json", exclude={"__all__": {"raw"}}),
        "accounts": [_account.dump_python(account, mode="json") for account in answer.accounts],
        "total": answer.total,
        "complete": answer.complete,
        "next": answer.next,
    }


def show_reading(reading: Reading) -> None:
    """Print a reading: the sentence, which words became what, and the doubts."""
    console = Console()
    console.print(f"[bold]{escape(reading.understood)}[/bold]", highlight=False)
    table = Table(box=None, pad_edge=False, show_header=False)
    for span in reading.spans:
        table.add_row(escape(span.text), "→", escape(span.became))
    console.print(table)
    _show_doubts(console, reading)


def show(answer: Answer, venues: Sequence[Venue]) -> None:
    """Print an answer: the reading, at most `SHOWN` records, what is missing, and the state of each account."""
    console = Console()
    places = {venue.id: venue for venue in venues}
    console.print(f"[bold]{escape(answer.reading.understood)}[/bold]", highlight=False)
    _show_doubts(console, answer.reading)
    shown = answer.records[:SHOWN]
    if shown:
        console.print(_records_table(shown, places))
    console.print(_counted(answer), highlight=False)
    console.print(_accounts_table(answer.accounts))


def _show_doubts(console: Console, reading: Reading) -> None:
    for doubt in reading.doubts:
        hint = f" Try: {' · '.join(doubt.suggestions)}" if doubt.suggestions else ""
        console.print(f"[yellow]?[/yellow] {escape(doubt.message + hint)}", highlight=False)


def _records_table(records: Sequence[Record], places: dict[str, Venue]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in ("when", "guest", "what", "place", "state"):
        table.add_column(heading, overflow="fold")
    table.add_column("owes", justify="right", no_wrap=True)
    table.add_column("ref", overflow="fold")
    table.add_column("account", style="dim", overflow="fold")
    for record in records:
        locale = places[record.venue].locale
        table.add_row(*(escape(cell) for cell in _row(record, locale)))
    return table


def _row(record: Record, locale: str) -> tuple[str, ...]:
    money = record.money
    owes = "" if money is None else "?" if money.balance is None else ""
    if money is not None and money.balance:
        owes = money_text(money.balance, money.currency, locale)
    return (
        labels.span_of_dates(record.start, record.end, locale) if record.start else "",
        (record.customer.name if record.customer else None) or "",
        what(record),
        str(record.resource or ""),
        state(record, locale),
        owes,
        record.ref or record.id,
        record.account,
    )


def what(record: Record) -> str:
    """The services of a record, or how many people it is for."""
    services = ", ".join(str(service) for service in record.service)
    if services or record.kind is not Kind.BOOKING or record.party is None or record.party.total is None:
        return services
    return f"{record.party.total} guests" if record.party.total != 1 else "1 guest"


def state(record: Record, locale: str) -> str:
    """Status and stage in words; the vendor's own word where ours does not know it."""
    if record.status is Status.UNKNOWN:
        word = record.vendor_status or labels.label(record.status, locale)
    else:
        word = labels.label(record.status, locale)
    return word if record.stage is Stage.UNKNOWN else f"{word}, {labels.label(record.stage, locale)}"


def _counted(answer: Answer) -> str:
    found = answer.total if answer.total is not None else len(answer.records)
    parts = [f"{found:,} records" if found != 1 else "1 record"]
    if len(answer.records) > SHOWN:
        parts.append(f"the first {SHOWN} shown")
    if answer.next:
        parts.append(f"--limit shows more than {len(answer.records):,}")
    parts += [f"{count} {status.value.replace('_', '-')} left out" for status, count in answer.left_out.items()]
    if not answer.complete:
        parts.append("[yellow]not complete[/yellow]")
    return " · ".join(parts)


def _accounts_table(accounts: Sequence[AccountAnswer]) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    for account in accounts:
        mark, said = _said(account)
        table.add_row(mark, account.account, account.title, said)
    return table


def _said(account: AccountAnswer) -> tuple[str, str]:
    if account.error:
        reference = f" (ref {account.reference})" if account.reference else ""
        return "[yellow]![/yellow]", escape(account.error + reference)
    if not account.asked:
        return "[dim]–[/dim]", escape(account.note or "was not asked")
    age = f", {account.age:.0f} s old" if account.age >= 1 else ""
    note = f"; {account.note}" if account.note else ""
    rows = f"{account.rows} record{'' if account.rows == 1 else 's'}"
    calls = f"{account.calls} call{'' if account.calls == 1 else 's'}"
    return "[green]✓[/green]", escape(f"{rows}, {calls}, {account.ms} ms{age}{note}")
