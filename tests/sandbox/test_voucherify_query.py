"""What Voucherify's lists accept and refuse."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from .conftest import BASE

pytestmark = pytest.mark.anyio

USED = "redemption.redeemed_quantity"
REFERRAL = "filters[is_referral_code][conditions][$is]"
Get = Callable[[str], Awaitable[httpx.Response]]


@pytest.fixture
def get(client: httpx.AsyncClient, perks_keys: dict[str, str]) -> Get:
    """A function that sends a path and query as they are written."""

    async def ask(target: str) -> httpx.Response:
        return await client.get(httpx.URL(f"{BASE}/voucherify/v1/{target}"), headers=perks_keys)

    return ask


async def rows(get: Get, target: str) -> list[dict[str, Any]]:
    answer = await get(target)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    found: list[dict[str, Any]] = body[body["data_ref"]]
    return found


@pytest.mark.parametrize("sent", [(), ("X-App-Id",), ("X-App-Token",), ("X-App-Id", "X-App-Token")])
async def test_both_keys_are_needed(client: httpx.AsyncClient, perks_keys: dict[str, str], sent: tuple[str, ...]) -> None:
    headers = {name: perks_keys[name] for name in sent}
    if len(sent) == 2:
        headers["X-App-Token"] = "wrong"
    answer = await client.get("/voucherify/v1/vouchers", headers=headers)
    body = answer.json()
    assert (answer.status_code, body["code"], body["key"]) == (401, 401, "unauthorized")
    assert set(body) == {"code", "key", "message", "details", "request_id"}


@pytest.mark.parametrize(
    "target",
    [
        "vouchers?limit=101", "vouchers?limit=0", "vouchers?limit=ten", "vouchers?page=0", "vouchers?limit=10&limit=20",
        "vouchers?per_page=10", "vouchers?status=active", "vouchers?order=expiration_date", "vouchers?order=--code",
        "vouchers?starting_after_id=v_1", "vouchers?created_at=2026-11-23", "vouchers?created_at[since]=2026-11-23",
        "vouchers?created_at[before]=yesterday", "vouchers?created_at[before]=2026-02-30",
        "vouchers?created_at[before]=2026-11-23T10:00:00", "vouchers?created_at[before]=2026-11-23T10:00:00+01:00",
        "vouchers?filters[code][conditions][$is]=ABC-10", "vouchers?filters[active][$active]=true",
        "vouchers?filters[active][conditions][$active]=false", "vouchers?filters[active][conditions][$like]=x",
        "vouchers?filters[metadata.a][conditions][$active]=true", "vouchers?filters[junction]=xor",
        "vouchers?filters[redemption.redeemed_quantity][conditions][$more_than]=many",
        "vouchers?filters[expiration_date][conditions][$before]=soon", "vouchers?[limit", "vouchers?filters[]=1",
        "redemptions?updated_at[after]=2026-11-23", "redemptions?result=success", "redemptions?campaign_id=camp_1",
        "publications?created_at[after]=2026-11-23", "publications?is_referral_code=false", "publications?voucher_type=gift",
        "orders?created_at[after]=2026-11-23", "orders?status=PAID", "orders?customer=cust_1",
        "campaigns?campaign_type=COUPONS", "campaigns?filters[name][conditions][$is]=x", "customers?phone=1",
        "vouchers/GIFT-JANE/transactions?page=2", "vouchers/GIFT-JANE/transactions?starting_after_id=nope",
        "customers/crm-jane-smith/activity?page=1", "vouchers/ABC-10?limit=1", "vouchers/ABC-10/redemption?limit=5",
        "redemptions?[created_at][after]=2026-11-01&created_at[after]=2026-11-02",
    ],
)  # fmt: skip
async def test_refused(get: Get, target: str) -> None:
    answer = await get(target)
    body = answer.json()
    assert (answer.status_code, body["code"], body["key"]) == (400, 400, "invalid_query_params")
    assert body["details"]
    assert answer.headers["x-rate-limit-type"] == "api_calls"


@pytest.mark.parametrize(
    ("path", "last"),
    [("vouchers", 99), ("redemptions", 99), ("customers", 99), ("publications", 100), ("orders", 100), ("campaigns", 100)],
)  # fmt: skip
async def test_pages_end(get: Get, path: str, last: int) -> None:
    assert (await get(f"{path}?limit=1&page={last}")).status_code == 200
    answer = await get(f"{path}?limit=1&page={last + 1}")
    assert (answer.status_code, answer.json()["key"]) == (400, "page_over_limit")


@pytest.mark.parametrize(
    ("target", "kind", "key"),
    [
        ("vouchers/NO-SUCH", "voucher", "NO-SUCH"), ("redemptions/r_0", "redemption", "r_0"), ("orders/ord_0", "order", "ord_0"),
        ("customers/nobody", "customer", "nobody"), ("campaigns/none", "campaign", "none"), ("vouchers/a%2Fb", "voucher", "a/b"),
        ("vouchers/abc-10", "voucher", "abc-10"),
    ],
)  # fmt: skip
async def test_not_found(get: Get, target: str, kind: str, key: str) -> None:
    answer = await get(target)
    body = answer.json()
    assert (answer.status_code, body["code"], body["key"]) == (404, 404, "not_found")
    assert (body["resource_type"], body["resource_id"]) == (kind, key)


async def test_unknown_paths_and_methods(get: Get, client: httpx.AsyncClient, perks_keys: dict[str, str]) -> None:
    assert (await get("everything")).json()["code"] == 404
    assert (await get("vouchers/CAFÉ/BAR")).json()["code"] == 404
    posted = await client.post("/voucherify/v1/vouchers", headers=perks_keys)
    assert (posted.status_code, posted.json()["code"]) == (405, 405)


@pytest.mark.parametrize(
    "query",
    [
        "[created_at][after]=2026-11-20&[created_at][before]=2026-11-21",
        "created_at[after]=2026-11-20&created_at[before]=2026-11-21",
        "%5Bcreated_at%5D%5Bafter%5D=2026-11-20&created_at%5Bbefore%5D=2026-11-21T00%3A00%3A00.000Z",
        "created_at[after]=2026-11-20T01:00:00%2B01:00&created_at[before]=2026-11-21",
    ],
)  # fmt: skip
async def test_brackets_of_both_kinds(get: Get, query: str) -> None:
    found = await rows(get, f"redemptions?limit=100&{query}")
    assert found == await rows(get, "redemptions?limit=100&created_at[after]=2026-11-20&created_at[before]=2026-11-21")
    assert {row["date"][:10] for row in found} == {"2026-11-20"}


async def test_bounds_leave_out_their_own_moment(get: Get) -> None:
    one = (await rows(get, "redemptions?voucher_code=ABC-10"))[0]
    assert await rows(get, f"redemptions?voucher_code=ABC-10&created_at[after]={one['date']}") == []
    assert one not in await rows(get, f"redemptions?voucher_code=ABC-10&created_at[before]={one['date']}")


@pytest.mark.parametrize("spelling", ["filters[active][conditions][{}]=true", "[filters][active][conditions][{}]=true",
                                      "filters%5Bactive%5D%5Bconditions%5D%5B{}%5D=true"])  # fmt: skip
async def test_states(get: Get, spelling: str) -> None:
    async def total(operator: str) -> int:
        encoded = operator.replace("$", "%24") if "%5B" in spelling else operator
        body = (await get(f"vouchers?limit=1&{spelling.format(encoded)}")).json()
        return int(body["total"])

    every = (await get("vouchers?limit=1")).json()["total"]
    enabled, disabled = await total("$enabled"), await total("$disabled")
    assert enabled + disabled == every
    assert 0 < await total("$expired") < every
    assert 0 < await total("$active") < enabled


@pytest.mark.parametrize(
    ("condition", "total"),
    [
        (f"filters[{USED}][conditions][$is]=5", 1),
        (f"filters[{USED}][conditions][$is][0]=5", 1),
        (f"filters[{USED}][conditions][$more_than_equal]=5&filters[{USED}][conditions][$less_than]=6", 1),
        ("filters[metadata.seq_number][conditions][$is]=17", 1),
        ("filters[metadata.seq_number][conditions][$in][0]=17&filters[metadata.seq_number][conditions][$in][1]=18", 2),
        ("filters[metadata.seq_number][conditions][$less_than]=10", 10),
        ("filters[metadata.seq_number][conditions][$has_value]=true", 3_200),
        ("filters[metadata.seq_number][conditions][$ends_with]=999", 3),
        (f"{REFERRAL}=true", 80),
        (f"{REFERRAL}=true&filters[metadata.seq_number][conditions][$is]=1", 0),
        (f"{REFERRAL}=true&filters[metadata.seq_number][conditions][$is]=1&filters[junction]=or", 81),
        ("filters[expiration_date][conditions][$before]=2026-01-01T00:00:00Z&campaign=Corporate%202025", 60),
        ("filters[expiration_date][conditions][$is_unknown]=true&code=ABC-10", 1),
        ("category=desk&code=SUMMER10", 1),
    ],
)  # fmt: skip
async def test_conditions(get: Get, condition: str, total: int) -> None:
    body = (await get(f"vouchers?{condition}")).json()
    assert body["total"] == total


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("redemptions?campaign_name=Summer%20Deals", "redemptions?campaign=Summer%20Deals"),
        ("redemptions?voucher_code=ABC-10", "redemptions?filters[voucher_code][conditions][$is]=ABC-10"),
        ("publications?campaign_name=Gift%20Cards", "publications?campaign=Gift%20Cards"),
        ("publications?result=FAILURE", "publications?filters[result][conditions][$is]=FAILURE"),
    ],
)
async def test_older_spellings_mean_the_same(get: Get, old: str, new: str) -> None:
    found = await rows(get, f"{old}&limit=100")
    assert found
    assert found == await rows(get, f"{new}&limit=100")


async def test_more_shortcuts(get: Get) -> None:
    assignment = (await rows(get, "validation-rules-assignments"))[0]
    assert await rows(get, f"validation-rules-assignments?related_object_id={assignment['related_object_id']}") == [assignment]
    assert assignment in await rows(get, f"validation-rules-assignments?rule={assignment['rule_id']}")
    sent = (await rows(get, "publications?limit=1"))[0]
    by_customer = await rows(get, f"publications?customer_id={sent['customer_id']}&limit=100")
    assert sent in by_customer
    assert by_customer == await rows(get, f"publications?customer={sent['customer_id']}&limit=100")
    assert await rows(get, f"publications?customer={sent['customer']['source_id']}") == []
    assert len(await rows(get, "customers?name=jane%20smith")) == 1
    ids = [row["id"] for row in await rows(get, "vouchers?limit=2")]
    for spelled in (f"ids={ids[0]}&ids={ids[1]}", f"ids[]={ids[0]}&ids[]={ids[1]}", f"ids[0]={ids[0]}&ids[1]={ids[1]}"):
        assert {row["id"] for row in await rows(get, f"vouchers?{spelled}")} == set(ids)
    both = await rows(get, "redemptions?result=SUCCESS&result=FAILURE&limit=100")
    assert {row["result"] for row in both} == {"SUCCESS", "FAILURE"}


@pytest.mark.parametrize("path", ["vouchers", "customers", "orders"])
async def test_order(get: Get, path: str) -> None:
    up = [row["created_at"] for row in await rows(get, f"{path}?limit=100&order=created_at")]
    down = [row["created_at"] for row in await rows(get, f"{path}?limit=100&order=-created_at")]
    plain = [row["created_at"] for row in await rows(get, f"{path}?limit=100")]
    assert up == sorted(up)
    assert down == sorted(down, reverse=True)
    assert plain == (down if path == "vouchers" else up)
    assert up[0] < down[0]


async def test_starting_after_of_customers_is_a_moment(get: Get) -> None:
    first = await rows(get, "customers?limit=5&order=created_at")
    rest = await rows(get, f"customers?limit=5&order=created_at&starting_after={first[-1]['created_at']}")
    assert rest[0]["created_at"] > first[-1]["created_at"]
    assert (await get(f"customers?starting_after={first[-1]['id']}")).status_code == 400
