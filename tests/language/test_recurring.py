"""Words that say when something shall be posted: what they become, what is refused and why, and what stays a question."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.errors import NotUnderstood
from bot.core.recurrence import Recurrence
from bot.language.names import Names
from bot.language.recurring import is_bare, read_recurring

WORDS = (
    "daily every täglich jeden at um 7 6:30 25:00 : #desk # on in for palm house monday freitag to - weekdays 1st 31 second two "
    "weeks day month noon 9h30 halb arrivals status:confirmed ß İ ﬁ … “x” 99999999999 12/11 1. , and 24:00 7.30 half past 7 5 to 6"
).split()
NAMES = Names(venues={"palm": "Palm Tree Spa", "harbour": "Harbour House"}, vendors={"trybe": "Trybe"})


def said(text: str, locale: str = "en-GB") -> str:
    """A reading on one line: when, then where, then what."""
    found = read_recurring(text, locale=locale, names=NAMES)
    assert found is not None, text
    channel, venue = (f" #{found.channel}" if found.channel else ""), (f" @{found.venue}" if found.venue else "")
    return f"{found.recurrence.cron}{channel}{venue}" + (f" | {found.question}" if found.question else "")


@pytest.mark.parametrize(
    ("locale", "text", "becomes"),
    [
        ("en-GB", "daily at 6:30 in #spa-desk on weekdays", "30 6 * * 1,2,3,4,5 #spa-desk"),
        ("en-GB", "daily at 7 for palm", "0 7 * * * @palm"),
        ("en-GB", "daily for harbour house at half past six in #desk", "30 6 * * * #desk @harbour"),
        ("en-GB", "daily at noon please", "0 12 * * *"),
        ("en-GB", "daily at 7 on sat and sun", "0 7 * * 6,0"),
        ("en-GB", "daily in #desk", "0 7 * * * #desk"),
        ("en-GB", "every monday at 9: cancellations last week", "0 9 * * 1 | cancellations last week"),
        ("en-GB", "every monday at 9:15:unpaid orders for Anna", "15 9 * * 1 | unpaid orders for Anna"),
        ("en-GB", "every day at 18:00: arrivals tomorrow #vip", "0 18 * * * | arrivals tomorrow #vip"),
        ("en-GB", "every day at 7 on weekdays: arrivals", "0 7 * * 1,2,3,4,5 | arrivals"),
        ("en-GB", "every mon, wed and fri at 9am: arrivals", "0 9 * * 1,3,5 | arrivals"),
        ("en-GB", "every friday to monday at 8: arrivals", "0 8 * * 1,5,6,0 | arrivals"),
        ("en-GB", "every week on monday at 9: arrivals", "0 9 * * 1 | arrivals"),
        ("en-GB", "every morning at 7: arrivals", "0 7 * * * | arrivals"),
        ("en-GB", "mondays at 9: arrivals", "0 9 * * 1 | arrivals"),
        ("en-GB", "every 1st of the month at 9: vouchers", "0 9 1 * * | vouchers"),
        ("en-GB", "daily: arrivals today", "0 7 * * * | arrivals today"),
        ("de-DE", "täglich um 6:30", "30 6 * * *"),
        ("de-DE", "täglich um 6 Uhr 30 in #empfang für palm", "30 6 * * * #empfang @palm"),
        ("de-DE", "jeden Montag um 9: Stornierungen letzte Woche", "0 9 * * 1 | Stornierungen letzte Woche"),
        ("de-DE", "montags um halb sieben: Ankünfte", "30 6 * * 1 | Ankünfte"),
        ("de-DE", "jeden 1. um 9: Ankünfte heute", "0 9 1 * * | Ankünfte heute"),
        ("de-DE", "werktags um 7: Ankünfte heute", "0 7 * * 1,2,3,4,5 | Ankünfte heute"),
        ("fr-FR", "tous les lundis à 9h : annulations la semaine dernière", "0 9 * * 1 | annulations la semaine dernière"),
        ("fr-FR", "tous les jours à 18h30: arrivées demain", "30 18 * * * | arrivées demain"),
        ("fr-FR", "en semaine à 7h: arrivées", "0 7 * * 1,2,3,4,5 | arrivées"),
        ("es-ES", "cada lunes a las 9: cancelaciones la semana pasada", "0 9 * * 1 | cancelaciones la semana pasada"),
        ("es-ES", "todos los días a las 7", "0 7 * * *"),
        ("es-ES", "los lunes a las 9: llegadas", "0 9 * * 1 | llegadas"),
        ("es-ES", "de lunes a viernes a las 9: llegadas", "0 9 * * 1,2,3,4,5 | llegadas"),
    ],
)
def test_times_days_places_and_what_is_asked(locale: str, text: str, becomes: str) -> None:
    assert said(text, locale) == becomes


@pytest.mark.parametrize(
    ("text", "why", "nearest"),
    [
        ("daily at 25:00", "“25:00” is no time of day", "daily at 07:00"),
        ("daily at 6:75", "“6:75” is no time of day", "daily at 07:00"),
        ("daily at 24:00 for palm", "“24:00” is no time of day", "daily at 07:00 for palm"),
        ("daily at 99", "“99” is no time of day", "daily at 07:00"),
        ("daily at 7 on blursday", "no day, time or venue “blursday”. Did you mean thursday?", "daily at 7 on thursday"),
        ("daily on blursday", "no day, time or venue “blursday”. Did you mean thursday?", "daily on thursday"),
        ("every Blursday at 9: arrivals", "“Blursday”", "every thursday at 9: arrivals"),
        ("daily at 7 for plam", "Did you mean palm?", "daily at 7 for palm"),
        ("every monday at 9 cancellations last week", "after a colon", "every monday at 9: cancellations last week"),
        ("every two weeks at 9: arrivals", "cannot post by “two weeks”", "every monday 07:00: arrivals"),
        ("every hour: arrivals", "once a day", "every monday 07:00: arrivals"),
        ("every first monday at 9: arrivals", "cannot post by “first”", "every monday 07:00: arrivals"),
        ("daily at 7:", "nothing does", "daily at 7"),
        ("daily at 7 at 9", "more than one time", None),
        ("daily at 7 in #one in #two", "more than one channel", None),
        ("daily at 7 for palm and harbour", "more than one venue", None),
        ("every 1st on mondays at 9: arrivals", "not on both", None),
    ],
)
def test_what_does_not_exist_is_named_with_what_does(text: str, why: str, nearest: str | None) -> None:
    with pytest.raises(NotUnderstood) as caught:
        read_recurring(text, names=NAMES)
    assert why in str(caught.value)
    assert caught.value.nearest == ((nearest,) if nearest else ())


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en-GB", "every arrival on monday at 9am"),
        ("de-DE", "alle Ankünfte montag um 9 Uhr"),
        ("de-DE", "alle 3 Buchungen um 9 Uhr"),
        ("fr-FR", "toutes les arrivées lundi à 9h"),
        ("es-ES", "todos los clientes del lunes a las 9"),
    ],
)
def test_every_booking_at_a_time_is_a_question(locale: str, text: str) -> None:
    assert read_recurring(text, locale=locale, names=NAMES) is None


@pytest.mark.parametrize(
    "text",
    [
        "daily takings", "daily report", "every booking tomorrow", "every monday", "arrivals tomorrow",
        "status:confirmed created:monday", "monday: arrivals", "unpaid orders this week: Anna", "daily",
    ],
)  # fmt: skip
def test_a_question_stays_a_question(text: str) -> None:
    assert read_recurring(text, names=NAMES) is None


def test_what_may_be_meant_otherwise_is_said() -> None:
    def doubts(text: str) -> str:
        found = read_recurring(text, names=NAMES)
        assert found is not None
        return " ".join(doubt.message for doubt in found.doubts)

    assert doubts("daily at 4") == "That is at night; for the afternoon write 16:00."
    assert doubts("every mondya at 9: arrivals") == "I read “mondya” as “monday”."
    assert doubts("every 31st at 9: arrivals") == "Months that have no such day are left out."
    assert doubts("daily at 4am") == doubts("daily at 04:00") == ""


def test_daily_alone_asks_what_is_set_up() -> None:
    assert is_bare(" Daily ")
    assert is_bare("täglich", "de-DE")
    assert not is_bare("daily at 7")
    assert not is_bare("")


@given(st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join) | st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_is_a_question_or_is_refused(text: str) -> None:
    for locale in ("en-GB", "de-DE"):
        found = None
        with suppress(NotUnderstood):
            found = read_recurring(text, locale=locale, names=NAMES)
        assert found is None or Recurrence.of(found.recurrence.cron) == found.recurrence


@pytest.mark.parametrize("cron", ["30 6 * * 1,2,3,4,5", "0 7 * * *", "0 9 1 * *", "5 23 * * 6,0"])
def test_a_recurrence_is_read_back_from_its_cron(cron: str) -> None:
    assert Recurrence.of(cron).cron == cron


def test_a_recurrence_is_a_sentence() -> None:
    said_as = {
        cron: Recurrence.of(cron).sentence
        for cron in ("30 6 * * 1,2,3,4,5", "0 9 * * 1,3,5", "0 9 22 * *", "0 9 11 * *", "0 7 * * *")
    }
    assert list(said_as.values()) == [
        "On weekdays at 06:30", "Every Monday, Wednesday and Friday at 09:00", "On the 22nd of each month at 09:00",
        "On the 11th of each month at 09:00", "Every day at 07:00",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="no time on some days"):
        Recurrence.of("0 7 1 * 1")
