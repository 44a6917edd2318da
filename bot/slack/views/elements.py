"""What people press and fill in, as Slack's elements. Their texts are `plain_text`, which Slack does not parse."""

from collections.abc import Sequence
from typing import assert_never

from bot.slack import limits
from bot.slack.escape import clip, one_line
from bot.slack.views.parts import (
    Block,
    Button,
    ChannelField,
    Choice,
    Confirm,
    DateField,
    Element,
    Field,
    Menu,
    OneOf,
    Select,
    SomeOf,
    TextField,
    TimeField,
)

ENTERED = "entered"
"""The action_id of every field: its block's id names it."""


def element(part: Element) -> Block:
    """A button or a list that tells us at once."""
    match part:
        case Button():
            return _button(part)
        case Select(action=action, label=label, choices=choices, chosen=chosen):
            return {"type": "static_select", "action_id": action, "placeholder": _plain(label), **_options(choices, chosen)}
        case Menu(action=action, choices=choices):
            return {"type": "overflow", "action_id": action, "options": [_option(each) for each in choices[: limits.MENU]]}
        case _:
            assert_never(part)


def field(part: Field) -> Block:
    """A field of a form; what is entered comes with the submission."""
    kind: Block
    match part:
        case TextField(value=value, example=example, longest=longest):
            kind = {"type": "plain_text_input", "max_length": longest}
            kind |= {"initial_value": clip(value, longest)} if value else {}
            kind |= {"placeholder": _plain(clip(example, limits.PLACEHOLDER))} if example else {}
        case DateField(value=value):
            kind = {"type": "datepicker"} | ({"initial_date": value.isoformat()} if value else {})
        case TimeField(value=at):
            kind = {"type": "timepicker"} | ({"initial_time": f"{at:%H:%M}"} if at else {})
        case OneOf(choices=choices, chosen=chosen):
            kind = {"type": "static_select", **_options(choices, chosen)}
        case SomeOf(choices=choices, chosen=several):
            options = [_option(each) for each in choices[: limits.OPTIONS]]
            held = [option for option in options if option["value"] in several]
            kind = {"type": "multi_static_select", "options": options} | ({"initial_options": held} if held else {})
        case ChannelField(chosen=channel, direct=direct):
            include = ["public", "private", *(["im"] if direct else [])]
            among = {"include": include, "exclude_external_shared_channels": not direct, "exclude_bot_users": not direct}
            kind = {"type": "conversations_select", "filter": among}
            kind |= {"initial_conversation": channel} if channel else {}
        case _:
            assert_never(part)
    return {**kind, "action_id": ENTERED}


def _button(button: Button) -> Block:
    style = {"style": button.style} if button.style else {}
    confirm = {"confirm": _confirm(button.confirm)} if button.confirm else {}
    spoken = {"accessibility_label": clip(one_line(button.spoken), limits.LABEL)} if button.spoken else {}
    text = _plain(clip(one_line(button.label), limits.LABEL) or "…")
    return {"type": "button", "text": text, "action_id": button.action, "value": button.value, **style, **confirm, **spoken}


def _confirm(confirm: Confirm) -> Block:
    style = {"style": "danger"} if confirm.danger else {}
    words = {"title": confirm.title, "text": confirm.text, "confirm": confirm.yes, "deny": confirm.no}
    return {name: _plain(clip(one_line(word), limits.CONFIRM[name])) for name, word in words.items()} | style


def _options(choices: Sequence[Choice], chosen: str | None) -> Block:
    options = [_option(each) for each in choices[: limits.OPTIONS]]
    held = next((option for option in options if option["value"] == chosen), None)
    return {"options": options} | ({"initial_option": held} if held else {})


def _option(choice: Choice) -> Block:
    return {"text": _plain(clip(one_line(choice.label), limits.LABEL) or "…"), "value": choice.value}


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}
