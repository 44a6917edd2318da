"""What Slack says of the people who ask: their name, their zone, and whether they are guests of the workspace."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import aiohttp
import structlog
from cachetools import TTLCache
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.errors import AskOperator, NoAnswer

log = structlog.get_logger("frontdesk.slack")

REMEMBERED_SECONDS = 600.0
"""How long somebody who was made a guest, or no longer is one, is taken for what they were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody in Slack. `guest` is true for guests of the workspace, people of another one, and those whose account was closed."""

    id: str
    name: str
    zone: ZoneInfo | None = None
    guest: bool = False


class People:
    """Looks people up by `users.info` and remembers them for a while."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._known: TTLCache[str, Person] = TTLCache(10_000, REMEMBERED_SECONDS)

    async def about(self, user: str) -> Person:
        """What Slack says of a user's id.

        Raises:
            AskOperator: the token may not ask.
            NoAnswer: Slack does not say; who they are is then not known, and so they are not let in.
        """
        if (known := self._known.get(user)) is not None:
            return known
        try:
            said = await self._client.users_info(user=user)
        except SlackApiError as error:
            log.warning("slack_user_unknown", error=error.response.get("error"))
            if error.response.get("error") == "missing_scope":
                raise AskOperator(
                    "Slack does not let me see who you are: an operator has to install the app again with manifest.yml."
                ) from error
            raise NoAnswer("Slack did not say who you are; please try again in a minute.") from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise NoAnswer("Slack did not say who you are; please try again in a minute.") from error
        person = self._known[user] = read_person(said["user"])
        return person


def read_person(user: Mapping[str, Any]) -> Person:
    """A user object (docs.slack.dev/reference/objects/user-object) as what we need of it."""
    profile = user.get("profile") or {}
    name = profile.get("real_name") or user.get("real_name") or profile.get("display_name") or user.get("name") or user["id"]
    guest = any(user.get(mark) for mark in ("is_restricted", "is_ultra_restricted", "is_stranger", "deleted"))
    return Person(id=user["id"], name=name, zone=_zone(user.get("tz")), guest=guest)


def _zone(name: Any) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if isinstance(name, str) and name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None
