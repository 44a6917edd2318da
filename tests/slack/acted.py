"""A bot that acts, for tests: what people see of it, and what the vendors got."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from bot.desk.roles import Rule
from bot.slack.front import Front
from tests.acting import Counter, counter
from tests.slack.local import ANY, Call, LocalSlack
from tests.slack.running import served, settings_for

JANE = "5f0000000000000000000012"
ALL = ("notes", "stage", "change", "money", "safety")
MEL = {"desk": Rule(users=("U1MEL",), actions=ALL)}


@asynccontextmanager
async def bot(slack: LocalSlack, rules: Mapping[str, Rule] = MEL, **options: Any) -> AsyncIterator[Counter]:
    """A bot in the workspace, over the vendors' stand-ins."""
    async with counter(rules=rules, **options) as house:
        settings = settings_for(slack)
        venues = list(house.acts.looking._venues.values())
        async with served(slack, Front(house.desk, venues, settings, house.acts, asked=ANY), settings):
            yield house


def seen_since(calls: Callable[[], list[Call]], known: int, holds: Callable[[Call], object]) -> Callable[[], bool]:
    """Whether something was sent since, that holds."""
    return lambda: any(holds(call) for call in calls()[known:])


async def open_jane(slack: LocalSlack) -> str:
    """Ask for Jane's order and open it; the card's text."""
    await slack.command("order TRY0012")
    await slack.press("Open")
    return (await shown(slack, "just now")).shown


async def told(slack: LocalSlack, said: str) -> Call:
    """The first message that says something, once it is there."""
    await slack.until(lambda: any(said in each.shown for each in slack.messages))
    return next(each for each in slack.messages if said in each.shown)


async def shown(slack: LocalSlack, said: str) -> Call:
    """The first view that says something, once it is there."""
    await slack.until(lambda: any(said in each.shown for each in slack.views))
    return next(each for each in slack.views if said in each.shown)


async def on_screen(slack: LocalSlack, person: str, said: str) -> None:
    """Wait until somebody has something before them in a modal."""
    await slack.until(lambda: said in str(slack.playground.views.stack(person)))
