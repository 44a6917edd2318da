"""Trybe's reports, counted from the same orders that the lists show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.sandbox.trybe_catalogue import Named, catalogue
from bot.sandbox.trybe_data import Order
from bot.sandbox.trybe_report_params import OrderItems
from bot.sandbox.trybe_state import State, item_status
from bot.sandbox.trybe_wire import order_json
from bot.sandbox.trybe_world import Booked, Site, customer_id

_OPENS, _CLOSES = time(9), time(20)
_LATEST_SLOT_HOURS = 11
_CENTRES = {
    "appointment": "Treatments",
    "session": "Classes",
    "package": "Packages",
    "product": "Retail",
    "membership": "Memberships",
}

Days = tuple[date, date]


def run_sheet(site: Site, now: datetime, day: date, staff: tuple[str, ...] | None) -> list[dict[str, Any]]:
    """The bookings of a day that stand, by start: treatments and places in classes."""
    rows = [one for one in _booked(site, now, (day, day)) if staff is None or (_who(one) and _who(one).id in staff)]
    return [_booking(one) for one in sorted(rows, key=lambda one: (one.item.start, one.item.booking_id))]


def no_shows(site: Site, now: datetime, days: Days) -> tuple[dict[str, Any], dict[str, Any]]:
    """How many orders of these days of revenue were cancelled or missed, and what they would have brought."""
    orders = _orders(site, now, days)
    counted = {
        name: {
            "orders": len(those),
            "revenue": sum(order.total for order, _ in those),
            "percentage": _share(len(those), len(orders)),
        }
        for name, status in (("cancellations", "cancelled"), ("no_shows", "no_show"))
        for those in [[row for row in orders if row[1].status == status]]
    }
    both = counted.values()
    return counted, {"orders": sum(row["orders"] for row in both), "revenue": sum(row["revenue"] for row in both)}


def stats(site: Site, now: datetime, days: Days) -> list[dict[str, Any]]:
    """A few numbers of some days."""
    orders, booked = [row for row in _orders(site, now, days) if row[1].status != "cancelled"], _booked(site, now, days)
    currency = site.venue.currency.lower()
    return [
        {"title": "Orders", "value": len(orders)},
        {"title": "Bookings", "value": len(booked)},
        {"title": "Guests", "value": sum(one.item.guests for one in booked)},
        {"title": "Revenue", "revenue": sum(state.total for _, state in orders), "currency": currency},
        {"title": "Outstanding", "outstanding": sum(state.outstanding for _, state in orders), "currency": currency},
    ]


def staff_utilisation(site: Site, now: datetime, days: Days) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """How much of the time of each practitioner is booked."""
    offer, booked = catalogue(site.venue, site.spa), _booked(site, now, days)
    scheduled = _LATEST_SLOT_HOURS * 60 * ((days[1] - days[0]).days + 1)
    rows: list[dict[str, Any]] = []
    for who in (*offer.practitioners, offer.extra_practitioner):
        mine = [one for one in booked if one.item.practitioner == who and one.item.session is None]
        minutes = sum(one.item.offering.minutes for one in mine)
        rows.append({
            "practitioner": {"id": who.id, "name": who.name}, "scheduled_minutes": scheduled, "booked_minutes": minutes,
            "utilisation": _share(minutes, scheduled), "appointments": len(mine),
            "revenue": sum(one.item.offering.price * one.item.guests for one in mine),
        })  # fmt: skip
    return rows, _sums(rows, "scheduled_minutes", "booked_minutes", "appointments", "revenue")


def room_occupancy(
    site: Site, now: datetime, days: Days, rooms: tuple[str, ...] | None
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The hours of each room: there, and booked for treatments and for classes."""
    offer, booked = catalogue(site.venue, site.spa), _booked(site, now, days)
    classes = [one for one in site.sessions(days) if not one.cancelled]
    hours = _LATEST_SLOT_HOURS * ((days[1] - days[0]).days + 1)
    rows: list[dict[str, Any]] = []
    for room in (*offer.rooms, offer.studio):
        mine = [one.item for one in booked if one.item.room.id == room.id and one.item.session is None]
        taught = [one for one in classes if one.room.id == room.id]
        rows.append({
            "room": {"id": room.id, "name": room.name}, "available_hours": hours, "blocked_hours": 0,
            "appointment_hours": sum(item.offering.minutes for item in mine) / 60,
            "session_hours": sum(one.offering.minutes for one in taught) / 60,
        })  # fmt: skip
    rows = [row for row in rows if rooms is None or row["room"]["id"] in rooms]
    return rows, _sums(rows, "available_hours", "blocked_hours", "appointment_hours", "session_hours")


def revenue_by_centre(
    site: Site, now: datetime, days: Days, labels: tuple[str, ...] | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the orders of these days of revenue are worth, by what was sold."""
    gross: dict[str, int] = defaultdict(int)
    for order, state in _orders(site, now, days):
        worn = {label.id for label, _ in order.labels}
        if labels is not None and not (worn & set(labels) or (labels == ("none",) and not worn)):
            continue
        for line in lines(site, order, state):
            if line["status"] != "cancelled":
                gross[_CENTRES[line["offering_type"]]] += line["total_cost"]
    data = {centre: {"net": total * 5 // 6, "gross": total} for centre, total in sorted(gross.items())}
    return data, _sums(data.values(), "net", "gross")


def order_items(site: Site, now: datetime, wanted: OrderItems) -> list[dict[str, Any]]:
    """The lines of the site's orders that a call asks for, by start, goods on the day of their order's visit."""
    rows = [
        line
        for order, state in site.orders_at(now)
        if _order_fits(order, state, wanted)
        for line in lines(site, order, state)
        if _line_fits(line, wanted)
    ]
    return sorted(rows, key=lambda row: (row["start_time"] or row["date"], row["id"]))


def lines(site: Site, order: Order, state: State) -> list[dict[str, Any]]:
    """Each priced line of an order as a row of the report: what is inside a package is the package's."""
    whole = order_json(site, order, state)
    rows = []
    for line in (*whole["booking_items"], *whole["package_items"], *whole["purchase_items"]):
        summary = line.get("booking_summary") or {}
        rows.append({
            "id": line["id"], "order_id": order.id, "order_ref": order.ref, "order_status": state.status,
            "status": line["status"], "offering_id": line["type_id"], "offering_name": line["type_name"],
            "offering_type": line["item_type"], "customer_name": order.person.full_name, "email": order.person.email,
            "customer_id": customer_id(site.venue, order.person) if order.has_account else None, "phone": order.person.phone,
            "date": order.begins.date().isoformat(), "start_time": line.get("start_time"), "end_time": summary.get("end_time"),
            "practitioners": summary.get("practitioners", []), "room": summary.get("room"),
            "quantity": line.get("quantity", 1), "total_cost": line["total_cost"], "net_total": line["net_total"],
            "currency": whole["currency"], "order_submitted_at": whole["submitted_at"],
            "labels": whole["labels"], "sold_by": {"id": order.seller.id, "name": order.seller.name}, "site_id": site.spa.site_id,
        })  # fmt: skip
    return rows


def occupancy(site: Site, now: datetime, day: date) -> dict[str, Any]:
    """How many guests are there in each hour of a day; the shares are of the rooms."""
    booked = _booked(site, now, (day, day))
    hours = []
    for hour in range(_OPENS.hour, _CLOSES.hour):
        begin = datetime.combine(day, time(hour), site.venue.zone)
        here = [one.item for one in booked if one.item.start < begin + timedelta(hours=1) and begin < one.item.end]
        hours.append({"time": f"{hour:02d}:00", "guests": sum(item.guests for item in here)})
    rows, totals = room_occupancy(site, now, (day, day), None)
    used = round((totals["appointment_hours"] + totals["session_hours"]) * 100 / totals["available_hours"], 1) if rows else 0
    return {"occupancy_per_day": used, "occupancy_for_view": used, "occupancy_per_hour": hours}


def _orders(site: Site, now: datetime, days: Days) -> list[tuple[Order, State]]:
    return [row for row in site.orders_at(now, days) if days[0] <= row[0].begins.date() <= days[1]]


def _booked(site: Site, now: datetime, days: Days) -> list[Booked]:
    """What stands in the diary of these days."""
    every = [Booked(site, order, state, item) for order, state in site.orders_at(now, days) for item in order.bookings]
    inside = [one for one in every if days[0] <= one.item.start.date() <= days[1]]
    return [one for one in inside if item_status(one.item, one.state) != "cancelled"]


def _who(booked: Booked) -> Any:
    return booked.item.practitioner


def _booking(booked: Booked) -> dict[str, Any]:
    order, item, who = booked.order, booked.item, _who(booked)
    named: list[Named] = [who] if who else []
    return {
        "id": item.booking_id, "order_id": order.id, "order_ref": order.ref, "start_time": item.start.isoformat(),
        "end_time": item.end.isoformat(), "duration": item.offering.minutes, "offering_id": item.offering.id,
        "offering_name": item.offering.name, "practitioners": [{"id": one.id, "name": one.name} for one in named],
        "room": {"id": item.room.id, "name": item.room.name}, "customer_name": order.person.full_name,
        "customer_id": customer_id(booked.site.venue, order.person) if order.has_account else None,
        "email": order.person.email, "phone": order.person.phone, "status": item_status(item, booked.state),
        "stage": booked.state.stage, "special_requests": order.requests or None, "site_id": booked.site.spa.site_id,
    }  # fmt: skip


def _order_fits(order: Order, state: State, wanted: OrderItems) -> bool:
    """`revenue_date_to` includes its day, `order_submitted_at_to` does not include its moment."""
    submitted = None if state.status in ("new", "in_progress") else order.booked
    asked = wanted.order_submitted_at_from is not None or wanted.order_submitted_at_to is not None
    revenue = order.begins.date()
    return (
        (wanted.order_status is None or state.status in wanted.order_status)
        and (wanted.order_label is None or bool({label.id for label, _ in order.labels} & set(wanted.order_label)))
        and (wanted.sold_by_id is None or order.seller.id in wanted.sold_by_id)
        and (wanted.revenue_date_from is None or wanted.revenue_date_from <= revenue)
        and (wanted.revenue_date_to is None or revenue <= wanted.revenue_date_to)
        and (
            not asked
            or (submitted is not None and _before(submitted, wanted.order_submitted_at_from, wanted.order_submitted_at_to))
        )
    )


def _line_fits(line: dict[str, Any], wanted: OrderItems) -> bool:
    """Goods have no start, so a range of starts finds none; `date_to` includes its moment and `item_date_to` does not."""
    start = line["start_time"] and datetime.fromisoformat(line["start_time"])
    starts = wanted.date_from is not None or wanted.date_to is not None
    items = wanted.item_date_from is not None or wanted.item_date_to is not None
    upto = wanted.date_to + timedelta(microseconds=1) if wanted.date_to else None
    return (
        (wanted.offering_id is None or line["offering_id"] in wanted.offering_id)
        and (wanted.offering_type is None or line["offering_type"] in wanted.offering_type)
        and (not starts or (start is not None and _before(start, wanted.date_from, upto)))
        and (not items or (start is not None and _before(start, wanted.item_date_from, wanted.item_date_to)))
    )


def _before(when: datetime, start: datetime | None, end: datetime | None) -> bool:
    return (start is None or start <= when) and (end is None or when < end)


def _sums(rows: Iterable[dict[str, Any]], *keys: str) -> dict[str, Any]:
    every = list(rows)
    return {key: sum(row[key] for row in every) for key in keys}


def _share(part: int, whole: int) -> float:
    return round(part * 100 / whole, 1) if whole else 0.0
