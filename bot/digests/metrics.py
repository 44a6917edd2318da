"""The figures of a summary. Each is the answer to a question, so that whoever doubts one can press it and see the records.

No figure names a vendor: a venue has those that one of its systems can answer.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.core.query import Query
from bot.core.states import Axis, Balance, Kind, Report, Stage, Status
from bot.digests.day import WEEK, Day

__all__ = ["METRICS", "WEEK", "Day", "Metric", "Part"]


class Part(StrEnum):
    """Where in a summary a figure stands."""

    TODAY = "today"
    ATTENTION = "attention"
    YESTERDAY = "yesterday"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One figure. `one` and `many` are what it counts, in words; `recorded` is kept in the history under its own day.

    `of_before` is true for what is about the day before; `ahead` for what is counted for each of the next seven days too; `sums`
    for what counts money, in the smallest unit, and not records.
    """

    key: str
    part: Part
    one: str
    many: str
    question: Callable[[Day], Query]
    recorded: bool = True
    of_before: bool = False
    ahead: bool = False
    sums: bool = False

    def own_day(self, day: Day) -> date:
        """The day that the figure is of, in the summary of a day."""
        return day.before if self.of_before else day.today

    def words(self, count: int) -> str:
        """The figure with its noun: "14 arrivals"."""
        return f"{count:,} {self.one if count == 1 else self.many}"


def _on(axis: Axis, *kinds: Kind, **fields: object) -> Callable[[Day], Query]:
    return lambda day: Query.model_validate({"kinds": kinds, "window": day.window(axis), **fields})


def _before(axis: Axis, *kinds: Kind, **fields: object) -> Callable[[Day], Query]:
    return lambda day: Query.model_validate({"kinds": kinds, "window": day.window(axis, day.before), **fields})


def _still_to_come(day: Day) -> Query:
    return Query(kinds=(Kind.APPOINTMENT, Kind.ARCADE_SESSION), window=day.remaining(Axis.START))


def _lately(axis: Axis, *kinds: Kind, **fields: object) -> Callable[[Day], Query]:
    """Of the last seven days and this one."""
    return lambda day: Query.model_validate(
        {"kinds": kinds, "window": day.window(axis, day.today - timedelta(days=WEEK), day.today), **fields}
    )


def _next_week(axis: Axis, *kinds: Kind, **fields: object) -> Callable[[Day], Query]:
    return lambda day: Query.model_validate({"kinds": kinds, "window": day.window(axis, day.today, day.week[-2]), **fields})


_PRESENT = (Stage.ARRIVED, Stage.IN_PROGRESS)
"""Only a house that knows who is there checks anybody out."""

_METRICS = (
    Metric(key="arrivals", part=Part.TODAY, one="arrival", many="arrivals", question=_on(Axis.START, Kind.BOOKING), ahead=True),
    Metric(key="departures", part=Part.TODAY, one="departure", many="departures", question=_on(Axis.END, Kind.BOOKING)),
    Metric(
        key="in_house",
        part=Part.TODAY,
        one="stay tonight",
        many="stays tonight",
        question=_on(Axis.OVERLAP, Kind.BOOKING),
        ahead=True,
    ),
    Metric(
        key="appointments",
        part=Part.TODAY,
        one="appointment",
        many="appointments",
        question=_on(Axis.START, Kind.APPOINTMENT),
        ahead=True,
    ),
    Metric(key="classes", part=Part.TODAY, one="class", many="classes", question=_on(Axis.START, Kind.SESSION)),
    Metric(
        key="sessions",
        part=Part.TODAY,
        one="VR session",
        many="VR sessions",
        question=_on(Axis.START, Kind.ARCADE_SESSION),
        ahead=True,
    ),
    Metric(key="to_come", part=Part.TODAY, one="still to come", many="still to come", question=_still_to_come, recorded=False),
    Metric(
        key="owing",
        part=Part.ATTENTION,
        one="booking or order of today still owes",
        many="bookings or orders of today still owe",
        question=_on(Axis.START, Kind.BOOKING, Kind.ORDER, balance=Balance.OUTSTANDING),
    ),
    Metric(
        key="no_shows",
        part=Part.ATTENTION,
        one="no-show yesterday",
        many="no-shows yesterday",
        of_before=True,
        question=_before(Axis.START, Kind.BOOKING, Kind.ORDER, status=(Status.NO_SHOW,)),
    ),
    Metric(
        key="not_arrived",
        part=Part.ATTENTION,
        one="order of yesterday was never marked as arrived",
        many="orders of yesterday were never marked as arrived",
        of_before=True,
        question=_before(Axis.START, Kind.ORDER, status=(Status.CONFIRMED,), stage=(Stage.NOT_ARRIVED,)),
    ),
    Metric(
        key="not_checked_out",
        part=Part.ATTENTION,
        one="order of yesterday is not checked out",
        many="orders of yesterday are not checked out",
        of_before=True,
        question=_before(Axis.START, Kind.ORDER, status=(Status.CONFIRMED,), stage=_PRESENT),
    ),
    Metric(
        key="failed_redemptions",
        part=Part.ATTENTION,
        one="redemption failed yesterday",
        many="redemptions failed yesterday",
        of_before=True,
        question=_before(Axis.REDEEMED, Kind.REDEMPTION, status=(Status.FAILED,)),
    ),
    Metric(
        key="contests",
        part=Part.ATTENTION,
        one="receipt of this week is contested",
        many="receipts of this week are contested",
        question=_lately(Axis.START, Kind.CONTEST, status=(Status.PENDING,)),
        recorded=False,
    ),
    Metric(
        key="still_inside",
        part=Part.ATTENTION,
        one="visit of yesterday has no exit",
        many="visits of yesterday have no exit",
        of_before=True,
        # Nobody stays in a store overnight.
        question=_before(Axis.START, Kind.SHOP_SESSION, stage=(Stage.IN_PROGRESS,)),
    ),
    Metric(
        key="expiring",
        part=Part.ATTENTION,
        one="active code expires within a week",
        many="active codes expire within a week",
        question=_next_week(Axis.EXPIRES, Kind.VOUCHER, status=(Status.CONFIRMED,)),
        recorded=False,
    ),
    Metric(
        key="nights",
        part=Part.YESTERDAY,
        one="Night sold",
        many="Nights sold",
        of_before=True,
        question=_before(Axis.OVERLAP, Kind.BOOKING),
    ),
    Metric(
        key="visits",
        part=Part.YESTERDAY,
        one="Visit",
        many="Visits",
        of_before=True,
        question=_before(Axis.START, Kind.SHOP_SESSION),
    ),
    Metric(
        key="redemptions",
        part=Part.YESTERDAY,
        one="Redemption",
        many="Redemptions",
        of_before=True,
        question=_before(Axis.REDEEMED, Kind.REDEMPTION),
    ),
    Metric(
        key="goods",
        part=Part.YESTERDAY,
        one="Sale at the counter",
        many="Sales at the counter",
        of_before=True,
        question=_before(Axis.START, Kind.GOODS_SALE),
    ),
    Metric(
        key="booked",
        part=Part.YESTERDAY,
        one="Booking or order made",
        many="Bookings and orders made",
        of_before=True,
        question=_before(Axis.CREATED, Kind.BOOKING, Kind.ORDER, Kind.ARCADE_SESSION),
    ),
    Metric(
        key="cancelled",
        part=Part.YESTERDAY,
        one="Cancellation",
        many="Cancellations",
        of_before=True,
        question=_before(Axis.MODIFIED, Kind.BOOKING, Kind.ORDER, Kind.ARCADE_SESSION, status=(Status.CANCELLED,)),
    ),
    Metric(
        key="revenue",
        part=Part.YESTERDAY,
        one="Revenue of orders",
        many="Revenue of orders",
        of_before=True,
        sums=True,
        question=_before(Axis.REVENUE, Kind.ORDER, status=(Status.CONFIRMED, Status.COMPLETED)),
    ),
    Metric(
        key="takings",
        part=Part.TAKEN,
        one="Takings",
        many="Takings",
        of_before=True,
        question=_before(Axis.REVENUE, Kind.REPORT, report=Report.CHARGES),
        recorded=False,
    ),
)

METRICS: Mapping[str, Metric] = MappingProxyType({metric.key: metric for metric in _METRICS})
"""Every figure by its key, in the order in which a summary names them. Keys stay: the history is kept under them."""
