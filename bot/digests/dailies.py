"""`Dailies`: what can be done about daily posts: those of the configuration are set up, one is made anew."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.core.errors import NotFound, NotPossible
from bot.core.venue import Venue
from bot.digests.edition import Edition, Editor
from bot.digests.schedule import next_time
from bot.store.posts import Post
from bot.store.store import Store
from bot.store.subscriptions import Policy, Subscription

CONFIGURED = "config-"
"""How the id of a subscription begins that the configuration makes."""

OPERATOR = "the configuration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A venue's summary as the configuration wants it; `days` are the weekdays of a cron expression, `missed` what becomes of a
    time that passed while nothing ran.
    """

    name: str
    venue: Venue
    channel: str
    at: time
    days: str = "*"
    missed: Policy = "late"

    @property
    def cron(self) -> str:
        """The time as a cron expression."""
        return f"{self.at.minute} {self.at.hour} * * {self.days}"


class Dailies:
    """The daily posts of one workspace."""

    def __init__(self, store: Store, editor: Editor) -> None:
        self._store = store
        self._editor = editor

    async def set_up(self, wanted: Iterable[Wanted], workspace: str) -> None:
        """Make the subscriptions of the configuration what it says; those that it no longer has go.

        One that is as it was keeps its next time, so what was missed while nothing ran is still posted late. One whose time,
        channel or venue changed, or that was paused, begins anew.
        """
        known = {each.id: each for each in await self._store.subscriptions.of(workspace) if each.id.startswith(CONFIGURED)}
        for each in wanted:
            made = subscription_of(each, workspace, self._editor.clock())
            before = known.pop(made.id, None)
            if before is None:
                await self._store.subscriptions.add(made)
            elif _where(before) != _where(made):
                changes = dict(zip(("venue", "channel", "cron", "zone"), _where(made), strict=True))
                changes |= {"policy": made.policy}
                await self._store.subscriptions.change(made.id, **changes, next_at=made.next_at, paused=False, lost_told=False)
            elif before.policy != made.policy:
                await self._store.subscriptions.change(made.id, policy=made.policy)
        for id in known:
            await self._store.subscriptions.drop(id)

    async def made_anew(self, id: str, day: date) -> tuple[Edition, Post]:
        """The edition of a day that was posted, from what the systems say now, and where it stands.

        Raises:
            NotFound: there is no such post any more.
            NotPossible: its day is over.
        """
        post, subscription = await self._store.posts.get(id, day), await self._get(id)
        if post is None or post.ts is None:
            raise NotFound("I no longer know of that post; ask me directly instead.")
        if self._editor.clock().astimezone(ZoneInfo(subscription.zone)).date() != day:
            raise NotPossible("That day is over, so its post stays as it is. Today's has its own button.")
        return await self._editor.make(subscription, day, post.due_at, posted_at=post.sent_at), post

    async def thread_of(self, post: Post) -> dict[str, str]:
        """The messages in the thread of a post, by what they show."""
        there = await self._store.replies.of(post.subscription, post.day)
        return {part: reply.ts for part, reply in there.items() if reply.ts is not None}

    async def _get(self, id: str) -> Subscription:
        subscription = await self._store.subscriptions.get(id)
        if subscription is None:
            raise NotFound("That daily post was deleted; nothing comes of it any more.")
        return subscription


def subscription_of(wanted: Wanted, workspace: str, after: datetime) -> Subscription:
    """The subscription that the configuration wants, due for the first time after a moment."""
    return Subscription(
        id=f"{CONFIGURED}{wanted.name}",
        workspace=workspace,
        venue=wanted.venue.id,
        channel=wanted.channel,
        cron=wanted.cron,
        zone=wanted.venue.zone.key,
        by="",
        by_name=OPERATOR,
        created_at=after,
        next_at=next_time(wanted.cron, wanted.venue.zone, after),
        policy=wanted.missed,
    )


def _where(subscription: Subscription) -> tuple[str, str, str, str]:
    return subscription.venue, subscription.channel, subscription.cron, subscription.zone
