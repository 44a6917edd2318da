"""Every figure of a summary is the answer to the question that it stands for, at every venue of the sandbox."""

import pytest

from bot.core.reading import Reading
from bot.core.states import Axis
from bot.digests.compose import compose
from bot.digests.facts import gather
from bot.digests.metrics import Day
from tests.house.conftest import NOW, OpenHouse, open_sandbox

__all__ = ["open_sandbox"]

pytestmark = pytest.mark.anyio

A_FEW = 6
"""Questions to one house: a hotel system lets through sixty calls in five minutes."""


@pytest.mark.parametrize("venue", ["harbour", "palm", "hinoki", "pixel", "corner", "perks"])
async def test_every_figure_equals_the_answer_of_its_question(open_sandbox: OpenHouse, venue: str) -> None:
    async with open_sandbox() as opened:
        place = opened.house.places.venue(venue)
        day = Day(NOW.astimezone(place.zone).date(), place.zone, NOW)
        facts = await gather(opened.house.desk, venue, day)
        summary = compose(facts, place, {})
        assert facts.facts
        lines = (*summary.today, *summary.attention)
        shown = [(told.query, told.count) for told in lines]
        shown += [(row.query, row.value) for row in summary.yesterday]
        # What a line owes, the places of its classes and the guests that it names are those of its records.
        behind = {told.query: {record.id for record in told.records} for told in lines}
        if taken := facts.facts.get("takings"):
            shown.append((taken.query, taken.count))
            behind[taken.query] = {record.id for record in taken.records}
            (in_all,) = (record.figures for record in taken.records if record.title == "Total")
            paid, back = (next(each.value or 0 for each in in_all if each.name == f"{way}_total") for way in ("payment", "refund"))
            assert sum(figure.value or 0 for figure in summary.takings) == paid - back
        sums = {row.query for row in summary.yesterday if row.currency}
        for fact in facts.facts.values():
            for date, count in (*fact.week.items(),)[::6]:
                axis = fact.query.window.axis if fact.query.window else Axis.START
                shown.append((fact.query.model_copy(update={"window": day.window(axis, date)}), count))
    for few in range(0, len(shown), A_FEW):
        async with open_sandbox() as opened:
            for query, count in shown[few : few + A_FEW]:
                answer = await opened.house.desk.ask(Reading(query=query, understood=""))
                assert answer.complete, [report.error for report in answer.accounts]
                totals = [record.money.total or 0 for record in answer.records if record.money]
                assert count == (sum(totals) if query in sums else answer.total), query
                assert behind.get(query, {record.id for record in answer.records}) == {record.id for record in answer.records}


async def test_a_system_that_is_down_leaves_its_part_marked(open_sandbox: OpenHouse) -> None:
    async with open_sandbox({"harbour-spa": "500"}) as opened:
        place = opened.house.places.venue("harbour")
        facts = await gather(opened.house.desk, "harbour", Day(NOW.date(), place.zone))
        summary = compose(facts, place, {})
    spa = next(source for source in summary.sources if source.account == "harbour-spa")
    hotel = next(source for source in summary.sources if source.account == "harbour-hotel")
    assert spa.missing is not None
    assert hotel.missing is None
    assert "10 appointments" not in summary.headline
    assert next(told for told in summary.today if told.key == "arrivals").complete
