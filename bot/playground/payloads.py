"""What Slack sends, in Slack's shapes (docs.slack.dev/reference/interaction-payloads, …/events). Pure."""

from __future__ import annotations

import copy
from typing import Any

from bot.playground.people import APP_ID, BOT, OTHER_TEAM, TEAM, TEAM_DOMAIN, Person
from bot.playground.shapes import Json
from bot.playground.workspace import Channel

_OURS = ("ephemeral", "system", "channel", "broadcast")
"""Fields of a message that only the page needs."""


def public(message: Json) -> Json:
    """A message as Slack gives it to apps."""
    return {name: value for name, value in message.items() if name not in _OURS}


def command(person: Person, channel: Channel, name: str, text: str, response_url: str, trigger_id: str) -> Json:
    """A slash command; every value is a string, for it travels as a form."""
    hidden = {"im": "directmessage", "private": "privategroup", "channel": channel.name}
    return {
        "token": "playground", "team_id": person.team_id, "team_domain": TEAM_DOMAIN, "channel_id": channel.id,
        "channel_name": hidden[channel.kind], "user_id": person.id, "user_name": person.name, "command": name, "text": text,
        "api_app_id": APP_ID, "is_enterprise_install": "false", "response_url": response_url, "trigger_id": trigger_id,
    }  # fmt: skip


def interaction(kind: str, person: Person, **fields: Any) -> Json:
    """What every interactive payload begins with."""
    user = {"id": person.id, "username": person.name, "name": person.name, "team_id": person.team_id}
    return {
        "type": kind, "user": user, "api_app_id": APP_ID, "token": "playground", "team": {"id": TEAM, "domain": TEAM_DOMAIN},
        "enterprise": None, "is_enterprise_install": False, **copy.deepcopy(fields),
    }  # fmt: skip


def place(channel: Channel) -> Json:
    """A channel as interactive payloads name it."""
    return {"id": channel.id, "name": "directmessage" if channel.kind == "im" else channel.name}


def container(message: Json) -> Json:
    """Where in a conversation an element stands."""
    thread = {"thread_ts": message["thread_ts"]} if "thread_ts" in message else {}
    return {
        "type": "message", "message_ts": message["ts"], "channel_id": message["channel"],
        "is_ephemeral": bool(message.get("ephemeral")), **thread,
    }  # fmt: skip


def envelope(event: Json, id: str, now: float, *, shared: bool = False) -> Json:
    """An event as it is delivered (docs.slack.dev/apis/events-api)."""
    return {
        "token": "playground", "team_id": TEAM, "context_team_id": TEAM, "context_enterprise_id": None, "api_app_id": APP_ID,
        "event": event, "type": "event_callback", "event_id": id, "event_time": int(now),
        "authorizations": [
            {"enterprise_id": None, "team_id": TEAM, "user_id": BOT, "is_bot": True, "is_enterprise_install": False}
        ],
        "is_ext_shared_channel": shared, "event_context": f"4-{id}",
    }  # fmt: skip


def message_event(kind: str, message: Json, channel: Channel, person: Person) -> Json:
    """`message` or `app_mention` of something that somebody wrote."""
    from_elsewhere = {"user_team": person.team_id, "source_team": person.team_id} if person.team_id == OTHER_TEAM else {}
    typed = {"channel_type": {"im": "im", "private": "group", "channel": "channel"}[channel.kind]} if kind == "message" else {}
    own = {name: value for name, value in public(message).items() if name not in ("reply_count", "reply_users", "latest_reply")}
    return {
        **own, "type": kind, "team": person.team_id, "channel": channel.id, "event_ts": message["ts"], **typed, **from_elsewhere,
    }  # fmt: skip
