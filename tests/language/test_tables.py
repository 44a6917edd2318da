"""Every language has every concept, and every word of it can be read."""

from datetime import datetime

import pytest

from bot.core.states import Axis, Balance, Channel, Kind, Stage, Status
from bot.language import label, noun, read, span_of_dates
from bot.language.lexicon import lexicon
from bot.language.tables import LANGUAGES, table, words
from bot.language.tokens import fold
from tests.language.phrases import LONDON, NOW

ENGLISH = table("en")
STATES = (Status, Stage, Kind, Balance, Channel, Axis)
MAY_BE_EMPTY = frozenset(
    "half_to half_past ago_before past_clock past_after meridiem meridiem_short modal from_day plain_from fraction splits particle "
    "tail elision over_before from_today booked_in".split()
)
"""What a language may do without: German has no "pm", English no word for "half to"."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_has_every_concept(language: str) -> None:
    mine = table(language)
    missing = {(section, key) for section, keys in ENGLISH.items() for key in keys if key not in mine.get(section, {})}
    assert not missing
    assert set(mine) == set(ENGLISH)
    empty = {
        (section, key) for section, keys in mine.items() if section not in MAY_BE_EMPTY for key, said in keys.items() if not said
    }
    assert not empty


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_has_a_word(language: str) -> None:
    for states in STATES:
        for state in states:
            assert label(state, f"{language}-XX")
    for kind in Kind:
        assert noun(kind, 1, language) != noun(kind, 2, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_known_to_the_lexicon(language: str) -> None:
    known = lexicon(f"{language}-XX")
    for phrase, section, _ in words(language):
        assert phrase == fold(phrase)
        if section != "key":
            assert known.phrase(phrase) is not None, phrase


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_a_typo_of_another(language: str) -> None:
    """A word of the table never raises the doubt that it was mistyped."""
    for phrase, _, _ in words(language):
        if phrase.isalpha():
            reading = read(f"TRY0012 {phrase}", now=NOW, zone=LONDON, locale=f"{language}-XX")
            assert not any("I read" in doubt.message and f"“{phrase}” as" in doubt.message for doubt in reading.doubts), phrase


def test_labels() -> None:
    assert label(Status.NO_SHOW, "en-GB") == "no-show"
    assert label(Kind.ORDER, "de-DE") == "bestellung"
    assert noun(Axis.START, 14, "en-GB") == "14 arrivals"
    assert noun(Kind.ORDER, 1, "en-GB") == "1 order"
    assert noun(None, 3, "fr-FR") == "3 réservations"


def test_a_stay_in_words() -> None:
    day = datetime(2026, 11, 24, tzinfo=LONDON).date
    assert span_of_dates(day(), datetime(2026, 11, 27, tzinfo=LONDON).date(), "en-GB") == "24–27 Nov (3 nights)"
    assert span_of_dates(day(), datetime(2026, 11, 25, tzinfo=LONDON).date(), "en-GB") == "24–25 Nov (1 night)"
    assert (
        span_of_dates(datetime(2026, 12, 30, tzinfo=LONDON).date(), datetime(2027, 1, 2, tzinfo=LONDON).date(), "de-DE")
        == "30 Dez 2026 – 2 Jan 2027 (3 nächte)"
    )
