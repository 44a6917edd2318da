"""How many: from the vendor's own count where that is the answer, else by counting, and then it says what is missing."""

from collections.abc import Mapping
from typing import Any, ClassVar

import pytest

from bot.core.query import Query
from bot.core.record import Record
from bot.core.states import Kind, Status
from bot.core.window import Window
from bot.desk.planning import plan
from bot.vendors.contract import Bound, Found, Offer, Request
from bot.vendors.paging import PageNumber, walk
from tests.desk.fake import NOW, Fake, L, N, account, asked, desk, record

pytestmark = pytest.mark.anyio
NEW = Window(axis="created", start=NOW)


class Counting(Fake):
    trades: ClassVar[tuple[str, ...]] = ()
    bookings: ClassVar[tuple[Kind, ...]] = (Kind.ORDER,)
    offers: ClassVar[Mapping[Kind, Offer]] = {
        Kind.ORDER: Offer(filters={"window.created": N, "window.start": N, "status": N, "text": L})
    }


@pytest.mark.parametrize(
    ("query", "count", "expected"),
    [
        (Query(window=NEW), True, True),
        (Query(window=NEW, status=(Status.CONFIRMED,)), True, True),
        (Query(), True, True),
        (Query(window=NEW), False, False),
        (Query(window=NEW, text="x"), True, False),
        (Query(window=Window(start=NOW)), True, False),
        (Query(window=Window(start=NOW), status=(Status.CONFIRMED,)), True, True),
    ],
)
def test_a_vendor_counts_where_every_filter_is_its_own_and_nothing_is_left_out(query: Query, count: bool, expected: bool) -> None:
    (each,) = plan(query, account("a"), Counting(_never), count=count).plans
    assert each.count is expected


async def _never(errand: Any, plan: Any) -> Found:
    raise AssertionError("not asked")


async def counted(found: Found, **filters: Any) -> Any:
    seen: list[bool] = []

    async def search(errand: Any, plan: Any) -> Found:
        seen.append(plan.count)
        return found

    async with desk(search) as counter:
        answer = await counter.ask(asked(status=(Status.CONFIRMED,), count=True, **filters))
    return answer, seen


def order(id: str, **fields: Any) -> Record:
    return record("palm", id, **({"status": Status.CONFIRMED} | fields))


async def test_the_vendors_count_is_the_answer() -> None:
    answer, seen = await counted(Found(records=(order("1"), order("2")), total=2_345))
    assert (answer.total, answer.found, answer.records, answer.complete) == (2_345, 2_345, (), True)
    assert (answer.accounts[0].rows, answer.accounts[0].total) == (2_345, 2_345)
    assert seen == [True]


async def test_a_count_that_holds_more_than_was_asked_for_is_not_believed() -> None:
    answer, seen = await counted(Found(records=(order("1"), order("2", status=Status.CANCELLED)), total=2))
    assert answer.total == 1
    assert seen == [True, False]


async def test_without_a_count_the_records_are_counted_and_a_bound_is_said() -> None:
    answer, _ = await counted(Found(records=(order("1"),), complete=False, why="only the first 1,000 orders were looked through"))
    assert (answer.total, answer.found) == (None, 1)
    assert "only the first 1,000 orders" in answer.accounts[0].error


async def test_a_count_and_a_list_are_two_answers() -> None:
    plans: list[bool] = []

    async def search(errand: Any, plan: Any) -> Found:
        plans.append(plan.count)
        return Found(records=(order("1"),), total=9 if plan.count else None)

    async with desk(search) as counter:
        how_many = await counter.ask(asked(status=(Status.CONFIRMED,), count=True))
        which = await counter.ask(asked(status=(Status.CONFIRMED,)))
    assert plans == [True, False]
    assert (how_many.total, which.total, len(which.records)) == (9, 1, 1)


@pytest.mark.parametrize(("count", "total", "calls"), [(True, 250, 1), (False, 250, 3), (True, None, 3)])
async def test_a_first_page_with_a_count_is_enough(count: bool, total: int | None, calls: int) -> None:
    sent: list[Request] = []

    async def read(request: Request) -> Any:
        sent.append(request)
        page = int(dict(request.params)["page"])
        meta = {"current_page": page, "last_page": 3, "total": total}
        return {"data": [{"id": f"{page}-{n}"} for n in range(100 if page < 3 else 50)], "meta": meta}

    request = Request(route="all", method="GET", path="/all")
    pages = await walk(read, request, PageNumber(who="Fake"), Bound(), key=lambda row: row["id"], count=count)
    assert (len(sent), pages.total, pages.complete) == (calls, total, True)
