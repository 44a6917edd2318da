"""Figures in words. One that is not whole is never told as if it were. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.record import Record
from bot.core.venue import Venue
from bot.digests.facts import Fact
from bot.digests.metrics import Day
from bot.digests.summary import Compared, Summary
from bot.language.money import money_text


def said(fact: Fact, day: Day) -> str:
    """A figure with its noun, and what it is where a system did not answer: an older one, a part, or not known."""
    if fact.complete:
        return fact.metric.words(fact.count)
    if fact.last is not None:
        return f"{fact.metric.words(fact.last.value)} ({figures_from(fact.last.at, day)})"
    return f"{fact.metric.words(fact.count)} so far" if fact.count else f"{fact.metric.many} not known"


def figures_from(at: datetime, day: Day) -> str:
    """When a figure was last known: the time alone where that was on the same day."""
    local = at.astimezone(day.zone)
    return f"figures from {local:%H:%M}" if local.date() == day.today else f"figures from {local:%a %H:%M}"


def owed(records: Iterable[Record], venue: Venue) -> str:
    """What is owed over some records, in each currency."""
    sums: Counter[str] = Counter()
    for record in records:
        if record.money is not None and record.money.balance is not None:
            sums[record.money.currency] += record.money.balance
    return " and ".join(money_text(amount, currency, venue.locale) for currency, amount in sorted(sums.items()))


def compared_cells(row: Compared, locale: str, zone: ZoneInfo) -> list[str]:
    """A figure of yesterday, the same weekday a week before, and the mean of four: a dash is what was not recorded."""
    mark = "" if row.complete else " so far" if row.last_at is None else f" at {row.last_at.astimezone(zone):%H:%M}"
    value = "not known" if mark == " so far" and not row.value else _amount(row, row.value, locale) + mark
    mean = row.four_weeks
    return [
        value,
        "–" if row.week_before is None else _amount(row, row.week_before, locale),
        "–" if mean is None else _amount(row, round(mean), locale) if row.currency else f"{mean:,.1f}",
    ]


def takings(summary: Summary, locale: str) -> Iterator[str]:
    """What was taken, the methods of payment by their size, and what they come to."""
    for figure in sorted(summary.takings, key=lambda each: -int(each.value or 0)):
        yield f"{figure.label} {money_text(int(figure.value or 0), figure.currency or '', locale)}"
    sums: Counter[str] = Counter()
    for figure in summary.takings:
        sums[figure.currency or ""] += int(figure.value or 0)
    if len(summary.takings) > 1:
        yield from (f"{money_text(total, currency, locale)} in all" for currency, total in sums.items())


def _amount(row: Compared, value: int, locale: str) -> str:
    return money_text(value, row.currency, locale) if row.currency else f"{value:,}"
