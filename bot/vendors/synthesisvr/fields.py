"""Where each fact stands in an answer.

The vendor publishes no schema of its answers. A client's statistics page (github.com/Najsar/ZENonVR-Control-Center) reads
`sessions` with `experience cost duration games stations start_time end_time`; "Reading Customers Data Through API" names
`id email fullname phone regdate`. The rest are the usual names for what the product is known to hold. An account can name another
key for any of them.
"""

from collections.abc import Mapping
from typing import Any

FIELDS: Mapping[str, tuple[str, ...]] = {
    "sessions": ("sessions",),  # seen
    "goods": ("goods",),
    "customers": ("customers",),
    "id": ("uuid", "id", "session_uuid"),
    "external_id": ("externaluuid", "external_uuid"),
    "start": ("start_time",),  # seen
    "end": ("end_time",),  # seen
    "duration": ("duration",),  # seen; minutes, as the update call takes it
    "created": ("created_at", "created", "crdate"),
    "experience": ("experience",),  # seen
    "cost": ("cost",),  # seen; of the venue's currency
    "games": ("games",),  # seen
    "stations": ("stations",),  # seen
    "people": ("people",),
    "status": ("status",),
    "used": ("used",),
    "customer": ("customer",),
    "customer_id": ("customer_id",),
    "customer_name": ("customer_name", "fullname"),
    "email": ("email", "customer_email"),
    "phone": ("phone", "customer_phone"),
    "labels": ("labels", "label"),
    "comments": ("comments", "comment"),
    "product": ("product", "name", "title"),
    "quantity": ("quantity", "qty"),
    "price": ("total", "cost", "price"),
    "sold": ("sold_at", "date", "created_at", "start_time"),
    "account_id": ("id",),  # named
    "registered": ("regdate",),  # named
    "account_name": ("fullname", "name"),  # named
}


class Fields:
    """The table with an account's own names in front."""

    def __init__(self, overrides: Mapping[str, str]) -> None:
        self._keys = {name: (overrides[name],) if name in overrides else keys for name, keys in FIELDS.items()}

    def keys(self, name: str) -> tuple[str, ...]:
        """The keys under which a fact may stand, the likeliest first."""
        return self._keys[name]

    def get(self, wire: Mapping[str, Any], name: str) -> Any:
        """The first value that is there; an empty text is none."""
        for key in self._keys[name]:
            if (value := wire.get(key)) not in (None, ""):
                return value
        return None
