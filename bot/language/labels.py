"""The words that the views show: what a state is called, how many there are, which days a window holds."""

from datetime import date, datetime
from typing import assert_never

from bot.core.states import Axis, Balance, Channel, Kind, Stage, Status
from bot.core.window import Window
from bot.language.say import days, window
from bot.language.tables import spoken

Labelled = Status | Stage | Kind | Balance | Channel | Axis


def label(value: Labelled, locale: str) -> str:
    """What a state, kind, channel or axis is called, without a capital: "no-show" is "no show", `ORDER` is "order"."""
    table = spoken(locale)
    match value:
        case Status():
            return table["status"][value.value][0]
        case Stage():
            return table["stage"][value.value][0]
        case Kind():
            return table["kind"][value.value][0]
        case Balance():
            return table["balance"][value.value][0]
        case Channel():
            return table["channel"][value.value][0]
        case Axis():
            return table["axis"][value.value][0]
        case _:
            assert_never(value)


def stage_label(stage: Stage, kind: Kind, locale: str) -> str:
    """Where a guest is, as that house says it: who is in a shop is not "in treatment" but there, in the word for presence."""
    if stage is Stage.IN_PROGRESS and kind not in (Kind.ORDER, Kind.APPOINTMENT):
        return spoken(locale)["axis"]["overlap"][0]
    return label(stage, locale)


def noun(of: Kind | Axis | None, count: int, locale: str) -> str:
    """A count with its noun: "14 arrivals", "1 order", "3 bookings" where neither kind nor axis says more."""
    table = spoken(locale)
    match of:
        case Kind():
            words = table["kind"][of.value]
        case Axis.START | Axis.END:
            words = table["axis"][of.value]
        case _:
            words = table["any_kind"]["any_kind"]
    return f"{count} {words[0] if count == 1 else words[1]}"


def day_label(said: Window, locale: str) -> str:
    """The days or hours of a window: "Sat 28 – Sun 29 Nov 2026"."""
    return window(said, spoken(locale))[0]


def span_of_dates(start: date | datetime, end: date | datetime, locale: str) -> str:
    """A stay from arrival to departure: "24–27 Nov (3 nights)". The year is said where the two differ."""
    table = spoken(locale)
    first = start.date() if isinstance(start, datetime) else start
    last = end.date() if isinstance(end, datetime) else end
    months = table["say"]["months"]
    nights = (last - first).days
    if nights <= 0:
        return days(first, first, table)
    words = table["unit"]["night"]
    counted = f"({nights} {words[0] if nights == 1 else words[1]})"
    if first.year != last.year:
        return f"{first.day} {months[first.month - 1]} {first.year} – {last.day} {months[last.month - 1]} {last.year} {counted}"
    if first.month != last.month:
        return f"{first.day} {months[first.month - 1]} – {last.day} {months[last.month - 1]} {counted}"
    return f"{first.day}–{last.day} {months[last.month - 1]} {counted}"
