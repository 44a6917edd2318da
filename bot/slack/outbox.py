"""`Outbox`: how daily posts reach Slack. A call is made once; what is known of it is raised, and nothing is sent again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.core.errors import NoAnswer, NotAllowed, NotSent, SlowDown, UnknownOutcome
from bot.desk.ask import Clock
from bot.digests.edition import Edition
from bot.language.places import Places
from bot.slack.quiet import SLACK_LOGGER
from bot.slack.sending import Sender, attempts, refuses_blocks
from bot.slack.settings import SlackSettings
from bot.slack.views.compose import sentence
from bot.slack.views.parts import Message
from bot.slack.views.scene import Scene
from bot.slack.views.summary import edition_view

log = structlog.get_logger("frontdesk.slack")

EVENT = "frontdesk_daily"
"""The type of the metadata by which a post is found again (docs.slack.dev/messaging/message-metadata)."""

MARGIN = timedelta(minutes=5)
"""How far Slack's clock may be from ours."""

PAGE = 100
PAGES = 10
"""How far back a channel is looked through: a thousand messages since the post was due."""

_GONE = ("channel_not_found", "not_in_channel", "is_archived", "restricted_action", "account_inactive", "channel_is_archived")
_IN_DOUBT = ("internal_error", "fatal_error", "service_unavailable", "request_timeout", "accesslimited")
"""Errors after which Slack says that some of the work may have been done."""

_NOT_REACHED = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


class Outbox:
    """Posts, finds and changes daily posts; see `bot.digests.posting.Outbox` for what each method means."""

    def __init__(self, settings: SlackSettings, places: Places, clock: Clock) -> None:
        self._client = AsyncWebClient(
            token=settings.bot_token.get_secret_value(), base_url=settings.api_url, retry_handlers=[], logger=SLACK_LOGGER
        )
        self._places = places
        self._clock = clock

    async def send(self, channel: str, key: str, edition: Edition) -> str:
        metadata = {"event_type": EVENT, "event_payload": {"key": key}}
        refused: SlackApiError | None = None
        for payload in attempts(self._message(channel, edition)):
            try:
                return str((await self._client.chat_postMessage(channel=channel, metadata=metadata, **payload))["ts"])
            except SlackApiError as error:
                if not (isinstance(error.response, AsyncSlackResponse) and refuses_blocks(error)):
                    raise _known(error, changing=True) from error
                log.error("slack_refused_blocks", where="daily", error=error.response["error"])
                refused = error
            except _NOT_REACHED as error:
                raise NotSent("Slack could not be reached.") from error
            except (aiohttp.ClientError, TimeoutError, SlackRequestError) as error:
                raise UnknownOutcome("Slack's answer was lost.") from error
        raise NoAnswer("Slack took no form of the message.") from refused

    async def find(self, channel: str, key: str, since: datetime) -> str | None:
        cursor = None
        for _ in range(PAGES):
            try:
                said = await self._client.conversations_history(
                    channel=channel,
                    oldest=f"{(since - MARGIN).timestamp():.6f}",
                    include_all_metadata=True,
                    limit=PAGE,
                    cursor=cursor,
                )
            except SlackApiError as error:
                raise _known(error, changing=False) from error
            except (aiohttp.ClientError, TimeoutError, SlackRequestError) as error:
                raise NoAnswer("Slack could not be reached.") from error
            if (found := _with_key(said["messages"], key)) is not None:
                return found
            cursor = (said.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None
        raise NoAnswer("The channel has more messages than are looked through.")

    async def change(self, channel: str, ts: str, edition: Edition) -> None:
        try:
            await Sender(self._client).update(channel, ts, self._message(channel, edition))
        except SlackApiError as error:
            raise _known(error, changing=False) from error
        except (aiohttp.ClientError, TimeoutError, SlackRequestError) as error:
            raise NoAnswer("Slack could not be reached.") from error

    async def tell(self, user: str, text: str) -> None:
        try:
            await Sender(self._client).direct(user, sentence(text))
        except SlackApiError as error:
            raise _known(error, changing=False) from error
        except (aiohttp.ClientError, TimeoutError, SlackRequestError) as error:
            raise NoAnswer("Slack could not be reached.") from error

    def _message(self, channel: str, edition: Edition) -> Message:
        """Everybody in the channel sees it, so it is masked as a shared answer is."""
        scene = Scene(
            lead=self._places.venue(edition.subscription.venue),
            venues={venue.id: venue for venue in self._places.venues},
            titles=self._places.vendors,
            now=self._clock(),
            private=False,
            channel=channel,
        )
        return edition_view(edition, scene)


def _with_key(messages: Sequence[dict[str, Any]], key: str) -> str | None:
    for message in messages:
        metadata = message.get("metadata") or {}
        if metadata.get("event_type") == EVENT and (metadata.get("event_payload") or {}).get("key") == key:
            return str(message["ts"])
    return None


def _known(error: SlackApiError, *, changing: bool) -> Exception:
    """What is known after Slack refused a call. An answer without its own error code is a proxy's: nobody knows what it did."""
    response = error.response
    if not isinstance(response, AsyncSlackResponse) or not isinstance(response.data, dict):
        return UnknownOutcome("What answered is not Slack.") if changing else NoAnswer("What answered is not Slack.")
    status, code = response.status_code, response.data.get("error")
    if status == 429 or code in ("ratelimited", "rate_limited"):
        return SlowDown("Slack asked us to wait.", seconds=_seconds(response))
    if code in _GONE:
        return NotAllowed("The channel is gone, or the bot may not write there.")
    if changing and (status >= 500 or not isinstance(code, str) or code in _IN_DOUBT):
        return UnknownOutcome("Slack's answer does not say whether it was posted.")
    log.warning("slack_refused_daily", status=status, error=code)
    return NoAnswer(f"Slack refused it ({code or status}).")


def _seconds(response: AsyncSlackResponse) -> float | None:
    said = next((value for name, value in response.headers.items() if name.lower() == "retry-after"), "")
    return float(said) if said.isdecimal() else None
