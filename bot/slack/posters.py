"""`PostRights`: who may have something posted where, as Slack and the roles say. Looked up each time: a post lasts for months."""

from collections.abc import Awaitable, Sequence

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.core.errors import NoAnswer, NotAllowed, SlowDown
from bot.desk.roles import Actor, Place, Policy
from bot.slack.actors import Actors
from bot.slack.people import read_person
from bot.slack.quiet import SLACK_LOGGER
from bot.slack.settings import SlackSettings

log = structlog.get_logger("frontdesk.slack")

PAGE = 1_000
PAGES = 20
"""How many members of a channel are looked through: twenty thousand."""

_UNSEEN = ("channel_not_found", "not_in_channel", "missing_scope", "method_not_supported_for_channel_type")
_NOBODY = ("user_not_found", "user_not_visible", "users_not_found", "user_disabled", "cannot_dm_bot")


class PostRights:
    """Asks Slack about the person and the channel, and the roles about the rest."""

    def __init__(self, settings: SlackSettings, policy: Policy) -> None:
        self._client = AsyncWebClient(
            token=settings.bot_token.get_secret_value(), base_url=settings.api_url, retry_handlers=[], logger=SLACK_LOGGER
        )
        self._policy = policy
        self._actors = Actors(self._client, policy, team="")

    async def check(self, user: str, channel: str, venues: Sequence[str]) -> None:
        """Whether somebody may have posts about venues in a channel.

        Raises:
            NotAllowed: not; the message says why and what to do.
            SlowDown, NoAnswer: Slack does not say now.
        """
        stranger = await self._stranger(user)
        place = Place.DIRECT if stranger else await self._place(user, channel)
        actor = Actor(
            id=user,
            name=user,
            workspace="",
            place=place,
            channel=channel,
            groups=frozenset() if stranger else await self._actors.groups_of(user),
            stranger=stranger,
        )
        for venue in venues:
            decision = self._policy.may_post(actor, venue)
            if not decision.allowed:
                raise NotAllowed(decision.why, who=decision.who)

    async def _stranger(self, user: str) -> bool:
        """Whether somebody is a guest, of another workspace, or no longer there."""
        try:
            said = (await self._asked(self._client.users_info(user=user)))["user"]
        except _Refused as refused:
            if refused.code in _NOBODY:
                return True
            raise NoAnswer(f"Slack did not say who you are ({refused.code}).") from refused
        return bool(said.get("deleted")) or read_person(said).guest

    async def _place(self, user: str, channel: str) -> Place:
        """What kind of channel it is, in which the bot and the person both are."""
        if channel.startswith("D"):
            return await self._own_direct_message(user, channel)
        try:
            said = (await self._asked(self._client.conversations_info(channel=channel)))["channel"]
        except _Refused as refused:
            if refused.code in _UNSEEN:
                raise NotAllowed(
                    "I do not see that channel: it does not exist, or it is private. Invite me there with /invite @frontdesk."
                ) from refused
            raise NoAnswer(f"Slack did not tell about that channel ({refused.code}).") from refused
        name = f"#{said.get('name') or channel}"
        if said.get("is_archived"):
            raise NotAllowed(f"{name} is archived, so nothing can be posted there.")
        if not said.get("is_member"):
            raise NotAllowed(f"I am not in {name}: invite me there with /invite @frontdesk and try again.")
        if not await self._member(user, channel):
            raise NotAllowed(f"Only members of {name} may have something posted there, and you are not one.")
        shared = said.get("is_ext_shared") or said.get("is_org_shared") or said.get("is_pending_ext_shared")
        return Place.SHARED if shared else Place.PRIVATE if said.get("is_private") else Place.CHANNEL

    async def _own_direct_message(self, user: str, channel: str) -> Place:
        try:
            said = await self._asked(self._client.conversations_open(users=user))
        except _Refused as refused:
            raise NotAllowed("Slack lets me write to you no more.") from refused
        if said["channel"]["id"] != channel:
            raise NotAllowed("I can post in a channel or in our own direct message, and this is neither: write to me there.")
        return Place.DIRECT

    async def _member(self, user: str, channel: str) -> bool:
        cursor = None
        for _ in range(PAGES):
            try:
                said = await self._asked(self._client.conversations_members(channel=channel, limit=PAGE, cursor=cursor))
            except _Refused as refused:
                raise NoAnswer(f"Slack did not tell who is in that channel ({refused.code}).") from refused
            if user in said["members"]:
                return True
            cursor = (said.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return False
        log.warning("members_not_all_read", channel=channel)
        return False

    async def _asked(self, call: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
        try:
            return await call
        except SlackApiError as error:
            response = error.response
            code = response.get("error") if isinstance(response, AsyncSlackResponse) else None
            if code in ("ratelimited", "rate_limited"):
                raise SlowDown("Slack asked us to wait; please try again in a minute.") from error
            if not isinstance(code, str):
                raise NoAnswer("What answered is not Slack.") from error
            raise _Refused(code) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise NoAnswer("Slack could not be reached; please try again in a minute.") from error


class _Refused(Exception):
    """Slack refused a question, with its code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
