"""What stands in the thread of a post: the lists behind its figures, and its chart. Each is sent once, as the post itself is."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol

import structlog

from bot.core.errors import FrontdeskError, SlowDown, UnknownOutcome
from bot.digests.delivery import SETTLED
from bot.digests.edition import Edition
from bot.store.posts import Post
from bot.store.replies import Replies, Reply

log = structlog.get_logger("frontdesk.digests")

PACE_SECONDS = 1.1
"""Slack takes one message a second in a channel, and the post itself was one."""

LONGEST_SECONDS = 10.0
TRIES = 3

Pause = Callable[[float], Awaitable[None]]


class ThreadOutbox(Protocol):
    """The way into a thread. Each method raises as its like in `bot.digests.posting.Outbox` does."""

    def parts(self, edition: Edition) -> tuple[str, ...]:
        """What belongs in the thread of an edition, in order."""

    async def reply(self, channel: str, ts: str, part: str, key: str, edition: Edition) -> str:
        """Send a part into the thread of a message; where it is."""

    async def find_reply(self, channel: str, ts: str, part: str, key: str) -> str | None:
        """Where a part stands that was sent with a key."""

    async def change_reply(self, channel: str, ts: str, part: str, edition: Edition) -> None:
        """Put a part in the place of an older one, where that can be done."""


class Threads:
    """Brings the threads of posts as far as they can be brought now."""

    def __init__(self, replies: Replies, outbox: ThreadOutbox, clock: Callable[[], datetime], pause: Pause = asyncio.sleep) -> None:
        self._replies = replies
        self._outbox = outbox
        self._clock = clock
        self._pause = pause

    async def bring(self, post: Post, edition: Edition, *, renew: bool = False, new: bool = False) -> bool:
        """Send what is missing in a thread, and with `renew` put what is there anew; whether all of it is there now.

        Of a `new` post the thread is known to be empty.
        """
        parts = self._outbox.parts(edition)
        if post.ts is None or not parts:
            return True
        there = {} if new else await self._replies.of(post.subscription, post.day)
        whole = True
        for part in parts:
            known = there.get(part)
            if known is None or known.ts is None:
                whole = await self._sent(post, post.ts, edition, part, known) and whole
            elif renew:
                await self._outbox.change_reply(post.channel, known.ts, part, edition)
        return whole

    async def _sent(self, post: Post, ts: str, edition: Edition, part: str, known: Reply | None) -> bool:
        """Whether a part is there, or was sent now."""
        now, key = self._clock(), f"{post.key}:{part}"
        mine = Reply(subscription=post.subscription, day=post.day, part=part, sent_at=now)
        if known is None:
            if not await self._replies.claim(mine):
                return False
        else:
            found = await self._outbox.find_reply(post.channel, ts, part, key)
            if found is not None:
                await self._replies.arrived(known, found)
                return True
            if now - known.sent_at < SETTLED or not await self._replies.claim_again(known, now):
                return False
        try:
            where = await self._patiently(post.channel, ts, part, key, edition)
        except UnknownOutcome:
            log.warning("reply_unknown", key=key)
            return False
        except FrontdeskError as error:
            log.warning("reply_not_sent", key=key, why=type(error).__name__)
            await self._replies.drop(mine)
            return False
        await self._replies.arrived(mine, where)
        return True

    async def _patiently(self, channel: str, ts: str, part: str, key: str, edition: Edition) -> str:
        """Send at the channel's pace; one that Slack turned away was not sent, so it may be sent again."""
        await self._pause(PACE_SECONDS)
        for _ in range(TRIES - 1):
            try:
                return await self._outbox.reply(channel, ts, part, key, edition)
            except SlowDown as error:
                await self._pause(min(error.seconds or PACE_SECONDS, LONGEST_SECONDS))
        return await self._outbox.reply(channel, ts, part, key, edition)
