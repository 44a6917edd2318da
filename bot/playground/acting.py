"""What people do in conversations: say, type a command, visit, react. Each reaches the app as Slack would bring it there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.playground import payloads
from bot.playground.checking import check_blocks
from bot.playground.delivery import NotAcknowledged
from bot.playground.inputs import filled
from bot.playground.people import APP_ID, BOT, BOT_ID, SLACKBOT, Person
from bot.playground.playground import Playground
from bot.playground.pressing import interactive, message_of
from bot.playground.shapes import Json, Refused
from bot.playground.typed import encoded
from bot.playground.workspace import Channel

LONGEST = 40_000


def say(slack: Playground, person: Person, channel: Channel, text: str, thread: str | None = None, files: Any = None) -> Json:
    """Write a message; in a thread with its timestamp."""
    _member(person, channel)
    if thread is not None:
        thread = _head(channel, thread)
    shared = [slack.files.share(file, channel.id) for file in map(slack.files.kept.get, files or []) if file and file.complete]
    if not text.strip() and not shared:
        raise Refused("no_text")
    sent = encoded(text[:LONGEST], slack.workspace.people.values(), slack.workspace.channels.values())
    more: Json = {"thread_ts": thread, "files": shared or None, "subtype": "file_share" if shared else None}
    return slack.say(channel, person.id, text=sent, client_msg_id=slack.workspace.new_id("m"), **more)


async def command(slack: Playground, person: Person, channel: Channel, name: str, text: str, thread: str | None = None) -> None:
    """Type a slash command. What goes wrong is also said by Slackbot, to the person alone.

    Raises:
        Refused: `not_in_channel`, `in_thread`, `not_a_command`, `app_not_connected`, `operation_timeout`.
    """
    _member(person, channel)
    known = slack.installed.commands.get(name)
    if thread is not None:
        raise _said(slack, person, channel, Refused("in_thread"), f"{name} is not supported in threads. Sorry!")
    if known is None or person.is_stranger:
        raise _said(slack, person, channel, Refused("not_a_command"), f"{name} is not a valid command.")
    sent = text
    if known.get("should_escape"):
        sent = encoded(text, slack.workspace.people.values(), slack.workspace.channels.values(), named=True)
    path = slack.response_urls.issue(person.id, channel.id, "command")
    trigger = slack.triggers.issue(person.id)
    body = payloads.command(person, channel, name, sent, slack.address + path, trigger)
    try:
        answer = await slack.delivery.ask("slash_commands", name, body, answers=True)
    except NotAcknowledged as missed:
        why = "with the error “operation_timeout”" if missed.why == "operation_timeout" else "because the app did not respond"
        raise _said(slack, person, channel, Refused(missed.why), f"{name} failed {why}.") from missed
    if isinstance(answer, dict) and (answer.get("text") or answer.get("blocks")):
        _answered(slack, person, channel, answer)


def home(slack: Playground, person: Person, tab: str) -> None:
    """Visit the app's Home or Messages tab."""
    if tab == "home" and not slack.installed.home_tab:
        raise Refused("home_tab_is_off")
    channel = slack.workspace.direct(person.id, BOT)
    event: Json = {
        "type": "app_home_opened",
        "user": person.id,
        "channel": channel.id,
        "tab": tab,
        "event_ts": slack.workspace.next_ts(),
    }
    if tab == "home" and (view := slack.views.homes.get(person.id)):
        event["view"] = view
    slack.event("app_home_opened", event)


async def shortcut(slack: Playground, person: Person, callback_id: str, given: Mapping[str, Any]) -> None:
    """Choose a shortcut, of a message or of everything."""
    known = slack.installed.shortcuts.get(callback_id)
    if known is None:
        raise Refused("no_such_shortcut")
    trigger, stamp = slack.triggers.issue(person.id), slack.workspace.next_ts()
    if known["type"] == "global":
        body = payloads.interaction("shortcut", person, callback_id=callback_id, trigger_id=trigger, action_ts=stamp)
    else:
        channel, message = message_of(slack, person, given)
        if message.get("ephemeral"):
            raise Refused("no_such_message")
        path = slack.response_urls.issue(person.id, channel.id, "message", message, message.get("thread_ts"))
        body = payloads.interaction(
            "message_action", person, callback_id=callback_id, trigger_id=trigger, action_ts=stamp, channel=payloads.place(channel),
            message=payloads.public(message), message_ts=message["ts"], response_url=slack.address + path,
        )  # fmt: skip
    await interactive(slack, body["type"], body)


def react(slack: Playground, person: Person, channel: Channel, ts: str, name: str, remove: bool) -> None:
    """Put a reaction at a message, or take it away."""
    message = channel.messages.get(ts)
    if message is None:
        raise Refused("no_such_message")
    change_reaction(slack, channel, message, person.id, name, remove)


def change_reaction(slack: Playground, channel: Channel, message: Json, user: str, name: str, remove: bool) -> None:
    """The reactions of a message with one more or less.

    Raises:
        Refused: `already_reacted` or `no_reaction`.
    """
    by_name: dict[str, list[str]] = {each["name"]: list(each["users"]) for each in message.get("reactions", ())}
    users = by_name.setdefault(name, [])
    if (user in users) is not remove:
        raise Refused("no_reaction" if remove else "already_reacted")
    users.remove(user) if remove else users.append(user)
    made = [{"name": each, "users": who, "count": len(who)} for each, who in by_name.items() if who]
    slack.workspace.change(channel, message, reactions=made or None)
    kind = "reaction_removed" if remove else "reaction_added"
    slack.event(kind, {
        "type": kind, "user": user, "reaction": name, "item_user": message["user"], "event_ts": slack.workspace.next_ts(),
        "item": {"type": "message", "channel": channel.id, "ts": message["ts"]},
    }, channel)  # fmt: skip


def membership(slack: Playground, person: Person, channel: Channel, user: str, inside: bool) -> None:
    """Invite somebody, or leave."""
    if user not in slack.workspace.people or channel.kind == "im":
        raise Refused("user_not_found")
    if inside is (user in channel.members):
        raise Refused("already_in_channel" if inside else "not_in_channel")
    if inside:
        slack.workspace.join(channel, user, person.id if user != person.id else None)
    else:
        slack.workspace.leave(channel, user)
    kind = "member_joined_channel" if inside else "member_left_channel"
    slack.event(kind, {
        "type": kind, "user": user, "channel": channel.id, "channel_type": "C", "team": slack.workspace.people[user].team_id,
        "inviter": person.id, "event_ts": slack.workspace.next_ts(),
    }, channel)  # fmt: skip


def _answered(slack: Playground, person: Person, channel: Channel, answer: Json) -> None:
    """The acknowledgement of a command that is a message itself."""
    blocks = filled(check_blocks(answer["blocks"])) if answer.get("blocks") else None
    fields = {"text": str(answer.get("text") or ""), "blocks": blocks, "bot_id": BOT_ID, "app_id": APP_ID}
    if answer.get("response_type") == "in_channel":
        slack.workspace.post(channel, BOT, **fields)
    else:
        slack.workspace.whisper(channel, person.id, BOT, **fields)


def _said(slack: Playground, person: Person, channel: Channel, refused: Refused, text: str) -> Refused:
    slack.workspace.whisper(channel, person.id, SLACKBOT, text=text)
    return refused


def _member(person: Person, channel: Channel) -> None:
    if person.id not in channel.members:
        raise Refused("not_in_channel")


def _head(channel: Channel, ts: str) -> str:
    """The head of a thread, named by any of its messages."""
    message = channel.messages.get(ts)
    if message is None:
        raise Refused("thread_not_found")
    return str(message.get("thread_ts", ts))
