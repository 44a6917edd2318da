"""How Trybe is asked on its wire: native filters in its spelling, and rows that tell whether the local ones are applied."""

from datetime import date
from typing import Any

from bot.core.query import PartySize, Query, Who
from bot.core.states import Axis, Balance, Channel, Kind, Stage, Status
from tests.vendors.samples import OVER_30, on
from tests.vendors.suite import Local, Native, Row

SITE = "0b8f1c52-7e0a-4f0e-9a57-2d7f3a1c9e10"
KEYS = {"token": "secret-token-of-one", "site_id": SITE}
OTHER = {"token": "secret-token-of-two", "site_id": SITE}
NAMES = {
    Kind.ORDER: "orders",
    Kind.APPOINTMENT: "appointments",
    Kind.SESSION: "sessions",
    Kind.CUSTOMER: "customers",
    Kind.AVAILABILITY: "sessions",
    Kind.ORDER_ITEM: "order_items",
    Kind.SESSION_BOOKING: "session_bookings",
    Kind.PAYMENT: "charges",
    Kind.EMAIL: "emails",
    Kind.MEMBERSHIP: "memberships",
    Kind.VOUCHER: "voucher_codes",
    Kind.STAFF: "practitioners",
    Kind.ROOM: "rooms",
    Kind.PLACE: "sites",
    Kind.LABEL: "labels",
    Kind.PRODUCT: "offerings",
    Kind.REPORT: "stats",
}
"""The body whose first row stands for a kind."""
OWN_IDS: dict[Kind, Row] = {
    Kind.ORDER_ITEM: {"order_id": None},
    Kind.PAYMENT: {"chargeable_id": None},
    Kind.AVAILABILITY: {"start_time": "2026-11-23T10:00:00+00:00", "end_time": "2026-11-23T11:00:00+00:00"},
}
"""What keeps a row's own id the record's, and a free place ahead."""
ORDER, VISIT, CLASS, GUEST = Kind.ORDER, Kind.APPOINTMENT, Kind.SESSION, Kind.CUSTOMER
ITEM, PLACE_IN, FREE, MEMBER = Kind.ORDER_ITEM, Kind.SESSION_BOOKING, Kind.AVAILABILITY, Kind.MEMBERSHIP
PAYMENT, CODE, SHEET = Kind.PAYMENT, Kind.VOUCHER, Kind.REPORT
MON, TUE, SUN = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 22)
AT_TEN = {"start_time": "2026-11-23T10:00:00+00:00", "end_time": "2026-11-23T11:00:00+00:00"}
DAY_BEFORE = {"start_time": "2026-11-22T10:00:00+00:00", "end_time": "2026-11-22T11:00:00+00:00"}
PAST_MIDNIGHT = {"start_time": "2026-11-22T23:00:00+00:00", "end_time": "2026-11-23T00:30:00+00:00"}


def lines(**summary: Any) -> Row:
    """An order with one line."""
    return {
        "package_items": [],
        "purchase_items": [],
        "booking_items": [{"id": "b", "status": "confirmed", "booking_summary": summary}],
    }


def person(**fields: str) -> Row:
    return {"first_name": None, "last_name": None, "full_name": None, "email": None, "phone": None, **fields}


JANE, JOHN = person(first_name="Jane", last_name="Smith"), person(first_name="John", last_name="Smith")
PEOPLE: list[tuple[str, Query, Row, Row]] = [
    ("customer.email", Query(customer=Who(email="J@x.example")), person(email="j@x.example"), person(email="jj@x.example")),
    ("customer.phone", Query(customer=Who(phone="020 7946 0958")), person(phone="+442079460958"), person(phone="+442079460959")),
    ("customer.name", Query(customer=Who(name="smith jane")), JANE, JOHN),
]
ANNA_BELL, ROOM_SEVEN = "5f8a1b2c3d4e5f6071829351", "5f8a1b2c3d4e5f6071829361"
STONE, YOGA, SPA_DAY = "5f8a1b2c3d4e5f6071829332", "5f8a1b2c3d4e5f6071829502", "5f8a1b2c3d4e5f6071829372"
VIP, HOTEL = "5f8a1b2c3d4e5f6071829321", "4e1e2f10-7f5b-4a55-9e3f-6d5f0a5b1c01"
ROOM = Query(resource=("room 7",))
ROOM_7, ROOM_77 = {"room": {"id": ROOM_SEVEN, "name": "Room 7"}}, {"room": {"id": "q", "name": "Room 77"}}

NATIVE: list[Native] = [
    (ORDER, "ids", Query(ids=("7",)), {"path": "/shop/orders/7"}),
    (ORDER, "ref", Query(ref="TRY0012"), {"path": "/shop/orders/ref/TRY0012", "site_id": SITE}),
    (ORDER, "window.start", on(Axis.START), {"item_date": "2026-11-23"}),
    (
        ORDER,
        "window.created",
        on(Axis.CREATED),
        {"submitted_at_from": "2026-11-23T00:00:00+00:00", "submitted_at_to": "2026-11-24T00:00:00+00:00"},
    ),
    (
        ORDER,
        "window.modified",
        on(Axis.MODIFIED),
        {"updated_at_from": "2026-11-23T00:00:00+00:00", "updated_at_to": "2026-11-24T00:00:00+00:00"},
    ),
    (ORDER, "window.revenue", on(Axis.REVENUE, MON, TUE), {"revenue_date_from": "2026-11-23", "revenue_date_to": "2026-11-24"}),
    (ORDER, "status", Query(status=(Status.NO_SHOW,)), {"status": "no_show"}),
    (ORDER, "customer.id", Query(customer=Who(id="c1")), {"customer_id": "c1"}),
    (ORDER, "balance", Query(balance=Balance.OUTSTANDING), {"has_outstanding_balance": "1"}),
    (ORDER, "balance", Query(balance=Balance.NONE), {"has_outstanding_balance": "0"}),
    (VISIT, "ids", Query(ids=("7",)), {"path": "/shop/appointments/7"}),
    (VISIT, "window.start", on(Axis.START), {"date_from": "2026-11-22", "date_to": "2026-11-24"}),
    (CLASS, "ids", Query(ids=("7",)), {"path": "/shop/sessions/7"}),
    (
        CLASS,
        "window.start",
        on(Axis.START),
        {"start_time_from": "2026-11-23T00:00:00+00:00", "start_time_to": "2026-11-24T00:00:00+00:00"},
    ),
    (CLASS, "status", Query(status=(Status.CANCELLED,)), {"cancelled": "1"}),
    (CLASS, "status", Query(status=(Status.CANCELLED, Status.CONFIRMED)), {"include_cancelled": "1"}),
    (GUEST, "ids", Query(ids=("7", "8")), {"path": "/customers/customers", "id": "7,8"}),
    (
        GUEST,
        "window.created",
        on(Axis.CREATED),
        {"created_at_from": "2026-11-23T00:00:00+00:00", "created_at_to": "2026-11-24T00:00:00+00:00"},
    ),
    (
        GUEST,
        "window.modified",
        on(Axis.MODIFIED),
        {"updated_at_from": "2026-11-23T00:00:00+00:00", "updated_at_to": "2026-11-24T00:00:00+00:00"},
    ),
    (GUEST, "customer.id", Query(customer=Who(id="c1")), {"id": "c1"}),
    (GUEST, "customer.email", Query(customer=Who(email="j@x.example")), {"email": "j@x.example"}),
    (GUEST, "customer.phone", Query(customer=Who(phone="+44 20")), {"phone": "4420"}),
    (GUEST, "customer.name", Query(customer=Who(name="Jane")), {"name": "Jane"}),
    (GUEST, "text", Query(text="jane smith"), {"query": "jane smith"}),
    (ORDER, "service", Query(service=("hot stone",)), {"path": "/shop/orders", "item_offering_id": STONE}),
    (ORDER, "label", Query(label=("vip",)), {"path": "/shop/orders", "labels": VIP}),
    (VISIT, "staff", Query(staff=("anna",)), {"path": "/shop/appointments", "practitioner_id": ANNA_BELL}),
    (VISIT, "resource", ROOM, {"path": "/shop/appointments", "room_id": ROOM_SEVEN}),
    (CLASS, "staff", Query(staff=("anna",)), {"path": "/shop/sessions", "practitioner_id": ANNA_BELL}),
    (CLASS, "service", Query(service=("yoga",)), {"path": "/shop/sessions", "session_type_id": YOGA}),
    (GUEST, "label", Query(label=("hotel",)), {"path": "/customers/customers", "label_ids": HOTEL}),
]
LOCAL: list[Local] = [
    (ORDER, "window.end", on(Axis.END), lines(**AT_TEN), lines(**DAY_BEFORE)),
    (ORDER, "window.overlap", on(Axis.OVERLAP), lines(**PAST_MIDNIGHT), lines(**DAY_BEFORE)),
    (ORDER, "stage", Query(stage=(Stage.IN_PROGRESS,)), {"stage": "in_treatment"}, {"stage": "arrived"}),
    *((ORDER, name, query, yes, no) for name, query, yes, no in PEOPLE),
    (ORDER, "text", Query(text="quiet room"), {"special_requests": "A QUIET room"}, {"special_requests": "A loud room"}),
    (ORDER, "external_id", Query(external_id="X1"), {"external_ref": "X1"}, {"external_ref": "X12"}),
    (ORDER, "resource", ROOM, lines(**AT_TEN, **ROOM_7), lines(**AT_TEN, **ROOM_77)),
    (
        ORDER,
        "channel",
        Query(channel=Channel.ONLINE),
        {"booking_items": [{"id": "b", "added_by_customer": True}]},
        {"booking_items": [{"id": "b", "added_by_customer": False}]},
    ),
    (
        ORDER,
        "channel_name",
        Query(channel_name="desk"),
        {"sales_channel": {"name": "Front desk"}},
        {"sales_channel": {"name": "Web"}},
    ),
    (ORDER, "worth", OVER_30, {"totals": {"total": 3001}}, {"totals": {"total": 3000}}),
    (VISIT, "worth", OVER_30, {"net_total": 3001}, {"net_total": 3000}),
    (ORDER, "party", Query(party=PartySize(min=2)), {"guests": [{"id": "1"}, {"id": "2"}]}, {"guests": [{"id": "1"}]}),
    (VISIT, "window.end", on(Axis.END), AT_TEN, DAY_BEFORE),
    (VISIT, "window.overlap", on(Axis.OVERLAP), PAST_MIDNIGHT, DAY_BEFORE),
    (VISIT, "status", Query(status=(Status.CONFIRMED,)), {"status": "confirmed"}, {"status": "reserved"}),
    (VISIT, "stage", Query(stage=(Stage.ARRIVED,)), {"stage": "arrived"}, {"stage": "checked_out"}),
    (VISIT, "ref", Query(ref="try1"), {"order_ref": "TRY1"}, {"order_ref": "TRY12"}),
    (VISIT, "customer.id", Query(customer=Who(id="c1")), {"customer_id": "c1"}, {"customer_id": "c11"}),
    *((VISIT, name, query, yes, no) for name, query, yes, no in PEOPLE),
    (VISIT, "text", Query(text="ritual"), {"appointment_type_name": "Sea Ritual"}, {"appointment_type_name": "Massage"}),
    (VISIT, "service", Query(service=("facial",)), {"appointment_type_name": "Gold facial"}, {"appointment_type_name": "Massage"}),
    (VISIT, "party", Query(party=PartySize(max=1)), {"guests": [{"id": "1"}]}, {"guests": [{"id": "1"}, {"id": "2"}]}),
    (VISIT, "group", Query(group="o1"), {"order_id": "o1"}, {"order_id": "o2"}),
    (CLASS, "window.end", on(Axis.END), AT_TEN, DAY_BEFORE),
    (CLASS, "window.overlap", on(Axis.OVERLAP), PAST_MIDNIGHT, DAY_BEFORE),
    (CLASS, "window.created", on(Axis.CREATED), {"created_at": "2026-11-23T09:00:00Z"}, {"created_at": "2026-11-22T09:00:00Z"}),
    (
        CLASS,
        "window.modified",
        on(Axis.MODIFIED),
        {"updated_at": "2026-11-23T09:00:00Z"},
        {"updated_at": "2026-11-22T09:00:00Z"},
    ),
    (CLASS, "text", Query(text="spin"), {"session_type_name": "Spinning"}, {"session_type_name": "Yoga"}),
    (CLASS, "resource", ROOM, ROOM_7, ROOM_77),
    (
        CLASS,
        "party",
        Query(party=PartySize(min=9)),
        {"capacity": 12, "remaining_capacity": 3},
        {"capacity": 12, "remaining_capacity": 4},
    ),
    (GUEST, "external_id", Query(external_id="X1"), {"external_ref": "X1"}, {"external_ref": "X12"}),
]
