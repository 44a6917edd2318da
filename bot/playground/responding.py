"""Answers at a response_url (docs.slack.dev/interactivity/handling-user-interaction)."""

from __future__ import annotations

from bot.playground.method import Arguments
from bot.playground.methods_chat import content, thread_of
from bot.playground.people import APP_ID, BOT, BOT_ID
from bot.playground.playground import Playground
from bot.playground.shapes import Json, Refused
from bot.playground.tickets import ResponseUrl


def respond(slack: Playground, path: str, given: Json) -> tuple[str | None, tuple[str, ...]]:
    """Post, replace or delete as an answer says; the message that came of it, and the names of fields that Slack skips.

    A message of its own kind stays what it is: what is replaced in a channel stays for all, an ephemeral one for its reader.

    Raises:
        Refused: `used_url`, `expired_url`, `invalid_url`; what a message can be refused for.
    """
    arguments = Arguments(given)
    url = slack.response_urls.use(path)
    in_channel = arguments.text("response_type")
    if in_channel not in (None, "ephemeral", "in_channel"):
        raise Refused("invalid_payload")
    replace, delete = arguments.flag("replace_original"), arguments.flag("delete_original")
    for name in ("unfurl_links", "unfurl_media", "mrkdwn", "parse", "link_names"):
        arguments.get(name)
    if delete:
        _delete(slack, url)
        if not any(given.get(name) for name in ("text", "blocks")):
            return None, arguments.ignored()
    fields = content(arguments, longest=None)
    channel = slack.workspace.channels[url.channel]
    thread = thread_of(channel, arguments.text("thread_ts")) or (url.thread if url.came_from == "message" else None)
    if replace and not delete and url.message is not None:
        _replace(slack, url, url.message, fields)
        made = url.message
    else:
        made = _add(slack, url, fields, thread, public=in_channel == "in_channel")
    return made["ts"], arguments.ignored()


def _add(slack: Playground, url: ResponseUrl, fields: Json, thread: str | None, *, public: bool) -> Json:
    channel = slack.workspace.channels[url.channel]
    more = {**fields, "bot_id": BOT_ID, "app_id": APP_ID, "thread_ts": thread}
    if public:
        made = slack.workspace.post(channel, BOT, **more)
    else:
        made = slack.workspace.whisper(channel, url.person, BOT, **more)
    if url.came_from == "command" and url.message is None:
        url.message = made
    return made


def _replace(slack: Playground, url: ResponseUrl, message: Json, fields: Json) -> None:
    if message.get("ephemeral"):
        # Whoever pressed an ephemeral message is its reader. One that was dismissed comes back.
        slack.workspace.ephemerals[url.person].setdefault(message["ts"], message)
        slack.workspace.rewhisper(url.person, message, **fields)
        return
    if message["user"] != BOT:
        raise Refused("cant_update_message")
    slack.workspace.change(slack.workspace.channels[url.channel], message, **fields)


def _delete(slack: Playground, url: ResponseUrl) -> None:
    if url.message is None:
        return
    if url.message.get("ephemeral"):
        slack.workspace.unwhisper(url.person, url.message)
    else:
        slack.workspace.delete(slack.workspace.channels[url.channel], url.message)
