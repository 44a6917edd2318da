"""The pieces that views are made of, and what they become: a message or a view.

A view works with raw texts. They are escaped in `bot.slack.views.compose` and nowhere else, so nothing can be escaped twice or
forgotten. The same pieces make the blocks and the plain text, so the text stands alone: in notifications, in screen readers and
where blocks are refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Literal

Block = dict[str, Any]


class Strong(str):
    """A piece that carries the line."""

    __slots__ = ()


class ChannelName(str):
    """The id of a channel, shown by its name to those who may see it."""

    __slots__ = ()


Line = Sequence[str]
"""Pieces with a middle dot between them, or a blank after a colon or a full stop; empty pieces are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm:
    """A question that Slack asks before it tells us of a press. `yes` names object and effect, never "OK"."""

    title: str
    text: str
    yes: str
    no: str = "Keep it"
    danger: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button: its label, what finds its handler, and a value of `bot.slack.values`. `spoken` is what a screen reader says."""

    label: str
    action: str
    value: str
    style: Literal["primary", "danger"] | None = None
    confirm: Confirm | None = None
    spoken: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of several to choose from; a value has at most 150 characters."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Select:
    """A list that opens; `chosen` is the value of the choice that holds now."""

    action: str
    label: str
    choices: Sequence[Choice]
    chosen: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """What stands behind three dots, at most five."""

    action: str
    choices: Sequence[Choice]


Element = Button | Select | Menu


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together, with an element beside them where they have one."""

    lines: Sequence[Line]
    beside: Button | Menu | None = None


@dataclass(frozen=True, slots=True)
class Title:
    """A line in large print."""

    text: str


@dataclass(frozen=True, slots=True)
class Small:
    """One line in small print."""

    line: Line


@dataclass(frozen=True, slots=True)
class Buttons:
    """A row of buttons and lists."""

    elements: Sequence[Element]


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of cells below a header; `numbers` are the columns that stand at the right. One message holds one table.

    `plain` is the older of Slack's two kinds, which every client knows and none can sort.
    """

    caption: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: frozenset[int] = frozenset()
    plain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A bar for each of at most twenty points, in order; `name` says what is counted. Labels have at most twenty characters."""

    title: str
    name: str
    points: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextField:
    """One line to type."""

    value: str = ""
    example: str = ""
    longest: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class DateField:
    """A day of a calendar."""

    value: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeField:
    """A time of day."""

    value: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf:
    """One choice or none."""

    choices: Sequence[Choice]
    chosen: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SomeOf:
    """Any number of choices."""

    choices: Sequence[Choice]
    chosen: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelField:
    """A channel of this workspace alone, or also a direct message; `chosen` is the id of the one that holds now."""

    chosen: str | None = None
    direct: bool = False


Field = TextField | DateField | TimeField | OneOf | SomeOf | ChannelField


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A field of a form with its label; what was entered comes back under `name`, and so does its error."""

    name: str
    label: str
    field: Field
    hint: str = ""
    required: bool = False


Part = Title | Paragraph | Small | Buttons | Rule | Table | Chart | Input


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it is sent: blocks, and a text that says the same. `instead` is tried where Slack refuses the blocks."""

    text: str
    blocks: tuple[Block, ...] = ()
    instead: "Message | None" = None

    def payload(self) -> dict[str, Any]:
        """The fields of a message for the Web API and for a response_url; links are never unfolded."""
        return {"text": self.text, "blocks": list(self.blocks), "unfurl_links": False, "unfurl_media": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A modal or a Home tab as it is sent. `callback` finds the handler of a modal that is submitted."""

    blocks: tuple[Block, ...]
    title: str = ""
    callback: str = ""
    metadata: str = ""
    submit: str | None = None
    close: str = "Close"

    def payload(self) -> dict[str, Any]:
        """The view as the Web API takes it: a modal where it has a title, else a Home tab."""
        kind = {"type": "modal", **self._frame()} if self.title else {"type": "home"}
        return {**kind, "blocks": list(self.blocks), "callback_id": self.callback, "private_metadata": self.metadata}

    def _frame(self) -> dict[str, Any]:
        words = {"title": self.title, "close": self.close} | ({"submit": self.submit} if self.submit else {})
        return {name: {"type": "plain_text", "text": word, "emoji": False} for name, word in words.items()}
