"""Public holidays, where the extra `holidays` is installed; without it nobody's bank holiday is known."""

from datetime import date
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec


@lru_cache(maxsize=64)
def bank_holidays(country: str, year: int) -> tuple[date, ...]:
    """The public holidays of a country (two letters) in a year, in order; none where they are not known."""
    if not country or find_spec("holidays") is None:
        return ()
    library = import_module("holidays")
    if country not in library.list_supported_countries():
        return ()
    return tuple(sorted(library.country_holidays(country, years=year)))
