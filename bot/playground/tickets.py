"""What Slack hands out for a short time: trigger ids and response_urls."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from bot.playground.shapes import Json, Refused

TRIGGER_SECONDS = 3.0
"""docs.slack.dev/interactivity/handling-user-interaction, as the two below."""
RESPONSE_SECONDS = 30 * 60.0
RESPONSE_USES = 5
KEPT = 10_000

T = TypeVar("T")


@dataclass(slots=True, kw_only=True)
class Trigger:
    """Leave to open a view for somebody; `view` is the modal in which it came about."""

    person: str
    made: float
    view: str | None = None
    used: bool = False


@dataclass(slots=True)
class Triggers:
    """Each trigger id works once and for three seconds."""

    clock: Callable[[], float]
    _kept: dict[str, Trigger] = field(default_factory=dict)

    def issue(self, person: str, view: str | None = None) -> str:
        """A new trigger id, in Slack's form."""
        now = self.clock()
        id = f"{int(now * 1000)}.{secrets.randbelow(10**12):012}.{secrets.token_hex(16)}"
        _keep(self._kept, id, Trigger(person=person, made=now, view=view))
        return id

    def exchange(self, id: str) -> Trigger:
        """Use a trigger id up.

        Raises:
            Refused: `invalid_trigger_id`, `exchanged_trigger_id` or `expired_trigger_id`.
        """
        trigger = self._kept.get(id)
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        if self.clock() - trigger.made > TRIGGER_SECONDS:
            raise Refused("expired_trigger_id")
        trigger.used = True
        return trigger


@dataclass(slots=True, kw_only=True)
class ResponseUrl:
    """Leave to answer where somebody did something: a command, or an element of a message.

    `message` is what `replace_original` replaces: the message that was pressed, or the first answer to the command.
    """

    person: str
    channel: str
    made: float
    came_from: Literal["command", "message"]
    message: Json | None = None
    thread: str | None = None
    uses: int = 0


@dataclass(slots=True)
class ResponseUrls:
    """Each works five times and for thirty minutes."""

    clock: Callable[[], float]
    _kept: dict[str, ResponseUrl] = field(default_factory=dict)

    def issue(
        self,
        person: str,
        channel: str,
        came_from: Literal["command", "message"],
        message: Json | None = None,
        thread: str | None = None,
    ) -> str:
        """A new one; the path below the server's address."""
        path = f"/respond/{secrets.token_urlsafe(18)}"
        made = ResponseUrl(person=person, channel=channel, made=self.clock(), came_from=came_from, message=message, thread=thread)
        _keep(self._kept, path, made)
        return path

    def use(self, path: str) -> ResponseUrl:
        """Use one of the five.

        Raises:
            Refused: `expired_url` or `used_url`; `invalid_url` where there never was one.
        """
        url = self._kept.get(path)
        if url is None:
            raise Refused("invalid_url")
        if self.clock() - url.made > RESPONSE_SECONDS:
            raise Refused("expired_url")
        if url.uses >= RESPONSE_USES:
            raise Refused("used_url")
        url.uses += 1
        return url


def _keep(kept: dict[str, T], key: str, value: T) -> None:
    kept[key] = value
    if len(kept) > KEPT:
        del kept[next(iter(kept))]
