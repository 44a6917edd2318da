"""Trybe's filters with their documented edges: ≥ and ≤ for item and revenue dates, ≥ and < for submitted and updated."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.sandbox.seeded import hex_id, uuid_id
from bot.sandbox.trybe_catalogue import Named
from bot.sandbox.trybe_data import Order, Session
from bot.sandbox.trybe_params import AppointmentsList, CustomersList, OrdersList, SessionsList
from bot.sandbox.trybe_state import State, item_status
from bot.sandbox.trybe_wire import recurrence_group
from bot.sandbox.trybe_world import Booked, Customer, Days, Site, customer_id


def order_days(wanted: OrdersList, zone: ZoneInfo) -> Days:
    """The days to look at: all an order's bookings are on the day of its first visit, but for the fixed ones."""
    return _common(
        (wanted.item_date, wanted.item_date),
        (wanted.revenue_date_from, wanted.revenue_date_to),
        (_date(wanted.item_date_from, zone), _date(wanted.item_date_to, zone)),
    )


def appointment_days(wanted: AppointmentsList) -> Days:
    return _common((wanted.date_from, wanted.date_to), (wanted.start_date_from, wanted.start_date_to))


def session_days(wanted: SessionsList, zone: ZoneInfo) -> Days:
    return _common((_date(wanted.start_time_from, zone), _date(wanted.start_time_to, zone)))


def order_matches(site: Site, order: Order, state: State, wanted: OrdersList) -> bool:
    """`item_date_*` compares starts; `revenue_date_*` the day of the first visit. Orders not submitted have no submitted_at."""
    submitted = None if state.status in ("new", "in_progress") else order.booked
    revenue = order.begins.date()
    customer = customer_id(site.venue, order.person) if order.has_account else None
    return (
        _says(wanted.query, order.ref, order.person.full_name, order.person.email)
        and (wanted.customer_id is None or str(wanted.customer_id) == customer)
        and wanted.status in (None, state.status)
        and _any(wanted.labels, {label.id for label, _ in order.labels})
        and _any(wanted.item_offering_id, {offering.id for offering in order.offerings})
        and _any(wanted.submitted_by_id, {order.seller.id})
        and (wanted.revenue_date_from is None or wanted.revenue_date_from <= revenue)
        and (wanted.revenue_date_to is None or revenue <= wanted.revenue_date_to)
        and (wanted.item_date is None or wanted.item_date in order.days)
        and any(_from_to(item.start, wanted.item_date_from, wanted.item_date_to) for item in order.bookings)
        and _any(wanted.item_status, {item_status(item, state) for item in order.bookings})
        and _from_before(submitted, wanted.submitted_at_from, wanted.submitted_at_to)
        and _from_before(state.updated, wanted.updated_at_from, wanted.updated_at_to)
        and wanted.is_membership in (None, any(offering.kind == "membership" for offering in order.offerings))
        and wanted.has_outstanding_balance in (None, state.outstanding > 0)
        and wanted.sales_channel in (None, order.channel.id)
    )


def appointment_matches(booked: Booked, wanted: AppointmentsList) -> bool:
    """The reference does not say whether `*_to` includes its day; the harsher reading stands here: it is midnight before it."""
    item, zone = booked.item, booked.site.venue.zone
    submitted = None if booked.state.status in ("new", "in_progress") else booked.order.booked
    return (
        _from_before(item.start, _midnight(wanted.date_from, zone), _midnight(wanted.date_to, zone))
        and _from_before(item.start, _midnight(wanted.start_date_from, zone), _midnight(wanted.start_date_to, zone))
        and _from_before(submitted, wanted.submitted_at_from, wanted.submitted_at_to)
        and _any(wanted.practitioner_id, {item.practitioner.id} if item.practitioner else set())
        and _any(wanted.room_id, {item.room.id})
        and _any(wanted.zone_id, {item.room.zone.id})
    )


def session_matches(site: Site, session: Session, wanted: SessionsList) -> bool:
    """Both ends of `start_time_*` are inclusive; cancelled sessions come only when asked for."""
    return (
        _from_to(session.start, wanted.start_time_from, wanted.start_time_to)
        and wanted.session_type_id in (None, session.offering.id)
        and wanted.recurrence_group_id in (None, recurrence_group(site, session))
        and (session.cancelled if wanted.cancelled else wanted.include_cancelled or not session.cancelled)
        and _any(wanted.practitioner_id, {session.practitioner.id} if session.practitioner else set())
    )


def customer_matches(site: Site, customer: Customer, wanted: CustomersList) -> bool:
    """Both ends of every range are inclusive, unlike those of orders."""
    person, zone = customer.person, site.venue.zone
    member = customer.member_number is not None
    return (
        _says(wanted.query, person.full_name, person.email, person.phone)
        and (wanted.email is None or wanted.email.lower() == person.email)
        and _says(wanted.name, person.full_name)
        and _says(wanted.phone, person.phone)
        and wanted.membership_number in (None, customer.member_number)
        and _membership(customer, wanted.membership)
        and (wanted.membership_type_id is None or (member and wanted.membership_type_id == membership_type(site).id))
        and (wanted.membership_rate_id is None or (member and wanted.membership_rate_id == membership_rate(site).id))
        and _created_between(customer.created if member else None, wanted, zone)
        and _opted_in(site, customer, wanted.marketing_opt_in)
        and _any(wanted.label_ids, {label.id for label, _ in customer.labels})
        and _any(wanted.id, {customer.id})
        and _from_to(customer.created, _first(wanted.created_at_from, zone), _last(wanted.created_at_to, zone))
        and _from_to(customer.updated, _first(wanted.updated_at_from, zone), _last(wanted.updated_at_to, zone))
        and (wanted.organisation_id is None or str(wanted.organisation_id) == site.spa.organisation_id)
        and (wanted.brand_id is None or str(wanted.brand_id) == site.spa.brand_id)
    )


def name_matches(thing: Named, query: str | None) -> bool:
    return _says(query, thing.name)


def membership_type(site: Site) -> Named:
    return Named(uuid_id("membership-type", site.spa.id), "Spa Membership")


def membership_rate(site: Site) -> Named:
    return Named(uuid_id("membership-rate", site.spa.id), "Monthly")


def _membership(customer: Customer, wanted: str | None) -> bool:
    match wanted:
        case None:
            return True
        case "none":
            return customer.member_number is None
        case "any":
            return customer.member_number is not None
        case _:
            return customer.member_number is not None and not customer.mandate


def _opted_in(site: Site, customer: Customer, wanted: str | None) -> bool:
    match wanted:
        case None:
            return True
        case "none":
            return not customer.opted_in
        case "any":
            return customer.opted_in
        case _:
            return customer.opted_in and wanted == hex_id("newsletter", site.spa.id)


def _created_between(since: datetime | None, wanted: CustomersList, zone: ZoneInfo) -> bool:
    """Members joined when they registered."""
    start, end = _first(wanted.membership_created_at_from, zone), _last(wanted.membership_created_at_to, zone)
    return (start is None and end is None) if since is None else _from_to(since, start, end)


def _says(query: str | None, *texts: str | None) -> bool:
    return query is None or any(query.casefold() in text.casefold() for text in texts if text)


def _any(wanted: tuple[str, ...] | None, present: set[str]) -> bool:
    return wanted is None or not present.isdisjoint(wanted)


def _from_to(when: datetime, start: datetime | None, end: datetime | None) -> bool:
    return (start is None or start <= when) and (end is None or when <= end)


def _from_before(when: datetime | None, start: datetime | None, end: datetime | None) -> bool:
    if when is None:
        return start is None and end is None
    return (start is None or start <= when) and (end is None or when < end)


def _common(*bounds: tuple[date | None, date | None]) -> Days:
    """The days inside all of the bounds; None is no bound."""
    return max(first or date.min for first, _ in bounds), min(last or date.max for _, last in bounds)


def _date(when: datetime | None, zone: ZoneInfo) -> date | None:
    """The day of a moment; None also at the edge of the calendar, where it has no day in another zone."""
    try:
        return None if when is None else when.astimezone(zone).date()
    except OverflowError:
        return None


def _midnight(day: date | None, zone: ZoneInfo) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), zone)


def _first(bound: date | datetime | None, zone: ZoneInfo) -> datetime | None:
    return bound if isinstance(bound, datetime) else _midnight(bound, zone)


def _last(bound: date | datetime | None, zone: ZoneInfo) -> datetime | None:
    """The last moment an inclusive bound covers: all of its day, when it is a day."""
    if bound is None or isinstance(bound, datetime):
        return bound
    return datetime.combine(bound + timedelta(days=1), time(), zone) - timedelta(microseconds=1)
