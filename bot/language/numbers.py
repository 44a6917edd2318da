"""Numbers in words: "twenty five", "twenty-first", "two thousand and eighteen", "nineteen ninety nine"."""

from functools import lru_cache
from typing import Any

from bot.language.grammar import KEEP, Rules
from bot.language.pieces import Numeral
from bot.language.setting import Setting

numbers: Rules[Setting] = Rules()


@lru_cache(maxsize=4096)
def readings(number: int, digits: int) -> dict[str, Any]:
    """What a number may be: a count, a day of the month, an hour, a year. `digits` is how many were written, 0 for words."""
    values: dict[str, Any] = {"number": number}
    if digits <= 2:
        if 1 <= number <= 31:
            values["dom"] = number
        if number <= 24:
            values["hour"] = number
        if number <= 59 and digits != 1:
            values["minute"] = number
        if digits == 0 and 10 <= number <= 59:
            values["tens_minute"] = number
        if 1 <= number <= 12:
            values["month_number"] = number
        if number in (1, 2):
            values["half_number"] = number
        if digits == 2:
            values["yy"] = number
    elif digits == 4:
        if 1700 <= number < 2300:
            values["year"] = number
        if 1900 <= number < 2100:
            values["near_year"] = number
        if number // 100 < 24 and number % 100 < 60:
            values["hhmm"] = number
    elif digits >= 6:
        values["ref_number"] = number
    elif digits == 3 and number % 100 < 60:
        values["hhmm"] = number
    return values


@numbers.rule("n=tens dash? o=ordinal_unit")
def _(n: int, o: int) -> object:
    return Numeral(n + o, True)


@numbers.rule("t=ten_words dash? n=tens dash? u=units", "t=ten_words dash? n=tens", "t=ten_words dash? n=teens")
def _(t: int, n: int, u: int = 0) -> object:
    return Numeral(t * 100 + n + (u or 0), False) if t in (18, 19, 20) else KEEP


@numbers.rule("u=units thousand (and? n=tens dash? v=units|and? n2=number)?")
def _(u: int, n: int | None = None, v: int | None = None, n2: int | None = None) -> object:
    return Numeral(u * 1000 + (n or 0) + (v or 0) + (n2 or 0), False)


@numbers.rule("n=tens dash? u=units")
def _(n: int, u: int) -> object:
    return Numeral(n + u, False)
