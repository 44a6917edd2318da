"""The lists behind a morning's figures, for the thread of its post: who arrives, who leaves, what is booked. Pure."""

from collections.abc import Iterator
from datetime import datetime

from bot.core.record import Record
from bot.core.states import Axis, Kind
from bot.digests.edition import Edition
from bot.digests.summary import Summary, Told
from bot.slack.values import Show
from bot.slack.views.compose import compose
from bot.slack.views.figures import places
from bot.slack.views.parts import Button, Line, Message, Paragraph, Part, Strong
from bot.slack.views.rows import owed_text, party_text, place_text, services, who
from bot.slack.views.scene import Scene
from bot.slack.views.when import clock_of

ROWS = 25
"""How many records of one list are named; the rest is a press away."""

_LISTED = frozenset({"arrivals", "departures", "appointments", "classes", "sessions"})


def has_lists(edition: Edition) -> bool:
    """Whether there is anything to list."""
    return isinstance(edition.body, Summary) and any(_listed(edition.body))


def lists_view(edition: Edition, scene: Scene) -> Message:
    """Today's lists, masked as everything in a channel is."""
    assert isinstance(edition.body, Summary)
    parts: list[Part] = [Paragraph([[Strong("Today's lists")]])]
    parts += [_list(told, number, scene) for number, told in enumerate(_listed(edition.body))]
    return compose(parts)


def _listed(summary: Summary) -> Iterator[Told]:
    return (told for told in summary.today if told.key in _LISTED and told.records)


def _list(told: Told, number: int, scene: Scene) -> Paragraph:
    ordered = sorted(told.records, key=lambda record: _place_in_list(record, scene))
    leaving = told.query.window is not None and told.query.window.axis is Axis.END
    rows: list[Line] = [list(_row(record, scene, leaving=leaving)) for record in ordered[:ROWS]]
    more: list[Line] = [[f"and {len(ordered) - ROWS:,} more"]] if len(ordered) > ROWS else []
    more += [] if told.complete else [["Not all of them: a system did not answer."]]
    value = Show(query=told.query).write()
    show = Button(label="Show", action=f"figure:list{number}", value=value, spoken=f"Show {told.text}")
    return Paragraph([[Strong(told.text)], *rows, *more], show)


def _place_in_list(record: Record, scene: Scene) -> tuple[str, str, str]:
    """By the clock, then by room and name."""
    at = f"{record.start:%H:%M}" if isinstance(record.start, datetime) else ""
    return at, place_text(record, scene), who(record, scene)


def _row(record: Record, scene: Scene, *, leaving: bool) -> Iterator[str]:
    at = clock_of(record.start, record, scene) if isinstance(record.start, datetime) else ""
    what = scene.shown(", ".join(str(each) for each in services(record)[:2]))
    yield f"{at} {what if record.kind is Kind.SESSION and what else who(record, scene)}".strip()
    yield "" if record.kind in (Kind.BOOKING, Kind.SESSION) else what
    yield scene.shown(place_text(record, scene))
    yield places(record.places)
    if not leaving:
        yield party_text(record.party)
        yield f"arrives {record.arrival_time}" if record.arrival_time else ""
    if record.money is not None and (record.money.balance or 0) > 0:
        yield str(owed_text(record, scene))
