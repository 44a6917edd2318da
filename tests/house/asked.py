"""Questions of a desk as rows of a table: the words, the exact requests that they cost, and the records that came.

The sandbox stands on Monday 23 November 2026, 9 in the morning in London, which is 01:00 in Los Angeles.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.core.record import Record
from tests.house.conftest import Open, OpenHouse

UNSAID = {"trybe": ("page", "per_page", "site_id"), "beds24": ("authentication",)}
"""What every request to a vendor has, and a row does not repeat."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question to one venue, and the whole of what its vendors see and say.

    `sent` are the requests by their paths, each with its parameters, in the order of the alphabet; with a `vendor` only its own.
    `found` is a line a record, in the order of the answer; of a long answer, with a `count`, some of its lines. `every` holds what
    each record has, `note` a part of what an account says beside its answer, `findings` what is said of why a code does not work.
    """

    words: str
    venue: str
    sent: Collection[str]
    found: Collection[str] = ()
    count: int | None = None
    vendor: str | None = None
    every: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    findings: Collection[tuple[str, bool | None, str]] = ()

    async def holds(self, open_sandbox: OpenHouse) -> None:
        """Ask it and compare."""
        async with open_sandbox() as here:
            answer = await here.ask(self.words, only=self.venue)
        records = [record for record in answer.records if self.vendor in (None, record.vendor)]
        accounts = [account for account in answer.accounts if self.vendor in (None, account.vendor)]
        lines = [line(record) for record in records]
        assert requests(here, self.vendor) == tuple(self.sent)
        if self.count is None:
            assert lines == list(self.found)
        else:
            assert (len(records), [each for each in self.found if each not in lines]) == (self.count, [])
        for record in records:
            assert {name: getattr(record, name) for name in self.every} == self.every
        said = [(finding.name, finding.holds, finding.text) for record in records[:1] for finding in record.findings]
        assert [each for each in self.findings if each not in said] == []
        assert all(call.status in (200, 404) for call in here.journal)
        assert any(self.note in (account.note or "") for account in accounts)
        assert all(account.complete for account in accounts), [account.error for account in accounts]


def requests(here: Open, vendor: str | None) -> tuple[str, ...]:
    """The requests that reached the stand-ins."""
    lines = []
    for call in here.journal:
        if vendor in (None, call.vendor):
            given = {**call.query, **(call.body or {})}
            said = sorted(f"{name}={_text(value)}" for name, value in given.items() if name not in UNSAID.get(call.vendor, ()))
            lines.append(" ".join([call.path, *said]))
    return tuple(sorted(lines))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def line(record: Record) -> str:
    """A record in a few words: when, what, whose, and its numbers."""
    at = record.start.strftime("%d %H:%M" if isinstance(record.start, datetime) else "%d") if record.start else None
    who = record.customer.name if record.customer else None
    left = f"{record.places.left} of {record.places.capacity}" if record.places and record.places.capacity else None
    owed = f"owes {record.money.balance}" if record.money and record.money.balance else None
    what = record.title or (str(record.service[0]) if len(record.service) == 1 else record.ref)
    numbers = ", ".join(f"{figure.label} {figure.value}" for figure in record.figures)
    return " · ".join(str(part) for part in (at, what, who, left, owed, numbers) if part)
