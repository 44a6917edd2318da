"""What needs attention in a morning's post: a line for each guest where they are few, else how many there are. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.core.record import Record
from bot.core.states import Kind, Stage
from bot.digests.summary import Told
from bot.slack.values import Open, Show
from bot.slack.views.parts import Button, Line, Paragraph, Part, Small
from bot.slack.views.rows import owed_text, place_text, who
from bot.slack.views.scene import Scene
from bot.slack.views.when import clock_of, day, moment

FEW = 5
"""Up to how many records of one line are named one by one."""

LINES = 7
"""How many lines there are at most; a message holds twenty blocks."""

_SAID = {
    "no_shows": "did not come yesterday",
    "not_arrived": "was never marked as arrived yesterday",
    "not_checked_out": "is not checked out since yesterday",
    "failed_redemptions": "could not be redeemed yesterday",
    "contests": "is a contested receipt",
    "suspected": "is suspected of fraud",
    "still_inside": "has no exit since",
    "expiring": "expires",
}


def attention_lines(told: Sequence[Told], scene: Scene) -> Iterator[Part]:
    """The lines, each with its button. What has no room as guests is counted, what has none at all is said in one line."""
    room = LINES
    for number, each in enumerate(told):
        after = len(told) - number - 1
        if room == 1 and after:
            yield Small([f"and {after + 1} more:", *(one.text for one in told[number:])])
            return
        # Each line that comes after this one keeps its place.
        few = each.records if 0 < len(each.records) <= min(FEW, max(1, room - after)) else ()
        if each.key == "classes" and few:
            yield _counted(each, number, _opening(each.records[0], each.text))
        elif few:
            yield from (_named(record, each, scene) for record in few)
        else:
            yield _counted(each, number, None)
        room -= max(1, len(few))


def _counted(told: Told, number: int, opening: Button | None) -> Paragraph:
    show = Button(label="Show", action=f"figure:{number}", value=Show(query=told.query).write(), spoken=f"Show {told.text}")
    return Paragraph([[f"• {told.text}"]], opening or show)


def _named(record: Record, told: Told, scene: Scene) -> Paragraph:
    line: Line = [f"• {facts_of(record, told, scene)}"]
    return Paragraph([line], _opening(record, who(record, scene)))


def facts_of(record: Record, told: Told, scene: Scene) -> str:
    """Who, where, what is the matter, what is owed: "Smith, Room 12, arrives today, owes £420.00"."""
    return ", ".join(filter(None, _facts(record, told, scene)))


def _opening(record: Record, spoken: str) -> Button | None:
    value = Open.of(record)
    return Button(label="Open", action="open", value=value.write(), spoken=f"Open {spoken}") if value else None


def _facts(record: Record, told: Told, scene: Scene) -> Iterator[str]:
    nameless = record.kind is Kind.ORDER and (record.customer is None or not record.customer.name)
    yield f"Order {who(record, scene)}" if nameless else who(record, scene)
    yield scene.shown(place_text(record, scene)) if record.kind is Kind.BOOKING else ""
    yield record.ref if record.ref and record.kind in (Kind.ORDER, Kind.SHOP_SESSION) and record.ref != who(record, scene) else ""
    match told.key:
        case "owing":
            yield _comes(record, scene)
        case "expiring":
            yield f"expires {moment(record.expires, record, scene)}" if record.expires else _SAID["expiring"]
        case _:
            yield _SAID.get(told.key, "")
            yield _at(record, scene) if told.key in ("still_inside", "contests", "suspected") else ""
    yield "" if record.kind is Kind.VOUCHER else str(owed_text(record, scene)) if _owes(record) else ""


def _comes(record: Record, scene: Scene) -> str:
    """When somebody comes, or that they are here: "arrives today", of another day "arrives Fri 20 Nov"."""
    on = _on(record, scene)
    if record.stage in (Stage.ARRIVED, Stage.IN_PROGRESS, Stage.DEPARTED):
        return f"was here {on}" if record.stage is Stage.DEPARTED else "is here"
    if record.kind is Kind.BOOKING:
        return f"arrives {on}{f' at {record.arrival_time}' if record.arrival_time else ''}"
    return f"{on} {clock_of(record.start, record, scene)}" if isinstance(record.start, datetime) else on


def _on(record: Record, scene: Scene) -> str:
    start = record.start
    if start is None:
        return "today"
    zone = scene.zone_of(record.venue)
    starts = start.astimezone(zone).date() if isinstance(start, datetime) else start
    return "today" if starts == scene.now.astimezone(zone).date() else day(starts, scene)


def _at(record: Record, scene: Scene) -> str:
    return moment(record.start, record, scene) if record.start is not None else ""


def _owes(record: Record) -> bool:
    return record.money is not None and record.money.balance is not None and record.money.balance > 0
