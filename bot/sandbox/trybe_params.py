"""What Trybe's lists accept, one model per list: unknown names, wrong dates and worded booleans are refused with 422.

Sources: the tables of parameters of Trybe's API reference. Ends of ranges are applied in `trybe_filters`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, TypeVar
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

MOST_PER_PAGE = 100  # "the server silently caps what you asked for"


class InvalidError(Exception):
    """The vendor answers 422 `{"message", "errors": {field: [text, …]}}`."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors


def _flag(value: object) -> bool:
    # Laravel's boolean rule: the words true and false are refused.
    if value not in ("0", "1"):
        raise ValueError("must be 1 or 0")
    return value == "1"


def _csv(value: object) -> tuple[str, ...]:
    return tuple(part.strip() for part in str(value).split(","))


def _day(value: object) -> date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", str(value)):
        raise ValueError("must be YYYY-MM-DD")
    return date.fromisoformat(str(value))


def instant(value: object) -> datetime:
    pattern = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})"
    if not re.fullmatch(pattern, str(value)):
        raise ValueError("must be an ISO-8601 date-time with an offset")
    return datetime.fromisoformat(str(value))


def _digits(value: object) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", str(value)):
        raise ValueError("must be an integer")
    return int(str(value))


def _day_or_instant(value: object) -> date | datetime:
    return instant(value) if "T" in str(value) else _day(value)


Flag = Annotated[bool, BeforeValidator(_flag)]
Csv = Annotated[tuple[str, ...], BeforeValidator(_csv)]
Day = Annotated[date, BeforeValidator(_day)]
Instant = Annotated[datetime, BeforeValidator(instant)]
DayOrInstant = Annotated[datetime | date, BeforeValidator(_day_or_instant)]
Count = Annotated[int, BeforeValidator(_digits), Field(ge=1)]


class Params(BaseModel):
    """No parameters at all: what a call by id takes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Paged(Params):
    page: Count = 1
    per_page: Count = 15


class OfSite(Params):
    site_id: UUID | None = None


class SitePage(Paged, OfSite):
    """Rooms, and the base of every list that takes a site."""


class OrdersList(SitePage):
    query: str | None = None
    customer_id: UUID | None = None
    status: str | None = None
    labels: Csv | None = None
    item_offering_id: Csv | None = None
    submitted_by_id: Csv | None = None
    revenue_date_from: Day | None = None
    revenue_date_to: Day | None = None
    item_date: Day | None = None
    item_date_from: Instant | None = None
    item_date_to: Instant | None = None
    item_status: Csv | None = None
    submitted_at_from: Instant | None = None
    submitted_at_to: Instant | None = None
    updated_at_from: Instant | None = None
    updated_at_to: Instant | None = None
    is_membership: Flag | None = None
    has_outstanding_balance: Flag | None = None
    sales_channel: str | None = None


class AppointmentsList(SitePage):
    """The variant of the reference whose `site_id` is optional; the one with `order_submitted_at_*` is a report."""

    date_from: Day | None = None
    date_to: Day | None = None
    start_date_from: Day | None = None
    start_date_to: Day | None = None
    submitted_at_from: Instant | None = None
    submitted_at_to: Instant | None = None
    practitioner_id: Csv | None = None
    room_id: Csv | None = None
    zone_id: Csv | None = None


class SessionsList(SitePage):
    """`site_id` is taken and ignored: the reference does not list it, yet live integrations send it."""

    start_time_from: Instant | None = None
    start_time_to: Instant | None = None
    session_type_id: str | None = None
    recurrence_group_id: str | None = None
    include_bookings: Flag = False
    include_cancelled: Flag = False
    cancelled: Flag = False
    practitioner_id: Csv | None = None


class OneSession(Params):
    include_bookings: Flag = False


class SessionTypesList(SitePage):
    session_type_id: Csv | None = None
    archived: Flag = False


class AppointmentTypesList(SitePage):
    archived: Flag = False


class PractitionersList(SitePage):
    query: str | None = None


class LabelsList(Paged):
    archived: Flag = False


class OrderLabelsList(SitePage):
    archived: Flag = False


class CustomersList(SitePage):
    query: str | None = None
    email: str | None = None
    name: str | None = None
    phone: str | None = None
    membership_number: str | None = None
    membership: Annotated[str, Field(pattern="^(none|any|needs_dd_mandate)$")] | None = None
    membership_type_id: str | None = None
    membership_rate_id: str | None = None
    membership_created_at_from: DayOrInstant | None = None
    membership_created_at_to: DayOrInstant | None = None
    marketing_opt_in: str | None = None
    label_ids: Csv | None = None
    id: Csv | None = None
    created_at_from: DayOrInstant | None = None
    created_at_to: DayOrInstant | None = None
    updated_at_from: DayOrInstant | None = None
    updated_at_to: DayOrInstant | None = None
    organisation_id: UUID | None = None
    brand_id: UUID | None = None


Kind = TypeVar("Kind", bound=Params)


def read(kind: type[Kind], query: Mapping[str, str]) -> Kind:
    """The parameters as a model, or InvalidError naming every field that is wrong."""
    try:
        return kind.model_validate(dict(query))
    except ValidationError as refused:
        errors: dict[str, list[str]] = {}
        for error in refused.errors():
            errors.setdefault(str(error["loc"][0]), []).append(error["msg"])
        raise InvalidError(errors) from refused
