"""What was done to a Trybe site since the stand-in started, laid over the facts of its days."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import Any

from bot.sandbox.seeded import hex_id
from bot.sandbox.trybe_catalogue import Named
from bot.sandbox.trybe_data import Item, Order
from bot.sandbox.trybe_state import State


@dataclass
class NoteRow:
    """A note that was added. `text` is its content."""

    id: str
    text: str
    at: datetime
    by: Named


@dataclass
class OrderChanges:
    """What was done to one order; None is untouched. Money in the currency's smallest unit."""

    order: Order | None = None
    site: str = ""
    status: str | None = None
    stage: str | None = None
    locked_at: datetime | None = None
    updated: datetime | None = None
    cancelled: set[str] = field(default_factory=set)
    starts: dict[str, datetime] = field(default_factory=dict)
    labels: tuple[tuple[Named, str], ...] | None = None
    notes: list[NoteRow] = field(default_factory=list)
    edited: dict[str, str] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    refunds: list[dict[str, Any]] = field(default_factory=list)
    emails: list[dict[str, Any]] = field(default_factory=list)

    @property
    def refunded(self) -> int:
        return sum(refund["amount"] for refund in self.refunds)


@dataclass
class PlaceChanges:
    """What was done to one booking of a session."""

    checked_in_at: datetime | None = None
    checked: bool | None = None
    no_show: bool | None = None


@dataclass
class CustomerChanges:
    notes: list[NoteRow] = field(default_factory=list)
    labels: tuple[tuple[Named, str], ...] | None = None


@dataclass
class Ledger:
    """The changes of one stand-in."""

    orders: dict[str, OrderChanges] = field(default_factory=lambda: defaultdict(OrderChanges))
    sessions: dict[str, datetime | None] = field(default_factory=dict)
    places: dict[str, PlaceChanges] = field(default_factory=lambda: defaultdict(PlaceChanges))
    customers: dict[str, CustomerChanges] = field(default_factory=lambda: defaultdict(CustomerChanges))
    _numbers: count[int] = field(default_factory=count)

    def new_id(self, what: str) -> str:
        return hex_id("ledger", what, next(self._numbers))

    def touched(self, site: str) -> list[Order]:
        """The orders of a site that were moved, which may stand on other days now than those they were made for."""
        return [changes.order for changes in self.orders.values() if changes.order and changes.starts and changes.site == site]

    def order(self, order: Order) -> Order:
        """An order with its new times and labels."""
        changes = self.orders.get(order.id)
        if changes is None:
            return order
        items = tuple(_moved(item, changes) for item in order.items)
        package = order.package and replace(order.package, inner=tuple(_moved(item, changes) for item in order.package.inner))
        labels = order.labels if changes.labels is None else changes.labels
        return replace(order, items=items, package=package, labels=labels)

    def state(self, order: Order, state: State) -> State:
        """What is true of an order now. Cancelling takes its value, not what was paid."""
        changes = self.orders.get(order.id)
        if changes is None:
            return state
        status = changes.status or state.status
        prices = {item.id: item.offering.price * item.guests for item in order.items}
        prices |= {bought.id: bought.offering.price * bought.quantity for bought in order.purchases}
        prices |= {order.package.id: order.package.offering.price} if order.package else {}
        gone = sum(prices.get(id, 0) for id in changes.cancelled)
        return replace(
            state,
            status=status,
            stage=changes.stage or state.stage,
            total=0 if status == "cancelled" else max(order.total - gone, 0),
            paid=state.paid - changes.refunded,
            updated=changes.updated or state.updated,
            locked_at=changes.locked_at,
            cancelled=frozenset(changes.cancelled),
        )


def _moved(item: Item, changes: OrderChanges) -> Item:
    start = changes.starts.get(item.booking_id)
    return item if start is None else replace(item, start=start)
