"""The orders every scenario leans on, placed around "today" at Harbour Spa with a practitioner who has no other work."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.sandbox.people import JANE, Person, pool
from bot.sandbox.seeded import hex_id
from bot.sandbox.trybe_catalogue import Offering, catalogue
from bot.sandbox.trybe_data import Item, Order, Package, Purchase
from bot.sandbox.venues import Spa, Venue


def fixed_orders(venue: Venue, spa: Spa, today: date) -> tuple[Order, ...]:
    """TRY0012 (Jane Smith, today, owes money), TRY0020 (fills all three arrays), TRY0021 (two days), TRY0022 (nothing paid)."""
    if spa.id != "harbour-spa":
        return ()
    offer = catalogue(venue, spa)
    massage, _, hot_stone, express, facial = offer.treatments[:5]
    tomorrow = today + timedelta(days=1)

    def item(key: str, offering: Offering, day: date, at: time) -> Item:
        return Item(
            id=hex_id("item", key),
            booking_id=hex_id("appointment", key),
            offering=offering,
            start=datetime.combine(day, at, venue.zone),
            practitioner=offer.extra_practitioner,
            room=offer.rooms[-1],
        )

    def order(number: int, person: Person, items: tuple[Item, ...], paid_ahead: float, note: str) -> Order:
        booked = datetime.combine(today - timedelta(days=number), time(18, number), venue.zone).astimezone(UTC)
        return Order(
            id=f"5f{number:022d}", ref=f"TRY{number:04d}", person=person, guest=None, has_account=True, booked=booked,
            edited=booked + timedelta(hours=1), items=items, package=None, purchases=(), outcome="attended",
            paid_ahead=paid_ahead, pays_at_desk=False, punctual=-10, channel=offer.channels[0], seller=offer.sellers[0],
            labels=(offer.labels[2],), notes=(note,), waiting=True,
        )  # fmt: skip

    jane = order(12, JANE, (item("jane", massage, today, time(16, 30)),), 0.4, "Arrives at the hotel tomorrow.")
    three = order(20, pool(venue)[0], (item("three", express, tomorrow, time(12)),), 0.5, "Lunch at one.")
    inner = item("inner-1", facial, tomorrow, time(9)), item("inner-2", hot_stone, tomorrow, time(10, 15))
    package = Package(hex_id("package", "three"), offer.packages[0], inner)
    purchases = (Purchase(hex_id("purchase", "three"), offer.goods[0], 2),)
    days = item("day-1", massage, tomorrow, time(14)), item("day-2", facial, tomorrow + timedelta(days=1), time(11))
    return (
        jane,
        replace(three, package=package, purchases=purchases),
        order(21, pool(venue)[2], days, 1.0, "Both days together."),
        order(22, pool(venue)[9], (item("unpaid", facial, today, time(18)),), 0.0, "Pays at the desk."),
    )
