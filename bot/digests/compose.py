"""Composing a summary by rule, from facts and what was recorded on earlier days. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from bot.core.record import Figure
from bot.core.states import Unit
from bot.core.venue import Venue
from bot.digests.attention import attention, is_unchecked
from bot.digests.facts import Fact, Facts
from bot.digests.headline import History, headline
from bot.digests.metrics import METRICS, WEEK, Day, Part
from bot.digests.saying import said
from bot.digests.summary import Ahead, Chart, Compared, Summary, Told

__all__ = ["BACK", "WEEKS", "History", "compose", "recorded"]

WEEKS = 4
BACK = 14

_CHARTED = ("in_house", "appointments", "sessions", "visits", "redemptions")
"""What a chart shows: the first of these that a venue has."""


def compose(facts: Facts, venue: Venue, history: History) -> Summary:
    """The summary of a venue's day. What has no history yet is not compared."""
    found = facts.facts
    return Summary(
        venue=venue.id,
        name=venue.name,
        day=facts.day.today,
        at=facts.at.astimezone(venue.zone),
        headline=headline(facts, venue, history),
        attention=tuple(attention(found, venue, facts.day)),
        today=tuple(_today(found, facts.day)),
        week=tuple(_week(found)),
        yesterday=tuple(_compared(facts, key, history) for key in found if METRICS[key].part is Part.YESTERDAY),
        takings=_takings(found.get("takings")),
        chart=_chart(facts, venue, history),
        sources=facts.sources,
        notes=tuple(_notes(facts.day)),
        has_history=bool(history),
        unchecked=is_unchecked(found),
    )


def recorded(facts: Facts) -> dict[tuple[str, date], int]:
    """What is kept of a day: whole counts, no names."""
    return {
        (key, fact.metric.own_day(facts.day)): fact.count
        for key, fact in facts.facts.items()
        if fact.metric.recorded and fact.complete
    }


def _today(found: Mapping[str, Fact], day: Day) -> Iterator[Told]:
    for key, fact in found.items():
        if METRICS[key].part is Part.TODAY and not (key == "to_come" and _is_all_to_come(fact, found)):
            text = said(fact, day) + (_free(fact) if key == "classes" else "")
            yield Told(key=key, text=text, query=fact.query, count=fact.best, complete=fact.complete, records=fact.records)


def _is_all_to_come(fact: Fact, found: Mapping[str, Fact]) -> bool:
    """Whether nothing of today has begun, so that what is still to come goes without saying."""
    return fact.complete and fact.count == sum(found[key].count for key in ("appointments", "sessions") if key in found)


def _free(fact: Fact) -> str:
    """How many places are left over the classes, where each says so."""
    free = [record.places for record in fact.records if record.places is not None]
    left = [each.left for each in free if each.left is not None and each.capacity is not None]
    if not left or len(left) < len(fact.records) or not fact.complete:
        return ""
    return f" ({sum(left):,} of {sum(each.capacity or 0 for each in free):,} places free)"


def _week(found: Mapping[str, Fact]) -> Iterator[Ahead]:
    """What is due on each of the next seven days; how many stay is for the chart."""
    for key, fact in found.items():
        if fact.week and key != "in_house":
            label = _capital(fact.metric.many)
            yield Ahead(key=key, label=label, query=fact.query, days=fact.week, complete=fact.complete)


def _compared(facts: Facts, key: str, history: History) -> Compared:
    fact, before = facts.facts[key], facts.day.before
    earlier = [history.get((key, before - timedelta(days=WEEK * week))) for week in range(1, WEEKS + 1)]
    known = [value for value in earlier if value is not None]
    return Compared(
        key=key,
        label=fact.metric.many,
        value=fact.best,
        query=fact.query,
        week_before=earlier[0],
        four_weeks=sum(known) / len(known) if len(known) == WEEKS else None,
        complete=fact.complete,
        last_at=None if fact.complete or fact.last is None else fact.last.at,
        currency=fact.currency,
    )


_TOTAL = "total"
"""What a report calls its last row: the sum of the others."""

_GIVEN_BACK = "refund_total"
"""The figure of a method of payment that is what was given back by it."""


def _takings(fact: Fact | None) -> tuple[Figure, ...]:
    """What each method of payment brought over the accounts of a venue, and what was given back, which is less than nothing.

    There is nothing where not all of it is known.
    """
    if fact is None or not fact.complete:
        return ()
    sums: Counter[tuple[str, str | None]] = Counter()
    for record in fact.records:
        paid = next((each for each in record.figures if each.unit is Unit.MONEY and each.value is not None), None)
        if paid is not None and record.title and record.title.lower() != _TOTAL:
            sums[_capital(record.title), paid.currency] += int(paid.value or 0)
            back = next((int(each.value or 0) for each in record.figures if each.name == _GIVEN_BACK), 0)
            if back:
                sums["Refunded", paid.currency] -= abs(back)
    return tuple(
        Figure(name=title.lower(), label=title, value=value, unit=Unit.MONEY, currency=currency)
        for (title, currency), value in sums.items()
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:].replace("_", " ")


def _chart(facts: Facts, venue: Venue, history: History) -> Chart | None:
    """A count for each day: those recorded, this one, and for what is booked ahead the next seven."""
    fact = next((facts.facts[key] for key in _CHARTED if key in facts.facts), None)
    if fact is None:
        return None
    metric, own = fact.metric, fact.metric.own_day(facts.day)
    back = {day: value for (key, day), value in history.items() if key == metric.key and own - timedelta(days=BACK) <= day < own}
    if fact.complete or fact.last is not None:
        back[own] = fact.best
    ahead = fact.week if fact.complete else {}
    if len(back) + len(ahead) < 2:
        return None
    of = f" ({venue.rooms} rooms)" if metric.key == "in_house" and venue.rooms else ""
    noun = "Stays" if metric.key == "in_house" else _capital(metric.many)
    return Chart(
        key=metric.key, title=f"{noun} day by day{of}", label=noun, back=back, ahead=ahead, day=own, complete=fact.complete
    )


def _notes(day: Day) -> Iterator[str]:
    """What a summary of another day than this one cannot know."""
    if day.is_over:
        yield "That day is over: this is what the systems say of it now, not what was known on its morning."
    if day.is_to_come:
        yield "That day has not begun: more may be booked or cancelled until then, and what happens on the day before is not known."
