"""AiFi's cursors: base64 of the sort, its direction, the last row's key and id. They fit only the sort they came from."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from bot.sandbox.aifi_params import Cursored, RefusedError

Row = TypeVar("Row")
_NUMERIC = ("id", "storeId", "visitors", "groupSize", "customerId")

Key = tuple[bool, Any, int]
"""No value, the value, the id: what is unset comes last going up and first going down, as in Postgres."""


def page_of(rows: Sequence[Row], wanted: Cursored, order_by: str, key_of: Callable[[Row], Key]) -> tuple[list[Row], dict[str, Any]]:
    """One page of the rows and its `pagination`. Raises RefusedError for a cursor of another sort.

    An end is written in two ways, as the vendor does not say which: null, or an object without a cursor.
    """
    if wanted.after is not None and wanted.before is not None:
        raise RefusedError([("before", "conflict with after", "object.nand")])
    downward = wanted.direction == "desc"
    ordered = sorted(((key_of(row), row) for row in rows), key=lambda pair: pair[0], reverse=downward)
    first, end = 0, wanted.count
    if (cursor := wanted.after or wanted.before) is not None:
        name = "after" if wanted.after else "before"
        place = _read(cursor, name, order_by, wanted.direction)
        ahead = sum(key > place if downward else key < place for key, _ in ordered)
        if name == "after":
            first = ahead + sum(key == place for key, _ in ordered)
            end = first + wanted.count
        else:
            first, end = max(ahead - wanted.count, 0), ahead
    page = ordered[first:end]

    def link(name: str, key: Key) -> dict[str, Any]:
        written = _write(order_by, wanted.direction, key)
        return {"count": wanted.count, name: written, "direction": wanted.direction}

    end_mark = {"count": wanted.count, "direction": wanted.direction} if len(ordered) % 2 else None
    pagination: dict[str, Any] = {"previous": None, "next": end_mark}
    if page and first > 0:
        pagination["previous"] = link("before", page[0][0])
    if page and end < len(ordered):
        pagination["next"] = link("after", page[-1][0])
    return [row for _, row in page], pagination


def _write(order_by: str, direction: str, key: Key) -> str:
    return base64.urlsafe_b64encode(json.dumps([order_by, direction, *key]).encode()).decode()


def _read(cursor: str, name: str, order_by: str, direction: str) -> Key:
    """The place of a cursor. A bare id serves where rows are sorted by id ("Id or base64 encoded cursor(id + sortKey)")."""
    if cursor.isascii() and cursor.isdigit() and len(cursor) < 16 and order_by == "id":
        return False, int(cursor), int(cursor)
    try:
        parts = json.loads(base64.b64decode(cursor.encode(), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError) as error:
        raise RefusedError([(name, "is not a cursor", "any.invalid")]) from error
    match parts:
        case [str(sort), str(way), bool(unset), (int() | str() | None) as value, int(number)]:
            numeric = isinstance(value, int)
        case _:
            raise RefusedError([(name, "is not a cursor", "any.invalid")])
    if (sort, way) != (order_by, direction) or (numeric != (order_by in _NUMERIC) and not unset):
        raise RefusedError([(name, "belongs to another sort", "any.invalid")])
    return unset, None if unset else value, number
