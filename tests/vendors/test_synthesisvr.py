"""The SynthesisVR adapter on the wire: which calls a question makes, exactly as the vendor spells them, and what comes of them."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import httpx
import pytest
import structlog
from pydantic import SecretStr, ValidationError

from bot.core.answer import Answer
from bot.core.errors import (
    FrontdeskError,
    KeyRefused,
    NoAnswer,
    NotFound,
    NotPermitted,
    SlowDown,
    VendorBroken,
    VendorRefused,
)
from bot.core.query import Query, Who
from bot.core.reading import Reading
from bot.core.states import Axis, Channel, Grain, Kind, Stage, Status
from bot.core.window import Window
from bot.desk.ask import Desk, DeskLimits
from bot.vendors.contract import Account
from bot.vendors.http import Http
from bot.vendors.synthesisvr.adapter import VENDOR
from bot.vendors.synthesisvr.settings import SynthesisVRSettings

KEY = "11111111-1111-4111-8111-111111111111"
ONE, TWO = "7c0f3a52-3f0e-4a57-9b0d-0a4f1d2b6c01", "7c0f3a52-3f0e-4a57-9b0d-0a4f1d2b6c02"
ZONE = ZoneInfo("Europe/London")
NOW = datetime(2024, 6, 15, 9, 0, tzinfo=ZONE)
"""A Saturday."""
TODAY = date(2024, 6, 15)

Answers = Callable[[str], Any]
"""What the vendor answers to the part of a path after the key, decoded: JSON, or a whole response."""


@dataclass
class Vendor:
    """A vendor in memory, with the raw paths that it was asked for."""

    answers: Answers
    raw: list[str] = field(default_factory=list)

    @property
    def asked(self) -> list[str]:
        """RANGE and criteria of each call."""
        return [unquote(path.split("/", 5)[5]) for path in self.raw]

    def __call__(self, request: httpx.Request) -> httpx.Response:
        raw = request.url.raw_path.decode()
        self.raw.append(raw)
        answer = self.answers(unquote(raw.split("/", 4)[4]))
        return answer if isinstance(answer, httpx.Response) else httpx.Response(200, json=answer)


@dataclass
class Counter:
    """A desk with one arcade."""

    desk: Desk
    vendor: Vendor

    async def ask(self, **query: Any) -> Answer:
        kinds = query.pop("kinds", (Kind.ARCADE_SESSION,))
        return await self.desk.ask(Reading(query=Query(kinds=kinds, **query), understood=""))


@asynccontextmanager
async def arcade(answers: Answers, limits: DeskLimits | None = None, **settings: Any) -> AsyncIterator[Counter]:
    vendor = Vendor(answers)
    async with Http(transport=httpx.MockTransport(vendor)) as http:
        made = SynthesisVRSettings(vendor="synthesisvr", venue="arena", api_key=SecretStr(KEY), **settings)
        account = Account(id="arena-vr", venue="arena", venue_name="VR Arena", zone=ZONE, currency="GBP", settings=made)
        yield Counter(Desk([account], {"synthesisvr": VENDOR}, http, clock=lambda: NOW, limits=limits), vendor)


def nothing(path: str) -> Any:
    return {"sessions": {}, "goods": [], "customers": []}


def rows(*wires: dict[str, Any]) -> Answers:
    return lambda path: {"sessions": list(wires)}


def days(first: date, last: date, axis: Axis = Axis.START) -> Window:
    return Window.days(first, last, ZONE, axis)


pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ({"window": days(TODAY, TODAY)}, "1%20day/date%3D2024-06-15"),
        ({"window": days(TODAY, date(2024, 6, 16))}, "2%20days/date%3D2024-06-15"),
        (
            {"window": days(TODAY, date(2024, 6, 21)), "channel": Channel.ONLINE},
            "7%20days/date%3D2024-06-15%20api_only",
        ),
        ({"window": days(TODAY, TODAY), "channel": Channel.IN_HOUSE}, "1%20day/date%3D2024-06-15%20skip_api"),
        ({"window": days(date(2024, 6, 14), date(2024, 6, 14), Axis.CREATED)}, "1%20day/crdate%3D2024-06-14"),
        ({"window": days(TODAY, TODAY), "status": (Status.CONFIRMED,)}, "1%20day/date%3D2024-06-15%20upcoming"),
        ({"window": days(TODAY, TODAY), "label": ("7",)}, "1%20day/date%3D2024-06-15%20label%3A7"),
        ({"window": days(TODAY, TODAY), "customer": Who(id="4411")}, "1%20day/date%3D2024-06-15%20customer%3A4411"),
        (
            {"window": days(TODAY, TODAY), "customer": Who(email="zoe@example.com")},
            "1%20day/date%3D2024-06-15%20zoe%40example.com",
        ),
        ({"window": days(TODAY, TODAY), "customer": Who(name="Zoë Ågren")}, "1%20day/date%3D2024-06-15%20Zo%C3%AB%20%C3%85gren"),
        ({"window": days(TODAY, TODAY), "text": "Zombie +1"}, "1%20day/date%3D2024-06-15%20Zombie%20%2B1"),
        ({"window": days(TODAY, TODAY, Axis.END)}, "2%20days/date%3D2024-06-14"),
        ({"window": days(TODAY, TODAY, Axis.OVERLAP)}, "2%20days/date%3D2024-06-14"),
    ],
)
async def test_a_question_is_asked_in_the_vendors_own_spelling(query: dict[str, Any], path: str) -> None:
    async with arcade(nothing) as counter:
        answer = await counter.ask(**query)
    assert counter.vendor.raw == [f"/data/sessions/{KEY}/json/{path}"]
    assert answer.complete


async def test_goods_have_their_own_endpoint() -> None:
    async with arcade(nothing) as counter:
        await counter.ask(kinds=(Kind.GOODS_SALE,), window=days(date(2024, 6, 1), date(2024, 6, 30)))
    assert counter.vendor.raw == [f"/data/goods/{KEY}/json/30%20days/date%3D2024-06-01"]


async def test_customers_are_searched_and_never_listed() -> None:
    answers = {"customers": [{"id": 4411, "email": "zoe@example.com"}, {"id": 4412, "email": "zoe@example.com.au"}]}
    async with arcade(lambda path: answers) as counter:
        answer = await counter.ask(kinds=(Kind.CUSTOMER,), customer=Who(email="zoe@example.com"))
        one = await counter.desk.get("arena-vr", Kind.CUSTOMER, "4412")
        all_of_them = await counter.ask(kinds=(Kind.CUSTOMER,))
    assert counter.vendor.raw == [f"/data/customers/{KEY}/search/zoe%40example.com", f"/data/customers/{KEY}/search/4412"]
    assert [record.id for record in answer.records] == ["4411"]
    assert one.id == "4412"
    assert "cannot list all customers" in (all_of_them.accounts[0].error or "")


async def test_a_long_window_is_split_into_stretches_of_31_days_and_merged() -> None:
    def answers(path: str) -> Any:
        # The edges of a RANGE are not documented: each stretch brings the first session of the next one as well.
        first = {"uuid": ONE, "start_time": "2024-07-01 10:00"}
        return {"sessions": [first, {"uuid": TWO, "start_time": "2024-08-01 10:00"}] if "2024-07" in path else {"0": first}}

    async with arcade(answers) as counter:
        answer = await counter.ask(window=days(date(2024, 5, 31), date(2024, 8, 1)))
    assert counter.vendor.asked == ["31 days/date=2024-05-31", "31 days/date=2024-07-01", "1 day/date=2024-08-01"]
    assert [record.id for record in answer.records] == [ONE, TWO]
    assert answer.complete


async def test_days_do_not_run_together_at_the_change_of_the_clock() -> None:
    async with arcade(nothing) as counter:
        await counter.ask(window=days(date(2024, 3, 30), date(2024, 3, 31)))
        await counter.ask(window=days(date(2024, 10, 27), date(2024, 10, 27)))
    assert counter.vendor.asked == ["2 days/date=2024-03-30", "1 day/date=2024-10-27"]


async def test_rows_outside_the_window_are_dropped_by_the_venues_clock() -> None:
    late = {"uuid": ONE, "start_time": "2024-06-15 23:30"}
    next_day = {"uuid": TWO, "start_time": "2024-06-15T23:30:00Z"}
    async with arcade(rows(late, next_day)) as counter:
        answer = await counter.ask(window=days(TODAY, TODAY))
    assert [record.id for record in answer.records] == [ONE]


async def test_too_many_stretches_are_cut_and_said() -> None:
    async with arcade(nothing, DeskLimits(pages=2)) as counter:
        answer = await counter.ask(window=days(date(2024, 1, 1), date(2024, 12, 31)))
    (report,) = answer.accounts
    assert counter.vendor.asked == ["31 days/date=2024-01-01", "31 days/date=2024-02-01"]
    assert not report.complete
    assert "only the first 62 days were looked through, up to 02 Mar 2024" in (report.error or "")


async def test_creation_is_asked_day_by_day_up_to_the_bound_and_not_beyond_today() -> None:
    async with arcade(nothing) as counter:
        month = await counter.ask(window=days(date(2024, 6, 1), date(2024, 6, 30), Axis.CREATED))
        week = await counter.ask(window=days(date(2024, 6, 10), date(2024, 6, 16), Axis.CREATED))
        future = await counter.ask(window=days(date(2024, 6, 16), date(2024, 6, 20), Axis.CREATED))
    assert counter.vendor.asked == [f"1 day/crdate=2024-06-{day:02}" for day in (*range(1, 11), *range(10, 16))]
    assert "only the first 10 days were looked through, up to 10 Jun 2024" in (month.accounts[0].error or "")
    assert week.complete
    assert future.complete
    assert future.accounts[0].calls == 0


async def test_a_row_without_its_time_of_creation_stands_and_hours_are_said_to_be_days() -> None:
    since = Window(axis=Axis.CREATED, start=datetime(2024, 6, 15, 8, 0, tzinfo=ZONE), grain=Grain.HOUR)
    async with arcade(rows({"uuid": ONE}, {"uuid": TWO, "created_at": "2024-06-15 07:00"})) as counter:
        hours = await counter.ask(window=since)
        day = await counter.ask(window=days(TODAY, TODAY, Axis.CREATED))
    assert [record.id for record in hours.records] == [ONE]
    assert "all of those days are shown" in (hours.accounts[0].note or "")
    assert day.accounts[0].note is None


async def test_a_question_without_days_looks_through_three_stretches_and_says_so() -> None:
    async with arcade(nothing) as counter:
        sessions = await counter.ask(customer=Who(name="Zoë"))
        goods = await counter.ask(kinds=(Kind.GOODS_SALE,), customer=Who(name="Zoë"))
    assert counter.vendor.asked == [
        f"31 days/date={day} Zoë" for day in ("2024-05-15", "2024-06-15", "2024-07-16", "2024-03-15", "2024-04-15", "2024-05-16")
    ]
    assert sessions.accounts[0].note == "looked from 15 May to 15 Aug 2024"
    assert goods.accounts[0].note == "looked from 15 Mar to 15 Jun 2024"


async def test_an_open_window_is_closed_and_says_so() -> None:
    async with arcade(nothing) as counter:
        ahead = await counter.ask(window=Window(start=datetime(2024, 6, 15, 9, 0, tzinfo=ZONE), grain=Grain.INSTANT))
        back = await counter.ask(window=Window(end=datetime(2024, 6, 15, 0, 0, tzinfo=ZONE)))
        made = await counter.ask(window=Window(axis=Axis.CREATED, end=datetime(2024, 6, 12, 0, 0, tzinfo=ZONE)))
    assert counter.vendor.asked[:4] == [
        "31 days/date=2024-06-15",
        "31 days/date=2024-07-16",
        "31 days/date=2024-05-14",
        "1 day/date=2024-06-14",
    ]
    assert counter.vendor.asked[4:] == [f"1 day/crdate=2024-06-{day:02}" for day in range(2, 12)]
    notes = [answer.accounts[0].note for answer in (ahead, back, made)]
    assert notes == ["looked ahead to 15 Aug 2024", "looked back to 14 May 2024", "looked back to what was made on 02 Jun 2024"]


async def test_the_ends_of_the_calendar_are_reached() -> None:
    async with arcade(nothing) as counter:
        answer = await counter.ask(window=Window(start=datetime(9999, 12, 30, tzinfo=ZONE)))
        first = await counter.ask(window=Window(end=datetime(1, 1, 3, tzinfo=ZONE)))
    assert counter.vendor.asked == ["1 day/date=9999-12-30", "1 day/date=0001-01-02"]
    assert answer.complete
    assert first.complete


async def test_a_session_is_looked_up_by_its_uuid_once() -> None:
    async with arcade(rows({"uuid": ONE, "start_time": "2021-01-01 10:00"})) as counter:
        by_id = await counter.ask(ids=(ONE,))
        by_ref = await counter.ask(ref=ONE.upper())
    assert counter.vendor.raw[0] == f"/data/sessions/{KEY}/json/1%20day/uuid%3A{ONE}"
    assert counter.vendor.asked == [f"1 day/uuid:{ONE}", f"1 day/uuid:{ONE.upper()}"]
    assert [record.id for record in (*by_id.records, *by_ref.records)] == [ONE, ONE]


async def test_an_empty_look_up_is_tried_once_more_with_a_wide_date() -> None:
    async with arcade(lambda path: {"sessions": [{"uuid": ONE}] if "date=" in path else []}) as counter:
        answer = await counter.ask(ids=(ONE,))
        external = await counter.ask(external_id=TWO)
    wide = "731 days/date=2023-06-16"
    assert counter.vendor.asked == [
        f"1 day/uuid:{ONE}",
        f"{wide} uuid:{ONE}",
        f"1 day/externaluuid:{TWO}",
        f"{wide} externaluuid:{TWO}",
    ]
    assert [record.id for record in answer.records] == [ONE]
    assert [record.id for record in external.records] == [ONE]


async def test_what_is_no_uuid_is_not_looked_up() -> None:
    async with arcade(nothing) as counter:
        answer = await counter.ask(ids=("42 upcoming", "date>2020-01-01"))
        with pytest.raises(NotFound):
            await counter.desk.get("arena-vr", Kind.ARCADE_SESSION, "42")
    assert counter.vendor.raw == []
    assert answer.accounts[0].note == "sessions are looked up by a UUID only"


async def test_one_session_comes_with_its_comments_and_a_missing_one_is_not_found() -> None:
    async with arcade(lambda path: {"sessions": [{"uuid": ONE, "comments": "Cake"}] if ONE in path else None}) as counter:
        record = await counter.desk.get("arena-vr", Kind.ARCADE_SESSION, ONE)
        with pytest.raises(NotFound, match="has no arcade session"):
            await counter.desk.get("arena-vr", Kind.ARCADE_SESSION, TWO)
        with pytest.raises(NotFound, match="no voucher"):
            await counter.desk.get("arena-vr", Kind.VOUCHER, TWO)
    assert counter.vendor.asked[0] == f"1 day/uuid:{ONE} comments"
    assert [note.text for note in record.notes] == ["Cake"]


async def test_one_sale_is_found_among_the_latest() -> None:
    async with arcade(lambda path: {"goods": [{"id": 901, "name": "Cola"}]}) as counter:
        assert (await counter.desk.get("arena-vr", Kind.GOODS_SALE, "901")).items[0].name == "Cola"


async def test_used_sessions_are_those_that_are_not_upcoming() -> None:
    both = {"sessions": [{"uuid": ONE}, {"uuid": TWO}]}
    async with arcade(lambda path: {"sessions": [{"uuid": TWO}]} if "upcoming" in path else both) as counter:
        used = await counter.ask(window=days(TODAY, TODAY), status=(Status.COMPLETED,))
        either = await counter.ask(window=days(TODAY, TODAY), status=(Status.CONFIRMED, Status.COMPLETED))
    assert counter.vendor.asked[:2] == ["1 day/date=2024-06-15", "1 day/date=2024-06-15 upcoming"]
    assert [(record.id, record.status) for record in used.records] == [(ONE, Status.COMPLETED)]
    assert {record.id: record.status for record in either.records} == {ONE: Status.COMPLETED, TWO: Status.CONFIRMED}


async def test_nobody_is_called_used_when_the_days_are_cut() -> None:
    async with arcade(rows({"uuid": ONE}), DeskLimits(pages=2)) as counter:
        answer = await counter.ask(window=days(TODAY, date(2024, 8, 1)), status=(Status.COMPLETED,))
    assert not answer.complete
    assert answer.records == ()


async def test_several_labels_are_asked_one_by_one_within_the_bound() -> None:
    async with arcade(rows({"uuid": ONE}), DeskLimits(pages=2)) as counter:
        two = await counter.ask(window=days(TODAY, TODAY), label=("7", "8"))
        three = await counter.ask(window=days(TODAY, TODAY), label=("7", "8", "9"))
    assert counter.vendor.asked == [f"1 day/date=2024-06-15 label:{label}" for label in (7, 8, 7, 8)]
    assert two.complete
    assert "only the first labels" in (three.accounts[0].error or "")


async def test_a_label_by_its_name_is_told_by_the_rows_or_refused() -> None:
    named = {"uuid": ONE, "labels": [{"id": 7, "name": "Birthday party"}]}
    async with arcade(rows(named, {"uuid": TWO})) as counter:
        told = await counter.ask(window=days(TODAY, TODAY), label=("birthday",))
    async with arcade(rows({"uuid": TWO})) as counter:
        untold = await counter.ask(window=days(TODAY, TODAY), label=("birthday", "7 upcoming"))
    assert [record.id for record in told.records] == [ONE]
    assert counter.vendor.asked == ["1 day/date=2024-06-15"]
    assert "It can answer: “label 7”" in (untold.accounts[0].error or "")


async def test_a_word_that_is_a_command_is_named() -> None:
    async with arcade(nothing) as counter:
        answer = await counter.ask(window=days(TODAY, TODAY), text="label:7 smith")
    assert counter.vendor.asked == ["1 day/date=2024-06-15 smith"]
    assert answer.accounts[0].note == "“label:7” was not searched for: it is a command there"


@pytest.mark.parametrize(
    ("query", "nearest"),
    [
        ({"stage": (Stage.ARRIVED,)}, "“sessions today”"),
        ({"balance": "outstanding"}, "“sessions” for the same days"),
        ({"window": days(TODAY, TODAY, Axis.MODIFIED)}, "“sessions booked” on the same days"),
        ({"window": days(TODAY, TODAY, Axis.REVENUE)}, "“goods sold” for the same days"),
        ({"channel": Channel.OTA}, "“sessions booked online”"),
        ({"status": (Status.CANCELLED,)}, "“sessions today”"),
    ],
)
async def test_what_cannot_be_answered_is_refused_with_what_can(query: dict[str, Any], nearest: str) -> None:
    async with arcade(nothing) as counter:
        (report,) = (await counter.ask(**query)).accounts
    assert counter.vendor.raw == []
    assert not report.complete
    assert (report.error or "").startswith("SynthesisVR cannot")
    assert nearest in (report.error or "")


async def test_a_question_about_what_the_arcade_does_not_have_is_no_question_to_it() -> None:
    async with arcade(nothing) as counter:
        (report,) = (await counter.ask(staff=("Nina",))).accounts
    assert (report.asked, report.note, report.error) == (False, "has no practitioners and was not asked", None)


@pytest.mark.parametrize(
    ("status", "error"),
    [(401, KeyRefused), (403, NotPermitted), (404, NotFound), (400, VendorRefused), (429, SlowDown), (500, VendorBroken)],
)
async def test_a_fault_is_told_by_its_kind_without_the_key(status: int, error: type[FrontdeskError]) -> None:
    async with arcade(lambda path: httpx.Response(status, json={"message": f"bad {KEY}"})) as counter:
        with pytest.raises(error) as caught:
            await counter.desk.probe("arena-vr")
    assert KEY not in str(caught.value)
    assert ("customers permission" in str(caught.value)) == (status in (401, 403, 404))


@pytest.mark.parametrize("content", [b"", b"<html></html>", b'{"sessions": [', b"[]", b'{"ok": true}'])
async def test_an_answer_that_is_no_list_of_sessions_is_a_fault(content: bytes) -> None:
    async with arcade(lambda path: httpx.Response(200, content=content)) as counter:
        with pytest.raises(VendorBroken):
            await counter.desk.probe("arena-vr")


async def test_a_later_stretch_that_fails_leaves_the_first_and_says_so() -> None:
    def answers(path: str) -> Any:
        return httpx.Response(500) if "07-01" in path else {"sessions": [{"uuid": ONE, "start_time": "2024-06-15 10:00"}]}

    async with arcade(answers) as counter:
        answer = await counter.ask(window=days(date(2024, 5, 31), date(2024, 7, 5)))
    assert [record.id for record in answer.records] == [ONE]
    assert "only the first 1 sessions are here" in (answer.accounts[0].error or "")


async def test_rows_that_cannot_be_read_are_counted() -> None:
    async with arcade(lambda path: {"sessions": [{"uuid": ONE}, None, "?", {}]}) as counter:
        answer = await counter.ask(window=days(TODAY, TODAY))
    assert [record.id for record in answer.records] == [ONE]
    assert "3 rows could not be read" in (answer.accounts[0].error or "")


async def test_no_address_with_the_key_reaches_the_log_or_an_error() -> None:
    def refuse(path: str) -> Any:
        raise httpx.ConnectError(f"cannot reach {path} with {KEY}")

    with structlog.testing.capture_logs() as logs:
        async with arcade(refuse) as counter:
            answer = await counter.ask(window=days(TODAY, TODAY))
            with pytest.raises(NoAnswer) as caught:
                await counter.desk.probe("arena-vr")
    assert KEY not in json.dumps(logs, default=repr) + repr(answer) + str(caught.value)
    assert KEY not in repr(next(iter(counter.desk.accounts.values())))


async def test_one_call_is_in_flight_at_a_time_for_one_key() -> None:
    flying, most = 0, 0

    async def slow(request: httpx.Request) -> httpx.Response:
        nonlocal flying, most
        flying += 1
        most = max(most, flying)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        flying -= 1
        return httpx.Response(200, json={"sessions": []})

    settings = SynthesisVRSettings(vendor="synthesisvr", venue="arena", api_key=SecretStr(KEY))
    one = Account(id="one", venue="arena", venue_name="VR Arena", zone=ZONE, currency="GBP", settings=settings)
    async with Http(transport=httpx.MockTransport(slow)) as http:
        desk = Desk([one, replace(one, id="two")], {"synthesisvr": VENDOR}, http, clock=lambda: NOW)
        await asyncio.gather(*(desk.probe(id) for id in ("one", "two", "one")))
    assert most == 1


async def test_a_route_can_be_corrected() -> None:
    routes = {"sessions": "GET /v2/{key}/sessions/{range}/as-json/{criteria}"}
    async with arcade(nothing, routes=routes, base_url="https://vr.example.com/api") as counter:
        await counter.ask(window=days(TODAY, TODAY))
    assert counter.vendor.raw == [f"/api/v2/{KEY}/sessions/1%20day/as-json/date%3D2024-06-15"]


async def test_the_key_is_proved_by_todays_sessions() -> None:
    async with arcade(rows({"uuid": ONE}, {"uuid": TWO})) as counter:
        assert await counter.desk.probe("arena-vr") == "2 sessions today"
    assert counter.vendor.asked == ["1 day/date=2024-06-15"]


def test_writing_is_off_unless_it_is_allowed_and_a_key_is_needed() -> None:
    settings = SynthesisVRSettings(vendor="synthesisvr", venue="arena", api_key=SecretStr(KEY))
    assert settings.allow_writes is False
    assert settings.base_url == "https://api.synthesisvr.com"
    for key in ("", " ", ".", ".."):
        with pytest.raises(ValidationError, match="must be the key of an API rule"):
            SynthesisVRSettings(vendor="synthesisvr", venue="arena", api_key=SecretStr(key))
