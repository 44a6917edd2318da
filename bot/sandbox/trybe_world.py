"""Everything one Trybe site knows on one day: its orders, sessions and customers, ready to be looked up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from bot.sandbox.people import JANE, Person, newcomer, pool
from bot.sandbox.seeded import days_between, rng, uuid_id
from bot.sandbox.trybe_catalogue import Named, catalogue
from bot.sandbox.trybe_data import FUTURE_DAYS, PAST_DAYS, Item, Order, Session, orders_on, sessions_on
from bot.sandbox.trybe_fixed import fixed_orders
from bot.sandbox.trybe_ledger import Ledger
from bot.sandbox.trybe_state import State, state_of
from bot.sandbox.venues import Spa, Venue

Days = tuple[date, date]
"""A first and a last day, both included, in the site's calendar."""
ALL_DAYS: Days = (date.min, date.max)

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
    """One site's world as known on `today`: visits from 60 days ago to 120 ahead.

    Everything is made when it is looked at, and only for the days asked for, so that the first answer is quick.
    """

    venue: Venue
    spa: Spa
    today: date
    ledger: Ledger = field(default_factory=Ledger, compare=False)

    def orders_at(
        self, now: datetime, days: Days = ALL_DAYS, which: Callable[[Order], bool] = lambda order: True
    ) -> list[tuple[Order, State]]:
        """The orders made by `now` for a visit on these days, as they stand, newest first."""
        made = [order for day in self._days(days) for order in orders_on(self.venue, self.spa, day)]
        moved = self.ledger.touched(self.spa.id)
        unique = {order.id: order for order in (*fixed_orders(self.venue, self.spa, self.today), *made, *moved)}
        known = [order for order in unique.values() if order.booked <= now and which(order)]
        known.sort(key=lambda order: (order.booked, order.id), reverse=True)
        return [(self.ledger.order(order), self.ledger.state(order, state_of(order, now))) for order in known]

    def appointments_at(self, now: datetime, days: Days = ALL_DAYS) -> list[Booked]:
        """Every treatment, by start; cancelled ones too, as the contract leaves that filter to the client."""
        booked = [one for one in self._booked_at(now, days) if one.item.session is None]
        return sorted(booked, key=lambda one: (one.item.start, one.item.booking_id))

    def appointment_at(self, now: datetime, booking_id: str) -> Booked | None:
        """The treatment of an id."""
        booked = self._booked_at(now, ALL_DAYS, lambda order: any(item.booking_id == booking_id for item in order.bookings))
        return next((one for one in booked if one.item.session is None and one.item.booking_id == booking_id), None)

    def sessions(self, days: Days = ALL_DAYS) -> list[Session]:
        """Every class, by start."""
        made = (session for day in self._days(days) for session in sessions_on(self.venue, self.spa, day))
        done = self.ledger.sessions
        return [replace(one, cancelled=done[one.id] is not None) if one.id in done else one for one in made]

    def session_bookings_at(self, now: datetime, days: Days = ALL_DAYS) -> dict[str, list[Booked]]:
        """Places taken, by session id."""
        places: dict[str, list[Booked]] = defaultdict(list)
        for one in self._booked_at(now, days):
            if one.item.session is not None:
                places[one.item.session.id].append(one)
        return places

    def customers_at(self, now: datetime) -> list[Customer]:
        """Everybody registered by `now`, oldest first."""
        known = (customer for customer in _customers(self.venue, self.spa, self.today) if customer.created <= now)
        return [self._labelled(customer) for customer in known]

    def _labelled(self, customer: Customer) -> Customer:
        changes = self.ledger.customers.get(customer.id)
        return customer if changes is None or changes.labels is None else replace(customer, labels=changes.labels)

    def _booked_at(self, now: datetime, days: Days, which: Callable[[Order], bool] = lambda order: True) -> list[Booked]:
        return [Booked(self, order, state, item) for order, state in self.orders_at(now, days, which) for item in order.bookings]

    def _days(self, days: Days) -> Iterator[date]:
        """The days asked for that the site knows."""
        first, last = self.today - timedelta(days=PAST_DAYS), self.today + timedelta(days=FUTURE_DAYS)
        return days_between(max(days[0], first), min(days[1], last))


def customer_id(venue: Venue, person: Person) -> str:
    return uuid_id("customer", venue.id, person.key)


@lru_cache(maxsize=32)
def _customers(venue: Venue, spa: Spa, today: date) -> tuple[Customer, ...]:
    """The venue's pool, long registered, and each day's newcomers. Jane Smith is known at Harbour Spa only."""
    known = [*pool(venue), JANE] if spa.id == "harbour-spa" else [*pool(venue)]
    regulars = [
        _customer(venue, spa, person, _FIRST_CUSTOMER + timedelta(minutes=rng("since", person.key).randrange(2_500_000)))
        for person in known
    ]
    registered = [
        (newcomer(venue, day, n), datetime.combine(day, time(10 + n, 17), venue.zone).astimezone(UTC))
        for day in days_between(today - timedelta(days=PAST_DAYS), today + timedelta(days=FUTURE_DAYS))
        for n in range(rng("registrations", spa.id, day).randint(0, 2))
    ]
    everybody = [*regulars, *(_customer(venue, spa, person, when) for person, when in registered)]
    return tuple(sorted(everybody, key=lambda customer: (customer.created, customer.id)))


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
