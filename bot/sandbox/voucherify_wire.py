"""Facts as Voucherify's JSON (objects of its OpenAPI files, version v2018-08-01): vouchers, campaigns and customers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from bot.sandbox.seeded import hex_id
from bot.sandbox.voucherify_data import Campaign, Customer, Voucher

CATEGORIES = ("seasonal", "desk")
PRODUCTS = (("Towel", 1200), ("Bath Robe", 6500), ("Day Pass", 4500), ("Massage Oil", 1850), ("Swim Cap", 700))


@dataclass(slots=True)
class Use:
    """What has happened to a voucher so far."""

    redeemed: int = 0
    taken: int = 0
    published: int = 0
    changed: datetime | None = None


def voucher_json(voucher: Voucher, use: Use, holder: Customer | None) -> dict[str, Any]:
    campaign = voucher.campaign
    changed = [moment for moment in (voucher.disabled_at, use.changed) if moment]
    path = f"/v1/vouchers/{_segment(voucher.code)}"
    row: dict[str, Any] = {
        "id": voucher.id, "code": voucher.code, "object": "voucher", "type": voucher.type,
        "campaign": campaign.name if campaign else None, "campaign_id": campaign.id if campaign else None,
        "category": voucher.category, "category_id": category_json(voucher.category)["id"] if voucher.category else None,
        "categories": [category_json(voucher.category)] if voucher.category else [],
        "discount": voucher.discount, "gift": None, "loyalty_card": None,
        "start_date": stamp(voucher.start), "expiration_date": stamp(voucher.expires),
        "validity_timeframe": dict(zip(("interval", "duration"), voucher.every, strict=True)) if voucher.every else None,
        "validity_day_of_week": list(voucher.weekdays) or None, "validity_hours": _hours(voucher.hours),
        "active": voucher.active, "additional_info": voucher.note, "metadata": voucher.metadata,
        "assets": {"qr": {"id": f"qr-{voucher.id[-20:]}", "url": None}, "barcode": {"id": f"bar-{voucher.id[-20:]}", "url": None}},
        "is_referral_code": voucher.referral, "holder_id": holder.id if holder else None, "referrer_id": None,
        "created_at": stamp(voucher.created), "updated_at": stamp(max(changed)) if changed else None,
        "publish": {"object": "list", "count": use.published, "url": f"{path}/publications?page=1&limit=10"},
        "redemption": {
            "object": "list", "quantity": voucher.quantity, "redeemed_quantity": use.redeemed,
            "url": f"{path}/redemptions?page=1&limit=10",
        },
    }  # fmt: skip
    if voucher.gift is not None:
        row["gift"] = {
            "amount": voucher.gift, "subtracted_amount": 0, "balance": max(voucher.gift - use.taken, 0), "effect": "APPLY_TO_ORDER",
        }  # fmt: skip
        row["redemption"]["redeemed_amount"] = use.taken
    if voucher.points is not None:
        row["loyalty_card"] = {
            "points": voucher.points, "balance": max(voucher.points - use.taken, 0), "expired_points": 0,
            "subtracted_points": 0, "pending_points": 0, "next_expiration_date": None, "next_expiration_points": None,
        }  # fmt: skip
        row["redemption"]["redeemed_points"] = use.taken
    return row


def _segment(code: str) -> str:
    return code if code.isascii() and code.replace("-", "").isalnum() else quote(code, safe="")


@lru_cache(maxsize=16)
def category_json(name: str) -> dict[str, Any]:
    place = CATEGORIES.index(name) + 1
    return {
        "id": f"cat_{hex_id(name)}", "name": name, "hierarchy": place, "object": "category",
        "created_at": "2024-01-10T09:00:00.000Z",
    }  # fmt: skip


def product_json(number: int) -> dict[str, Any]:
    """A thing of the shop; prices in hundredths."""
    name, price = PRODUCTS[number]
    key = name.lower().replace(" ", "-")
    return {
        "id": f"prod_{hex_id('product', name)[:16]}", "source_id": key, "object": "product", "name": name, "price": price,
        "attributes": [], "metadata": {}, "image_url": None, "created_at": f"2024-01-{11 + number:02d}T09:00:00.000Z",
        "updated_at": f"2026-0{1 + number}-05T10:00:00.000Z" if number % 2 else None, "skus": {"data": [], "total": 0},
    }  # fmt: skip


def _hours(hours: tuple[str, str] | None) -> dict[str, Any] | None:
    if hours is None:
        return None
    return {"daily": [{"start_time": hours[0], "expiration_time": hours[1], "days_of_week": [0, 1, 2, 3, 4, 5, 6]}]}


def campaign_json(campaign: Campaign) -> dict[str, Any]:
    return {
        "id": campaign.id, "name": campaign.name, "object": "campaign", "description": None, "campaign_type": campaign.kind,
        "type": campaign.type, "active": campaign.active, "start_date": stamp(campaign.start),
        "expiration_date": stamp(campaign.expires), "vouchers_count": campaign.count, "creation_status": campaign.generation,
        "vouchers_generation_status": campaign.generation, "metadata": campaign.metadata, "category": campaign.category,
        "categories": [], "created_at": stamp(campaign.created), "updated_at": None,
        "is_referral_code": campaign.kind == "REFERRAL_PROGRAM",
    }  # fmt: skip


def customer_json(customer: Customer) -> dict[str, Any]:
    person = customer.person
    address = {
        "city": customer.city, "state": None, "line_1": "1 High Street", "line_2": None, "country": person.country,
        "postal_code": None,
    }  # fmt: skip
    return {
        "id": customer.id, "source_id": customer.source_id, "object": "customer", "name": person.full_name,
        "description": None, "email": person.email, "phone": person.phone, "birthdate": None,
        "address": address if person.phone else None, "metadata": customer.metadata,
        "summary": {"redemptions": {}, "orders": {}}, "loyalty": {"points": 0, "referred_customers": 0}, "referrals": {"total": 0},
        "system_metadata": {}, "created_at": stamp(customer.created), "updated_at": None, "assets": None,
    }  # fmt: skip


def brief_json(customer: Customer) -> dict[str, Any]:
    """A customer inside another object."""
    return {
        "id": customer.id, "source_id": customer.source_id, "name": customer.person.full_name,
        "email": customer.person.email, "metadata": {}, "object": "customer",
    }  # fmt: skip


def stamp(moment: datetime | None) -> str | None:
    """UTC with milliseconds and Z, as in the vendor's examples."""
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(slots=True)
class Uses:
    """Every voucher's use by code; a code that nothing happened to has none."""

    of: dict[str, Use] = field(default_factory=dict)

    def at(self, code: str) -> Use:
        return self.of.setdefault(code, Use())
