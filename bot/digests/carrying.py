"""`Carrier`: looks for the letters that wait, and has each brought on through durable work."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.core.errors import FrontdeskError
from bot.store.steps import Letter, Steps
from bot.work import Work

log = structlog.get_logger("frontdesk.digests")

LEASE = timedelta(minutes=5)
"""After how long a message that somebody took on is taken on again: whoever had it may be gone."""

AT_ONCE = 60
"""How many messages are brought on side by side; how many of them are made at once is their job's to say. With more, the signs of
life that a replica gives come too late, and others take its runs for left behind.
"""

L = TypeVar("L", bound=Letter)


class Carrier(Generic[L]):
    """Brings on what waits of one kind of letter, through durable work: `job` is its name, `subject` what it is given."""

    def __init__(self, letters: Steps[L], work: Work, job: str, subject: Callable[[L], str]) -> None:
        self._letters = letters
        self._work = work
        self._job = job
        self._subject = subject
        self._room = asyncio.Semaphore(AT_ONCE)

    async def carry(self, now: datetime) -> None:
        """Bring on all that somebody has to look at now; one that fails holds up no other."""
        waiting = await self._letters.waiting(now)
        done = await asyncio.gather(*(self.bring_on(letter, now) for letter in waiting), return_exceptions=True)
        for letter, error in zip(waiting, done, strict=True):
            if isinstance(error, FrontdeskError | SQLAlchemyError | OSError):
                log.warning("post_failed", key=letter.key, why=type(error).__name__)
            elif error is not None:
                raise error

    async def bring_on(self, letter: L, now: datetime) -> None:
        """Bring a waiting letter on, unless another process took it."""
        async with self._room:
            if await self._letters.take(letter, now + LEASE):
                tries = f":{letter.tries}" if letter.tries else ""
                await self._work.run(self._job, f"{self._job}:{letter.key}{tries}", self._subject(letter))
