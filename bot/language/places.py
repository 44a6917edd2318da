"""Reading a text for a house: in the zone and language of the venue that leads, knowing the names of all."""

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property, partial

from bot.core.errors import AskOperator, UnknownName
from bot.core.query import Query
from bot.core.reading import Reading
from bot.core.states import Grain
from bot.core.venue import Venue
from bot.language.explain import explain
from bot.language.lexicon import lexicon
from bot.language.names import Names
from bot.language.reader import read


@dataclass(frozen=True, kw_only=True)
class Places:
    """The venues that words are read for, the vendors' titles by name, and the part of a house that each serves."""

    venues: tuple[Venue, ...]
    vendors: Mapping[str, str]
    accounts: tuple[str, ...] = ()
    trades: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def names(self) -> Names:
        """The names that a text may use."""
        venues = {venue.id: venue.name for venue in self.venues}
        return Names(venues=venues, vendors=dict(self.vendors), accounts=self.accounts, trades=self.trades)

    def read(self, text: str, *, now: datetime, only: str | None = None) -> Reading:
        """Read a text; `only` is the id of a venue that leads and is asked alone, unless the text names venues itself.

        Without it the first venue leads: its zone and language read the words, and all are asked. Now is the minute that runs.

        Raises:
            UnknownName: there is no venue `only`, or the text names one that does not exist.
            NothingAsked, NotUnderstood: as the reader does.
            AskOperator: no venue is configured.
        """
        if not self.venues:
            raise AskOperator("No venue is configured; an operator has to add one under [venues].")
        lead = self.venue(only) if only else self.venues[0]
        zones = tuple(dict.fromkeys(venue.zone for venue in self.venues))
        minute = now.replace(second=0, microsecond=0)
        reading = read(text, now=minute, zone=lead.zone, locale=lead.locale, names=self.names, zones=zones)
        change: dict[str, object] = {}
        if only and not (reading.query.venues or reading.query.accounts):
            change["venues"] = (lead.id,)
        return _changed(reading, partial(_of_this_minute, minute=minute, change=change), lead, self.names)

    def ready(self) -> None:
        """Build the word tables of every venue's language now: the first reading takes a fifth of a second, the next ones none."""
        for locale in {venue.locale for venue in self.venues}:
            lexicon(locale).ready()
        # They stay as long as the process does; the collector need not look through them again and again.
        gc.collect()
        gc.freeze()

    def lead(self, id: str) -> Venue:
        """The venue of an id, or the first where none is named; raises `UnknownName` as `venue` does."""
        return self.venue(id) if id or not self.venues else self.venues[0]

    def venue(self, id: str) -> Venue:
        """The venue of an id.

        Raises:
            UnknownName: there is none; the message names those there are.
        """
        for venue in self.venues:
            if venue.id == id:
                return venue
        raise UnknownName("venue", id, [venue.id for venue in self.venues])


def _of_this_minute(query: Query, *, minute: datetime, change: Mapping[str, object]) -> Query:
    """A query with a change, whose window holds the minute that runs where it ends now.

    "In the last hour" is asked by the minute, so that all who ask within one get one answer, and what came a moment ago is in it.
    """
    window = query.window
    if window is not None and window.grain is Grain.INSTANT and window.end == minute:
        change = {
            **change,
            "window": window.model_copy(update={"end": minute.astimezone(window.end.tzinfo) + timedelta(minutes=1)}),
        }
    return query.model_copy(update=change) if change else query


def _changed(reading: Reading, change: Callable[[Query], Query], lead: Venue, names: Names) -> Reading:
    """The same reading of a changed query, and the sentence that says so."""
    query = change(reading.query)
    if query is reading.query:
        return reading
    elsewhere = {zone: change(other) for zone, other in reading.elsewhere.items()}
    return replace(reading, query=query, understood=partial(explain, query, locale=lead.locale, names=names), elsewhere=elsewhere)
