"""What hangs on an order or a customer: payments and refunds, mails, notes, the itinerary; each part missed is said."""

from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from bot.core.answer import Answer
from bot.core.errors import NotFound
from bot.core.query import Query, Who
from bot.core.record import Record
from bot.core.states import Axis, Balance, Kind, Stage, Status
from bot.desk.errand import Meter
from bot.desk.planning import plan
from bot.vendors.trybe import VENDOR
from tests.vendors.samples import on
from tests.vendors.trybe_server import serving
from tests.vendors.trybe_wire import KEYS, MON, SITE, TUE
from tests.vendors.world import Handler, Wire, account, ask, body, desk_over

pytestmark = pytest.mark.anyio

ORDER = "5f8a1b2c3d4e5f6071829301"
GUEST = "7a1d4f36-52a1-4b9d-b4f7-0a4f8f7d1e22"
AT_ORDER, AT_GUEST = f"/shop/orders/{ORDER}", f"/customers/customers/{GUEST}"


def one(name: str, **changes: Any) -> dict[str, Any]:
    return {"data": {**body("trybe", name)["data"][0], **changes}}


def answering(bodies: Mapping[str, Any], otherwise: Handler | None = None) -> Handler:
    """A server of these bodies by their paths; a number is an error of that status."""

    def answer(request: httpx.Request) -> httpx.Response:
        path = request.url.path
        found = bodies.get(path)
        if isinstance(found, int):
            return httpx.Response(found, json={"message": "no"})
        if found is None:
            return otherwise(request) if otherwise else httpx.Response(404, json={"message": f"no {path}"})
        return httpx.Response(200, json=found)

    return answer


async def got(wire: Wire, kind: Kind, id: str) -> Record:
    async with desk_over(VENDOR, [account(VENDOR, KEYS)], httpx.MockTransport(wire)) as desk:
        return await desk.get("palm", kind, id)


async def asked(wire: Wire, query: Query) -> Answer:
    return await ask(VENDOR, [account(VENDOR, KEYS)], wire, query)


def paths(wire: Wire) -> list[str]:
    return sorted(request.url.path for request in wire.requests)


# One order


async def test_an_order_that_carries_its_parts_costs_one_call_more() -> None:
    wire = Wire(answering({AT_ORDER: one("orders"), f"{AT_ORDER}/itinerary": body("trybe", "itinerary")}))
    record = await got(wire, Kind.ORDER, ORDER)
    assert paths(wire) == [AT_ORDER, f"{AT_ORDER}/itinerary"]
    assert (record.complete, record.findings) == (True, ())
    assert [item.name for item in record.items][-1] == "Relaxation lounge"
    assert [item.name for item in record.items].count("Hot stone massage") == 1
    assert [(figure.label, figure.value, figure.currency) for figure in record.figures] == [("Payment (stripe)", 8000, "GBP")]


async def test_an_order_that_carries_nothing_costs_four_calls_more() -> None:
    bare = one("orders")
    for key in ("payments", "order_notes"):
        del bare["data"][key]
    parts = {"itinerary": {"data": []}, "notes": body("trybe", "order_notes")}
    parts |= {name: body("trybe", name) for name in ("payments", "refunds")}
    wire = Wire(answering({AT_ORDER: bare, **{f"{AT_ORDER}/{name}": found for name, found in parts.items()}}))
    record = await got(wire, Kind.ORDER, ORDER)
    assert len(wire.requests) == 5
    assert [note.text for note in record.notes] == ["A quiet room, please", "Prefers warm oil"]
    assert [(figure.label, figure.value) for figure in record.figures] == [
        ("Payment (stripe), 19 Nov", 8000),
        ("Payment (voucher), 19 Nov, payment method stored", 2500),
        ("Refund, 20 Nov", -1500),
    ]


@pytest.mark.parametrize("status", [403, 404, 500])
async def test_a_part_that_cannot_be_had_leaves_the_order_incomplete_and_is_named(status: int) -> None:
    wire = Wire(answering({AT_ORDER: one("orders"), f"{AT_ORDER}/itinerary": status}))
    record = await got(wire, Kind.ORDER, ORDER)
    assert (record.ref, record.complete) == ("TRY0012", False)
    (finding,) = record.findings
    assert (finding.name, finding.holds) == ("itinerary", None)
    assert finding.text.startswith("Its itinerary could not be read: Trybe (palm) ")


async def test_an_appointment_has_the_notes_of_its_order() -> None:
    found = one("appointments")
    id = found["data"]["id"]
    notes = {f"{AT_ORDER}/notes": body("trybe", "order_notes")}
    record = await got(Wire(answering({f"/shop/appointments/{id}": found, **notes})), Kind.APPOINTMENT, id)
    assert [(note.text, note.by, note.id) for note in record.notes] == [("Prefers warm oil", "Ella", "n1")]


# Payments and refunds


async def test_payments_of_an_order_are_its_payments_and_its_refunds_below_zero() -> None:
    bodies = {f"{AT_ORDER}/payments": body("trybe", "payments"), f"{AT_ORDER}/refunds": body("trybe", "refunds")}
    answer = await asked(Wire(answering(bodies)), Query(kinds=(Kind.PAYMENT,), group=ORDER))
    assert answer.complete
    told = {(r.title, r.method, r.money.total if r.money else None, r.status) for r in answer.records}
    assert told == {
        ("Payment", "stripe", 8000, Status.COMPLETED),
        ("Payment", "voucher", 2500, Status.CONFIRMED),
        ("Refund", "stripe", -1500, Status.COMPLETED),
    }
    assert {record.group_id for record in answer.records} == {ORDER}


async def test_refunds_that_have_no_list_are_those_that_the_payments_carry() -> None:
    bodies = {f"{AT_ORDER}/payments": body("trybe", "payments"), f"{AT_ORDER}/refunds": 404}
    answer = await asked(Wire(answering(bodies)), Query(kinds=(Kind.PAYMENT,), group=ORDER))
    assert sorted(record.money.total or 0 for record in answer.records if record.money) == [-1500, 2500, 8000]
    assert not answer.complete, "a payment without its refunds may have some"
    assert "some refunds did not come" in str(answer.accounts[0].error)


async def test_no_card_is_kept() -> None:
    bodies = {f"{AT_ORDER}/payments": body("trybe", "payments"), f"{AT_ORDER}/refunds": body("trybe", "refunds")}
    of_order = await asked(Wire(answering(bodies)), Query(kinds=(Kind.PAYMENT,), group=ORDER))
    charges = await asked(Wire(answering({"/shop/reports/charge-list": body("trybe", "charges")})), Query(kinds=(Kind.PAYMENT,)))
    members = await asked(
        Wire(serving({Kind.MEMBERSHIP: body("trybe", "memberships")["data"]}, SITE)), Query(kinds=(Kind.MEMBERSHIP,))
    )
    assert charges.records
    assert members.records
    for record in (*of_order.records, *charges.records, *members.records):
        assert "4242" not in repr(record) + repr(record.raw)
        assert "visa" not in repr(record.raw)


async def test_a_payment_is_read_again_by_the_id_of_its_record() -> None:
    bodies = {f"{AT_ORDER}/payments": body("trybe", "payments"), f"{AT_ORDER}/refunds": body("trybe", "refunds")}
    record = await got(Wire(answering(bodies)), Kind.PAYMENT, f"{ORDER}.rf1")
    assert (record.title, record.money and record.money.total) == ("Refund", -1500)
    with pytest.raises(NotFound):
        await got(Wire(answering(bodies)), Kind.PAYMENT, f"{ORDER}.nope")


async def test_money_by_its_day_of_revenue_is_cut_to_the_days_asked() -> None:
    rows = body("trybe", "charges")
    rows["data"] = [{**rows["data"][0], "id": str(day), "revenue_date": f"2026-11-{day}"} for day in (22, 23, 24)]
    wire = Wire(answering({"/shop/reports/charge-list": rows}))
    query = on(Axis.REVENUE).model_copy(update={"kinds": (Kind.PAYMENT,)})
    assert [record.raw["revenue_date"] for record in (await asked(wire, query)).records] == ["2026-11-23"]


async def test_mails_of_an_order_are_found_by_its_reference() -> None:
    bodies = {"/shop/orders/ref/TRY0012": one("orders"), f"{AT_ORDER}/emails": body("trybe", "emails")}
    wire = Wire(answering(bodies))
    answer = await asked(wire, Query(kinds=(Kind.EMAIL,), ref="try0012"))
    assert paths(wire) == ["/shop/orders", "/shop/orders/ref/try0012"], "the route is as the person wrote it"
    wire = Wire(answering(bodies))
    answer = await asked(wire, Query(kinds=(Kind.EMAIL,), ref="TRY0012"))
    assert [(record.title, record.vendor_status, record.status) for record in answer.records] == [
        ("basket_confirmed", "delivered", Status.UNKNOWN),
        ("BasketConfirmed", None, Status.UNKNOWN),
    ]
    assert {record.ref for record in answer.records} == {"TRY0012"}


async def test_items_of_an_order_are_its_lines_and_those_inside_its_packages() -> None:
    wire = Wire(answering({AT_ORDER: one("orders")}))
    answer = await asked(wire, Query(kinds=(Kind.ORDER_ITEM,), group=ORDER))
    assert sorted(str(record.title) for record in answer.records) == [
        "Hot stone massage",
        "Lavender oil",
        "Spa day",
        "Thermal suite",
    ]
    assert {(record.ref, record.group_id, record.customer and record.customer.name) for record in answer.records} == {
        ("TRY0012", ORDER, "Siobhán O’Neill")
    }


# Customers and members


async def test_a_customer_has_notes_labels_and_memberships() -> None:
    bodies = {
        AT_GUEST: one("customers"),
        f"{AT_GUEST}/notes": body("trybe", "customer_notes"),
        f"{AT_GUEST}/labels": body("trybe", "customer_labels"),
        "/customers/memberships": body("trybe", "memberships"),
    }
    wire = Wire(answering(bodies))
    record = await got(wire, Kind.CUSTOMER, GUEST)
    assert len(wire.requests) == 4
    assert [note.text for note in record.notes] == ["Allergic to nuts"]
    assert [str(label) for label in record.labels] == ["Hotel guest"]
    assert [(item.name, item.status) for item in record.items] == [("Gold", Status.FAILED), ("Silver", Status.UNKNOWN)]
    (membership,) = [request for request in wire.requests if request.url.path == "/customers/memberships"]
    assert (membership.url.params["customer_id"], membership.url.params["site_id"]) == (GUEST, SITE)


async def test_what_of_a_customer_cannot_be_had_is_said() -> None:
    wire = Wire(answering({AT_GUEST: one("customers"), f"{AT_GUEST}/labels": {"data": []}, f"{AT_GUEST}/notes": 403}))
    record = await got(wire, Kind.CUSTOMER, GUEST)
    assert not record.complete
    assert sorted(finding.name for finding in record.findings) == ["memberships", "notes"]
    assert [str(label) for label in record.labels] == ["Hotel guest"]


async def test_a_list_of_customers_stays_one_call() -> None:
    wire = Wire(serving({Kind.CUSTOMER: body("trybe", "customers")["data"]}, SITE))
    assert len((await asked(wire, Query(kinds=(Kind.CUSTOMER,)))).records) == 2
    assert len(wire.requests) == 1


async def test_members_who_owe_are_those_whose_payment_failed() -> None:
    failed, mandate = body("trybe", "memberships")["data"][0], {"attention_reason": "mandate_revoked", "id": "2"}
    wire = Wire(serving({Kind.MEMBERSHIP: [failed, {**failed, **mandate}]}, SITE))
    answer = await asked(wire, Query(kinds=(Kind.MEMBERSHIP,), balance=Balance.OUTSTANDING))
    assert [record.id for record in answer.records] == [failed["id"]]
    assert [finding.text for finding in answer.records[0].findings] == ["payment failed"]


async def test_a_persons_memberships_take_two_steps() -> None:
    row = body("trybe", "memberships")["data"][0]
    wire = Wire(serving({Kind.MEMBERSHIP: [row]}, SITE))
    answer = await asked(wire, Query(kinds=(Kind.MEMBERSHIP,), customer=Who(email="siobhan@example.com")))
    assert [record.ref for record in answer.records] == ["1234567890"]
    assert [dict(request.url.params).get("customer_id") for request in wire.requests] == [None, GUEST]


# Codes


async def test_a_code_of_trybes_own_needs_no_second_look() -> None:
    wire = Wire(answering({"/shop/voucher-codes": body("trybe", "voucher_codes")}))
    (record,) = (await asked(wire, Query(kinds=(Kind.VOUCHER,), ref="858297jwy5sy"))).records
    assert (record.status, record.money and record.money.balance) == (Status.CONFIRMED, 9200)
    assert paths(wire) == ["/shop/voucher-codes"]


async def test_a_code_of_another_maker_is_looked_up_and_one_that_nobody_has_is_none() -> None:
    empty = {"data": [], "meta": {"current_page": 1, "last_page": 1, "total": 0}}
    bodies = {"/shop/voucher-codes": empty, "/shop/vouchers/lookup/GP-16319": body("trybe", "voucher_lookup")}
    (record,) = (await asked(Wire(answering(bodies)), Query(kinds=(Kind.VOUCHER,), ref="GP-16319"))).records
    assert (record.title, record.method, record.status) == ("Giftpro spa day", "Giftpro", Status.CONFIRMED)
    answer = await asked(Wire(answering({"/shop/voucher-codes": empty})), Query(kinds=(Kind.VOUCHER,), ref="NOPE"))
    assert (answer.records, answer.complete) == ((), True)


async def test_a_bare_reference_does_not_complain_of_codes_that_the_key_may_not_see() -> None:
    bodies = {"/shop/orders/ref/TRY0012": one("orders"), "/shop/voucher-codes": 403}
    answer = await asked(Wire(answering(bodies)), Query(ref="TRY0012"))
    assert ([record.ref for record in answer.records], answer.complete) == (["TRY0012"], True)
    assert "may not look among voucher codes" in str(answer.accounts[0].note)


# Sessions


async def test_who_is_booked_knows_the_session_and_the_check_in_tells_who_is_here() -> None:
    rows = body("trybe", "session_bookings")["data"]
    session = {"data": {**body("trybe", "sessions")["data"][0], "bookings": rows}}
    wire = Wire(answering({"/shop/sessions/s1": session}))
    answer = await asked(wire, Query(kinds=(Kind.SESSION_BOOKING,), group="s1"))
    assert [record.ref for record in answer.records] == []
    id = session["data"]["id"]
    wire = Wire(answering({f"/shop/sessions/{id}": session}))
    answer = await asked(wire, Query(kinds=(Kind.SESSION_BOOKING,), group=id))
    assert [(record.ref, record.stage, record.status) for record in answer.records] == [
        ("TRY0012", Stage.ARRIVED, Status.CONFIRMED),
        ("TRY0014", Stage.NOT_ARRIVED, Status.NO_SHOW),
    ]
    assert {str(record.staff[0]) for record in answer.records} == {"Anna Bell"}


async def test_a_session_read_by_itself_says_who_came() -> None:
    found = {"data": {**body("trybe", "sessions")["data"][0], "num_checked_in": 4, "num_no_show": 1}}
    wire = Wire(answering({f"/shop/sessions/{found['data']['id']}": found}))
    record = await got(wire, Kind.SESSION, found["data"]["id"])
    assert wire.requests[0].url.params["include_bookings"] == "1"
    assert [(figure.label, figure.value) for figure in record.figures] == [("Checked in", 4), ("No-shows", 1), ("Waiting", 0)]


# Counts


@pytest.mark.parametrize(
    ("query", "exact"),
    [
        (Query(), True),
        (on(Axis.START), True),
        (on(Axis.START, MON, TUE), False),
        (on(Axis.CREATED), True),
        (Query(status=(Status.NO_SHOW,)), True),
        (Query(text="oil"), False),
        (Query(stage=(Stage.ARRIVED,)), False),
        (Query(customer=Who(id="c1")), False),
    ],
)
async def test_the_vendors_own_count_is_told_where_it_is_the_answers(query: Query, exact: bool) -> None:
    page = {"data": body("trybe", "orders")["data"][:1], "meta": {"current_page": 1, "last_page": 1, "total": 77}}
    (planned,) = plan(query.model_copy(update={"kinds": (Kind.ORDER,)}), account(VENDOR, KEYS), VENDOR).plans
    async with desk_over(VENDOR, [account(VENDOR, KEYS)], httpx.MockTransport(answering({"/shop/orders": page}))) as desk:
        found = await VENDOR.search(desk._errand(account(VENDOR, KEYS), Meter()), planned)
    assert found.total == (77 if exact else None)
