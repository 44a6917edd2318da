"""`Watchers`: the open pages, each with the person whom it plays, and what they are told."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.playground.shapes import Json

WAITING = 2_000
"""Pushes that a page may be behind; one that is further behind has to load its snapshot again."""

Queue = asyncio.Queue[Json | None]


class Watchers:
    """Each person's pushes are numbered; the snapshot says up to which one it holds."""

    def __init__(self) -> None:
        self._queues: dict[Queue, str] = {}
        self._told: Counter[str] = Counter()

    def told(self, person: str) -> int:
        """The number of the last push to a person."""
        return self._told[person]

    @contextmanager
    def watching(self, person: str) -> Iterator[Queue]:
        """The pushes to a person; nothing more comes after a `None`."""
        queue: Queue = asyncio.Queue(WAITING)
        self._queues[queue] = person
        try:
            yield queue
        finally:
            self._queues.pop(queue, None)

    def tell(self, push: Json | Callable[[str], Json], to: Callable[[str], bool]) -> None:
        """Push something to those whom it concerns, made for each where it is made by a function."""
        numbered: dict[str, Json] = {}
        for queue, person in list(self._queues.items()):
            if not to(person):
                continue
            if person not in numbered:
                self._told[person] += 1
                made = push(person) if callable(push) else push
                numbered[person] = {**made, "seq": self._told[person]}
            try:
                queue.put_nowait(numbered[person])
            except asyncio.QueueFull:
                del self._queues[queue]
                queue.get_nowait()
                queue.put_nowait(None)

    def close(self) -> None:
        """Let every page go."""
        for queue in list(self._queues):
            del self._queues[queue]
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(None)
