"""Posting a day's edition so that it is in its channel once: never twice, and not left out while its day lasts.

A row of the store says what is known. Whoever sends writes `sending` first. An answer that was lost is looked up in the channel by
the key that the message carries; only when it is not there, after a time in which no request can still be on its way, is it sent
again.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

import structlog

from bot.core.errors import FrontdeskError, NotAllowed, RetryLater, SlowDown, UnknownOutcome
from bot.digests.edition import Edition, Editor
from bot.store.posts import Post
from bot.store.store import Store
from bot.store.subscriptions import Subscription

log = structlog.get_logger("frontdesk.digests")

SETTLED = timedelta(minutes=2)
"""After this a request that was sent has arrived or never will: four times as long as a call to Slack may take."""

LOOK_AGAIN = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=15)

COMPLETED_EVERY = timedelta(minutes=5)
COMPLETED_FOR = timedelta(hours=1)
"""How long a post in which a part is missing is looked at again."""


class Outbox(Protocol):
    """The way to people. Whoever sends raises what is known of it, and never tries twice by itself."""

    async def send(self, channel: str, key: str, edition: Edition) -> str:
        """Post an edition with its key; the id of the message.

        Raises:
            SlowDown: nothing was posted, and when to ask again.
            NotAllowed: the channel is gone or closed to us; nothing was posted.
            RetryLater: nothing was posted.
            UnknownOutcome: it may have been posted.
        """

    async def find(self, channel: str, key: str, since: datetime) -> str | None:
        """The message with a key that was posted since a moment.

        Raises:
            NotAllowed: the channel is gone or closed to us.
            RetryLater: the channel could not be read.
        """

    async def change(self, channel: str, ts: str, edition: Edition) -> None:
        """Put an edition in the place of one that was posted; raises as `send` does."""

    async def tell(self, user: str, text: str) -> None:
        """Tell one person; raises `FrontdeskError` when that does not work."""


class Posting:
    """The job: brings one post as far as it can be brought now. It may be begun again at any time, here or elsewhere."""

    def __init__(self, store: Store, editor: Editor, outbox: Outbox) -> None:
        self._store = store
        self._editor = editor
        self._outbox = outbox

    @property
    def _clock(self) -> Callable[[], datetime]:
        return self._editor.clock

    async def __call__(self, key: str) -> None:
        """Bring on the post of a key."""
        id, _, day = key.rpartition(":")
        post = await self._store.posts.get(id, date.fromisoformat(day))
        subscription = await self._store.subscriptions.get(id)
        if post is None or subscription is None:
            return
        match post.state:
            case "due":
                await self._send(post, subscription)
            case "sending" | "unknown":
                await self._look_up(post, subscription)
            case "sent" if post.partial:
                await self._complete(post, subscription)
            case _:
                await self._store.posts.move(post, post.state, again_at=None)

    async def _send(self, post: Post, subscription: Subscription) -> None:
        now = self._clock()
        if now.astimezone(ZoneInfo(subscription.zone)).date() != post.day:
            await self._skip(post, "it could not be posted on its day")
            return
        if subscription.paused:
            await self._skip(post, "paused")
            return
        try:
            edition = await self._editor.make(subscription, post.day, post.due_at)
        except FrontdeskError as error:
            log.warning("edition_failed", key=post.key, why=type(error).__name__)
            await self._later(post, "due", why=str(error))
            return
        if edition.empty and subscription.skip_empty:
            await self._skip(post, "there was nothing to tell")
            return
        sent_at = self._clock()
        if not await self._store.posts.move(post, "sending", sent_at=sent_at, partial=edition.partial):
            return
        sending = await self._store.posts.get(post.subscription, post.day)
        if sending is None or (sending.state, sending.sent_at) != ("sending", sent_at):
            return
        await self._deliver(sending, subscription, edition)

    async def _deliver(self, post: Post, subscription: Subscription, edition: Edition) -> None:
        try:
            ts = await self._outbox.send(post.channel, post.key, edition)
        except UnknownOutcome:
            log.warning("post_unknown", key=post.key)
            await self._store.posts.move(post, "unknown", again_at=self._clock() + LOOK_AGAIN)
        except SlowDown as error:
            seconds = timedelta(seconds=error.seconds or LOOK_AGAIN.total_seconds())
            await self._store.posts.move(post, "due", sent_at=None, again_at=self._clock() + seconds)
        except RetryLater as error:
            await self._later(post, "due", sent_at=None, why=str(error))
        except NotAllowed:
            await self._lost(post, subscription)
        else:
            await self._sent(post, ts)

    async def _sent(self, post: Post, ts: str) -> None:
        again = self._clock() + COMPLETED_EVERY if post.partial else None
        await self._store.posts.move(post, "sent", ts=ts, again_at=again, why=None)

    async def _look_up(self, post: Post, subscription: Subscription) -> None:
        """Find out whether a post whose answer was lost, or whose sender died, is in the channel."""
        sent_at = post.sent_at or post.due_at
        try:
            ts = await self._outbox.find(post.channel, post.key, sent_at)
        except NotAllowed:
            await self._lost(post, subscription)
            return
        except RetryLater:
            await self._later(post, post.state)
            return
        if ts is not None:
            await self._sent(post, ts)
        elif self._clock() - sent_at < SETTLED:
            await self._store.posts.move(post, post.state, again_at=sent_at + SETTLED)
        elif await self._store.posts.move(post, "due", sent_at=None):
            await self(post.key)

    async def _complete(self, post: Post, subscription: Subscription) -> None:
        """Make a post whole, in its place, once the system that was missing answers."""
        now = self._clock()
        over = now - (post.sent_at or post.due_at) >= COMPLETED_FOR
        again = None if over else now + COMPLETED_EVERY
        try:
            edition = await self._editor.make(subscription, post.day, post.due_at, posted_at=post.sent_at)
            if not edition.partial and post.ts is not None:
                await self._outbox.change(post.channel, post.ts, edition)
                await self._store.posts.move(post, "sent", partial=False, again_at=None)
                return
        except NotAllowed:
            again = None
        except FrontdeskError as error:
            log.warning("post_not_completed", key=post.key, why=type(error).__name__)
        await self._store.posts.move(post, "sent", again_at=again)

    async def _skip(self, post: Post, why: str) -> None:
        await self._store.posts.move(post, "skipped", again_at=None, why=why)

    async def _later(self, post: Post, state: str, **changes: object) -> None:
        pause = min(LOOK_AGAIN * 2 ** min(post.tries, 10), LONGEST_PAUSE)
        await self._store.posts.move(post, state, again_at=self._clock() + pause, **changes)

    async def _lost(self, post: Post, subscription: Subscription) -> None:
        """The channel is gone: nothing is posted there any more, and whoever subscribed is told so once."""
        await self._skip(post, "the channel is gone or closed to the bot")
        if not await self._store.subscriptions.lost(subscription.id) or not subscription.by:
            return
        try:
            await self._outbox.tell(subscription.by, _LOST.format(venue=subscription.venue, channel=post.channel))
        except FrontdeskError as error:
            log.warning("owner_not_told", subscription=subscription.id, why=type(error).__name__)


_LOST = (
    "I can no longer post the daily message of {venue} in the channel {channel}: it was archived or deleted, or I am no longer a "
    "member. It is paused; an operator can invite me there again or name another channel under [digests]."
)
