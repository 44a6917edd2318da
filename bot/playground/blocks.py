"""What Slack takes as a block, and where: a table of types (docs.slack.dev/reference/block-kit/blocks).

Where its documents disagree the stricter reading holds: 101 rows of a data table, 6 series or segments of a chart, alerts in
modals only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.playground import elements
from bot.playground.elements import ID, URL, plain, text
from bot.playground.rules import (
    Fault,
    Rule,
    all_of,
    anything,
    choice,
    fields,
    flag,
    later,
    many,
    not_both,
    number,
    one_of,
    string,
    typed,
    whole,
)

MESSAGE, MODAL, HOME = "message", "modal", "home"
EVERYWHERE = frozenset({MESSAGE, MODAL, HOME})
TABLES = frozenset({"table", "data_table"})


@dataclass(frozen=True, slots=True)
class Block:
    """A type of block: its rule, and the surfaces that show it."""

    rule: Rule
    surfaces: frozenset[str] = EVERYWHERE


def _block(allowed: Mapping[str, Rule], required: tuple[str, ...] = (), also: Rule | None = None, *surfaces: str) -> Block:
    return Block(fields({"block_id": ID, **allowed}, required, also), frozenset(surfaces) or EVERYWHERE)


def _equal_rows(value: Any, at: str) -> Iterator[Fault]:
    rows = [row for row in value.get("rows") or [] if isinstance(row, list)]
    for index, row in enumerate(rows):
        if len(row) != len(rows[0]):
            yield Fault("all rows must have the same number of cells", f"{at}/rows/{index}")


def _plain_header(value: Any, at: str) -> Iterator[Fault]:
    rows = value.get("rows")
    for index, cell in enumerate(rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], list) else []):
        if isinstance(cell, dict) and cell.get("type") == "rich_text":
            yield Fault("header cells must not be rich_text", f"{at}/rows/0/{index}")


def _series_fit(value: Any, at: str) -> Iterator[Fault]:
    """Every series has a value for each category, in their order, and a name of its own."""
    axis, series = value.get("axis_config"), value.get("series")
    if not isinstance(axis, dict) or not isinstance(series, list):
        return
    names = [each.get("name") for each in series if isinstance(each, dict)]
    if len(names) != len(set(map(str, names))):
        yield Fault("series names must be unique", f"{at}/series")
    for index, each in enumerate(series):
        points = each.get("data") if isinstance(each, dict) else None
        if isinstance(points, list) and [p.get("label") for p in points if isinstance(p, dict)] != axis.get("categories"):
            yield Fault("data labels must match the axis categories", f"{at}/series/{index}/data")


_CELL = typed({
    "raw_text": fields({"text": string(10_000)}, ["text"]),
    "raw_number": fields({"value": number, "text": string(10_000)}, ["value"]),
    "rich_text": fields({"elements": many(elements.IN_RICH_TEXT, 1_000), "block_id": ID}, ["elements"]),
})  # fmt: skip
_COLUMN = fields({"align": choice("left", "center", "right"), "is_wrapped": flag})
_LABEL = string(20)
_POINT = fields({"label": _LABEL, "value": number}, ["label", "value"])
_SERIES = fields(
    {
        "series": many(fields({"name": _LABEL, "data": many(_POINT, 20)}, ["name", "data"]), 6),
        "axis_config": fields({"categories": many(_LABEL, 20), "x_label": string(50), "y_label": string(50)}, ["categories"]),
    },
    ["series", "axis_config"],
    also=_series_fit,
)
_CHART = typed({"pie": fields({"segments": many(_POINT, 6)}, ["segments"]), "bar": _SERIES, "line": _SERIES, "area": _SERIES})
_IMAGE = fields({"image_url": URL, "alt_text": string(2_000)}, ["alt_text"])
_STATUS = choice("pending", "in_progress", "complete", "error")
_CARD = {
    "title": text(150), "subtitle": text(150), "body": text(200), "subtext": text(200), "hero_image": anything, "icon": anything,
    "actions": many(elements.some("button"), 3),
}  # fmt: skip

BLOCKS: Mapping[str, Block] = {
    "section": _block({"text": text(3_000), "fields": many(text(2_000), 10), "accessory": elements.ACCESSORY, "expand": flag},
                      also=one_of("text", "fields")),
    "header": _block({"text": plain(150)}, ("text",)),
    "divider": _block({}),
    "context": _block({"elements": many(elements.IN_CONTEXT, 10)}, ("elements",)),
    "actions": _block({"elements": many(elements.IN_ACTIONS, 25)}, ("elements",)),
    "context_actions": _block({"elements": many(elements.IN_CONTEXT_ACTIONS, 5)}, ("elements",), None, MESSAGE),
    "image": _block({"image_url": URL, "slack_file": elements.SLACK_FILE, "alt_text": string(2_000), "title": plain(2_000)},
                    ("alt_text",), all_of(one_of("image_url", "slack_file"), not_both("image_url", "slack_file"))),
    "input": _block({"label": plain(2_000), "element": elements.IN_INPUT, "dispatch_action": flag, "hint": plain(2_000),
                     "optional": flag}, ("label", "element")),
    "markdown": _block({"text": string(12_000)}, ("text",), None, MESSAGE),
    "rich_text": _block({"elements": many(elements.IN_RICH_TEXT, 1_000)}, ("elements",)),
    "table": _block({"rows": many(many(_CELL, 20), 100), "column_settings": many(_COLUMN, 20)}, ("rows",), _equal_rows, MESSAGE),
    "data_table": _block({"caption": string(3_000), "rows": many(many(_CELL, 20), 101, 2), "page_size": whole(1, 100),
                          "row_header_column_index": whole(0, 19)}, ("caption", "rows"), all_of(_equal_rows, _plain_header),
                         MESSAGE),
    "data_visualization": _block({"title": string(50), "chart": _CHART}, ("title", "chart"), None, MESSAGE),
    "alert": _block({"text": text(200), "level": choice("default", "info", "warning", "error", "success")}, ("text",), None, MODAL),
    "card": _block(_CARD, (), one_of("hero_image", "title", "actions", "body"), MESSAGE),
    "carousel": _block({"elements": many(fields({"block_id": ID, **_CARD}), 10)}, ("elements",), None, MESSAGE),
    "container": _block({"title": text(150), "subtitle": text(150), "icon": anything, "child_blocks": many(later(lambda: ANY), 10),
                         "width": choice("narrow", "standard", "wide", "full"), "is_collapsible": flag, "default_collapsed": flag,
                         "has_header_divider": flag}, ("title", "child_blocks"), not_both("is_collapsible", "has_header_divider"),
                        MESSAGE),
    "plan": _block({"title": string(3_000), "tasks": anything}, ("title",), None, MESSAGE),
    "task_card": _block({"task_id": ID, "title": string(3_000), "status": _STATUS, "details": anything, "output": anything,
                         "sources": anything}, ("task_id", "title"), None, MESSAGE),
    "video": _block({"title": plain(199), "title_url": URL, "description": plain(200), "video_url": URL, "thumbnail_url": URL,
                     "alt_text": string(2_000), "author_name": string(49), "provider_name": string(49), "provider_icon_url": URL},
                    ("title", "video_url", "thumbnail_url", "alt_text")),
    "file": _block({"external_id": ID, "source": choice("remote")}, ("external_id", "source"), None, MESSAGE),
}  # fmt: skip

ANY: Rule = typed({name: block.rule for name, block in BLOCKS.items()})
