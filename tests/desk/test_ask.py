"""One question to many accounts: each answers, fails or is late by itself."""

import asyncio
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
import structlog

from bot.core.errors import AskOperator, CannotAnswer, NotUnderstood, UnknownName, VendorBroken
from bot.core.query import PartySize, Query, Sort, Who
from bot.core.reading import Reading
from bot.core.record import Customer, Party
from bot.core.states import Balance, Kind, Status
from bot.core.window import Window
from bot.desk.ask import Desk, DeskLimits
from bot.vendors.contract import Found
from bot.vendors.http import Http
from tests.desk.fake import LONDON, NOW, Search, account, asked, call, desk, record

pytestmark = pytest.mark.anyio
TODAY = NOW.date()


def by_account(**behaviours: Any) -> Search:
    """A search that does for each account what is given: an error to raise, records to return, or a function to await."""

    async def search(errand: Any, plan: Any) -> Found:
        behaviour = behaviours[errand.account.id]
        if isinstance(behaviour, Exception):
            raise behaviour
        if callable(behaviour):
            return await behaviour(errand, plan)  # type: ignore[no-any-return]  # the test gives a search
        return (
            behaviour if isinstance(behaviour, Found) else Found(records=tuple(record(errand.account.id, id) for id in behaviour))
        )

    return search


async def forever(errand: Any, plan: Any) -> Found:
    await asyncio.Event().wait()
    raise AssertionError("never set")


async def test_the_records_of_all_accounts_are_one_answer() -> None:
    async with desk(by_account(a=["1", "2"], b=["3"]), account("a"), account("b")) as counter:
        answer = await counter.ask(asked())
    assert [each.id for each in answer.records] == ["1", "2", "3"]
    assert (answer.total, answer.complete, answer.next) == (3, True, None)
    assert [(each.account, each.rows, each.complete, each.error) for each in answer.accounts] == [
        ("a", 2, True, None),
        ("b", 1, True, None),
    ]


async def test_an_account_that_fails_is_told_in_its_own_words_under_a_reference() -> None:
    search = by_account(a=["1"], b=VendorBroken("Fake (b) has a fault of its own (500)."))
    async with desk(search, account("a"), account("b")) as counter:
        with structlog.testing.capture_logs() as lines:
            asking = counter.start(asked())
            await asking.done()
            first, again = asking.answer(), asking.answer()
    assert [each.id for each in first.records] == ["1"]
    failed = first.accounts[1]
    assert (failed.complete, failed.asked, failed.error) == (False, True, "Fake (b) has a fault of its own (500).")
    assert first.total is None
    assert failed.reference == again.accounts[1].reference
    assert [(line["event"], line["reference"]) for line in lines] == [("account_failed", failed.reference)]


async def test_a_fault_of_ours_costs_no_other_account_and_shows_nothing_of_itself() -> None:
    async with desk(by_account(a=["1"], b=ZeroDivisionError("LEAKED")), account("a"), account("b")) as counter:
        with structlog.testing.capture_logs() as lines:
            answer = await counter.ask(asked())
    assert [each.id for each in answer.records] == ["1"]
    assert answer.accounts[1].error == "Fake (b) could not be asked because of a fault of ours."
    assert answer.accounts[1].reference is not None
    assert [line["event"] for line in lines] == ["account_broke"]


async def test_a_vendor_that_never_ends_is_cut_off() -> None:
    async with desk(by_account(a=["1"], b=forever), account("a"), account("b"), limits=DeskLimits(seconds=0.05)) as counter:
        answer = await counter.ask(asked())
    assert [each.id for each in answer.records] == ["1"]
    assert answer.accounts[1].error == "Fake (b) did not answer in time."


async def test_an_answer_can_be_looked_at_while_one_account_is_late() -> None:
    go = asyncio.Event()

    async def late(errand: Any, plan: Any) -> Found:
        await go.wait()
        return Found(records=(record("b", "2"),))

    async with desk(by_account(a=["1"], b=late), account("a"), account("b")) as counter:
        asking = counter.start(asked())
        await asking.more(within=5)
        assert not await asking.done(within=0.01)
        early = asking.answer()
        go.set()
        assert await asking.done(within=5)
        whole = asking.answer()
        await asking.more(within=0)
    assert [each.id for each in early.records] == ["1"]
    assert [each.account for each in early.waiting] == ["b"]
    assert (early.complete, early.total, early.accounts[1].error) == (False, None, None)
    assert [each.id for each in whole.records] == ["1", "2"]
    assert whole.waiting == ()
    assert whole.complete


async def test_who_was_not_waited_for_is_said_without_a_fault() -> None:
    async with desk(by_account(a=forever), account("a")) as counter:
        asking = counter.start(asked())
        await asyncio.sleep(0)
        asking.cancel()
        await asking.done()
        with structlog.testing.capture_logs() as lines:
            report = asking.answer().accounts[0]
    assert (report.error, report.complete) == ("Fake (a) was not waited for.", False)
    assert lines == []


async def test_an_asker_who_gives_up_takes_the_answer_from_nobody() -> None:
    go, loads = asyncio.Event(), 0

    async def once(errand: Any, plan: Any) -> Found:
        nonlocal loads
        loads += 1
        await go.wait()
        return Found(records=(record("a", "1"),))

    async with desk(by_account(a=once), account("a")) as counter:
        impatient, patient = counter.start(asked()), counter.start(asked())
        await asyncio.sleep(0.01)
        impatient.cancel()
        go.set()
        await patient.done()
        assert [each.id for each in patient.answer().records] == ["1"]
    assert loads == 1


async def test_two_hundred_who_ask_the_same_are_one_call_and_only_one_pays() -> None:
    calls = 0

    def wire(request: httpx.Request) -> httpx.Response:
        nonlocal calls
        calls += 1
        return httpx.Response(200, json={})

    async def search(errand: Any, plan: Any) -> Found:
        await call(errand)
        return Found(records=(record("palm", "1"),))

    async with desk(search, wire=wire) as counter:
        questions = [asked(sort=Sort(by="name", descending=bool(number % 2)), limit=number + 1) for number in range(200)]
        answers = await asyncio.gather(*(counter.ask(question) for question in questions))
        later = await counter.ask(asked())
        fresh = await counter.ask(asked(), fresh=True)
    assert calls == 2
    assert sum(answer.accounts[0].calls for answer in answers) == 1
    assert (later.accounts[0].calls, fresh.accounts[0].calls) == (0, 1)
    assert fresh.accounts[0].age == 0.0


async def test_answers_to_other_questions_are_not_shared() -> None:
    seen: list[Query] = []

    async def search(errand: Any, plan: Any) -> Found:
        seen.append(plan.query)
        return Found(records=())

    async with desk(search) as counter:
        for question in (asked(), asked(ref="1"), asked(ref="2"), asked(text="1"), asked(status=(Status.CANCELLED,))):
            await counter.ask(question)
    assert len(seen) >= 5


async def test_a_vendor_does_not_see_what_the_memory_does_not_know() -> None:
    """The order, the limit and the scope are no part of the key, so no vendor may fetch by them."""
    seen: list[Query] = []

    async def search(errand: Any, plan: Any) -> Found:
        seen.append(plan.query)
        return Found(records=())

    async with desk(search) as counter:
        await counter.ask(asked(ref="1", sort=Sort(by="balance"), limit=3, count=True, venues=("palm",), vendors=("fake",)))
    assert seen == [Query(ref="1")]


async def test_a_limit_above_the_usual_fetches_that_many_and_is_another_answer() -> None:
    bounds: list[tuple[int, int]] = []

    async def search(errand: Any, plan: Any) -> Found:
        bounds.append((errand.bound.rows, errand.bound.pages))
        return Found(records=())

    async with desk(search, limits=DeskLimits(rows=100, pages=3)) as counter:
        for limit in (None, 20, 100, 250, 250, 1_000):
            await counter.ask(asked(limit=limit))
    assert bounds == [(100, 3), (250, 9), (1_000, 30)]


async def test_filters_are_applied_again_and_unwanted_states_are_counted() -> None:
    found = Found(
        records=(
            record("a", "1", start=TODAY, date_only=True),
            record("a", "2", start=TODAY, date_only=True, status=Status.CANCELLED),
            record("a", "3", start=TODAY + timedelta(days=1), date_only=True),
            record("a", "4", start=TODAY + timedelta(days=1), date_only=True, status=Status.CANCELLED),
        )
    )
    async with desk(by_account(a=found), account("a")) as counter:
        answer = await counter.ask(asked(window=Window.days(TODAY, TODAY, LONDON)))
    assert [each.id for each in answer.records] == ["1"]
    assert answer.left_out == {Status.CANCELLED: 1}
    assert (answer.total, answer.accounts[0].rows) == (1, 1)


async def test_what_is_missing_and_what_is_worth_saying_come_along() -> None:
    found = Found(records=(), complete=False, why="only the first 5 orders are here", note="looked back to 1 Nov")
    async with desk(by_account(a=found), account("a")) as counter:
        report = (await counter.ask(asked())).accounts[0]
    assert (report.complete, report.error, report.note) == (
        False,
        "From Fake (a) only the first 5 orders are here.",
        "looked back to 1 Nov",
    )


async def test_a_second_kind_that_fails_leaves_the_first_ones_records() -> None:
    async def search(errand: Any, plan: Any) -> Found:
        if plan.kind is Kind.CUSTOMER:
            raise VendorBroken("Fake (palm) has a fault of its own (500).")
        return Found(records=(record("palm", "1", customer=Customer(name="Jane")),))

    async with desk(search) as counter:
        with structlog.testing.capture_logs() as lines:
            answer = await counter.ask(asked(customer=Who(name="Jane")))
    assert [each.id for each in answer.records] == ["1"]
    report = answer.accounts[0]
    assert (answer.complete, report.error) == (False, "Fake (palm) has a fault of its own (500).")
    assert report.reference is not None
    assert lines == [
        {
            "event": "account_incomplete",
            "log_level": "warning",
            "account": "palm",
            "why": ["VendorBroken"],
            "rows": 1,
            "reference": report.reference,
        }
    ]


async def test_a_list_that_is_not_whole_has_a_reference_and_a_whole_one_has_none() -> None:
    half = Found(records=(), complete=False, why="only the first 5 orders are here: Jane Smith")
    async with desk(by_account(a=half, b=["1"]), account("a"), account("b")) as counter:
        with structlog.testing.capture_logs() as lines:
            one, other = (await counter.ask(asked())).accounts
    assert [(line["event"], line["account"], line["reference"]) for line in lines] == [("account_incomplete", "a", one.reference)]
    assert "Jane" not in repr(lines)
    assert other.reference is None


async def test_a_refusal_and_an_account_that_has_no_such_thing() -> None:
    async with desk(by_account(a=["1"]), account("a"), account("v", "vouchers")) as counter:
        refused = await counter.ask(asked(kinds=(Kind.APPOINTMENT,), balance=Balance.OUTSTANDING))
    spa, codes = refused.accounts
    assert (spa.asked, spa.complete, spa.reference) == (False, False, None)
    assert spa.error == "Fake cannot look for appointments by what is owed. It can answer: “unpaid orders”."
    assert (codes.asked, codes.complete, codes.note) == (False, True, "has no appointments and was not asked")
    assert (spa.calls, codes.calls) == (0, 0)


async def test_every_venue_gets_its_own_tomorrow() -> None:
    """Near midnight the same word names other days: New York's evening is Tokyo's next morning."""
    york, tokyo = ZoneInfo("America/New_York"), ZoneInfo("Asia/Tokyo")
    windows: dict[str, Window] = {}

    async def search(errand: Any, plan: Any) -> Found:
        windows[errand.account.id] = plan.query.window
        return Found(records=())

    here = Window.days(date(2026, 11, 24), date(2026, 11, 24), york)
    there = Window.days(date(2026, 11, 25), date(2026, 11, 25), tokyo)
    reading = Reading(query=Query(window=here), understood="", elsewhere={"Asia/Tokyo": Query(window=there)})
    places = [account("york", zone=york), account("tokyo", zone=tokyo), account("london"), account("york-2", zone=york)]
    async with desk(search, *places) as counter:
        await counter.ask(reading)
    assert windows["york"] == windows["york-2"] == here
    assert windows["tokyo"] == there
    assert windows["london"] == Window.days(date(2026, 11, 24), date(2026, 11, 24), LONDON)


async def test_a_cap_gives_a_cursor_and_the_cursor_the_rest() -> None:
    async with desk(by_account(a=[str(number) for number in range(5)]), account("a")) as counter:
        first = await counter.ask(asked(limit=3))
        second = await counter.ask(asked(limit=3), after=first.next)
        with pytest.raises(NotUnderstood):
            counter.start(asked(), after="soon")
    assert [each.id for each in (*first.records, *second.records)] == list("01234")
    assert (first.total, first.next, second.next) == (5, "3", None)
    assert second.accounts[0].calls == 0


async def test_a_question_to_nobody_is_refused() -> None:
    async with Http() as http:
        with pytest.raises(AskOperator, match="No vendor account is configured"):
            await Desk([], {}, http).ask(asked())
    async with desk(by_account(a=[]), account("a"), account("v", "vouchers")) as counter:
        with pytest.raises(UnknownName, match="There is no venue called “plam”"):
            counter.start(asked(venues=("plam",)))
        with pytest.raises(CannotAnswer, match="There is no account of Vouchers at a, which has Fake"):
            counter.start(asked(venues=("a",), vendors=("vouchers",)))
        with pytest.raises(UnknownName, match="There is no account called “b”"):
            await counter.get("b", Kind.ORDER, "1")
        with pytest.raises(UnknownName, match="There is no account called “b”"):
            await counter.probe("b")
        assert (await counter.get("a", Kind.ORDER, "1")).id == "1"
        assert await counter.probe("a") == "well"


async def test_closing_leaves_no_task_and_no_complaint() -> None:
    complaints: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: complaints.append(context))
    before = asyncio.all_tasks()
    async with desk(by_account(a=forever, b=VendorBroken("Fake (b) broke.")), account("a"), account("b")) as counter:
        counter.start(asked())
        await asyncio.sleep(0.01)
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == before
    assert complaints == []


async def test_a_cancelled_one_that_does_not_say_is_nobodys_business() -> None:
    gone = record("a", "5", start=NOW, status=Status.CANCELLED)
    async with desk(by_account(a=Found(records=(gone,))), account("a")) as counter:
        answer = await counter.ask(asked(window=Window(start=NOW - timedelta(days=1)), party=PartySize(min=2)))
    assert (answer.records, answer.accounts[0].note) == ((), None)


async def test_records_that_do_not_say_are_counted_by_what_they_do_not_say() -> None:
    sizes = {"1": Party(total=4), "2": Party(total=1), "3": None, "4": None}
    search = by_account(a=Found(records=tuple(record("a", id, party=size) for id, size in sizes.items()), note="looked around"))
    async with desk(search, account("a")) as counter:
        answer = await counter.ask(asked(party=PartySize(min=2)))
    assert [each.id for each in answer.records] == ["1"]
    assert answer.accounts[0].note == "looked around; 2 not listed: the number of people is not known"


async def test_an_account_left_alone_is_told_with_the_time_of_the_next_try_and_costs_no_other() -> None:
    calls = 0

    def wire(request: httpx.Request) -> httpx.Response:
        nonlocal calls
        calls += 1
        return httpx.Response(500)

    async def search(errand: Any, plan: Any) -> Found:
        if errand.account.id == "a":
            await call(errand)
        return Found(records=(record(errand.account.id, "1"),))

    async with desk(search, account("a"), account("b"), wire=wire) as counter:
        for _ in range(5):
            await counter.ask(asked(), fresh=True)
        before, resting = calls, counter.resting()
        answer = await counter.ask(asked(), fresh=True)
    assert calls == before
    assert list(resting) == ["a"]
    assert answer.accounts[0].error is not None
    assert answer.accounts[0].error.startswith("Fake (a) failed 5 times in a row and is left alone until ")
    assert resting["a"].tzinfo == LONDON
    assert [each.account for each in answer.records] == ["b"]


async def test_two_kinds_of_one_question_send_the_same_request_once_and_the_next_question_sends_it_again() -> None:
    sent: list[str] = []

    async def search(errand: Any, plan: Any) -> Found:
        await call(errand)
        await call(errand)
        return Found(records=(record("palm", plan.kind, kind=plan.kind, customer=Customer(name="Jane")),))

    def wire(request: httpx.Request) -> httpx.Response:
        sent.append(request.url.path)
        return httpx.Response(200, json={})

    async with desk(search, wire=wire) as counter:
        answer = await counter.ask(asked(customer=Who(name="Jane")))
        assert {each.kind for each in answer.records} == {Kind.ORDER, Kind.CUSTOMER}
        assert (len(sent), answer.accounts[0].calls) == (1, 1)
        await counter.ask(asked(customer=Who(name="Jane")), fresh=True)
    assert len(sent) == 2


async def test_what_one_plan_could_not_read_neither_could_the_other() -> None:
    async def search(errand: Any, plan: Any) -> Found:
        await call(errand)
        return Found(records=())

    async with desk(search, wire=lambda request: httpx.Response(403)) as counter:
        answer = await counter.ask(asked(customer=Who(name="Jane")))
    assert "does not let our key read this (403)" in str(answer.accounts[0].error)
