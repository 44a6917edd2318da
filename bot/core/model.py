"""The base of every pydantic model in this room."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value: never changed after it is made, and it refuses fields that it does not know.

    Its faults do not quote what was given: it may be a guest's name on its way into a log.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
