"""Who is who over all accounts: records of the same e-mail address, phone or customer number are one person's. Pure.

An address or a customer's number of an account joins whatever it stands on. A phone joins those who go by the same name, and
otherwise only where nobody else with that number contradicts: a house's phone does not make one person of two who give different
names. So records that share no more than a phone, and differ in name, stay apart.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence

from bot.core.answer import Person
from bot.core.matching import digits_of, fold
from bot.core.query import Query
from bot.core.record import Record
from bot.vendors.contract import filters_of

SHORTEST_PHONE = 6
"""Digits: fewer are an extension, which says nothing."""


def about_a_person(query: Query) -> bool:
    """Whether a question looks for somebody: by name, e-mail, phone or number, or by words and nothing else."""
    return query.customer is not None or filters_of(query) == {"text"}


def people(records: Iterable[Record]) -> tuple[Person, ...]:
    """The persons that records are of, in the order in which they first appear; records of nobody belong to none."""
    known = [record for record in records if record.customer is not None]
    groups = _Groups(len(known))
    phones = _phones(known)
    first: dict[Hashable, int] = {}
    for place, record in enumerate(known):
        for key in _sure_keys(record, phones[place]):
            groups.join(place, first.setdefault(key, place))
    by_phone: dict[str, list[int]] = defaultdict(list)
    for place, phone in enumerate(phones):
        if phone is not None:
            by_phone[phone].append(place)
    for _, places in sorted(by_phone.items()):
        whole = {root: groups.members(root) for root in {groups.root(place) for place in places}}
        names = [[words for member in members if (words := _words(known[member]))] for members in whole.values()]
        if not any(_contradict(one, other) for n, one in enumerate(names) for other in names[:n]):
            for place in places:
                groups.join(place, places[0])
    return tuple(_person([known[member] for member in members]) for members in groups.all())


def _sure_keys(record: Record, phone: str | None) -> Iterable[Hashable]:
    customer = record.customer
    if customer is None:
        return
    if customer.email:
        yield "email", fold(customer.email)
    if customer.id:
        yield "id", record.account, customer.id
    if phone is not None and (words := _words(record)):
        yield "phone", phone, words


def _words(record: Record) -> frozenset[str]:
    name = record.customer.name if record.customer else None
    return frozenset(re.findall(r"\w+", fold(name or "")))


def _contradict(one: Sequence[frozenset[str]], other: Sequence[frozenset[str]]) -> bool:
    """Whether two groups go by names of which none may be the other in short: "A. Kowalska" may be Anna Kowalska."""
    return bool(one and other) and not any(_short_for(a, b) or _short_for(b, a) for a in one for b in other)


def _short_for(one: frozenset[str], other: frozenset[str]) -> bool:
    return all(word in other or (len(word) == 1 and any(each.startswith(word) for each in other)) for word in one)


def _phones(records: Sequence[Record]) -> list[str | None]:
    """For each record its number in the longest form among them: "07911 123456" is +44 7911 123456 where just one ends so."""
    written = [digits_of(record.customer.phone) if record.customer and record.customer.phone else "" for record in records]
    endings: dict[str, set[str]] = defaultdict(set)
    for number in written:
        if len(number) >= SHORTEST_PHONE:
            endings[number[-SHORTEST_PHONE:]].add(number)
    longest: dict[str, str] = {}
    for same_ending in endings.values():
        for number in same_ending:
            longer = [other for other in same_ending if other.endswith(number)]
            ends = [other for other in longer if not any(each != other and each.endswith(other) for each in longer)]
            longest[number] = ends[0] if len(ends) == 1 else number
    return [longest.get(number) for number in written]


def _person(records: Sequence[Record]) -> Person:
    customers = [record.customer for record in records if record.customer is not None]
    names = Counter(customer.name for customer in customers if customer.name)
    emails = {fold(customer.email): customer.email for customer in reversed(customers) if customer.email}
    phones = {digits_of(customer.phone): customer.phone for customer in reversed(customers) if customer.phone}
    return Person(
        name=max(names, key=lambda name: (names[name], len(name), name)) if names else None,
        emails=tuple(sorted(emails.values())),
        phones=tuple(sorted(phones.values())),
        records=tuple(records),
    )


class _Groups:
    """Places joined into groups (union-find); a group is called by its first place."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))
        self._members = [[place] for place in range(count)]

    def root(self, place: int) -> int:
        while self._parent[place] != place:
            self._parent[place] = self._parent[self._parent[place]]
            place = self._parent[place]
        return place

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self.root(one), self.root(other)))
        if first != second:
            self._parent[second] = first
            self._members[first] += self._members[second]

    def members(self, root: int) -> list[int]:
        return self._members[root]

    def all(self) -> Iterable[list[int]]:
        return (sorted(self._members[place]) for place, parent in enumerate(self._parent) if parent == place)
