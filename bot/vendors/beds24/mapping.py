"""Beds24's bookings as records.

In answers every value is a string, numbers and empties included; an empty one is absent (real v1 answers; getBookings documents no
response). Stay dates are the property's calendar dates. There is no departure: it is `lastNight` and a day. Amounts are decimal
strings in the booking's currency. Times carry no zone and are taken as UTC, as the vendor's second API states for its own.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any

from bot.core.errors import VendorBroken
from bot.core.money import Folio, minor_units
from bot.core.record import Customer, Item, Named, Note, Party, Record
from bot.core.states import Channel, Kind, Status
from bot.core.window import ONE_DAY, shifted
from bot.vendors.beds24.rooms import Room, called
from bot.vendors.contract import Account, AccountSettings
from bot.vendors.wire import day, integer, joined, moment, objects, text

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
        vendor_status=_state(code, sub),
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


def _state(code: str, sub: str | None) -> str | None:
    """The vendor's code, with its substatus where there is one. A number that is on no list says nothing by itself."""
    if code.isdecimal() and code not in STATUS:
        return f"unknown ({code})"
    return code + (f"/{sub}" if sub and sub != "0" else "") or None


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
    return Named(id=id, name=called(room, text(wire.get("unitId"))))


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

    A line with a negative quantity is a payment, and no other (setBooking, "qty -1"); a negative price alone is a discount. Charges
    that stand on no invoice are the booking's price. With a line that cannot be read, what was paid and is owed is unknown; with
    charges below the price that no discount explains, such as an extra alone, what is owed is.
    """
    currency = (text(wire.get("currency")) or home).upper()
    price = minor_units(wire.get("price"), currency)
    if not isinstance(wire.get("invoice"), list):
        return None if price is None else Folio(currency=currency, total=price)
    charges: list[int] = []
    paid = 0
    for line in objects(wire.get("invoice")):
        read = _line(line, currency)
        if read is None:
            return Folio(currency=currency, total=price)
        is_payment, amount = read
        if is_payment:
            paid -= amount
        elif amount:
            charges.append(amount)
    charged = sum(charges)
    if not any(amount > 0 for amount in charges):
        # No charge is on the invoice: a discount without one is from a price that may or may not hold it already.
        return Folio(currency=currency, total=price, paid=paid, balance=None if charges or price is None else price - paid)
    if price is not None and charged < price and min(charges) > 0:
        return Folio(currency=currency, total=price, paid=paid)
    return Folio(currency=currency, total=charged, paid=paid, balance=charged - paid)


def _line(line: Wire, currency: str) -> tuple[bool, int] | None:
    """Whether an invoice line is a payment, and its quantity times its price; nothing when it cannot be read."""
    try:
        quantity = Decimal(text(line.get("qty")) or "1")
        amount = minor_units(Decimal(text(line.get("price")) or "") * quantity, currency)
        return None if amount is None else (quantity < 0, amount)
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
