"""What SynthesisVR answers and refuses: everything is in the path."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx
import pytest
from starlette.applications import Starlette

from bot.sandbox import config

from .conftest import BASE, MONDAY, Clock

pytestmark = pytest.mark.anyio

BERLIN = ZoneInfo("Europe/Berlin")
KEY = config(BASE, ["synthesisvr"])["accounts"]["pixel-arcade"]["api_key"]
Ask = Callable[..., Awaitable[list[dict[str, Any]]]]


@pytest.fixture
def sessions(client: httpx.AsyncClient) -> Ask:
    """A function that asks for sessions (or goods) and returns the rows, whatever they were packed in."""

    async def ask(span: str, criteria: str, endpoint: str = "sessions") -> list[dict[str, Any]]:
        answer = await client.get(f"/synthesisvr/data/{endpoint}/{KEY}/json/{quote(span, safe='')}/{quote(criteria, safe='')}")
        assert answer.status_code == 200, answer.text
        found = answer.json()[endpoint]
        return [{"uuid": key, **row} for key, row in found.items()] if isinstance(found, dict) else found

    return ask


async def raw(app: Starlette, path: bytes, query: bytes = b"") -> int:
    """The status of a GET whose path is sent as it is, which a well-behaved client would not do."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(
        {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
            "path": path.decode("latin-1"), "raw_path": path, "query_string": query, "headers": [(b"host", b"sandbox.test")],
            "server": ("sandbox.test", 80), "client": ("127.0.0.1", 1), "root_path": "",
        },
        receive,
        send,
    )  # fmt: skip
    return int(sent[0]["status"])


def starts(rows: list[dict[str, Any]]) -> list[datetime]:
    return [datetime.fromisoformat(row["start_time"]) for row in rows]


@pytest.mark.parametrize("ahead", [-60, -31, -1, 0, 1, 30, 60])
async def test_every_day_is_lively(sessions: Ask, ahead: int) -> None:
    day = date(2026, 11, 23) + timedelta(days=ahead)
    rows = await sessions("1 day", f"date={day}")
    assert len(rows) >= 14
    assert {start.date() for start in starts(rows)} == {day}
    assert len({row["uuid"] for row in rows}) == len(rows)
    assert all(UUID(row["uuid"]) for row in rows)


async def test_outside_its_calendar_there_is_nothing_and_nothing_is_an_array(client: httpx.AsyncClient, sessions: Ask) -> None:
    assert await sessions("1 day", "date=2027-02-01") == []
    answer = await client.get(f"/synthesisvr/data/sessions/{KEY}/json/9999%20years/date%3D9999-12-31")
    assert answer.json() == {"sessions": []}


async def test_some_days_are_objects_keyed_by_id_and_some_arrays(client: httpx.AsyncClient) -> None:
    shapes: dict[type, Any] = {}
    for ahead in range(14):
        day = date(2026, 11, 23) + timedelta(days=ahead)
        path = f"/synthesisvr/data/sessions/{KEY}/json/1%20day/date={day}"
        found = (await client.get(path)).json()["sessions"]
        assert found == (await client.get(path)).json()["sessions"]
        shapes[type(found)] = found
    assert set(shapes) == {dict, list}
    assert all(UUID(key) and "uuid" not in row for key, row in shapes[dict].items())
    assert all(UUID(row["uuid"]) for row in shapes[list])
    assert {type(row["cost"]) for row in shapes[dict].values()} == {str}
    assert {type(row["cost"]) for row in shapes[list]} == {float}


async def test_encoded_and_bare_signs_are_equal(client: httpx.AsyncClient) -> None:
    bare = await client.get(f"/synthesisvr/data/sessions/{KEY}/json/1%20day/date=2026-11-23")
    encoded = await client.get(f"/synthesisvr/data/sessions/{KEY}/json/1%20day/date%3D2026-11-23")
    assert bare.content == encoded.content


@pytest.mark.parametrize(
    "tail",
    [b"1 day/date=2026-11-23", b"1%20day/date>2026-11-23", b"1%20day/date<2026-11-23", b"1%20day/date=2026-11-23%zz",
     b"1%20day/100%", b"1%20day/%ff", "1%20day/Müller".encode()],
)  # fmt: skip
async def test_what_should_be_escaped_is_refused(app: Starlette, tail: bytes) -> None:
    assert await raw(app, b"/synthesisvr/data/sessions/" + KEY.encode() + b"/json/" + tail) == 400


async def test_a_segment_is_decoded_once(sessions: Ask, client: httpx.AsyncClient) -> None:
    assert await sessions("1 day", "date%3D2026-11-23") == []
    twice = await client.get(f"/synthesisvr/data/sessions/{KEY}/json/1%2520day/date%3D2026-11-23")
    assert twice.status_code == 400


async def test_a_plus_is_a_plus(app: Starlette, sessions: Ask) -> None:
    assert await raw(app, b"/synthesisvr/data/sessions/" + KEY.encode() + b"/json/1+day/date=2026-11-23") == 400
    rows = await sessions("60 days", "date=2026-11-23 phone +49")
    assert rows
    assert all("+49" in row["phone"] for row in rows)


@pytest.mark.parametrize(
    "span",
    ["1 week", "day", "1", "0 days", "01 day", "-1 day", "1.5 days", "1  day", "1 Day", " 1 day", "1 day ", "1 hour 1 day",
     "1 day 1 day", "one day", "1day", ""],
)  # fmt: skip
async def test_ranges_outside_the_grammar(client: httpx.AsyncClient, span: str) -> None:
    answer = await client.get(f"/synthesisvr/data/sessions/{KEY}/json/{quote(span)}/date=2026-11-23")
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("span", "last"),
    [("1 day", "2026-11-23"), ("2 days", "2026-11-24"), ("1 month", "2026-12-22"), ("1 month 5 days", "2026-12-27"),
     ("1 day 12 hours", "2026-11-24")],
)  # fmt: skip
async def test_ranges(sessions: Ask, span: str, last: str) -> None:
    days = [start.date().isoformat() for start in starts(await sessions(span, "date=2026-11-23"))]
    assert (min(days), max(days)) == ("2026-11-23", last)


async def test_hours_end_in_the_middle_of_a_day(sessions: Ask) -> None:
    rows = starts(await sessions("12 hours", "date=2026-11-23"))
    assert rows
    assert max(rows) < datetime(2026, 11, 23, 12)  # noqa: DTZ001


@pytest.mark.parametrize(
    "criteria",
    ["", "date=23.11.2026", "date=2026-02-30", "date=2026-11-23 date=2026-11-24", "today date=2026-11-24", "label:vip",
     "customer:jane", "uuid:12", "skip_api api_only", "today  phone", "crdate=", "date>tomorrow"],
)  # fmt: skip
async def test_criteria_outside_the_grammar(client: httpx.AsyncClient, criteria: str) -> None:
    answer = await client.get(f"/synthesisvr/data/sessions/{KEY}/json/1%20day/{quote(criteria)}")
    assert answer.status_code == 400


async def test_dates_include_their_day_and_range_stretches_none_of_them(sessions: Ask) -> None:
    rows = starts(await sessions("1 day", "date>2026-11-24 date<2026-11-26"))
    assert {start.day for start in rows} == {24, 25, 26}
    assert await sessions("1 day", "today") == await sessions("1 day", "date=2026-11-23")
    booked = await sessions("1 day", "crdate=2026-11-20")
    assert {row["created"][:10] for row in booked} == {"2026-11-20"}
    assert await sessions("3 days", "crdate=2026-11-20") == booked


async def test_criteria_join_by_and(sessions: Ask) -> None:
    every = await sessions("30 days", "date=2026-11-23")
    online = await sessions("30 days", "date=2026-11-23 api_only")
    at_desk = await sessions("30 days", "date=2026-11-23 skip_api")
    vip = await sessions("30 days", "date=2026-11-23 label:3 api_only")
    assert len(online) + len(at_desk) == len(every)
    assert {row["api"] for row in online} == {True}
    assert {row["uuid"] for row in vip} == {row["uuid"] for row in online if row["label_id"] == 3}
    assert {row["label"] for row in vip} == {"VIP"}


async def test_lookups(sessions: Ask) -> None:
    jane = await sessions("2 days", "jane@example.com")
    assert [row["customer"] for row in jane] == ["Jane Smith", "Jane Smith"]
    assert await sessions("2 days", "smith jane team") == [row for row in jane if row["label"] == "Team event"]
    assert await sessions("2 days", f"uuid:{jane[1]['uuid']}") == [jane[1]]
    assert await sessions("2 days", f"externaluuid:{jane[0]['external_uuid']}") == jane
    assert await sessions("2 days", "customer:1000") == jane
    assert await sessions("2 days", "JANE foo:bar") == []


async def test_a_look_up_without_a_date_goes_from_today(sessions: Ask) -> None:
    past = (await sessions("1 day", "date=2026-11-10"))[0]["uuid"]
    assert await sessions("1 day", f"uuid:{past}") == []
    assert len(await sessions("90 days", f"uuid:{past} date=2026-10-01")) == 1


async def test_keywords_in_a_name_are_keywords(sessions: Ask) -> None:
    assert await sessions("1 day", "Today Phone") == await sessions("1 day", "today phone")


async def test_comments_and_phone_come_on_request(sessions: Ask) -> None:
    plain = await sessions("1 day", "date=2026-11-23")
    rich = await sessions("1 day", "date=2026-11-23 comments phone")
    assert not any({"comments", "phone"} & set(row) for row in plain)
    assert all({"comments", "phone"} <= set(row) for row in rich)
    assert any(row["comments"] for row in rich)


async def test_sessions_are_used_as_the_clock_passes(sessions: Ask, clock: Clock) -> None:
    before = await sessions("1 day", "date=2026-11-23 upcoming")
    clock.now = datetime(2026, 11, 23, 15, 30, tzinfo=BERLIN)
    after = await sessions("1 day", "date=2026-11-23")
    used = [row for row in after if row["used"]]
    assert before
    assert used
    assert max(starts(used)) < datetime(2026, 11, 23, 15, 31)  # noqa: DTZ001
    assert len(after) > len(before)  # walk-ins


async def test_a_no_show_stays_upcoming(sessions: Ask) -> None:
    rows = await sessions("1 day", "date=2026-11-22 upcoming")
    assert "Łukasz Żółć" in {row["customer"] for row in rows}


async def test_tomorrow_does_not_change_as_the_clock_moves(sessions: Ask, clock: Clock) -> None:
    def lasting(rows: list[dict[str, Any]]) -> dict[str, Any]:
        return {row["uuid"]: row for row in rows if row["customer"] not in ("Jane Smith", "Łukasz Żółć")}

    before = lasting(await sessions("1 day", "date=2026-11-24"))
    clock.now = MONDAY + timedelta(hours=23)
    after = lasting(await sessions("1 day", "date=2026-11-24"))
    assert {key: after[key] for key in before} == before


async def test_deleted_sessions_are_gone(sessions: Ask, clock: Clock) -> None:
    future = {row["uuid"] for row in await sessions("30 days", "date=2026-11-26")}
    clock.now = MONDAY + timedelta(days=2)
    later = {row["uuid"] for row in await sessions("30 days", "date=2026-11-26")}
    assert future - later
    assert later - future


async def test_goods(sessions: Ask) -> None:
    yesterday = datetime(2026, 11, 22, tzinfo=BERLIN).timestamp()
    rows = await sessions("1 day", "date=2026-11-22", "goods")
    assert len(rows) >= 6
    assert all(yesterday <= row["time"] < yesterday + 86_400 for row in rows)
    shirts = await sessions("30 days", "date=2026-11-01 t-shirt", "goods")
    assert {row["name"] for row in shirts} == {"Pixel T-Shirt"}
    assert await sessions("30 days", "date=2026-11-01 label:3", "goods") == []
    assert await sessions("30 days", "date=2026-11-24", "goods") == []


async def test_customers(client: httpx.AsyncClient) -> None:
    found = (await client.get(f"/synthesisvr/data/customers/{KEY}/search/jane%40example.com")).json()
    every = (await client.get(f"/synthesisvr/data/customers/{KEY}/json")).json()
    assert [(row["id"], row["fullname"]) for row in found["customers"]] == [(1000, "Jane Smith")]
    assert len({row["id"] for row in every["customers"]}) == len(every["customers"]) == 281


async def test_keys_and_paths(client: httpx.AsyncClient, app: Starlette) -> None:
    stranger = await client.get("/synthesisvr/data/sessions/00000000-0000-4000-8000-000000000000/json/1%20day/today")
    assert stranger.status_code == 403
    with pytest.raises(json.JSONDecodeError):
        stranger.json()
    paths = ["/", "/data", f"/data/leaderboard/{KEY}/json/1%20day/today", f"/data/sessions/{KEY}/json/1%20day",
             f"/data/sessions/{KEY}/json/1%20day/today/more"]  # fmt: skip
    assert [(await client.get(f"/synthesisvr{path}")).status_code for path in paths] == [404] * len(paths)
    assert (await client.get(f"/synthesisvr/data/sessions/{KEY}/xlsx/1%20day/today")).status_code == 400
    assert (await client.get(f"/synthesisvr/data/sessions/{KEY}/json/1%20day/today?page=2")).status_code == 400
    assert (await client.post(f"/synthesisvr/data/sessions/{KEY}/json/1%20day/today")).status_code == 405
    assert "pixel-arcade" in {entry.account for entry in app.state.journal}
    assert all(KEY not in repr(entry) and "00000000-0000" not in repr(entry) for entry in app.state.journal)
    assert "/data/sessions/•••/json/1 day/today" in {entry.path for entry in app.state.journal}


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"date": "2026-11-25", "time": "17:30"}, 200),
        ({"date": "2026-11-25"}, 400),
        ({"date": "25.11.2026", "time": "17:30"}, 400),
        ({"date": "2026-11-25", "time": "17:30", "duration": "0"}, 400),
        ({"date": "2026-11-25", "time": "17:30", "note": "x"}, 400),
    ],
)
async def test_a_session_is_moved_by_a_form(client: httpx.AsyncClient, form: dict[str, str], status: int) -> None:
    listed = (await client.get(f"/synthesisvr/data/sessions/{KEY}/json/7%20days/date=2026-11-24%20upcoming")).json()["sessions"]
    uuid = next(iter(listed)) if isinstance(listed, dict) else listed[0]["uuid"]
    answer = await client.post(f"/synthesisvr/data/sessions/{KEY}/update/{uuid}", data=form)
    assert answer.status_code == status
    as_json = await client.post(f"/synthesisvr/data/sessions/{KEY}/update/{uuid}", json=form)
    assert as_json.status_code == 400
    assert (await client.post(f"/synthesisvr/data/sessions/{KEY}/delete/no-such-session")).status_code == 404
