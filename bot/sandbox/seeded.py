"""Chance that repeats: the same words always give the same numbers and the same ids, on every machine and every day."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from hashlib import blake2b
from random import Random


def rng(*parts: object) -> Random:
    """A generator seeded with the words given; text seeds do not depend on the process' hash seed."""
    return Random(_joined(parts))


def hex_id(*parts: object) -> str:
    """24 hexadecimal digits, the shape of Trybe's booking ids."""
    return blake2b(_joined(parts).encode(), digest_size=12).hexdigest()


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from `first` to `last`, both included; none when they are the wrong way round."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


@lru_cache(maxsize=4096)
def uuid_id(*parts: object) -> str:
    """A UUID, the shape of Trybe's site and customer ids."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, _joined(parts)))


def _joined(parts: tuple[object, ...]) -> str:
    return "/".join(map(str, parts))
