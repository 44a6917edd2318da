"""Memberships and voucher codes of a Trybe site."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from operator import eq, ge, gt, le, lt
from typing import Any

from bot.sandbox.seeded import hex_id, rng, uuid_id
from bot.sandbox.trybe_directory import customer_json
from bot.sandbox.trybe_filters import membership_rate, membership_type
from bot.sandbox.trybe_params import InvalidError
from bot.sandbox.trybe_report_params import MembershipsList, VoucherCodesList
from bot.sandbox.trybe_world import Customer, Site

_OPERATORS: dict[str, Callable[[int, int], bool]] = {">": gt, ">=": ge, "<": lt, "<=": le, "=": eq, "": eq}
_CODES = 60
GIFT_CARDS = (("Gift card", 50), ("Gift card", 100), ("Spa day voucher", 165))


def memberships(site: Site, now: datetime, wanted: MembershipsList) -> list[dict[str, Any]]:
    """The memberships of a site's members that a call asks for."""
    rows = [_membership(site, one) for one in site.customers_at(now) if one.member_number is not None]
    return [row for row in rows if _is_wanted(row, wanted)]


def codes(site: Site, now: datetime, wanted: VoucherCodesList) -> list[dict[str, Any]]:
    """The site's codes that a call asks for, newest first. `code` finds parts, `expired_range_to` leaves its end out."""
    return [row for row in _codes(site, now.astimezone(site.venue.zone).date()) if _code_matches(row, wanted)]


def external(site: Site) -> list[dict[str, Any]]:
    """The vouchers of other makers that the site takes: its catalogue, not anybody's code."""
    return [
        {
            "id": hex_id("external-voucher", site.spa.id, n), "name": f"Giftpro {name}", "description": None,
            "processor_voucher_id": str(16000 + n), "price": site.venue.minor(pounds), "currency": site.venue.currency.lower(),
            "processor": "Giftpro", "processor_data": {}, "valid_offerings": [], "valid_weekdays": ["monday", "tuesday"],
            "invalid_date_set_ids": [], "site_id": site.spa.site_id,
        }
        for n, (name, pounds) in enumerate((("spa day", 165), ("massage", 78)))
    ]  # fmt: skip


def looked_up(site: Site, code: str, now: datetime) -> dict[str, Any] | None:
    """A code of another maker, by all of it: `GP-` and the number of its voucher."""
    row = next((row for row in external(site) if code.upper() == f"GP-{row['processor_voucher_id']}"), None)
    if row is None:
        return None
    since = datetime.combine(now.astimezone(site.venue.zone).date() - timedelta(days=90), time(10, 30), site.venue.zone)
    return {
        "code": code.upper(), "payment_processor": "external_voucher", "processor_voucher_id": row["processor_voucher_id"],
        "processor": "Giftpro", "valid_from_date": since.isoformat(), "valid_to_date": (since + timedelta(days=365)).isoformat(),
        "amount_type": "discount_to_zero", "total": row["price"], "balance": row["price"], "currency": row["currency"],
        "partially_redeemable": False, "voucher_name": row["name"], "valid_offerings": [], "customer_id": None,
    }  # fmt: skip


def _membership(site: Site, customer: Customer) -> dict[str, Any]:
    chance, kind, rate = rng("membership", customer.id), membership_type(site), membership_rate(site)
    started = customer.created.astimezone(site.venue.zone).date()
    ends = started + timedelta(days=365 * chance.choice((1, 2, 5, 15)))
    failed = chance.random() < 0.12
    status = "needs_dd_mandate" if not customer.mandate else "needs_attention" if failed else "active"
    if ends < site.today:
        status = "expired"
    reason = {"needs_dd_mandate": "no_mandate", "needs_attention": "payment_failed"}.get(status)
    return {
        "id": uuid_id("membership", customer.id), "site_id": site.spa.site_id, "membership_number": customer.member_number,
        "customer": customer_json(site, customer),
        "members": [{"customer_id": customer.id, "membership_number": customer.member_number, "is_lead": True}],
        "type": {"id": kind.id, "name": kind.name},
        "rate": {
            "id": rate.id, "membership_type_id": kind.id, "name": rate.name, "currency": site.venue.currency.lower(),
            "price": site.venue.minor(60), "joining_fee": 0, "tax": 0, "billing_frequency": "P1M", "processors": ["gocardless"],
            "default_duration": None, "private": False,
        },
        "status": status, "source": "app",
        "payment_method": {
            "id": hex_id("method", customer.id), "type": "card", "last_4": "4242", "status": "active", "card_brand": "visa",
        },
        "start_date": started.isoformat(), "end_date": ends.isoformat(), "created_at": customer.created.isoformat(),
        "basket_id": None, "external_ref": None, "next_billing_date": (site.today.replace(day=28)).isoformat(),
        "next_charge": site.venue.minor(60), "attention_reason": reason,
    }  # fmt: skip


def _is_wanted(row: dict[str, Any], wanted: MembershipsList) -> bool:
    return (
        (wanted.customer_id is None or row["customer"]["id"] == str(wanted.customer_id))
        and (wanted.status is None or row["status"] in wanted.status)
        and (wanted.attention_reason is None or row["attention_reason"] == wanted.attention_reason)
        and (wanted.membership_number is None or row["membership_number"] == wanted.membership_number)
        and (wanted.external_ref is None or row["external_ref"] == wanted.external_ref)
        and (wanted.membership_type_ids is None or row["type"]["id"] in wanted.membership_type_ids)
        and _within(row["created_at"][:10], wanted.created_at_from, wanted.created_at_to)
        and _within(row["end_date"], wanted.end_date_from, wanted.end_date_to)
        and _within(row["next_billing_date"], wanted.next_billing_date_from, wanted.next_billing_date_to)
    )


@lru_cache(maxsize=64)
def _codes(site: Site, today: date) -> tuple[dict[str, Any], ...]:
    """Sold over the last year and a half; some run out in the days around today, some are half used."""
    rows: list[dict[str, Any]] = []
    for n in range(_CODES):
        chance = rng("voucher-code", site.spa.id, n)
        name, pounds = chance.choice(GIFT_CARDS)
        sold = datetime.combine(today - timedelta(days=9 * n), time(11, n % 60), site.venue.zone)
        total = site.venue.minor(pounds)
        balance = chance.choice((total, total, total, round(total * 0.4), 0))
        status = "redeemed" if balance == 0 else "unredeemed" if balance == total else "partially_redeemed"
        rows.append({
            "id": hex_id("voucher-code", site.spa.id, n), "code": hex_id("code", site.spa.id, n)[:12].upper(),
            "payment_processor": "voucher", "processor_voucher_id": None, "processor": "voucher",
            "valid_from_date": sold.isoformat(), "valid_to_date": (sold + timedelta(days=365)).isoformat(), "amount_type": "cash",
            "total": total, "balance": balance, "currency": site.venue.currency.lower(), "partially_redeemable": True,
            "voucher_name": name, "voucher_type_id": hex_id("voucher-type", name), "valid_offerings": [], "customer_id": None,
            "status": status, "fulfillment_status": "not_required", "created_at": sold.astimezone(UTC).isoformat(),
            "site_id": site.spa.site_id,
        })  # fmt: skip
    return tuple(rows)


def _code_matches(row: dict[str, Any], wanted: VoucherCodesList) -> bool:
    ends = datetime.fromisoformat(row["valid_to_date"])
    return (
        (wanted.code is None or wanted.code.upper() in row["code"])
        and (wanted.status is None or row["status"] in wanted.status)
        and _compares("amount", row["total"], wanted.amount)
        and _compares("balance", row["balance"], wanted.balance)
        and (wanted.created_since is None or datetime.fromisoformat(row["created_at"]) >= wanted.created_since)
        and (wanted.voucher_type_id is None or row["voucher_type_id"] in wanted.voucher_type_id)
        and (wanted.expired_range_from is None or ends >= wanted.expired_range_from)
        and (wanted.expired_range_to is None or ends < wanted.expired_range_to)
        and wanted.fulfillment_status in (None, row["fulfillment_status"])
    )


def _compares(field: str, value: int, wanted: str | None) -> bool:
    if wanted is None:
        return True
    match = re.fullmatch(r"(>=|<=|>|<|=|)([0-9]{1,12})", wanted)
    if match is None:
        raise InvalidError({field: ["must be an amount, with an operator or without"]})
    return _OPERATORS[match[1]](value, int(match[2]))


def _within(day: str, first: date | None, last: date | None) -> bool:
    return (first is None or first.isoformat() <= day) and (last is None or day <= last.isoformat())
