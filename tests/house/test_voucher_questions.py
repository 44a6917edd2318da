"""Questions of those who look after promotions: Voucherify. A new question is a new row."""

import pytest

from bot.core.states import Kind, Status
from tests.house.asked import Asked
from tests.house.conftest import OpenHouse

pytestmark = pytest.mark.anyio

QUESTIONS = (
    Asked(
        words="is ABC redeemed",
        venue="perks",
        sent=["/v1/redemptions limit=100 order=-created_at page=1 result=SUCCESS", "/v1/vouchers/ABC"],
        note="there is no code ABC; near it: ABC-10",
    ),
    Asked(
        words="is SUMMER10 redeemed",
        venue="perks",
        sent=[
            "/v1/redemptions filters[voucher_code][conditions][$is]=SUMMER10 limit=10 order=-created_at page=1 result=SUCCESS",
            "/v1/vouchers/SUMMER10",
        ],
        found=[
            "10% off · times redeemed 5, times allowed 5",
        ],
        every={"status": Status.COMPLETED, "vendor_status": "USED", "ref": "SUMMER10"},
    ),
    Asked(
        words="is ABC-10 used up",
        venue="perks",
        sent=[
            "/v1/redemptions filters[voucher_code][conditions][$is]=ABC-10 limit=10 order=-created_at page=1 result=SUCCESS",
            "/v1/vouchers/ABC-10",
        ],
        found=[
            "10% off · times redeemed 3, times allowed 10",
        ],
        every={"status": Status.CONFIRMED, "vendor_status": "ACTIVE", "ref": "ABC-10"},
    ),
    Asked(
        words="why does SUMMER10 not work",
        venue="perks",
        sent=[
            "/v1/redemptions filters[voucher_code][conditions][$is]=SUMMER10 limit=5 order=-created_at page=1 result=FAILURE",
            "/v1/vouchers/SUMMER10",
        ],
        found=[
            "10% off · times redeemed 5, times allowed 5",
        ],
        every={"ref": "SUMMER10"},
        findings=[
            ("quantity", False, "It is used up: redeemed 5 of 5 times."),
            ("refused", None, "It was refused on Mon 23 Nov 2026, 00:00: it was used up."),
            ("verdict", False, "SUMMER10 does not work now. It is used up: redeemed 5 of 5 times."),
        ],
    ),
    Asked(
        words="why does ABC-10 fail",
        venue="perks",
        sent=[
            "/v1/redemptions filters[voucher_code][conditions][$is]=ABC-10 limit=5 order=-created_at page=1 result=FAILURE",
            "/v1/vouchers/ABC-10",
        ],
        found=[
            "10% off · times redeemed 3, times allowed 10",
        ],
        every={"ref": "ABC-10"},
        findings=[
            ("quantity", True, "It was redeemed 3 of 10 times; 7 left."),
            ("refused", True, "No refused redemption of it is known."),
            ("verdict", True, "ABC-10 works: nothing keeps it from being redeemed now."),
        ],
    ),
    Asked(
        words="why does HAPPYHOUR not work",
        venue="perks",
        sent=[
            "/v1/redemptions filters[voucher_code][conditions][$is]=HAPPYHOUR limit=5 order=-created_at page=1 result=FAILURE",
            "/v1/vouchers/HAPPYHOUR",
        ],
        found=[
            "10% off · times redeemed 0",
        ],
        findings=[("hours", False, "It is valid 16:00–18:00; it is 09:00 there now (Europe/London).")],
    ),
    Asked(
        words="why does WEEKEND15 not work",
        venue="perks",
        sent=[
            "/v1/redemptions filters[voucher_code][conditions][$is]=WEEKEND15 limit=5 order=-created_at page=1 result=FAILURE",
            "/v1/vouchers/WEEKEND15",
        ],
        found=[
            "10% off · times redeemed 0, times allowed 100",
        ],
        findings=[("weekday", False, "It is valid on Sunday and Saturday only; today is Monday.")],
    ),
    Asked(
        words="why does SUMER10 not work",
        venue="perks",
        sent=[
            "/v1/redemptions filters[voucher_code][conditions][$is]=SUMER10 limit=5 order=-created_at page=1 result=FAILURE",
            "/v1/redemptions limit=100 order=-created_at page=1 result=SUCCESS",
            "/v1/vouchers/SUMER10",
        ],
        found=[
            "SUMER10",
        ],
        findings=[("exists", False, "There is no code SUMER10. Near it: SUMMER10.")],
    ),
    Asked(
        words="unused codes expiring this week",
        venue="perks",
        sent=[
            "/v1/vouchers filters[active][conditions][$active]=true "
            "filters[expiration_date][conditions][$after]=2026-11-22T23:59:59.999Z "
            "filters[expiration_date][conditions][$before]=2026-11-30T00:00:00.000Z "
            "filters[redemption.redeemed_quantity][conditions][$is]=0 limit=100 order=-created_at page=1",
        ],
        found=[
            "10% off · times redeemed 0, times allowed 100",
            "amount off · times redeemed 0, times allowed 1",
            "amount off · times redeemed 0, times allowed 1",
        ],
        every={"status": Status.CONFIRMED, "redeemed_at": None},
    ),
    Asked(
        words="redemptions yesterday",
        venue="perks",
        sent=[
            "/v1/redemptions created_at[after]=2026-11-21T23:59:59.999Z created_at[before]=2026-11-23T00:00:00.000Z "
            "limit=100 order=-created_at page=1",
        ],
        found=[
            "22 19:13 · 50% OFF & MORE · Lars Sato",
            "22 16:02 · SUM-1372-E9B4 · Nora Walker",
            "22 10:36 · WELCOME · Sofia Silva",
        ],
        count=14,
        note="1 of the rows is a rollback, not a redemption",
        every={"kind": Kind.REDEMPTION},
    ),
    Asked(
        words="publications yesterday",
        venue="perks",
        sent=[
            "/v1/publications limit=100 order=-created_at page=1",
        ],
        found=[
            "22 22:57 · 15% off · Amelia White",
            "22 22:28 · 15% off · Ethan Kowalski",
            "22 19:49 · amount off · Chidi Wang",
            "22 17:59 · gift card · Mei Ahmed",
            "22 16:22 · 10% off · Willow Garcia",
            "22 16:11 · gift card · Arthur Wang",
            "22 13:08 · amount off · Ethan Kowalski",
            "22 08:20 · 20% off · *Bold* & <b>Co</b>",
        ],
        every={"kind": Kind.PUBLICATION},
    ),
    Asked(
        words="active campaigns",
        venue="perks",
        sent=[
            "/v1/campaigns limit=100 order=-created_at page=1",
        ],
        found=[
            "Bring a Friend · codes 80",
            "Gift Cards · codes 160",
            "Perks Club · codes 240",
            "Summer Deals · codes 3200",
        ],
        every={"kind": Kind.CAMPAIGN, "status": Status.CONFIRMED},
    ),
)


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked.words)
async def test_a_question_costs_these_requests_and_brings_these_records(open_sandbox: OpenHouse, asked: Asked) -> None:
    await asked.holds(open_sandbox)
