"""Slack's limits on messages and views, in one place: every payload is checked against them before it is sent.

The SDK passes many of the things that Slack refuses, and plain dicts skip its checks altogether. The figures are those of
docs.slack.dev/reference/block-kit, docs.slack.dev/reference/views and docs.slack.dev/reference/methods/chat.postMessage.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

TEXT = 4_000
"""Slack recommends this much top-level text and cuts at ten times as much."""
ALL_TEXT = 12_000
"""All text of all blocks of a message; `msg_blocks_too_long` has been seen from about 13,200 characters."""
BLOCKS = 50
SECTION = 3_000
HEADER = 150
CONTEXT_ELEMENTS = 10
BUTTONS = 25
LABEL = 75
VALUE = 2_000
ID = 255
OPTIONS = 100
OPTION_VALUE = 150
MENU = 5
PLACEHOLDER = 150
INPUT_LABEL = 2_000
TYPED = 3_000
CONFIRM = {"title": 100, "text": 300, "confirm": 30, "deny": 30}
TABLE_ROWS = 100
"""With the header. Data tables take one more, and since lately a hundred more, which not every client knows."""
TABLE_COLUMNS = 20
TABLE_TEXT = 10_000
CHART_TITLE = 50
POINTS = 20
POINT_LABEL = 20
VIEW_BLOCKS = 100
TITLE = 24
METADATA = 3_000

_IN_MESSAGES = {"section", "header", "context", "actions", "divider", "table", "data_table", "data_visualization"}
_IN_VIEWS = {"section", "header", "context", "actions", "divider", "input"}
_PRESSED = {"button", "overflow", "static_select"}
_ENTERED = {"plain_text_input", "datepicker", "timepicker", "static_select", "multi_static_select", "conversations_select"}

Faults = Iterator[str]


def faults(payload: Mapping[str, Any]) -> list[str]:
    """What Slack would refuse in a message of `text` and `blocks`, one line each with the place; an empty list is fine."""
    return list(_message(payload))


def view_faults(view: Mapping[str, Any]) -> list[str]:
    """What Slack would refuse in a modal or a Home tab."""
    return list(_view(view))


def _message(payload: Mapping[str, Any]) -> Faults:
    blocks = payload.get("blocks", [])
    if not payload.get("text", "").strip():
        yield "text: is empty"
    if len(payload.get("text", "")) > TEXT:
        yield f"text: is longer than {TEXT}"
    if len(blocks) > BLOCKS:
        yield f"blocks: more than {BLOCKS}"
    tables = [block for block in blocks if block.get("type") in ("table", "data_table")]
    if len(tables) > 1:
        yield "blocks: more than one table"
    if sum(_characters(block) for block in blocks if block not in tables) > ALL_TEXT:
        yield f"blocks: more than {ALL_TEXT} characters together"
    yield from _blocks(blocks, _IN_MESSAGES)


def _view(view: Mapping[str, Any]) -> Faults:
    blocks = view.get("blocks", [])
    if not 1 <= len(blocks) <= VIEW_BLOCKS:
        yield f"blocks: needs 1 to {VIEW_BLOCKS}"
    if len(view.get("private_metadata", "")) > METADATA:
        yield f"private_metadata: is longer than {METADATA}"
    if len(view.get("callback_id", "")) > ID:
        yield f"callback_id: is longer than {ID}"
    if view.get("type") == "modal":
        for name in ("title", "submit", "close"):
            if name in view or name == "title":
                yield from (f"{name}: {fault}" for fault in _text(view.get(name), TITLE, ("plain_text",)))
        if "submit" not in view and any(block.get("type") == "input" for block in blocks):
            yield "submit: is needed where something is entered"
    names = [block["block_id"] for block in blocks if "block_id" in block]
    if len(set(names)) < len(names):
        yield "blocks: two with one block_id"
    yield from _blocks(blocks, _IN_VIEWS)


def _blocks(blocks: Sequence[Mapping[str, Any]], allowed: set[str]) -> Faults:
    for number, block in enumerate(blocks):
        if block.get("type") not in allowed:
            yield f"blocks[{number}]: is of a type that we do not send here: {block.get('type')}"
            continue
        for fault in _block(block):
            yield f"blocks[{number}]: {fault}"


def _block(block: Mapping[str, Any]) -> Faults:
    match block.get("type"):
        case "section":
            yield from _text(block.get("text"), SECTION)
            if "accessory" in block:
                yield from _element(block["accessory"], _PRESSED)
        case "header":
            yield from _text(block.get("text"), HEADER, ("plain_text",))
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
                yield from _element(element, _PRESSED)
        case "input":
            yield from _text(block.get("label"), INPUT_LABEL, ("plain_text",))
            if "hint" in block:
                yield from _text(block["hint"], INPUT_LABEL, ("plain_text",))
            yield from _element(block["element"], _ENTERED)
        case "table" | "data_table":
            yield from _table(block)
        case "data_visualization":
            yield from _chart(block)
        case _:
            return


def _table(table: Mapping[str, Any]) -> Faults:
    rows = table["rows"]
    if not 2 <= len(rows) <= TABLE_ROWS:
        yield f"needs 2 to {TABLE_ROWS} rows"
    if len({len(row) for row in rows}) > 1 or not all(1 <= len(row) <= TABLE_COLUMNS for row in rows):
        yield f"needs rows of one length, 1 to {TABLE_COLUMNS}"
    cells = [cell["text"] for row in rows for cell in row]
    if not all(cells):
        yield "has an empty cell"
    if sum(map(len, cells)) > TABLE_TEXT:
        yield f"has more than {TABLE_TEXT} characters"
    if table["type"] == "data_table" and not table.get("caption"):
        yield "needs a caption"


def _chart(block: Mapping[str, Any]) -> Faults:
    if not 1 <= len(block["title"]) <= CHART_TITLE:
        yield f"needs a title of 1 to {CHART_TITLE} characters"
    categories = block["chart"]["axis_config"]["categories"]
    if not 1 <= len(categories) <= POINTS or len(set(categories)) < len(categories):
        yield f"needs 1 to {POINTS} categories, each once"
    if not all(1 <= len(label) <= POINT_LABEL for label in categories):
        yield f"needs labels of 1 to {POINT_LABEL} characters"
    for series in block["chart"]["series"]:
        if [point["label"] for point in series["data"]] != categories:
            yield "has a series that does not fit its categories"


def _text(text: Any, longest: int, kinds: tuple[str, ...] = ("mrkdwn", "plain_text")) -> Faults:
    if not isinstance(text, Mapping) or text.get("type") not in kinds:
        yield f"needs text of type {' or '.join(kinds)}"
    elif not 1 <= len(text["text"]) <= longest:
        yield f"needs 1 to {longest} characters, has {len(text['text'])}"


def _element(element: Mapping[str, Any], allowed: set[str]) -> Faults:
    kind = element.get("type")
    if kind not in allowed:
        yield f"is an element that we do not send here: {kind}"
        return
    if not 1 <= len(element.get("action_id", "")) <= ID:
        yield f"needs an action_id of 1 to {ID} characters"
    if "placeholder" in element:
        yield from _text(element["placeholder"], PLACEHOLDER, ("plain_text",))
    if "confirm" in element:
        for name, longest in CONFIRM.items():
            yield from _text(element["confirm"].get(name), longest, ("plain_text",))
    match kind:
        case "button":
            yield from _text(element.get("text"), LABEL, ("plain_text",))
            if len(element.get("value", "")) > VALUE:
                yield f"has a value longer than {VALUE}"
            if len(element.get("accessibility_label", "")) > LABEL:
                yield f"has an accessibility_label longer than {LABEL}"
            if element.get("style", "primary") not in ("primary", "danger"):
                yield "has an unknown style"
        case "overflow":
            yield from _options(element, MENU)
        case "static_select" | "multi_static_select":
            yield from _options(element, OPTIONS)
        case "plain_text_input":
            if len(element.get("initial_value", "")) > min(element.get("max_length", TYPED), TYPED):
                yield "begins with more than may be typed"
        case _:
            return


def _options(element: Mapping[str, Any], most: int) -> Faults:
    options = element.get("options", [])
    if not 1 <= len(options) <= most:
        yield f"needs 1 to {most} options"
    if len({option.get("value") for option in options}) < len(options):
        yield "has two options with one value"
    for option in options:
        yield from _text(option.get("text"), LABEL, ("plain_text",))
        if not 1 <= len(option.get("value", "")) <= OPTION_VALUE:
            yield f"needs option values of 1 to {OPTION_VALUE} characters"


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
