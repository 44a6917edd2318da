"""A morning's post: the venue's summary, or the answer to a subscription's own question. Pure; at most twenty blocks."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton

from bot.core.answer import Answer
from bot.core.window import ONE_DAY
from bot.digests.edition import Edition
from bot.digests.posting import COMPLETED_FOR
from bot.digests.saying import compared_cells, takings
from bot.digests.summary import Summary
from bot.slack.values import Daily, Show
from bot.slack.views.answer import answer_view
from bot.slack.views.attention import attention_lines
from bot.slack.views.compose import compose
from bot.slack.views.parts import Block, Button, Buttons, Chart, Line, Message, Paragraph, Part, Small, Strong, Table
from bot.slack.views.scene import Scene
from bot.slack.views.when import babel_locale, day, wall_clock


def edition_view(edition: Edition, scene: Scene) -> Message:
    """The post of an edition, without what identifies guests by phone or e-mail."""
    if isinstance(edition.body, Answer):
        day = edition.due_at.astimezone(_zone(scene)).date()
        alone = Button(label="Show", action="figure:0", value=Show.of(edition.body.reading).write(), spoken="Show it to me alone")
        controls = compose([Buttons([alone, *_controls(edition, day)])]).blocks
        return _led(answer_view(edition.body, scene), edition, scene, controls)
    parts = list(_parts(edition, edition.body, scene))
    plainer = compose([part for part in parts if not isinstance(part, Chart | Table)])
    return replace(compose(parts), instead=plainer)


def _led(message: Message, edition: Edition, scene: Scene, controls: tuple[Block, ...]) -> Message:
    """An answer below a line that says by whose wish it is here, above what can be done about the post.

    What stands below an answer would change it for everybody: whoever wants more of it asks with [Show] for themselves.
    """
    asked = [Strong(edition.subscription.question or ""), f"as {edition.subscription.by_name} asked", _late(edition, scene)]
    above = compose([Small(asked)])
    instead = _led(message.instead, edition, scene, controls) if message.instead else None
    kept = (block for block in message.blocks if block["type"] != "actions")
    return Message(text=f"{above.text}\n{message.text}", blocks=(*above.blocks, *kept, *controls), instead=instead)


def _parts(edition: Edition, summary: Summary, scene: Scene) -> Iterator[Part]:
    as_of = f"as of {_said(summary.at, summary.day, scene)}"
    title = f"{summary.name} · {_long(summary.day, scene)}"
    yield Paragraph([[Strong(title), as_of], [_late(edition, scene)], [summary.headline], *([note] for note in summary.notes)])
    yield from _attention(summary, scene)
    yield Paragraph(list(_due(summary, scene)))
    if summary.yesterday:
        yield _yesterday(summary, scene)
    yield Paragraph([_taken(summary, scene)])
    yield from _charts(summary, scene)
    if not summary.has_history:
        yield Small(["No history yet: it is recorded from today on, so nothing is compared."])
    yield Paragraph(list(_missing(edition, summary, scene)))
    yield Small([f"{name} {wall_clock(at.astimezone(_zone(scene)), scene)}" for name, at in _answered(summary)])
    yield Buttons(list(_controls(edition, summary.day)))


def _attention(summary: Summary, scene: Scene) -> Iterator[Part]:
    unchecked = "Not everything could be checked." if summary.unchecked else ""
    if not summary.attention:
        yield Paragraph([[unchecked or "Nothing needs attention."]])
        return
    yield Paragraph([[Strong("Needs attention"), unchecked]])
    yield from attention_lines(summary.attention, scene)


def _due(summary: Summary, scene: Scene) -> Iterator[Line]:
    """Today, and what is due on each of the next seven days."""
    if summary.today:
        yield [Strong("Today:"), *(told.text for told in summary.today)]
    for ahead in summary.week:
        days = (f"{_short(day, scene)} {count:,}" for day, count in ahead.days.items())
        yield [Strong("Next 7 days:"), f"{ahead.label}:", *days, "" if ahead.complete else "so far"]


def _yesterday(summary: Summary, scene: Scene) -> Table:
    """Yesterday beside the same weekday: a dash is what was not recorded."""
    day = summary.day - ONE_DAY
    weekday = _short(day, scene)
    header = [_day_month(day, scene), "yesterday", *([f"last {weekday}", f"4-week {weekday}"] if summary.has_history else [])]
    rows = [[row.label, *compared_cells(row, scene.locale, _zone(scene))][: len(header)] for row in summary.yesterday]
    return Table(caption="Yesterday", header=header, rows=rows, numbers=frozenset({1, 2, 3}), plain=True)


def _taken(summary: Summary, scene: Scene) -> Line:
    return [Strong("Taken yesterday:"), *takings(summary, scene.locale)] if summary.takings else []


def _charts(summary: Summary, scene: Scene) -> Iterator[Chart]:
    """What was, and what is booked: Slack draws twenty points at most, so each has a chart of its own."""
    if (chart := summary.chart) is None:
        return
    for title, days in ((chart.title, chart.back), (f"{chart.label} booked, next 7 days", chart.ahead)):
        if len(days) > 1:
            points = [(_day_month(day, scene), count) for day, count in sorted(days.items())]
            yield Chart(title=title, name=chart.label, points=points)


def _missing(edition: Edition, summary: Summary, scene: Scene) -> Iterator[Line]:
    """What was not given, and whether it is still looked after."""
    for missing in dict.fromkeys(summary.missing):
        yield [Strong("⚠ Not complete:"), scene.shown(missing)]
    if summary.missing and edition.at - (edition.posted_at or edition.at) < COMPLETED_FOR:
        yield ["I look again for an hour and put what comes in here."]


def _controls(edition: Edition, day: date) -> Iterable[Button]:
    value = Daily(subscription=edition.subscription.id, day=day).write()
    yield Button(label="Refresh", action="refresh", value=value)
    yield Button(label="Change…", action="change", value=value, spoken="Change this daily post")
    yield Button(label="Pause", action="pause", value=value, spoken="Pause this daily post")


def _answered(summary: Summary) -> Iterator[tuple[str, datetime]]:
    """The systems that gave everything; accounts of one vendor are told apart."""
    titles = [source.title for source in summary.sources]
    for source in summary.sources:
        if not source.missing:
            yield source.title if titles.count(source.title) == 1 else f"{source.title} ({source.account})", source.at


def _late(edition: Edition, scene: Scene) -> str:
    if edition.out_of_turn:
        return "Posted out of turn, because somebody asked for it."
    if not edition.late:
        return ""
    due, at = (each.astimezone(_zone(scene)) for each in (edition.due_at, edition.posted_at or edition.at))
    was_due = f"{'at' if due.date() == at.date() else 'on'} {_said(due, at.date(), scene)}"
    return f"This was due {was_due} and comes late: I could not post it then."


def _said(at: datetime, today: date, scene: Scene) -> str:
    """A time of day, with its date where that is another one."""
    return wall_clock(at, scene) if at.date() == today else f"{day(at.date(), scene)} {wall_clock(at, scene)}"


def _zone(scene: Scene) -> ZoneInfo:
    return scene.lead.zone


def _long(day: date, scene: Scene) -> str:
    return str(format_skeleton("MMMMEEEEd", day, locale=babel_locale(scene.locale)))


def _short(day: date, scene: Scene) -> str:
    return str(format_skeleton("E", day, locale=babel_locale(scene.locale)))


def _day_month(day: date, scene: Scene) -> str:
    return str(format_skeleton("MMMd", day, locale=babel_locale(scene.locale)))
