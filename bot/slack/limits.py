"""Slack's limits on a message, in one place: every payload is checked against them before it is sent.

The SDK passes many of the things that Slack refuses, and plain dicts skip its checks altogether. The figures are those of
docs.slack.dev/reference/block-kit and docs.slack.dev/reference/methods/chat.postMessage.
"""

from collections.abc import Iterator, Mapping
from typing import Any

TEXT = 4_000
"""Slack recommends this much top-level text and cuts at ten times as much."""
ALL_TEXT = 12_000
"""All text of all blocks; `msg_blocks_too_long` has been seen from about 13,200 characters."""
BLOCKS = 50
SECTION = 3_000
CONTEXT_ELEMENTS = 10
BUTTONS = 25
LABEL = 75
VALUE = 2_000
ID = 255


def faults(payload: Mapping[str, Any]) -> list[str]:
    """What Slack would refuse in a message of `text` and `blocks`, one line each with the place; an empty list is fine."""
    return list(_message(payload))


def _message(payload: Mapping[str, Any]) -> Iterator[str]:
    blocks = payload.get("blocks", [])
    if not payload.get("text", "").strip():
        yield "text: is empty"
    if len(payload.get("text", "")) > TEXT:
        yield f"text: is longer than {TEXT}"
    if len(blocks) > BLOCKS:
        yield f"blocks: more than {BLOCKS}"
    if sum(map(_characters, blocks)) > ALL_TEXT:
        yield f"blocks: more than {ALL_TEXT} characters together"
    for number, block in enumerate(blocks):
        for fault in _block(block):
            yield f"blocks[{number}]: {fault}"


def _block(block: Mapping[str, Any]) -> Iterator[str]:
    match block.get("type"):
        case "divider":
            return
        case "section":
            yield from _text(block.get("text"), SECTION)
            if "accessory" in block:
                yield from _button(block["accessory"])
        case "context":
            if not 1 <= len(block["elements"]) <= CONTEXT_ELEMENTS:
                yield f"needs 1 to {CONTEXT_ELEMENTS} elements"
            for element in block["elements"]:
                yield from _text(element, SECTION)
        case "actions":
            if not 1 <= len(block["elements"]) <= BUTTONS:
                yield f"needs 1 to {BUTTONS} elements"
            ids = [element.get("action_id") for element in block["elements"]]
            if len(set(ids)) < len(ids):
                yield "has two elements with one action_id"
            for element in block["elements"]:
                yield from _button(element)
        case other:
            yield f"is of a type that we do not send: {other}"


def _text(text: Any, longest: int, kinds: tuple[str, ...] = ("mrkdwn", "plain_text")) -> Iterator[str]:
    if not isinstance(text, Mapping) or text.get("type") not in kinds:
        yield f"needs text of type {' or '.join(kinds)}"
    elif not 1 <= len(text["text"]) <= longest:
        yield f"needs 1 to {longest} characters, has {len(text['text'])}"


def _button(button: Mapping[str, Any]) -> Iterator[str]:
    if button.get("type") != "button":
        yield f"is an element that we do not send: {button.get('type')}"
        return
    yield from _text(button.get("text"), LABEL, ("plain_text",))
    if not 1 <= len(button.get("action_id", "")) <= ID:
        yield f"needs an action_id of 1 to {ID} characters"
    if len(button.get("value", "")) > VALUE:
        yield f"has a value longer than {VALUE}"
    if button.get("style", "primary") not in ("primary", "danger"):
        yield "has an unknown style"


def _characters(part: Any) -> int:
    """The text that people see in a part of a message."""
    match part:
        case Mapping():
            own = len(part["text"]) if isinstance(part.get("text"), str) else 0
            return own + sum(_characters(value) for value in part.values() if not isinstance(value, str))
        case list() | tuple():
            return sum(map(_characters, part))
        case _:
            return 0
