"""Composing a summary by rule, from facts and what was recorded on earlier days. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

from bot.core.matching import dates
from bot.core.record import Figure, Record
from bot.core.states import Axis, Unit
from bot.core.venue import Venue
from bot.digests.facts import Fact, Facts
from bot.digests.metrics import METRICS, WEEK, Part
from bot.digests.summary import Compared, Summary, Told
from bot.language.money import money_text

History = Mapping[tuple[str, date], int]
"""Recorded counts by the figure's key and the day that it is of."""

WEEKS = 4
BACK = 14

_NEARLY = 0.85
"""From which share of its places on a class is called nearly full."""

_EMPTY = 0.25
"""Up to which share of its places a class is called nearly empty."""


def compose(facts: Facts, venue: Venue, history: History, *, late: bool = False) -> Summary:
    """The summary of a venue's day. What has no history yet is not compared."""
    found = facts.facts
    today = tuple(_told(found[key]) for key in METRICS if key in found and METRICS[key].part is Part.TODAY)
    attention = (*_attention(found, venue), *_classes(found.get("classes")))
    yesterday = tuple(_compared(facts, key, history) for key in METRICS if key in found and _is_compared(key))
    chart_of = next((key for key in ("in_house", "appointments", "sessions", "visits", "redemptions") if key in found), "")
    return Summary(
        venue=venue.id,
        name=venue.name,
        day=facts.day.today,
        at=facts.at.astimezone(venue.zone),
        headline=headline(facts, venue, history),
        attention=attention,
        today=today,
        week=_week(facts),
        yesterday=yesterday,
        takings=_takings(found.get("takings")),
        chart=_chart(facts, chart_of, history),
        chart_of=chart_of,
        sources=facts.sources,
        has_history=bool(history),
        late=late,
    )


def headline(facts: Facts, venue: Venue, history: History) -> str:
    """One sentence: who comes and owes, who goes, how full the house is and how that stands to the same weekday."""
    found = facts.facts
    parts = [_first(key, fact, found.get("owing"), venue) for key, fact in found.items() if METRICS[key].part is Part.TODAY]
    parts += _of_yesterday(found) if not parts else []
    occupied = _occupancy(facts, venue, history)
    told = [*(part for part in parts if part), *([occupied] if occupied else [])]
    if not told:
        return "Nothing is due today." if facts.complete else "What is due today is not known yet."
    return ", ".join(told) + "."


def _first(key: str, fact: Fact, owing: Fact | None, venue: Venue) -> str:
    """A figure of today; the first that people come with tells how many of them owe."""
    if key == "in_house" and venue.rooms:
        return ""
    words = fact.metric.words(fact.count) + ("" if fact.complete else " so far")
    kind = fact.query.kinds[0]
    owe = [record for record in owing.records if record.kind is kind] if owing is not None and key in _COMING else []
    if not owe:
        return words
    return f"{words} ({len(owe):,} {'owes' if len(owe) == 1 else 'owe'} {_sum(owe, venue)})"


_COMING = frozenset({"arrivals", "appointments", "sessions"})


def _of_yesterday(found: Mapping[str, Fact]) -> list[str]:
    """What a house without arrivals tells first: what happened yesterday."""
    facts = (fact for key, fact in found.items() if METRICS[key].part is Part.YESTERDAY and key in ("visits", "redemptions"))
    return [f"{fact.count:,} {(fact.metric.one if fact.count == 1 else fact.metric.many).lower()} yesterday" for fact in facts]


def _occupancy(facts: Facts, venue: Venue, history: History) -> str:
    nights = facts.facts.get("in_house")
    if nights is None or not venue.rooms or not nights.complete:
        return ""
    share = round(100 * nights.count / venue.rooms)
    before = history.get(("in_house", facts.day.today - timedelta(days=WEEK)))
    if before is None:
        return f"{share} % tonight"
    points = share - round(100 * before / venue.rooms)
    last = f"last {facts.day.today:%A}"
    if not points:
        return f"{share} % tonight, as {last}"
    return f"{share} % tonight, {abs(points)} point{'' if abs(points) == 1 else 's'} {'above' if points > 0 else 'below'} {last}"


def _told(fact: Fact) -> Told:
    words = fact.metric.words(fact.count) + ("" if fact.complete else " so far")
    return Told(key=fact.metric.key, text=words, query=fact.query, count=fact.count, complete=fact.complete)


def _attention(found: Mapping[str, Fact], venue: Venue) -> Iterator[Told]:
    for key, fact in found.items():
        if METRICS[key].part is not Part.ATTENTION or not fact.count:
            continue
        owed = f" {_sum(fact.records, venue)}" if key == "owing" else ""
        told = _told(fact)
        yield Told(key=key, text=told.text + owed, query=fact.query, count=fact.count, complete=fact.complete)


def _classes(fact: Fact | None) -> Iterator[Told]:
    """Classes of today that are nearly full or nearly empty."""
    for record in fact.records if fact is not None else ():
        free = record.places
        if free is None or free.left is None or not free.capacity or fact is None:
            continue
        taken = 1 - free.left / free.capacity
        word = "full" if free.left <= 0 else "nearly full" if taken >= _NEARLY else "nearly empty" if taken <= _EMPTY else ""
        if not word:
            continue
        what = record.title or ", ".join(str(each) for each in record.service) or "A class"
        at = f" at {record.start:%H:%M}" if isinstance(record.start, datetime) else ""
        text = f"{what}{at} is {word}: {free.left} of {free.capacity} places left"
        query = fact.query.model_copy(update={"ids": (record.id,)})
        yield Told(key="classes", text=text, query=query, count=1)


def _sum(records: Iterable[Record], venue: Venue) -> str:
    sums: Counter[str] = Counter()
    for record in records:
        if record.money is not None and record.money.balance is not None:
            sums[record.money.currency] += record.money.balance
    return " and ".join(money_text(amount, currency, venue.locale) for currency, amount in sorted(sums.items()))


def _is_compared(key: str) -> bool:
    return METRICS[key].part is Part.YESTERDAY and METRICS[key].recorded


def _compared(facts: Facts, key: str, history: History) -> Compared:
    fact, before = facts.facts[key], facts.day.before
    earlier = [history.get((key, before - timedelta(days=WEEK * week))) for week in range(1, WEEKS + 1)]
    known = [value for value in earlier if value is not None]
    return Compared(
        key=key,
        label=fact.metric.many,
        value=fact.count,
        query=fact.query,
        week_before=earlier[0],
        four_weeks=sum(known) / len(known) if len(known) == WEEKS else None,
        complete=fact.complete,
    )


def _week(facts: Facts) -> dict[date, int]:
    """How much is due on each of the next seven days; nothing where the venue has no dates ahead."""
    fact = facts.facts.get("ahead")
    if fact is None:
        return {}
    # An order with lines on two days is due on both, as the question about either day says.
    days: Counter[date] = Counter(day for record in fact.records for day in {_day(at) for at in dates(record, Axis.START) if at})
    return {day: days[day] for day in (facts.day.today + timedelta(days=number) for number in range(WEEK))}


def _day(at: date | datetime) -> date:
    return at.date() if isinstance(at, datetime) else at


def _takings(fact: Fact | None) -> tuple[Figure, ...]:
    """The sum of each method of payment over the accounts of a venue."""
    if fact is None:
        return ()
    sums: dict[tuple[str, str | None], int] = {}
    for record in fact.records:
        for figure in record.figures:
            if figure.unit is Unit.MONEY and figure.value is not None and record.title:
                key = (record.title, figure.currency)
                sums.setdefault(key, int(figure.value))
    return tuple(
        Figure(name=title.lower(), label=title, value=value, unit=Unit.MONEY, currency=currency)
        for (title, currency), value in sums.items()
    )


def _chart(facts: Facts, key: str, history: History) -> dict[date, int]:
    """A count for each day: those recorded back, today's, and for stays those ahead."""
    if not key:
        return {}
    own = METRICS[key].own_day(facts.day)
    days = {day: value for (name, day), value in history.items() if name == key and own - timedelta(days=BACK) <= day < own}
    days[own] = facts.facts[key].count
    return dict(sorted(days.items()))


def recorded(facts: Facts) -> dict[tuple[str, date], int]:
    """What is kept of a day: whole counts, no names."""
    return {
        (key, fact.metric.own_day(facts.day)): fact.count
        for key, fact in facts.facts.items()
        if fact.metric.recorded and fact.complete
    }
