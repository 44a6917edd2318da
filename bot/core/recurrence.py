"""`Recurrence`: a time of day on some days, as a person means it and as a cron expression says it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from typing import Self

EVERY_DAY = frozenset(range(7))
WORKING_DAYS = frozenset(range(5))
WEEKEND = frozenset({5, 6})
LONG_MONTH = 28
"""Every month has at least so many days."""

_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """`at` on the venue's wall, on some weekdays (Monday is 0), or on one day of each month that has it."""

    at: time = time(7)
    days: frozenset[int] = EVERY_DAY
    of_month: int | None = None

    @property
    def cron(self) -> str:
        """Minute, hour, day of the month, month, weekdays (Sunday is 0)."""
        if self.of_month is not None:
            return f"{self.at.minute} {self.at.hour} {self.of_month} * *"
        return f"{self.at.minute} {self.at.hour} * * {cron_days(self.days)}"

    @classmethod
    def of(cls, cron: str) -> Self:
        """The recurrence of an expression that `cron` wrote.

        Raises:
            ValueError: it is of another form.
        """
        minute, hour, of_month, month, days = cron.split()
        at = time(int(hour), int(minute))
        if month != "*" or (of_month != "*" and days != "*"):
            raise ValueError(f"is no time on some days: {cron}")
        if of_month != "*":
            return cls(at=at, of_month=int(of_month))
        return cls(at=at, days=EVERY_DAY if days == "*" else frozenset((int(day) - 1) % 7 for day in days.split(",")))

    @property
    def sentence(self) -> str:
        """As it is said: "Every Monday at 09:00"."""
        return f"{self._days} at {self.at:%H:%M}"

    @property
    def _days(self) -> str:
        if self.of_month is not None:
            return f"On the {ordinal(self.of_month)} of each month"
        if self.days == EVERY_DAY:
            return "Every day"
        if self.days == WORKING_DAYS:
            return "On weekdays"
        if self.days == WEEKEND:
            return "At weekends"
        first, *rest = (_NAMES[day] for day in sorted(self.days))
        return f"Every {', '.join([first, *rest[:-1]])} and {rest[-1]}" if rest else f"Every {first}"


def cron_days(days: Iterable[int]) -> str:
    """Weekdays (Monday is 0) as a cron expression counts them (Sunday is 0); all of them are "*"."""
    some = sorted(set(days))
    return "*" if len(some) == len(_NAMES) else ",".join(str((day + 1) % 7) for day in some)


def day_name(day: int) -> str:
    """The name of a weekday; Monday is 0."""
    return _NAMES[day]


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th."""
    teen = 10 <= number % 100 < 20
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
