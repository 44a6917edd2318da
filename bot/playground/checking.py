"""What Slack refuses of a message or a view as a whole. Pure: the faults, and the `Refused` that they become."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from bot.playground.blocks import BLOCKS, HOME, MESSAGE, MODAL, TABLES
from bot.playground.elements import plain
from bot.playground.rules import Fault, anything, choice, fields, flag, string
from bot.playground.shapes import Json, Refused

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
ALL_TEXT = 13_200
"""Of all blocks but tables, which have a limit of their own; `msg_blocks_too_long` has been seen from about here."""
MARKDOWN = 12_000
CELLS = 10_000
CHARTS = 2
VIEW_BYTES = 250_000


def check_blocks(blocks: Any) -> list[Json]:
    """The blocks of a message, as they are.

    Raises:
        Refused: with Slack's error and, as Slack does, a line for each fault.
    """
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise Refused("invalid_blocks_format")
    faults = list(_blocks(blocks, MESSAGE, MESSAGE_BLOCKS, "/blocks"))
    if faults:
        raise refused(faults, "invalid_blocks")
    return blocks


def check_view(view: Any, allowed: Sequence[str]) -> Json:
    """A view of one of the allowed types, as it is.

    Raises:
        Refused: `invalid_arguments` with a line for each fault, or `view_too_large`.
    """
    if not isinstance(view, dict):
        raise Refused("invalid_arguments", response_metadata={"messages": ["[ERROR] must provide an object [json-pointer:/view]"]})
    if len(json.dumps(view)) > VIEW_BYTES:
        raise Refused("view_too_large")
    kind = str(view.get("type"))
    if kind not in allowed:
        raise refused([Fault(f"must be one of: {', '.join(allowed)}", "/view/type")], "invalid_arguments")
    faults = [*_VIEWS[kind](view, "/view"), *_blocks(view.get("blocks"), kind, VIEW_BLOCKS, "/view/blocks")]
    if kind == MODAL and not view.get("submit") and any(_types(view.get("blocks"), "input")):
        faults.append(Fault("submit is required when an input block is present", "/view/submit"))
    if faults:
        raise refused(faults, "invalid_arguments")
    return view


def refused(faults: Sequence[Fault], code: str) -> Refused:
    """The refusal of some faults: with an own error of the first that has one, else `code`."""
    own = next((fault.code for fault in faults if fault.code), None)
    lines = [str(fault) for fault in faults[:20]]
    return Refused(own or code, errors=lines, response_metadata={"messages": [f"[ERROR] {line}" for line in lines]})


_COMMON = {
    "type": choice(MODAL, HOME), "blocks": anything, "private_metadata": string(3_000, 0), "callback_id": string(255, 0),
    "external_id": string(255, 0),
}  # fmt: skip
_VIEWS = {
    MODAL: fields({**_COMMON, "title": plain(24), "submit": plain(24), "close": plain(24), "clear_on_close": flag,
                   "notify_on_close": flag, "submit_disabled": flag}, ["title", "blocks"]),
    HOME: fields(_COMMON, ["blocks"]),
}  # fmt: skip


def _blocks(blocks: Any, surface: str, most: int, at: str) -> Iterator[Fault]:
    if not isinstance(blocks, list):
        if blocks is not None:
            yield Fault("must provide an array", at)
        return
    if len(blocks) > most:
        yield Fault(f"no more than {most} items allowed", at)
    if surface != MESSAGE and not blocks:
        yield Fault("no fewer than 1 items allowed", at)
    ids: set[str] = set()
    for index, block in enumerate(blocks):
        place = f"{at}/{index}"
        kind = block.get("type") if isinstance(block, dict) else None
        known = BLOCKS.get(kind) if isinstance(kind, str) else None
        if known is None:
            yield Fault(f"unsupported type: {kind}", f"{place}/type")
            continue
        if surface not in known.surfaces:
            yield Fault(f"{kind} blocks are not supported in this surface", place)
        yield from known.rule(block, place)
        if isinstance(id := block.get("block_id"), str):
            if id in ids:
                yield Fault("`block_id` already exists", f"{place}/block_id")
            ids.add(id)
        yield from _action_ids(block, place)
        if surface != MODAL and isinstance(block.get("element"), dict) and block["element"].get("type") == "file_input":
            yield Fault("file_input is only supported in modals", f"{place}/element")
    yield from _sums(blocks, surface, at)


def _action_ids(block: Json, at: str) -> Iterator[Fault]:
    ids = Counter(each["action_id"] for each in _elements(block) if isinstance(each.get("action_id"), str))
    for id, times in ids.items():
        if times > 1:
            yield Fault(f"`action_id` {id} already exists in this block", at)


def _sums(blocks: list[Any], surface: str, at: str) -> Iterator[Fault]:
    """What holds for all blocks together."""
    tables = [block for name in TABLES for block in _types(blocks, name)]
    if len(tables) > 1:
        yield Fault("only one table is allowed", at, "only_one_table_allowed")
    if sum(characters(table.get("rows")) for table in tables) > CELLS:
        yield Fault(f"no more than {CELLS} characters in all cells", at)
    if len(list(_types(blocks, "data_visualization"))) > CHARTS:
        yield Fault(f"no more than {CHARTS} data_visualization blocks allowed", at)
    if sum(characters(block) for block in _types(blocks, "markdown")) > MARKDOWN:
        yield Fault(f"no more than {MARKDOWN} characters in all markdown blocks", at, "msg_blocks_too_long")
    if surface == MESSAGE and sum(characters(block) for block in blocks if block not in tables) > ALL_TEXT:
        yield Fault("the blocks are too long", at, "msg_blocks_too_long")
    focused = [
        each for block in blocks if isinstance(block, dict) for each in _elements(block) if each.get("focus_on_load") is True
    ]
    if len(focused) > 1:
        yield Fault("only one element may have focus_on_load", at)


def _types(blocks: Any, kind: str) -> Iterator[Json]:
    return (block for block in blocks or [] if isinstance(block, dict) and block.get("type") == kind)


def _elements(block: Json) -> Iterator[Json]:
    listed = block.get("elements")
    return (
        each
        for each in [*(listed if isinstance(listed, list) else []), block.get("accessory"), block.get("element")]
        if isinstance(each, dict)
    )


def characters(part: Any) -> int:
    """The characters of text that people see in a part of a message."""
    if isinstance(part, dict):
        own = len(part["text"]) if isinstance(part.get("text"), str) else 0
        return own + sum(characters(value) for value in part.values() if isinstance(value, dict | list))
    return sum(map(characters, part)) if isinstance(part, list) else 0
