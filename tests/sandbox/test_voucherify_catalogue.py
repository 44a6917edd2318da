"""What Voucherify answers beside vouchers: categories, products, and codes that work on some days or at some hours."""

from __future__ import annotations

import httpx
import pytest

from .conftest import BASE, Perks

pytestmark = pytest.mark.anyio


async def test_categories_are_whole_and_take_no_parameter(
    perks: Perks, client: httpx.AsyncClient, perks_keys: dict[str, str]
) -> None:
    body = await perks("categories")
    assert (body["data_ref"], body["total"]) == ("data", len(body["data"]))
    assert [row["name"] for row in body["data"]] == ["seasonal", "desk"]
    refused = await client.get(f"{BASE}/voucherify/v1/categories?limit=10", headers=perks_keys)
    assert (refused.status_code, refused.json()["key"]) == (400, "invalid_query_params")


async def test_products_page_narrow_by_filters_and_are_read_by_either_number(perks: Perks) -> None:
    whole = (await perks("products", limit=100))["products"]
    assert len(whole) == 5
    assert [row["id"] for row in (await perks("products", limit=2, page=2))["products"]] == [row["id"] for row in whole[2:4]]
    changed = await perks("products", **{"filters[updated_at][conditions][$after][0]": "2026-01-01T00:00:00Z"})
    assert {row["name"] for row in changed["products"]} == {"Bath Robe", "Massage Oil"}
    assert await perks(f"products/{whole[0]['source_id']}") == await perks(f"products/{whole[0]['id']}")


async def test_codes_for_some_days_some_hours_and_recurring_times(perks: Perks) -> None:
    weekend, happy, every = [await perks(f"vouchers/{code}") for code in ("WEEKEND15", "HAPPYHOUR", "EVERYOTHER")]
    assert weekend["validity_day_of_week"] == [0, 6]
    assert happy["validity_hours"]["daily"][0]["start_time"] == "16:00"
    assert every["validity_timeframe"] == {"interval": "P2D", "duration": "P1D"}
    rainy = await perks("vouchers/RAINY20")
    assert (rainy["active"], (await perks(f"campaigns/{rainy['campaign_id']}"))["active"]) == (True, False)


async def test_an_order_has_lines_of_the_shops_products(perks: Perks) -> None:
    names = {row["name"] for row in (await perks("products", limit=100))["products"]}
    orders = (await perks("orders", limit=100))["orders"]
    assert {line["product"]["name"] for order in orders for line in order["items"]} == names
