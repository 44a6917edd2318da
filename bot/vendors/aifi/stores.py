"""Which stores a question means: what staff type, against the stores of an account. Pure."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from rapidfuzz import process

from bot.core.errors import CannotAnswer
from bot.core.matching import fold, matches
from bot.core.query import Query
from bot.core.record import Named, Record
from bot.core.states import Kind
from bot.vendors.wire import mapping, text

Names = Mapping[str, str | None]


def names(rows: Sequence[Any]) -> dict[str, str | None]:
    """Store names by id, from the rows of the stores' list."""
    return {id: text(mapping(row).get("name")) for row in rows if (id := text(mapping(row).get("id")))}


def meant(wanted: Sequence[str], known: Names, who: str) -> tuple[tuple[str, ...], str | None]:
    """The ids of the stores that a question names, and a note for the names that are no store here.

    An id or a whole name comes before a part of a name.

    Raises:
        CannotAnswer: a name fits several stores; the message lists them.
    """
    ids: dict[str, None] = {}
    missing = []
    for one in wanted:
        hits = [id for id, name in known.items() if one == id or (name and fold(one) == fold(name))]
        hits = hits or [id for id, name in known.items() if _fits(one, Named(id=id, name=name))]
        if len(hits) > 1:
            listed = ", ".join(f"{known[id] or 'without a name'} ({id})" for id in hits)
            raise CannotAnswer(f"{who} has several stores called “{one}”: {listed}. It can answer for one, by its number.")
        ids |= dict.fromkeys(hits)
        if not hits:
            missing.append(f"has no store called “{one}”{_nearest(one, known.values())}")
    return tuple(ids), "; ".join(missing) or None


def _fits(wanted: str, store: Named) -> bool:
    """The test that the answer's rows are put to afterwards, so that no store is asked whose rows would then be dropped."""
    row = Record(vendor="aifi", account="", venue="", kind=Kind.SHOP_SESSION, id="", location=store)
    return matches(row, Query(location=(wanted,)))


def _nearest(wanted: str, known: Collection[str | None]) -> str:
    near = process.extractOne(wanted, [name for name in known if name], processor=fold, score_cutoff=60)
    return f" (nearest: {near[0]})" if near else ""
