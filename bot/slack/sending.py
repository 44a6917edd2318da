"""Sending to Slack: the only module that shows people something, and what is done when Slack refuses it.

`METHODS` names each method with the scope it needs; the manifest is built from it.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler, AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.core.errors import NoAnswer, NotAllowed
from bot.slack import limits
from bot.slack.escape import mrkdwn
from bot.slack.quiet import SLACK_LOGGER
from bot.slack.settings import SlackSettings
from bot.slack.views.parts import Message, View

log = structlog.get_logger("frontdesk.slack")

T = TypeVar("T")
Fields = dict[str, Any]

METHODS: Mapping[str, str | None] = {
    "auth_test": None,
    "chat_postMessage": "chat:write",
    "chat_update": "chat:write",
    "chat_postEphemeral": "chat:write",
    "conversations_open": "im:write",
    "conversations_history": "channels:history",
    "conversations_replies": "channels:history",
    "conversations_info": "channels:read",
    "usergroups_list": "usergroups:read",
    "conversations_members": "channels:read",
    "usergroups_users_list": "usergroups:read",
    "users_info": "users:read",
    "files_upload_v2": "files:write",
    "views_open": None,
    "views_push": None,
    "views_update": None,
    "views_publish": None,
    "apps_connections_open": None,  # takes the app token, whose scope is not a bot's
}

TROUBLE = (SlackClientError, aiohttp.ClientError, TimeoutError)
"""What a call to Slack raises when it did not come to a good end."""

_TOO_MUCH = ("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "invalid_arguments")
_GONE = ("cant_update_message", "message_not_found", "edit_window_closed")
_NOT_THERE = ("not_in_channel", "channel_not_found", "is_archived", "restricted_action")
_TOO_LATE = ("expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id")
_CLOSED = ("not_found", "hash_conflict")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A modal that stands open; `hash` tells Slack which state of it is meant."""

    id: str
    hash: str | None = None


class Sender:
    """Messages and views on their way to Slack, checked against the limits first; a message that does not hold goes out as text."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def post(self, channel: str, message: Message, thread: str | None = None) -> str:
        """Post to a channel or a thread; returns the message's timestamp, by which it can be changed.

        Raises:
            NotAllowed: the channel is closed to us.
        """

        async def sent(payload: Fields) -> str:
            response = await self._client.chat_postMessage(channel=channel, thread_ts=thread, **payload)
            return str(response["ts"])

        try:
            return await _first_taken(message, sent)
        except SlackApiError as error:
            if error.response["error"] in _NOT_THERE:
                raise NotAllowed("I may not write in that channel: invite me there with /invite and try again.") from error
            raise

    async def update(self, channel: str, ts: str, message: Message, thread: str | None = None, *, url: str | None = None) -> str:
        """Change a message of ours, or post a new one where it cannot be changed any more; returns the timestamp to change next.

        `url` is a response_url of the message: it works in a channel that we are no member of.
        """

        async def sent(payload: Fields) -> str:
            await self._client.chat_update(channel=channel, ts=ts, **_without_unfurling(payload))
            return ts

        try:
            return await _first_taken(message, sent)
        except SlackApiError as error:
            if error.response["error"] in _NOT_THERE and url is not None and await self.respond(url, message, replace=True):
                return ts
            if error.response["error"] in _GONE:
                return await self.post(channel, message, thread)
            raise

    async def respond(self, url: str, message: Message, *, replace: bool, to_all: bool = False) -> bool:
        """Answer at a response_url, for the person's eyes only unless `to_all`; whether Slack took it.

        A response_url works five times and for thirty minutes; after that Slack answers 404.
        """
        if not self._is_slacks(url):
            log.warning("response_url_strange")
            return False
        webhook = AsyncWebhookClient(
            url,
            session=self._client.session,
            retry_handlers=[AsyncConnectionErrorRetryHandler(), AsyncRateLimitErrorRetryHandler(max_retry_count=1)],
            logger=SLACK_LOGGER,
        )
        how = {"response_type": "in_channel" if to_all else "ephemeral", "replace_original": replace}
        for payload in attempts(message):
            response = await webhook.send_dict({**payload, **how})
            if not any(error in response.body for error in _TOO_MUCH):
                break
            log.error("slack_refused_blocks", where="response_url", error=response.body[:100])
        if response.status_code != 200:
            log.warning("response_url_refused", status=response.status_code, error=response.body[:100])
        return response.status_code == 200

    async def whisper(self, channel: str, user: str, message: Message, thread: str | None = None) -> None:
        """Tell one person, in a channel where that works and else directly."""

        async def sent(payload: Fields) -> None:
            await self._client.chat_postEphemeral(channel=channel, user=user, thread_ts=thread, **_without_unfurling(payload))

        try:
            await _first_taken(message, sent)
        except SlackApiError as error:
            log.info("slack_whisper_refused", error=error.response["error"])
            await self.direct(user, message)

    async def direct(self, user: str, message: Message) -> None:
        """Tell one person by direct message."""
        await self.post(await self.direct_channel(user), message)

    async def open_view(self, trigger: str, view: View, *, above: bool = False) -> Shown:
        """Open a modal, `above` the one that stands there; a trigger works once and for three seconds.

        Raises:
            NoAnswer: it came too late, or too many stand there.
        """
        payload = checked_view(view)
        try:
            if above:
                said = await self._client.views_push(trigger_id=trigger, view=payload)
            else:
                said = await self._client.views_open(trigger_id=trigger, view=payload)
        except SlackApiError as error:
            if error.response["error"] in _TOO_LATE:
                raise NoAnswer("Slack gave us too little time to open that; please press again.") from error
            if error.response["error"] == "push_limit_reached":
                raise NoAnswer("Three windows are open, and Slack shows no more: close one and press again.") from error
            raise
        return Shown(id=said["view"]["id"], hash=said["view"].get("hash"))

    async def update_view(self, id: str, view: View, *, hash: str | None = None) -> bool:
        """Change a modal; whether it was still there, and with `hash` as it was."""
        try:
            await self._client.views_update(view_id=id, view=checked_view(view), hash=hash)
        except SlackApiError as error:
            if error.response["error"] not in _CLOSED:
                raise
            log.info("view_closed", error=error.response["error"])
            return False
        return True

    async def publish(self, user: str, view: View) -> None:
        """Show somebody their own Home tab."""
        await self._client.views_publish(user_id=user, view=checked_view(view))

    async def upload(self, user: str, name: str, content: bytes, *, about: str) -> None:
        """Send somebody a file by direct message.

        The SDK takes the three steps of docs.slack.dev/messaging/working-with-files.
        """
        channel = await self.direct_channel(user)
        await self._client.files_upload_v2(
            channel=channel, content=content, filename=name, title=name, initial_comment=mrkdwn(about)
        )

    async def direct_channel(self, user: str) -> str:
        """The channel of somebody's direct messages with the bot."""
        opened = await self._client.conversations_open(users=user)
        return str(opened["channel"]["id"])

    def _is_slacks(self, url: str) -> bool:
        """Whether an address is of the Slack that we talk to; those that come back in a modal are only a claim."""
        ours, theirs = urlsplit(self._client.base_url), urlsplit(url)
        host, known = theirs.hostname or "", ours.hostname or ""
        return theirs.scheme == ours.scheme and (theirs.netloc == ours.netloc or host.endswith(f".{known}"))


def refuses_blocks(error: SlackApiError) -> bool:
    """Whether Slack took offence at the form of a message only: nothing was posted, and a simpler form may do."""
    return error.response.get("error") in _TOO_MUCH


def attempts(message: Message) -> Iterator[Fields]:
    """The forms in which a message can be sent, the best first: with its blocks, with simpler ones, as text."""
    payload = message.payload()
    if faults := limits.faults(payload):
        log.error("message_over_limits", faults=faults[:5])
    else:
        yield payload
    if message.instead is not None:
        yield from attempts(message.instead)
    elif faults or payload["blocks"]:
        yield _text_only(payload)


def checked_view(view: View) -> Fields:
    """A view's fields; one over the limits is a fault of ours, and says so in place of what it would have shown."""
    payload = view.payload()
    if faults := limits.view_faults(payload):
        log.error("view_over_limits", faults=faults[:5])
        sorry = {"type": "plain_text", "text": "This does not fit into a window; please narrow the question.", "emoji": False}
        payload = {**payload, "blocks": [{"type": "section", "text": sorry}]}
    return payload


async def _first_taken(message: Message, send: Callable[[Fields], Awaitable[T]]) -> T:
    """Send a message in the first form that Slack takes."""
    refused: SlackApiError | None = None
    for payload in attempts(message):
        try:
            return await send(payload)
        except SlackApiError as error:
            if error.response["error"] not in _TOO_MUCH:
                raise
            log.error("slack_refused_blocks", where="web_api", error=error.response["error"])
            refused = error
    raise refused or ValueError("a message has at least one form")


def _text_only(payload: Fields) -> Fields:
    """The same message without blocks; the empty list takes those of an earlier version away."""
    return {**payload, "text": payload["text"][: limits.TEXT] or "…", "blocks": []}


def _without_unfurling(payload: Fields) -> Fields:
    """`chat.update` and `chat.postEphemeral` unfold nothing and do not know these fields."""
    return {key: value for key, value in payload.items() if not key.startswith("unfurl_")}
