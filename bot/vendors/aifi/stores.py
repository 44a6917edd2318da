"""The stores of an account by number, as other records name them. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.vendors.wire import mapping, text

Names = Mapping[str, str | None]


def names(rows: Sequence[Any]) -> dict[str, str | None]:
    """Store names by id, from the rows of the stores' list."""
    return {id: text(mapping(row).get("name")) for row in rows if (id := text(mapping(row).get("id")))}
