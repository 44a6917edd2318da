"""Who acts, and from where, as Slack says: user groups and shared channels are looked up only where a rule speaks of them."""

import aiohttp
import structlog
from cachetools import TTLCache
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.roles import Actor, Place, Policy
from bot.slack.incoming import Incoming

log = structlog.get_logger("frontdesk.slack")

REMEMBERED_SECONDS = 60.0
"""How long somebody who left a group keeps what it allows."""


class Actors:
    """Makes actors of what comes in. What Slack does not say allows nothing."""

    def __init__(self, client: AsyncWebClient, policy: Policy, team: str) -> None:
        self._client = client
        self._policy = policy
        self._team = team
        self._members: TTLCache[str, frozenset[str]] = TTLCache(1_000, REMEMBERED_SECONDS)
        self._places: TTLCache[str, Place] = TTLCache(10_000, REMEMBERED_SECONDS)

    async def of(self, incoming: Incoming, channel: str) -> Actor:
        """Who did something that belongs to a channel."""
        named = any(rule.channels for rule in self._policy.rules.values())
        person = incoming.person
        return Actor(
            id=incoming.user,
            name=person.name if person else incoming.user,
            workspace=self._team,
            place=await self._place(channel) if named else _by_its_letter(channel),
            channel=channel or None,
            groups=await self.groups_of(incoming.user),
            stranger=person is None or person.guest,
        )

    async def groups_of(self, user: str) -> frozenset[str]:
        """The user groups somebody is in, of those that a rule speaks of."""
        groups = {group for rule in self._policy.rules.values() for group in rule.groups}
        return frozenset([group for group in sorted(groups) if user in await self._in(group)])

    async def _in(self, group: str) -> frozenset[str]:
        if (known := self._members.get(group)) is not None:
            return known
        try:
            said = await self._client.usergroups_users_list(usergroup=group)
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            log.warning("user_group_unknown", group=group, why=type(error).__name__)
            return frozenset()
        members = self._members[group] = frozenset(said["users"])
        return members

    async def _place(self, channel: str) -> Place:
        """A channel that Slack does not tell about is taken for a shared one, which allows nothing by itself."""
        if not channel or channel.startswith("D"):
            return Place.DIRECT
        if (known := self._places.get(channel)) is not None:
            return known
        try:
            said = (await self._client.conversations_info(channel=channel))["channel"]
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            log.warning("channel_unknown", channel=channel, why=type(error).__name__)
            return Place.SHARED
        shared = said.get("is_ext_shared") or said.get("is_org_shared") or said.get("is_pending_ext_shared")
        place = Place.SHARED if shared else Place.PRIVATE if said.get("is_private") else Place.CHANNEL
        self._places[channel] = place
        return place


def _by_its_letter(channel: str) -> Place:
    return Place.DIRECT if not channel or channel.startswith("D") else Place.CHANNEL
