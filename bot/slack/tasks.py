"""Work that goes on after Slack has been answered. A stop waits for it."""

import asyncio
from collections.abc import Coroutine

CANCEL_SECONDS = 2.0
"""How long a task may take to say that it was stopped."""


class Tasks:
    """The tasks under way; asyncio itself would forget them."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._running)

    def start(self, work: Coroutine[object, object, None]) -> None:
        """Let some work go on by itself."""
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def drain(self, seconds: float) -> bool:
        """Wait for all work, at most `seconds`, then stop the rest; whether all came to its own end."""
        if not self._running:
            return True
        _, late = await asyncio.wait(self._running, timeout=seconds)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=CANCEL_SECONDS)
        return not late
