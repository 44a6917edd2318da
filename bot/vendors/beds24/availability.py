"""Free rooms: getAvailabilities, one call for all room types of a property over the nights of a stay.

The call takes no keys. Its parameters are `checkIn`, `lastNight` and `propId`, days as `YYYYMMDD` (the vendor's page of that name).
Its answer is not documented there: an object per room type, told by its `roomId`, with `roomsavail` and, where a number of adults
was asked for, `price` (as public clients read it). A row without a count is a room of which it is not known whether it is free.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.core.errors import CannotAnswer, VendorBroken
from bot.core.money import Folio, minor_units
from bot.core.query import Query
from bot.core.record import Named, Party, Places, Record
from bot.core.states import Kind
from bot.core.window import ONE_DAY, shifted
from bot.vendors.beds24.rooms import Room
from bot.vendors.contract import Account, AccountSettings
from bot.vendors.wire import integer, mapping, text

LONGEST_STAY = timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """The nights that a question about free rooms is about, the last one included, and what to say of them."""

    check_in: date
    last_night: date
    adults: int | None = None
    note: str | None = None

    @property
    def departure(self) -> date:
        return shifted(self.last_night, ONE_DAY)

    def body(self, prop_id: str) -> dict[str, str]:
        """The body of getAvailabilities."""
        body = {"checkIn": f"{self.check_in:%Y%m%d}", "lastNight": f"{self.last_night:%Y%m%d}", "propId": prop_id}
        return body | ({"numAdult": str(self.adults)} if self.adults else {})


def stay(query: Query, today: date, who: str) -> Stay:
    """The stay that a question names; tonight where it names no days. `today` is the property's.

    Raises:
        CannotAnswer: all its nights are over, or they are more than a month.
    """
    adults = (query.party.min or query.party.max) if query.party else None
    window = query.window
    first = window.first_day if window is not None else today
    last = window.last_day if window is not None else today
    if last is not None and last < today:
        raise CannotAnswer(f"{who} tells free rooms only from today on. It can answer: “free rooms tonight”.")
    check_in = max(first or today, today)
    last_night = check_in if last is None else last
    if last_night - check_in >= LONGEST_STAY:
        raise CannotAnswer(f"{who} tells free rooms for a stay of up to 31 nights. It can answer: “free rooms this weekend”.")
    notes = []
    if last_night > check_in:
        notes.append(f"rooms that are free on every night from {check_in:%d %b} to {last_night:%d %b %Y}")
    elif first is None or last is None or window is None:
        notes.append(f"looked at the night of {check_in:%d %b %Y}")
    return Stay(check_in=check_in, last_night=last_night, adults=adults, note="; ".join(notes) or None)


def rows(body: Any, who: str) -> list[Any]:
    """The room types of an answer. Beside them stand the parameters, repeated as plain values.

    Raises:
        VendorBroken: it is no object.
    """
    if not isinstance(body, dict):
        raise VendorBroken(f"{who} sent something that is no list of rooms.")
    return [value for value in body.values() if isinstance(value, dict)]


def record(wire: Any, wanted: Stay, account: Account[AccountSettings], known: Mapping[str, Room], fetched_at: datetime) -> Record:
    """One room type and how many of it are free.

    Raises:
        VendorBroken: it has no `roomId`.
    """
    row = mapping(wire)
    id = text(row.get("roomId"))
    if id is None:
        raise VendorBroken(f"Beds24 ({account.id}) sent a free room without a number.")
    room = known.get(id)
    name = (room.name if room else None) or text(row.get("name"))
    left = integer(row.get("roomsavail"))
    price = minor_units(row.get("price"), account.currency)
    return Record(
        vendor="beds24",
        account=account.id,
        venue=account.venue,
        kind=Kind.FREE_ROOM,
        id=id,
        title=name,
        start=wanted.check_in,
        end=wanted.departure,
        date_only=True,
        location=Named(id=text(row.get("propId")) or account.id, name=account.venue_name),
        resource=Named(id=id, name=name),
        party=Party(total=wanted.adults) if wanted.adults else None,
        places=Places(left=None if left is None else max(left, 0), capacity=room.quantity if room else None),
        money=Folio(currency=account.currency, total=price) if price is not None else None,
        fetched_at=fetched_at,
        raw=row,
    )
