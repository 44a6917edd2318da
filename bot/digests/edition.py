"""`Edition`: what is posted on one day for one subscription, and making it anew from the systems."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.answer import Answer
from bot.core.errors import UnknownName
from bot.core.venue import Venue
from bot.desk.ask import Desk
from bot.digests.compose import BACK, WEEKS, compose, recorded
from bot.digests.facts import Facts, gather, with_last
from bot.digests.metrics import METRICS, WEEK, Day
from bot.digests.schedule import PUNCTUAL, comes_at
from bot.digests.summary import Summary
from bot.language.places import Places
from bot.store.counts import Counted, Counts
from bot.store.subscriptions import Subscription

REMEMBERED = timedelta(days=max(WEEKS * WEEK + 1, BACK + 1))
"""How far back a summary looks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A venue's summary, or the answer to a subscription's own question.

    `due_at` is when it should have been there, `posted_at` when it was, where it is only made whole.
    """

    subscription: Subscription
    due_at: datetime
    at: datetime
    body: Summary | Answer
    posted_at: datetime | None = None

    @property
    def late(self) -> bool:
        """Whether it is to be said that this comes late."""
        return (self.posted_at or self.at) - self.due_at > PUNCTUAL

    @property
    def out_of_turn(self) -> bool:
        """Whether somebody had it posted at another time than its own."""
        return not comes_at(self.subscription, self.due_at)

    @property
    def partial(self) -> bool:
        """Whether a system did not give what it was asked for."""
        return bool(self.body.missing) if isinstance(self.body, Summary) else not self.body.complete

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell, for certain."""
        nothing = self.body.empty if isinstance(self.body, Summary) else not self.body.records
        return nothing and not self.partial


class Editor:
    """Makes editions, and keeps the counts of each summary for later days to compare with."""

    def __init__(self, desk: Desk, places: Places, counts: Counts) -> None:
        self._desk = desk
        self._places = places
        self._counts = counts

    @property
    def clock(self) -> Callable[[], datetime]:
        """The house's clock."""
        return self._desk.clock

    def called(self, venue: str) -> str:
        """What a subscription's venue is called: by its id where it is no longer configured, and all of them where it has none."""
        return self._places.names.venues.get(venue, venue) if venue else "all venues"

    def venue_of(self, account: str) -> str:
        """The venue of an account; raises `UnknownName` where there is none of that id."""
        if account not in self._desk.accounts:
            raise UnknownName("account", account, list(self._desk.accounts))
        return self._desk.accounts[account].venue

    async def make(self, subscription: Subscription, day: date, due_at: datetime, *, posted_at: datetime | None = None) -> Edition:
        """The edition of a day of the venue. Where that is over, a question is read as it was meant when it was due.

        Raises:
            UnknownName: the venue is no longer configured.
            NotUnderstood, UnknownName: the question can no longer be read.
            AskOperator: there is nobody to ask.
        """
        body: Summary | Answer
        if subscription.question is None:
            body = await self.summary(subscription.venue, day)
        else:
            now = self.clock()
            is_over = now.astimezone(ZoneInfo(subscription.zone)).date() > day
            read_at = due_at if is_over else now
            reading = self._places.read(subscription.question, now=read_at, only=subscription.venue or None)
            body = await self._desk.ask(reading, fresh=True)
        return Edition(subscription=subscription, due_at=due_at, at=self.clock(), body=body, posted_at=posted_at)

    async def summary(self, venue: str, day: date) -> Summary:
        """The summary of a venue's day from what the systems say now, compared with what was counted on earlier days.

        What is said of a day that is over takes the place of nothing that was counted while it lasted.
        """
        place = self._places.venue(venue)
        facts = await gather(self._desk, venue, Day(day, place.zone, self.clock()), fresh=True)
        if facts.day.is_over:
            known = await self._counts.of(venue, day - REMEMBERED)
        else:
            known = await self._counts.before_recording(venue, recorded(facts), facts.at, day - REMEMBERED)
        return compared(facts, place, known)


async def composed(desk: Desk, venue: Venue, day: date, known: Mapping[tuple[str, date], Counted]) -> Summary:
    """The summary of any day of a venue, past or to come; nothing of it is kept."""
    facts = await gather(desk, venue.id, Day(day, venue.zone, desk.clock()), fresh=True)
    return compared(facts, venue, known)


def compared(facts: Facts, venue: Venue, known: Mapping[tuple[str, date], Counted]) -> Summary:
    """The summary of facts beside what was counted. What an earlier look at the same day counted is no history, but the last word
    where a system does not answer now.
    """
    history = {
        (key, at): count.value for (key, at), count in known.items() if key in METRICS and at < METRICS[key].own_day(facts.day)
    }
    return compose(with_last(facts, known), venue, history)
