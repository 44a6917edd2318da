"""Days that are over, counted from one question, come to what a question for each of them says."""

from datetime import timedelta

import pytest

from bot.core.reading import Reading
from bot.core.window import Window
from bot.digests.lookback import DAYS, looked_back
from bot.digests.metrics import METRICS, Day
from tests.house.conftest import NOW, OpenHouse, open_sandbox

__all__ = ["open_sandbox"]

pytestmark = pytest.mark.anyio


async def test_what_is_looked_back_on_equals_the_answer_of_each_day(open_sandbox: OpenHouse) -> None:
    async with open_sandbox() as opened:
        desk, place = opened.house.desk, opened.house.places.venue("harbour")
        day = Day(NOW.date(), place.zone, NOW)
        counted = await looked_back(desk, "harbour", day)
        assert {key for key, _ in counted} == {"arrivals", "in_house", "nights", "appointments"}
        for key, ago in (("arrivals", 7), ("in_house", DAYS), ("in_house", 1), ("appointments", 14)):
            query, that = METRICS[key].question(day), day.today - timedelta(days=ago)
            assert query.window is not None
            window = Window.days(that, that, place.zone, query.window.axis)
            asked = query.model_copy(update={"window": window, "venues": ("harbour",)})
            answer = await desk.ask(Reading(query=asked, understood=""))
            assert answer.total == counted[key, that], (key, that)
