"""The sessions and sales of a SynthesisVR arcade: facts made from (arcade, day) alone, 60 days back and 60 ahead.

What is true "now" (booked yet? deleted? used?) follows from the moments kept in the facts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from random import Random

from bot.sandbox.people import JANE, Person, pool, someone
from bot.sandbox.remarks import remark
from bot.sandbox.seeded import days_between, rng, uuid_id
from bot.sandbox.venues import Arcade, Venue

PAST_DAYS, FUTURE_DAYS = 60, 60
LABELS = {1: "Birthday", 2: "School class", 3: "VIP", 4: "Team event"}

# Name, minutes, euros for one player at the venue's price level, players, stations, games.
_EXPERIENCES: tuple[tuple[str, int, int, int, tuple[str, ...], tuple[str, ...]], ...] = (
    ("Free Roam Arena", 60, 32, 6, ("Arena",), ("Undead Arena", "Sol Raiders")),
    ("VR Booth 30", 30, 15, 2, ("Booth 1", "Booth 2"), ("Beat Saber", "Superhot")),
    ("VR Booth 60", 60, 27, 2, ("Booth 3", "Booth 4"), ("Arizona Sunshine", "Job Simulator", "Walkabout Mini Golf")),
    ("Escape Room: Chernobyl", 60, 29, 4, ("Room A",), ("Chernobyl VR",)),
    ("Racing Rig", 30, 18, 1, ("Rig 1",), ("Assetto Corsa",)),
)
_EARLY = 14  # bookings of a day that are made long ahead and stay
_OPENING = (10, 21)
_GOODS = (("Energy Drink", 3), ("Mineral Water", 2), ("Pixel T-Shirt", 22), ("Face Mask", 1), ("Gift Card 50", 50), ("Nachos", 5))


@dataclass(frozen=True, slots=True)
class Session:
    """One booked or walked-in session. It is known from `created` until `deleted`; `shows_up` tells whether it is ever used."""

    uuid: str
    external: str | None
    person: Person
    experience: str
    start: datetime
    minutes: int
    price: int
    people: int
    games: tuple[str, ...]
    stations: tuple[str, ...]
    created: datetime
    deleted: datetime | None
    online: bool
    label: int | None
    shows_up: bool
    comment: str = ""

    def known(self, now: datetime) -> bool:
        return self.created <= now and (self.deleted is None or now < self.deleted)

    def used(self, now: datetime) -> bool:
        return self.shows_up and self.start <= now


@dataclass(frozen=True, slots=True)
class Sale:
    """Goods sold at one moment; `price` for all of them."""

    uuid: str
    goods: str
    quantity: int
    price: int
    at: datetime
    person: Person | None


def customer_id(venue: Venue, person: Person) -> int:
    """A number, the shape of the vendor's customer ids: Jane first, then the venue's guests."""
    return 1000 if person is JANE else 1001 + int(person.key.removeprefix(f"{venue.id}-"))


def customers(venue: Venue) -> tuple[Person, ...]:
    return (JANE, *pool(venue))


def sessions_between(venue: Venue, arcade: Arcade, today: date, first: date, last: date) -> Iterator[Session]:
    """Every session that starts on these days of the venue, as far as the arcade's world goes on `today`."""
    yield from (one for one in _fixed(venue, arcade, today) if first <= one.start.date() <= last)
    for day in _known_days(today, first, last):
        yield from _sessions_on(venue, arcade, day)


def sales_between(venue: Venue, arcade: Arcade, today: date, first: date, last: date) -> Iterator[Sale]:
    for day in _known_days(today, first, last):
        yield from _sales_on(venue, arcade, day)


def _known_days(today: date, first: date, last: date) -> Iterator[date]:
    return days_between(max(first, today - timedelta(days=PAST_DAYS)), min(last, today + timedelta(days=FUTURE_DAYS)))


@lru_cache(maxsize=1024)
def _sessions_on(venue: Venue, arcade: Arcade, day: date) -> tuple[Session, ...]:
    """The day's bookings and walk-ins. Each takes one experience for an hour, so no station is given out twice."""
    chance = rng("arcade", arcade.id, day)
    slots = [(what, hour) for what in range(len(_EXPERIENCES)) for hour in range(*_OPENING)]
    chance.shuffle(slots)
    booked, walked_in = chance.randint(*arcade.sessions), chance.randint(2, 5)
    sessions: list[Session] = []
    for n, (what, hour) in enumerate(slots[: booked + walked_in]):
        sessions.append(_session(venue, arcade, day, n, what, hour, walks_in=n >= booked))
    return tuple(sorted(sessions, key=lambda one: (one.start, one.uuid)))


def _session(venue: Venue, arcade: Arcade, day: date, n: int, what: int, hour: int, *, walks_in: bool) -> Session:
    """Booked at least two days ahead, deleted at least a day ahead: tomorrow's bookings are settled by today.

    The first bookings of a day are made long before, so that no day of the calendar is empty. Every sixth booking
    belongs, with the one before it, to one order of an outside shop.
    """
    chance = rng("session", arcade.id, day, n)
    name, minutes, euros, most, stations, games = _EXPERIENCES[what]
    start = datetime.combine(day, time(hour, chance.choice((0, 30)) if minutes == 30 else 0), venue.zone)
    online = not walks_in and chance.random() < 0.6
    early = FUTURE_DAYS + 2 if n < _EARLY else 2
    lead = timedelta(minutes=5) if walks_in else timedelta(days=early, minutes=int(chance.expovariate(1 / 20_000)))
    deleted = (
        start - timedelta(days=1, minutes=chance.randint(1, 600))
        if not walks_in and chance.random() < 0.06 and n >= _EARLY
        else None
    )
    people = chance.randint(1, most)
    return Session(
        uuid=uuid_id("vr-session", arcade.id, day, n),
        external=uuid_id("vr-external", arcade.id, day, n - n % 6 // 5) if online and n % 6 in (4, 5) else None,
        person=someone(chance, venue),
        experience=name,
        start=start,
        minutes=minutes,
        price=venue.minor(euros) * people,
        people=people,
        games=tuple(sorted(chance.sample(games, chance.randint(1, len(games))))),
        stations=stations[: max(1, min(people, len(stations)))],
        created=start - lead,
        deleted=deleted,
        online=online,
        label=chance.choice(tuple(LABELS)) if chance.random() < 0.2 else None,
        shows_up=walks_in or chance.random() < 0.94,
        comment=remark(chance, 0.25),
    )


@lru_cache(maxsize=1024)
def _sales_on(venue: Venue, arcade: Arcade, day: date) -> tuple[Sale, ...]:
    chance = rng("goods", arcade.id, day)
    return tuple(_sale(venue, arcade, day, n, chance) for n in range(chance.randint(6, 12)))


def _sale(venue: Venue, arcade: Arcade, day: date, n: int, chance: Random) -> Sale:
    goods, euros = chance.choice(_GOODS)
    quantity = chance.choice((1, 1, 1, 2, 3))
    at = datetime.combine(day, time(chance.randrange(*_OPENING), chance.randrange(60)), venue.zone)
    buyer = someone(chance, venue) if chance.random() < 0.4 else None
    return Sale(uuid_id("vr-sale", arcade.id, day, n), goods, quantity, venue.minor(euros) * quantity, at, buyer)


def _fixed(venue: Venue, arcade: Arcade, today: date) -> tuple[Session, ...]:
    """What every scenario leans on: Jane Smith's team event today and her booth tomorrow, and yesterday's no-show."""

    def session(key: str, days: int, hour: int, what: int, person: Person, label: int | None, *, shows_up: bool) -> Session:
        name, minutes, euros, most, stations, games = _EXPERIENCES[what]
        start = datetime.combine(today + timedelta(days=days), time(hour, 30), venue.zone)
        return Session(
            uuid=uuid_id("vr-session", arcade.id, key), external=uuid_id("vr-external", arcade.id, "jane"), person=person,
            experience=name, start=start, minutes=minutes, price=venue.minor(euros) * most, people=most, games=games,
            stations=stations, created=datetime.combine(today - timedelta(days=9), time(18, 5), venue.zone), deleted=None,
            online=True, label=label, shows_up=shows_up, comment="Brings a cake 🎂, table for six please.",
        )  # fmt: skip

    return (
        session("jane-today", 0, 21, 0, JANE, 4, shows_up=True),
        session("jane-tomorrow", 1, 9, 2, JANE, None, shows_up=True),
        session("no-show", -1, 21, 3, pool(venue)[1], 3, shows_up=False),
    )
