"""Walking through the pages of a list, to the last row or to a bound, whichever comes first.

A pager is a tiny object that knows one style: where the rows are, and what to ask next.
"""

import asyncio
from collections.abc import Awaitable, Callable, Generator, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.core.errors import FrontdeskError, VendorBroken
from bot.core.record import Record
from bot.core.turns import at_once, in_turns
from bot.vendors.contract import Bound, Found, Request
from bot.vendors.wire import integer, mapping, text

_AT_A_TIME, _LONG = 32, 1_000
"""Rows that are read between two moments at which others may be let in, and those of a page that is long."""


class Pager(Protocol):
    """One style of paging."""

    def first(self, request: Request) -> Request:
        """The request for the first page."""

    def rows(self, body: Any) -> Sequence[Any]:
        """The rows of a page.

        Raises:
            VendorBroken: the answer does not have the shape of a page.
        """

    def after(self, request: Request, body: Any, rows: int) -> Request | None:
        """The request for the page after this one, which held `rows` rows; nothing when it was the last."""

    def total(self, body: Any) -> int | None:
        """How many rows there are over all pages, where the vendor says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNumber:
    """`page` and `per_page`, with `data` and a `meta` that names the last page.

    The vendor may cap `per_page` without a word, so only `meta` says when to stop; a list without `meta` is whole.
    """

    who: str
    per_page: int = 100

    def first(self, request: Request) -> Request:
        return request.with_params(page="1", per_page=str(self.per_page))

    def rows(self, body: Any) -> Sequence[Any]:
        rows = mapping(body).get("data")
        if not isinstance(rows, list):
            raise VendorBroken(f"{self.who} sent a list without rows.")
        return rows

    def after(self, request: Request, body: Any, rows: int) -> Request | None:
        meta = mapping(mapping(body).get("meta"))
        page, last = integer(meta.get("current_page")), integer(meta.get("last_page"))
        if page is None:
            page = int(dict(request.params)["page"])
        if last is None or page >= last:
            return None
        return request.with_params(page=str(page + 1))

    def total(self, body: Any) -> int | None:
        return integer(mapping(mapping(body).get("meta")).get("total"))


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitOffset:
    """`limit` and `offset` in the body, a bare array as answer, the end where a page is short. `null` is an empty page."""

    who: str
    limit: int

    def first(self, request: Request) -> Request:
        return request.with_body(limit=str(self.limit), offset="0")

    def rows(self, body: Any) -> Sequence[Any]:
        if body is None:
            return []
        if not isinstance(body, list):
            raise VendorBroken(f"{self.who} sent something that is not a list.")
        return body

    def after(self, request: Request, body: Any, rows: int) -> Request | None:
        if rows < self.limit:
            return None
        return request.with_body(offset=str(int((request.body or {})["offset"]) + rows))

    def total(self, body: Any) -> int | None:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """The rows of a list, each once. `why` says what is missing, when `complete` is false."""

    rows: tuple[Any, ...]
    complete: bool = True
    why: str | None = None
    total: int | None = None


async def walk(
    read: "Read",
    request: Request,
    pager: Pager,
    bound: Bound,
    *,
    key: Callable[[Any], Hashable],
    noun: str = "rows",
    count: bool = False,
) -> Pages:
    """Read page after page. Rows that shift between two pages while we read appear once, by `key`.

    Where only the `count` is wanted, a first page that tells how many rows there are is the last.

    A fault on the first page is raised; on a later one the rows so far are kept and the answer is marked incomplete.
    """
    seen: dict[Hashable, Any] = {}
    following: Request | None = pager.first(request)
    total: int | None = None
    for page in range(bound.pages + 1):
        if following is None:
            return Pages(rows=tuple(seen.values()), total=total)
        if page == bound.pages or len(seen) >= bound.rows:
            break
        if page and asyncio.get_running_loop().time() >= bound.deadline:
            return Pages(rows=tuple(seen.values()), complete=False, why=f"only the first {len(seen):,} {noun} came in time")
        current = following
        try:
            body = await read(current)
            rows = pager.rows(body)
        except FrontdeskError as error:
            if not page:
                raise
            why = f"only the first {len(seen):,} {noun} are here: {_reason(error)}"
            return Pages(rows=tuple(seen.values()), complete=False, why=why)
        total = pager.total(body)
        for row in rows:
            seen.setdefault(key(row), row)
        if len(rows) > _LONG:
            await asyncio.sleep(0)
        following = None if count and total is not None else pager.after(current, body, len(rows))
    kept = tuple(seen.values())[: bound.rows]
    of = f" of {total:,}" if total is not None else ""
    why = f"only the first {len(kept):,}{of} {noun} were looked through; narrow the dates to see all"
    return Pages(rows=kept, complete=False, why=why, total=total)


def lost(error: FrontdeskError, noun: str) -> Pages:
    """A list that did not come, to stand beside others that did."""
    return Pages(rows=(), complete=False, why=f"some {noun} did not come: {_reason(error)}")


async def together(lists: Iterable[Awaitable[Sequence[Pages]]], noun: str) -> list[Pages]:
    """Several lists at once. One that fails is named beside the rows of the others; when all fail, the first fault is raised."""
    results = await asyncio.gather(*lists, return_exceptions=True)
    faults = [result for result in results if isinstance(result, BaseException)]
    for fault in faults:
        if len(faults) == len(results) or not isinstance(fault, FrontdeskError):
            raise fault
    pages: list[Pages] = []
    for result in results:
        if isinstance(result, FrontdeskError):
            pages.append(lost(result, noun))
        elif not isinstance(result, BaseException):
            pages.extend(result)
    return pages


def _reason(error: FrontdeskError) -> str:
    """An error's sentence within another one."""
    return str(error).rstrip(".")


class Read(Protocol):
    """Sending one read."""

    async def __call__(self, request: Request, /) -> Any: ...


def identity(row: Any, key: str) -> Hashable:
    """What makes a row the same row on another page: its id, or itself when it has none that can be read."""
    return text(mapping(row).get(key)) or id(row)


def gather(lists: Sequence[Pages], read: Callable[[Mapping[str, Any]], Record], note: str | None = None) -> Found:
    """Several lists as one: each record once, and every reason why something is missing, unreadable rows among them."""
    return at_once(_gathering(lists, read, note))


async def gather_in_turns(lists: Sequence[Pages], read: Callable[[Mapping[str, Any]], Record], note: str | None = None) -> Found:
    """The same for lists that may be long: others are let in between the rows."""
    return await in_turns(_gathering(lists, read, note))


def _gathering(
    lists: Sequence[Pages], read: Callable[[Mapping[str, Any]], Record], note: str | None
) -> Generator[None, None, Found]:
    records: dict[Hashable, Record] = {}
    unreadable = 0
    for pages in lists:
        for number, row in enumerate(pages.rows):
            if number % _AT_A_TIME == 0:
                yield
            try:
                record = read(mapping(row))
            except VendorBroken:
                unreadable += 1
            else:
                records.setdefault(record.key, record)
    reasons = list(dict.fromkeys(pages.why for pages in lists if pages.why))
    if unreadable:
        reasons.append(f"{unreadable:,} rows could not be read")
    complete = not unreadable and all(pages.complete for pages in lists)
    return Found(records=tuple(records.values()), complete=complete, why="; ".join(reasons) or None, note=note)
