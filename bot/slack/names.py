"""What people, user groups and channels are called, as plain words: a name in a sentence calls nobody, a mention would."""

from collections.abc import Iterable

import aiohttp
import structlog
from cachetools import TTLCache
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.errors import FrontdeskError
from bot.slack.people import People

log = structlog.get_logger("frontdesk.slack")

REMEMBERED_SECONDS = 600.0
LISTED = 5
"""How many are named before "and more"."""


class Names:
    """Looks up what an id of a rule stands for. What Slack does not tell stays its id."""

    def __init__(self, client: AsyncWebClient, people: People) -> None:
        self._client = client
        self._people = people
        self._known: TTLCache[str, str] = TTLCache(10_000, REMEMBERED_SECONDS)

    async def listed(self, ids: Iterable[str]) -> str:
        """Several of them in a row: "Sam Okafor, @managers or those in #front-desk"."""
        each = list(dict.fromkeys(ids))
        named = [await self.of(id) for id in each[:LISTED]] + (["others"] if len(each) > LISTED else [])
        return " or ".join(filter(None, (", ".join(named[:-1]), *named[-1:])))

    async def of(self, id: str) -> str:
        """One of them."""
        if id not in self._known:
            try:
                self._known[id] = await self._looked_up(id)
            except (SlackApiError, aiohttp.ClientError, TimeoutError, FrontdeskError) as error:
                log.warning("name_unknown", id=id, why=type(error).__name__)
                return id
        return self._known[id]

    async def _looked_up(self, id: str) -> str:
        match id[:1]:
            case "U" | "W":
                return (await self._people.about(id)).name
            case "S":
                groups = (await self._client.usergroups_list())["usergroups"]
                return next((f"@{group['handle']}" for group in groups if group["id"] == id), id)
            case "C" | "G":
                return f"those in #{(await self._client.conversations_info(channel=id))['channel']['name']}"
            case _:
                return id
