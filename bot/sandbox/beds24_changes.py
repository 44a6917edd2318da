"""setBooking: what it accepts, and what becomes of a stay. The changed stays are kept beside the facts they were made from."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import Field, StrictBool, StrictStr

from bot.sandbox.beds24_data import InfoItem, Line, Stay
from bot.sandbox.beds24_rules import MALFORMED, Authentication, Code, Digits, RefusedError, Strict

Hex = Annotated[str, Field(strict=True, pattern=r"^[0-9a-fA-F]{6}$")]
Price = Annotated[Decimal, Field(max_digits=12, decimal_places=3)]
Quantity = Annotated[str, Field(strict=True, pattern=r"^-?[1-9][0-9]{0,5}$")]


class SetInfoItem(Strict):
    """Without an id it is added; with both texts empty the one named is deleted."""

    info_item_id: Digits | None = None
    code: StrictStr
    text: StrictStr


class SetInvoiceLine(Strict):
    """A new line; a quantity of -1 is a payment."""

    description: Annotated[str, Field(strict=True, min_length=1)]
    qty: Quantity
    price: Price
    vat_rate: StrictStr = "0"


class SetBooking(Strict):
    """A change of a booking. Without `bookId` the vendor would make a new one; this stand-in has no such thing."""

    authentication: Authentication
    book_id: Digits
    status: Code | None = None
    substatus: Code | None = None
    check_availability: StrictBool = False
    flag_color: Hex | None = None
    flag_text: StrictStr | None = None
    info_items: Annotated[tuple[SetInfoItem, ...], Field(max_length=20)] = ()
    invoice: Annotated[tuple[SetInvoiceLine, ...], Field(max_length=20)] = ()


def changed(stay: Stay, wanted: SetBooking, now: datetime) -> Stay:
    """The stay as it is after a change at `now`.

    Raises:
        RefusedError: an info item that it does not have.
    """
    after = replace(stay, changed=now)
    if wanted.status is not None:
        after = replace(
            after, code=wanted.status, substatus=wanted.substatus or "0", cancelled=now if wanted.status == "0" else None
        )
    elif wanted.substatus is not None:
        after = replace(after, substatus=wanted.substatus)
    if wanted.flag_text is not None:
        after = replace(after, flag=wanted.flag_color or stay.flag, flag_text=wanted.flag_text)
    for part in wanted.info_items:
        after = replace(after, items=_with_item(after, part))
    lines = tuple(Line(each.description, int(each.qty), int(each.price * 100), now) for each in wanted.invoice)
    return replace(after, lines=after.lines + lines)


def _with_item(stay: Stay, wanted: SetInfoItem) -> tuple[InfoItem, ...]:
    if wanted.info_item_id is None:
        number = max((int(item.id) for item in stay.items), default=int(f"{stay.id}01")) + 1
        return (*stay.items, InfoItem(str(number), wanted.code, wanted.text))
    if all(item.id != wanted.info_item_id for item in stay.items):
        raise RefusedError(f"infoItems: there is no item {wanted.info_item_id}", MALFORMED)
    if not wanted.code and not wanted.text:
        return tuple(item for item in stay.items if item.id != wanted.info_item_id)
    new = InfoItem(wanted.info_item_id, wanted.code, wanted.text)
    return tuple(new if item.id == new.id else item for item in stay.items)
