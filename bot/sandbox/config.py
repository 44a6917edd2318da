"""The settings that point a bot at the sandbox, as a mapping and as TOML."""

from __future__ import annotations

import json
from typing import Any

from bot.sandbox.venues import VENUES, hotels, spas


def config(base_url: str) -> dict[str, Any]:
    """`{"venues": {...}, "accounts": {...}}` for a sandbox at `base_url` (scheme, host and port; a final slash is dropped)."""
    root = base_url.rstrip("/")
    venues = {
        venue.id: {
            "name": venue.name,
            "zone": venue.zone_name,
            "currency": venue.currency,
            "locale": venue.locale,
            "rooms": venue.rooms,
        }
        for venue in VENUES
    }
    beds24 = {
        hotel.id: {
            "vendor": "beds24",
            "venue": venue.id,
            "base_url": f"{root}/beds24",
            "api_key": venue.beds24_api_key,
            "prop_key": hotel.prop_key,
            "pause": 0,
        }
        for venue, hotel in hotels()
    }
    trybe = {
        spa.id: {
            "vendor": "trybe",
            "venue": venue.id,
            "base_url": f"{root}/trybe",
            "token": spa.token,
            "site_id": spa.site_id,
            "organisation_id": spa.organisation_id,
        }
        for venue, spa in spas()
    }
    return {"venues": venues, "accounts": beds24 | trybe}


def config_toml(base_url: str) -> str:
    """The same as TOML text. JSON's strings and integers are TOML's too; ids are bare keys."""
    tables = [
        "\n".join([f"[{section}.{name}]", *(f"{key} = {json.dumps(value)}" for key, value in table.items())])
        for section, entries in config(base_url).items()
        for name, table in entries.items()
    ]
    return "\n\n".join(tables) + "\n"
