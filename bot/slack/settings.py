"""`SlackSettings`: the tokens and the way Slack reaches us."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

from bot.core.address import checked


def _api_address(url: str) -> str:
    return checked(url, "https://slack.com/api/") + "/"


class SlackSettings(BaseModel):
    """The table `[slack]` of the configuration. `api_url` always ends with a slash; tests point it elsewhere."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mode: Literal["socket", "http"] = Field("socket", description="how Slack reaches the bot")
    bot_token: SecretStr = Field(SecretStr(""), description="the bot's token, xoxb-…")
    app_token: SecretStr = Field(SecretStr(""), description="app-level token with connections:write, xapp-…; for socket")
    signing_secret: SecretStr = Field(SecretStr(""), description="proves that a request comes from Slack; for http")
    api_url: Annotated[str, AfterValidator(_api_address)] = Field(
        "https://slack.com/api/", description="where Slack's Web API is; tests point it elsewhere"
    )

    def faults(self) -> list[str]:
        """What is missing for the mode, one sentence each. An empty list means that Slack can be asked.

        bolt starts without a signing secret and then answers every request with 500, so this is looked at before anything starts.
        """
        wanted = [("bot_token", self.bot_token, "xoxb-", "starts with xoxb-")]
        if self.mode == "socket":
            wanted.append(("app_token", self.app_token, "xapp-", "starts with xapp-"))
        else:
            wanted.append(("signing_secret", self.signing_secret, "", "under Basic Information of the Slack app"))
        return [fault for key, secret, prefix, hint in wanted if (fault := _fault(key, secret.get_secret_value(), prefix, hint))]

    def secrets(self) -> tuple[str, ...]:
        """What must never be printed."""
        return tuple(each.get_secret_value() for each in (self.bot_token, self.app_token, self.signing_secret))


def _fault(key: str, value: str, prefix: str, hint: str) -> str | None:
    where = f"set it under [slack] or as FRONTDESK_SLACK__{key.upper()} ({hint})"
    if not value.strip():
        return f"slack.{key} is empty: {where}."
    if not value.startswith(prefix):
        return f"slack.{key} is another kind of token: {where}."
    return None
