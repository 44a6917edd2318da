"""Text into tokens with their places.

A text is first made plain (no accents, no case, no invisible characters, straight quotes), with a note of where each character
came from, so that every token can be shown as it was typed.
"""

import re
import unicodedata
from itertools import islice
from typing import NamedTuple

LONGEST_TEXT = 3_000
MOST_CHARACTERS = 8_192
MOST_WORDS = 120
"""How much of a text is read: characters, and words or signs; nobody asks a longer question. So many characters are remembered."""

_PLAIN = str.maketrans(
    {**dict.fromkeys("‘’ʼʻꞌ´`′ʹ", "'"), **dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("–—−‒―‐‑", "-"), "…": "...", "⁄": "/"}
)
_SPECIAL = {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "ª": "a", "º": "o"}


class _Folding(dict[int, str]):
    """What each character is read as, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        if len(self) > MOST_CHARACTERS:
            self.clear()
        made = self[code] = _plain_character(chr(code))
        return made


_FOLDING = _Folding()


class Plain(NamedTuple):
    """A text made plain: `origin[i]` is where character `i` stood; nothing when nothing moved."""

    text: str
    origin: tuple[int, ...] | None

    def place(self, start: int, stop: int) -> tuple[int, int]:
        """The stretch of the text as typed that became `[start, stop)`."""
        if self.origin is None:
            return start, stop
        return self.origin[start], self.origin[stop - 1] + 1


class Token(NamedTuple):
    """A piece of the plain text: its sort (the name of the pattern that took it), its characters and its place."""

    sort: str
    text: str
    start: int
    stop: int


def _plain_character(character: str) -> str:
    """What a character is read as: possibly nothing, possibly several."""
    if character in _SPECIAL:
        return _SPECIAL[character]
    straight = character.translate(_PLAIN)
    if straight != character:
        return straight
    category = unicodedata.category(character)
    if category in ("Cc", "Zs", "Zl", "Zp"):
        return " "
    if category in ("Cf", "Mn", "Me", "Cs", "Co", "Cn"):
        return ""
    folded = unicodedata.normalize("NFKD", character).casefold()
    return "".join(c for c in folded if unicodedata.category(c) != "Mn").translate(_PLAIN)


def plain(text: str) -> Plain:
    """Make a text plain."""
    if text.isascii():
        return Plain(text.lower() if text.isprintable() else "".join(map(_plain_character, text)), None)
    if all(len(_FOLDING[ord(character)]) == 1 for character in set(text)):
        return Plain(text.translate(_FOLDING), None)
    characters: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(text):
        made = _FOLDING[ord(character)]
        if made:
            characters.append(made)
            origin += [place] * len(made)
    return Plain("".join(characters), tuple(origin))


def fold(word: str) -> str:
    """A word of a table as it appears in a plain text."""
    return plain(word).text


_TIME = r"(?:[01]?\d|2[0-4]):[0-5]\d"
_PATTERNS = {
    # Most words are plain ones: they are told apart before anything else is tried.
    "word": r"[^\W\d_]+(?:'[^\W\d_]+)*(?![\w@.:/+'-])",
    # Where keys stood there are long stretches of blanks.
    "blank": r" {8,}",
    "quoted": r'"(?:\\.|[^"\\])*"',
    "email": r"[a-z0-9][\w.+-]{0,63}@[a-z0-9-]+(?:\.[a-z0-9-]+)+",
    "link": r"(?:https?://|www\.)\S+|[\w./-]{1,80}\.(?:xlsx?|docx?|pdf|csv|txt|png|jpe?g|zip)(?!\w)",
    "uuid": r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
    "stamp": rf"\d{{4}}-\d\d-\d\dt{_TIME}(?::\d\d(?:\.\d{{1,6}})?)?(?:z|[+-]\d\d:?\d\d(?::\d\d)?)(?!\w)",
    "moment": rf"\d{{4}}-\d\d-\d\dt{_TIME}(?::[0-5]\d)?(?:\.\d+)?(?![\d:])",
    "amount": r"[£€$¥]\s?\d[\d.,]*|\d[\d.,]*\s?(?:[£€$¥%]|(?:eur|gbp|usd|chf|euros?|pounds?|dollars?|quid)(?!\w))",
    "ymd": r"\d{4}(?:(?P<ys>[-/.])\d{1,2}(?P=ys)\d{1,2})(?!\d)(?!(?P=ys)\d|\.[a-z])",
    "dmy": r"\d{1,2}(?P<ds>[-/.])\d{1,2}(?P=ds)(?:\d{4}|\d\d)(?![\d%])(?!(?P=ds)\d|\.[a-z])|\d{1,2} \d{1,2} (?:19|20)\d\d(?![\d-])",
    "ym": r"\d{4}\s?[-/.]\s?(?:0?[1-9]|1[0-2])(?![\d:]|[-/.]\d)",
    "my": r"(?:0?[1-9]|1[0-2])(?:\s?[/-]\s?|\.)(?:19|20|21)\d\d(?![\d:]|[-/.]\d)",
    "phone": r"\+\d[\d ()-]{7,18}\d(?!\w)|\(\d{3,5}\)\s?\d[\d ()-]{5,12}\d(?!\w)"
    r"|0\d{1,5}(?:[ -]?\d{2,6}){1,5}(?<=[\d ]{10})(?!\w|[-/.]\d)"
    r"|\d{3}(?:(?: \d{3}){2}|(?: \d\d){3})(?! ?\d|\w)",
    "zoned": rf"{_TIME}(?::[0-5]\d(?:\.\d{{1,6}})?)? ?utc(?:[+-]\d\d:[0-5]\d(?::[0-5]\d(?:\.\d{{1,6}})?)?)?(?![\w:+-])",
    "clock": rf"{_TIME}(?::[0-5]\d)?(?![\d:])",
    "pair": r"(?<!\d/)(?:\d{1,2}/\d{1,2}(?![\d/]|\.\d)|\d{1,2}\.\d{1,2}(?![\d/])(?!\.\d))",
    "decimal": r"\d+[.,]\d+(?:[.,]\d+)*",
    "label": r"#[a-z][\w-]*",
    "number": r"\d+(?![\w])",
    "chunk": r"[a-z]*\d[a-z\d]*(?:-[a-z]*\d[a-z\d]*|-[a-z\d]+(?=-))*(?:-[a-z]+(?![a-z]))?",
    "joined": r"[^\W\d_]+(?:'[^\W\d_]+)*",
    "arrow": r"\.\.\.?|->|→",
    "sign": r"[<>]\s?=|[-+/.,:;<>=~()&|!?@*#·']",
    "other": r"\S",
}
_TOKEN = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS.items()))


def tokenize(text: str) -> list[Token]:
    """The first tokens of a plain text."""
    tokens: list[Token] = []
    if text.replace(" ", "").isalpha():
        # Most questions are words and blanks only, and are told apart without the patterns.
        start = 0
        for word in text.split(" ", MOST_WORDS)[:MOST_WORDS]:
            stop = start + len(word)
            if word:
                tokens.append(Token("word", word, start, stop))
            start = stop + 1
        return tokens
    for match in islice(_TOKEN.finditer(text), MOST_WORDS):
        if match.lastgroup == "blank":
            continue
        start, stop = match.span()
        tokens.append(Token(match.lastgroup or "other", match[0], start, stop))
    return tokens
