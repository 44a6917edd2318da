"""SynthesisVR's answers as records: the vendor publishes no schema, so nothing odd may cost more than its own row."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr, ValidationError
from syrupy.assertion import SnapshotAssertion

from bot.core.errors import VendorBroken
from bot.core.record import Record
from bot.core.states import Channel, Kind, Status
from bot.vendors.contract import Account
from bot.vendors.synthesisvr.asking import NOTHING, Proof
from bot.vendors.synthesisvr.fields import FIELDS, Fields
from bot.vendors.synthesisvr.mapping import Reader, when
from bot.vendors.synthesisvr.settings import SynthesisVRSettings
from tests.vendors.world import dumped

ZONE = ZoneInfo("Europe/London")
NOW = datetime(2024, 6, 15, 9, 0, tzinfo=ZONE)
BODIES = Path(__file__).parent / "bodies" / "synthesisvr"
ONE, TWO = "7c0f3a52-3f0e-4a57-9b0d-0a4f1d2b6c01", "7c0f3a52-3f0e-4a57-9b0d-0a4f1d2b6c02"


def reader(currency: str = "GBP", **fields: str) -> Reader:
    settings = SynthesisVRSettings(vendor="synthesisvr", venue="arena", api_key=SecretStr("k"), fields=fields)
    account = Account(id="arena-vr", venue="arena", venue_name="VR Arena", zone=ZONE, currency=currency, settings=settings)
    return Reader(account, Fields(settings.fields), NOW)


def body(name: str) -> Any:
    return json.loads((BODIES / f"{name}.json").read_text(encoding="utf-8"))


def sessions(answer: Any, proof: Proof = NOTHING, **fields: str) -> list[Record]:
    read = reader(**fields)
    return [read.session(row["wire"], row["id"], row["proof"]) for row in read.rows(answer, "sessions", proof)]


def session(**wire: Any) -> Record:
    return sessions({"sessions": [{"uuid": ONE, **wire}]})[0]


def test_sessions_as_they_come(snapshot: SnapshotAssertion) -> None:
    assert dumped(sessions(body("sessions_keyed"))) == snapshot


def test_goods_as_they_come(snapshot: SnapshotAssertion) -> None:
    read = reader()
    assert (
        dumped([read.sale(row["wire"], row["id"], row["proof"]) for row in read.rows(body("goods"), "goods", NOTHING)]) == snapshot
    )


def test_customers_as_they_come(snapshot: SnapshotAssertion) -> None:
    read = reader()
    rows = read.rows(body("customers"), "customers", NOTHING)
    assert dumped([read.customer(row["wire"], row["id"]) for row in rows]) == snapshot


def test_a_collection_is_an_object_or_an_array() -> None:
    keyed = body("sessions_keyed")
    array = [{"uuid": key, **wire} if key == ONE else wire for key, wire in keyed["sessions"].items()]
    assert [each.id for each in sessions({"sessions": array})] == [each.id for each in sessions(keyed)]


def test_what_we_do_not_know_is_kept_as_it_came() -> None:
    assert sessions(body("sessions_keyed"))[0].raw["loyalty_tier"] == "gold"


@pytest.mark.parametrize("nothing", [[], {}, None])
def test_an_empty_collection_is_nothing_found(nothing: Any) -> None:
    assert sessions({"sessions": nothing}) == []


@pytest.mark.parametrize(
    "odd", [{}, [], None, "ok", {"error": "Invalid key"}, {"sessions": "none"}, {"sessions": 0}, {"goods": []}]
)
def test_an_answer_without_the_collection_is_a_fault_and_says_what_to_look_at(odd: Any) -> None:
    with pytest.raises(VendorBroken, match=r"^SynthesisVR \(arena-vr\) sent") as caught:
        sessions(odd)
    assert "Invalid key" not in str(caught.value)


def test_an_error_in_place_of_customers_is_no_customer() -> None:
    for odd in ({"error": "Invalid key"}, None, "ok", [1]):
        with pytest.raises(VendorBroken, match="customers permission"):
            reader().rows(odd, "customers", NOTHING)


def test_only_a_key_that_is_a_uuid_is_an_id() -> None:
    assert sessions({"sessions": {ONE: {"cost": 1}}})[0].id == ONE
    first, second = (sessions({"sessions": {"0": {"cost": cost}}})[0].id for cost in (1, 2))
    assert first != second
    assert "0" not in (first, second)


def test_the_first_id_that_is_a_uuid_is_the_id() -> None:
    assert session(id=5).id == ONE
    assert sessions({"sessions": [{"uuid": "short", "id": 5, "session_uuid": TWO}]})[0].id == TWO
    assert sessions({"sessions": {ONE: {"id": 5}}})[0].id == ONE
    assert sessions({"sessions": [{"id": 5}]})[0].id == "5"


def test_equal_sales_are_two_and_the_same_again_in_another_answer() -> None:
    cola = {"name": "Cola", "total": "2.50"}
    ids = [row["id"] for row in reader().rows({"goods": [cola, cola]}, "goods", NOTHING)]
    assert len(set(ids)) == 2
    assert ids[0] in [row["id"] for row in reader().rows({"goods": [{"name": "Tea"}, cola]}, "goods", NOTHING)]


def test_goods_of_one_visit_are_not_taken_for_one() -> None:
    visit = [{"uuid": ONE, "name": "Cola"}, {"uuid": ONE, "name": "Socks"}]
    assert len({row["id"] for row in reader().rows({"goods": visit}, "goods", NOTHING)}) == 2


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2024-06-15T17:00:00+02:00", datetime(2024, 6, 15, 15, 0, tzinfo=UTC)),
        ("2024-06-15T16:00:00Z", datetime(2024, 6, 15, 16, 0, tzinfo=UTC)),
        ("2024-06-15T17:00:00", datetime(2024, 6, 15, 16, 0, tzinfo=UTC)),
        ("2024-06-15 17:00", datetime(2024, 6, 15, 16, 0, tzinfo=UTC)),
        ("2024-06-15 17:00:30", datetime(2024, 6, 15, 16, 0, 30, tzinfo=UTC)),
        ("2024-01-15 17:00", datetime(2024, 1, 15, 17, 0, tzinfo=UTC)),
        (1718467200, datetime(2024, 6, 15, 16, 0, tzinfo=UTC)),
        ("1718467200", datetime(2024, 6, 15, 16, 0, tzinfo=UTC)),
        ("2024-06-15", date(2024, 6, 15)),
        ("20240615", date(2024, 6, 15)),
    ],
)
def test_a_time_without_an_offset_is_on_the_venues_wall(written: Any, meant: date | datetime) -> None:
    assert when(written, ZONE) == meant


@pytest.mark.parametrize("odd", ["", None, "soon", "0000-00-00 00:00:00", 0, "0", -1, 10**18, "nan", "inf", True, [], {}])
def test_a_time_that_cannot_be_read_is_none(odd: Any) -> None:
    assert when(odd, ZONE) is None


def test_an_end_is_the_start_and_the_minutes_where_it_is_not_said() -> None:
    record = session(start_time="2024-03-31 00:30", duration=60)
    assert record.end == datetime(2024, 3, 31, 1, 30, tzinfo=UTC)
    for minutes in (None, 0, -5, 5_000, "1:00"):
        assert session(start_time="2024-06-15 17:00", duration=minutes).end is None
    assert session(duration=60).end is None


def test_a_bare_day_gets_no_time() -> None:
    record = session(start_time="2024-06-15", duration=60)
    assert (record.start, record.date_only, record.end) == (date(2024, 6, 15), True, None)


@pytest.mark.parametrize(
    ("cost", "currency", "total"),
    [("120.00", "GBP", 12_000), (39.5, "GBP", 3_950), (0, "GBP", 0), ("500", "JPY", 500), ("£5", "GBP", None), ("", "GBP", None)],
)
def test_money_is_in_the_venues_currency_or_unknown(cost: Any, currency: str, total: int | None) -> None:
    read = reader(currency)
    record = read.session({"cost": cost}, ONE, NOTHING)
    assert (record.money.total if record.money else None) == total
    assert record.money is None or (record.money.currency, record.money.paid, record.money.balance) == (currency, None, None)


@pytest.mark.parametrize(
    ("wire", "status"),
    [
        ({}, Status.UNKNOWN),
        ({"status": "upcoming"}, Status.CONFIRMED),
        ({"status": "Used"}, Status.COMPLETED),
        ({"status": "cancelled"}, Status.UNKNOWN),
        ({"used": True}, Status.COMPLETED),
        ({"used": "0"}, Status.CONFIRMED),
        ({"used": "perhaps"}, Status.UNKNOWN),
        ({"status": "paid", "used": 1}, Status.UNKNOWN),
        ({"start_time": "2020-01-01 10:00"}, Status.UNKNOWN),
    ],
)
def test_no_state_is_made_up(wire: dict[str, Any], status: Status) -> None:
    record = session(**wire)
    assert record.status is status
    assert record.vendor_status == wire.get("status")


def test_what_the_question_proves_is_said_of_every_row_and_the_row_is_believed_first() -> None:
    proof = Proof(status=Status.CONFIRMED, channel=Channel.ONLINE, label="7")
    plain, used = sessions({"sessions": [{"uuid": ONE, "label": "Birthday"}, {"uuid": TWO, "used": 1}]}, proof)
    assert (plain.status, plain.channel, [label.id for label in plain.labels]) == (
        Status.CONFIRMED,
        Channel.ONLINE,
        ["Birthday", "7"],
    )
    assert used.status is Status.COMPLETED


def test_fields_can_be_named_otherwise() -> None:
    (record,) = sessions({"rows": [{"key": ONE, "begins": "2024-06-15 17:00"}]}, sessions="rows", id="key", start="begins")
    assert (record.id, record.start) == (ONE, datetime(2024, 6, 15, 17, 0, tzinfo=ZONE))
    with pytest.raises(ValidationError, match="there is no field “begin”; known: account_id"):
        reader(begin="x")


@pytest.mark.parametrize("odd", [None, [], {}, [[]], [None], {"a": None}, True, 3, "x", {"id": None}, [{"name": ""}]])
def test_no_odd_field_costs_its_record(odd: Any) -> None:
    names = {key for keys in FIELDS.values() for key in keys} - {"uuid"}
    wire = dict.fromkeys(names, odd)
    read = reader()
    assert read.session(wire, ONE, NOTHING).kind is Kind.ARCADE_SESSION
    assert read.sale(wire, ONE, NOTHING).kind is Kind.GOODS_SALE
    assert read.customer(wire, ONE).kind is Kind.CUSTOMER
    assert sessions({"sessions": [wire]})


def test_an_empty_row_is_no_record() -> None:
    with pytest.raises(VendorBroken, match="no record"):
        reader().session({}, ONE, NOTHING)
