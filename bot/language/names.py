"""The names that exist in one installation: its venues, the vendors it speaks to, its accounts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class Names:
    """Venues by id with their names, vendors by name with their titles, and accounts: what "at palm" or "in trybe" can mean."""

    venues: Mapping[str, str] = field(default_factory=dict)
    vendors: Mapping[str, str] = field(default_factory=dict)
    accounts: tuple[str, ...] = ()

    @cached_property
    def phrases(self) -> tuple[tuple[str, str, str], ...]:
        """All of them as a phrase, what it is, and its id."""
        rows = [(phrase, "venue", id_) for id_, name in self.venues.items() for phrase in (name, id_)]
        rows += [(phrase, "vendor", name) for name, title in self.vendors.items() for phrase in (title, name)]
        return (*rows, *((account, "account", account) for account in self.accounts))


NO_NAMES = Names()
"""Where nothing is known of the installation."""
