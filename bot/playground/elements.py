"""What Slack takes as an element, an option, a text: a table of types (docs.slack.dev/reference/block-kit/block-elements)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

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
    one_of,
    string,
    typed,
    whole,
)

ID = string(255)
URL = string(3_000, pattern=r"https?://\S+|slack://\S+|mailto:\S+|tel:\S+")
DATE = string(10, pattern=r"\d{4}-\d{2}-\d{2}")
TIME = string(5, pattern=r"([01]\d|2[0-3]):[0-5]\d")


def text(longest: int, *kinds: str) -> Rule:
    """A text object of one of the kinds; both when none is named."""
    plain = fields({"text": string(longest), "emoji": flag}, ["text"])
    marked = fields({"text": string(longest), "verbatim": flag}, ["text"])
    table = {"plain_text": plain, "mrkdwn": marked}
    return typed({kind: table[kind] for kind in kinds or table})


def plain(longest: int) -> Rule:
    """A text object without markup."""
    return text(longest, "plain_text")


CONFIRM = fields(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30), "style": choice("primary", "danger")},
    ["title", "text", "confirm", "deny"],
)
_OPTION = {"value": string(150), "url": URL}
OPTION = fields({"text": plain(75), "description": plain(75), **_OPTION}, ["text", "value"])
MARKED_OPTION = fields({"text": text(75), "description": text(75), **_OPTION}, ["text", "value"])


def _unlike(value: Any, at: str) -> Iterator[Fault]:
    """No two options have one value."""
    values = [each.get("value") for each in value if isinstance(each, dict)] if isinstance(value, list) else []
    for index, each in enumerate(values):
        if each is not None and each in values[:index]:
            yield Fault("option values must be unique", f"{at}/{index}/value")


OPTIONS = all_of(many(OPTION, 100), _unlike)
GROUPS = many(fields({"label": plain(75), "options": OPTIONS}, ["label", "options"]), 100)
FILTER = fields(
    {
        "include": many(choice("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
    also=one_of("include", "exclude_external_shared_channels", "exclude_bot_users"),
)
DISPATCH = fields({"trigger_actions_on": many(choice("on_enter_pressed", "on_character_entered"), 2)})
SLACK_FILE = fields({"id": string(255), "url": string(3_000)}, also=one_of("id", "url"))

_ACTION: dict[str, Rule] = {"action_id": ID}
_PICK: dict[str, Rule] = {**_ACTION, "confirm": CONFIRM, "focus_on_load": flag, "placeholder": plain(150)}
_INPUT: dict[str, Rule] = {**_ACTION, "focus_on_load": flag, "placeholder": plain(150), "dispatch_action_config": DISPATCH}
_MOST = {"max_selected_items": whole(1, 10_000)}


def _initial_among(value: Any, at: str) -> Iterator[Fault]:
    """What is chosen at first is one of the options, exactly as it stands there."""
    groups = value.get("option_groups") or []
    offered = [*(value.get("options") or []), *(o for g in groups if isinstance(g, dict) for o in g.get("options") or [])]
    chosen = [value["initial_option"]] if value.get("initial_option") else value.get("initial_options") or []
    if any(each not in offered for each in chosen):
        yield Fault("initial option must be one of the options", at)


_STATIC = all_of(one_of("options", "option_groups"), not_both("options", "option_groups"), _initial_among)


def _button(value: Any, at: str) -> Iterator[Fault]:
    yield from fields(
        {
            "text": plain(75),
            **_ACTION,
            "url": URL,
            "value": string(2_000),
            "style": choice("primary", "danger"),
            "confirm": CONFIRM,
            "accessibility_label": string(75),
            "agent_prompt": string(4_000),
        },
        ["text"],
    )(value, at)


ELEMENTS: Mapping[str, Rule] = {
    "button": _button,
    "workflow_button": fields({"text": plain(75), **_ACTION, "workflow": anything, "style": choice("primary", "danger"),
                               "accessibility_label": string(75)}, ["text", "workflow"]),
    "overflow": fields({"options": all_of(many(OPTION, 5), _unlike), **_ACTION, "confirm": CONFIRM}, ["options"]),
    "image": fields({"image_url": string(3_000), "slack_file": SLACK_FILE, "alt_text": string(2_000)}, ["alt_text"],
                    also=one_of("image_url", "slack_file")),
    "static_select": fields({**_PICK, "options": OPTIONS, "option_groups": GROUPS, "initial_option": OPTION}, also=_STATIC),
    "multi_static_select": fields({**_PICK, **_MOST, "options": OPTIONS, "option_groups": GROUPS,
                                   "initial_options": many(OPTION, 100)}, also=_STATIC),
    "external_select": fields({**_PICK, "min_query_length": whole(0, 10_000), "initial_option": OPTION}),
    "multi_external_select": fields({**_PICK, **_MOST, "min_query_length": whole(0, 10_000), "initial_options": many(OPTION, 100)}),
    "users_select": fields({**_PICK, "initial_user": ID}),
    "multi_users_select": fields({**_PICK, **_MOST, "initial_users": many(ID, 1_000)}),
    "conversations_select": fields({**_PICK, "initial_conversation": ID, "default_to_current_conversation": flag,
                                    "response_url_enabled": flag, "filter": FILTER}),
    "multi_conversations_select": fields({**_PICK, **_MOST, "initial_conversations": many(ID, 1_000),
                                          "default_to_current_conversation": flag, "filter": FILTER}),
    "channels_select": fields({**_PICK, "initial_channel": ID, "response_url_enabled": flag}),
    "multi_channels_select": fields({**_PICK, **_MOST, "initial_channels": many(ID, 1_000)}),
    "checkboxes": fields({**_ACTION, "options": all_of(many(MARKED_OPTION, 10), _unlike),
                          "initial_options": many(MARKED_OPTION, 10), "confirm": CONFIRM, "focus_on_load": flag},
                         ["options"], also=_initial_among),
    "radio_buttons": fields({**_ACTION, "options": all_of(many(MARKED_OPTION, 10), _unlike), "initial_option": MARKED_OPTION,
                             "confirm": CONFIRM, "focus_on_load": flag}, ["options"], also=_initial_among),
    "datepicker": fields({**_PICK, "initial_date": DATE}),
    "timepicker": fields({**_PICK, "initial_time": TIME, "timezone": string(100)}),
    "datetimepicker": fields({**_ACTION, "initial_date_time": whole(1_000_000_000, 9_999_999_999), "confirm": CONFIRM,
                              "focus_on_load": flag}),
    "plain_text_input": fields({**_INPUT, "initial_value": string(3_000, 0), "multiline": flag, "min_length": whole(0, 3_000),
                                "max_length": whole(1, 3_000)}),
    "rich_text_input": fields({**_INPUT, "initial_value": anything, "min_lines": whole(1, 100), "max_lines": whole(1, 100)}),
    "number_input": fields({**_INPUT, "is_decimal_allowed": flag, "initial_value": string(100, 0), "min_value": string(100),
                            "max_value": string(100)}, ["is_decimal_allowed"]),
    "email_text_input": fields({**_INPUT, "initial_value": string(3_000, 0)}),
    "url_text_input": fields({**_INPUT, "initial_value": string(3_000, 0)}),
    "file_input": fields({**_ACTION, "filetypes": many(string(50), 100), "max_files": whole(1, 10)}),
    "feedback_buttons": fields({**_ACTION, "positive_button": anything, "negative_button": anything},
                               ["positive_button", "negative_button"]),
    "icon_button": fields({**_ACTION, "icon": choice("trash"), "text": plain(75), "value": string(2_000), "confirm": CONFIRM,
                           "accessibility_label": string(75), "visible_to_user_ids": many(ID, 100)}, ["icon", "text"]),
}  # fmt: skip


def some(*names: str) -> Rule:
    """Elements of some types."""
    return typed({name: ELEMENTS[name] for name in names})


SELECTS = ("static_select", "external_select", "users_select", "conversations_select", "channels_select")
MULTI = tuple(f"multi_{name}" for name in SELECTS)
PICKERS = ("datepicker", "timepicker", "checkboxes", "radio_buttons")
WRITTEN = ("plain_text_input", "rich_text_input", "number_input", "email_text_input", "url_text_input", "file_input")

ACCESSORY = some("button", "workflow_button", "overflow", "image", *SELECTS, *MULTI, *PICKERS)
IN_ACTIONS = some("button", "workflow_button", "overflow", *SELECTS, *MULTI, *PICKERS, "datetimepicker", "rich_text_input")
IN_INPUT = some(*SELECTS, *MULTI, *PICKERS, "datetimepicker", *WRITTEN)
IN_CONTEXT = typed({"image": ELEMENTS["image"], "plain_text": plain(3_000), "mrkdwn": text(3_000, "mrkdwn")})
IN_CONTEXT_ACTIONS = some("feedback_buttons", "icon_button")

_STYLE = fields(dict.fromkeys(("bold", "italic", "strike", "code", "highlight", "underline", "client_highlight", "unlink"), flag))
_INLINE = typed({
    "text": fields({"text": string(12_000), "style": _STYLE}, ["text"]),
    "link": fields({"url": string(3_000), "text": string(12_000, 0), "unsafe": flag, "style": _STYLE}, ["url"]),
    "user": fields({"user_id": ID, "style": _STYLE}, ["user_id"]),
    "channel": fields({"channel_id": ID, "style": _STYLE}, ["channel_id"]),
    "usergroup": fields({"usergroup_id": ID, "style": _STYLE}, ["usergroup_id"]),
    "broadcast": fields({"range": choice("here", "channel", "everyone")}, ["range"]),
    "emoji": fields({"name": string(100), "unicode": string(100), "skin_tone": whole(1, 6), "style": _STYLE}, ["name"]),
    "color": fields({"value": string(20)}, ["value"]),
    "date": fields({"timestamp": whole(0, 9_999_999_999), "format": string(500), "url": string(3_000), "fallback": string(500)},
                   ["timestamp", "format"]),
})  # fmt: skip
_SECTION = fields({"elements": many(_INLINE, 1_000, 0)}, ["elements"])
_BORDER: dict[str, Rule] = {"border": whole(0, 1)}
IN_RICH_TEXT = typed({
    "rich_text_section": _SECTION,
    "rich_text_list": fields({"elements": many(later(lambda: typed({"rich_text_section": _SECTION})), 1_000),
                              "style": choice("bullet", "ordered"), "indent": whole(0, 8), "offset": whole(0, 100_000), **_BORDER},
                             ["elements", "style"]),
    "rich_text_preformatted": fields({"elements": many(_INLINE, 1_000, 0), "language": string(50), **_BORDER}, ["elements"]),
    "rich_text_quote": fields({"elements": many(_INLINE, 1_000, 0), **_BORDER}, ["elements"]),
})  # fmt: skip
