"""What the rooms above know of durable work. The engine behind it can be replaced; `tests/work` says what it has to stand."""

from collections.abc import Awaitable, Callable
from typing import Protocol

Job = Callable[[str], Awaitable[None]]
"""What is done for a subject, named by an id.

It may be begun again at any time, in this process or another, from its first line: whatever must not happen twice is guarded in the
store, by a step from one state to the next. It keeps its result in the store too.
"""


class Work(Protocol):
    """Runs jobs so that each comes to an end although processes die. One key is one run, whoever asks for it and however often."""

    async def run(self, name: str, key: str, subject: str) -> None:
        """Begin the job of this name for a subject, unless the key has been begun, and wait until it is over.

        It goes on although who waits does not. The job's error is raised when it ran here.
        """

    async def resume(self) -> int:
        """Take over what processes left behind that show no sign of life any more; how many runs that were."""

    async def forget(self, before: float) -> None:
        """Delete finished runs from before a time (seconds since 1970)."""
