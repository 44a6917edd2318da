"""What happened, as Voucherify's JSON: redemptions, rollbacks, orders and publications, as they stand at a moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.sandbox.seeded import hex_id
from bot.sandbox.voucherify_data import Voucher
from bot.sandbox.voucherify_ledger import Cart, Ledger, Publication, Redemption
from bot.sandbox.voucherify_wire import PRODUCTS, brief_json, product_json, stamp


def redemption_json(book: Ledger, one: Redemption, now: datetime) -> dict[str, Any]:
    """A redemption; its time is `date`, and `redemption` names the stack it belongs to."""
    back = one.back_by(now)
    rollbacks = [{"id": _rollback_id(one), "date": stamp(back)}] if back else []
    return {
        **_common(book, one, now), "id": one.id, "object": "redemption", "date": stamp(one.at), "redemption": one.parent,
        "result": "FAILURE" if one.failure else "SUCCESS",
        "status": "FAILED" if one.failure else "ROLLED_BACK" if back else "SUCCEEDED", "failure_code": one.failure,
        "failure_message": one.failure.replace("_", " ").capitalize() if one.failure else None,
        "related_redemptions": {"rollbacks": rollbacks, "redemptions": []},
    }  # fmt: skip


def rollback_json(book: Ledger, one: Redemption, now: datetime) -> dict[str, Any]:
    """A rollback names the redemption it undoes where a redemption names its stack."""
    return {
        **_common(book, one, now), "id": _rollback_id(one), "object": "redemption_rollback", "date": stamp(one.rolled_back),
        "redemption": one.id, "result": "SUCCESS", "status": "SUCCEEDED", "failure_code": None, "failure_message": None,
        "reason": "Guest changed their mind", "amount": -one.amount,
    }  # fmt: skip


def order_json(book: Ledger, one: Redemption, now: datetime) -> dict[str, Any]:
    """The order a code was used on: paid, half of them fulfilled two days later, cancelled by a rollback."""
    order_id, back = one.order_id or "", one.back_by(now)
    fulfilled = one.at + timedelta(days=2)
    done = fulfilled if fulfilled <= now and int(order_id[-2:], 16) % 2 else None
    redemption: dict[str, Any] = {
        "date": stamp(one.at), "related_object_type": "promotion_tier" if one.tier else "voucher",
        "related_object_id": _related(one), "rollback_id": _rollback_id(one) if back else None,
        "rollback_date": stamp(back), "stacked": [],
    }  # fmt: skip
    status = "CANCELED" if back else "FULFILLED" if done else "PAID"
    row = _order_row(book, order_id, one.at, back or done, status, one.person.key, one.amount, min(1000, one.amount))
    return {**row, "redemptions": {one.parent or one.id: redemption}}


def cart_json(book: Ledger, cart: Cart, now: datetime) -> dict[str, Any]:
    off = cart.called_off if cart.called_off and cart.called_off <= now else None
    return _order_row(book, cart.id, cart.at, off, "CANCELED" if off else "CREATED", cart.person.key, cart.amount, 0)


def publication_json(book: Ledger, one: Publication) -> dict[str, Any]:
    voucher, customer = one.voucher, book.customers[one.person.key]
    worth = {"gift": {"amount": voucher.gift}} if voucher.gift else {"discount": voucher.discount}
    return {
        "id": one.id, "object": "publication", "created_at": stamp(one.at), "customer_id": customer.id,
        "tracking_id": f"track_{hex_id(customer.id)}", "metadata": {}, "channel": one.channel,
        "source_id": one.source_id or f"crm-{one.id[-8:]}", "customer": brief_json(customer), "vouchers_id": [voucher.id],
        "vouchers": [voucher.code], "result": "FAILURE" if one.failure else "SUCCESS",
        "voucher": {**_brief_voucher(voucher), **worth}, "failure_code": one.failure,
        "failure_message": "No voucher suitable for publication" if one.failure else None,
    }  # fmt: skip


def tier_id(name: str) -> str:
    return f"promo_{hex_id('tier', name)}"


def _common(book: Ledger, one: Redemption, now: datetime) -> dict[str, Any]:
    """What a redemption and its rollback share. A code nobody knows is shown as it was typed."""
    customer = book.customers[one.person.key]
    voucher = _brief_voucher(one.voucher) if one.voucher else None
    unknown = {"code": one.code, "object": "voucher", "campaign": None, "campaign_id": None}
    status = "CANCELED" if one.back_by(now) else "PAID"
    row: dict[str, Any] = {
        "customer_id": customer.id, "customer": brief_json(customer), "tracking_id": f"track_{hex_id(customer.id)}",
        "metadata": {}, "amount": one.amount, "channel": {"channel_id": "desk", "channel_type": one.channel},
        "order": {"id": one.order_id, "amount": one.amount, "object": "order", "status": status} if one.order_id else None,
        "related_object_type": "promotion_tier" if one.tier else "voucher", "related_object_id": _related(one),
        "session": None, "reward": None, "voucher": None if one.tier else voucher or unknown,
        "promotion_tier": {"id": tier_id(one.tier), "name": one.tier} if one.tier else None,
    }  # fmt: skip
    if one.voucher and one.voucher.gift is not None:
        row["gift"] = {"amount": one.taken}
    if one.voucher and one.voucher.points is not None:
        row["loyalty_card"] = {"points": one.taken}
    return row


def _brief_voucher(voucher: Voucher) -> dict[str, Any]:
    """A voucher inside another object."""
    campaign = voucher.campaign
    return {
        "id": voucher.id, "code": voucher.code, "object": "voucher", "type": voucher.type,
        "campaign": campaign.name if campaign else None, "campaign_id": campaign.id if campaign else None,
        "discount": voucher.discount, "is_referral_code": voucher.referral,
    }  # fmt: skip


def _related(one: Redemption) -> str | None:
    return tier_id(one.tier) if one.tier else one.voucher.id if one.voucher else None


def _order_row(
    book: Ledger, order_id: str, at: datetime, changed: datetime | None, status: str, who: str, amount: int, discount: int
) -> dict[str, Any]:  # fmt: skip
    customer = book.customers[who]
    return {
        "id": order_id, "source_id": f"shop-{order_id[-8:]}", "object": "order", "status": status, "amount": amount,
        "initial_amount": amount, "discount_amount": discount, "items_discount_amount": 0,
        "total_discount_amount": discount, "total_amount": amount - discount, "applied_discount_amount": discount,
        "total_applied_discount_amount": discount, "items": _items(order_id),
        "metadata": dict(book.order_metadata.get(order_id, {})), "customer_id": customer.id,
        "customer": {"id": customer.id, "object": "customer"}, "referrer_id": None, "redemptions": {},
        "created_at": stamp(at), "updated_at": stamp(changed),
    }  # fmt: skip


def _items(order_id: str) -> list[dict[str, Any]]:
    """One line of the shop's products, told by the order's id."""
    product = product_json(int(order_id[-4:], 16) % len(PRODUCTS))
    brief = {name: product[name] for name in ("id", "source_id", "name", "price")}
    return [
        {
            "object": "order_item", "product_id": product["id"], "quantity": 1 + int(order_id[-1], 16) % 2,
            "price": product["price"], "product": brief,
        }
    ]  # fmt: skip


def _rollback_id(one: Redemption) -> str:
    return f"rr_{hex_id('rollback', one.id)}"
