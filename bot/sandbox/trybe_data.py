"""The orders and sessions of a Trybe site: facts made from (site, day) alone, so a day looks the same from every other day.

What is true "now" (arrived? settled? paid?) follows from the times kept in the facts; see `trybe_state`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from random import Random
from typing import Literal

from bot.sandbox.people import Person, someone
from bot.sandbox.remarks import remark
from bot.sandbox.seeded import hex_id, rng
from bot.sandbox.trybe_catalogue import Catalogue, Named, Offering, Room, catalogue
from bot.sandbox.venues import Spa, Venue

PAST_DAYS, FUTURE_DAYS = 60, 120
_FIRST_DAY = date(2015, 1, 1)
STARTS = (time(9, 30), time(11), time(12, 30), time(14), time(15, 30), time(17), time(18, 30))
_CLASS_STARTS = (time(8), time(10, 15), time(13), time(19))
_MONDAY, _THURSDAY = 0, 3

Outcome = Literal["attended", "cancelled", "no_show", "new", "in_progress"]


@dataclass(frozen=True)
class Session:
    """One occurrence of a class; `start` in the site's zone."""

    id: str
    offering: Offering
    start: datetime
    practitioner: Named | None
    room: Room
    capacity: int
    cancelled: bool

    @property
    def end(self) -> datetime:
        return self.start + timedelta(minutes=self.offering.minutes)


@dataclass(frozen=True)
class Item:
    """A treatment or a place in a session. `booking_id` is the appointment's (or session booking's) own id."""

    id: str
    booking_id: str
    offering: Offering
    start: datetime
    practitioner: Named | None
    room: Room
    guests: int = 1
    session: Session | None = None
    waitlisted: bool = False

    @property
    def end(self) -> datetime:
        return self.start + timedelta(minutes=self.offering.minutes)


@dataclass(frozen=True)
class Package:
    id: str
    offering: Offering
    inner: tuple[Item, ...]


@dataclass(frozen=True)
class Purchase:
    id: str
    offering: Offering
    quantity: int


@dataclass(frozen=True)
class Order:
    """One order. `paid_ahead` is the share paid when booking; the rest is paid at the desk if `pays_at_desk`.

    `punctual` is minutes after (or before, negative) the first start at which the guest walks in. `waiting` keeps the
    order submitted and not arrived for ever, whatever the clock says.
    """

    id: str
    ref: str
    person: Person
    guest: str | None
    has_account: bool
    booked: datetime
    edited: datetime
    items: tuple[Item, ...]
    package: Package | None
    purchases: tuple[Purchase, ...]
    outcome: Outcome
    paid_ahead: float
    pays_at_desk: bool
    punctual: int
    channel: Named
    seller: Named
    labels: tuple[tuple[Named, str], ...] = ()
    requests: str = ""
    notes: tuple[str, ...] = ()
    waiting: bool = False

    @cached_property
    def bookings(self) -> tuple[Item, ...]:
        """Everything with a time: booking items and what is inside the package, by start."""
        inner = self.package.inner if self.package else ()
        return tuple(sorted((*self.items, *inner), key=lambda item: item.start))

    @cached_property
    def begins(self) -> datetime:
        return self.bookings[0].start

    @cached_property
    def ends(self) -> datetime:
        return max(item.end for item in self.bookings)

    @cached_property
    def days(self) -> frozenset[date]:
        """Every day of the site's calendar with something booked."""
        return frozenset(item.start.date() for item in self.bookings)

    @cached_property
    def offerings(self) -> tuple[Offering, ...]:
        """Everything on the order, a package beside what is inside it."""
        package = (self.package.offering,) if self.package else ()
        return (*(item.offering for item in self.bookings), *package, *(purchase.offering for purchase in self.purchases))

    @cached_property
    def total(self) -> int:
        package = self.package.offering.price if self.package else 0
        goods = sum(purchase.offering.price * purchase.quantity for purchase in self.purchases)
        return sum(item.offering.price * item.guests for item in self.items) + package + goods


@lru_cache(maxsize=1024)
def sessions_on(venue: Venue, spa: Spa, day: date) -> tuple[Session, ...]:
    """The day's classes, one of each; now and then one is cancelled or has nobody to teach it."""
    offer, chance = catalogue(venue, spa), rng("sessions", spa.id, day)
    return tuple(
        Session(
            id=hex_id("session", spa.id, day, n),
            offering=offering,
            start=datetime.combine(day, start, venue.zone),
            practitioner=chance.choice(offer.practitioners) if chance.random() < 0.93 else None,
            room=offer.studio,
            capacity=chance.choice((4, 5, 6)),
            cancelled=chance.random() < 0.05,
        )
        for n, (offering, start) in enumerate(zip(offer.classes, _CLASS_STARTS, strict=True))
    )


@lru_cache(maxsize=1024)
def orders_on(venue: Venue, spa: Spa, day: date) -> tuple[Order, ...]:
    """The orders whose (first) visit is on this day."""
    chance, offer = rng("orders", spa.id, day), catalogue(venue, spa)
    slots = [(who, start) for who in range(len(offer.practitioners)) for start in STARTS]
    chance.shuffle(slots)
    diary = _Diary(venue, spa, offer, day, slots)
    return tuple(_order(diary, n) for n in range(chance.randint(*spa.orders)))


@dataclass(frozen=True)
class _Diary:
    """A day being filled: each slot is one practitioner at one time, so nobody is booked twice."""

    venue: Venue
    spa: Spa
    offer: Catalogue
    day: date
    slots: list[tuple[int, time]]

    def treatment(self, chance: Random, *key: object) -> Item:
        who, start = self.slots.pop()
        offering = chance.choice([treatment for treatment in self.offer.treatments if not treatment.archived])
        return Item(
            id=hex_id("item", self.spa.id, self.day, *key),
            booking_id=hex_id("appointment", self.spa.id, self.day, *key),
            offering=offering,
            start=datetime.combine(self.day, start, self.venue.zone),
            practitioner=self.offer.practitioners[who],
            room=self.offer.rooms[who],
            guests=2 if offering.name.startswith("Couples") else 1,
        )

    def place(self, chance: Random, *key: object) -> Item:
        session = chance.choice([one for one in sessions_on(self.venue, self.spa, self.day) if not one.cancelled])
        return Item(
            id=hex_id("item", self.spa.id, self.day, *key),
            booking_id=hex_id("session-booking", self.spa.id, self.day, *key),
            offering=session.offering,
            start=session.start,
            practitioner=session.practitioner,
            room=session.room,
            session=session,
            waitlisted=chance.random() < 0.05,
        )


def _order(diary: _Diary, index: int) -> Order:
    """The first order of a day is always attended; on Mondays and Thursdays its guest leaves without paying anything."""
    spa, offer, day = diary.spa, diary.offer, diary.day
    chance = rng("order", spa.id, day, index)
    debtor = index == 0 and day.weekday() in (_MONDAY, _THURSDAY)
    # Booked at least two days ahead (a debtor nine, so that each week shows its debtors from its first day).
    lead = (9 if debtor else 2) + int(chance.expovariate(1 / 18))
    booked = _moment(diary.venue, day - timedelta(days=lead), chance)
    outcome: Outcome = "attended"
    if index:
        outcome = chance.choices(("attended", "cancelled", "no_show", "new", "in_progress"), (80, 9, 5, 3, 3))[0]
    items = tuple(_item(diary, chance, index, n) for n in range(chance.choices((1, 2, 3), (60, 30, 10))[0]))
    package = None
    if chance.random() < 0.08 and len(diary.slots) > 4:
        inner = tuple(diary.treatment(chance, index, "inner", n) for n in range(2))
        package = Package(hex_id("package", spa.id, day, index), chance.choice(offer.packages), inner)
    return Order(
        id=hex_id("order", spa.id, day, index),
        ref=f"TRY{spa.number}{(day - _FIRST_DAY).days:04d}{index:02d}",
        person=someone(chance, diary.venue),
        guest=someone(chance, diary.venue).full_name if chance.random() < 0.25 else None,
        has_account=chance.random() < 0.95,
        booked=booked,
        edited=booked + timedelta(minutes=chance.randint(0, 900)),
        items=items,
        package=package,
        purchases=_purchases(diary, chance, index),
        outcome=outcome,
        paid_ahead=0.0 if debtor else chance.choice((0.0, 0.0, 0.3, 0.5, 1.0, 1.0, 1.0)),
        pays_at_desk=not debtor and chance.random() < 0.94,
        punctual=chance.randint(-40, 10),
        channel=chance.choice(offer.channels),
        seller=chance.choice(offer.sellers),
        labels=tuple(label for label in offer.labels if chance.random() < 0.1),
        requests=remark(chance, 0.2),
        notes=tuple(text for text in (remark(chance, 0.25), remark(chance, 0.1)) if text),
    )


def _item(diary: _Diary, chance: Random, index: int, n: int) -> Item:
    taught = any(not session.cancelled for session in sessions_on(diary.venue, diary.spa, diary.day))
    # The day's first order holds a treatment, so that it has a price: some classes are free.
    wants_class = (chance.random() < 0.25 or not diary.slots) and (index, n) != (0, 0)
    return diary.place(chance, index, n) if wants_class and taught else diary.treatment(chance, index, n)


def _purchases(diary: _Diary, chance: Random, index: int) -> tuple[Purchase, ...]:
    drawn = chance.random()
    if drawn > 0.14:
        return ()
    offering = diary.offer.membership if drawn < 0.02 else chance.choice(diary.offer.goods)
    return (Purchase(hex_id("purchase", diary.spa.id, diary.day, index), offering, 1 if drawn < 0.02 else chance.choice((1, 2))),)


def _moment(venue: Venue, day: date, chance: Random) -> datetime:
    at = time(chance.randint(7, 22), chance.randint(0, 59), chance.randint(0, 59))
    return datetime.combine(day, at, venue.zone).astimezone(UTC)
