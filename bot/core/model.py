"""What the values of this room are made of."""

import dataclasses
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from pydantic import BaseModel, ConfigDict

T = TypeVar("T")


class Frozen(BaseModel):
    """A value that is checked as it is made: never changed after it, and it refuses fields that it does not know.

    Its faults do not quote what was given: it may be a guest's name on its way into a log.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Value(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A value of which an answer holds thousands: never changed after it is made, and nothing is checked.

    It is made in a quarter of a frozen dataclass's time. The collector of cycles passes it over: what it holds is facts and the
    vendor's JSON, which lead nowhere back.
    """


if TYPE_CHECKING:
    # With this one mypy checks the fields that are given, those of a `Value` as well.
    from dataclasses import replace as replace
else:

    def replace(value: T, **fields: Any) -> T:
        """The same value with these fields set anew; a `Value` or a dataclass."""
        if isinstance(value, msgspec.Struct):
            return msgspec.structs.replace(value, **fields)
        return dataclasses.replace(value, **fields)
