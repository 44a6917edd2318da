"""Bringing a message into its channel once: never twice, and not left out while its day lasts.

A row of the store says what is known. Whoever sends writes `sending` first. An answer that was lost is looked up in the channel by
the key that the message carries; only when it is not there, after a time in which no request can still be on its way, is it sent
again.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar

import structlog

from bot.core.errors import NotAllowed, RetryLater, SlowDown, UnknownOutcome
from bot.store.steps import Letter, Steps

log = structlog.get_logger("frontdesk.digests")

SETTLED = timedelta(minutes=2)
"""After this a request that was sent has arrived or never will: four times as long as a call to Slack may take."""

LOOK_AGAIN = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=15)

Body = TypeVar("Body", contravariant=True)
L = TypeVar("L", bound=Letter)


class Outbox(Protocol[Body]):
    """The way to people. Whoever sends raises what is known of it, and never tries twice by itself."""

    async def send(self, channel: str, key: str, body: Body, /) -> str:
        """Post something with its key; the id of the message.

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

    async def change(self, channel: str, ts: str, body: Body, /) -> None:
        """Put something in the place of what was posted; raises as `send` does."""

    async def tell(self, user: str, text: str, channel: str) -> None:
        """Tell one person something about a channel; raises `FrontdeskError` when that does not work."""


class Delivery(ABC, Generic[L, Body]):
    """A job that brings one letter as far as it can be brought now. It may be begun again at any time, here or elsewhere."""

    def __init__(self, letters: Steps[L], outbox: Outbox[Body], clock: Callable[[], datetime]) -> None:
        self._letters = letters
        self._outbox = outbox
        self._clock = clock

    @abstractmethod
    async def __call__(self, key: str) -> None:
        """Bring on the letter that the job's subject names."""

    @abstractmethod
    async def _lost(self, letter: L) -> None:
        """The channel is gone: nothing is posted there any more."""

    async def _send(self, letter: L, body: Body, **changes: Any) -> L | None:
        """Send a letter that is due, unless another process has begun to; the letter, once it stands in its channel."""
        sending = await self._moved(letter, "sending", sent_at=self._clock(), **changes)
        if sending is None:
            return None
        try:
            ts = await self._outbox.send(sending.channel, sending.key, body)
        except UnknownOutcome:
            log.warning("post_unknown", key=sending.key)
            await self._letters.move(sending, "unknown", again_at=self._clock() + LOOK_AGAIN)
        except SlowDown as error:
            seconds = timedelta(seconds=error.seconds or LOOK_AGAIN.total_seconds())
            await self._letters.move(sending, "due", sent_at=None, again_at=self._clock() + seconds)
        except RetryLater as error:
            await self._later(sending, "due", sent_at=None, why=str(error))
        except NotAllowed:
            await self._lost(sending)
        else:
            return await self._sent(sending, ts)
        return None

    async def _sent(self, letter: L, ts: str) -> L | None:
        return await self._moved(letter, "sent", ts=ts, again_at=None, why=None)

    async def _moved(self, letter: L, becomes: str, **changes: Any) -> L | None:
        """A letter after a step; nothing where somebody else took it on. It is not read again: nobody changes it meanwhile."""
        if not await self._letters.move(letter, becomes, **changes):
            return None
        return replace(letter, state=becomes, **changes)

    async def _look_up(self, letter: L) -> bool:
        """Find out whether a letter whose answer was lost, or whose sender died, is in the channel; true when it is due again."""
        sent_at = letter.sent_at or letter.due_at
        try:
            ts = await self._outbox.find(letter.channel, letter.key, sent_at)
        except NotAllowed:
            await self._lost(letter)
            return False
        except RetryLater:
            await self._later(letter, letter.state)
            return False
        if ts is not None:
            await self._sent(letter, ts)
            return False
        if self._clock() - sent_at < SETTLED:
            await self._letters.move(letter, letter.state, again_at=sent_at + SETTLED)
            return False
        return await self._letters.move(letter, "due", sent_at=None)

    async def _skip(self, letter: L, why: str) -> None:
        await self._letters.move(letter, "skipped", again_at=None, why=why)

    async def _later(self, letter: L, state: str, **changes: object) -> None:
        pause = min(LOOK_AGAIN * 2 ** min(letter.tries, 10), LONGEST_PAUSE)
        await self._letters.move(letter, state, again_at=self._clock() + pause, **changes)
