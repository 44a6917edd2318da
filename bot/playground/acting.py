"""What people do: say, type a command, press, submit, and the rest. Each reaches the app as Slack would bring it there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.playground import payloads
from bot.playground.checking import check_blocks
from bot.playground.delivery import NotAcknowledged
from bot.playground.inputs import ENTRIES, EXTERNAL, entered, filled, find, missing, taken
from bot.playground.people import APP_ID, BOT, BOT_ID, SLACKBOT, Person
from bot.playground.playground import Playground
from bot.playground.shapes import Json, Refused
from bot.playground.typed import encoded
from bot.playground.workspace import Channel

LONGEST = 40_000
_PRESSED = ("button", "workflow_button", "icon_button", "feedback_buttons")


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
        Refused: `in_thread`, `not_a_command`, `app_not_connected`, `operation_timeout`.
    """
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


async def press(slack: Playground, person: Person, given: Mapping[str, Any]) -> None:
    """Use an element of a message or a view.

    Raises:
        Refused: it is not there, the value is none that it takes, or the app did not answer.
    """
    block_id, action_id = str(given.get("block_id")), str(given.get("action_id"))
    state = given.get("state", {}).get("values") if isinstance(given.get("state"), dict) else None
    if "view_id" in given:
        view = slack.views.of(person.id, str(given["view_id"]))
        element = find(view["blocks"], block_id, action_id)
        view["state"]["values"] = entered(view["blocks"], state, view["state"]["values"], slack.offered)
        action = _action(slack, element, block_id, given)
        _note(view["state"]["values"], block_id, action)
        body = payloads.interaction(
            "block_actions", person, container={"type": "view", "view_id": view["id"]}, view=view,
            trigger_id=slack.triggers.issue(person.id, view["id"] if view["type"] == "modal" else None), actions=[action],
        )  # fmt: skip
    else:
        channel, message = _message(slack, person, given)
        element = find(message.get("blocks", []), block_id, action_id)
        action = _action(slack, element, block_id, given)
        values = entered(message.get("blocks", []), state, None, slack.offered)
        _note(values, block_id, action)
        path = slack.response_urls.issue(person.id, channel.id, "message", message, message.get("thread_ts"))
        shown = {} if message.get("ephemeral") else {"message": payloads.public(message)}
        body = payloads.interaction(
            "block_actions", person, container=payloads.container(message), channel=payloads.place(channel), **shown,
            state={"values": values}, response_url=slack.address + path, trigger_id=slack.triggers.issue(person.id),
            actions=[action],
        )  # fmt: skip
    await _interactive(slack, "block_actions", body)


async def submit(slack: Playground, person: Person, view_id: str, state: Any) -> Json:
    """Submit a modal. What Slack's client checks is checked first; then the app says what happens.

    Raises:
        Refused: `invalid_input` or `errors` with the sentences by block, `operation_timeout`, `invalid_response_action`.
    """
    view = slack.views.of(person.id, view_id)
    if view["type"] != "modal":
        raise Refused("no_such_view")
    view.pop("errors", None)
    values = entered(
        view["blocks"], state.get("values") if isinstance(state, dict) else None, view["state"]["values"], slack.offered
    )
    view["state"]["values"] = values
    if said := missing(view["blocks"], values):
        slack.views.refuse(person.id, view, said)
        raise Refused("invalid_input", errors=said)
    urls = _response_urls(slack, person, view)
    body = payloads.interaction(
        "view_submission", person, view=view, trigger_id=slack.triggers.issue(person.id, view["id"]), response_urls=urls
    )
    answer = await _interactive(slack, "view_submission", body, answers=True)
    action = slack.views.answered(person.id, view, answer if isinstance(answer, dict) else {})
    if action == "errors":
        raise Refused("errors", errors=view["errors"])
    return {"response_action": action}


async def close(slack: Playground, person: Person, view_id: str, everything: bool) -> None:
    """Close a modal, or the whole stack; the app hears of it where it asked to."""
    view = slack.views.of(person.id, view_id)
    stack = list(slack.views.stack(person.id))
    gone = stack if everything or view.get("clear_on_close") else [view]
    for each in reversed(gone):
        slack.views.close(person.id, each)
    for each in reversed(gone):
        if each["notify_on_close"]:
            body = payloads.interaction("view_closed", person, view=each, is_cleared=everything)
            await _interactive(slack, "view_closed", body)


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


async def suggest(slack: Playground, person: Person, given: Mapping[str, Any]) -> Json:
    """Type into a select whose options the app gives."""
    block_id, action_id, value = (str(given.get(name, "")) for name in ("block_id", "action_id", "value"))
    if "view_id" in given:
        view = slack.views.of(person.id, str(given["view_id"]))
        blocks, where = view["blocks"], {"view": view, "container": {"type": "view", "view_id": view["id"]}}
    else:
        channel, message = _message(slack, person, given)
        blocks, where = message.get("blocks", []), {"container": payloads.container(message), "channel": payloads.place(channel)}
    element = find(blocks, block_id, action_id)
    if element["type"] not in EXTERNAL:
        raise Refused("no_such_element")
    body = payloads.interaction("block_suggestion", person, action_id=action_id, block_id=block_id, value=value, **where)
    answer = await _interactive(slack, "block_suggestion", body, answers=True)
    made = answer if isinstance(answer, dict) else {}
    name = "option_groups" if made.get("option_groups") else "options"
    offered = made.get(name) or []
    _check_offered(element, name, offered)
    slack.offered[action_id] = [option for group in offered for option in group["options"]] if name == "option_groups" else offered
    return {name: offered}


async def shortcut(slack: Playground, person: Person, callback_id: str, given: Mapping[str, Any]) -> None:
    """Choose a shortcut, of a message or of everything."""
    known = slack.installed.shortcuts.get(callback_id)
    if known is None:
        raise Refused("no_such_shortcut")
    trigger, stamp = slack.triggers.issue(person.id), slack.workspace.next_ts()
    if known["type"] == "global":
        body = payloads.interaction("shortcut", person, callback_id=callback_id, trigger_id=trigger, action_ts=stamp)
    else:
        channel, message = _message(slack, person, given)
        if message.get("ephemeral"):
            raise Refused("no_such_message")
        path = slack.response_urls.issue(person.id, channel.id, "message", message, message.get("thread_ts"))
        body = payloads.interaction(
            "message_action", person, callback_id=callback_id, trigger_id=trigger, action_ts=stamp, channel=payloads.place(channel),
            message=payloads.public(message), message_ts=message["ts"], response_url=slack.address + path,
        )  # fmt: skip
    await _interactive(slack, body["type"], body)


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


async def _interactive(slack: Playground, name: str, body: Json, *, answers: bool = False) -> Any:
    if not slack.installed.interactive:
        raise Refused("interactivity_is_off")
    try:
        return await slack.delivery.ask("interactive", name, body, answers=answers)
    except NotAcknowledged as missed:
        raise Refused(missed.why) from missed


def _action(slack: Playground, element: Json, block_id: str, given: Mapping[str, Any]) -> Json:
    """An entry of `actions`."""
    action: Json = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block_id,
        "action_ts": slack.workspace.next_ts(),
    }
    if element["type"] in _PRESSED:
        return action | {name: element[name] for name in ("text", "value", "style") if name in element}
    entry = ENTRIES.get(element["type"])
    if entry is None:
        raise Refused("no_such_element")
    return action | {entry.key: taken(element, given.get(entry.key), slack.offered.get(element["action_id"], []))}


def _note(values: Json, block_id: str, action: Json) -> None:
    """What was just chosen is part of the state."""
    entry = ENTRIES.get(action["type"])
    if entry is not None and action["type"] != "overflow":
        values.setdefault(block_id, {})[action["action_id"]] = {"type": action["type"], entry.key: action[entry.key]}


def _message(slack: Playground, person: Person, given: Mapping[str, Any]) -> tuple[Channel, Json]:
    """The message that somebody has before them."""
    channel = slack.channel(given.get("channel"), person.id)
    ts = str(given.get("ts"))
    own = slack.workspace.ephemerals[person.id].get(ts)
    message = own if own is not None and own["channel"] == channel.id else channel.messages.get(ts)
    if message is None:
        raise Refused("no_such_message")
    return channel, message


def _response_urls(slack: Playground, person: Person, view: Json) -> list[Json]:
    """A response_url for each channel that was chosen where the app asked for one."""
    urls = []
    for block in view["blocks"]:
        element = block.get("element", {})
        if not element.get("response_url_enabled"):
            continue
        entry = ENTRIES[element["type"]]
        chosen = view["state"]["values"][block["block_id"]][element["action_id"]][entry.key]
        if chosen in slack.workspace.channels:
            path = slack.response_urls.issue(person.id, chosen, "command")
            urls.append({
                "block_id": block["block_id"], "action_id": element["action_id"], "channel_id": chosen,
                "response_url": slack.address + path,
            })  # fmt: skip
    return urls


def _check_offered(element: Json, name: str, offered: Any) -> None:
    """Options that the app gives are held to the limits of those in a block."""
    shown = {"type": f"{'multi_' if element['type'].startswith('multi_') else ''}static_select", name: offered}
    if not offered:
        return
    try:
        check_blocks([{"type": "section", "text": {"type": "mrkdwn", "text": "."}, "accessory": shown}])
    except Refused as refused:
        raise Refused("invalid_options", **refused.more) from refused


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
