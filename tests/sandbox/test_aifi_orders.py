"""What comes out of AiFi's sessions: orders, disputes, shoppers and stores, each in an envelope of its own; and the rate."""

from __future__ import annotations

import json

import httpx
import pytest

from bot.sandbox import Rates, config, create_app

from .conftest import BASE, MONDAY, YESTERDAY, Aifi

pytestmark = pytest.mark.anyio

TOKEN = config(BASE, ["aifi"])["accounts"]["corner-store"]["token"]
API = "/aifi/api/admin/v2"


async def test_orders(aifi: Aifi) -> None:
    pages = [(await aifi("orders", **YESTERDAY, page=page)).json() for page in range(4)]
    assert {tuple(page) for page in pages} == {("data",)}
    rows = [row for page in pages for row in page["data"]]
    assert len(pages[0]["data"]) == 50
    assert len({row["id"] for row in rows}) == len(rows) > 100
    assert pages[3]["data"] == []
    assert {type(row["totalPrice"]) for row in rows} == {type(row["customerId"]) for row in rows} == {str}
    assert {"paid", "unpaid", "contested", "reviewed"} >= {row["status"] for row in rows} >= {"paid", "contested"}
    assert not any("products" in row or "contest" in row for row in rows)
    rich = (await aifi("orders", **YESTERDAY, includeProducts="true", includeContest="true", pageSize=200)).json()["data"]
    assert all(row["products"] for row in rich)
    assert any("contest" in row for row in rich)
    assert all(
        float(row["totalPrice"]) == pytest.approx(sum(float(line["totalPrice"]) for line in row["products"])) for row in rich
    )


async def test_order_filters(aifi: Aifi) -> None:
    session = (await aifi("sessions", id=9000012)).json()["data"][0]
    jane = (await aifi("orders", sessionId=session["sessionToken"])).json()["data"]
    assert [(row["id"], row["status"], row["customerId"]) for row in jane] == [(29000012, "contested", "7001")]
    assert (await aifi("orders", id=29000012)).json()["data"] == jane
    assert (await aifi("orders/29000012")).json()["id"] == 29000012
    dear = (await aifi("orders", **YESTERDAY, minTotalPrice="20", storeId=12, orderBy="totalPrice", direction="desc")).json()[
        "data"
    ]
    assert dear
    assert {row["storeId"] for row in dear} == {12}
    totals = [float(row["totalPrice"]) for row in dear]
    assert totals == sorted(totals, reverse=True)
    assert min(totals) >= 20
    both = (await aifi("orders", **YESTERDAY, status=["unpaid", "contested"], pageSize=200)).json()["data"]
    assert {row["status"] for row in both} == {"unpaid", "contested"}
    assert (await aifi("orders", **YESTERDAY, customerRole="employee")).json()["data"] == []


async def test_contests(aifi: Aifi) -> None:
    first = (await aifi("contests")).json()
    assert set(first) == {"contestedOrders", "pagination"}
    assert len(first["contestedOrders"]) == 10
    assert first["pagination"] == {"previous": None, "next": {"offset": 10, "count": 10}}
    rows, page = [], 0
    while True:
        body = (await aifi("contests", page=page, pageSize=50)).json()
        rows += body["contestedOrders"]
        page += 1
        if body["pagination"]["next"] is None:
            break
    assert len({row["id"] for row in rows}) == len(rows) > 100
    assert {row["status"] for row in rows} == {"contested", "reviewed"}
    assert {type(row["orderId"]) for row in rows} == {str}
    one = (await aifi("contests/29000012")).json()
    assert (one["orderId"], one["status"]) == ("29000012", "contested")
    assert one["items"]
    assert {row["status"] for row in (await aifi("contests", status="reviewed")).json()["contestedOrders"]} == {"reviewed"}


async def test_customers_are_a_bare_array(aifi: Aifi) -> None:
    every = (await aifi("customers")).json()
    jane = (await aifi("customers", email="jane@example.com")).json()
    assert isinstance(every, list)
    assert len(every) == 349
    assert [(row["id"], row["firstName"], row["externalId"]) for row in jane] == [(7001, "Jane", "loyalty-7001")]
    assert (await aifi("customers", externalId="loyalty-7001")).json() == jane


async def test_stores(aifi: Aifi) -> None:
    body = (await aifi("stores", count=1)).json()
    rest = (await aifi("stores", **body["pagination"]["next"])).json()
    assert set(body) == {"stores", "pagination"}
    assert [store["id"] for store in (*body["stores"], *rest["stores"])] == ["12", "31"]
    assert (await aifi("stores", id=31)).json()["stores"] == rest["stores"]


async def test_more_than_twenty_calls_a_second() -> None:
    ticks = [100.0]
    app = create_app(lambda: MONDAY, rates=Rates(), timer=lambda: ticks[0])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE) as client:

        async def call(token: str = TOKEN) -> httpx.Response:
            return await client.get(f"{API}/stores", headers={"Authorization": f"Bearer {token}"})

        assert [(await call()).status_code for _ in range(21)] == [200] * 20 + [503]
        refused = await call()
        assert refused.headers["content-type"].startswith("text/plain")
        assert "retry-after" not in refused.headers
        with pytest.raises(json.JSONDecodeError):
            refused.json()
        assert (await call("another")).status_code == 401
        ticks[0] += 1
        assert (await call()).status_code == 200
