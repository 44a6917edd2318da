"""A sandbox on a fixed Monday morning, reached in process."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.sandbox import Fault, Rates, config, create_app

BASE = "http://sandbox.test"
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

# The 22nd in Los Angeles, both ends included.
YESTERDAY = {"minCreatedAt": "2026-11-22T08:00:00.000Z", "maxCreatedAt": "2026-11-23T07:59:59.999Z"}

Beds24 = Callable[..., Awaitable[Any]]
Trybe = Callable[..., Awaitable[httpx.Response]]
Aifi = Callable[..., Awaitable[httpx.Response]]
Perks = Callable[..., Awaitable[Any]]


class Clock:
    """A clock that a test can set."""

    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def faults() -> dict[str, Fault]:
    """What goes wrong; a test adds to it."""
    return {}


@pytest.fixture
def app(clock: Clock, faults: dict[str, Fault]) -> Starlette:
    return create_app(clock, faults=faults, rates=Rates(aifi_per_second=100_000, voucherify_per_minute=100_000))


@pytest.fixture
async def client(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE, trust_env=False) as client:
        yield client


@pytest.fixture
def beds24(client: httpx.AsyncClient) -> Beds24:
    """A function that asks Beds24 with an account's keys and returns the answer's JSON."""

    async def ask(account: str = "harbour-hotel", call: str = "getBookings", **fields: Any) -> Any:
        keys = config(BASE)["accounts"][account]
        body = {"authentication": {"apiKey": keys["api_key"], "propKey": keys["prop_key"]}, **fields}
        answer = await client.post(f"/beds24/json/{call}", json=body)
        assert answer.status_code == 200
        return answer.json()

    return ask


@pytest.fixture
def trybe(client: httpx.AsyncClient) -> Trybe:
    """A function that asks Trybe with an account's token and returns the response; `site=True` sends its site_id."""

    async def ask(path: str, account: str = "harbour-spa", *, site: bool = False, **params: Any) -> httpx.Response:
        keys = config(BASE)["accounts"][account]
        query = {"site_id": keys["site_id"], **params} if site else params
        return await client.get(f"/trybe{path}", params=query, headers={"Authorization": f"Bearer {keys['token']}"})

    return ask


@pytest.fixture
def aifi(client: httpx.AsyncClient) -> Aifi:
    """A function that asks AiFi for a path with the account's token and returns the response."""
    token = config(BASE, ["aifi"])["accounts"]["corner-store"]["token"]

    async def ask(path: str, **params: Any) -> httpx.Response:
        return await client.get(f"/aifi/api/admin/v2/{path}", params=params, headers={"Authorization": f"Bearer {token}"})

    return ask


@pytest.fixture
def perks_keys() -> dict[str, str]:
    """The headers that open the Voucherify account."""
    account = config(BASE, ["voucherify"])["accounts"]["perks-vouchers"]
    return {"X-App-Id": account["app_id"], "X-App-Token": account["app_token"]}


@pytest.fixture
def perks(client: httpx.AsyncClient, perks_keys: dict[str, str]) -> Perks:
    """A function that asks Voucherify for a path with the account's keys and returns the answer's JSON."""

    async def ask(path: str, **params: Any) -> Any:
        answer = await client.get(f"/voucherify/v1/{path}", params=params, headers=perks_keys)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return ask
