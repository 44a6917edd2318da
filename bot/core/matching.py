"""Whether a record is what a query asks for.

Vendors search wider than they are asked: their free text looks into more fields, their ranges include other ends. So every
filter is applied again here, to the record as mapped. A test answers yes, no, or nothing when the record does not say.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from types import MappingProxyType

from bot.core.money import major_units
from bot.core.query import Query
from bot.core.record import Customer, Named, Record
from bot.core.states import Axis, Balance, Stage, Status
from bot.core.window import Window

_NOTHING: frozenset[str] = frozenset()
_NO_END = datetime.max.replace(tzinfo=UTC)

Test = Callable[[Record, Query], bool | None]

_SPECIAL = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "’": "'", "‘": "'", "ʼ": "'"}
)


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """A text for comparing: no case, no accents, no doubled blanks. "Łukasz Żółć" and "lukasz zolc" are the same."""
    # Taken apart before and after: "Ǿ" is an Ø with an accent, and some signs are capitals only once they are taken apart.
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_SPECIAL)
    decomposed = unicodedata.normalize("NFKD", plain)
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def digits_of(phone: str) -> str:
    """The digits of a phone number without the zeros that a prefix begins with."""
    return re.sub(r"\(0\)|\D", "", phone).lstrip("0")


def same_phone(one: str, other: str) -> bool:
    """Whether two phone numbers are the same, whatever prefix and punctuation they were written with.

    "+44 (0)20 …" writes the zero that is dialled without the country's code only.
    """
    shorter, longer = sorted(map(digits_of, (one, other)), key=len)
    return len(shorter) >= 6 and longer.endswith(shorter)


def matches(record: Record, query: Query, *, native: Collection[str] = ()) -> bool:
    """Whether a record holds against every filter of a query.

    `native` names the query's fields that the vendor itself filtered by: where the record does not carry the fact, its word stands.
    """
    return unsaid(record, query, native=native) == frozenset()


def unsaid(record: Record, query: Query, *, native: Collection[str] = ()) -> frozenset[str] | None:
    """The filters that a record neither holds against nor fails, because it does not carry the fact; `None` when it fails one.

    Such a record is not what was asked for, as far as anybody knows; but whoever asks who still owes wants to hear of it.
    """
    return sieve(query, native=native)(record)


def sieve(
    query: Query, *, native: Collection[str] = (), named: Mapping[str, Sequence[Named]] = MappingProxyType({})
) -> Callable[[Record], frozenset[str] | None]:
    """`unsaid` for many records: what a query asks is looked up once.

    `named` says for a field of names which entries of the vendor's list they stand for; those are then compared by their ids.
    """
    tests = [(name, _fitted(name, query, named) or test) for name, test in _TESTS.items() if getattr(query, name)]

    def holds_against(record: Record) -> frozenset[str] | None:
        missing = []
        for name, test in tests:
            holds = test(record, query)
            if holds is False:
                return None
            if holds is None and name not in native:
                missing.append(name)
        return frozenset(missing) if missing else _NOTHING

    return holds_against


def dates(record: Record, axis: Axis) -> Iterator[date | datetime | None]:
    """The dates of a record on an axis; an order has one start for each of its items that stands."""
    match axis:
        case Axis.START | Axis.OVERLAP:
            known = False
            for item in record.items:
                if item.start is not None and item.status is not Status.CANCELLED:
                    known = True
                    yield item.start
            if not known:
                yield record.start
        case Axis.END:
            yield record.end
        case Axis.CREATED:
            yield record.created
        case Axis.MODIFIED:
            yield record.modified
        case Axis.EXPIRES:
            yield record.expires
        case Axis.REDEEMED:
            yield record.redeemed_at
        case Axis.REVENUE:
            return


def _fitted(name: str, query: Query, named: Mapping[str, Sequence[Named]]) -> Test | None:
    """The test of a field made for one query, where that is another or a quicker one."""
    if name in named and name in _NAMED:
        return _by_entry(_NAMED[name], named[name])
    if name == "window" and query.window is not None and query.window.axis is Axis.START:
        return _starting(query.window)
    return None


def _starting(window: Window) -> Test:
    """`_window` for the axis that most questions have."""
    holds = window.holds

    def test(record: Record, _: Query) -> bool | None:
        known = False
        for item in record.items:
            if (at := item.start) is not None and item.status is not Status.CANCELLED:
                if holds(at):
                    return True
                known = True
        return False if known else None if record.start is None else holds(record.start)

    return test


def _window(record: Record, query: Query) -> bool | None:
    window = query.window
    if window is None:
        return True
    if window.axis is Axis.OVERLAP:
        return None if record.start is None else window.touches(record.start, _until(record))
    known = False
    for moment in dates(record, window.axis):
        if moment is not None:
            if window.holds(moment):
                return True
            known = True
    return False if known else None


def _until(record: Record) -> date | datetime | None:
    """The end of a record; somebody who is there and has not left has none yet, so every later window holds them."""
    return _NO_END if record.end is None and record.stage is Stage.IN_PROGRESS else record.end


def _person(record: Record, query: Query) -> bool | None:
    who, customer = query.customer, record.customer
    if who is None or customer is None:
        return None
    tests = [
        _unless_missing(who.id, customer.id, str.__eq__),
        _unless_missing(who.email, customer.email, lambda wanted, found: fold(wanted) == fold(found)),
        _unless_missing(who.phone, customer.phone, same_phone),
        _unless_missing(who.name, customer.name, _holds_words),
    ]
    return False if False in tests else None if None in tests else True


def _unless_missing(wanted: str | None, found: str | None, test: Callable[[str, str], bool]) -> bool | None:
    if wanted is None:
        return True
    return None if found is None else test(wanted, found)


def _holds_words(wanted: str, text: str) -> bool:
    """Whether each word wanted begins a word of the text: "mar" finds Marsh and Anna-Marie, not Omar."""
    words, parts = re.findall(r"\w+", fold(text)), re.findall(r"\w+", fold(wanted))
    return bool(parts) and all(any(word.startswith(part) for word in words) for part in parts)


def haystack(record: Record) -> str:
    """Everything of a record that free text may be found in."""
    customer = record.customer or Customer()
    parts: list[str | None] = [record.id, record.ref, record.external_id, record.group_id, record.channel_name, record.title]
    parts += [customer.name, customer.email, customer.phone, customer.external_id]
    parts += [str(named) for named in (*record.service, *record.staff, *record.labels)]
    parts += [str(record.resource) if record.resource else None, record.campaign]
    parts += [note.text for note in record.notes] + [item.name for item in record.items]
    return "\n".join(fold(part) for part in parts if part)


def _text(record: Record, query: Query) -> bool:
    text, words = haystack(record), fold(query.text or "").split()
    return bool(words) and all(word in text for word in words)


def _named(wanted: Collection[str], *found: Named | str | None) -> bool | None:
    """Whether one of the names wanted is in one of those found, or is the id of one."""
    names = [fold(str(one)) for one in found if one is not None]
    ids = {one.id for one in found if isinstance(one, Named)}
    return any(name in ids or _mentions(name, each) for name in wanted for each in names) if names else None


def _mentions(wanted: str, name: str) -> bool:
    """Whether a name holds the one wanted; a number only as a whole one, so that "room 12" is not room 112."""
    part = fold(wanted)
    if not part:
        return False
    before, after = (r"(?<!\d)" if part[0].isdigit() else ""), (r"(?!\d)" if part[-1].isdigit() else "")
    return re.search(before + re.escape(part) + after, name) is not None


def _party(record: Record, query: Query) -> bool | None:
    total = record.party.total if record.party else None
    wanted = query.party
    if wanted is None or total is None:
        return None
    return (wanted.min is None or total >= wanted.min) and (wanted.max is None or total <= wanted.max)


def _balance(record: Record, query: Query) -> bool | None:
    owed = record.money.balance if record.money else None
    if owed is None:
        return None
    return owed > 0 if query.balance is Balance.OUTSTANDING else owed <= 0


def _worth(record: Record, query: Query) -> bool | None:
    money, wanted = record.money, query.worth
    if wanted is None or money is None or money.total is None:
        return None
    same = wanted.currency is None or wanted.currency == money.currency.upper()
    return same and wanted.holds(major_units(abs(money.total), money.currency))


def _refund(record: Record, _: Query) -> bool | None:
    """Money given back is below zero."""
    return None if record.money is None or record.money.total is None else record.money.total < 0


def _ref(record: Record, query: Query) -> bool:
    return fold(query.ref or "") in {fold(ref) for ref in (record.ref, record.id, record.external_id) if ref}


_NAMED: dict[str, Callable[[Record], Iterable[Named | str | None]]] = {
    "location": lambda r: (r.location,),
    "resource": lambda r: (r.resource, *(item.resource for item in r.items)),
    "staff": lambda r: (*r.staff, *(one for item in r.items for one in item.staff)),
    "service": lambda r: (*r.service, *(item.name for item in r.items)),
    "label": lambda r: r.labels,
    "campaign": lambda r: (r.campaign,),
}
"""Where a record carries what a field of names asks for."""


def _by_name(field: str) -> Test:
    found = _NAMED[field]

    def test(record: Record, query: Query) -> bool | None:
        return _named(getattr(query, field), *found(record))

    return test


def _by_entry(found: Callable[[Record], Iterable[Named | str | None]], entries: Sequence[Named]) -> Test:
    """Whether a record carries one of these entries: by its id, or called just so where it carries a name alone."""
    ids = {entry.id for entry in entries}
    names = {fold(entry.name) for entry in entries if entry.name}

    def test(record: Record, _: Query) -> bool | None:
        carried = [one for one in found(record) if one is not None]
        if not carried:
            return None
        return any((isinstance(one, Named) and one.id in ids) or fold(str(one)) in names for one in carried)

    return test


_TESTS: dict[str, Test] = {
    "kinds": lambda r, q: r.kind in q.kinds,
    "window": _window,
    "status": lambda r, q: None if r.status is Status.UNKNOWN and Status.UNKNOWN not in q.status else r.status in q.status,
    "stage": lambda r, q: r.stage in q.stage,
    "customer": _person,
    "text": _text,
    "location": _by_name("location"),
    "resource": _by_name("resource"),
    "staff": _by_name("staff"),
    "service": _by_name("service"),
    "label": _by_name("label"),
    "channel": lambda r, q: r.channel is q.channel,
    "channel_name": lambda r, q: _named([q.channel_name or ""], r.channel_name),
    "party": _party,
    "balance": _balance,
    "worth": _worth,
    "campaign": lambda r, q: _named([q.campaign or ""], r.campaign),
    "voucher_type": lambda r, q: None,
    "ids": lambda r, q: r.id in q.ids,
    "ref": _ref,
    "external_id": lambda r, q: None if r.external_id is None else r.external_id == q.external_id,
    "group": lambda r, q: q.group in (r.group_id, r.id),
    "report": lambda r, q: r.report is q.report,
    "why": lambda r, q: bool(r.findings) or None,
    "unused": lambda r, q: None,
    "refund": _refund,
}
