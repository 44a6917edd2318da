"""Questions as AiFi's parameters (the list calls of its sessions, orders, contests, customers and stores).

Ranges include both ends, as we read them, so `[start, end)` becomes `min` = start and `max` = the last millisecond before end.
Ids are numbers there: what cannot be one is not sent, because it names nobody. An array repeats its key.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.core.query import PartySize, Query
from bot.core.states import Axis, Balance, Stage, Status
from bot.core.window import Window, shifted
from bot.vendors.aifi.mapping import ORDER_STATUS, SESSION_STATES
from bot.vendors.aifi.things import CONTEST_STATUS, STORE_STATUS

Params = tuple[tuple[str, str], ...]

RECENT = timedelta(days=7)
"""How far back an undated question about sessions or orders looks."""

NEW_CUSTOMERS = timedelta(days=30)
"""How far back an undated question about customers looks: their list has no pages, so it never goes out without a filter."""

CONTESTED_LATELY = timedelta(days=90)
"""How far back an undated question about disputes looks, unless it asks for those that still wait."""

LONGEST_VISIT = timedelta(days=1)
"""There is no filter by exit: who was inside or left in a window came in at most this long before it."""

_NUMBER = re.compile(r"[0-9]{1,18}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

_COLUMNS = {
    Axis.START: "CustomerLastEnteredAt",
    Axis.CREATED: "CreatedAt",
    Axis.MODIFIED: "UpdatedAt",
    Axis.EXPIRES: "ExpiresAt",
    Axis.REDEEMED: "CodeLastSuccesfullyScannedAt",  # sic, one "s": the vendor's spelling
}

_NEVER_CAME = {
    Axis.EXPIRES: "took the expired ones by when their code ran out",
    Axis.CREATED: "took those not in yet by when their code was made",
}
"""What stands for the day of entry of those who never came in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """The parameters of each call that a question needs, and what to say of where it looked."""

    params: tuple[Params, ...]
    note: str | None = None


def is_number(id: str) -> bool:
    """Whether a text can be one of AiFi's numeric ids."""
    return _NUMBER.fullmatch(id) is not None


def is_token(id: str) -> bool:
    """Whether a text can be a session's token: a UUID, which is not its numeric id."""
    return _UUID.fullmatch(id) is not None


def sessions(query: Query, now: datetime, people: Sequence[str] | None = None) -> Calls:
    """The calls for sessions; `people` are the ids of the customers that it is about, `None` when it is about anyone.

    No call at all when the states asked for are none of a session's.
    """
    keys = list(_session_keys(query, people))
    if query.status and not SESSION_STATES & set(query.status):
        return Calls(params=(), note="has no visits in such a state, ever")
    if not keys:
        return Calls(params=())
    narrow = bool(query.ids or query.ref) or people is not None
    windows, note = _session_windows(query, now, narrow=narrow)
    party = _party(query.party)
    return Calls(params=tuple(key + party + window for key in keys for window in windows), note=note)


def orders(query: Query, now: datetime, people: Sequence[str] | None = None) -> Calls:
    """The calls for orders; `people` as for sessions. No call at all when the states asked for are none of an order's."""
    words = _order_words(query)
    keys = list(_order_keys(query, people))
    if words == []:
        return Calls(params=(), note="has no orders in such a state, ever")
    narrow = bool(query.ids or query.ref or query.external_id or query.group) or people is not None
    window, note = _order_window(query, now, narrow=narrow)
    filters = tuple(("status", word) for word in words or ())
    if query.text or query.ids or query.ref:
        filters += (("includeProducts", "true"),)
    return Calls(params=tuple(key + filters + window for key in keys), note=note)


def customers(query: Query, now: datetime) -> Calls:
    """The one call for customers. Never without a filter: undated, it looks at those made lately."""
    filters: Params = ()
    if query.customer is not None and query.customer.email:
        filters += (("email", query.customer.email),)
    if query.external_id:
        filters += (("externalId", query.external_id),)
    window, note = query.window, None
    if window is None and not filters:
        window = Window(axis=Axis.CREATED, start=shifted(now, -NEW_CUSTOMERS))
        note = f"looked at customers made since {window.start:%d %b %Y}"
    if window is not None:
        filters += _between(_COLUMNS[window.axis], window.start, window.end)
    return Calls(params=(filters,), note=note)


def contests(query: Query, now: datetime) -> Calls:
    """The call for disputes; undated, it looks at those that wait and at those of the last days."""
    words = [word for word, status in CONTEST_STATUS.items() if not query.status or status in query.status]
    if query.status and not words and Status.UNKNOWN not in query.status:
        return Calls(params=(), note="has no contests in such a state, ever")
    state = (("status", words[0]),) if len(words) == 1 and Status.UNKNOWN not in query.status else ()
    window = query.window
    if window is None:
        if query.status == (Status.PENDING,):
            # Those that still wait are all wanted, however old.
            return Calls(params=(state,))
        since = shifted(now, -CONTESTED_LATELY)
        return Calls(params=(state + _between("CreatedAt", since, None),), note=f"looked at contests since {since:%d %b %Y}")
    column = "UpdatedAt" if window.axis is Axis.MODIFIED else "CreatedAt"
    return Calls(params=(state + _between(column, window.start, window.end),))


def places(query: Query, ids: Sequence[str] | None) -> Calls:
    """The calls for stores: one for each number, else for all; a state is sent where the vendor has one word for it."""
    words = [word for word, status in STORE_STATUS.items() if status in query.status]
    base = _ordered("id", newest_first=False)
    if query.external_id:
        base = (("externalId", query.external_id), *base)
    if len(words) == 1 and len(query.status) == 1:
        base = (("status", words[0]), *base)
    return Calls(params=(base,) if ids is None else tuple((("id", id), *base) for id in ids))


def _session_keys(query: Query, people: Sequence[str] | None) -> Iterator[Params]:
    """One key for each session or shopper asked for by name; an empty one when the question names none."""
    for id in query.ids:
        if is_number(id) or is_token(id):
            yield (("sessionToken" if is_token(id) else "id", id),)
    if query.ref and not query.ids:
        yield (("code", query.ref),)
        if is_number(query.ref) or is_token(query.ref):
            yield (("sessionToken" if is_token(query.ref) else "id", query.ref),)
    if not query.ids and not query.ref:
        yield from ((("customerId", id),) for id in people or () if is_number(id))
        if people is None:
            yield ()


def _order_keys(query: Query, people: Sequence[str] | None) -> Iterator[Params]:
    base: Params = ()
    if query.external_id:
        base += (("externalId", query.external_id),)
    if query.group:
        base += (("sessionId", query.group),)
    numbers = query.ids or ((query.ref,) if query.ref else ())
    if query.ref and not query.ids and not query.external_id:
        yield (*base, ("externalId", query.ref))
    yield from ((*base, ("id", number)) for number in numbers if is_number(number))
    if not numbers:
        yield from ((*base, ("customerId", id)) for id in people or () if is_number(id))
        if people is None:
            yield base


def _party(party: PartySize | None) -> Params:
    """The upper bound starts at 1 there, the lower one at 0."""
    if party is None:
        return ()
    least = (("minGroupSize", str(party.min)),) if party.min is not None else ()
    return least + ((("maxGroupSize", str(party.max)),) if party.max else ())


def _session_windows(query: Query, now: datetime, *, narrow: bool) -> tuple[list[Params], str | None]:
    window, stages = query.window, set(query.stage)
    if window is None and narrow:
        return [_ordered("createdAt", newest_first=True)], None
    if window is None and stages == {Stage.IN_PROGRESS}:
        window = Window(axis=Axis.START, start=shifted(now, -LONGEST_VISIT))
        return [_range(Axis.START, window.start, None)], f"looked at who came in since {window.start:%d %b %H:%M}"
    if window is None:
        since = shifted(now, -RECENT)
        return [_range(Axis.CREATED, since, None)], f"looked at sessions made since {since:%d %b %Y}"
    match window.axis:
        case Axis.START:
            axes = list(_start_axes(query))
            notes = "; ".join(_NEVER_CAME[axis] for axis in axes if axis in _NEVER_CAME)
            return [_range(axis, window.start, window.end) for axis in axes], notes or None
        case Axis.END | Axis.OVERLAP:
            start = window.start
            if start is None and window.end is not None:
                start = shifted(min(window.end, now), -RECENT)
            entered = None if start is None else shifted(start, -LONGEST_VISIT)
            note = None if entered is None else f"looked at who came in since {entered:%d %b %H:%M}"
            return [_range(Axis.START, entered, window.end)], note
        case axis:
            return [_range(axis, window.start, window.end)], None


def _start_axes(query: Query) -> Iterator[Axis]:
    """Who came in on those days; and who never did, where the question is about them: they have no entry to look for."""
    stages, states = set(query.stage), set(query.status)
    if Status.EXPIRED in states:
        yield Axis.EXPIRES
    elif Stage.NOT_ARRIVED in stages:
        yield Axis.CREATED
    if stages != {Stage.NOT_ARRIVED} and states != {Status.EXPIRED}:
        yield Axis.START


def _range(axis: Axis, start: datetime | None, end: datetime | None) -> Params:
    """A range and its order.

    Oldest first: a row whose time changes while we read moves on and is read again, not passed over. Newest first where the
    start is open, and for the time of making, which never changes.
    """
    column = _COLUMNS[axis]
    newest_first = start is None or axis is Axis.CREATED
    return _between(column, start, end) + _ordered(column[0].lower() + column[1:], newest_first=newest_first)


def _ordered(column: str, *, newest_first: bool) -> Params:
    """Always sent: AiFi does not state its own direction, and a cursor holds only while the order stays."""
    return (("orderBy", column), ("direction", "desc" if newest_first else "asc"))


def _order_window(query: Query, now: datetime, *, narrow: bool) -> tuple[Params, str | None]:
    """Receipts are dated by `draftCreatedAt`, as the vendor's guide to its data filters them; `createdAt` is no order there."""
    window = query.window
    if window is None and narrow:
        return _ordered("id", newest_first=True), None
    if window is None:
        since = shifted(now, -RECENT)
        made = _between("CreatedAt", since, None) + _ordered("id", newest_first=True)
        return made, f"looked at orders made since {since:%d %b %Y}"
    match window.axis:
        case Axis.CREATED | Axis.MODIFIED as axis:
            newest_first = window.start is None or axis is Axis.CREATED
            return _between(_COLUMNS[axis], window.start, window.end) + _ordered("id", newest_first=newest_first), None
        case axis:
            note = "dated revenue by the receipt" if axis is Axis.REVENUE else None
            drafted = _between("DraftCreatedAt", window.start, window.end)
            return drafted + _ordered("draftCreatedAt", newest_first=window.start is None), note


def _order_words(query: Query) -> list[str] | None:
    """AiFi's words for the states and the payment asked for, all of which must hold; nothing when none was asked."""
    words = list(ORDER_STATUS)
    if query.status and Status.UNKNOWN not in query.status:
        words = [word for word in words if ORDER_STATUS[word] in query.status]
    match query.balance:
        case Balance.OUTSTANDING:
            words = [word for word in words if word == "unpaid"]
        case Balance.NONE:
            words = [word for word in words if word == "paid"]
        case None:
            pass
    return None if len(words) == len(ORDER_STATUS) else words


def _between(column: str, start: datetime | None, end: datetime | None) -> Params:
    first = ((f"min{column}", stamp(start)),) if start is not None else ()
    last = ((f"max{column}", stamp(shifted(end, -timedelta(microseconds=1)))),) if end is not None else ()
    return first + last


def stamp(moment: datetime) -> str:
    """A moment in UTC with milliseconds, as the vendor's examples write it; what is finer is cut off."""
    try:
        universal = moment.astimezone(UTC)
    except OverflowError:
        universal = moment.replace(tzinfo=UTC)
    return universal.isoformat(timespec="milliseconds").replace("+00:00", "Z")
