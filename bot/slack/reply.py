"""Where an answer goes. Every reply can be shown more than once; later ones take the place of earlier ones."""

from dataclasses import dataclass
from typing import Protocol

from bot.slack.sending import Sender
from bot.slack.views.parts import Message

INTERIMS = 2
"""How many of a response_url's five uses go to an unfinished answer."""


class Reply(Protocol):
    """A place for an answer."""

    @property
    def private(self) -> bool:
        """Whether only the person asking sees it."""

    async def show(self, message: Message, *, interim: bool = False) -> None:
        """Show a message, in place of the one before. An interim one is dropped where too few are left."""

    async def tell(self, message: Message) -> None:
        """Say that it went wrong: in place of what was already shown, else without touching the message that was pressed."""


@dataclass(slots=True, kw_only=True)
class Whispered:
    """An answer to a slash command, or to a button of a message that only one person sees, by its response_url.

    `pressed` is true when the message that holds the button is to be replaced.
    """

    sender: Sender
    url: str
    channel: str
    user: str
    pressed: bool
    private: bool = True
    _shown: int = 0
    _interims: int = 0

    async def show(self, message: Message, *, interim: bool = False) -> None:
        if interim:
            if self._interims == INTERIMS:
                return
            self._interims += 1
        await self._send(message, replace=self.pressed or self._shown > 0, lost_matters=not interim)

    async def tell(self, message: Message) -> None:
        await self._send(message, replace=self._shown > 0, lost_matters=True)

    async def _send(self, message: Message, *, replace: bool, lost_matters: bool) -> None:
        self._shown += 1
        taken = await self.sender.respond(self.url, message, replace=replace)
        if not taken and lost_matters:
            await self.sender.whisper(self.channel, self.user, message)


@dataclass(slots=True, kw_only=True)
class Posted:
    """An answer in a thread or a direct message. `ts` is the message to change; without one the first show posts it."""

    sender: Sender
    channel: str
    thread: str | None
    private: bool
    user: str
    ts: str | None = None
    url: str | None = None
    _shown: int = 0

    async def show(self, message: Message, *, interim: bool = False) -> None:
        self._shown += 1
        if self.ts is None:
            self.ts = await self.sender.post(self.channel, message, self.thread)
        else:
            self.ts = await self.sender.update(self.channel, self.ts, message, self.thread)

    async def tell(self, message: Message) -> None:
        """`url` is the response_url of a button: without replacing, what it carries is for the one who pressed."""
        if self.url is None or self._shown:
            await self.show(message)
        elif not await self.sender.respond(self.url, message, replace=False):
            await self.sender.whisper(self.channel, self.user, message, self.thread)


@dataclass(slots=True, kw_only=True)
class Aside:
    """An answer for the one who pressed a button of a message that others see as well; that message stays as it is.

    To replace at this response_url would replace the message that was pressed, so an unfinished answer is not shown.
    """

    sender: Sender
    url: str
    channel: str
    user: str
    private: bool = True

    async def show(self, message: Message, *, interim: bool = False) -> None:
        if not interim and not await self.sender.respond(self.url, message, replace=False):
            await self.sender.whisper(self.channel, self.user, message)

    async def tell(self, message: Message) -> None:
        await self.show(message)
