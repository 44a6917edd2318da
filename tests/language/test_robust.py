"""Any text reads without a crash, the same way each time, and says truly where its words stand."""

import random
import unicodedata
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.errors import AskDifferently, NothingAsked, NotUnderstood
from bot.core.reading import Reading
from bot.language import Names, read
from bot.language.tables import LANGUAGES, words
from tests.language.strategies import ZONES

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 23, 10, 15, tzinfo=LONDON)
NAMES = Names(venues={"palm": "Palm Tree Resort"}, vendors={"trybe": "Trybe"}, accounts=("palm-spa",))
LOCALES = ("en-GB", "en-US", "en", "de-DE", "fr-FR", "es-ES", "", "x", "zz-ZZ")

known_words = st.sampled_from(sorted({phrase for language in LANGUAGES for phrase, _, _ in words(language)}))
pieces = st.one_of(
    known_words,
    st.sampled_from(
        [
            "3/12",
            "03.12.2026",
            "14:00",
            "-",
            "..",
            "5",
            "31",
            "2026",
            "99999999999",
            "“x”",
            "status:",
            "venue:palm",
            "\u200b",
            "½",
            "²⁰²⁶",
        ]
    ),
    st.integers(0, 10**12).map(str),
    st.text(max_size=8),
)
sentences = st.lists(pieces, max_size=14).map(" ".join)


def attempt(text: str, locale: str = "en-GB", now: datetime = NOW, zone: ZoneInfo = LONDON) -> Reading | None:
    """The reading, or nothing where the text is refused in the way that is promised."""
    try:
        return read(text, now=now, zone=zone, locale=locale, names=NAMES)
    except AskDifferently:
        return None


@settings(max_examples=1500, deadline=None)
@given(text=st.one_of(sentences, st.text(max_size=400)), locale=st.sampled_from(LOCALES), zone=st.sampled_from(ZONES))
def test_any_text_reads_the_same_twice(text: str, locale: str, zone: ZoneInfo) -> None:
    first, second = attempt(text, locale, NOW, zone), attempt(text, locale, NOW, zone)
    assert first == second
    if first is None:
        return
    for span in first.spans:
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == span.text
    assert sorted(span.start for span in first.spans) == [span.start for span in first.spans]


@settings(max_examples=400, deadline=None)
@given(text=sentences, now=st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)), zone=st.sampled_from(ZONES))  # noqa: DTZ001
def test_any_clock_and_zone(text: str, now: datetime, zone: ZoneInfo) -> None:
    reading = attempt(text, "en-GB", now.replace(tzinfo=UTC), zone)
    if reading is not None and reading.query.window is not None:
        said = reading.query.window
        assert said.start is None or said.end is None or said.start < said.end


def test_twenty_thousand_generated_texts() -> None:
    chance = random.Random(11)
    vocabulary = {language: [phrase for phrase, _, _ in words(language)] for language in LANGUAGES}
    extras = ["3/12", "03.12.2026", "14:00", "7", "31", "2026", "-", "smith", "TRY0012", "#vip", "a@b.co", "status:paid", "“x y”"]
    read_at_all = 0
    for number in range(20_000):
        language = LANGUAGES[number % len(LANGUAGES)]
        picked = [chance.choice(vocabulary[language] if chance.random() < 0.75 else extras) for _ in range(chance.randint(1, 7))]
        read_at_all += attempt(" ".join(picked), f"{language}-{language.upper()}") is not None
    assert read_at_all > 15_000


@pytest.mark.parametrize(
    "text",
    [
        "1 " * 1500,
        "smith " * 500,
        "arrivals tomorrow " * 166,
        "“" * 3000,
        'key:"' * 600,
        "-" * 3000,
        "3/4" * 1000,
        "\u202e\u200b\u2066tomorrow\u2069" * 200,
        "👩‍👩‍👧" * 400,
        "tomorrov " * 333,
        "a'b" * 1000,
        "9" * 3000,
        "to to from from " * 180,
        "\x00\x01\x02 tomorrow",
        "من فضلك غدا",
        "明日の予約",
        "İstanbul ẞ ﬁ ǆ tomorrow",
        "x" * 5000,
    ],
)
def test_long_and_strange_texts(text: str) -> None:
    for locale in ("en-GB", "de-DE", "fr-FR", "es-ES"):
        attempt(text, locale)


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u200b", "\n\t"])
def test_nothing_asked(text: str) -> None:
    with pytest.raises(NothingAsked):
        read(text, now=NOW, zone=LONDON)


@pytest.mark.parametrize("text", ["?!", "...", "the", "please show me", "🙂"])
def test_not_understood_names_what_works(text: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read(text, now=NOW, zone=LONDON)
    assert refused.value.nearest
    for nearest in refused.value.nearest:
        assert read(nearest, now=NOW, zone=LONDON).query.window is not None


@pytest.mark.parametrize(
    "text",
    [
        "arrivals tomorrow",
        "arrivals\u00a0tomorrow",
        "arri\u200bvals tomor\u00adrow",
        "ＡＲＲＩＶＡＬＳ tomorrow",
        "\u202darrivals tomorrow\u202c",
    ],
)
def test_invisible_and_wide_characters_change_nothing(text: str) -> None:
    expected = read("arrivals tomorrow", now=NOW, zone=LONDON).query
    assert read(text, now=NOW, zone=LONDON).query == expected


def test_accents_may_be_left_out_or_decomposed() -> None:
    expected = read("nächsten März", now=NOW, zone=LONDON, locale="de-DE").query
    assert expected.window is not None
    for text in ("nachsten Marz", unicodedata.normalize("NFD", "nächsten März"), "NÄCHSTEN MÄRZ"):
        assert read(text, now=NOW, zone=LONDON, locale="de-DE").query == expected
