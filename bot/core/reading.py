"""`Reading`: what the reader made of a text, so that it can be shown back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from bot.core.model import Frozen
from bot.core.query import Query

Value = TypeVar("Value")


class Span(NamedTuple):
    """Which words became what: `text[start:end]` of the text asked, and the filter that it turned into."""

    start: int
    end: int
    text: str
    became: str


class Doubt(Frozen):
    """Words that could be meant otherwise, or that were not used. Each suggestion is a whole text to ask instead."""

    words: str
    message: str
    suggestions: tuple[str, ...] = ()


class Later(Generic[Value]):
    """A field that may be given as a function that makes it: it is made when first looked at."""

    def __init__(self, *default: Value) -> None:
        self._default = default

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = f"_{name}"

    def __get__(self, instance: Any, owner: type) -> Value:
        if instance is None:
            # So a dataclass asks for the default of a field.
            if not self._default:
                raise AttributeError(self._name)
            return self._default[0]
        value = instance.__dict__[self._name]
        if callable(value):
            value = instance.__dict__[self._name] = value()
        return value  # type: ignore[no-any-return]  # what __set__ was given

    def __set__(self, instance: Any, value: Value | Callable[[], Value]) -> None:
        instance.__dict__[self._name] = value


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A text read for one venue zone.

    `text` is what was read of it; a query that comes from a button has none. `understood` is one sentence in the venue's language;
    `rest` the free text left over, which is searched for. `elsewhere` holds the query for each other zone in which the same words
    name other days ("tomorrow" near midnight).
    """

    query: Query
    understood: Later[str] = Later()
    spans: Later[tuple[Span, ...]] = Later(())
    text: str = ""
    doubts: tuple[Doubt, ...] = ()
    rest: str = ""
    elsewhere: Mapping[str, Query] = field(default_factory=dict)

    def query_in(self, zone: ZoneInfo) -> Query:
        """The query for a venue in `zone`: as read there, else the same wall-clock window moved there."""
        if zone.key in self.elsewhere:
            return self.elsewhere[zone.key]
        if self.query.window is None:
            return self.query
        return self.query.model_copy(update={"window": self.query.window.in_zone(zone)})
