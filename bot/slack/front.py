"""`Front`: the bolt app, and the way of everything that Slack sends to its handler.

bolt tries its listeners one after the other, so it has one for each kind of payload and our own tables find the handler. It answers
at once: a listener only acknowledges and starts a task. `process_before_response` makes bolt send that answer when the listener
returns; without it bolt looks every 10 ms whether it was acknowledged.
"""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import aiohttp
import structlog
from cachetools import TTLCache
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.core.action import Outcome
from bot.core.errors import AskOperator, FrontdeskError
from bot.core.reference import new_reference
from bot.core.venue import Venue
from bot.desk.act import Acts
from bot.desk.ask import Desk
from bot.desk.roles import Policy
from bot.digests.alerts import AlertBook
from bot.digests.dailies import Dailies
from bot.digests.wishes import Wishes
from bot.slack import incoming as heard
from bot.slack.actors import Actors
from bot.slack.house import House
from bot.slack.identity import whoami
from bot.slack.incoming import Incoming
from bot.slack.listeners import ACTIONS, COMMANDS, EVENTS, SUBMISSIONS, Handler, Submission
from bot.slack.names import Names
from bot.slack.outcome import late_outcome
from bot.slack.people import People
from bot.slack.quiet import SLACK_LOGGER
from bot.slack.reply import Reply, reply_to
from bot.slack.sending import TROUBLE, Sender, web_client
from bot.slack.settings import SlackSettings
from bot.slack.tasks import Tasks
from bot.slack.views.parts import Message
from bot.slack.views.words import RESTARTING, broken_view, error_view
from bot.store.journal import Entry

log = structlog.get_logger("frontdesk.slack")

ANYTHING = re.compile(".*", re.DOTALL)
ASKED_SECONDS = 2.0
"""How long Slack is asked about a form: it shows an error of its own after three seconds."""

REMEMBERED_SECONDS = 600.0
"""Slack sends an event again for about six minutes when it has not seen our answer."""


class Front:
    """What Slack talks to. `start` before anything is let in, `drain` before the process ends."""

    def __init__(
        self,
        desk: Desk,
        venues: Sequence[Venue],
        settings: SlackSettings,
        acts: Acts | None = None,
        *,
        dailies: Dailies | None = None,
        alerts: AlertBook | None = None,
        wishes: Wishes | None = None,
        asked: str | None = None,
    ) -> None:
        self.desk = desk
        self._venues = tuple(venues)
        self._acts = acts
        self._asked = asked
        self._dailies = dailies
        self._alerts = alerts
        self._wishes = wishes
        self._settings = settings
        self._client = web_client(settings)
        self._tasks = Tasks()
        self._events: TTLCache[str, bool] = TTLCache(10_000, REMEMBERED_SECONDS)
        self._house: House | None = None

        async def authorize() -> AuthorizeResult:
            """A plain function, because bolt calls this one by the names of its arguments and counts `self` among them."""
            return self._identity()

        self.app = AsyncApp(
            # bolt's own client holds no token: with one, bolt would ask auth.test again.
            client=web_client(settings, with_token=False),
            authorize=authorize,
            signing_secret=settings.signing_secret.get_secret_value(),
            process_before_response=True,
            logger=SLACK_LOGGER,
        )
        self.app.command(ANYTHING)(self._on_command)
        self.app.event("app_mention")(self._on_mention)
        self.app.event("message")(self._on_message)
        self.app.event("app_home_opened")(self._on_home)
        self.app.block_action(ANYTHING)(self._on_press)
        self.app.view_submission(ANYTHING)(self._on_submission)
        self.app.error(self._on_bolt_error)

    @property
    def house(self) -> House:
        """What handlers are given; there is none before `start`."""
        if self._house is None:
            raise RuntimeError("Front is used before it was started")
        return self._house

    async def start(self) -> None:
        """Ask Slack who we are.

        Raises:
            AskOperator: Slack does not accept the token.
            NoAnswer: Slack cannot be reached.
        """
        if faults := self._settings.faults():
            raise AskOperator(" ".join(faults))
        self._client.session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=self._client.timeout))
        home, _ = await whoami(self._client)
        people = People(self._client)
        self._house = House(
            desk=self.desk,
            venues=self._venues,
            home=home,
            sender=Sender(self._client),
            people=people,
            names=Names(self._client, people),
            dailies=self._dailies,
            alerts=self._alerts,
            wishes=self._wishes,
            actors=Actors(self._client, self._acts.policy if self._acts else Policy({}), home.team),
            acts=self._acts,
            asked=self._asked,
            commands=[(each.name, each.description, each.usage_hint) for each in COMMANDS.values()],
        )
        self._house.warm()
        if self._acts is not None:
            self._acts.telling.listen(self._tell_outcome)

    async def _tell_outcome(self, entry: Entry, outcome: Outcome) -> None:
        """Tell of an action that nobody here waits for: another process began it and this one brought it to an end."""
        await late_outcome(self.house, entry, outcome)

    async def drain(self, seconds: float) -> None:
        """Let what was begun come to its end, at most `seconds`; the rest is told that it was stopped. Then hang up."""
        if not await self._tasks.drain(seconds):
            log.warning("stopped_before_done", seconds=seconds)
        if self._client.session is not None:
            await self._client.session.close()

    def _identity(self) -> AuthorizeResult:
        home = self.house.home
        return AuthorizeResult(
            enterprise_id=home.enterprise,
            team_id=home.team,
            bot_user_id=home.user,
            bot_id=home.bot,
            bot_token=self._settings.bot_token.get_secret_value(),
        )

    async def _on_command(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        incoming = heard.from_command(body)
        if (command := COMMANDS.get(incoming.name)) is None:
            log.warning("unknown_command", command=incoming.name)
            return
        self._begin(command.handler, incoming)

    async def _on_mention(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        if self._is_news(body):
            self._begin(EVENTS["app_mention"].handler, heard.from_mention(body, self.house.home.user))

    async def _on_message(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        if body["event"].get("channel_type") == "im" and self._is_news(body):
            self._begin(EVENTS["message"].handler, heard.from_direct_message(body, self.house.home.user))

    async def _on_press(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        incoming = heard.from_press(body)
        if (handler := ACTIONS.get(incoming.name)) is None:
            log.warning("unknown_action", action=incoming.name)
            return
        self._begin(handler, incoming)

    async def _on_home(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        if body["event"].get("tab") == "home":
            self._begin(EVENTS["app_home_opened"].handler, heard.from_home_opened(body))

    async def _on_submission(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """What was entered is judged before Slack is answered: only this answer can put a sentence under its field."""
        incoming = heard.from_submission(body)
        submission = SUBMISSIONS.get(incoming.name)
        if submission is None or incoming.view is None:
            await ack()
            log.warning("unknown_submission", callback=incoming.name)
            return
        faults = submission.faults(self.house, incoming.view) or await self._refusals(submission, incoming)
        if faults:
            await ack(response_action="errors", errors=dict(faults))
            return
        await ack()
        self._begin(submission.handler, incoming)

    async def _refusals(self, submission: Submission, incoming: Incoming) -> Mapping[str, str]:
        """What only Slack can tell of what was entered, if it tells in time; what goes wrong here is told by the handler."""
        if submission.refusals is None:
            return {}
        try:
            async with asyncio.timeout(ASKED_SECONDS):
                return await submission.refusals(self.house, incoming)
        except (FrontdeskError, TimeoutError) as error:
            log.info("refusals_unknown", name=incoming.name, why=type(error).__name__)
            return {}

    async def _on_bolt_error(self, error: Exception) -> None:
        """Only a payload in a form that we do not know gets here: there is nobody whom we could answer."""
        log.error("payload_not_read", exc_info=error)

    def _is_news(self, body: dict[str, Any]) -> bool:
        """Whether an event is a person's words and has not been delivered before."""
        event_id = body.get("event_id", "")
        if event_id in self._events or not heard.from_a_person(body["event"]):
            return False
        self._events[event_id] = True
        return True

    def _begin(self, handler: Handler, incoming: Incoming) -> None:
        self._tasks.start(self._attend(handler, incoming))

    async def _attend(self, handler: Handler, incoming: Incoming) -> None:
        """Run a handler; whatever goes wrong in it is told where the person is."""
        reply = reply_to(self.house.sender, incoming)
        try:
            person = await self.house.admit(incoming)
            await handler(self.house, replace(incoming, person=person), reply)
        except FrontdeskError as error:
            log.info("refused", why=type(error).__name__, name=incoming.name)
            await self._tell(reply, error_view(error, private=reply.private, channels=incoming.channels))
        except asyncio.CancelledError:
            await self._tell(reply, RESTARTING)
            raise
        except Exception:
            reference = new_reference()
            log.exception("handler_broke", name=incoming.name, reference=reference)
            await self._tell(reply, broken_view(reference))

    async def _tell(self, reply: Reply, message: Message) -> None:
        """Say it where the person is, unless Slack is what failed."""
        try:
            await reply.tell(message)
        except TROUBLE:
            log.exception("could_not_tell")
