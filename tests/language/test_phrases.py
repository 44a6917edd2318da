"""Phrases of the desk, each with the window and the filters that it asks for."""

import pytest

from bot.language import explain, read
from tests.language.phrases import LOCALES, LONDON, NAMES, NOW, Phrase, phrases, wall, written

PHRASES = [phrase for language in LOCALES for phrase in phrases(language)]


@pytest.mark.parametrize("phrase", PHRASES, ids=[f"{phrase.locale} {phrase.text}" for phrase in PHRASES])
def test_phrase(phrase: Phrase) -> None:
    query = read(phrase.text, now=NOW, zone=LONDON, locale=phrase.locale, names=NAMES).query
    said = query.window
    assert (wall(said.start), wall(said.end)) == (phrase.start, phrase.end) if said else not (phrase.start or phrase.end)
    assert {name: written(query, name) for name in phrase.expected} == phrase.expected


@pytest.mark.parametrize("phrase", PHRASES, ids=[f"{phrase.locale} {phrase.text}" for phrase in PHRASES])
def test_spoken_back(phrase: Phrase) -> None:
    query = read(phrase.text, now=NOW, zone=LONDON, locale=phrase.locale, names=NAMES).query
    for locale in LOCALES.values():
        sentence = explain(query, locale=locale, names=NAMES)
        assert read(sentence, now=NOW, zone=LONDON, locale=locale, names=NAMES).query == query, sentence
