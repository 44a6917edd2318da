"""Sending to Slack: the only module that calls its Web API for messages, and what is done when Slack refuses one.

`METHODS` names each method with the scope it needs; the manifest is built from it.
"""

from collections.abc import Mapping
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler, AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.slack import limits
from bot.slack.quiet import SLACK_LOGGER
from bot.slack.settings import SlackSettings
from bot.slack.views.parts import Message

log = structlog.get_logger("frontdesk.slack")

METHODS: Mapping[str, str | None] = {
    "auth_test": None,
    "chat_postMessage": "chat:write",
    "chat_update": "chat:write",
    "chat_postEphemeral": "chat:write",
    "conversations_open": "im:write",
    "apps_connections_open": None,  # takes the app token, whose scope is not a bot's
}

TROUBLE = (SlackClientError, aiohttp.ClientError, TimeoutError)
"""What a call to Slack raises when it did not come to a good end."""

_TOO_MUCH = ("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "invalid_arguments")
_GONE = ("cant_update_message", "message_not_found", "edit_window_closed")


def web_client(settings: SlackSettings, *, with_token: bool = True) -> AsyncWebClient:
    """A client of the Web API at the configured address.

    A call that was told to wait waits once, for as long as Slack says. One that broke off is sent again: a second copy of an answer
    does no harm, silence does.
    """
    return AsyncWebClient(
        token=settings.bot_token.get_secret_value() if with_token else None,
        base_url=settings.api_url,
        retry_handlers=[AsyncConnectionErrorRetryHandler(), AsyncRateLimitErrorRetryHandler(max_retry_count=1)],
        logger=SLACK_LOGGER,
    )


class Sender:
    """Messages on their way to Slack. Each is checked against the limits first; what does not hold goes out as plain text."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def post(self, channel: str, message: Message, thread: str | None = None) -> str:
        """Post to a channel or a thread; returns the message's timestamp, by which it can be changed."""
        payload = checked(message)
        try:
            response = await self._client.chat_postMessage(channel=channel, thread_ts=thread, **payload)
        except SlackApiError as error:
            _only_if_too_much(error, payload)
            response = await self._client.chat_postMessage(channel=channel, thread_ts=thread, **_text_only(payload))
        return str(response["ts"])

    async def update(self, channel: str, ts: str, message: Message, thread: str | None = None) -> str:
        """Change a message of ours, or post a new one where it cannot be changed any more; returns the timestamp to change next."""
        payload = checked(message)
        try:
            await self._client.chat_update(channel=channel, ts=ts, **_without_unfurling(payload))
        except SlackApiError as error:
            if error.response["error"] in _GONE:
                return await self.post(channel, message, thread)
            _only_if_too_much(error, payload)
            await self._client.chat_update(channel=channel, ts=ts, **_without_unfurling(_text_only(payload)))
        return ts

    async def respond(self, url: str, message: Message, *, replace: bool) -> bool:
        """Answer at a response_url, for the person's eyes only; whether Slack took it.

        A response_url works five times and for thirty minutes; after that Slack answers 404.
        """
        webhook = AsyncWebhookClient(
            url,
            session=self._client.session,
            retry_handlers=[AsyncConnectionErrorRetryHandler(), AsyncRateLimitErrorRetryHandler(max_retry_count=1)],
            logger=SLACK_LOGGER,
        )
        payload = checked(message)
        how = {"response_type": "ephemeral", "replace_original": replace}
        response = await webhook.send_dict({**payload, **how})
        if any(error in response.body for error in _TOO_MUCH):
            log.error("slack_refused_blocks", where="response_url", error=response.body[:100])
            response = await webhook.send_dict({**_text_only(payload), **how})
        if response.status_code != 200:
            log.warning("response_url_refused", status=response.status_code, error=response.body[:100])
        return response.status_code == 200

    async def whisper(self, channel: str, user: str, message: Message, thread: str | None = None) -> None:
        """Tell one person, in a channel where that works and else directly."""
        try:
            await self._client.chat_postEphemeral(
                channel=channel, user=user, thread_ts=thread, **_without_unfurling(checked(message))
            )
        except SlackApiError as error:
            log.info("slack_whisper_refused", error=error.response["error"])
            opened = await self._client.conversations_open(users=user)
            await self.post(opened["channel"]["id"], message)


def checked(message: Message) -> dict[str, Any]:
    """A message's fields, as plain text where its blocks are more than Slack takes."""
    payload = message.payload()
    if faults := limits.faults(payload):
        log.error("message_over_limits", faults=faults[:5])
        return _text_only(payload)
    return payload


def _only_if_too_much(error: SlackApiError, payload: Mapping[str, Any]) -> None:
    """Let a refusal pass that plain text may get around; raise any other."""
    if error.response["error"] not in _TOO_MUCH or not payload["blocks"]:
        raise error
    log.error("slack_refused_blocks", where="web_api", error=error.response["error"])


def _text_only(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The same message without blocks; the empty list takes those of an earlier version away."""
    return {**payload, "text": payload["text"][: limits.TEXT] or "…", "blocks": []}


def _without_unfurling(payload: Mapping[str, Any]) -> dict[str, Any]:
    """`chat.update` and `chat.postEphemeral` unfold nothing and do not know these fields."""
    return {key: value for key, value in payload.items() if not key.startswith("unfurl_")}
