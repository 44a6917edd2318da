"""What Voucherify answers: vouchers in every state, redemptions and their rollbacks, pages and cursors to the last row."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from bot.sandbox import Rates, create_app

from .conftest import BASE, MONDAY, Clock, Perks

pytestmark = pytest.mark.anyio

Row = dict[str, Any]


async def everything(perks: Perks, path: str, **params: Any) -> list[Row]:
    """Every row by pages, read from the key the answer names."""
    rows: list[Row] = []
    page = 1
    while True:
        body = await perks(path, **params, limit=100, page=page)
        found = body[body["data_ref"]]
        rows += found
        if len(found) < 100:
            return rows
        page += 1


@pytest.mark.parametrize(
    ("path", "key", "total", "more"),
    [
        ("vouchers", "vouchers", True, False),
        ("redemptions", "redemptions", False, False),
        ("publications", "publications", True, False),
        ("customers", "customers", True, True),
        ("orders", "orders", True, False),
        ("campaigns", "campaigns", True, False),
        ("promotions/tiers", "tiers", True, True),
        ("promotions/stacks", "data", True, False),
        ("validation-rules", "data", True, False),
        ("validation-rules-assignments", "data", True, False),
    ],
)
async def test_envelopes(perks: Perks, path: str, key: str, total: bool, more: bool) -> None:
    body = await perks(path)
    assert (body["object"], body["data_ref"]) == ("list", key)
    assert len(body[key]) <= 10
    assert ("total" in body, "has_more" in body) == (total, more)


@pytest.mark.parametrize("path", ["vouchers", "redemptions", "publications", "customers", "orders"])
async def test_paging_reaches_every_row_once(perks: Perks, path: str) -> None:
    rows = await everything(perks, path)
    assert len(rows) > 200
    assert len({row["id"] for row in rows}) == len(rows)
    total = (await perks(path, limit=1)).get("total", len(rows))
    assert total == len(rows)


async def test_one_campaign_is_larger_than_any_cap(perks: Perks) -> None:
    body = await perks("vouchers", campaign="Summer Deals", limit=1)
    assert body["total"] == 3_200
    last = await perks("vouchers", campaign="Summer Deals", limit=100, page=32)
    assert len(last["vouchers"]) == 100
    assert (await perks("vouchers", campaign="Summer Deals", limit=100, page=33))["vouchers"] == []


def state(voucher: Row, now: datetime) -> str:
    """The state as staff would say it, in the order of the guide's tests."""
    quantity, redeemed = voucher["redemption"]["quantity"], voucher["redemption"]["redeemed_quantity"]
    end, start = (voucher[name] and datetime.fromisoformat(voucher[name]) for name in ("expiration_date", "start_date"))
    if not voucher["active"]:
        return "disabled"
    if end and end <= now:
        return "expired"
    if start and start > now:
        return "not yet active"
    if quantity is not None and redeemed >= quantity:
        return "used up"
    return "unlimited" if quantity is None else "active"


async def test_every_type_and_state_occurs(perks: Perks) -> None:
    rows = await everything(perks, "vouchers")
    assert {row["type"] for row in rows} == {"DISCOUNT_VOUCHER", "GIFT_VOUCHER", "LOYALTY_CARD"}
    states = Counter(state(row, MONDAY) for row in rows)
    assert set(states) == {"disabled", "expired", "not yet active", "used up", "unlimited", "active"}
    assert min(states.values()) >= 10
    assert {row["discount"]["type"] for row in rows if row["discount"]} == {"AMOUNT", "PERCENT", "UNIT", "FIXED"}
    assert any(row["is_referral_code"] for row in rows)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ABC-10", "active"), ("SUMMER10", "used up"), ("WELCOME", "unlimited"), ("DISABLED20", "disabled"),
        ("EXPIRED5", "expired"), ("TONIGHT", "active"), ("SOON15", "not yet active"), ("50% OFF & MORE", "unlimited"),
        ("CAFÉ/BAR #1?", "unlimited"),
    ],
)  # fmt: skip
async def test_fixed_codes(perks: Perks, clock: Clock, code: str, expected: str) -> None:
    for days in (0, 40):
        clock.now = MONDAY + timedelta(days=days)
        voucher = await perks(f"vouchers/{quote(code, safe='')}")
        assert (voucher["code"], state(voucher, clock.now)) == (code, expected)


async def test_a_code_expires_as_the_clock_passes(perks: Perks, clock: Clock) -> None:
    clock.now = datetime.fromisoformat("2026-11-23T23:59:59+00:00")
    assert state(await perks("vouchers/TONIGHT"), clock.now) == "active"
    active = {"filters[active][conditions][$active]": "true", "filters[expiration_date][conditions][$after]": "2026-11-24"}
    before = (await perks("vouchers", **active, campaign="Summer Deals"))["total"]
    clock.now = MONDAY + timedelta(days=300)
    assert (await perks("vouchers", **active, campaign="Summer Deals"))["total"] < before


async def test_abc_10_and_summer10(perks: Perks) -> None:
    abc, summer = await perks("vouchers/ABC-10"), await perks("vouchers/SUMMER10")
    assert (abc["redemption"]["redeemed_quantity"], abc["redemption"]["quantity"]) == (3, 10)
    assert (summer["redemption"]["redeemed_quantity"], summer["redemption"]["quantity"]) == (5, 5)
    rows = (await perks("redemptions", voucher_code="ABC-10"))["redemptions"]
    assert [(row["object"], row["status"]) for row in rows] == [
        ("redemption", "SUCCEEDED"), ("redemption", "SUCCEEDED"), ("redemption", "SUCCEEDED"),
        ("redemption_rollback", "SUCCEEDED"), ("redemption", "ROLLED_BACK"),
    ]  # fmt: skip
    assert rows[0]["customer"]["email"] == "jane@example.com"
    assert rows[3]["redemption"] == rows[4]["id"]
    assert rows[4]["related_redemptions"]["rollbacks"] == [{"id": rows[3]["id"], "date": rows[3]["date"]}]
    refused = (await perks("redemptions", voucher_code="SUMMER10", result="FAILURE"))["redemptions"]
    assert [row["failure_code"] for row in refused] == ["quantity_exceeded"]


async def test_what_a_voucher_says_is_what_the_list_shows(perks: Perks) -> None:
    vouchers = {row["code"]: row["redemption"]["redeemed_quantity"] for row in await everything(perks, "vouchers")}
    rows = await everything(perks, "redemptions")
    counted = Counter(
        row["voucher"]["code"] for row in rows if row["voucher"] and row["status"] == "SUCCEEDED" and row["object"] == "redemption"
    )
    assert {code: count for code, count in vouchers.items() if count} == dict(counted)
    single = await everything(perks, "vouchers", campaign="Summer Deals")
    assert max(row["redemption"]["redeemed_quantity"] for row in single) == 1


async def test_redemptions_mix_kinds_results_and_stacks(perks: Perks) -> None:
    rows = await everything(perks, "redemptions")
    assert {row["object"] for row in rows} == {"redemption", "redemption_rollback"}
    assert {row["status"] for row in rows} == {"SUCCEEDED", "FAILED", "ROLLED_BACK"}
    assert {row["related_object_type"] for row in rows} == {"voucher", "promotion_tier"}
    assert not any("created_at" in row for row in rows)
    failures = {row["failure_code"] for row in rows} - {None}
    assert {"resource_not_found", "voucher_expired", "voucher_disabled", "quantity_exceeded", "customer_rules_violated"} <= failures
    dates = [row["date"] for row in rows]
    assert dates == sorted(dates, reverse=True)
    child = next(row for row in rows if row["object"] == "redemption" and row["redemption"])
    parent = await perks(f"redemptions/{child['redemption']}")
    assert child["id"] in {row["id"] for row in parent["redemptions"]}
    assert len(parent["redemptions"]) == 2


async def test_every_day_has_redemptions(perks: Perks) -> None:
    for ago in range(1, 60, 7):
        day = (MONDAY - timedelta(days=ago)).date()
        bounds = {"created_at[after]": f"{day}T00:00:00Z", "created_at[before]": f"{day + timedelta(days=1)}T00:00:00Z"}
        rows = (await perks("redemptions", **bounds, limit=100))["redemptions"]
        assert len([row for row in rows if row["object"] == "redemption"]) >= 7
        assert {row["date"][:10] for row in rows} == {day.isoformat()}


async def test_things_happen_as_the_clock_passes(perks: Perks, clock: Clock) -> None:
    async def ids(path: str) -> set[str]:
        return {row["id"] for row in await everything(perks, path)}

    before = {path: await ids(path) for path in ("redemptions", "publications", "orders")}
    clock.now = MONDAY + timedelta(hours=10)
    for path, known in before.items():
        assert known < await ids(path), path


async def test_the_past_stays(perks: Perks, clock: Clock) -> None:
    async def past() -> dict[str, Row]:
        bounds = {"created_at[after]": "2026-11-10T00:00:00Z", "created_at[before]": "2026-11-11T00:00:00Z"}
        rows = (await perks("redemptions", **bounds, limit=100))["redemptions"]
        # ABC-10 and SUMMER10 are placed around today; an order goes on to be fulfilled.
        return {row["id"]: row for row in rows if row["voucher"] is None or row["voucher"]["code"] not in ("ABC-10", "SUMMER10")}

    before = await past()
    clock.now = MONDAY + timedelta(days=12)
    after = await past()
    assert len(before) > 6
    assert before.keys() == after.keys()
    assert all(after[key] == row for key, row in before.items())


async def test_two_apps_tell_the_same(perks: Perks, perks_keys: dict[str, str]) -> None:
    other = create_app(lambda: MONDAY)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(other), base_url="http://other.test", headers=perks_keys) as client:
        answer = await client.get("/voucherify/v1/redemptions?limit=100")
    assert answer.json() == await perks("redemptions", limit=100)


@pytest.mark.parametrize(
    "path", ["vouchers/GIFT-JANE/transactions", "customers/crm-jane-smith/activity", "customers/crm-jane-smith/redeemables"]
)
async def test_cursors_reach_every_row_once(perks: Perks, path: str) -> None:
    whole = (await perks(path, limit=100))["data"]
    rows: list[Row] = []
    step: dict[str, str] = {}
    while True:
        body = await perks(path, limit=1, **step)
        rows += body["data"]
        if not body["has_more"]:
            break
        step = {"starting_after_id": body["more_starting_after"]}
    assert rows == whole != []
    assert "more_starting_after" not in body


async def test_an_activity_cursor_is_no_rows_id(perks: Perks, client: httpx.AsyncClient, perks_keys: dict[str, str]) -> None:
    body = await perks("customers/crm-jane-smith/activity", limit=1)
    params = {"starting_after_id": body["data"][0]["id"]}
    answer = await client.get("/voucherify/v1/customers/crm-jane-smith/activity", params=params, headers=perks_keys)
    assert answer.status_code == 400


async def test_jane(perks: Perks) -> None:
    body = await perks("customers", email="JANE@example.com")
    jane = body["customers"][0]
    assert (body["total"], jane["name"], jane["source_id"]) == (1, "Jane Smith", "crm-jane-smith")
    assert await perks(f"customers/{jane['id']}") == await perks("customers/crm-jane-smith") == jane
    by_id, by_source = await perks("redemptions", customer=jane["id"]), await perks("redemptions", customer="crm-jane-smith")
    assert by_id == by_source
    assert {row["voucher"]["code"] for row in by_id["redemptions"]} == {"ABC-10", "GIFT-JANE"}
    held = await perks("vouchers", customer="crm-jane-smith")
    assert held == await perks("vouchers", customer=jane["id"])
    assert {"GIFT-JANE", "CLUB-JANE"} <= {row["code"] for row in held["vouchers"]}
    gift = await perks("vouchers/GIFT-JANE")
    assert (gift["gift"]["amount"], gift["gift"]["balance"]) == (5000, 3750)
    entries = await perks("vouchers/GIFT-JANE/redemption")
    assert (entries["data_ref"], len(entries["redemption_entries"])) == ("redemption_entries", entries["total"])


async def test_single_reads_by_their_other_names(perks: Perks) -> None:
    voucher = await perks("vouchers/ABC-10")
    assert (await perks(f"vouchers/{voucher['id']}"))["code"] == "ABC-10"
    assert voucher["validation_rules_assignments"]["object"] == "list"
    campaign = await perks("campaigns/Summer%20Deals")
    assert await perks(f"campaigns/{campaign['id']}") == campaign
    order = (await perks("orders"))["orders"][0]
    assert await perks(f"orders/{order['id']}") == await perks(f"orders/{order['source_id']}") == order
    redemption = (await perks("redemptions"))["redemptions"][0]
    assert await perks(f"redemptions/{redemption['id']}") == redemption


async def test_orders_and_publications(perks: Perks) -> None:
    orders = await everything(perks, "orders", order="-created_at")
    assert {row["status"] for row in orders} == {"CREATED", "PAID", "CANCELED", "FULFILLED"}
    back = next(row for row in orders for one in row["redemptions"].values() if one["rollback_id"])
    assert back["status"] == "CANCELED"
    sent = await everything(perks, "publications")
    assert {row["result"] for row in sent} == {"SUCCESS", "FAILURE"}
    assert sent[0]["created_at"] < sent[-1]["created_at"]
    counts = Counter(row["voucher"]["code"] for row in sent if row["result"] == "SUCCESS")
    code, count = counts.most_common(1)[0]
    assert (await perks(f"vouchers/{quote(code, safe='')}"))["publish"]["count"] == count


async def test_rate(perks_keys: dict[str, str]) -> None:
    ticks = [50.0]
    app = create_app(lambda: MONDAY, rates=Rates(voucherify_per_minute=2), timer=lambda: ticks[0])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE, headers=perks_keys) as client:

        async def call() -> httpx.Response:
            return await client.get("/voucherify/v1/campaigns")

        first = await call()
        ticks[0] += 20
        second, third = await call(), await call()
        assert [answer.headers["x-rate-limit-remaining"] for answer in (first, second, third)] == ["1", "0", "0"]
        assert {answer.headers["x-rate-limit-limit"] for answer in (first, second, third)} == {"2"}
        assert (third.status_code, third.headers["retry-after"], third.json()["code"]) == (429, "40", 429)
        assert int(third.headers["x-rate-limit-retry"]) == int(MONDAY.timestamp()) + 40
        assert third.headers["x-rate-limit-type"] == "api_calls"
        assert "retry-after" not in second.headers
        ticks[0] += 40
        assert (await call()).status_code == 200
