"""The names that exist in one installation: its venues, the vendors it speaks to, its accounts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class Names:
    """Venues by id with their names, vendors by name with their titles, and accounts: what "at palm" or "in trybe" can mean.

    `trades` are how staff point at the part of the house that a vendor serves: "at the spa".
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
        rows += [
            (phrase, "vendor", name)
            for name, called in self.trades.items()
            for phrase in called
            if not self._begins_a_venue(phrase)
        ]
        return (*rows, *((account, "account", account) for account in self.accounts))

    def _begins_a_venue(self, phrase: str) -> bool:
        """Whether "at the spa" may go on with a venue's name: "at the spa hotel"."""
        _, _, called = phrase.partition(" ")
        return any(called in name.casefold() for name in self.venues.values())


NO_NAMES = Names()
"""Where nothing is known of the installation."""
