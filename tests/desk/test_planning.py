"""Which accounts a question concerns, as what, and what is said of those it is not asked of."""

from collections.abc import Mapping
from typing import Any, ClassVar

import pytest

from bot.core.errors import CannotAnswer, UnknownName
from bot.core.query import PartySize, Query, Who
from bot.core.states import Balance, Kind, Status
from bot.core.window import Window
from bot.desk.planning import concerned, houses_with_stays, plan
from bot.vendors.contract import Found, Offer, Support
from tests.desk.fake import NOW, Fake, FakeVouchers, account


async def nothing(errand: Any, plan: Any) -> Found:
    return Found(records=())


FAKE, VOUCHERS = Fake(nothing), FakeVouchers(nothing)
TODAY = Window(start=NOW)
O, A, C = Kind.ORDER, Kind.APPOINTMENT, Kind.CUSTOMER  # noqa: E741 - the table below is read by its letters


@pytest.mark.parametrize(
    ("filters", "kinds"),
    [
        ({}, [O]),
        ({"window": TODAY}, [O]),
        ({"kinds": (A,)}, [A]),
        ({"kinds": (A, O)}, [A, O]),
        ({"kinds": (Kind.BOOKING, O)}, [O]),
        ({"staff": ("Anna",)}, [A]),
        ({"staff": ("Anna",), "window": TODAY}, [A]),
        ({"customer": Who(name="Jane")}, [O, C]),
        ({"text": "jane"}, [O, C]),
        ({"customer": Who(name="Jane"), "window": TODAY}, [O]),
        ({"kinds": (O,), "customer": Who(name="Jane")}, [O]),
    ],
)
def test_a_question_becomes_plans_for_the_kinds_that_can_answer_it(filters: dict[str, Any], kinds: list[Kind]) -> None:
    asked = plan(Query(**filters), account("palm"), FAKE)
    assert [each.kind for each in asked.plans] == kinds
    assert (asked.note, asked.refusal) == (None, None)


def test_filters_are_sorted_by_who_applies_them() -> None:
    query = Query(window=TODAY, status=(Status.CANCELLED,), customer=Who(name="Jane"), party=PartySize(min=2))
    (each,) = plan(query, account("palm"), FAKE).plans
    assert each.native == {"window.start", "status"}
    assert each.local == {"customer.name", "party"}


@pytest.mark.parametrize(
    ("filters", "note"),
    [
        ({"kinds": (Kind.BOOKING,)}, "has no bookings and was not asked"),
        ({"kinds": (Kind.BOOKING, Kind.GOODS_SALE)}, "has no bookings or goods sold and was not asked"),
        ({"campaign": "Summer"}, "has no campaigns and was not asked"),
        ({"campaign": "Summer", "window": Window(axis="expires", start=NOW)}, "has no campaigns or expiry dates and was not asked"),
    ],
)
def test_what_a_vendor_does_not_have_is_no_question_to_it(filters: dict[str, Any], note: str) -> None:
    asked = plan(Query(**filters), account("palm"), FAKE)
    assert (asked.plans, asked.note, asked.refusal) == ((), note, None)


@pytest.mark.parametrize(
    ("filters", "sentence"),
    [
        ({"kinds": (O,), "staff": ("Anna",)}, "Fake cannot look for orders by who treats. It can answer: “appointments with …”."),
        (
            {"kinds": (A,), "balance": Balance.NONE},
            "Fake cannot look for appointments by what is owed. It can answer: “unpaid orders”.",
        ),
        ({"group": "g"}, "Fake cannot look for orders by the group. It can answer: “orders today”."),
        ({"kinds": (O, A), "campaign": "x"}, "Fake cannot look for orders by the campaign. It can answer: “orders today”."),
        (
            {"kinds": (A,), "ids": ("1",), "ref": "2"},
            "Fake cannot look for appointments by id and reference. It can answer: “orders today”.",
        ),
    ],
)
def test_what_a_vendor_cannot_do_is_refused_by_name_with_the_nearest_question(filters: dict[str, Any], sentence: str) -> None:
    asked = plan(Query(**filters), account("palm"), FAKE)
    assert asked.plans == ()
    assert str(asked.refusal) == sentence


def test_a_kind_that_was_named_and_cannot_answer_is_not_dropped_without_a_word() -> None:
    asked = plan(Query(kinds=(O, A), balance=Balance.OUTSTANDING), account("palm"), FAKE)
    assert [each.kind for each in asked.plans] == [O]
    assert asked.note == "cannot look for appointments by what is owed"


def test_a_vendor_without_bookings_answers_references_and_people() -> None:
    at = account("palm", "vouchers")
    assert [each.kind for each in plan(Query(ref="SUMMER10"), at, VOUCHERS).plans] == [Kind.REDEMPTION]
    assert [each.kind for each in plan(Query(customer=Who(name="Jane")), at, VOUCHERS).plans] == [C]
    assert plan(Query(window=TODAY), at, VOUCHERS).note == "has no bookings and was not asked"


def test_a_reference_is_looked_for_in_every_kind_that_the_vendor_looks_up_by_one() -> None:
    class Shops(Fake):
        offers: ClassVar[Mapping[Kind, Offer]] = {
            O: Offer(filters={"ref": Support.NATIVE}),
            A: Offer(filters={"ref": Support.LOCAL}),
            Kind.SHOP_SESSION: Offer(filters={"ref": Support.NATIVE}),
        }

    assert [each.kind for each in plan(Query(ref="9000012"), account("palm"), Shops(nothing)).plans] == [O, Kind.SHOP_SESSION]


PLACES = [account("palm-spa", venue="palm"), account("palm-codes", "vouchers", venue="palm"), account("pine-spa", venue="pine")]
VENDORS = {"fake": FAKE, "vouchers": VOUCHERS}


@pytest.mark.parametrize(
    ("scope", "ids"),
    [
        ({}, ["palm-spa", "palm-codes", "pine-spa"]),
        ({"venues": ("palm",)}, ["palm-spa", "palm-codes"]),
        ({"vendors": ("fake",)}, ["palm-spa", "pine-spa"]),
        ({"venues": ("palm", "pine"), "vendors": ("fake",)}, ["palm-spa", "pine-spa"]),
        ({"accounts": ("pine-spa",)}, ["pine-spa"]),
    ],
)
def test_a_question_concerns_the_accounts_it_names(scope: dict[str, Any], ids: list[str]) -> None:
    assert [each.id for each in concerned(Query(**scope), PLACES, VENDORS)] == ids


@pytest.mark.parametrize(
    ("scope", "sentence"),
    [
        ({"venues": ("plam",)}, "There is no venue called “plam”. Did you mean palm? Known: palm, pine."),
        ({"vendors": ("trybe",)}, "There is no vendor called “trybe”. Known: fake, vouchers."),
        ({"accounts": ("palm-sap",)}, "There is no account called “palm-sap”. Did you mean palm-spa?"),
    ],
)
def test_a_name_that_is_not_configured_is_refused(scope: dict[str, Any], sentence: str) -> None:
    with pytest.raises(UnknownName) as raised:
        concerned(Query(**scope), PLACES, VENDORS)
    assert str(raised.value).startswith(sentence)


@pytest.mark.parametrize(
    ("scope", "sentence"),
    [
        ({"venues": ("pine",), "vendors": ("vouchers",)}, "There is no account of Vouchers at pine, which has Fake."),
        ({"accounts": ("palm-spa",), "venues": ("pine",)}, "There is no account of palm-spa at pine, which has Fake."),
    ],
)
def test_names_that_do_not_go_together_are_no_empty_answer(scope: dict[str, Any], sentence: str) -> None:
    with pytest.raises(CannotAnswer) as raised:
        concerned(Query(**scope), PLACES, VENDORS)
    assert str(raised.value) == sentence


def test_why_something_fails_is_asked_of_codes_only() -> None:
    asked = plan(Query(ref="SUMMER10", why=True), account("palm"), FAKE)
    assert (asked.plans, asked.refusal, asked.note) == ((), None, "has no vouchers and was not asked")


class Hotel(Fake):
    """A vendor of stays, which does not know who has arrived."""

    name: ClassVar[str] = "hotel"
    title: ClassVar[str] = "Hotel"
    trades: ClassVar[tuple[str, ...]] = ()
    bookings: ClassVar[tuple[Kind, ...]] = (Kind.BOOKING,)
    offers: ClassVar[Mapping[Kind, Offer]] = {Kind.BOOKING: Offer(filters={"window.start": Support.NATIVE})}


HOUSE = [account("palm-spa", venue="palm"), account("palm-hotel", "hotel", venue="palm"), account("pine-spa", venue="pine")]
HOUSE_VENDORS = {**VENDORS, "hotel": Hotel(nothing)}


@pytest.mark.parametrize(
    ("filters", "accounts", "venues"),
    [
        ({"window": TODAY, "stays": True}, HOUSE, {"palm"}),
        ({"window": TODAY}, HOUSE, set()),
        ({"window": TODAY, "stays": True, "kinds": (O,)}, HOUSE, set()),
        ({"window": TODAY, "stays": True}, [HOUSE[0]], set()),
        ({"window": TODAY, "stays": True, "status": (Status.CANCELLED,)}, HOUSE, set()),
    ],
    ids=["arrivals", "bookings", "orders", "arrivals at the spa", "what the hotel cannot tell"],
)
def test_arrivals_are_those_of_the_stays_where_a_house_has_some_that_can_tell(
    filters: dict[str, Any], accounts: list[Any], venues: set[str]
) -> None:
    query = Query(**filters)
    assert houses_with_stays(query, accounts, HOUSE_VENDORS) == venues
    asked = [plan(query, each, HOUSE_VENDORS[each.settings.vendor], with_stays=venues) for each in accounts]
    assert [each.note for each in asked if each.account.venue in venues and each.account.settings.vendor != "hotel"] == [
        "was not asked, as only stays count here; ask “orders” for its own"
    ] * len(venues)
