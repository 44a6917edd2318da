"""AiFi under the tests that every vendor must stand."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import httpx

from bot.core.query import PartySize, Query, Who
from bot.core.states import Axis, Balance, Kind, Stage, Status
from bot.vendors.aifi import VENDOR
from tests.vendors.samples import OVER_30, on
from tests.vendors.suite import Local, Native, VendorSuite
from tests.vendors.world import Handler, body

VISIT, ORDER, PERSON, CONTEST, PLACE = Kind.SHOP_SESSION, Kind.ORDER, Kind.CUSTOMER, Kind.CONTEST, Kind.PLACE
FIRST, LAST = "2026-11-23T00:00:00.000Z", "2026-11-23T23:59:59.999Z"
NOON_BEFORE, BEFORE, SINCE = "2026-11-22T12:00:00.000Z", "2026-11-23T08:00:00.000Z", "2026-11-23T08:30:00.000Z"

PATHS = {VISIT: "sessions", ORDER: "orders", PERSON: "customers", CONTEST: "contests", PLACE: "stores"}

ROWS = {CONTEST: "contestedOrders", PLACE: "stores"}


def _range(column: str) -> dict[str, str]:
    return {f"min{column}": FIRST, f"max{column}": LAST}


class TestAifi(VendorSuite):
    vendor = VENDOR
    keys: ClassVar[Mapping[str, Any]] = {"token": "secret-one"}
    other_keys: ClassVar[Mapping[str, Any]] = {"token": "secret-two"}
    kind = VISIT
    broad = on(Axis.CREATED)
    state_key = "status"
    page_size = 200
    native: ClassVar[Sequence[Native]] = (
        (VISIT, "ids", Query(ids=("7",)), {"id": "7"}),
        (VISIT, "ref", Query(ref="A1B2"), {"code": "A1B2"}),
        (VISIT, "external_id", Query(external_id="X1"), {"path": "customers", "externalId": "X1"}),
        (VISIT, "window.start", on(Axis.START), _range("CustomerLastEnteredAt")),
        (VISIT, "window.created", on(Axis.CREATED), _range("CreatedAt")),
        (VISIT, "window.modified", on(Axis.MODIFIED), _range("UpdatedAt")),
        (VISIT, "window.expires", on(Axis.EXPIRES), _range("ExpiresAt")),
        (VISIT, "window.redeemed", on(Axis.REDEEMED), _range("CodeLastSuccesfullyScannedAt")),
        (VISIT, "customer.id", Query(customer=Who(id="501")), {"customerId": "501"}),
        (VISIT, "customer.email", Query(customer=Who(email="a@b.c")), {"path": "customers", "email": "a@b.c"}),
        (VISIT, "location", Query(location=("Camden",)), {"path": "sessions", "storeId": "12"}),
        (VISIT, "party", Query(party=PartySize(min=2, max=4)), {"minGroupSize": "2", "maxGroupSize": "4"}),
        (ORDER, "ids", Query(ids=("7",)), {"id": "7"}),
        (ORDER, "ref", Query(ref="POS-7"), {"externalId": "POS-7"}),
        (ORDER, "external_id", Query(external_id="POS-7"), {"externalId": "POS-7"}),
        (ORDER, "group", Query(group="d3a0"), {"sessionId": "d3a0"}),
        (ORDER, "window.start", on(Axis.START), _range("DraftCreatedAt")),
        (ORDER, "window.created", on(Axis.CREATED), _range("CreatedAt")),
        (ORDER, "window.modified", on(Axis.MODIFIED), _range("UpdatedAt")),
        (ORDER, "window.revenue", on(Axis.REVENUE), _range("DraftCreatedAt")),
        (ORDER, "status", Query(status=(Status.CONFIRMED,)), {"status": "unpaid,contested"}),
        (ORDER, "balance", Query(balance=Balance.OUTSTANDING), {"status": "unpaid"}),
        (ORDER, "customer.id", Query(customer=Who(id="501")), {"customerId": "501"}),
        (ORDER, "customer.email", Query(customer=Who(email="a@b.c")), {"path": "customers", "email": "a@b.c"}),
        (ORDER, "location", Query(location=("12",)), {"path": "orders", "storeId": "12"}),
        (PERSON, "ids", Query(ids=("501",)), {"path": "sessions", "customerId": "501", "count": "1"}),
        (PERSON, "customer.id", Query(customer=Who(id="501")), {"path": "sessions", "customerId": "501", "count": "1"}),
        (PERSON, "external_id", Query(external_id="X1"), {"externalId": "X1"}),
        (PERSON, "customer.email", Query(customer=Who(email="a@b.c")), {"email": "a@b.c"}),
        (PERSON, "window.created", on(Axis.CREATED), _range("CreatedAt")),
        (PERSON, "window.modified", on(Axis.MODIFIED), _range("UpdatedAt")),
        (CONTEST, "ids", Query(ids=("7001",)), {"path": "7001"}),
        (CONTEST, "window.start", on(Axis.START), {"path": "contests", **_range("CreatedAt")}),
        (CONTEST, "window.created", on(Axis.CREATED), {"path": "contests", **_range("CreatedAt")}),
        (CONTEST, "window.modified", on(Axis.MODIFIED), {"path": "contests", **_range("UpdatedAt")}),
        (CONTEST, "status", Query(status=(Status.PENDING,)), {"path": "contests", "status": "contested", "page": "0"}),
        (CONTEST, "location", Query(location=("Camden",)), {"path": "contests", "storeId": "12"}),
        (PLACE, "ids", Query(ids=("12",)), {"path": "stores", "id": "12"}),
        (PLACE, "external_id", Query(external_id="S12"), {"path": "stores", "externalId": "S12"}),
        (PLACE, "location", Query(location=("Camden",)), {"path": "stores", "id": "12"}),
    )
    local: ClassVar[Sequence[Local]] = (
        (
            VISIT,
            "window.end",
            on(Axis.END),
            {"customerLastEnteredAt": BEFORE, "customerLastExitedAt": SINCE},
            {"customerLastEnteredAt": BEFORE},
        ),
        (
            VISIT,
            "window.overlap",
            on(Axis.OVERLAP),
            {"customerLastEnteredAt": BEFORE},
            {"customerLastEnteredAt": NOON_BEFORE, "customerLastExitedAt": "2026-11-22T13:00:00Z"},
        ),
        (VISIT, "status", Query(status=(Status.EXPIRED,)), {"expiresAt": BEFORE}, {"expiresAt": None}),
        (VISIT, "stage", Query(stage=(Stage.IN_PROGRESS,)), {"customerLastEnteredAt": BEFORE}, {}),
        (
            VISIT,
            "customer.phone",
            Query(customer=Who(phone="07700 900111")),
            {},
            {"customer": {"id": "502", "phone": "+44 20 7946 0958"}},
        ),
        (VISIT, "customer.name", Query(customer=Who(name="smith")), {}, {"customer": {"id": "502", "firstName": "Omar"}}),
        (VISIT, "text", Query(text="fraud"), {"suspectedFraud": True}, {}),
        (ORDER, "worth", OVER_30, {"totalPrice": "30.01"}, {"totalPrice": "30.00"}),
        (ORDER, "text", Query(text="oat milk"), {"products": [{"name": "Oat Milk 1 l"}]}, {"products": None}),
        (PERSON, "customer.phone", Query(customer=Who(phone="07700 900111")), {}, {"phone": None}),
        (PERSON, "customer.name", Query(customer=Who(name="jane")), {}, {"firstName": "Omar"}),
        (PERSON, "text", Query(text="tester"), {"role": "tester"}, {}),
        (CONTEST, "ref", Query(ref="1"), {}, {}),
        (CONTEST, "group", Query(group="d3a0"), {"sessionId": "d3a0"}, {"sessionId": "e4b1"}),
        (CONTEST, "customer.id", Query(customer=Who(id="501")), {}, {"order": {"customerId": "502"}}),
        (CONTEST, "text", Query(text="put that back"), {}, {"message": None}),
        (PLACE, "ref", Query(ref="1"), {}, {}),
        (PLACE, "status", Query(status=(Status.CONFIRMED,)), {}, {"status": "CLOSED"}),
        (PLACE, "label", Query(label=("testing",)), {"deploymentStatus": "TESTING"}, {}),
        (PLACE, "text", Query(text="high street"), {}, {"addressLine1": None}),
    )

    def row(self, kind: Kind, id: str, **changes: Any) -> dict[str, Any]:
        answer = body("aifi", PATHS[kind])
        rows = answer if kind is PERSON else answer[ROWS.get(kind, "data")]
        never_came_in = 3
        own = {"orderId": id} if kind is CONTEST else {}
        return {**rows[never_came_in if kind is VISIT else 0], "id": id, **own, **changes}

    def page(self, rows: Sequence[Any]) -> Any:
        return {"data": list(rows), "pagination": {"next": None, "previous": None}}

    def lists(self, rows: Mapping[Kind, Sequence[Any]]) -> Handler:
        def answer(request: httpx.Request) -> httpx.Response:
            name = request.url.path.rpartition("/")[2]
            params = request.url.params
            if name == "stores" and PLACE not in rows:
                return httpx.Response(200, json=body("aifi", "stores"))
            if "/contests/" in request.url.path:
                found = [row for row in rows.get(CONTEST, ()) if row["orderId"] == name]
                return httpx.Response(200, json=found[0]) if found else httpx.Response(404)
            mine = list(rows.get(next(kind for kind, path in PATHS.items() if path == name), ()))
            if name == "customers":
                return httpx.Response(200, json=mine)
            if name in ("orders", "contests"):
                first, size = int(params["page"]) * int(params["pageSize"]), int(params["pageSize"])
                onward = {"offset": first + size, "count": size} if first + size < len(mine) else None
                key = "data" if name == "orders" else "contestedOrders"
                return httpx.Response(200, json={key: mine[first : first + size], "pagination": {"next": onward}})
            size, first = int(params["count"]), int(params.get("after", 0))
            following = {"count": size, "after": str(first + size), "direction": params["direction"]}
            more = following if first + size < len(mine) else None
            key = "stores" if name == "stores" else "data"
            return httpx.Response(200, json={key: mine[first : first + size], "pagination": {"next": more, "previous": None}})

        return answer

    def sent(self, request: httpx.Request) -> dict[str, str]:
        params = {key: ",".join(request.url.params.get_list(key)) for key in request.url.params}
        return {"path": request.url.path.rpartition("/")[2], **params}
