"""A morning's post: the venue's summary, or the answer to a subscription's own question. Pure; at most twenty blocks."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton

from bot.core.answer import Answer
from bot.core.window import ONE_DAY
from bot.digests.edition import Edition
from bot.digests.metrics import METRICS
from bot.digests.summary import Compared, Summary, Told
from bot.language.money import money_text
from bot.slack.values import Daily, Show
from bot.slack.views.answer import answer_view
from bot.slack.views.compose import compose
from bot.slack.views.parts import Button, Buttons, Chart, Message, Paragraph, Part, Small, Strong, Table
from bot.slack.views.scene import Scene
from bot.slack.views.when import babel_locale, wall_clock

ATTENTION = 8
"""How many lines that need attention are shown with a button; the rest is counted."""


def edition_view(edition: Edition, scene: Scene) -> Message:
    """The post of an edition, without what identifies guests by phone or e-mail."""
    if isinstance(edition.body, Answer):
        return _led(answer_view(edition.body, scene), edition, scene)
    parts = list(_parts(edition, edition.body, scene))
    plainer = compose([part for part in parts if not isinstance(part, Chart | Table)])
    return replace(compose(parts), instead=plainer)


def _led(message: Message, edition: Edition, scene: Scene) -> Message:
    """An answer below a line that says by whose wish it is here."""
    asked = [Strong(edition.subscription.question or ""), f"as {edition.subscription.by_name} asked", _late(edition, scene)]
    above = compose([Small(asked)])
    instead = _led(message.instead, edition, scene) if message.instead else None
    return Message(text=f"{above.text}\n{message.text}", blocks=(*above.blocks, *message.blocks), instead=instead)


def _parts(edition: Edition, summary: Summary, scene: Scene) -> Iterator[Part]:
    as_of = f"as of {wall_clock(summary.at, scene)}"
    title = f"{summary.name} · {_long(summary.day, scene)}"
    yield Paragraph([[Strong(title), as_of], [_late(edition, scene)], [summary.headline]])
    yield from _attention(summary.attention)
    if summary.today:
        yield Paragraph([[Strong("Today:"), *(told.text for told in summary.today)]])
    if summary.week:
        week = (f"{_short(day, scene)} {count:,}" for day, count in summary.week.items())
        yield Paragraph([[Strong("Due in the next 7 days:"), *week]])
    if summary.yesterday:
        yield _yesterday(summary, scene)
    if summary.takings:
        sums = (
            f"{each.label[:1].upper()}{each.label[1:]} {money_text(int(each.value or 0), each.currency or '', scene.locale)}"
            for each in summary.takings
        )
        yield Paragraph([[Strong("Taken yesterday:"), *sums]])
    if len(summary.chart) > 1:
        points = [(_day_month(day, scene), count) for day, count in sorted(summary.chart.items())]
        name = METRICS[summary.chart_of].many
        yield Chart(title=f"{name[:1].upper()}{name[1:]}, day by day", name=name, points=points)
    if not summary.has_history:
        yield Small(["No history yet: it is recorded from today on, so nothing is compared."])
    for missing in dict.fromkeys(summary.missing):
        yield Paragraph([[Strong("⚠ Not complete:"), scene.shown(missing), "This post is brought up to date within the hour."]])
    yield Small([f"{name} {wall_clock(at.astimezone(_zone(scene)), scene)}" for name, at in _answered(summary)])
    yield Buttons(list(_controls(edition, summary.day)))


def _attention(attention: tuple[Told, ...]) -> Iterator[Part]:
    if not attention:
        yield Paragraph([["Nothing needs attention."]])
        return
    yield Paragraph([[Strong("Needs attention")]])
    for number, told in enumerate(attention[:ATTENTION]):
        value = Show(query=told.query).write()
        yield Paragraph([[f"• {told.text}"]], Button(label="Show", action=f"figure:{number}", value=value, spoken=told.text))
    if len(attention) > ATTENTION:
        yield Small([f"and {len(attention) - ATTENTION} more"])


def _yesterday(summary: Summary, scene: Scene) -> Table:
    """Yesterday beside the same weekday: a dash is what was not recorded."""
    weekday = format_skeleton("E", summary.day - ONE_DAY, locale=babel_locale(scene.locale))
    return Table(
        caption="Yesterday",
        header=["", "yesterday", f"last {weekday}", f"4-week {weekday}"],
        rows=[_row(row) for row in summary.yesterday],
        numbers=frozenset({1, 2, 3}),
        plain=True,
    )


def _row(row: Compared) -> list[str]:
    value = f"{row.value:,}" + ("" if row.complete else " so far")
    before = "–" if row.week_before is None else f"{row.week_before:,}"
    return [row.label, value, before, "–" if row.four_weeks is None else f"{row.four_weeks:,.1f}"]


def _controls(edition: Edition, day: date) -> Iterable[Button]:
    value = Daily(subscription=edition.subscription.id, day=day).write()
    yield Button(label="Refresh", action="refresh", value=value)
    yield Button(label="Pause", action="pause", value=value, spoken="Pause this daily post")


def _answered(summary: Summary) -> Iterator[tuple[str, datetime]]:
    """The systems that gave everything; accounts of one vendor are told apart."""
    titles = [source.title for source in summary.sources]
    for source in summary.sources:
        if not source.missing:
            yield source.title if titles.count(source.title) == 1 else f"{source.title} ({source.account})", source.at


def _late(edition: Edition, scene: Scene) -> str:
    if not edition.late:
        return ""
    due = edition.due_at.astimezone(_zone(scene))
    return f"This was due at {wall_clock(due, scene)} and comes late: I could not post it then."


def _zone(scene: Scene) -> ZoneInfo:
    return scene.lead.zone


def _long(day: date, scene: Scene) -> str:
    return str(format_skeleton("MMMMEEEEd", day, locale=babel_locale(scene.locale)))


def _short(day: date, scene: Scene) -> str:
    return str(format_skeleton("E", day, locale=babel_locale(scene.locale)))


def _day_month(day: date, scene: Scene) -> str:
    return str(format_skeleton("MMMd", day, locale=babel_locale(scene.locale)))
