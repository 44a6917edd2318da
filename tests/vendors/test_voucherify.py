"""Voucherify's own traps: how its lists end, what its rows mean, whom they belong to, and how fast it may be asked."""

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from bot.core.answer import Answer
from bot.core.errors import NotFound, VendorBroken
from bot.core.query import Query, Who
from bot.core.record import Named
from bot.core.states import Axis, Channel, Kind, Status
from bot.core.window import Window
from bot.desk.ask import DeskLimits
from bot.desk.errand import Meter
from bot.desk.planning import plan
from bot.vendors.contract import Request
from bot.vendors.routes import Routes
from bot.vendors.voucherify import VENDOR, asking
from bot.vendors.voucherify.catalogue import Catalogue, types_meant
from bot.vendors.voucherify.pager import Listing, Onward
from bot.vendors.voucherify.settings import VoucherifySettings, pace, spent
from bot.vendors.voucherify.worth import is_type
from tests.vendors.samples import on
from tests.vendors.texts import AWKWARD, typed
from tests.vendors.world import LONDON, NOW, Handler, Wire, account, ask, body, desk_over, dumped, reading

KEYS = {"app_id": "secret-id", "app_token": "secret-token", "per_minute": 10_000}
KINDS = {
    "vouchers": Kind.VOUCHER,
    "redemptions": Kind.REDEMPTION,
    "publications": Kind.PUBLICATION,
    "customers": Kind.CUSTOMER,
    "orders": Kind.ORDER,
    "campaigns": Kind.CAMPAIGN,
    "products": Kind.PRODUCT,
}
NAMES = (*KINDS, "categories", "validation-rules", "validation-rules-assignments")


def rows(name: str) -> list[dict[str, Any]]:
    answer = body("voucherify", name)
    return list(answer[answer["data_ref"]])


def server(**lists: Sequence[Any]) -> Handler:
    """A server of the sample bodies, or of these lists. It applies no filter but `ids` and `customer`, and gives no `total`."""
    known = {name: rows(name) for name in NAMES} | lists

    def answer(request: httpx.Request) -> httpx.Response:
        name, _, id = request.url.path.removeprefix("/v1/").partition("/")
        found: list[Any] = list(known.get(name, ()))
        params = request.url.params
        if id.endswith("/transactions"):
            return httpx.Response(200, json=body("voucherify", "transactions"))
        if id:
            one = [row for row in found if id in (row.get("id"), row.get("code"), row.get("source_id"))]
            return httpx.Response(200, json=one[0]) if one else httpx.Response(404, json={"code": 404, "key": "not_found"})
        if "ids" in params:
            found = [row for row in found if row["id"] in params.get_list("ids")]
        if "customer" in params and name == "redemptions":
            found = [row for row in found if row.get("customer_id") == params["customer"]]
        size, page = int(params.get("limit", 100)), int(params.get("page", 1))
        return httpx.Response(200, json={"object": "list", "data_ref": name, name: found[(page - 1) * size : page * size]})

    return answer


async def asked(wire: Handler, **query: Any) -> Answer:
    return await ask(VENDOR, [account(VENDOR, KEYS)], wire, Query(**query))


def paths(wire: Wire) -> list[str]:
    return [request.url.path.removeprefix("/v1/") for request in wire.requests]


def reader(currency: str = "GBP", zone: ZoneInfo = LONDON, now: datetime = NOW) -> Catalogue:
    return Catalogue(account(VENDOR, KEYS, currency=currency, zone=zone), now)


def voucher(**changes: Any) -> dict[str, Any]:
    return {**rows("vouchers")[1], **changes}


# What goes out


@pytest.mark.anyio
async def test_a_call_carries_both_keys_as_headers_and_names_its_version() -> None:
    wire = Wire(server())
    await asked(wire, kinds=(Kind.VOUCHER,))
    (request,) = wire.requests
    assert request.method == "GET"
    assert str(request.url) == "https://vendor.example/v1/vouchers?order=-created_at&limit=100&page=1"
    assert request.headers["X-App-Id"] == "secret-id"
    assert request.headers["X-App-Token"] == "secret-token"
    assert request.headers["X-Voucherify-API-Version"] == "v2018-08-01"


def test_the_default_address_is_the_european_one() -> None:
    settings = VoucherifySettings.model_validate({"vendor": "voucherify", "venue": "v", "app_id": "a", "app_token": "b"})
    assert (settings.base_url, settings.per_minute) == ("https://api.voucherify.io", 100)


def test_a_day_is_the_venues_and_travels_as_utc_with_a_millisecond_to_spare() -> None:
    day = Window.days(date(2026, 7, 1), date(2026, 7, 1), ZoneInfo("America/New_York"), Axis.CREATED)
    (params,) = asking.vouchers(Query(window=day), (), (), None)
    assert params["created_at[after]"] == "2026-07-01T03:59:59.999Z"
    assert params["created_at[before]"] == "2026-07-02T04:00:00.000Z"


def test_the_end_of_a_window_is_never_rounded_down() -> None:
    end = datetime(2026, 11, 23, 9, 0, 0, 1, tzinfo=UTC)
    (params,) = asking.redemptions(Query(), Window(axis=Axis.REDEEMED, end=end), (), None)
    assert params == {"order": "-created_at", "created_at[before]": "2026-11-23T09:00:00.001Z"}


def test_a_window_at_the_end_of_the_calendar_can_be_sent() -> None:
    zone = ZoneInfo("America/New_York")
    window = Window(
        axis=Axis.CREATED, start=datetime.min.replace(tzinfo=ZoneInfo("Asia/Tokyo")), end=datetime.max.replace(tzinfo=zone)
    )
    (params,) = asking.redemptions(Query(), window, (), None)
    assert params["created_at[after]"].startswith("0001-")
    assert params["created_at[before]"].startswith("9999-")


def test_expiry_is_asked_by_the_vendors_filter_at_both_ends() -> None:
    (params,) = asking.vouchers(on(Axis.EXPIRES), (), (), None)
    assert params == {
        "order": "-created_at",
        "filters[expiration_date][conditions][$after]": "2026-11-22T23:59:59.999Z",
        "filters[expiration_date][conditions][$before]": "2026-11-24T00:00:00.000Z",
    }


@pytest.mark.parametrize(
    ("status", "condition"),
    [
        ((Status.EXPIRED,), "$expired"),
        ((Status.CANCELLED,), "$disabled"),
        ((Status.CONFIRMED,), "$active"),
        ((Status.COMPLETED,), "$enabled"),
        ((Status.PENDING, Status.CONFIRMED), "$enabled"),
        ((Status.CANCELLED, Status.EXPIRED), None),
        ((Status.UNKNOWN,), None),
        ((), None),
    ],
)
def test_a_vouchers_state_is_sent_as_the_narrowest_condition_that_holds_it(
    status: tuple[Status, ...], condition: str | None
) -> None:
    (params,) = asking.vouchers(Query(status=status), (), (), None)
    wanted = {} if condition is None else {f"filters[active][conditions][{condition}]": "true"}
    assert params == {"order": "-created_at", **wanted}


@pytest.mark.parametrize(
    ("status", "result"),
    [
        ((Status.COMPLETED,), "SUCCESS"),
        ((Status.FAILED,), "FAILURE"),
        ((Status.CANCELLED,), None),
        ((Status.FAILED, Status.COMPLETED), None),
    ],
)
def test_a_redemptions_state_is_sent_as_its_result_where_that_says_it(status: tuple[Status, ...], result: str | None) -> None:
    (params,) = asking.redemptions(Query(status=status), None, (), None)
    assert params.get("result") == result


def test_a_code_finds_its_redemptions_by_the_vendors_filter_and_its_publications_by_parameter() -> None:
    (uses,) = asking.redemptions(Query(ref="A&B=C"), None, (), None)
    (given_out,) = asking.publications(Query(ref="A&B=C"), (), None)
    assert uses["filters[voucher_code][conditions][$is]"] == "A&B=C"
    assert given_out["voucher"] == "A&B=C"


@pytest.mark.anyio
async def test_each_category_is_a_call_of_its_own_and_a_campaign_goes_by_its_whole_name() -> None:
    wire = Wire(server())
    await asked(wire, kinds=(Kind.VOUCHER,), label=("a", "B"), campaign="summer")
    sent = [(request.url.params["campaign"], request.url.params["category"]) for request in wire.requests[2:]]
    assert paths(wire)[:2] == ["campaigns", "categories"]
    assert sent == [("Summer Sale", "A"), ("Summer Sale", "B")]


@pytest.mark.anyio
async def test_a_campaign_that_two_are_called_is_asked_about_and_none_suggests_the_nearest() -> None:
    wire = Wire(server())
    two = await asked(wire, kinds=(Kind.REDEMPTION,), campaign="sale")
    assert "match “sale”: Summer Sale and Winter sale" in str(two.accounts[0].error)
    none = await asked(wire, kinds=(Kind.REDEMPTION,), campaign="Sumer Sale")
    assert "has no campaign called “Sumer Sale”; did you mean Summer Sale" in str(none.accounts[0].error)
    assert set(paths(wire)) == {"campaigns"}


@pytest.mark.anyio
async def test_rollbacks_are_asked_for_by_their_label() -> None:
    answer = await asked(server(), kinds=(Kind.REDEMPTION,), label=("rollback",))
    assert [record.id for record in answer.records] == ["rr_0c1"]


@pytest.mark.anyio
async def test_half_a_list_of_names_is_no_list_of_names() -> None:
    many = [{"id": f"camp_{n}", "name": f"Campaign {n}"} for n in range(250)]

    def breaking(request: httpx.Request) -> httpx.Response:
        return httpx.Response(500) if request.url.params.get("page") == "3" else server(campaigns=many)(request)

    answer = await asked(breaking, kinds=(Kind.VOUCHER,), campaign="Campaign 240")
    assert "did not send the whole list of its campaigns" in str(answer.accounts[0].error)


@pytest.mark.anyio
async def test_campaigns_of_one_project_are_listed_once_for_all_its_accounts() -> None:
    wire = Wire(server())
    both = [account(VENDOR, KEYS, "one"), account(VENDOR, KEYS, "two")]
    await ask(VENDOR, both, wire, Query(kinds=(Kind.VOUCHER,), campaign="gift"))
    assert paths(wire).count("campaigns") == 1


# How lists end


def _after(answer: Mapping[str, Any], page: int, count: int) -> Request | None:
    request = Request(route="r", method="GET", path="/", params=(("limit", "100"), ("page", str(page))))
    return Listing(who="x").after(request, answer, count)


def test_a_list_ends_by_total_else_at_a_short_page_else_by_has_more() -> None:
    assert _after({"data": []}, 1, 100) is not None
    assert _after({"data": []}, 1, 99) is None
    assert _after({"data": [], "total": 101}, 1, 99) is not None
    assert _after({"data": [], "total": 200}, 2, 100) is None
    assert _after({"data": [], "total": 500}, 2, 0) is None
    assert _after({"data": [], "has_more": False}, 1, 100) is None


def test_the_rows_stand_under_the_key_that_data_ref_names() -> None:
    assert list(Listing(who="x").rows({"data_ref": "moons", "moons": [1], "data": [2]})) == [1]
    for odd in list[Any](({}, [], None, {"data_ref": "moons"}, {"data_ref": 7, "data": {}})):
        with pytest.raises(VendorBroken):
            Listing(who="x").rows(odd)


@pytest.mark.anyio
async def test_redemptions_of_a_customer_who_does_not_exist_are_an_empty_object_and_no_fault() -> None:
    answer = await asked(lambda request: httpx.Response(200, json={}), kinds=(Kind.REDEMPTION,), customer=Who(id="cust_nobody"))
    assert (answer.records, answer.complete) == ((), True)
    broken = await asked(lambda request: httpx.Response(200, json={}), kinds=(Kind.REDEMPTION,))
    assert "sent a list without rows" in str(broken.accounts[0].error)


@pytest.mark.anyio
@pytest.mark.parametrize(("kind", "last"), [(Kind.REDEMPTION, 99), (Kind.ORDER, 100)])
async def test_no_page_beyond_the_vendors_last_is_asked_and_the_rest_is_named(kind: Kind, last: int) -> None:
    name = next(name for name, known in KINDS.items() if known is kind)
    sample = rows(name)[0]

    def endless(request: httpx.Request) -> httpx.Response:
        page = int(request.url.params["page"])
        return httpx.Response(200, json={"data_ref": name, name: [{**sample, "id": f"{page}-{n}"} for n in range(100)]})

    wire = Wire(endless)
    limits = DeskLimits(rows=50_000, pages=500, seconds=60)
    answer = await ask(VENDOR, [account(VENDOR, KEYS)], wire, Query(kinds=(kind,)), desk=limits)
    assert len(wire.requests) == last
    assert not answer.complete
    assert f"{last * 100:,} {name} were looked through" in str(answer.accounts[0].error)


@pytest.mark.anyio
@pytest.mark.parametrize("kind", [Kind.PUBLICATION, Kind.ORDER])
async def test_a_list_without_dates_is_walked_newest_first_to_the_first_row_that_is_too_old(kind: Kind) -> None:
    name = next(name for name, known in KINDS.items() if known is kind)
    sample = rows(name)[0]
    times = [datetime(2026, 11, 23, 8, tzinfo=UTC) - timedelta(minutes=10 * n) for n in range(1_000)]
    many = [{**sample, "id": str(n), "created_at": f"{at:%Y-%m-%dT%H:%M:%S.000Z}"} for n, at in enumerate(times)]
    wire = Wire(server(**{name: many}))
    answer = await asked(wire, kinds=(kind,), window=on(Axis.CREATED).window)
    assert [request.url.params["order"] for request in wire.requests] == ["-created_at"]
    assert answer.complete
    assert len(answer.records) == 49


@pytest.mark.anyio
async def test_orders_that_lie_too_far_back_are_named_as_out_of_reach() -> None:
    many = [{**rows("orders")[0], "id": str(n)} for n in range(500)]
    limits = DeskLimits(rows=200)
    query = on(Axis.CREATED, date(2026, 1, 5)).model_copy(update={"kinds": (Kind.ORDER,)})
    answer = await ask(VENDOR, [account(VENDOR, KEYS)], server(orders=many), query, desk=limits)
    assert "only the newest 200 orders were looked through: it cannot list older days alone" in str(answer.accounts[0].error)


@pytest.mark.anyio
async def test_what_happened_is_looked_up_ninety_days_back_unless_something_narrows_it() -> None:
    wire = Wire(server())
    undated = await asked(wire, kinds=(Kind.REDEMPTION,))
    assert wire.requests[-1].url.params["created_at[after]"].startswith("2026-08-25T")
    assert "looked back to 25 Aug 2026" in str(undated.accounts[0].note)
    narrowed = await asked(wire, kinds=(Kind.REDEMPTION,), ref="SUMMER10")
    assert "created_at[after]" not in wire.requests[-1].url.params
    assert "looked back" not in str(narrowed.accounts[0].note)


# Whom they belong to


@pytest.mark.anyio
@pytest.mark.parametrize("kind", [Kind.VOUCHER, Kind.REDEMPTION, Kind.PUBLICATION])
async def test_a_person_is_looked_up_first_and_then_asked_by_id(kind: Kind) -> None:
    wire = Wire(server())
    answer = await asked(wire, kinds=(kind,), customer=Who(email="jane@example.com"))
    name = next(name for name, known in KINDS.items() if known is kind)
    assert paths(wire) == ["customers", name]
    assert wire.requests[0].url.params["email"] == "jane@example.com"
    assert wire.requests[1].url.params["customer"] == "cust_jane"
    assert {record.customer.phone for record in answer.records if record.customer} <= {"+44 7700 900111"}


@pytest.mark.anyio
async def test_an_order_list_takes_no_customer_so_theirs_are_picked_here() -> None:
    wire = Wire(server())
    answer = await asked(wire, kinds=(Kind.ORDER,), customer=Who(name="jane smith"))
    assert [(record.id, record.customer and record.customer.name) for record in answer.records] == [("ord_1", "Jane Smith")]
    assert "customer" not in wire.requests[-1].url.params


@pytest.mark.anyio
async def test_nobody_of_that_name_costs_one_call_and_says_so() -> None:
    wire = Wire(server(customers=[]))
    answer = await asked(wire, kinds=(Kind.REDEMPTION,), customer=Who(name="Nobody"))
    assert paths(wire) == ["customers"]
    assert (answer.complete, answer.accounts[0].note) == (True, "no customer there fits")


@pytest.mark.anyio
async def test_a_name_that_many_share_is_looked_up_for_the_first_few_and_says_so() -> None:
    janes = [{**rows("customers")[0], "id": f"cust_{n}"} for n in range(7)]
    wire = Wire(server(customers=janes, redemptions=[]))
    answer = await asked(wire, kinds=(Kind.REDEMPTION,), customer=Who(name="Jane"))
    assert [request.url.params["customer"] for request in wire.requests[1:]] == [f"cust_{n}" for n in range(5)]
    assert "only what the first 5 of 7 matching customers have was looked up" in str(answer.accounts[0].error)


@pytest.mark.anyio
async def test_a_customer_can_be_named_by_the_number_of_another_system() -> None:
    shop = [{**row, "customer_id": "crm-17", "customer": rows("customers")[0]} for row in rows("redemptions")[:1]]
    by_id = await asked(server(redemptions=shop), kinds=(Kind.REDEMPTION,), customer=Who(id="crm-17"))
    assert [(r.customer.id, r.customer.external_id) for r in by_id.records if r.customer] == [("crm-17", "crm-17")]
    wire = Wire(server())
    orders = await asked(wire, kinds=(Kind.ORDER,), customer=Who(id="crm-17"))
    assert (paths(wire), [record.id for record in orders.records]) == (["customers/crm-17", "orders"], ["ord_1"])
    person = await asked(server(), kinds=(Kind.CUSTOMER,), external_id="crm-17")
    assert [record.id for record in person.records] == ["cust_jane"]


@pytest.mark.anyio
async def test_a_row_of_somebody_else_is_not_passed_off_as_theirs() -> None:
    others = [{**rows("vouchers")[1], "holder_id": "cust_omar"}]
    answer = await asked(server(vouchers=others), kinds=(Kind.VOUCHER,), customer=Who(email="jane@example.com"))
    assert (answer.records, answer.complete) == ((), True)


# References


@pytest.mark.anyio
async def test_a_bare_code_asks_for_the_voucher_and_an_order_only() -> None:
    wire = Wire(server())
    answer = await asked(wire, ref="SUMMER10")
    assert sorted(paths(wire)) == ["orders/SUMMER10", "redemptions", "vouchers/SUMMER10"]
    (record,) = answer.records
    assert (record.kind, record.ref, record.status) == (Kind.VOUCHER, "SUMMER10", Status.COMPLETED)
    assert [(figure.label, figure.value) for figure in record.figures] == [("times redeemed", 2), ("times allowed", 2)]
    assert record.redeemed_at == datetime(2026, 11, 23, 8, 10, 3, 835_000, tzinfo=LONDON)
    assert dict(next(request for request in wire.requests if request.url.path.endswith("redemptions")).url.params) == {
        "order": "-created_at",
        "result": "SUCCESS",
        "filters[voucher_code][conditions][$is]": "SUMMER10",
        "page": "1",
        "limit": "10",
    }


@pytest.mark.anyio
async def test_a_code_typed_small_is_tried_in_capitals_too() -> None:
    answer = await asked(server(), kinds=(Kind.VOUCHER,), ref="summer10")
    assert [record.ref for record in answer.records] == ["SUMMER10"]


@pytest.mark.anyio
async def test_a_second_code_of_a_publication_finds_it() -> None:
    answer = await asked(server(), kinds=(Kind.PUBLICATION,), ref="gift-0002")
    assert [(record.id, record.ref) for record in answer.records] == [("pub_1", "GIFT-0002")]


@pytest.mark.anyio
async def test_a_voucher_is_read_by_code_or_by_id_and_a_publication_from_its_list() -> None:
    async with desk_over(VENDOR, [account(VENDOR, KEYS)], httpx.MockTransport(server())) as desk:
        assert (await desk.get("palm", Kind.VOUCHER, "SUMMER10")).id == "v_OBVfpTVf24DBz0HZmKVZa5UEl1DUg2bn"
        assert (await desk.get("palm", Kind.PUBLICATION, "pub_2")).id == "pub_2"
        assert (await desk.get("palm", Kind.ORDER, "SHOP-1001")).id == "ord_1"
        for kind, id in [(Kind.VOUCHER, "NONE"), (Kind.PUBLICATION, "NONE"), (Kind.SESSION, "1"), (Kind.VOUCHER, "..")]:
            with pytest.raises(NotFound):
                await desk.get("palm", kind, id)


@pytest.mark.anyio
async def test_an_id_that_the_path_does_not_take_is_found_in_the_list() -> None:
    def codes_only(request: httpx.Request) -> httpx.Response:
        return httpx.Response(404) if request.url.path != "/v1/vouchers" else server()(request)

    wire = Wire(codes_only)
    async with desk_over(VENDOR, [account(VENDOR, KEYS)], httpx.MockTransport(wire)) as desk:
        record = await desk.get("palm", Kind.VOUCHER, "v_gift")
    assert (record.id, record.ref) == ("v_gift", "GIFT-0001")
    assert wire.requests[1].url.params.get_list("ids") == ["v_gift"]


@pytest.mark.anyio
async def test_the_key_is_proved_by_one_cheap_call() -> None:
    wire = Wire(lambda request: httpx.Response(200, json=body("voucherify", "vouchers")))
    async with desk_over(VENDOR, [account(VENDOR, KEYS)], httpx.MockTransport(wire)) as desk:
        assert await desk.probe("palm") == "4 vouchers can be read"
    assert [str(request.url.query, "ascii") for request in wire.requests] == ["limit=1"]


# What rows mean


@pytest.mark.anyio
@pytest.mark.parametrize("name", KINDS)
async def test_bodies_become_records(name: str, snapshot: SnapshotAssertion) -> None:
    read = getattr(reader(), KINDS[name].value)
    assert dumped([read(row) for row in rows(name)]) == snapshot


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({}, Status.CONFIRMED, "ACTIVE"),
        ({"active": False, "expiration_date": "2020-01-01"}, Status.CANCELLED, "DISABLED"),
        ({"expiration_date": "2026-11-23T08:59:59Z", "start_date": "2027-01-01"}, Status.EXPIRED, "EXPIRED"),
        ({"expiration_date": "2026-11-23T09:00:01Z"}, Status.CONFIRMED, "ACTIVE"),
        ({"expiration_date": "2026-11-23"}, Status.EXPIRED, "EXPIRED"),
        ({"start_date": "2026-11-24T00:00:00Z"}, Status.PENDING, "NOT_ACTIVE_YET"),
        ({"redemption": {"quantity": 5, "redeemed_quantity": 5}}, Status.COMPLETED, "USED"),
        ({"redemption": {"quantity": 5, "redeemed_quantity": 4}}, Status.CONFIRMED, "ACTIVE"),
        ({"redemption": {"quantity": None, "redeemed_quantity": 9_999}}, Status.CONFIRMED, "ACTIVE"),
        ({"redemption": None}, Status.CONFIRMED, "ACTIVE"),
        ({"gift": {"amount": 100, "balance": 0}}, Status.COMPLETED, "NO_BALANCE"),
        ({"loyalty_card": {"points": 0, "balance": 0}}, Status.CONFIRMED, "ACTIVE"),
        ({"active": None}, Status.UNKNOWN, None),
        ({"active": "perhaps"}, Status.UNKNOWN, "perhaps"),
    ],
)
def test_a_vouchers_state_is_derived_in_the_contracts_order(changes: dict[str, Any], status: Status, said: str | None) -> None:
    record = reader().voucher(voucher(**changes))
    assert (record.status, record.vendor_status) == (status, said)


@pytest.mark.anyio
async def test_an_expired_voucher_nobody_used_is_not_an_active_one() -> None:
    unused = {"redemption": {"quantity": 1, "redeemed_quantity": 0}}
    both = [voucher(id="1", **unused), voucher(id="2", expiration_date="2026-11-22T00:00:00Z", **unused)]
    answer = await asked(server(vouchers=both), kinds=(Kind.VOUCHER,), status=(Status.CONFIRMED,))
    assert [record.id for record in answer.records] == ["1"]


@pytest.mark.anyio
async def test_a_rollback_stands_apart_from_redemptions() -> None:
    answer = await asked(server(), kinds=(Kind.REDEMPTION,), window=on(Axis.REDEEMED).window)
    assert [(record.id, record.status, record.vendor_status) for record in answer.records] == [
        ("rr_0c1", Status.UNKNOWN, "redemption_rollback SUCCEEDED"),
        ("r_0bf9cf0a8b12dc5ba6", Status.COMPLETED, "SUCCEEDED"),
    ]
    assert answer.records[0].money is None
    assert answer.records[0].group_id == "r_gift"
    assert answer.accounts[0].note == "1 of the rows is a rollback, not a redemption"
    done = await asked(server(), kinds=(Kind.REDEMPTION,), window=on(Axis.REDEEMED).window, status=(Status.COMPLETED,))
    assert [record.id for record in done.records] == ["r_0bf9cf0a8b12dc5ba6"]
    assert done.accounts[0].note is None


def test_a_redemption_that_was_taken_back_is_cancelled_even_where_the_list_gives_no_status() -> None:
    told, untold = rows("redemptions")[2], {k: v for k, v in rows("redemptions")[2].items() if k != "status"}
    for row in (told, untold):
        record = reader().redemption(row)
        assert record.status is Status.CANCELLED
        assert record.cancelled_at == datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


@pytest.mark.anyio
async def test_the_vouchers_redeemed_on_a_day_come_by_way_of_its_redemptions() -> None:
    wire = Wire(server())
    answer = await asked(wire, kinds=(Kind.VOUCHER,), window=on(Axis.REDEEMED, date(2026, 11, 22), date(2026, 11, 23)).window)
    assert paths(wire) == ["redemptions", "vouchers"]
    assert wire.requests[0].url.params["result"] == "SUCCESS"
    assert wire.requests[1].url.params.get_list("ids") == ["v_OBVfpTVf24DBz0HZmKVZa5UEl1DUg2bn"], "what was rolled back is not used"
    assert [(record.ref, record.redeemed_at) for record in answer.records] == [
        ("SUMMER10", datetime(2026, 11, 23, 8, 10, 3, 835_000, tzinfo=UTC))
    ]


@pytest.mark.parametrize(("currency", "amount"), [("GBP", 1_000), ("JPY", 10), ("KWD", 10_000)])
def test_amounts_are_hundredths_whatever_the_currency(currency: str, amount: int) -> None:
    money = reader(currency).voucher(voucher(discount={"type": "AMOUNT", "amount_off": 1_000})).money
    assert money is not None
    assert (money.currency, money.total, money.balance) == (currency, amount, None)


def test_percentages_points_and_failures_are_no_money() -> None:
    assert reader().voucher(rows("vouchers")[2]).money is None
    assert reader().voucher(rows("vouchers")[1]).money is None
    assert reader().redemption(rows("redemptions")[4]).money is None
    assert reader().redemption(rows("redemptions")[3]).money is None


def test_times_are_utc_and_shown_on_the_venues_wall() -> None:
    record = reader(zone=ZoneInfo("Asia/Tokyo")).voucher(voucher(created_at="2026-11-23T23:30:00Z", expiration_date="2026-12-01"))
    assert record.created is not None
    assert record.created.isoformat() == "2026-11-24T08:30:00+09:00"
    assert record.expires is not None
    assert record.expires.isoformat() == "2026-12-01T09:00:00+09:00"


def test_who_redeemed_where_is_a_channel() -> None:
    read = reader().redemption
    channels = [read({"id": "r", "channel": {"channel_type": kind}}).channel for kind in ("USER", "API", "AUTO_REDEEM", None)]
    assert channels == [Channel.IN_HOUSE, Channel.ONLINE, Channel.UNKNOWN, Channel.UNKNOWN]


@pytest.mark.parametrize(
    ("wanted", "index"), [("gift card", 3), ("GIFT_VOUCHER", 3), ("loyalty", 1), ("percent", 2), ("amount", 0), ("vouchers", 0)]
)
def test_a_type_is_named_by_any_of_its_words(wanted: str, index: int) -> None:
    assert is_type(wanted, rows("vouchers")[index])
    assert not is_type("spaceship", rows("vouchers")[index])


@pytest.mark.anyio
async def test_a_type_is_told_apart_here() -> None:
    answer = await asked(server(), kinds=(Kind.VOUCHER,), voucher_type="gift card")
    assert [record.ref for record in answer.records] == ["GIFT-0001"]


@pytest.mark.anyio
async def test_a_name_that_finds_nobody_says_why_that_may_be() -> None:
    answer = await asked(server(customers=[]), kinds=(Kind.CUSTOMER,), customer=Who(name="smi"))
    assert answer.accounts[0].note == "its search for a name may need the whole name"


# What stands beside the vouchers


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({}, Status.CONFIRMED, "ACTIVE"),
        ({"active": False}, Status.CANCELLED, "DISABLED"),
        ({"expiration_date": "2026-11-01"}, Status.EXPIRED, "EXPIRED"),
        ({"start_date": "2027-04-01"}, Status.PENDING, "NOT_ACTIVE_YET"),
        ({"creation_status": "DRAFT"}, Status.PENDING, "DRAFT"),
        ({"creation_status": "FAILED"}, Status.FAILED, "FAILED"),
        ({"active": None}, Status.CONFIRMED, "ACTIVE"),
        ({"active": "perhaps"}, Status.UNKNOWN, "perhaps"),
    ],
)
def test_a_campaign_is_made_first_and_then_runs_as_its_switch_and_dates_say(
    changes: dict[str, Any], status: Status, said: str
) -> None:
    record = reader().campaign({**rows("campaigns")[0], **changes})
    assert (record.status, record.vendor_status) == (status, said)


@pytest.mark.parametrize(
    ("word", "types"),
    [
        ("gift cards", ["GIFT_VOUCHERS"]),
        ("LOYALTY_PROGRAM", ["LOYALTY_PROGRAM"]),
        ("referral", ["REFERRAL_PROGRAM"]),
        ("program", ["LOYALTY_PROGRAM", "REFERRAL_PROGRAM"]),
        ("spaceship", []),
        ("", []),
    ],
)
def test_a_type_of_campaign_is_named_by_any_of_its_words(word: str, types: list[str]) -> None:
    assert types_meant(word) == types


@pytest.mark.anyio
async def test_a_type_that_two_are_called_is_told_apart_here() -> None:
    wire = Wire(server())
    answer = await asked(wire, kinds=(Kind.CAMPAIGN,), voucher_type="vouchers")
    assert [record.title for record in answer.records] == ["Summer Sale", "Gift cards"]
    assert "campaign_type" not in wire.requests[0].url.params


@pytest.mark.anyio
async def test_the_card_of_a_gift_holds_what_moved_on_it_to_the_last_page() -> None:
    moves = rows("transactions")

    def wire(request: httpx.Request) -> httpx.Response:
        if not request.url.path.endswith("/transactions"):
            return server()(request)
        params = dict(request.url.params)
        assert params.pop("limit") == "100"
        assert params in ({"order": "-id"}, {"order": "-id", "starting_after_id": "more_1"})
        onward: dict[str, Any] = {"has_more": True, "more_starting_after": "more_1"}
        more = onward if "starting_after_id" not in params else {"has_more": False}
        row = moves[1] if "starting_after_id" in params else moves[0]
        return httpx.Response(200, json={"object": "list", "data_ref": "data", "data": [row], **more})

    async with desk_over(VENDOR, [account(VENDOR, KEYS)], httpx.MockTransport(wire)) as desk:
        card = await desk.get("palm", Kind.VOUCHER, "GIFT-0001")
    assert [item.name for item in card.items] == ["credits redemption, -20.00 GBP", "credits addition, +5.00 GBP, Goodwill"]
    assert card.complete


def test_points_that_moved_are_no_money() -> None:
    assert reader().movement(rows("transactions")[2]).name == "points redemption, -10 points"
    assert reader().movement({"id": "x"}).name == "moved"


def test_pages_that_go_onward_end_where_no_next_is_named() -> None:
    pager = Onward(who="x")
    first = pager.first(Request(route="r", method="GET", path="/"))
    onward = pager.after(first, {"data": [1], "has_more": True, "more_starting_after": "m1"}, 1)
    assert onward is not None
    assert dict(onward.params) == {"limit": "100", "starting_after_id": "m1"}
    ends: list[dict[str, Any]] = [{"has_more": False, "more_starting_after": "m2"}, {"has_more": True}, {}]
    for end in [*ends, {"has_more": True, "more_starting_after": "m1"}]:
        assert pager.after(onward, {"data": [1], **end}, 1) is None
    assert pager.after(onward, {"data": [], "has_more": True, "more_starting_after": "m2"}, 0) is None


@pytest.mark.anyio
async def test_unused_codes_are_active_and_nothing_was_redeemed_of_them() -> None:
    """An expired voucher has no redemption either, and what a filter of the vendor passes over is told apart here."""
    fresh = voucher(id="v_new", code="NEW", redemption={"quantity": 1, "redeemed_quantity": 0})
    expired = {**fresh, "id": "v_old", "expiration_date": "2026-11-01"}
    used = {**fresh, "id": "v_used", "redemption": {"quantity": 5, "redeemed_quantity": 1}}
    wire = Wire(server(vouchers=[fresh, expired, used]))
    answer = await asked(wire, kinds=(Kind.VOUCHER,), unused=True)
    assert [record.id for record in answer.records] == ["v_new"]


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("query", "total"),
    [
        ({"kinds": (Kind.VOUCHER,), "campaign": "Summer Sale"}, 31),
        ({"kinds": (Kind.VOUCHER,), "status": (Status.CONFIRMED,)}, None),
        ({"kinds": (Kind.VOUCHER,), "unused": True}, None),
        ({"kinds": (Kind.VOUCHER,), "label": ("a", "b")}, None),
        ({"kinds": (Kind.CUSTOMER,)}, 31),
        ({"kinds": (Kind.CAMPAIGN,)}, 31),
        ({"kinds": (Kind.PRODUCT,)}, 31),
        ({"kinds": (Kind.ORDER,)}, None),
    ],
)
async def test_the_vendors_count_stands_where_every_filter_is_its_own(query: dict[str, Any], total: int | None) -> None:
    def counting(request: httpx.Request) -> httpx.Response:
        answer = server()(request)
        return httpx.Response(200, json={**answer.json(), "total": 31, "has_more": False})

    async with desk_over(VENDOR, [account(VENDOR, KEYS)], httpx.MockTransport(counting)) as desk:
        asked = plan(Query(**query), account(VENDOR, KEYS), VENDOR)
        names = {"label": (Named(id="a"), Named(id="b")), "campaign": (Named(id="camp_1", name="Summer Sale"),)}
        named = {name: found for name, found in names.items() if query.get(name)}
        errand = desk._errand(desk.accounts["palm"], Meter())
        found = await VENDOR.search(errand, replace(asked.plans[0], named=named))
    assert found.total == total


# Pace


@pytest.mark.parametrize("per_minute", [1, 2, 3, 10, 99, 100, 101, 2_000])
def test_no_sixty_seconds_see_more_calls_than_the_plan_allows(per_minute: int) -> None:
    """The bucket as the limiter keeps it, asked without a break for ten minutes."""
    size, seconds = pace(per_minute)
    level, now, calls = 0.0, 0.0, list[float]()
    while now < 600:
        calls.append(now)
        level += 1
        if level + 1 > size:
            wait = (level + 1 - size) * seconds / size
            now += wait
            level -= wait * size / seconds
    first = 0
    for last, at in enumerate(calls):
        while at - calls[first] >= 60 - 1e-6:
            first += 1
        assert last - first + 1 <= per_minute
    assert len(calls) >= 0.5 * per_minute * 10, "and no more than half of the plan is left unused"


def test_accounts_of_one_project_stand_in_one_line_and_others_do_not() -> None:
    def queue(**keys: Any) -> str | None:
        return VENDOR.access(account(VENDOR, {**KEYS, **keys}).settings).queue

    assert queue() == queue(app_token="another")
    assert queue() != queue(app_id="another")
    assert "secret" not in str(queue())


@pytest.mark.anyio
async def test_too_many_calls_are_waited_out_once_and_not_hammered() -> None:
    wire = Wire(lambda request: httpx.Response(429, headers={"Retry-After": "60"}))
    answer = await asked(wire, kinds=(Kind.VOUCHER,))
    assert len(wire.requests) == 1
    assert "asked us to slow down (429); try again in 60 s" in str(answer.accounts[0].error)


def test_a_minute_that_is_spent_is_waited_out_and_no_longer_than_a_minute() -> None:
    def said(**headers: str) -> float | None:
        return spent({name.replace("_", "-"): value for name, value in headers.items()}, 1_000.0)

    assert said(x_rate_limit_remaining="0", x_rate_limit_retry="1030") == 30
    assert said(x_rate_limit_remaining="0", x_rate_limit_retry="9999") == 60
    assert said(x_rate_limit_remaining="0", x_rate_limit_retry="900") is None
    assert said(x_rate_limit_remaining="1", x_rate_limit_retry="1030") is None
    assert said(x_rate_limit_remaining="0", x_rate_limit_retry="soon") is None
    assert said() is None


@pytest.mark.anyio
async def test_no_call_goes_out_once_the_headers_say_that_none_is_left() -> None:
    retry = str(int(time.time()) + 40)
    headers = {"X-Rate-Limit-Limit": "100", "X-Rate-Limit-Remaining": "0", "X-Rate-Limit-Retry": retry}
    wire = Wire(lambda request: httpx.Response(200, headers=headers, json=body("voucherify", "vouchers")))
    async with desk_over(VENDOR, [account(VENDOR, KEYS)], httpx.MockTransport(wire)) as desk:
        first = await desk.ask(reading(Query(kinds=(Kind.VOUCHER,))))
        second = await desk.ask(reading(Query(kinds=(Kind.ORDER,))))
    assert first.complete
    assert re.search(r"asked us to slow down; try again in \d\d s", str(second.accounts[0].error))
    assert len(wire.requests) == 1


@pytest.mark.anyio
async def test_a_429_is_waited_out_once_and_then_given_up() -> None:
    wire = Wire(lambda request: httpx.Response(429, headers={"Retry-After": "1"}))
    answer = await asked(wire, kinds=(Kind.VOUCHER,))
    assert len(wire.requests) == 2
    assert "asked us to slow down (429)" in str(answer.accounts[0].error)


# Texts that people type

FIELDS = [
    "ref",
    "ids",
    "text",
    "campaign",
    "voucher_type",
    "external_id",
    "group",
    "customer.id",
    "customer.name",
    "customer.email",
]
PARAMETERS = {
    "limit",
    "page",
    "order",
    "ids",
    "campaign",
    "customer",
    "voucher",
    "source_id",
    "email",
    "name",
    "campaign_type",
    "created_at[after]",
    "result",
} | {
    "filters[voucher_code][conditions][$is]",
    "filters[parent_redemption_id][conditions][$is]",
}


@pytest.mark.anyio
@pytest.mark.parametrize("field", FIELDS)
@settings(deadline=None)
@given(text=st.one_of(st.sampled_from(AWKWARD), st.text(min_size=1, max_size=60)))
async def test_no_text_changes_the_structure_of_a_call(field: str, text: str) -> None:
    query = typed(field, text)
    if query is None:
        return
    wire = Wire(server())
    for kind in KINDS.values():
        if plan(query.model_copy(update={"kinds": (kind,)}), account(VENDOR, KEYS), VENDOR).plans:
            answer = await ask(VENDOR, [account(VENDOR, KEYS)], wire, query.model_copy(update={"kinds": (kind,)}))
            assert "fault of ours" not in str(answer.accounts[0].error)
    for request in wire.requests:
        assert request.url.host == "vendor.example"
        steps = request.url.raw_path.decode().partition("?")[0].split("/")
        assert steps[:2] == ["", "v1"]
        assert steps[2] in NAMES
        assert len(steps) == 3 or (len(steps) == 4 and steps[3].strip("."))
        assert set(request.url.params) <= PARAMETERS
        assert all(len(request.url.params.get_list(name)) == 1 for name in request.url.params)


def test_any_route_can_be_corrected() -> None:
    routes = Routes.of(VENDOR.routes, {"vouchers.get": "GET /v2/vouchers/by-code/{code}"})
    assert routes.locate("vouchers.get", code="A/B") == ("GET", "/v2/vouchers/by-code/A%2FB")
    with pytest.raises(ValueError, match="must have"):
        Routes.of(VENDOR.routes, {"vouchers.get": "GET /v1/vouchers"})
