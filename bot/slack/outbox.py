"""`Outbox`: how daily posts and news reach Slack. A call is made once; what is known of it is raised, and nothing is sent again."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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
from bot.digests.news import News
from bot.digests.summary import Summary
from bot.language.places import Places
from bot.slack.drawing import can_draw, described, draw
from bot.slack.quiet import SLACK_LOGGER
from bot.slack.sending import Sender, attempts, refuses_blocks
from bot.slack.settings import SlackSettings
from bot.slack.views.alerts import news_view
from bot.slack.views.compose import compose
from bot.slack.views.lists import has_lists, lists_view
from bot.slack.views.parts import ChannelName, Line, Message, Paragraph
from bot.slack.views.scene import Scene
from bot.slack.views.summary import edition_view

log = structlog.get_logger("frontdesk.slack")

EVENT = "frontdesk_daily"
"""The type of the metadata by which a post is found again (docs.slack.dev/messaging/message-metadata)."""

MARGIN = timedelta(minutes=5)
"""How far Slack's clock may be from ours."""

LISTS, PICTURE = "lists", "chart"
"""The parts of a post's thread."""

ALT_TEXT = 1_000
"""How many characters describe a picture."""

PAGE = 100
PAGES = 10
"""How far back a channel is looked through: a thousand messages since the post was due."""

_GONE = ("channel_not_found", "not_in_channel", "is_archived", "restricted_action", "account_inactive", "channel_is_archived")
_IN_DOUBT = ("internal_error", "fatal_error", "service_unavailable", "request_timeout", "accesslimited")
"""Errors after which Slack says that some of the work may have been done."""

_NOT_REACHED = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


class Outbox:
    """Posts, finds and changes; see `bot.digests.posting.MorningOutbox` for what each method means."""

    def __init__(self, settings: SlackSettings, places: Places, clock: Clock) -> None:
        self._client = AsyncWebClient(
            token=settings.bot_token.get_secret_value(), base_url=settings.api_url, retry_handlers=[], logger=SLACK_LOGGER
        )
        self._places = places
        self._clock = clock

    async def send(self, channel: str, key: str, body: Edition | News) -> str:
        return await self._post(channel, key, self._message(channel, body))

    async def find(self, channel: str, key: str, since: datetime) -> str | None:
        cursor = None
        for _ in range(PAGES):
            with _known_errors(changing=False):
                said = await self._client.conversations_history(
                    channel=channel,
                    oldest=f"{(since - MARGIN).timestamp():.6f}",
                    include_all_metadata=True,
                    limit=PAGE,
                    cursor=cursor,
                )
            if (found := _with_key(said["messages"], key)) is not None:
                return found
            cursor = (said.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None
        raise NoAnswer("The channel has more messages than are looked through.")

    async def change(self, channel: str, ts: str, body: Edition | News) -> None:
        with _known_errors(changing=False):
            await Sender(self._client).update(channel, ts, self._message(channel, body))

    def parts(self, edition: Edition) -> tuple[str, ...]:
        chart = edition.body.chart if isinstance(edition.body, Summary) else None
        drawn = chart is not None and chart.complete and can_draw()
        return (*([LISTS] if has_lists(edition) else []), *([PICTURE] if drawn else []))

    async def reply(self, channel: str, ts: str, part: str, key: str, edition: Edition) -> str:
        scene = self._scene(channel, edition)
        if part == LISTS:
            return await self._post(channel, key, lists_view(edition, scene), thread=ts)
        assert isinstance(edition.body, Summary)
        assert edition.body.chart is not None
        content = await draw(edition.body.chart, edition.body.name, scene.locale)
        with _known_errors(changing=True):
            said = await self._client.files_upload_v2(
                channel=channel,
                thread_ts=ts,
                content=content,
                filename=_file_name(key),
                title=edition.body.chart.title,
                alt_txt=described(edition.body.chart, scene.locale)[:ALT_TEXT],
            )
        return str(said["files"][0]["id"])

    async def find_reply(self, channel: str, ts: str, part: str, key: str) -> str | None:
        with _known_errors(changing=False):
            said = await self._client.conversations_replies(channel=channel, ts=ts, include_all_metadata=True, limit=PAGE)
        if part == LISTS:
            return _with_key(said["messages"], key)
        files = (file for message in said["messages"] for file in message.get("files") or ())
        return next((str(file["id"]) for file in files if file.get("name") == _file_name(key)), None)

    async def change_reply(self, channel: str, ts: str, part: str, edition: Edition) -> None:
        """A picture cannot be put in the place of another, so it is only drawn once its figures are whole."""
        if part == LISTS:
            with _known_errors(changing=False):
                await Sender(self._client).update(channel, ts, lists_view(edition, self._scene(channel, edition)))

    async def tell(self, user: str, text: str, channel: str) -> None:
        about: list[Line] = [] if channel.startswith("D") else [["Channel:", ChannelName(channel)]]
        with _known_errors(changing=False):
            await Sender(self._client).direct(user, compose([Paragraph([[text], *about])]))

    async def _post(self, channel: str, key: str, message: Message, thread: str | None = None) -> str:
        metadata = {"event_type": EVENT, "event_payload": {"key": key}}
        refused: SlackApiError | None = None
        for payload in attempts(message):
            with _known_errors(changing=True):
                try:
                    said = await self._client.chat_postMessage(channel=channel, thread_ts=thread, metadata=metadata, **payload)
                except SlackApiError as error:
                    if not (isinstance(error.response, AsyncSlackResponse) and refuses_blocks(error)):
                        raise
                    log.error("slack_refused_blocks", where="daily", error=error.response["error"])
                    refused = error
                else:
                    return str(said["ts"])
        raise NoAnswer("Slack took no form of the message.") from refused

    def _message(self, channel: str, body: Edition | News) -> Message:
        scene = self._scene(channel, body)
        return news_view(body, scene, self._places.names) if isinstance(body, News) else edition_view(body, scene)

    def _scene(self, channel: str, body: Edition | News) -> Scene:
        """What everybody in a channel sees is masked as a shared answer is; news in a direct message has one reader."""
        return Scene(
            lead=body.venue if isinstance(body, News) else self._places.lead(body.subscription.venue),
            venues={venue.id: venue for venue in self._places.venues},
            titles=self._places.vendors,
            now=self._clock(),
            private=isinstance(body, News) and channel.startswith("D"),
            channel=channel,
        )


def _file_name(key: str) -> str:
    """The name of a picture, by which it is found again in its thread."""
    return f"{key.replace(':', '-')}.png"


@contextmanager
def _known_errors(*, changing: bool) -> Iterator[None]:
    """Raise what is known of a call that failed; with `changing` it may have been done all the same."""
    try:
        yield
    except SlackApiError as error:
        raise _known(error, changing=changing) from error
    except _NOT_REACHED as error:
        raise NotSent("Slack could not be reached.") from error
    except (aiohttp.ClientError, TimeoutError, SlackRequestError) as error:
        if changing:
            raise UnknownOutcome("Slack's answer was lost.") from error
        raise NoAnswer("Slack could not be reached.") from error


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
