"""The phrase files: what people type, and what must be read from it."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.core.query import Query, Sort, Worth
from bot.core.states import Status
from bot.language import Names, amounts

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 23, 10, 15, tzinfo=LONDON)
NAMES = Names(
    venues={"palm": "Palm Tree Resort", "harbour": "Harbour House"},
    vendors={"trybe": "Trybe", "beds24": "Beds24"},
    accounts=("palm-spa",),
)


LOCALES = {"en": "en-GB", "de": "de-DE", "fr": "fr-FR", "es": "es-ES"}


class Phrase(NamedTuple):
    """A text, its window as local wall time (the end not included), and other parts of the query as text."""

    locale: str
    text: str
    start: str
    end: str
    expected: dict[str, str]


def phrases(language: str = "en") -> Iterator[Phrase]:
    """All phrases of a language's file."""
    for line in (Path(__file__).parent / "said" / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        text, window, rest = (part.strip() for part in line.split("|"))
        start, _, end = window.partition("..")
        parts = (part.partition("=") for part in re.split(r"\s+(?=\w+=)", rest) if part)
        yield Phrase(LOCALES[language], text, start, end, {name: value for name, _, value in parts})


def wall(moment: datetime | None) -> str:
    """A moment as local time of London; midnight is the bare date."""
    return "" if moment is None else moment.astimezone(LONDON).strftime("%Y-%m-%dT%H:%M").removesuffix("T00:00")


def written(query: Query, name: str) -> str:
    """A part of a query as the phrase file writes it."""
    if name == "axis":
        return query.window.axis.value if query.window is not None else ""
    if name in ("name", "email", "phone"):
        return getattr(query.customer, name, None) or ""
    if name == "status":
        refused = [state for state in Status if state not in query.status]
        if query.status and len(refused) <= 3:
            return "!" + ",".join(refused)
    value = getattr(query, name)
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else ""
        case Sort():
            return ("-" if value.descending else "") + value.by
        case tuple():
            return ",".join(value)
        case Worth():
            return amounts.written(value)
        case _ if name == "party":
            return f"{'' if value.min is None else value.min}-{'' if value.max is None else value.max}"
        case _:
            return str(value)
