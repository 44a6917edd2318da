"""A query spoken back reads as the same query, in every language."""

from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language import Names, explain, read
from tests.language.strategies import ZONES, queries

NAMES = Names(
    venues={"palm": "Palm Tree Resort", "harbour": "Harbour House"},
    vendors={"trybe": "Trybe", "beds24": "Beds24"},
    accounts=("palm-spa",),
)
LOCALES = ("en-GB", "en-US", "de-DE", "fr-FR", "es-ES")


@settings(max_examples=600, deadline=None)
@given(data=st.data(), locale=st.sampled_from(LOCALES), zone=st.sampled_from(ZONES), named=st.booleans())
def test_a_sentence_reads_as_the_query_it_came_from(data: st.DataObject, locale: str, zone: ZoneInfo, named: bool) -> None:
    query = data.draw(queries(zone))
    names = NAMES if named else Names()
    sentence = explain(query, locale=locale, names=names)
    now = datetime(2026, 11, 23, 10, 15, tzinfo=zone)
    assert read(sentence, now=now, zone=zone, locale=locale, names=names).query == query, sentence
