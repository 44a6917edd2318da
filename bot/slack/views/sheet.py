"""Records as a CSV file for a spreadsheet: plain numbers and dates, and no cell that a spreadsheet would run.

A cell that begins with `= + - @`, a tab or a return is a formula to a spreadsheet (owasp.org/www-community/attacks/CSV_Injection);
an apostrophe in front makes it a text.
"""

import csv
import io
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial

from bot.core.money import Folio, major_units
from bot.core.record import Customer, Record
from bot.core.states import Kind
from bot.language import label
from bot.slack.escape import one_line
from bot.slack.views.rows import people_text, place_text, services, state_text, who
from bot.slack.views.scene import Scene
from bot.slack.views.table import Column, grid

_FORMULA = re.compile(r"^\s*[=+\-@\t\r|%]")
_NUMBER = re.compile(r"^-?\d+(\.\d+)?$")


def sheet(records: Sequence[Record], scene: Scene) -> bytes:
    """The file: UTF-8 with the mark by which spreadsheets know it, a header, one line for each record."""
    columns, rows = grid(records, scene, COLUMNS)
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow([harmless(column.header) for column in columns])
    lines.writerows([harmless(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """A cell on one line that no spreadsheet takes for a formula; a negative number stays a number."""
    text = one_line(cell)
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.match(text) else text


def _at(pick: Callable[[Record], date | datetime | None], record: Record, scene: Scene) -> str:
    """A moment as spreadsheets read it, on the wall of the venue."""
    moment = pick(record)
    if isinstance(moment, datetime):
        try:
            return moment.astimezone(scene.zone_of(record.venue)).strftime("%Y-%m-%d %H:%M")
        except OverflowError:
            return moment.strftime("%Y-%m-%d %H:%M")
    return moment.isoformat() if moment else ""


def _amount(pick: Callable[[Folio], int | None]) -> Callable[[Record, Scene], str]:
    return lambda record, scene: _decimal(pick, record)


def _decimal(pick: Callable[[Folio], int | None], record: Record) -> str:
    minor = pick(record.money) if record.money else None
    return "" if record.money is None or minor is None else str(major_units(minor, record.money.currency))


def _contact(pick: Callable[[Customer], str | None], record: Record, scene: Scene) -> str:
    """Contacts only where somebody looked for a person, and only where nobody else reads it."""
    asked = record.kind is Kind.CUSTOMER and record.customer is not None and scene.private
    return (pick(record.customer) or "") if asked and record.customer else ""


def _joined(pick: Callable[[Record], Sequence[object]], record: Record, scene: Scene) -> str:
    return scene.shown(", ".join(map(str, pick(record))))


def _at_column(header: str, pick: Callable[[Record], date | datetime | None]) -> Column:
    return Column(header=header, cell=partial(_at, pick))


COLUMNS: Sequence[Column] = (
    Column(header="Name", cell=who),
    Column(header="Reference", cell=lambda record, scene: record.ref or ""),
    Column(header="Kind", cell=lambda record, scene: label(record.kind, scene.locale)),
    _at_column("Start", lambda record: record.start),
    _at_column("End", lambda record: record.end),
    Column(header="Where", cell=lambda record, scene: scene.shown(place_text(record, scene))),
    Column(header="What", cell=partial(_joined, services)),
    Column(header="With", cell=partial(_joined, lambda record: record.staff)),
    Column(header="People", cell=lambda record, scene: people_text(record)),
    Column(header="State", cell=state_text),
    Column(header="Total", cell=_amount(lambda money: money.total)),
    Column(header="Paid", cell=_amount(lambda money: money.paid)),
    Column(header="Owes", cell=_amount(lambda money: money.balance)),
    Column(header="Currency", cell=lambda record, scene: record.money.currency if record.money else ""),
    Column(header="Method", cell=lambda record, scene: record.method or ""),
    Column(header="Labels", cell=partial(_joined, lambda record: record.labels)),
    Column(header="Campaign", cell=lambda record, scene: record.campaign or ""),
    Column(header="Channel", cell=lambda record, scene: record.channel_name or ""),
    _at_column("Booked", lambda record: record.created),
    _at_column("Changed", lambda record: record.modified),
    _at_column("Expires", lambda record: record.expires),
    Column(header="E-mail", cell=partial(_contact, lambda customer: customer.email)),
    Column(header="Phone", cell=partial(_contact, lambda customer: customer.phone)),
    Column(header="Venue", cell=lambda record, scene: scene.name_of(record.venue)),
    Column(header="System", cell=lambda record, scene: scene.title_of(record.vendor)),
)
