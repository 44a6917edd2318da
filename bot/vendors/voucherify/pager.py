"""Voucherify's two styles of paging, by number and by the id to start after; the rows stand under the key that `data_ref` names."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.core.errors import VendorBroken
from bot.vendors.contract import Request
from bot.vendors.wire import integer, mapping, objects, text

LIMIT = 100
"""Rows of a page: the vendor's default is 10, and more than 100 is an error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Pages counted from 1.

    The list ends at an empty page; where the answer has a `total`, when that many rows have been passed; else at a short page, or
    where `has_more` says so. `past` tells that a row lies behind what is looked for: in a list sorted newest first that cannot be
    narrowed by date, the walk ends there. `nobody` is for lists that answer `{}` when the customer asked for does not exist.
    """

    who: str
    past: Callable[[Mapping[str, Any]], bool] = lambda row: False
    nobody: bool = False

    def first(self, request: Request) -> Request:
        return request.with_params(limit=str(LIMIT), page="1")

    def rows(self, body: Any) -> Sequence[Any]:
        return [] if self.nobody and body == {} else _rows(body, self.who)

    def after(self, request: Request, body: Any, rows: int) -> Request | None:
        page, total = int(dict(request.params)["page"]), self.total(body)
        if not rows or mapping(body).get("has_more") is False:
            return None
        if (rows < LIMIT) if total is None else (page * LIMIT >= total):
            return None
        if any(self.past(row) for row in objects(self.rows(body))):
            return None
        return request.with_params(page=str(page + 1))

    def total(self, body: Any) -> int | None:
        return integer(mapping(body).get("total"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Onward:
    """Pages that name where the next one starts: `starting_after_id` is the `more_starting_after` of the answer before.

    That is not the id of the last row by rule. The list ends where `has_more` is false or the key is missing.
    """

    who: str

    def first(self, request: Request) -> Request:
        return request.with_params(limit=str(LIMIT))

    def rows(self, body: Any) -> Sequence[Any]:
        return _rows(body, self.who)

    def after(self, request: Request, body: Any, rows: int) -> Request | None:
        following = text(mapping(body).get("more_starting_after"))
        if not rows or mapping(body).get("has_more") is False or following is None:
            return None
        if following == dict(request.params).get("starting_after_id"):
            return None
        return request.with_params(starting_after_id=following)

    def total(self, body: Any) -> int | None:
        return None


def _rows(body: Any, who: str) -> Sequence[Any]:
    rows = mapping(body).get(text(mapping(body).get("data_ref")) or "data")
    if not isinstance(rows, list):
        raise VendorBroken(f"{who} sent a list without rows.")
    return rows
