"""The ready configuration."""

from __future__ import annotations

import tomllib
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox import config, config_toml
from bot.sandbox.venues import VENDORS


@pytest.mark.parametrize("base_url", ["http://127.0.0.1:8123", "http://127.0.0.1:8123/"])
@pytest.mark.parametrize("vendors", [None, VENDORS, ["aifi", "beds24"]])
def test_toml_says_the_same(base_url: str, vendors: list[str] | None) -> None:
    assert tomllib.loads(config_toml(base_url, vendors)) == config(base_url, vendors)


def test_only_shown_vendors_are_in_it_unless_asked_for() -> None:
    assert {account["vendor"] for account in config("http://h")["accounts"].values()} == set(VENDORS)
    assert {account["vendor"] for account in config("http://h", VENDORS)["accounts"].values()} == set(VENDORS)


@pytest.mark.parametrize(
    ("vendors", "venues", "accounts"),
    [
        (["voucherify"], ["perks"], ["perks-vouchers"]),
        ({"aifi", "synthesisvr"}, ["pixel", "corner"], ["pixel-arcade", "corner-store"]),
        (["trybe"], ["harbour", "palm", "hinoki"], ["harbour-spa", "palm-spa", "hinoki-spa"]),
        ([], [], []),
    ],
)
def test_vendors_select_accounts_and_their_venues(vendors: list[str], venues: list[str], accounts: list[str]) -> None:
    ready = config("http://h", vendors)
    assert (list(ready["venues"]), list(ready["accounts"])) == (venues, accounts)


def test_a_vendor_that_is_not_there() -> None:
    with pytest.raises(ValueError, match="mews; known: trybe, beds24"):
        config("http://h", ["trybe", "mews"])


def test_six_venues_in_five_zones() -> None:
    ready = config("http://h", VENDORS)
    assert {name: (venue["zone"], venue["currency"], venue["locale"]) for name, venue in ready["venues"].items()} == {
        "harbour": ("Europe/London", "GBP", "en-GB"),
        "palm": ("America/New_York", "USD", "en-US"),
        "hinoki": ("Asia/Tokyo", "JPY", "en-GB"),
        "pixel": ("Europe/Berlin", "EUR", "de-DE"),
        "corner": ("America/Los_Angeles", "USD", "en-US"),
        "perks": ("Europe/London", "GBP", "en-GB"),
    }
    keys = {name: set(account) - {"vendor", "venue", "base_url"} for name, account in ready["accounts"].items()}
    assert keys["pixel-arcade"] == {"api_key"}
    assert keys["corner-store"] == {"token"}
    assert keys["perks-vouchers"] == {"app_id", "app_token", "per_minute"}
    assert ready["accounts"]["perks-vouchers"]["base_url"] == "http://h/voucherify"


def test_accounts_and_venues() -> None:
    ready = config("http://127.0.0.1:8123/", ["beds24", "trybe"])
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
