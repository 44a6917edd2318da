"""What the reading of one text depends on besides its words, and what is found on the way."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from bot.language.grammar import Found
from bot.language.names import NO_NAMES, Names
from bot.language.pieces import Taken
from bot.language.tables import Table
from bot.language.tables import table as table_of
from bot.language.tokens import Plain, Token, fold


class Filter(NamedTuple):
    """A filter that words turned into: the part of the query, its value, and the tokens it stands on."""

    part: str
    value: Any
    first: int
    last: int


@dataclass(slots=True)
class Setting:
    """What the reading of one text depends on besides its words, and what was found on the way.

    `table` is what to answer in, `names` are those of this installation.
    `month_first` is the order of 03/04, `None` where the locale does not say; `afternoon` says that "at 4" is in the afternoon.
    `lean` is -1 where the words speak of the past, `tonight`, `question` and `dining` that they do so. Noticed on the way are the
    `filters`, the `alternatives` (first and last token, and what else they may mean), `remarks` in words, and the
    `typos` (token, and the word it was read as).
    """

    now: datetime
    zone: ZoneInfo
    today: date
    month_first: bool | None
    afternoon: bool
    country: str
    table: Table
    text: str = ""
    plain: Plain = field(default_factory=lambda: Plain("", None))
    tokens: list[Token] = field(default_factory=list)
    names: Names = NO_NAMES
    week_start: int = 0
    lean: int = 0
    tonight: bool = False
    question: bool = False
    dining: bool = False
    filters: list[Filter] = field(default_factory=list)
    alternatives: list[tuple[int, int, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    typos: list[tuple[int, str]] = field(default_factory=list)

    def place(self, first: int, last: int) -> tuple[int, int]:
        """Where the tokens from one to another stand in the text."""
        tokens = self.tokens
        if self.plain.origin is None:
            return tokens[first].start, tokens[last].stop
        return self.plain.place(tokens[first].start, tokens[last].stop)

    def token_at(self, place: int) -> int:
        """The token that stands at a place of the plain text, or the next one."""
        return next((number for number, token in enumerate(self.tokens) if token.stop > place), len(self.tokens))

    def raw(self, first: int, last: int) -> str:
        """The words from one token to another as they were typed."""
        start, stop = self.place(first, last)
        return self.text[start:stop]

    def capital(self, token: int) -> bool:
        """Whether a token was typed with a capital."""
        return self.text[self.place(token, token)[0]].isupper()

    def begins(self, section: str) -> bool:
        """Whether the text begins with a word of a section."""
        first = self.tokens[0].text
        return any(first == fold(word) for table in (self.table, table_of("en")) for word in table[section][section])

    def singular(self, section: str, key: str, token: int) -> bool:
        """Whether a word stands there as one thing: the first of its words in the table, or one that is no other's plural."""
        text = self.tokens[token].text
        for table in (self.table, table_of("en")):
            words = [fold(word) for word in table[section][key]]
            several = text in words[1:2] or any(len(text) - len(word) in (1, 2) and text.startswith(word) for word in words)
            if text == words[0] or (text in words and not several):
                return True
        return False

    def plural(self, section: str, key: str, tokens: list[int], first: int, stop: int) -> bool:
        """Whether one of these items is the plural of a word, the second of its words in the table, in whatever case."""
        plurals = tuple(fold(word) for table in (self.table, table_of("en")) for word in table[section][key][1:2])
        words = [self.tokens[tokens[place]].text for place in range(first, stop)]
        return any(word in plurals or word.removesuffix("n") in plurals for word in words)

    def take(self, found: Found, part: str, value: Any, skip: int = 0) -> Taken:
        """Note a filter that the found items turned into; the first `skip` items only introduced it."""
        self.filters.append(Filter(part, value, found.line.firsts[found.first + skip], found.line.lasts[found.stop - 1]))
        return Taken()

    def words(self, found: Found, skip: int = 0, keep: int = 0) -> str:
        """What was typed for the found items, without the first `skip` and the last `keep`."""
        return self.raw(found.line.firsts[found.first + skip], found.line.lasts[found.stop - 1 - keep])
