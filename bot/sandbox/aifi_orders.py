"""The order that comes out of a trip, and the dispute that may follow: the same facts, looked at after the exit.

Order ids are those of the session plus ORDER_IDS. An order opens as a draft a minute after the exit and is charged five
minutes after it; a dispute is opened three hours and decided twenty hours after the exit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.sandbox.aifi_data import PRODUCTS, Visit
from bot.sandbox.aifi_wire import stamp
from bot.sandbox.seeded import uuid_id
from bot.sandbox.venues import Venue

ORDER_IDS = 20_000_000
SETTLED_WITHIN = timedelta(days=1)  # after its exit nothing more happens to an order
_TAX = Decimal("0.0863")


@dataclass(frozen=True, slots=True)
class Order:
    """One receipt as it stands; `total` in hundredths of the currency. `disputed` and `decided` only once they happened."""

    visit: Visit
    number: int
    status: str
    drafted: datetime
    charged: datetime | None
    disputed: datetime | None
    decided: datetime | None
    total: int
    quantity: int

    @property
    def payment(self) -> str:
        return uuid_id("payment", self.visit.token)

    @property
    def updated(self) -> datetime:
        return self.visit.retried_at or self.decided or self.disputed or self.charged or self.drafted


def order_of(venue: Venue, visit: Visit, now: datetime) -> Order | None:
    """The trip's order at `now`: none while the shopper is inside, none for an empty basket."""
    if visit.exited is None or not visit.basket or visit.exited + timedelta(minutes=1) > now:
        return None
    exited = visit.exited

    def by_now(after: timedelta) -> datetime | None:
        return exited + after if exited + after <= now else None

    charged = by_now(timedelta(minutes=5))
    disputed = by_now(timedelta(hours=3)) if visit.checkout in ("contested", "reviewed") else None
    decided = by_now(timedelta(hours=20)) if visit.checkout == "reviewed" else None
    settled = "unpaid" if visit.checkout == "unpaid" else "paid"
    return Order(
        visit=visit,
        number=visit.number + ORDER_IDS,
        status="reviewed" if decided else "contested" if disputed else settled if charged else "draft",
        drafted=exited + timedelta(minutes=1),
        charged=charged,
        disputed=disputed,
        decided=decided,
        total=sum(_price(venue, product) * quantity for product, quantity in visit.basket),
        quantity=sum(quantity for _, quantity in visit.basket),
    )


def order_json(venue: Venue, order: Order, *, products: bool, contest: bool) -> dict[str, Any]:
    """An order; prices are decimal texts without a currency. Products and the dispute only on request."""
    visit, failed = order.visit, order.status == "unpaid"
    paid = visit.retried_at or order.charged if not failed else None
    transaction = {
        "paymentTransactionId": order.payment, "refunded": order.decided is not None, "tryRefundTimes": 0,
    }  # fmt: skip
    row: dict[str, Any] = {
        "id": order.number, "version": 2 if visit.retried_at else 1, "isLatest": 1, "customerId": str(visit.shopper.number),
        "storeId": visit.store.number, "sessionId": visit.token, "status": order.status,
        "transactionId": order.number + 1, "externalId": f"R-{order.number}", "externalStatus": "ok", "extraText": None,
        "subtotalPrice": decimal(order.total - _tax(order.total)), "totalTax": decimal(_tax(order.total)),
        "totalPrice": decimal(order.total), "draftCreatedAt": stamp(order.drafted), "createdAt": stamp(order.drafted),
        "updatedAt": stamp(order.updated), "completedAt": stamp(order.charged), "paidAt": stamp(paid),
        "notificationSentAt": stamp(paid),
        "transaction": {**transaction, "paymentFailed": failed} if order.charged else None,
        "paymentTransaction": {**transaction, "paymentStatus": "failed" if failed else "paid"} if order.charged else None,
    }  # fmt: skip
    if products:
        row["products"] = [_product_json(venue, order, product, quantity) for product, quantity in visit.basket]
    if contest and order.disputed:
        row["contest"] = contest_json(venue, order, whole=False)
    return row


def contest_json(venue: Venue, order: Order, *, whole: bool) -> dict[str, Any]:
    """A dispute about an order: the guest did not take one piece of the first line. `whole` adds the lines."""
    product, _ = order.visit.basket[0]
    asked = order.total - _price(venue, product)
    row: dict[str, Any] = {
        "id": order.number - ORDER_IDS // 2, "orderId": str(order.number), "orderVersion": 1, "sessionId": order.visit.token,
        "message": "I put that back <b>on the shelf</b>, please check & refund 🙏", "fromOperator": False,
        "status": "reviewed" if order.decided else "contested", "contestedTotalPrice": decimal(asked),
        "reviewedTotalPrice": decimal(asked) if order.decided else None, "originalTotalPrice": decimal(order.total),
        "createdAt": stamp(order.disputed), "updatedAt": stamp(order.updated), "deletedAt": None,
        "order": order_json(venue, order, products=False, contest=False),
    }  # fmt: skip
    if whole:
        row["items"] = [
            {
                "id": n, "productId": 500 + line, "name": PRODUCTS[line][0], "price": decimal(_price(venue, line)),
                "thumbnail": None, "productSnapshot": {}, "originalQuantity": quantity,
                "contestedQuantity": quantity - (line == product), "reviewedQuantity": None,
            }
            for n, (line, quantity) in enumerate(order.visit.basket, 1)
        ]  # fmt: skip
        row["transaction"] = row["order"]["transaction"]
    return row


def decimal(hundredths: int) -> str:
    return str(Decimal(hundredths).scaleb(-2))


def _product_json(venue: Venue, order: Order, product: int, quantity: int) -> dict[str, Any]:
    name, _, barcode, category = PRODUCTS[product]
    price = _price(venue, product)
    return {
        "id": order.number * 10 + product, "productId": 500 + product, "name": name, "price": decimal(price),
        "quantity": quantity, "subtotalPrice": decimal(price * quantity - _tax(price * quantity)),
        "totalPrice": decimal(price * quantity), "totalTax": decimal(_tax(price * quantity)), "taxRates": [],
        "barcode": barcode, "category": category, "thumbnail": None, "weight": None, "sku": f"SKU-{barcode}",
        "externalId": barcode, "taxCode": None, "isExternallyAdded": False, "orderProductExternalId": None,
        "createdAt": stamp(order.drafted), "updatedAt": stamp(order.updated),
    }  # fmt: skip


def _price(venue: Venue, product: int) -> int:
    return venue.hundredths(PRODUCTS[product][1])


def _tax(total: int) -> int:
    """The tax inside a price."""
    return int(total - total / (1 + _TAX))
