"""How Trybe is asked on its wire: native filters in its spelling, and rows that tell whether the local ones are applied."""

from datetime import date
from typing import Any

from bot.core.query import PartySize, Query, Who
from bot.core.states import Axis, Balance, Kind, Stage, Status
from tests.vendors.samples import on
from tests.vendors.suite import Local, Native, Row

SITE = "0b8f1c52-7e0a-4f0e-9a57-2d7f3a1c9e10"
KEYS = {"token": "secret-token-of-one", "site_id": SITE}
OTHER = {"token": "secret-token-of-two", "site_id": SITE}
LISTS = {
    "/shop/orders": Kind.ORDER,
    "/shop/appointments": Kind.APPOINTMENT,
    "/shop/sessions": Kind.SESSION,
    "/customers/customers": Kind.CUSTOMER,
}
NAMES = {Kind.ORDER: "orders", Kind.APPOINTMENT: "appointments", Kind.SESSION: "sessions", Kind.CUSTOMER: "customers"}
ORDER, VISIT, CLASS, GUEST = Kind.ORDER, Kind.APPOINTMENT, Kind.SESSION, Kind.CUSTOMER
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
ROOM = Query(resource=("room 7",))
ROOM_7, ROOM_77 = {"room": {"id": "r", "name": "Room 7"}}, {"room": {"id": "q", "name": "Room 77"}}
ANNA, BEA = {"practitioners": [{"id": "p", "name": "Anna"}]}, {"practitioners": [{"id": "q", "name": "Bea"}]}

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
    (GUEST, "customer.phone", Query(customer=Who(phone="+44 20")), {"phone": "+44 20"}),
    (GUEST, "customer.name", Query(customer=Who(name="Jane")), {"name": "Jane"}),
    (GUEST, "text", Query(text="jane smith"), {"query": "jane smith"}),
]
LOCAL: list[Local] = [
    (ORDER, "window.end", on(Axis.END), lines(**AT_TEN), lines(**DAY_BEFORE)),
    (ORDER, "window.overlap", on(Axis.OVERLAP), lines(**PAST_MIDNIGHT), lines(**DAY_BEFORE)),
    (ORDER, "stage", Query(stage=(Stage.IN_PROGRESS,)), {"stage": "in_treatment"}, {"stage": "arrived"}),
    *((ORDER, name, query, yes, no) for name, query, yes, no in PEOPLE),
    (ORDER, "text", Query(text="quiet room"), {"special_requests": "A QUIET room"}, {"special_requests": "A loud room"}),
    (ORDER, "external_id", Query(external_id="X1"), {"external_ref": "X1"}, {"external_ref": "X12"}),
    (ORDER, "location", Query(location=("there",)), {"site_id": "there"}, {"site_id": SITE}),
    (ORDER, "resource", ROOM, lines(**AT_TEN, **ROOM_7), lines(**AT_TEN, **ROOM_77)),
    (
        ORDER,
        "service",
        Query(service=("facial",)),
        lines(**AT_TEN, offering={"name": "Gold facial"}),
        lines(**AT_TEN, offering={"name": "Massage"}),
    ),
    (
        ORDER,
        "label",
        Query(label=("vip",)),
        {"labels": [{"id": "l", "name": "VIP"}]},
        {"labels": [{"id": "m", "name": "Staff"}]},
    ),
    (
        ORDER,
        "channel_name",
        Query(channel_name="desk"),
        {"sales_channel": {"name": "Front desk"}},
        {"sales_channel": {"name": "Web"}},
    ),
    (ORDER, "party", Query(party=PartySize(min=2)), {"guests": [{"id": "1"}, {"id": "2"}]}, {"guests": [{"id": "1"}]}),
    (VISIT, "window.end", on(Axis.END), AT_TEN, DAY_BEFORE),
    (VISIT, "window.overlap", on(Axis.OVERLAP), PAST_MIDNIGHT, DAY_BEFORE),
    (VISIT, "status", Query(status=(Status.CONFIRMED,)), {"status": "confirmed"}, {"status": "reserved"}),
    (VISIT, "stage", Query(stage=(Stage.ARRIVED,)), {"stage": "arrived"}, {"stage": "checked_out"}),
    (VISIT, "ref", Query(ref="try1"), {"order_ref": "TRY1"}, {"order_ref": "TRY12"}),
    (VISIT, "customer.id", Query(customer=Who(id="c1")), {"customer_id": "c1"}, {"customer_id": "c11"}),
    *((VISIT, name, query, yes, no) for name, query, yes, no in PEOPLE),
    (VISIT, "text", Query(text="facial"), {"appointment_type_name": "Facial"}, {"appointment_type_name": "Massage"}),
    (VISIT, "location", Query(location=("there",)), {"site_id": "there"}, {"site_id": SITE}),
    (VISIT, "resource", ROOM, ROOM_7, ROOM_77),
    (VISIT, "staff", Query(staff=("anna",)), ANNA, BEA),
    (VISIT, "service", Query(service=("facial",)), {"appointment_type_name": "Facial"}, {"appointment_type_name": "Massage"}),
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
    (CLASS, "text", Query(text="yoga"), {"session_type_name": "Yoga"}, {"session_type_name": "Spin"}),
    (CLASS, "location", Query(location=("palm",)), {}, {"site_id": "there"}),
    (CLASS, "resource", ROOM, ROOM_7, ROOM_77),
    (
        CLASS,
        "staff",
        Query(staff=("anna",)),
        {"practitioner": {"id": "p", "name": "Anna"}},
        {"practitioner": {"id": "q", "name": "Bea"}},
    ),
    (CLASS, "service", Query(service=("yoga",)), {"session_type_name": "Yoga"}, {"session_type_name": "Spin"}),
    (
        CLASS,
        "party",
        Query(party=PartySize(min=9)),
        {"capacity": 12, "remaining_capacity": 3},
        {"capacity": 12, "remaining_capacity": 4},
    ),
    (CLASS, "group", Query(group="g1"), {"recurrence_group_id": "g1"}, {"recurrence_group_id": "g2"}),
    (
        GUEST,
        "label",
        Query(label=("hotel",)),
        {"labels": [{"id": "l", "value": "Hotel guest"}]},
        {"labels": [{"id": "m", "value": "Staff"}]},
    ),
    (GUEST, "external_id", Query(external_id="X1"), {"external_ref": "X1"}, {"external_ref": "X12"}),
]
