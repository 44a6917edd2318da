"""What is still free at a Trybe site: places of classes, slots between the day's treatments, days that have any."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from bot.sandbox.seeded import days_between
from bot.sandbox.trybe_catalogue import Named, Offering, catalogue
from bot.sandbox.trybe_data import STARTS, Session
from bot.sandbox.trybe_state import item_status
from bot.sandbox.trybe_world import Site

Days = tuple[date, date]


def places(site: Site, now: datetime, kind: Offering, days: Days, quantity: int) -> list[dict[str, Any]]:
    """The occurrences of a class that are ahead and have room for so many; a past one vanishes."""
    taken = site.session_bookings_at(now, days)

    def left(one: Session) -> int:
        held = [b for b in taken.get(one.id, []) if item_status(b.item, b.state) in ("confirmed", "reserved")]
        return max(one.capacity - len(held), 0)

    return [
        {
            "id": one.id, "room": {"id": one.room.id, "name": one.room.name, "capacity": one.capacity},
            "start_time": one.start.isoformat(), "end_time": one.end.isoformat(), "duration": kind.minutes,
            "capacity": one.capacity, "remaining_capacity": left(one), "price": kind.price,
            "currency": site.venue.currency.lower(), "is_valid": left(one) >= quantity,
        }
        for one in site.sessions(days)
        if one.offering.id == kind.id and not one.cancelled and one.start > now
    ]  # fmt: skip


def slots(site: Site, now: datetime, kind: Offering, days: Days, practitioner: str | None) -> list[dict[str, Any]]:
    """The starts of a treatment at which a practitioner has nobody yet, of whole days, however little of them is asked."""
    offer = catalogue(site.venue, site.spa)
    busy = {
        (one.item.practitioner.id, one.item.start)
        for one in site.appointments_at(now, days)
        if one.item.practitioner is not None and item_status(one.item, one.state) != "cancelled"
    }
    rows = []
    for day in days_between(*days):
        for start in STARTS:
            at = datetime.combine(day, start, site.venue.zone)
            free = [who for who in offer.practitioners if (who.id, at) not in busy and practitioner in (None, who.id)]
            if at > now:
                rows += [_slot(site, kind, at, who) for who in free]
    return rows


def free_days(site: Site, now: datetime, kind: Offering, days: Days, quantity: int) -> list[dict[str, Any]]:
    """Each day, and whether anything of an offering can be had on it. A package can be had where a treatment can."""
    return [
        {
            "date": day.isoformat(), "has_availability": _any(site, now, kind, day, quantity), "can_enquire": False,
            "bookable_from": now.isoformat(timespec="seconds"),
            "bookable_to": datetime.combine(day, time(23, 59), site.venue.zone).isoformat(),
        }
        for day in days_between(*days)
    ]  # fmt: skip


def offering_row(site: Site, now: datetime, kind: Offering, day: date | None) -> dict[str, Any]:
    """An offering as the shop shows it; of a day it says whether that day has any."""
    soon = [(day or site.today) + timedelta(days=n) for n in range(1 if day else 3)]
    free = [one for one in soon if kind.kind == "product" or _any(site, now, kind, one, 1)]
    return {
        "id": kind.id, "type": kind.kind, "name": kind.name, "description": f"<p>{kind.name}</p>", "price_from": kind.price,
        "price_to": kind.price, "discounted_price_from": None, "currency": site.venue.currency.lower(), "duration": kind.minutes,
        "durations": [kind.minutes] if kind.minutes else [], "has_availability": bool(free),
        "next_available_date": free[0].isoformat() if free else None, "min_guests": 1, "max_guests": 2, "categories": [],
        "item_choices": [], "image": None,
    }  # fmt: skip


def _any(site: Site, now: datetime, kind: Offering, day: date, quantity: int) -> bool:
    days = day, day
    if kind.kind == "session":
        return any(row["remaining_capacity"] >= quantity for row in places(site, now, kind, days, quantity))
    return bool(slots(site, now, kind, days, None))


def _slot(site: Site, kind: Offering, at: datetime, who: Named) -> dict[str, Any]:
    return {
        "start_time": at.isoformat(), "end_time": (at + timedelta(minutes=kind.minutes)).isoformat(), "duration": kind.minutes,
        "practitioners": [{"id": who.id, "name": who.name}], "price": kind.price, "currency": site.venue.currency.lower(),
    }  # fmt: skip
