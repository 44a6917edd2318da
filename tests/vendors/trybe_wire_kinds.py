"""How Trybe is asked for what stands beside orders, diary and customers: native filters, and rows that tell the local ones."""

from bot.core.query import PartySize, Query, Who
from bot.core.states import Axis, Balance, Kind, Report, Stage, Status
from tests.vendors.samples import OVER_30, on
from tests.vendors.suite import Local, Native
from tests.vendors.trybe_wire import (
    ANNA_BELL,
    AT_TEN,
    CLASS,
    CODE,
    DAY_BEFORE,
    FREE,
    ITEM,
    MEMBER,
    MON,
    PAST_MIDNIGHT,
    PAYMENT,
    PEOPLE,
    PLACE_IN,
    ROOM,
    ROOM_7,
    ROOM_77,
    ROOM_SEVEN,
    SHEET,
    SITE,
    STONE,
    TUE,
    VIP,
    YOGA,
)
from tests.vendors.world import NOW

HERE, YOGA_ASKED, ANNA_ASKED = Query(location=("palm spa",)), Query(service=("yoga",)), Query(staff=("anna",))
BY_ORDER, BY_REF = Query(group="o1"), Query(ref="TRY0012")
REF = {"path": "/shop/orders/ref/TRY0012"}
REPORTS = "/shop/reports/"
TODAY_ROUND = {"completed_from": "2026-11-22T23:59:59+00:00", "completed_to": "2026-11-24T00:00:01+00:00"}


def _today(axis: Axis = Axis.START, **more: object) -> Query:
    return on(axis).model_copy(update=more)


_KINDS_OF_SITE = (
    ("/shop/orders", Kind.ORDER),
    ("/shop/appointments", Kind.APPOINTMENT),
    ("/customers/customers", Kind.CUSTOMER),
    ("/customers/memberships", MEMBER),
    ("/shop/reports/charge-list", PAYMENT),
    ("/shop/reports/order-items", ITEM),
    ("/shop/voucher-codes", CODE),
    ("/shop/sessions", FREE),
    ("/shop/practitioners", Kind.STAFF),
    ("/shop/rooms", Kind.ROOM),
    ("/shop/shop/offerings", Kind.PRODUCT),
)

NATIVE: list[Native] = [
    *((kind, "location", HERE, {"path": path, "site_id": SITE}) for path, kind in _KINDS_OF_SITE),
    (Kind.PLACE, "location", HERE, {"path": "/sites"}),
    (Kind.LABEL, "location", HERE, {"path": "/customers/labels"}),
    (Kind.EMAIL, "location", HERE.model_copy(update={"group": "o1"}), {"path": "/shop/orders/o1/emails"}),
    (SHEET, "location", HERE.model_copy(update={"report": Report.STATS}), {"path": REPORTS + "stats", "site_id": SITE}),
    (ITEM, "ref", BY_REF, REF),
    (ITEM, "group", BY_ORDER, {"path": "/shop/orders/o1"}),
    (ITEM, "window.start", on(Axis.START), {"date_from": "2026-11-23T00:00:00+00:00", "date_to": "2026-11-23T23:59:59+00:00"}),
    (
        ITEM,
        "window.created",
        on(Axis.CREATED),
        {"order_submitted_at_from": "2026-11-23T00:00:00+00:00", "order_submitted_at_to": "2026-11-24T00:00:00+00:00"},
    ),
    (ITEM, "window.revenue", on(Axis.REVENUE, MON, TUE), {"revenue_date_from": "2026-11-23", "revenue_date_to": "2026-11-24"}),
    (ITEM, "service", Query(service=("hot stone",)), {"path": REPORTS + "order-items", "offering_id": STONE}),
    (ITEM, "label", Query(label=("vip",)), {"path": REPORTS + "order-items", "order_label": VIP}),
    (CLASS, "group", Query(group="g1"), {"recurrence_group_id": "g1"}),
    (PLACE_IN, "ids", Query(ids=("7",)), {"path": "/shop/session-bookings/7"}),
    (PLACE_IN, "group", Query(group="s1"), {"path": "/shop/sessions/s1", "include_bookings": "1"}),
    (
        PLACE_IN,
        "window.start",
        on(Axis.START),
        {
            "path": "/shop/sessions",
            "include_bookings": "1",
            "start_time_from": "2026-11-23T00:00:00+00:00",
            "start_time_to": "2026-11-24T00:00:00+00:00",
        },
    ),
    (PLACE_IN, "staff", ANNA_ASKED, {"practitioner_id": ANNA_BELL, "include_bookings": "1"}),
    (PLACE_IN, "service", YOGA_ASKED, {"session_type_id": YOGA, "include_bookings": "1"}),
    (
        FREE,
        "window.start",
        on(Axis.START, TUE),
        {"path": "/shop/sessions", "start_time_from": "2026-11-24T00:00:00+00:00", "start_time_to": "2026-11-25T00:00:00+00:00"},
    ),
    (FREE, "window.start", on(Axis.START, TUE), {"path": "/shop/shop/offerings", "date": "2026-11-24", "site_id": SITE}),
    (
        FREE,
        "service",
        YOGA_ASKED,
        {"path": f"/shop/item-availability/sessions/{SITE}/{YOGA}", "date_from": "2026-11-23", "date_to": "2026-11-23"},
    ),
    (
        FREE,
        "service",
        Query(service=("hot stone",)),
        {"path": f"/shop/item-availability/appointments/{SITE}/{STONE}", "date_from": "2026-11-23", "date_to": "2026-11-23"},
    ),
    (
        FREE,
        "service",
        Query(service=("spa day",)),
        {"path": "/shop/item-availability/offering-dates", "offering_type": "package", "date_from": "2026-11-23"},
    ),
    (FREE, "staff", ANNA_ASKED, {"path": "/shop/sessions", "practitioner_id": ANNA_BELL}),
    (
        FREE,
        "staff",
        Query(staff=("anna",), service=("hot stone",)),
        {"path": f"/shop/item-availability/appointments/{SITE}/{STONE}", "practitioner_id": ANNA_BELL},
    ),
    (FREE, "party", Query(party=PartySize(min=4), service=("yoga",)), {"quantity": "4"}),
    (MEMBER, "ids", Query(ids=("7",)), {"path": "/customers/memberships/7"}),
    (MEMBER, "external_id", Query(external_id="M-7"), {"external_ref": "M-7"}),
    (MEMBER, "window.created", on(Axis.CREATED, MON, TUE), {"created_at_from": "2026-11-23", "created_at_to": "2026-11-24"}),
    (MEMBER, "window.expires", on(Axis.EXPIRES, MON, TUE), {"end_date_from": "2026-11-23", "end_date_to": "2026-11-24"}),
    (MEMBER, "status", Query(status=(Status.PENDING,)), {"status": "needs_dd_mandate,reserved,upcoming"}),
    (MEMBER, "customer.id", Query(customer=Who(id="c1")), {"customer_id": "c1"}),
    (MEMBER, "balance", Query(balance=Balance.OUTSTANDING), {"status": "needs_attention"}),
    (PAYMENT, "group", BY_ORDER, {"path": "/shop/orders/o1/payments"}),
    (PAYMENT, "group", BY_ORDER, {"path": "/shop/orders/o1/refunds"}),
    (PAYMENT, "ref", BY_REF, REF),
    (PAYMENT, "window.start", on(Axis.START), TODAY_ROUND),
    (PAYMENT, "window.created", on(Axis.CREATED), TODAY_ROUND),
    (PAYMENT, "window.revenue", on(Axis.REVENUE), {"revenue_date_from": "2026-11-22", "revenue_date_to": "2026-11-24"}),
    (Kind.EMAIL, "group", BY_ORDER, {"path": "/shop/orders/o1/emails"}),
    (Kind.EMAIL, "ref", BY_REF, REF),
    (CODE, "ref", Query(ref="858297JWY5SY"), {"path": "/shop/voucher-codes", "code": "858297JWY5SY"}),
    (CODE, "ref", Query(ref="GP-16319"), {"path": "/shop/vouchers/lookup/GP-16319", "site_id": SITE}),
    (CODE, "window.created", on(Axis.CREATED), {"created_since": "2026-11-23T00:00:00+00:00"}),
    (
        CODE,
        "window.expires",
        on(Axis.EXPIRES),
        {"expired_range_from": "2026-11-23T00:00:00+00:00", "expired_range_to": "2026-11-24T00:00:00+00:00"},
    ),
    (CODE, "status", Query(status=(Status.COMPLETED,)), {"status": "redeemed"}),
    (CODE, "status", Query(status=(Status.EXPIRED,)), {"expired_range_to": NOW.isoformat()}),
    (CODE, "balance", Query(balance=Balance.OUTSTANDING), {"balance": ">0"}),
    (CODE, "why", Query(ref="GP-1", why=True), {"path": "/shop/voucher-codes", "code": "GP-1"}),
    (CODE, "unused", Query(unused=True), {"status": "unredeemed"}),
    (PAYMENT, "refund", Query(refund=True), {"path": REPORTS + "charge-list", "charge_type": "refund"}),
    (Kind.STAFF, "text", Query(text="anna"), {"path": "/shop/practitioners", "query": "anna"}),
    # Reports
    (SHEET, "report.run_sheet", Query(report=Report.RUN_SHEET), {"path": REPORTS + "run-sheet", "date": "2026-11-23"}),
    (
        SHEET,
        "report.no_shows",
        Query(report=Report.NO_SHOWS),
        {
            "path": REPORTS + "cancellations-and-no-shows",
            "revenue_date_from": "2026-11-23",
            "revenue_date_to": "2026-11-23",
            "site_id": SITE,
        },
    ),
    (SHEET, "report.charges", Query(report=Report.CHARGES), {"path": REPORTS + "day-charges", "date": "2026-11-23T00:00:00+00:00"}),
    (
        SHEET,
        "report.charges",
        on(Axis.START, MON, TUE).model_copy(update={"report": Report.CHARGES}),
        {
            "path": REPORTS + "charge-list",
            "completed_from": "2026-11-22T23:59:59+00:00",
            "completed_to": "2026-11-25T00:00:00+00:00",
        },
    ),
    (
        SHEET,
        "report.items_sold",
        Query(report=Report.ITEMS_SOLD),
        {"path": REPORTS + "order-items", "date_from": "2026-11-23T00:00:00+00:00", "date_to": "2026-11-23T23:59:59+00:00"},
    ),
    (
        SHEET,
        "report.stats",
        Query(report=Report.STATS),
        {"path": REPORTS + "stats", "date_from": "2026-11-23", "date_to": "2026-11-23"},
    ),
    (
        SHEET,
        "report.staff_utilisation",
        Query(report=Report.STAFF_UTILISATION),
        {"path": REPORTS + "practitioner-utilisation", "date_from": "2026-11-23", "date_to": "2026-11-23", "site_id": SITE},
    ),
    (
        SHEET,
        "report.room_utilisation",
        Query(report=Report.ROOM_UTILISATION),
        {"path": REPORTS + "room-occupancy", "date_from": "2026-11-23", "date_to": "2026-11-23"},
    ),
    (
        SHEET,
        "report.revenue",
        Query(report=Report.REVENUE),
        {"path": REPORTS + "revenue-by-centre", "revenue_date_from": "2026-11-23", "revenue_date_to": "2026-11-23"},
    ),
    (
        SHEET,
        "report.occupancy",
        Query(report=Report.OCCUPANCY),
        {"path": "/shop/calendar-occupancy", "date": "2026-11-23", "site_id": SITE},
    ),
    (
        SHEET,
        "window.start",
        on(Axis.START, MON, TUE).model_copy(update={"report": Report.STATS}),
        {"date_from": "2026-11-23", "date_to": "2026-11-24"},
    ),
    (
        SHEET,
        "window.revenue",
        on(Axis.REVENUE, MON, TUE).model_copy(update={"report": Report.NO_SHOWS}),
        {"revenue_date_from": "2026-11-23", "revenue_date_to": "2026-11-24"},
    ),
    (
        SHEET,
        "staff",
        Query(report=Report.RUN_SHEET, staff=("anna",)),
        {"path": REPORTS + "run-sheet", "practitioner_id": ANNA_BELL},
    ),
    (
        SHEET,
        "resource",
        Query(report=Report.ROOM_UTILISATION, resource=("room 7",)),
        {"path": REPORTS + "room-occupancy", "room_ids": ROOM_SEVEN},
    ),
    (SHEET, "label", Query(report=Report.REVENUE, label=("vip",)), {"path": REPORTS + "revenue-by-centre", "labels": VIP}),
]

ANNA, BEA = {"practitioners": [{"id": ANNA_BELL, "name": "Anna Bell"}]}, {"practitioners": [{"id": "q", "name": "Bea Holm"}]}


def _session(**facts: object) -> dict[str, object]:
    return {"session": facts}


_MEMBERS = [(name, query, {"customer": {"id": "c1", **yes}}, {"customer": {"id": "c1", **no}}) for name, query, yes, no in PEOPLE]

LOCAL: list[Local] = [
    (ITEM, "worth", OVER_30, {"total_cost": 3001}, {"total_cost": 3000}),
    (PAYMENT, "worth", OVER_30, {"amount": 3001}, {"amount": 3000}),
    (CODE, "worth", OVER_30, {"total": 3001}, {"total": 3000}),
    (CLASS, "location", HERE, {}, {"site_id": "there"}),
    (ITEM, "status", Query(status=(Status.CONFIRMED,)), {"status": "confirmed"}, {"status": "reserved"}),
    (ITEM, "customer.id", Query(customer=Who(id="c1")), {"customer_id": "c1"}, {"customer_id": "c11"}),
    *((ITEM, name, query, {"customer_name": None, **yes}, {"customer_name": None, **no}) for name, query, yes, no in PEOPLE),
    (ITEM, "text", Query(text="ritual"), {"offering_name": "Sea ritual"}, {"offering_name": "Massage"}),
    (ITEM, "staff", ANNA_ASKED, ANNA, BEA),
    (ITEM, "resource", ROOM, ROOM_7, ROOM_77),
    (PLACE_IN, "window.end", on(Axis.END), _session(**AT_TEN), _session(**DAY_BEFORE)),
    (PLACE_IN, "window.overlap", on(Axis.OVERLAP), _session(**PAST_MIDNIGHT), _session(**DAY_BEFORE)),
    (PLACE_IN, "status", Query(status=(Status.NO_SHOW,)), {"is_no_show": True}, {"is_no_show": False}),
    (PLACE_IN, "stage", Query(stage=(Stage.ARRIVED,)), {"checked_in_at": "2026-11-23T06:55:00Z"}, {"checked_in_at": None}),
    (PLACE_IN, "ref", Query(ref="try1"), {"order_ref": "TRY1"}, {"order_ref": "TRY12"}),
    (PLACE_IN, "customer.id", Query(customer=Who(id="c1")), {"customer_id": "c1"}, {"customer_id": "c11"}),
    *((PLACE_IN, name, query, {"guests": [], **yes}, {"guests": [], **no}) for name, query, yes, no in PEOPLE),
    (PLACE_IN, "text", Query(text="spin"), {"session_type_name": "Spinning"}, {"session_type_name": "Yoga"}),
    (PLACE_IN, "location", HERE, {}, {"site_id": "there"}),
    (PLACE_IN, "resource", ROOM, _session(**ROOM_7), _session(**ROOM_77)),
    (PLACE_IN, "party", Query(party=PartySize(max=1)), {"guests": [{"id": "1"}]}, {"guests": [{"id": "1"}, {"id": "2"}]}),
    (FREE, "text", Query(text="spin"), {"session_type_name": "Spinning"}, {"session_type_name": "Yoga"}),
    (FREE, "resource", ROOM, ROOM_7, ROOM_77),
    (MEMBER, "ref", Query(ref="77"), {"members": [{"membership_number": "77"}]}, {"members": [{"membership_number": "777"}]}),
    *((MEMBER, name, query, yes, no) for name, query, yes, no in _MEMBERS),
    (MEMBER, "text", Query(text="gold"), {"type": {"id": "m", "name": "Gold"}}, {"type": {"id": "n", "name": "Silver"}}),
    (PAYMENT, "status", Query(status=(Status.FAILED,)), {"status": "failed"}, {"status": "paid"}),
    (PAYMENT, "customer.id", Query(customer=Who(id="c1")), {"customer_id": "c1"}, {"customer_id": "c11"}),
    (PAYMENT, "customer.name", Query(customer=Who(name="jane")), {"customer_name": "Jane Smith"}, {"customer_name": "John Smith"}),
    (PAYMENT, "text", Query(text="try77"), {"order_ref": "TRY77"}, {"order_ref": "TRY12"}),
    (CODE, "customer.id", Query(customer=Who(id="c1")), {"customer_id": "c1"}, {"customer_id": "c11"}),
    (CODE, "text", Query(text="gift"), {"voucher_name": "Gift card"}, {"voucher_name": "Spa day"}),
    (Kind.STAFF, "ids", Query(ids=("1",)), {}, {}),
    (Kind.STAFF, "staff", ANNA_ASKED, {"name": "Anna Bell"}, {"name": "Bea Holm"}),
    (Kind.ROOM, "ids", Query(ids=("1",)), {}, {}),
    (Kind.ROOM, "resource", ROOM, {"name": "Room 7"}, {"name": "Room 77"}),
    (Kind.ROOM, "text", Query(text="studio"), {"name": "Studio"}, {"name": "Room 7"}),
    (Kind.LABEL, "ids", Query(ids=("1",)), {}, {}),
    (Kind.LABEL, "label", Query(label=("hotel",)), {"value": "Hotel guest"}, {"value": "Staff"}),
    (Kind.LABEL, "text", Query(text="hotel"), {"value": "Hotel guest"}, {"value": "Staff"}),
    (Kind.LABEL, "group", Query(group="1"), {}, {}),
    (Kind.PRODUCT, "ids", Query(ids=("1",)), {}, {}),
    (Kind.PRODUCT, "service", Query(service=("hot stone",)), {"name": "Hot stone massage"}, {"name": "Gold facial"}),
    (Kind.PRODUCT, "text", Query(text="ritual"), {"name": "Sea ritual"}, {"name": "Massage"}),
    (Kind.PRODUCT, "group", Query(group="appointment"), {"type": "appointment"}, {"type": "package"}),
]
