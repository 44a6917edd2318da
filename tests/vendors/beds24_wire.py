"""How Beds24 is asked on its wire: native filters in its spelling, and rows that tell whether the local ones are applied."""

from datetime import date
from typing import Any

from bot.core.query import PartySize, Query, Who
from bot.core.states import Axis, Balance, Channel, Kind, Status
from tests.vendors.samples import OVER_30, on
from tests.vendors.suite import Local, Native
from tests.vendors.world import body

KEYS = {"api_key": "secret-api-key-of-one", "prop_key": "secret-prop-key-of-one", "pause": 0}
OTHER = {"api_key": "secret-api-key-of-two", "prop_key": "secret-prop-key-of-two", "pause": 0}
SAME = {"api_key": "secret-api-key-of-one", "prop_key": "secret-prop-key-of-two", "pause": 0}
BOOKINGS: list[dict[str, Any]] = body("beds24", "bookings")
MON, TUE = date(2026, 11, 23), date(2026, 11, 24)
EVERYTHING = {"arrivalFrom": "20000101", "arrivalTo": "20291122"}
A_YEAR = {"arrivalFrom": "20251123", "arrivalTo": "20271123"}

PROPERTY: dict[str, Any] = body("beds24", "properties")["getProperties"][0]
ROOM: dict[str, Any] = PROPERTY["roomTypes"][0]
FREE: dict[str, Any] = body("beds24", "availabilities")["55001"]

NATIVE: list[Native] = [
    (
        Kind.FREE_ROOM,
        "window.start",
        on(Axis.START, MON, TUE),
        {"checkIn": "20261123", "lastNight": "20261124", "propId": "41001"},
    ),
    (Kind.FREE_ROOM, "window.overlap", on(Axis.OVERLAP), {"checkIn": "20261123", "lastNight": "20261123"}),
    (Kind.FREE_ROOM, "party", Query(party=PartySize(min=2, max=2)), {"checkIn": "20261123", "numAdult": "2"}),
    (Kind.BOOKING, "ids", Query(ids=("7",)), {"bookId": "7", **EVERYTHING}),
    (Kind.BOOKING, "ref", Query(ref="7"), {"bookId": "7", **EVERYTHING}),
    (Kind.BOOKING, "window.start", on(Axis.START, MON, TUE), {"arrivalFrom": "20261123", "arrivalTo": "20261124"}),
    (
        Kind.BOOKING,
        "window.end",
        on(Axis.END),
        {"arrivalFrom": "20251019", "arrivalTo": "20261123", "departureFrom": "20261123", "departureTo": "20261123"},
    ),
    (
        Kind.BOOKING,
        "window.overlap",
        on(Axis.OVERLAP),
        {"arrivalFrom": "20251019", "arrivalTo": "20261123", "departureFrom": "20261124"},
    ),
    (Kind.BOOKING, "resource", Query(resource=("deluxe",)), {"roomId": "55001", **A_YEAR}),
    (Kind.BOOKING, "group", Query(group="7"), {"masterId": "7", **EVERYTHING}),
]
LOCAL: list[Local] = [
    (Kind.FREE_ROOM, "resource", Query(resource=("loft",)), {}, {}),
    (Kind.FREE_ROOM, "location", Query(location=("41001",)), {"propId": "41001"}, {"propId": "41002"}),
    (Kind.ROOM, "ids", Query(ids=("1",)), {}, {}),
    (Kind.ROOM, "resource", Query(resource=("deluxe",)), {"name": "Deluxe"}, {"name": "Single"}),
    (Kind.ROOM, "text", Query(text="deluxe"), {"name": "Deluxe"}, {"name": "Single"}),
    (
        Kind.BOOKING,
        "window.created",
        on(Axis.CREATED),
        {"bookingTime": "2026-11-23 08:00:00"},
        {"bookingTime": "2026-11-22 23:59:59"},
    ),
    (
        Kind.BOOKING,
        "window.modified",
        on(Axis.MODIFIED),
        {"modified": "2026-11-23 00:00:00"},
        {"modified": "2026-11-22 23:59:59"},
    ),
    (
        Kind.BOOKING,
        "status",
        Query(status=(Status.NO_SHOW,)),
        {"status": "0", "substatus": "5"},
        {"status": "0", "substatus": "3"},
    ),
    (
        Kind.BOOKING,
        "customer.email",
        Query(customer=Who(email="JANE@example.com")),
        {"guestEmail": "jane@example.com"},
        {"guestEmail": "mary-jane@example.com"},
    ),
    (
        Kind.BOOKING,
        "customer.phone",
        Query(customer=Who(phone="07700 900123")),
        {"guestMobile": "+44 7700 900123"},
        {"guestMobile": "+44 7700 910123"},
    ),
    (
        Kind.BOOKING,
        "customer.name",
        Query(customer=Who(name="jane smith")),
        {"guestFirstName": "Jane", "guestName": "Smith"},
        {"guestFirstName": "John", "guestName": "Smith"},
    ),
    (
        Kind.BOOKING,
        "text",
        Query(text="late cot"),
        {"notes": "late", "guestComments": "cot"},
        {"notes": "late", "guestComments": ""},
    ),
    (Kind.BOOKING, "external_id", Query(external_id="40"), {"apiReference": "40"}, {"apiReference": "400"}),
    (Kind.BOOKING, "location", Query(location=("41001",)), {"propId": "41001"}, {"propId": "41002"}),
    (Kind.BOOKING, "label", Query(label=("late",)), {"flagText": "Late arrival"}, {"flagText": "Early"}),
    (Kind.BOOKING, "channel", Query(channel=Channel.OTA), {"apiSource": "19"}, {"apiSource": "1"}),
    (Kind.BOOKING, "channel_name", Query(channel_name="booking.com"), {"apiSource": "19"}, {"apiSource": "14"}),
    (
        Kind.BOOKING,
        "party",
        Query(party=PartySize(min=3)),
        {"numAdult": "2", "numChild": "1"},
        {"numAdult": "2", "numChild": "0"},
    ),
    (
        Kind.BOOKING,
        "balance",
        Query(balance=Balance.OUTSTANDING),
        {"price": "10.00", "invoice": []},
        {"price": "10.00", "invoice": [{"qty": "-1", "price": "10.00"}]},
    ),
    (Kind.BOOKING, "worth", OVER_30, {"price": "30.01", "invoice": None}, {"price": "30.00", "invoice": None}),
]
