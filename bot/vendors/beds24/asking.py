"""Questions as the body of getBookings.

The default arrival window is a trap: without `arrivalFrom` the vendor means yesterday, without `arrivalTo` a year from now, and all
fields must match. So both are always sent, as wide as the question needs; otherwise long stays and past bookings vanish.
Dates are `YYYYMMDD` in the property's calendar, `modifiedSince` is `YYYYMMDD HH:MM:SS` without a zone.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from bot.core.query import Query
from bot.core.record import Named
from bot.core.states import Axis, Status
from bot.core.window import ONE_DAY, Window, shifted
from bot.vendors.beds24.rooms import type_of
from bot.vendors.contract import Plan

Body = dict[str, Any]

EARLIEST = date(2000, 1, 1)
LONGEST_STAY = timedelta(days=400)
THREE_YEARS = timedelta(days=3 * 365)
ONE_YEAR = timedelta(days=365)
INVOICES_UP_TO = timedelta(days=31)
"""Invoices come only with fewer than 100 rows, and each page costs a pause: a question about more days than this, or about when
bookings were made or changed, goes without them, unless it is about money."""

PHONE_DIGITS = 4
"""How many of a phone number's last digits are searched for: numbers are stored with all sorts of prefixes and blanks, and these
are the part that most ways of writing share."""


def bodies(plan: Plan, today: date, times: tzinfo) -> Iterator[Body]:
    """One body for each call that the question needs. `today` is the property's; `times` the zone of the vendor's times."""
    query = plan.query
    base = _codes(query) | _room(plan.named.get("resource", ()))
    everything = base | _everything(today)
    if query.ids:
        yield from (everything | {"bookId": id} for id in query.ids if is_number(id))
    elif query.ref and is_number(query.ref):
        # What staff read out may as well be the channel's number, which is all digits too.
        yield from (everything | {key: query.ref} for key in ("bookId", "searchText"))
    elif query.group:
        # A group is its master and the bookings that name it.
        yield from (everything | {key: query.group} for key in ("masterId", "bookId"))
    else:
        yield base | _search(query) | _dates(query, today, times)


def is_number(id: str) -> bool:
    """Whether an id can be a booking's: those are numbers."""
    return id.isascii() and id.isdecimal() and len(id) <= 20


def wants_invoices(query: Query) -> bool:
    """Whether what is owed can and should come along."""
    window = query.window
    if query.balance is not None or query.ref or query.ids or query.group:
        return True
    if window is None:
        return bool(_search(query))
    if window.axis not in (Axis.START, Axis.END, Axis.OVERLAP) or window.start is None or window.end is None:
        return False
    return window.end - window.start <= INVOICES_UP_TO


def includes(query: Query) -> Body:
    """What comes along with the bookings: invoices where they can; for bookings looked up one by one also their info items."""
    if not wants_invoices(query):
        return {}
    one_by_one = query.ref or query.ids or query.group
    return {"includeInvoice": True} | ({"includeInfoItems": True} if one_by_one else {})


def searched(query: Query, today: date) -> str | None:
    """A note on how far a question without dates looks, and on what a search for a phone number passes over."""
    if query.ref or query.ids or query.group:
        return None
    notes = []
    if query.window is None and not query.external_id:
        notes.append(f"looked at arrivals from {shifted(today, -ONE_YEAR):%d %b %Y} to {shifted(today, ONE_YEAR):%d %b %Y}")
    if query.customer is not None and query.customer.phone and not query.customer.email:
        notes.append(f"phone numbers with a gap in their last {PHONE_DIGITS} digits are not found")
    return "; ".join(notes) or None


def _everything(today: date) -> Body:
    return _arrivals(EARLIEST, shifted(today, THREE_YEARS))


def _dates(query: Query, today: date, times: tzinfo) -> Body:
    window = query.window
    if window is None:
        if query.ref or query.external_id:
            return _everything(today)
        return _arrivals(shifted(today, -ONE_YEAR), shifted(today, ONE_YEAR))
    first, last = window.first_day or EARLIEST, window.last_day or shifted(today, THREE_YEARS)
    match window.axis:
        case Axis.START:
            return _arrivals(first, last)
        case Axis.END:
            return _arrivals(shifted(first, -LONGEST_STAY), last) | {"departureFrom": _day(first), "departureTo": _day(last)}
        case Axis.OVERLAP:
            return _arrivals(shifted(first, -LONGEST_STAY), last) | {"departureFrom": _day(shifted(first, ONE_DAY))}
        case Axis.CREATED:
            # modifiedSince finds what is new or modified (wiki.beds24.com, Connect PMS with API): far less than all to come.
            return _arrivals(shifted(first, -ONE_DAY), shifted(max(today, last), THREE_YEARS)) | _since(window, times)
        case Axis.MODIFIED:
            return _everything(today) | _since(window, times)
        case Axis.EXPIRES | Axis.REDEEMED | Axis.REVENUE:
            return _everything(today)


def _since(window: Window, times: tzinfo) -> Body:
    """The zone of `modifiedSince` is not stated: a day of safety, then the rows are filtered by their own time."""
    if window.start is None:
        return {}
    since: datetime = shifted(window.start.astimezone(times), -ONE_DAY)
    return {"modifiedSince": f"{since:%Y%m%d %H:%M:%S}"}


def _arrivals(first: date, last: date) -> Body:
    return {"arrivalFrom": _day(first), "arrivalTo": _day(last)}


def _day(day: date) -> str:
    return f"{day:%Y%m%d}".zfill(8)


def _codes(query: Query) -> Body:
    """The status parameter takes one code; states of several codes, and no-shows (a substatus), are told apart afterwards."""
    match query.status:
        case (Status.CANCELLED,):
            return {"status": "0"}
        case (Status.BLOCKED,):
            return {"status": "4"}
        case _:
            return {}


def _room(entries: Sequence[Named]) -> Body:
    """The one room type that is asked for; several go without the parameter, which takes one."""
    types = {type_of(entry) for entry in entries}
    return {"roomId": types.pop()} if len(types) == 1 else {}


def _search(query: Query) -> Body:
    """`searchText` looks into each field by itself, so "Jane Smith" (two fields) finds nobody: the longest word goes."""
    who = query.customer
    if number := query.ref or query.external_id:
        return {"searchText": number}
    if who is not None and who.email:
        return {"searchText": who.email}
    if who is not None and who.phone and (digits := re.sub(r"\D", "", who.phone)):
        return {"searchText": digits[-PHONE_DIGITS:]}
    words = re.findall(r"[^\s,;]+", (who.name if who is not None and who.name else query.text) or "")
    return {"searchText": max(words, key=len)} if words else {}
