"""What a voucher is for: its type and what it gives, in words."""

from collections.abc import Mapping
from typing import Any

from bot.core.matching import fold
from bot.core.record import Named
from bot.vendors.wire import integer, mapping, text

Wire = Mapping[str, Any]


def type_words(wire: Wire) -> str:
    """Every word for the type of the voucher in an object: of a voucher itself, or of the one that was published."""
    voucher = mapping(wire.get("voucher")) or wire
    kind = word(voucher.get("type"))
    discount = mapping(voucher.get("discount"))
    words = [kind.replace("_", " "), word(discount.get("type"))]
    if kind == "GIFT_VOUCHER" or mapping(voucher.get("gift")):
        words.append("gift voucher card certificate")
    if kind == "LOYALTY_CARD" or mapping(voucher.get("loyalty_card")):
        words.append("loyalty card points")
    if kind == "DISCOUNT_VOUCHER" or discount:
        words.append("discount voucher coupon promo code")
    return " ".join(words).lower()


def worth(voucher: Wire) -> tuple[Named, ...]:
    """What a voucher gives, in a few words; amounts of money stand in the record's money."""
    discount, loyalty = mapping(voucher.get("discount")), mapping(voucher.get("loyalty_card"))
    kind = text(discount.get("type")) or text(voucher.get("type"))
    percent, unit = text(discount.get("percent_off")), text(discount.get("unit_type"))
    match word(kind):
        case "PERCENT" if percent is not None:
            name = f"{percent.removesuffix('.0')}% off"
        case "UNIT" if unit is not None:
            name = " ".join(part for part in (text(discount.get("unit_off")), unit) if part)
        case "AMOUNT":
            name = "amount off"
        case "FIXED":
            name = "fixed price"
        case _ if mapping(voucher.get("gift")) or word(kind) == "GIFT_VOUCHER":
            name = "gift card"
        case _ if loyalty or word(kind) == "LOYALTY_CARD":
            points = integer(loyalty.get("balance"))
            name = "loyalty card" if points is None else f"loyalty card, {points:,} points"
        case _ if kind is not None:
            name = kind.lower().replace("_", " ")
        case _:
            return ()
    return (Named(id=kind or name, name=name),)


def is_type(wanted: str, wire: Wire) -> bool:
    """Whether each word of the type wanted begins one of the type's words: "gift cards" is a GIFT_VOUCHER."""
    known = type_words(wire).split()
    parts = [part.removesuffix("s") for part in fold(wanted).replace("_", " ").split()]
    return bool(parts) and all(any(each.startswith(part) for each in known) for part in parts)


def word(value: Any) -> str:
    """A word of the vendor's lists, in capitals as they are written."""
    return (text(value) or "").upper()
