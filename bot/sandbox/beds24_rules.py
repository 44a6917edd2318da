"""What getBookings accepts and what it picks: the request, its refusals, and the filters, as pure functions."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictStr, ValidationError, model_validator
from pydantic.alias_generators import to_camel

from bot.sandbox.beds24_data import Stay
from bot.sandbox.beds24_wire import modified, status

MOST_ROWS = 10_000  # "The maximum number of bookings that can be returned is 10000" (getBookings)
ROWS_WITHOUT_LIMIT = 1_000  # the other edition of the vendor's page
INCLUDES_BELOW = 100  # includes work "only when fewer than 100 bookings" come back (same page)

UNAUTHORIZED, USAGE_LIMIT, WRONG_PROPERTY = "1002", "1020", "2000"
MALFORMED = "1000"  # no code is published for a malformed request; a client has to live with codes it does not know


class RefusedError(Exception):
    """The vendor answers `{"error", "errorCode"}` with HTTP 200."""

    def __init__(self, error: str, code: str) -> None:
        super().__init__(error)
        self.error = error
        self.code = code


def _day(value: object) -> date:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{8}", value):
        raise ValueError("must be YYYYMMDD")
    return datetime.strptime(value, "%Y%m%d").replace(tzinfo=UTC).date()


def _moment(value: object) -> datetime:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{8} [0-9]{2}:[0-9]{2}:[0-9]{2}", value):
        raise ValueError("must be YYYYMMDD HH:MM:SS")
    return datetime.strptime(value, "%Y%m%d %H:%M:%S").replace(tzinfo=UTC)


def _number(value: object) -> int:
    if isinstance(value, bool) or not re.fullmatch(r"[0-9]+", str(value)):
        raise ValueError("must be a whole number")
    return int(str(value))


Day = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
Number = Annotated[int, BeforeValidator(_number)]
Code = Annotated[str, Field(strict=True, pattern=r"^[0-9]$")]
Digits = Annotated[str, Field(strict=True, pattern=r"^[0-9]+$")]


class Strict(BaseModel):
    """A body in which nothing unknown may stand."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=to_camel)


Body = TypeVar("Body", bound=Strict)


class Authentication(Strict):
    api_key: StrictStr
    prop_key: StrictStr | None = None


class GetProperties(Strict):
    authentication: Authentication


class GetProperty(Strict):
    authentication: Authentication
    include_rooms: StrictBool = False
    include_room_units: StrictBool = False


class GetAvailabilities(Strict):
    """No keys. `checkIn`, one of `lastNight` and `checkOut` (which wins), and one of `roomId`, `propId`, `ownerId` are required."""

    check_in: Day
    last_night: Day | None = None
    check_out: Day | None = None
    room_id: Digits | None = None
    prop_id: Digits | None = None
    owner_id: Digits | None = None
    num_adult: Number | None = None
    num_child: Number | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.last_night is None and self.check_out is None:
            raise ValueError("lastNight or checkOut is required")
        if self.room_id is None and self.prop_id is None and self.owner_id is None:
            raise ValueError("one of roomId, propId and ownerId is required")
        if self.nights < 1:
            raise ValueError("checkOut must be after checkIn")
        return self

    @property
    def departure(self) -> date:
        return self.check_out or (self.last_night or self.check_in) + timedelta(days=1)

    @property
    def nights(self) -> int:
        return (self.departure - self.check_in).days


class GetBookings(Strict):
    """Every field is optional, every given field must match."""

    authentication: Authentication
    room_id: Digits | None = None
    book_id: Digits | None = None
    master_id: Digits | None = None
    arrival_from: Day | None = None
    arrival_to: Day | None = None
    departure_from: Day | None = None
    departure_to: Day | None = None
    modified_since: Moment | None = None
    search_text: StrictStr = ""
    status: Code | None = None
    limit: Annotated[Number, Field(ge=1, le=MOST_ROWS)] = ROWS_WITHOUT_LIMIT
    offset: Number = 0
    include_invoice: StrictBool = False
    include_info_items: StrictBool = False
    include_info_items_converted: StrictBool = False
    include_stripe_charges: StrictBool = False


def parse(kind: type[Body], body: dict[str, Any]) -> Body:
    """The request as a model, or RefusedError naming the first field that is wrong."""
    try:
        return kind.model_validate(body)
    except ValidationError as refused:
        first = refused.errors()[0]
        place = ".".join(map(str, first["loc"])) or "body"
        code = UNAUTHORIZED if place.startswith("authentication") else MALFORMED
        raise RefusedError(f"{place}: {first['msg']}", code) from refused


def arrival_window(wanted: GetBookings, today: date) -> tuple[date, date]:
    """The first and the last arrival date asked for.

    A missing arrivalFrom means yesterday and a missing arrivalTo a year from `today` (the property's date), whatever
    else was asked: also for a booking number or a departure date.
    """
    return wanted.arrival_from or today - timedelta(days=1), wanted.arrival_to or _a_year_after(today)


def matches(stay: Stay, wanted: GetBookings, today: date, now: datetime) -> bool:
    """All filters but `searchText`, joined by AND."""
    first, last = arrival_window(wanted, today)
    return (
        first <= stay.arrival <= last
        and (wanted.departure_from is None or wanted.departure_from <= stay.departure)
        and (wanted.departure_to is None or stay.departure <= wanted.departure_to)
        and (wanted.modified_since is None or wanted.modified_since <= modified(stay, now))
        and wanted.room_id in (None, stay.room.id)
        and wanted.book_id in (None, stay.id)
        and wanted.master_id in (None, stay.master)
        and (wanted.status is None or wanted.status == status(stay, now))
    )


def contains(row: dict[str, Any], text: str) -> bool:
    """Whether any field of the booking holds the text, in either case."""
    needle = text.casefold()
    return any(needle in value.casefold() for value in row.values() if isinstance(value, str))


def _a_year_after(day: date) -> date:
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
