"""Questions of an autonomous store: AiFi OASIS. A new question is a new row."""

import pytest

from bot.core.states import Kind, Status
from tests.house.asked import Asked
from tests.house.conftest import OpenHouse

pytestmark = pytest.mark.anyio

QUESTIONS = (
    Asked(
        words="people in store 12 now",
        venue="corner",
        sent=[
            "/api/admin/v2/sessions count=200 direction=asc maxCustomerLastEnteredAt=2026-11-24T07:59:59.999Z "
            "minCustomerLastEnteredAt=2026-11-22T08:00:00.000Z orderBy=customerLastEnteredAt storeId=12",
            "/api/admin/v2/stores count=200 direction=asc orderBy=id",
        ],
        found=[
            "23 00:02 · INSIDE14 · Thị Ánh Nguyễn",
            "23 00:03 · STAFF017 · Robin Vale",
            "23 00:40 · DVMNN7SW · Anika Cooper",
        ],
        note="3 visits inside now, 8 people by the size of their groups (visits, not heads that cameras saw)",
        every={"kind": Kind.SHOP_SESSION, "end": None},
    ),
    Asked(
        words="store orders yesterday",
        venue="corner",
        sent=[
            "/api/admin/v2/orders direction=asc maxDraftCreatedAt=2026-11-23T07:59:59.999Z "
            "minDraftCreatedAt=2026-11-22T08:00:00.000Z orderBy=draftCreatedAt page=0 pageSize=200",
            "/api/admin/v2/stores count=200 direction=asc orderBy=id",
        ],
        found=[
            "22 00:12 · 24342565",
            "22 13:47 · 24343532",
            "22 23:38 · 24343564",
        ],
        count=106,
        every={"kind": Kind.ORDER},
    ),
    Asked(
        words="open contests",
        venue="corner",
        sent=[
            "/api/admin/v2/contests page=0 pageSize=50 status=contested",
            "/api/admin/v2/contests page=1 pageSize=50 status=contested",
            "/api/admin/v2/contests page=2 pageSize=50 status=contested",
            "/api/admin/v2/contests page=3 pageSize=50 status=contested",
            "/api/admin/v2/contests page=4 pageSize=50 status=contested",
            "/api/admin/v2/stores count=200 direction=asc orderBy=id",
        ],
        found=[
            "24 09:41 · 24284014 · should be, says the shopper 1950",
            "26 12:13 · 24316520 · should be, says the shopper 5005",
            "22 21:40 · 24343049 · should be, says the shopper 1053",
        ],
        count=206,
        every={"kind": Kind.CONTEST, "status": Status.PENDING},
    ),
    Asked(
        words="stores",
        venue="corner",
        sent=[
            "/api/admin/v2/stores count=200 direction=asc orderBy=id",
        ],
        found=[
            "Corner 12 Market Street · None of 24",
            "Corner 31 Mission · None of 16",
        ],
        every={"kind": Kind.PLACE, "status": Status.CONFIRMED},
    ),
    Asked(
        words="people in store 31 now",
        venue="corner",
        sent=[
            "/api/admin/v2/sessions count=200 direction=asc maxCustomerLastEnteredAt=2026-11-24T07:59:59.999Z "
            "minCustomerLastEnteredAt=2026-11-22T08:00:00.000Z orderBy=customerLastEnteredAt storeId=31",
            "/api/admin/v2/stores count=200 direction=asc orderBy=id",
        ],
        found=[
            "23 00:40 · 87TSDYCH · Emi Wang",
        ],
        note="1 visit inside now, 1 person by the size of their groups (visits, not heads that cameras saw)",
    ),
)


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked.words)
async def test_a_question_costs_these_requests_and_brings_these_records(open_sandbox: OpenHouse, asked: Asked) -> None:
    await asked.holds(open_sandbox)
