"""What an answer says: its JSON, or the error that its status stands for. Pure.

A vendor whose errors are known by their body has a `fault` in its `Access`; that one is asked first.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from pydantic_core import from_json

from bot.core.errors import KeyRefused, NotFound, NotPermitted, SlowDown, VendorBroken, VendorRefused
from bot.vendors.wire import mapping, text

Answer = tuple[int, Mapping[str, str], bytes]
"""Status, headers and body as they came, the body unpacked."""

_CODE = re.compile(r"[0-9]{1,5}")
_FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,39}")
_NAMED = 10
"""How many fields of an error are told."""

LONGEST_WAIT = 86_400.0
"""Seconds: a vendor that asks for more quiet than a day is asked again after one."""


def decipher(status: int, headers: Mapping[str, str], content: bytes, who: str) -> Any:
    """The JSON of an answer, or the error that its status stands for. The only place that knows what a status means.

    What the vendor says in an error is not repeated: it may hold anything.
    """
    match status:
        case 401:
            raise KeyRefused(f"{who} refused our key (401). An operator has to renew it; `frontdesk check` names it.")
        case 403:
            raise NotPermitted(f"{who} does not let our key read this (403). An operator has to widen its rights.")
        case 404 | 405 | 410:
            raise NotFound(f"{who} has nothing at that place ({status}).")
        case 429:
            wait = retry_after(headers)
            raise SlowDown(f"{who} asked us to slow down (429); try again in {in_words(wait)}.", seconds=wait)
        case 503 if retry_after(headers) is not None:
            wait = retry_after(headers)
            raise SlowDown(f"{who} is busy (503); try again in {in_words(wait)}.", seconds=wait)
        case _ if 300 <= status < 400:
            raise VendorRefused(f"{who} points to another address ({status}), which we do not follow: check base_url.")
        case _ if 400 <= status < 500:
            raise VendorRefused(f"{who} says that our request is wrong ({status}). An operator can find it in the log.")
        case _ if status >= 500:
            raise VendorBroken(f"{who} has a fault of its own ({status}); try again in a minute.")
        case _:
            return _json(headers, content, who)


def _json(headers: Mapping[str, str], content: bytes, who: str) -> Any:
    if not content.strip():
        raise VendorBroken(f"{who} answered with nothing.")
    try:
        return loaded(content)
    except (ValueError, RecursionError) as error:
        if "html" in headers.get("content-type", "").lower() or content.lstrip()[:1] == b"<":
            raise VendorBroken(f"{who} answered with a web page instead of data.") from error
        raise VendorBroken(f"{who} sent an answer that is cut off or not JSON.") from error


def loaded(content: bytes) -> Any:
    """JSON as Python's own reader reads it, in two thirds of the time.

    Raises:
        ValueError, RecursionError: it is none.
    """
    try:
        return from_json(content)
    except ValueError:
        # What it is stricter about: half of a surrogate pair, a byte order mark, other encodings than UTF-8.
        return json.loads(content)


def leniently(content: bytes) -> Any:
    """The JSON of an answer that is an error by its status; nothing where it is none."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def complaint(body: Any) -> list[str]:
    """What an error names: its code where it is a short number, and the fields that a 422 lists in `errors`.

    Only what is plainly a number or the name of a field: anything else may hold what a guest wrote.
    """
    wire = mapping(body)
    codes = [code for key in ("errorCode", "code") if (code := text(wire.get(key))) and _CODE.fullmatch(code)]
    return codes[:1] + [name for name in mapping(wire.get("errors")) if _FIELD.fullmatch(name)][:_NAMED]


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds of a `Retry-After` header, which may also be a date (RFC 9110, 10.2.3)."""
    written = headers.get("retry-after", "").strip()
    try:
        if written.isdecimal():
            return min(float(written), LONGEST_WAIT)
        return min(max(0.0, (parsedate_to_datetime(written) - datetime.now(UTC)).total_seconds()), LONGEST_WAIT)
    except (TypeError, ValueError, OverflowError):
        return None


def in_words(seconds: float | None) -> str:
    """A wait as a person says it."""
    if seconds is None:
        return "a minute"
    return f"{max(1, round(seconds))} s" if seconds < 120 else f"{round(seconds / 60)} minutes"
