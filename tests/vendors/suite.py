"""What every vendor must stand, whichever it is. A vendor's tests inherit this and say how it is spelled on its wire."""

import json
import logging
import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, ClassVar

import httpx
import pytest
import stamina
import structlog
from pydantic import SecretStr, ValidationError

from bot.core.answer import AccountAnswer, Answer
from bot.core.query import Query
from bot.core.states import Kind, Status
from bot.desk.ask import DeskLimits
from bot.desk.planning import plan
from bot.vendors.contract import Account, Support, Vendor
from bot.vendors.line import quiet_retries
from tests.vendors import loopback
from tests.vendors.faults import ANSWERS, CONNECTIONS, JUNK, SMALL
from tests.vendors.samples import SAMPLES
from tests.vendors.world import Handler, Wire, account, ask, desk_over, reading

Row = Mapping[str, Any]
Native = tuple[Kind, str, Query, Mapping[str, str]]
Local = tuple[Kind, str, Query, Row, Row]


class VendorSuite(ABC):
    """The shared tests. `row` and `lists` speak the vendor's wire; `native` and `local` say what is asked of it how."""

    vendor: ClassVar[Vendor[Any]]
    keys: ClassVar[Mapping[str, Any]]
    other_keys: ClassVar[Mapping[str, Any]]
    kind: ClassVar[Kind]
    broad: ClassVar[Query]
    """A question that every row of `row(kind, …)` answers."""
    native: ClassVar[Sequence[Native]]
    local: ClassVar[Sequence[Local]]
    state_key: ClassVar[str]
    """The key of a row's state on the wire."""
    page_size: ClassVar[int]
    only_one: ClassVar[Collection[Kind]] = ()
    """Kinds of which an account has a single record."""

    @abstractmethod
    def row(self, kind: Kind, id: str, **changes: Any) -> dict[str, Any]:
        """A row as the vendor sends it."""

    @abstractmethod
    def page(self, rows: Sequence[Any]) -> Any:
        """The body of a list that is whole."""

    @abstractmethod
    def lists(self, rows: Mapping[Kind, Sequence[Any]]) -> Handler:
        """An honest server of these rows, page by page, that applies no filter."""

    @abstractmethod
    def sent(self, request: httpx.Request) -> dict[str, str]:
        """What a request asks for: its path under `path`, and its parameters, without the keys."""

    def every(self, kind: Kind) -> Query:
        """A question that brings every row of a kind."""
        return Query(kinds=(kind,))

    # What the tests below share

    @property
    def secrets(self) -> list[str]:
        return [value for value in (*self.keys.values(), *self.other_keys.values()) if isinstance(value, str) and "secret" in value]

    def account(self, id: str = "palm", **options: Any) -> Account[Any]:
        return account(self.vendor, self.keys, id, **options)

    async def ask(self, wire: Handler, query: Query, **limits: Any) -> Answer:
        return await ask(self.vendor, [self.account()], wire, query, **limits)

    def of(self, kind: Kind, query: Query) -> Query:
        return query.model_copy(update={"kinds": (kind,)})

    # Settings

    @pytest.mark.parametrize(
        "address",
        [
            "http://vendor.example",
            "http://127.0.0.1.evil.example",
            "https://user:pw@vendor.example",
            "ftp://x",
            "https://vendor.example:99111",
            "https://vendor.example:abc",
            "https://vendor.example:0",
            "https://[::1",
        ],
    )
    def test_a_key_never_travels_in_clear_or_to_an_odd_address(self, address: str) -> None:
        with pytest.raises(ValidationError, match=r"base_url\n.* must (be an address like|begin with) https://"):
            self.account(base_url=address)

    def test_keys_are_not_shown(self) -> None:
        settings = self.account().settings
        held = self.vendor.access(settings).secrets
        assert held
        for secret in held:
            assert isinstance(secret, SecretStr)
            assert secret.get_secret_value() not in repr(settings)
            assert secret.get_secret_value() not in settings.model_dump_json()

    # Paging

    @pytest.mark.anyio
    @pytest.mark.parametrize("over", [-1, 0, 1])
    async def test_it_pages_to_the_last_row(self, over: int) -> None:
        count = 2 * self.page_size + over
        wire = Wire(self.lists({self.kind: [self.row(self.kind, str(n + 1)) for n in range(count)]}))
        answer = await self.ask(wire, self.broad, desk=DeskLimits(rows=10_000, seconds=60))
        assert (len(answer.records), answer.total, answer.complete) == (min(count, 1_000), count, True)
        assert answer.accounts[0].error is None

    @pytest.mark.anyio
    async def test_it_stops_at_the_bound_and_says_so(self) -> None:
        rows = [self.row(self.kind, str(n + 1)) for n in range(3 * self.page_size)]
        answer = await self.ask(self.lists({self.kind: rows}), self.broad, desk=DeskLimits(rows=2 * self.page_size, seconds=60))
        assert not answer.complete
        assert answer.total is None
        assert f"only the first {2 * self.page_size:,} " in str(answer.accounts[0].error)
        by_pages = await self.ask(self.lists({self.kind: rows}), self.broad, desk=DeskLimits(rows=10_000, pages=1, seconds=60))
        assert f"only the first {self.page_size:,} " in str(by_pages.accounts[0].error)

    @pytest.mark.anyio
    async def test_rows_that_shift_between_pages_appear_once(self) -> None:
        rows = [self.row(self.kind, str(n + 1)) for n in range(self.page_size + 5)]
        calls = 0

        def shifting(request: httpx.Request) -> httpx.Response:
            nonlocal calls
            calls += 1
            late = [self.row(self.kind, str(900_000 + n)) for n in range(3)] if calls > 1 else []
            return self.lists({self.kind: [*late, *rows]})(request)

        answer = await self.ask(shifting, self.broad.model_copy(update={"limit": 10_000}), desk=DeskLimits(rows=10_000, seconds=60))
        ids = [record.id for record in answer.records]
        assert len(ids) == len(set(ids))
        assert {str(n + 1) for n in range(self.page_size + 5)} <= set(ids)

    @pytest.mark.anyio
    async def test_a_later_page_that_fails_leaves_the_earlier_ones(self) -> None:
        rows = [self.row(self.kind, str(n + 1)) for n in range(2 * self.page_size)]
        calls = 0

        def failing(request: httpx.Request) -> httpx.Response:
            nonlocal calls
            calls += 1
            return httpx.Response(500) if calls > 1 else self.lists({self.kind: rows})(request)

        answer = await self.ask(failing, self.broad, desk=DeskLimits(rows=10_000, seconds=60))
        assert len(answer.records) == self.page_size
        assert not answer.complete
        assert f"only the first {self.page_size:,} " in str(answer.accounts[0].error)
        assert answer.accounts[0].reference is not None
        assert ".." not in str(answer.accounts[0].error)

    # Filters

    def test_every_filter_offered_is_tried(self) -> None:
        tried = {(kind, name) for kind, name, *_ in (*self.native, *self.local)}
        offered = {(kind, name) for kind, offer in self.vendor.offers.items() for name in offer.filters}
        assert tried == offered
        for kind, name, *_ in self.native:
            assert self.vendor.offers[kind].support(name) is Support.NATIVE
        for kind, name, *_ in self.local:
            assert self.vendor.offers[kind].support(name) is Support.LOCAL

    @pytest.mark.anyio
    async def test_native_filters_are_sent_in_the_vendors_spelling(self) -> None:
        for kind, name, query, expected in self.native:
            wire = Wire(self.lists({}))
            await self.ask(wire, self.of(kind, query))
            sent = [self.sent(request) for request in wire.requests]
            assert any(expected.items() <= one.items() for one in sent), (kind, name, expected, sent)

    @pytest.mark.anyio
    async def test_local_filters_are_applied_again(self) -> None:
        for kind, name, query, yes, no in self.local:
            rows = {kind: [self.row(kind, "1", **yes), self.row(kind, "2", **no)]}
            answer = await self.ask(self.lists(rows), self.of(kind, query))
            assert [record.id for record in answer.records] == ["1"], (kind, name)
            assert answer.accounts[0].error is None, (kind, name)

    @pytest.mark.anyio
    async def test_what_it_cannot_do_is_refused_by_name_and_not_asked(self) -> None:
        for kind, offer in self.vendor.offers.items():
            for name in SAMPLES.keys() - offer.filters.keys():
                wire = Wire(self.lists({kind: [self.row(kind, "1")]}))
                report = (await self.ask(wire, self.of(kind, SAMPLES[name]))).accounts[0]
                assert not wire.requests, (kind, name)
                assert not report.asked
                if name in offer.lacks:
                    assert report.complete
                    assert report.note == f"has no {offer.lacks[name]} and was not asked"
                else:
                    assert not report.complete
                    assert report.error is not None
                    assert report.error.startswith(f"{self.vendor.title} cannot look for ")
                    refused, _, instead = report.error.partition(". It can answer: ")
                    assert instead
                    assert not re.search(r"[a-z][._][a-z]", refused), "a name of ours, not a word of theirs"

    def test_every_example_question_names_what_it_can_do(self) -> None:
        assert self.vendor.examples
        for kind in self.vendor.bookings:
            assert plan(self.of(kind, Query()), self.account(), self.vendor).plans

    # Rows

    @pytest.mark.anyio
    async def test_unknown_fields_and_states_are_kept_as_they_came(self) -> None:
        odd = self.row(self.kind, "1", **{self.state_key: "Awaiting Moon", "a_field_of_tomorrow": {"x": [1]}})
        (record,) = (await self.ask(self.lists({self.kind: [odd]}), self.broad)).records
        assert record.status is Status.UNKNOWN
        assert record.vendor_status == "Awaiting Moon"
        assert record.raw["a_field_of_tomorrow"] == {"x": [1]}

    @pytest.mark.anyio
    async def test_missing_null_and_odd_values_never_raise(self) -> None:
        """Every key of every kind of row, one level down too, with every sort of junk; one row's junk costs no other row."""
        for kind in self.vendor.offers.keys() - set(self.only_one):
            whole = self.row(kind, "whole")
            rows = [{key: value for key, value in whole.items() if key != left_out} for left_out in whole]
            for key, value in whole.items():
                rows += [{**whole, key: junk} for junk in JUNK]
                if isinstance(value, dict):
                    rows += [{**whole, key: {**value, inner: junk}} for inner in value for junk in JUNK]
                if isinstance(value, list) and value and isinstance(value[0], dict):
                    rows += [{**whole, key: [{**value[0], inner: junk}]} for inner in value[0] for junk in JUNK]
            numbered = [
                {**row, **{key: str(n) for key in whole if whole[key] == "whole" and row.get(key) == "whole"}}
                for n, row in enumerate(rows)
            ]
            answer = await self.ask(
                self.lists({kind: [*numbered, *JUNK, whole]}),
                self.every(kind),
                desk=DeskLimits(rows=100_000, pages=1_000, seconds=60),
            )
            report = answer.accounts[0]
            assert "fault of ours" not in str(report.error), report.error
            assert report.rows >= len(whole)
            assert "rows could not be read" in str(report.error)

    @pytest.mark.anyio
    async def test_a_record_is_read_by_its_id(self) -> None:
        wire = self.lists({self.kind: [self.row(self.kind, "7")]})
        async with desk_over(self.vendor, [self.account()], httpx.MockTransport(wire)) as desk:
            record = await desk.get("palm", self.kind, "7")
        assert (record.id, record.kind, record.account, record.vendor) == ("7", self.kind, "palm", self.vendor.name)

    # Faults

    @pytest.mark.anyio
    @pytest.mark.parametrize("name", ANSWERS)
    async def test_a_faulty_answer_is_one_sentence_and_costs_no_other_account(self, name: str) -> None:
        status, headers, content = ANSWERS[name]
        honest = self.lists({self.kind: [self.row(self.kind, "1")]})

        def wire(request: httpx.Request) -> httpx.Response:
            if request.url.host == "bad.example":
                return httpx.Response(status, headers=headers, stream=httpx.ByteStream(content))
            return honest(request)

        answer = await ask(self.vendor, self._two("https://bad.example", "https://good.example"), wire, self.broad, call=SMALL)
        self._told(answer)

    @pytest.mark.anyio
    @pytest.mark.parametrize("name", CONNECTIONS)
    async def test_a_broken_connection_is_one_sentence_and_costs_no_other_account(self, name: str) -> None:
        honest = loopback.answering(json.dumps(self.page([self.row(self.kind, "1")])).encode())
        async with loopback.serving(CONNECTIONS[name]) as bad, loopback.serving(honest) as good:
            limits = DeskLimits(seconds=1.5)
            async with desk_over(self.vendor, self._two(bad, good), None, desk=limits, call=SMALL) as desk:
                answer = await desk.ask(reading(self.broad))
        self._told(answer)

    @pytest.mark.anyio
    async def test_an_address_where_nobody_listens_is_one_sentence(self) -> None:
        async with desk_over(self.vendor, [self.account(base_url=loopback.nobody())], None) as desk:
            report = (await desk.ask(reading(self.broad))).accounts[0]
        assert report.error == f"{self.vendor.title} (palm) could not be reached."

    @pytest.mark.anyio
    async def test_a_redirect_is_not_followed_and_the_key_stays_here(self) -> None:
        heard: list[bytes] = []
        async with loopback.serving(loopback.answering(b"[]"), heard) as elsewhere:
            move = loopback.answering(b"", "302 Found", f"Location: {elsewhere}/\r\n")
            async with loopback.serving(move) as here, desk_over(self.vendor, [self.account(base_url=here)], None) as desk:
                report = (await desk.ask(reading(self.broad))).accounts[0]
        assert heard == []
        assert "points to another address (302), which we do not follow" in str(report.error)

    @pytest.mark.anyio
    @pytest.mark.usefixtures("_notes_of_retries_are_ours")
    async def test_the_log_holds_no_key_no_address_and_no_text_of_the_vendor(self, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        answers = iter([*ANSWERS.values()] * 4)

        def wire(request: httpx.Request) -> httpx.Response:
            status, headers, content = next(answers)
            return httpx.Response(status, headers=headers, stream=httpx.ByteStream(content))

        with structlog.testing.capture_logs() as lines:
            for _ in range(len(ANSWERS)):
                await self.ask(wire, self.broad, call=SMALL)
        foreign = [record.getMessage() for record in caplog.records]
        written = "\n".join([repr(line) for line in lines] + foreign)
        assert any(line["event"] == "account_failed" for line in lines)
        assert any(line["event"] == "vendor_call" for line in lines)
        for word in [*self.secrets, "LEAKED", "vendor.example"]:
            assert word not in written

    @pytest.mark.anyio
    async def test_an_operator_finds_a_refusal_in_the_log_by_its_reference(self) -> None:
        """What was asked and what the vendor complains of, by name only: no value of ours and no word of theirs."""
        content = {"message": "LEAKED", "errorCode": "4242", "errors": {"start_date": ["LEAKED"], "LEAKED, as a key": []}}
        with structlog.testing.capture_logs() as lines:
            (report,) = (await self.ask(lambda request: httpx.Response(422, json=content), self.broad)).accounts
        calls = [line for line in lines if line["event"] == "vendor_call_failed"]
        assert calls
        for line in calls:
            assert (line["log_level"], line["account"], line["status"]) == ("warning", "palm", 422)
            assert line["route"] in self.vendor.routes
            assert line["said"] == ["4242", "start_date"]
            assert all(re.fullmatch(r"[\w.\[\]-]+", name) for name in line["asked"])
        told = next(line for line in lines if line["event"] in ("account_failed", "account_incomplete"))
        assert (told["log_level"], told["account"], told["reference"]) == ("warning", "palm", report.reference)

    @pytest.mark.anyio
    @pytest.mark.usefixtures("_notes_of_retries_are_ours")
    async def test_a_retry_names_its_account(self) -> None:
        with structlog.testing.capture_logs() as lines:
            await self.ask(lambda request: httpx.Response(500), self.broad, call=SMALL)
        retries = [line for line in lines if line["event"] == "vendor_retry"]
        assert retries
        assert {line["account"] for line in retries} == {"palm"}

    @pytest.fixture
    def _notes_of_retries_are_ours(self) -> Iterator[None]:
        quiet_retries()
        yield
        stamina.instrumentation.set_on_retry_hooks(None)

    def _two(self, bad: str, good: str) -> list[Account[Any]]:
        return [
            account(self.vendor, self.keys, "bad", base_url=bad),
            account(self.vendor, self.other_keys, "good", base_url=good),
        ]

    def _told(self, answer: Answer) -> None:
        bad, good = answer.accounts
        assert [record.account for record in answer.records] == ["good"]
        assert good.complete
        assert not answer.complete
        self._is_a_sentence(bad)

    def _is_a_sentence(self, report: AccountAnswer) -> None:
        assert report.error is not None
        assert report.reference is not None
        assert report.error.startswith(f"{self.vendor.title} (bad) ")
        assert "fault of ours" not in report.error
        assert report.error.endswith(".")
        assert "\n" not in report.error
        assert len(report.error) < 200
        for word in [*self.secrets, "LEAKED", "http://", "https://", "127.0.0.1", "bad.example", "elsewhere.example"]:
            assert word not in report.error

    # Texts that people type

    async def structure_of(self, query: Query) -> list[tuple[str, str, frozenset[str]]]:
        """Where the calls of a question go and which parameters they have, whatever the values are."""
        wire = Wire(self.lists({}))
        await self.ask(wire, query)
        assert wire.requests
        return sorted(
            {(request.method, str(request.url.host), frozenset(self.sent(request)) - {"path"}) for request in wire.requests}
        )
