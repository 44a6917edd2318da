"""What Slack sends, as what we need of it. Pure; the payloads are described at docs.slack.dev/reference/interaction-payloads."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.slack.escape import channels, decode
from bot.slack.people import Person
from bot.slack.values import NOWHERE, Place

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A modal or a Home tab in which somebody did something. `metadata` is what we gave it, `entered` what stands in its fields."""

    id: str
    home: bool
    metadata: str = ""
    entered: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def one(self, name: str) -> str:
        """What stands in a field, without blanks around it; empty when nothing does."""
        return next(iter(self.entered.get(name, ())), "").strip()

    def some(self, name: str) -> tuple[str, ...]:
        """Everything that is chosen in a field."""
        return self.entered.get(name, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """Something that a person did in Slack.

    `name` finds the handler: a command, an event, a modal's callback, or a button's action up to its colon; `rest` is what follows
    the colon. `text` is what was typed, decoded, or the value of the button or the choice as it came; `channels` are the ids of the
    channels that it names. `teams` are the workspaces and organisations that the payload gives for the person; `person` is filled
    in once they were let in.
    """

    name: str
    user: str
    channel: str = ""
    teams: frozenset[str] = frozenset()
    rest: str = ""
    text: str = ""
    channels: Mapping[str, str] = field(default_factory=dict)
    place: Place = NOWHERE
    trigger: str = ""
    view: Seen | None = None
    private: bool = True
    ephemeral: bool = False
    person: Person | None = None


def from_command(body: Body) -> Incoming:
    """A slash command."""
    return Incoming(
        name=body["command"],
        user=body["user_id"],
        channel=body["channel_id"],
        teams=_teams(body.get("team_id")),
        text=decode(body.get("text") or ""),
        channels=channels(body.get("text") or ""),
        place=Place(channel=body["channel_id"], url=body["response_url"]),
        trigger=body.get("trigger_id") or "",
    )


def from_mention(body: Body, own_id: str) -> Incoming:
    """A mention in a channel; its answer belongs to the thread that it stands in or starts."""
    return _from_event("app_mention", body, own_id, thread=body["event"].get("thread_ts") or body["event"]["ts"], private=False)


def from_direct_message(body: Body, own_id: str) -> Incoming:
    """A message to the bot itself."""
    return _from_event("message", body, own_id, thread=body["event"].get("thread_ts"), private=True)


def from_home_opened(body: Body) -> Incoming:
    """Somebody looks at the app's own page."""
    event = body["event"]
    return Incoming(name="app_home_opened", user=event["user"], teams=_teams(body.get("team_id")), view=Seen(id="", home=True))


def from_press(body: Body) -> Incoming:
    """A button that somebody pressed, or a choice of a list.

    A direct message's channel begins with D; an ephemeral message and a modal have no reader but one.
    """
    action, container = body["actions"][0], body.get("container", {})
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id", "")
    ephemeral = bool(container.get("is_ephemeral"))
    name, _, rest = action["action_id"].partition(":")
    view = _seen(body["view"]) if body.get("view") else None
    return Incoming(
        name=name,
        rest=rest,
        user=body["user"]["id"],
        channel=channel,
        teams=_teams_of(body),
        text=action.get("value") or (action.get("selected_option") or {}).get("value") or "",
        place=_place_of(view)
        if view
        else Place(
            channel=channel,
            thread=container.get("thread_ts") or body.get("message", {}).get("thread_ts"),
            message=None if ephemeral else container.get("message_ts"),
            url=body.get("response_url"),
        ),
        trigger=body.get("trigger_id") or "",
        view=view,
        private=view is not None or ephemeral or channel.startswith("D"),
        ephemeral=ephemeral,
    )


def from_submission(body: Body) -> Incoming:
    """A modal that somebody submitted."""
    view = _seen(body["view"])
    return Incoming(
        name=body["view"].get("callback_id") or "",
        user=body["user"]["id"],
        teams=_teams_of(body),
        trigger=body.get("trigger_id") or "",
        view=view,
    )


def from_a_person(event: Body) -> bool:
    """Whether an event is a person's own words: not a bot's, not ours, not an edit, a join or a deletion."""
    return bool(event.get("user")) and not event.get("subtype") and not event.get("bot_id")


def _from_event(name: str, body: Body, own_id: str, *, thread: str | None, private: bool) -> Incoming:
    event = body["event"]
    return Incoming(
        name=name,
        user=event["user"],
        channel=event["channel"],
        teams=_teams(body.get("team_id"), event.get("user_team"), event.get("source_team"), event.get("team")),
        text=decode(event.get("text") or "", own_id),
        channels=channels(event.get("text") or ""),
        place=Place(channel=event["channel"], thread=thread),
        private=private,
    )


def _place_of(view: Seen) -> Place:
    """The modal itself; on a Home tab nothing stands that could be changed, so a modal is opened."""
    return NOWHERE if view.home else Place(view=view.id)


def _seen(view: Body) -> Seen:
    state = (view.get("state") or {}).get("values") or {}
    return Seen(
        id=view["id"],
        home=view.get("type") == "home",
        metadata=view.get("private_metadata") or "",
        entered={name: tuple(_entered(element)) for name, block in state.items() for element in block.values()},
    )


def _entered(element: Body) -> Iterator[str]:
    """What an element of `view.state.values` holds, whatever kind of element it is."""
    one = element.get("selected_option") or {}
    several = [option.get("value") for option in element.get("selected_options") or ()]
    for value in (
        element.get("value"),
        element.get("selected_date"),
        element.get("selected_time"),
        element.get("selected_conversation"),
        one.get("value"),
        *several,
    ):
        if isinstance(value, str):
            yield value


def _teams_of(body: Body) -> frozenset[str]:
    return _teams(body["user"].get("team_id"), (body.get("team") or {}).get("id"))


def _teams(*ids: str | None) -> frozenset[str]:
    given: Iterable[str] = (each for each in ids if each)
    return frozenset(given)
