"""Questions as SynthesisVR's calls: which days, in stretches of at most 31, with which criteria.

There is no paging: one answer holds everything of its days. So long windows are split, and a question without days gets some.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from bot.core.errors import CannotAnswer
from bot.core.query import Query
from bot.core.states import Axis, Channel, Grain, Kind, Status
from bot.core.window import ONE_DAY, Window, shifted
from bot.vendors.synthesisvr import criteria

LONGEST = timedelta(days=31)
"""The longest stretch of one call: an answer cannot be paged, so its size is kept in hand by its days."""

BACK = {Kind.ARCADE_SESSION: timedelta(days=31), Kind.GOODS_SALE: timedelta(days=92)}
AHEAD = {Kind.ARCADE_SESSION: timedelta(days=61), Kind.GOODS_SALE: timedelta()}
"""How far a question without days looks: three calls. Goods are sold today at the latest."""

CREATED_BACK = timedelta(days=9)
"""How far a question about what was booked before a day looks: creation is asked day by day."""

WIDE_BACK, WIDE_DAYS = timedelta(days=365), 731
"""Where a session looked up by its UUID is sought again when the first answer is empty: a year on each side of today."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days of one call, both included, as the vendor writes them."""

    first: date
    last: date
    range: str
    criterion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What a criterion proves about every row that answers it, although the rows may not say it."""

    status: Status | None = None
    channel: Channel | None = None
    label: str | None = None


NOTHING = Proof()


@dataclass(frozen=True, slots=True)
class Variation:
    """Criteria of one way of asking over the same days: a keyword takes one value, so several values are asked one by one."""

    words: tuple[str, ...]
    proof: Proof


@dataclass(frozen=True, slots=True)
class Days:
    """The stretches of a question, at most as many as may be called; `why` says what was cut, `note` what was chosen for it."""

    stretches: tuple[Stretch, ...]
    why: str | None = None
    note: str | None = None


def days(query: Query, kind: Kind, today: date, most: int) -> Days:
    """The days to ask for, in at most `most` calls. `today` is the venue's."""
    window = query.window
    if window is not None and window.axis is Axis.CREATED:
        first, last, note = _created(window, today)
        every = _each(first, last)
    else:
        first, last, note = _played(window, kind, today)
        every = _split(first, last)
    stretches = tuple(islice(every, most + 1))
    if len(stretches) <= most:
        return Days(stretches, note=note)
    kept = stretches[:most]
    count = (kept[-1].last - kept[0].first).days + 1
    why = f"only the first {count} days were looked through, up to {kept[-1].last:%d %b %Y}; ask for fewer days"
    return Days(kept, why=why, note=note)


def variations(query: Query) -> Sequence[Variation]:
    """The ways in which each stretch is asked, without the days.

    Raises:
        CannotAnswer: a filter cannot be put into the vendor's words.
    """
    narrow = (*_account(query), *_free(query), *_channel_words(query.channel))
    channel = query.channel if query.channel in (Channel.ONLINE, Channel.IN_HOUSE) else None
    asked: list[Variation] = []
    numbers = [label for label in query.label if criteria.is_label(label)]
    for label in numbers if numbers and len(numbers) == len(query.label) else (*numbers, None):
        words = narrow if label is None else (*narrow, f"label:{label}")
        asked += (
            Variation((*words, *more), Proof(status=status, channel=channel, label=label)) for more, status in _states(query.status)
        )
    return asked


def names_a_label(query: Query) -> bool:
    """Whether a label is asked for by its name, which only the rows can tell: the vendor filters by a label's id."""
    return any(not criteria.is_label(label) for label in query.label)


def dropped(query: Query) -> str | None:
    """A note on the words of a question that could not be searched for."""
    words = criteria.free(_person(query)).dropped
    return f"“{' '.join(words)}” was not searched for: it is a command there" if words else None


def customer_searches(query: Query) -> tuple[str, ...]:
    """The texts to search customers for, one call each; the other filters are applied to what they bring.

    Raises:
        CannotAnswer: there is none. Without a text the vendor sends every customer it has.
    """
    who = query.customer
    known = [who.email, _shared_digits(who.phone), who.name, who.id] if who is not None else []
    segments = [criteria.segment(text) for text in (*known, query.text) if text]
    one = next(filter(None, segments), None)
    found = (one,) if one else tuple(filter(None, map(criteria.segment, query.ids)))
    if not found:
        raise CannotAnswer("SynthesisVR cannot list all customers. It can answer: “customer” with a name or an e-mail address.")
    return found


def lookups(id: str, prefix: str, today: date) -> Iterator[tuple[str, str]]:
    """RANGE and criteria of looking up one UUID: at first without a date, then once more with a wide one.

    Whether a date is needed beside `uuid:` is not documented; "mandatory in the common case" is all that is said.
    """
    yield criteria.ONE_DAY, f"{prefix}:{id}"
    yield criteria.days(WIDE_DAYS), f"{criteria.on(shifted(today, -WIDE_BACK))} {prefix}:{id}"


def whole_days(window: Window) -> bool:
    """Whether a window is made of whole days, so that rows without a time cannot lie outside it."""
    return window.grain not in (Grain.INSTANT, Grain.MINUTE, Grain.HOUR, Grain.PART)


def _played(window: Window | None, kind: Kind, today: date) -> tuple[date, date, str | None]:
    if window is None:
        first, last = shifted(today, -BACK[kind]), shifted(today, AHEAD[kind])
        return first, last, f"looked from {first:%d %b} to {last:%d %b %Y}"
    note = None
    begin, end = window.first_day, window.last_day
    last = shifted(max(begin or today, today), AHEAD[kind]) if end is None else end
    first = shifted(last, -BACK[kind]) if begin is None else begin
    if end is None:
        note = f"looked ahead to {last:%d %b %Y}"
    elif begin is None:
        note = f"looked back to {first:%d %b %Y}"
    if window.axis in (Axis.END, Axis.OVERLAP):
        # A session that ends on a day, or is under way then, may have begun the evening before.
        first = shifted(first, -ONE_DAY)
    return first, last, note


def _created(window: Window, today: date) -> tuple[date, date, str | None]:
    """Nothing was made on a day that has not come."""
    last = min(window.last_day or today, today)
    if window.first_day is not None:
        return window.first_day, last, None
    first = shifted(last, -CREATED_BACK)
    return first, last, f"looked back to what was made on {first:%d %b %Y}"


def _split(first: date, last: date) -> Iterator[Stretch]:
    """Stretches of at most 31 days. Where a RANGE ends exactly is not documented: rows outside are dropped afterwards."""
    while first <= last:
        end = min(shifted(first, LONGEST - ONE_DAY), last)
        yield Stretch(first, end, criteria.days((end - first).days + 1), criteria.on(first))
        if end == date.max:
            return
        first = end + ONE_DAY


def _each(first: date, last: date) -> Iterator[Stretch]:
    while first <= last:
        yield Stretch(first, first, criteria.ONE_DAY, criteria.created_on(first))
        if first == date.max:
            return
        first += ONE_DAY


def _states(wanted: Sequence[Status]) -> tuple[tuple[tuple[str, ...], Status | None], ...]:
    """Keywords with what they prove. `upcoming` is "any reservation that isn't yet used"; what it leaves out is used.

    Raises:
        CannotAnswer: sessions have none of the states wanted.
    """
    if not wanted or Status.UNKNOWN in wanted:
        return (((), None),)
    if Status.COMPLETED in wanted:
        return (((), None), (("upcoming",), Status.CONFIRMED))
    if Status.CONFIRMED in wanted:
        return ((("upcoming",), Status.CONFIRMED),)
    states = " or ".join(status.value.replace("_", " ") for status in wanted)
    raise CannotAnswer(
        f"SynthesisVR cannot look for {states} sessions: it knows only upcoming and used ones, and a cancelled one is deleted. "
        "It can answer: “sessions today”."
    )


def _channel_words(channel: Channel | None) -> tuple[str, ...]:
    match channel:
        case Channel.ONLINE:
            return ("api_only",)
        case Channel.IN_HOUSE:
            return ("skip_api",)
        case Channel.OTA:
            raise CannotAnswer("SynthesisVR cannot look for sessions sold by agencies. It can answer: “sessions booked online”.")
        case Channel.UNKNOWN | None:
            return ()


def _account(query: Query) -> tuple[str, ...]:
    id = query.customer.id if query.customer is not None else None
    if id is None:
        return ()
    if not criteria.is_identifier(id):
        raise CannotAnswer("SynthesisVR knows customer accounts by a number or a UUID. It can answer: “sessions” of a name.")
    return (f"customer:{id}",)


def _person(query: Query) -> str:
    """All the free text of a question."""
    who = query.customer
    known = [who.email, _shared_digits(who.phone), who.name] if who is not None else []
    return " ".join(part for part in (*known, query.text) if part)


def _shared_digits(phone: str | None) -> str:
    """The last digits of a phone number: numbers are stored with all sorts of prefixes and blanks, and this is what they share."""
    return re.sub(r"\D", "", phone or "")[-6:]


def _free(query: Query) -> tuple[str, ...]:
    text = _person(query)
    words = criteria.free(text)
    who = query.customer
    phone = ("phone",) if who is not None and who.phone else ()
    if not words.kept and (query.text or (who is not None and (who.email or who.phone or who.name))):
        raise CannotAnswer(
            "SynthesisVR cannot search for these words alone. It can answer: another part of the name, or the e-mail."
        )
    return (*words.kept, *phone)
