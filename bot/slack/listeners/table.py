"""The tables in which handlers are found. A handler is one small file that enters itself here."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.slack.house import House
from bot.slack.incoming import Incoming, Seen
from bot.slack.reply import Reply

Faults = Callable[[House, Seen], Mapping[str, str]]
"""Without I/O: Slack waits for the answer, and shows each sentence under its field."""

Refusals = Callable[[House, Incoming], Awaitable[Mapping[str, str]]]
"""What only Slack can tell, by field: asked while Slack waits, so there is little time; the handler asks again."""

Handler = Callable[[House, Incoming, Reply], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A slash command as Slack lists it, and what it does."""

    name: str
    description: str
    usage_hint: str
    handler: Handler


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event that Slack delivers: our name for it, its name in the manifest, and the scope that it needs, if any."""

    name: str
    subscription: str
    scope: str | None
    handler: Handler


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A modal that can be submitted: what is wrong with what was entered, by field, and what it does when nothing is."""

    faults: Faults
    refusals: Refusals | None
    handler: Handler


_commands: dict[str, Command] = {}
_events: dict[str, Event] = {}
_actions: dict[str, Handler] = {}
_submissions: dict[str, Submission] = {}

COMMANDS: Mapping[str, Command] = MappingProxyType(_commands)
EVENTS: Mapping[str, Event] = MappingProxyType(_events)
ACTIONS: Mapping[str, Handler] = MappingProxyType(_actions)
"""Handlers of buttons and lists, by the part of the action's id before the colon."""
SUBMISSIONS: Mapping[str, Submission] = MappingProxyType(_submissions)
"""Modals by their callback."""


def command(name: str, *, description: str, usage_hint: str) -> Callable[[Handler], Handler]:
    """Enter a handler as a slash command."""

    def enter(handler: Handler) -> Handler:
        _commands[name] = Command(name=name, description=description, usage_hint=usage_hint, handler=handler)
        return handler

    return enter


def event(name: str, *, subscription: str, scope: str | None) -> Callable[[Handler], Handler]:
    """Enter a handler as that of an event."""

    def enter(handler: Handler) -> Handler:
        _events[name] = Event(name=name, subscription=subscription, scope=scope, handler=handler)
        return handler

    return enter


def action(name: str) -> Callable[[Handler], Handler]:
    """Enter a handler as that of a kind of button."""

    def enter(handler: Handler) -> Handler:
        _actions[name] = handler
        return handler

    return enter


def submission(callback: str, *, faults: Faults, refusals: Refusals | None = None) -> Callable[[Handler], Handler]:
    """Enter a handler as that of a modal."""

    def enter(handler: Handler) -> Handler:
        _submissions[callback] = Submission(faults=faults, refusals=refusals, handler=handler)
        return handler

    return enter
