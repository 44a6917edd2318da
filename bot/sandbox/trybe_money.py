"""How the orders of a Trybe site were paid: a deposit when booking, the rest at the till, and what went back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.sandbox.seeded import hex_id, rng
from bot.sandbox.trybe_data import Order
from bot.sandbox.trybe_state import State
from bot.sandbox.trybe_world import Site, customer_id

_AHEAD = ("stripe", "stripe", "adyen", "voucher", "external_voucher")
_AT_DESK = (("manual", "Cash"), ("manual", "Card terminal"), ("saved_card", None), ("pms_folio", None))


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment of an order; `refunds` are Trybe's own objects. Money in the currency's smallest unit."""

    id: str
    processor: str
    type: str | None
    amount: int
    at: datetime
    refunds: tuple[dict[str, Any], ...] = field(default_factory=tuple)

    @property
    def left(self) -> int:
        return self.amount - sum(int(refund["amount"]) for refund in self.refunds)


def payments_of(site: Site, order: Order, state: State) -> list[Payment]:
    """What was paid for an order. What is left of it all is what the order says is paid."""
    changes = site.ledger.orders.get(order.id)
    later = changes.refunds if changes else []
    taken = state.paid + sum(refund["amount"] for refund in later)
    chance = rng("payment", order.id)
    deposit = min(round(order.total * order.paid_ahead), taken)
    back: list[dict[str, Any]] = []
    if state.status == "cancelled" and not order.pays_at_desk and changes is None:
        # Cancelled, and the deposit given back on the day of the last change.
        deposit = taken = round(order.total * order.paid_ahead)
        back = [_refund(site, order, deposit, state.updated)] if deposit else []
    payments = []
    if deposit:
        payments.append(Payment(hex_id("payment", order.id), chance.choice(_AHEAD), None, deposit, order.booked, tuple(back)))
    if taken > deposit:
        processor, type_ = chance.choice(_AT_DESK)
        id = hex_id("payment", order.id, "desk") if deposit else hex_id("payment", order.id)
        payments.append(Payment(id, processor, type_, taken - deposit, state.updated))
    return [_with(payment, later) for payment in payments]


def payment_json(site: Site, payment: Payment) -> dict[str, Any]:
    return {
        "id": payment.id, "processor": payment.processor, "capture_method": "automatic", "amount": payment.amount,
        "currency": site.venue.currency.lower(), "status": "paid", "details_source": None,
        "processor_data": {"last_4": "4242", "brand": "visa"} if payment.processor in ("stripe", "adyen", "saved_card") else {},
        "failure_reason": None, "paid_at": utc(payment.at), "created_at": utc(payment.at), "refundable_amount": payment.left,
        "refunds": list(payment.refunds),
    }  # fmt: skip


def charges_of(site: Site, order: Order, state: State) -> Iterator[dict[str, Any]]:
    """The payments and refunds of an order as rows of the list of charges; `amount` of a refund is positive there too."""
    for payment in payments_of(site, order, state):
        yield _charge(site, order, state, payment, payment.id, "payment", payment.amount, utc(payment.at))
        for refund in payment.refunds:
            yield _charge(site, order, state, payment, refund["id"], "refund", refund["amount"], refund["created_at"])


def processor_totals(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The sums of each processor, and of each of its types."""
    return [
        {
            "processor": name,
            **_sums(mine),
            "types": [{"type": kind, **_sums(some)} for kind, some in _by(mine, "processor_type") if kind],
        }
        for name, mine in _by(rows, "processor")
    ]


def utc(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds")


def _charge(site: Site, order: Order, state: State, payment: Payment, id: str, kind: str, amount: int, at: str) -> dict[str, Any]:
    card = payment.processor in ("stripe", "adyen", "saved_card")
    return {
        "id": id, "charge_type": kind, "order_ref": order.ref, "order_status": state.status, "chargeable_id": order.id,
        "chargeable_type": "order", "customer_name": order.person.full_name,
        "customer_id": customer_id(site.venue, order.person) if order.has_account else None, "processor": payment.processor,
        "processor_type_id": hex_id("processor-type", payment.type) if payment.type else None, "processor_type": payment.type,
        "processor_id": f"pi_{id[:10]}", "amount": amount, "currency": site.venue.currency.lower(), "status": "paid",
        "failure_reason": None, "cardholder_name": order.person.full_name if card else None,
        "card_brand": "visa" if card else None, "card_last4": "4242" if card else None,
        "revenue_date": order.begins.date().isoformat(), "payout_date": None, "created_at": at, "completed_at": at,
        "site_id": site.spa.site_id,
    }  # fmt: skip


def _refund(site: Site, order: Order, amount: int, at: datetime) -> dict[str, Any]:
    return {
        "id": hex_id("refund", order.id), "payment_id": hex_id("payment", order.id), "amount": amount,
        "currency": site.venue.currency.lower(), "notes": "Cancelled in time", "status": "paid", "processor_data": {},
        "created_at": utc(at),
    }  # fmt: skip


def _with(payment: Payment, refunds: list[dict[str, Any]]) -> Payment:
    own = tuple(refund for refund in refunds if refund["payment_id"] == payment.id)
    return Payment(payment.id, payment.processor, payment.type, payment.amount, payment.at, (*payment.refunds, *own))


def _by(rows: list[dict[str, Any]], key: str) -> list[tuple[str, list[dict[str, Any]]]]:
    names = sorted({row[key] for row in rows if row[key]})
    return [(name, [row for row in rows if row[key] == name]) for name in names]


def _sums(rows: list[dict[str, Any]]) -> dict[str, int]:
    paid = [row["amount"] for row in rows if row["charge_type"] == "payment"]
    back = [row["amount"] for row in rows if row["charge_type"] == "refund"]
    return {"payment_count": len(paid), "refund_count": len(back), "payment_total": sum(paid), "refund_total": sum(back)}
