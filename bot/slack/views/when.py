"""Dates and times as a venue's wall shows them, in the venue's language."""

from datetime import date, datetime
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton, format_time

from bot.core.record import Record
from bot.core.states import Kind
from bot.language import span_of_dates
from bot.slack.views.scene import Scene


def when(record: Record, scene: Scene) -> str:
    """When a record takes place: nights for a stay, a time for a visit, an end for a voucher; empty where it is not known."""
    match record.kind:
        case Kind.VOUCHER | Kind.MEMBERSHIP | Kind.CAMPAIGN if record.expires is not None:
            return f"expires {moment(record.expires, record, scene)}"
        case Kind.REDEMPTION if record.redeemed_at is not None:
            return f"used {moment(record.redeemed_at, record, scene)}"
        case Kind.PAYMENT | Kind.EMAIL:
            at = record.start or record.created
            return moment(at, record, scene) if at else ""
        case Kind.CUSTOMER | Kind.PUBLICATION | Kind.VOUCHER | Kind.MEMBERSHIP | Kind.CAMPAIGN | Kind.STAFF | Kind.LABEL:
            return f"since {moment(record.created, record, scene)}" if record.created else ""
        case _:
            return _span(record, scene)


def day(moment: date, scene: Scene) -> str:
    """A day with its weekday, and with its year when that is not this one: "Tue 24 Nov"."""
    skeleton = "MMMEd" if moment.year == scene.now.astimezone(scene.lead.zone).year else "yMMMEd"
    return str(format_skeleton(skeleton, moment, locale=babel_locale(scene.locale)))


def moment(at: date | datetime, record: Record, scene: Scene, *, clock: bool = True) -> str:
    """A moment of a record on its venue's wall: "Tue 24 Nov 10:00", or the day alone."""
    if not isinstance(at, datetime):
        return day(at, scene)
    shown = day(_local(at, record, scene).date(), scene)
    return f"{shown} {clock_of(at, record, scene)}{_zone(at, record, scene)}" if clock else shown


def clock_of(at: datetime, record: Record, scene: Scene) -> str:
    """The time of day of a moment, as people write it there."""
    return wall_clock(_local(at, record, scene), scene)


def wall_clock(local: datetime, scene: Scene) -> str:
    """The time of day that a wall shows."""
    return str(format_time(local.time(), "short", locale=babel_locale(scene.locale)))


def _span(record: Record, scene: Scene) -> str:
    start, end = record.start, record.end
    if start is None:
        return ""
    if isinstance(start, datetime):
        return _visit(start, end, record, scene)
    if end is None or isinstance(end, datetime) or end <= start:
        return day(start, scene)
    return span_of_dates(start, end, scene.locale)


def _visit(start: datetime, end: date | datetime | None, record: Record, scene: Scene) -> str:
    if not isinstance(end, datetime) or end <= start:
        return moment(start, record, scene)
    if (first := _local(start, record, scene)).date() == _local(end, record, scene).date():
        return (
            f"{day(first.date(), scene)} {clock_of(start, record, scene)}–{clock_of(end, record, scene)}{_zone(end, record, scene)}"
        )
    return f"{moment(start, record, scene)} – {moment(end, record, scene)}"


def _zone(moment: datetime, record: Record, scene: Scene) -> str:
    """The zone's name, where a time says nothing without it."""
    return f" {_local(moment, record, scene).tzname()}" if scene.many_zones else ""


def _local(moment: datetime, record: Record, scene: Scene) -> datetime:
    """A moment on the wall of the record's venue. What "never" ends, written as the last moment of year 9999, stays as it is."""
    try:
        return moment.astimezone(scene.zone_of(record.venue))
    except OverflowError:
        return moment


@lru_cache(maxsize=64)
def babel_locale(name: str) -> Locale:
    try:
        return Locale.parse(name, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en", "GB")
