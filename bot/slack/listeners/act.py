"""What can be done to a record: its buttons, the form that confirms, [Undo], and what is said of an unknown outcome."""

from collections.abc import Iterator, Mapping
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.core.action import ActionInput
from bot.core.errors import NotUnderstood
from bot.core.money import minor_units
from bot.desk.previewing import amount_faults, text_faults
from bot.slack import acting, values
from bot.slack.house import House
from bot.slack.incoming import Incoming, Seen
from bot.slack.listeners.table import action, submission
from bot.slack.reply import Reply
from bot.slack.values import Do, Open, Settle, Undo


@action("do")
async def press(house: House, incoming: Incoming, reply: Reply) -> None:
    do = values.read_do(incoming.rest, incoming.text) if "/" in incoming.rest else values.read(incoming.text, Do)
    await acting.preview(house, incoming, do, _opened(incoming))


def faults(house: House, seen: Seen) -> Mapping[str, str]:
    """What was entered that cannot be, under its field. What only the record knows is judged when it is read again."""
    try:
        do = values.read(seen.metadata, Do)
    except NotUnderstood:
        return {}
    found: dict[str, str] = {}
    text, amount = seen.one("text"), seen.one("amount")
    if "text" in seen.entered and text:
        found |= _under("text", text_faults(text, do.longest))
    if amount:
        minor = minor_units(amount.replace(",", "."), do.currency or "GBP")
        if minor is None:
            found["amount"] = "Write an amount like 12.50."
        else:
            found |= _under("amount", amount_faults(minor, do.currency or "GBP", do.most))
    if seen.one("day") or seen.one("time"):
        zone = house.desk.accounts[do.account].zone if do.account in house.desk.accounts else house.lead("").zone
        try:
            when = _when(seen, zone)
        except ValueError:
            found["time"] = "Write a time like 14:30."
        else:
            if when is None or when < house.desk.clock():
                found["time"] = "That is in the past."
    return found


@submission("do", faults=faults)
async def submitted(house: House, incoming: Incoming, reply: Reply) -> None:
    if incoming.view is None:
        return
    seen = incoming.view
    do = values.read(seen.metadata, Do)
    zone = house.desk.accounts[do.account].zone if do.account in house.desk.accounts else house.lead("").zone
    amount = minor_units(seen.one("amount").replace(",", "."), do.currency or "GBP")
    given = ActionInput(
        text=seen.one("text") or None,
        amount=amount,
        currency=do.currency if amount is not None else None,
        when=_when(seen, zone),
        target=seen.one("target") or None,
    )
    await acting.perform(house, incoming, do, given)


@action("undo")
async def undo(house: House, incoming: Incoming, reply: Reply) -> None:
    await acting.undo(house, incoming, values.read(incoming.text, Undo), _opened(incoming), reply)


@action("settle")
async def settle(house: House, incoming: Incoming, reply: Reply) -> None:
    await acting.settle(house, incoming, values.read(incoming.text, Settle), reply)


def _opened(incoming: Incoming) -> Open | None:
    """The record of the card that stands open; nothing where a message was pressed."""
    return values.read(incoming.view.metadata, Open) if incoming.view and incoming.view.metadata else None


def _when(seen: Seen, zone: ZoneInfo) -> datetime | None:
    if not seen.one("day"):
        return None
    return datetime.combine(datetime.fromisoformat(seen.one("day")).date(), time.fromisoformat(seen.one("time")), zone)


def _under(field: str, whys: Iterator[str]) -> dict[str, str]:
    """The first sentence, under its field."""
    why = next(whys, None)
    return {} if why is None else {field: why[:1].upper() + why[1:]}
