"""What the page can ask for, one function each, and the sentence for each thing that can go wrong."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.playground import acting, pressing
from bot.playground.people import Person
from bot.playground.playground import Playground
from bot.playground.shapes import Json, Refused

Deed = Callable[[Playground, Person, Mapping[str, Any]], Awaitable[Json]]


async def _say(slack: Playground, person: Person, given: Mapping[str, Any]) -> Json:
    files = given.get("files")
    names = [each for each in files if isinstance(each, str)] if isinstance(files, list) else []
    channel = slack.channel(given.get("channel"), person.id)
    message = acting.say(slack, person, channel, _text(given, "text"), _text(given, "thread_ts") or None, names)
    return {"ts": message["ts"]}


async def _command(slack: Playground, person: Person, given: Mapping[str, Any]) -> Json:
    channel = slack.channel(given.get("channel"), person.id)
    name, text, thread = _text(given, "command"), _text(given, "text"), _text(given, "thread_ts") or None
    await acting.command(slack, person, channel, name, text, thread)
    return {}


async def _press(slack: Playground, person: Person, given: Mapping[str, Any]) -> Json:
    await pressing.press(slack, person, given)
    return {}


async def _submit(slack: Playground, person: Person, given: Mapping[str, Any]) -> Json:
    return await pressing.submit(slack, person, _text(given, "view_id"), given.get("state"))


async def _close(slack: Playground, person: Person, given: Mapping[str, Any]) -> Json:
    await pressing.close(slack, person, _text(given, "view_id"), given.get("all") is True)
    return {}


async def _home(slack: Playground, person: Person, given: Mapping[str, Any]) -> Json:
    tab = _text(given, "tab")
    if tab not in ("home", "messages"):
        raise Refused("malformed")
    acting.home(slack, person, tab)
    return {}


async def _suggest(slack: Playground, person: Person, given: Mapping[str, Any]) -> Json:
    return await pressing.suggest(slack, person, given)


async def _shortcut(slack: Playground, person: Person, given: Mapping[str, Any]) -> Json:
    await acting.shortcut(slack, person, _text(given, "callback_id"), given)
    return {}


async def _react(slack: Playground, person: Person, given: Mapping[str, Any]) -> Json:
    channel = slack.channel(given.get("channel"), person.id)
    acting.react(slack, person, channel, _text(given, "ts"), _text(given, "name"), given.get("remove") is True)
    return {}


async def _read(slack: Playground, person: Person, given: Mapping[str, Any]) -> Json:
    slack.workspace.read(person.id, slack.channel(given.get("channel"), person.id))
    return {}


async def _membership(slack: Playground, person: Person, given: Mapping[str, Any]) -> Json:
    channel = slack.channel(given.get("channel"), person.id)
    acting.membership(slack, person, channel, _text(given, "user"), given.get("in") is not False)
    return {}


async def _open_dm(slack: Playground, person: Person, given: Mapping[str, Any]) -> Json:
    user = _text(given, "user")
    if user not in slack.workspace.people or user == person.id:
        raise Refused("user_not_found")
    return {"channel": slack.workspace.direct(person.id, user).id}


DEEDS: Mapping[str, Deed] = {
    "say": _say, "command": _command, "press": _press, "submit": _submit, "close": _close, "home": _home, "suggest": _suggest,
    "shortcut": _shortcut, "react": _react, "read": _read, "member": _membership, "open_dm": _open_dm,
}  # fmt: skip

SENTENCES: Mapping[str, str] = {
    "app_not_connected": "The app is not connected.",
    "operation_timeout": "The app did not answer within three seconds.",
    "not_a_command": "There is no such command here.",
    "in_thread": "Slash commands do not work in threads.",
    "not_in_channel": "Join the channel first.",
    "channel_not_found": "There is no such channel for you.",
    "no_text": "There is nothing to send.",
    "no_such_message": "That message is gone.",
    "no_such_view": "That window is closed.",
    "no_such_element": "That is gone from the message.",
    "no_such_option": "That is not one of the options.",
    "no_such_value": "That is not a value of this field.",
    "invalid_input": "Please correct what is marked.",
    "errors": "Please correct what is marked.",
    "home_tab_is_off": "The app has no Home tab.",
    "no_such_person": "There is nobody of that id to be.",
    "request_too_large": "That is too large.",
}


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Refused("malformed")
    return value
