"""Faults: how they are written, and what a client meets."""

from __future__ import annotations

import json

import httpx
import pytest

from bot.sandbox import Fault, FaultTextError, config, parse_fault
from bot.sandbox.faults import KINDS, FaultKind

from .conftest import BASE, Beds24, Trybe

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("beds24=429:5", ("beds24", Fault("429", 5))),
        ("palm-spa=html", ("palm-spa", Fault("html"))),
        ("trybe=slow:0.5", ("trybe", Fault("slow", 0.5))),
        ("trybe=503", ("trybe", Fault("503"))),
        ("voucherify=429:60", ("voucherify", Fault("429", 60))),
        ("beds24=429:5*3", ("beds24", Fault("429", 5, 3))),
        ("trybe=500*1", ("trybe", Fault("500", times=1))),
        ("corner-store=truncated", ("corner-store", Fault("truncated"))),
        ("pixel-arcade=empty", ("pixel-arcade", Fault("empty"))),
    ],
)
def test_reading(text: str, fault: tuple[str, Fault]) -> None:
    assert parse_fault(text) == fault


@pytest.mark.parametrize(
    ("text", "word", "offered"),
    [
        ("beds24", "'beds24'", "NAME=KIND"),
        ("beds25=429", "'beds25'", "harbour-spa"),
        ("beds24=418", "'418'", "truncated"),
        ("beds24=401:5", "'401'", "slow"),
        ("beds24=429:soon", "'soon'", "429:5"),
        ("beds24=429:", "''", "429:5"),
        ("beds24=429:-1", "'-1'", "429:5"),
        ("beds24=429:5*0", "'0'", "429:5*3"),
        ("beds24=429:5*", "''", "429:5*3"),
    ],
)
def test_a_bad_text_is_named_with_what_is_allowed(text: str, word: str, offered: str) -> None:
    with pytest.raises(FaultTextError) as refused:
        parse_fault(text)
    assert word in str(refused.value)
    assert offered in str(refused.value)
    assert isinstance(refused.value, ValueError)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.isdigit()])
async def test_statuses(trybe: Trybe, faults: dict[str, Fault], kind: FaultKind) -> None:
    faults["trybe"] = Fault(kind)
    answer = await trybe("/sites")
    assert answer.status_code == int(kind)
    assert "retry-after" not in answer.headers


@pytest.mark.parametrize("kind", ["429", "503"])
async def test_retry_after(trybe: Trybe, faults: dict[str, Fault], kind: FaultKind) -> None:
    faults["trybe"] = Fault(kind, 5)
    assert (await trybe("/sites")).headers["retry-after"] == "5"


@pytest.mark.parametrize("kind", ["html", "truncated", "empty", "garbage"])
async def test_unreadable_answers(trybe: Trybe, faults: dict[str, Fault], kind: FaultKind) -> None:
    faults["trybe"] = Fault(kind)
    answer = await trybe("/sites")
    assert answer.status_code == 200
    with pytest.raises(ValueError, match=r"Expecting|Unterminated|codec"):
        json.loads(answer.content)


async def test_redirect_leads_away(trybe: Trybe, faults: dict[str, Fault]) -> None:
    faults["trybe"] = Fault("redirect")
    answer = await trybe("/sites")
    assert (answer.status_code, httpx.URL(answer.headers["location"]).host) == (302, "login.invalid")


async def test_huge_is_valid_but_too_much(trybe: Trybe, faults: dict[str, Fault]) -> None:
    faults["trybe"] = Fault("huge", 2)
    answer = await trybe("/sites")
    assert len(answer.content) > 2_000_000
    assert isinstance(answer.json(), list)


async def test_slow_is_late_and_right(trybe: Trybe, faults: dict[str, Fault]) -> None:
    healthy = (await trybe("/sites")).json()
    faults["trybe"] = Fault("slow", 0.01)
    assert (await trybe("/sites")).json() == healthy


async def test_an_accounts_fault_leaves_its_neighbours_alone(beds24: Beds24, trybe: Trybe, faults: dict[str, Fault]) -> None:
    faults["harbour-spa"] = Fault("500")
    assert (await trybe("/sites")).status_code == 500
    assert (await trybe("/sites", "palm-spa")).status_code == 200
    assert isinstance(await beds24(limit=1), list)


async def test_an_accounts_fault_comes_before_its_vendors(trybe: Trybe, faults: dict[str, Fault]) -> None:
    faults |= {"trybe": Fault("500"), "palm-spa": Fault("403")}
    assert (await trybe("/sites", "palm-spa")).status_code == 403


NEWER = [
    ("voucherify", "perks-vouchers", "/v1/campaigns", {"X-App-Id": "app_id", "X-App-Token": "app_token"}),
    ("aifi", "corner-store", "/api/admin/v2/stores", {"Authorization": "token"}),
    ("synthesisvr", "pixel-arcade", "/data/sessions/{api_key}/json/1%20day/today", {}),
]


@pytest.mark.parametrize("newer", NEWER)
@pytest.mark.parametrize("by_account", [True, False])
async def test_every_vendor_and_account_can_fail(
    client: httpx.AsyncClient, faults: dict[str, Fault], newer: tuple[str, str, str, dict[str, str]], by_account: bool
) -> None:
    vendor, account, path, keys = newer
    known = config(BASE, [vendor])["accounts"][account]
    headers = {name: f"Bearer {known[key]}" if name == "Authorization" else known[key] for name, key in keys.items()}
    target = f"/{vendor}{path.format(**known)}"
    assert (await client.get(target, headers=headers)).status_code == 200
    faults[account if by_account else vendor] = Fault("429", 7)
    failed = await client.get(target, headers=headers)
    assert (failed.status_code, failed.headers["retry-after"]) == (429, "7")
    faults.clear()
    faults["trybe"] = Fault("500")
    assert (await client.get(target, headers=headers)).status_code == 200


async def test_a_fault_of_some_answers_is_over_after_them(trybe: Trybe, faults: dict[str, Fault]) -> None:
    faults["trybe"] = Fault("429", 5, 2)
    assert [(await trybe("/sites")).status_code for _ in range(4)] == [429, 429, 200, 200]
