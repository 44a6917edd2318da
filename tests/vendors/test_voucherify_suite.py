"""Voucherify under the tests that every vendor must stand."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import httpx

from bot.core.query import Query, Who
from bot.core.states import Axis, Balance, Channel, Kind, Status
from bot.vendors.contract import Vendor
from bot.vendors.voucherify import VENDOR
from tests.vendors.samples import OVER_30, on
from tests.vendors.suite import Local, Native, VendorSuite
from tests.vendors.world import Handler, body

VOUCHER, USE, GIVEN, PERSON, ORDER = Kind.VOUCHER, Kind.REDEMPTION, Kind.PUBLICATION, Kind.CUSTOMER, Kind.ORDER
CAMPAIGN, PRODUCT = Kind.CAMPAIGN, Kind.PRODUCT
PATHS = {
    VOUCHER: "vouchers",
    USE: "redemptions",
    GIVEN: "publications",
    PERSON: "customers",
    ORDER: "orders",
    CAMPAIGN: "campaigns",
    PRODUCT: "products",
}
SAMPLE = {VOUCHER: 1, PRODUCT: 1}
OWN = ("campaigns", "customers", "categories", "validation-rules", "validation-rules-assignments")
"""Lists that are there whatever the rows of a test are."""

SINCE, UNTIL = "2026-11-22T23:59:59.999Z", "2026-11-24T00:00:00.000Z"
TODAY, LONG_AGO = "2026-11-23T08:00:00.000Z", "2026-10-01T08:00:00.000Z"

JANE, OMAR = {"id": "cust_jane"}, {"id": "cust_omar"}


def _days(field: str, order: str = "-created_at") -> dict[str, str]:
    return {f"{field}[after]": SINCE, f"{field}[before]": UNTIL, "order": order}


def _conditions(field: str) -> dict[str, str]:
    return {f"filters[{field}][conditions][$after][0]": SINCE, f"filters[{field}][conditions][$before][0]": UNTIL}


def _people(kind: Kind, yes: Mapping[str, Any], no: Mapping[str, Any]) -> list[Local]:
    return [
        (kind, "customer.email", Query(customer=Who(email="Jane@example.com")), yes, no),
        (kind, "customer.phone", Query(customer=Who(phone="07700 900111")), yes, no),
        (kind, "customer.name", Query(customer=Who(name="smith")), yes, no),
    ]


class TestVoucherify(VendorSuite):
    vendor: ClassVar[Vendor[Any]] = VENDOR
    keys: ClassVar[Mapping[str, Any]] = {"app_id": "secret-id-1", "app_token": "secret-token-1", "per_minute": 10_000}
    other_keys: ClassVar[Mapping[str, Any]] = {"app_id": "secret-id-2", "app_token": "secret-token-2", "per_minute": 10_000}
    kind = USE
    broad = on(Axis.REDEEMED).model_copy(update={"kinds": (USE,)})
    state_key = "status"
    page_size = 100
    native: ClassVar[Sequence[Native]] = (
        (VOUCHER, "ids", Query(ids=("v_1", "v_2")), {"path": "vouchers", "ids": "v_1,v_2"}),
        (VOUCHER, "ref", Query(ref="A 1/2"), {"path": "vouchers/A%201%2F2"}),
        (VOUCHER, "window.created", on(Axis.CREATED), {"path": "vouchers", **_days("created_at")}),
        (VOUCHER, "window.modified", on(Axis.MODIFIED), {"path": "vouchers", **_days("updated_at", "-updated_at")}),
        (VOUCHER, "campaign", Query(campaign="summer"), {"path": "vouchers", "campaign": "Summer Sale"}),
        (VOUCHER, "voucher_type", Query(voucher_type="gift"), {"path": "vouchers"}),
        (VOUCHER, "label", Query(label=("vip",)), {"path": "vouchers", "category": "VIP"}),
        (VOUCHER, "why", Query(why=True, ref="A 1/2"), {"path": "vouchers/A%201%2F2"}),
        (
            VOUCHER,
            "unused",
            Query(unused=True),
            {
                "path": "vouchers",
                "filters[active][conditions][$active]": "true",
                "filters[redemption.redeemed_quantity][conditions][$is]": "0",
            },
        ),
        (VOUCHER, "external_id", Query(external_id="crm-17"), {"path": "vouchers", "customer": "crm-17"}),
        (VOUCHER, "customer.id", Query(customer=Who(id="cust_jane")), {"path": "vouchers", "customer": "cust_jane"}),
        (USE, "ids", Query(ids=("r_1",)), {"path": "redemptions/r_1"}),
        (USE, "window.start", on(Axis.START), {"path": "redemptions", **_days("created_at")}),
        (USE, "window.created", on(Axis.CREATED), {"path": "redemptions", **_days("created_at")}),
        (USE, "window.redeemed", on(Axis.REDEEMED), {"path": "redemptions", **_days("created_at")}),
        (USE, "campaign", Query(campaign="Gift cards"), {"path": "redemptions", "campaign": "Gift cards"}),
        (USE, "group", Query(group="r_1"), {"filters[parent_redemption_id][conditions][$is]": "r_1"}),
        (USE, "external_id", Query(external_id="crm-17"), {"path": "redemptions", "customer": "crm-17"}),
        (USE, "customer.id", Query(customer=Who(id="cust_jane")), {"path": "redemptions", "customer": "cust_jane"}),
        (GIVEN, "campaign", Query(campaign="Gift cards"), {"path": "publications", "campaign": "Gift cards"}),
        (GIVEN, "voucher_type", Query(voucher_type="gift"), {"path": "publications", "order": "-created_at"}),
        (GIVEN, "external_id", Query(external_id="news-7"), {"path": "publications", "source_id": "news-7"}),
        (GIVEN, "customer.id", Query(customer=Who(id="crm-17")), {"path": "publications", "customer": "cust_jane"}),
        (PERSON, "ids", Query(ids=("cust_jane",)), {"path": "customers/cust_jane"}),
        (PERSON, "customer.id", Query(customer=Who(id="crm-17")), {"path": "customers/crm-17"}),
        (PERSON, "external_id", Query(external_id="crm-17"), {"path": "customers/crm-17"}),
        (PERSON, "customer.email", Query(customer=Who(email="a@b.c")), {"path": "customers", "email": "a@b.c"}),
        (PERSON, "customer.name", Query(customer=Who(name="Jane")), {"path": "customers", "name": "Jane"}),
        (PERSON, "window.created", on(Axis.CREATED), {"path": "customers", **_days("created_at")}),
        (PERSON, "window.modified", on(Axis.MODIFIED), {"path": "customers", **_days("updated_at", "-updated_at")}),
        (ORDER, "ids", Query(ids=("ord_1",)), {"path": "orders/ord_1"}),
        (ORDER, "ref", Query(ref="SHOP-1001"), {"path": "orders/SHOP-1001"}),
        (ORDER, "external_id", Query(external_id="SHOP-1001"), {"path": "orders/SHOP-1001"}),
        (CAMPAIGN, "ids", Query(ids=("camp_1",)), {"path": "campaigns/camp_1"}),
        (CAMPAIGN, "voucher_type", Query(voucher_type="gift"), {"path": "campaigns", "campaign_type": "GIFT_VOUCHERS"}),
        (PRODUCT, "ids", Query(ids=("prod_1",)), {"path": "products/prod_1"}),
        (PRODUCT, "external_id", Query(external_id="SHOP-7"), {"path": "products/SHOP-7"}),
        (PRODUCT, "window.created", on(Axis.CREATED), {"path": "products", **_conditions("created_at")}),
        (PRODUCT, "window.modified", on(Axis.MODIFIED), {"path": "products", **_conditions("updated_at")}),
    )
    local: ClassVar[Sequence[Local]] = (
        (VOUCHER, "window.start", on(Axis.START), {"start_date": TODAY}, {"start_date": LONG_AGO}),
        (VOUCHER, "window.expires", on(Axis.EXPIRES), {"expiration_date": TODAY}, {"expiration_date": None}),
        (VOUCHER, "window.redeemed", on(Axis.REDEEMED), {}, {}),
        (VOUCHER, "status", Query(status=(Status.CANCELLED,)), {"active": False}, {}),
        (VOUCHER, "balance", Query(balance=Balance.OUTSTANDING), {"gift": {"amount": 100, "balance": 1}}, {"gift": {"balance": 0}}),
        (VOUCHER, "worth", OVER_30, {"gift": {"amount": 3_001}}, {"gift": {"amount": 3_000}}),
        (USE, "worth", OVER_30, {"gift": {"amount": 3_001}}, {"gift": {"amount": 3_000}}),
        (ORDER, "worth", OVER_30, {"total_amount": 3_001}, {"total_amount": 3_000}),
        (VOUCHER, "service", Query(service=("loyalty",)), {}, {"type": "GIFT_VOUCHER", "loyalty_card": None}),
        (VOUCHER, "text", Query(text="member card"), {}, {"additional_info": None}),
        *_people(VOUCHER, {"holder_id": "cust_jane"}, {"holder_id": "cust_omar"}),
        (USE, "ref", Query(ref="summer10"), {}, {"voucher": {"code": "OTHER"}}),
        (USE, "status", Query(status=(Status.FAILED,)), {"status": "FAILED", "result": "FAILURE"}, {}),
        (USE, "label", Query(label=("rollback",)), {"object": "redemption_rollback"}, {}),
        (USE, "channel", Query(channel=Channel.IN_HOUSE), {}, {"channel": {"channel_type": "API"}}),
        (USE, "channel_name", Query(channel_name="auto"), {"channel": {"channel_type": "AUTO_REDEEM"}}, {}),
        (USE, "text", Query(text="expired"), {"failure_message": "voucher expired"}, {}),
        *_people(USE, {"customer": JANE, "customer_id": "cust_jane"}, {"customer": OMAR, "customer_id": "cust_omar"}),
        (GIVEN, "ids", Query(ids=("1",)), {}, {}),
        (GIVEN, "ref", Query(ref="GIFT-0002"), {}, {"vouchers": ["X"], "voucher": None}),
        (GIVEN, "window.start", on(Axis.START), {}, {"created_at": LONG_AGO}),
        (GIVEN, "window.created", on(Axis.CREATED), {}, {"created_at": LONG_AGO}),
        (GIVEN, "status", Query(status=(Status.FAILED,)), {"result": "FAILURE"}, {}),
        (GIVEN, "channel_name", Query(channel_name="web"), {}, {"channel": "API"}),
        (GIVEN, "service", Query(service=("gift",)), {}, {"voucher": None}),
        (GIVEN, "text", Query(text="none left"), {"failure_message": "None left."}, {}),
        *_people(GIVEN, {"customer": JANE, "customer_id": "cust_jane"}, {"customer": OMAR, "customer_id": "cust_omar"}),
        (PERSON, "customer.phone", Query(customer=Who(phone="07700 900111")), {}, {"phone": None}),
        (PERSON, "text", Query(text="mornings"), {}, {"description": None}),
        (ORDER, "window.start", on(Axis.START), {}, {"created_at": LONG_AGO}),
        (ORDER, "window.created", on(Axis.CREATED), {}, {"created_at": LONG_AGO}),
        (ORDER, "window.modified", on(Axis.MODIFIED), {}, {"updated_at": LONG_AGO}),
        (ORDER, "status", Query(status=(Status.CANCELLED,)), {"status": "CANCELED"}, {}),
        (ORDER, "service", Query(service=("vase",)), {}, {"items": []}),
        (ORDER, "text", Query(text="boho"), {}, {"items": None}),
        (ORDER, "customer.id", Query(customer=Who(id="cust_jane")), {}, {"customer": OMAR, "customer_id": "cust_omar"}),
        *_people(ORDER, {"customer": JANE, "customer_id": "cust_jane"}, {"customer": OMAR, "customer_id": "cust_omar"}),
        (CAMPAIGN, "ref", Query(ref="1"), {}, {}),
        (CAMPAIGN, "campaign", Query(campaign="gift"), {"name": "Gift cards"}, {}),
        (CAMPAIGN, "window.start", on(Axis.START), {"start_date": TODAY}, {}),
        (CAMPAIGN, "window.end", on(Axis.END), {"expiration_date": TODAY}, {}),
        (CAMPAIGN, "window.created", on(Axis.CREATED), {"created_at": TODAY}, {}),
        (CAMPAIGN, "window.modified", on(Axis.MODIFIED), {"updated_at": TODAY}, {}),
        (CAMPAIGN, "window.expires", on(Axis.EXPIRES), {"expiration_date": TODAY}, {}),
        (CAMPAIGN, "status", Query(status=(Status.CANCELLED,)), {"active": False}, {}),
        (CAMPAIGN, "label", Query(label=("vip",)), {"category": "VIP"}, {}),
        (CAMPAIGN, "service", Query(service=("loyalty",)), {"campaign_type": "LOYALTY_PROGRAM"}, {}),
        (CAMPAIGN, "text", Query(text="winter"), {"description": "For the winter"}, {}),
        (PRODUCT, "ref", Query(ref="1"), {}, {}),
        (PRODUCT, "service", Query(service=("ball",)), {}, {"name": "Towel"}),
        (PRODUCT, "text", Query(text="volley"), {}, {"name": "Towel", "source_id": "x"}),
    )

    def row(self, kind: Kind, id: str, **changes: Any) -> dict[str, Any]:
        answer = body("voucherify", PATHS[kind])
        return {**answer[answer["data_ref"]][SAMPLE.get(kind, 0)], "id": id, **changes}

    def page(self, rows: Sequence[Any]) -> Any:
        return {"object": "list", "data_ref": "redemptions", "redemptions": list(rows)}

    def lists(self, rows: Mapping[Kind, Sequence[Any]]) -> Handler:
        """Customers and campaigns are there whatever the rows; the redemptions of voucher rows are of the first of them."""
        known: dict[str, Sequence[Any]] = {name: (own := body("voucherify", name))[own["data_ref"]] for name in OWN}
        if VOUCHER in rows:
            known["redemptions"] = [self.row(USE, "r_1", voucher={"id": "1"})]
        known |= {PATHS[kind]: mine for kind, mine in rows.items()}

        def answer(request: httpx.Request) -> httpx.Response:
            name, _, id = request.url.path.removeprefix("/v1/").partition("/")
            mine = known.get(name, ())
            if id:
                found = [row for row in mine if id in (row.get("id"), row.get("source_id"), row.get("code"))]
                return httpx.Response(200, json=found[0]) if found else httpx.Response(404)
            size, page = int(request.url.params.get("limit", 100)), int(request.url.params.get("page", 1))
            return httpx.Response(
                200, json={"object": "list", "data_ref": name, name: mine[(page - 1) * size : page * size], "total": len(mine)}
            )

        return answer

    def sent(self, request: httpx.Request) -> dict[str, str]:
        path = request.url.raw_path.decode().partition("?")[0].removeprefix("/v1/")
        return {"path": path, **{name: ",".join(request.url.params.get_list(name)) for name in request.url.params}}
