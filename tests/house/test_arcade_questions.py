"""Questions of an arcade's desk: SynthesisVR. A new question is a new row."""

import pytest

from bot.core.states import Kind
from tests.house.asked import Asked
from tests.house.conftest import OpenHouse

pytestmark = pytest.mark.anyio

QUESTIONS = (
    Asked(
        words="upcoming games today",
        venue="pixel",
        sent=["/data/sessions/•••/json/1 day/date=2026-11-23"],
        found=["23 10:00 · Escape Room: Chernobyl · Henry Chen", "23 21:30 · Free Roam Arena · Jane Smith"],
        count=19,
    ),
    Asked(
        words="goods yesterday",
        venue="pixel",
        sent=[
            "/data/goods/•••/json/1 day/date=2026-11-22",
        ],
        found=[
            "Gift Card 50 · Elena Morris",
            "Face Mask",
            "Energy Drink",
        ],
        count=10,
        every={"kind": Kind.GOODS_SALE},
    ),
    Asked(
        words="vr sessions today",
        venue="pixel",
        sent=[
            "/data/sessions/•••/json/1 day/date=2026-11-23",
        ],
        found=[
            "23 10:00 · Escape Room: Chernobyl · Henry Chen",
            "23 16:00 · VR Booth 30 · George Wright",
            "23 21:30 · Free Roam Arena · Jane Smith",
        ],
        count=19,
        every={"kind": Kind.ARCADE_SESSION},
    ),
    Asked(
        words="games booked online this weekend",
        venue="pixel",
        sent=[
            "/data/sessions/•••/json/2 days/date=2026-11-28 api_only",
        ],
        found=[
            "28 11:00 · VR Booth 30 · Clara Dubois",
            "28 20:00 · Escape Room: Chernobyl · Marco Silva",
            "29 20:00 · Racing Rig · Yuki Brown",
        ],
        count=19,
    ),
    Asked(
        words="jane@example.com",
        venue="pixel",
        sent=[
            "/data/customers/•••/search/jane@example.com",
            "/data/sessions/•••/json/31 days/date=2026-10-23 jane@example.com",
            "/data/sessions/•••/json/31 days/date=2026-11-23 jane@example.com",
            "/data/sessions/•••/json/31 days/date=2026-12-24 jane@example.com",
        ],
        found=[
            "23 21:30 · Free Roam Arena · Jane Smith",
            "24 09:30 · VR Booth 60 · Jane Smith",
            "Jane Smith",
        ],
        note="looked from 23 Oct to 23 Jan 2027",
    ),
)


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked.words)
async def test_a_question_costs_these_requests_and_brings_these_records(open_sandbox: OpenHouse, asked: Asked) -> None:
    await asked.holds(open_sandbox)
