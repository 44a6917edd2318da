"""AiFi's filters: every `min…` and `max…` includes its own value, a moment that has not come matches no bound."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.sandbox.aifi_data import Shopper, Visit, day_of
from bot.sandbox.aifi_orders import SETTLED_WITHIN, Order
from bot.sandbox.aifi_params import ContestsList, CustomersList, OrdersList, SessionsList, StoresList
from bot.sandbox.aifi_wire import session_status, stamp
from bot.sandbox.venues import Retailer, Store, Venue

Days = tuple[date, date]
_ALL: Days = (date.min, date.max)
_LONGEST = timedelta(hours=3)  # from a code to the end of its trip, but for the fixed ones


def session_days(wanted: SessionsList, venue: Venue) -> Days:
    """The days on which what is asked for may have been issued."""
    if wanted.id is not None:
        return days_of_number(wanted.id)
    earliest = [
        wanted.min_created_at, wanted.min_updated_at, wanted.min_expires_at, wanted.min_code_last_succesfully_scanned_at,
        wanted.min_customer_last_entered_at,
    ]  # fmt: skip
    latest = [wanted.max_created_at, wanted.max_updated_at, wanted.max_customer_last_entered_at]
    return _days(venue, earliest, latest, _LONGEST)


def order_days(wanted: OrdersList, venue: Venue) -> Days:
    """The days on which the trips of the orders asked for may have begun."""
    earliest = [wanted.min_created_at, wanted.min_updated_at, wanted.min_draft_created_at, wanted.start_time]
    latest = [wanted.max_created_at, wanted.max_updated_at, wanted.max_draft_created_at, wanted.end_time]
    return _days(venue, earliest, latest, _LONGEST + SETTLED_WITHIN)


def contest_days(wanted: ContestsList, venue: Venue) -> Days:
    earliest = [wanted.min_created_at, wanted.min_updated_at, wanted.start_time]
    latest = [wanted.max_created_at, wanted.max_updated_at, wanted.end_time]
    return _days(venue, earliest, latest, _LONGEST + SETTLED_WITHIN)


def days_of_number(number: int) -> Days:
    """The day of a session number. Numbers of no day belong to the fixed sessions, which are always there."""
    day = day_of(number)
    return (day, day) if day else (date.max, date.min)


def session_matches(visit: Visit, wanted: SessionsList, now: datetime) -> bool:
    scanned = visit.scanned if visit.scanned and visit.scanned <= now else None
    entered = visit.entered if visit.entered and visit.entered <= now else None
    visitors = visit.visitors if entered else 0
    return (
        wanted.id in (None, visit.number)
        and wanted.code in (None, visit.code)
        and wanted.session_token in (None, visit.token)
        and wanted.store_id in (None, visit.store.number)
        and wanted.customer_id in (None, visit.shopper.number)
        and _between(visit.issued, wanted.min_created_at, wanted.max_created_at)
        and _between(visit.changed(now), wanted.min_updated_at, wanted.max_updated_at)
        and _between(visit.expires, wanted.min_expires_at, wanted.max_expires_at)
        and _between(scanned, wanted.min_code_last_succesfully_scanned_at, wanted.max_code_last_succesfully_scanned_at)
        and _between(entered, wanted.min_customer_last_entered_at, wanted.max_customer_last_entered_at)
        and (wanted.status is None or session_status(visit, now) in wanted.status)
        and _between(visitors, wanted.min_visitors, wanted.max_visitors)
        and _between(visit.group, wanted.min_group_size, wanted.max_group_size)
    )


def session_key(visit: Visit, order_by: str, now: datetime) -> tuple[bool, Any, int]:
    """The value a session is sorted by, in a form that survives a cursor."""
    value: Any
    match order_by:
        case "code":
            value = visit.code
        case "storeId":
            value = visit.store.number
        case "visitors":
            value = visit.visitors if visit.entered and visit.entered <= now else 0
        case "groupSize":
            value = visit.group
        case "customerId":
            value = visit.shopper.number
        case "expiresAt":
            value = stamp(visit.expires)
        case "createdAt":
            value = stamp(visit.issued)
        case "updatedAt":
            value = stamp(visit.changed(now))
        case "codeLastSuccesfullyScannedAt":
            value = stamp(visit.scanned) if visit.scanned and visit.scanned <= now else None
        case "customerLastEnteredAt":
            value = stamp(visit.entered) if visit.entered and visit.entered <= now else None
        case _:
            value = visit.number
    return value is None, value, visit.number


def order_matches(order: Order, wanted: OrdersList) -> bool:
    visit = order.visit
    total = order.total
    return (
        _between(order.drafted, wanted.min_created_at, wanted.max_created_at)
        and _between(order.drafted, wanted.min_draft_created_at, wanted.max_draft_created_at)
        and _between(order.drafted, wanted.start_time, wanted.end_time)
        and _between(order.updated, wanted.min_updated_at, wanted.max_updated_at)
        and wanted.id in (None, order.number)
        and wanted.customer_id in (None, visit.shopper.number)
        and wanted.store_id in (None, visit.store.number)
        and (wanted.status is None or order.status in wanted.status)
        and (wanted.external_status is None or "ok" in wanted.external_status)
        and (wanted.customer_role is None or visit.shopper.role in wanted.customer_role)
        and (wanted.session_id is None or visit.token in wanted.session_id)
        and (wanted.external_id is None or f"R-{order.number}" in wanted.external_id)
        and wanted.payment_transaction_id in (None, order.payment)
        and _card_matches(visit.shopper, wanted)
        and (wanted.min_total_price is None or wanted.min_total_price * 100 <= total)
        and (wanted.max_total_price is None or total <= wanted.max_total_price * 100)
        and _between(order.quantity, wanted.min_total_product_quantity, wanted.max_total_product_quantity)
    )


def order_key(order: Order, order_by: str) -> tuple[Any, int]:
    values = {"id": order.number, "storeId": order.visit.store.number, "totalPrice": order.total, "draftCreatedAt": order.drafted}
    return values[order_by], order.number


def contest_matches(order: Order, wanted: ContestsList) -> bool:
    return (
        order.disputed is not None
        and _between(order.disputed, wanted.min_created_at, wanted.max_created_at)
        and _between(order.disputed, wanted.start_time, wanted.end_time)
        and _between(order.updated, wanted.min_updated_at, wanted.max_updated_at)
        and wanted.status in (None, order.status)
        and wanted.order_id in (None, order.number)
        and wanted.store_id in (None, order.visit.store.number)
    )


def customer_matches(shopper: Shopper, wanted: CustomersList) -> bool:
    email = (shopper.person.email or "").lower()
    return (
        wanted.external_id in (None, shopper.external_id)
        and (wanted.email is None or wanted.email.lower() == email)
        and wanted.payment_instrument_provider_id in (None, str(30_000 + shopper.number))
        and _between(shopper.registered, wanted.min_created_at, wanted.max_created_at)
        and _between(shopper.registered, wanted.min_updated_at, wanted.max_updated_at)
    )


def store_matches(retailer: Retailer, store: Store, wanted: StoresList) -> bool:
    return (
        wanted.id in (None, store.number)
        and wanted.status in (None, "OPEN")
        and wanted.external_id in (None, f"S{store.number}")
        and wanted.deployment_status in (None, "LIVE")
        and wanted.aifi_unique_store_id in (None, f"{retailer.id}-{store.number}")
    )


def _card_matches(shopper: Shopper, wanted: OrdersList) -> bool:
    """Every shopper pays with a test card that ends in the last digits of their number."""
    return (
        (wanted.customer_payment_instrument_bin is None or "42424242".startswith(wanted.customer_payment_instrument_bin))
        and wanted.customer_payment_instrument_last4 in (None, f"{shopper.number:04d}")
        and wanted.customer_payment_instrument_exp_date in (None, "12/29")
    )


def _between(value: Any, least: Any, most: Any) -> bool:
    if value is None:
        return least is None and most is None
    return (least is None or least <= value) and (most is None or value <= most)


def _days(venue: Venue, earliest: list[datetime | None], latest: list[datetime | None], slack: timedelta) -> Days:
    """The days of the venue that bounds leave over; the earliest ones reach back by `slack`."""
    known = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
    since = max((max(bound, known[0]) for bound in earliest if bound), default=None)
    until = min((min(bound, known[1]) for bound in latest if bound), default=None)
    return (
        (since - slack).astimezone(venue.zone).date() if since else _ALL[0],
        until.astimezone(venue.zone).date() if until else _ALL[1],
    )
