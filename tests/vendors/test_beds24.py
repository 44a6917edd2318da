"""Beds24's oddities, on top of what every vendor must stand."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import httpx
import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from bot.core.errors import NotFound
from bot.core.query import Query, Sort, Who
from bot.core.states import Axis, Balance, Kind, Status
from bot.core.window import Window
from bot.desk.ask import DeskLimits
from bot.vendors.beds24 import VENDOR
from bot.vendors.beds24.faults import fault
from tests.vendors.beds24_wire import A_YEAR, BOOKINGS, EVERYTHING, FREE, KEYS, LOCAL, NATIVE, OTHER, PROPERTY, ROOM, SAME
from tests.vendors.samples import on
from tests.vendors.suite import VendorSuite
from tests.vendors.texts import AWKWARD, typed
from tests.vendors.world import LONDON, Handler, Wire, account, ask, body, desk_over, dumped, reading

INCLUDES = {"includeInvoice", "includeInfoItems"}


def booked(request: httpx.Request) -> dict[str, Any]:
    """The body of a request without its keys."""
    return {key: value for key, value in json.loads(request.content).items() if key != "authentication"}


class TestBeds24(VendorSuite):
    vendor = VENDOR
    keys: ClassVar[Mapping[str, Any]] = KEYS
    other_keys: ClassVar[Mapping[str, Any]] = OTHER
    kind = Kind.BOOKING
    broad = on(Axis.CREATED, date(2000, 1, 1), date(2030, 1, 1))
    state_key = "status"
    page_size = 1_000
    native = NATIVE
    local = LOCAL

    def row(self, kind: Kind, id: str, **changes: Any) -> dict[str, Any]:
        match kind:
            case Kind.FREE_ROOM:
                return {**FREE, "roomId": id, **changes}
            case Kind.ROOM:
                return {**ROOM, "roomId": id, **changes}
            case _:
                return {**BOOKINGS[0], "bookId": id, **changes}

    def page(self, rows: Sequence[Any]) -> Any:
        return rows

    def lists(self, rows: Mapping[Kind, Sequence[Any]]) -> Handler:
        def answer(request: httpx.Request) -> httpx.Response:
            assert request.method == "POST"
            if request.url.path == "/json/getProperties":
                return httpx.Response(200, json=body("beds24", "properties"))
            if request.url.path == "/json/getProperty":
                types = rows.get(Kind.ROOM, [*PROPERTY["roomTypes"], {"roomId": "1", "name": "Loft"}])
                return httpx.Response(200, json={"getProperty": [{**PROPERTY, "roomTypes": types}]})
            if request.url.path == "/json/getAvailabilities":
                free = rows.get(Kind.FREE_ROOM, [])
                return httpx.Response(200, json={"propId": "41001", **{str(n): row for n, row in enumerate(free)}})
            assert request.url.path == "/json/getBookings"
            asked = booked(request)
            assert {"arrivalFrom", "arrivalTo"} <= asked.keys(), "the vendor's own window would hide rows"
            limit, offset = int(asked["limit"]), int(asked["offset"])
            assert limit <= 99 or "includeInvoice" not in asked
            return httpx.Response(200, json=list(rows.get(Kind.BOOKING, []))[offset : offset + limit])

        return answer

    def sent(self, request: httpx.Request) -> dict[str, str]:
        return {"path": request.url.path, **{key: str(value) for key, value in booked(request).items()}}

    # Windows

    @pytest.mark.anyio
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            (on(Axis.START), {"arrivalFrom": "20261123", "arrivalTo": "20261123"}),
            (Query(customer=Who(name="Smith")), {**A_YEAR, "searchText": "Smith"}),
            (Query(text="quiet"), {**A_YEAR, "searchText": "quiet"}),
            (Query(ref="AB-12"), {**EVERYTHING, "searchText": "AB-12"}),
            (Query(external_id="4012345678"), {**EVERYTHING, "searchText": "4012345678"}),
            (Query(customer=Who(email="j@example.com")), {**A_YEAR, "searchText": "j@example.com"}),
            (Query(customer=Who(phone="+44 7700 900 123")), {**A_YEAR, "searchText": "0123"}),
            (
                on(Axis.CREATED),
                {"arrivalFrom": "20261122", "arrivalTo": "20291122", "modifiedSince": "20261122 00:00:00"},
            ),
            (Query(status=(Status.CANCELLED,)), {**A_YEAR, "status": "0"}),
            (Query(status=(Status.BLOCKED,)), {**A_YEAR, "status": "4"}),
            (Query(status=(Status.CONFIRMED,)), A_YEAR),
            (
                Query(window=Window(start=datetime(2026, 11, 23, tzinfo=LONDON))),
                {"arrivalFrom": "20261123", "arrivalTo": "20291122"},
            ),
            (Query(window=Window(end=datetime(2026, 11, 23, tzinfo=LONDON))), {"arrivalFrom": "20000101", "arrivalTo": "20261122"}),
        ],
        ids=[
            "arrivals",
            "name",
            "text",
            "ref",
            "ota",
            "email",
            "phone",
            "made",
            "cancelled",
            "closed",
            "confirmed",
            "from",
            "until",
        ],
    )
    async def test_the_window_is_as_wide_as_the_question(self, query: Query, expected: dict[str, str]) -> None:
        wire = Wire(self.lists({}))
        await self.ask(wire, query)
        (request,) = wire.requests
        asked = booked(request)
        assert {key: asked[key] for key in asked.keys() - {"limit", "offset", *INCLUDES}} == expected

    @pytest.mark.anyio
    @pytest.mark.parametrize(
        ("zone", "start", "since"),
        [
            ("Europe/London", datetime(2026, 11, 23, 9, tzinfo=LONDON), "20261122 09:00:00"),
            ("Europe/London", datetime(2026, 7, 23, 0, tzinfo=LONDON), "20260721 23:00:00"),
            ("Asia/Tokyo", datetime(2026, 11, 23, 0, tzinfo=ZoneInfo("Asia/Tokyo")), "20261121 15:00:00"),
        ],
    )
    async def test_changed_since_is_utc_and_a_day_earlier(self, zone: str, start: datetime, since: str) -> None:
        wire = Wire(self.lists({}))
        query = Query(window=Window(axis=Axis.MODIFIED, start=start))
        await ask(VENDOR, [self.account(zone=ZoneInfo(zone))], wire, query)
        assert booked(wire.requests[0])["modifiedSince"] == since
        assert EVERYTHING.items() <= booked(wire.requests[0]).items()

    @pytest.mark.anyio
    async def test_a_number_read_out_may_be_the_channels(self) -> None:
        """Booking.com's numbers are all digits too, so a search follows the look-up by bookId."""
        wire = Wire(lambda request: httpx.Response(200, json=[] if "bookId" in booked(request) else BOOKINGS[:1]))
        answer = await self.ask(wire, Query(ref="4012345678"))
        assert [record.external_id for record in answer.records] == ["4012345678"]

    @pytest.mark.anyio
    async def test_a_group_is_its_master_and_its_members(self) -> None:
        rows = [self.row(Kind.BOOKING, "1"), self.row(Kind.BOOKING, "2", masterId="1"), self.row(Kind.BOOKING, "3", masterId="9")]
        wire = Wire(self.lists({Kind.BOOKING: rows}))
        answer = await self.ask(wire, Query(group="1"))
        assert [record.id for record in answer.records] == ["1", "2"]
        assert [{"masterId", "bookId"} & booked(request).keys() for request in wire.requests][:2] == [{"masterId"}, {"bookId"}]

    @pytest.mark.anyio
    async def test_an_id_that_is_no_number_is_no_booking_and_no_call(self) -> None:
        wire = Wire(self.lists({}))
        answer = await self.ask(wire, Query(ids=("../x", "abc")))
        assert (answer.records, answer.total, wire.requests) == ((), 0, [])
        async with desk_over(VENDOR, [self.account()], httpx.MockTransport(wire)) as desk:
            with pytest.raises(NotFound):
                await desk.get("palm", Kind.BOOKING, "9" * 300)
        assert wire.requests == []

    @pytest.mark.anyio
    async def test_how_far_an_undated_question_looked_is_said(self) -> None:
        note = (await self.ask(self.lists({}), Query(customer=Who(name="Smith")))).accounts[0].note
        assert note == "looked at arrivals from 23 Nov 2025 to 23 Nov 2027"
        note = (await self.ask(self.lists({}), Query(customer=Who(phone="07700 900123")))).accounts[0].note
        assert note is not None
        assert note.endswith("; phone numbers with a gap in their last 4 digits are not found")
        assert (await self.ask(self.lists({}), Query(external_id="X1"))).accounts[0].note is None

    # Invoices

    @pytest.mark.anyio
    @pytest.mark.parametrize(
        ("query", "with_invoices"),
        [
            (on(Axis.START), True),
            (on(Axis.OVERLAP), True),
            (on(Axis.START, date(2026, 1, 1), date(2026, 12, 31)), False),
            (Query(balance=Balance.OUTSTANDING, window=on(Axis.START, date(2026, 1, 1), date(2026, 12, 31)).window), True),
            (on(Axis.CREATED), False),
            (Query(ref="7"), True),
            (Query(customer=Who(name="Smith")), True),
            (Query(), False),
            (Query(status=(Status.CONFIRMED,)), False),
        ],
    )
    async def test_invoices_come_only_where_they_can(self, query: Query, with_invoices: bool) -> None:
        wire = Wire(self.lists({}))
        await self.ask(wire, query)
        asked = booked(wire.requests[0])
        assert asked.get("includeInvoice") is (True if with_invoices else None)
        assert asked["limit"] == ("99" if with_invoices else "1000")

    @pytest.mark.anyio
    async def test_invoices_are_paged_by_ninety_nine(self) -> None:
        wire = Wire(self.lists({Kind.BOOKING: [self.row(Kind.BOOKING, str(n + 1)) for n in range(200)]}))
        answer = await self.ask(wire, on(Axis.START))
        assert answer.total == 200
        asked = [booked(request) for request in wire.requests if request.url.path.endswith("getBookings")]
        assert [(each["limit"], each["offset"]) for each in asked] == [("99", "0"), ("99", "99"), ("99", "198")]

    # Mapping

    @pytest.mark.anyio
    async def test_bookings_as_records(self, snapshot: SnapshotAssertion) -> None:
        answer = await self.ask(self.lists({Kind.BOOKING: BOOKINGS}), Query(sort=Sort(by="name")))
        assert dumped(answer.records) == snapshot(extension_class=JSONSnapshotExtension)

    @pytest.mark.anyio
    async def test_departure_is_the_day_after_the_last_night(self) -> None:
        answer = await self.ask(self.lists({Kind.BOOKING: BOOKINGS[:3]}), on(Axis.END, date(2026, 11, 26)))
        assert [(record.id, record.end) for record in answer.records] == [("30112233", date(2026, 11, 26))]
        assert (await self.ask(self.lists({Kind.BOOKING: BOOKINGS[:2]}), on(Axis.OVERLAP, date(2026, 11, 26)))).records == ()

    @pytest.mark.anyio
    @pytest.mark.parametrize(
        ("invoice", "price", "currency", "money"),
        [
            ([], "360.00", "GBP", (36_000, 0, 36_000)),
            (None, "360.00", "GBP", (36_000, None, None)),
            ([{"qty": "2", "price": "10.50"}, {"qty": "-1", "price": "21.00"}], "21", "GBP", (2_100, 2_100, 0)),
            ([{"qty": "2", "price": "10.50"}, {"qty": "-1", "price": "21.00"}], "20", "GBP", (2_100, 2_100, 0)),
            # A discount lowers what is owed and is no payment.
            (
                [{"qty": "3", "price": "120"}, {"qty": "1", "price": "-60"}, {"qty": "-1", "price": "100"}],
                "360.00",
                "GBP",
                (30_000, 10_000, 20_000),
            ),
            # An invoice that holds an extra alone does not say what the stay costs.
            ([{"qty": "1", "price": "12"}], "360.00", "GBP", (36_000, 0, None)),
            ([{"qty": "1", "price": "12"}, {"qty": "-1", "price": "12"}], "360.00", "GBP", (36_000, 1_200, None)),
            ([{"qty": "1", "price": "0"}, {"qty": "-1", "price": "100"}], "360.00", "GBP", (36_000, 10_000, 26_000)),
            # A payment given back.
            ([{"qty": "-1", "price": "360"}, {"qty": "-1", "price": "-60"}], "360.00", "GBP", (36_000, 30_000, 6_000)),
            ([{"qty": "1", "price": "-60"}], "360.00", "GBP", (36_000, 0, None)),
            ([{"qty": "1", "price": "1500"}], "", "JPY", (1_500, 0, 1_500)),
            ([{"qty": "1", "price": "1.234"}], "", "KWD", (1_234, 0, 1_234)),
            ([{"qty": "-1", "price": "5"}], "", "GBP", (None, 500, None)),
            ([{"qty": "nan", "price": "5"}], "7", "GBP", (700, None, None)),
            ([{"qty": "1e999999", "price": "1e999999"}], "7", "GBP", (700, None, None)),
            ([{"qty": "1", "price": "five"}], "7", "GBP", (700, None, None)),
        ],
    )
    async def test_money_is_known_or_unknown_and_never_made_up(
        self, invoice: Any, price: str, currency: str, money: tuple[int | None, int | None, int | None]
    ) -> None:
        rows = [self.row(Kind.BOOKING, "1", invoice=invoice, price=price, currency=currency)]
        (record,) = (await self.ask(self.lists({Kind.BOOKING: rows}), on(Axis.START))).records
        assert record.money is not None
        assert (record.money.total, record.money.paid, record.money.balance) == money

    @pytest.mark.anyio
    @pytest.mark.parametrize(
        ("status", "sub", "shown"),
        [
            ("9", "0", "unknown (9)"),
            (12, "7", "unknown (12)"),
            ("1", "7", "1/7"),
            ("2", "", "2"),
            ("Moon", "", "Moon"),
            ("", "", None),
        ],
    )
    async def test_a_status_on_no_list_is_said_to_be_unknown(self, status: Any, sub: str, shown: str | None) -> None:
        rows = [self.row(Kind.BOOKING, "1", status=status, substatus=sub)]
        (record,) = (await self.ask(self.lists({Kind.BOOKING: rows}), on(Axis.START))).records
        assert record.vendor_status == shown

    @pytest.mark.anyio
    async def test_the_card_token_is_dropped(self) -> None:
        (record,) = (await self.ask(self.lists({Kind.BOOKING: BOOKINGS[:1]}), on(Axis.START))).records
        assert "stripeToken" not in record.raw
        assert "cus_SECRETCARD" not in repr(record.raw)

    @pytest.mark.anyio
    async def test_a_room_is_a_type_or_one_of_its_units_and_a_strange_one_is_not_looked_for(self) -> None:
        rows = [self.row(Kind.BOOKING, "1", unitId="2"), self.row(Kind.BOOKING, "2", unitId="3")]
        wire = Wire(self.lists({Kind.BOOKING: rows}))
        for name, found in [("deluxe", ["1", "2"]), ("102", ["1"]), ("Deluxe Double", ["1", "2"])]:
            answer = await self.ask(wire, Query(resource=(name,), window=on(Axis.START).window))
            assert [record.id for record in answer.records] == found
        assert {booked(request)["roomId"] for request in wire.requests if "Bookings" in request.url.path} == {"55001"}
        wire = Wire(self.lists({}))
        report = (await self.ask(wire, Query(resource=("104",), window=on(Axis.START).window))).accounts[0]
        assert report.error is not None
        assert report.error.startswith("Beds24 (palm) has no room called “104”")
        assert [request.url.path for request in wire.requests if "Bookings" in request.url.path] == []

    @pytest.mark.anyio
    async def test_rooms_that_cannot_be_looked_up_are_said_when_a_room_was_asked_for(self) -> None:
        def wire(request: httpx.Request) -> httpx.Response:
            return httpx.Response(500) if "Propert" in request.url.path else httpx.Response(200, json=BOOKINGS[:1])

        named = (await self.ask(wire, on(Axis.START))).accounts[0]
        assert (named.complete, named.error) == (True, None)
        report = (await self.ask(wire, Query(resource=("Deluxe",), window=on(Axis.START).window))).accounts[0]
        assert not report.complete
        assert "Beds24 (palm)" in str(report.error)

    @pytest.mark.anyio
    async def test_whether_one_unit_is_free_is_not_told(self) -> None:
        wire = Wire(self.lists({}))
        report = (await self.ask(wire, Query(kinds=(Kind.FREE_ROOM,), resource=("102",)))).accounts[0]
        assert report.error == (
            "Beds24 (palm) tells free rooms by their type, not for 102, Deluxe Double. It can answer: “free rooms tonight”."
        )

    @pytest.mark.anyio
    async def test_null_is_an_empty_list(self) -> None:
        answer = await self.ask(lambda request: httpx.Response(200, content=b"null"), on(Axis.START))
        assert (answer.total, answer.complete) == (0, True)

    # Errors

    @pytest.mark.anyio
    @pytest.mark.parametrize(
        ("code", "sentence"),
        [
            ("1002", "refused our key (1002)"),
            (1003, "refused our key (1003)"),
            ("1009", "does not let our key do this (1009)"),
            ("1010", "does not let our key do this (1010)"),
            ("1016", "has had too many calls (1016); try again in 5 minutes"),
            ("1020", "has had too many calls (1020); try again in 5 minutes"),
            ("1021", "has no credit (1021)"),
            ("1022", "does not accept calls from this machine's address (1022)"),
            ("2000", "does not know the property's key (2000)"),
            ("4242", "says that our request is wrong (4242)"),
            ("", "reported an error without a code"),
            (None, "reported an error without a code"),
        ],
    )
    async def test_an_error_with_status_200_is_an_error(self, code: Any, sentence: str) -> None:
        for answer in ({"error": "LEAKED", "errorCode": code}, [{"error": "LEAKED", "errorCode": code}]):
            report = (await self.ask(lambda request, answer=answer: httpx.Response(200, json=answer), on(Axis.START))).accounts[0]  # type: ignore[misc]
            assert sentence in str(report.error)
            assert "LEAKED" not in str(report.error)

    @pytest.mark.anyio
    @pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 503])
    async def test_an_error_with_another_status_says_as_much(self, status: int) -> None:
        """Which status errors come with is not documented."""
        wire = Wire(lambda request: httpx.Response(status, json={"error": "LEAKED", "errorCode": 1016}))
        async with desk_over(VENDOR, [self.account()], httpx.MockTransport(wire)) as desk:
            first = await desk.ask(reading(on(Axis.START)))
            await desk.ask(reading(on(Axis.START)), fresh=True)
        assert first.accounts[0].error == "Beds24 (palm) has had too many calls (1016); try again in 5 minutes."
        assert len(wire.requests) == 1

    @pytest.mark.anyio
    @pytest.mark.parametrize("content", [b'{"error": "LEAKED"}', b"LEAKED", b"", b"[" * 100_000, b"[1, 2]"])
    async def test_where_the_error_names_nothing_the_status_speaks(self, content: bytes) -> None:
        report = (await self.ask(lambda request: httpx.Response(401, content=content), on(Axis.START))).accounts[0]
        assert report.error == "Beds24 (palm) refused our key (401). An operator has to renew it; `frontdesk check` names it."

    @pytest.mark.anyio
    async def test_the_log_names_what_was_asked_without_its_values_and_keys(self) -> None:
        with structlog.testing.capture_logs() as lines:
            await self.ask(lambda request: httpx.Response(200, json={"errorCode": "4242"}), Query(customer=Who(name="Smith")))
        (line,) = [line for line in lines if line["event"] == "vendor_call_failed"]
        assert (line["asked"], line["said"], line["status"]) == (
            ["arrivalFrom", "arrivalTo", "includeInvoice", "limit", "offset", "searchText"],
            ["4242"],
            200,
        )

    @pytest.mark.parametrize("key", ["api_key", "prop_key"])
    @pytest.mark.parametrize("value", ["", "  ", "clé", "two\nlines", " padded"])
    def test_a_key_that_cannot_be_one_is_refused(self, key: str, value: str) -> None:
        with pytest.raises(ValidationError, match=key):
            account(VENDOR, {**KEYS, key: value})

    def test_a_row_about_errors_is_no_error(self) -> None:
        assert fault(BOOKINGS, "Beds24 (palm)") is None
        assert fault([], "x") is None
        assert fault(None, "x") is None

    @pytest.mark.anyio
    async def test_a_usage_limit_stops_the_queue_of_its_key(self) -> None:
        wire = Wire(lambda request: httpx.Response(200, json=body("beds24", "error")))
        accounts = [account(VENDOR, KEYS, "one"), account(VENDOR, SAME, "two")]
        async with desk_over(VENDOR, accounts, httpx.MockTransport(wire)) as desk:
            first = await desk.ask(reading(on(Axis.START)))
            again = await desk.ask(reading(on(Axis.START)), fresh=True)
        assert len(wire.requests) == 1
        assert not first.complete
        for report in again.accounts:
            assert report.calls == 0
            assert report.error == f"Beds24 ({report.account}) asked us to slow down; try again in 5 minutes."

    # One call at a time

    @pytest.mark.anyio
    async def test_calls_of_one_key_never_overlap_and_calls_of_two_do(self) -> None:
        async def overlaps(keys: Sequence[Mapping[str, Any]]) -> int:
            now = most = 0

            async def wire(request: httpx.Request) -> httpx.Response:
                nonlocal now, most
                now += 1
                most = max(most, now)
                for _ in range(5):
                    await asyncio.sleep(0)
                now -= 1
                return self.lists({Kind.BOOKING: BOOKINGS[:1]})(request)

            accounts = [account(VENDOR, key, f"a{number}") for number, key in enumerate(keys)]
            async with desk_over(VENDOR, accounts, httpx.MockTransport(wire)) as desk:
                answer = await desk.ask(reading(on(Axis.START)))
            assert answer.complete
            return most

        assert await overlaps([KEYS, SAME, SAME]) == 1
        assert await overlaps([KEYS, OTHER]) == 2

    @pytest.mark.anyio
    async def test_a_pause_follows_each_call_the_longest_of_the_accounts(self) -> None:
        times: list[tuple[float, float]] = []
        now = asyncio.get_running_loop().time

        async def wire(request: httpx.Request) -> httpx.Response:
            began = now()
            await asyncio.sleep(0.01)
            times.append((began, now()))
            return self.lists({})(request)

        accounts = [account(VENDOR, {**KEYS, "pause": 0.01}, "one"), account(VENDOR, {**SAME, "pause": 0.05}, "two")]
        async with desk_over(VENDOR, accounts, httpx.MockTransport(wire)) as desk:
            await desk.ask(reading(on(Axis.START)))
        assert len(times) == 2
        assert times[1][0] - times[0][1] >= 0.05

    @pytest.mark.anyio
    async def test_who_was_not_reached_in_the_queue_is_told_so(self) -> None:
        accounts = [account(VENDOR, {**KEYS, "pause": 5}, "one"), account(VENDOR, SAME, "two")]
        async with desk_over(VENDOR, accounts, httpx.MockTransport(self.lists({})), desk=DeskLimits(seconds=0.2)) as desk:
            questions = [reading(on(Axis.START).model_copy(update={"accounts": (id,)})) for id in ("one", "two")]
            first, second = [(await desk.ask(question)).accounts[0] for question in questions]
        assert first.complete
        assert second.error == "Beds24 (two) was not reached in time: other questions to it came first. Please ask again."

    @pytest.mark.anyio
    async def test_hotels_of_one_key_have_the_time_that_their_queue_takes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("bot.desk.errand.PATIENCE", 0.01)
        accounts = [account(VENDOR, {**SAME, "pause": 0.1}, f"hotel-{number}") for number in range(5)]
        wire = Wire(self.lists({Kind.BOOKING: BOOKINGS[:1]}))
        async with desk_over(VENDOR, accounts, httpx.MockTransport(wire), desk=DeskLimits(seconds=0.2)) as desk:
            asking = desk.start(reading(on(Axis.START)))
            await asking.more(within=5)
            early = asking.answer()
            await asking.done()
            whole = asking.answer()
        assert early.records
        assert early.waiting
        assert [(report.complete, report.rows) for report in whole.accounts] == [(True, 1)] * 5

    # Names of rooms

    @pytest.mark.anyio
    async def test_the_rooms_of_one_key_are_asked_for_once(self) -> None:
        wire = Wire(self.lists({Kind.BOOKING: BOOKINGS[:1]}))
        accounts = [account(VENDOR, KEYS, "one"), account(VENDOR, SAME, "two"), account(VENDOR, OTHER, "three")]
        async with desk_over(VENDOR, accounts, httpx.MockTransport(wire)) as desk:
            await desk.ask(reading(on(Axis.START)))
            answer = await desk.ask(reading(on(Axis.START)), fresh=True)
        lists = [json.loads(request.content) for request in wire.requests if "Properties" in request.url.path]
        assert sorted(each["authentication"]["apiKey"] for each in lists) == ["secret-api-key-of-one", "secret-api-key-of-two"]
        assert all("propKey" not in each["authentication"] for each in lists)
        assert {str(record.resource) for record in answer.records} == {"102, Deluxe Double"}
        assert {report.note for report in answer.accounts} == {None}

    @pytest.mark.anyio
    async def test_no_answer_waits_for_the_names_while_others_stand_in_the_queue(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("bot.desk.errand.PATIENCE", 0.01)
        order: list[str] = []

        def wire(request: httpx.Request) -> httpx.Response:
            order.append(request.url.path)
            return self.lists({Kind.BOOKING: BOOKINGS[:1]})(request)

        accounts = [account(VENDOR, {**SAME, "pause": 0.02}, f"hotel-{number}") for number in range(3)]
        async with desk_over(VENDOR, accounts, httpx.MockTransport(wire)) as desk:
            asking = desk.start(reading(on(Axis.START)))
            await asking.more(within=5)
            assert order == ["/json/getBookings"], "the first hotel's rows are here before anybody else was asked"
            (report,) = [report for report in asking.answer().accounts if not report.waiting]
            assert (report.complete, report.rows, report.error) == (True, 1, None)
            assert report.note == "room names have not come yet"
            await asking.done()
        assert order[:3] == ["/json/getBookings"] * 3

    @pytest.mark.anyio
    async def test_names_that_are_late_come_with_the_next_answer(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("bot.desk.errand.PATIENCE", 0.02)
        go = asyncio.Event()

        async def wire(request: httpx.Request) -> httpx.Response:
            if "Properties" in request.url.path:
                await go.wait()
            return self.lists({Kind.BOOKING: BOOKINGS[:1]})(request)

        async with desk_over(VENDOR, [self.account()], httpx.MockTransport(wire)) as desk:
            first = await desk.ask(reading(on(Axis.START)))
            go.set()
            second = await desk.ask(reading(on(Axis.START)), fresh=True)
        assert [str(record.resource) for record in (*first.records, *second.records)] == ["55001", "102, Deluxe Double"]
        assert (first.complete, first.accounts[0].note) == (True, "room names have not come yet")
        assert (second.complete, second.accounts[0].note) == (True, None)

    @pytest.mark.anyio
    @pytest.mark.parametrize("failure", ["refused", "odd", "silent"])
    async def test_names_that_fail_cost_one_call_for_a_while_and_are_said(
        self, failure: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("bot.desk.errand.ONE_CALL", 0.02)
        calls = 0

        async def wire(request: httpx.Request) -> httpx.Response:
            nonlocal calls
            if "Properties" not in request.url.path:
                return httpx.Response(200, json=BOOKINGS[:1])
            calls += 1
            if failure == "silent":
                await asyncio.Event().wait()
            return httpx.Response(500) if failure == "refused" else httpx.Response(200, json={"getProperties": "soon"})

        async with desk_over(VENDOR, [self.account()], httpx.MockTransport(wire)) as desk:
            reports = [(await desk.ask(reading(on(Axis.START)), fresh=True)).accounts[0] for _ in range(3)]
        assert calls == 1
        assert {(report.complete, report.rows, report.error, report.note) for report in reports} == {
            (True, 1, None, "room names did not come")
        }

    @pytest.mark.anyio
    async def test_names_that_failed_are_asked_for_again_later(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("bot.desk.ask.MISSED_SECONDS", 0)
        wire = Wire(
            lambda request: httpx.Response(500) if "Properties" in request.url.path else httpx.Response(200, json=BOOKINGS[:1])
        )
        async with desk_over(VENDOR, [self.account()], httpx.MockTransport(wire)) as desk:
            for _ in range(2):
                await desk.ask(reading(on(Axis.START)), fresh=True)
        assert len([request for request in wire.requests if "Properties" in request.url.path]) == 2

    @pytest.mark.anyio
    async def test_a_question_about_a_room_waits_for_the_names(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("bot.desk.errand.PATIENCE", 0)

        async def wire(request: httpx.Request) -> httpx.Response:
            await asyncio.sleep(0.02)
            return self.lists({Kind.BOOKING: BOOKINGS[:1]})(request)

        accounts = [account(VENDOR, {**SAME, "pause": 0.02}, id) for id in ("one", "two")]
        named = on(Axis.START).model_copy(update={"resource": ("Deluxe",)})
        async with desk_over(VENDOR, accounts, httpx.MockTransport(wire)) as desk:
            answer = await desk.ask(reading(named))
        assert answer.complete
        assert [str(record.resource) for record in answer.records] == ["102, Deluxe Double"] * 2

    @pytest.mark.anyio
    async def test_closing_stops_the_call_for_names_without_a_complaint(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("bot.desk.errand.PATIENCE", 0)
        complaints: list[object] = []
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: complaints.append(context))
        before = asyncio.all_tasks()

        async def wire(request: httpx.Request) -> httpx.Response:
            if "Properties" in request.url.path:
                await asyncio.Event().wait()
            return httpx.Response(200, json=BOOKINGS[:1])

        async with desk_over(VENDOR, [self.account()], httpx.MockTransport(wire)) as desk:
            assert (await desk.ask(reading(on(Axis.START)))).complete
            assert asyncio.all_tasks() > before
        await asyncio.sleep(0)
        assert asyncio.all_tasks() == before
        assert complaints == []

    # Texts that people type

    @pytest.mark.parametrize("field", ["text", "ref", "external_id", "group", "customer.name", "customer.email", "customer.phone"])
    @given(text=st.one_of(st.sampled_from(AWKWARD), st.text(min_size=1, max_size=200)))
    def test_no_text_changes_the_structure_of_a_call(self, field: str, text: str) -> None:
        query = typed(field, text)
        if query is None:
            return
        for method, host, fields in asyncio.run(self.structure_of(query)):
            assert (method, host) == ("POST", "vendor.example")
            assert fields <= {"arrivalFrom", "arrivalTo", "searchText", "bookId", "masterId", "limit", "offset", *INCLUDES}

    @pytest.mark.anyio
    async def test_a_search_sends_one_word_as_it_was_typed(self) -> None:
        wire = Wire(self.lists({}))
        await self.ask(wire, Query(customer=Who(name='Jane "O’Neill-%2F/../" {x}')))
        assert booked(wire.requests[0])["searchText"] == '"O’Neill-%2F/../"'

    @pytest.mark.anyio
    async def test_the_probe_reads_one_booking(self) -> None:
        wire = Wire(lambda request: httpx.Response(200, json=[]))
        async with desk_over(VENDOR, [self.account()], httpx.MockTransport(wire)) as desk:
            assert await desk.probe("palm") == "bookings of this property can be read"
        assert booked(wire.requests[0])["limit"] == "1"
