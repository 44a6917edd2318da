"""`Installed`: the app as it is installed here, from the manifest that it was created with."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.playground.shapes import Json


@dataclass(slots=True, kw_only=True)
class Installed:
    """What Slack knows of the app: its tokens, and what its manifest asked for.

    In HTTP mode `request_url` is where everything is posted, signed with `signing_secret`.
    """

    name: str
    mode: Literal["socket", "http"]
    commands: Mapping[str, Json]
    shortcuts: Mapping[str, Json]
    scopes: frozenset[str]
    events: frozenset[str]
    interactive: bool
    home_tab: bool
    messages_tab: bool
    request_url: str | None = None
    bot_token: str = field(default_factory=lambda: f"xoxb-1-{secrets.token_hex(12)}")
    app_token: str = field(default_factory=lambda: f"xapp-1-{secrets.token_hex(12)}")
    signing_secret: str = field(default_factory=lambda: secrets.token_hex(16))

    @classmethod
    def of(cls, manifest: Mapping[str, Any], **given: str) -> Installed:
        """The app of a manifest, version 2 (docs.slack.dev/reference/app-manifest). `given` are tokens."""
        features, settings = manifest.get("features", {}), manifest.get("settings", {})
        events = settings.get("event_subscriptions", {})
        home = features.get("app_home", {})
        return cls(
            name=(features.get("bot_user", {}).get("display_name") or manifest["display_information"]["name"]).lower(),
            mode="socket" if settings.get("socket_mode_enabled") else "http",
            commands={each["command"]: each for each in features.get("slash_commands", ())},
            shortcuts={each["callback_id"]: each for each in features.get("shortcuts", ())},
            scopes=frozenset(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", ())),
            events=frozenset(events.get("bot_events", ())),
            interactive=bool(settings.get("interactivity", {}).get("is_enabled")),
            home_tab=bool(home.get("home_tab_enabled")),
            messages_tab=bool(home.get("messages_tab_enabled")),
            request_url=events.get("request_url") or settings.get("interactivity", {}).get("request_url"),
            **given,
        )
