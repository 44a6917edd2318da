"""What AiFi OASIS answers and refuses: five envelopes, cursors, and shoppers who come and go."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import httpx
import pytest

from bot.sandbox import config

from .conftest import BASE, MONDAY, YESTERDAY, Aifi, Clock

pytestmark = pytest.mark.anyio

TOKEN = config(BASE, ["aifi"])["accounts"]["corner-store"]["token"]
API = "/aifi/api/admin/v2"
LISTS = ["sessions", "orders", "contests", "customers", "stores"]
Params = dict[str, Any]


def moments(rows: list[dict[str, Any]], key: str) -> list[datetime]:
    return [datetime.fromisoformat(row[key]) for row in rows if row[key]]


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Authorization": f"Basic {TOKEN}"}, 401),
        ({"Authorization": "Bearer sandbox-corner-store-shopper-token"}, 403),
    ],
)
async def test_tokens(client: httpx.AsyncClient, path: str, headers: dict[str, str], status: int) -> None:
    answer = await client.get(f"{API}/{path}", headers=headers)
    assert (answer.status_code, answer.content) == (status, b"")


async def test_unknown_things_have_no_body(aifi: Aifi, client: httpx.AsyncClient) -> None:
    for path in ("orders/1", "orders/x", "contests/1", "nothing"):
        answer = await aifi(path)
        assert (answer.status_code, answer.content) == (404, b""), path
    for path in ("sessions/1", "customers/7001"):
        answer = await aifi(path)
        assert (answer.status_code, answer.content) == (405, b""), "no call reads one of these"
    posted = await client.post(f"{API}/sessions", headers={"Authorization": f"Bearer {TOKEN}"})
    assert (posted.status_code, posted.content) == (405, b"")


@pytest.mark.parametrize(
    ("path", "params", "rule"),
    [
        ("sessions", {"page": 1}, "object.unknown"),
        ("sessions", {"minCodeLastSuccessfullyScannedAt": "2026-11-22T08:00:00Z"}, "object.unknown"),
        ("sessions", {"name": "Jane"}, "object.unknown"),
        ("sessions", {"minCreatedAt": "2026-11-22"}, "any.invalid"),
        ("sessions", {"minCreatedAt": "2026-11-22T08:00:00"}, "any.invalid"),
        ("sessions", {"count": 201}, "any.invalid"),
        ("sessions", {"count": 0}, "any.invalid"),
        ("sessions", {"orderBy": "status"}, "any.only"),
        ("sessions", {"direction": "down"}, "any.only"),
        ("sessions", {"minVisitors": -1}, "any.invalid"),
        ("sessions", {"maxVisitors": 0}, "any.invalid"),
        ("sessions", {"maxGroupSize": 0}, "any.invalid"),
        ("sessions", {"storeId": "twelve"}, "any.invalid"),
        ("sessions", {"storeId": [12, 31]}, "string.base"),
        ("sessions", {"before": "1", "after": "2"}, "object.nand"),
        ("sessions", {"after": "not a cursor"}, "any.invalid"),
        ("sessions", {"after": "12", "orderBy": "createdAt"}, "any.invalid"),
        ("orders", {"count": 20}, "object.unknown"),
        ("orders", {"pageSize": 201}, "any.invalid"),
        ("orders", {"page": -1}, "any.invalid"),
        ("orders", {"status": "cancelled"}, "any.only"),
        ("orders", {"includeProducts": "1"}, "any.invalid"),
        ("contests", {"status": "paid"}, "any.only"),
        ("customers", {"page": 0}, "object.unknown"),
        ("stores", {"status": "open"}, "any.only"),
    ],
)
async def test_wrong_parameters(aifi: Aifi, path: str, params: Params, rule: str) -> None:
    answer = await aifi(path, **params)
    body = answer.json()
    assert (answer.status_code, set(body)) == (422, {"message", "type", "errors"})
    assert body["type"] == "E_INVALID_BODY"
    assert [error["rule"] for error in body["errors"]] == [rule]
    assert body["errors"][0]["field"] == f'"{next(iter(params))}"'
    assert body["errors"][0]["error"].startswith(body["errors"][0]["field"])


async def everything(aifi: Aifi, params: Params) -> list[dict[str, Any]]:
    """Every row, the way the reference says: the same filters, and what `next` holds."""
    rows: list[dict[str, Any]] = []
    step: dict[str, Any] = {}
    while True:
        body = (await aifi("sessions", **{**params, **step})).json()
        rows += body["data"]
        step = body["pagination"]["next"] or {}
        if "after" not in step or not body["data"]:
            return rows


@pytest.mark.parametrize("direction", ["asc", "desc"])
@pytest.mark.parametrize(
    "order_by",
    ["id", "code", "storeId", "visitors", "groupSize", "expiresAt", "customerId", "codeLastSuccesfullyScannedAt",
     "customerLastEnteredAt", "createdAt", "updatedAt"],
)  # fmt: skip
async def test_cursors_reach_every_row_once_in_order(aifi: Aifi, order_by: str, direction: str) -> None:
    rows = await everything(aifi, {**YESTERDAY, "count": 37, "orderBy": order_by, "direction": direction})
    assert len({row["id"] for row in rows}) == len(rows) > 100
    values = [int(row[order_by]) if order_by in ("id", "customerId") else row[order_by] for row in rows]
    keys = [(value is None, value or 0 if not isinstance(value, str) else value) for value in values]
    ordered = [one <= other if direction == "asc" else one >= other for one, other in pairwise(keys) if one[0] == other[0]]
    assert all(ordered)
    nulls = [key[0] for key in keys]
    assert nulls == sorted(nulls, reverse=direction == "desc")


async def test_backwards(aifi: Aifi) -> None:
    first = (await aifi("sessions", **YESTERDAY, count=10)).json()
    second = (await aifi("sessions", **YESTERDAY, **first["pagination"]["next"])).json()
    back = (await aifi("sessions", **YESTERDAY, **second["pagination"]["previous"])).json()
    assert first["pagination"]["previous"] is None
    assert back["data"] == first["data"]
    assert (await aifi("sessions", **YESTERDAY, count=10, after=first["data"][-1]["id"])).json()["data"] == second["data"]


async def test_the_end_is_null_or_has_no_cursor(aifi: Aifi) -> None:
    ends = [(await aifi("sessions", id=number)).json()["pagination"]["next"] for number in (9000012, 1)]
    assert ends == [{"count": 20, "direction": "asc"}, None]


@pytest.mark.parametrize("other", [{"orderBy": "createdAt"}, {"orderBy": "code"}, {"direction": "desc"}])
async def test_a_cursor_belongs_to_its_sort(aifi: Aifi, other: Params) -> None:
    sort = {"orderBy": "updatedAt", "direction": "asc"}
    step = (await aifi("sessions", **YESTERDAY, **sort)).json()["pagination"]["next"]
    answer = await aifi("sessions", **{**YESTERDAY, **sort, **step, **other})
    assert answer.status_code == 422
    assert "another sort" in answer.json()["errors"][0]["error"]


@pytest.mark.parametrize("content", ["[]", "{}", '["id", "asc", false, "x", 1]', '["id", "asc", false, 1, "x"]', "1"])
async def test_forged_cursors(aifi: Aifi, content: str) -> None:
    cursor = base64.urlsafe_b64encode(content.encode()).decode()
    assert (await aifi("sessions", after=cursor)).status_code == 422


async def test_a_day_of_sessions(aifi: Aifi) -> None:
    rows = await everything(aifi, {"minCreatedAt": YESTERDAY["minCreatedAt"], "count": 200})
    assert {row["storeId"] for row in rows} == {12, 31}
    assert {type(row["id"]) for row in rows} == {type(row["customerId"]) for row in rows} == {str}
    assert {row["status"] for row in rows} == {"completed", "expired", "active"}
    assert {row["customer"]["role"] for row in rows} == {"customer", "employee"}
    assert max(row["groupSize"] for row in rows) >= 3
    assert any(row["suspectedFraud"] for row in rows)
    assert all(row["sessionId"] == row["sessionToken"] for row in rows)
    assert all(row["customerLastEnteredAt"] is None for row in rows if row["status"] == "expired")


async def test_bounds_include_their_own_value(aifi: Aifi) -> None:
    row = (await aifi("sessions", id=9000012)).json()["data"][0]
    for name in ("CreatedAt", "UpdatedAt", "ExpiresAt", "CodeLastSuccesfullyScannedAt", "CustomerLastEnteredAt"):
        value = row[name[0].lower() + name[1:]]
        exact = {f"min{name}": value, f"max{name}": value}
        assert row in (await aifi("sessions", **exact)).json()["data"]
        later = datetime.fromisoformat(value) + timedelta(milliseconds=1)
        assert row not in (await aifi("sessions", **{f"min{name}": later.isoformat()}, id=9000012)).json()["data"]


@pytest.mark.parametrize("axis", ["CreatedAt", "UpdatedAt", "ExpiresAt", "CodeLastSuccesfullyScannedAt", "CustomerLastEnteredAt"])
async def test_a_narrow_window_sees_what_a_wide_one_sees(aifi: Aifi, axis: str) -> None:
    """Only the days that can matter are made; the answer is the same as if everything had been."""
    name = axis[0].lower() + axis[1:]
    low, high = "2026-11-15T08:00:00.000Z", "2026-11-16T07:59:59.999Z"
    narrow = await everything(aifi, {f"min{axis}": low, f"max{axis}": high, "count": 200})
    wide = await everything(aifi, {"minCreatedAt": "2026-11-13T00:00:00Z", "maxCreatedAt": "2026-11-18T00:00:00Z", "count": 200})
    assert [row["id"] for row in narrow] == [row["id"] for row in wide if row[name] and low <= row[name] <= high]


async def test_lookups_and_arrays(aifi: Aifi) -> None:
    jane = (await aifi("sessions", id=9000012)).json()["data"]
    assert [(row["code"], row["customer"]["email"]) for row in jane] == [("JANE0012", "jane@example.com")]
    assert (await aifi("sessions", sessionToken=jane[0]["sessionToken"])).json()["data"] == jane
    assert (await aifi("sessions", code="JANE0012")).json()["data"] == jane
    assert jane[0] in await everything(aifi, {"customerId": 7001, "count": 200})
    one = await everything(aifi, {**YESTERDAY, "status": "expired", "count": 200})
    two = await everything(aifi, {"status": ["expired", "active"], "count": 200})
    joined = await everything(aifi, {"status": "expired,active", "count": 200})
    assert {row["status"] for row in one} == {"expired"}
    assert {row["status"] for row in two} == {"expired", "active"}
    assert joined == []


async def test_fixed_sessions(aifi: Aifi, clock: Clock) -> None:
    for days in (0, 40):
        clock.now = MONDAY + timedelta(days=days)
        found = {n: (await aifi("sessions", id=9000000 + n)).json()["data"][0] for n in range(12, 18)}
        assert [row["status"] for row in found.values()] == ["completed", "completed", "active", "active", "expired", "active"]
        assert found[13]["suspectedFraud"]
        assert (found[14]["groupSize"], found[14]["customerLastExitedAt"]) == (3, None)
        assert found[15]["codeLastSuccesfullyScannedAt"] is None
        assert found[15]["expiresAt"] > clock.now.isoformat()
        assert (found[17]["customer"]["role"], found[17]["store"]["employeeInside"]) == ("employee", True)


@pytest.mark.parametrize("hours", range(0, 24, 3))
async def test_somebody_is_always_inside_both_stores(aifi: Aifi, clock: Clock, hours: int) -> None:
    clock.now = MONDAY + timedelta(hours=hours)
    since = (clock.now - timedelta(hours=2)).isoformat()
    rows = await everything(aifi, {"minCustomerLastEnteredAt": since, "count": 200})
    inside = [row for row in rows if not row["customerLastExitedAt"]]
    assert {row["storeId"] for row in inside} == {12, 31}
    assert max(moments(rows, "customerLastEnteredAt")) <= clock.now


async def test_the_day_goes_on_as_the_clock_passes(aifi: Aifi, clock: Clock) -> None:
    before = {row["id"]: row for row in await everything(aifi, {"minCreatedAt": "2026-11-23T08:00:00Z", "count": 200})}
    clock.now = MONDAY + timedelta(hours=1)
    after = {row["id"]: row for row in await everything(aifi, {"minCreatedAt": "2026-11-23T08:00:00Z", "count": 200})}
    assert before.keys() < after.keys()
    assert any(before[key]["status"] == "active" and after[key]["status"] == "completed" for key in before)
    clock.now = MONDAY + timedelta(days=1)
    assert await everything(aifi, {**YESTERDAY, "count": 200, "orderBy": "id", "direction": "asc"})


async def test_the_past_stays(aifi: Aifi, clock: Clock) -> None:
    def lasting(rows: list[dict[str, Any]]) -> dict[str, Any]:
        """Without the fixed ones, and without who is in the store, which is about now."""
        kept = ((row["id"], {**row, "store": None}) for row in rows if int(row["id"]) < 9_000_000)
        return dict(kept)

    past = {"minCreatedAt": "2026-11-20T08:00:00Z", "maxCreatedAt": "2026-11-21T07:59:59Z", "count": 200}
    before = lasting(await everything(aifi, past))
    clock.now = MONDAY + timedelta(days=9, hours=5)
    assert before == lasting(await everything(aifi, past))
