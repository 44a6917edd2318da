"""Voucherify's query strings: two bracket spellings, paging, date bounds and conditions, read strictly.

Sources: "Learn how to specify the data you would like to fetch" (brackets, limit, created_at, filters) and the API's
OpenAPI files (order, page, the literal names). Both spellings are the vendor's own, so both are taken, raw or encoded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

MOST = 100
_NAME = re.compile(r"(?:\[([^\[\]]+)\]|([^\[\]]+))((?:\[[^\[\]]*\])*)")

_DATED = ("$before", "$after")
_ORDERED = ("$more_than", "$less_than", "$more_than_equal", "$less_than_equal")
_LISTED = ("$in", "$not_in", "$is", "$is_not")
_WORDED = ("$contains", "$starts_with", "$ends_with")
_BARE = ("$has_value", "$is_unknown")
STATES = ("$active", "$expired", "$enabled", "$disabled")
OPERATORS = (*_DATED, *_ORDERED, *_LISTED, *_WORDED, *_BARE)


class RefusedError(Exception):
    """The vendor answers its error object (guide "Errors"): code and message always, the others as far as known."""

    def __init__(self, code: int, key: str, message: str, details: str, resource: tuple[str, str] | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.key = key
        self.message = message
        self.details = details
        self.resource = resource


@dataclass(frozen=True, slots=True)
class Condition:
    """`filters[key][conditions][$operator]=value`, with one value or several."""

    key: str
    operator: str
    values: tuple[str, ...]


@dataclass(slots=True)
class Asked:
    """A query taken apart. `bounds` is (field, before or after) → moment; `plain` is everything without brackets, and lists."""

    limit: int = 10
    page: int | None = None
    order: str | None = None
    after_id: str | None = None
    bounds: dict[tuple[str, str], datetime] = field(default_factory=dict)
    conditions: list[Condition] = field(default_factory=list)
    any_of: bool = False
    plain: dict[str, list[str]] = field(default_factory=dict)


def wrong(name: str, why: str) -> RefusedError:
    return RefusedError(400, "invalid_query_params", "Invalid query params", f"{name} {why}")


def read(query: str, *, lists: frozenset[str]) -> Asked:
    """The query string as asked; `lists` are the parameters that may come more than once. Raises RefusedError."""
    asked = Asked()
    seen: set[str] = set()
    for name, value in parse_qsl(query, keep_blank_values=True):
        path = _path(name)
        spelled = ".".join(path)
        if spelled in seen and path[0] not in lists:
            raise wrong(spelled, "is given twice")
        seen.add(spelled)
        match path:
            case ("limit",):
                asked.limit = _number("limit", value, MOST)
            case ("page",):
                asked.page = _number("page", value, None)
            case ("order",):
                asked.order = value
            case ("starting_after_id",):
                asked.after_id = value
            case ("filters", "junction"):
                if value not in ("and", "or"):
                    raise wrong(spelled, "must be and or or")
                asked.any_of = value == "or"
            case ("filters", key, "conditions", operator, *place):
                _place(spelled, place)
                _condition(asked, key, operator, value)
            case (("created_at" | "updated_at") as name, ("before" | "after") as side):
                asked.bounds[name, side] = moment(spelled, value)
            case (only, *place) if not place or only in lists:
                _place(spelled, place)
                asked.plain.setdefault(only, []).append(value)
            case _:
                raise wrong(spelled, "is not a parameter of this list")
    return asked


def moment(name: str, value: str) -> datetime:
    """ISO 8601: a date, which is its midnight in UTC, or a date-time with Z or an offset."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2}))?", value):
        try:
            read_in = datetime.fromisoformat(value)
        except ValueError:
            read_in = None
        if read_in is not None:
            return read_in if read_in.tzinfo else read_in.replace(tzinfo=UTC)
    raise wrong(name, "must be an ISO 8601 date")


def flag(name: str, value: str) -> bool:
    if value not in ("true", "false"):
        raise wrong(name, "must be true or false")
    return value == "true"


def holds(condition: Condition, present: Any) -> bool:
    """Whether a row's value meets a condition. Several values are alternatives, but for `$not_in` and `$is_not`."""
    texts = [_text(one) for one in present] if isinstance(present, list) else [] if present is None else [_text(present)]
    match condition.operator:
        case "$is" | "$in":
            return any(text in condition.values for text in texts)
        case "$is_not" | "$not_in":
            return not any(text in condition.values for text in texts)
        case "$has_value":
            return bool(texts) == _all_true(condition)
        case "$is_unknown":
            return bool(texts) != _all_true(condition)
        case "$contains":
            return any(value.casefold() in text.casefold() for value in condition.values for text in texts)
        case "$starts_with":
            return any(text.startswith(condition.values) for text in texts)
        case "$ends_with":
            return any(text.endswith(condition.values) for text in texts)
        case "$before" | "$after":
            return any(_compared(moment(condition.key, text), condition) for text in texts)
        case _:
            return any(_compared(number, condition) for text in texts if (number := _as_number(text)) is not None)


def every_or_any(conditions: Sequence[Condition], *, any_of: bool, test: Callable[[Condition], bool]) -> bool:
    """The conditions joined as `filters[junction]` says; without conditions everything passes."""
    joined: Callable[[Iterable[bool]], bool] = any if any_of and conditions else all
    return joined(test(condition) for condition in conditions)


def _path(name: str) -> tuple[str, ...]:
    """`[a][b]` and `a[b]` as ("a", "b")."""
    matched = _NAME.fullmatch(name)
    if matched is None:
        raise wrong(name, "is not a parameter")
    return (matched[1] or matched[2], *re.findall(r"\[([^\[\]]*)\]", matched[3]))


def _place(name: str, place: Sequence[str]) -> None:
    """What may follow a list's name: nothing, [] or a number."""
    if len(place) > 1 or not all(part.isdecimal() or not part for part in place):
        raise wrong(name, "is not a parameter of this list")


def _condition(asked: Asked, key: str, operator: str, value: str) -> None:
    if operator not in (*OPERATORS, *STATES):
        raise wrong(operator, "is not an operator")
    if operator in STATES and (key != "active" or value != "true"):
        raise wrong(operator, "takes only true, and only in filters[active]")
    if operator in _DATED:
        moment(operator, value)
    if operator in _ORDERED and _as_number(value) is None:
        raise wrong(operator, "must be a number")
    if operator in _BARE:
        flag(operator, value)
    for place, known in enumerate(asked.conditions):
        if (known.key, known.operator) == (key, operator):
            asked.conditions[place] = Condition(key, operator, (*known.values, value))
            return
    asked.conditions.append(Condition(key, operator, (value,)))


def _number(name: str, value: str, most: int | None) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", value) or int(value) < 1:
        raise wrong(name, "must be a whole number from 1")
    if most is not None and int(value) > most:
        raise wrong(name, f"must be at most {most}")
    return int(value)


def _compared(present: Any, condition: Condition) -> bool:
    for value in condition.values:
        bound: Any = moment(condition.key, value) if condition.operator in _DATED else _as_number(value)
        match condition.operator:
            case "$before" | "$less_than":
                passed = present < bound
            case "$after" | "$more_than":
                passed = present > bound
            case "$less_than_equal":
                passed = present <= bound
            case _:
                passed = present >= bound
        if not passed:
            return False
    return True


def _all_true(condition: Condition) -> bool:
    return all(value == "true" for value in condition.values)


def _as_number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]+)?", text) else None


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
