"""Reading a text for a house: in the zone and language of the venue that leads, knowing the names of all."""

import gc
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, partial

from bot.core.errors import AskOperator, UnknownName
from bot.core.reading import Reading
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

        Without it the first venue leads: its zone and language read the words, and all are asked.

        Raises:
            UnknownName: there is no venue `only`, or the text names one that does not exist.
            NothingAsked, NotUnderstood: as the reader does.
            AskOperator: no venue is configured.
        """
        if not self.venues:
            raise AskOperator("No venue is configured; an operator has to add one under [venues].")
        lead = self.venue(only) if only else self.venues[0]
        zones = tuple(dict.fromkeys(venue.zone for venue in self.venues))
        reading = read(text, now=now, zone=lead.zone, locale=lead.locale, names=self.names, zones=zones)
        named = reading.query.venues or reading.query.accounts
        return _scoped(reading, lead, self.names) if only and not named else reading

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


def _scoped(reading: Reading, lead: Venue, names: Names) -> Reading:
    """The same reading for one venue alone, and the sentence that says so."""
    query = reading.query.model_copy(update={"venues": (lead.id,)})
    elsewhere = {zone: other.model_copy(update={"venues": (lead.id,)}) for zone, other in reading.elsewhere.items()}
    understood = partial(explain, query, locale=lead.locale, names=names)
    return replace(reading, query=query, understood=understood, elsewhere=elsewhere)
