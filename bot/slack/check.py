"""Looking at the Slack part of the configuration without starting anything."""

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.core.errors import FrontdeskError
from bot.slack.identity import refused, whoami
from bot.slack.manifest import scopes
from bot.slack.sending import web_client
from bot.slack.settings import SlackSettings


async def check(settings: SlackSettings) -> list[str]:
    """What is wrong with the tokens and scopes, one line each; an empty list means that the bot can start.

    The app token of Socket Mode can only be proved by opening a connection, which Slack allows about once a minute.
    """
    if faults := settings.faults():
        return faults
    client = web_client(settings)
    try:
        _, granted = await whoami(client)
    except FrontdeskError as error:
        return [str(error)]
    missing = [scope for scope in scopes() if scope not in granted]
    faults = [f"The bot token lacks the scope {scope}: install the app again with manifest.yml." for scope in missing]
    if settings.mode == "socket":
        try:
            await client.apps_connections_open(app_token=settings.app_token.get_secret_value())
        except SlackApiError as error:
            faults.append(str(refused(error, "slack.app_token")))
        except (aiohttp.ClientError, TimeoutError):
            faults.append("Slack could not be reached for Socket Mode: check the network.")
    return faults
