"""What Slack refuses in a message, judged apart from the bot's own check: by the SDK's models, and by rules that those lack."""

from collections.abc import Iterator, Mapping
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

_MESSAGE = {"text", "blocks", "unfurl_links", "unfurl_media"}
ALLOWED = {
    "chat.postMessage": _MESSAGE | {"channel", "thread_ts"},
    "chat.update": {"channel", "ts", "text", "blocks"},
    "chat.postEphemeral": {"channel", "user", "thread_ts", "text", "blocks"},
    "response_url": _MESSAGE | {"response_type", "replace_original"},
}


def refusal(method: str, fields: Mapping[str, Any]) -> str | None:
    """The error that Slack would answer with, or nothing."""
    if extra := set(fields) - ALLOWED[method]:
        return f"invalid_arguments: {sorted(extra)}"
    text, blocks = fields.get("text", ""), fields.get("blocks") or []
    if not text.strip() and not blocks:
        return "no_text"
    if len(text) > 4_000:
        return "msg_too_long"
    if len(blocks) > 50 or len({block["block_id"] for block in blocks if "block_id" in block}) < sum(
        "block_id" in b for b in blocks
    ):
        return "invalid_blocks"
    tables = [block for block in blocks if block["type"] in ("table", "data_table")]
    if len(tables) > 1:
        return "only_one_table_allowed"
    if sum(len(each) for block in blocks if block not in tables for each in texts(block)) > 13_200:
        return "msg_blocks_too_long"
    return next((f"invalid_blocks: {why}" for block in blocks for why in _faults(block)), None)


def view_refusal(method: str, fields: Mapping[str, Any]) -> str | None:
    """The error that Slack would answer a view with, or nothing."""
    view = fields["view"]
    wanted = {"views.open": {"trigger_id"}, "views.push": {"trigger_id"}, "views.update": {"view_id"}, "views.publish": {"user_id"}}
    if set(fields) - {"view", "hash"} != wanted[method]:
        return f"invalid_arguments: {sorted(fields)}"
    if (view["type"] == "home") is not (method == "views.publish"):
        return f"invalid_arguments: a {view['type']}"
    try:
        View(**view).to_dict()
    except SlackObjectFormationError as error:
        return f"invalid_arguments: {error}"
    blocks = view["blocks"]
    if any(block["type"] == "input" for block in blocks) and "submit" not in view:
        return "invalid_arguments: no submit"
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)) or not 1 <= len(blocks) <= 100:
        return "invalid_arguments: blocks"
    if any(block["type"] in ("table", "data_table", "markdown") for block in blocks):
        return "invalid_arguments: a table in a view"
    return next((f"invalid_arguments: {why}" for block in blocks for why in _faults(block)), None)


def _faults(block: Mapping[str, Any]) -> Iterator[str]:
    if block["type"] == "data_table":
        yield from _data_table_faults(block)
        return
    try:
        parsed = Block.parse(dict(block))
        if parsed is None:
            yield f"unknown block {block.get('type')}"
            return
        parsed.to_dict()
    except SlackObjectFormationError as error:
        yield str(error)
    elements = list(block.get("elements", ())) + ([block["accessory"]] if "accessory" in block else [])
    if block["type"] == "actions" and not elements:
        yield "empty actions"
    ids = [element["action_id"] for element in elements if "action_id" in element]
    if len(ids) != len(set(ids)):
        yield "two elements with one action_id"
    for element in elements:
        if element["type"] == "button" and block["type"] == "context":
            yield "a button in a context"
        if element["type"] == "button" and element["text"]["type"] != "plain_text":
            yield "a button with markup"
        if element.get("style") not in (None, "primary", "danger"):
            yield "style"


def _data_table_faults(block: Mapping[str, Any]) -> Iterator[str]:
    """The SDK has no class for it; the rules are those of docs.slack.dev/reference/block-kit/blocks/data-table-block."""
    rows = block["rows"]
    if set(block) - {"type", "block_id", "caption", "rows", "page_size", "row_header_column_index"} or not block.get("caption"):
        yield "data_table fields"
    if not 2 <= len(rows) <= 101 or len({len(row) for row in rows}) != 1 or not 1 <= len(rows[0]) <= 20:
        yield "data_table rows"
    if any(cell["type"] != "raw_text" or not cell["text"] for row in rows for cell in row):
        yield "data_table cells"
    if sum(len(cell["text"]) for row in rows for cell in row) > 10_000:
        yield "data_table is too long"


def texts(part: Any) -> Iterator[str]:
    """Every text that people see in some blocks."""
    match part:
        case Mapping():
            for key, value in part.items():
                if key == "text" and isinstance(value, str):
                    yield value
                else:
                    yield from texts(value)
        case list() | tuple():
            for each in part:
                yield from texts(each)
        case _:
            return


def marked_texts(payload: Mapping[str, Any]) -> Iterator[str]:
    """Every text of a message that Slack parses for markup: the fallback, and mrkdwn objects."""
    yield payload.get("text", "")
    yield from _mrkdwn(payload.get("blocks") or [])


def _mrkdwn(part: Any) -> Iterator[str]:
    match part:
        case {"type": "mrkdwn", "text": str(text)}:
            yield text
        case Mapping():
            for value in part.values():
                yield from _mrkdwn(value)
        case list() | tuple():
            for each in part:
                yield from _mrkdwn(each)
        case _:
            return
