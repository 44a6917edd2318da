"""Amounts of money that something has to come to: "orders over £30", "payments between 20 and 50 eur", "worth at least 100"."""

import re
from decimal import Decimal

from bot.core.query import Worth
from bot.language.grammar import KEEP, Found, Rules
from bot.language.setting import Setting

amounts: Rules[Setting] = Rules()

MOST = Decimal(1_000_000_000)

_CURRENCIES = {
    "GBP": ("£", "gbp", "pound", "pounds", "quid"),
    "EUR": ("€", "eur", "euro", "euros"),
    "USD": ("$", "usd", "dollar", "dollars"),
    "JPY": ("¥",),
    "CHF": ("chf",),
}
_CURRENCY = {word: currency for currency, words in _CURRENCIES.items() for word in words}
_DECIMALS = re.compile(r"[.,](\d{1,2})$")
_ITEMS = frozenset({"amount", "number", "decimal", "pair"})

_BOUNDS = {
    "over": ("more_than", "greater"),
    "under": ("less_than", "less"),
    "least": ("at_least", "greater_equal"),
    "most": ("at_most", "less_equal"),
}
_WORDS = "(more_than|less_than|at_least|at_most|greater|less|greater_equal|less_equal)"
_NUMBER = "(number|decimal|pair)"
_NO_MORE = "(?!unit|dot? month|weekday|person|rows|kind|any_kind|guest|colon|oclock|meridiem|percent|dash|slash|to|dom)"


def money(written: str) -> tuple[Decimal, str | None] | None:
    """An amount as people write it, and its currency where they did: "£1,250.50", "1.250,50 eur", "30"; nothing for "5%".

    The last point or comma with one or two digits after it is the decimal one.
    """
    sign = re.sub(r"[\d.,\s]", "", written)
    digits = re.sub(r"[^\d.,]", "", written).rstrip(".,")
    if not digits or (sign and sign not in _CURRENCY):
        return None
    cents = _DECIMALS.search(digits)
    whole = digits[: cents.start()] if cents else digits
    amount = Decimal(re.sub(r"[.,]", "", whole) + (f".{cents[1]}" if cents else ""))
    return (amount, _CURRENCY.get(sign)) if amount <= MOST else None


@amounts.rule(
    f"worth? noise{{0,2}} {_WORDS} amount",
    f"worth noise{{0,2}} {_WORDS} {_NUMBER} {_NO_MORE}",
    f"(?<=kind) {_WORDS} {_NUMBER} {_NO_MORE}",
    f"(?<=any_kind) {_WORDS} {_NUMBER} {_NO_MORE}",
    f"(?<=refund) {_WORDS} {_NUMBER} {_NO_MORE}",
    "worth noise{0,2} amount or_more?",
    "amount (or_more|plus)",
    "worth? noise{0,2} between (amount|number|decimal|pair) and amount",
    f"worth noise{{0,2}} between {_NUMBER} and {_NUMBER} {_NO_MORE}",
    "worth? amount (dash|to) amount",
)
def _(setting: Setting, found: Found) -> object:
    items = [place for place in range(found.first, found.stop) if not _ITEMS.isdisjoint(found.line.values[place])]
    read = [money(setting.raw(found.line.firsts[place], found.line.lasts[place]).lower()) for place in items]
    sums = [each for each in read if each is not None]
    if not sums or len(sums) < len(read):
        return KEEP
    currency = next((currency for _, currency in sums if currency), None)
    given = {"least": sums[0][0], "most": sums[-1][0]}
    said = {name for place in range(found.first, items[0]) for name in found.line.values[place]}
    after = {name for place in range(items[-1], found.stop) for name in found.line.values[place]}
    bound = next((name for name, words in _BOUNDS.items() if not said.isdisjoint(words)), None)
    if bound is not None and len(sums) == 1:
        given = {bound: sums[0][0]}
    elif not after.isdisjoint(("or_more", "plus")):
        given = {"least": sums[0][0]}
    return setting.take(found, "worth", {**given, **({"currency": currency} if currency else {})})


def written(worth: Worth) -> str:
    """An amount as the key `worth` has it: ">30 GBP", ">=20 <50"."""
    bounds = ((">", worth.over), (">=", worth.least), ("<", worth.under), ("<=", worth.most))
    said = [f"{sign}{amount:f}" for sign, amount in bounds if amount is not None]
    return " ".join([*said, worth.currency] if worth.currency else said)


def unwritten(value: str) -> dict[str, object]:
    """What the value of the key `worth` says.

    Raises:
        ValueError: it says nothing.
    """
    given: dict[str, object] = {}
    names = {">": "over", ">=": "least", "<": "under", "<=": "most", "": "least"}
    for sign, amount, currency in re.findall(r"([<>]=?|)\s*(\d+(?:\.\d{1,3})?)|\b([a-zA-Z]{3})\b", value):
        if currency:
            given["currency"] = currency.upper()
        else:
            given[names[sign]] = Decimal(amount)
            if not sign:
                given["most"] = Decimal(amount)
    if not given.keys() - {"currency"}:
        raise ValueError(value)
    return given
