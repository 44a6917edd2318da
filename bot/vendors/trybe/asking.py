"""Questions as Trybe's parameters (API page, sections Orders, Appointments, Sessions, Customers, Reports).

Each range says whether the vendor includes its upper end; where it does, or does not say, rows outside are dropped afterwards.
Days are the site's days. Yes and no are sent as 1 and 0: the API is typed boolean and its framework refuses the words.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.matching import digits_of
from bot.core.query import Query, Who
from bot.core.states import Axis, Balance, Status
from bot.core.window import ONE_DAY, Window, shifted
from bot.vendors.contract import Plan
from bot.vendors.trybe.states import MEMBERSHIP_STATUS, ORDER_STATUS, VOUCHER_STATUS

Params = dict[str, str]

BACK, AHEAD = timedelta(days=30), timedelta(days=90)
"""How far an undated question about the diary looks. Without bounds the vendor pages through its whole history."""


def orders(plan: Plan, now: datetime) -> Iterator[Params]:
    """One set of parameters for each call that the question needs: the status filter takes a single value."""
    query = plan.query
    base = {**_order_window(query.window or stage_day(query, now)), **_balance(query.balance)}
    if query.customer is not None and query.customer.id:
        base["customer_id"] = query.customer.id
    if query.text:
        base["query"] = query.text
    if query.status and Status.UNKNOWN not in query.status:
        for word, status in ORDER_STATUS.items():
            if status in query.status:
                yield {**base, "status": word}
    else:
        yield base


def stage_day(query: Query, now: datetime) -> Window | None:
    """Today, for a question about who has come or not that names neither a day nor a person: a stage is one of the day."""
    if not query.stage or query.window is not None or query.customer is not None or query.ref or query.ids or query.group:
        return None
    return Window.days(now.date(), now.date(), _zone(now))


def order_people(plan: Plan) -> str | None:
    """What to put into the orders' own free-text search for a person; it looks at names, e-mails and references."""
    who = plan.query.customer
    return None if who is None else who.email or who.name or _phone(who)


def _phone(who: Who) -> str | None:
    """A number as a part of how it is stored, +447700900012: without the blanks or the zero that it was typed with."""
    return who.phone and (digits_of(who.phone) or who.phone)


def exact(plan: Plan) -> bool:
    """Whether the vendor's own count of a list is the answer's: its words search wider than ours, and a margin holds more rows."""
    query, window = plan.query, plan.query.window
    if query.text or query.customer is not None:
        return False
    return window is None or window.axis is not Axis.START or window.first_day == window.last_day


def _order_window(window: Window | None) -> Params:
    if window is None:
        return {}
    first, last = window.first_day, window.last_day
    match window.axis:
        case Axis.START if first is not None and first == last:
            return {"item_date": first.isoformat()}
        case Axis.START | Axis.END | Axis.OVERLAP:
            # Items carry dates beside times; a day more on each side costs little and loses none to a zone.
            return _range("item_date", window, margin=ONE_DAY)
        case Axis.CREATED:
            return _range("submitted_at", window)
        case Axis.MODIFIED:
            return _range("updated_at", window)
        case Axis.REVENUE:
            return _days("revenue_date", first, last)
        case Axis.EXPIRES | Axis.REDEEMED:
            return {}


def _balance(balance: Balance | None) -> Params:
    match balance:
        case Balance.OUTSTANDING:
            return {"has_outstanding_balance": "1"}
        case Balance.NONE:
            return {"has_outstanding_balance": "0"}
        case None:
            return {}


def appointments(query: Query, now: datetime) -> tuple[Params, str | None]:
    """The parameters, and a note when the question named no days. Both ends' inclusion is unstated: one day more on each side."""
    window, note = diary(query, now)
    first = window.first_day and shifted(window.first_day, -ONE_DAY)
    last = window.last_day and shifted(window.last_day, ONE_DAY)
    return _days("date", first, last), note


def sessions(query: Query, now: datetime) -> tuple[Params, str | None]:
    """The parameters, and a note when the question named no days. Both ends are included by the vendor."""
    window, note = diary(query, now)
    params = _range("start_time", window, margin=ONE_DAY if window.axis is not Axis.START else timedelta())
    if query.group is not None:
        params["recurrence_group_id"] = query.group
    if query.status == (Status.CANCELLED,):
        params["cancelled"] = "1"
    elif Status.CANCELLED in query.status:
        params["include_cancelled"] = "1"
    return params, note


def customers(query: Query) -> Params:
    """The parameters; both ends of created and updated are included by the vendor."""
    params: Params = {}
    if query.window is not None:
        params |= _range("created_at" if query.window.axis is Axis.CREATED else "updated_at", query.window)
    who = query.customer
    if who is not None:
        params |= {key: value for key, value in (("email", who.email), ("name", who.name), ("phone", _phone(who))) if value}
    if query.text:
        params["query"] = query.text
    ids = query.ids or ((who.id,) if who is not None and who.id else ())
    if ids:
        params["id"] = ",".join(ids)
    return params


def charges(query: Query, now: datetime) -> tuple[Params, str | None]:
    """The parameters of the list of payments and refunds, and a note. Its ends are worded "after" and "before", so a moment or a
    day more is asked on each side. Days of revenue are days, everything else is when a payment was completed.
    """
    window, note = today_unless(query, now)
    of_type = {"charge_type": "refund"} if query.refund else {}
    if window.axis is Axis.REVENUE:
        first = window.first_day and shifted(window.first_day, -ONE_DAY)
        return _days("revenue_date", first, window.last_day and shifted(window.last_day, ONE_DAY)) | of_type, note
    return _range("completed", window, margin=timedelta(seconds=1)) | of_type, note


def order_items(query: Query, now: datetime) -> tuple[Params, str | None]:
    """The parameters of the report that lists order items, and a note when the question named no days."""
    window, note = today_unless(query, now)
    params = item_dates(window)
    return params, note


def item_dates(window: Window) -> Params:
    """The dates of the report of order items. `date_*` (an item's start) and `revenue_date_*` include their upper ends, so a moment
    less is asked, as its sums cannot be filtered afterwards; `order_submitted_at_to` does not.
    """
    match window.axis:
        case Axis.CREATED:
            return _range("order_submitted_at", window)
        case Axis.REVENUE:
            return _days("revenue_date", window.first_day, window.last_day)
        case _:
            end = window.end and shifted(window.end, -timedelta(seconds=1))
            return _range("date", window.model_copy(update={"end": end}))


def memberships(query: Query) -> Params:
    """The parameters of the list of memberships; its dates are days and include both ends."""
    params: Params = {}
    window = query.window
    if window is not None:
        name = "end_date" if window.axis in (Axis.EXPIRES, Axis.END) else "created_at"
        params |= _days(name, window.first_day, window.last_day)
    if query.balance is Balance.OUTSTANDING:
        params["status"] = "needs_attention"
    elif query.status and Status.UNKNOWN not in query.status:
        params["status"] = ",".join(word for word, status in MEMBERSHIP_STATUS.items() if status in query.status)
    named = {"membership_number": query.ref, "external_ref": query.external_id}
    return params | {key: value for key, value in named.items() if value}


def vouchers(query: Query, now: datetime) -> Params:
    """The parameters of the list of codes. What was created has a lower end only, and what has run out is no status of theirs."""
    params: Params = {}
    window = query.window
    if window is not None and window.axis is Axis.EXPIRES:
        params |= _range("expired_range", window)
    elif window is not None and window.start is not None:
        params["created_since"] = window.start.isoformat(timespec="seconds")
    asked = set(query.status)
    if asked == {Status.EXPIRED}:
        params.setdefault("expired_range_to", now.isoformat(timespec="seconds"))
    elif asked and not asked & {Status.UNKNOWN, Status.EXPIRED}:
        params["status"] = ",".join(word for word, status in VOUCHER_STATUS.items() if status in asked)
    if query.unused:
        params["status"] = "unredeemed"
    if query.balance is not None:
        params["balance"] = ">0" if query.balance is Balance.OUTSTANDING else "<=0"
    return params


def today_unless(query: Query, now: datetime) -> tuple[Window, str | None]:
    """The window of a question that needs days, and a note where it named none or left an end open: then it is a day's."""
    window = query.window
    if window is None:
        return Window.days(now.date(), now.date(), _zone(now)), f"for today, {now:%-d %b}"
    if window.start is None and window.end is not None:
        start = shifted(window.end, -BACK)
        return window.model_copy(update={"start": start}), f"looked back to {start:%-d %b %Y}"
    if window.end is None and window.start is not None:
        end = max(shifted(window.start, ONE_DAY), now) if window.start <= now else shifted(window.start, BACK)
        return window.model_copy(update={"end": end}), f"looked up to {end:%-d %b %Y}"
    return window, None


def _zone(now: datetime) -> ZoneInfo:
    assert isinstance(now.tzinfo, ZoneInfo)
    return now.tzinfo


def diary(query: Query, now: datetime) -> tuple[Window, str | None]:
    """The window of a question about the diary, and a note where the question left an end of it open."""
    window = query.window
    if (today := stage_day(query, now)) is not None:
        return today, f"for today, {now:%-d %b}"
    if window is None or window.axis not in (Axis.START, Axis.END, Axis.OVERLAP):
        first, last = now - BACK, now + AHEAD
        return Window(start=first, end=last), f"looked from {first:%d %b} to {last:%d %b %Y}"
    if window.start is None and window.end is not None:
        first = shifted(window.end, -BACK)
        return window.model_copy(update={"start": first}), f"looked back to {first:%d %b %Y}"
    if window.end is None and window.start is not None:
        last = shifted(max(window.start, now), AHEAD)
        return window.model_copy(update={"end": last}), f"looked ahead to {last:%d %b %Y}"
    return window, None


def _range(name: str, window: Window, margin: timedelta = timedelta()) -> Params:
    params: Params = {}
    if window.start is not None:
        params[f"{name}_from"] = shifted(window.start, -margin).isoformat(timespec="seconds")
    if window.end is not None:
        # Written in whole seconds, rounded up: rounding down would lose the last second's rows.
        end = window.end if not window.end.microsecond else window.end.replace(microsecond=0) + timedelta(seconds=1)
        params[f"{name}_to"] = shifted(end, margin).isoformat(timespec="seconds")
    return params


def _days(name: str, first: date | None, last: date | None) -> Params:
    params = {}
    if first is not None:
        params[f"{name}_from"] = first.isoformat()
    if last is not None:
        params[f"{name}_to"] = last.isoformat()
    return params
