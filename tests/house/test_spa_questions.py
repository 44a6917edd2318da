<<<<<<<< HEAD:tests/house/test_desk_questions.py
"""The questions of a desk: for each, the exact requests that reach the vendors' stand-ins, and the records that come back.
========
"""Questions of a spa's desk, one row each: the words, the exact requests that Trybe was sent for them, and the records that came.
>>>>>>>> b311e96 (No text that is typed changes a call to Trybe):tests/house/test_spa_questions.py

One row a question. The clock is Monday, 23 November 2026, 09:00 in London, which is 01:00 in Los Angeles.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.core.states import Kind, Status
from tests.house.conftest import OpenHouse

pytestmark = pytest.mark.anyio

Call = tuple[str, Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question to one venue, the calls it costs in any order, and what is true of the answer.

    `refs` are references that are among the records, `count` how many there are, `every` holds what each record has;
    `note` is a part of what the account says of its answer, `findings` are what is said of why the first code does not work.
    """

    text: str
    venue: str
    calls: Collection[Call]
    refs: Collection[str] = ()
    count: int | None = None
    every: Mapping[str, Any] = field(default_factory=dict)
    note: str | None = None
    findings: Collection[tuple[str, bool | None, str]] = ()


SESSIONS, ORDERS, CONTESTS, STORES = (f"/api/admin/v2/{name}" for name in ("sessions", "orders", "contests", "stores"))
BY_ID = {"orderBy": "id", "direction": "asc", "count": "200"}
NEWEST = {"order": "-created_at", "limit": "100", "page": "1"}


def last_used(code: str) -> Call:
    """The redemptions that tell when a code was last used."""
    used = {"result": "SUCCESS", "filters[voucher_code][conditions][$is]": code, "limit": "10"}
    return "/v1/redemptions", {**NEWEST, **used}


def refused(code: str) -> Call:
    """The redemptions of a code that were refused."""
    failed = {"result": "FAILURE", "filters[voucher_code][conditions][$is]": code, "limit": "5"}
    return "/v1/redemptions", {**NEWEST, **failed}


VOUCHERIFY = [
    Asked(
        text="is SUMMER10 redeemed",
        venue="perks",
        calls=[("/v1/vouchers/SUMMER10", {}), ("/v1/orders/SUMMER10", {}), last_used("SUMMER10")],
        refs=["SUMMER10"],
        count=1,
        every={"status": Status.COMPLETED, "vendor_status": "USED"},
    ),
    Asked(
        text="is ABC-10 used up",
        venue="perks",
        calls=[("/v1/vouchers/ABC-10", {}), ("/v1/orders/ABC-10", {}), last_used("ABC-10")],
        refs=["ABC-10"],
        count=1,
        every={"status": Status.CONFIRMED, "vendor_status": "ACTIVE"},
    ),
    Asked(
        text="why does SUMMER10 not work",
        venue="perks",
        calls=[("/v1/vouchers/SUMMER10", {}), refused("SUMMER10")],
        refs=["SUMMER10"],
        count=1,
        findings=[
            ("quantity", False, "It is used up: redeemed 5 of 5 times."),
            ("refused", None, "It was refused on Mon 23 Nov 2026, 00:00: it was used up."),
            ("verdict", False, "SUMMER10 does not work now. It is used up: redeemed 5 of 5 times."),
        ],
    ),
    Asked(
        text="why does ABC-10 fail",
        venue="perks",
        calls=[("/v1/vouchers/ABC-10", {}), refused("ABC-10")],
        refs=["ABC-10"],
        count=1,
        findings=[
            ("quantity", True, "It was redeemed 3 of 10 times; 7 left."),
            ("refused", True, "No refused redemption of it is known."),
            ("verdict", True, "ABC-10 works: nothing keeps it from being redeemed now."),
        ],
    ),
    Asked(
        text="why does WEEKEND15 not work",
        venue="perks",
        calls=[("/v1/vouchers/WEEKEND15", {}), refused("WEEKEND15")],
        count=1,
        findings=[("weekday", False, "It is valid on Sunday and Saturday only; today is Monday.")],
    ),
    Asked(
        text="why does SUMER10 not work",
        venue="perks",
        calls=[
            ("/v1/vouchers/SUMER10", {}),
            refused("SUMER10"),
            ("/v1/redemptions", {**NEWEST, "result": "SUCCESS"}),
        ],
        refs=["SUMER10"],
        count=1,
        findings=[("exists", False, "There is no code SUMER10. Near it: SUMMER10.")],
    ),
    Asked(
        text="unused codes expiring this week",
        venue="perks",
        calls=[
            (
                "/v1/vouchers",
                {
                    **NEWEST,
                    "filters[expiration_date][conditions][$after]": "2026-11-22T23:59:59.999Z",
                    "filters[expiration_date][conditions][$before]": "2026-11-30T00:00:00.000Z",
                    "filters[active][conditions][$active]": "true",
                    "filters[redemption.redeemed_quantity][conditions][$is]": "0",
                },
            )
        ],
        refs=["TONIGHT"],
        count=3,
        every={"status": Status.CONFIRMED, "redeemed_at": None},
    ),
    Asked(
        text="redemptions yesterday",
        venue="perks",
        calls=[
            (
                "/v1/redemptions",
                {
                    **NEWEST,
                    "created_at[after]": "2026-11-21T23:59:59.999Z",
                    "created_at[before]": "2026-11-23T00:00:00.000Z",
                },
            )
        ],
        refs=["ABC-10", "CORP-004"],
        count=14,
        every={"kind": Kind.REDEMPTION},
        note="1 of the rows is a rollback, not a redemption",
    ),
    Asked(
        text="publications yesterday",
        venue="perks",
        calls=[("/v1/publications", NEWEST)],
        refs=["GIFT-52561865"],
        count=8,
        every={"kind": Kind.PUBLICATION},
    ),
    Asked(
        text="active campaigns",
        venue="perks",
        calls=[("/v1/campaigns", NEWEST)],
        refs=["Summer Deals", "Gift Cards", "Perks Club", "Bring a Friend"],
        count=4,
        every={"kind": Kind.CAMPAIGN, "status": Status.CONFIRMED},
    ),
]

AIFI = [
    Asked(
        text="people in store 12 now",
        venue="corner",
        calls=[
            (STORES, BY_ID),
            (
                SESSIONS,
                {
                    "storeId": "12",
                    "minCustomerLastEnteredAt": "2026-11-22T08:00:00.000Z",
                    "maxCustomerLastEnteredAt": "2026-11-24T07:59:59.999Z",
                    "orderBy": "customerLastEnteredAt",
                    "direction": "asc",
                    "count": "200",
                },
            ),
        ],
        refs=["INSIDE14", "STAFF017"],
        count=3,
        every={"kind": Kind.SHOP_SESSION, "end": None},
        note="3 visits inside now, 8 people by the size of their groups (visits, not heads that cameras saw)",
    ),
    Asked(
        text="store orders yesterday",
        venue="corner",
        calls=[
            (
                ORDERS,
                {
                    "minDraftCreatedAt": "2026-11-22T08:00:00.000Z",
                    "maxDraftCreatedAt": "2026-11-23T07:59:59.999Z",
                    "orderBy": "draftCreatedAt",
                    "direction": "asc",
                    "page": "0",
                    "pageSize": "200",
                },
            ),
            (STORES, BY_ID),
        ],
        refs=["24342565"],
        count=106,
        every={"kind": Kind.ORDER},
    ),
    Asked(
        text="pending contests",
        venue="corner",
        calls=[
            *((CONTESTS, {"status": "contested", "pageSize": "50", "page": str(page)}) for page in range(5)),
            (STORES, BY_ID),
        ],
        refs=["29000012"],
        count=206,
        every={"kind": Kind.CONTEST, "status": Status.PENDING},
    ),
    Asked(
        text="stores",
        venue="corner",
        calls=[(STORES, BY_ID)],
        refs=["12", "31"],
        count=2,
        every={"kind": Kind.PLACE, "status": Status.CONFIRMED},
    ),
]

ROWS = [*VOUCHERIFY, *AIFI]


@pytest.mark.parametrize("asked", ROWS, ids=lambda asked: asked.text)
async def test_a_question_sends_these_requests_and_brings_these_records(open_sandbox: OpenHouse, asked: Asked) -> None:
    async with open_sandbox() as here:
        answer = await here.ask(asked.text, only=asked.venue)
        calls = sorted((call.path, sorted(call.query.items())) for call in here.journal)
    assert answer.complete, [account.error for account in answer.accounts]
    assert calls == sorted((path, sorted(query.items())) for path, query in asked.calls)
    assert set(asked.refs) <= {record.ref for record in answer.records}
    assert asked.count is None or len(answer.records) == asked.count
    for record in answer.records:
        assert {name: getattr(record, name) for name in asked.every} == asked.every
    said = [(finding.name, finding.holds, finding.text) for record in answer.records[:1] for finding in record.findings]
    assert set(asked.findings) <= set(said)
    assert asked.note is None or any(asked.note in (account.note or "") for account in answer.accounts)
