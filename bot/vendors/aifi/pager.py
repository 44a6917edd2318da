"""AiFi's styles of paging: each of its lists comes in an envelope of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.core.errors import VendorBroken
from bot.vendors.contract import Request
from bot.vendors.wire import integer, mapping, text

LARGEST = 200
"""Rows of a page, the most that sessions, stores and orders give (`count`, `pageSize`)."""

CONTESTS = 50
"""Disputes of a page: how many the vendor gives at most is not said, only that it gives 10 unless asked."""


@dataclass(slots=True, kw_only=True)
class Cursor:
    """`count` and `after`, with a `pagination.next` that holds what to send again beside the same filters and order.

    Cursors are opaque. The end is where `next` is missing or empty or the page has no rows; a page may be short before the end.
    A pager serves one walk: it remembers its cursors, and `repeated` says that one came back, so that the walk went in a circle.
    """

    who: str
    rows_under: str = "data"
    repeated: bool = False
    _sent: set[str] = field(default_factory=set)

    def first(self, request: Request) -> Request:
        return request.with_params(count=str(LARGEST))

    def rows(self, body: Any) -> Sequence[Any]:
        return _rows(mapping(body).get(self.rows_under), self.who)

    def after(self, request: Request, body: Any, rows: int) -> Request | None:
        following = mapping(mapping(mapping(body).get("pagination")).get("next"))
        given = following.get("after")
        cursor = given if isinstance(given, str) else text(given)
        if not cursor or not rows:
            return None
        if cursor in self._sent:
            self.repeated = True
            return None
        self._sent.add(cursor)
        params = {"after": cursor}
        if (count := integer(following.get("count"))) is not None and count > 0:
            params["count"] = str(count)
        if following.get("direction") in ("asc", "desc"):
            params["direction"] = following["direction"]
        return request.with_params(**params)

    def total(self, body: Any) -> int | None:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class ZeroBased:
    """`page` from 0 and `pageSize`; the rest of the envelope is not documented, so a short page is the end."""

    who: str

    def first(self, request: Request) -> Request:
        return request.with_params(page="0", pageSize=str(LARGEST))

    def rows(self, body: Any) -> Sequence[Any]:
        return _rows(mapping(body).get("data"), self.who)

    def after(self, request: Request, body: Any, rows: int) -> Request | None:
        if rows < LARGEST:
            return None
        return request.with_params(page=str(int(dict(request.params)["page"]) + 1))

    def total(self, body: Any) -> int | None:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contested:
    """`page` from 0 and `pageSize`, the rows under `contestedOrders`.

    The end is where `pagination.next` is missing or a page is short; `next` holds an offset, but the query takes none.
    """

    who: str

    def first(self, request: Request) -> Request:
        return request.with_params(page="0", pageSize=str(CONTESTS))

    def rows(self, body: Any) -> Sequence[Any]:
        return _rows(mapping(body).get("contestedOrders"), self.who)

    def after(self, request: Request, body: Any, rows: int) -> Request | None:
        if rows < CONTESTS or not mapping(mapping(body).get("pagination")).get("next"):
            return None
        return request.with_params(page=str(int(dict(request.params)["page"]) + 1))

    def total(self, body: Any) -> int | None:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A bare array, all at once."""

    who: str

    def first(self, request: Request) -> Request:
        return request

    def rows(self, body: Any) -> Sequence[Any]:
        return _rows(body, self.who)

    def after(self, request: Request, body: Any, rows: int) -> Request | None:
        return None

    def total(self, body: Any) -> int | None:
        return None


def _rows(rows: Any, who: str) -> Sequence[Any]:
    if not isinstance(rows, list):
        raise VendorBroken(f"{who} sent a list without rows.")
    return rows
