"""`Record`: one envelope for whatever a vendor calls a booking, an order, a visit or a voucher.

Records are plain values, not pydantic models: the vendor's mapping has already typed every one, and an answer holds thousands.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self

import msgspec

from bot.core.model import Value, replace
from bot.core.money import Folio
from bot.core.states import Channel, Kind, Report, Stage, Status, Unit


class Named(Value, frozen=True, kw_only=True):
    """Something with an id and, where the vendor gave one, a name: a room, a practitioner, a treatment, a label."""

    id: str
    name: str | None = None

    def __str__(self) -> str:
        return self.name or self.id


class Customer(Value, frozen=True, kw_only=True):
    """Who a record is for. Personal data: never logged, masked outside private answers."""

    id: str | None = None
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    external_id: str | None = None


class Party(Value, frozen=True, kw_only=True):
    """How many people come; `None` is unknown."""

    total: int | None = None
    adults: int | None = None
    children: int | None = None


class Note(Value, frozen=True, kw_only=True):
    """A note that staff or the guest left, with its time where the vendor keeps one.

    `id` is there when it can be changed; `ours` says that Frontdesk keeps it and the vendor does not know of it.
    """

    text: str
    at: datetime | None = None
    by: str | None = None
    id: str | None = None
    ours: bool = False


class Item(Value, frozen=True, kw_only=True):
    """One line of a record: a treatment, a pool pass, a product. `start` is a bare date where no time is known."""

    id: str | None = None
    name: str | None = None
    start: date | datetime | None = None
    end: datetime | None = None
    status: Status = Status.UNKNOWN
    quantity: int = 1
    staff: tuple[Named, ...] = ()
    resource: Named | None = None


class Places(Value, frozen=True, kw_only=True):
    """What is still free: places of a class, rooms of a type, slots of a treatment; `None` is unknown."""

    left: int | None = None
    capacity: int | None = None


class Figure(Value, frozen=True, kw_only=True):
    """One number of a report's row. `name` is the vendor's own key, `label` what people read; an unknown value is `None`.

    `currency` belongs to money, which is in its smallest unit.
    """

    name: str
    label: str
    value: int | Decimal | None
    unit: Unit = Unit.COUNT
    currency: str | None = None


class Finding(Value, frozen=True, kw_only=True):
    """One thing that was looked at to tell why something does not work: whether it is in order, and a sentence on it.

    `holds` is `None` where the vendor does not say.
    """

    name: str
    holds: bool | None
    text: str


class Record(Value, frozen=True, kw_only=True):
    """A record of a vendor in our words.

    `start` and `end` are aware datetimes, or bare dates with `date_only` set (a hotel's nights): a time is never invented.
    `end` of a stay is the day of departure. `ref` is what staff read out; `vendor_status` is the vendor's own word, always
    kept. `complete` is false when a page, a cap or a part of this record is missing. `raw` is the vendor's answer as it came.
    `title` is what a thing without a guest is called: a campaign, a product, a report's row. `method` is how a payment was made.
    """

    vendor: str
    account: str
    venue: str
    kind: Kind
    id: str
    ref: str | None = None
    external_id: str | None = None
    group_id: str | None = None
    status: Status = Status.UNKNOWN
    stage: Stage = Stage.UNKNOWN
    vendor_status: str | None = None
    start: date | datetime | None = None
    end: date | datetime | None = None
    date_only: bool = False
    created: datetime | None = None
    created_kind: str | None = None
    modified: datetime | None = None
    cancelled_at: datetime | None = None
    expires: datetime | None = None
    redeemed_at: datetime | None = None
    location: Named | None = None
    resource: Named | None = None
    staff: tuple[Named, ...] = ()
    service: tuple[Named, ...] = ()
    customer: Customer | None = None
    party: Party | None = None
    visitors: int | None = None
    arrival_time: str | None = None
    channel: Channel = Channel.UNKNOWN
    channel_name: str | None = None
    labels: tuple[Named, ...] = ()
    money: Folio | None = None
    notes: tuple[Note, ...] = ()
    items: tuple[Item, ...] = ()
    campaign: str | None = None
    title: str | None = None
    method: str | None = None
    places: Places | None = None
    report: Report | None = None
    figures: tuple[Figure, ...] = ()
    findings: tuple[Finding, ...] = ()
    complete: bool = True
    fetched_at: datetime | None = None
    raw: Mapping[str, Any] = {}

    @property
    def key(self) -> tuple[str, Kind, str]:
        """What makes a record the same record when it appears twice, for instance on two pages that shifted."""
        return self.account, self.kind, self.id

    def plain(self) -> dict[str, Any]:
        """The record as JSON, without the vendor's answer."""
        facts: dict[str, Any] = msgspec.to_builtins(self._bare())
        del facts["raw"]
        return facts

    def _bare(self) -> Self:
        return replace(self, raw={})

    # The vendor's answer may hold anything: it is not shown, and not compared.

    def __repr__(self) -> str:
        return super(Record, self._bare()).__repr__()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and super(Record, self._bare()).__eq__(other._bare())

    def __hash__(self) -> int:
        return hash(self.key)
