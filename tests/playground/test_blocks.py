"""What Slack takes as blocks and what it refuses: one row for each rule, with the place and the sentence."""

from typing import Any

import pytest

from bot.playground.blocks import BLOCKS
from bot.playground.checking import check_blocks, check_view
from bot.playground.shapes import Json, Refused


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(**fields: Any) -> Json:
    return {"type": "section", "text": mrkdwn("x"), **fields}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def button(**fields: Any) -> Json:
    return {"type": "button", "text": plain("Go"), "action_id": "go", **fields}


def option(value: str, **fields: Any) -> Json:
    return {"text": plain(value), "value": value, **fields}


def select(*options: Json, **fields: Any) -> Json:
    return {"type": "static_select", "action_id": "pick", "options": list(options), **fields}


def table(rows: int = 2, text: str = "x", columns: int = 2) -> Json:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": text}] * columns] * rows}


def data_table(**fields: Any) -> Json:
    return {"type": "data_table", "caption": "Arrivals", "rows": [[{"type": "raw_text", "text": "x"}]] * 2, **fields}


def chart(**fields: Any) -> Json:
    data = [{"label": "Mon", "value": 1}, {"label": "Tue", "value": 2}]
    series = {"type": "line", "series": [{"name": "Nights", "data": data}], "axis_config": {"categories": ["Mon", "Tue"]}, **fields}
    return {"type": "data_visualization", "title": "Nights", "chart": series}


def words(**fields: Any) -> Json:
    return {"type": "input", "label": plain("Note"), "element": {"type": "plain_text_input", "action_id": "words"}, **fields}


def modal(*blocks: Json, **fields: Any) -> Json:
    return {"type": "modal", "title": plain("A form"), "submit": plain("Go"), "blocks": list(blocks), **fields}


RICH = {
    "type": "rich_text",
    "elements": [
        {"type": "rich_text_section", "elements": [{"type": "text", "text": "x", "style": {"bold": True}}]},
        {"type": "rich_text_list", "style": "bullet", "elements": [{"type": "rich_text_section", "elements": []}]},
    ],
}
CONFIRM = {"title": plain("Sure?"), "text": mrkdwn("It is done at once."), "confirm": plain("Do it"), "deny": plain("Keep it")}

TAKEN = [
    section(accessory=button(style="danger", confirm=CONFIRM)),
    section(fields=[mrkdwn("a"), plain("b")], text=None),
    section(accessory=select(option("a"), option("b"), initial_option=option("b"))),
    {"type": "header", "text": plain("x" * 150)},
    {"type": "divider", "block_id": "d"},
    {"type": "context", "elements": [mrkdwn("x"), {"type": "image", "image_url": "https://x.example/a.png", "alt_text": "a"}]},
    actions(button(), select(option("a")), {"type": "overflow", "action_id": "more", "options": [option("a")]}),
    actions({"type": "datepicker", "action_id": "day", "initial_date": "2026-11-28"}),
    {"type": "image", "image_url": "https://x.example/a.png", "alt_text": "a"},
    {"type": "markdown", "text": "# x"},
    words(),
    RICH,
    table(100, columns=20, text="x"),
    {"type": "table", "rows": [[RICH, {"type": "raw_number", "value": 3}]], "column_settings": [{"align": "right"}]},
    data_table(page_size=10, row_header_column_index=0),
    chart(),
    chart(type="area"),
    {"type": "data_visualization", "title": "Share", "chart": {"type": "pie", "segments": [{"label": "Mon", "value": 1.5}]}},
    {"type": "card", "title": plain("x")},
    {"type": "container", "title": plain("x"), "child_blocks": [section()]},
]

REFUSED: list[tuple[list[Json], str, str]] = [
    ([{"type": "carousel_of_horses"}], "unsupported type", "/blocks/0/type"),
    ([{"text": plain("x")}], "unsupported type", "/blocks/0/type"),
    ([{"type": "section"}], "missing required field: text or fields", "/blocks/0"),
    ([section(txet="x")], "invalid additional property: txet", "/blocks/0"),
    ([section(text="x")], "must provide an object", "/blocks/0/text"),
    ([section(text=mrkdwn(""))], "must be more than 0 characters", "/blocks/0/text/text"),
    ([section(text=mrkdwn("x" * 3_001))], "must be less than 3001 characters", "/blocks/0/text/text"),
    ([section(fields=[mrkdwn("x")] * 11)], "no more than 10 items", "/blocks/0/fields"),
    ([section(fields=[mrkdwn("x" * 2_001)])], "must be less than 2001", "/blocks/0/fields/0/text"),
    ([section(block_id="x" * 256)], "must be less than 256", "/blocks/0/block_id"),
    ([section(block_id="a"), section(block_id="a")], "`block_id` already exists", "/blocks/1/block_id"),
    ([section(accessory=words()["element"])], "unsupported type: plain_text_input", "/blocks/0/accessory/type"),
    ([{"type": "header", "text": mrkdwn("x")}], "unsupported type: mrkdwn", "/blocks/0/text/type"),
    ([{"type": "header", "text": plain("x" * 151)}], "must be less than 151", "/blocks/0/text/text"),
    ([{"type": "context", "elements": [mrkdwn("x")] * 11}], "no more than 10 items", "/blocks/0/elements"),
    ([{"type": "context", "elements": [button()]}], "unsupported type: button", "/blocks/0/elements/0/type"),
    ([actions()], "no fewer than 1 items", "/blocks/0/elements"),
    ([actions(*[button(action_id=f"a{n}") for n in range(26)])], "no more than 25 items", "/blocks/0/elements"),
    ([actions(button(), button())], "`action_id` go already exists", "/blocks/0"),
    ([actions(button(text=mrkdwn("x")))], "unsupported type: mrkdwn", "/blocks/0/elements/0/text/type"),
    ([actions(button(text=plain("x" * 76)))], "must be less than 76", "/blocks/0/elements/0/text/text"),
    ([actions(button(value="x" * 2_001))], "must be less than 2001", "/blocks/0/elements/0/value"),
    ([actions(button(style="warning"))], "must be a valid enum value", "/blocks/0/elements/0/style"),
    ([actions(button(url="javascript:alert(1)"))], "required format", "/blocks/0/elements/0/url"),
    ([actions(button(confirm={**CONFIRM, "confirm": plain("x" * 31)}))], "less than 31", "/elements/0/confirm/confirm/text"),
    ([actions(select())], "missing required field: options", "/blocks/0/elements/0"),
    ([actions(select(*[option(f"{n}") for n in range(101)]))], "no more than 100", "/blocks/0/elements/0/options"),
    ([actions(select(option("a"), option("a")))], "option values must be unique", "/blocks/0/elements/0/options/1/value"),
    ([actions(select(option("x" * 151)))], "must be less than 76", "/blocks/0/elements/0/options/0/text/text"),
    ([actions(select(option("a"), initial_option=option("b")))], "initial option must be one", "/blocks/0/elements/0"),
    ([actions(select(option("a"), option_groups=[{"label": plain("x"), "options": [option("b")]}]))], "cannot both", "/elements/0"),
    ([actions({"type": "checkboxes", "options": [option(f"{n}") for n in range(11)]})], "no more than 10", "/elements/0/options"),
    ([actions({"type": "overflow", "options": [option(f"{n}") for n in range(6)]})], "no more than 5", "/elements/0/options"),
    ([actions({"type": "datepicker", "initial_date": "28/11/2026"})], "format", "/elements/0/initial_date"),
    ([{"type": "image", "alt_text": "x"}], "missing required field: image_url", "/blocks/0"),
    ([{"type": "input", "label": plain("x"), "element": button()}], "unsupported type: button", "/blocks/0/element/type"),
    ([words(element={"type": "file_input", "action_id": "f"})], "only supported in modals", "/blocks/0/element"),
    ([words(element={"type": "number_input"})], "missing required field: is_decimal_allowed", "/blocks/0/element"),
    ([{"type": "alert", "text": mrkdwn("x")}], "not supported in this surface", "/blocks/0"),
    ([table(101)], "no more than 100 items", "/blocks/0/rows"),
    ([table(1, columns=21)], "no more than 20 items", "/blocks/0/rows/0"),
    ([table(text="")], "must be more than 0", "/blocks/0/rows/0/0/text"),
    ([table(100, text="x" * 101, columns=1)], "no more than 10000 characters", "/blocks"),
    ([{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}], []]}], "no fewer than 1", "/blocks/0/rows/1"),
    ([data_table(caption=None)], "missing required field: caption", "/blocks/0"),
    ([data_table(rows=[[{"type": "raw_text", "text": "x"}]])], "no fewer than 2", "/blocks/0/rows"),
    ([data_table(rows=[[{"type": "raw_text", "text": "x"}]] * 102)], "no more than 101", "/blocks/0/rows"),
    ([data_table(rows=[[RICH], [RICH]])], "header cells must not be rich_text", "/blocks/0/rows/0/0"),
    ([data_table(page_size=101)], "between 1 and 100", "/blocks/0/page_size"),
    ([chart(), chart(), chart()], "no more than 2 data_visualization", "/blocks"),
    ([chart(series=[])], "no fewer than 1", "/blocks/0/chart/series"),
    ([chart(axis_config={"categories": ["Mon"]})], "must match the axis categories", "/blocks/0/chart/series/0/data"),
    ([chart(type="donut")], "unsupported type: donut", "/blocks/0/chart/type"),
    ([{**chart(), "title": "x" * 51}], "must be less than 51", "/blocks/0/title"),
    ([{"type": "rich_text", "elements": [{"type": "text", "text": "x"}]}], "unsupported type: text", "/blocks/0/elements/0/type"),
    ([{"type": "container", "title": plain("x"), "child_blocks": [{"type": "header"}]}], "missing required", "/child_blocks/0"),
]  # fmt: skip

OWN_CODES = [
    ([table(), data_table()], "only_one_table_allowed"),
    ([section(text=mrkdwn("x" * 2_700)) for _ in range(5)], "msg_blocks_too_long"),
    ([{"type": "markdown", "text": "x" * 6_001}] * 2, "msg_blocks_too_long"),
]


def test_every_type_of_block_is_known_by_its_surfaces() -> None:
    assert {name for name, block in BLOCKS.items() if "modal" in block.surfaces and "message" not in block.surfaces} == {"alert"}
    assert {"table", "data_table", "data_visualization", "markdown"} <= {n for n, b in BLOCKS.items() if b.surfaces == {"message"}}


@pytest.mark.parametrize("block", TAKEN, ids=lambda block: str(block["type"]))
def test_a_good_block_is_taken_as_it_is(block: Json) -> None:
    assert check_blocks([block]) == [block]


@pytest.mark.parametrize(("blocks", "message", "pointer"), REFUSED, ids=lambda value: str(value)[:60])
def test_a_bad_block_is_refused_with_its_place(blocks: list[Json], message: str, pointer: str) -> None:
    with pytest.raises(Refused) as refused:
        check_blocks(blocks)
    assert refused.value.code == "invalid_blocks"
    assert any(message in line and pointer in line for line in refused.value.more["errors"]), refused.value.more["errors"]
    assert refused.value.more["response_metadata"]["messages"][0].startswith("[ERROR] ")


@pytest.mark.parametrize(("blocks", "code"), OWN_CODES)
def test_some_faults_have_a_code_of_their_own(blocks: list[Json], code: str) -> None:
    with pytest.raises(Refused) as refused:
        check_blocks(blocks)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("view", "message"),
    [
        (modal(words(), title=plain("x" * 25)), "/view/title/text"),
        (modal(words(), title=mrkdwn("x")), "/view/title/type"),
        (modal(words(), title=None), "missing required field: title"),
        (modal(words(), submit=None), "/view/submit"),
        (modal(words(), private_metadata="x" * 3_001), "/view/private_metadata"),
        (modal(words(), callback_id="x" * 256), "/view/callback_id"),
        (modal(words(), external="x"), "invalid additional property: external"),
        (modal(), "/view/blocks"),
        (modal(*[{"type": "divider"}] * 101), "no more than 100"),
        (modal(table()), "table blocks are not supported"),
        (modal(words(element={"type": "plain_text_input", "focus_on_load": True}), words(element={"type": "plain_text_input",
               "focus_on_load": True})), "focus_on_load"),
        ({"type": "home", "title": plain("x"), "blocks": [{"type": "divider"}]}, "invalid additional property: title"),
        ({"type": "workflow_step"}, "must be one of"),
    ],
)  # fmt: skip
def test_a_bad_view_is_refused_with_its_place(view: Json, message: str) -> None:
    with pytest.raises(Refused) as refused:
        check_view(view, ["modal", "home"])
    assert refused.value.code == "invalid_arguments"
    assert any(message in line for line in refused.value.more["errors"]), refused.value.more["errors"]


def test_a_view_of_a_quarter_of_a_megabyte_is_too_large() -> None:
    with pytest.raises(Refused, match="view_too_large"):
        check_view(modal(*[section(text=mrkdwn("x" * 3_000))] * 90), ["modal"])
