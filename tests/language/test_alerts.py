"""“Tell me when …”: what is read as which occasion, what is no occasion, and what is refused by name."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.core.alert import Condition
from bot.core.errors import NotUnderstood, UnknownName
from bot.core.states import Kind
from bot.core.venue import Venue
from bot.language.alerts import Wanted, wanted
from bot.language.occasions import EXAMPLES, occasion_text
from bot.language.places import Places

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
HARBOUR = Venue(id="harbour", name="Harbour House", zone=ZoneInfo("Europe/London"), currency="GBP", channel="C0HARBOUR")
PALM = Venue(id="palm", name="Palm Tree Resort", zone=ZoneInfo("America/New_York"), currency="USD", locale="en-US")
PLACES = Places(venues=(HARBOUR, PALM), vendors={"trybe": "Trybe", "beds24": "Beds24"})


def read(text: str, only: str | None = None) -> Wanted:
    found = wanted(text, PLACES, now=NOW, only=only)
    assert found is not None, text
    return found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tell me when somebody cancels today", "a booking is cancelled today"),
        ("Please let me know as soon as an order is cancelled", "an order is cancelled today"),
        ("tell me when somebody cancells", "a booking is cancelled today"),
        ("tell me when an order arriving today is cancelled", "an order arriving today is cancelled"),
        ("let me know when Smith cancels at palm", "a booking is cancelled today · Text “Smith” · Palm Tree Resort"),
        ("tell me when there is a no-show", "a booking of today is a no-show"),
        ("let me know when guests don't show up", "a booking of today is a no-show"),
        ("alert me when Jane Smith doesn't turn up", "a booking of today is a no-show · Guest “Jane Smith”"),
        ("tell me when a guest arriving today owes more than £200", "a booking arriving today owes more than £200.00"),
        ("tell me when somebody owes more than £1.200,50", "a booking arriving today owes more than £1,200.50"),
        ("tell me when a guest owes over 200", "a booking arriving today owes more than £200.00"),
        ("tell me when someone owes at least £1,000", "a booking arriving today owes more than £999.99"),
        ("notify me when the balance is £300 or more", "a booking arriving today owes more than £299.99"),
        ("tell me when room 12 owes more than 50", "a booking arriving today owes more than £50.00 · Room “12”"),
        ("tell me when a guest at palm owes more than 200", "a booking arriving today owes more than US$200.00 · Palm Tree Resort"),
        ("tell me when a guest has not paid", "a booking arriving today owes anything"),
        ("tell me when a class is full", "a class of today is full"),
        ("let me know if a class is full", "a class of today is full"),
        ("tell me when yoga with Anna is fully booked today", "a class of today is full · Text “yoga” · with “Anna”"),
        ("sag mir bescheid, sobald ein Gast mehr als 200 Pfund schuldet", "a booking arriving today owes more than £200.00"),
        ("gib mir Bescheid, wenn heute jemand storniert", "a booking is cancelled today"),
        ("préviens-moi quand un client annule aujourd'hui", "a booking is cancelled today"),
        ("dis-moi dès qu'un cours est complet", "a class of today is full"),
        ("avísame cuando la clase de yoga está llena", "a class of today is full · Text “yoga”"),
        ("avísame cuando un cliente debe más de 200 libras", "a booking arriving today owes more than £200.00"),
    ],
)
def test_a_occasion_is_shown_back(text: str, said: str) -> None:
    found = read(text)
    assert occasion_text(found.occasion, PLACES.names) == said
    assert not found.here


@pytest.mark.parametrize("text", ["tell us here when a class is full", "tell me when a class is full, in this channel"])
def test_here_is_the_channel(text: str) -> None:
    assert read(text).here


def test_the_channel_of_a_venue_narrows_to_it() -> None:
    assert read("tell me when somebody cancels", only="palm").occasion.query.venues == ("palm",)
    assert read("tell me when Smith cancels", only="palm").occasion.query.venues == ("palm",)
    assert read("tell me when somebody owes over 200", only="palm").occasion.currency == "USD"
    assert read("tell me when Smith cancels at Harbour House", only="palm").occasion.query.venues == ("harbour",)


def test_kinds_that_a_condition_is_always_of_are_not_kept() -> None:
    assert read("tell me when a class is full").occasion.query.kinds == ()
    assert read("tell me when a stay is cancelled").occasion.query.kinds == (Kind.BOOKING,)


@pytest.mark.parametrize("text", EXAMPLES.values())
def test_what_is_suggested_can_be_read(text: str) -> None:
    assert EXAMPLES[read(text).occasion.condition] == text


@pytest.mark.parametrize(
    "text",
    ["arrivals tomorrow", "tell me about cancellations yesterday", "alerts", "tell me if SUMMER10 is used up",
     "tell me if order TRY0012 is cancelled", "cancelled today", ""],
)  # fmt: skip
def test_what_does_not_begin_so_is_a_question(text: str) -> None:
    assert wanted(text, PLACES, now=NOW) is None


@pytest.mark.parametrize(
    ("text", "why", "nearest"),
    [
        ("tell me when the sun shines", "“the sun shines”", None),
        ("tell me when the class is fun", "“the class is fun”", None),
        ("tell me when a booking is not cancelled", "“not”", Condition.CANCELLED),
        ("tell me when somebody cancels or a class is full", "one thing at a time", Condition.FULL),
        ("tell me when a class tomorrow is full", "“tomorrow”", Condition.FULL),
        ("tell me when a guest leaving today owes more than 200", "“leaving today”", Condition.OWES),
        ("tell me when a guest owes less than 200", "not less", Condition.OWES),
        ("tell me when a guest owes more than 200 or over 300", "two amounts, 200 and 300", Condition.OWES),
        ("tell me when a voucher is cancelled", "of vouchers", Condition.CANCELLED),
        ("tell me when somebody owes more than €200", "EUR there: write the amount in GBP or USD", None),
        ("tell me when somebody cancels in #spa-desk", "tell us here when", None),
    ],
)
def test_what_cannot_be_told_is_refused_by_its_words(text: str, why: str, nearest: Condition | None) -> None:
    with pytest.raises(NotUnderstood) as refused:
        wanted(text, PLACES, now=NOW)
    assert why in str(refused.value)
    if nearest is not None:
        assert refused.value.nearest[0] == EXAMPLES[nearest]


def test_nothing_to_tell_brings_every_condition_and_the_question_that_it_may_have_been() -> None:
    with pytest.raises(NotUnderstood) as refused:
        wanted("tell me when arrivals tomorrow", PLACES, now=NOW)
    assert set(EXAMPLES.values()) < set(refused.value.nearest)
    assert "arrivals tomorrow" in refused.value.nearest
    with pytest.raises(UnknownName):
        wanted("tell me when somebody cancels venue:nowhere", PLACES, now=NOW)


def test_a_quoted_name_is_no_condition() -> None:
    assert occasion_text(read('tell me when "full moon" is full').occasion, PLACES.names).startswith("a class of today is full · ")
