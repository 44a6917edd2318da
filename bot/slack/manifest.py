"""The app manifest, built from what the code registers, so that it cannot lag behind.

The form is version 2 of docs.slack.dev/reference/app-manifest.
"""

from typing import Any, Literal

import yaml

from bot.slack.listeners import COMMANDS, EVENTS
from bot.slack.sending import METHODS

COLOUR = "#1d3557"


def scopes() -> list[str]:
    """The bot scopes that the code needs."""
    # What is written in a private channel is read with scopes of its own.
    needed = (
        {"commands", "groups:history", "groups:read"}
        | {event.scope for event in EVENTS.values() if event.scope}
        | {scope for scope in METHODS.values() if scope}
    )
    return sorted(needed)


def manifest(mode: Literal["socket", "http"] = "socket", url: str | None = None) -> dict[str, Any]:
    """The manifest as Slack takes it. In HTTP mode `url` is the address of the service; Slack posts to `/slack/events` there."""
    address = f"{(url or 'https://frontdesk.example.com').rstrip('/')}/slack/events"
    to_us = {"url": address} if mode == "http" else {}
    request_url = {"request_url": address} if mode == "http" else {}
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Frontdesk",
            "description": "One question over every booking system",
            "background_color": COLOUR,
        },
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
            "bot_user": {"display_name": "frontdesk", "always_online": True},
            "slash_commands": [
                {
                    "command": command.name,
                    "description": command.description,
                    "usage_hint": command.usage_hint,
                    "should_escape": True,
                    **to_us,
                }
                for _, command in sorted(COMMANDS.items())
            ],
        },
        "oauth_config": {"scopes": {"bot": scopes()}},
        "settings": {
            "event_subscriptions": {"bot_events": sorted(event.subscription for event in EVENTS.values()), **request_url},
            "interactivity": {"is_enabled": True, **request_url},
            "org_deploy_enabled": False,
            "socket_mode_enabled": mode == "socket",
            "token_rotation_enabled": False,
        },
    }


def manifest_text(mode: Literal["socket", "http"] = "socket", url: str | None = None) -> str:
    """The manifest as the text of `manifest.yml`."""
    return yaml.safe_dump(manifest(mode, url), sort_keys=False, allow_unicode=True, width=120)
