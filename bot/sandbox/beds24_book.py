"""The book of a property at a moment: its stays as they are by now, and which rooms they take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.sandbox.beds24_data import Stay, stays_between
from bot.sandbox.beds24_rules import MALFORMED, RefusedError
from bot.sandbox.beds24_wire import status
from bot.sandbox.venues import Hotel, Venue

_LONGEST_STAY = timedelta(days=150)


@dataclass(frozen=True, slots=True)
class Book:
    """A property at `now`; `changes` holds the stays that somebody changed, by their number."""

    venue: Venue
    hotel: Hotel
    now: datetime
    changes: Mapping[str, Stay]

    @property
    def today(self) -> date:
        return self.venue.today(self.now)

    def stays(self, first: date, last: date, leaving_from: date | None = None) -> Iterator[Stay]:
        """The stays of some arrival dates, without most of who left before `leaving_from`."""
        for stay in stays_between(self.venue, self.hotel, self.today, first, last, leaving_from):
            if stay.booked <= self.now:
                yield self.changes.get(stay.id, stay)

    def stay(self, id: str) -> Stay:
        """One stay.

        Raises:
            RefusedError: there is none.
        """
        for stay in self.stays(date(2000, 1, 1), date(2100, 1, 1)):
            if stay.id == id:
                return stay
        raise RefusedError("bookId: no such booking in this property", MALFORMED)

    def taken(self, nights: Sequence[date]) -> Counter[tuple[str, date]]:
        """How many units of each room type are taken in each of some nights."""
        found = self.stays(nights[0] - _LONGEST_STAY, nights[-1], nights[0])
        stays = [stay for stay in found if status(stay, self.now) != "0"]
        return Counter((stay.room.id, night) for stay in stays for night in nights if stay.arrival <= night < stay.departure)

    def is_free(self, stay: Stay) -> bool:
        """Whether there is a unit of its room type for all its nights."""
        nights = [stay.arrival + timedelta(days=n) for n in range(stay.nights)]
        taken = self.taken(nights)
        return all(taken[stay.room.id, night] < stay.room.quantity for night in nights)
