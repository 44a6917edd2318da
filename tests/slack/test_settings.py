"""Settings and what `check` finds: each fault is one sentence that names the key."""

import pytest
from pydantic import SecretStr, ValidationError

from bot.core.errors import AskOperator, NoAnswer
from bot.slack.check import check
from bot.slack.identity import whoami
from bot.slack.sending import web_client
from bot.slack.settings import SlackSettings
from tests.slack.local import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, LocalSlack

anyio = pytest.mark.anyio


def made(**fields: str) -> SlackSettings:
    return SlackSettings.model_validate({"bot_token": BOT_TOKEN, "app_token": APP_TOKEN, "signing_secret": SIGNING_SECRET} | fields)


@pytest.mark.parametrize(
    ("fields", "keys"),
    [
        ({"mode": "socket"}, []),
        ({"mode": "http", "app_token": ""}, []),
        ({"mode": "socket", "signing_secret": ""}, []),
        ({"mode": "socket", "app_token": "", "bot_token": ""}, ["bot_token", "app_token"]),
        ({"mode": "http", "signing_secret": " "}, ["signing_secret"]),
        ({"mode": "socket", "app_token": BOT_TOKEN}, ["app_token"]),
    ],
)
def test_what_is_missing_for_a_mode_is_named(fields: dict[str, str], keys: list[str]) -> None:
    faults = made(**fields).faults()
    assert len(faults) == len(keys)
    for fault, key in zip(faults, keys, strict=True):
        assert f"slack.{key}" in fault
        assert f"FRONTDESK_SLACK__{key.upper()}" in fault
        assert BOT_TOKEN not in fault


@pytest.mark.parametrize("url", ["http://slack.example/api", "ftp://x", "https://user:key@slack.example", "slack.com"])
def test_a_token_travels_only_encrypted_or_on_this_machine(url: str) -> None:
    with pytest.raises(ValidationError):
        made(api_url=url)


def test_an_address_ends_with_a_slash_and_secrets_are_not_printed() -> None:
    settings = made(api_url="http://127.0.0.1:9/api")
    assert settings.api_url == "http://127.0.0.1:9/api/"
    assert BOT_TOKEN not in repr(settings)
    assert isinstance(settings.bot_token, SecretStr)


@anyio
async def test_a_good_configuration_has_no_faults(slack: LocalSlack) -> None:
    slack.playground.installed.mode = "socket"
    assert await check(made(api_url=slack.api_url)) == []
    assert [call.method for call in slack.calls] == ["auth.test", "apps.connections.open"]


@anyio
async def test_a_missing_scope_and_a_wrong_app_token_are_one_line_each(slack: LocalSlack) -> None:
    slack.playground.installed.mode = "socket"
    slack.playground.installed.scopes -= {"im:write"}
    faults = await check(made(api_url=slack.api_url, app_token="xapp-wrong"))
    assert len(faults) == 2
    assert "im:write" in faults[0]
    assert "slack.app_token" in faults[1]


@anyio
async def test_a_refused_token_and_a_slack_that_is_not_there(slack: LocalSlack) -> None:
    refused = await check(made(api_url=slack.api_url, bot_token="xoxb-wrong"))
    assert len(refused) == 1
    assert "slack.bot_token" in refused[0]
    with pytest.raises(AskOperator, match="does not know the token"):
        await whoami(web_client(made(api_url=slack.api_url, bot_token="xoxb-wrong")))
    with pytest.raises(NoAnswer):
        await whoami(web_client(made(api_url="http://127.0.0.1:1/")))


@anyio
async def test_over_http_no_connection_is_opened(slack: LocalSlack) -> None:
    assert await check(made(api_url=slack.api_url, mode="http")) == []
    assert [call.method for call in slack.calls] == ["auth.test"]
