"""The pieces that views are made of, and the one place where they become blocks and text.

A view works with raw texts. They are escaped here and nowhere else, so nothing can be escaped twice or forgotten. The same pieces
make the blocks and the plain text, so the text stands alone: in notifications, in screen readers and where blocks are refused.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, assert_never

from bot.slack import limits
from bot.slack.escape import bold, clip, mrkdwn, one_line

Block = dict[str, Any]

_WIDTHS = (600, 160, 60, 24)
"""How many characters of one piece are shown: as many as fit. Ordinary texts fit at once."""


class Strong(str):
    """A piece that carries the line."""

    __slots__ = ()


Line = Sequence[str]
"""Pieces with a middle dot between them, or a blank after a colon or a full stop; empty pieces are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button: its label, what finds its handler, and a value of `bot.slack.values`."""

    label: str
    action: str
    value: str
    style: Literal["primary", "danger"] | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together, with a button beside them where they have one."""

    lines: Sequence[Line]
    button: Button | None = None


@dataclass(frozen=True, slots=True)
class Small:
    """One line in small print."""

    line: Line


@dataclass(frozen=True, slots=True)
class Buttons:
    """A row of buttons."""

    buttons: Sequence[Button]


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""


Part = Paragraph | Small | Buttons | Rule


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it is sent: blocks, and a text that says the same."""

    text: str
    blocks: tuple[Block, ...] = ()

    def payload(self) -> dict[str, Any]:
        """The fields of a message for the Web API and for a response_url; links are never unfolded."""
        return {"text": self.text, "blocks": list(self.blocks), "unfurl_links": False, "unfurl_media": False}


def compose(parts: Sequence[Part]) -> Message:
    """The message of some parts; pieces are shortened until Slack's limits hold."""
    message = Message(text="…")
    for width in _WIDTHS:
        message = Message(text=_text(parts, width), blocks=tuple(_block(part, width) for part in parts if not _empty(part)))
        if not limits.faults(message.payload()):
            return message
    return Message(text=message.text)


def sentence(text: str) -> Message:
    """A message of one sentence."""
    return compose([Paragraph([[text]])])


def _empty(part: Part) -> bool:
    match part:
        case Paragraph(lines=lines):
            return not any(one_line(piece) for line in lines for piece in line)
        case Small(line=line):
            return not any(map(one_line, line))
        case Buttons(buttons=buttons):
            return not buttons
        case Rule():
            return False
        case _:
            assert_never(part)


def _block(part: Part, width: int) -> Block:
    match part:
        case Paragraph(lines=lines, button=button):
            text = "\n".join(filter(None, (_marked(line, width) for line in lines)))
            beside = {"accessory": _button(button)} if button else {}
            return {"type": "section", "text": _mrkdwn(text), **beside}
        case Small(line=line):
            return {"type": "context", "elements": [_mrkdwn(_marked(line, width))]}
        case Buttons(buttons=buttons):
            return {"type": "actions", "elements": [_button(button) for button in buttons[: limits.BUTTONS]]}
        case Rule():
            return {"type": "divider"}
        case _:
            assert_never(part)


def _button(button: Button) -> Block:
    style = {"style": button.style} if button.style else {}
    label = clip(one_line(button.label), limits.LABEL) or "…"
    text = {"type": "plain_text", "text": label, "emoji": False}
    return {"type": "button", "text": text, "action_id": button.action, "value": button.value, **style}


def _mrkdwn(text: str) -> Block:
    """`verbatim` stops Slack from making links of what only looks like one."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _marked(line: Line, width: int) -> str:
    return _joined((piece, bold(piece) if isinstance(piece, Strong) else mrkdwn(piece)) for piece in _pieces(line, width))


def _joined(pieces: Iterable[tuple[str, str]]) -> str:
    """Escaped pieces as one line; `pieces` are each with its raw text."""
    line, before = "", ""
    for raw, escaped in pieces:
        between = "" if not before else " " if before.endswith((":", ".")) else " · "
        line, before = line + between + escaped, raw
    return line


def _pieces(line: Line, width: int) -> Iterator[str]:
    for piece in line:
        if shown := clip(one_line(piece), width):
            yield Strong(shown) if isinstance(piece, Strong) else shown


def _text(parts: Sequence[Part], width: int) -> str:
    """The whole lines that fit."""
    kept: list[str] = []
    room = limits.TEXT - 2
    for line in _lines(parts):
        written = _joined((piece, mrkdwn(piece)) for piece in _pieces(line, width))
        if not written:
            continue
        if len(written) + 1 > room:
            return "\n".join([*kept, "…"])
        kept.append(written)
        room -= len(written) + 1
    return "\n".join(kept) or "…"


def _lines(parts: Sequence[Part]) -> Iterator[Line]:
    for part in parts:
        match part:
            case Paragraph(lines=lines):
                yield from lines
            case Small(line=line):
                yield line
            case Buttons() | Rule():
                continue
            case _:
                assert_never(part)
