"""What people do with elements and modals: press, choose, submit, close. Each reaches the app as Slack would bring it there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.playground import payloads
from bot.playground.checking import check_blocks
from bot.playground.delivery import NotAcknowledged
from bot.playground.inputs import ENTRIES, EXTERNAL, entered, find, missing, taken
from bot.playground.people import Person
from bot.playground.playground import Playground
from bot.playground.shapes import Json, Refused
from bot.playground.workspace import Channel

_PRESSED = ("button", "workflow_button", "icon_button", "feedback_buttons")


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
        channel, message = message_of(slack, person, given)
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
    await interactive(slack, "block_actions", body)


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
    answer = await interactive(slack, "view_submission", body, answers=True)
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
            await interactive(slack, "view_closed", body)


async def suggest(slack: Playground, person: Person, given: Mapping[str, Any]) -> Json:
    """Type into a select whose options the app gives."""
    block_id, action_id, value = (str(given.get(name, "")) for name in ("block_id", "action_id", "value"))
    if "view_id" in given:
        view = slack.views.of(person.id, str(given["view_id"]))
        blocks, where = view["blocks"], {"view": view, "container": {"type": "view", "view_id": view["id"]}}
    else:
        channel, message = message_of(slack, person, given)
        blocks, where = message.get("blocks", []), {"container": payloads.container(message), "channel": payloads.place(channel)}
    element = find(blocks, block_id, action_id)
    if element["type"] not in EXTERNAL:
        raise Refused("no_such_element")
    body = payloads.interaction("block_suggestion", person, action_id=action_id, block_id=block_id, value=value, **where)
    answer = await interactive(slack, "block_suggestion", body, answers=True)
    made = answer if isinstance(answer, dict) else {}
    name = "option_groups" if made.get("option_groups") else "options"
    offered = made.get(name) or []
    _check_offered(element, name, offered)
    slack.offered[action_id] = [option for group in offered for option in group["options"]] if name == "option_groups" else offered
    return {name: offered}


async def interactive(slack: Playground, name: str, body: Json, *, answers: bool = False) -> Any:
    if not slack.installed.interactive:
        raise Refused("interactivity_is_off")
    try:
        return await slack.delivery.ask("interactive", name, body, answers=answers)
    except NotAcknowledged as missed:
        raise Refused(missed.why) from missed


def message_of(slack: Playground, person: Person, given: Mapping[str, Any]) -> tuple[Channel, Json]:
    """The message that somebody has before them."""
    channel = slack.channel(given.get("channel"), person.id)
    ts = str(given.get("ts"))
    own = slack.workspace.ephemerals[person.id].get(ts)
    message = own if own is not None and own["channel"] == channel.id else channel.messages.get(ts)
    if message is None:
        raise Refused("no_such_message")
    return channel, message


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
