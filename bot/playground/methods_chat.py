"""chat.*: posting, changing, deleting (docs.slack.dev/reference/methods/chat.postMessage and its neighbours)."""

from __future__ import annotations

import json
from typing import Any

from bot.playground.checking import check_blocks
from bot.playground.inputs import filled
from bot.playground.method import Arguments, method
from bot.playground.payloads import public
from bot.playground.people import APP_ID, BOT, BOT_ID
from bot.playground.playground import Playground
from bot.playground.shapes import Json, Refused
from bot.playground.workspace import Channel

CUT = 40_000
UPDATED = 4_000
ATTACHMENTS = 100
METADATA_BYTES = 8_000


@method("chat.postMessage", "chat:write")
def post_message(slack: Playground, arguments: Arguments) -> Json:
    channel = to_post_in(slack, arguments.need("channel"))
    fields = content(arguments, longest=None)
    for name in ("mrkdwn", "unfurl_links", "unfurl_media", "parse", "link_names", "username", "icon_emoji", "icon_url"):
        arguments.get(name)
    broadcast = arguments.flag("reply_broadcast")
    thread = thread_of(channel, arguments.text("thread_ts"))
    message = slack.say(channel, BOT, **fields, **_ours(), thread_ts=thread, broadcast=broadcast or None)
    return {"channel": channel.id, "ts": message["ts"], "message": public(message)}


@method("chat.update", "chat:write")
def update(slack: Playground, arguments: Arguments) -> Json:
    channel = inside(slack, arguments.need("channel"))
    message = own(channel, arguments.need("ts"), "cant_update_message")
    fields = content(arguments, longest=UPDATED)
    for name in ("parse", "link_names", "reply_broadcast"):
        arguments.get(name)
    stamp = {"edited": {"user": BOT, "ts": slack.workspace.next_ts()}}
    before = public(message)
    changed = {"text": fields["text"], **({"blocks": fields["blocks"] or None} if "blocks" in arguments.given else {})}
    slack.workspace.change(channel, message, **changed, **stamp)
    _heard(slack, channel, "message_changed", message=public(message), previous_message=before)
    return {"channel": channel.id, "ts": message["ts"], "text": message["text"], "message": public(message)}


@method("chat.delete", "chat:write")
def delete(slack: Playground, arguments: Arguments) -> Json:
    channel = inside(slack, arguments.need("channel"))
    message = own(channel, arguments.need("ts"), "cant_delete_message")
    slack.workspace.delete(channel, message)
    _heard(slack, channel, "message_deleted", deleted_ts=message["ts"], previous_message=public(message))
    return {"channel": channel.id, "ts": message["ts"]}


@method("chat.postEphemeral", "chat:write")
def post_ephemeral(slack: Playground, arguments: Arguments) -> Json:
    channel = to_post_in(slack, arguments.need("channel"), joined=True)
    user = arguments.need("user")
    if user not in channel.members:
        raise Refused("user_not_in_channel")
    fields = content(arguments, longest=UPDATED)
    for name in ("parse", "link_names", "username", "icon_emoji", "icon_url"):
        arguments.get(name)
    thread = thread_of(channel, arguments.text("thread_ts"))
    message = slack.workspace.whisper(channel, user, BOT, **fields, **_ours(), thread_ts=thread)
    return {"message_ts": message["ts"]}


@method("chat.getPermalink", json=False)
def permalink(slack: Playground, arguments: Arguments) -> Json:
    channel = known(slack, arguments.need("channel"))
    message = channel.messages.get(arguments.need("message_ts"))
    if message is None:
        raise Refused("message_not_found")
    return {"channel": channel.id, "permalink": slack.workspace.permalink(message)}


def content(arguments: Arguments, longest: int | None) -> Json:
    """The text, blocks and metadata of a message.

    Raises:
        Refused: `no_text`, `msg_too_long`, `invalid_blocks` and what else blocks can be.
    """
    text = arguments.text("text") or ""
    blocks = arguments.structure("blocks", "invalid_blocks_format")
    attachments = arguments.structure("attachments", "invalid_attachments")
    if attachments is not None and not (isinstance(attachments, list) and all(isinstance(each, dict) for each in attachments)):
        raise Refused("invalid_attachments")
    if len(attachments or []) > ATTACHMENTS:
        raise Refused("too_many_attachments")
    checked = check_blocks(blocks) if blocks is not None else []
    if not text.strip() and not checked and not attachments:
        raise Refused("no_text")
    if longest is not None and len(text) > longest:
        raise Refused("msg_too_long")
    return {
        "text": text[:CUT], "blocks": filled(checked) or None, "attachments": attachments or None,
        "metadata": _metadata(arguments.structure("metadata", "invalid_metadata_format")),
    }  # fmt: skip


def known(slack: Playground, id: str) -> Channel:
    """A channel that the bot knows of; a private one that it is not in does not exist for it."""
    channel = slack.workspace.channels.get(id)
    if channel is None or (channel.kind != "channel" and BOT not in channel.members):
        raise Refused("channel_not_found")
    return channel


def inside(slack: Playground, id: str) -> Channel:
    """A channel that the bot is a member of: what it said elsewhere by a response_url it cannot change by the Web API."""
    channel = known(slack, id)
    if BOT not in channel.members:
        raise Refused("channel_not_found")
    return channel


def to_post_in(slack: Playground, id: str, *, joined: bool = False) -> Channel:
    """A channel in which the bot may post; a person's id stands for the direct message with them.

    Raises:
        Refused: `channel_not_found`, `is_archived`, `not_in_channel`.
    """
    person = slack.workspace.people.get(id)
    if person is not None and person.playable and not person.is_stranger:
        return slack.workspace.direct(person.id, BOT)
    channel = known(slack, id)
    if channel.archived:
        raise Refused("is_archived")
    if BOT not in channel.members and (joined or "chat:write.public" not in slack.installed.scopes):
        raise Refused("not_in_channel")
    return channel


def thread_of(channel: Channel, ts: str | None) -> str | None:
    """The head of a thread; a reply stands for its own thread."""
    if ts is None:
        return None
    head = channel.messages.get(ts)
    if head is None:
        raise Refused("thread_not_found")
    return str(head.get("thread_ts", ts))


def own(channel: Channel, ts: str, otherwise: str) -> Json:
    """A message of the bot's own."""
    message = channel.messages.get(ts)
    if message is None:
        raise Refused("message_not_found")
    if message["user"] != BOT:
        raise Refused(otherwise)
    return message


def _ours() -> Json:
    return {"bot_id": BOT_ID, "app_id": APP_ID}


def _metadata(given: Any) -> Json | None:
    if given is None:
        return None
    if (
        not isinstance(given, dict)
        or not isinstance(given.get("event_type"), str)
        or not isinstance(given.get("event_payload"), dict)
    ):
        raise Refused("invalid_metadata_format")
    if len(json.dumps(given)) > METADATA_BYTES:
        raise Refused("metadata_too_large")
    return given


def _heard(slack: Playground, channel: Channel, subtype: str, **fields: Any) -> None:
    kind = {"im": "im", "private": "group", "channel": "channel"}[channel.kind]
    name = {"im": "message.im", "private": "message.groups", "channel": "message.channels"}[channel.kind]
    stamp = slack.workspace.next_ts()
    event = {"type": "message", "subtype": subtype, "channel": channel.id, "channel_type": kind, "hidden": True, "ts": stamp}
    slack.event(name, {**event, "event_ts": stamp, **fields}, channel)
