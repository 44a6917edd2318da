"""Dates in words, so that they can be read back: absolute, with weekdays, in the venue's language."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time

from bot.core.states import Grain
from bot.core.window import ONE_DAY, Window
from bot.language.calendar import unit_start
from bot.language.pieces import PARTS
from bot.language.tables import Table

CALENDAR = frozenset({Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR})
_UNITS: Mapping[Grain, str] = {Grain.WEEK: "week", Grain.MONTH: "month", Grain.QUARTER: "quarter", Grain.YEAR: "year"}


def day(moment: date, table: Table, *, year: bool = True, month: bool = True) -> str:
    """As "Sat 28 Nov 2026"."""
    say = table["say"]
    text = f"{say['weekdays'][moment.weekday()]} {moment.day}"
    if month:
        text += f" {say['months'][moment.month - 1]}"
    return f"{text} {moment.year}" if year else text


def days(first: date, last: date, table: Table) -> str:
    """As "Sat 28 – Sun 29 Nov 2026", both included."""
    if first == last:
        return day(first, table)
    same_year = first.year == last.year
    return f"{day(first, table, year=not same_year, month=not same_year or first.month != last.month)} – {day(last, table)}"


def window(said: Window, table: Table) -> tuple[str, Grain | None]:
    """A window in words, and its grain where the words alone would be read as another one."""
    start, end, grain = said.start, said.end, said.grain
    if grain in CALENDAR and _midnight(start) and _midnight(end):
        return _calendar(start, end, grain, table)
    if grain in (Grain.HOUR, Grain.MINUTE) and _plain(start) and _plain(end):
        full = all(moment is None or moment.minute == moment.second == 0 for moment in (start, end))
        if (grain is Grain.HOUR) is full:
            return _hours(start, end, table), None
    if grain is Grain.PART and start is not None and end is not None:
        part = _part(start, end, table)
        if part is not None:
            return f"{day(start.date(), table)}, {part}", None
    text = _open(start, end, lambda moment: f"{day(moment.date(), table)} {_stamp(moment)}", table)
    return text, None if grain is Grain.INSTANT else grain


def _midnight(moment: datetime | None) -> bool:
    return moment is None or moment.time() == time.min


def _plain(moment: datetime | None) -> bool:
    return moment is None or moment.microsecond == 0


def _open(start: datetime | None, end: datetime | None, write: Callable[[datetime], str], table: Table) -> str:
    if start is None or end is None:
        word = table["say"]["from" if end is None else "until"][0]
        moment = start or end
        return f"{word} {write(moment) if moment is not None else ''}"
    return f"{write(start)} – {write(end)}"


def _calendar(start: datetime | None, end: datetime | None, grain: Grain, table: Table) -> tuple[str, Grain | None]:
    first = None if start is None else start.date()
    last = None if end is None else end.date() - ONE_DAY
    if grain is not Grain.DAY:
        whole = _whole(first, last, grain, table)
        if whole is not None:
            return whole, None
    if first is None or last is None:
        text = _open(
            start, None if last is None else datetime.combine(last, time.min), lambda moment: day(moment.date(), table), table
        )
    else:
        text = days(first, last, table)
    return text, None if grain is Grain.DAY else grain


def _whole(first: date | None, last: date | None, grain: Grain, table: Table) -> str | None:
    """Whole units: "week Mon 23 – Sun 29 Nov 2026", "Nov 2026 – Jan 2027", "Q4 2026", "until 2026"."""
    unit = _UNITS[grain]
    if first is not None and unit_start(first, unit) != first:
        return None
    stop = None if last is None else last + ONE_DAY
    if stop is not None and unit_start(stop, unit) != stop:
        return None
    if grain is Grain.WEEK:
        week = table["say"]["week"][0]
        if first is None or last is None or (last - first).days != 6:
            return None
        return f"{week} {days(first, last, table)}"
    units = [
        None if each is None else _unit(each, grain, table) for each in (first, None if last is None else unit_start(last, unit))
    ]
    if units[0] is None or units[1] is None:
        return f"{table['say']['from' if units[1] is None else 'until'][0]} {units[0] or units[1]}"
    return units[0] if units[0] == units[1] else f"{units[0]} – {units[1]}"


def _unit(first: date, grain: Grain, table: Table) -> str:
    match grain:
        case Grain.MONTH:
            return f"{table['say']['months'][first.month - 1]} {first.year}"
        case Grain.QUARTER:
            return f"Q{(first.month + 2) // 3} {first.year}"
        case _:
            return str(first.year)


def _clock(moment: datetime) -> str:
    minutes = f"{moment.hour:02}:{moment.minute:02}"
    return f"{minutes}:{moment.second:02}" if moment.second else minutes


def _hours(start: datetime | None, end: datetime | None, table: Table) -> str:
    if start is not None and end is not None:
        midnight = end.time() == time.min and end.date() == start.date() + ONE_DAY
        if end.date() == start.date() or midnight:
            return f"{day(start.date(), table)}, {_clock(start)} – {'24:00' if midnight else _clock(end)}"
    return _open(start, end, lambda moment: f"{day(moment.date(), table)} {_clock(moment)}", table)


def _part(start: datetime, end: datetime, table: Table) -> str | None:
    for part in PARTS.values():
        ends = (end.date() == start.date() and end.hour == part.stop) or (
            part.stop == 24 and end.date() == start.date() + ONE_DAY and end.hour == 0
        )
        if (
            ends
            and start.hour == part.start
            and not (start.minute or start.second or start.microsecond or end.minute or end.second or end.microsecond)
        ):
            return table["part"][part.name][0]
    return None


def _stamp(moment: datetime) -> str:
    """A time with its offset: one instant, whatever clock hangs on the wall."""
    wall = moment.time().isoformat() if moment.microsecond else _clock(moment)
    offset = moment.isoformat()[len(moment.replace(tzinfo=None).isoformat()) :]
    return f"{wall} UTC" if offset == "+00:00" else f"{wall} UTC{offset}"
