"""Sweeping: bringing to an end what lost whoever was at work on it, and looking again at what is unknown."""

from collections.abc import Awaitable, Callable, Collection
from datetime import UTC, datetime, timedelta

import structlog

from bot.core.errors import FrontdeskError
from bot.desk.performing import Performer
from bot.store.journal import UNKNOWN, Entry, Journal

log = structlog.get_logger("frontdesk.desk")

STALE = timedelta(seconds=90)
"""An action that has not come to an end for so long has lost whoever was at work on it."""

LOOKED_AGAIN = 0.1
"""How long an unknown end is left alone after each look, as a part of its age."""


class Sweep:
    """Looks through what is open in a journal; `run` has the engine bring an entry to its end, under a key of its own."""

    def __init__(self, journal: Journal, performer: Performer, run: Callable[[str, Entry], Awaitable[None]]) -> None:
        self._journal = journal
        self._performer = performer
        self._run = run
        self._looked: dict[str, datetime] = {}

    async def sweep(self, waited_for: Collection[str]) -> None:
        """Once over all that is open, but for what somebody here waits for. One that fails does not hold up the others."""
        now = datetime.now(UTC)
        open_ = await self._journal.open()
        self._looked = {entry.id: self._looked[entry.id] for entry in open_ if entry.id in self._looked}
        for entry in open_:
            try:
                await self._one(entry, now, waited_for)
            except FrontdeskError as error:
                log.warning("action_not_swept", reference=entry.reference, account=entry.account, why=type(error).__name__)

    async def unsent(self) -> None:
        """End what was written down and not sent, where no other process can be at work on it."""
        for entry in await self._journal.open():
            if entry.state == "begun":
                await self._run(f"{entry.key}:left", entry)

    async def _one(self, entry: Entry, now: datetime, waited_for: Collection[str]) -> None:
        if entry.state == UNKNOWN:
            # The longer it is so, the less often it is worth a call: after a day every two hours.
            if now - self._looked.get(entry.id, entry.asked_at) >= (now - entry.asked_at) * LOOKED_AGAIN:
                self._looked[entry.id] = now
                await self._performer.look_again(entry)
        elif entry.id not in waited_for and entry.asked_at < now - STALE:
            await self._run(f"{entry.key}:{now:%d%H%M}", entry)
