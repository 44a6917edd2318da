"""The base of every pydantic model in this room."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value: never changed after it is made, and it refuses fields that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")
