"""Why a code of a spa does not work, and treatments whose order has ended."""

from typing import Any

import httpx
import pytest

from bot.core.action import ActionName
from bot.core.query import Query
from bot.core.states import Kind, Status
from bot.vendors.acting import offered
from bot.vendors.trybe import VENDOR
from tests.vendors.test_trybe_details import answering, asked, one
from tests.vendors.trybe_wire import KEYS
from tests.vendors.world import Wire, account, body, desk_over

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, "GP-1 works, as far as Trybe tells."),
        ({"balance": 0}, "GP-1 does not work now. It is used up: nothing is left on it."),
        ({"status": "redeemed"}, "GP-1 does not work now. It is used up: nothing is left on it."),
        ({"valid_to_date": "2026-11-22T23:59:59Z"}, "GP-1 does not work now. It ran out on Sun 22 Nov 2026, 23:59."),
        ({"valid_from_date": "2026-12-01T00:00:00Z"}, "GP-1 does not work now. It is not valid before Tue 1 Dec 2026."),
    ],
    ids=str,
)
async def test_a_code_says_why_it_does_not_work(changes: dict[str, Any], verdict: str) -> None:
    rows = body("trybe", "voucher_codes")
    whole = {**rows["data"][0], "code": "GP-1", "status": "unredeemed", "total": 5000, "balance": 4000}
    wire = Wire(
        answering({"/shop/voucher-codes": {**rows, "data": [whole | {"valid_from_date": None, "valid_to_date": None} | changes]}})
    )
    (record,) = (await asked(wire, Query(kinds=(Kind.VOUCHER,), ref="gp-1", why=True))).records
    assert record.findings[-1].text == verdict
    assert ("£40.00 of £50.00 are left on it." in [finding.text for finding in record.findings]) is (
        "nothing is left" not in verdict
    )


async def test_why_asks_for_a_code_and_tells_that_there_is_none() -> None:
    empty = {"data": [], "meta": {"current_page": 1, "last_page": 1, "total": 0}}
    answer = await asked(Wire(answering({"/shop/voucher-codes": empty})), Query(ref="SUMMER10", why=True))
    assert (answer.records, answer.complete, answer.accounts[0].note) == ((), True, "there is no code SUMMER10")
    answer = await asked(Wire(answering({})), Query(kinds=(Kind.VOUCHER,), why=True))
    assert "if it is named" in str(answer.accounts[0].error)


async def test_an_appointment_whose_order_has_ended_says_so_and_cannot_be_marked() -> None:
    visit = {
        "data": {
            **body("trybe", "appointments")["data"][0],
            "id": "a1",
            "order_id": "o1",
            "status": "confirmed",
            "has_notes": False,
        }
    }
    for ended, expected in (
        ("submitted", Status.CONFIRMED),
        ("no_show", Status.NO_SHOW),
        ("settled", Status.COMPLETED),
        (404, None),
    ):
        order = ended if isinstance(ended, int) else {"data": {**one("orders")["data"], "id": "o1", "status": ended}}
        wire = Wire(answering({"/shop/appointments/a1": visit, "/shop/orders/o1": order}))
        async with desk_over(VENDOR, [account(VENDOR, KEYS)], httpx.MockTransport(wire)) as desk:
            record = await desk.get("palm", Kind.APPOINTMENT, "a1")
            errand = desk.errand("palm")
            can = {action.name for action in offered(VENDOR, errand.account, errand.routes, record)}
        assert record.status is (expected or Status.CONFIRMED)
        assert (ActionName.MOVE in can) is (record.status is Status.CONFIRMED)
