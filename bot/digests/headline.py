"""The one sentence that a summary begins with, written by rule. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta

from bot.core.states import Kind
from bot.core.venue import Venue
from bot.digests.facts import Fact, Facts
from bot.digests.metrics import METRICS, WEEK, Day, Part
from bot.digests.saying import owed, said

History = Mapping[tuple[str, date], int]
"""Recorded counts by the figure's key and the day that it is of."""

_OWING = {"arrivals": (Kind.BOOKING, ""), "appointments": (Kind.ORDER, "order"), "sessions": (Kind.ARCADE_SESSION, "")}
"""The figures that people come with, and the kind of record that owes for them, with its name where it is another."""

_LEFT_OUT = frozenset({"to_come"})


def headline(facts: Facts, venue: Venue, history: History) -> str:
    """Who comes and owes, who goes, how full the house is and how that stands to the same weekday."""
    found = facts.facts
    today = [fact for key, fact in found.items() if METRICS[key].part is Part.TODAY and key not in _LEFT_OUT]
    parts = [_first(fact, found.get("owing"), venue, facts.day) for fact in today]
    parts += _of_yesterday(found, facts.day) if not today else []
    told = [part for part in (*parts, _occupancy(facts, venue, history)) if part]
    if not told:
        return "Nothing is due today." if facts.complete else "What is due today is not known yet."
    sentence = ", ".join(told)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def _first(fact: Fact, owing: Fact | None, venue: Venue, day: Day) -> str:
    """A figure of today; one that people come with tells how many of them owe."""
    key = fact.metric.key
    if key == "in_house" and venue.rooms:
        return ""
    words = said(fact, day)
    if owing is None or key not in _OWING or not fact.complete:
        return words
    kind, noun = _OWING[key]
    owe = [record for record in owing.records if record.kind is kind]
    if not owe:
        return words
    who = f"{len(owe):,} {noun}{'' if len(owe) == 1 else 's'}" if noun else f"{len(owe):,}"
    return f"{words} ({who} {'owes' if len(owe) == 1 else 'owe'} {owed(owe, venue)})"


def _of_yesterday(found: Mapping[str, Fact], day: Day) -> list[str]:
    """What a house without arrivals tells first: what happened yesterday."""
    return [f"{said(fact, day).lower()} yesterday" for key, fact in found.items() if key in ("visits", "redemptions")]


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
