"""The settings that point a bot at the sandbox, as a mapping and as TOML."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

from bot.sandbox.pace import Rates
from bot.sandbox.venues import VENDORS, VENUES, arcades, hotels, promotions, retailers, spas


def config(base_url: str, vendors: Collection[str] | None = None) -> dict[str, Any]:
    """`{"venues": {...}, "accounts": {...}}` for a sandbox at `base_url` (scheme, host and port; a final slash is dropped).

    `vendors` selects the accounts (all when not given); the venues are those that have one of them. Raises
    ValueError for a vendor that is not in the sandbox.
    """
    shown = VENDORS if vendors is None else vendors
    if unknown := set(shown) - set(VENDORS):
        raise ValueError(f"no vendor of the sandbox: {', '.join(sorted(unknown))}; known: {', '.join(VENDORS)}")
    root = base_url.rstrip("/")
    accounts = {
        name: {"vendor": vendor, "venue": venue, "base_url": f"{root}/{vendor}", **keys}
        for name, vendor, venue, keys in _accounts()
        if vendor in shown
    }
    present = {account["venue"] for account in accounts.values()}
    venues = {
        venue.id: {
            "name": venue.name,
            "zone": venue.zone_name,
            "currency": venue.currency,
            "locale": venue.locale,
            **({"rooms": venue.rooms} if venue.rooms else {}),
        }
        for venue in VENUES
        if venue.id in present
    }
    return {"venues": venues, "accounts": accounts}


def config_toml(base_url: str, vendors: Collection[str] | None = None) -> str:
    """The same as TOML text. JSON's strings and integers are TOML's too; ids are bare keys."""
    tables = [
        "\n".join([f"[{section}.{name}]", *(f"{key} = {json.dumps(value)}" for key, value in table.items())])
        for section, entries in config(base_url, vendors).items()
        for name, table in entries.items()
    ]
    return "\n\n".join(tables) + "\n"


def _accounts() -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Every account: its id, vendor, venue and keys."""
    for venue, hotel in hotels():
        yield hotel.id, "beds24", venue.id, {"api_key": venue.beds24_api_key, "prop_key": hotel.prop_key, "pause": 0}
    for venue, spa in spas():
        yield spa.id, "trybe", venue.id, {"token": spa.token, "site_id": spa.site_id, "organisation_id": spa.organisation_id}
    for venue, arcade in arcades():
        yield arcade.id, "synthesisvr", venue.id, {"api_key": arcade.api_key}
    for venue, retailer in retailers():
        yield retailer.id, "aifi", venue.id, {"token": retailer.token}
    for venue, project in promotions():
        keys = {"app_id": project.app_id, "app_token": project.app_token, "per_minute": Rates().voucherify_per_minute}
        yield project.id, "voucherify", venue.id, keys
