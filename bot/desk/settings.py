"""`ActionSettings`: whom an action asks when it does not know its end."""

from pydantic import BaseModel, ConfigDict, Field


class ActionSettings(BaseModel):
    """The table `[actions]` of the configuration."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ask: str | None = Field(
        None,
        description="id of the Slack user or channel that is asked when an outcome is unknown; else the venue's channel",
    )
