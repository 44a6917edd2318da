"""The names that exist in one installation: its venues, the vendors it speaks to, its accounts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class Names:
    """Venues by id with their names, vendors by name with their titles, and accounts: what "at palm" or "in trybe" can mean.

    `trades` are the parts of the house that a vendor serves, by their keys in the word tables: "spa".
    """

    venues: Mapping[str, str] = field(default_factory=dict)
    vendors: Mapping[str, str] = field(default_factory=dict)
    accounts: tuple[str, ...] = ()
    trades: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def phrases(self) -> tuple[tuple[str, str, str], ...]:
        """All of them as a phrase, what it is, and its id."""
        rows = [(phrase, "venue", id_) for id_, name in self.venues.items() for phrase in (name, id_)]
        rows += [(phrase, "vendor", name) for name, title in self.vendors.items() for phrase in (title, name)]
        return (*rows, *((account, "account", account) for account in self.accounts))

    def serving(self, trade: str, called: str) -> str | None:
        """The vendor that serves a part of the house, unless "the spa" may be the beginning of a venue's name: "the spa hotel"."""
        if " " in called and any(called.casefold() in name.casefold() for name in self.venues.values()):
            return None
        return next((vendor for vendor, trades in self.trades.items() if trade in trades), None)


NO_NAMES = Names()
"""Where nothing is known of the installation."""
