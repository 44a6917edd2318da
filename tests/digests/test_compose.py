"""A summary is composed by rule: the same facts always give the same words."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.core.money import Folio
from bot.core.record import Figure, Named, Places, Record
from bot.core.states import Kind, Status, Unit
from bot.core.venue import Venue
from bot.digests.compose import compose, recorded
from bot.digests.covers import by_day, covered, covers, sifted
from bot.digests.edition import compared
from bot.digests.facts import Fact, Facts, Source
from bot.digests.headline import headline
from bot.digests.metrics import METRICS, Day
from bot.digests.saying import compared_cells, takings
from bot.store.counts import Counted

LONDON = ZoneInfo("Europe/London")
DAY = Day(date(2026, 11, 24), LONDON)
HARBOUR = Venue(id="harbour", name="Harbour House", zone=LONDON, currency="GBP", rooms=50)


def record(id: str, kind: Kind = Kind.BOOKING, **fields: Any) -> Record:
    return Record(**{"vendor": "v", "account": "a", "venue": "harbour", "kind": kind, "id": id} | fields)


def owing(id: str, amount: int, kind: Kind = Kind.BOOKING) -> Record:
    return record(id, kind, money=Folio(currency="GBP", balance=amount))


def facts(*, complete: bool = True, records: dict[str, tuple[Record, ...]] | None = None, **counts: int) -> Facts:
    found = {
        key: Fact(
            metric=METRICS[key],
            query=METRICS[key].question(DAY),
            count=counts.get(key, len((records or {}).get(key, ()))),
            complete=complete,
            records=(records or {}).get(key, ()),
        )
        for key in METRICS
        if key in counts or key in (records or {})
    }
    at = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
    return Facts(venue="harbour", day=DAY, at=at, facts=found, sources=(Source(account="a", title="Beds24", at=at),))


def test_the_headline_says_who_comes_who_owes_who_goes_and_how_full_it_is() -> None:
    owe = (owing("1", 20_000), owing("2", 20_000), owing("3", 2_000))
    known = facts(arrivals=12, departures=9, in_house=43, records={"owing": owe})
    week_ago = {("in_house", DAY.today - timedelta(days=7)): 40}
    assert headline(known, HARBOUR, week_ago) == (
        "12 arrivals (3 owe £420.00), 9 departures, 86 % tonight, 6 points above last Tuesday."
    )
    assert headline(known, HARBOUR, {}) == "12 arrivals (3 owe £420.00), 9 departures, 86 % tonight."


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (43, "86 % tonight, as last Tuesday."),
        (44, "86 % tonight, 2 points below last Tuesday."),
        (0, "86 % tonight, 86 points above last Tuesday."),
    ],
)
def test_occupancy_is_compared_with_the_same_weekday(before: int, words: str) -> None:
    history = {("in_house", DAY.today - timedelta(days=7)): before}
    assert headline(facts(in_house=43), HARBOUR, history).endswith(words)


def test_a_figure_that_is_not_whole_is_never_told_as_whole() -> None:
    partial = facts(arrivals=12, in_house=43, complete=False)
    assert headline(partial, HARBOUR, {}) == "12 arrivals so far."
    summary = compose(partial, HARBOUR, {})
    assert [told.text for told in summary.today] == ["12 arrivals so far", "43 stays tonight so far"]
    assert recorded(partial) == {}


def test_what_is_missing_is_told_as_it_was_last_known_with_its_time() -> None:
    partial = facts(arrivals=4, in_house=0, no_shows=0, nights=1, complete=False)
    at = datetime(2026, 11, 24, 6, 40, tzinfo=UTC)
    known = {
        ("arrivals", DAY.today): Counted(12, at),
        ("no_shows", DAY.before): Counted(2, at),
        ("nights", DAY.before): Counted(38, at),
        ("in_house", DAY.before): Counted(40, at),
    }
    summary = compared(partial, HARBOUR, known)
    assert summary.headline == "12 arrivals (figures from 06:40)."
    # What was counted of another day says nothing about this one.
    assert [told.text for told in summary.today] == ["12 arrivals (figures from 06:40)", "stays tonight not known"]
    assert [told.text for told in summary.attention] == ["2 no-shows yesterday (figures from 06:40)"]
    assert compared_cells(summary.yesterday[0], "en-GB", LONDON)[0] == "38 at 06:40"
    assert summary.unchecked
    whole = compared(facts(arrivals=4), HARBOUR, known)
    assert whole.headline == "4 arrivals."


def test_money_is_compared_as_money_and_never_over_two_currencies() -> None:
    week = {("revenue", DAY.before - timedelta(days=7)): 10_000}
    paid = (record("1", Kind.ORDER, money=Folio(currency="GBP", total=12_050)),)
    (row,) = compose(facts(records={"revenue": paid}, revenue=12_050), HARBOUR, week).yesterday
    assert compared_cells(row, "en-GB", LONDON) == ["£120.50", "£100.00", "–"]


def test_another_day_says_what_it_cannot_know() -> None:
    now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    for day, words in ((DAY.before, "is over"), (DAY.week[0], "has not begun"), (DAY.today, "")):
        looked = replace(facts(arrivals=1), day=Day(day, LONDON, now))
        notes = compose(looked, HARBOUR, {}).notes
        assert bool(notes) == bool(words)
        assert words in "".join(notes)


def test_nothing_due_and_nothing_known_are_two_sentences() -> None:
    assert headline(facts(), HARBOUR, {}) == "Nothing is due today."
    assert headline(facts(owing=0, complete=False), HARBOUR, {}) == "What is due today is not known yet."


def test_a_store_without_arrivals_tells_of_yesterday() -> None:
    assert headline(facts(visits=124), HARBOUR, {}) == "124 visits yesterday."


def test_attention_names_only_what_is_there_with_its_sum_and_question() -> None:
    known = facts(no_shows=2, failed_redemptions=0, records={"owing": (owing("1", 4_000), owing("2", 500, Kind.ORDER))})
    summary = compose(known, HARBOUR, {})
    assert [told.text for told in summary.attention] == ["2 bookings or orders of today still owe £45.00", "2 no-shows yesterday"]
    assert summary.attention[1].query == METRICS["no_shows"].question(DAY)
    assert not summary.empty
    assert compose(facts(no_shows=0, arrivals=0), HARBOUR, {}).empty


@pytest.mark.parametrize(
    ("left", "text"),
    [(0, "full"), (1, "nearly full"), (5, None), (8, "nearly empty"), (10, "empty"), (None, None)],
)
def test_classes_nearly_full_or_empty_are_told(left: int | None, text: str | None) -> None:
    yoga = record(
        "y",
        Kind.SESSION,
        start=datetime(2026, 11, 24, 10, 0, tzinfo=LONDON),
        service=(Named(id="t", name="Yoga"),),
        places=Places(left=left, capacity=10),
    )
    told = [each.text for each in compose(facts(records={"classes": (yoga,)}), HARBOUR, {}).attention]
    assert told == ([f"Yoga at 10:00 is {text}: {left} of 10 places left"] if text else [])


def test_yesterday_is_compared_only_where_it_was_recorded() -> None:
    before = DAY.before
    weeks = {("nights", before - timedelta(days=7 * week)): value for week, value in enumerate((31, 33, 34, 36), start=1)}
    (row,) = compose(facts(nights=38), HARBOUR, weeks).yesterday
    assert (row.label, row.value, row.week_before, row.four_weeks) == ("Nights sold", 38, 31, 33.5)
    weeks.pop(("nights", before - timedelta(days=28)))
    (row,) = compose(facts(nights=38), HARBOUR, weeks).yesterday
    assert (row.week_before, row.four_weeks) == (31, None)
    assert not compose(facts(nights=38), HARBOUR, {}).has_history


def test_the_week_counts_each_day_the_empty_ones_too() -> None:
    due = tuple(
        record(str(n), start=DAY.today + timedelta(days=day), end=DAY.today + timedelta(days=day + 2), date_only=True)
        for n, day in enumerate((0, 1, 1, 3, 7))
    )
    question = METRICS["arrivals"].question(DAY)
    assert list(by_day(due, question, DAY).values()) == [2, 0, 1, 0, 0, 0, 1]
    assert next(iter(by_day(due, question, DAY))) == DAY.today + timedelta(days=1)
    assert list(by_day(due, METRICS["in_house"].question(DAY), DAY).values()) == [3, 2, 1, 1, 0, 0, 1]


def test_a_wide_question_brings_all_that_a_figure_asks_for_also_who_never_came() -> None:
    broad = covers(DAY)
    missed = record("m", start=DAY.today, end=DAY.week[0], date_only=True, status=Status.NO_SHOW)
    for key, found in (("arrivals", 1), ("in_house", 0), ("no_shows", 0)):
        question = METRICS[key].question(DAY)
        assert Kind.BOOKING in covered(question, broad)
        assert len(sifted([missed], question)) == found
    cancelled = METRICS["arrivals"].question(DAY).model_copy(update={"status": (Status.CANCELLED,)})
    assert covered(cancelled, broad) == ()


def test_takings_are_told_by_method() -> None:
    def row(title: str, amount: int, back: int = 0) -> Record:
        figures = (("payment_total", amount), ("refund_total", back))
        shown = (Figure(name=name, label=name, value=value, unit=Unit.MONEY, currency="GBP") for name, value in figures)
        return record(title, Kind.REPORT, title=title, figures=tuple(shown))

    rows = (row("card", 12_000, 1_000), row("cash", 500), row("Total", 12_500, 1_000))
    refunded = compose(facts(records={"takings": rows}), HARBOUR, {})
    assert list(takings(refunded, "en-GB")) == ["Card £120.00", "Cash £5.00", "Refunded -£10.00", "£115.00 in all"]
    summary = compose(facts(records={"takings": (row("Card", 12_000), row("Cash", 500))}), HARBOUR, {})
    assert [(figure.label, figure.value, figure.currency) for figure in summary.takings] == [
        ("Card", 12_000, "GBP"),
        ("Cash", 500, "GBP"),
    ]


def test_what_is_recorded_is_under_the_day_that_it_is_of_and_holds_no_names() -> None:
    known = facts(arrivals=12, nights=38, no_shows=2, expiring=1, to_come=70)
    assert recorded(known) == {
        ("arrivals", DAY.today): 12,
        ("nights", DAY.before): 38,
        ("no_shows", DAY.before): 2,
    }


def test_keys_are_unique_and_every_question_is_of_the_venues_days() -> None:
    assert all(key == metric.key for key, metric in METRICS.items())
    for metric in METRICS.values():
        window = metric.question(DAY).window
        assert window is not None
        if metric.of_before:
            assert (window.first_day, window.last_day) == (DAY.before, DAY.before)
