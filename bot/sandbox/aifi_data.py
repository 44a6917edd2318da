"""The shopping trips of an AiFi account: facts made from (store, day) alone, 60 days back; nothing lies ahead.

A store is open around the clock and never empty: each trip lasts until the next one has begun. What is true "now" (code
issued? inside? paid?) follows from the moments kept in the facts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from random import Random
from typing import Any, Literal

from bot.sandbox.people import JANE, Person, newcomer, pool, someone
from bot.sandbox.seeded import days_between, rng, uuid_id
from bot.sandbox.venues import Retailer, Store, Venue

PAST_DAYS = 60
CODE_LASTS = timedelta(minutes=15)
_FIRST_DAY = date(2015, 1, 1)
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
NEW_DAYS = tuple(date(2026, 1, 2) + timedelta(days=5 * n) for n in range(200))
"""The days on which somebody new registered, and came in the same day."""

FIRST_NEW = 7_900
BLOCKED = frozenset(range(FIRST_NEW + 2, FIRST_NEW + len(NEW_DAYS), 3))
"""Numbers of those who came once and may not come again."""

_NIGHT = (*range(7), 22, 23)

# Name, pounds at the venue's price level, barcode, category.
PRODUCTS: tuple[tuple[str, float, str, str], ...] = (
    ("Cold Brew", 3.4, "0850001", "Drinks"), ("Oat Latte", 3.9, "0850002", "Drinks"), ("Sparkling Water", 1.6, "0850003", "Drinks"),
    ("Chicken Wrap", 6.2, "0850011", "Food"), ("Sushi Box", 8.9, "0850012", "Food"), ("Granola Bar", 1.9, "0850013", "Snacks"),
    ("Trail Mix", 3.1, "0850014", "Snacks"), ("Phone Cable", 11.5, "0850021", "Household"),
    ("Umbrella", 14.0, "0850022", "Household"),
)  # fmt: skip

Role = Literal["customer", "employee"]
Checkout = Literal["paid", "unpaid", "contested", "reviewed"]


@dataclass(frozen=True, slots=True)
class Shopper:
    """Somebody with an entry code; `number` is AiFi's customer id."""

    number: int
    person: Person
    role: Role
    registered: datetime

    @property
    def external_id(self) -> str:
        return f"loyalty-{self.number}"


@dataclass(frozen=True, slots=True)
class Visit:
    """One trip of a shopper, alone or as a group; moments in UTC. `basket` is (product, quantity) by place in PRODUCTS.

    `flagged_at`, `metadata`, `changed_at` and `retried_at` are what was changed by a call.
    """

    number: int
    token: str
    store: Store
    shopper: Shopper
    code: str
    issued: datetime
    expires: datetime
    entered: datetime | None
    exited: datetime | None
    group: int
    visitors: int
    fraud: bool
    basket: tuple[tuple[int, int], ...] = ()
    checkout: Checkout = "paid"
    flagged_at: datetime | None = None
    metadata: Mapping[str, Any] | None = None
    changed_at: datetime | None = None
    retried_at: datetime | None = None

    @property
    def scanned(self) -> datetime | None:
        return self.entered - timedelta(seconds=20) if self.entered else None

    @property
    def flagged(self) -> datetime | None:
        return self.flagged_at or (self.exited + timedelta(minutes=10) if self.fraud and self.exited else None)

    def changed(self, now: datetime) -> datetime:
        """The last thing that has happened by `now`."""
        moments = (self.issued, self.scanned, self.entered, self.exited, self.flagged, self.changed_at)
        return max(moment for moment in moments if moment and moment <= now)


@lru_cache(maxsize=8)
def shoppers(venue: Venue, retailer: Retailer) -> dict[str, Shopper]:
    """Everybody the retailer knows, by the person's key: Jane, two employees, the venue's guests."""
    staff = (
        Person("staff-1", "Robin", "Vale", "robin.vale@example.org", None, "US"),
        Person("staff-2", "Sam", "Ito", "sam.ito@example.org", "+12125550199", "US"),
    )
    known = [(7001, JANE), (7002, staff[0]), (7003, staff[1]), *((7100 + n, who) for n, who in enumerate(pool(venue)))]
    first = datetime(2024, 1, 1, 8, tzinfo=UTC)
    new = {
        who.key: Shopper(number=FIRST_NEW + n, person=who, role="customer", registered=datetime.combine(day, time(8), UTC))
        for n, day in enumerate(NEW_DAYS)
        for who in [newcomer(venue, retailer.id, day, 0)]
    }
    return new | {
        person.key: Shopper(
            number=number,
            person=person,
            role="employee" if person in staff else "customer",
            registered=first + timedelta(minutes=rng("shopper", retailer.id, number).randrange(900_000)),
        )
        for number, person in known
    }


def visits_between(venue: Venue, retailer: Retailer, today: date, first: date, last: date) -> Iterator[Visit]:
    """The trips whose code was issued on these days of the venue, as far as the world goes on `today`; and the fixed ones."""
    yield from _fixed(venue, retailer, today)
    for day in days_between(max(first, today - timedelta(days=PAST_DAYS)), min(last, today)):
        for place, store in enumerate(retailer.stores):
            yield from _visits_on(venue, retailer, store, place, day)


def day_of(number: int) -> date | None:
    """The day on which a session number was given out; None for numbers of no day."""
    days = number // 1000
    return _FIRST_DAY + timedelta(days=days) if 0 <= days < 9000 else None


@lru_cache(maxsize=1024)
def _visits_on(venue: Venue, retailer: Retailer, store: Store, place: int, day: date) -> tuple[Visit, ...]:
    """The day from midnight to midnight: one trip after the other, and codes that nobody ever used."""
    chance = rng("visits", retailer.id, store.number, day)
    at = datetime.combine(day, time(), venue.zone).astimezone(UTC)
    end = datetime.combine(day + timedelta(days=1), time(), venue.zone).astimezone(UTC)
    visits: list[Visit] = []
    while at < end:
        number = (day - _FIRST_DAY).days * 1000 + place * 500 + len(visits)
        gap = 35 if at.astimezone(venue.zone).hour in _NIGHT else 20
        if chance.random() < 0.15:
            visits.append(_visit(venue, retailer, store, number, at, None, chance))
            number += 1
        stay = timedelta(minutes=gap + chance.randint(5, 25))
        visits.append(_visit(venue, retailer, store, number, at + timedelta(minutes=3), stay, chance))
        at += timedelta(minutes=gap)
    if place == 0 and day in NEW_DAYS:
        new = shoppers(venue, retailer)[newcomer(venue, retailer.id, day, 0).key]
        soon = next(n for n, visit in enumerate(visits) if visit.issued > new.registered and visit.entered)
        visits[soon] = replace(visits[soon], shopper=new)
    return tuple(visits)


def _visit(
    venue: Venue, retailer: Retailer, store: Store, number: int, issued: datetime, stay: timedelta | None, chance: Random
) -> Visit:
    """A trip that begins within three minutes of its code, and with no `stay` a code that is never scanned."""
    known = shoppers(venue, retailer)
    employed = chance.random() < 0.04
    shopper = known[chance.choice(("staff-1", "staff-2")) if employed else someone(chance, venue).key]
    entered = issued + timedelta(minutes=1, seconds=chance.randrange(120)) if stay else None
    group = 1 if employed else chance.choices((1, 2, 3, 4), (70, 20, 7, 3))[0]
    buys = stay is not None and not employed and chance.random() < 0.93
    return Visit(
        number=number,
        token=uuid_id("aifi-session", retailer.id, number),
        store=store,
        shopper=shopper,
        code="".join(chance.choices(_ALPHABET, k=8)),
        issued=issued,
        expires=issued + CODE_LASTS,
        entered=entered,
        exited=entered + stay if entered and stay else None,
        group=group,
        visitors=0 if entered is None else group + (chance.random() < 0.05),
        fraud=stay is not None and chance.random() < 0.02,
        basket=_basket(chance) if buys else (),
        checkout=chance.choices(("paid", "unpaid", "contested", "reviewed"), (92, 3, 3, 2))[0],
    )  # fmt: skip


def _basket(chance: Random) -> tuple[tuple[int, int], ...]:
    picked = sorted(chance.sample(range(len(PRODUCTS)), chance.randint(1, 4)))
    return tuple((n, chance.randint(1, 2)) for n in picked)


@lru_cache(maxsize=64)
def _fixed(venue: Venue, retailer: Retailer, today: date) -> tuple[Visit, ...]:
    """What every scenario leans on: see the numbers below. Those of today begin in its first minutes and last all day."""
    known, store = shoppers(venue, retailer), retailer.stores[0]
    midnight = datetime.combine(today, time(), venue.zone).astimezone(UTC)
    tomorrow = datetime.combine(today + timedelta(days=1), time(), venue.zone).astimezone(UTC)

    def visit(
        number: int, who: str, code: str, minute: int, stay: int | None, *, enters: bool = True, lasts: timedelta = CODE_LASTS,
        group: int = 1, fraud: bool = False, basket: tuple[tuple[int, int], ...] = (), checkout: Checkout = "paid",
    ) -> Visit:  # fmt: skip
        issued = midnight + timedelta(minutes=minute)
        entered = issued + timedelta(minutes=1) if enters else None
        exited = entered + timedelta(minutes=stay) if entered and stay else None
        return Visit(
            number=number, token=uuid_id("aifi-session", retailer.id, number), store=store, shopper=known[who], code=code,
            issued=issued, expires=issued + lasts, entered=entered, exited=exited, group=group,
            visitors=group if enters else 0, fraud=fraud, basket=basket, checkout=checkout,
        )  # fmt: skip

    guests = [person.key for person in pool(venue)]
    return (
        visit(9_000_012, JANE.key, "JANE0012", -400, 22, basket=((0, 2), (3, 1)), checkout="contested"),
        visit(9_000_013, guests[4], "FRAUD013", -300, 15, fraud=True, basket=((8, 2),), checkout="unpaid"),
        visit(9_000_014, guests[2], "INSIDE14", 1, None, group=3),
        visit(9_000_015, guests[9], "ISSUED15", 1, None, enters=False, lasts=tomorrow - midnight),
        visit(9_000_016, guests[12], "EXPIRE16", -240, None, enters=False),
        visit(9_000_017, "staff-1", "STAFF017", 2, None),
    )
