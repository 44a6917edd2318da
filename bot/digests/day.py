"""`Day`: a venue's day, and the windows on it that questions name."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.states import Axis, Grain
from bot.core.window import ONE_DAY, Window, midnight

WEEK = 7

_SHORTEST = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Day:
    """A venue's day: the summary of this day speaks of the day before it too. `now` is when it is looked at."""

    today: date
    zone: ZoneInfo
    now: datetime | None = None

    @property
    def before(self) -> date:
        """The day before."""
        return self.today - ONE_DAY

    @property
    def week(self) -> tuple[date, ...]:
        """The seven days after it."""
        return tuple(self.today + timedelta(days=number) for number in range(1, WEEK + 1))

    @property
    def is_over(self) -> bool:
        """Whether it has passed."""
        return self.now is not None and self.now >= midnight(self.today + ONE_DAY, self.zone)

    @property
    def is_to_come(self) -> bool:
        """Whether it has not begun."""
        return self.now is not None and self.now < midnight(self.today, self.zone)

    def window(self, axis: Axis, first: date | None = None, last: date | None = None) -> Window:
        """Whole days of the venue; this one where none is named."""
        start = first or self.today
        return Window.days(start, last or start, self.zone, axis)

    def remaining(self, axis: Axis) -> Window:
        """What is left of it, down to its last minute; all of it before it has begun."""
        start, end = midnight(self.today, self.zone), midnight(self.today + ONE_DAY, self.zone)
        if self.now is None or self.now <= start:
            return self.window(axis)
        return Window(axis=axis, start=min(self.now.astimezone(self.zone), end - _SHORTEST), end=end, grain=Grain.INSTANT)
