"""What is still free at Trybe: places, slots and days, and what each costs to ask."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import httpx
import pytest

from bot.core.answer import Answer
from bot.core.query import PartySize, Query
from bot.core.record import Places
from bot.core.states import Axis, Kind
from bot.vendors.trybe import VENDOR
from tests.vendors.samples import on
from tests.vendors.trybe_server import serving
from tests.vendors.trybe_wire import KEYS, SITE, SPA_DAY, STONE, TUE, YOGA
from tests.vendors.world import LONDON, Wire, account, ask, body

pytestmark = pytest.mark.anyio

AT = "/shop/item-availability"
ANSWERS = {
    f"{AT}/sessions/{SITE}/{YOGA}": "session_availability",
    f"{AT}/appointments/{SITE}/{STONE}": "appointment_slots",
    f"{AT}/offering-dates": "offering_dates",
    "/shop/shop/offerings": "offerings",
    "/shop/sessions": "sessions",
}


async def free(query: Query, changed: Mapping[str, Any] | None = None) -> tuple[Answer, list[tuple[str, dict[str, str]]]]:
    """The answer to a question, and the calls that it cost beside the lists that names are looked up in."""

    def answer(request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if path in ANSWERS:
            return httpx.Response(200, json=(changed or {}).get(path) or body("trybe", ANSWERS[path]))
        return serving({}, SITE)(request)

    wire = Wire(answer)
    said = await ask(VENDOR, [account(VENDOR, KEYS)], wire, query.model_copy(update={"kinds": (Kind.AVAILABILITY,)}))
    asked = [(request.url.path, dict(request.url.params)) for request in wire.requests if request.url.path in ANSWERS]
    return said, asked


def tomorrow(service: str, **more: Any) -> Query:
    return on(Axis.START, TUE).model_copy(update={"service": (service,), **more})


async def test_places_of_a_class_are_one_call_and_a_full_one_is_listed() -> None:
    answer, asked = await free(tomorrow("yoga"))
    assert asked == [(f"{AT}/sessions/{SITE}/{YOGA}", {"date_from": "2026-11-24", "date_to": "2026-11-24"})]
    assert [record.places for record in answer.records] == [Places(left=3, capacity=12), Places(left=0, capacity=12)]
    first = answer.records[0]
    assert (first.title, str(first.resource), first.start) == (
        "Sunrise yoga",
        "Studio",
        datetime(2026, 11, 24, 7, tzinfo=LONDON),
    )
    assert first.money is not None
    assert first.money.total == 1800


async def test_places_for_several_people_leave_out_what_is_too_small() -> None:
    answer, asked = await free(tomorrow("yoga", party=PartySize(min=2)))
    assert asked[0][1]["quantity"] == "2"
    assert [record.places for record in answer.records] == [Places(left=3, capacity=12)]


async def test_slots_of_a_treatment_have_their_practitioner_and_an_end_where_the_length_is_known() -> None:
    answer, asked = await free(tomorrow("hot stone"))
    assert asked == [(f"{AT}/appointments/{SITE}/{STONE}", {"date_from": "2026-11-24", "date_to": "2026-11-24"})]
    assert [(str(record.staff[0]), record.start, record.end) for record in answer.records] == [
        ("Anna Bell", datetime(2026, 11, 24, 9, tzinfo=LONDON), datetime(2026, 11, 24, 10, tzinfo=LONDON)),
        ("5f8a1b2c3d4e5f6071829352", datetime(2026, 11, 24, 10, 30, tzinfo=LONDON), None),
    ]
    assert len({record.id for record in answer.records}) == 2


async def test_slots_that_stand_under_their_day_are_found() -> None:
    nested = {
        "data": [{"date": "2026-11-24", "slots": [{"time": "2026-11-24T09:00:00+00:00"}, {"time": "2026-11-24T10:00:00+00:00"}]}]
    }
    answer, _ = await free(tomorrow("hot stone"), {f"{AT}/appointments/{SITE}/{STONE}": nested})
    assert [record.start.hour for record in answer.records if isinstance(record.start, datetime)] == [9, 10]


async def test_more_than_a_week_of_a_treatment_is_asked_by_the_day_a_month_at_a_time() -> None:
    month = on(Axis.START, TUE, date(2027, 1, 3)).model_copy(update={"service": ("hot stone",)})
    answer, asked = await free(month)
    assert [(path, params["date_from"], params["date_to"]) for path, params in asked] == [
        (f"{AT}/offering-dates", "2026-11-24", "2026-12-21"),
        (f"{AT}/offering-dates", "2026-12-22", "2027-01-03"),
    ]
    assert {params["offering_type"] for _, params in asked} == {"appointment"}
    assert [(record.start, record.date_only) for record in answer.records] == [(TUE, True), (date(2026, 11, 26), True)]


async def test_a_package_is_asked_by_the_day() -> None:
    _, asked = await free(tomorrow("spa day"))
    assert asked == [
        (
            f"{AT}/offering-dates",
            {"offering_id": SPA_DAY, "offering_type": "package", "date_from": "2026-11-24", "date_to": "2026-11-24"},
        )
    ]


async def test_a_day_without_a_service_shows_classes_ahead_and_what_else_can_be_had() -> None:
    rows = body("trybe", "sessions")
    rows["data"] = [
        {**rows["data"][0], "id": "over", "start_time": "2026-11-23T08:00:00+00:00"},
        {**rows["data"][0], "id": "ahead", "start_time": "2026-11-23T18:00:00+00:00"},
    ]
    answer, asked = await free(on(Axis.START), {"/shop/sessions": rows})
    assert sorted(path for path, _ in asked) == ["/shop/sessions", "/shop/shop/offerings"]
    assert [(record.title, record.date_only) for record in answer.records] == [
        ("Hot stone massage", True),
        ("Sunrise yoga", False),
    ]


async def test_a_question_without_a_day_is_about_today_and_says_so() -> None:
    answer, asked = await free(Query(service=("yoga",)))
    assert asked[0][1] == {"date_from": "2026-11-23", "date_to": "2026-11-23"}
    assert answer.accounts[0].note == "for today, 23 Nov"


async def test_a_service_that_is_no_session_is_in_no_list_of_sessions() -> None:
    wire = Wire(serving({}, SITE))
    answer = await ask(VENDOR, [account(VENDOR, KEYS)], wire, Query(kinds=(Kind.SESSION,), service=("hot stone",)))
    assert answer.accounts[0].complete
    assert not any(request.url.path == "/shop/sessions" for request in wire.requests)
