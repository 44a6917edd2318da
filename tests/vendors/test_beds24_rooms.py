"""Free rooms and the rooms of a property: getAvailabilities and getProperty."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import httpx
import pytest

from bot.core.query import PartySize, Query
from bot.core.record import Places
from bot.core.states import Axis, Kind
from bot.core.window import Window
from bot.vendors.beds24 import VENDOR
from tests.vendors.beds24_wire import KEYS, PROPERTY
from tests.vendors.samples import on
from tests.vendors.world import LONDON, NOW, Wire, account, ask, body, desk_over, reading

pytestmark = pytest.mark.anyio

FREE = Query(kinds=(Kind.FREE_ROOM,))
ROOMS = Query(kinds=(Kind.ROOM,))


def property_and(free: Any) -> Wire:
    """A property that knows its rooms, and answers free rooms with a body."""

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/json/getProperty":
            return httpx.Response(200, json={"getProperty": [PROPERTY]})
        assert request.url.path == "/json/getAvailabilities"
        return httpx.Response(200, json=free)

    return Wire(answer)


def sent(wire: Wire) -> list[Mapping[str, Any]]:
    return [json.loads(request.content) for request in wire.requests]


async def test_free_rooms_tonight_are_one_call_without_keys_after_the_property_is_known() -> None:
    wire = property_and(body("beds24", "availabilities"))
    async with desk_over(VENDOR, [account(VENDOR, KEYS)], httpx.MockTransport(wire)) as desk:
        answer = await desk.ask(reading(FREE.model_copy(update={"party": PartySize(min=2, max=2)})))
        await desk.ask(reading(FREE.model_copy(update={"window": on(Axis.START, date(2026, 11, 28), date(2026, 11, 29)).window})))
    assert [request.url.path.rpartition("/")[2] for request in wire.requests] == ["getProperty"] + ["getAvailabilities"] * 2
    assert sent(wire)[1] == {"checkIn": "20261123", "lastNight": "20261123", "propId": "41001", "numAdult": "2"}
    assert sent(wire)[2] == {"checkIn": "20261128", "lastNight": "20261129", "propId": "41001"}
    deluxe, single = answer.records
    assert (deluxe.title, deluxe.places, deluxe.start, deluxe.end) == (
        "Deluxe Double",
        Places(left=2, capacity=3),
        date(2026, 11, 23),
        date(2026, 11, 24),
    )
    assert deluxe.money is not None
    assert deluxe.money.total == 11_900
    assert (single.title, single.places, single.money) == ("Single 112", Places(left=0, capacity=1), None)


@pytest.mark.parametrize(
    ("row", "left"),
    [({"roomsavail": "2"}, 2), ({"roomsavail": 0}, 0), ({"roomsavail": "-1"}, 0), ({}, None), ({"roomsavail": "some"}, None)],
)
async def test_a_count_that_is_not_there_is_unknown_and_never_zero(row: dict[str, Any], left: int | None) -> None:
    answer = await ask(VENDOR, [account(VENDOR, KEYS)], property_and({"55001": {"roomId": "55001", **row}}), FREE)
    (record,) = answer.records
    assert record.places == Places(left=left, capacity=3)


async def test_nights_that_began_are_looked_at_from_tonight_and_nights_that_are_over_are_refused() -> None:
    wire = property_and({})
    week = Query(kinds=(Kind.FREE_ROOM,), window=on(Axis.START, date(2026, 11, 21), date(2026, 11, 24)).window)
    report = (await ask(VENDOR, [account(VENDOR, KEYS)], wire, week)).accounts[0]
    assert sent(wire)[1]["checkIn"] == "20261123"
    assert report.note == "rooms that are free on every night from 23 Nov to 24 Nov 2026"
    past = Query(kinds=(Kind.FREE_ROOM,), window=on(Axis.START, date(2026, 11, 21)).window)
    report = (await ask(VENDOR, [account(VENDOR, KEYS)], property_and({}), past)).accounts[0]
    assert report.error is not None
    assert report.error.startswith("Beds24 (palm) tells free rooms only from today on.")


async def test_an_open_end_is_one_night_and_says_so_and_a_long_stay_is_refused() -> None:
    wire = property_and({})
    later = Query(kinds=(Kind.FREE_ROOM,), window=Window(start=datetime(2026, 12, 1, tzinfo=LONDON)))
    report = (await ask(VENDOR, [account(VENDOR, KEYS)], wire, later)).accounts[0]
    assert sent(wire)[1]["lastNight"] == "20261201"
    assert report.note == "looked at the night of 01 Dec 2026"
    long = Query(kinds=(Kind.FREE_ROOM,), window=on(Axis.START, date(2026, 12, 1), date(2027, 1, 1)).window)
    wire = property_and({})
    report = (await ask(VENDOR, [account(VENDOR, KEYS)], wire, long)).accounts[0]
    assert "up to 31 nights" in str(report.error)
    assert wire.requests == []


@pytest.mark.parametrize("free", [[], "soon"])
async def test_an_answer_that_is_no_object_is_a_fault(free: Any) -> None:
    report = (await ask(VENDOR, [account(VENDOR, KEYS)], property_and(free), FREE)).accounts[0]
    assert report.error == "Beds24 (palm) sent something that is no list of rooms."


@pytest.mark.parametrize("property", [{}, {"getProperty": []}, {"getProperty": [{"name": "Palm"}]}, {"getProperty": "soon"}])
async def test_a_property_that_is_not_there_is_a_fault(property: Any) -> None:
    wire = Wire(lambda request: httpx.Response(200, json=property))
    report = (await ask(VENDOR, [account(VENDOR, KEYS)], wire, FREE)).accounts[0]
    assert report.error == "Beds24 (palm) sent no property."


async def test_rooms_are_types_with_their_units() -> None:
    answer = await ask(VENDOR, [account(VENDOR, KEYS)], property_and({}), ROOMS)
    assert [(record.title, record.places, [item.name for item in record.items]) for record in answer.records] == [
        ("Deluxe Double", Places(capacity=3), ["101", "102", "103"]),
        ("Single 112", Places(capacity=1), []),
    ]
    assert {record.fetched_at for record in answer.records} == {NOW}
