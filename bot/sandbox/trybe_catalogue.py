"""What a Trybe site sells and who works there: made once per site, the same every day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from bot.sandbox.seeded import hex_id, uuid_id
from bot.sandbox.venues import Spa, Venue


@dataclass(frozen=True, slots=True)
class Named:
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Room:
    id: str
    name: str
    zone: Named


@dataclass(frozen=True, slots=True)
class Offering:
    """Something sold: `kind` is Trybe's item_type, `minutes` 0 for goods, `price` in the currency's smallest unit."""

    id: str
    name: str
    kind: str
    minutes: int
    price: int
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Catalogue:
    practitioners: tuple[Named, ...]
    extra_practitioner: Named
    rooms: tuple[Room, ...]
    studio: Room
    zones: tuple[Named, ...]
    treatments: tuple[Offering, ...]
    classes: tuple[Offering, ...]
    packages: tuple[Offering, ...]
    goods: tuple[Offering, ...]
    membership: Offering
    labels: tuple[tuple[Named, str], ...]
    customer_labels: tuple[tuple[Named, str], ...]
    channels: tuple[Named, ...]
    sellers: tuple[Named, ...]


# Name, minutes, pounds. No treatment is longer than the 90 minutes between two slots of a day.
_TREATMENTS = (
    ("Swedish Massage", 60, 78), ("Deep Tissue Massage", 90, 105), ("Hot Stone Massage", 75, 98), ("Express Facial", 30, 45),
    ("Signature Facial", 60, 85), ("Manicure", 45, 38), ("Couples' Massage", 60, 150), ("Reflexology", 45, 55),
    ("Seaweed Wrap (retired)", 60, 80),
)  # fmt: skip
_CLASSES = (("Morning Yoga", 60, 15), ("Aqua Fit", 45, 12), ("Sound Bath", 60, 22), ("Meditation", 30, 0))
_PACKAGES = (("Half-day Retreat", 0, 165), ("Spa & Afternoon Tea", 0, 110), ("Mum-to-be", 0, 140))
_GOODS = (("Bath Oil", 0, 28), ("Face Cream", 0, 54), ("Robe", 0, 75), ("Afternoon Tea", 0, 32), ("Candle", 0, 24))


@cache
def catalogue(venue: Venue, spa: Spa) -> Catalogue:
    """The site's catalogue; ids are stable."""

    def named(kind: str, name: str) -> Named:
        return Named(hex_id(kind, spa.id, name), name)

    def labelled(kind: str, name: str, colour: str) -> tuple[Named, str]:
        return Named(uuid_id(kind, spa.id, name), name), colour

    def offering(kind: str, name: str, minutes: int, pounds: int) -> Offering:
        return Offering(hex_id(kind, spa.id, name), name, kind, minutes, venue.minor(pounds), archived=name.endswith("(retired)"))

    zones = named("zone", "Treatment floor"), named("zone", "Studio")
    return Catalogue(
        practitioners=tuple(named("practitioner", name) for name in spa.practitioners),
        extra_practitioner=named("practitioner", "Robin Vale"),
        rooms=tuple(Room(hex_id("room", spa.id, n), f"Room {n}", zones[0]) for n in range(1, len(spa.practitioners) + 2)),
        studio=Room(hex_id("room", spa.id, "studio"), "Studio", zones[1]),
        zones=zones,
        treatments=tuple(offering("appointment", *row) for row in _TREATMENTS),
        classes=tuple(offering("session", *row) for row in _CLASSES),
        packages=tuple(offering("package", *row) for row in _PACKAGES),
        goods=tuple(offering("product", *row) for row in _GOODS),
        membership=offering("membership", "Spa Membership", 0, 60),
        labels=(
            labelled("order-label", "VIP", "ffcc00"),
            labelled("order-label", "Birthday", "ff66aa"),
            labelled("order-label", "Hotel guest", "3366ff"),
        ),
        customer_labels=(labelled("label", "Regular", "00aa66"), labelled("label", "Allergy", "cc0000")),
        channels=(named("channel", "Online"), named("channel", "Front desk")),
        sellers=(Named(uuid_id("user", spa.id, 1), "Desk One"), Named(uuid_id("user", spa.id, 2), "Desk Two")),
    )
