"""Facts as Voucherify's JSON (objects of its OpenAPI files, version v2018-08-01): vouchers, campaigns and customers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from bot.sandbox.seeded import hex_id
from bot.sandbox.voucherify_data import Campaign, Customer, Voucher


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
    path = f"/v1/vouchers/{quote(voucher.code, safe='')}"
    row: dict[str, Any] = {
        "id": voucher.id, "code": voucher.code, "object": "voucher", "type": voucher.type,
        "campaign": campaign.name if campaign else None, "campaign_id": campaign.id if campaign else None,
        "category": voucher.category, "category_id": f"cat_{hex_id(voucher.category)}" if voucher.category else None,
        "categories": [], "discount": voucher.discount, "gift": None, "loyalty_card": None,
        "start_date": stamp(voucher.start), "expiration_date": stamp(voucher.expires), "validity_timeframe": None,
        "validity_day_of_week": None, "active": voucher.active, "additional_info": voucher.note, "metadata": voucher.metadata,
        "assets": {"qr": {"id": hex_id("qr", voucher.id), "url": None}, "barcode": {"id": hex_id("bar", voucher.id), "url": None}},
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
        "address": address if person.phone else None, "metadata": {},
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
