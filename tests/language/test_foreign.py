"""Single days in languages without a table of ours."""

import pytest

from bot.language import read
from tests.language.phrases import LONDON, NOW, wall


@pytest.mark.parametrize(
    ("text", "locale", "day"),
    [
        ("morgen", "nl-NL", "2026-11-24"),
        ("arrivals vrijdag", "nl-NL", "2026-11-27"),
        ("3 december", "nl-NL", "2026-12-03"),
        ("domani", "it-IT", "2026-11-24"),
        ("arrivals venerdì", "it-IT", "2026-11-27"),
        ("23 listopada", "pl-PL", "2026-11-23"),
        ("amanhã", "pt-PT", "2026-11-24"),
    ],
)
def test_a_single_day(text: str, locale: str, day: str) -> None:
    said = read(text, now=NOW, zone=LONDON, locale=locale).query.window
    assert said is not None
    assert wall(said.start) == day


@pytest.mark.parametrize("text", ["orders for Anna Rossi", "TRY0012", "orders rossi", "12", "tavolo"])
def test_names_and_numbers_are_no_days(text: str) -> None:
    assert read(text, now=NOW, zone=LONDON, locale="it-IT").query.window is None
