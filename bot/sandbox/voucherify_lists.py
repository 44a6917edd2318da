"""How every list of Voucherify is answered: checked, filtered, sorted, cut into a page and wrapped in the vendor's envelope."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.sandbox.seeded import hex_id
from bot.sandbox.voucherify_query import STATES, Asked, Condition, RefusedError, every_or_any, holds, read, wrong

Row = dict[str, Any]
Get = Callable[[Row], Any]
Test = Callable[[Row, list[str]], bool]


@dataclass(frozen=True, slots=True)
class Listing:
    """`plain` are the parameters without brackets, `filters` the keys of conditions (`metadata.` stands for all of them).

    `last_page` None means paging by starting_after_id. `dated` maps created_at and updated_at to the row's field.
    `shuffled_cursor` lists answer a cursor that is no row's id; `bare` lists take no parameter and are whole.
    """

    key: str
    plain: Mapping[str, Test] = field(default_factory=dict)
    order: Mapping[str, Get] = field(default_factory=dict)
    default: str = "created_at"
    last_page: int | None = 100
    dated: Mapping[str, str] = field(default_factory=dict)
    filters: Mapping[str, Get] = field(default_factory=dict)
    several: frozenset[str] = frozenset()
    total: bool = True
    has_more: bool = False
    shuffled_cursor: bool = False
    bare: bool = False


def answer(listing: Listing, rows: list[Row], query: str, now: datetime) -> dict[str, Any]:
    """The list as the vendor answers it. Raises RefusedError for whatever the list does not know."""
    if listing.bare and query:
        raise wrong(query.partition("=")[0], "is not a parameter of this list")
    asked = read("limit=100" if listing.bare else query, lists=listing.several)
    _check(listing, asked)
    found = [row for row in rows if _matches(listing, row, asked, now)]
    order = asked.order or listing.default
    value = listing.order[order.removeprefix("-")]
    found.sort(key=lambda row: (value(row) is None, str(value(row)), row["id"]), reverse=order.startswith("-"))
    start = ((asked.page or 1) - 1) * asked.limit
    if asked.after_id is not None:
        start = _place(listing, found, asked.after_id)
    page = found[start : start + asked.limit]
    more = start + asked.limit < len(found)
    body: dict[str, Any] = {"object": "list", "data_ref": listing.key, listing.key: page}
    if listing.total:
        body["total"] = len(found)
    if listing.has_more:
        body["has_more"] = more
    if listing.last_page is None and more:
        body["more_starting_after"] = _cursor(listing, page[-1])
    return body


def _check(listing: Listing, asked: Asked) -> None:
    if listing.last_page is None and asked.page is not None:
        raise wrong("page", "is not a parameter of this list")
    if listing.last_page is not None and asked.after_id is not None:
        raise wrong("starting_after_id", "is not a parameter of this list")
    if listing.last_page is not None and (asked.page or 1) > listing.last_page:
        raise RefusedError(400, "page_over_limit", "Page over limit", f"page must be at most {listing.last_page}")
    if asked.order is not None and asked.order.removeprefix("-") not in listing.order:
        raise wrong("order", f"must be one of {', '.join(listing.order)}, with or without -")
    for name in asked.plain:
        if name not in listing.plain:
            raise wrong(name, "is not a parameter of this list")
    for name, _ in asked.bounds:
        if name not in listing.dated:
            raise wrong(name, "is not a parameter of this list")
    for condition in asked.conditions:
        if _getter(listing, condition.key) is None:
            raise wrong(f"filters.{condition.key}", "is not a filter of this list")


def _matches(listing: Listing, row: Row, asked: Asked, now: datetime) -> bool:
    return (
        all(listing.plain[name](row, values) for name, values in asked.plain.items())
        and all(bounded(row[listing.dated[name]], side, bound) for (name, side), bound in asked.bounds.items())
        and every_or_any(asked.conditions, any_of=asked.any_of, test=lambda one: _holds(listing, row, one, now))
    )


def _holds(listing: Listing, row: Row, condition: Condition, now: datetime) -> bool:
    if condition.operator in STATES:
        return _state(row, condition.operator, now)
    get = _getter(listing, condition.key)
    return get is not None and holds(condition, get(row))


def _state(row: Row, operator: str, now: datetime) -> bool:
    """Enabled and disabled are the flag alone; active is enabled and within its dates; expired is past, whatever the flag."""
    start, end = (_moment(row[name]) for name in ("start_date", "expiration_date"))
    match operator:
        case "$enabled":
            return bool(row["active"])
        case "$disabled":
            return not row["active"]
        case "$expired":
            return end is not None and end <= now
        case _:
            return row["active"] and (start is None or start <= now) and (end is None or now < end)


def _getter(listing: Listing, key: str) -> Get | None:
    if key.startswith("metadata.") and "metadata." in listing.filters:
        return lambda row: row["metadata"].get(key.removeprefix("metadata."))
    return listing.filters.get(key)


def bounded(value: str | None, side: str, bound: datetime) -> bool:
    """Neither before nor after includes its own moment."""
    at = _moment(value)
    return at is not None and (at < bound if side == "before" else at > bound)


def _moment(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value).astimezone(UTC)


def _cursor(listing: Listing, row: Row) -> str:
    return f"more_{hex_id('cursor', row['id'])}" if listing.shuffled_cursor else row["id"]


def _place(listing: Listing, rows: list[Row], cursor: str) -> int:
    for place, row in enumerate(rows, 1):
        if _cursor(listing, row) == cursor:
            return place
    raise wrong("starting_after_id", "is not the more_starting_after of an answer")
