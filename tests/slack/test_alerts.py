"""“Tell me when …” through the door: what is answered, what is told, and who may do what about it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import time, timedelta

import pytest

from bot.desk.roles import Policy, Rule
from bot.digests.alerts import AlertBook
from bot.digests.telling import JOB, Tellings
from bot.digests.watching import Pace, Watching
from bot.language.places import Places
from bot.sandbox import Fault
from bot.slack.front import Front
from bot.slack.outbox import Outbox
from bot.slack.posters import PostRights
from tests.acting import NOW, Counter, Inline, counter
from tests.digests.year import Clock
from tests.slack.local import ANY, BOT, USER, Call, LocalSlack
from tests.slack.running import served, settings_for

pytestmark = pytest.mark.anyio

JANE = "5f0000000000000000000012"
PACE = Pace(every=timedelta(minutes=5), opens=time(6), closes=time(23))


@dataclass(slots=True)
class Bot:
    """A bot that watches, over the vendors' stand-ins."""

    house: Counter
    clock: Clock
    watching: Watching
    slack: LocalSlack

    async def cancel(self, order: str = JANE) -> None:
        """Cancel an order at Trybe itself, as its own staff app does."""
        await self.house.change("harbour-spa", "POST", f"/shop/orders/{order}/cancel")

    async def restore(self, order: str = JANE) -> None:
        await self.house.change("harbour-spa", "POST", f"/shop/orders/{order}/restore")

    async def poll(self) -> None:
        """Let five minutes pass, and a look: the desk's memory of half a minute is over by then."""
        self.clock.now += PACE.every * 1.3
        for account in self.house.desk.accounts:
            self.house.desk.forget(account)
        await self.watching.tick()

    def news(self, channel: str | None = None) -> list[str]:
        """What was told, by direct message unless in a channel."""
        place = channel or self.slack.playground.workspace.direct(USER, BOT).id
        return [str(each["text"]) for each in self.slack.seen(place) if each.get("metadata")]


@asynccontextmanager
async def bot(slack: LocalSlack, most: int = 20) -> AsyncIterator[Bot]:
    clock = Clock(NOW)
    async with counter(now=clock) as house:
        settings = settings_for(slack)
        venues = tuple(house.acts.looking._venues.values())
        places = Places(venues=venues, vendors=house.desk.titles(), accounts=tuple(house.desk.accounts))
        rights = PostRights(settings, Policy({"desk": Rule(users=(USER,), actions=("daily",))}))
        letters = Tellings(house.store, house.desk, places, Outbox(settings, places, clock), rights)
        watching = Watching(house.store, house.desk, places, Inline({JOB: letters}), PACE, lambda: 0.5)
        book = AlertBook(house.store, house.desk, places, rights, PACE, most)
        front = Front(house.desk, venues, settings, house.acts, alerts=book)
        async with served(slack, front, settings):
            yield Bot(house, clock, watching, slack)


async def told(slack: LocalSlack, said: str) -> Call:
    """The newest message that says something, once it is there."""
    await slack.until(lambda: any(said in each.text for each in slack.messages))
    return next(each for each in reversed(slack.messages) if said in each.text)


async def test_a_cancellation_is_told_within_one_look_and_once(slack: LocalSlack) -> None:
    async with bot(slack) as desk:
        await slack.command("tell me when somebody cancels today")
        made = await told(slack, "I will tell you by direct message when a booking is cancelled today.")
        assert "Looked at every 5 minutes between 06:00 and 23:00 at the venue." in made.text
        assert "Right now:" in made.text
        await desk.poll()
        await desk.cancel()
        assert desk.news() == []
        await desk.poll()
        (news,) = desk.news()
        assert news.startswith("Cancelled today · Harbour House\nJane Smith · TRY0012")
        assert "You asked to be told when a booking is cancelled today" in news
        await desk.restore()
        await desk.poll()
        await desk.cancel()
        for _ in range(3):
            await desk.poll()
        assert desk.news() == [news]


async def test_what_is_so_already_is_counted_and_shown_and_not_told(slack: LocalSlack) -> None:
    async with bot(slack) as desk:
        await desk.cancel()
        slack.direct("let me know when somebody cancels at Harbour House")
        made = await told(slack, "I will tell you")
        assert "Right now: " in made.text
        await slack.press("Show")
        assert "Jane Smith" in (await told(slack, "So right now:")).text
        await desk.poll()
        assert desk.news() == []
        slack.direct("let me know when somebody cancels at Harbour House")
        await told(slack, "I already tell you when")
        assert len(await desk.house.store.alerts.active()) == 1


async def test_a_lost_answer_of_slack_makes_no_second_message(slack: LocalSlack) -> None:
    async with bot(slack) as desk:
        await slack.command("tell me when somebody cancels today")
        await told(slack, "I will tell you")
        await desk.poll()
        await desk.cancel()
        slack.fail("chat.postMessage", "internal_error")
        await desk.poll()
        assert desk.news() == []
        await desk.poll()
        assert len(desk.news()) == 1
        await desk.poll()
        assert len(desk.news()) == 1


async def test_here_is_told_to_the_channel_masked_and_anybody_there_may_stop_it(slack: LocalSlack) -> None:
    async with bot(slack) as desk:
        await slack.command("tell us here when somebody cancels")
        await told(slack, "I will tell you in the channel where you asked when a booking is cancelled today.")
        await told(slack, "everybody here was told so")
        await desk.poll()
        await desk.cancel()
        await desk.poll()
        (news,) = desk.news(ANY)
        assert "Asked to be told when" in news
        assert desk.news() == []
        await slack.press("Stop telling me", by="U2SAM")
        await told(slack, "Sam Okafor deleted this alert")
        assert await desk.house.store.alerts.active() == []


async def test_a_mention_makes_an_alert_for_the_one_who_asks(slack: LocalSlack) -> None:
    async with bot(slack) as desk:
        slack.mention("tell me when a class is full")
        await told(slack, "I will tell you by direct message when a class of today is full.")
        (alert,) = await desk.house.store.alerts.active()
        assert (alert.by, alert.channel[0]) == (USER, "D")


async def test_the_list_pauses_goes_on_and_deletes(slack: LocalSlack) -> None:
    async with bot(slack) as desk:
        await slack.command("alerts")
        assert "You have no alerts" in (await told(slack, "no alerts")).text
        await slack.press("tell me when somebody cancels today")
        await told(slack, "I will tell you")
        await slack.command("alerts")
        assert "When a booking is cancelled today · by direct message" in (await told(slack, "1 alert")).text
        await slack.press("Pause")
        await told(slack, "paused")
        await desk.cancel()
        await desk.poll()
        assert desk.news() == []
        await slack.press("Go on")
        await slack.until(lambda: "paused" not in slack.messages[-1].text)
        await desk.poll()
        await desk.poll()
        assert len(desk.news()) == 1
        before = len(slack.messages)
        await slack.press("Delete")
        await slack.until(lambda: any("You have no alerts" in each.text for each in slack.messages[before:]))
        await slack.press("Pause")
        await told(slack, "That alert was deleted")


async def test_nobody_touches_what_is_told_to_somebody_else(slack: LocalSlack) -> None:
    async with bot(slack) as desk:
        await slack.command("tell me when somebody cancels today")
        await told(slack, "I will tell you")
        (alert,) = await desk.house.store.alerts.active()
        await slack.command("alerts", by="U2SAM")
        await told(slack, "You have no alerts")
        await slack.command("tell me when a class is full", by="U2SAM")
        await told(slack, "a class of today is full")
        slack.alter("Pause", by="U2SAM", value=f'1{{"do":"alert","alert":"{alert.id}"}}')
        await slack.press("Pause", by="U2SAM")
        await told(slack, "somebody else's")
        assert len(await desk.house.store.alerts.active()) == 2


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("tell me when the sun shines", "I cannot tell you when “the sun shines”."),
        ("tell me when yoga with Xena is full", "has no practitioner called “Xena”"),
        ("tell me when a class is full at Corner 12", "no system at Corner 12 has classes"),
    ],
)
async def test_what_cannot_be_is_refused(slack: LocalSlack, text: str, why: str) -> None:
    async with bot(slack) as desk:
        await slack.command(text)
        await told(slack, why)
        assert await desk.house.store.alerts.active() == []


async def test_a_channel_is_told_only_for_whom_a_rule_allows_that(slack: LocalSlack) -> None:
    async with bot(slack) as desk:
        await slack.command("tell us here when a class is full", by="U2SAM")
        await told(slack, "You may not have posts about")
        assert await desk.house.store.alerts.active() == []


async def test_so_many_and_no_more(slack: LocalSlack) -> None:
    async with bot(slack, most=1) as desk:
        await slack.command("tell me when a class is full")
        await told(slack, "I will tell you")
        await slack.command("tell me when there is a no-show")
        await told(slack, "as many alerts as one person may have (1)")
        assert len(await desk.house.store.alerts.active()) == 1


async def test_a_guest_of_the_workspace_has_no_alerts(slack: LocalSlack) -> None:
    async with bot(slack) as desk:
        slack.change(USER, is_restricted=True)
        await slack.command("tell me when somebody cancels today")
        await told(slack, "I do not answer guests")
        assert await desk.house.store.alerts.active() == []


async def test_a_system_that_is_down_is_said_and_left_alone(slack: LocalSlack) -> None:
    async with bot(slack) as desk:
        desk.house.faults["trybe"] = Fault("500")
        await slack.command("tell me when somebody cancels at Harbour House")
        made = await told(slack, "I will tell you")
        assert "⚠ Not complete:" in made.text
        for _ in range(3):
            await desk.poll()
        del desk.house.faults["trybe"]
        await desk.cancel()
        for _ in range(2):
            await desk.poll()
        assert any("TRY0012" in each for each in desk.news())
