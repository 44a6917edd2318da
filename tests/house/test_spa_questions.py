"""Questions of a spa's desk: Trybe, whatever its house asks beside it. A new question is a new row."""

import pytest

from bot.core.states import Stage
from tests.house.asked import Asked
from tests.house.conftest import OpenHouse

pytestmark = pytest.mark.anyio

SPA = "39961774-d2e3-5fb1-85c9-979e324f17f2"
MASSAGES = ("deeebf8a3de153f4884da0f5", "2612a683faf18f3605976263", "1e662d2f937e2dc8da0d138e", "0c6832970ee9a56de8268a80")
MAYA, YOGA, SOUND_BATH = "d2b94068d96146cd84960f9b", "b4a62df02a5f9d4e0db961c1", "72578021383f07e621effe1e"


QUESTIONS = (
    Asked(
        words="still to come",
        venue="harbour",
        vendor="trybe",
        sent=["/shop/orders item_date=2026-11-23"],
        found=["23 11:00 · TRY1434400 · Noah Sato · owes 49000", "23 16:30 · Swedish Massage · Jane Smith · owes 4680"],
        count=6,
        every={"stage": Stage.NOT_ARRIVED},
    ),
    Asked(
        words="yoga tomorrow",
        venue="harbour",
        vendor="trybe",
        sent=[
            "/shop/appointment-types",
            f"/shop/orders item_date=2026-11-24 item_offering_id={YOGA}",
            "/shop/packages",
            "/shop/session-types",
            f"/shop/sessions session_type_id={YOGA} start_time_from=2026-11-24T00:00:00+00:00 "
            "start_time_to=2026-11-25T00:00:00+00:00",
        ],
        found=["24 08:00 · Morning Yoga · 5 of 5 · Waiting 0"],
        note="“yoga” is Morning Yoga there; a guest called so is found by name:yoga",
    ),
    Asked(
        words="massage tomorrow",
        venue="harbour",
        vendor="trybe",
        sent=[
            "/shop/appointment-types",
            f"/shop/orders item_date=2026-11-24 item_offering_id={','.join(MASSAGES)}",
            "/shop/packages",
            "/shop/session-types",
        ],
        found=[
            "24 09:00 · TRY0020 · Siobhán O'Neill · owes 13300",
            "24 09:30 · TRY1434500 · Jin Andersen · owes 17010",
            "24 12:30 · TRY1434505 · Theo Wilson · owes 43600",
            "24 14:00 · TRY0021 · Thị Ánh Nguyễn",
        ],
        note="“massage” is Swedish Massage, Deep Tissue Massage, Hot Stone Massage and Couples' Massage there",
    ),
    Asked(
        words="refunds this month",
        venue="harbour",
        vendor="trybe",
        sent=[
            "/shop/reports/charge-list charge_type=refund completed_from=2026-10-31T23:59:59+00:00 "
            "completed_to=2026-12-01T00:00:01+00:00"
        ],
        found=["15 15:02 · Refund · Camila Mensah"],
    ),
    Asked(
        words="payments over £200 yesterday",
        venue="harbour",
        vendor="trybe",
        sent=["/shop/reports/charge-list completed_from=2026-11-21T23:59:59+00:00 completed_to=2026-11-23T00:00:01+00:00"],
        found=[
            "22 10:19 · Payment · Lucas Yamamoto",
            "22 11:23 · Payment · Camila Walker",
            "22 15:15 · Payment · Charlie Dubois",
            "22 18:15 · Payment · Diego Carter",
        ],
    ),
    Asked(
        words="run sheet",
        venue="harbour",
        vendor="trybe",
        sent=("/shop/reports/run-sheet date=2026-11-23",),
        found=(
            "23 08:00 · Morning Yoga · Archie Roberts",
            "23 08:00 · Morning Yoga · Ivy Costa",
            "23 08:00 · Morning Yoga · Prince",
            "23 09:30 · Reflexology · Archie Roberts",
            "23 10:15 · Aqua Fit · Prince",
            "23 11:00 · Couples' Massage · Noah Sato",
            "23 12:30 · Deep Tissue Massage · Marco Clarke",
            "23 13:00 · Sound Bath · 小龍 李",
            "23 14:00 · Signature Facial · Noah Sato",
            "23 14:00 · Deep Tissue Massage · Noah Sato",
            "23 15:30 · Manicure · Prince",
            "23 16:30 · Swedish Massage · Jane Smith",
            "23 17:00 · Hot Stone Massage · Marco Clarke",
            "23 18:00 · Signature Facial · May Johnson",
            "23 18:30 · Deep Tissue Massage · Florence Wood",
        ),
    ),
    Asked(
        words="who is Maya seeing today",
        venue="harbour",
        vendor="trybe",
        sent=(
            f"/shop/appointments date_from=2026-11-22 date_to=2026-11-24 practitioner_id={MAYA}",
            "/shop/practitioners",
        ),
        found=(
            "23 11:00 · Couples' Massage · Noah Sato",
            "23 17:00 · Hot Stone Massage · Marco Clarke",
        ),
    ),
    Asked(
        words="places left in yoga tomorrow",
        venue="harbour",
        vendor="trybe",
        sent=(
            "/shop/appointment-types",
            f"/shop/item-availability/sessions/{SPA}/{YOGA} date_from=2026-11-24 date_to=2026-11-24",
            "/shop/packages",
            "/shop/session-types",
        ),
        found=("24 08:00 · Morning Yoga · 5 of 5",),
    ),
    Asked(
        words="places left in sound bath today",
        venue="harbour",
        vendor="trybe",
        sent=(
            "/shop/appointment-types",
            f"/shop/item-availability/sessions/{SPA}/{SOUND_BATH} date_from=2026-11-23 date_to=2026-11-23",
            "/shop/packages",
            "/shop/session-types",
        ),
        found=("23 13:00 · Sound Bath · 5 of 6",),
    ),
    Asked(
        words="takings by method yesterday",
        venue="harbour",
        vendor="trybe",
        sent=("/shop/reports/day-charges date=2026-11-22T00:00:00+00:00",),
        found=(
            "adyen · Payment count 1, Refund count 0, Payment total 51500, Refund total 0",
            "manual · Payment count 5, Refund count 0, Payment total 77670, Refund total 0",
            "pms folio · Payment count 2, Refund count 0, Payment total 11100, Refund total 0",
            "stripe · Payment count 3, Refund count 0, Payment total 42200, Refund total 0",
            "voucher · Payment count 3, Refund count 0, Payment total 30650, Refund total 0",
            "Total · Payment count 14, Refund count 0, Payment total 213120, Refund total 0",
        ),
    ),
    Asked(
        words="takings by method last week",
        venue="harbour",
        vendor="trybe",
        sent=("/shop/reports/charge-list completed_from=2026-11-15T23:59:59+00:00 completed_to=2026-11-23T00:00:00+00:00",),
        found=(
            "adyen · Payment count 8, Refund count 0, Payment total 138700, Refund total 0",
            "external voucher · Payment count 4, Refund count 0, Payment total 55950, Refund total 0",
            "manual · Payment count 13, Refund count 0, Payment total 109930, Refund total 0",
            "pms folio · Payment count 6, Refund count 0, Payment total 142800, Refund total 0",
            "saved card · Payment count 4, Refund count 0, Payment total 52920, Refund total 0",
            "stripe · Payment count 15, Refund count 0, Payment total 218800, Refund total 0",
            "voucher · Payment count 12, Refund count 0, Payment total 82320, Refund total 0",
            "Total · Payment count 62, Refund count 0, Payment total 801420, Refund total 0",
        ),
    ),
    Asked(
        words="no-show report last week",
        venue="harbour",
        vendor="trybe",
        sent=("/shop/reports/cancellations-and-no-shows revenue_date_from=2026-11-16 revenue_date_to=2026-11-22",),
        found=(
            "Cancellations · Orders 3, Revenue 29500, Percentage 5.8",
            "No shows · Orders 2, Revenue 45500, Percentage 3.8",
            "Total · Orders 5, Revenue 75000",
        ),
    ),
    Asked(
        words="unpaid orders today",
        venue="harbour",
        vendor="trybe",
        sent=("/shop/orders has_outstanding_balance=1 item_date=2026-11-23",),
        found=(
            "23 11:00 · TRY1434400 · Noah Sato · owes 49000",
            "23 13:00 · TRY1434405 · 小龍 李 · owes 8600",
            "23 16:30 · Swedish Massage · Jane Smith · owes 4680",
            "23 18:00 · Signature Facial · May Johnson · owes 8500",
            "23 18:30 · Deep Tissue Massage · Florence Wood · owes 10500",
        ),
    ),
    Asked(
        words="orders booked online this weekend",
        venue="harbour",
        vendor="trybe",
        sent=("/shop/orders item_date_from=2026-11-27T00:00:00+00:00 item_date_to=2026-12-01T00:00:00+00:00",),
        found=(
            "28 09:30 · TRY1434904 · Harry Turner",
            "28 10:15 · TRY1434901 · Archie Sato · owes 3400",
            "29 09:30 · TRY1435007 · Camila Walker",
            "29 13:00 · Sound Bath · Anika Carter",
            "29 13:00 · Sound Bath · Freya Wilson · owes 1540",
            "29 14:00 · Deep Tissue Massage · Amelia Yamamoto · owes 7350",
        ),
    ),
    Asked(
        words="who is still to come today",
        venue="harbour",
        vendor="trybe",
        sent=("/shop/orders item_date=2026-11-23",),
        found=(
            "23 11:00 · TRY1434400 · Noah Sato · owes 49000",
            "23 12:30 · TRY1434402 · Marco Clarke",
            "23 13:00 · TRY1434405 · 小龍 李 · owes 8600",
            "23 16:30 · Swedish Massage · Jane Smith · owes 4680",
            "23 18:00 · Signature Facial · May Johnson · owes 8500",
            "23 18:30 · Deep Tissue Massage · Florence Wood · owes 10500",
        ),
    ),
    Asked(
        words="payments of order TRY0012",
        venue="harbour",
        vendor="trybe",
        sent=(
            "/shop/orders/5f0000000000000000000012/payments",
            "/shop/orders/5f0000000000000000000012/refunds",
            "/shop/orders/ref/TRY0012",
        ),
        found=("11 18:12 · Payment · Jane Smith",),
    ),
    Asked(
        words="staff utilisation last week",
        venue="harbour",
        vendor="trybe",
        sent=("/shop/reports/practitioner-utilisation date_from=2026-11-16 date_to=2026-11-22",),
        found=(
            "Maya Okafor · Scheduled minutes 4620, Booked minutes 585, Utilisation 12.7, Appointments 10, Revenue 119900",
            "Anna Kowalska · Scheduled minutes 4620, Booked minutes 495, Utilisation 10.7, Appointments 9, Revenue 105100",
            "Anna Lee · Scheduled minutes 4620, Booked minutes 450, Utilisation 9.7, Appointments 8, Revenue 77000",
            "Éloïse Martin · Scheduled minutes 4620, Booked minutes 900, Utilisation 19.5, Appointments 13, Revenue 158100",
            "Priya Nair · Scheduled minutes 4620, Booked minutes 855, Utilisation 18.5, Appointments 14, Revenue 151900",
            "Dan O'Shea · Scheduled minutes 4620, Booked minutes 900, Utilisation 19.5, Appointments 16, Revenue 175200",
            "Robin Vale · Scheduled minutes 4620, Booked minutes 0, Utilisation 0, Appointments 0, Revenue 0",
            "Total · Scheduled minutes 32340, Booked minutes 4185, Appointments 70, Revenue 787200",
        ),
    ),
    Asked(
        words="memberships with failed payments",
        venue="harbour",
        vendor="trybe",
        sent=(
            "/customers/memberships status=needs_attention",
            "/shop/reports/charge-list completed_from=2026-11-22T23:59:59+00:00 completed_to=2026-11-24T00:00:01+00:00",
        ),
        found=(
            "28 · Spa Membership · Noah Moore",
            "06 · Spa Membership · Layla White",
        ),
    ),
)


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked.words)
async def test_a_question_costs_these_requests_and_brings_these_records(open_sandbox: OpenHouse, asked: Asked) -> None:
    await asked.holds(open_sandbox)
