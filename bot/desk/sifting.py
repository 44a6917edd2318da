"""What vendors brought, sifted: the records that hold against every filter, and what is to be said of the others. Pure."""

from collections import Counter
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass

from bot.core.matching import sieve
from bot.core.record import Record
from bot.core.states import Status
from bot.vendors.contract import Found, Plan, query_fields

_TOLD = {"balance": "what is owed", "worth": "what it comes to", "party": "the number of people"}
"""Facts whose absence is told; that a record names no practitioner or no e-mail address is an answer in itself."""

_AT_A_TIME = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Sifted:
    """The records that hold, how many more the vendor counted itself, how many hold but are in a state that the question leaves
    out, and a note on those of which it cannot be told whether they hold.
    """

    records: tuple[Record, ...]
    counted: int
    left_out: Mapping[Status, int]
    notes: tuple[str, ...]


def sift(found: Iterable[tuple[Plan, Found]]) -> Generator[None, None, Sifted]:
    """Apply every filter again; yields where it may be interrupted."""
    records: list[Record] = []
    left_out: Counter[Status] = Counter()
    unknown: Counter[str] = Counter()
    counted = 0
    for plan, one in found:
        if plan.count and one.total is not None:
            counted += one.total
            continue
        missing_in = sieve(plan.query, native=query_fields(plan.native), named=plan.named)
        unwanted = plan.query.left_out
        for number, record in enumerate(one.records):
            if number % _AT_A_TIME == 0:
                yield
            missing = missing_in(record)
            if missing is None or (missing and not missing <= _TOLD.keys()):
                continue
            if record.status in unwanted:
                left_out[record.status] += not missing
            elif missing:
                unknown[" and ".join(_TOLD[name] for name in sorted(missing))] += 1
            else:
                records.append(record)
    notes = tuple(f"{count:,} not listed: {what} is not known" for what, count in unknown.items())
    return Sifted(records=tuple(records), counted=counted, left_out=dict(+left_out), notes=notes)


def exactly(plan: Plan, found: Found) -> bool:
    """Whether a vendor's own count can be believed: what it sent with it is what was asked for, to the last row."""
    holds = sieve(plan.query, native=query_fields(plan.native), named=plan.named)
    return all(holds(record) == frozenset() for record in found.records)
