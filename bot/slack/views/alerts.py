"""Alerts: that one was made, those that a person has, what one tells. Pure."""

from collections.abc import Iterator, Sequence
from datetime import time

from bot.core.alert import Condition
from bot.core.states import Kind
from bot.digests.alerts import Standing
from bot.digests.news import News
from bot.digests.watching import Pace
from bot.language.labels import label
from bot.language.names import Names
from bot.language.occasions import EXAMPLES, occasion_text
from bot.slack.values import Ask, Open, Watched
from bot.slack.views.compose import compose
from bot.slack.views.parts import Button, Buttons, Element, Message, Paragraph, Part, Small, Strong
from bot.slack.views.rows import row
from bot.slack.views.scene import Scene
from bot.slack.views.when import wall_clock
from bot.store.alerts import Alert, Fact

MOST_ROWS = 10
"""How many records one message names; the rest is counted."""

_LEADS = {
    Condition.CANCELLED: ("Cancelled today", "cancelled today"),
    Condition.NO_SHOW: ("No-show", "no-shows"),
    Condition.OWES: ("Arriving today and owing", "arriving today and owing"),
    Condition.FULL: ("Full", "classes are full"),
}


def news_view(news: News, scene: Scene, names: Names) -> Message:
    """What an alert tells: what happened where, the records, and who asked for it."""
    alone, many = _LEADS[news.alert.occasion.condition]
    count = len(news.records) + len(news.unread)
    lead = alone if count == 1 else f"{count} {many}"
    parts: list[Part] = [
        Paragraph([[Strong(f"{lead} · {news.venue.name}")]]),
        *(row(record, scene) for record in news.records[:MOST_ROWS]),
        *(_unread(fact) for fact in news.unread[: MOST_ROWS - len(news.records[:MOST_ROWS])]),
    ]
    if count > MOST_ROWS:
        parts.append(Small([f"and {count - MOST_ROWS} more"]))
    asked = "You asked to be told" if scene.private else "Asked to be told"
    seen = f"seen {wall_clock(news.at.astimezone(news.venue.zone), scene)}"
    parts.append(Small([f"{asked} when {scene.shown(occasion_text(news.alert.occasion, names))}", seen]))
    parts.append(Buttons(list(_controls(news.alert))))
    return compose(parts)


def standing_view(standing: Standing, scene: Scene, names: Names, pace: Pace) -> Message:
    """That an alert stands, how it is looked for, and what is so already."""
    said = scene.shown(occasion_text(standing.alert.occasion, names))
    begin = f"I will tell you {_where(standing.alert)} when {said}." if standing.new else f"I already tell you when {said}."
    if standing.alert.paused:
        begin = f"You have this alert, and it is paused: when {said}."
    parts: list[Part] = [Paragraph([[Strong(begin)], [_pace(pace)]])]
    if standing.records:
        count = len(standing.records)
        parts.append(Paragraph([[f"Right now: {count} such. {'It is' if count == 1 else 'They are'} not told again."]]))
    else:
        parts.append(Paragraph([["Right now: none."]]))
    parts += [_missing(why, scene) for why in standing.missing]
    value = Watched(alert=standing.alert.id).write()
    show = [Button(label="Show", action="alert_show", value=value, spoken="Show what is so now")] if standing.records else []
    parts.append(Buttons([*show, *_controls(standing.alert)]))
    return compose(parts)


def so_now_view(standing: Standing, scene: Scene, names: Names) -> Message:
    """What an alert is about and is so now."""
    several = len({record.venue for record in standing.records}) > 1
    parts: list[Part] = [Paragraph([[Strong(f"So right now: {scene.shown(occasion_text(standing.alert.occasion, names))}")]])]
    parts += [row(record, scene, with_venue=several) for record in standing.records[:MOST_ROWS]]
    if len(standing.records) > MOST_ROWS:
        parts.append(Small([f"and {len(standing.records) - MOST_ROWS} more"]))
    if not standing.records:
        parts.append(Paragraph([["None."]]))
    return compose([*parts, *(_missing(why, scene) for why in standing.missing)])


def alerts_view(alerts: Sequence[Alert], scene: Scene, names: Names, pace: Pace) -> Message:
    """A person's alerts, each with what can be done about it; without one, how to make one."""
    if not alerts:
        lines = [["You have no alerts. Ask for one like this:"]]
        examples = [
            Button(label=text, action=f"ask:{number}", value=value)
            for number, text in enumerate(EXAMPLES.values())
            if (value := Ask(text=text).write())
        ]
        return compose([Paragraph(lines), Buttons(examples)])
    parts: list[Part] = [Paragraph([[Strong(f"{len(alerts)} alert{'s' if len(alerts) > 1 else ''}")], [_pace(pace)]])]
    for alert in alerts:
        said = scene.shown(occasion_text(alert.occasion, names))
        parts += [
            Paragraph([[f"When {said}", _where(alert), Strong("paused") if alert.paused else ""]]),
            Buttons(list(_controls(alert, of_list=True))),
        ]
    return compose(parts)


def _controls(alert: Alert, *, of_list: bool = False) -> Iterator[Element]:
    where, value = ":list" if of_list else "", Watched(alert=alert.id).write()
    label = "Go on" if alert.paused else "Pause"
    turn = Watched(alert=alert.id, pause=not alert.paused).write()
    yield Button(label=label, action=f"alert_pause{where}", value=turn, spoken=f"{label}: this alert")
    label = "Delete" if of_list else "Stop telling me"
    yield Button(label=label, action=f"alert_drop{where}", value=value, spoken=f"{label}: this alert")


def _where(alert: Alert) -> str:
    return "by direct message" if alert.channel.startswith("D") else "in the channel where you asked"


def _pace(pace: Pace) -> str:
    minutes = pace.every.total_seconds() / 60
    often = "every minute" if minutes == 1 else f"every {minutes:g} minutes" if minutes > 1 else f"every {minutes * 60:g} seconds"
    if pace.opens == pace.closes:
        return f"Looked at {often}."
    return f"Looked at {often} between {_clock(pace.opens)} and {_clock(pace.closes)} at the venue."


def _clock(at: time) -> str:
    return f"{at:%H:%M}"


def _missing(why: str, scene: Scene) -> Part:
    return Paragraph([[Strong("⚠ Not complete:"), scene.shown(why), "What is so there is told once it answers."]])


def _unread(fact: Fact) -> Part:
    what = label(Kind(fact.kind), "en")
    value = Open(account=fact.account, kind=Kind(fact.kind), id=fact.record).write()
    line = f"One {what} that I could not read again just now"
    return Paragraph([[line, fact.account]], Button(label="Open", action="open", value=value, spoken=f"Open the {what}"))
