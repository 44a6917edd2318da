"""Guests. Each venue has a pool of people who come to its hotel and its spa alike, some with awkward names."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from random import Random

from bot.sandbox.seeded import rng
from bot.sandbox.venues import Venue


@dataclass(frozen=True, slots=True)
class Person:
    """`key` is the same for one person in every system; `email` is lower case, `phone` E.164; either may be missing."""

    key: str
    first: str
    last: str
    email: str | None
    phone: str | None
    country: str

    @property
    def full_name(self) -> str:
        return f"{self.first} {self.last}".strip()


JANE = Person("jane-smith", "Jane", "Smith", "jane@example.com", "+447700900012", "GB")
ELEANOR = Person("eleanor-marsh", "Eleanor", "Marsh", "eleanor.marsh@example.com", "+447700900030", "GB")

# Names that break something careless: quoting, markup, mentions, formulas, dates read out of names, widths, empty parts.
AWKWARD: tuple[tuple[str, str], ...] = (
    ("Siobhán", "O'Neill"),
    ("Łukasz", "Żółć"),
    ("Thị Ánh", "Nguyễn"),
    ("小龍", "李"),
    ("<!channel>", "Bobby"),
    ("*Bold*", "& <b>Co</b>"),
    ('=HYPERLINK("http://evil")', "Ltd"),
    ("Maximiliana Wilhelmina Theodora Alexandrina", "von Hohenzollern-Sigmaringen und zu Castell-Rüdenhausen " * 2),
    ("", "Prince"),
    ("May", "Johnson"),
    ("April", "Smith"),
    ("Summer", "Friday"),
    ("محمد", "الأحمد"),
    ("Zoë 🦄", "Müller-Lüdenscheidt"),
)

_FIRST = (
    "Oliver Amelia George Isla Noah Ava Arthur Mia Leo Ivy Harry Lily Oscar Freya Archie Florence Jack Willow Henry Elsie "
    "Theo Poppy Charlie Rosie Hugo Daisy Ethan Nora Lucas Clara Mateo Sofia Diego Camila Rahul Anika Omar Layla Chidi Amara "
    "Yuki Sakura Hiro Emi Jin Mei Ingrid Lars Elena Marco"
).split()
_LAST = (
    "Taylor Brown Wilson Evans Thomas Roberts Walker Wright Robinson Thompson White Hughes Edwards Green Hall Wood Harris "
    "Clarke Patel Jackson Turner Hill Cooper Ward Morris Moore Baker Carter Rossi Novak Silva Garcia Kowalski Schmidt Dubois "
    "Sato Suzuki Yamamoto Kim Chen Wang Singh Khan Ahmed Mensah Diallo Andersen Virtanen Costa Moreau"
).split()
_PHONE = {"GB": "+447700900{:03d}", "US": "+1212555{:04d}", "JP": "+817012345{:03d}", "DE": "+4915123456{:03d}"}
_POOL_SIZE = 280
_OWN_PHONES = 100
"""The first numbers of a country belong to the people above who have a name of their own."""


@cache
def pool(venue: Venue) -> tuple[Person, ...]:
    """The venue's guests, the awkward ones first; the same every day."""
    names = [*AWKWARD, *(_plain_name(rng("person", venue.id, n)) for n in range(len(AWKWARD), _POOL_SIZE))]
    return tuple(_person(venue, n, first, last.strip()) for n, (first, last) in enumerate(names))


def someone(chance: Random, venue: Venue) -> Person:
    """One guest of the venue; awkward names come up about every eighth time so that no page is without them."""
    people = pool(venue)
    return people[chance.randrange(len(AWKWARD))] if chance.random() < 0.12 else chance.choice(people)


def newcomer(venue: Venue, *key: object) -> Person:
    """Somebody outside the pool, named by `key`: a customer who registered on a given day."""
    chance = rng("newcomer", venue.id, *key)
    return _person(venue, 1000 + chance.randrange(9000), *_plain_name(chance))


def _plain_name(chance: Random) -> tuple[str, str]:
    return chance.choice(_FIRST), chance.choice(_LAST)


def _person(venue: Venue, number: int, first: str, last: str) -> Person:
    chance = rng("contact", venue.id, number)
    email = f"{_ascii(first) or 'guest'}.{_ascii(last) or 'name'}.{number}@example.net"
    return Person(
        key=f"{venue.id}-{number}",
        first=first,
        last=last,
        email=email if chance.random() < 0.92 else None,
        phone=_PHONE[venue.country].format(_OWN_PHONES + number % (1000 - _OWN_PHONES)) if chance.random() < 0.85 else None,
        country=venue.country if chance.random() < 0.7 else chance.choice(("FR", "DE", "IE", "ES", "AU", "CA")),
    )


def _ascii(name: str) -> str:
    """The letters of a name that fit an e-mail address, at most twelve."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "".join(letter for letter in plain if letter.isalpha())[:12]
