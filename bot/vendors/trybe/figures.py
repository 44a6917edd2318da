"""Rows of reports, whose columns are not documented: what a row is called, and every number in it.

A number is money, a share, minutes or a count by the name of its column; one whose name says nothing is a count. Money is in the
smallest unit, as everywhere at Trybe. Columns that are no numbers stay in the record's `raw`.
"""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.core.record import Figure, Named, Record
from bot.core.states import Kind, Report, Unit
from bot.vendors.trybe.envelope import Envelope, Wire
from bot.vendors.wire import objects, text

TOTAL = "Total"
"""What the last row of a report is called."""

_MONEY = re.compile(
    r"(^|_)(amount|amounts|cost|costs|discount|discounts|fee|fees|gross|net|paid|payment_total|payments_total|price|refund_total"
    r"|revenue|sales|spend|takings|tax|tip|tips|unpaid|outstanding)($|_(total|amount|value|excl|incl|gross|net|tax)$)"
)
_COUNT = re.compile(r"(^|_)(count|quantity|num|number|places|guests|items|orders|bookings|hours)($|_)")
_SHARE = re.compile(r"(^|_)(percent|percentage|pct|utilisation|utilization|occupancy|rate)($|_(percent|percentage|pct)$)")
_MINUTES = re.compile(r"(^|_)(minutes|mins|duration)$")

_TITLES = (
    "title label name practitioner_name practitioner room_name room offering_name type_name revenue_centre centre processor "
    "customer_name date key status type"
).split()

_DEEP = 2
"""How many objects deep the numbers of a row are looked for."""


def rows_of(data: Any) -> list[Wire]:
    """The rows of a report's `data`: a list of them, or an object of rows, lists or numbers under names that become titles."""
    if isinstance(data, list):
        return [row if isinstance(row, dict) else {} for row in data]
    if not isinstance(data, dict):
        return []
    rows: list[Wire] = []
    loose = {key: value for key, value in data.items() if not isinstance(value, (dict, list))}
    for key, value in data.items():
        if isinstance(value, list):
            rows += [{"title": _title(row) or _label(key), "under": key, **row} for row in objects(value)]
        elif isinstance(value, dict):
            rows.append({"title": _title(value) or _label(key), **value})
    return ([{"title": "All", **loose}] if _numbers(loose) else []) + rows


def report_row(reader: Envelope, report: Report, number: int, wire: Wire, **facts: Any) -> Record:
    """A row of a report; `facts` are what it says beside its numbers.

    Raises:
        VendorBroken: it says nothing.
    """
    if not wire:
        reader.id(wire)
    return reader.record(
        kind=Kind.REPORT,
        id=f"{report}.{number:04d}",
        raw=wire,
        report=report,
        location=reader.here,
        **{"title": _title(wire), "figures": figures(wire, reader.currency(wire)), **facts},
    )


def total_row(reader: Envelope, report: Report, totals: Any) -> Record | None:
    """The totals of a report as its last row; nothing where it has none."""
    if not isinstance(totals, dict) or not _numbers(totals):
        return None
    return reader.record(
        kind=Kind.REPORT,
        id=f"{report}.total",
        raw=totals,
        report=report,
        location=reader.here,
        title=TOTAL,
        figures=figures(totals, reader.currency(totals)),
    )


def figures(wire: Wire, currency: str) -> tuple[Figure, ...]:
    """Every number of a row, in the order of its columns. A bare `value` is money where its row has a currency."""
    bare = Unit.MONEY if text(wire.get("currency")) else Unit.COUNT
    return tuple(_figure(key, value, currency, bare if key == "value" else _unit(key)) for key, value in _numbers(wire))


def staff_of(reader: Envelope, wire: Wire) -> tuple[Named, ...]:
    """The practitioners that a row is about."""
    one = reader.one_named(wire, "practitioner") or reader.named(wire.get("practitioner_id"), wire.get("practitioner_name"))
    return reader.all_named(wire, "practitioner") or ((one,) if one else ())


def numeric(value: Any) -> int | Decimal | None:
    """A number as it is, whole where it is whole; one that is written as a text too."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number) >= 10**18:
        return None
    return int(number) if number == number.to_integral_value() else number


def _figure(key: str, value: int | Decimal, currency: str, unit: Unit) -> Figure:
    if unit is Unit.MONEY and not isinstance(value, int):
        # Money comes in whole smallest units; a fraction of one is something else under a name like it.
        unit = Unit.COUNT
    return Figure(name=key, label=_label(key), value=value, unit=unit, currency=currency if unit is Unit.MONEY else None)


def _unit(key: str) -> Unit:
    name = key.rpartition(".")[2].lower()
    if _SHARE.search(name):
        return Unit.PERCENT
    if _MINUTES.search(name):
        return Unit.MINUTES
    if _COUNT.search(name):
        return Unit.COUNT
    return Unit.MONEY if _MONEY.search(name) else Unit.COUNT


def _numbers(wire: Wire, prefix: str = "", deep: int = _DEEP) -> list[tuple[str, int | Decimal]]:
    found: list[tuple[str, int | Decimal]] = []
    for key, value in wire.items():
        if isinstance(value, dict):
            found += _numbers(value, f"{prefix}{key}.", deep - 1) if deep else []
        elif not _names_something(key, value) and (number := numeric(value)) is not None:
            found.append((f"{prefix}{key}", number))
    return found


def _names_something(key: str, value: Any) -> bool:
    """Whether a number is a name: an id, or digits in a text whose column speaks of no amount."""
    if key == "id" or key.endswith(("_id", "_ids", "_ref", "_number")):
        return True
    return isinstance(value, str) and not any(kind.search(key.lower()) for kind in (_MONEY, _COUNT, _SHARE, _MINUTES))


def _title(wire: Wire) -> str | None:
    for key in _TITLES:
        value = wire.get(key)
        name = text(value.get("name")) if isinstance(value, dict) else text(value)
        if name is not None:
            return name
    return None


def _label(key: str) -> str:
    words: Iterable[str] = (part.replace("_", " ") for part in key.split("."))
    said = ", ".join(words)
    return said[:1].upper() + said[1:]
