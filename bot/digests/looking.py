"""Looking at a venue for the alerts of its day: one question through the desk, with its limits, its memory and its breaker."""

from dataclasses import dataclass

from bot.core.alert import Occasion
from bot.core.errors import CannotAnswer, UnknownName
from bot.core.reading import Reading
from bot.core.record import Record
from bot.core.venue import Venue
from bot.desk.ask import Desk
from bot.digests.conditions import question, so
from bot.digests.metrics import Day
from bot.store.alerts import Fact, Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a venue's systems said. `able` is false where none of them has such records; `missing` is what was not said, and why;
    `refused` is why a system could not be asked at all: a name that it does not know.
    """

    venue: Venue
    day: Day
    records: tuple[Record, ...] = ()
    able: bool = False
    missing: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    silent: bool = False

    def of(self, occasion: Occasion, desk: Desk) -> list[Record]:
        """The records of an occasion among them."""
        return list(filter(so(occasion, self.day, desk.clock()), self.records))

    def seen(self, occasion: Occasion, desk: Desk) -> Seen:
        """The facts of an occasion among them."""
        return Seen(venue=self.venue.id, day=self.day.today, facts=[Fact.of(record) for record in self.of(occasion, desk)])


async def look(desk: Desk, occasion: Occasion, venue: Venue) -> Look:
    """Ask what an occasion's watch asks at a venue. A record that an answer lacks is not taken to be otherwise.

    Raises:
        AskOperator: no account is configured.
    """
    day = Day(desk.clock().astimezone(venue.zone).date(), venue.zone)
    try:
        answer = await desk.ask(Reading(query=question(occasion, venue.id, day), understood=""))
    except (UnknownName, CannotAnswer):
        return Look(venue=venue, day=day)
    asked = [account for account in answer.accounts if account.asked]
    return Look(
        venue=venue,
        day=day,
        records=answer.records,
        able=bool(asked),
        missing=tuple(dict.fromkeys(account.error for account in asked if account.error and not account.complete)),
        refused=tuple(account.error for account in answer.accounts if account.error and not account.asked),
        silent=not any(account.complete or account.rows for account in asked),
    )
