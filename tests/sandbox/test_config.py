"""The ready configuration."""

from __future__ import annotations

import tomllib
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox import config, config_toml


@pytest.mark.parametrize("base_url", ["http://127.0.0.1:8123", "http://127.0.0.1:8123/"])
def test_toml_says_the_same(base_url: str) -> None:
    assert tomllib.loads(config_toml(base_url)) == config(base_url)


def test_accounts_and_venues() -> None:
    ready = config("http://127.0.0.1:8123/")
    assert list(ready["venues"]) == ["harbour", "palm", "hinoki"]
    assert {name: ZoneInfo(venue["zone"]).key for name, venue in ready["venues"].items()} == {
        "harbour": "Europe/London",
        "palm": "America/New_York",
        "hinoki": "Asia/Tokyo",
    }
    accounts = ready["accounts"]
    assert set(accounts) == {
        "harbour-hotel", "harbour-cottages", "harbour-spa", "palm-hotel", "palm-spa", "hinoki-hotel", "hinoki-spa",
    }  # fmt: skip
    assert accounts["harbour-hotel"]["api_key"] == accounts["harbour-cottages"]["api_key"]
    assert accounts["harbour-hotel"]["prop_key"] != accounts["harbour-cottages"]["prop_key"]
    assert accounts["harbour-hotel"]["base_url"] == "http://127.0.0.1:8123/beds24"
    assert accounts["palm-spa"]["base_url"] == "http://127.0.0.1:8123/trybe"
    assert all(account["venue"] in ready["venues"] for account in accounts.values())
    assert {account["pause"] for account in accounts.values() if account["vendor"] == "beds24"} == {0}
