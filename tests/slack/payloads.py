"""Payloads as Slack sends them, and its signature."""

import hashlib
import hmac
import itertools
import json
import time
from typing import Any
from urllib.parse import urlencode

from tests.slack.fake_slack import BOT, SIGNING_SECRET, TEAM, USER

_numbers = itertools.count(1)


def command(text: str, response_url: str, *, name: str = "/desk", channel: str = "C0ANY", team: str = TEAM) -> dict[str, Any]:
    """A slash command."""
    return {
        "command": name,
        "text": text,
        "user_id": USER,
        "team_id": team,
        "channel_id": channel,
        "channel_name": "general",
        "response_url": response_url,
        "trigger_id": "1.2.abc",
        "api_app_id": "A1",
        "is_enterprise_install": "false",
    }


def event(**fields: Any) -> dict[str, Any]:
    """An event in its envelope."""
    inner = {"user": USER, "ts": "1700000000.000100", "channel": "C0ANY", "team": TEAM, **fields}
    return {
        "type": "event_callback",
        "team_id": TEAM,
        "api_app_id": "A1",
        "event_id": f"Ev{next(_numbers):08}",
        "event": inner,
        "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True}],
    }


def mention(text: str, **fields: Any) -> dict[str, Any]:
    """A mention in a channel."""
    return event(type="app_mention", text=f"<@{BOT}> {text}", **fields)


def direct(text: str, **fields: Any) -> dict[str, Any]:
    """A direct message."""
    return event(**{"type": "message", "text": text, "channel": "D0MEL", "channel_type": "im", **fields})


def press(element: dict[str, Any], response_url: str, *, message: str | None = None, **fields: Any) -> dict[str, Any]:
    """A button pressed or a choice made: in the message of that timestamp, else in an ephemeral one.

    `choice` is the value chosen of a list; a `view` in the fields is the modal or Home tab that it happened in.
    """
    channel = fields.pop("channel", "C0ANY")
    choice = fields.pop("choice", None)
    where = {
        "type": "message",
        "message_ts": message or "1700000000.000900",
        "channel_id": channel,
        "is_ephemeral": message is None,
    }
    done = {"value": element.get("value")} if choice is None else {"selected_option": {"value": choice}}
    action = {
        "action_id": element["action_id"],
        "block_id": "b1",
        "type": element.get("type", "button"),
        "action_ts": "1.1",
        **done,
    }
    around = {"container": where, "channel": {"id": channel}, "response_url": response_url}
    if "view" in fields:
        around = {"container": {"type": "view", "view_id": fields["view"]["id"]}}
    return {
        "type": "block_actions",
        "user": {"id": USER, "team_id": TEAM},
        "team": {"id": TEAM},
        "api_app_id": "A1",
        "actions": [action],
        **around,
        **fields,
    }


def submission(view: dict[str, Any], trigger: str, state: dict[str, Any]) -> dict[str, Any]:
    """A modal submitted with what stands in its fields."""
    return {
        "type": "view_submission",
        "user": {"id": USER, "team_id": TEAM},
        "team": {"id": TEAM},
        "api_app_id": "A1",
        "trigger_id": trigger,
        "view": {**view, "state": {"values": state}},
    }


def home(tab: str = "home") -> dict[str, Any]:
    """Somebody opens the app's own page."""
    return event(type="app_home_opened", tab=tab, channel="D0MEL")


def form(payload: dict[str, Any]) -> tuple[str, str]:
    """The body of a payload over HTTP and its content type."""
    match payload.get("type"):
        case "event_callback":
            return json.dumps(payload), "application/json"
        case "block_actions" | "view_submission":
            return urlencode({"payload": json.dumps(payload)}), "application/x-www-form-urlencoded"
        case _:
            return urlencode(payload), "application/x-www-form-urlencoded"


def signed(body: str, *, secret: str = SIGNING_SECRET, age: int = 0) -> dict[str, str]:
    """The headers of a signature made `age` seconds ago."""
    stamp = str(int(time.time()) - age)
    mac = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={mac}"}
