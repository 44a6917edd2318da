"""The property and its rooms, from getProperties and getProperty: what rooms and units are called, and how many there are.

A room of Beds24 is a type with a quantity of units; `unitNames` has been seen as a list and as lines of text, units count from 1.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.core.errors import VendorBroken
from bot.core.record import Item, Named, Places, Record
from bot.core.states import Kind
from bot.vendors.contract import Account, AccountSettings
from bot.vendors.wire import integer, mapping, objects, text

Wire = Mapping[str, Any]

UNIT = ":"
"""Between the id of a room type and the number of a unit."""


@dataclass(frozen=True, slots=True)
class Room:
    """A room type with the names of its units by `unitId`, and how many there are."""

    name: str | None
    units: Mapping[str, str]
    quantity: int | None = None


def rooms(body: Any, who: str) -> dict[str, Room]:
    """The room types of all properties of a key, by `roomId`.

    Raises:
        VendorBroken: it is no list of properties.
    """
    properties = mapping(body).get("getProperties")
    if not isinstance(properties, list):
        raise VendorBroken(f"{who} sent no list of properties.")
    return {id: room for property in objects(properties) for id, room in of_property(property).items()}


def of_property(wire: Wire) -> dict[str, Room]:
    """The room types of one property, by `roomId`."""
    found: dict[str, Room] = {}
    for row in objects(wire.get("roomTypes")):
        if (id := text(row.get("roomId"))) is not None:
            found[id] = Room(name=text(row.get("name")), units=dict(_units(row.get("unitNames"))), quantity=integer(row.get("qty")))
    return found


def called(room: Room, unit: str | None) -> str | None:
    """What a room is called: "102, Deluxe Double"; its type alone where the unit is not known."""
    return ", ".join(part for part in (room.units.get(unit or ""), room.name) if part) or None


def entries(known: Mapping[str, Room]) -> tuple[Named, ...]:
    """Room types by their id, and their units by the type's id and their own."""
    types = [Named(id=id, name=each.name) for id, each in known.items()]
    units = [_unit(id, each, unit) for id, each in known.items() for unit in each.units]
    return (*types, *units)


def _unit(id: str, room: Room, unit: str) -> Named:
    return Named(id=f"{id}{UNIT}{unit}", name=called(room, unit))


def type_of(entry: Named) -> str:
    """The id of the room type that an entry is, or is a unit of."""
    return entry.id.partition(UNIT)[0]


def property_of(body: Any, who: str) -> Wire:
    """The one property of getProperty.

    Raises:
        VendorBroken: there is none in the answer, or it has no `propId`.
    """
    answer = mapping(body).get("getProperty")
    found = objects(answer if isinstance(answer, list) else [answer])
    if len(found) != 1 or text(found[0].get("propId")) is None:
        raise VendorBroken(f"{who} sent no property.")
    return found[0]


def room(wire: Wire, account: Account[AccountSettings], fetched_at: datetime) -> Record:
    """A room type as a record, its units as its lines.

    Raises:
        VendorBroken: it has no `roomId`.
    """
    id = text(wire.get("roomId"))
    if id is None:
        raise VendorBroken(f"Beds24 ({account.id}) sent a room without a number.")
    name, own = text(wire.get("name")), of_property({"roomTypes": [wire]})[id]
    return Record(
        vendor="beds24",
        account=account.id,
        venue=account.venue,
        kind=Kind.ROOM,
        id=id,
        title=name,
        location=Named(id=account.id, name=account.venue_name),
        resource=Named(id=id, name=name),
        places=Places(capacity=integer(wire.get("qty"))),
        items=tuple(
            Item(id=unit, name=own.units[unit], resource=Named(id=f"{id}{UNIT}{unit}", name=called(own, unit)))
            for unit in own.units
        ),
        fetched_at=fetched_at,
        raw=wire,
    )


def _units(names: Any) -> Iterator[tuple[str, str]]:
    if isinstance(names, dict):
        yield from ((str(id), str(name)) for id, name in names.items())
        return
    each = names.splitlines() if isinstance(names, str) else names if isinstance(names, list) else []
    yield from ((str(number), name) for number, one in enumerate(each, start=1) if (name := text(one)))
