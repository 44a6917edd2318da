"""`Occasion`: what somebody wants to be told of when it happens."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from bot.core.model import Frozen
from bot.core.query import Query
from bot.core.states import Kind


class Condition(StrEnum):
    """What can happen at a venue on its day: something is cancelled, a guest does not come, owes on arrival, a class is full."""

    CANCELLED = "cancelled"
    NO_SHOW = "no_show"
    OWES = "owes"
    FULL = "full"


KINDS: Mapping[Condition, tuple[Kind, ...]] = MappingProxyType(
    {
        Condition.CANCELLED: (Kind.BOOKING, Kind.ORDER),
        Condition.NO_SHOW: (Kind.BOOKING, Kind.ORDER),
        Condition.OWES: (Kind.BOOKING, Kind.ORDER),
        Condition.FULL: (Kind.SESSION,),
    }
)
"""What each condition can be so of."""


class Occasion(Frozen):
    """A condition, narrowed by the filters of `query`; the days are the condition's own, so that has no window.

    `arriving` narrows cancellations to those of the day's own arrivals. What is owed is told of above `above`, an amount in
    `currency`'s smallest unit.
    """

    condition: Condition
    query: Query = Query()
    arriving: bool = False
    above: Annotated[int, Field(ge=0)] = 0
    currency: str | None = None
