"""`Scene`: what a view has to know of its surroundings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.masking import mask
from bot.core.query import Query
from bot.core.venue import Venue


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Where an answer is read.

    `lead` is the venue whose language and zone are spoken, `reader` the zone that the person's own clock shows, where one person
    reads it. `private` is true where only the person asking can see it; elsewhere e-mail addresses and phone numbers are hidden.
    `titles` are the vendors' names as people know them.
    """

    lead: Venue
    venues: Mapping[str, Venue]
    now: datetime
    private: bool
    titles: Mapping[str, str] = field(default_factory=dict)
    reader: ZoneInfo | None = None
    channel: str = ""
    in_modal: bool = False

    @property
    def locale(self) -> str:
        """The language of the answer."""
        return self.lead.locale

    @property
    def asks_where(self) -> bool:
        """Whether there is no channel around, in which an answer could be shared."""
        return self.in_modal or not self.channel or self.channel.startswith("D")

    @property
    def many_zones(self) -> bool:
        """Whether a time says nothing without its zone: venues in several, or a reader whose own clock shows another time."""
        offsets = {self.now.astimezone(zone).utcoffset() for zone in (self.reader, self.lead.zone) if zone is not None}
        return len(offsets) > 1 or len({venue.zone.key for venue in self.venues.values()}) > 1

    def zone_of(self, venue: str) -> ZoneInfo:
        """The zone of a record's venue."""
        return self.venues.get(venue, self.lead).zone

    def name_of(self, venue: str) -> str:
        """A venue's name."""
        return self.venues[venue].name if venue in self.venues else venue

    def shown(self, text: str) -> str:
        """A text of a guest, a vendor or an asker as it may be seen here."""
        return text if self.private else mask(text)

    def gives_away(self, query: Query) -> bool:
        """Whether a button with this question would carry an address or a number to people who may not see it."""
        return not self.private and mask(written := query.model_dump_json(exclude_defaults=True)) != written

    def title_of(self, vendor: str) -> str:
        """A vendor's name as people know it."""
        return self.titles.get(vendor, vendor)
