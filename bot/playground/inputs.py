"""What people entered: `state.values`, as Slack makes it of elements and of what was chosen. Pure."""

from __future__ import annotations

import contextlib
import copy
import re
import secrets
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from bot.playground.shapes import Json, Refused


class Entry(NamedTuple):
    """Where the value of a type of element stands, where its first one does, and what stands for nothing."""

    key: str
    initial: str
    empty: Any = None


ENTRIES: Mapping[str, Entry] = {
    "plain_text_input": Entry("value", "initial_value"),
    "number_input": Entry("value", "initial_value"),
    "email_text_input": Entry("value", "initial_value"),
    "url_text_input": Entry("value", "initial_value"),
    "rich_text_input": Entry("rich_text_value", "initial_value"),
    "static_select": Entry("selected_option", "initial_option"),
    "external_select": Entry("selected_option", "initial_option"),
    "radio_buttons": Entry("selected_option", "initial_option"),
    "overflow": Entry("selected_option", ""),
    "checkboxes": Entry("selected_options", "initial_options", []),
    "multi_static_select": Entry("selected_options", "initial_options", []),
    "multi_external_select": Entry("selected_options", "initial_options", []),
    "users_select": Entry("selected_user", "initial_user"),
    "multi_users_select": Entry("selected_users", "initial_users", []),
    "conversations_select": Entry("selected_conversation", "initial_conversation"),
    "multi_conversations_select": Entry("selected_conversations", "initial_conversations", []),
    "channels_select": Entry("selected_channel", "initial_channel"),
    "multi_channels_select": Entry("selected_channels", "initial_channels", []),
    "datepicker": Entry("selected_date", "initial_date"),
    "timepicker": Entry("selected_time", "initial_time"),
    "datetimepicker": Entry("selected_date_time", "initial_date_time"),
    "file_input": Entry("files", "", []),
}
EXTERNAL = ("external_select", "multi_external_select")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_WEB = re.compile(r"https?://\S+")
_PATTERNS = {
    "selected_date": re.compile(r"\d{4}-\d{2}-\d{2}"),
    "selected_time": re.compile(r"([01]\d|2[0-3]):[0-5]\d"),
}


def filled(blocks: list[Json]) -> list[Json]:
    """Blocks with an id for every block and element that came without, as Slack stores them."""
    made = copy.deepcopy(blocks)
    for block in made:
        block.setdefault("block_id", secrets.token_urlsafe(4))
        for element in elements(block):
            if element.get("type") in ENTRIES or element.get("type") in (
                "button",
                "workflow_button",
                "icon_button",
                "feedback_buttons",
            ):
                element.setdefault("action_id", secrets.token_urlsafe(4))
    return made


def elements(block: Json) -> Iterator[Json]:
    """The elements of a block; a container's are those of its blocks, a card's its buttons."""
    if isinstance(block.get("elements"), list):
        yield from (each for each in block["elements"] if isinstance(each, dict))
    for name in ("accessory", "element"):
        if isinstance(block.get(name), dict):
            yield block[name]
    if isinstance(block.get("actions"), list):
        yield from block["actions"]
    for child in block.get("child_blocks") or ():
        yield from elements(child)


def find(blocks: list[Json], block_id: str, action_id: str) -> Json:
    """The element that was used.

    Raises:
        Refused: `no_such_element`.
    """
    for block in blocks:
        if block.get("block_id") == block_id:
            for element in elements(block):
                if element.get("action_id") == action_id:
                    return element
    raise Refused("no_such_element")


def entered(blocks: list[Json], given: Any, before: Any = None, offered: Mapping[str, list[Json]] | None = None) -> Json:
    """`state.values` of some blocks: what is given now, else what was entered before, else what stood there at first.

    What was entered before and is no longer offered is let go.

    Raises:
        Refused: what is given now is none that an element takes.
    """
    values: Json = {}
    for block in blocks:
        for element in elements(block):
            entry = ENTRIES.get(element.get("type", ""))
            if entry is None or element["type"] == "overflow":
                continue
            place = block["block_id"], element["action_id"]
            known = (offered or {}).get(place[1], [])
            value = copy.deepcopy(element.get(entry.initial, entry.empty))
            if (found := _at(given, element, *place)) is not None:
                value = taken(element, found[entry.key], known)
            elif (found := _at(before, element, *place)) is not None:
                with contextlib.suppress(Refused):
                    value = taken(element, found[entry.key], known)
            values.setdefault(place[0], {})[place[1]] = {"type": element["type"], entry.key: value}
    return values


def taken(element: Json, value: Any, offered: list[Json]) -> Any:
    """A value as Slack keeps it: options become the whole options that the element offers.

    Raises:
        Refused: `no_such_option` for one that it does not offer, `no_such_value` for one of another form.
    """
    entry = ENTRIES[element["type"]]
    if value is None or value == []:
        return copy.deepcopy(entry.empty)
    if entry.key == "selected_option":
        return _option(element, value, offered)
    if entry.key == "selected_options":
        return [_option(element, each, offered) for each in _listed(value)]
    if entry.key == "selected_date_time":
        if isinstance(value, bool) or not isinstance(value, int):
            raise Refused("no_such_value")
        return value
    if entry.empty == []:
        return _listed(value)
    if entry.key != "rich_text_value" and not isinstance(value, str):
        raise Refused("no_such_value")
    if entry.key in _PATTERNS and not _PATTERNS[entry.key].fullmatch(value):
        raise Refused("no_such_value")
    return (value or None) if entry.key == "value" else value


def missing(blocks: list[Json], values: Json) -> dict[str, str]:
    """What Slack's own client says before it sends a form: by block, what is wrong."""
    said: dict[str, str] = {}
    for block in blocks:
        if block.get("type") != "input":
            continue
        element = block["element"]
        entry = ENTRIES[element["type"]]
        value = values[block["block_id"]][element["action_id"]][entry.key]
        if value in (None, [], ""):
            if not block.get("optional"):
                said[block["block_id"]] = "Please complete this required field."
        elif why := _wrong(element, value):
            said[block["block_id"]] = why
    return said


def _wrong(element: Json, value: Any) -> str | None:
    match element["type"]:
        case "email_text_input" if not _EMAIL.fullmatch(value):
            return "Please enter a valid email address."
        case "url_text_input" if not _WEB.fullmatch(value):
            return "Please enter a valid URL."
        case "number_input":
            return _wrong_number(element, value)
        case "plain_text_input" if len(value) < element.get("min_length", 0):
            return f"Please use at least {element['min_length']} characters."
        case "plain_text_input" if len(value) > element.get("max_length", 3_000):
            return f"Please use at most {element.get('max_length', 3_000)} characters."
        case kind if kind.startswith("multi_") and len(value) > element.get("max_selected_items", len(value)):
            return f"Please choose at most {element['max_selected_items']}."
        case "file_input" if len(value) > element.get("max_files", 10):
            return f"Please add at most {element.get('max_files', 10)} files."
        case _:
            return None


def _wrong_number(element: Json, value: str) -> str | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return "Please enter a number."
    if not number.is_finite():
        return "Please enter a number."
    if not element["is_decimal_allowed"] and number != number.to_integral_value():
        return "Please enter a whole number."
    if "min_value" in element and number < Decimal(element["min_value"]):
        return f"Please enter a number that is at least {element['min_value']}."
    if "max_value" in element and number > Decimal(element["max_value"]):
        return f"Please enter a number that is at most {element['max_value']}."
    return None


def _option(element: Json, value: Any, offered: list[Json]) -> Json:
    wanted = value.get("value") if isinstance(value, dict) else value
    groups = [option for group in element.get("option_groups") or () for option in group["options"]]
    initial = [element["initial_option"]] if "initial_option" in element else element.get("initial_options", [])
    for option in (*(element.get("options") or ()), *groups, *offered, *initial):
        if option.get("value") == wanted:
            return dict(option)
    raise Refused("no_such_option")


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Refused("no_such_value")
    return value


def _at(values: Any, element: Json, block_id: str, action_id: str) -> Json | None:
    """What stands there for an element of that type."""
    block = values.get(block_id) if isinstance(values, dict) else None
    found = block.get(action_id) if isinstance(block, dict) else None
    fits = isinstance(found, dict) and found.get("type") == element["type"] and ENTRIES[element["type"]].key in found
    return found if fits else None
