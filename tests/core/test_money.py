"""Money is an integer of the smallest unit, or unknown."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.money import decimals, major_units, minor_units

CURRENCIES = st.sampled_from(["GBP", "JPY", "KWD", "gbp"])


@pytest.mark.parametrize(("currency", "places"), [("GBP", 2), ("JPY", 0), ("KWD", 3), ("kwd", 3), ("nonsense", 2)])
def test_a_currency_has_its_own_number_of_decimals(currency: str, places: int) -> None:
    assert decimals(currency) == places


@given(st.integers(-(10**12), 10**12), CURRENCIES)
def test_minor_units_come_back_from_major_units(amount: int, currency: str) -> None:
    major = major_units(amount, currency)
    assert isinstance(major, Decimal)
    for written in (major, str(major), f"  {major} "):
        back = minor_units(written, currency)
        assert back == amount
        assert type(back) is int


@pytest.mark.parametrize(
    ("written", "currency", "amount"),
    [
        ("120.00", "GBP", 12_000),
        (120, "GBP", 12_000),
        (0.1, "GBP", 10),
        ("0.005", "GBP", 1),
        ("-0.005", "GBP", -1),
        ("0", "GBP", 0),
        ("120", "JPY", 120),
        ("99.5", "JPY", 100),
        ("1.2345", "KWD", 1_235),
    ],
)
def test_amounts_as_vendors_write_them(written: object, currency: str, amount: int) -> None:
    assert minor_units(written, currency) == amount


@pytest.mark.parametrize(
    "written",
    [
        None,
        "",
        "  ",
        True,
        False,
        "abc",
        "1,234.50",
        "£5",
        "NaN",
        "sNaN",
        "Infinity",
        "1e999999",
        "1e99999999999",
        [],
        {},
        pytest.param(object(), id="an object"),
    ],
    ids=repr,
)
def test_what_is_no_amount_is_unknown_and_not_zero(written: object) -> None:
    assert minor_units(written, "GBP") is None


@given(st.one_of(st.text(), st.floats(), st.integers(), st.none(), st.booleans(), st.lists(st.integers())), CURRENCIES)
def test_anything_is_an_integer_or_unknown(written: object, currency: str) -> None:
    amount = minor_units(written, currency)
    assert amount is None or type(amount) is int
