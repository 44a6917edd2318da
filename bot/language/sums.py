"""Sums in a plain text, in four languages: "£200", "1,500 euros", "200 libras"."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from bot.language.tables import LANGUAGES, table
from bot.language.tokens import fold

_SUM = re.compile(
    r"(?<![\w.,])(?P<before>[£€$¥]|[a-z]{3}(?=\s?\d))?\s?(?P<number>\d(?:[\d.,']*\d)?)(?![\w]*[-/:]\d)\s?(?P<after>[£€$¥]|[^\W\d_]+)?"
)


class Sum(NamedTuple):
    """A sum as it was said, its currency if one was named, and where it stands in the text."""

    number: str
    currency: str | None
    start: int
    stop: int


def sums(text: str) -> Iterator[Sum]:
    """The numbers of a plain text that may be sums, in its order."""
    for match in _SUM.finditer(text):
        before, after = _currencies().get(match["before"] or ""), _currencies().get(match["after"] or "")
        start = match.start("before") if before else match.start("number")
        yield Sum(match["number"], before or after, start, match.end("after") if after else match.end("number"))


@lru_cache(maxsize=1)
def _currencies() -> dict[str, str]:
    return {fold(word): code for name in LANGUAGES for code, words in table(name)["currency"].items() for word in words}
