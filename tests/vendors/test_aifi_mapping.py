"""AiFi's answers as records: what its times and words mean, and that nothing odd costs more than its own row."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr, ValidationError
from syrupy.assertion import SnapshotAssertion

from bot.core.errors import VendorBroken
from bot.core.money import Folio
from bot.core.record import Customer, Record
from bot.core.states import Stage, Status
from bot.vendors.aifi.mapping import ORDER_STATUS, Reader
from bot.vendors.aifi.settings import AifiSettings
from bot.vendors.aifi.things import Things
from bot.vendors.contract import Account
from tests.vendors.world import dumped

ZONE = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZONE)
BODIES = Path(__file__).parent / "bodies" / "aifi"

NINE, TEN, LATER = "2026-11-23T08:00:00.000Z", "2026-11-23T09:00:00Z", "2026-11-23T09:30:00+00:00"


def settings(**keys: Any) -> AifiSettings:
    return AifiSettings.model_validate(
        {"vendor": "aifi", "venue": "corner", "base_url": "https://oasis.example.com", "token": "t", **keys}
    )


def reader(currency: str = "EUR", **known: Any) -> Reader:
    account = Account(id="stores", venue="corner", venue_name="Corner", zone=ZONE, currency=currency, settings=settings())
    return Reader(account, NOW, **known)


def things(**known: Any) -> Things:
    account = Account(id="stores", venue="corner", venue_name="Corner", zone=ZONE, currency="EUR", settings=settings())
    return Things(account, NOW, **known)


def body(name: str) -> Any:
    return json.loads((BODIES / f"{name}.json").read_text(encoding="utf-8"))


def session(**wire: Any) -> Record:
    return reader().session({"id": "1", "status": "active", **wire})


def test_sessions_as_they_come(snapshot: SnapshotAssertion) -> None:
    assert dumped([reader().session(row) for row in body("sessions")["data"]]) == snapshot


def test_orders_as_they_come(snapshot: SnapshotAssertion) -> None:
    assert dumped([reader(stores={"12": "Camden"}).order(row) for row in body("orders")["data"]]) == snapshot


def test_customers_as_they_come(snapshot: SnapshotAssertion) -> None:
    assert dumped([reader().customer(row) for row in body("customers")]) == snapshot


def test_contests_as_they_come(snapshot: SnapshotAssertion) -> None:
    rows = [*body("contests")["contestedOrders"], body("contest")]
    assert dumped([things(stores={"12": "Camden"}).contest(row) for row in rows]) == snapshot


def test_stores_as_they_come(snapshot: SnapshotAssertion) -> None:
    assert dumped([things().place(row) for row in body("stores")["stores"]]) == snapshot


@pytest.mark.parametrize(
    ("times", "status", "stage"),
    [
        ({}, Status.CONFIRMED, Stage.NOT_ARRIVED),
        ({"codeLastSuccesfullyScannedAt": NINE}, Status.CONFIRMED, Stage.NOT_ARRIVED),
        ({"customerLastEnteredAt": NINE}, Status.CONFIRMED, Stage.IN_PROGRESS),
        ({"customerFirstEnteredAt": NINE}, Status.CONFIRMED, Stage.IN_PROGRESS),
        ({"customerLastEnteredAt": NINE, "customerLastExitedAt": TEN}, Status.COMPLETED, Stage.DEPARTED),
        ({"customerLastEnteredAt": TEN, "customerLastExitedAt": NINE}, Status.CONFIRMED, Stage.IN_PROGRESS),
        ({"customerLastEnteredAt": NINE, "customerLastExitedAt": NINE}, Status.CONFIRMED, Stage.IN_PROGRESS),
        ({"customerLastExitedAt": NINE}, Status.COMPLETED, Stage.DEPARTED),
        ({"expiresAt": NINE}, Status.EXPIRED, Stage.NOT_ARRIVED),
        ({"expiresAt": TEN}, Status.EXPIRED, Stage.NOT_ARRIVED),
        ({"expiresAt": LATER}, Status.CONFIRMED, Stage.NOT_ARRIVED),
        ({"expiresAt": NINE, "customerLastEnteredAt": NINE}, Status.CONFIRMED, Stage.IN_PROGRESS),
    ],
)
def test_times_make_the_state(times: dict[str, str], status: Status, stage: Stage) -> None:
    record = session(**times)
    assert (record.status, record.stage) == (status, stage)


def test_a_word_that_is_not_known_is_unknown_and_shown_as_it_is() -> None:
    record = session(status="quarantined")
    assert (record.status, record.vendor_status) == (Status.UNKNOWN, "quarantined")
    assert session(status=None).status is Status.CONFIRMED


def test_someone_who_came_back_has_no_end_yet() -> None:
    record = session(customerLastEnteredAt=TEN, customerLastExitedAt=NINE)
    assert (record.start, record.end) == (NOW, None)


def test_times_are_utc_and_shown_in_the_venues_zone() -> None:
    record = session(customerLastEnteredAt=NINE)
    assert isinstance(record.start, datetime)
    assert record.start.isoformat() == "2026-11-23T09:00:00+01:00"


def test_numbers_and_texts_are_the_same_id() -> None:
    assert reader().session({"id": 1, "customerId": 2, "storeId": 3}).key == reader().session({"id": "1"}).key
    record = reader().session({"id": 1, "customerId": 2, "storeId": 3})
    assert record.customer == Customer(id="2")
    assert str(record.location) == "3"


def test_a_group_and_the_heads_counted_are_kept_apart() -> None:
    record = session(groupSize=2, visitors=3)
    assert record.party is not None
    assert (record.party.total, record.visitors) == (2, 3)
    assert session(groupSize=None).party is None


def test_a_field_that_nobody_knows_is_kept() -> None:
    assert session(loyaltyTier="gold").raw["loyaltyTier"] == "gold"


@pytest.mark.parametrize("odd", [None, "", [], {}, True, "nonsense", 1e400])
def test_odd_values_cost_nothing(odd: Any) -> None:
    keys = set(body("sessions")["data"][2]) | {"customer", "store", "metadata"}
    assert reader().session({**dict.fromkeys(keys, odd), "id": "1"}).id == "1"
    assert reader().order({**dict.fromkeys(body("orders")["data"][0], odd), "id": 1}).id == "1"
    assert reader().customer({**dict.fromkeys(body("customers")[0], odd), "id": 1}).id == "1"


def test_a_row_without_an_id_cannot_be_a_record() -> None:
    with pytest.raises(VendorBroken, match="without an id"):
        reader().session({"status": "active"})


def test_prices_are_decimal_texts_of_the_accounts_currency() -> None:
    paid = {"id": 1, "status": "paid", "totalPrice": "2.15"}
    assert reader("EUR").order(paid).money == Folio(currency="EUR", total=215, paid=215, balance=0)
    assert reader("JPY").order({**paid, "totalPrice": "215"}).money == Folio(currency="JPY", total=215, paid=215, balance=0)
    assert reader("KWD").order({**paid, "totalPrice": "2.15"}).money == Folio(currency="KWD", total=2150, paid=2150, balance=0)
    assert reader().order({"id": 1, "status": "unpaid", "totalPrice": "0.10"}).money == Folio(
        currency="EUR", total=10, paid=0, balance=10
    )


@pytest.mark.parametrize("wire", [{"status": "contested"}, {"status": "paid", "transaction": {"refunded": True}}, {}])
def test_what_is_owed_is_unknown_where_nothing_says_it(wire: dict[str, Any]) -> None:
    money = reader().order({"id": 1, "totalPrice": "2.15", **wire}).money
    assert money == Folio(currency="EUR", total=215)
    assert reader().order({"id": 1, **wire}).money is None


def test_every_order_status_of_the_reference_has_a_state() -> None:
    words = ["draft", "paid", "unpaid", "completed_so_far", "paymentProcessing", "contested", "reviewed"]
    assert set(words) == set(ORDER_STATUS)
    assert reader().order({"id": 1, "status": "new_word"}).status is Status.UNKNOWN


@pytest.mark.parametrize(
    "written",
    ["https://api.aifi.com/api/admin/v2", "https://api.aifi.com/api/admin/v2/", "https://api.aifi.com", "https://api.aifi.com/"],
)
def test_the_address_is_the_hosts(written: str) -> None:
    assert settings(base_url=written).base_url == "https://api.aifi.com"


def test_a_prefix_before_the_api_is_kept() -> None:
    assert settings(base_url="http://127.0.0.1:8080/aifi").base_url == "http://127.0.0.1:8080/aifi"


def test_store_ids_are_numbers_each_once() -> None:
    assert settings(store_ids=["12", 14, 12]).stores == ("12", "14")
    assert settings().stores == ()
    for wrong in ([], ["camden"], [0]):
        with pytest.raises(ValidationError):
            settings(store_ids=wrong)


def test_an_address_is_required() -> None:
    with pytest.raises(ValidationError, match="base_url"):
        AifiSettings.model_validate({"vendor": "aifi", "venue": "corner", "token": "t"})


def test_client_credentials_are_refused_by_name_without_their_values() -> None:
    with pytest.raises(ValidationError) as refused:
        settings(client_id="id-1234", client_secret="very-secret", token_url="https://auth.example.com/token")
    (fault,) = refused.value.errors(include_input=False)
    assert "client_id and client_secret and token_url cannot be used" in fault["msg"]
    assert "set token instead" in fault["msg"]
    assert "very-secret" not in fault["msg"]


def test_the_token_is_never_printed() -> None:
    assert "hush" not in repr(settings(token=SecretStr("hush")))
    with pytest.raises(ValidationError):
        settings(token="")
