"""What Trybe refuses, its envelope and its pages."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from bot.sandbox import config

from .conftest import BASE, Trybe

pytestmark = pytest.mark.anyio

ACCOUNTS = config(BASE)["accounts"]
LISTS = [
    "/sites", "/shop/orders", "/shop/appointments", "/shop/sessions", "/shop/session-types", "/shop/appointment-types",
    "/shop/practitioners", "/shop/rooms", "/customers/customers",
]  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic x"}])
async def test_a_known_bearer_token_is_needed(client: httpx.AsyncClient, path: str, headers: dict[str, str]) -> None:
    answer = await client.get(f"/trybe{path}", headers=headers)
    assert (answer.status_code, answer.json()) == (401, {"message": "Unauthenticated."})


@pytest.mark.parametrize("path", [path for path in LISTS if path not in ("/sites", "/shop/sessions")])
async def test_a_site_the_token_does_not_see_is_forbidden(trybe: Trybe, path: str) -> None:
    answer = await trybe(path, site_id=ACCOUNTS["palm-spa"]["site_id"])
    assert answer.status_code == 403
    assert set(answer.json()) == {"message"}


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("/shop/orders", {"sites": "x"}),
        ("/shop/orders", {"date_from": "2026-11-23"}),
        ("/shop/orders", {"site_id": "harbour"}),
        ("/shop/orders", {"item_date": "2026-11-23T00:00:00Z"}),
        ("/shop/orders", {"item_date": "2026-02-30"}),
        ("/shop/orders", {"item_date_from": "2026-11-23"}),
        ("/shop/orders", {"item_date_to": "2026-11-23T10:00:00"}),
        ("/shop/orders", {"submitted_at_from": "yesterday"}),
        ("/shop/orders", {"has_outstanding_balance": "true"}),
        ("/shop/orders", {"page": "one"}),
        ("/shop/orders", {"per_page": "0"}),
        ("/shop/orders/ref/TRY0012", {"page": "1"}),
        ("/shop/orders/5f0000000000000000000012", {"site_id": ACCOUNTS["harbour-spa"]["site_id"]}),
        ("/shop/appointments", {"date_from": "23.11.2026"}),
        ("/shop/appointments", {"order_submitted_at_from": "2026-11-23"}),
        ("/shop/appointments", {"status": "confirmed"}),
        ("/shop/sessions", {"start_time_from": "2026-11-23"}),
        ("/shop/sessions", {"include_bookings": "yes"}),
        ("/shop/practitioners", {"name": "Maya"}),
        ("/shop/appointment-types", {"archived": "false"}),
        ("/customers/customers", {"membership": "gold"}),
        ("/customers/customers", {"created_at_from": "last week"}),
    ],
)
async def test_wrong_parameters_are_named(trybe: Trybe, path: str, params: dict[str, str]) -> None:
    answer = await trybe(path, **params)
    assert answer.status_code == 422
    assert set(answer.json()) == {"message", "errors"}
    assert list(answer.json()["errors"]) == list(params)


async def test_a_plus_must_be_encoded(client: httpx.AsyncClient) -> None:
    """An unencoded + arrives as a space, so the offset is lost and the date-time malformed."""
    headers = {"Authorization": f"Bearer {ACCOUNTS['harbour-spa']['token']}"}
    answer = await client.get("/trybe/shop/orders?item_date_from=2026-11-23T00:00:00+01:00", headers=headers)
    assert list(answer.json()["errors"]) == ["item_date_from"]


@pytest.mark.parametrize(
    "path", ["/shop/orders/nope", "/shop/orders/ref/nope", "/shop/orders/nope/notes", "/shop/appointments/nope",
             "/shop/sessions/nope", "/customers/customers/nope", "/sites/nope"]
)  # fmt: skip
async def test_unknown_ids(trybe: Trybe, path: str) -> None:
    answer = await trybe(path)
    assert answer.status_code == 404
    assert answer.json() == {"message": "The requested resource could not be found nope"}


async def test_an_order_of_another_site_does_not_exist(trybe: Trybe) -> None:
    assert (await trybe("/shop/orders/5f0000000000000000000012", "hinoki-spa")).status_code == 404
    assert (await trybe("/shop/orders/ref/TRY0012", "hinoki-spa", site=True)).status_code == 404


async def test_unknown_paths_and_methods(client: httpx.AsyncClient, trybe: Trybe) -> None:
    missing = await trybe("/shop/everything")
    posted = await client.post("/trybe/shop/orders")
    assert (missing.status_code, posted.status_code) == (404, 405)
    assert set(missing.json()) == set(posted.json()) == {"message"}


async def test_envelope(trybe: Trybe) -> None:
    first = (await trybe("/shop/orders", site=True)).json()
    last = (await trybe("/shop/orders", site=True, page=first["meta"]["last_page"])).json()
    beyond = (await trybe("/shop/orders", site=True, page=first["meta"]["last_page"] + 1)).json()
    assert first["meta"]["per_page"] == len(first["data"]) == 15
    assert (first["meta"]["from"], first["meta"]["to"], first["meta"]["current_page"]) == (1, 15, 1)
    assert first["meta"]["path"].endswith("/trybe/shop/orders")
    assert first["links"]["prev"] is None
    assert "page=2" in first["links"]["next"]
    assert "site_id=" in first["links"]["next"]
    assert last["links"]["next"] is None
    assert last["meta"]["to"] == last["meta"]["total"]
    assert (beyond["data"], beyond["meta"]["from"], beyond["meta"]["to"]) == ([], None, None)
    assert "totals" not in first
    assert "totals" in (await trybe("/shop/appointments", site=True)).json()


async def test_page_size_is_capped_without_a_word(trybe: Trybe) -> None:
    answer = (await trybe("/shop/orders", site=True, per_page=500)).json()
    assert (len(answer["data"]), answer["meta"]["per_page"]) == (100, 100)


@pytest.mark.parametrize("path", ["/shop/orders", "/shop/appointments", "/shop/sessions", "/customers/customers"])
@pytest.mark.parametrize("spa", ["harbour-spa", "palm-spa", "hinoki-spa"])
async def test_paging_reaches_every_row_once(trybe: Trybe, path: str, spa: str) -> None:
    rows: list[Any] = []
    page, last = 0, 1
    while page < last:
        page += 1
        answer = (await trybe(path, spa, site=True, page=page, per_page=100)).json()
        rows += answer["data"]
        last = answer["meta"]["last_page"]
    assert last >= 3
    assert len({row["id"] for row in rows}) == len(rows) == answer["meta"]["total"]


async def test_without_site_id_another_sites_rows_leak(trybe: Trybe) -> None:
    palm, harbour = ACCOUNTS["palm-spa"]["site_id"], ACCOUNTS["harbour-spa"]["site_id"]
    careless = (await trybe("/shop/orders", "palm-spa", per_page=100)).json()["data"]
    careful = (await trybe("/shop/orders", "palm-spa", site=True, per_page=100)).json()["data"]
    assert {row["site_id"] for row in careless} == {palm, harbour}
    assert {row["site_id"] for row in careful} == {palm}
    assert {row["id"] for row in (await trybe("/sites", "palm-spa")).json()["data"]} == {palm, harbour}


async def test_sessions_ignore_the_site(trybe: Trybe) -> None:
    day = {"start_time_from": "2026-11-23T00:00:00Z", "start_time_to": "2026-11-24T00:00:00Z"}
    rows = (await trybe("/shop/sessions", "palm-spa", site=True, **day, per_page=100)).json()["data"]
    assert {row["site_id"] for row in rows} == {ACCOUNTS["palm-spa"]["site_id"], ACCOUNTS["harbour-spa"]["site_id"]}
