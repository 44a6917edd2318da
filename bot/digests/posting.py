"""Posting a day's edition: `Delivery` brings it into its channel once; what is missing of it is filled in within the hour."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import structlog

from bot.core.errors import FrontdeskError, NotAllowed
from bot.digests.delivery import Delivery, Outbox
from bot.digests.edition import Edition, Editor
from bot.store.posts import Post
from bot.store.store import Store
from bot.store.subscriptions import Subscription

log = structlog.get_logger("frontdesk.digests")

COMPLETED_EVERY = timedelta(minutes=5)
COMPLETED_FOR = timedelta(hours=1)
"""How long a post in which a part is missing is looked at again."""


class Posting(Delivery[Post, Edition]):
    """The job: brings one post as far as it can be brought now."""

    def __init__(self, store: Store, editor: Editor, outbox: Outbox[Edition]) -> None:
        super().__init__(store.posts, outbox, editor.clock)
        self._store = store
        self._editor = editor

    async def __call__(self, key: str) -> None:
        """Bring on the post of a key."""
        id, _, day = key.rpartition(":")
        post = await self._store.posts.get(id, date.fromisoformat(day))
        subscription = await self._store.subscriptions.get(id)
        if post is None or subscription is None:
            return
        match post.state:
            case "due":
                await self._make(post, subscription)
            case "sending" | "unknown":
                if await self._look_up(post):
                    await self(post.key)
            case "sent" if post.partial:
                await self._complete(post, subscription)
            case _:
                await self._store.posts.move(post, post.state, again_at=None)

    async def _make(self, post: Post, subscription: Subscription) -> None:
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
        await self._send(post, edition, partial=edition.partial)

    async def _sent(self, post: Post, ts: str) -> None:
        again = self._clock() + COMPLETED_EVERY if post.partial else None
        await self._store.posts.move(post, "sent", ts=ts, again_at=again, why=None)

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

    async def _lost(self, post: Post) -> None:
        """Whoever subscribed is told once."""
        await self._skip(post, "the channel is gone or closed to the bot")
        subscription = await self._store.subscriptions.get(post.subscription)
        if subscription is None or not await self._store.subscriptions.lost(subscription.id) or not subscription.by:
            return
        try:
            await self._outbox.tell(subscription.by, _LOST.format(venue=subscription.venue, channel=post.channel))
        except FrontdeskError as error:
            log.warning("owner_not_told", subscription=subscription.id, why=type(error).__name__)


_LOST = (
    "I can no longer post the daily message of {venue} in the channel {channel}: it was archived or deleted, or I am no longer a "
    "member. It is paused; an operator can invite me there again or name another channel under [digests]."
)
