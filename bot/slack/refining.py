"""A query as what stands in a form, and what was entered back into a query. Pure.

What the form has no field for stands in its last one, in the words that are read like any question. A field that was left as it was
keeps exactly what it stood for: hours, for instance, for which a calendar has no place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from pydantic import ValidationError

from bot.core.errors import AskDifferently
from bot.core.query import Query, Sort, Who
from bot.core.states import Axis, Balance, Kind, Status
from bot.core.venue import Venue
from bot.core.window import ONE_DAY, Window, midnight
from bot.language import Names, explain, read
from bot.language.explain import default_axis
from bot.slack.incoming import Seen
from bot.slack.values import sort_value

T = TypeVar("T")

LONGEST_REST = 1_500

_ABOVE = {
    "kinds": "What",
    "window": "The date",
    "status": "The state",
    "balance": "What is owed",
    "venues": "The venue",
    "sort": "The order",
}
"""What has a field of its own; the last field may give it where that one is empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Whose language and zone a form speaks, and the names that its last field may use."""

    lead: Venue
    now: datetime
    names: Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What stands in the fields of the form for a query."""

    kinds: tuple[Kind, ...]
    axis: Axis | None
    first: date | None
    last: date | None
    status: tuple[Status, ...]
    balance: Balance | None
    name: str
    venues: tuple[str, ...]
    sort: Sort | None
    rest: str


class Misfilled(AskDifferently):
    """Something entered cannot be asked; `faults` has a sentence for each field."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = faults


def filled(query: Query, setting: Setting) -> Filled:
    """The form of a query."""
    window = query.window
    rest = _rest(query)
    return Filled(
        kinds=query.kinds,
        axis=window.axis if window else None,
        first=window.first_day if window else None,
        last=window.last_day if window else None,
        status=query.status,
        balance=query.balance,
        name=(query.customer.name if query.customer else None) or "",
        venues=query.venues,
        sort=query.sort,
        rest="" if rest == Query() else explain(rest, locale=setting.lead.locale, names=setting.names),
    )


def refined(query: Query, seen: Seen, setting: Setting) -> Query:
    """The query of what was entered into the form of `query`.

    Raises:
        Misfilled: a field holds something that cannot be asked.
    """
    before = filled(query, setting)
    faults: dict[str, str] = {}
    rest = _rest(query) if seen.one("rest") == before.rest else _read(seen.one("rest"), setting, faults)
    kinds = _some(query.kinds, tuple(Kind(value) for value in seen.some("kinds")))
    fields: dict[str, Any] = {
        "kinds": kinds,
        "window": _window(query, before, seen, kinds, setting, faults),
        "status": _some(query.status, tuple(Status(value) for value in seen.some("status"))),
        "balance": Balance(seen.one("balance")) if seen.one("balance") else None,
        "venues": _some(query.venues, seen.some("venues")) if "venues" in seen.entered else query.venues,
        "sort": before.sort if before.sort and seen.one("sort") == sort_value(before.sort) else _sort(seen.one("sort")),
    }
    for name, title in _ABOVE.items():
        if said := getattr(rest, name):
            if fields[name]:
                faults["rest"] = f"{title} is set above as well: leave it out here, or empty the field above."
            fields[name] = said
    fields["stays"] = _stays(query, fields["window"], fields["kinds"])
    fields["customer"] = _customer(rest.customer, seen.one("name"), faults)
    if faults:
        raise Misfilled(faults)
    try:
        made = Query.model_validate({name: getattr(rest, name) for name in Query.model_fields} | fields)
    except ValidationError as error:
        raise Misfilled({"rest": "That is more than fits into one question: leave some words out."}) from error
    if made.model_copy(update={"sort": None, "venues": (), "limit": None, "count": False}) == Query():
        raise Misfilled({"kinds": "Nothing is asked for yet: choose a kind, a day or a name."})
    return made


def _some(before: tuple[T, ...], now: tuple[T, ...]) -> tuple[T, ...]:
    """What is chosen, in the order that it had where nothing else changed."""
    return before if set(before) == set(now) else now


def _rest(query: Query) -> Query:
    """The part of a query that has no field of its own; that stays are meant goes with the kind of date."""
    who = query.customer.model_copy(update={"name": None}) if query.customer else None
    nothing = who is None or who == Who()
    return Query.model_validate(
        {name: getattr(query, name) for name in Query.model_fields if name not in (*_ABOVE, "stays") and getattr(query, name)}
        | {"customer": None if nothing else who}
    )


def _read(text: str, setting: Setting, faults: dict[str, str]) -> Query:
    """What the last field asks for; words that are not used are a fault, because nobody sees them any more afterwards."""
    if not text:
        return Query()
    try:
        reading = read(text, now=setting.now, zone=setting.lead.zone, locale=setting.lead.locale, names=setting.names)
    except AskDifferently as error:
        faults["rest"] = str(error)
        return Query()
    if reading.doubts:
        doubt = reading.doubts[0]
        faults["rest"] = doubt.message + (f" Try: {doubt.suggestions[0]}" if doubt.suggestions else "")
    return reading.query


def _window(
    query: Query, before: Filled, seen: Seen, kinds: tuple[Kind, ...], setting: Setting, faults: dict[str, str]
) -> Window | None:
    first, last = _day(seen, "from", faults), _day(seen, "to", faults)
    chosen = Axis(seen.one("axis")) if seen.one("axis") else None
    if (chosen, first, last) == (before.axis, before.first, before.last):
        return query.window
    if first is None and last is None:
        if chosen is not None and not faults:
            faults["from"] = "Choose a day, or clear the kind of date."
        return None
    if first is not None and last is not None and last < first:
        faults["to"] = "The last day is before the first."
        return None
    zone = setting.lead.zone
    try:
        return Window(
            axis=chosen or default_axis(kinds),
            start=midnight(first, zone) if first else None,
            end=midnight(last + ONE_DAY, zone) if last else None,
        )
    except (OverflowError, ValueError):
        faults["to"] = "That day is outside the calendar."
        return None


def _stays(query: Query, window: Window | None, kinds: tuple[Kind, ...]) -> bool:
    """Whether stays alone are meant: "arrivals", chosen in the form, are those of a hotel where a house has one."""
    if kinds or window is None or window.axis not in (Axis.START, Axis.END, Axis.OVERLAP):
        return query.stays and query.kinds == kinds
    same = query.window is not None and query.window.axis is window.axis
    return query.stays if same else True


def _day(seen: Seen, name: str, faults: dict[str, str]) -> date | None:
    if not (written := seen.one(name)):
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        faults[name] = "That is no day of the calendar."
        return None


def _sort(chosen: str) -> Sort | None:
    by, _, way = chosen.partition(" ")
    return Sort(by=by, descending=way == "down") if by else None


def _customer(rest: Who | None, name: str, faults: dict[str, str]) -> Who | None:
    """The person of the name field with what the last field says of them."""
    if rest is not None and rest.name is not None:
        if name:
            faults["rest"] = "The name is set above as well: leave it out here, or empty the field above."
        return rest
    if not name:
        return rest
    try:
        return Who.model_validate((rest.model_dump() if rest else {}) | {"name": name})
    except ValidationError:
        faults["name"] = "A name has at most 200 characters that can be read."
        return rest
