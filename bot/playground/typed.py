"""What people type, as Slack's client sends it: escaped, with mentions, channels and links marked up."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.playground.people import Person
from bot.playground.workspace import Channel

_PARTS = re.compile(
    r"(?P<kept><[@#!][A-Z][A-Z0-9]+(?:\|[^<>]*)?>)"
    r"|(?P<link>https?://[^\s<>|]+)"
    r"|(?P<mail>[\w.+-]+@[\w-]+\.[\w.-]*\w)"
    r"|(?<!\w)@(?P<name>[\w.-]*\w)"
    r"|(?<!\w)#(?P<channel>[\w-]+)"
)


def escaped(text: str) -> str:
    """The three characters that Slack escapes (docs.slack.dev/messaging/formatting-message-text)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def encoded(text: str, people: Iterable[Person], channels: Iterable[Channel], *, named: bool = False) -> str:
    """A typed text as it is sent. `named` writes the name beside each id, as commands with `should_escape` get it."""
    by_name = {person.name: person for person in people}
    by_channel = {channel.name: channel for channel in channels if channel.kind != "im"}
    made, end = [], 0
    for match in _PARTS.finditer(text):
        made.append(escaped(text[end : match.start()]))
        made.append(_one(match, by_name, by_channel, named))
        end = match.end()
    return "".join([*made, escaped(text[end:])])


def _one(match: re.Match[str], people: dict[str, Person], channels: dict[str, Channel], named: bool) -> str:
    whole = match.group()
    match match.lastgroup:
        case "kept":
            return whole
        case "link":
            return f"<{escaped(whole)}>"
        case "mail":
            return f"<mailto:{whole}|{whole}>"
        case "name" if (person := people.get(match["name"])) is not None:
            return f"<@{person.id}|{person.name}>" if named else f"<@{person.id}>"
        case "channel" if (channel := channels.get(match["channel"])) is not None:
            return f"<#{channel.id}|{channel.name}>"
        case _:
            return escaped(whole)
