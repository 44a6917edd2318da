"""The one place where pieces become blocks and text, escaped and shortened until Slack's limits hold."""

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from bot.slack import limits
from bot.slack.escape import bold, channel_link, clip, mrkdwn, one_line
from bot.slack.views.elements import element, field
from bot.slack.views.parts import (
    Block,
    Buttons,
    ChannelName,
    Chart,
    Input,
    Line,
    Message,
    Paragraph,
    Part,
    Rule,
    Small,
    Strong,
    Table,
    Title,
    View,
)

_WIDTHS = (600, 160, 60, 24)
"""How many characters of one piece are shown: as many as fit. Ordinary texts fit at once."""


def compose(parts: Sequence[Part]) -> Message:
    """The message of some parts."""
    message = Message(text="…")
    for width in _WIDTHS:
        message = Message(text=_text(parts, width), blocks=_blocks(parts, width))
        if not limits.faults(message.payload()):
            return message
    return Message(text=message.text)


def sentence(text: str) -> Message:
    """A message of one sentence."""
    return compose([Paragraph([[text]])])


def modal(
    title: str,
    parts: Sequence[Part],
    *,
    callback: str = "",
    metadata: str = "",
    submit: str | None = None,
    close: str = "Close",
) -> View:
    """The modal of some parts."""
    return _view(
        parts, title=clip(one_line(title), limits.TITLE) or "…", callback=callback, metadata=metadata, submit=submit, close=close
    )


def home(parts: Sequence[Part]) -> View:
    """The Home tab of some parts."""
    return _view(parts)


def _view(parts: Sequence[Part], **frame: str | None) -> View:
    view = View(blocks=(), **frame)  # type: ignore[arg-type]
    for width in _WIDTHS:
        view = View(blocks=_blocks(parts, width)[: limits.VIEW_BLOCKS], **frame)  # type: ignore[arg-type]
        if not limits.view_faults(view.payload()):
            break
    return view


def _blocks(parts: Sequence[Part], width: int) -> tuple[Block, ...]:
    return tuple(_block(part, width) for part in parts if not _empty(part))


def _empty(part: Part) -> bool:
    match part:
        case Paragraph(lines=lines):
            return not any(one_line(piece) for line in lines for piece in line)
        case Title(text=text):
            return not one_line(text)
        case Small(line=line):
            return not any(map(one_line, line))
        case Buttons(elements=elements):
            return not elements
        case Table(rows=rows):
            return not rows
        case Chart(points=points):
            return not points
        case Rule() | Input():
            return False
        case _:
            assert_never(part)


def _block(part: Part, width: int) -> Block:
    match part:
        case Paragraph(lines=lines, beside=beside):
            text = "\n".join(filter(None, (_marked(line, width) for line in lines)))
            return {"type": "section", "text": _mrkdwn(text)} | ({"accessory": element(beside)} if beside else {})
        case Title(text=text):
            return {"type": "header", "text": _plain(clip(one_line(text), min(width, limits.HEADER)))}
        case Small(line=line):
            return {"type": "context", "elements": [_mrkdwn(_marked(line, width))]}
        case Buttons(elements=elements):
            return {"type": "actions", "elements": [element(each) for each in elements[: limits.BUTTONS]]}
        case Rule():
            return {"type": "divider"}
        case Table():
            return _table(part, width)
        case Chart():
            return _chart(part)
        case Input(name=name, label=label, hint=hint, required=required):
            about = {"hint": _plain(hint)} if hint else {}
            return {
                "type": "input",
                "block_id": name,
                "label": _plain(label),
                "element": field(part.field),
                "optional": not required,
                **about,
            }
        case _:
            assert_never(part)


def _table(table: Table, width: int) -> Block:
    """Cells are not parsed by Slack, so nothing is escaped; an empty one is refused, so it holds a dash."""
    rows = [
        [{"type": "raw_text", "text": clip(one_line(cell), width) or "–"} for cell in row]
        for row in [table.header, *table.rows[: limits.TABLE_ROWS - 1]]
    ]
    if table.plain:
        align = [{"align": "right" if n in table.numbers else "left", "is_wrapped": True} for n in range(len(table.header))]
        return {"type": "table", "rows": rows, "column_settings": align}
    return {"type": "data_table", "caption": clip(one_line(table.caption), width) or "…", "rows": rows, "page_size": 20}


def _chart(chart: Chart) -> Block:
    """Its texts are not parsed by Slack (docs.slack.dev/reference/block-kit/blocks/data-visualization-block)."""
    points = [(clip(label, limits.POINT_LABEL), count) for label, count in chart.points[: limits.POINTS]]
    data = [{"label": label, "value": count} for label, count in points]
    series = [{"name": clip(chart.name, limits.POINT_LABEL), "data": data}]
    bars = {"type": "bar", "series": series, "axis_config": {"categories": [label for label, _ in points]}}
    return {"type": "data_visualization", "title": clip(one_line(chart.title), limits.CHART_TITLE), "chart": bars}


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}


def _mrkdwn(text: str) -> Block:
    """`verbatim` stops Slack from making links of what only looks like one."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _marked(line: Line, width: int) -> str:
    return _joined((piece, bold(piece) if isinstance(piece, Strong) else _escaped(piece)) for piece in _pieces(line, width))


def _joined(pieces: Iterable[tuple[str, str]]) -> str:
    """Escaped pieces as one line; `pieces` are each with its raw text."""
    line, before = "", ""
    for raw, escaped in pieces:
        between = "" if not before else " " if before.endswith((":", ".")) else " · "
        line, before = line + between + escaped, raw
    return line


def _escaped(piece: str) -> str:
    return channel_link(piece) if isinstance(piece, ChannelName) else mrkdwn(piece)


def _pieces(line: Line, width: int) -> Iterator[str]:
    for piece in line:
        if shown := clip(one_line(piece), width):
            yield type(piece)(shown) if isinstance(piece, Strong | ChannelName) else shown


def _text(parts: Sequence[Part], width: int) -> str:
    """The whole lines that fit."""
    kept: list[str] = []
    room = limits.TEXT - 2
    for line in _lines(parts):
        written = _joined((piece, _escaped(piece)) for piece in _pieces(line, width))
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
            case Title(text=text):
                yield [text]
            case Small(line=line):
                yield line
            case Table(rows=rows):
                yield from rows
            case Chart(title=text, points=points):
                yield [f"{text}:", *(f"{label} {count:,}" for label, count in points)]
            case Buttons() | Rule() | Input():
                continue
            case _:
                assert_never(part)
