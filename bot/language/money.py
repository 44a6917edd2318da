"""Amounts of money in a venue's locale."""

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale


@lru_cache(maxsize=64)
def _locale(locale: str) -> "Locale":
    """Babel is imported when the first amount is written, so that reading can start without it."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(locale, sep="-" if "-" in locale else "_")
    except (UnknownLocaleError, ValueError):
        return Locale("en", "GB")


def money_text(amount_minor: int, currency: str, locale: str) -> str:
    """An amount in a currency's smallest unit as people write it: 42000 GBP in en-GB is "£420.00"."""
    from babel.numbers import format_currency

    from bot.core.money import major_units

    return format_currency(major_units(amount_minor, currency), currency.upper(), locale=_locale(locale))
