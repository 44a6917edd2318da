"""Telling outcomes: to whoever waits here for one, else to whoever listens, once over all processes."""

import asyncio
from collections.abc import Awaitable, Callable, Collection

from bot.core.action import Outcome
from bot.store.journal import Entry, Journal

Told = Callable[[Entry, Outcome], Awaitable[None]]


class Telling:
    """Who hears of the outcomes of a journal's actions in this process."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._waiting: dict[str, asyncio.Future[Outcome]] = {}
        self._listener: Told | None = None
        self._untold: list[tuple[Entry, Outcome]] = []
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def waited_for(self) -> Collection[str]:
        """The ids of the actions that somebody here waits for."""
        return self._waiting.keys()

    def wait(self, id: str) -> "asyncio.Future[Outcome]":
        """What will hold the outcome of an action, until it is dropped."""
        future = self._waiting[id] = asyncio.get_running_loop().create_future()
        return future

    def dropped(self, id: str) -> None:
        """Nobody waits for it any more."""
        self._waiting.pop(id, None)

    def listen(self, told: Told) -> None:
        """Let somebody hear of outcomes that nobody here waits for.

        What was left behind is brought to an end as soon as the engine is there, which may be before anybody listens.
        """
        self._listener = told
        while self._untold:
            self.tell(*self._untold.pop(), True)

    def tell(self, entry: Entry, outcome: Outcome, first: bool) -> None:
        """Tell who waits here; else, where nobody can have been told of it yet, whoever listens."""
        waiting = self._waiting.get(entry.id)
        if waiting is not None and not waiting.done():
            waiting.set_result(outcome)
        elif first and self._listener is None:
            self._untold.append((entry, outcome))
        elif first and self._listener is not None:
            task = asyncio.ensure_future(self._told(self._listener, entry, outcome))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Wait until every outcome has been told."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _told(self, listener: Told, entry: Entry, outcome: Outcome) -> None:
        """Two replicas may take over one action at the same moment: whoever writes down first that it tells does."""
        if await self._journal.take_telling(entry.id, entry.state):
            await listener(entry, outcome)
