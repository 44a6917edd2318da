"""Where an answer goes. Every reply can be shown more than once; later ones take the place of earlier ones."""

from dataclasses import dataclass, field
from typing import Protocol

from bot.core.errors import NoAnswer
from bot.slack.incoming import Incoming
from bot.slack.sending import Sender
from bot.slack.values import Place
from bot.slack.views.parts import Message, View

INTERIMS = 2
"""How many of a response_url's five uses go to an unfinished answer."""


class Reply(Protocol):
    """A place for an answer."""

    @property
    def private(self) -> bool:
        """Whether only the person asking sees it."""

    @property
    def in_modal(self) -> bool:
        """Whether it is a modal, which shows fewer kinds of blocks."""

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
    in_modal: bool = False
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
    in_modal: bool = False
    _shown: int = 0

    async def show(self, message: Message, *, interim: bool = False) -> None:
        self._shown += 1
        if self.ts is None:
            self.ts = await self.sender.post(self.channel, message, self.thread)
        else:
            self.ts = await self.sender.update(self.channel, self.ts, message, self.thread, url=self.url)

    async def tell(self, message: Message) -> None:
        """`url` is the response_url of a button: without replacing, what it carries is for the one who pressed.

        Below a message that heads a thread that would be in there, where nobody who reads the channel sees it.
        """
        heads = self.thread is not None and self.thread == self.ts
        if self.url is None or self._shown:
            await self.show(message)
        elif heads or not await self.sender.respond(self.url, message, replace=False):
            await self.sender.whisper(self.channel, self.user, message, None if heads else self.thread)


@dataclass(slots=True, kw_only=True)
class Aside:
    """An answer for the one who pressed a button of a message that others see as well; that message stays as it is.

    To replace at this response_url would replace the message that was pressed, so an unfinished answer is not shown. One that
    heads a thread would have its answer in there, where nobody who reads the channel sees it: `in_channel` does not use the url.
    """

    sender: Sender
    url: str
    channel: str
    user: str
    in_channel: bool = False
    private: bool = True
    in_modal: bool = False

    async def show(self, message: Message, *, interim: bool = False) -> None:
        if interim:
            return
        if self.in_channel or not await self.sender.respond(self.url, message, replace=False):
            await self.sender.whisper(self.channel, self.user, message)

    async def tell(self, message: Message) -> None:
        await self.show(message)


@dataclass(slots=True, kw_only=True)
class Opened:
    """An answer in a modal. `view` is the one to change; without one the first show opens it, which a trigger allows for 3 s."""

    sender: Sender
    user: str
    trigger: str
    view: str | None = None
    private: bool = field(default=True, init=False)
    in_modal: bool = field(default=True, init=False)
    _shown: int = 0

    async def show(self, message: Message, *, interim: bool = False) -> None:
        self._shown += 1
        modal = _as_view(message)
        if self.view is None:
            self.view = (await self.sender.open_view(self.trigger, modal)).id
        else:
            await self.sender.update_view(self.view, modal)

    async def tell(self, message: Message) -> None:
        """In a modal of its own above the one that was pressed, or directly where Slack lets no modal be opened any more."""
        try:
            if self.view is None or self._shown:
                await self.show(message)
            else:
                await self.sender.open_view(self.trigger, _as_view(message), above=True)
        except NoAnswer:
            await self.sender.direct(self.user, message)


@dataclass(slots=True, kw_only=True)
class Published:
    """What stands on somebody's Home tab."""

    sender: Sender
    user: str
    private: bool = field(default=True, init=False)
    in_modal: bool = field(default=True, init=False)

    async def show(self, message: Message, *, interim: bool = False) -> None:
        await self.sender.publish(self.user, View(blocks=message.blocks))

    async def tell(self, message: Message) -> None:
        await self.show(message)


def reply_to(sender: Sender, incoming: Incoming) -> Reply:
    """Where the answer to something that a person did belongs."""
    if incoming.view is not None and not incoming.trigger:
        return Published(sender=sender, user=incoming.user)
    pressed, private = incoming.ephemeral, incoming.private
    return _reply(sender, incoming.place, incoming.user, trigger=incoming.trigger, pressed=pressed, private=private)


def reply_at(sender: Sender, place: Place, user: str, trigger: str) -> Reply:
    """The answer that stands somewhere, to be changed after a modal about it was submitted; a new modal where there is none."""
    private = place.view is not None or place.message is None or place.channel.startswith("D")
    return _reply(sender, place, user, trigger=trigger, pressed=True, private=private)


def _reply(sender: Sender, place: Place, user: str, *, trigger: str, pressed: bool, private: bool) -> Reply:
    if place.view is not None or not place.channel:
        return Opened(sender=sender, user=user, trigger=trigger, view=place.view)
    if place.url is not None and place.message is None:
        return Whispered(sender=sender, url=place.url, channel=place.channel, user=user, pressed=pressed)
    return Posted(
        sender=sender, channel=place.channel, thread=place.thread, private=private, user=user, ts=place.message, url=place.url
    )


def _as_view(message: Message) -> View:
    return View(title="Frontdesk", blocks=message.blocks)
