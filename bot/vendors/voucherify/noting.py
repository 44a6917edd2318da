"""Notes: a voucher's `additional_info`, which the dashboard shows, and a key of our own in the metadata of orders and customers.

Either is overwritten whole by a change, so what is there is read, kept, and sent with the note behind it. Whether metadata that is
left out is dropped is not documented: all of it is sent. A project may check its metadata strictly and refuse a key that it has
not defined.
"""

import re
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from bot.core.action import Action, ActionInput, ActionName, Need
from bot.core.errors import NotPossible
from bot.core.record import Record
from bot.vendors.contract import Account, Request
from bot.vendors.voucherify.deeds import PromotionCase, PromotionDeed, PromotionProof, call, code_of, deed
from bot.vendors.voucherify.mapping import NOTES_KEY

LONGEST = 1_000

_STAMP = re.compile(r"(?:^|\n)\[\d{2} \w{3} \d{4}\] $")


def _info(record: Record) -> str:
    written = record.raw.get("additional_info")
    return written if isinstance(written, str) else ""


def _metadata(record: Record) -> Mapping[str, Any]:
    """All the metadata of a record.

    Raises:
        NotPossible: it is nothing that can be added to.
    """
    kept = record.raw.get("metadata")
    if kept is not None and not isinstance(kept, dict):
        raise NotPossible("Its metadata cannot be read, so nothing can be added without losing it. Nothing was sent.")
    return kept or {}


def _own(record: Record) -> str:
    kept = record.raw.get("metadata")
    written = kept.get(NOTES_KEY) if isinstance(kept, dict) else None
    return written if isinstance(written, str) else ""


def _with(kept: str, given: ActionInput, record: Record, account: Account[Any]) -> str:
    """What is there with the note and its day behind it."""
    at = record.fetched_at
    day = "" if at is None else f"[{at.astimezone(account.zone):%d %b %Y}] "
    return f"{kept}{chr(10) if kept else ''}{day}{given.text or ''}"


def _mark(written: str) -> str:
    """A sign of a text that is not the text."""
    return sha256(written.strip().encode()).hexdigest()[:16]


def _added(read: Callable[[Record], str]) -> Callable[[PromotionProof, Record], bool | None]:
    """Whether the note stands behind what was there before; when somebody else wrote as well that cannot be told."""

    def happened(proof: PromotionProof, after: Record) -> bool | None:
        written, note = read(after).rstrip(), (proof.given.text or "").rstrip()
        if _mark(written) in proof.seen:
            return False
        if not note or not written.endswith(note):
            return None
        before = _STAMP.sub("", written[: -len(note)])
        return True if _mark(before) in proof.seen else None

    return happened


def _offer(effect: str) -> Callable[[Record], Action]:
    return lambda record: Action(
        name=ActionName.NOTE, label="Add the note", done="Note added", effect=effect, needs=(Need.TEXT,), longest=LONGEST
    )


def _note_voucher(case: PromotionCase) -> Request:
    body = {"additional_info": _with(_info(case.record), case.given, case.record, case.account)}
    return call(case.routes, "vouchers.update", body, code=code_of(case.record))


def _note_metadata(route: str, part: str) -> Callable[[PromotionCase], Request]:
    def request(case: PromotionCase) -> Request:
        written = _with(_own(case.record), case.given, case.record, case.account)
        return call(case.routes, route, {"metadata": {**_metadata(case.record), NOTES_KEY: written}}, **{part: case.record.id})

    return request


NOTE_ON_VOUCHER: PromotionDeed = deed(
    _offer("It is added to the voucher's additional information in Voucherify; what is there stays."),
    _note_voucher,
    _added(_info),
    marks=lambda record: (_mark(_info(record)),),
)


def note_in_metadata(route: str, part: str) -> PromotionDeed:
    """The deed that adds a note to the metadata of what a route changes."""
    return deed(
        _offer("It is added to the metadata in Voucherify; what is there stays."),
        _note_metadata(route, part),
        _added(_own),
        marks=lambda record: (_mark(_own(record)),),
    )
