"""The words of each language, read from `tables/*.toml` once, and what they mean.

A further language is one new file: copy `tables/en.toml` to `tables/it.toml`, put that language's words in the lists (the first
of a list is how it is spoken back, the second its plural), and enter "it" in `LANGUAGES`. Accents and capitals are written as
people write them; a word with and without an accent may stand for two things. Nothing else knows a word: the rules are of
classes. `tests/language/test_tables.py` tells what is missing, `tests/language/said/it.txt` holds what its desks type.
"""

import tomllib
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from bot.core.states import Axis, Balance, Channel, Kind, Report, Stage, Status
from bot.language.pieces import PARTS
from bot.language.tokens import fold

Table = Mapping[str, Mapping[str, list[str]]]

LANGUAGES = ("en", "de", "fr", "es")

_CLOCKS = {"noon": 12 * 3600, "midnight": 0}
_FRACTIONS = {"quarter": 15, "half": 30, "three_quarters": 45}

MEANINGS: Mapping[str, Callable[[str], Any]] = {
    **dict.fromkeys(
        ("weekday", "month", "day", "number", "article_one", "couple", "ordinal", "direction", "over_next", "over_before"), int
    ),
    "part": PARTS.__getitem__,
    "clockword": _CLOCKS.__getitem__,
    "fraction": _FRACTIONS.__getitem__,
    "past_clock": int,
    "past_after": int,
    "kind": Kind,
    "axis": Axis,
    "status": Status,
    "stage": Stage,
    "balance": Balance,
    "channel": Channel,
    "report_name": Report,
}
"""What the keys of a section stand for; a key of any other section stands for itself."""

SPOKEN = frozenset({"say", "not_a_typo", "again", "alert", "currency"})
"""Sections that are not words to read in a question."""


@lru_cache(maxsize=8)
def table(language: str) -> Table:
    """The table of a language.

    Raises:
        FileNotFoundError: there is none.
    """
    text = (files("bot.language") / "tables" / f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@lru_cache(maxsize=64)
def language_of(locale: str) -> str:
    """The language of a locale as "de" or "nl"."""
    return locale.replace("_", "-").split("-")[0].lower() or "en"


@lru_cache(maxsize=64)
def spoken(locale: str) -> Table:
    """The table to answer in: the locale's, English where there is none."""
    language = language_of(locale)
    return table(language if language in LANGUAGES else "en")


def words(language: str) -> "list[tuple[str, str, Any]]":
    """All words to read of a language: the phrase made plain, its class, its meaning."""
    return [(fold(phrase), section, meaning) for phrase, section, meaning in written(language)]


@lru_cache(maxsize=8)
def written(language: str) -> "list[tuple[str, str, Any]]":
    """All words to read of a language as the table writes them, with their accents."""
    rows: list[tuple[str, str, Any]] = []
    for section, entries in table(language).items():
        if section in SPOKEN:
            continue
        mean = MEANINGS.get(section, str)
        for key, phrases in entries.items():
            meaning = mean(key)
            rows += [(phrase, section, meaning) for phrase in phrases]
    return rows
