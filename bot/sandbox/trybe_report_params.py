"""What Trybe's reports, availability and the lists beside the diary accept; what the reference requires is required."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from bot.sandbox.trybe_params import Csv, Day, DayOrInstant, Flag, Instant, OfSite, Paged, Params, SitePage


class RunSheet(OfSite):
    date: Day
    practitioner_id: Csv | None = None


class NoShows(Params):
    revenue_date_from: Day
    revenue_date_to: Day
    site_id: UUID


class Stats(OfSite):
    date_from: Day | None = None
    date_to: Day | None = None
    zone_id: Csv | None = None


class StaffUtilisation(Params):
    site_id: UUID
    date_from: Day
    date_to: Day
    zone_id: Csv | None = None


class RoomOccupancy(Stats):
    room_ids: Csv | None = None


class RevenueByCentre(OfSite):
    item_date_from: Instant | None = None
    item_date_to: Instant | None = None
    revenue_date_from: Day | None = None
    revenue_date_to: Day | None = None
    labels: Csv | None = None


class ChargeList(SitePage):
    completed_from: Instant | None = None
    completed_to: Instant | None = None
    revenue_date_from: Day | None = None
    revenue_date_to: Day | None = None
    payout_date_from: Day | None = None
    payout_date_to: Day | None = None
    status: str | None = None
    chargeable_type: Literal["order", "membership"] | None = None
    charge_type: Literal["refund", "payment"] | None = None
    processor: str | None = None
    processor_type_id: str | None = None
    order_status: str | None = None


class DayCharges(OfSite):
    """No `per_page`: the reference lists a page alone."""

    date: DayOrInstant | None = None
    status: str | None = None
    page: Annotated[int, Field(ge=1)] = 1


class OrderItems(SitePage):
    order_status: Csv | None = None
    order_label: Csv | None = None
    offering_id: Csv | None = None
    offering_type: Csv | None = None
    revenue_date_from: Day | None = None
    revenue_date_to: Day | None = None
    date_from: Instant | None = None
    date_to: Instant | None = None
    order_submitted_at_from: Instant | None = None
    order_submitted_at_to: Instant | None = None
    item_date_from: Instant | None = None
    item_date_to: Instant | None = None
    sold_by_id: Csv | None = None
    category_id: Csv | None = None
    sort: str | None = None
    sort_order: Literal["asc", "desc"] | None = None


class Occupancy(Params):
    date: Day
    site_id: UUID
    view_type: Literal["area", "practitioner", "room"] | None = None
    zone_id: str | None = None


class OfferingDates(Params):
    """At most one month; `date_to` is inclusive."""

    offering_id: str
    offering_type: Literal["appointment", "session", "package"]
    date_from: Day
    date_to: Day
    quantity: Annotated[int, Field(ge=1)] = 1
    partner_id: str | None = None


class SessionAvailability(Params):
    basket_id: str | None = None
    guest_id: str | None = None
    quantity: Annotated[int, Field(ge=1)] = 1
    date_from: Day | None = None
    date_to: Day | None = None
    date_time_from: Instant | None = None
    date_time_to: Instant | None = None


class AppointmentAvailability(Params):
    duration: Annotated[int, Field(ge=1)] | None = None
    practitioner_id: str | None = None
    exclude_appointments: Csv | None = None
    exclude_basket_items: Csv | None = None
    basket_id: str | None = None
    guest_id: str | None = None
    date_from: Day | None = None
    date_to: Day | None = None
    date_time_from: Instant | None = None
    date_time_to: Instant | None = None


class ShopOfferings(Paged):
    site_id: UUID
    date: Day | None = None
    category_id: str | None = None


class ProductsList(SitePage):
    query: str | None = None
    archived: Flag = False


class PackagesList(SitePage):
    archived: Flag = False


class VoucherCodesList(SitePage):
    code: str | None = None
    status: Csv | None = None
    amount: str | None = None
    balance: str | None = None
    created_since: Instant | None = None
    voucher_type_id: Csv | None = None
    expired_range_from: Instant | None = None
    expired_range_to: Instant | None = None
    fulfillment_status: str | None = None


class MembershipsList(SitePage):
    customer_id: UUID | None = None
    status: Csv | None = None
    membership_type_ids: Csv | None = None
    membership_type_id: str | None = None
    membership_rate_id: str | None = None
    rate_id: Csv | None = None
    created_at_from: Day | None = None
    created_at_to: Day | None = None
    next_billing_date_from: Day | None = None
    next_billing_date_to: Day | None = None
    end_date_from: Day | None = None
    end_date_to: Day | None = None
    attention_reason: str | None = None
    manual_payments: Flag | None = None
    billing_frequency: Csv | None = None
    membership_number: str | None = None
    external_ref: str | None = None
    organisation_id: UUID | None = None
