"""`Query`: what a question becomes, and its short written form that travels in buttons.

The short form is one JSON object with one-letter keys behind a version number, at most `LONGEST` characters whatever the query
holds: Slack gives a button's value 2,000. A query too long for it cannot be made.
"""

import json
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Self, get_args, get_origin

from pydantic import BeforeValidator, Field, ValidationError, field_validator, model_validator

from bot.core.errors import NotUnderstood
from bot.core.model import Frozen
from bot.core.states import Axis, Balance, Channel, Grain, Kind, Report, Stage, Status
from bot.core.window import Window

LONGEST = 1_500
WORDS = 640
"""How many characters all the names and texts of one query may take together, as JSON writes them."""

VERSION = "1"


def _tidy(text: object) -> object:
    """A text without control characters and doubled blanks: they mean nothing to a search and cost six characters each."""
    if not isinstance(text, str):
        return text
    return " ".join((text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)).split())


Text = Annotated[str, BeforeValidator(_tidy), Field(min_length=1, max_length=200)]
Names = Annotated[tuple[Text, ...], Field(max_length=20)]


class Who(Frozen):
    """The person a question is about; every part given must match. E-mail and phone are compared folded, a name by its words."""

    id: Text | None = None
    email: Text | None = None
    phone: Text | None = None
    name: Text | None = None


class PartySize(Frozen):
    """How many people, both ends included."""

    min: Annotated[int, Field(ge=0, le=10_000)] | None = None
    max: Annotated[int, Field(ge=0, le=10_000)] | None = None


Amount = Annotated[Decimal, Field(ge=0, le=1_000_000_000, decimal_places=3)]


class Worth(Frozen):
    """What something comes to, in whole units of a currency (12.50 is twelve pounds fifty); without one, in the record's own.

    `over` and `under` leave the amount itself out, `least` and `most` include it.
    """

    over: Amount | None = None
    least: Amount | None = None
    under: Amount | None = None
    most: Amount | None = None
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] | None = None

    def holds(self, amount: Decimal) -> bool:
        """Whether an amount is within all that is given."""
        return (
            (self.over is None or amount > self.over)
            and (self.least is None or amount >= self.least)
            and (self.under is None or amount < self.under)
            and (self.most is None or amount <= self.most)
        )


class Sort(Frozen):
    """The order of the records: a date axis, or `name`, `balance`, `party`."""

    by: Annotated[str, Field(pattern="^(start|end|created|modified|expires|redeemed|name|balance|party)$")] = "start"
    descending: bool = False


class Query(Frozen):
    """A question as filters. Every filter given must hold; an empty one asks nothing.

    Names (`location`, `resource`, `staff`, `service`, `label`) are as the person wrote them; a vendor's lists turn them into ids.
    `ref` is what staff read out (an order's reference, a booking number), `ids` are a vendor's own. `count` asks how many.
    `report` says which report the kind `REPORT` means; `why` asks what keeps a code from working; `unused` wants only codes and
    vouchers of which nothing was redeemed, `refund` only money that was given back. `stays` says that arrivals, departures or who
    is in house was asked for: where a house has stays, those of its stays alone.
    Without a `status` a question about a stay or a visit leaves out what will not happen: see `left_out`.
    """

    kinds: Annotated[tuple[Kind, ...], Field(max_length=len(Kind))] = ()
    window: Window | None = None
    status: Annotated[tuple[Status, ...], Field(max_length=len(Status))] = ()
    stage: Annotated[tuple[Stage, ...], Field(max_length=len(Stage))] = ()
    customer: Who | None = None
    text: Text | None = None
    location: Names = ()
    resource: Names = ()
    staff: Names = ()
    service: Names = ()
    label: Names = ()
    channel: Channel | None = None
    channel_name: Text | None = None
    party: PartySize | None = None
    balance: Balance | None = None
    worth: Worth | None = None
    campaign: Text | None = None
    voucher_type: Text | None = None
    ids: Names = ()
    ref: Text | None = None
    external_id: Text | None = None
    group: Text | None = None
    report: Report | None = None
    why: bool = False
    unused: bool = False
    refund: bool = False
    stays: bool = False
    sort: Sort | None = None
    limit: Annotated[int, Field(ge=1, le=10_000)] | None = None
    count: bool = False
    venues: Names = ()
    vendors: Names = ()
    accounts: Names = ()

    @field_validator("customer", "party", "worth")
    @classmethod
    def _asks_something(cls, value: Frozen | None) -> Frozen | None:
        """A person, a party or an amount of which nothing is said is no filter."""
        return None if value is None or all(part is None for name, part in value if name != "currency") else value

    @model_validator(mode="after")
    def _fits_a_button(self) -> Self:
        words = self._words()
        # Printable words grow to twice their length at most when JSON writes them, so only long ones are written to be measured.
        if words and 2 * sum(map(len, words)) + 3 * len(words) > WORDS:
            written = sum(len(json.dumps(word, ensure_ascii=False)) + 1 for word in words)
            if written > WORDS:
                raise ValueError("too many words for one question")
        return self

    @property
    def left_out(self) -> frozenset[Status]:
        """The states that this question does not want although it names none.

        Someone who asks for arrivals does not mean cancelled ones or closed rooms, and a guest who never came neither leaves nor
        stays. A question about bookings made or changed wants them all.
        """
        if self.status or self.window is None or self.ref or self.ids:
            return frozenset()
        match self.window.axis:
            case Axis.START:
                return frozenset({Status.CANCELLED, Status.BLOCKED})
            case Axis.END | Axis.OVERLAP:
                return frozenset({Status.CANCELLED, Status.BLOCKED, Status.NO_SHOW})
            case _:
                return frozenset()

    def short(self) -> str:
        """The query as a short string; `from_short` reads it back."""
        packed = {key: value for key, name in _KEYS.items() if (value := _pack(getattr(self, name))) not in (None, [], {}, False)}
        return VERSION + json.dumps(packed, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_short(cls, written: str) -> Self:
        """Read a short string back.

        Raises:
            NotUnderstood: it was cut, altered, or written by a version whose form is no longer read.
        """
        try:
            if not written.startswith(VERSION):
                raise ValueError("another version")
            packed = json.loads(written[len(VERSION) :])
            return cls.model_validate({_KEYS[key]: _unpack(_KEYS[key], value) for key, value in packed.items()})
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, ValidationError) as error:
            raise NotUnderstood("This button is too old or was altered; please ask again.") from error

    def _words(self) -> list[str]:
        values = self.__dict__
        words: list[str] = []
        for name in _TEXT_FIELDS:
            if value := values[name]:
                words += (value,) if isinstance(value, str) else value
        if self.customer is not None:
            words += [word for word in self.customer.__dict__.values() if word]
        return words


_KEYS = {
    "k": "kinds",
    "w": "window",
    "s": "status",
    "g": "stage",
    "c": "customer",
    "t": "text",
    "l": "location",
    "r": "resource",
    "f": "staff",
    "e": "service",
    "b": "label",
    "h": "channel",
    "H": "channel_name",
    "p": "party",
    "o": "balance",
    "W": "worth",
    "m": "campaign",
    "y": "voucher_type",
    "i": "ids",
    "n": "ref",
    "x": "external_id",
    "u": "group",
    "R": "report",
    "Y": "why",
    "U": "unused",
    "B": "refund",
    "S": "stays",
    "z": "sort",
    "q": "limit",
    "C": "count",
    "v": "venues",
    "d": "vendors",
    "a": "accounts",
}


_KIND_CODES = {
    Kind.BOOKING: "bk",
    Kind.ORDER: "or",
    Kind.APPOINTMENT: "ap",
    Kind.SESSION: "se",
    Kind.CUSTOMER: "cu",
    Kind.VOUCHER: "vo",
    Kind.ARCADE_SESSION: "ar",
    Kind.GOODS_SALE: "go",
    Kind.SHOP_SESSION: "sh",
    Kind.REDEMPTION: "re",
    Kind.PUBLICATION: "pu",
    Kind.AVAILABILITY: "av",
    Kind.FREE_ROOM: "fr",
    Kind.ORDER_ITEM: "oi",
    Kind.SESSION_BOOKING: "sb",
    Kind.PAYMENT: "pa",
    Kind.EMAIL: "em",
    Kind.MEMBERSHIP: "me",
    Kind.STAFF: "st",
    Kind.ROOM: "ro",
    Kind.PLACE: "pl",
    Kind.LABEL: "la",
    Kind.CAMPAIGN: "ca",
    Kind.PRODUCT: "pr",
    Kind.CONTEST: "co",
    Kind.REPORT: "rp",
}
"""Kinds as the short form writes them: "everything but orders" names two dozen."""

_KINDS = {code: kind for kind, code in _KIND_CODES.items()}


def _takes_text(annotation: Any) -> bool:
    return annotation is str or any(_takes_text(part) for part in get_args(annotation) if get_origin(part) is not type)


_TEXT_FIELDS = tuple(name for name, info in Query.model_fields.items() if _takes_text(info.annotation))


def _pack(value: Any) -> Any:
    match value:
        case Window():
            return [value.axis.value, _stamp(value.start), _stamp(value.end), value.grain.value]
        case Sort():
            return value.model_dump(mode="json")
        case Who() | PartySize() | Worth():
            return value.model_dump(mode="json", exclude_defaults=True)
        case Kind():
            return _KIND_CODES[value]
        case tuple():
            return [_pack(part) for part in value]
        case _:
            return value


def _unpack(name: str, value: Any) -> Any:
    if name == "kinds":
        return [_KINDS[code] for code in value]
    if name != "window":
        return value
    axis, start, end, grain = value
    return Window(
        axis=Axis(axis),
        start=None if start is None else datetime.fromisoformat(start),
        end=None if end is None else datetime.fromisoformat(end),
        grain=Grain(grain),
    )


def _stamp(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
