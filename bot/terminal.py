"""Answers and readings on the operator's terminal: as a table, and as the JSON that scripts rely on."""

import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.core.answer import AccountAnswer, Answer, Person
from bot.core.reading import Reading
from bot.core.record import Record
from bot.core.states import Kind, Stage, Status
from bot.core.venue import Venue
from bot.language import labels
from bot.language.lines import as_json
from bot.language.money import money_text
from bot.slack.views.figures import figures, finding, places
from bot.slack.views.persons import persons_named
from bot.slack.views.report import other_days
from bot.slack.views.scene import Scene

SHOWN = 50
"""How many records the table shows; the JSON has them all."""

SERVICES = 2
"""How many treatments of an order are named; the rest is counted."""

_account = TypeAdapter(AccountAnswer)


def answer_json(answer: Answer) -> dict[str, Any]:
    """An answer as JSON: the reading, every record without the vendor's raw object, and the state of each account."""
    return {
        **as_json(answer.reading),
        "records": [record.plain() for record in answer.records],
        "accounts": [_account.dump_python(account, mode="json") for account in answer.accounts],
        "people": [_person_json(person) for person in answer.people],
        "total": answer.total,
        "complete": answer.complete,
        "next": answer.next,
    }


def _person_json(person: Person) -> dict[str, Any]:
    """A person with where her records are among the `records`."""
    records = [{"account": record.account, "kind": record.kind.value, "id": record.id} for record in person.records]
    return {"name": person.name, "emails": person.emails, "phones": person.phones, "records": records}


def show_reading(reading: Reading) -> None:
    """Print a reading: the sentence, which words became what, and the doubts."""
    console = new_console()
    console.print(f"[bold]{escape(reading.understood)}[/bold]", highlight=False)
    table = Table(box=None, pad_edge=False, show_header=False)
    for span in reading.spans:
        table.add_row(escape(span.text), "→", escape(span.became))
    console.print(table)
    _show_doubts(console, reading)


def show(answer: Answer, lead: Venue, venues: Iterable[Venue]) -> None:
    """Print an answer: the reading, at most `SHOWN` records, what is missing, and the state of each account.

    Words and numbers are in the language of the venue that leads; times are each venue's own.
    """
    console = new_console()
    said = [answer.reading.understood, *other_days(answer, {venue.id: venue for venue in venues}, lead.locale)]
    console.print(f"[bold]{escape(' · '.join(said))}[/bold]", highlight=False)
    _show_doubts(console, answer.reading)
    shown = answer.records[:SHOWN]
    titles = {account.vendor: account.title for account in answer.accounts}
    scene = Scene(lead=lead, venues={lead.id: lead}, now=datetime.now(lead.zone), private=True, titles=titles)
    known, more = persons_named(answer, scene)
    for line in (*(f"{name}: {has}" for name, has in known), *filter(None, [more])):
        console.print(escape(line), highlight=False)
    if shown:
        console.print(_records_table(shown, scene))
        for record in shown:
            for each in record.findings:
                console.print(f"  {escape(finding(each))}", highlight=False)
    console.print(_counted(answer), highlight=False)
    console.print(_accounts_table(answer.accounts))


def new_console() -> Console:
    """A terminal as wide as it is; into a file or a pipe, lines that need not be folded."""
    return Console(width=None if sys.stdout.isatty() else 160)


def _show_doubts(console: Console, reading: Reading) -> None:
    for doubt in reading.doubts:
        hint = f" Try: {' · '.join(doubt.suggestions)}" if doubt.suggestions else ""
        console.print(f"[yellow]?[/yellow] {escape(doubt.message + hint)}", highlight=False)


def _records_table(records: Sequence[Record], scene: Scene) -> Table:
    locale = scene.locale
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("when", no_wrap=True)
    table.add_column("guest", overflow="fold", max_width=32)
    table.add_column("what", overflow="fold", max_width=44)
    table.add_column("state", no_wrap=True)
    table.add_column("owes", justify="right", no_wrap=True)
    table.add_column("ref", no_wrap=True)
    table.add_column("account", style="dim", no_wrap=True)
    for record in records:
        guest = (record.customer.name if record.customer else None) or record.title or ""
        cells = (
            when(record, locale),
            guest,
            what(record, scene),
            state(record, locale),
            owes(record, locale),
            record.ref or "",
            record.account,
        )
        table.add_row(*(escape(cell) for cell in cells))
    return table


def when(record: Record, locale: str) -> str:
    """The nights of a stay, or the time of a visit, on the venue's wall."""
    if record.start is None:
        return ""
    if not isinstance(record.start, datetime):
        return labels.span_of_dates(record.start, record.end or record.start, locale)
    ends = record.end if isinstance(record.end, datetime) else None
    until = "" if ends is None else f"–{ends:%H:%M}" if ends.date() == record.start.date() else f" – {ends:%a %d %b}"
    return f"{record.start:%a %d %b %H:%M}{until}"


def what(record: Record, scene: Scene) -> str:
    """How many people, the services of a record, its place, what is free, and its figures; of a person, how to reach them."""
    if record.kind is Kind.CUSTOMER and record.customer is not None:
        return " · ".join(part for part in (record.customer.email, record.customer.phone) if part)
    party = record.party.total if record.party else None
    services = [str(service) for service in record.service]
    more = [f"{len(services) - SERVICES} more"] if len(services) > SERVICES else []
    guests = "" if services or not party else "1 guest" if party == 1 else f"{party} guests"
    called = str(record.resource or "")
    parts = [guests, ", ".join(services[:SERVICES] + more), "" if called == record.title else called]
    parts += [places(record.places), (record.method or "") if record.report is None else "", *figures(record.figures, scene)]
    return " · ".join(dict.fromkeys(part for part in parts if part))


def owes(record: Record, locale: str) -> str:
    """What is still owed; a question mark where there is money and that is not known."""
    if record.money is None:
        return ""
    if record.money.balance is None:
        return "?"
    return money_text(record.money.balance, record.money.currency, locale) if record.money.balance else ""


def state(record: Record, locale: str) -> str:
    """Status and stage in words; the vendor's own word where ours does not know it. A person as such has no state."""
    if record.kind is Kind.CUSTOMER and record.status in (Status.CONFIRMED, Status.UNKNOWN):
        return record.vendor_status or ""
    if record.status is Status.UNKNOWN:
        return record.vendor_status or ""
    if record.status is Status.CONFIRMED and record.stage is not Stage.UNKNOWN:
        return labels.stage_label(record.stage, record.kind, locale)
    return labels.label(record.status, locale)


def _counted(answer: Answer) -> str:
    found = answer.total if answer.total is not None else answer.found
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
