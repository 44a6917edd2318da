"""Posting a day's edition: `Delivery` brings it into its channel once; what is missing of it is filled in within the hour."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

import structlog

from bot.core.errors import FrontdeskError, NotAllowed, RetryLater
from bot.digests.delivery import LOOK_AGAIN, Delivery, Outbox
from bot.digests.edition import Edition, Editor
from bot.digests.schedule import is_wanted
from bot.digests.thread import Pause, ThreadOutbox, Threads
from bot.store.posts import Post
from bot.store.store import Store
from bot.store.subscriptions import Subscription

log = structlog.get_logger("frontdesk.digests")

COMPLETED_EVERY = timedelta(minutes=5)
COMPLETED_FOR = timedelta(hours=1)
"""How long a post in which a part is missing is looked at again."""

HELD_UP = 20
"""How often the post of a day waits for that of an earlier one: for ten minutes and more."""

THREADED_FOR = timedelta(hours=3)
"""How long the thread of a whole post is tried."""

FOLLOWED = timedelta(minutes=1)
"""When a thread is looked after whose sender died."""

AT_ONCE = 40
"""How many editions are made side by side: each holds the records of a venue's week while it is made."""


class MorningOutbox(Outbox[Edition], ThreadOutbox, Protocol):
    """The way of a morning: its post, and the thread of that."""


May = Callable[[Subscription], Awaitable[None]]
"""Whether the one who subscribed may still have this posted there; raises `NotAllowed` with the reason, or `RetryLater`."""


async def everybody_may(subscription: Subscription) -> None:
    """What stands in the configuration needs no right."""


class Posting(Delivery[Post, Edition]):
    """The job: brings one post, and its thread, as far as they can be brought now."""

    def __init__(
        self, store: Store, editor: Editor, outbox: MorningOutbox, pause: Pause = asyncio.sleep, *, may: May = everybody_may
    ) -> None:
        super().__init__(store.posts, outbox, editor.clock)
        self._store = store
        self._editor = editor
        self._threads = Threads(store.replies, outbox, editor.clock, pause)
        self._room = asyncio.Semaphore(AT_ONCE)
        self._may = may

    async def __call__(self, key: str) -> None:
        """Bring on the post of a key."""
        id, _, day = key.rpartition(":")
        found = await self._store.posts.with_its_subscription(id, date.fromisoformat(day))
        if found is None:
            return
        post, subscription = found
        match post.state:
            case "due":
                await self._make(post, subscription)
            case "sending" | "unknown":
                if await self._look_up(post):
                    await self(post.key)
            case "sent":
                await self._follow(post, subscription)
            case _:
                await self._store.posts.move(post, post.state, again_at=None)

    async def _make(self, post: Post, subscription: Subscription) -> None:
        now = self._clock()
        if not is_wanted(subscription.policy, post.day, now.astimezone(ZoneInfo(subscription.zone)).date()):
            await self._skip(post, "it could not be posted on its day")
            return
        if subscription.paused:
            await self._skip(post, "paused")
            return
        if subscription.policy == "all" and await self._is_behind(post):
            await self._store.posts.move(post, "due", again_at=now + LOOK_AGAIN)
            return
        async with self._room:
            made = await self._posted(post, subscription)
        if made is not None:
            await self._stand(*made, new=True)

    async def _is_behind(self, post: Post) -> bool:
        """Whether the post of an earlier day is on its way: they come in order, but none holds up another for long."""
        earlier = [each for each in await self._store.posts.of(post.subscription) if each.day < post.day]
        return post.tries <= HELD_UP and any(each.state in ("due", "sending", "unknown") for each in earlier)

    async def _posted(self, post: Post, subscription: Subscription) -> tuple[Post, Edition] | None:
        """Make the edition and send it; nothing where none stands in the channel then."""
        try:
            if subscription.by:
                await self._may(subscription)
        except NotAllowed as error:
            await self._stop(post, str(error))
            return None
        except RetryLater as error:
            await self._later(post, "due", why=str(error))
            return None
        try:
            edition = await self._editor.make(subscription, post.day, post.due_at)
        except FrontdeskError as error:
            log.warning("edition_failed", key=post.key, why=type(error).__name__)
            await self._later(post, "due", why=str(error))
            return None
        if edition.empty and subscription.skip_empty:
            await self._skip(post, "there was nothing to tell")
            return None
        sent = await self._send(post, edition, partial=edition.partial)
        return None if sent is None else (sent, edition)

    async def _sent(self, post: Post, ts: str) -> Post | None:
        return await self._moved(post, "sent", ts=ts, again_at=self._clock() + FOLLOWED, why=None)

    async def _stand(self, post: Post, edition: Edition, *, renew: bool = False, new: bool = False) -> None:
        """Bring the thread on; what is still missing of it, or of the post, is looked after later."""
        try:
            whole = await self._threads.bring(post, edition, renew=renew, new=new)
        except FrontdeskError as error:
            log.warning("thread_not_brought", key=post.key, why=type(error).__name__)
            whole = False
        again = COMPLETED_EVERY if post.partial or not whole else None
        await self._store.posts.move(post, "sent", again_at=None if again is None else self._clock() + again)

    async def _follow(self, post: Post, subscription: Subscription) -> None:
        """Look after a post that stands: make it whole in its place once the missing system answers, and its thread."""
        now = self._clock()
        if now - (post.sent_at or post.due_at) >= (COMPLETED_FOR if post.partial else THREADED_FOR):
            await self._store.posts.move(post, "sent", again_at=None)
            return
        try:
            async with self._room:
                edition = await self._editor.make(subscription, post.day, post.due_at, posted_at=post.sent_at)
            made_whole = post.partial and not edition.partial and post.ts is not None
            if made_whole and post.ts is not None:
                await self._outbox.change(post.channel, post.ts, edition)
                await self._store.posts.move(post, "sent", partial=False)
        except NotAllowed:
            await self._store.posts.move(post, "sent", again_at=None)
            return
        except FrontdeskError as error:
            log.warning("post_not_completed", key=post.key, why=type(error).__name__)
            await self._store.posts.move(post, "sent", again_at=now + COMPLETED_EVERY)
            return
        await self._stand(replace(post, partial=post.partial and not made_whole), edition, renew=made_whole)

    async def _lost(self, post: Post) -> None:
        await self._stop(post, "The channel was archived or deleted, or I am no longer a member: invite me there with /invite.")

    async def _stop(self, post: Post, why: str) -> None:
        """Nothing can be posted there any more: it is paused, and whoever subscribed is told so once."""
        await self._skip(post, why)
        subscription = await self._store.subscriptions.get(post.subscription)
        if subscription is None or not await self._store.subscriptions.lost(subscription.id) or not subscription.by:
            return
        what = f"“{subscription.question}”" if subscription.question else "the daily summary"
        where = "in our direct message" if post.channel.startswith("D") else "where you wanted it"
        told = _STOPPED.format(what=what, venue=self._editor.called(subscription.venue), where=where, why=why)
        try:
            await self._outbox.tell(subscription.by, told, post.channel)
        except FrontdeskError as error:
            log.warning("owner_not_told", subscription=subscription.id, why=type(error).__name__)


_STOPPED = (
    "I can no longer post {what} of {venue} {where}. {why} It is paused; /desk daily shows it, where you can let "
    "it go on, change it or delete it."
)
