"""Beds24's bookings as records.

In answers every value is a string, numbers and empties included; an empty one is absent (real v1 answers; getBookings documents no
response). Stay dates are the property's calendar dates. There is no departure: it is `lastNight` and a day. Amounts are decimal
strings in the booking's currency. Times carry no zone and are taken as UTC, as the vendor's second API states for its own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any

from bot.core.errors import VendorBroken
from bot.core.money import Folio, minor_units
from bot.core.record import Customer, Item, Named, Note, Party, Record
from bot.core.states import Channel, Kind, Status
from bot.core.window import ONE_DAY, shifted
from bot.vendors.contract import Account, AccountSettings
from bot.vendors.wire import day, integer, joined, mapping, moment, objects, text

Wire = Mapping[str, Any]

STATUS = {
    "0": Status.CANCELLED,
    "1": Status.CONFIRMED,
    "2": Status.CONFIRMED,
    "3": Status.ENQUIRY,
    "4": Status.BLOCKED,
    "5": Status.ENQUIRY,
}
"""Booking status codes: 0 cancelled, 1 confirmed, 2 new, 3 request, 4 black (room closed), 5 inquiry."""

NO_SHOW = "5"
"""The substatus of a guest who did not come."""

SOURCES = {
    "1": (Channel.ONLINE, "Booking page"),
    "14": (Channel.OTA, "Expedia"),
    "17": (Channel.OTA, "Agoda"),
    "19": (Channel.OTA, "Booking.com"),
    "24": (Channel.OTA, "Hostelworld"),
    "30": (Channel.OTA, "Vrbo"),
    "46": (Channel.OTA, "Airbnb"),
    "53": (Channel.OTA, "Trip.com"),
    "999": (Channel.OTA, "Agent"),
}
"""`apiSource` numbers (wiki.beds24.com API_V2.0_apisourceids). 0 is direct, or a channel that only `refererEditable` names."""


@dataclass(frozen=True, slots=True)
class Room:
    """A room type with the names of its units, from getProperties."""

    name: str | None
    units: Mapping[str, str]


def rooms(body: Any) -> dict[str, Room]:
    """Room types by `roomId`. `unitNames` has been seen as a list and as lines of text; units count from 1."""
    found: dict[str, Room] = {}
    for property in objects(mapping(body).get("getProperties")):
        for wire in objects(property.get("roomTypes")):
            if (id := text(wire.get("roomId"))) is not None:
                found[id] = Room(name=text(wire.get("name")), units=dict(_units(wire.get("unitNames"))))
    return found


def _units(names: Any) -> Iterator[tuple[str, str]]:
    if isinstance(names, dict):
        yield from ((str(id), str(name)) for id, name in names.items())
        return
    each = names.splitlines() if isinstance(names, str) else names if isinstance(names, list) else []
    yield from ((str(number), name) for number, one in enumerate(each, start=1) if (name := text(one)))


def booking(
    wire: Wire, account: Account[AccountSettings], known: Mapping[str, Room], times: tzinfo, fetched_at: datetime
) -> Record:
    """One row of getBookings.

    Raises:
        VendorBroken: it has no `bookId`.
    """
    id = text(wire.get("bookId"))
    if id is None:
        raise VendorBroken(f"Beds24 ({account.id}) sent a booking without a number.")

    def time(key: str) -> datetime | None:
        return moment(wire.get(key), unless_given=times, shown_in=account.zone)

    arrival, last_night = day(wire.get("firstNight")), day(wire.get("lastNight"))
    code, sub = text(wire.get("status")) or "", text(wire.get("substatus"))
    channel, channel_name = _channel(wire)
    return Record(
        vendor="beds24",
        account=account.id,
        venue=account.venue,
        kind=Kind.BOOKING,
        id=id,
        ref=id,
        external_id=text(wire.get("apiReference")) or text(wire.get("reference")),
        group_id=text(wire.get("masterId")),
        status=Status.NO_SHOW if sub == NO_SHOW and code in ("0", "1") else STATUS.get(code, Status.UNKNOWN),
        vendor_status=code + (f"/{sub}" if sub and sub != "0" else "") or None,
        start=arrival,
        end=shifted(last_night, ONE_DAY) if last_night else None,
        date_only=True,
        created=time("bookingTime"),
        modified=time("modified"),
        cancelled_at=time("cancelTime"),
        location=Named(id=text(wire.get("propId")) or account.id, name=account.venue_name),
        resource=_room(wire, known),
        customer=_guest(wire),
        party=_party(wire),
        arrival_time=text(wire.get("guestArrivalTime")),
        channel=channel,
        channel_name=channel_name,
        labels=tuple(Named(id=text(wire.get("flagColor")) or flag, name=flag) for flag in [text(wire.get("flagText"))] if flag),
        money=_money(wire, account.currency),
        notes=tuple(_notes(wire)),
        items=tuple(_charges(wire)),
        fetched_at=fetched_at,
        raw={key: value for key, value in wire.items() if key != "stripeToken"},
    )


def _guest(wire: Wire) -> Customer | None:
    """`guestName` is the last name."""
    person = Customer(
        name=joined(wire.get("guestFirstName"), wire.get("guestName")) or text(wire.get("guestCompany")),
        email=text(wire.get("guestEmail")),
        phone=text(wire.get("guestMobile")) or text(wire.get("guestPhone")),
    )
    return None if person == Customer() else person


def _party(wire: Wire) -> Party | None:
    adults, children = integer(wire.get("numAdult")), integer(wire.get("numChild"))
    if adults is None and children is None:
        return None
    return Party(total=(adults or 0) + (children or 0), adults=adults, children=children)


def _room(wire: Wire, known: Mapping[str, Room]) -> Named | None:
    id = text(wire.get("roomId"))
    if id is None:
        return None
    room = known.get(id)
    if room is None:
        return Named(id=id)
    unit = room.units.get(text(wire.get("unitId")) or "")
    return Named(id=id, name=", ".join(part for part in (unit, room.name) if part) or None)


def _channel(wire: Wire) -> tuple[Channel, str | None]:
    source = text(wire.get("apiSource"))
    named = text(wire.get("refererEditable")) or text(wire.get("referer"))
    if source in SOURCES:
        channel, name = SOURCES[source]
        return channel, name
    if named is not None:
        for channel, name in SOURCES.values():
            if name.casefold() in named.casefold():
                return channel, name
    return (Channel.IN_HOUSE if source == "0" else Channel.UNKNOWN), named


def _money(wire: Wire, home: str) -> Folio | None:
    """Price and, when the invoice came along, what was paid and is owed.

    A line with a negative quantity is a payment (setBooking, "qty -1"). Charges that stand on no invoice are the booking's price.
    With a line that cannot be read, what was paid and is owed is unknown.
    """
    currency = (text(wire.get("currency")) or home).upper()
    price = minor_units(wire.get("price"), currency)
    if not isinstance(wire.get("invoice"), list):
        return None if price is None else Folio(currency=currency, total=price)
    lines = [_line_total(line, currency) for line in objects(wire.get("invoice"))]
    amounts = [amount for amount in lines if amount is not None]
    if len(amounts) < len(lines):
        return Folio(currency=currency, total=price)
    charges, paid = sum(a for a in amounts if a > 0), -sum(a for a in amounts if a < 0)
    total = charges or price
    return Folio(currency=currency, total=total, paid=paid, balance=None if total is None else total - paid)


def _line_total(line: Wire, currency: str) -> int | None:
    try:
        return minor_units(Decimal(text(line.get("price")) or "") * Decimal(text(line.get("qty")) or "1"), currency)
    except ArithmeticError:
        return None


def _charges(wire: Wire) -> Iterator[Item]:
    for line in objects(wire.get("invoice")):
        quantity = integer(line.get("qty"))
        if quantity is None or quantity >= 0:
            yield Item(id=text(line.get("invoiceId")), name=text(line.get("description")), quantity=quantity or 1)


def _notes(wire: Wire) -> Iterator[Note]:
    if (comments := text(wire.get("guestComments"))) is not None:
        yield Note(text=comments.replace("\r\n", "\n"), by="guest")
    for key in ("notes", "groupNote"):
        if (written := text(wire.get(key))) is not None:
            yield Note(text=written.replace("\r\n", "\n"))
    for each in objects(wire.get("infoItems")):
        if (written := text(each.get("text"))) is not None:
            yield Note(text=written.replace("\r\n", "\n"), by=text(each.get("code")))
