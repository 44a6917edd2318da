"""Facts as Trybe's JSON: sites, customers, practitioners, rooms and what is on offer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.sandbox.trybe_catalogue import Named, Offering, Room
from bot.sandbox.trybe_world import Customer, Site

_FOUNDED = "2015-01-01T09:00:00+00:00"

_CANCELLING: dict[str, tuple[str, str | None]] = {
    "Couples' Massage": ("disallowed", None), "Hot Stone Massage": ("unpaid", "P2D"), "Express Facial": ("allowed", "PT4H"),
}  # fmt: skip
"""Whether guests may cancel such a booking themselves, and how long before; all others a day before."""


def site_json(site: Site) -> dict[str, Any]:
    venue, spa = site.venue, site.spa
    return {
        "id": spa.site_id, "name": spa.name, "timezone": venue.zone_name, "currency": venue.currency.lower(),
        "locale": venue.locale, "country_code": venue.country, "brand_id": spa.brand_id, "brand_name": venue.name,
        "organisation_id": spa.organisation_id, "organisation_name": venue.name, "frontend_subdomain": spa.id,
        "external_id": None, "created_at": _FOUNDED,
    }  # fmt: skip


def customer_json(site: Site, customer: Customer) -> dict[str, Any]:
    """A customer; names, e-mail and phone may be null."""
    person = customer.person
    return {
        "id": customer.id, "first_name": person.first or None, "last_name": person.last, "full_name": person.full_name,
        "email": person.email, "phone": person.phone, "dob": None, "has_password": True, "brand_id": site.spa.brand_id,
        "site_id": site.spa.site_id, "stripe_id": None, "express_stripe_id": None,
        "labels": [{"id": label.id, "value": label.name, "colour": colour} for label, colour in customer.labels],
        "preferred_locale": None, "locked_at": None, "created_at": _utc(customer.created),
        "updated_at": _utc(customer.updated), "deleted_at": None, "last_active_at": None, "email_verified_at": None,
        "last_check_in": None, "avatar_id": None, "avatar": None, "external_ref": None,
    }  # fmt: skip


def practitioner_json(site: Site, practitioner: Named) -> dict[str, Any]:
    return {
        "id": practitioner.id, "name": practitioner.name, "gender": None, "organisation_id": site.spa.organisation_id,
        "user_id": None, "site_ids": [site.spa.site_id], "zone_ids": [], "zones": [], "tag_ids": [], "tags": [],
        "can_offer_tags": [], "appointment_restrictions": [], "avatar_id": None, "avatar": None,
        "created_at": _FOUNDED, "updated_at": _FOUNDED,
    }  # fmt: skip


def room_json(site: Site, room: Room) -> dict[str, Any]:
    zone = {"id": room.zone.id, "name": room.zone.name}
    return {"id": room.id, "name": room.name, "zone_id": zone["id"], "zone": zone, "site_id": site.spa.site_id}


def offering_json(site: Site, offering: Offering) -> dict[str, Any]:
    """An appointment type or a session type."""
    permitted, notice = _CANCELLING.get(offering.name, ("allowed", "P1D"))
    return {
        "id": offering.id, "name": offering.name, "duration": offering.minutes, "price": offering.price,
        "currency": site.venue.currency.lower(), "site_id": site.spa.site_id, "organisation_id": site.spa.organisation_id,
        "customer_cancellation_permitted": permitted, "customer_cancellation_min_duration": notice,
        "archived_at": _FOUNDED if offering.archived else None,
    }  # fmt: skip


def _utc(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds")
