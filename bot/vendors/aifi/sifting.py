"""What a question means for the sessions that came: who came in, who is inside, and by which id one was asked for. Pure.

Inside are visits with an entry and no exit after it: visits, each with the group that checked in, not heads that cameras saw.
Staff are told by the store's `employeeInside`.
"""

from collections.abc import Collection
from datetime import datetime

from bot.core.matching import matches
from bot.core.model import replace
from bot.core.query import Query
from bot.core.record import Record
from bot.core.states import Axis, Grain, Stage, Status
from bot.vendors.aifi.mapping import token
from bot.vendors.contract import Found
from bot.vendors.wire import mapping


def came_in(record: Record, query: Query) -> bool:
    """Whether a session has the entry that a question about a day's visits is about.

    The desk takes the vendor's word for a record without a time, which those who never came in need when they are asked for.
    """
    if query.window is None or query.window.axis is not Axis.START:
        return True
    return record.start is not None or Status.EXPIRED in query.status or Stage.NOT_ARRIVED in query.stage


def as_asked(record: Record, query: Query) -> Record:
    """A session has a number and a token; one that was asked for by its token goes by it."""
    given = token(record.raw)
    if given is None:
        return record
    asked = next((id for id in query.ids if id.casefold() == given.casefold()), None)
    if asked is not None:
        return replace(record, id=asked)
    return replace(record, ref=given) if query.ref and query.ref.casefold() == given.casefold() else record


def inside(found: Found, query: Query, now: datetime, native: Collection[str]) -> Found:
    """What was found for a question about presence, with how many people that is; any other question's is left as it is.

    "Inside now" is asked with the day that holds now, so who has left since is not in its answer; of another window everyone is
    who was there in it.
    """
    window = query.window if query.window is not None and query.window.axis is Axis.OVERLAP else None
    if window is None and query.stage != (Stage.IN_PROGRESS,):
        return found
    records = found.records
    any_state = not query.stage and not query.status
    of_now = window is not None and any_state and window.grain in (Grain.DAY, Grain.INSTANT) and window.holds(now)
    if of_now:
        records = tuple(record for record in records if record.stage is Stage.IN_PROGRESS)
    counted = [record for record in records if matches(record, query, native=native)]
    at_least = "" if found.complete else "at least "
    notes = [found.note, at_least + _people(counted, "now" if of_now or window is None else "then")]
    notes += [_staff(counted), "shows who has left under “visits today”" if of_now else None]
    return replace(found, records=records, note="; ".join(note for note in notes if note))


def _people(visits: Collection[Record], when: str) -> str:
    sizes = [visit.party.total for visit in visits if visit.party is not None and visit.party.total is not None]
    people = sum(sizes)
    unknown = len(visits) - len(sizes)
    inside = f"{len(visits):,} {'visit' if len(visits) == 1 else 'visits'} inside {when}"
    without = f", {unknown:,} without a group size" if unknown else ""
    said = f"{inside}, {people:,} {'person' if people == 1 else 'people'} by the size of their groups{without}"
    return f"{said} (visits, not heads that cameras saw)"


def _staff(visits: Collection[Record]) -> str | None:
    stores = {str(visit.location): None for visit in visits if visit.location is not None and _staffed(visit)}
    return f"has staff inside at {', '.join(stores)}" if stores else None


def _staffed(visit: Record) -> bool:
    return mapping(visit.raw.get("store")).get("employeeInside") is True
