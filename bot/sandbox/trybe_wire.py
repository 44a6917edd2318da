"""Facts as Trybe's JSON: orders, appointments, sessions and their bookings (objects of the contract's section 4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.sandbox.seeded import hex_id, rng
from bot.sandbox.trybe_catalogue import Named, Offering, Room
from bot.sandbox.trybe_data import Item, Order, Purchase, Session
from bot.sandbox.trybe_ledger import NoteRow
from bot.sandbox.trybe_money import payment_json, payments_of
from bot.sandbox.trybe_state import State, item_status
from bot.sandbox.trybe_world import Booked, Site, customer_id

# Keys a real answer may leave out or send as null; which ones a record lacks depends on its id alone.
_UNRELIABLE = (
    "external_ref", "phone", "special_requests", "tip_amount", "has_notes", "full_name", "is_group_booking", "updated_at",
    "intake_form_required", "num_waitlisted", "max_baskets", "last_active_at", "dob", "sales_channel", "end_buffer",
)  # fmt: skip


def order_json(site: Site, order: Order, state: State) -> dict[str, Any]:
    """An order with its three arrays of lines."""
    starts = [item.start for item in order.bookings]
    names = {"first_name": order.person.first or None, "last_name": order.person.last}
    return _worn(order.id, {
        "id": order.id, "basket_id": order.id, "order_ref": order.ref,
        "organisation_id": site.spa.organisation_id, "site_id": site.spa.site_id,
        "external_ref": None, "external_visit_ref": None, "integration_config_id": None,
        "status": state.status, "stage": state.stage, "items_status": item_status(order.bookings[0], state),
        "is_locked": state.locked_at is not None, "locked_at": _utc(state.locked_at) if state.locked_at else None,
        "is_customer_required": False,
        "customer_id": customer_id(site.venue, order.person) if order.has_account else None,
        **names, "email": order.person.email, "phone": order.person.phone,
        "guests": _guests(order), "labels": [
            {"id": label.id, "name": label.name, "color": colour, "order_id": order.id} for label, colour in order.labels
        ],
        "booking_items": [_booking_item(order, item, state) for item in order.items],
        "package_items": [_package_item(order, state)] if order.package else [],
        "purchase_items": [_purchase_item(purchase, state) for purchase in order.purchases],
        "booking_items_start_date": min(starts).date().isoformat(), "booking_items_end_date": max(starts).date().isoformat(),
        "booking_items_span_multiple_days": min(starts).date() != max(starts).date(),
        "special_requests": order.requests or None, "order_notes": notes_json(site, order), "visit": None,
        **_money(site, order, state),
        "sales_channel": {**_named(order.channel), "organisation_id": site.spa.organisation_id},
        "has_posted": state.status == "settled", "posted_at": None, "intake_form_required": True,
        "intake_form_url": f"https://forms.invalid/{order.id}", "intake_forms_complete": state.stage != "not_arrived",
        "created_at": _utc(order.booked - timedelta(minutes=9)), "updated_at": _utc(state.updated),
        "submitted_at": None if state.status in ("new", "in_progress") else _utc(order.booked),
    })  # fmt: skip


def notes_json(site: Site, order: Order) -> list[dict[str, Any]]:
    """Order notes: the text key is `content`, there is no `updated_at`."""
    made = [NoteRow(hex_id("note", order.id, n), text, order.booked, order.seller) for n, text in enumerate(order.notes)]
    changes = site.ledger.orders.get(order.id)
    if changes is None:
        return [note_json(note, order.id) for note in made]
    kept = [note for note in (*made, *changes.notes) if note.id not in changes.deleted]
    return [note_json(replace(note, text=changes.edited.get(note.id, note.text)), order.id) for note in kept]


def note_json(note: NoteRow, order_id: str) -> dict[str, Any]:
    return {
        "id": note.id, "order_id": order_id, "content": note.text, "created_by": _named(note.by), "created_by_id": note.by.id,
        "created_at": _utc(note.at),
    }  # fmt: skip


def appointment_json(booked: Booked) -> dict[str, Any]:
    """An appointment. Currency in upper case and a net total with decimals, as the vendor's newer samples have them."""
    site, order, state, item = booked.site, booked.order, booked.state, booked.item
    total = item.offering.price * item.guests
    return _worn(item.booking_id, {
        "id": item.booking_id, "appointment_type_id": item.offering.id, "appointment_type_name": item.offering.name,
        "currency": site.venue.currency, "customer_id": customer_id(site.venue, order.person) if order.has_account else None,
        "duration": item.offering.minutes, "start_time": item.start.isoformat(), "end_time": item.end.isoformat(),
        "end_buffer": 15, "first_name": order.person.first or None, "last_name": order.person.last,
        "full_name": order.person.full_name, "email": order.person.email, "phone": order.person.phone,
        "guests": _guests(order), "has_notes": bool(notes_json(site, order)), "has_special_requests": bool(order.requests),
        "is_group_booking": order.guest is not None, "is_hotel_room_booking": False, "is_locked": state.locked_at is not None,
        "is_part_of_package": item not in order.items, "net_total": round(total / 1.2, 2), "price": total,
        "has_outstanding_balance": state.outstanding > 0,
        "order_id": order.id, "order_item_id": item.id, "order_ref": order.ref, "order_is_locked": state.locked_at is not None,
        "organisation_id": site.spa.organisation_id, "site_id": site.spa.site_id,
        "practitioner_ids": [item.practitioner.id] if item.practitioner else [],
        "practitioners": [_named(item.practitioner)] if item.practitioner else [],
        "room_id": item.room.id, "room": _room(item.room), "zone": _named(item.room.zone),
        "stage": state.stage, "status": item_status(item, state),
    })  # fmt: skip


def session_json(site: Site, session: Session, places: list[Booked], *, with_bookings: bool) -> dict[str, Any]:
    """A session; `bookings` and what is counted from them appear only when asked for."""
    taken = [one for one in places if item_status(one.item, one.state) in ("confirmed", "reserved")]
    who = session.practitioner
    cancelled = site.ledger.sessions.get(session.id) or session.start - timedelta(days=130)
    row: dict[str, Any] = {
        "id": session.id, "session_type_id": session.offering.id, "session_type_name": session.offering.name,
        "practitioner_id": who.id if who else None, "practitioner": _named(who) if who else None,
        "room_id": session.room.id, "room": _room(session.room), "recurrence_group_id": recurrence_group(site, session),
        "start_time": session.start.isoformat(), "end_time": session.end.isoformat(), "duration": session.offering.minutes,
        "capacity": session.capacity, "remaining_capacity": max(session.capacity - len(taken), 0), "max_baskets": None,
        "waitlist_enabled": True, "num_waitlisted": sum(one.item.waitlisted for one in places),
        "price": session.offering.price, "currency": site.venue.currency.lower(),
        "no_availability_reason": None if who else "no_practitioners_available", "no_availability_message": None,
        "site_id": site.spa.site_id, "organisation_id": site.spa.organisation_id,
        "created_at": _utc(session.start - timedelta(days=150)), "updated_at": _utc(session.start - timedelta(days=150)),
        "deleted_at": _utc(cancelled) if session.cancelled else None,
    }  # fmt: skip
    if with_bookings:
        row["bookings"] = [session_booking_json(one) for one in places]
        row["num_checked_in"] = sum(one.state.stage != "not_arrived" for one in places)
        row["num_no_show"] = sum(one.state.status == "no_show" for one in places)
    return _worn(session.id, row)


def recurrence_group(site: Site, session: Session) -> str:
    return hex_id("recurrence", site.spa.id, session.offering.id)


def session_booking_json(booked: Booked) -> dict[str, Any]:
    site, order, state, item = booked.site, booked.order, booked.state, booked.item
    changes = site.ledger.places[item.booking_id]
    seen = state.stage != "not_arrived" if changes.checked is None else changes.checked
    seen_at = _utc(changes.checked_in_at or item.start) if seen else None
    absent = state.status == "no_show" if changes.no_show is None else changes.no_show
    return {
        "id": item.booking_id, "session_id": item.session.id if item.session else None,
        "session_type_id": item.offering.id, "session_type_name": item.offering.name, "order_id": order.id,
        "order_item_id": item.id, "order_ref": order.ref,
        "customer_id": customer_id(site.venue, order.person) if order.has_account else None,
        "first_name": order.person.first or None, "last_name": order.person.last, "email": order.person.email,
        "phone": order.person.phone, "guests": _guests(order), "checked_in_at": seen_at,
        "checked_out_at": None, "is_no_show": absent, "intake_form_required": False,
        "intake_forms_completed": True, "stage": state.stage, "status": item_status(item, state),
        "site_id": site.spa.site_id, "organisation_id": site.spa.organisation_id,
    }  # fmt: skip


def _booking_item(order: Order, item: Item, state: State) -> dict[str, Any]:
    total = item.offering.price * item.guests
    return {
        "id": item.id, "status": item_status(item, state), **_type(item.offering), "booking_summary": _summary(item, state),
        "guest": _guests(order)[0], "guests": _guests(order)[: item.guests], "booking_reserved_until": None,
        "price": item.offering.price, "base_price": item.offering.price, "discount_amount": 0, "discounts": [],
        "total_cost": total, "net_total": total * 5 // 6, "date": item.start.date().isoformat(),
        "start_time": item.start.isoformat(), "added_by_customer": order.channel.name == "Online",
        "sold_by": {**_named(order.seller), "type": "user"},
        "is_modifiable": state.status == "submitted", "created_at": _utc(order.booked), "updated_at": _utc(state.updated),
    }  # fmt: skip


def _package_item(order: Order, state: State) -> dict[str, Any]:
    """A package line has a date but no start; the times are inside."""
    package = order.package
    assert package is not None
    return {
        "id": package.id, "status": item_status(package.inner[0], state), **_type(package.offering),
        "guest": _guests(order)[0], "guests": _guests(order)[:1], "price": package.offering.price,
        "base_price": package.offering.price, "discount_amount": 0, "discounts": [],
        "total_cost": package.offering.price, "net_total": package.offering.price * 5 // 6,
        "date": package.inner[0].start.date().isoformat(), "option_budgets": [],
        "package_items": [
            {
                "id": item.id, "choice_id": hex_id("choice", item.id), "option_id": hex_id("option", item.id),
                "shared_basket_item_id": None, "offering_type": item.offering.kind, "offering_id": item.offering.id,
                "offering_name": item.offering.name, "time": item.start.isoformat(), "duration": item.offering.minutes,
                "reserved_until": None, "price_change": 0, "guests": _guests(order)[:1],
                "practitioners": [_named(item.practitioner)] if item.practitioner else [], "item_configuration": {},
                "booking_summary": _summary(item, state),
            }
            for item in package.inner
        ],
        "created_at": _utc(order.booked), "updated_at": _utc(state.updated),
    }  # fmt: skip


def _purchase_item(purchase: Purchase, state: State) -> dict[str, Any]:
    total = purchase.offering.price * purchase.quantity
    status = "cancelled" if state.status == "cancelled" or purchase.id in state.cancelled else "confirmed"
    return {
        "id": purchase.id, **_type(purchase.offering), "quantity": purchase.quantity, "unit_price": purchase.offering.price,
        "base_price": purchase.offering.price, "total_cost": total, "net_total": total * 5 // 6, "status": status,
        "guest": None, "guests": [], "discount_amount": 0, "discounts": [], "is_modifiable": False,
    }  # fmt: skip


def _money(site: Site, order: Order, state: State) -> dict[str, Any]:
    currency = site.venue.currency.lower()
    return {
        "currency": currency, "total_cost": state.total, "total_tax": state.total - state.total * 5 // 6,
        "net_total": state.total * 5 // 6, "discount_total": 0, "tip_amount": 0,
        "service_charge": {"amount": 0, "percentage": 0, "item_amounts": []},
        "totals": {"subtotal": state.total, "order_discount": 0, "total": state.total}, "taxes": [],
        "outstanding_payment_amount": state.outstanding, "total_paid_or_authed": state.paid,
        "payment_totals": {
            "paid": state.paid, "pending": 0, "chargeable": 0, "provided": state.paid,
            "missing": state.outstanding, "unpaid": state.outstanding,
        },
        "payments": [payment_json(site, one) for one in payments_of(site, order, state)], "discounts": [], "coupon_codes": [],
        "voucher_codes": [],
        "applied_promo_code": None,
    }  # fmt: skip


def _summary(item: Item, state: State) -> dict[str, Any]:
    return {
        "id": item.booking_id, "status": item_status(item, state), "start_time": item.start.isoformat(),
        "end_time": item.end.isoformat(), "duration": item.offering.minutes,
        "practitioner_ids": [item.practitioner.id] if item.practitioner else [],
        "practitioners": [_named(item.practitioner)] if item.practitioner else [],
        "room_id": item.room.id, "room": _room(item.room), "area_ids": [], "areas": [], "equipment_ids": [], "equipment": [],
        "practitioner_was_requested": False, "room_was_requested": False,
        "session_id": item.session.id if item.session else None,
        "offering": {"id": item.offering.id, "type": item.offering.kind, "name": item.offering.name},
    }  # fmt: skip


def _guests(order: Order) -> list[dict[str, Any]]:
    person = order.person
    lead: dict[str, Any] = {
        "name": person.full_name,
        "first_name": person.first or None,
        "last_name": person.last,
        "is_lead_booker": True,
    }
    guests = [{"id": hex_id("guest", order.id, 0), **lead}]
    if order.guest:
        first, _, last = order.guest.partition(" ")
        other: dict[str, Any] = {"name": order.guest, "first_name": first, "last_name": last, "is_lead_booker": False}
        guests.append({"id": hex_id("guest", order.id, 1), **other})
    return guests


def _type(offering: Offering) -> dict[str, Any]:
    return {"item_type": offering.kind, "type_id": offering.id, "type_name": offering.name, "type_product_code": None}


def _named(thing: Named) -> dict[str, Any]:
    return {"id": thing.id, "name": thing.name}


def _room(room: Room) -> dict[str, Any]:
    return {"id": room.id, "name": room.name}


def _utc(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds")


def _worn(record_id: str, row: dict[str, Any]) -> dict[str, Any]:
    """The row with a key missing or null here and there, as real answers are."""
    chance = rng("worn", record_id)
    missing = {key for key in _UNRELIABLE if chance.random() < 0.03}
    empty = {key for key in _UNRELIABLE if chance.random() < 0.03}
    return {key: None if key in empty else value for key, value in row.items() if key not in missing}
