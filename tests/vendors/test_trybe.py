"""Trybe's oddities, on top of what every vendor must stand."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from bot.core.errors import NotFound
from bot.core.matching import digits_of
from bot.core.query import Query, Who
from bot.core.states import Axis, Kind, Report, Stage, Status
from bot.core.window import Window
from bot.desk.ask import Desk
from bot.vendors.http import Http
from bot.vendors.trybe import VENDOR
from tests.vendors import loopback
from tests.vendors.samples import on
from tests.vendors.suite import VendorSuite
from tests.vendors.texts import AWKWARD, typed
from tests.vendors.trybe_server import WITHOUT_SITE, serving
from tests.vendors.trybe_wire import (
    CLASS,
    GUEST,
    JANE,
    KEYS,
    LOCAL,
    MON,
    NAMES,
    NATIVE,
    ORDER,
    OTHER,
    OWN_IDS,
    SITE,
    TUE,
    VISIT,
    person,
)
from tests.vendors.trybe_wire_kinds import LOCAL as MORE_LOCAL
from tests.vendors.trybe_wire_kinds import NATIVE as MORE_NATIVE
from tests.vendors.world import LONDON, Handler, Wire, account, ask, body, desk_over, dumped, reading

BY_ID = (ORDER, VISIT, CLASS, GUEST, Kind.SESSION_BOOKING, Kind.MEMBERSHIP)
TYPED_INTO = {"query", "name", "email", "phone", "id", "customer_id", "code"}
PLACES_ASKED = ([b"shop", b"orders"], [b"customers", b"customers"], [b"shop", b"voucher-codes"], [b"shop", b"vouchers"])
OF_A_SITE = [kind for kind in VENDOR.offers if kind not in (Kind.EMAIL, Kind.REPORT, Kind.PLACE, Kind.LABEL)]
NOBODY, BOOKER = person(), person(first_name="Ada", last_name="Sistant", email="assistant@example.com", phone="+15550100")


class TestTrybe(VendorSuite):
    vendor = VENDOR
    keys: ClassVar[Mapping[str, Any]] = KEYS
    other_keys: ClassVar[Mapping[str, Any]] = OTHER
    kind = Kind.ORDER
    broad = on(Axis.CREATED, date(2000, 1, 1), date(2030, 1, 1))
    state_key = "status"
    page_size = 100
    only_one = (Kind.PLACE,)
    native = (*NATIVE, *MORE_NATIVE)
    local = (*LOCAL, *MORE_LOCAL)

    def row(self, kind: Kind, id: str, **changes: Any) -> dict[str, Any]:
        code = {"code": id} if kind is Kind.VOUCHER else {}
        return {**body("trybe", NAMES[kind])["data"][0], **OWN_IDS.get(kind, {}), "id": id, **code, **changes}

    def page(self, rows: Sequence[Any]) -> Any:
        return {"data": rows}

    def lists(self, rows: Mapping[Kind, Sequence[Any]]) -> Handler:
        return serving(rows, SITE)

    def every(self, kind: Kind) -> Query:
        asked = {Kind.EMAIL: Query(group="o1"), Kind.REPORT: Query(report=Report.STATS)}
        return self.of(kind, asked.get(kind, Query()))

    def sent(self, request: httpx.Request) -> dict[str, str]:
        return {"path": request.url.path, **dict(request.url.params)}

    # Paging

    @pytest.mark.anyio
    async def test_a_cap_on_per_page_that_nobody_mentions_costs_no_rows(self) -> None:
        rows = [self.row(ORDER, str(n)) for n in range(40)]

        def capped(request: httpx.Request) -> httpx.Response:
            page = int(request.url.params["page"])
            meta = {"current_page": page, "last_page": 3, "per_page": 15, "total": 40}
            return httpx.Response(200, json={"data": rows[(page - 1) * 15 : page * 15], "meta": meta})

        answer = await self.ask(capped, self.broad)
        assert (answer.total, answer.accounts[0].calls) == (40, 3)

    @pytest.mark.anyio
    async def test_a_list_without_meta_is_whole(self) -> None:
        wire = Wire(lambda request: httpx.Response(200, json={"data": [self.row(ORDER, "1")]}))
        answer = await self.ask(wire, self.broad)
        assert (answer.total, answer.complete, len(wire.requests)) == (1, True, 1)

    @pytest.mark.anyio
    async def test_an_empty_page_in_the_middle_and_a_page_without_its_number_are_no_end(self) -> None:
        def gaps(request: httpx.Request) -> httpx.Response:
            page = int(request.url.params["page"])
            rows = [] if page == 2 else [self.row(ORDER, str(page))]
            return httpx.Response(200, json={"data": rows, "meta": {"last_page": 3}})

        assert (await self.ask(gaps, self.broad)).total == 2

    # Requests

    @pytest.mark.anyio
    async def test_the_site_and_the_key_go_with_every_call(self) -> None:
        for kind in VENDOR.offers:
            wire = Wire(self.lists({}))
            await self.ask(wire, self.every(kind))
            assert wire.requests
            for request in wire.requests:
                assert request.url.params.get("site_id") == SITE or WITHOUT_SITE.fullmatch(request.url.path)
                assert request.headers["authorization"] == "Bearer secret-token-of-one"
                assert request.headers["accept"] == "application/json"

    @pytest.mark.parametrize("site", ["", "   "])
    def test_an_account_without_a_site_is_refused(self, site: str) -> None:
        with pytest.raises(ValidationError, match="site_id"):
            account(VENDOR, {**KEYS, "site_id": site})

    @pytest.mark.anyio
    async def test_offsets_are_percent_encoded_on_the_wire(self) -> None:
        tokyo = ZoneInfo("Asia/Tokyo")
        heard: list[bytes] = []
        query = Query(window=Window.days(MON, MON, tokyo, Axis.CREATED))
        server = loopback.serving(loopback.answering(b'{"data": []}'), heard)
        async with server as base, desk_over(VENDOR, [self.account(zone=tokyo, base_url=base)], None) as desk:
            answer = await desk.ask(reading(query))
        assert answer.complete
        (request,) = heard
        line = request.split(b"\r\n")[0]
        assert (
            b"submitted_at_from=2026-11-23T00%3A00%3A00%2B09%3A00" in line
            or b"submitted_at_from=2026-11-23T00:00:00%2B09:00" in line
        )
        assert b"submitted_at_to=2026-11-24T00" in line
        assert b"T00:00:00+09" not in line

    @pytest.mark.anyio
    async def test_a_path_stays_one_segment_on_the_wire(self) -> None:
        heard: list[bytes] = []
        server = loopback.serving(loopback.answering(b"{}", "404 Not Found"), heard)
        async with server as base, desk_over(VENDOR, [self.account(base_url=base)], None) as desk:
            for ref in AWKWARD:
                if (query := typed("ref", ref)) is not None:
                    await desk.ask(reading(self.of(ORDER, query)))
        by_ref = [line for line in (request.split(b"\r\n")[0] for request in heard) if line.startswith(b"GET /shop/orders/ref/")]
        assert len(by_ref) >= len(AWKWARD) - 4
        for line in by_ref:
            path = line.split(b" ")[1].split(b"?")[0]
            assert path.count(b"/") == 4
            assert not path.endswith((b"/", b"/.", b"/.."))
        for request in heard:
            assert request.startswith((b"GET /shop/orders/ref/", b"GET /shop/orders?"))

    @pytest.mark.anyio
    async def test_one_call_for_each_word_that_a_state_has(self) -> None:
        wire = Wire(self.lists({}))
        await self.ask(wire, Query(status=(Status.PENDING, Status.CONFIRMED)))
        assert sorted(self.sent(request)["status"] for request in wire.requests) == ["in_progress", "new", "submitted"]
        wire = Wire(self.lists({ORDER: [self.row(ORDER, "1", status="odd")]}))
        answer = await self.ask(wire, Query(status=(Status.UNKNOWN,)))
        assert [record.vendor_status for record in answer.records] == ["odd"]
        assert "status" not in self.sent(wire.requests[0])

    @pytest.mark.anyio
    async def test_a_day_is_asked_as_one_and_more_as_a_range_with_a_margin(self) -> None:
        wire = Wire(self.lists({}))
        await self.ask(wire, on(Axis.START, MON, TUE))
        sent = self.sent(wire.requests[0])
        assert (sent["item_date_from"], sent["item_date_to"]) == ("2026-11-22T00:00:00+00:00", "2026-11-26T00:00:00+00:00")
        assert "item_date" not in sent

    @pytest.mark.anyio
    async def test_an_upper_end_that_the_vendor_leaves_out_keeps_the_last_second(self) -> None:
        wire = Wire(self.lists({}))
        end = datetime(2026, 11, 23, 9, 30, 15, 400_000, tzinfo=LONDON)
        await self.ask(wire, Query(window=Window(axis=Axis.CREATED, end=end)))
        assert self.sent(wire.requests[0])["submitted_at_to"] == "2026-11-23T09:30:16+00:00"

    @pytest.mark.anyio
    async def test_an_undated_question_about_the_diary_says_how_far_it_looked(self) -> None:
        for kind in (VISIT, CLASS):
            report = (await self.ask(self.lists({}), Query(kinds=(kind,)))).accounts[0]
            assert report.note == "looked from 24 Oct to 21 Feb 2027"
        since = Query(kinds=(CLASS,), window=Window(start=datetime(2026, 11, 23, tzinfo=LONDON)))
        assert (await self.ask(self.lists({}), since)).accounts[0].note == "looked ahead to 21 Feb 2027"

    @pytest.mark.anyio
    @pytest.mark.parametrize("kind", [ORDER, VISIT, Kind.SESSION_BOOKING])
    async def test_who_has_come_without_a_day_is_about_today(self, kind: Kind) -> None:
        session = {"session": {"start_time": "2026-11-24T10:00:00+00:00"}}
        changed: dict[Kind, Any] = {VISIT: {"start_time": "2026-11-24T10:00:00+00:00"}, Kind.SESSION_BOOKING: session}
        rows = [self.row(kind, "1", stage="arrived"), self.row(kind, "2", stage="arrived", **changed.get(kind, {}))]
        wire = Wire(self.lists({kind: rows}))
        answer = await self.ask(wire, Query(kinds=(kind,), stage=(Stage.ARRIVED,)))
        assert answer.accounts[0].note == "for today, 23 Nov"
        sent = self.sent(wire.requests[0])
        days = [value[:10] for name, value in sent.items() if "date" in name or "start_time" in name]
        assert days in (["2026-11-23"], ["2026-11-22", "2026-11-24"], ["2026-11-23", "2026-11-24"])
        assert "1" in [record.id for record in answer.records]
        assert kind is not VISIT or len(answer.records) == 1

    # By reference, by person

    @pytest.mark.anyio
    async def test_a_reference_falls_back_to_the_list_and_an_exact_match(self) -> None:
        rows = [self.row(ORDER, "1", order_ref="TRY0012"), self.row(ORDER, "2", order_ref="TRY00123")]
        wire = Wire(self.lists({ORDER: rows}))
        answer = await self.ask(wire, Query(kinds=(ORDER,), ref="try0012"))
        assert [record.id for record in answer.records] == ["1"]
        assert self.sent(wire.requests[0])["path"] == "/shop/orders/ref/try0012"
        assert self.sent(wire.requests[1])["query"] == "try0012"

    @pytest.mark.anyio
    async def test_a_reference_that_is_found_needs_one_call(self) -> None:
        wire = Wire(lambda request: httpx.Response(200, json={"data": self.row(ORDER, "1", order_ref="TRY0012")}))
        assert (await self.ask(wire, Query(kinds=(ORDER,), ref="TRY0012"))).accounts[0].calls == 1

    @pytest.mark.anyio
    async def test_a_persons_orders_are_those_found_and_those_of_the_customers_found(self) -> None:
        jane = {"id": "c1", **JANE}
        found, theirs = self.row(ORDER, "1", **JANE), self.row(ORDER, "2", customer_id="c1", **JANE)

        def wire(request: httpx.Request) -> httpx.Response:
            params = dict(request.url.params)
            if request.url.path == "/customers/customers":
                return httpx.Response(200, json={"data": [jane]})
            return httpx.Response(200, json={"data": [theirs] if params.get("customer_id") == "c1" else [found, theirs]})

        recorded = Wire(wire)
        answer = await self.ask(recorded, Query(kinds=(ORDER,), customer=Who(name="Jane")))
        assert sorted(record.id for record in answer.records) == ["1", "2"]
        assert answer.complete
        assert {self.sent(r).get("query") for r in recorded.requests if r.url.path == "/shop/orders"} == {"Jane", None}

    def customers(self, people: Sequence[Any], theirs: Mapping[str, Sequence[Any]], searched: Sequence[Any] = ()) -> Handler:
        """A server that knows these people, the orders of each by their id, and what the orders' own search finds."""

        def answer(request: httpx.Request) -> httpx.Response:
            params = dict(request.url.params)
            if request.url.path == "/customers/customers":
                return httpx.Response(200, json={"data": people})
            rows = theirs.get(params["customer_id"], ()) if "customer_id" in params else searched
            return httpx.Response(200, json={"data": list(rows)})

        return answer

    @pytest.mark.anyio
    @pytest.mark.parametrize(
        "who",
        [Who(email="Jane@example.com"), Who(phone="020 7946 0958"), Who(name="jane smith")],
        ids=["email", "phone", "name"],
    )
    async def test_an_order_of_the_customer_found_is_hers_whatever_is_written_on_it(self, who: Who) -> None:
        jane = {"id": "900", **JANE, "email": "jane@example.com", "phone": "+442079460958"}
        bare, booker = self.row(ORDER, "1", customer_id="900", **NOBODY), self.row(ORDER, "2", customer_id="900", **BOOKER)
        nameless = self.row(ORDER, "3", customer_id=None, **NOBODY)
        wire = self.customers([jane], {"900": [bare, booker, nameless]}, searched=[bare])
        answer = await self.ask(wire, Query(kinds=(ORDER,), customer=who))
        assert ([record.id for record in answer.records], answer.complete) == (["1", "2", "3"], True)
        for record in answer.records:
            assert record.customer is not None
            assert (record.customer.id, record.customer.name) == ("900", "Jane Smith")
            assert (record.customer.email, record.customer.phone) == ("jane@example.com", "+442079460958")
        assert [record.raw["email"] for record in answer.records] == [None, "assistant@example.com", None]

    @pytest.mark.anyio
    async def test_what_the_customer_does_not_tell_stays_as_the_order_has_it(self) -> None:
        jane = {"id": "900", **JANE, "email": "jane@example.com"}
        order = self.row(ORDER, "1", customer_id="900", **person(phone="+442079460958"))
        wire = self.customers([jane], {"900": [order]})
        (record,) = (await self.ask(wire, Query(kinds=(ORDER,), customer=Who(email="jane@example.com")))).records
        assert record.customer is not None
        assert record.customer.phone == "+442079460958"

    @pytest.mark.anyio
    async def test_orders_that_only_the_search_found_are_looked_at_again(self) -> None:
        jane = {"id": "900", **JANE, "email": "jane@example.com"}
        searched = [self.row(ORDER, "1", **BOOKER), self.row(ORDER, "2", **person(email="jane@example.com"))]
        wire = self.customers([jane], {"900": [self.row(ORDER, "3", customer_id="900", **NOBODY)]}, searched)
        answer = await self.ask(wire, Query(kinds=(ORDER,), customer=Who(email="jane@example.com")))
        assert sorted(record.id for record in answer.records) == ["2", "3"]

    @pytest.mark.anyio
    async def test_orders_of_somebody_else_who_was_found_are_not_hers(self) -> None:
        mary = {"id": "901", **person(first_name="Mary", last_name="Janet"), "email": "mary.jane@example.com"}
        recorded = Wire(self.customers([mary], {"901": [self.row(ORDER, "1", customer_id="901", **NOBODY)]}))
        answer = await self.ask(recorded, Query(kinds=(ORDER,), customer=Who(email="jane@example.com")))
        assert (answer.records, answer.complete) == ((), True)
        assert all("customer_id" not in self.sent(request) for request in recorded.requests)

    @pytest.mark.anyio
    async def test_a_list_that_does_not_keep_to_the_customer_gives_her_nobody_elses_orders(self) -> None:
        jane = {"id": "900", **JANE, "email": "jane@example.com"}
        wire = self.customers([jane], {"900": [self.row(ORDER, "1", customer_id="901", **NOBODY)]})
        assert (await self.ask(wire, Query(kinds=(ORDER,), customer=Who(email="jane@example.com")))).records == ()

    @pytest.mark.anyio
    async def test_a_customer_who_signed_up_at_another_site_has_her_orders_here(self) -> None:
        jane = {"id": "900", **JANE, "email": "jane@example.com", "site_id": "another"}
        wire = self.customers([jane], {"900": [self.row(ORDER, "1", customer_id="900", **NOBODY)]})
        answer = await self.ask(wire, Query(kinds=(ORDER,), customer=Who(email="jane@example.com")))
        assert [record.id for record in answer.records] == ["1"]

    @pytest.mark.anyio
    async def test_customers_that_did_not_all_come_are_told(self) -> None:
        jane = {"id": "900", **JANE, "email": "jane@example.com"}
        wire = self.customers([jane, {"email": "jane@example.com"}], {})
        report = (await self.ask(wire, Query(kinds=(ORDER,), customer=Who(email="jane@example.com")))).accounts[0]
        assert not report.complete
        assert "1 rows could not be read" in str(report.error)

    @pytest.mark.anyio
    async def test_a_name_that_many_share_is_not_passed_off_as_whole(self) -> None:
        rows = {GUEST: [{"id": f"c{n}", **JANE} for n in range(8)], ORDER: [self.row(ORDER, "1", **JANE)]}
        report = (await self.ask(self.lists(rows), Query(kinds=(ORDER,), customer=Who(name="Jane")))).accounts[0]
        assert not report.complete
        assert "only the first 5 of 8 matching customers were looked up" in str(report.error)

    @pytest.mark.anyio
    async def test_a_list_that_fails_beside_another_leaves_its_rows(self) -> None:
        def wire(request: httpx.Request) -> httpx.Response:
            if request.url.path == "/customers/customers":
                return httpx.Response(500)
            return self.lists({ORDER: [self.row(ORDER, "1", **JANE)]})(request)

        answer = await self.ask(wire, Query(kinds=(ORDER,), customer=Who(name="Jane")))
        assert [record.id for record in answer.records] == ["1"]
        assert answer.accounts[0].error == (
            "From Trybe (palm) some orders did not come: Trybe (palm) has a fault of its own (500); try again in a minute."
        )

    @pytest.mark.anyio
    async def test_ids_that_are_not_there_leave_those_that_are(self) -> None:
        answer = await self.ask(self.lists({ORDER: [self.row(ORDER, "1")]}), Query(kinds=(ORDER,), ids=("1", "2", "..")))
        assert ([record.id for record in answer.records], answer.complete) == (["1"], True)

    # Sites

    @pytest.mark.anyio
    @pytest.mark.parametrize("kind", OF_A_SITE)
    async def test_rows_of_other_sites_are_not_shown(self, kind: Kind) -> None:
        rows = [self.row(kind, "1"), self.row(kind, "2", site_id="another"), self.row(kind, "3", site_id=None)]
        answer = await self.ask(self.lists({kind: rows}), Query(kinds=(kind,)))
        assert sorted(record.id for record in answer.records) == ["1", "3"]
        if kind is not GUEST:
            assert {(record.location.id, record.location.name) for record in answer.records if record.location} == {
                (SITE, "The Palm")
            }

    @pytest.mark.anyio
    @pytest.mark.parametrize("kind", BY_ID)
    async def test_an_id_of_another_site_is_not_found(self, kind: Kind) -> None:
        rows = [self.row(kind, "1"), self.row(kind, "2", site_id="another")]
        wire = self.lists({kind: rows})
        answer = await self.ask(wire, Query(kinds=(kind,), ids=("1", "2")))
        assert ([record.id for record in answer.records], answer.complete) == (["1"], True)
        async with desk_over(VENDOR, [self.account()], httpx.MockTransport(wire)) as desk:
            assert (await desk.get("palm", kind, "1")).id == "1"
            with pytest.raises(NotFound, match="palm"):
                await desk.get("palm", kind, "2")

    @pytest.mark.anyio
    async def test_a_reference_of_another_site_is_looked_for_in_the_list(self) -> None:
        theirs = self.row(ORDER, "1", order_ref="TRY0012", site_id="another")
        ours = self.row(ORDER, "2", order_ref="TRY0012")

        def wire(request: httpx.Request) -> httpx.Response:
            by_ref = request.url.path.startswith("/shop/orders/ref/")
            return httpx.Response(200, json={"data": theirs if by_ref else [theirs, ours]})

        answer = await self.ask(wire, Query(kinds=(ORDER,), ref="TRY0012"))
        assert [record.id for record in answer.records] == ["2"]

    @pytest.mark.anyio
    async def test_one_key_of_two_sites_shows_each_order_once(self) -> None:
        wire = self.lists({ORDER: [self.row(ORDER, "1"), self.row(ORDER, "2", site_id="another")]})
        accounts = [self.account(), account(VENDOR, {**KEYS, "site_id": "another"}, "grove")]
        answer = await ask(VENDOR, accounts, wire, Query(kinds=(ORDER,), ids=("1", "2")))
        assert sorted((record.account, record.id) for record in answer.records) == [("grove", "2"), ("palm", "1")]

    # Mapping

    @pytest.mark.anyio
    @pytest.mark.parametrize("kind", [kind for kind in VENDOR.offers if kind is not Kind.AVAILABILITY])
    async def test_objects_as_records(self, kind: Kind, snapshot: SnapshotAssertion) -> None:
        rows = {kind: body("trybe", NAMES[kind])["data"]}
        status = (Status.CANCELLED, Status.CONFIRMED) if kind is CLASS else ()
        answer = await self.ask(self.lists(rows), self.every(kind).model_copy(update={"status": status}))
        assert dumped(answer.records) == snapshot(extension_class=JSONSnapshotExtension)

    @pytest.mark.anyio
    async def test_all_three_arrays_of_an_order_are_its_lines(self) -> None:
        (record,) = (await self.ask(self.lists({ORDER: [self.row(ORDER, "1")]}), on(Axis.START))).records
        assert [item.name for item in record.items] == ["Hot stone massage", "Lavender oil", "Spa day", "Thermal suite"]
        assert [item.quantity for item in record.items] == [1, 2, 1, 1]
        assert (record.start, record.end) == (datetime(2026, 11, 23, 10, tzinfo=LONDON), datetime(2026, 11, 23, 15, tzinfo=LONDON))

    @pytest.mark.anyio
    async def test_times_are_shown_on_the_venues_wall(self) -> None:
        rows = {VISIT: [self.row(VISIT, "1", start_time="2026-07-01T23:30:00Z")]}
        (record,) = (
            await self.ask(self.lists(rows), on(Axis.START, date(2026, 7, 2)).model_copy(update={"kinds": (VISIT,)}))
        ).records
        assert isinstance(record.start, datetime)
        assert record.start.isoformat() == "2026-07-02T00:30:00+01:00"

    @pytest.mark.anyio
    async def test_money_is_whole_units_in_the_sites_currency(self) -> None:
        changes: list[tuple[dict[str, Any], tuple[str, int | None]]] = [
            ({"currency": "jpy", "totals": {"total": 12_000}}, ("JPY", 12_000)),
            ({"currency": None, "totals": {"total": "9900"}}, ("GBP", 9_900)),
            ({"totals": None, "total_cost": 100.0}, ("GBP", 100)),
            ({"totals": {"total": 99.5}, "total_cost": None}, ("GBP", None)),
            ({"totals": {"total": 2**60 + 1}}, ("GBP", 2**60 + 1)),
        ]
        for change, (currency, total) in changes:
            (record,) = (await self.ask(self.lists({ORDER: [self.row(ORDER, "1", **change)]}), on(Axis.START))).records
            assert record.money is not None
            assert (record.money.currency, record.money.total) == (currency, total)
            assert record.money.total is None or type(record.money.total) is int

    # Routes

    @pytest.mark.anyio
    async def test_a_route_can_be_corrected(self) -> None:
        wire = Wire(lambda request: httpx.Response(200, json={"data": []}))
        corrected = account(VENDOR, {**KEYS, "routes": {"orders.list": "GET /v2/orders"}})
        await ask(VENDOR, [corrected], wire, self.broad)
        assert wire.requests[0].url.path == "/v2/orders"

    @pytest.mark.anyio
    @pytest.mark.parametrize(
        "routes",
        [
            {"orders.lists": "GET /x"},
            {"orders.list": "/x"},
            {"orders.list": "DELETE /x"},
            {"orders.list": "GET /x?y=1"},
            {"orders.list": "GET https://evil.example/x"},
            {"orders.list": "GET /x/{orderId}"},
            {"orders.get": "GET /x"},
            {"orders.get": "GET /x/{orderId}/{other}"},
            {"orders.get": "GET /x/{orderId}/{"},
            {"orders.get": "GET /x/{orderId}/{orderId!r}"},
            {"orders.get": "GET /x/{orderId.__class__}"},
        ],
        ids=str,
    )
    async def test_a_wrong_correction_is_refused(self, routes: dict[str, str]) -> None:
        async with Http() as http:
            with pytest.raises(ValueError, match="route"):
                Desk([account(VENDOR, {**KEYS, "routes": routes})], {"trybe": VENDOR}, http)

    @pytest.mark.anyio
    @pytest.mark.parametrize("id", ["", ".", "..", "..."])
    async def test_an_id_that_would_lead_elsewhere_is_no_record(self, id: str) -> None:
        wire = Wire(self.lists({}))
        async with desk_over(VENDOR, [self.account()], httpx.MockTransport(wire)) as desk:
            with pytest.raises(NotFound, match="no record called"):
                await desk.get("palm", ORDER, id)
        assert wire.requests == []

    # Probe

    @pytest.mark.anyio
    async def test_the_probe_finds_its_site_on_whatever_page_it_is(self) -> None:
        sites = [{"id": f"s{n}"} for n in range(20)] + body("trybe", "sites")["data"]

        def wire(request: httpx.Request) -> httpx.Response:
            page = int(request.url.params["page"])
            return httpx.Response(
                200, json={"data": sites[(page - 1) * 15 : page * 15], "meta": {"current_page": page, "last_page": 2}}
            )

        async with desk_over(VENDOR, [self.account()], httpx.MockTransport(wire)) as desk:
            assert await desk.probe("palm") == "site Palm Spa, Europe/London"

    @pytest.mark.anyio
    async def test_the_probe_says_when_the_site_is_not_the_keys(self) -> None:
        wire = Wire(lambda request: httpx.Response(200, json={"data": [{"id": "another"}]}))
        async with desk_over(VENDOR, [self.account()], httpx.MockTransport(wire)) as desk:
            with pytest.raises(NotFound, match="site_id is none of the 1 sites"):
                await desk.probe("palm")

    # Texts that people type

    @pytest.mark.parametrize(
        "field", ["text", "ref", "ids", "external_id", "customer.name", "customer.email", "customer.phone", "customer.id"]
    )
    @given(text=st.one_of(st.sampled_from(AWKWARD), st.text(min_size=1, max_size=200)))
    def test_no_text_changes_the_structure_of_a_call(self, field: str, text: str) -> None:
        query = typed(field, text)
        words = " ".join((text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)).split())
        if query is None or not words.strip("."):
            return
        wire = Wire(self.lists({}))
        asyncio.run(self.ask(wire, query))
        assert wire.requests
        for request in wire.requests:
            segments = request.url.raw_path.split(b"?")[0].split(b"/")
            assert segments[1:3] in PLACES_ASKED
            assert len(segments) <= 5
            assert (request.method, request.url.host) == ("GET", "vendor.example")
            params = self.sent(request)
            assert params.keys() <= {"path", "site_id", "page", "per_page", *TYPED_INTO}
            typed_in = [value for key, value in params.items() if key not in {"path", "site_id", "page", "per_page"}]
            assert all(value == words or (field == "customer.phone" and value == digits_of(words)) for value in typed_in)
