"""Questions of the desk of a hotel with its spa: Beds24 and Trybe. A new question is a new row."""

import pytest

from bot.core.states import Kind, Status
from tests.house.asked import Asked
from tests.house.conftest import OpenHouse

pytestmark = pytest.mark.anyio

QUESTIONS = (
    Asked(
        words="arrivals today",
        venue="harbour",
        sent=[
            "/json/getBookings arrivalFrom=20261123 arrivalTo=20261123 includeInvoice=true limit=99 offset=0",
            "/json/getBookings arrivalFrom=20261123 arrivalTo=20261123 includeInvoice=true limit=99 offset=0",
            "/json/getProperties",
        ],
        found=[
            "23 · 14344003 · <!channel> Bobby · owes 130000",
            "23 · 14344008 · Noah Edwards · owes 43500",
        ],
        count=15,
        note="only stays count here; ask “orders” for its own",
    ),
    Asked(
        words="departures today",
        venue="harbour",
        sent=[
            "/json/getBookings arrivalFrom=20251019 arrivalTo=20261123 departureFrom=20261123 departureTo=20261123 "
            "includeInvoice=true limit=99 offset=0",
            "/json/getBookings arrivalFrom=20251019 arrivalTo=20261123 departureFrom=20261123 departureTo=20261123 "
            "includeInvoice=true limit=99 offset=0",
            "/json/getProperties",
        ],
        found=[
            "22 · 24343004 · Ava Dubois · owes 24000",
            "22 · 24343000 · Rahul Moreau · owes 24000",
        ],
        count=10,
    ),
    Asked(
        words="in house",
        venue="harbour",
        sent=[
            "/json/getBookings arrivalFrom=20251019 arrivalTo=20261123 departureFrom=20261124 includeInvoice=true "
            "limit=99 offset=0",
            "/json/getBookings arrivalFrom=20251019 arrivalTo=20261123 departureFrom=20261124 includeInvoice=true "
            "limit=99 offset=0",
            "/json/getProperties",
        ],
        found=[
            "16 · 14245900 · Summer Friday · owes 1055600",
            "22 · 14343012 · Harry Hughes · owes 29000",
        ],
        count=57,
    ),
    Asked(
        words="unpaid arrivals tomorrow",
        venue="harbour",
        sent=[
            "/json/getBookings arrivalFrom=20261124 arrivalTo=20261124 includeInvoice=true limit=99 offset=0",
            "/json/getBookings arrivalFrom=20261124 arrivalTo=20261124 includeInvoice=true limit=99 offset=0",
            "/json/getProperties",
        ],
        found=[
            "24 · 14345012 · <!channel> Bobby · owes 18200",
            "24 · 90000012 · Jane Smith · owes 24000",
        ],
        count=14,
    ),
    Asked(
        words="no-shows yesterday",
        venue="hinoki",
        sent=[
            "/json/getBookings arrivalFrom=20261122 arrivalTo=20261122 includeInvoice=true limit=99 offset=0",
            "/json/getProperties",
            "/shop/orders item_date=2026-11-22 status=no_show",
        ],
        found=[
            "22 18:30 · Express Facial · *Bold* & <b>Co</b>",
        ],
        every={"status": Status.NO_SHOW},
    ),
    Asked(
        words="bookings changed since 8",
        venue="hinoki",
        sent=[
            "/json/getBookings arrivalFrom=20000101 arrivalTo=20291122 limit=1000 modifiedSince=20261121 23:00:00 offset=0",
            "/json/getProperties",
            "/shop/orders updated_at_from=2026-11-23T08:00:00+09:00",
        ],
        found=[
            "06 · 44357004 · Clara Carter",
            "24 11:00 · Couples' Massage · Ava Edwards",
            "23 08:00 · Morning Yoga · Hugo Costa",
        ],
        count=12,
    ),
    Asked(
        words="find Jane Smith",
        venue="harbour",
        sent=[
            "/customers/customers name=Jane Smith",
            "/json/getBookings arrivalFrom=20251123 arrivalTo=20271123 includeInvoice=true limit=99 offset=0 searchText=Smith",
            "/json/getBookings arrivalFrom=20251123 arrivalTo=20271123 includeInvoice=true limit=99 offset=0 searchText=Smith",
            "/json/getProperties",
            "/shop/orders customer_id=24c03df0-6d2f-53b2-b9b4-212b6b7c1748",
            "/shop/orders query=Jane Smith",
        ],
        found=[
            "23 16:30 · Swedish Massage · Jane Smith · owes 4680",
            "24 · 90000012 · Jane Smith · owes 24000",
            "Jane Smith",
        ],
        note="looked at arrivals from 23 Nov 2025 to 23 Nov 2027",
    ),
    Asked(
        words="jane@example.com",
        venue="harbour",
        sent=[
            "/customers/customers email=jane@example.com",
            "/json/getBookings arrivalFrom=20251123 arrivalTo=20271123 includeInvoice=true limit=99 offset=0 "
            "searchText=jane@example.com",
            "/json/getBookings arrivalFrom=20251123 arrivalTo=20271123 includeInvoice=true limit=99 offset=0 "
            "searchText=jane@example.com",
            "/json/getProperties",
            "/shop/orders customer_id=24c03df0-6d2f-53b2-b9b4-212b6b7c1748",
            "/shop/orders query=jane@example.com",
        ],
        found=[
            "23 16:30 · Swedish Massage · Jane Smith · owes 4680",
            "24 · 90000012 · Jane Smith · owes 24000",
            "Jane Smith",
        ],
        note="looked at arrivals from 23 Nov 2025 to 23 Nov 2027",
    ),
    Asked(
        words="free rooms tonight",
        venue="harbour",
        sent=[
            "/json/getAvailabilities checkIn=20261123 lastNight=20261123 propId=410001",
            "/json/getAvailabilities checkIn=20261123 lastNight=20261123 propId=410002",
            "/json/getProperty includeRoomUnits=true includeRooms=true",
            "/json/getProperty includeRoomUnits=true includeRooms=true",
        ],
        found=[
            "23 · Sea View Double · 0 of 22",
            "23 · Garden Twin · 1 of 18",
            "23 · Captain's Suite · 4 of 6",
            "23 · One-bedroom Cottage · 2 of 11",
            "23 · Family Cottage · 4 of 11",
        ],
        every={"kind": Kind.FREE_ROOM},
    ),
    Asked(
        words="stays booked online this weekend",
        venue="harbour",
        sent=[
            "/json/getBookings arrivalFrom=20261128 arrivalTo=20261129 includeInvoice=true limit=99 offset=0",
            "/json/getBookings arrivalFrom=20261128 arrivalTo=20261129 includeInvoice=true limit=99 offset=0",
            "/json/getProperties",
        ],
        found=[
            "28 · 14349000 · *Bold* & <b>Co</b> · owes 29000",
            "28 · 14349010 · Archie Andersen · owes 26000",
            "28 · 14349008 · Emi Kim · owes 47300",
            "28 · 14349007 · Marco Thomas · owes 47300",
            "29 · 14350003 · <!channel> Bobby · owes 18920",
            "29 · 24350003 · Diego Patel · owes 100800",
            "29 · 14350007 · Noah Sato · owes 41300",
            "29 · 14350009 · Zoë 🦄 Müller-Lüdenscheidt · owes 43500",
        ],
    ),
    Asked(
        words="who owes us for tomorrow",
        venue="harbour",
        sent=[
            "/json/getBookings arrivalFrom=20261124 arrivalTo=20261124 includeInvoice=true limit=99 offset=0",
            "/json/getBookings arrivalFrom=20261124 arrivalTo=20261124 includeInvoice=true limit=99 offset=0",
            "/json/getProperties",
            "/shop/orders has_outstanding_balance=1 item_date=2026-11-24",
        ],
        found=[
            "24 · 14345012 · <!channel> Bobby · owes 18200",
            "24 · 90000012 · Jane Smith · owes 24000",
            "24 18:30 · TRY1434501 · Lars Wright · owes 9730",
        ],
        count=21,
    ),
    Asked(
        words="07700 900012",
        venue="harbour",
        sent=[
            "/customers/customers phone=7700900012",
            "/json/getBookings arrivalFrom=20251123 arrivalTo=20271123 includeInvoice=true limit=99 offset=0 searchText=0012",
            "/json/getBookings arrivalFrom=20251123 arrivalTo=20271123 includeInvoice=true limit=99 offset=0 searchText=0012",
            "/json/getProperties",
            "/shop/orders customer_id=24c03df0-6d2f-53b2-b9b4-212b6b7c1748",
            "/shop/orders query=7700900012",
        ],
        found=[
            "23 16:30 · Swedish Massage · Jane Smith · owes 4680",
            "24 · 90000012 · Jane Smith · owes 24000",
            "Jane Smith",
        ],
        note="looked at arrivals from 23 Nov 2025 to 23 Nov 2027; phone numbers with a gap in their last 4 digits are not found",
    ),
)


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked.words)
async def test_a_question_costs_these_requests_and_brings_these_records(open_sandbox: OpenHouse, asked: Asked) -> None:
    await asked.holds(open_sandbox)
