"""What Slack sends, as what we need of it. Pure; the payloads are described at docs.slack.dev/reference/interaction-payloads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.slack.escape import decode

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """Something that a person did in Slack.

    `name` finds the handler: a command, an event, or a button's action up to its colon. `text` is what was typed, decoded, or the
    button's value as it came. `teams` are the workspaces and organisations that the payload gives for the person.
    """

    name: str
    user: str
    channel: str
    teams: frozenset[str]
    text: str = ""
    thread: str | None = None
    message: str | None = None
    response_url: str | None = None
    private: bool = True
    ephemeral: bool = False


def from_command(body: Body) -> Incoming:
    """A slash command."""
    return Incoming(
        name=body["command"],
        user=body["user_id"],
        channel=body["channel_id"],
        teams=_teams(body.get("team_id")),
        text=decode(body.get("text") or ""),
        response_url=body["response_url"],
    )


def from_mention(body: Body, own_id: str) -> Incoming:
    """A mention in a channel; its answer belongs to the thread that it stands in or starts."""
    return _from_event("app_mention", body, own_id, thread=body["event"].get("thread_ts") or body["event"]["ts"], private=False)


def from_direct_message(body: Body, own_id: str) -> Incoming:
    """A message to the bot itself."""
    return _from_event("message", body, own_id, thread=body["event"].get("thread_ts"), private=True)


def from_press(body: Body) -> Incoming:
    """A button that somebody pressed. A direct message's channel begins with D; an ephemeral message has no reader but one."""
    action, container = body["actions"][0], body.get("container", {})
    channel = body.get("channel", {}).get("id") or container.get("channel_id", "")
    ephemeral = bool(container.get("is_ephemeral"))
    user = body["user"]
    return Incoming(
        name=action["action_id"].partition(":")[0],
        user=user["id"],
        channel=channel,
        teams=_teams(user.get("team_id"), (body.get("team") or {}).get("id")),
        text=action.get("value") or "",
        thread=container.get("thread_ts") or body.get("message", {}).get("thread_ts"),
        message=None if ephemeral else container.get("message_ts"),
        response_url=body.get("response_url"),
        private=ephemeral or channel.startswith("D"),
        ephemeral=ephemeral,
    )


def from_a_person(event: Body) -> bool:
    """Whether an event is a person's own words: not a bot's, not ours, not an edit, a join or a deletion."""
    return bool(event.get("user")) and not event.get("subtype") and not event.get("bot_id")


def _from_event(name: str, body: Body, own_id: str, *, thread: str | None, private: bool) -> Incoming:
    event = body["event"]
    return Incoming(
        name=name,
        user=event["user"],
        channel=event["channel"],
        teams=_teams(body.get("team_id"), event.get("user_team"), event.get("source_team"), event.get("team")),
        text=decode(event.get("text") or "", own_id),
        thread=thread,
        private=private,
    )


def _teams(*ids: str | None) -> frozenset[str]:
    given: Iterable[str] = (each for each in ids if each)
    return frozenset(given)
