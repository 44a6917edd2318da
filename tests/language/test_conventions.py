"""The conventions of dates, row by row and in four languages, said on Monday 23 November 2026 at 10:15 in London."""

from datetime import datetime

import pytest

from bot.core.states import Grain
from bot.language import read
from tests.language.phrases import LONDON, NOW, wall

# start, end (not included), then how it is said in English, German, French and Spanish.
ROWS: list[tuple[str, str, str, str, str, str]] = [
    ("2026-11-23", "2026-11-24", "today", "heute", "aujourd'hui", "hoy"),
    ("2026-11-24", "2026-11-25", "tomorrow", "morgen", "demain", "mañana"),
    ("2026-11-22", "2026-11-23", "yesterday", "gestern", "hier", "ayer"),
    ("2026-11-25", "2026-11-26", "day after tomorrow", "übermorgen", "après-demain", "pasado mañana"),
    ("2026-11-21", "2026-11-22", "day before yesterday", "vorgestern", "avant-hier", "anteayer"),
    ("2026-11-23T18:00", "2026-11-24", "tonight", "heute Abend", "ce soir", "esta noche"),
    ("2026-11-27", "2026-11-28", "friday", "Freitag", "vendredi", "viernes"),
    ("2026-11-23", "2026-11-24", "on monday", "am Montag", "lundi", "el lunes"),
    ("2026-11-27", "2026-11-28", "this friday", "diesen Freitag", "ce vendredi", "este viernes"),
    ("2026-12-04", "2026-12-05", "next friday", "nächsten Freitag", "vendredi prochain", "el próximo viernes"),
    ("2026-11-20", "2026-11-21", "last friday", "letzten Freitag", "vendredi dernier", "el viernes pasado"),
    ("2026-12-01", "2026-12-02", "a week tomorrow", "morgen in einer Woche", "demain en huit", "de mañana en una semana"),
    ("2026-11-28", "2026-11-30", "this weekend", "dieses Wochenende", "ce week-end", "este fin de semana"),
    ("2026-12-05", "2026-12-07", "next weekend", "nächstes Wochenende", "le week-end prochain", "el próximo fin de semana"),
    ("2026-11-21", "2026-11-23", "last weekend", "letztes Wochenende", "le week-end dernier", "el fin de semana pasado"),
    ("2026-11-23", "2026-11-30", "this week", "diese Woche", "cette semaine", "esta semana"),
    ("2026-11-30", "2026-12-07", "next week", "nächste Woche", "la semaine prochaine", "la semana que viene"),
    ("2026-11-16", "2026-11-23", "last week", "letzte Woche", "la semaine dernière", "la semana pasada"),
    ("2026-12-01", "2027-01-01", "next month", "nächsten Monat", "le mois prochain", "el mes que viene"),
    ("2026-10-01", "2026-11-01", "last month", "letzten Monat", "le mois dernier", "el mes pasado"),
    ("2026-10-01", "2027-01-01", "this quarter", "dieses Quartal", "ce trimestre", "este trimestre"),
    ("2025-01-01", "2026-01-01", "last year", "letztes Jahr", "l'année dernière", "el año pasado"),
    ("2026-12-07", "2026-12-14", "w/c 9 Dec", "Woche vom 9.12.", "semaine du 9 décembre", "semana del 9 de diciembre"),
    ("2026-11-17", "2026-11-24", "last 7 days", "die letzten 7 Tage", "les 7 derniers jours", "los últimos 7 días"),
    ("2026-11-03", "2026-11-24", "past 3 weeks", "vergangene 3 Wochen", "les 3 dernières semaines", "las últimas 3 semanas"),
    ("2026-11-23", "2026-12-07", "next 14 days", "die nächsten 14 Tage", "les 14 prochains jours", "los próximos 14 días"),
    ("2026-11-22T10:15", "2026-11-23T10:15", "last 24 hours", "letzte 24 Stunden", "les 24 dernières heures", "las últimas 24 horas"),  # noqa: E501 - one phrase a row
    ("2026-11-23T10:15", "2026-11-23T13:15", "next 3 hours", "nächste 3 Stunden", "les 3 prochaines heures", "las próximas 3 horas"),  # noqa: E501 - one phrase a row
    ("2026-11-26", "2026-11-27", "in 3 days", "in 3 Tagen", "dans 3 jours", "dentro de 3 días"),
    ("2026-11-20", "2026-11-21", "3 days ago", "vor 3 Tagen", "il y a 3 jours", "hace 3 días"),
    ("2026-11-26", "2026-11-27", "today+3", "heute+3", "aujourd'hui+3", "hoy+3"),
    ("2026-12-03", "2026-12-04", "3 Dec", "3. Dez", "3 déc", "3 dic"),
    ("2026-12-03", "2026-12-04", "Dec 3rd", "3. Dezember", "le 3 décembre", "el 3 de diciembre"),
    ("2026-12-03", "2026-12-04", "3/12", "3.12.", "3/12", "3/12"),
    ("2026-12-03", "2026-12-04", "03.12.2026", "03.12.2026", "03/12/2026", "03/12/2026"),
    ("2026-12-03", "2026-12-04", "2026-12-03", "2026-12-03", "2026-12-03", "2026-12-03"),
    ("2026-12-03", "2026-12-04", "20261203", "20261203", "20261203", "20261203"),
    ("2026-12-03", "2026-12-04", "3/12/26", "3.12.26", "3/12/26", "3/12/26"),
    ("2026-12-03", "2026-12-06", "3-5 Dec", "3.-5. Dezember", "3-5 décembre", "3-5 diciembre"),
    ("2026-12-03", "2026-12-06", "3 to 5 December", "vom 3. bis 5. Dezember", "du 3 au 5 décembre", "del 3 al 5 de diciembre"),
    ("2026-11-23", "2026-11-26", "mon-wed", "Mo-Mi", "lun-mer", "lunes-miércoles"),
    ("2026-11-27", "2026-11-30", "fri to sun", "Freitag bis Sonntag", "vendredi à dimanche", "viernes a domingo"),
    ("2026-12-28", "2027-01-03", "28 dec - 2 jan", "28. Dez - 2. Jan", "28 déc - 2 janv", "28 dic - 2 ene"),
    ("2026-12-01", "2026-12-04", "1-3/12", "1.-3.12.", "1-3/12", "1-3/12"),
    ("2026-12-01", "2026-12-06", "2026-12-01..2026-12-05", "2026-12-01..2026-12-05", "2026-12-01..2026-12-05", "2026-12-01..2026-12-05"),  # noqa: E501 - one phrase a row
    ("2027-03-01", "2027-03-13", "between 1 and 12 March", "zwischen 1. und 12. März", "entre le 1 et le 12 mars", "entre el 1 y el 12 de marzo"),  # noqa: E501 - one phrase a row
    ("2026-11-24T09:00", "2026-11-24T12:00", "from 9am to noon tomorrow", "morgen von 9 bis 12 Uhr", "demain de 9h à midi", "mañana de 9h a 12h"),  # noqa: E501 - one phrase a row
    ("2026-11-27T19:00", "2026-11-27T21:00", "fri 7-9pm", "Freitag 19-21 Uhr", "vendredi 19h-21h", "viernes 19h-21h"),
    ("2026-11-23T14:00", "2026-11-23T16:30", "14:00-16:30 today", "heute 14:00-16:30", "aujourd'hui 14:00-16:30", "hoy 14:00-16:30"),  # noqa: E501 - one phrase a row
    ("2026-11-24T06:00", "2026-11-24T12:00", "tomorrow morning", "morgen Vormittag", "demain matin", "mañana por la mañana"),
    ("2026-11-24T12:00", "2026-11-24T18:00", "tomorrow afternoon", "morgen Nachmittag", "demain après-midi", "mañana por la tarde"),
    ("2026-11-24T18:00", "2026-11-25", "tomorrow evening", "morgen Abend", "demain soir", "mañana por la noche"),
    ("2026-12-01", "2027-01-01", "december", "Dezember", "décembre", "diciembre"),
    ("2025-12-01", "2026-01-01", "dec 2025", "Dez 2025", "déc 2025", "dic 2025"),
    ("2025-07-01", "2025-10-01", "Q3 last year", "Q3 letztes Jahr", "T3 de l'année dernière", "T3 del año pasado"),
    ("2026-01-01", "2026-07-01", "H1 2026", "erstes Halbjahr 2026", "premier semestre 2026", "primer semestre de 2026"),
    ("2026-01-01", "2027-01-01", "2026", "2026", "2026", "2026"),
    ("2026-11-01", "2026-11-23T10:15", "month to date", "Monat bis heute", "mois à ce jour", "mes hasta la fecha"),
    ("2026-01-01", "2026-11-23T10:15", "year to date", "Jahr bis heute", "année à ce jour", "año hasta la fecha"),
    ("2026-11-23T10:15", "2026-11-30", "rest of this week", "Rest der Woche", "le reste de la semaine", "el resto de la semana"),
    ("2026-12-01", "2026-12-11", "early december", "Anfang Dezember", "début décembre", "principios de diciembre"),
    ("2026-12-11", "2026-12-21", "mid december", "Mitte Dezember", "mi-décembre", "mediados de diciembre"),
    ("2026-12-21", "2027-01-01", "late december", "Ende Dezember", "fin décembre", "finales de diciembre"),
    ("2026-11-01", "", "since 1 nov", "seit 1. Nov", "depuis le 1 nov", "desde el 1 de nov"),
    ("2026-11-27", "", "from friday", "ab Freitag", "à partir de vendredi", "a partir del viernes"),
    ("2026-11-28", "", "after friday", "nach Freitag", "après vendredi", "después del viernes"),
    ("", "2026-11-27", "before friday", "vor Freitag", "avant vendredi", "antes del viernes"),
    ("", "2026-11-28", "until friday", "bis Freitag", "jusqu'à vendredi", "hasta el viernes"),
    ("2026-11-23T10:15", "", "upcoming", "ab jetzt", "à partir de maintenant", "de ahora en adelante"),
    ("2026-11-27", "2026-11-29", "2 nights from friday", "2 Nächte ab Freitag", "2 nuits à partir de vendredi", "2 noches desde el viernes"),  # noqa: E501 - one phrase a row
    ("2019-08-17", "2019-08-18", "1 month 5 days from 2019-07-12", "", "", ""),
    ("2026-11-30", "2026-12-07", "week 49", "KW 49", "semaine 49", "semana 49"),
    ("2026-12-25", "2026-12-26", "christmas", "Weihnachten", "noël", "navidad"),
    ("2027-03-28", "2027-03-29", "easter", "Ostern", "pâques", "pascua"),
    ("2026-12-01", "2026-12-02", "first tuesday of december", "erster Dienstag im Dezember", "premier mardi de décembre", "primer martes de diciembre"),  # noqa: E501 - one phrase a row
    ("2026-11-27", "2026-11-28", "last friday of november", "letzter Freitag im November", "dernier vendredi de novembre", "último viernes de noviembre"),  # noqa: E501 - one phrase a row
]  # fmt: skip
LOCALES = ("en-GB", "de-DE", "fr-FR", "es-ES")
CASES = [(text, locale, row[0], row[1]) for row in ROWS for locale, text in zip(LOCALES, row[2:], strict=True) if text]

ENGLISH_ONLY = [
    ("friday week", "2026-12-04", "2026-12-05"),
    ("a week on friday", "2026-12-04", "2026-12-05"),
    ("tomorrow week", "2026-12-01", "2026-12-02"),
    ("a week today", "2026-11-30", "2026-12-01"),
    ("tmrw", "2026-11-24", "2026-11-25"),
    ("2moro", "2026-11-24", "2026-11-25"),
    ("tomorow", "2026-11-24", "2026-11-25"),
    ("on thurs", "2026-11-26", "2026-11-27"),
    ("since friday", "2026-11-20", ""),
    ("last 90d", "2026-08-26", "2026-11-24"),
    ("last 24h", "2026-11-22T10:15", "2026-11-23T10:15"),
    ("past 2 hours", "2026-11-23T08:15", "2026-11-23T10:15"),
    ("next fortnight", "2026-11-23", "2026-12-07"),
    ("last 3 months", "2026-08-24", "2026-11-24"),
    ("week of 7 dec", "2026-12-07", "2026-12-14"),
    ("week commencing 7 Dec", "2026-12-07", "2026-12-14"),
    ("14:00", "2026-11-23T14:00", "2026-11-23T15:00"),
    ("tomorrow at 3pm", "2026-11-24T15:00", "2026-11-24T16:00"),
    ("tomorrow at 15:30", "2026-11-24T15:30", "2026-11-24T15:31"),
    ("half past seven tomorrow evening", "2026-11-24T19:30", "2026-11-24T19:31"),
    ("quarter to 9 tomorrow", "2026-11-24T08:45", "2026-11-24T08:46"),
    ("tomorrow 9 to 5", "2026-11-24T09:00", "2026-11-24T17:00"),
    ("fri 10pm - 2am", "2026-11-27T22:00", "2026-11-28T02:00"),
    ("tomorrow 5pm - friday 3pm", "2026-11-24T17:00", "2026-11-27T15:00"),
    ("QTD", "2026-10-01", "2026-11-23T10:15"),
    ("Q4", "2026-10-01", "2027-01-01"),
    ("rest of this month", "2026-11-23T10:15", "2026-12-01"),
    ("by friday", "", "2026-11-28"),
    ("up to friday", "", "2026-11-28"),
    ("until 2pm", "", "2026-11-23T14:00"),
    ("after 2pm", "2026-11-23T14:00", ""),
    ("tomorrow after 3pm", "2026-11-24T15:00", "2026-11-25"),
    ("from now on", "2026-11-23T10:15", ""),
    ("future", "2026-11-23T10:15", ""),
    ("friday next week", "2026-12-04", "2026-12-05"),
    ("mon-wed next week", "2026-11-30", "2026-12-03"),
    ("next week monday", "2026-11-30", "2026-12-01"),
    ("the 15th of next month", "2026-12-15", "2026-12-16"),
    ("the 5th", "2026-12-05", "2026-12-06"),
    ("3rd to 5th", "2026-12-03", "2026-12-06"),
    ("saturday and sunday", "2026-11-28", "2026-11-30"),
    ("week after next", "2026-12-07", "2026-12-14"),
    ("10Dec26", "2026-12-10", "2026-12-11"),
    ("friday 27 november", "2026-11-27", "2026-11-28"),
    ("friday 20 november", "2026-11-20", "2026-11-21"),
    ("two thousand and twenty five", "2025-01-01", "2026-01-01"),
    ("more than 30 days ago", "", "2026-10-24"),
    ("boxing day", "2026-12-26", "2026-12-27"),
    ("²⁰²⁶-12-03", "2026-12-03", "2026-12-04"),
]


def window(text: str, locale: str = "en-GB", now: datetime = NOW) -> tuple[str, str]:
    said = read(text, now=now, zone=LONDON, locale=locale).query.window
    assert said is not None, text
    return wall(said.start), wall(said.end)


@pytest.mark.parametrize(("text", "locale", "start", "end"), CASES, ids=[f"{case[1]} {case[0]}" for case in CASES])
def test_row(text: str, locale: str, start: str, end: str) -> None:
    assert window(text, locale) == (start, end)


@pytest.mark.parametrize(("text", "start", "end"), ENGLISH_ONLY, ids=[case[0] for case in ENGLISH_ONLY])
def test_english(text: str, start: str, end: str) -> None:
    assert window(text) == (start, end)


@pytest.mark.parametrize(
    ("locale", "day"), [("en-US", "2027-03-04"), ("en-GB", "2027-04-03"), ("de-DE", "2027-04-03"), ("en", "2027-04-03")]
)
def test_the_locale_orders_day_and_month(locale: str, day: str) -> None:
    reading = read("03/04", now=NOW, zone=LONDON, locale=locale)
    assert reading.query.window is not None
    assert wall(reading.query.window.start) == day
    assert bool(reading.doubts) is (locale == "en")


def test_the_other_order_where_only_that_is_a_date() -> None:
    assert window("12/25", "en-GB") == window("25/12", "en-US") == ("2026-12-25", "2026-12-26")


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("arrivals next friday", "arrivals Fri 27 Nov 2026"),
        ("orders for May", "orders for May 2027"),
        ("table 4 at 7", "table 4 at Mon 23 Nov 2026 19:00"),
    ],
)
def test_another_reading_is_one_click_away(text: str, other: str) -> None:
    reading = read(text, now=NOW, zone=LONDON)
    assert reading.doubts[0].suggestions == (other,)
    assert read(other, now=NOW, zone=LONDON).query != reading.query


@pytest.mark.parametrize(
    ("text", "grain"),
    [
        ("tomorrow", Grain.DAY),
        ("next week", Grain.WEEK),
        ("december", Grain.MONTH),
        ("Q3", Grain.QUARTER),
        ("2026", Grain.YEAR),
        ("tomorrow at 3pm", Grain.HOUR),
        ("tomorrow at 15:30", Grain.MINUTE),
        ("tomorrow morning", Grain.PART),
        ("last 24h", Grain.INSTANT),
        ("rest of this week", Grain.INSTANT),
    ],
)
def test_the_grain_is_how_finely_it_was_named(text: str, grain: Grain) -> None:
    said = read(text, now=NOW, zone=LONDON).query.window
    assert said is not None
    assert said.grain is grain


@pytest.mark.parametrize("text", ["orders 3 dec from 9 jan", "orders sat, wed", "arrivals 31 feb"])
def test_no_day_rather_than_a_wrong_one(text: str) -> None:
    reading = read(text, now=NOW, zone=LONDON)
    assert reading.query.window is None
    assert reading.doubts


def test_a_second_date_elsewhere_is_said() -> None:
    reading = read("arrivals tomorrow for smith booked 3 nov", now=NOW, zone=LONDON)
    assert reading.query.window is not None
    assert wall(reading.query.window.start) == "2026-11-24"
    assert [doubt.words for doubt in reading.doubts] == ["3 nov"]
