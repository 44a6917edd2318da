"""AiFi through the desk: what goes out for a question, how its pages are walked, and what is said of what came back."""

import json
import re
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.core.answer import Answer
from bot.core.errors import FrontdeskError, KeyRefused, NoAnswer, NotFound, NotPermitted, VendorBroken, VendorRefused
from bot.core.query import PartySize, Query, Who
from bot.core.reading import Reading
from bot.core.states import Axis, Balance, Grain, Kind, Stage, Status
from bot.core.window import Window
from bot.desk.ask import Desk, DeskLimits
from bot.vendors.aifi.adapter import VENDOR
from bot.vendors.aifi.asking import customers, orders, sessions, stamp
from bot.vendors.aifi.settings import AifiSettings
from bot.vendors.contract import Account
from bot.vendors.http import Http
from bot.vendors.routes import Routes

ZONE = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZONE)
BODIES = Path(__file__).parent / "bodies" / "aifi"
EMPTY: dict[str, Any] = {"data": [], "pagination": {"next": None}}
TOKEN = "d3a00526-1864-4f6e-bb2d-000000090003"

SESSIONS, ORDERS, CUSTOMERS, STORES, CONTESTS = (
    f"/api/admin/v2/{name}" for name in ("sessions", "orders", "customers", "stores", "contests")
)

Answers = Mapping[str, Any]


def body(name: str) -> Any:
    return json.loads((BODIES / f"{name}.json").read_text(encoding="utf-8"))


def whole() -> dict[str, Any]:
    lists = {SESSIONS: "sessions", ORDERS: "orders", CUSTOMERS: "customers", STORES: "stores", CONTESTS: "contests"}
    return {path: body(name) for path, name in lists.items()}


class Vendor:
    """Answers by path, and keeps what was asked. An answer may be a body, a status, or a function of the request."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = self._answers.get(request.url.path, EMPTY)
        answer = answer(request) if callable(answer) else answer
        if isinstance(answer, httpx.Response):
            return answer
        return httpx.Response(answer) if isinstance(answer, int) else httpx.Response(200, json=answer)

    def params(self, path: str = SESSIONS) -> list[dict[str, str]]:
        return [dict(request.url.params) for request in self.asked if request.url.path == path]


class Counter:
    """A desk with one AiFi account."""

    def __init__(self, desk: Desk, vendor: Vendor) -> None:
        self.desk, self.vendor = desk, vendor

    async def ask(self, **query: Any) -> Answer:
        return await self.desk.ask(Reading(query=Query(**query), understood=""))

    async def ids(self, **query: Any) -> list[str]:
        return sorted(record.id for record in (await self.ask(**query)).records)


@asynccontextmanager
async def counter(answers: Answers | None = None, *, limits: DeskLimits | None = None, **keys: Any) -> AsyncIterator[Counter]:
    settings = AifiSettings.model_validate(
        {"vendor": "aifi", "venue": "corner", "base_url": "https://oasis.example.com", "token": "hush-1", **keys}
    )
    account = Account(id="stores", venue="corner", venue_name="Corner", zone=ZONE, currency="EUR", settings=settings)
    vendor = Vendor(whole() if answers is None else answers)
    async with Http(transport=httpx.MockTransport(vendor)) as http:
        desk = Desk([account], {"aifi": VENDOR}, http, clock=lambda: NOW, limits=limits)
        yield Counter(desk, vendor)
        await desk.close()


def day(axis: Axis = Axis.START, first: int = 23, last: int | None = None) -> Window:
    month = NOW.date().replace(day=1)
    return Window.days(month.replace(day=first), month.replace(day=last or first), ZONE, axis)


_ANY = st.text(min_size=1, max_size=30).filter(lambda text: bool("".join(c if c.isprintable() else " " for c in text).split()))

TODAY_UTC = ("2026-11-22T23:00:00.000Z", "2026-11-23T22:59:59.999Z")


@pytest.mark.anyio
async def test_a_days_visits_are_asked_for_by_their_entries() -> None:
    async with counter() as at:
        assert await at.ids(kinds=(Kind.SHOP_SESSION,), window=day()) == ["90001", "90002", "90003"]
        (request,) = at.vendor.asked
        assert (request.method, request.url.path) == ("GET", SESSIONS)
        assert request.headers["authorization"] == "Bearer hush-1"
        assert request.content == b""
        assert dict(request.url.params) == {
            "minCustomerLastEnteredAt": TODAY_UTC[0],
            "maxCustomerLastEnteredAt": TODAY_UTC[1],
            "orderBy": "customerLastEnteredAt",
            "direction": "asc",
            "count": "200",
        }


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("axis", "column", "direction"),
    [
        (Axis.START, "CustomerLastEnteredAt", "asc"),
        (Axis.CREATED, "CreatedAt", "desc"),
        (Axis.MODIFIED, "UpdatedAt", "asc"),
        (Axis.EXPIRES, "ExpiresAt", "asc"),
        (Axis.REDEEMED, "CodeLastSuccesfullyScannedAt", "asc"),
    ],
)
async def test_each_range_in_the_vendors_spelling(axis: Axis, column: str, direction: str) -> None:
    async with counter(EMPTY) as at:
        await at.ask(kinds=(Kind.SHOP_SESSION,), window=day(axis))
        (params,) = at.vendor.params()
        assert (params[f"min{column}"], params[f"max{column}"]) == TODAY_UTC
        assert params["orderBy"].casefold() == column.casefold()
        assert params["direction"] == direction


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime(2026, 3, 29, 1, 59, tzinfo=ZONE), "2026-03-29T00:59:00.000Z"),
        (datetime(2026, 3, 29, 3, 0, tzinfo=ZONE), "2026-03-29T01:00:00.000Z"),
        (datetime(2026, 10, 25, 2, 30, tzinfo=ZONE, fold=1), "2026-10-25T01:30:00.000Z"),
        (datetime(1, 1, 1, tzinfo=ZoneInfo("Asia/Tokyo")), "0001-01-01T00:00:00.000Z"),
        (datetime(2026, 1, 1, 0, 0, 0, 123_999, tzinfo=ZONE), "2025-12-31T23:00:00.123Z"),
    ],
)
def test_moments_are_utc_with_milliseconds(moment: datetime, written: str) -> None:
    assert stamp(moment) == written


@pytest.mark.parametrize(("end", "last"), [(0, "08:59:59.999"), (500, "09:00:00.000"), (1_000, "09:00:00.000")])
def test_the_last_millisecond_before_the_end_is_asked_for(end: int, last: str) -> None:
    window = Window(axis=Axis.CREATED, start=NOW - timedelta(hours=1), end=NOW + timedelta(microseconds=end))
    (params,) = sessions(Query(window=window), NOW).params
    assert dict(params)["maxCreatedAt"] == f"2026-11-23T{last}Z"


@pytest.mark.anyio
async def test_every_native_filter_at_once() -> None:
    async with counter() as at:
        found = await at.ids(
            kinds=(Kind.SHOP_SESSION,),
            window=day(),
            customer=Who(id="502"),
            party=PartySize(min=2, max=6),
            location=("12",),
        )
        assert found == ["90003"]
        (params,) = at.vendor.params()
        assert params.items() >= {"customerId": "502", "minGroupSize": "2", "maxGroupSize": "6", "storeId": "12"}.items()


@pytest.mark.anyio
async def test_the_most_people_starts_at_one_there() -> None:
    async with counter(EMPTY) as at:
        await at.ask(kinds=(Kind.SHOP_SESSION,), window=day(), party=PartySize(min=0, max=0))
        (params,) = at.vendor.params()
        assert params["minGroupSize"] == "0"
        assert "maxGroupSize" not in params


@pytest.mark.anyio
async def test_a_reference_is_a_code_and_a_token_or_number_too() -> None:
    async with counter() as at:
        (record,) = (await at.ask(ref="C0DE90003")).records
        assert record.id == "90003"
        (record,) = (await at.ask(ref=TOKEN.upper())).records
        assert (record.id, record.ref) == ("90003", TOKEN)
        (record,) = (await at.ask(ref="90003")).records
        assert record.id == "90003"
        keys = [{"code", "sessionToken", "id"} & params.keys() for params in at.vendor.params()]
        assert keys == [{"code"}, {"code"}, {"sessionToken"}, {"code"}, {"id"}]
        assert all("minCreatedAt" not in params for params in at.vendor.params())


@pytest.mark.anyio
async def test_one_session_by_number_and_by_token() -> None:
    async with counter() as at:
        assert (await at.desk.get("stores", Kind.SHOP_SESSION, "90003")).ref == "C0DE90003"
        assert (await at.desk.get("stores", Kind.SHOP_SESSION, TOKEN)).id == TOKEN
        assert [{"id", "sessionToken"} & params.keys() for params in at.vendor.params()] == [{"id"}, {"sessionToken"}]
        for id in ("123456", "no-number", ".."):
            with pytest.raises(NotFound, match="has no shop session"):
                await at.desk.get("stores", Kind.SHOP_SESSION, id)
        assert len(at.vendor.asked) == 3, "what can be no id is not sent"
        with pytest.raises(NotFound):
            await at.desk.get("stores", Kind.VOUCHER, "1")


@pytest.mark.anyio
async def test_an_undated_question_looks_back_a_week_and_says_so() -> None:
    async with counter() as at:
        answer = await at.ask(customer=Who(name="zolc"), kinds=(Kind.SHOP_SESSION,))
        assert [record.id for record in answer.records] == ["90003"]
        (params,) = at.vendor.params()
        assert params.items() >= {"minCreatedAt": "2026-11-16T09:00:00.000Z", "orderBy": "createdAt", "direction": "desc"}.items()
        assert answer.accounts[0].note == "looked at sessions made since 16 Nov 2026"


@pytest.mark.anyio
async def test_the_cursor_travels_with_the_same_filters_and_order() -> None:
    rows = [{"id": str(number), "customerLastEnteredAt": "2026-11-23T08:00:00.000Z"} for number in range(5)]

    def pages(request: httpx.Request) -> Any:
        following = {None: "opaque+/=1", "opaque+/=1": "42", "42": None}[request.url.params.get("after")]
        first = {None: 0, "opaque+/=1": 2, "42": 4}[request.url.params.get("after")]
        following_page = {"count": 2, "after": following, "direction": "asc"} if following else None
        previous = {"count": 2, "before": "back", "direction": "desc"}
        return {"data": rows[first : first + 2], "pagination": {"next": following_page, "previous": previous}}

    async with counter({SESSIONS: pages}) as at:
        answer = await at.ask(kinds=(Kind.SHOP_SESSION,), window=day())
        assert (len(answer.records), answer.complete) == (5, True)
        first, second, third = at.vendor.params()
        assert "after" not in first
        assert second == {**first, "after": "opaque+/=1", "count": "2"}
        assert third == {**first, "after": "42", "count": "2"}
        assert all("before" not in params for params in at.vendor.params())


def _page(rows: list[str], following: Any) -> dict[str, Any]:
    entered = "2026-11-23T08:00:00.000Z"
    return {"data": [{"id": id, "customerLastEnteredAt": entered} for id in rows], "pagination": following}


@pytest.mark.anyio
@pytest.mark.parametrize(
    "end", [None, {}, {"next": None}, {"next": {}}, {"next": {"count": 200, "direction": "asc"}}, {"next": {"after": ""}}, "odd"]
)
async def test_a_list_ends_where_nothing_follows(end: Any) -> None:
    async with counter({SESSIONS: _page(["1"], end)}) as at:
        answer = await at.ask(kinds=(Kind.SHOP_SESSION,), window=day())
        assert (len(answer.records), answer.complete, len(at.vendor.asked)) == (1, True, 1)


@pytest.mark.anyio
async def test_an_empty_page_ends_the_list_and_a_short_one_does_not() -> None:
    async with counter(
        {
            SESSIONS: lambda request: _page(
                [] if request.url.params.get("after") else ["1"], {"next": {"after": request.url.params.get("after", "0") + "1"}}
            )
        }
    ) as at:
        answer = await at.ask(kinds=(Kind.SHOP_SESSION,), window=day())
        assert (len(answer.records), answer.complete, len(at.vendor.asked)) == (1, True, 2)


@pytest.mark.anyio
async def test_a_cursor_that_comes_back_stops_the_walk_and_is_named() -> None:
    circle = {None: "a", "a": "b", "b": "a"}

    def pages(request: httpx.Request) -> Any:
        after = request.url.params.get("after")
        return _page([after or "first"], {"next": {"count": 200, "after": circle[after], "direction": "asc"}})

    async with counter({SESSIONS: pages}) as at:
        answer = await at.ask(kinds=(Kind.SHOP_SESSION,), window=day())
        assert (len(answer.records), answer.complete, len(at.vendor.asked)) == (3, False, 3)
        assert "only the first 3 sessions are here: its pages repeat" in str(answer.accounts[0].error)


@pytest.mark.anyio
async def test_a_cap_is_named() -> None:
    def endless(request: httpx.Request) -> Any:
        at = int(request.url.params.get("after", "0"))
        return _page([str(at), str(at + 1)], {"next": {"count": 2, "after": str(at + 2), "direction": "asc"}})

    async with counter({SESSIONS: endless}, limits=DeskLimits(rows=5, pages=10)) as at:
        answer = await at.ask(kinds=(Kind.SHOP_SESSION,), window=day())
        assert (len(answer.records), answer.complete, answer.total) == (5, False, None)
        assert "only the first 5 sessions were looked through" in str(answer.accounts[0].error)


@pytest.mark.anyio
async def test_orders_page_from_zero_and_end_with_a_short_page() -> None:
    def pages(request: httpx.Request) -> Any:
        page = int(request.url.params["page"])
        return {
            "data": [{"id": page * 200 + n, "draftCreatedAt": "2026-11-23T08:00:00.000Z"} for n in range(200 if page < 2 else 3)]
        }

    async with counter({ORDERS: pages, STORES: body("stores")}) as at:
        answer = await at.ask(kinds=(Kind.ORDER,), window=day())
        assert (len(answer.records), answer.complete) == (403, True)
        asked = at.vendor.params(ORDERS)
        assert [params["page"] for params in asked] == ["0", "1", "2"]
        assert asked[0] == {
            "minDraftCreatedAt": TODAY_UTC[0],
            "maxDraftCreatedAt": TODAY_UTC[1],
            "orderBy": "draftCreatedAt",
            "direction": "asc",
            "page": "0",
            "pageSize": "200",
        }


@pytest.mark.anyio
async def test_unpaid_orders_by_status_with_the_key_repeated_for_several() -> None:
    async with counter() as at:
        answer = await at.ask(kinds=(Kind.ORDER,), window=day(), balance=Balance.OUTSTANDING)
        assert [(record.id, str(record.location)) for record in answer.records if record.vendor_status == "unpaid"] == [
            ("7002", "Soho")
        ]
        await at.ask(kinds=(Kind.ORDER,), window=day(), status=(Status.COMPLETED,))
        await at.ask(kinds=(Kind.ORDER,), window=day(), status=(Status.COMPLETED,), balance=Balance.NONE)
        asked = [request.url.params.get_list("status") for request in at.vendor.asked if request.url.path == ORDERS]
        assert asked == [["unpaid"], ["paid", "reviewed"], ["paid"]]


@pytest.mark.anyio
async def test_an_order_is_never_cancelled_so_none_is_asked_for() -> None:
    async with counter() as at:
        answer = await at.ask(kinds=(Kind.ORDER,), window=day(), status=(Status.CANCELLED,))
        assert (answer.records, answer.complete, at.vendor.asked) == ((), True, [])
        assert answer.accounts[0].note == "has no orders in such a state, ever"


@pytest.mark.anyio
async def test_a_visit_is_never_a_no_show_so_none_is_asked_for() -> None:
    async with counter() as at:
        answer = await at.ask(window=day(), status=(Status.NO_SHOW,))
        assert (answer.records, answer.complete, at.vendor.asked) == ((), True, [])
        assert answer.accounts[0].note == "has no visits in such a state, ever"


@pytest.mark.anyio
async def test_the_latest_version_of_an_order_counts() -> None:
    async with counter() as at:
        found = {record.id: record.vendor_status for record in (await at.ask(kinds=(Kind.ORDER,), window=day())).records}
        assert found["7006"] == "reviewed"
        assert len(found) == 6


@pytest.mark.anyio
async def test_an_order_by_number_comes_with_its_products() -> None:
    async with counter() as at:
        record = await at.desk.get("stores", Kind.ORDER, "7001")
        assert [(item.name, item.quantity) for item in record.items] == [("Oat milk", 2)]
        assert at.vendor.params(ORDERS)[0].items() >= {"id": "7001", "includeProducts": "true"}.items()
        assert await at.ids(kinds=(Kind.ORDER,), ref="POS-7002") == ["7002"]
        assert at.vendor.params(ORDERS)[1]["externalId"] == "POS-7002"
        assert "7001" in await at.ids(kinds=(Kind.ORDER,), group=TOKEN)
        assert at.vendor.params(ORDERS)[2]["sessionId"] == TOKEN


@pytest.mark.anyio
async def test_an_email_address_is_two_steps() -> None:
    async with counter() as at:
        answer = await at.ask(customer=Who(email="Jane@Example.com"), kinds=(Kind.SHOP_SESSION,))
        assert {record.customer and record.customer.id for record in answer.records} == {"501"}
        assert at.vendor.params(CUSTOMERS) == [{"email": "Jane@Example.com"}]
        assert [params["customerId"] for params in at.vendor.params()] == ["501", "503"]
        assert all("minCreatedAt" not in params for params in at.vendor.params())


@pytest.mark.anyio
async def test_the_orders_of_an_email_address_carry_its_name() -> None:
    async with counter() as at:
        answer = await at.ask(customer=Who(email="jane@example.com"), kinds=(Kind.ORDER,), window=day())
        assert {record.customer and record.customer.name for record in answer.records if record.customer} == {"Jane Smith"}


@pytest.mark.anyio
async def test_another_systems_number_is_two_steps_for_a_visit() -> None:
    async with counter() as at:
        assert "90001" in await at.ids(external_id="app-501", kinds=(Kind.SHOP_SESSION,))
        assert at.vendor.params(CUSTOMERS) == [{"externalId": "app-501"}]
        assert [params["customerId"] for params in at.vendor.params()] == ["501"]


@pytest.mark.anyio
async def test_an_email_address_of_nobody_asks_for_no_visits() -> None:
    async with counter({**whole(), CUSTOMERS: []}) as at:
        answer = await at.ask(customer=Who(email="nobody@example.com"))
        assert (answer.records, answer.complete) == ((), True)
        assert at.vendor.params() == []


@pytest.mark.anyio
async def test_customers_are_never_asked_for_without_a_filter() -> None:
    async with counter() as at:
        answer = await at.ask(kinds=(Kind.CUSTOMER,), customer=Who(name="jane"))
        assert [record.id for record in answer.records] == ["501"]
        assert at.vendor.params(CUSTOMERS) == [{"minCreatedAt": "2026-10-24T08:00:00.000Z"}]
        assert answer.accounts[0].note == "looked at customers made since 24 Oct 2026"


@given(
    text=st.none() | _ANY,
    name=st.none() | st.text("abc", min_size=1, max_size=5),
    external=st.none() | st.text("abc", min_size=1, max_size=5),
)
def test_the_customers_call_always_has_a_filter(text: str | None, name: str | None, external: str | None) -> None:
    (params,) = customers(Query(text=text, customer=Who(name=name) if name else None, external_id=external), NOW).params
    assert params


@pytest.mark.anyio
async def test_a_customer_by_number_is_read_from_a_session() -> None:
    async with counter() as at:
        record = await at.desk.get("stores", Kind.CUSTOMER, "502")
        assert (record.id, record.customer and record.customer.name) == ("502", "Łukasz Żółć")
        assert at.vendor.params()[0] == {"customerId": "502", "count": "1", "orderBy": "createdAt", "direction": "desc"}
        assert at.vendor.params(CUSTOMERS) == []
        with pytest.raises(NotFound):
            await at.desk.get("stores", Kind.CUSTOMER, "9")


@pytest.mark.anyio
async def test_people_inside_now_are_entries_without_a_later_exit() -> None:
    async with counter() as at:
        answer = await at.ask(window=day(Axis.OVERLAP))
        assert [record.id for record in answer.records] == ["90001", "90002"]
        assert all(record.stage is Stage.IN_PROGRESS and record.end is None for record in answer.records)
        (params,) = at.vendor.params()
        assert (params["minCustomerLastEnteredAt"], params["maxCustomerLastEnteredAt"]) == (
            "2026-11-21T23:00:00.000Z",
            TODAY_UTC[1],
        )
        note = str(answer.accounts[0].note)
        assert note.startswith(
            "looked at who came in since 22 Nov 00:00; 2 visits inside now, 2 people by the size of their groups"
        )
        assert "1 without a group size" in note
        assert "visits, not heads" in note
        assert "has staff inside at Camden" in note


@pytest.mark.anyio
@pytest.mark.parametrize("grain", [Grain.INSTANT, Grain.HOUR])
async def test_who_came_in_before_a_window_and_is_still_there_is_in_it(grain: Grain) -> None:
    window = Window(axis=Axis.OVERLAP, start=NOW, end=NOW + timedelta(minutes=1), grain=grain)
    async with counter() as at:
        assert await at.ids(window=window) == ["90001", "90002"]


@pytest.mark.anyio
async def test_who_was_inside_then_holds_those_who_have_left() -> None:
    hour = Window(axis=Axis.OVERLAP, start=NOW - timedelta(minutes=8), end=NOW - timedelta(minutes=6), grain=Grain.MINUTE)
    async with counter() as at:
        answer = await at.ask(window=hour)
        assert sorted(record.id for record in answer.records) == ["90001", "90002", "90003"]
        assert "3 visits inside then, 6 people" in str(answer.accounts[0].note)


@pytest.mark.anyio
async def test_the_stage_alone_looks_back_a_day() -> None:
    async with counter() as at:
        answer = await at.ask(kinds=(Kind.SHOP_SESSION,), stage=(Stage.IN_PROGRESS,))
        assert [record.id for record in answer.records] == ["90001", "90002"]
        assert at.vendor.params()[0]["minCustomerLastEnteredAt"] == "2026-11-22T09:00:00.000Z"
        assert "looked at who came in since 22 Nov 10:00" in str(answer.accounts[0].note)


@pytest.mark.anyio
async def test_an_incomplete_count_is_at_least() -> None:
    more = {**body("sessions"), "pagination": {"next": {"count": 200, "after": "x", "direction": "asc"}}}
    async with counter({SESSIONS: more}, limits=DeskLimits(rows=1)) as at:
        assert "at least 1 visit inside now, 2 people" in str((await at.ask(window=day(Axis.OVERLAP))).accounts[0].note)


@pytest.mark.anyio
async def test_those_who_never_came_in_have_no_entry_to_look_for() -> None:
    async with counter() as at:
        assert await at.ids(kinds=(Kind.SHOP_SESSION,), window=day(), status=(Status.EXPIRED,)) == ["90005"]
        assert "minExpiresAt" in at.vendor.params()[-1]
        assert await at.ids(kinds=(Kind.SHOP_SESSION,), window=day(), stage=(Stage.NOT_ARRIVED,)) == [
            "90004",
            "90005",
            "90006",
            "90007",
        ]
        assert "minCreatedAt" in at.vendor.params()[-1]
        assert len(at.vendor.asked) == 2


@pytest.mark.anyio
async def test_who_left_is_told_by_the_exit() -> None:
    async with counter() as at:
        assert await at.ids(kinds=(Kind.SHOP_SESSION,), window=day(Axis.END)) == ["90003"]
        assert at.vendor.params()[0]["minCustomerLastEnteredAt"] == "2026-11-21T23:00:00.000Z"


@pytest.mark.anyio
async def test_rows_that_cannot_be_read_are_counted() -> None:
    answers = {SESSIONS: {"data": [{"id": "1", "customerLastEnteredAt": "2026-11-23T08:00:00Z"}, {}, "odd", None]}}
    async with counter(answers) as at:
        answer = await at.ask(kinds=(Kind.SHOP_SESSION,), window=day())
        assert (len(answer.records), answer.complete) == (1, False)
        assert "3 rows could not be read" in str(answer.accounts[0].error)


@pytest.mark.anyio
async def test_a_store_by_name_or_number_is_its_id() -> None:
    async with counter() as at:
        for name in ("camden", "CAM", "12", "Soho"):
            await at.ask(kinds=(Kind.SHOP_SESSION,), window=day(), location=(name,))
        assert [params["storeId"] for params in at.vendor.params()] == ["12", "12", "12", "14"]
        assert len(at.vendor.params(STORES)) == 1, "the list is remembered"
        assert at.vendor.params(STORES)[0] == {"orderBy": "id", "direction": "asc", "count": "200"}


@pytest.mark.anyio
async def test_two_stores_of_a_name_are_asked_about_and_none_is_said() -> None:
    two = [{**body("stores")["stores"][0], "id": id, "name": name} for id, name in (("12", "Camden Lock"), ("14", "Camden Gate"))]
    async with counter({**whole(), STORES: {"stores": two}}) as at:
        several = await at.ask(kinds=(Kind.SHOP_SESSION,), window=day(), location=("camden",))
        told = "Two places at AiFi OASIS (stores) match “camden”: Camden Lock and Camden Gate"
        assert told in str(several.accounts[0].error)
        assert at.vendor.params() == []
    async with counter() as at:
        none = await at.ask(kinds=(Kind.SHOP_SESSION,), window=day(), location=("Camdne",))
        assert "has no place called “Camdne”; did you mean Camden?" in str(none.accounts[0].error)
        assert at.vendor.params() == []


@pytest.mark.anyio
async def test_without_the_stores_list_the_numbers_in_the_settings_still_work_and_a_name_says_why_not() -> None:
    async with counter({**whole(), STORES: 403}, store_ids=[12, 14]) as at:
        assert await at.ids(kinds=(Kind.SHOP_SESSION,), window=day(), location=("12",)) == ["90001", "90002", "90003"]
    async with counter({**whole(), STORES: 403}) as at:
        refused = await at.ask(kinds=(Kind.SHOP_SESSION,), window=day(), location=("Camden",))
        assert "403" in str(refused.accounts[0].error)
        assert "7001" in await at.ids(kinds=(Kind.ORDER,), window=day()), "names of stores are a courtesy to orders"


@pytest.mark.anyio
async def test_contests_that_wait_are_all_wanted_and_others_by_their_days() -> None:
    async with counter() as at:
        waiting = await at.ask(kinds=(Kind.CONTEST,), status=(Status.PENDING,))
        assert [(record.id, record.status, str(record.location)) for record in waiting.records] == [
            ("7001", Status.PENDING, "Camden")
        ]
        assert at.vendor.params(CONTESTS) == [{"status": "contested", "page": "0", "pageSize": "50"}]
        undated = await at.ask(kinds=(Kind.CONTEST,))
        assert at.vendor.params(CONTESTS)[1] == {"minCreatedAt": "2026-08-25T08:00:00.000Z", "page": "0", "pageSize": "50"}
        assert undated.accounts[0].note == "looked at contests since 25 Aug 2026"
        assert await at.ids(kinds=(Kind.CONTEST,), window=day(), status=(Status.NO_SHOW,)) == []
        assert len(at.vendor.params(CONTESTS)) == 2, "a state that no dispute has is not asked for"


@pytest.mark.anyio
async def test_a_contest_is_read_whole_by_its_order() -> None:
    async with counter({**whole(), f"{CONTESTS}/7001": body("contest"), f"{CONTESTS}/9": 404}) as at:
        record = await at.desk.get("stores", Kind.CONTEST, "7001")
        assert [(item.name, item.quantity) for item in record.items] == [("Oat milk (the shopper says 1)", 2), ("Trail mix", 1)]
        for id in ("9", "no-number", ".."):
            with pytest.raises(NotFound, match="has no contest"):
                await at.desk.get("stores", Kind.CONTEST, id)


@pytest.mark.anyio
async def test_contests_page_until_nothing_follows() -> None:
    def pages(request: httpx.Request) -> Any:
        page = int(request.url.params["page"])
        rows = [{"id": page * 50 + n, "orderId": str(page * 50 + n), "createdAt": "2026-11-23T08:00:00Z"} for n in range(50)]
        return {
            "contestedOrders": rows,
            "pagination": {"previous": None, "next": {"offset": 50, "count": 50} if page < 2 else None},
        }

    async with counter({CONTESTS: pages, STORES: body("stores")}) as at:
        answer = await at.ask(kinds=(Kind.CONTEST,), window=day())
        assert (len(answer.records), answer.complete) == (150, True)
        assert [params["page"] for params in at.vendor.params(CONTESTS)] == ["0", "1", "2"]


@pytest.mark.anyio
async def test_stores_are_places_with_their_state_of_now() -> None:
    async with counter(store_ids=[12, 15]) as at:
        answer = await at.ask(kinds=(Kind.PLACE,))
        assert [(record.id, record.title, record.vendor_status) for record in answer.records] == [
            ("12", "Camden", "OPEN"),
            ("15", "Soho Square", "OPEN"),
        ]
        assert at.vendor.params(STORES) == [{"orderBy": "id", "direction": "asc", "count": "200"}]
        await at.ask(kinds=(Kind.PLACE,), status=(Status.CONFIRMED,), location=("Camden",))
        assert at.vendor.params(STORES)[-1] == {"id": "12", "status": "OPEN", "orderBy": "id", "direction": "asc", "count": "200"}


@pytest.mark.anyio
async def test_an_account_of_some_stores_asks_each_and_drops_what_is_not_theirs() -> None:
    async with counter(store_ids=[14, 15]) as at:
        assert await at.ids(kinds=(Kind.SHOP_SESSION,), window=day()) == []
        assert [params["storeId"] for params in at.vendor.params()] == ["14", "15"]
        assert await at.ids(kinds=(Kind.ORDER,), window=day()) == ["7002"]
        other = await at.ask(kinds=(Kind.SHOP_SESSION,), window=day(), location=("Camden",))
        assert "has no place called “Camden”" in str(other.accounts[0].error)
        for kind, id in ((Kind.SHOP_SESSION, "90003"), (Kind.ORDER, "7001")):
            with pytest.raises(NotFound):
                await at.desk.get("stores", kind, id)


@pytest.mark.anyio
async def test_one_store_that_fails_is_named_beside_the_others() -> None:
    def second_fails(request: httpx.Request) -> Any:
        return 500 if request.url.params.get("storeId") == "14" else body("sessions")

    async with counter({SESSIONS: second_fails}, store_ids=[12, 14]) as at:
        answer = await at.ask(kinds=(Kind.SHOP_SESSION,), window=day())
        assert (len(answer.records), answer.complete) == (3, False)
        with pytest.raises(NoAnswer):
            await at.desk.get("stores", Kind.SHOP_SESSION, "1")


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("filters", "why"),
    [
        ({"label": ("vip",)}, "the label"),
        ({"balance": Balance.OUTSTANDING}, "what is owed"),
        ({"window": day(Axis.REVENUE)}, "the day of revenue"),
    ],
)
async def test_what_cannot_be_asked_is_refused_by_name(filters: dict[str, Any], why: str) -> None:
    async with counter() as at:
        answer = await at.ask(kinds=(Kind.SHOP_SESSION,), **filters)
        assert f"AiFi OASIS cannot look for shop sessions by {why}. It can answer: “" in str(answer.accounts[0].error)
        assert at.vendor.asked == []


@pytest.mark.anyio
async def test_what_has_no_meaning_here_is_no_question_to_it() -> None:
    async with counter() as at:
        answer = await at.ask(staff=("Anna",), window=day())
        assert (answer.complete, answer.accounts[0].asked, at.vendor.asked) == (True, False, [])


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("status", "error"),
    [(401, KeyRefused), (403, NotPermitted), (404, NotFound), (422, VendorRefused), (500, VendorBroken)],
)
async def test_errors_have_empty_bodies(status: int, error: type[FrontdeskError]) -> None:
    async with counter({SESSIONS: status}) as at:
        with pytest.raises(error):
            await at.desk.get("stores", Kind.SHOP_SESSION, "1")


@pytest.mark.anyio
async def test_a_refused_request_does_not_repeat_the_vendors_words() -> None:
    refusal = {
        "message": "Invalid",
        "type": "E_INVALID_BODY",
        "errors": [{"error": '"id" <!channel>', "rule": "x", "field": '"id"'}],
    }
    async with counter({SESSIONS: lambda _: httpx.Response(422, json=refusal)}) as at:
        answer = await at.ask(kinds=(Kind.SHOP_SESSION,), window=day())
        assert "our request is wrong (422)" in str(answer.accounts[0].error)
        assert "channel" not in str(answer.accounts[0].error)


@pytest.mark.anyio
async def test_over_the_rate_the_answer_is_503_and_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.vendors.aifi.adapter.ONE_SECOND", 0.02)
    statuses = [503, 503]
    async with counter({SESSIONS: lambda _: statuses.pop() if statuses else body("sessions")}) as at:
        assert len(await at.ids(kinds=(Kind.SHOP_SESSION,), window=day())) == 3
        assert len(at.vendor.asked) == 3


@pytest.mark.anyio
async def test_a_503_is_its_slow_down_and_quiets_the_calls_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.vendors.aifi.adapter.ONE_SECOND", 0.2)
    asked: list[float] = []

    def busy(request: httpx.Request) -> Any:
        asked.append(time.monotonic())
        return 503 if len(asked) == 1 else body("sessions")

    async with counter({SESSIONS: busy}) as at:
        await at.ids(kinds=(Kind.SHOP_SESSION,), window=day())
        assert asked[1] - asked[0] >= 0.19
    async with counter({SESSIONS: 503}) as at:
        told = str((await at.ask(kinds=(Kind.SHOP_SESSION,), window=day())).accounts[0].error)
        assert "asked us to slow down (503); try again in 1 s" in told


def test_the_pace_is_never_more_than_twenty_in_any_second() -> None:
    settings = AifiSettings.model_validate({"vendor": "aifi", "venue": "v", "base_url": "https://x.example.com", "token": "t"})
    rate = VENDOR.access(settings).rate
    assert rate is not None
    size, seconds = rate
    assert size + size / seconds <= 20


@pytest.mark.anyio
@pytest.mark.parametrize("odd", [[], {"data": None}, {"data": {}}, "text", None, {"stores": []}])
async def test_an_answer_without_rows_is_a_fault_of_the_vendor(odd: Any) -> None:
    async with counter({SESSIONS: lambda _: httpx.Response(200, json=odd)}) as at:
        with pytest.raises(VendorBroken):
            await at.desk.get("stores", Kind.SHOP_SESSION, "1")


@pytest.mark.anyio
async def test_the_probe_names_the_stores_and_those_that_are_not_there() -> None:
    async with counter() as at:
        assert await at.desk.probe("stores") == "4 stores: Camden, Soho, Soho Square, 16"
    async with counter(store_ids=[12, 99]) as at:
        with pytest.raises(NotFound, match="store_ids 99 are none of the 4 stores"):
            await at.desk.probe("stores")
    async with counter(store_ids=[12]) as at:
        assert await at.desk.probe("stores") == "1 store: Camden"
        assert len(at.vendor.asked) == 1


@pytest.mark.anyio
async def test_a_route_can_be_corrected() -> None:
    async with counter({"/v3/visits": body("sessions")}, routes={"sessions.list": "GET /v3/visits"}) as at:
        assert len(await at.ids(kinds=(Kind.SHOP_SESSION,), window=day())) == 3
    assert Routes.of(VENDOR.routes, {}).table == dict(VENDOR.routes)


_KNOWN = {
    *(f"{edge}{column}" for edge in ("min", "max") for column in ("CreatedAt", "CustomerLastEnteredAt", "DraftCreatedAt")),
    *("orderBy direction count page pageSize id code sessionToken sessionId externalId customerId email includeProducts".split()),
}


@pytest.mark.anyio
@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=_ANY,
    field=st.sampled_from(["ref", "ids", "text", "group", "external_id", "customer.id", "customer.name", "customer.email"]),
)
async def test_what_is_typed_never_changes_the_shape_of_a_request(words: str, field: str) -> None:
    query: dict[str, Any] = {"ids": (words,)} if field == "ids" else {field: words}
    if field.startswith("customer."):
        query = {"customer": Who(**{field.removeprefix("customer."): words})}
    async with counter(whole()) as at:
        for kind in VENDOR.offers:
            await at.ask(kinds=(kind,), **query)
        for request in at.vendor.asked:
            assert request.url.path in (SESSIONS, ORDERS, CUSTOMERS, STORES, CONTESTS) or re.fullmatch(
                CONTESTS + "/[0-9]+", request.url.path
            )
            assert request.url.host == "oasis.example.com"
            keys = [key for key, _ in request.url.params.multi_items()]
            assert set(keys) <= _KNOWN
            assert len(keys) == len(set(keys))
            for key in ("id", "customerId"):
                assert request.url.params.get(key, "0").isdecimal()


@given(words=_ANY)
def test_a_value_typed_is_one_value_sent(words: str) -> None:
    query = Query(ref=words)
    for ask in (sessions, orders):
        for params in ask(query, NOW).params:
            sent = dict(params)
            assert query.ref in (sent.get("code"), sent.get("externalId"), sent.get("id"), sent.get("sessionToken"))
