"""Calendar arithmetic on plain dates: units, month ends, week numbers, Easter. Nothing of language."""

from calendar import monthrange
from datetime import date, timedelta

from bot.core.states import Grain
from bot.core.window import ONE_DAY

EARLIEST, LATEST = date(1600, 1, 1), date(2500, 1, 1)
"""The years in which dates are read: further away nothing is meant, and zone arithmetic has no room."""

GRAINS = {
    "day": Grain.DAY,
    "night": Grain.DAY,
    "week": Grain.WEEK,
    "month": Grain.MONTH,
    "quarter": Grain.QUARTER,
    "year": Grain.YEAR,
    "fortnight": Grain.DAY,
    "half": Grain.MONTH,
    "weekend": Grain.DAY,
}

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def valid(year: int, month: int, day: int) -> date | None:
    """The date, or nothing where there is no such day or it is out of reach."""
    if not (EARLIEST.year <= year < LATEST.year and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def days_later(day: date, days: int) -> date | None:
    """A number of days later, or nothing out of reach."""
    if abs(days) > 400_000:
        return None
    made = day + timedelta(days=days)
    return made if EARLIEST <= made < LATEST else None


def months_later(day: date, months: int) -> date | None:
    """A number of months later; the 31st becomes the last day of a shorter month."""
    if abs(months) > 12_000:
        return None
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not EARLIEST.year <= years < LATEST.year:
        return None
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def unit_start(day: date, unit: str, week_start: int = 0) -> date:
    """The first day of the calendar unit that holds `day`."""
    if unit in ("week", "fortnight"):
        return day - timedelta(days=(day.weekday() - week_start) % 7)
    if unit == "weekend":
        return unit_start(day, "week") + timedelta(days=5)
    if unit in _MONTHS:
        length = _MONTHS[unit]
        return date(day.year, (day.month - 1) // length * length + 1, 1)
    return day


def unit_later(start: date, unit: str, count: int) -> date | None:
    """A number of calendar units later."""
    if unit in _MONTHS:
        return months_later(start, _MONTHS[unit] * count)
    return days_later(start, {"week": 7, "fortnight": 14, "weekend": 7}.get(unit, 1) * count)


def year_near(two_digits: int, today: date) -> int:
    """The year with these last two digits that is nearest to today."""
    century = today.year // 100 * 100
    return min((century + offset + two_digits for offset in (-100, 0, 100)), key=lambda year: abs(year - today.year))


def iso_week(year: int, week: int) -> date | None:
    """The Monday of an ISO week, or nothing when that year has no such week."""
    if not (EARLIEST.year < year < LATEST.year and 1 <= week <= 53):
        return None
    monday = date.fromisocalendar(year, 1, 1) + timedelta(weeks=week - 1)
    return monday if monday.isocalendar().week == week else None


def nth_weekday(nth: int, weekday: int, first: date, stop: date) -> date | None:
    """The nth of a weekday in `[first, stop)`; counted from the end when negative."""
    if nth > 0:
        made = days_later(first, (weekday - first.weekday()) % 7 + 7 * (nth - 1))
    else:
        last = stop - ONE_DAY
        made = days_later(last, -((last.weekday() - weekday) % 7) + 7 * (nth + 1))
    return made if made is not None and first <= made < stop else None


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm, as in Meeus, Astronomical Algorithms, chapter 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)
