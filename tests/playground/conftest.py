"""A playground whose clock stands still, and a client of it without a network."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from bot.playground import CHANNELS, Playground, create_app

BOT_TOKEN, APP_TOKEN = "xoxb-1-test", "xapp-1-test"
EVENTS = "app_mention message.im message.channels app_home_opened reaction_added member_joined_channel".split()
SCOPES = (
    "app_mentions:read channels:history channels:read chat:write commands files:write groups:read im:history im:write "
    "reactions:write usergroups:read users:read"
).split()


def manifest(**settings: Any) -> dict[str, Any]:
    """The manifest of an app that uses everything."""
    return {
        "display_information": {"name": "Desk"},
        "features": {
            "slash_commands": [{"command": "/desk", "description": "Ask", "usage_hint": "[text]", "should_escape": True}],
            "shortcuts": [
                {"name": "Note", "type": "message", "callback_id": "note", "description": "Keep it"},
                {"name": "New", "type": "global", "callback_id": "new", "description": "Begin"},
            ],
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        },
        "oauth_config": {"scopes": {"bot": SCOPES}},
        "settings": {
            "event_subscriptions": {
                "bot_events": EVENTS
            },
            "interactivity": {"is_enabled": True},
            "socket_mode_enabled": True,
            **settings,
        },
    }  # fmt: skip


@dataclass(slots=True)
class Clock:
    """Time that passes when it is told to."""

    now: float = 1_764_061_200.0

    def __call__(self) -> float:
        return self.now


@dataclass(slots=True)
class Client:
    """Calls methods as an app does."""

    http: httpx.AsyncClient

    async def call(self, method: str, given: Any = None, *, token: str = BOT_TOKEN) -> dict[str, Any]:
        """Call a method with JSON; what it answered."""
        response = await self.http.post(f"/api/{method}", json=given or {}, headers={"Authorization": f"Bearer {token}"})
        assert response.status_code == 200
        answer: dict[str, Any] = response.json()
        return answer

    async def read(self, method: str, **given: Any) -> dict[str, Any]:
        """Call a method with a query, as the SDK calls those that read."""
        response = await self.http.get(f"/api/{method}", params=given, headers={"Authorization": f"Bearer {BOT_TOKEN}"})
        answer: dict[str, Any] = response.json()
        return answer

    async def do(self, deed: str, **given: Any) -> dict[str, Any]:
        """Do something on the page, as Mel."""
        answer: dict[str, Any] = (await self.http.post(f"/page/{deed}", json={"as": "U1MEL", **given})).json()
        return answer


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def slack(clock: Clock) -> Playground:
    made = Playground(manifest(), channels=CHANNELS, clock=clock, patience=0.2, bot_token=BOT_TOKEN, app_token=APP_TOKEN)
    made.workspace.address = "http://127.0.0.1"
    return made


@pytest.fixture
async def client(slack: Playground) -> AsyncIterator[Client]:
    transport = httpx.ASGITransport(create_app(slack))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as http:
        yield Client(http)
    await slack.close()
