"""Every action that a vendor declares, done to its stand-in over real sockets: one request each, whatever becomes of the answer.

A vendor that declares a new action is tried here by itself. What cannot be made up from the action's own needs stands in `GIVEN`.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.core.action import ActionInput, ActionName, Need, Result
from bot.core.errors import AlreadyDone, NotPossible
from bot.core.record import Record
from bot.core.states import Axis, Kind, Status
from bot.core.window import Window
from bot.desk.act import Subject
from bot.sandbox import Fault
from bot.vendors import vendors
from bot.vendors.limits import Limits
from bot.vendors.writing import Writes
from tests.acting import MEL, NOW, Counter, counter, subject_of
from tests.vendors.world import LONDON

pytestmark = pytest.mark.anyio

ACCOUNTS = {
    "trybe": "harbour-spa",
    "beds24": "harbour-hotel",
    "synthesisvr": "pixel-arcade",
    "aifi": "corner-store",
    "voucherify": "perks-vouchers",
}
SETTINGS = {"pixel-arcade": {"allow_writes": True}}

GIVEN: dict[ActionName, Callable[[Record], dict[str, Any]]] = {
    ActionName.PUBLISH: lambda record: {"text": "crm-jane-smith"},
    ActionName.MOVE: lambda record: {"when": (NOW + timedelta(days=40)).replace(hour=3, minute=30)},
}
"""What an action is given that cannot be made up."""

FIRST = {
    ActionName.RESTORE: (ActionName.CANCEL,),
    ActionName.EDIT_NOTE: (ActionName.NOTE,),
    ActionName.DELETE_NOTE: (ActionName.NOTE,),
    ActionName.UNLABEL: (ActionName.LABEL,),
    ActionName.UNLOCK: (ActionName.LOCK,),
    ActionName.ENABLE: (ActionName.DISABLE,),
    ActionName.UNBLOCK: (ActionName.BLOCK,),
    ActionName.UNDO_NO_SHOW: (ActionName.NO_SHOW,),
    ActionName.NOT_ARRIVED: (ActionName.CHECK_IN, ActionName.ARRIVED),
}
"""What has to be done to a record before an action can be, where the stand-in has no such record by itself."""

TELLS_NOTHING: frozenset[tuple[Kind, ActionName]] = frozenset()
"""Actions whose being done cannot be read, so that a lost answer stays unknown."""

FAULTS: dict[str, tuple[Fault | None, Result]] = {
    "well": (None, Result.DONE),
    "done and dropped": (Fault("drop"), Result.DONE),
    "done and late": (Fault("late", 0.6), Result.DONE),
    "reset before": (Fault("reset"), Result.UNKNOWN),
}

NEAR = Window.days((NOW - timedelta(days=12)).date(), (NOW + timedelta(days=12)).date(), LONDON, Axis.START)
EVENING = NOW.replace(hour=17, minute=45)
"""When some who were to come have not."""

FEW = 25
"""How many records are read one by one to find one that offers an action, where the list does not tell."""

WINDOWED = (Kind.ORDER, Kind.APPOINTMENT, Kind.SESSION, Kind.SESSION_BOOKING, Kind.BOOKING, Kind.ARCADE_SESSION, Kind.SHOP_SESSION)


async def listed(house: Counter, account: str, kind: Kind) -> tuple[Record, ...]:
    """Records of a kind, in every state where the vendor can be asked for states."""
    vendor = house.desk.vendor_of(account)
    filters = vendor.offers[kind].filters
    window = NEAR if kind in WINDOWED and "window.start" in filters else None
    return await house.records(kind, account, window=window, status=tuple(Status) if "status" in filters else ())


def likely(house: Counter, rows: Iterable[Record], name: ActionName) -> list[Record]:
    """The rows that offer an action as they are."""
    return [row for row in rows if offers(house, row, name)]


async def candidates(house: Counter, rows: Sequence[Record], name: ActionName, used: set[str]) -> AsyncIterator[Record]:
    """Records on which the action is offered, each as it is read for a card; a row of a list may know less than that one.

    What only follows another action has that one done before.
    """
    found = 0
    for row in likely(house, rows, name) or rows[:FEW]:
        if row.id in used or not await stands(house, row):
            continue
        if offers(house, record := await house.acts.looking.record(subject_of(row), name), name):
            used.add(row.id)
            found += 1
            yield record
    for before in FIRST.get(name, ()) if not found else ():
        for row in likely(house, rows, before):
            if row.id in used or not await stands(house, row):
                continue
            record = await house.acts.looking.record(subject_of(row), before)
            if not offers(house, record, before):
                continue
            used.add(row.id)
            # One whose end is unknown from an earlier trial stands in its own way, and may have been done all the same.
            with suppress(NotPossible):
                await house.do(subject_of(row), before, **await given_to(house, record, before))
            record = await house.acts.looking.record(subject_of(row), name)
            if offers(house, record, name):
                yield record


async def stands(house: Counter, row: Record) -> bool:
    """Whether a treatment's order is open: a treatment does not tell, and what closed it is refused."""
    if row.kind is not Kind.APPOINTMENT or row.group_id is None:
        return True
    if not isinstance(row.start, datetime) or row.start < EVENING:
        return False
    return (await house.acts.looking.record(Subject(row.account, Kind.ORDER, row.group_id))).status is Status.CONFIRMED


def offers(house: Counter, record: Record, name: ActionName) -> bool:
    return name in {action.name for action in house.acts.looking.actions(record)}


async def given_to(house: Counter, record: Record, name: ActionName) -> dict[str, Any]:
    """What the action needs, made up from what it says of itself."""
    action = (await house.acts.looking.prepared(record, name, ActionInput(), whole=False)).action
    given: dict[str, Any] = GIVEN[name](record) if name in GIVEN else {}
    made_up: dict[Need, Any] = {Need.TEXT: f"From the suite: {name}", Need.AMOUNT: 100}
    if Need.TARGET in action.needs:
        assert action.choices, f"{name}: there is nothing to choose from"
        made_up[Need.TARGET] = action.choices[0].id
    return {need.value: made_up[need] for need in action.needs if need in made_up} | given


@pytest.mark.parametrize("vendor", sorted(ACCOUNTS))
async def test_one_request_whatever_becomes_of_the_answer(vendor: str) -> None:
    account, used = ACCOUNTS[vendor], set[str]()
    settings = {account: SETTINGS[account]} if account in SETTINGS else None
    async with counter(now=EVENING, settings=settings, call=Limits(silence=20.0, connect=5.0)) as house:
        # Reads have all the time that a busy machine takes, a change has little.
        line = house.desk.errand(account).line
        line.writes, line.lane.limiter = Writes(Limits(silence=0.4, connect=0.4)), None
        kinds = dict.fromkeys(kind for kind, _ in vendors()[vendor].deeds)
        rows = {kind: await listed(house, account, kind) for kind in kinds}

        # What few records offer comes first, before those are cancelled or moved by the rest.
        def few(deed: tuple[Kind, ActionName]) -> int:
            return len(likely(house, rows[deed[0]], deed[1])) or len(rows[deed[0]])

        for kind, name in sorted(vendors()[vendor].deeds, key=few):
            faults = iter(FAULTS.items())
            async for record in candidates(house, rows[kind], name, used):
                how, (fault, expected) = next(faults)
                await once(house, record, name, fault, expected, f"{kind} {name}, {how}")
                if how == list(FAULTS)[-1]:
                    break
            left = [how for how, _ in faults]
            assert len(left) < len(FAULTS), f"no record of the sandbox offers {name} on a {kind}"
            used.clear()


async def once(house: Counter, record: Record, name: ActionName, fault: Fault | None, expected: Result, told: str) -> None:
    subject = subject_of(record)
    shown = await house.preview(subject, name, **await given_to(house, record, name))
    assert shown.will
    house.received.clear()
    if fault is not None:
        house.faults[record.account] = fault
    outcome = await house.acts.perform(subject, shown.act, shown.token, MEL)
    house.faults.clear()
    assert len(house.sent()) == 1, (told, outcome.why)
    unsure = fault is not None and outcome.result is Result.UNKNOWN and (record.kind, name) in TELLS_NOTHING
    assert outcome.result is expected or unsure, (told, outcome.why)
    again = await house.acts.perform(subject, shown.act, shown.token, MEL)
    assert (again.result, again.reference, len(house.sent())) == (outcome.result, outcome.reference, 1), told
    if outcome.result is Result.DONE and fault is None:
        await _takes_back(house, record, name, outcome.undo is not None, told)


async def _takes_back(house: Counter, record: Record, name: ActionName, undo: bool, told: str) -> None:
    """What says that it can be taken back can, by one request; what is a state already is not done again."""
    action = next((each for each in house.acts.looking.actions(record) if each.name is name), None)
    assert action is not None
    assert undo is (action.reversible_by is not None), told
    if not undo:
        return
    entries = await house.store.audit.lines(limit=1)
    before = len(house.sent())
    try:
        outcome = await house.acts.undo(str(entries[0].action_id), MEL)
    except AlreadyDone:
        return
    assert outcome.result is Result.DONE, (told, outcome.why)
    assert len(house.sent()) == before + 1, told
