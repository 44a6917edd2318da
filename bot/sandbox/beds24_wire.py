"""A stay as getBookings shows it: every value a string, also numbers and empties (field list: public v1 answers)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.sandbox.beds24_data import Line, Stay
from bot.sandbox.seeded import hex_id, rng
from bot.sandbox.venues import Hotel, RoomType, Venue

_NEW_FOR = timedelta(hours=36)  # an unopened booking (status 2) counts as opened after that

# Fields the stand-in knows but never fills; the vendor sends them all the same.
_EMPTY = dict.fromkeys(
    (
        "guestTitle", "guestMobile", "guestFax", "guestCompany", "guestAddress", "guestCity", "guestState", "guestPostcode",
        "guestVoucher", "message", "groupNote", "cancelUntil", "invoiceNumber", "invoiceDate", "rateDescription", "apiMessage",
        *(f"custom{n}" for n in range(1, 11)),
    ),
    "",
)  # fmt: skip


def status(stay: Stay, now: datetime) -> str:
    """Beds24's status code at `now`: 0 cancelled, 1 confirmed, 2 new, 3 request, 4 black, 5 inquiry."""
    if stay.code is not None:
        return stay.code
    match stay.kind:
        case "request":
            return "3"
        case "black":
            return "4"
        case "inquiry":
            return "5"
        case "cancelled" if stay.changed <= now:
            return "0"
        case "no_show" if stay.changed <= now:
            # Both occur: some desks cancel a no-show to free the room, some leave it confirmed.
            return "0" if int(stay.id) % 2 else "1"
        case _:
            return "2" if now - stay.booked < _NEW_FOR else "1"


def modified(stay: Stay, now: datetime) -> datetime:
    """UTC moment of the last change known at `now`."""
    return stay.changed if stay.changed <= now else stay.booked


def row(venue: Venue, hotel: Hotel, stay: Stay, now: datetime) -> dict[str, Any]:
    """The booking object without invoice and info items."""
    guest, current = stay.guest, status(stay, now)
    number, source = stay.source
    decided = stay.code is not None or stay.kind in ("booked", "request", "inquiry", "black") or stay.changed <= now
    from_channel = source not in ("Direct", "Booking page")
    return {
        **_EMPTY,
        "bookId": stay.id,
        "roomId": stay.room.id,
        "unitId": str(stay.unit),
        "roomQty": "1",
        "propId": hotel.prop_id,
        "ownerId": "31001",
        "masterId": stay.master,
        "offerId": "1",
        "status": current,
        "substatus": stay.substatus if decided else "0",
        "statusCode": "0",
        "flagColor": stay.flag,
        "flagText": stay.flag_text or ("VIP" if stay.flag else ""),
        "lang": "en",
        "firstNight": stay.arrival.isoformat(),
        "lastNight": (stay.departure - timedelta(days=1)).isoformat(),
        "numAdult": str(stay.adults),
        "numChild": str(stay.children),
        "guestFirstName": guest.first if guest else "",
        "guestName": guest.last if guest else "",
        "guestEmail": (guest.email or "") if guest else "",
        "guestPhone": _spaced(guest.phone) if guest else "",
        "guestCountry": guest.country if guest else "",
        "guestCountry2": guest.country if guest else "",
        "guestArrivalTime": stay.arrival_time,
        "guestComments": stay.comments,
        "notes": stay.notes,
        "price": decimal(stay.price),
        "deposit": decimal(stay.deposit),
        "tax": decimal(0),
        "commission": decimal(stay.price * 15 // 100 if from_channel else 0),
        "currency": venue.currency,
        "referer": source,
        "refererEditable": source,
        "reference": "",
        "apiSource": number,
        "apiReference": str(rng("ota", stay.id).randint(10**9, 10**10 - 1)) if from_channel else "",
        "allowChannelUpdate": "1",
        "allowAutoAction": "1",
        "allowReview": "1",
        "stripeToken": f"tok_{hex_id('stripe', stay.id)}" if source == "Booking page" else "",
        "bookingTime": moment(stay.booked),
        "modified": moment(modified(stay, now)),
        "cancelTime": moment(stay.cancelled or stay.changed) if current == "0" else "",
        "invoiceeId": "",
    }


def invoice(stay: Stay, now: datetime) -> list[dict[str, str]]:
    """The lines that exist at `now`; charges have a positive quantity, payments -1."""
    return [_line(stay, n, line) for n, line in enumerate(stay.lines) if line.created <= now]


def info_items(stay: Stay) -> list[dict[str, str]]:
    """A deposit reminder where a deposit was agreed, and what was added since."""
    reminder = {"infoItemId": f"{stay.id}01", "code": "DEPOSIT", "text": "Deposit received, thank you [guestFirstName]"}
    added = [{"infoItemId": item.id, "code": item.code, "text": item.text} for item in stay.items]
    return [*([reminder] if stay.deposit else []), *added]


def info_items_converted(stay: Stay) -> list[dict[str, str]]:
    """The same with template variables resolved."""
    name = stay.guest.first if stay.guest else ""
    return [{**item, "text": item["text"].replace("[guestFirstName]", name)} for item in info_items(stay)]


def property_row(hotel: Hotel, *, rooms: bool = True, units: bool = True) -> dict[str, Any]:
    """A property of getProperties and getProperty."""
    row: dict[str, Any] = {"propId": hotel.prop_id, "name": hotel.name}
    return {**row, "roomTypes": [_room(room, units=units) for room in hotel.room_types]} if rooms else row


def decimal(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def moment(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def _line(stay: Stay, index: int, line: Line) -> dict[str, str]:
    return {
        "invoiceId": f"{stay.id}{index:02d}",
        "description": line.description,
        "status": "",
        "qty": str(line.quantity),
        "price": decimal(line.price),
        "vatRate": "0",
        "type": "",
        "type2": "",
        "invoiceeId": "",
        "createBy": "desk",
        "createTime": moment(line.created),
    }


def _room(room: RoomType, *, units: bool) -> dict[str, str]:
    row = {"roomId": room.id, "name": room.name, "qty": str(room.quantity)}
    return {**row, "unitNames": "\r\n".join(room.units)} if units else row


def _spaced(phone: str | None) -> str:
    """Phones in Beds24 are as guests typed them: here with spaces, unlike Trybe's E.164."""
    return f"{phone[:3]} {phone[3:7]} {phone[7:]}" if phone else ""
