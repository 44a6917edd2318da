"""Why a voucher code does not work: what its own row says. Pure. Trybe states no rules of its codes beyond these."""

from datetime import datetime

from bot.core.money import written
from bot.core.record import Finding, Record
from bot.core.states import Status


def findings(code: Record, now: datetime) -> tuple[Finding, ...]:
    """Everything that was looked at, in the order in which a till would trip over it, and last what follows from it."""
    found = [Finding(name="exists", holds=True, text=f"{code.ref or code.id} exists.")]
    zone = now.tzinfo
    if isinstance(code.start, datetime):
        on = f"{code.start.astimezone(zone):%a %-d %b %Y}"
        early = code.start > now
        found.append(
            Finding(name="begins", holds=not early, text=f"It {'is not valid before' if early else 'has been valid since'} {on}.")
        )
    if code.expires is not None:
        on = f"{code.expires.astimezone(zone):%a %-d %b %Y, %H:%M}"
        over = code.expires <= now
        found.append(Finding(name="expires", holds=not over, text=f"It {'ran out on' if over else 'is valid until'} {on}."))
    found.append(_left(code))
    against = next((finding for finding in found if finding.holds is False), None)
    told = f"does not work now. {against.text}" if against else "works, as far as Trybe tells."
    return (*found, Finding(name="verdict", holds=against is None, text=f"{code.ref or code.id} {told}"))


def _left(code: Record) -> Finding:
    money = code.money
    if code.status is Status.COMPLETED or (money is not None and money.balance == 0):
        return Finding(name="left", holds=False, text="It is used up: nothing is left on it.")
    if money is None or money.balance is None:
        return Finding(name="left", holds=None, text="Trybe does not say what is left on it.")
    of = f" of {written(money.total, money.currency)}" if money.total is not None else ""
    return Finding(name="left", holds=True, text=f"{written(money.balance, money.currency)}{of} are left on it.")
