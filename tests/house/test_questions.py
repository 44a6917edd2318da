"""Questions as staff type them, through the reader, the desk and two vendors' stand-ins, and what comes back."""

from datetime import date

import pytest

from bot.core.states import Balance, Kind, Status
from tests.house.conftest import Open, OpenHouse

pytestmark = pytest.mark.anyio

TODAY, TOMORROW = date(2026, 11, 23), date(2026, 11, 24)


async def test_arrivals_tomorrow_come_from_every_account_complete(open_sandbox: OpenHouse) -> None:
    async with open_sandbox() as here:
        answer = await here.ask("arrivals tomorrow")
    assert answer.complete
    # Nobody announces a visit to a store, a voucher is not a booking, and where there is a hotel its arrivals are meant.
    ahead = {id for id, account in here.house.desk.accounts.items() if account.settings.vendor in ("beds24", "synthesisvr")}
    assert {account.account for account in answer.accounts if account.rows} == ahead
    assert {account.account for account in answer.accounts} == set(here.house.desk.accounts)
    for record in answer.records:
        days: list[date | None] = [*(item.start for item in record.items if item.start)] or [record.start]
        assert any(day is not None and (day.date() if hasattr(day, "date") else day) == TOMORROW for day in days)
        assert record.status not in (Status.CANCELLED, Status.BLOCKED)


async def test_departures_show_the_guest_who_arrived_thirty_days_ago(open_sandbox: OpenHouse) -> None:
    async with open_sandbox() as here:
        answer = await here.ask("departures today")
    (stay,) = [record for record in answer.records if record.customer and record.customer.name == "Eleanor Marsh"]
    assert stay.start == date(2026, 10, 24)
    assert stay.end == TODAY


async def test_unpaid_orders_this_week_all_owe(open_sandbox: OpenHouse) -> None:
    async with open_sandbox() as here:
        answer = await here.ask("unpaid orders this week")
    assert answer.reading.query.balance is Balance.OUTSTANDING
    assert {record.kind for record in answer.records} == {Kind.ORDER}
    assert all(record.money is not None and (record.money.balance or 0) > 0 for record in answer.records)
    assert "TRY0012" in {record.ref for record in answer.records}
    asked = [call for call in here.journal if call.path == "/shop/orders"]
    assert asked
    assert all(call.query["has_outstanding_balance"] == "1" and "site_id" in call.query for call in asked)
    assert all(account.note == "has no orders and was not asked" for account in answer.accounts if account.vendor == "beds24")


async def test_an_address_finds_the_person_everywhere(open_sandbox: OpenHouse) -> None:
    async with open_sandbox() as here:
        answer = await here.ask("jane@example.com")
    assert answer.complete
    assert {record.kind for record in answer.records} == {
        Kind.BOOKING,
        Kind.ORDER,
        Kind.CUSTOMER,
        Kind.ARCADE_SESSION,
        Kind.SHOP_SESSION,
    }
    assert {record.customer.email for record in answer.records if record.customer} == {"jane@example.com"}


async def test_a_reference_finds_the_order(open_sandbox: OpenHouse) -> None:
    async with open_sandbox() as here:
        answer = await here.ask("order TRY0012")
    (order,) = answer.records
    assert (order.ref, order.account) == ("TRY0012", "harbour-spa")
    assert order.money is not None
    assert (order.money.total, order.money.paid, order.money.balance) == (7800, 3120, 4680)


async def test_tomorrow_is_the_venues_tomorrow(open_sandbox: OpenHouse) -> None:
    """At 23:00 in London it is the next day in Tokyo, and still the afternoon in New York."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    late = datetime(2026, 11, 23, 23, 0, tzinfo=ZoneInfo("Europe/London"))
    async with open_sandbox() as here:
        reading = here.house.places.read("arrivals tomorrow", now=late)
        answer = await here.house.desk.ask(reading)
    arrivals = {(record.venue, record.start) for record in answer.records if record.kind is Kind.BOOKING}
    assert {start for venue, start in arrivals if venue == "hinoki"} == {date(2026, 11, 25)}
    assert {start for venue, start in arrivals if venue == "palm"} == {date(2026, 11, 24)}
    assert {start for venue, start in arrivals if venue == "harbour"} == {date(2026, 11, 24)}


async def test_one_venue_alone(open_sandbox: OpenHouse) -> None:
    async with open_sandbox() as here:
        answer = await here.ask("arrivals tomorrow", only="hinoki")
    assert {account.venue for account in answer.accounts} == {"hinoki"}
    assert "Hinoki" in answer.reading.understood


def asked(here: Open) -> int:
    """How many calls went out; names of rooms are fetched beside the questions."""
    return sum(call.path != "/json/getProperties" for call in here.journal)


async def test_asking_twice_costs_no_second_call_and_fresh_does(open_sandbox: OpenHouse) -> None:
    async with open_sandbox() as here:
        await here.ask("arrivals tomorrow")
        calls = asked(here)
        again = await here.ask("arrivals tomorrow")
        assert asked(here) == calls
        assert all(account.calls == 0 for account in again.accounts)
        await here.ask("arrivals tomorrow", fresh=True)
        assert asked(here) > calls


SENTENCES = {
    "401": "refused our key (401)",
    "403": "does not let our key read this (403)",
    "404": "nothing at that place (404)",
    "429:1": "slow down",
    "500": "a fault of its own (500)",
    "html": "a web page instead of data",
    "truncated": "before its answer was complete",
    "empty": "answered with nothing",
    "slow:3": "did not answer in time",
}


@pytest.mark.parametrize("fault", SENTENCES)
async def test_a_failing_account_is_told_in_a_sentence_and_the_others_answer(open_sandbox: OpenHouse, fault: str) -> None:
    limits = {"seconds": 0.8, "silence": 0.5} if fault.startswith("slow") else {}
    async with open_sandbox({"palm-spa": fault}, limits=limits) as here:
        answer = await here.ask("orders tomorrow")
    (failed,) = [account for account in answer.accounts if not account.complete]
    assert failed.account == "palm-spa"
    assert failed.error is not None
    assert SENTENCES[fault] in failed.error or (fault == "truncated" and "cut off or not JSON" in failed.error)
    assert "sandbox-palm-spa-token" not in failed.error
    assert failed.reference
    assert not answer.complete
    assert {record.account for record in answer.records} == {"harbour-spa", "hinoki-spa"}


@pytest.mark.parametrize("typed", ["+44 7700 900012", "07700 900012", "+44 (0)7700-900-012"])
async def test_a_phone_number_finds_the_same_person_however_it_is_written(open_sandbox: OpenHouse, typed: str) -> None:
    async with open_sandbox() as here:
        answer = await here.ask(typed)
    (jane,) = answer.people
    assert (jane.name, jane.emails, jane.phones) == ("Jane Smith", ("jane@example.com",), ("+447700900012",))
    assert {record.vendor for record in jane.records} >= {"beds24", "trybe", "synthesisvr", "aifi"}


async def test_two_who_are_called_alike_are_asked_about_and_nobody_is_picked(open_sandbox: OpenHouse) -> None:
    async with open_sandbox() as here:
        answer = await here.ask("who is Anna seeing today")
        both = await here.ask("who is Anna Lee seeing today")
    assert [doubt.suggestions for doubt in answer.reading.doubts] == [
        (
            "who is Anna Kowalska seeing today",
            "who is Anna Lee seeing today",
            "Appointments · Mon 23 Nov 2026 · with “Anna Kowalska” · with “Anna Lee”",
        )
    ]
    assert (answer.records, answer.complete) == ((), False)
    assert both.records
    assert {str(one) for record in both.records for one in record.staff} == {"Anna Lee"}


async def test_a_vendor_that_wants_quiet_is_told_meanwhile_and_answers_afterwards(open_sandbox: OpenHouse) -> None:
    async with open_sandbox({"harbour-hotel": "429:3600*1"}, limits={"seconds": 2}) as here:
        first = await here.ask("bookings tomorrow", only="harbour")
    # Both properties hang on one key, and what it is told holds for both.
    failed = {account.account: str(account.error) for account in first.accounts if not account.complete}
    assert set(failed) == {"harbour-hotel", "harbour-cottages"}
    assert "asked us to slow down (429); try again in 60 minutes" in failed["harbour-hotel"]
    assert "try again in 60 minutes" in failed["harbour-cottages"]
    assert {record.account for record in first.records} == {"harbour-spa"}
    async with open_sandbox({"beds24": "429:0*2"}) as here:
        answer = await here.ask("arrivals tomorrow", only="harbour")
        statuses = [call.status for call in here.journal if call.path == "/json/getBookings"]
    assert answer.complete
    assert sorted(statuses) == [200, 200, 429, 429]


async def test_each_button_of_a_question_asked_back_is_answered_and_so_is_all_of_them(open_sandbox: OpenHouse) -> None:
    async with open_sandbox() as here:
        asked = await here.ask("free slots for massage tomorrow", only="harbour")
        (doubt,) = asked.reading.doubts
        answers = [await here.ask(text) for text in doubt.suggestions]
    assert len(answers) == 5
    offered = [{str(one) for record in answer.records for one in record.service} for answer in answers]
    assert [len(names) for names in offered[:-1]] == [1] * 4
    assert offered[-1] == set().union(*offered[:-1])
    assert all(answer.complete and not answer.reading.doubts for answer in answers)
