"""Words that are left over: said, with a text that does without them or names what was probably meant."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.core.errors import UnknownName
from bot.core.reading import Reading
from bot.language import Names, read

LONDON = ZoneInfo("Europe/London")
NAMES = Names(venues={"harbour": "Harbour House", "palm": "Palm Tree Resort"}, vendors={"trybe": "Trybe"})


def reading(text: str) -> Reading:
    return read(text, now=datetime(2026, 11, 23, 9, tzinfo=LONDON), zone=LONDON, names=NAMES)


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("arrivals tomorrow at plam", "arrivals tomorrow at palm"),
        ("arrivals tomorrow harbor", "arrivals tomorrow harbour"),
        ("arrivals tomorrow wiht breakfast", "arrivals tomorrow"),
    ],
)
def test_what_was_not_used_is_said_with_a_text_to_ask_instead(text: str, instead: str) -> None:
    (doubt,) = reading(text).doubts
    assert doubt.suggestions == (instead,)


@pytest.mark.parametrize("text", ["arrivals tomorrow smith", "Jane Smith tomorrow", "arrivals tomorrow"])
def test_a_name_is_no_doubt(text: str) -> None:
    assert reading(text).doubts == ()


def test_who_owes_us_money_asks_for_nothing_else() -> None:
    assert reading("who owes us money today").rest == ""


def test_a_group_is_found_by_its_number_and_meant_by_its_size_without_one() -> None:
    assert reading("group 900018").query.group == "900018"
    party = reading("groups tomorrow").query.party
    assert party is not None
    assert party.min == 6


def test_an_unknown_status_lists_the_known_ones_one_word_each() -> None:
    with pytest.raises(UnknownName) as caught:
        reading("status:cancelld")
    assert caught.value.nearest == "cancelled"
    assert {"confirmed", "pending", "cancelled", "no-show", "completed"} <= set(caught.value.known)


TRADES = Names(
    venues={"palm": "The Store Hotel"},
    vendors={"trybe": "Trybe", "beds24": "Beds24", "aifi": "AiFi OASIS"},
    trades={"trybe": ("spa",), "beds24": ("hotel",), "aifi": ("store",)},
)


@pytest.mark.parametrize(
    ("text", "locale", "vendors"),
    [
        ("what's on this afternoon at the spa", "en-GB", ("trybe",)),
        ("arrivals tomorrow at the hotel", "en-GB", ("beds24",)),
        ("Termine heute im Spa", "de-DE", ("trybe",)),
        ("rendez-vous demain au spa", "fr-FR", ("trybe",)),
        ("citas hoy en el spa", "es-ES", ("trybe",)),
        ("arrivals today at the store hotel", "en-GB", ()),
        ("spa no-shows yesterday", "en-GB", ("trybe",)),
        ("hotel arrivals tomorrow", "en-GB", ("beds24",)),
        ("Umsatz gestern im Laden", "de-DE", ("aifi",)),
        ("recettes d'hier au magasin", "fr-FR", ("aifi",)),
    ],
)
def test_the_part_of_a_house_is_the_system_that_serves_it(text: str, locale: str, vendors: tuple[str, ...]) -> None:
    read_so = read(text, now=datetime(2026, 11, 23, 9, tzinfo=LONDON), zone=LONDON, locale=locale, names=TRADES)
    assert (read_so.query.vendors, read_so.rest) == (vendors, "")


SHOP = replace(TRADES, venues={"palm": "Palm Hotel"})


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        ("who's in the hotel tonight", "en-GB", ("overlap", "beds24")),
        ("wer ist heute Nacht im Hotel", "de-DE", ("overlap", "beds24")),
        ("who is in store now", "en-GB", ("overlap", "aifi")),
        ("wer ist gerade im Laden", "de-DE", ("overlap", "aifi")),
        ("qui est dans le magasin maintenant", "fr-FR", ("overlap", "aifi")),
        ("quién está en la tienda ahora", "es-ES", ("overlap", "aifi")),
        ("who's in the spa now", "en-GB", ("start", "trybe")),
        ("takings in the store yesterday", "en-GB", ("revenue", "aifi")),
        ("what's on at the spa", "en-GB", ("start", "trybe")),
        ("is the hotel full on friday", "en-GB", ("start", "beds24")),
        ("how full is the hotel tomorrow", "en-GB", ("start", "beds24")),
    ],
)
def test_who_is_in_a_part_of_the_house_is_there_and_did_not_come_some_day(
    text: str, locale: str, expected: tuple[str, str]
) -> None:
    query = read(text, now=datetime(2026, 11, 23, 9, tzinfo=LONDON), zone=LONDON, locale=locale, names=SHOP).query
    assert query.window is not None
    assert (query.window.axis.value, *query.vendors) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("late checkouts today", "I do not look for “late”: all are shown, with their times where they are known."),
        ("stays over 7 nights", "I cannot look for how long something is; I left out “over 7 nights”."),
        ("who's working today", "No system tells who is on duty; “appointments” show who treats."),
        (
            "compare arrivals today",
            "I answer for one stretch of days and do not compare; ask for each. The daily summary compares.",
        ),
    ],
)
def test_what_no_system_tells_is_left_out_aloud(text: str, said: str) -> None:
    assert [doubt.message for doubt in reading(text).doubts] == [said]


def test_a_code_that_does_not_work_is_not_somebody_on_duty() -> None:
    assert reading("why isnt SUMMER10 working").doubts == ()
