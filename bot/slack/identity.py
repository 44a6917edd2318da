"""Who we are, as Slack says."""

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.errors import AskOperator, NoAnswer
from bot.slack.house import Home

_WHY = {
    "invalid_auth": "does not know the token",
    "not_authed": "got no token",
    "token_revoked": "says that the token was revoked: the app has to be installed again",
    "token_expired": "says that the token has expired",
    "account_inactive": "says that the app was removed from the workspace",
    "org_login_required": "says that the workspace is moving to an organisation",
    "missing_scope": "says that the token lacks a scope: install the app again with manifest.yml",
}


async def whoami(client: AsyncWebClient) -> tuple[Home, frozenset[str]]:
    """The bot's user and workspace and the scopes of its token, from auth.test.

    Slack names the scopes in the header `x-oauth-scopes` of every answer (docs.slack.dev/authentication).

    Raises:
        AskOperator: Slack does not accept the token.
        NoAnswer: Slack cannot be reached.
    """
    try:
        said = await client.auth_test()
    except SlackApiError as error:
        raise refused(error, "slack.bot_token") from error
    except (aiohttp.ClientError, TimeoutError) as error:
        raise NoAnswer("Slack could not be reached: check slack.api_url and the network.") from error
    granted = next((value for name, value in said.headers.items() if name.lower() == "x-oauth-scopes"), "")
    home = Home(user=said["user_id"], bot=said.get("bot_id"), team=said["team_id"], enterprise=said.get("enterprise_id"))
    return home, frozenset(scope.strip() for scope in granted.split(",") if scope.strip())


def refused(error: SlackApiError, key: str) -> AskOperator:
    """The sentence for a token that Slack refuses; `key` is where it is set."""
    said = error.response.get("error")
    if said is None:
        return AskOperator("What answers at slack.api_url is not Slack: correct it, or leave it out.")
    why = _WHY.get(said, f"refused the token ({said})")
    return AskOperator(f"Slack {why}. Check {key}; `frontdesk check` looks at everything at once.")
