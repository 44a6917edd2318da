"""Money: integers of a currency's smallest unit, or unknown. Unknown is never zero."""

from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_currency, get_currency_precision

from bot.core.model import Value


@lru_cache(maxsize=256)
def decimals(currency: str) -> int:
    """How many decimals a currency has (CLDR): GBP 2, JPY 0, KWD 3."""
    return get_currency_precision(currency.upper())


def minor_units(amount: object, currency: str) -> int | None:
    """A vendor's decimal amount ("120.00", 120, "") as an integer of the smallest unit, or nothing when it is no amount.

    More decimals than the currency has are rounded half up, as a till does.
    """
    if amount is None or amount == "" or isinstance(amount, bool):
        return None
    try:
        exact = Decimal(str(amount).strip())
        if not exact.is_finite():
            return None
        return int(exact.scaleb(decimals(currency)).quantize(Decimal(1), rounding="ROUND_HALF_UP"))
    except (ArithmeticError, ValueError):
        return None


def major_units(amount: int, currency: str) -> Decimal:
    """An integer of the smallest unit as a decimal of the currency: 12000 GBP is 120.00."""
    return Decimal(amount).scaleb(-decimals(currency))


class Folio(Value, frozen=True, kw_only=True):
    """What a booking costs, what was paid and what is owed, in `currency`'s smallest unit; `None` is unknown."""

    currency: str
    total: int | None = None
    paid: int | None = None
    balance: int | None = None


def written(amount: int, currency: str) -> str:
    """An amount as English sentences have it: 12000 GBP is £120.00. Tables and cards use the venue's locale instead."""
    return format_currency(major_units(amount, currency), currency.upper(), locale="en_GB")
