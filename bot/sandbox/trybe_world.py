"""Everything one Trybe site knows on one day: its orders, sessions and customers, ready to be looked up."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from bot.sandbox.people import JANE, Person, newcomer, pool
from bot.sandbox.seeded import rng, uuid_id
from bot.sandbox.trybe_catalogue import Named, catalogue
from bot.sandbox.trybe_data import FUTURE_DAYS, PAST_DAYS, Item, Order, Session, orders_on, sessions_on
from bot.sandbox.trybe_fixed import fixed_orders
from bot.sandbox.trybe_state import State, state_of
from bot.sandbox.venues import Spa, Venue

_FIRST_CUSTOMER = datetime(2015, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Customer:
    """A registered guest; `member_number` is set for members, `mandate` False while theirs waits for a direct debit."""

    id: str
    person: Person
    created: datetime
    updated: datetime
    labels: tuple[tuple[Named, str], ...]
    member_number: str | None
    mandate: bool
    opted_in: bool


@dataclass(frozen=True, slots=True)
class Booked:
    """One booking of an order at a given moment."""

    site: Site
    order: Order
    state: State
    item: Item


@dataclass(frozen=True, slots=True)
class Site:
    """One site's world, anchored on a day. Orders come newest first, sessions and customers oldest first."""

    venue: Venue
    spa: Spa
    orders: tuple[Order, ...]
    sessions: tuple[Session, ...]
    customers: tuple[Customer, ...]

    def orders_at(self, now: datetime) -> list[tuple[Order, State]]:
        """The orders made by `now`, as they stand."""
        return [(order, state_of(order, now)) for order in self.orders if order.booked <= now]

    def appointments_at(self, now: datetime) -> list[Booked]:
        """Every treatment, by start; cancelled ones too, as the contract leaves that filter to the client."""
        booked = [one for one in self._booked_at(now) if one.item.session is None]
        return sorted(booked, key=lambda one: (one.item.start, one.item.booking_id))

    def session_bookings_at(self, now: datetime) -> dict[str, list[Booked]]:
        """Places taken, by session id."""
        places: dict[str, list[Booked]] = defaultdict(list)
        for one in self._booked_at(now):
            if one.item.session is not None:
                places[one.item.session.id].append(one)
        return places

    def customers_at(self, now: datetime) -> list[Customer]:
        return [customer for customer in self.customers if customer.created <= now]

    def _booked_at(self, now: datetime) -> list[Booked]:
        return [Booked(self, order, state, item) for order, state in self.orders_at(now) for item in order.bookings]


def customer_id(venue: Venue, person: Person) -> str:
    return uuid_id("customer", venue.id, person.key)


@lru_cache(maxsize=32)
def site_on(venue: Venue, spa: Spa, today: date) -> Site:
    """The site as built for one date; visits from 60 days ago to 120 ahead."""
    days = [today + timedelta(days=n) for n in range(-PAST_DAYS, FUTURE_DAYS + 1)]
    orders = [*fixed_orders(venue, spa, today), *(order for day in days for order in orders_on(venue, spa, day))]
    return Site(
        venue=venue,
        spa=spa,
        orders=tuple(sorted(orders, key=lambda order: (order.booked, order.id), reverse=True)),
        sessions=tuple(session for day in days for session in sessions_on(venue, spa, day)),
        customers=tuple(sorted(_customers(venue, spa, days), key=lambda customer: (customer.created, customer.id))),
    )


def _customers(venue: Venue, spa: Spa, days: list[date]) -> list[Customer]:
    """The venue's pool, long registered, and each day's newcomers. Jane Smith is known at Harbour Spa only."""
    known = [*pool(venue), JANE] if spa.id == "harbour-spa" else [*pool(venue)]
    regulars = [
        _customer(venue, spa, person, _FIRST_CUSTOMER + timedelta(minutes=rng("since", person.key).randrange(2_500_000)))
        for person in known
    ]
    registered = [
        (newcomer(venue, day, n), datetime.combine(day, time(10 + n, 17), venue.zone).astimezone(UTC))
        for day in days
        for n in range(rng("registrations", spa.id, day).randint(0, 2))
    ]
    return [*regulars, *(_customer(venue, spa, person, when) for person, when in registered)]


def _customer(venue: Venue, spa: Spa, person: Person, created: datetime) -> Customer:
    chance, offer = rng("customer", spa.id, person.key), catalogue(venue, spa)
    member = chance.random() < 0.18
    return Customer(
        id=customer_id(venue, person),
        person=person,
        created=created,
        updated=created + timedelta(minutes=chance.randrange(60)),
        labels=tuple(label for label in offer.customer_labels if chance.random() < 0.12),
        member_number=str(10**9 + chance.randrange(9 * 10**9)) if member else None,
        mandate=chance.random() < 0.85,
        opted_in=chance.random() < 0.4,
    )
