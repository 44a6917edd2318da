"""What a spa's own rules make of cancelling: whether guests may cancel such a booking themselves, and until when.

The rules stand on the type of treatment, class or package (docs.try.be, `customer_cancellation_permitted` and
`customer_cancellation_min_duration`). They bind guests online, not staff: they are told before staff cancel and refuse nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pydantic import TypeAdapter, ValidationError

from bot.core.errors import FrontdeskError
from bot.core.record import Record
from bot.vendors.trybe.calls import Calls
from bot.vendors.trybe.doing import TrybeErrand
from bot.vendors.trybe.names import Service, services
from bot.vendors.wire import objects, text

MOST_TOLD = 4
"""How many sentences there are at most: an order with ten different lines is read about in Trybe."""

_duration = TypeAdapter(timedelta)


@dataclass(frozen=True, slots=True)
class Booked:
    """One thing that is about to be cancelled: the id of its type, and when it begins."""

    type: str
    start: date | datetime | None


def booked(record: Record, line: str | None = None) -> tuple[Booked, ...]:
    """What stands on an order, or one `line` of it; a treatment is one by itself."""
    rows = [row for key in ("booking_items", "package_items") for row in objects(record.raw.get(key))]
    if not rows:
        return tuple(Booked(one.id, record.start) for one in record.service if one.id)
    stands = {item.id: item.start for item in record.items}
    chosen = ((text(row.get("id")), text(row.get("type_id")) or text(row.get("offering_id"))) for row in rows)
    return tuple(Booked(type, stands.get(id)) for id, type in chosen if type and line in (None, id))


async def told(errand: TrybeErrand, lines: Iterable[Booked]) -> tuple[str, ...]:
    """What the rules say of lines that are to be cancelled; they are read once a day. A type without a rule is passed over."""
    try:
        known = {each.id: each for each in await services(Calls(errand))}
    except FrontdeskError:
        return ("Trybe's rules for cancelling could not be read.",)
    now = errand.now.astimezone(errand.account.zone)
    said = (sentence(known[line.type], line.start, now) for line in lines if line.type in known)
    return tuple(dict.fromkeys(filter(None, said)))[:MOST_TOLD]


def sentence(service: Service, start: date | datetime | None, now: datetime) -> str | None:
    """What the rule of one type says; nothing where it has none. `now` is on the venue's clock, as the time told is."""
    last = _last(start, service.notice, now)
    may = "may" if last is None or now <= last else "could"
    until = "" if last is None else f"until {last:%a %d %b %H:%M}"
    match service.cancelling:
        case "disallowed":
            return f"By the spa's rules guests may not cancel {service.name} themselves."
        case "unpaid":
            rest = f", and {until}" if until else ""
            return f"By the spa's rules guests {may} cancel {service.name} themselves only while nothing is paid{rest}."
        case "allowed":
            return f"By the spa's rules guests {may} cancel {service.name} themselves{f' {until}' if until else ''}."
        case _:
            return None


def _last(start: date | datetime | None, notice: str | None, now: datetime) -> datetime | None:
    """The last moment for a guest; nothing where the start has no time or the duration cannot be read."""
    if not isinstance(start, datetime):
        return None
    try:
        before = _duration.validate_python(notice) if notice else timedelta(0)
    except ValidationError:
        return None
    return start.astimezone(now.tzinfo) - before
