"""`Workspace`: who is there, the channels and what was said in them. It knows what a message is, not who may send one."""

from __future__ import annotations

import copy
import itertools
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.playground.people import BOT, PEOPLE, SLACKBOT_USER, Person, bot_user
from bot.playground.shapes import Json
from bot.playground.watchers import Watchers

Clock = Callable[[], float]
"""Seconds since the epoch."""

KEPT = 5_000
"""Messages of a channel; the oldest go first."""


@dataclass(slots=True, kw_only=True)
class Channel:
    """A channel or a direct message. `members` are in the order in which they came."""

    id: str
    name: str
    kind: Literal["channel", "private", "im"] = "channel"
    topic: str = ""
    members: list[str] = field(default_factory=list)
    shared: bool = False
    archived: bool = False
    messages: dict[str, Json] = field(default_factory=dict)

    def other(self, person: str) -> str | None:
        """Whom a direct message is with, seen from one of the two."""
        return next((each for each in self.members if each != person), None) if self.kind == "im" else None


class Workspace:
    """The state of a small Slack workspace. Every change is pushed to the pages that can see it."""

    def __init__(self, bot_name: str, channels: Sequence[Channel], people: Sequence[Person], clock: Clock) -> None:
        self.clock = clock
        self.address = ""
        self.watchers = Watchers()
        everybody = (*(people or PEOPLE), bot_user(bot_name), SLACKBOT_USER)
        self.people = {person.id: person for person in everybody}
        self.channels = {channel.id: copy.deepcopy(channel) for channel in channels}
        self.ephemerals: dict[str, dict[str, Json]] = {person: {} for person in self.people}
        self._read: dict[tuple[str, str], str] = {}
        self._last = 0
        self._numbers = itertools.count(1)
        for person in people:
            if person.playable and not person.is_stranger:
                self.direct(person.id, BOT)

    def new_id(self, letter: str) -> str:
        """An id as Slack makes them: the letter says of what."""
        return f"{letter}{next(self._numbers):04}{secrets.token_hex(3).upper()}"

    def next_ts(self) -> str:
        """A timestamp that no message has; later ones are greater."""
        self._last = max(self._last + 1, int(self.clock() * 1_000_000))
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06}"

    def direct(self, one: str, other: str) -> Channel:
        """The direct message of two, opened when there is none."""
        for channel in self.channels.values():
            if channel.kind == "im" and set(channel.members) == {one, other}:
                return channel
        id = f"D0{one[2:]}" if other == BOT and f"D0{one[2:]}" not in self.channels else self.new_id("D")
        self.channels[id] = Channel(id=id, name=self.people[other].name, kind="im", members=[one, other])
        self._tell_channel(self.channels[id])
        return self.channels[id]

    def visible(self, person: str) -> Iterable[Channel]:
        """The channels that somebody can see: their own, and public ones unless they are a guest or from elsewhere."""
        return (channel for channel in self.channels.values() if self.can_see(person, channel))

    def can_see(self, person: str, channel: Channel) -> bool:
        who = self.people[person]
        return person in channel.members or (channel.kind == "channel" and not (who.is_restricted or who.is_stranger))

    def unread(self, person: str, channel: Channel) -> int:
        """Messages by others since the person last read; replies in threads do not count."""
        if person not in channel.members:
            return 0
        since = self._read.get((person, channel.id), "")
        later = itertools.takewhile(lambda each: each["ts"] > since, reversed(channel.messages.values()))
        return sum(each["user"] != person and each.get("thread_ts", each["ts"]) == each["ts"] for each in later)

    def read(self, person: str, channel: Channel) -> None:
        """Everything in a channel is read."""
        self._read[person, channel.id] = next(reversed(channel.messages), "")
        self.watchers.tell({"type": "channel", "channel": self.for_page(channel, person)}, lambda who: who == person)

    def post(self, channel: Channel, user: str, **fields: Any) -> Json:
        """Add a message; a reply counts at the head of its thread. Fields that are None are left out."""
        ts = self.next_ts()
        message: Json = {"ts": ts, "channel": channel.id, "user": user, "type": "message"}
        message |= {name: value for name, value in fields.items() if value is not None}
        channel.messages[ts] = message
        if len(channel.messages) > KEPT:
            del channel.messages[next(iter(channel.messages))]
        if user != BOT:
            self._read[user, channel.id] = ts
        if (head := channel.messages.get(message.get("thread_ts", ""))) is not None and head is not message:
            head["thread_ts"] = head["ts"]
            head["reply_count"] = head.get("reply_count", 0) + 1
            head["reply_users"] = list(dict.fromkeys([*head.get("reply_users", ()), user]))
            head["latest_reply"] = ts
            self._tell("message_changed", channel, message=self.shown(head))
        self.watchers.tell(
            lambda who: {
                "type": "message",
                "channel": channel.id,
                "message": self.shown(message),
                "unread": self.unread(who, channel),
            },
            lambda who: self.can_see(who, channel),
        )
        return message

    def change(self, channel: Channel, message: Json, **fields: Any) -> None:
        """Change fields of a message; None takes one away."""
        for name, value in fields.items():
            if value is None:
                message.pop(name, None)
            else:
                message[name] = value
        self._tell("message_changed", channel, message=self.shown(message))

    def delete(self, channel: Channel, message: Json) -> None:
        """Take a message away."""
        channel.messages.pop(message["ts"], None)
        head = channel.messages.get(message.get("thread_ts", ""))
        if head is not None:
            head["reply_count"] = max(0, head.get("reply_count", 0) - 1)
            self._tell("message_changed", channel, message=self.shown(head))
        self._tell("message_deleted", channel, ts=message["ts"], ephemeral=False)

    def whisper(self, channel: Channel, person: str, user: str, **fields: Any) -> Json:
        """Show something to one person; it lives as long as the playground does, and has no permalink."""
        message: Json = {"ts": self.next_ts(), "channel": channel.id, "user": user, "type": "message", "ephemeral": True}
        message |= {name: value for name, value in fields.items() if value is not None}
        own = self.ephemerals[person]
        own[message["ts"]] = message
        if len(own) > KEPT:
            del own[next(iter(own))]
        push = {"type": "message", "channel": channel.id, "message": message, "unread": self.unread(person, channel)}
        self.watchers.tell(push, lambda who: who == person)
        return message

    def rewhisper(self, person: str, message: Json, **fields: Any) -> None:
        """Put something else in the place of an ephemeral message."""
        for name in ("blocks", "attachments"):
            message.pop(name, None)
        message |= {name: value for name, value in fields.items() if value is not None}
        push = {"type": "message_changed", "channel": message["channel"], "message": message}
        self.watchers.tell(push, lambda who: who == person)

    def unwhisper(self, person: str, message: Json) -> None:
        """Take an ephemeral message away."""
        self.ephemerals[person].pop(message["ts"], None)
        push = {"type": "message_deleted", "channel": message["channel"], "ts": message["ts"], "ephemeral": True}
        self.watchers.tell(push, lambda who: who == person)

    def permalink(self, message: Json) -> str:
        """Where a message can be looked up again."""
        return f"{self.address}/archives/{message['channel']}/p{message['ts'].replace('.', '')}"

    def shown(self, message: Json) -> Json:
        """A message as the page draws it."""
        return message if message.get("ephemeral") else {**message, "permalink": self.permalink(message)}

    def join(self, channel: Channel, person: str, inviter: str | None = None) -> None:
        """Somebody comes in; the channel says so."""
        channel.members.append(person)
        text = f"<@{person}> has joined the channel" if inviter is None else f"<@{person}> was added by <@{inviter}>"
        self.post(channel, person, text=text, system="channel_join", subtype="channel_join")
        self._tell_channel(channel)

    def leave(self, channel: Channel, person: str) -> None:
        """Somebody goes; the channel says so."""
        channel.members.remove(person)
        self.post(channel, person, text=f"<@{person}> has left the channel", system="channel_leave", subtype="channel_leave")
        self._tell_channel(channel)

    def for_page(self, channel: Channel, person: str) -> Json:
        """A channel as one person's page lists it."""
        other = channel.other(person)
        return {
            "id": channel.id,
            "name": self.people[other].name if other else channel.name,
            "kind": channel.kind,
            "user": other,
            "topic": channel.topic,
            "members": list(channel.members),
            "is_member": person in channel.members,
            "bot_is_member": BOT in channel.members,
            "is_ext_shared": channel.shared,
            "is_archived": channel.archived,
            "unread": self.unread(person, channel),
            "last_read": self._read.get((person, channel.id), ""),
        }

    def _tell(self, kind: str, channel: Channel, **fields: Any) -> None:
        self.watchers.tell({"type": kind, "channel": channel.id, **fields}, lambda who: self.can_see(who, channel))

    def _tell_channel(self, channel: Channel) -> None:
        self.watchers.tell(
            lambda who: {"type": "channel", "channel": self.for_page(channel, who)}, lambda who: self.can_see(who, channel)
        )
