"""`Reading`: what the reader made of a text, so that it can be shown back."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from pydantic import Field

from bot.core.model import Frozen
from bot.core.query import Query


class Span(Frozen):
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


class Reading(Frozen):
    """A text read for one venue zone.

    `understood` is one sentence in the venue's language; `rest` the free text left over, which is searched for.
    `elsewhere` holds the query for each other zone in which the same words name other days ("tomorrow" near midnight).
    """

    query: Query
    understood: str
    spans: tuple[Span, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    rest: str = ""
    elsewhere: Mapping[str, Query] = Field(default_factory=dict)

    def query_in(self, zone: ZoneInfo) -> Query:
        """The query for a venue in `zone`: as read there, else the same wall-clock window moved there."""
        if zone.key in self.elsewhere:
            return self.elsewhere[zone.key]
        if self.query.window is None:
            return self.query
        return self.query.model_copy(update={"window": self.query.window.in_zone(zone)})
