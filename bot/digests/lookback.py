"""Counting days that are over, as the systems tell of them now: for a demonstration, which has no nights behind it."""

import asyncio
from datetime import date, timedelta

from bot.core.reading import Reading
from bot.desk.ask import Desk
from bot.digests.covers import by_day, wide
from bot.digests.metrics import METRICS, Day

DAYS = 29
"""Four weeks, and the day before them."""

_SAME = {"in_house": "nights"}
"""A figure that is told of yesterday under another name."""


async def looked_back(desk: Desk, venue: str, day: Day) -> dict[tuple[str, date], int]:
    """What comes and stays on each day of the last weeks, where a system gives all of it: one question for each kind of record."""
    days = tuple(day.today - timedelta(days=number) for number in range(DAYS, 0, -1))
    counted = {key: metric.question(day) for key, metric in METRICS.items() if metric.ahead}
    kinds = sorted({query.kinds[0] for query in counted.values()})

    found: dict[tuple[str, date], int] = {}
    questions = [wide(kind, day, days[0], days[-1]).model_copy(update={"venues": (venue,)}) for kind in kinds]
    answers = await asyncio.gather(*(desk.ask(Reading(query=each, understood=""), keep=False) for each in questions))
    for kind, answer in zip(kinds, answers, strict=True):
        if not answer.complete or answer.next is not None or not any(account.asked for account in answer.accounts):
            continue
        for key, query in counted.items():
            if query.kinds == (kind,):
                for each, count in by_day(answer.records, query, day, days).items():
                    found[key, each] = count
                    if key in _SAME:
                        found[_SAME[key], each] = count
    return found
