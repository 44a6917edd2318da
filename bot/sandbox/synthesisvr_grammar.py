"""The two little languages inside SynthesisVR's paths: RANGE and SEARCH CRITERIA, read strictly and without guessing.

Sources: the vendor's page "Reading session data through API"; what it leaves open is settled in the docstrings below.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

_UNITS = ("year", "month", "day", "hour")
_PAIR = re.compile(r"([1-9][0-9]{0,3}) (year|month|day|hour)s?")
_VALUED = re.compile(r"(date=|date>|date<|crdate=|customer:|label:|uuid:|externaluuid:)(.*)", re.IGNORECASE | re.DOTALL)
_FLAGS = ("today", "upcoming", "skip_api", "api_only", "comments", "phone")


class GrammarError(ValueError):
    """The path is not in the vendor's language; the message says where."""


@dataclass(frozen=True, slots=True)
class Span:
    """A RANGE: how far after the main date an answer goes. There is no week."""

    years: int = 0
    months: int = 0
    days: int = 0
    hours: int = 0

    def after(self, day: date, zone: ZoneInfo) -> datetime:
        """The end of a window that starts at midnight of the day; the end itself is outside. At most the year 9999."""
        months = day.month - 1 + self.months + 12 * self.years
        year, month = day.year + months // 12, months % 12 + 1
        if year > 9900:
            return datetime.max.replace(tzinfo=zone)
        moved = date(year, month, min(day.day, monthrange(year, month)[1])) + timedelta(days=self.days)
        return datetime.combine(moved, time(), zone) + timedelta(hours=self.hours)


@dataclass(frozen=True, slots=True)
class Criteria:
    """What is asked for; all of it must hold. Words without a known prefix are searched for in the session's texts."""

    main_date: date | None = None
    since: date | None = None
    until: date | None = None
    created: date | None = None
    customer: str | None = None
    label: str | None = None
    uuid: str | None = None
    external: str | None = None
    flags: frozenset[str] = frozenset()
    words: tuple[str, ...] = field(default=())

    @property
    def dated(self) -> bool:
        """Whether a criterion replaces the main date, so that RANGE bounds nothing."""
        return self.main_date is None and (self.since, self.until, self.created) != (None, None, None)


def read_range(text: str) -> Span:
    """`1 day`, `2 months 3 days`, `1 day 8 hours`: single spaces, lower case, the largest unit first, none twice."""
    pairs = re.findall(r"\S+ \S+", text)
    if " ".join(pairs) != text or not pairs:
        raise GrammarError(f"range {text!r}: write for example 1 day 8 hours")
    found: dict[str, int] = {}
    for pair in pairs:
        matched = _PAIR.fullmatch(pair)
        if matched is None or any(_UNITS.index(matched[2]) <= _UNITS.index(unit) for unit in found):
            raise GrammarError(f"range {text!r}: {pair!r} is no number and unit, or out of order")
        found[matched[2]] = int(matched[1])
    return Span(found.get("year", 0), found.get("month", 0), found.get("day", 0), found.get("hour", 0))


def read_criteria(text: str, today: date) -> Criteria:
    """Space-separated criteria joined by AND. Keywords count in any case, so a guest called Today is a keyword too.

    `today` is another way to write the main date. A criterion given twice with two values is refused, and so are
    `skip_api` with `api_only`, which exclude each other.
    """
    if not text:
        raise GrammarError("search criteria are missing")
    values: dict[str, str] = {}
    flags: set[str] = set()
    words: list[str] = []
    for token in text.split(" "):
        if not token:
            raise GrammarError(f"criteria {text!r}: one space between two criteria")
        if token.lower() in _FLAGS:
            flags.add(token.lower())
        elif matched := _VALUED.fullmatch(token):
            name = matched[1].lower()
            if values.setdefault(name, matched[2]) != matched[2]:
                raise GrammarError(f"criteria {text!r}: {name} twice")
        else:
            words.append(token.casefold())
    if {"skip_api", "api_only"} <= flags:
        raise GrammarError("skip_api and api_only exclude each other")
    if "today" in flags and _day(values, "date=") not in (None, today):
        raise GrammarError("today and date= name two main dates")
    return Criteria(
        main_date=today if "today" in flags else _day(values, "date="),
        since=_day(values, "date>"),
        until=_day(values, "date<"),
        created=_day(values, "crdate="),
        customer=_number(values, "customer:"),
        label=_number(values, "label:"),
        uuid=_uuid(values, "uuid:"),
        external=_uuid(values, "externaluuid:"),
        flags=frozenset(flags),
        words=tuple(words),
    )


def window(span: Span, wanted: Criteria, today: date, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    """Starts asked for, `[first, second)` in the venue's zone; None is no bound.

    The page says RANGE counts from "the main date (which can be set through the search criteria)": unset, it is the
    current date, also for a look-up by uuid or name. `date>`, `date<` and `crdate=` take its place; RANGE stretches none.
    """
    if not wanted.dated:
        main = wanted.main_date or today
        first, end = datetime.combine(main, time(), zone), span.after(main, zone)
    else:
        first, end = None, None
    if wanted.since is not None:
        since = datetime.combine(wanted.since, time(), zone)
        first = since if first is None else max(first, since)
    if wanted.until is not None:
        until = Span(days=1).after(wanted.until, zone)
        end = until if end is None else min(end, until)
    return first, end


def _day(values: dict[str, str], name: str) -> date | None:
    if name not in values:
        return None
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", values[name]):
        raise GrammarError(f"{name}{values[name]}: write YYYY-MM-DD")
    try:
        return date.fromisoformat(values[name])
    except ValueError as error:
        raise GrammarError(f"{name}{values[name]}: no such day") from error


def _number(values: dict[str, str], name: str) -> str | None:
    if name in values and not re.fullmatch(r"[0-9]{1,12}", values[name]):
        raise GrammarError(f"{name}{values[name]}: write a number")
    return values.get(name)


def _uuid(values: dict[str, str], name: str) -> str | None:
    if name not in values:
        return None
    try:
        return str(UUID(values[name]))
    except ValueError as error:
        raise GrammarError(f"{name}{values[name]}: write a UUID") from error
