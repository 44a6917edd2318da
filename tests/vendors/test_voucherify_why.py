"""Why a code does not work: what is looked at, in which order, what is said of it, and what is asked to find out."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.answer import Answer
from bot.core.query import Query
from bot.core.record import Record
from bot.core.states import Kind
from bot.vendors.voucherify import VENDOR
from bot.vendors.voucherify.catalogue import Catalogue
from bot.vendors.voucherify.failures import FAILURES, reason
from bot.vendors.voucherify.findings import Evidence, findings
from tests.vendors.texts import AWKWARD
from tests.vendors.world import LONDON, NOW, Handler, Wire, account, ask, body

KEYS = {"app_id": "secret-id", "app_token": "secret-token", "per_minute": 10_000}
BARE = {
    "id": "v_1",
    "code": "ABC",
    "active": True,
    "type": "DISCOUNT_VOUCHER",
    "discount": {"type": "PERCENT", "percent_off": 10},
    "redemption": {"quantity": 10, "redeemed_quantity": 3},
    "object": "voucher",
}
"""A code that nothing keeps from working."""

NOTHING: dict[str, Any] = {"object": "list", "data_ref": "redemptions", "redemptions": []}


def reader(currency: str = "GBP", zone: ZoneInfo = LONDON, now: datetime = NOW) -> Catalogue:
    return Catalogue(account(VENDOR, KEYS, currency=currency, zone=zone), now)


def looked_at(now: datetime = NOW, zone: ZoneInfo = LONDON, **changes: Any) -> dict[str, tuple[bool | None, str]]:
    """What is found out about a code alone, by the name of each finding."""
    voucher = reader(zone=zone, now=now).voucher({**BARE, **changes})
    return {each.name: (each.holds, each.text) for each in findings(Evidence(voucher=voucher), now, zone)}


def campaign(**changes: Any) -> Record:
    return reader().campaign({**body("voucherify", "campaigns")["campaigns"][0], **changes})


def in_campaign(found: Record | None) -> tuple[bool | None, str]:
    voucher = reader().voucher({**BARE, "campaign": "Summer Sale", "campaign_id": "camp_1"})
    return next((f.holds, f.text) for f in findings(Evidence(voucher=voucher, campaign=found), NOW, LONDON) if f.name == "campaign")


# What is said


def test_a_code_that_is_fine_says_so_and_everything_is_looked_at_in_order() -> None:
    found = looked_at()
    assert list(found) == [
        "exists",
        "active",
        "start",
        "expiry",
        "times",
        "quantity",
        "campaign",
        "rules",
        "refused",
        "verdict",
    ]
    assert all(holds is True for holds, _ in found.values())
    assert found["exists"][1] == "ABC exists: 10% off."
    assert found["quantity"][1] == "It was redeemed 3 of 10 times; 7 left."
    assert found["verdict"][1] == "ABC works: nothing keeps it from being redeemed now."


@pytest.mark.parametrize(
    ("changes", "name", "holds", "text"),
    [
        ({"active": False}, "active", False, "It is disabled."),
        ({"active": None}, "active", None, "Voucherify does not say whether it is enabled."),
        ({"start_date": "2026-11-26T09:00:00Z"}, "start", False, "It is not valid before Thu 26 Nov 2026, 09:00."),
        ({"start_date": "2026-06-01"}, "start", True, "It has been valid since Mon 1 Jun 2026, 01:00."),
        ({"expiration_date": "2026-11-22T23:59:59Z"}, "expiry", False, "It expired on Sun 22 Nov 2026, 23:59."),
        ({"expiration_date": "2026-12-01"}, "expiry", True, "It expires on Tue 1 Dec 2026, 00:00."),
        ({"redemption": {"quantity": 5, "redeemed_quantity": 5}}, "quantity", False, "It is used up: redeemed 5 of 5 times."),
        ({"redemption": {"redeemed_quantity": 0}}, "quantity", True, "It may be redeemed without limit; so far never."),
        ({"redemption": {"redeemed_quantity": 1}}, "quantity", True, "It may be redeemed without limit; so far once."),
        ({"redemption": None}, "quantity", None, "Voucherify does not say how often it was redeemed."),
        ({"gift": {"amount": 10_000, "balance": 0}}, "balance", False, "Nothing is left on it of 100.00."),
        ({"gift": {"amount": 10_000, "balance": 2_550}}, "balance", True, "25.50 GBP of 100.00 are left on it."),
        ({"gift": {"amount": None}}, "balance", None, "Voucherify does not say what is left on the gift card."),
        ({"loyalty_card": {"balance": 0}}, "balance", False, "0 points are on it."),
        ({"loyalty_card": {"balance": 1_200}}, "balance", True, "1,200 points are on it."),
    ],
)
def test_each_thing_that_may_keep_a_code_from_working(changes: dict[str, Any], name: str, holds: bool | None, text: str) -> None:
    found = looked_at(**changes)
    assert found[name] == (holds, text)
    verdict, said = found["verdict"]
    assert verdict is holds
    assert text in said if holds is False else "does not work" not in said


@pytest.mark.parametrize(
    ("days", "holds", "text"),
    [
        ([1], True, "It is valid on Monday only; today is Monday."),
        ([0], False, "It is valid on Sunday only; today is Monday."),
        ([2, 6, 0], False, "It is valid on Sunday, Tuesday and Saturday only; today is Monday."),
        (["1", 9, None], True, "It is valid on Monday only; today is Monday."),
    ],
)
def test_sunday_is_day_zero(days: list[Any], holds: bool, text: str) -> None:
    assert looked_at(validity_day_of_week=days)["weekday"] == (holds, text)


def test_a_weekday_counts_in_the_zone_of_the_project() -> None:
    """Nine on Monday morning in London is still Sunday in Honolulu."""
    assert looked_at(zone=ZoneInfo("Pacific/Honolulu"), validity_day_of_week=[0])["weekday"][0] is True


@pytest.mark.parametrize(
    ("daily", "holds"),
    [
        ([{"start_time": "08:00", "expiration_time": "10:00"}], True),
        ([{"start_time": "09:00", "expiration_time": "09:01"}], True),
        ([{"start_time": "08:00", "expiration_time": "09:00"}], False),
        ([{"start_time": "22:00", "expiration_time": "09:30"}], True),
        ([{"start_time": "08:00", "expiration_time": "10:00", "days_of_week": [2]}], False),
        ([{"start_time": "08:00", "expiration_time": "10:00", "days_of_week": [1]}], True),
        ([{"start_time": "12:00", "expiration_time": "14:00"}, {"start_time": "08:00", "expiration_time": "10:00"}], True),
        ([{"start_time": "late"}], None),
    ],
)
def test_hours_of_validity(daily: list[dict[str, Any]], holds: bool | None) -> None:
    assert looked_at(validity_hours={"daily": daily})["hours"][0] is holds


@pytest.mark.parametrize(
    ("start", "frame", "holds"),
    [
        ("2026-11-22T08:30:00Z", {"interval": "P1D", "duration": "PT1H"}, True),
        ("2026-11-22T07:30:00Z", {"interval": "P1D", "duration": "PT1H"}, False),
        ("2026-11-21T08:30:00Z", {"interval": "P2D", "duration": "PT1H"}, True),
        ("2026-11-22T08:30:00Z", {"interval": "P2D", "duration": "PT1H"}, False),
        ("2026-11-22T08:30:00Z", {"interval": "P1M", "duration": "PT1H"}, None),
        (None, {"interval": "P1D", "duration": "PT1H"}, None),
        ("2026-11-24T08:30:00Z", {"interval": "P1D", "duration": "PT1H"}, None),
        ("2026-11-22T08:30:00Z", {"interval": "PT0S", "duration": "PT1H"}, None),
    ],
)
def test_recurring_times_count_from_the_start_date(start: str | None, frame: dict[str, str], holds: bool | None) -> None:
    found = looked_at(start_date=start, validity_timeframe=frame)
    assert found["timeframe"][0] is holds
    if holds is not None:
        assert found["timeframe"][1].startswith("It is valid for 1 hour every ")


def test_a_campaign_can_keep_its_codes_from_working() -> None:
    assert in_campaign(campaign()) == (True, "Its campaign Summer Sale is active.")
    assert in_campaign(campaign(active=False)) == (False, "Its campaign Summer Sale is disabled.")
    assert in_campaign(campaign(expiration_date="2026-11-01")) == (
        False,
        "Its campaign Summer Sale ended on Sun 1 Nov 2026, 00:00.",
    )
    assert in_campaign(campaign(start_date="2027-04-01")) == (
        False,
        "Its campaign Summer Sale begins on Thu 1 Apr 2027, 01:00.",
    )
    assert in_campaign(campaign(creation_status="DRAFT"))[0] is None
    assert in_campaign(None) == (None, "Its campaign Summer Sale could not be looked up.")


def test_every_failure_is_a_sentence_and_an_unknown_one_is_shown_in_its_own_words() -> None:
    assert all(text[0].islower() and not text.endswith(".") for text in FAILURES.values())
    assert reason("quantity_exceeded") == "it was used up"
    assert reason("moon_in_wrong_house") == "moon in wrong house"
    assert reason(None) is None


# What is asked


def server(code: str = "GIFT-0001", **routes: Any) -> Handler:
    """A server of the sample bodies for one code; a route can be given another answer or a status."""
    vouchers = {row["code"]: row for row in body("voucherify", "vouchers")["vouchers"]}
    refused = {
        "id": "r_bad",
        "object": "redemption",
        "date": "2026-11-22T20:00:00Z",
        "result": "FAILURE",
        "failure_code": "gift_amount_exceeded",
        "voucher": {"code": code},
    }

    def answer(request: httpx.Request) -> httpx.Response:
        name, _, id = request.url.path.removeprefix("/v1/").partition("/")
        if name in routes:
            given = routes[name]
            return httpx.Response(given) if isinstance(given, int) else httpx.Response(200, json=given)
        if name == "vouchers":
            return httpx.Response(200, json=vouchers[id]) if id in vouchers else httpx.Response(404)
        if name == "campaigns":
            return httpx.Response(200, json=body("voucherify", "campaigns")["campaigns"][1])
        if name == "redemptions":
            failed = request.url.params["result"] == "FAILURE"
            return httpx.Response(200, json={**NOTHING, "redemptions": [refused] if failed else []})
        return httpx.Response(200, json=body("voucherify", name))

    return answer


async def asked(wire: Handler, ref: str | None = "GIFT-0001", **keys: Any) -> Answer:
    return await ask(VENDOR, [account(VENDOR, {**KEYS, **keys})], wire, Query(kinds=(Kind.VOUCHER,), ref=ref, why=True))


@pytest.mark.anyio
async def test_a_code_costs_five_calls_and_tells_what_stands_against_it() -> None:
    vouchers = body("voucherify", "vouchers")["vouchers"]
    card = {**vouchers[3], "campaign_id": "camp_2"}
    wire = Wire(server(vouchers=card))
    answer = await asked(wire)
    assert answer.complete
    sent = {request.url.path.removeprefix("/v1/"): dict(request.url.params) for request in wire.requests}
    assert sent == {
        "vouchers/GIFT-0001": {},
        "campaigns/camp_2": {},
        "validation-rules-assignments": {"related_object_id": "camp_2", "limit": "100", "page": "1"},
        "validation-rules": {"order": "-created_at", "limit": "100", "page": "1"},
        "redemptions": {
            "order": "-created_at",
            "result": "FAILURE",
            "filters[voucher_code][conditions][$is]": "GIFT-0001",
            "limit": "5",
            "page": "1",
        },
    }
    (record,) = answer.records
    said = {finding.name: (finding.holds, finding.text) for finding in record.findings}
    assert said["expiry"] == (False, "It expired on Sun 22 Nov 2026, 23:59.")
    assert said["campaign"] == (False, "Its campaign Gift cards is disabled.")
    assert said["rules"] == (None, "The rule “Members only” applies: the order or the customer may not meet it.")
    assert said["refused"] == (None, "It was refused on Sun 22 Nov 2026, 20:00: the gift card did not hold that much.")
    assert said["verdict"][0] is False
    assert said["verdict"][1].startswith("GIFT-0001 does not work now. It expired on ")


@pytest.mark.anyio
async def test_a_code_that_does_not_exist_says_so_with_those_near_it() -> None:
    used = [{"voucher": {"code": code}} for code in ("SUMMER10", "WELCOME", "GIFT-0001")]
    wire = Wire(server(redemptions={**NOTHING, "redemptions": used}))
    answer = await asked(wire, "SUMER10")
    (record,) = answer.records
    assert (record.ref, record.vendor_status) == ("SUMER10", "NOT_FOUND")
    assert record.findings[0].text == "There is no code SUMER10. Near it: SUMMER10."
    assert record.findings[-1].holds is False
    assert [request.url.path.removeprefix("/v1/") for request in wire.requests] == [
        "vouchers/SUMER10",
        "redemptions",
        "redemptions",
    ]


@pytest.mark.anyio
async def test_a_code_typed_small_is_looked_for_in_capitals() -> None:
    wire = Wire(server())
    answer = await asked(wire, "gift-0001")
    assert [record.ref for record in answer.records] == ["GIFT-0001"]


@pytest.mark.anyio
async def test_what_cannot_be_looked_up_is_said_and_the_rest_stands() -> None:
    card = {**body("voucherify", "vouchers")["vouchers"][3], "campaign_id": "camp_2"}
    routes: dict[str, Any] = {"vouchers": card, "campaigns": 500, "validation-rules-assignments": 403}
    answer = await asked(server(**routes))
    (record,) = answer.records
    assert not answer.complete
    assert "its campaign could not be looked up" in str(answer.accounts[0].error)
    assert "its validation rules could not be looked up" in str(answer.accounts[0].error)
    assert {f.name: f.holds for f in record.findings if f.name in ("campaign", "rules")} == {"campaign": None, "rules": None}


@pytest.mark.anyio
async def test_without_a_code_there_is_nothing_to_tell() -> None:
    wire = Wire(server())
    answer = await asked(wire, None)
    assert "can say why a code does not work, if it is named" in str(answer.accounts[0].error)
    assert wire.requests == []


@pytest.mark.anyio
async def test_the_zone_of_the_project_is_a_setting() -> None:
    late = {**BARE, "validity_day_of_week": [0]}
    here = await asked(server(vouchers=late), "ABC")
    there = await asked(server(vouchers=late), "ABC", project_zone="Pacific/Honolulu")
    weekday = [next(f.holds for f in answer.records[0].findings if f.name == "weekday") for answer in (here, there)]
    assert weekday == [False, True]


@pytest.mark.anyio
@settings(deadline=None)
@given(text=st.one_of(st.sampled_from(AWKWARD), st.text(min_size=1, max_size=60)))
async def test_no_text_changes_the_structure_of_these_calls(text: str) -> None:
    try:
        query = Query(kinds=(Kind.VOUCHER,), ref=text, why=True)
    except ValueError:
        return
    wire = Wire(server())
    answer = await ask(VENDOR, [account(VENDOR, KEYS)], wire, query)
    assert "fault of ours" not in str(answer.accounts[0].error)
    for request in wire.requests:
        assert request.url.host == "vendor.example"
        steps = request.url.raw_path.decode().partition("?")[0].split("/")
        assert steps[:2] == ["", "v1"]
        assert len(steps) == 3 or (len(steps) == 4 and steps[2] == "vouchers" and steps[3].strip("."))
        names = {"order", "result", "limit", "page", "filters[voucher_code][conditions][$is]"}
        assert set(request.url.params) <= names
        assert request.url.params.get("filters[voucher_code][conditions][$is]") in (None, query.ref)
