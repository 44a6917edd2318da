"""The stays of a Beds24 property: facts made from (property, arrival date) alone, so a day looks the same from every other day.

What is true "now" (cancelled yet? paid yet?) follows from the times kept in the facts; see `beds24_wire`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from random import Random
from typing import Literal

from bot.sandbox.people import ELEANOR, JANE, Person, someone
from bot.sandbox.remarks import remark
from bot.sandbox.seeded import days_between, rng
from bot.sandbox.venues import Hotel, RoomType, Venue

PAST_DAYS, FUTURE_DAYS = 60, 120
_LONG_STAYS_FROM = 150  # days back from which a stay of a month or more may still be in house
_FIRST_DAY = date(2015, 1, 1)
_NIGHTS = (1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 7)

Kind = Literal["booked", "cancelled", "no_show", "request", "black", "inquiry"]

# Beds24 apiSource numbers with the channel's name. The last row is a real oddity: number 0 with a channel's name.
_SOURCES: tuple[tuple[str, str], ...] = (
    ("0", "Direct"), ("0", "Direct"), ("1", "Booking page"), ("1", "Booking page"), ("19", "Booking.com"),
    ("19", "Booking.com"), ("14", "Expedia"), ("46", "Airbnb"), ("17", "Agoda"), ("0", "Hostelworld"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """An invoice line from the moment `created`; a payment has quantity -1. `price` in hundredths of the currency."""

    description: str
    quantity: int
    price: int
    created: datetime


@dataclass(frozen=True, slots=True)
class InfoItem:
    """A note with a code."""

    id: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Stay:
    """One booking. Nights `arrival` to `arrival + nights - 1`; all moments in UTC; money in hundredths of the currency.

    `code` is a status that somebody set, and `cancelled` the moment at which it was cancelled so.
    """

    id: str
    kind: Kind
    room: RoomType
    unit: int
    arrival: date
    nights: int
    guest: Person | None
    booked: datetime
    changed: datetime
    price: int
    deposit: int
    lines: tuple[Line, ...]
    source: tuple[str, str]
    substatus: str = "0"
    master: str = ""
    adults: int = 2
    children: int = 0
    arrival_time: str = ""
    notes: str = ""
    comments: str = ""
    flag: str = ""
    flag_text: str = ""
    items: tuple[InfoItem, ...] = ()
    code: str | None = None
    cancelled: datetime | None = None

    @property
    def departure(self) -> date:
        return self.arrival + timedelta(days=self.nights)


def stays_between(
    venue: Venue, hotel: Hotel, today: date, first: date, last: date, leaving_from: date | None = None
) -> Iterator[Stay]:
    """What the property knows on `today` of arrivals from `first` to `last`, without most of who left before `leaving_from`.

    It knows arrivals from 60 days ago to 120 ahead, and long stays that began earlier. Only the days asked for are made,
    so that the first answer is as quick as the later ones.
    """
    first, last = max(first, today - timedelta(days=_LONG_STAYS_FROM)), min(last, today + timedelta(days=FUTURE_DAYS))
    regular = max(first, today - timedelta(days=PAST_DAYS))
    if leaving_from is not None and leaving_from > regular:
        regular = max(regular, leaving_from - timedelta(days=max(_NIGHTS)))
    yield from _fixed(venue, hotel, today)
    for day in days_between(first, last):
        yield from _long_stays(venue, hotel, day)
    for day in days_between(regular, last):
        yield from _arrivals(venue, hotel, day)


@lru_cache(maxsize=4096)
def _arrivals(venue: Venue, hotel: Hotel, day: date) -> list[Stay]:
    """The day's arrivals. The first three are always plain bookings: one late and owing, one paid, one with a deposit."""
    chance = rng("arrivals", hotel.id, day)
    count = chance.randint(*hotel.arrivals)
    stays: list[Stay] = []
    while len(stays) < count:
        stay = _stay(venue, hotel, day, len(stays))
        stays.append(stay)
        if stay.kind == "booked" and len(stays) > 3 and chance.random() < 0.06:
            stays += [_member(venue, hotel, stay, len(stays) + n) for n in range(chance.randint(1, 3))]
            stays = [replace(other, master=stay.id) if other.id == stay.id else other for other in stays]
    return stays


def _stay(venue: Venue, hotel: Hotel, day: date, index: int) -> Stay:
    chance = rng("stay", hotel.id, day, index)
    kind: Kind = "booked"
    if index >= 3:
        kind = chance.choices(
            ("booked", "cancelled", "no_show", "request", "black", "inquiry"), (76, 11, 3, 3, 3, 4)
        )[0]  # fmt: skip
    stay = _draft(venue, hotel, day, _id(hotel, day, index), chance.choice(_NIGHTS), kind, chance)
    nightly = Line("Accommodation", stay.nights, stay.price // stay.nights, stay.booked)
    match index:
        case 0:
            at_departure = Line("Payment at departure", -1, stay.price, _departure(venue, stay.departure))
            return replace(stay, arrival_time="22:30", deposit=0, lines=(nightly, at_departure))
        case 1:
            return replace(stay, deposit=stay.price, lines=(nightly, Line("Paid in full", -1, stay.price, stay.booked)))
        case _:
            return stay


@lru_cache(maxsize=4096)
def _long_stays(venue: Venue, hotel: Hotel, day: date) -> list[Stay]:
    """Now and then somebody moves in for a month or more."""
    chance = rng("long", hotel.id, day)
    if chance.random() > 0.07:
        return []
    stay = _draft(venue, hotel, day, _id(hotel, day, 900), chance.randint(30, 110), "booked", chance)
    return [replace(stay, adults=1, children=0, notes=f"Long stay, weekly cleaning.\r\n{stay.notes}")]


def _member(venue: Venue, hotel: Hotel, master: Stay, index: int) -> Stay:
    chance = rng("member", hotel.id, master.arrival, index)
    member = _draft(venue, hotel, master.arrival, _id(hotel, master.arrival, index), master.nights, "booked", chance)
    lines = tuple(replace(line, created=max(line.created, master.booked)) for line in member.lines)
    return replace(
        member,
        master=master.id,
        guest=master.guest,
        booked=master.booked,
        changed=master.changed,
        source=master.source,
        lines=lines,
    )


def _draft(venue: Venue, hotel: Hotel, day: date, stay_id: str, nights: int, kind: Kind, chance: Random) -> Stay:
    room = chance.choices(hotel.room_types, [kind_of.quantity for kind_of in hotel.room_types])[0]
    # Booked at least four days ahead and changed within a day and a half: tomorrow's arrivals are settled by today.
    lead = min(4 + int(chance.expovariate(1 / 45)), 300)
    booked = _moment(venue, day - timedelta(days=lead), time(chance.randint(6, 22), chance.randint(0, 59), chance.randint(0, 59)))
    changed = booked + timedelta(hours=chance.randint(1, 36))
    substatus = chance.choice(("3", "3", "4", "0")) if kind == "cancelled" else chance.choice(("0", "0", "0", "0", "1", "2"))
    if kind == "no_show":
        changed = _moment(venue, day, time(23, 30))
        substatus = "5"
    price = 0 if kind == "black" else venue.hundredths(room.pounds) * nights
    deposit = price * 3 // 10 if kind == "booked" and chance.random() < 0.6 else 0
    return Stay(
        id=stay_id,
        kind=kind,
        room=room,
        unit=chance.randint(1, room.quantity),
        arrival=day,
        nights=nights,
        guest=None if kind == "black" else someone(chance, venue),
        booked=booked,
        changed=changed,
        price=price,
        deposit=deposit,
        lines=_lines(venue, day, nights, price, deposit, booked, chance) if kind in ("booked", "no_show") else (),
        source=("0", "Direct") if kind == "black" else chance.choice(_SOURCES),
        substatus=substatus,
        adults=0 if kind == "black" else chance.choice((1, 2, 2, 2, 3)),
        children=0 if kind == "black" else chance.choice((0, 0, 0, 0, 1, 2)),
        arrival_time=chance.choice(("", "", "", "15:00", "16:30", "18:00", "21:45", "22:30", "after 9pm", "late")),
        notes="Boiler repair" if kind == "black" else remark(chance, 0.3),
        comments="" if kind == "black" else remark(chance, 0.25),
        flag=chance.choice(("ff0000", "00aa00")) if chance.random() < 0.08 else "",
    )


def _lines(venue: Venue, day: date, nights: int, price: int, deposit: int, booked: datetime, chance: Random) -> tuple[Line, ...]:
    """Charges and payments. About one booking in ten has none at all: a channel holds the money."""
    if chance.random() < 0.1:
        return ()
    lines = [Line("Accommodation", nights, price // nights, booked)]
    if chance.random() < 0.3:
        lines.append(Line(chance.choice(("Parking", "Breakfast", "Dog")), nights, venue.hundredths(12), booked))
    if chance.random() < 0.25:
        lines.append(Line("Bar and kitchen", 1, venue.hundredths(chance.randint(9, 80) + 0.5), _moment(venue, day, time(21, 10))))
    if deposit:
        lines.append(Line("Deposit", -1, deposit, booked))
    rest = sum(line.quantity * line.price for line in lines)
    if rest and chance.random() < 0.92:
        lines.append(Line("Payment at departure", -1, rest, _departure(venue, day + timedelta(days=nights))))
    return tuple(lines)


def _fixed(venue: Venue, hotel: Hotel, today: date) -> tuple[Stay, ...]:
    """The two bookings every scenario leans on, whatever day it is."""
    if hotel.id != "harbour-hotel":
        return ()
    nightly = venue.hundredths(120)
    month_ago, tomorrow = today - timedelta(days=30), today + timedelta(days=1)
    booked_eleanor = _moment(venue, month_ago - timedelta(days=20), time(11, 5))
    booked_jane = _moment(venue, today - timedelta(days=12), time(19, 42))
    eleanor = Stay(
        id="90000030", kind="booked", room=hotel.room_types[0], unit=7, arrival=month_ago, nights=30, guest=ELEANOR,
        booked=booked_eleanor, changed=booked_eleanor, price=nightly * 30, deposit=nightly * 10,
        lines=(
            Line("Accommodation", 30, nightly, booked_eleanor),
            Line("Deposit", -1, nightly * 10, booked_eleanor),
            Line("Payment", -1, nightly * 15, _moment(venue, today - timedelta(days=14), time(9, 30))),
        ),
        source=("0", "Direct"), adults=1, notes="Writing a book.\r\nQuiet room, please.",
    )  # fmt: skip
    jane = Stay(
        id="90000012", kind="booked", room=hotel.room_types[1], unit=3, arrival=tomorrow, nights=3, guest=JANE,
        booked=booked_jane, changed=booked_jane + timedelta(hours=2), price=nightly * 3, deposit=nightly,
        lines=(Line("Accommodation", 3, nightly, booked_jane), Line("Deposit", -1, nightly, booked_jane)),
        source=("1", "Booking page"), arrival_time="22:30", comments="Spa on the day before, see Harbour Spa.",
    )  # fmt: skip
    return eleanor, jane


def _id(hotel: Hotel, day: date, index: int) -> str:
    return f"{hotel.number}{(day - _FIRST_DAY).days:04d}{index:03d}"


def _departure(venue: Venue, day: date) -> datetime:
    return _moment(venue, day, time(10, 20))


def _moment(venue: Venue, day: date, at: time) -> datetime:
    return datetime.combine(day, at, venue.zone).astimezone(UTC)
