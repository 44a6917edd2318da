"""Trybe's list envelope: `data`, `meta` and `links`, with the page size silently capped."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.sandbox.trybe_params import MOST_PER_PAGE, Paged

Row = TypeVar("Row")


def page_of(
    request: Request,
    wanted: Paged,
    rows: Sequence[Row],
    as_json: Callable[[Row], dict[str, Any]],
    *,
    totals: Mapping[str, int] | None = None,
    more: Mapping[str, Any] | None = None,
) -> Response:
    """One page of the rows; only its own rows are turned into JSON. `more` stands beside them on every page."""
    size = min(wanted.per_page, MOST_PER_PAGE)
    last_page = max(-(-len(rows) // size), 1)
    start = (wanted.page - 1) * size
    page = rows[start : start + size]

    def link(number: int) -> str:
        return str(request.url.include_query_params(page=number))

    body: dict[str, Any] = {
        "data": [as_json(row) for row in page],
        "links": {
            "first": link(1),
            "last": link(last_page),
            "prev": link(wanted.page - 1) if wanted.page > 1 else None,
            "next": link(wanted.page + 1) if wanted.page < last_page else None,
        },
        "meta": {
            "current_page": wanted.page,
            "from": start + 1 if page else None,
            "last_page": last_page,
            "path": str(request.url.replace(query="")),
            "per_page": size,
            "to": start + len(page) if page else None,
            "total": len(rows),
        },
    }
    return JSONResponse(body | ({"totals": dict(totals)} if totals is not None else {}) | dict(more or {}))
