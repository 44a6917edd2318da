"""SynthesisVR's search grammar: a RANGE such as `7 days`, and criteria divided by blanks such as `date=2024-06-15 api_only`.

Words without a prefix are free text, so a guest called Today, or a name with `label:7` in it, would change the question. Source of
the words: knowledge base, "Reading Sessions & Goods Data Through API".
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

KEYWORDS = frozenset({"today", "upcoming", "skip_api", "api_only", "comments", "phone"})
PREFIXES = re.compile(r"(?:cr)?date[=<>]|(?:customer|label|(?:external)?uuid):")
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")

ONE_DAY = "1 day"


def days(count: int) -> str:
    """A RANGE of whole days. The grammar has no weeks, and months differ in length."""
    return ONE_DAY if count == 1 else f"{count} days"


def on(day: date) -> str:
    """The criterion of the day on which the RANGE starts."""
    return f"date={day.isoformat()}"


def created_on(day: date) -> str:
    """The criterion of the day of creation. The RANGE belongs to the main date; it is not known to stretch this one."""
    return f"crdate={day.isoformat()}"


def is_uuid(text: str) -> bool:
    """Whether a text is a UUID as the vendor writes them; only such an id can be looked up."""
    return UUID.fullmatch(text) is not None


def is_identifier(text: str) -> bool:
    """Whether a text can stand behind `customer:` without becoming anything else."""
    return IDENTIFIER.fullmatch(text) is not None


def is_label(text: str) -> bool:
    """Whether a text is the id of a label rather than its name."""
    return text.isascii() and (text.isdigit() or is_uuid(text))


@dataclass(frozen=True, slots=True)
class Words:
    """Free text that can be sent, and the words of it that cannot because they are commands here."""

    kept: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


def free(text: str) -> Words:
    """The words of a text, those that mean something else to the vendor set apart.

    Slashes, backslashes and control characters become blanks first, so that taking one away cannot make a command.
    """
    words = list(_words(text))
    return Words(
        kept=tuple(word for word in words if not _commands(word)), dropped=tuple(word for word in words if _commands(word))
    )


def segment(text: str) -> str:
    """A text as a segment of a path; empty when nothing of it can be sent."""
    return " ".join(_words(text))


def _words(text: str) -> Iterator[str]:
    """The words of a text. One of signs alone says nothing to a search and is passed over; one of dots would lead elsewhere."""
    blanked = "".join(" " if character in "/\\" or unicodedata.category(character)[0] == "C" else character for character in text)
    yield from (word for word in blanked.split() if any(character.isalnum() for character in word))


def _commands(word: str) -> bool:
    plain = unicodedata.normalize("NFKC", word).casefold()
    return plain.strip(".,;:!?'\"()[]{}<>") in KEYWORDS or PREFIXES.search(plain) is not None
