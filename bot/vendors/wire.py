"""Reading what vendors send, leniently: a missing, empty, null or odd value is `None`, never an exception.

Vendors leave keys out, send numbers as strings and dates in several spellings; one odd field must not cost a whole answer.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, tzinfo
from typing import Any


def text(value: Any) -> str | None:
    """A text without blanks around it; numbers become text, an empty one is nothing."""
    if type(value) is str or isinstance(value, str):
        return value.strip() or None
    if value is None or isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return str(value)


def joined(*values: Any) -> str | None:
    """Several texts joined by blanks, the missing ones left out: first and last name."""
    return " ".join([part for value in values if (part := text(value))]) or None


def integer(value: Any) -> int | None:
    """A whole number, also from `"2"` or `2.0`."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int):
        return value
    try:
        number = float(value)
        return int(number) if number == int(number) else None
    except (TypeError, ValueError, OverflowError):
        return None


def day(value: Any) -> date | None:
    """A calendar date from `YYYY-MM-DD`, `YYYYMMDD`, or the day of a date-time as written."""
    written = text(value)
    if written is None:
        return None
    try:
        return date.fromisoformat(written[:10] if "-" in written[:10] else written[:8])
    except ValueError:
        return None


def moment(value: Any, *, unless_given: tzinfo, shown_in: tzinfo) -> datetime | None:
    """A point in time, shown in the venue's zone. One without an offset is in the zone `unless_given`."""
    written = text(value)
    if written is None or len(written) < 11:
        return None
    try:
        parsed = datetime.fromisoformat(written)
    except ValueError:
        return None
    try:
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=unless_given)).astimezone(shown_in)
    except OverflowError:
        return None


def mapping(value: Any) -> Mapping[str, Any]:
    """A JSON object, or an empty one."""
    return value if isinstance(value, dict) else {}


def objects(value: Any) -> list[Mapping[str, Any]]:
    """The JSON objects of a list; anything else in it is passed over."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def first(values: Iterable[Any]) -> Any:
    """The first value that is there."""
    return next((value for value in values if value is not None), None)
