"""`Permits`: what may be posted where, by whom: a venue that exists, a question that can be read, a channel where it is allowed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo

import structlog

from bot.core.errors import AskDifferently, NotPossible, NotUnderstood, SlowDown
from bot.core.query import Query
from bot.core.reading import Reading
from bot.core.recurrence import Recurrence
from bot.digests.edition import Editor
from bot.language.places import Places
from bot.store.subscriptions import Policy, Subscription

log = structlog.get_logger("frontdesk.digests")

ALL_VENUES = ""
"""The venue of a question that is asked of all of them; the first one's clock and language count."""

LONGEST_QUESTION = 500
"""Characters; a button that carries the question has room for so many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What shall be posted where and when, on the wall of the venue. An empty question is the venue's summary, `ALL_VENUES` goes
    with a question only.
    """

    venue: str
    channel: str
    recurrence: Recurrence
    question: str = ""
    skip_empty: bool = False
    policy: Policy = "late"

    @classmethod
    def of(cls, subscription: Subscription) -> "Wish":
        """What a subscription does now."""
        return cls(
            venue=subscription.venue,
            channel=subscription.channel,
            recurrence=Recurrence.of(subscription.cron),
            question=subscription.question or "",
            skip_empty=subscription.skip_empty,
            policy=subscription.policy,
        )


class Rights(Protocol):
    """Who may have something posted where."""

    async def check(self, user: str, channel: str, venues: Sequence[str]) -> None:
        """Whether somebody may have posts about venues in a channel, and whether they can be posted there.

        Raises:
            NotAllowed: not; the message says why and what to do.
            RetryLater: nobody can tell now.
        """


class Permits:
    """Judges wishes when they are made or changed, and again before each post."""

    def __init__(self, editor: Editor, places: Places, rights: Rights) -> None:
        self._editor = editor
        self._places = places
        self._rights = rights

    def read(self, wish: Wish) -> Reading | None:
        """What the question of a wish is read as; nothing for a summary.

        Raises:
            UnknownName: there is no such venue.
            AskDifferently: the question cannot be read.
        """
        self._places.lead(wish.venue)
        if not wish.question:
            if wish.venue == ALL_VENUES:
                raise NotPossible("A summary is of one venue: choose it, or write what I shall ask.")
            return None
        if len(wish.question) > LONGEST_QUESTION:
            raise NotPossible(f"That question is longer than {LONGEST_QUESTION} characters; please make it shorter.")
        reading = self._places.read(wish.question, now=self._editor.clock(), only=wish.venue or None)
        if reading.query.text and reading.query.model_copy(update={"text": None, "venues": ()}) == Query():
            raise NotUnderstood(
                f"I would look for “{reading.query.text}” as a name. Say of what: “bookings for {reading.query.text}”."
            )
        return reading

    async def check(self, wish: Wish, user: str) -> None:
        """Whether somebody may have this.

        Raises:
            NotAllowed, RetryLater: as `Rights.check` does.
            UnknownName, AskDifferently: as `read` does.
        """
        await self._rights.check(user, wish.channel, self._venues(wish))

    async def still(self, subscription: Subscription) -> None:
        """Whether the one who answers for a subscription may still have it; raises as `Rights.check` does.

        Where Slack asks us to wait the post goes out, as it was allowed to, and the next one is asked about again: at seven in the
        morning many are, and Slack answers fifty a minute.
        """
        wish = Wish.of(subscription)
        try:
            venues = self._venues(wish)
        except AskDifferently:
            # What can no longer be read is told where the post is made.
            venues = []
        try:
            await self._rights.check(subscription.by, wish.channel, venues)
        except SlowDown:
            log.info("right_not_asked", subscription=subscription.id)

    def zone(self, wish: Wish) -> ZoneInfo:
        """The zone on whose wall a wish comes; raises `UnknownName` where there is no such venue."""
        return self._places.lead(wish.venue).zone

    def _venues(self, wish: Wish) -> list[str]:
        """All venues that a post would tell of."""
        reading = self.read(wish)
        if reading is None:
            return [wish.venue]
        accounts = (self._editor.venue_of(account) for account in reading.query.accounts)
        named = [*reading.query.venues, *accounts]
        own = [wish.venue] if wish.venue else [] if named else [venue.id for venue in self._places.venues]
        return list(dict.fromkeys((*own, *named)))
