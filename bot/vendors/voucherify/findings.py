"""Why a code does not work: what its own object, its campaign, its rules and its refused redemptions say. Pure.

What is looked at stands in the order in which a till would trip over it. A day or an hour of validity counts in the zone of the
project's settings (guide to time limits); Sunday is day 0.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from bot.core.money import major_units
from bot.core.record import Finding, Record
from bot.core.states import Status
from bot.vendors.voucherify.failures import reason
from bot.vendors.wire import integer, mapping, objects, text

Wire = Mapping[str, Any]

MOST_REFUSALS = 3
"""How many refused redemptions are told one by one."""

_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_DURATION: TypeAdapter[timedelta] = TypeAdapter(timedelta)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was found out about a code. What could not be looked up is `None`."""

    voucher: Record
    campaign: Record | None = None
    rules: Sequence[str] | None = ()
    refusals: Sequence[Record] | None = ()


def findings(evidence: Evidence, now: datetime, zone: ZoneInfo) -> tuple[Finding, ...]:
    """Everything that was looked at, and last what follows from it."""
    voucher = evidence.voucher
    local = now.astimezone(zone)
    found = [
        _exists(voucher),
        _enabled(voucher.raw),
        *_dates(voucher, now, zone),
        *_times(voucher, local),
        _quantity(voucher.raw),
        *_card(voucher),
        _campaign(voucher, evidence.campaign, now, zone),
        *_rules(evidence.rules),
        *_refusals(evidence.refusals, zone),
    ]
    return (*found, _verdict(voucher, found))


def missing(code: str, near: Sequence[str], refusals: Sequence[Record], zone: ZoneInfo) -> tuple[Finding, ...]:
    """What there is to say of a code that does not exist."""
    like = f" Near it: {', '.join(near)}." if near else ""
    tried = [finding for finding in _refusals(refusals, zone) if finding.name == "refused"]
    return (
        Finding(name="exists", holds=False, text=f"There is no code {code}.{like}"),
        *tried,
        Finding(name="verdict", holds=False, text=f"{code} does not work: there is no such code."),
    )


def _exists(voucher: Record) -> Finding:
    worth = ", ".join(str(each) for each in voucher.service)
    return Finding(name="exists", holds=True, text=f"{voucher.ref or voucher.id} exists{f': {worth}' if worth else ''}.")


def _enabled(wire: Wire) -> Finding:
    match wire.get("active"):
        case True:
            return Finding(name="active", holds=True, text="It is enabled.")
        case False:
            return Finding(name="active", holds=False, text="It is disabled.")
        case _:
            return Finding(name="active", holds=None, text="Voucherify does not say whether it is enabled.")


def _dates(voucher: Record, now: datetime, zone: ZoneInfo) -> Iterator[Finding]:
    starts, expires = voucher.start, voucher.expires
    if not isinstance(starts, datetime):
        yield Finding(name="start", holds=True, text="It has no start date.")
    elif starts > now:
        yield Finding(name="start", holds=False, text=f"It is not valid before {_said(starts, zone)}.")
    else:
        yield Finding(name="start", holds=True, text=f"It has been valid since {_said(starts, zone)}.")
    if expires is None:
        yield Finding(name="expiry", holds=True, text="It has no expiry date.")
    elif expires <= now:
        yield Finding(name="expiry", holds=False, text=f"It expired on {_said(expires, zone)}.")
    else:
        yield Finding(name="expiry", holds=True, text=f"It expires on {_said(expires, zone)}.")


def _times(voucher: Record, local: datetime) -> Iterator[Finding]:
    """Recurring times of validity: every so often, on some weekdays, within some hours."""
    wire = voucher.raw
    frame, days = mapping(wire.get("validity_timeframe")), wire.get("validity_day_of_week")
    hours = objects(mapping(wire.get("validity_hours")).get("daily"))
    if frame:
        yield _timeframe(frame, voucher.start, local)
    if isinstance(days, list) and (named := _weekdays(days)):
        today = _DAYS[local.isoweekday() % 7]
        only = f"It is valid on {_listed(named)} only"
        yield Finding(name="weekday", holds=today in named, text=f"{only}; today is {today}.")
    if hours:
        yield _hours(hours, local)
    if not frame and not days and not hours:
        yield Finding(name="times", holds=True, text="It is valid on every day, at any time.")


def _timeframe(frame: Wire, start: object, local: datetime) -> Finding:
    """Valid for `duration` at the start of every `interval`, counted from the start date."""
    interval, duration = _length(frame.get("interval")), _length(frame.get("duration"))
    if interval is None or duration is None or not interval or not isinstance(start, datetime):
        return Finding(name="timeframe", holds=None, text="It is valid at recurring times; whether now is one cannot be told.")
    says = f"It is valid for {_in_words(duration)} every {_in_words(interval)}"
    if local < start:
        return Finding(name="timeframe", holds=None, text=f"{says}, from its start date on.")
    into = (local.astimezone(UTC) - start.astimezone(UTC)) % interval
    holds = into < duration
    return Finding(name="timeframe", holds=holds, text=f"{says}; now is {'within' if holds else 'outside'} that time.")


def _hours(daily: Sequence[Wire], local: datetime) -> Finding:
    today, now = local.isoweekday() % 7, local.time().replace(tzinfo=None)
    spans: list[str] = []
    holds: bool | None = False
    for each in daily:
        begins, ends = _clock(each.get("start_time")), _clock(each.get("expiration_time"))
        days = each.get("days_of_week")
        on = _weekdays(days) if isinstance(days, list) else []
        if begins is None or ends is None:
            holds = holds or None
            continue
        spans.append(f"{begins:%H:%M}–{ends:%H:%M}{f' on {_listed(on)}' if 0 < len(on) < len(_DAYS) else ''}")
        within = begins <= now < ends if begins < ends else now >= begins or now < ends
        if within and (not on or _DAYS[today] in on):
            holds = True
    if not spans:
        return Finding(name="hours", holds=None, text="It is valid at some hours only; which cannot be read.")
    zone = f" ({local.tzinfo})" if local.tzinfo is not None else ""
    return Finding(name="hours", holds=holds, text=f"It is valid {'; '.join(spans)}; it is {local:%H:%M} there now{zone}.")


def _quantity(wire: Wire) -> Finding:
    use = mapping(wire.get("redemption"))
    most, used = integer(use.get("quantity")), integer(use.get("redeemed_quantity"))
    if used is None:
        return Finding(name="quantity", holds=None, text="Voucherify does not say how often it was redeemed.")
    times = "never" if not used else "once" if used == 1 else f"{used:,} times"
    if most is None:
        return Finding(name="quantity", holds=True, text=f"It may be redeemed without limit; so far {times}.")
    if used >= most:
        return Finding(name="quantity", holds=False, text=f"It is used up: redeemed {used:,} of {most:,} times.")
    return Finding(name="quantity", holds=True, text=f"It was redeemed {used:,} of {most:,} times; {most - used:,} left.")


def _card(voucher: Record) -> Iterator[Finding]:
    money = voucher.money
    points = integer(mapping(voucher.raw.get("loyalty_card")).get("balance"))
    if mapping(voucher.raw.get("gift")):
        if money is None or money.balance is None:
            yield Finding(name="balance", holds=None, text="Voucherify does not say what is left on the gift card.")
        else:
            left = f"{major_units(money.balance, money.currency):,} {money.currency}"
            of = "" if money.total is None else f" of {major_units(money.total, money.currency):,}"
            says = f"Nothing is left on it{of}." if money.balance <= 0 else f"{left}{of} are left on it."
            yield Finding(name="balance", holds=money.balance > 0, text=says)
    elif points is not None:
        yield Finding(name="balance", holds=points > 0, text=f"{points:,} points are on it.")


def _campaign(voucher: Record, campaign: Record | None, now: datetime, zone: ZoneInfo) -> Finding:
    if voucher.campaign is None:
        return Finding(name="campaign", holds=True, text="It belongs to no campaign.")
    name = f"Its campaign {voucher.campaign}"
    if campaign is None:
        return Finding(name="campaign", holds=None, text=f"{name} could not be looked up.")
    match campaign.status:
        case Status.CONFIRMED:
            return Finding(name="campaign", holds=True, text=f"{name} is active.")
        case Status.CANCELLED:
            return Finding(name="campaign", holds=False, text=f"{name} is disabled.")
        case Status.EXPIRED if campaign.expires is not None:
            return Finding(name="campaign", holds=False, text=f"{name} ended on {_said(campaign.expires, zone)}.")
        case Status.PENDING if isinstance(campaign.start, datetime) and campaign.start > now:
            return Finding(name="campaign", holds=False, text=f"{name} begins on {_said(campaign.start, zone)}.")
        case _:
            said = (campaign.vendor_status or "in a state that is not known").lower().replace("_", " ")
            return Finding(name="campaign", holds=None, text=f"{name} is {said}.")


def _rules(rules: Sequence[str] | None) -> Iterator[Finding]:
    """A rule is about an order and a customer: only a redemption shows whether they meet it."""
    if rules is None:
        yield Finding(name="rules", holds=None, text="Its validation rules could not be looked up.")
    elif not rules:
        yield Finding(name="rules", holds=True, text="No validation rule is assigned to it.")
    for rule in rules or ():
        yield Finding(name="rules", holds=None, text=f"The rule “{rule}” applies: the order or the customer may not meet it.")


def _refusals(refusals: Sequence[Record] | None, zone: ZoneInfo) -> Iterator[Finding]:
    if refusals is None:
        yield Finding(name="refused", holds=None, text="Its refused redemptions could not be looked up.")
    elif not refusals:
        yield Finding(name="refused", holds=True, text="No refused redemption of it is known.")
    for each in (refusals or ())[:MOST_REFUSALS]:
        at = "" if each.redeemed_at is None else f" on {_said(each.redeemed_at, zone)}"
        why = reason(text(each.raw.get("failure_code")))
        yield Finding(name="refused", holds=None, text=f"It was refused{at}{f': {why}' if why else ''}.")


def _verdict(voucher: Record, found: Sequence[Finding]) -> Finding:
    code = voucher.ref or voucher.id
    against = [finding.text for finding in found if finding.holds is False]
    rules = sum(finding.name == "rules" and finding.holds is None for finding in found)
    unknown = any(finding.holds is None and finding.name not in ("rules", "refused") for finding in found)
    if against:
        return Finding(name="verdict", holds=False, text=f"{code} does not work now. {' '.join(against)}")
    if unknown:
        return Finding(name="verdict", holds=None, text=f"Nothing known keeps {code} from working, but not all could be looked up.")
    if rules:
        return Finding(name="verdict", holds=None, text=f"{code} itself is fine; only a rule can keep it from working.")
    return Finding(name="verdict", holds=True, text=f"{code} works: nothing keeps it from being redeemed now.")


def _weekdays(days: Sequence[Any]) -> list[str]:
    numbers = sorted({number for day in days if (number := integer(day)) is not None and 0 <= number <= 6})
    return [_DAYS[number] for number in numbers]


def _clock(value: Any) -> time | None:
    written = text(value)
    if written is None:
        return None
    try:
        return time.fromisoformat(written).replace(tzinfo=None)
    except ValueError:
        return None


def _length(value: Any) -> timedelta | None:
    """An ISO 8601 duration of days and less; months have no length of their own."""
    written = text(value)
    if written is None or not written.startswith("P") or set(written.partition("T")[0]) & {"Y", "M"}:
        return None
    try:
        return _DURATION.validate_python(written)
    except (ValidationError, OverflowError):
        return None


def _in_words(length: timedelta) -> str:
    minutes = int(length.total_seconds() // 60)
    for size, word in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes and minutes % size == 0:
            count = minutes // size
            return f"{count:,} {word}{'' if count == 1 else 's'}"
    return f"{length}"


def _said(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%a %-d %b %Y, %H:%M}"


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
