"""The playground as tests use it: people type, press and submit; what the bot sent and what is shown can be read."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from bot.playground import CHANNELS, Channel, Json, Playground, Refused, acting, pressing, serve
from bot.playground.calls import Call as Exchange
from bot.playground.inputs import elements, filled
from bot.playground.people import BOT, BOT_ID, TEAM
from bot.playground.playground import Answer
from bot.slack.manifest import manifest

USER = "U1MEL"
BOT_TOKEN, APP_TOKEN, SIGNING_SECRET = "xoxb-1-test", "xapp-1-test", "8f742231b10e8888abcd99yyyzzz85a5"
WAIT_SECONDS = 5.0
ANY = "C0ANY"
_EVERYBODY = ["U1MEL", "U2SAM", "U3AKI", "U4GIA", BOT]
_NOT_OURS = ("invalid_auth", "invalid_trigger_id", "invalid_cursor")
_OURS = ("no_text", "msg_too_long", "msg_blocks_too_long", "only_one_table_allowed", "view_too_large", "push_limit_reached")
_MENTION = re.compile(r"<(?:@[UW]|#[CG])\w+>")

__all__ = ["ANY", "APP_TOKEN", "BOT", "BOT_TOKEN", "SIGNING_SECRET", "TEAM", "USER", "Call", "LocalSlack", "local_slack"]


@dataclass(frozen=True, slots=True)
class Call:
    """Something that the bot sent: a method, or `response_url`, its fields, and the message that came of it."""

    method: str
    fields: Json
    ts: str | None = None

    @property
    def text(self) -> str:
        """The plain text of a message."""
        return str(self.fields["text"])

    @property
    def blocks(self) -> list[Json]:
        """The blocks of a message or a view."""
        found: list[Json] = (self.fields.get("view") or self.fields).get("blocks") or []
        return found

    @property
    def shown(self) -> str:
        """All that people read of a message's or a view's blocks."""
        return "\n".join(marked(self.blocks))

    def buttons(self) -> dict[str, Json]:
        """The buttons by their label."""
        return {each["text"]["text"]: each for each in self._elements() if each.get("type") == "button"}

    def select(self) -> Json:
        """The first list of a message that acts at once."""
        return next(each for each in self._elements() if each.get("type") == "static_select")

    def fields_of_form(self) -> set[str]:
        """The fields of a modal's form by their names."""
        return {block["block_id"] for block in self.blocks if block["type"] == "input"}

    def _elements(self) -> list[Json]:
        return [each for block in self.blocks for each in elements(block)]


@dataclass(slots=True)
class LocalSlack:
    """A workspace with Mel and her colleagues in it, and the bot."""

    playground: Playground
    staged: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return self.playground.address

    @property
    def api_url(self) -> str:
        return self.playground.api_url

    @property
    def exchanges(self) -> list[Exchange]:
        """All that went either way, refusals as well."""
        return list(self.playground.calls.kept)

    @property
    def calls(self) -> list[Call]:
        """What the bot sent and Slack took."""
        return [Call(each.name, each.request, each.ts) for each in self.exchanges if each.direction == "from_bot" and each.ok]

    @property
    def messages(self) -> list[Call]:
        """Everything that people were shown."""
        return [call for call in self.calls if call.method == "response_url" or call.method.startswith("chat.")]

    @property
    def views(self) -> list[Call]:
        """Every modal and Home tab that was shown, as often as it was changed."""
        return [call for call in self.calls if call.method.startswith("views.")]

    def faults(self) -> list[str]:
        """What the bot did wrong: what Slack refuses for its form, arguments that it does not know, markup that is not ours."""
        found = []
        staged = list(self.staged)
        for each in self.exchanges:
            if each.direction == "to_bot":
                continue
            if each.error in staged:
                staged.remove(each.error)
            elif each.error in _OURS or (str(each.error).startswith("invalid_") and each.error not in _NOT_OURS):
                found.append(f"{each.name}: {each.response}")
            found += [f"{each.name} has no argument {name}" for name in each.ignored]
        for call in (*self.messages, *self.views):
            texts = [str(call.fields.get("text") or ""), *marked(call.blocks)]
            found += [f"markup: {text}" for text in texts if re.search("[<>]", _MENTION.sub("", text))]
        return found

    async def until(self, holds: Callable[[], object], *, seconds: float = WAIT_SECONDS) -> None:
        """Wait until something holds; looked at after each thing that goes either way."""
        with self.playground.workspace.watchers.watching(USER) as told:
            async with asyncio.timeout(seconds):
                while not holds():
                    await told.get()

    async def message(self, number: int = 1) -> Call:
        """The message of a number, counted from 1, once it is there."""
        await self.until(lambda: len(self.messages) >= number)
        return self.messages[number - 1]

    async def view(self, number: int = 1) -> Call:
        """The view of a number, counted from 1, once it is there."""
        await self.until(lambda: len(self.views) >= number)
        return self.views[number - 1]

    def fail(self, method: str, error: str, status: int = 200, **headers: str) -> None:
        """Let the next call of a method, or the next answer at a `response_url`, be refused."""
        self.staged.append(error)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.playground.trouble.answer(method, Answer(status, {"ok": False, "error": error}, named))

    def failing(self, method: str) -> bool:
        """Whether a staged refusal is still to come."""
        return bool(self.playground.trouble.waiting.get(method))

    async def command(self, text: str, *, name: str = "/desk", channel: str = ANY, by: str = USER) -> None:
        """Type a slash command."""
        slack = self.playground
        await acting.command(slack, slack.person(by), slack.channel(channel, by), name, text)

    def say(self, text: str, *, channel: str = ANY, thread: str | None = None, by: str = USER) -> str:
        """Write a message; its timestamp."""
        slack = self.playground
        return str(acting.say(slack, slack.person(by), slack.channel(channel, by), text, thread)["ts"])

    def mention(self, text: str, *, channel: str = ANY, thread: str | None = None, by: str = USER) -> str:
        """Mention the bot in a channel; the message's timestamp."""
        return self.say(f"<@{BOT}> {text}", channel=channel, thread=thread, by=by)

    def direct(self, text: str, *, by: str = USER) -> str:
        """Write to the bot itself; the message's timestamp."""
        return self.say(text, channel=self.playground.workspace.direct(by, BOT).id, by=by)

    def posted(self, *blocks: Json, text: str = "once", channel: str = ANY, thread: str | None = None) -> Json:
        """A message of the bot's own that has been there for long."""
        place = self.playground.workspace.channels[channel]
        return self.playground.workspace.post(place, BOT, text=text, blocks=filled(list(blocks)), bot_id=BOT_ID, thread_ts=thread)

    async def press(self, label: str, *, by: str = USER, choice: str | None = None) -> None:
        """Press what a person sees first of a label: in the modal on screen, in the newest message that has it, on the Home tab.

        A list that acts at once is named by what its action begins with; `choice` is the value chosen of it.
        """
        slack = self.playground
        await self.until(lambda: self._first(label, by))
        where, block, element = self._first(label, by) or ({}, {}, {})
        chosen = {} if choice is None else {"selected_option": {"value": choice}}
        given = {**where, "block_id": block["block_id"], "action_id": element["action_id"], **chosen}
        await pressing.press(slack, slack.person(by), given)

    def alter(self, label: str, *, by: str = USER, **fields: Any) -> None:
        """Let what would be pressed be as another version, or somebody else, wrote it."""
        found = self._first(label, by)
        assert found is not None, label
        found[2].update(fields)

    def home(self, tab: str = "home", *, by: str = USER) -> None:
        """Visit the app's own page."""
        acting.home(self.playground, self.playground.person(by), tab)

    async def close(self, *, by: str = USER) -> None:
        """Close the modal on screen."""
        view = self.playground.views.stack(by)[-1]
        await pressing.close(self.playground, self.playground.person(by), view["id"], False)

    def change(self, person: str, **fields: Any) -> None:
        """Let somebody be somebody else: a guest, or in another zone."""
        people = self.playground.workspace.people
        people[person] = replace(people[person], **fields)

    def modal(self, view: Json, *, by: str = USER) -> Json:
        """Put a modal before somebody that an earlier version of the bot opened."""
        return self.playground.views.open(self.playground.triggers.issue(by), view)

    async def submit(self, *, by: str = USER, **entered: Any) -> Json:
        """Submit the modal on screen with some fields filled in, by block id; what came of it."""
        slack = self.playground
        await self.until(lambda: slack.views.stack(by))
        view = slack.views.stack(by)[-1]
        state = {
            block["block_id"]: {block["element"]["action_id"]: {"type": block["element"]["type"], **entered[block["block_id"]]}}
            for block in view["blocks"]
            if block.get("block_id") in entered
        }
        try:
            return await pressing.submit(slack, slack.person(by), view["id"], {"values": state})
        except Refused as refused:
            return {"response_action": refused.code, "errors": refused.more.get("errors")}

    def seen(self, channel: str = ANY, by: str = USER) -> list[Json]:
        """The messages that somebody has before them in a channel, in order."""
        own = [each for each in self.playground.workspace.ephemerals[by].values() if each["channel"] == channel]
        return sorted([*self.playground.workspace.channels[channel].messages.values(), *own], key=lambda each: str(each["ts"]))

    async def refresh(self) -> None:
        """Ask the bot to open a new connection, as Slack does every few hours; until it has."""
        known = self.playground.sockets.opened
        await self.playground.sockets.disconnect("refresh_requested")
        await self.until(lambda: self.playground.sockets.opened > known)

    def _first(self, label: str, by: str) -> tuple[Json, Json, Json] | None:
        """Where somebody sees a label first: the place, the block and the element."""
        views, space = self.playground.views, self.playground.workspace
        shown = [each for channel in space.visible(by) for each in self.seen(channel.id, by)]
        shown.sort(key=lambda each: str(each.get("edited", each)["ts"]), reverse=True)
        places = [({"view_id": view["id"]}, view) for view in reversed(views.stack(by))]
        places += [({"channel": each["channel"], "ts": each["ts"]}, each) for each in shown]
        places += [({"view_id": view["id"]}, view) for view in [views.homes.get(by)] if view]
        for where, place in places:
            for block in place.get("blocks", []):
                for element in elements(block):
                    if _is(element, label):
                        return where, block, element
        return None


def marked(part: Any) -> Iterator[str]:
    """Every text of some blocks that Slack parses for markup."""
    match part:
        case {"type": "mrkdwn", "text": str(text)}:
            yield text
        case Mapping():
            for value in part.values():
                yield from marked(value)
        case list() | tuple():
            for each in part:
                yield from marked(each)
        case _:
            return


@asynccontextmanager
async def local_slack(mode: str = "http", request_url: str | None = None) -> AsyncIterator[LocalSlack]:
    """Slack, for as long as the block lasts."""
    of_tests = [Channel(id=f"C0{name.upper()}", name=name, members=_EVERYBODY) for name in ("any", "palm", "harbour", "elsewhere")]
    playground = Playground(
        manifest("socket" if mode == "socket" else "http"), channels=[*of_tests, *CHANNELS], bot_token=BOT_TOKEN,
        app_token=APP_TOKEN, signing_secret=SIGNING_SECRET,
    )  # fmt: skip
    playground.installed.request_url = request_url
    async with serve(playground):
        yield LocalSlack(playground)


def _is(element: Json, label: str) -> bool:
    if element.get("type") == "button":
        return bool(element["text"]["text"] == label)
    return str(element.get("action_id", "")).partition(":")[0] == label
