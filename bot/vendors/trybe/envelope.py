"""What reading any of Trybe's objects needs: its id, times, names, money and people in our words.

Every key may be missing or null. Money is an integer of the smallest unit, in the site's currency (API page, "amount … in the
smallest denomination"). Times carry an offset; they are shown in the venue's zone.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache, partial
from types import MappingProxyType
from typing import Any

from bot.core.errors import VendorBroken
from bot.core.money import Folio
from bot.core.record import Customer, Named, Record
from bot.core.states import Status
from bot.vendors.contract import Account
from bot.vendors.trybe.settings import TrybeSettings
from bot.vendors.wire import day, integer, joined, mapping, moment, objects, text

Wire = Mapping[str, Any]
NamedBy = Mapping[str, tuple[Named, ...]]


class Envelope:
    """Reads one account's objects, all of them of its own site; holds what every record of it shares.

    `named` are the things that the question named, by the field of the query: rows that carry a bare id of one get its name.
    """

    def __init__(self, account: Account[TrybeSettings], fetched_at: datetime, named: NamedBy = MappingProxyType({})) -> None:
        self.account = account
        self.now = fetched_at
        self.zone = account.zone
        self.here = Named(id=account.settings.site_id, name=account.venue_name)
        self.record = partial(Record, vendor="trybe", account=account.id, venue=account.venue, fetched_at=fetched_at)
        self._names = {one.id: one.name for each in named.values() for one in each}
        self._times: dict[str, datetime | None] = {}
        self._things: dict[tuple[str, str | None], Named] = {}

    def id(self, wire: Wire, *keys: str) -> str:
        """The id of an object, under `id` unless other keys are given.

        Raises:
            VendorBroken: it has none.
        """
        for key in keys or ("id",):
            if (id := text(wire.get(key))) is not None:
                return id
        raise VendorBroken(f"Trybe ({self.account.id}) sent a record without an id.")

    def time(self, value: Any) -> datetime | None:
        """A date-time. Many rows share one, so each is read once."""
        if type(value) is not str:
            return None if value is None else moment(value, unless_given=self.zone, shown_in=self.zone)
        known = self._times
        if value not in known:
            known[value] = moment(value, unless_given=self.zone, shown_in=self.zone)
        return known[value]

    def day(self, value: Any) -> date | datetime | None:
        """A date that the page types as a date but shows as a date-time in places."""
        return self.time(value) or day(value)

    def named(self, id: Any, name: Any) -> Named | None:
        """Something with an id or a name. The same thing is one object, however many rows name it."""
        if type(id) is type(name) is str and (known := self._things.get((id, name))) is not None:
            return known
        of, called = text(id), text(name)
        if of is None:
            if called is None:
                return None
            of = called
        elif called is None:
            called = self._names.get(of)
        return self._things.setdefault((of, called), Named(id=of, name=called))

    def one_named(self, wire: Wire, what: str) -> Named | None:
        """The `room` of a row, or only its id where that is all it has."""
        thing = wire.get(what)
        found = self.named(thing.get("id"), thing.get("name")) if isinstance(thing, dict) else None
        return found or self.named(wire.get(f"{what}_id"), None)

    def all_named(self, wire: Wire, what: str) -> tuple[Named, ...]:
        """The `practitioners` of a row with names, or only the ids where that is all it has."""
        if found := [one for each in objects(wire.get(f"{what}s")) if (one := self.named(each.get("id"), each.get("name")))]:
            return tuple(found)
        ids = wire.get(f"{what}_ids")
        return tuple(one for each in ids if (one := self.named(each, None))) if isinstance(ids, list) else ()

    def labels(self, wire: Wire, name: str) -> tuple[Named, ...]:
        """The labels of a row, whose text is under `name`."""
        return tuple([one for each in objects(wire.get("labels")) if (one := self.named(each.get("id"), each.get(name)))])

    def customer(self, wire: Wire, guests: Sequence[Wire] = ()) -> Customer | None:
        """Who a row is for: by its own names, or by its lead guest's."""
        name = joined(wire.get("first_name"), wire.get("last_name")) or text(wire.get("full_name")) or _lead(guests)
        id, email, phone = text(wire.get("customer_id")), text(wire.get("email")), text(wire.get("phone"))
        return Customer(id=id, name=name, email=email, phone=phone) if id or name or email or phone else None

    def currency(self, wire: Wire) -> str:
        """The currency of a row, else the venue's."""
        return (text(wire.get("currency")) or self.account.currency).upper()

    def price(self, wire: Wire, *keys: str) -> Folio | None:
        """What something costs, by the first of several keys that holds an amount."""
        total = amount(*(wire.get(key) for key in keys))
        return None if total is None else Folio(currency=self.currency(wire), total=total)


def amount(*values: Any) -> int | None:
    """The first of several values that is an amount; zero is one."""
    for value in values:
        if (found := integer(value)) is not None:
            return found
    return None


def word(value: Any) -> str:
    """A vendor's word for a state: one client writes `no show` with a blank."""
    return _plain(value) if isinstance(value, str) else ""


def state(table: Mapping[str, Status], value: Any) -> Status:
    """A vendor's word as a state of ours; most are written as the documents write them."""
    if isinstance(value, str) and (known := table.get(value)) is not None:
        return known
    return table.get(word(value), Status.UNKNOWN)


def _lead(guests: Sequence[Wire]) -> str | None:
    if not guests:
        return None
    lead = next((guest for guest in guests if guest.get("is_lead_booker")), mapping(guests[0]))
    return joined(lead.get("first_name"), lead.get("last_name")) or text(lead.get("name"))


@lru_cache(maxsize=1_000)
def _plain(written: str) -> str:
    return written.strip().lower().replace(" ", "_")
