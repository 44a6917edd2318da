"""The journal: what was asked of whom, without the keys."""

from __future__ import annotations

import httpx
import pytest
from starlette.applications import Starlette

from bot.sandbox import Fault, Received, config
from bot.sandbox.journal import CAP, keep
from bot.sandbox.venues import VENDORS

from .conftest import BASE, Beds24, Trybe

pytestmark = pytest.mark.anyio


async def test_requests_are_kept_in_order(app: Starlette, beds24: Beds24, trybe: Trybe) -> None:
    await beds24("palm-hotel", arrivalFrom="20261123", arrivalTo="20261123")
    await trybe("/shop/orders", "palm-spa", site=True, page=2)
    site_id = config(BASE)["accounts"]["palm-spa"]["site_id"]
    masked = {"authentication": {"apiKey": "•••", "propKey": "•••"}, "arrivalFrom": "20261123", "arrivalTo": "20261123"}
    assert app.state.journal == [
        Received("beds24", "palm-hotel", "POST", "/json/getBookings", {}, masked, 200),
        Received("trybe", "palm-spa", "GET", "/shop/orders", {"site_id": site_id, "page": "2"}, None, 200),
    ]


async def test_no_key_is_kept_wherever_it_was_put(app: Starlette, client: httpx.AsyncClient) -> None:
    await client.post("/beds24/json/getBookings", json={"apiKey": "leak", "array": [{"propKey": "leak"}]})
    await client.get("/trybe/sites", headers={"Authorization": "Bearer leak"})
    assert "leak" not in repr(app.state.journal)
    assert [entry.account for entry in app.state.journal] == [None, None]


async def test_refusals_and_faults_are_kept_with_their_status(app: Starlette, trybe: Trybe, faults: dict[str, Fault]) -> None:
    await trybe("/shop/orders", page="x")
    faults["trybe"] = Fault("503")
    await trybe("/sites")
    assert [entry.status for entry in app.state.journal] == [422, 503]


async def test_a_call_without_a_property_key_belongs_to_the_only_account(app: Starlette, client: httpx.AsyncClient) -> None:
    for venue in ("palm", "harbour"):
        body = {"authentication": {"apiKey": f"sandbox-{venue}-beds24-api-key"}}
        await client.post("/beds24/json/getProperties", json=body)
    assert [entry.account for entry in app.state.journal] == ["palm-hotel", None]


async def test_keys_of_every_vendor_stay_out(app: Starlette, client: httpx.AsyncClient) -> None:
    accounts = config(BASE, VENDORS)["accounts"]
    pixel, corner, perks = accounts["pixel-arcade"], accounts["corner-store"], accounts["perks-vouchers"]
    await client.get(f"/synthesisvr/data/sessions/{pixel['api_key']}/json/1%20day/today%20api_only")
    await client.get(f"/synthesisvr/data/customers/{pixel['api_key']}/search/jane%40example.com")
    await client.get("/synthesisvr/data/goods/mistyped-key/json/1%20day/today")
    await client.get("/aifi/api/admin/v2/stores?id=12", headers={"Authorization": f"Bearer {corner['token']}"})
    headers = {"X-App-Id": perks["app_id"], "X-App-Token": perks["app_token"]}
    await client.get("/voucherify/v1/vouchers/CAF%C3%89%2FBAR%20%231%3F", headers=headers)
    assert app.state.journal == [
        Received("synthesisvr", "pixel-arcade", "GET", "/data/sessions/•••/json/1 day/today api_only", {}, None, 200),
        Received("synthesisvr", "pixel-arcade", "GET", "/data/customers/•••/search/jane@example.com", {}, None, 200),
        Received("synthesisvr", None, "GET", "/data/goods/•••/json/1 day/today", {}, None, 403),
        Received("aifi", "corner-store", "GET", "/api/admin/v2/stores", {"id": "12"}, None, 200),
        Received("voucherify", "perks-vouchers", "GET", "/v1/vouchers/CAFÉ/BAR #1?", {}, None, 200),
    ]


def test_the_oldest_entries_go() -> None:
    journal: list[Received] = []
    for number in range(CAP + 3):
        keep(journal, Received("trybe", None, "GET", f"/{number}", {}, None, 200))
    assert (len(journal), journal[0].path) == (CAP, "/3")
