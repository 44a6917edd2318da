"""A venue's daily summary on the operator's terminal, and as JSON."""

from typing import Any

import msgspec
from rich.markup import escape
from rich.table import Table

from bot.core.window import ONE_DAY
from bot.digests.saying import compared_cells, takings
from bot.digests.summary import Summary, Told
from bot.slack.views.attention import FEW, facts_of
from bot.slack.views.scene import Scene
from bot.terminal import new_console


def show_summary(summary: Summary, scene: Scene) -> None:
    """Print a daily summary: the headline, what needs attention, today, the week, yesterday, and what is missing."""
    console = new_console()
    zone, locale = scene.lead.zone, scene.locale

    def say(text: str) -> None:
        console.print(text, highlight=False)

    say(f"[bold]{escape(summary.name)} · {summary.day:%A %-d %B}[/bold] · as of {summary.at:%a %H:%M}")
    for note in summary.notes:
        say(f"[yellow]{escape(note)}[/yellow]")
    say(escape(summary.headline))
    unchecked = "Not everything could be checked." if summary.unchecked else ""
    say(f"[bold]Needs attention[/bold] {unchecked}" if summary.attention else unchecked or "Nothing needs attention.")
    for told in summary.attention:
        for line in _lines(told, scene):
            say(f"  • {escape(line)}")
    if summary.today:
        say("[bold]Today[/bold]  " + escape(" · ".join(told.text for told in summary.today)))
    for ahead in summary.week:
        days = " · ".join(f"{day:%a} {count}" for day, count in ahead.days.items())
        say(f"[bold]Next 7 days[/bold]  {escape(ahead.label)}: {days}{'' if ahead.complete else ' so far'}")
    if summary.yesterday:
        day = summary.day - ONE_DAY
        header = ["", "yesterday", *([f"last {day:%a}", f"4-week {day:%a}"] if summary.has_history else [])]
        table = Table(box=None, pad_edge=False, header_style="dim", title_justify="left")
        for name in header:
            table.add_column(name, justify="right" if name else "left")
        for row in summary.yesterday:
            table.add_row(*map(escape, [row.label, *compared_cells(row, locale, zone)][: len(header)]))
        console.print(table)
    if summary.takings:
        say("[bold]Taken yesterday[/bold]  " + escape(" · ".join(takings(summary, locale))))
    if not summary.has_history:
        say("[dim]No history yet: nothing is recorded of earlier days.[/dim]")
    for source in summary.sources:
        missing = f": {source.missing}" if source.missing else ""
        said = f"{source.title} ({source.account}) {source.at.astimezone(zone):%H:%M}{missing}"
        say(f"[dim]{escape(said)}[/dim]")


def _lines(told: Told, scene: Scene) -> list[str]:
    """A line for each record where they are few, else how many they are."""
    if told.key == "classes" or not 0 < len(told.records) <= FEW:
        return [told.text]
    return [facts_of(record, told, scene) for record in told.records]


def summary_json(summary: Summary) -> dict[str, Any]:
    """A daily summary as JSON: each figure with its question, the records that need attention without the vendor's raw object."""
    plain: dict[str, Any] = msgspec.to_builtins(summary, str_keys=True, enc_hook=lambda query: query.model_dump(mode="json"))
    for line in plain["today"]:
        del line["records"]
    for line, told in zip(plain["attention"], summary.attention, strict=True):
        line["records"] = [record.plain() for record in told.records]
    return plain
