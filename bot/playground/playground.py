"""`Playground`: a small Slack workspace with one app installed, put together."""

from __future__ import annotations

import secrets
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.playground.calls import Call, Calls
from bot.playground.delivery import PATIENCE, RETRIES, Delivery
from bot.playground.files import Files
from bot.playground.installed import Installed
from bot.playground.payloads import envelope, message_event
from bot.playground.people import BOT, PEOPLE, Person
from bot.playground.shapes import Json, Refused
from bot.playground.sockets import Sockets
from bot.playground.tickets import ResponseUrls, Triggers
from bot.playground.views import Views, Why
from bot.playground.workspace import Channel, Workspace

CHANNELS: Sequence[Channel] = (
    Channel(id="C0DESK", name="front-desk", topic="Ask here", members=["U1MEL", "U2SAM", "U3AKI", "U4GIA", BOT]),
    Channel(id="C0GENERAL", name="general", topic="Everything else", members=["U1MEL", "U2SAM", "U3AKI"]),
    Channel(id="C0MANAGERS", name="managers", kind="private", topic="Duty managers", members=["U1MEL", "U3AKI", BOT]),
    Channel(id="C0LINEN", name="linen", topic="Shared with Clean Linen Ltd", members=["U1MEL", "U5ODA", BOT], shared=True),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered in place of doing anything."""

    status: int
    body: Json
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Trouble:
    """Failures on demand: by method (or `response_url`), what the next calls are answered with."""

    waiting: dict[str, deque[Answer]] = field(default_factory=dict)

    def answer(self, method: str, *answers: Answer) -> None:
        """Let the next calls fail in this way."""
        self.waiting.setdefault(method, deque()).extend(answers)

    def rate_limit(self, method: str, times: int, seconds: int) -> None:
        """Let the next calls hear that they have to wait."""
        limited = Answer(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": str(seconds)})
        self.answer(method, *[limited] * times)

    def next(self, method: str) -> Answer | None:
        """What this call is answered with, if it is to fail."""
        waiting = self.waiting.get(method)
        return waiting.popleft() if waiting else None


class Playground:
    """The workspace, what goes between it and the app, and the address at which all of it is served."""

    def __init__(
        self,
        manifest: Mapping[str, Any],
        *,
        channels: Sequence[Channel] = CHANNELS,
        people: Sequence[Person] = PEOPLE,
        clock: Callable[[], float] = time.time,
        patience: float = PATIENCE,
        retries: Sequence[float] = RETRIES,
        **tokens: str,
    ) -> None:
        self.clock = clock
        self.installed = Installed.of(manifest, **tokens)
        self.workspace = Workspace(self.installed.name, channels, people, clock)
        self.calls = Calls(self._call_made)
        self.triggers = Triggers(clock)
        self.response_urls = ResponseUrls(clock)
        self.files = Files(self.workspace)
        self.views = Views(self.triggers, clock, self._views_changed, self._home_changed)
        self.sockets = Sockets(clock, self._connection_changed)
        self.delivery = Delivery(self.installed, self.sockets, self.calls, clock, patience, retries)
        self.trouble = Trouble()
        self.offered: dict[str, list[Json]] = {}
        self.seen_homes: Counter[str] = Counter()

    @property
    def address(self) -> str:
        """Where all of it is served; empty before it is."""
        return self.workspace.address

    @property
    def api_url(self) -> str:
        """What a client of the Web API is told."""
        return f"{self.address}/api/"

    def person(self, id: Any) -> Person:
        """Somebody who can be played.

        Raises:
            Refused: `no_such_person`.
        """
        person = self.workspace.people.get(id) if isinstance(id, str) else None
        if person is None or not person.playable:
            raise Refused("no_such_person")
        return person

    def channel(self, id: Any, person: str) -> Channel:
        """A channel that somebody can see.

        Raises:
            Refused: `channel_not_found`.
        """
        channel = self.workspace.channels.get(id) if isinstance(id, str) else None
        if channel is None or not self.workspace.can_see(person, channel):
            raise Refused("channel_not_found")
        return channel

    def say(self, channel: Channel, user: str, **fields: Any) -> Json:
        """Post a message, and tell the app of it as far as it has subscribed."""
        message = self.workspace.post(channel, user, **fields)
        if BOT not in channel.members:
            return message
        person = self.workspace.people[user]
        name = {"im": "message.im", "private": "message.groups", "channel": "message.channels"}[channel.kind]
        self.event(name, message_event("message", message, channel, person), channel)
        if channel.kind != "im" and user != BOT and f"<@{BOT}" in message.get("text", ""):
            self.event("app_mention", message_event("app_mention", message, channel, person), channel)
        return message

    def event(self, subscription: str, event: Json, channel: Channel | None = None) -> None:
        """Deliver an event to the app if it has subscribed to it."""
        if subscription in self.installed.events:
            id = f"Ev{secrets.token_hex(5).upper()}"
            self.delivery.event(event["type"], envelope(event, id, self.clock(), shared=bool(channel and channel.shared)))

    async def close(self) -> None:
        """Let go of the pages, the connections and what is on its way."""
        self.workspace.watchers.close()
        await self.delivery.close()
        await self.sockets.close()

    def _call_made(self, call: Call) -> None:
        self.workspace.watchers.tell({"type": "call", "call": call.for_page()}, _everybody)

    def _views_changed(self, person: str, why: Why) -> None:
        self.workspace.watchers.tell({"type": "views", "views": self.views.stack(person), "why": why}, lambda who: who == person)

    def _home_changed(self, person: str) -> None:
        self.workspace.watchers.tell({"type": "home", "view": self.views.homes[person]}, lambda who: who == person)

    def _connection_changed(self, connected: bool) -> None:
        self.workspace.watchers.tell({"type": "bot", "connected": connected}, _everybody)


def _everybody(_person: str) -> bool:
    return True
