"""What the names of a question stand for at one account, looked up in its vendor's lists before it is asked."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from bot.core.errors import FrontdeskError, NotOnList
from bot.core.record import Named
from bot.desk.errand import LiveErrand
from bot.desk.naming import called_so, meant, names_in, told_services
from bot.desk.planning import Asked, for_services, may_name_a_service
from bot.vendors.contract import Plan

RENEWED_SECONDS = 300.0
"""How old a list of names has to be to be asked for again because a name was not on it."""


class Errands(Protocol):
    """Makes an errand to the account; a list that it remembers may be `oldest` seconds old."""

    def __call__(self, *, oldest: float = math.inf) -> LiveErrand: ...


async def resolved(asked: Asked, errands: Errands) -> tuple[Sequence[Plan], str | None]:
    """The plans of an account with what their names stand for there, and what is to be said of it.

    Raises as `meant` does, and when a list cannot be had.
    """
    named: dict[str, tuple[Named, ...]] = {}
    for field in sorted(asked.vendor.resolves) if asked.plans else ():
        if names := names_in(asked.query, field):
            named[field] = await _meant(asked, field, names, errands)
    plans, said = asked.plans, None
    if may_name_a_service(asked) and (hits := await _services(asked, errands())):
        plans, said = for_services(asked, hits), told_services(asked.query.text or "", hits)
    return [replace(each, named={**each.named, **named}) for each in plans] if named else plans, said


async def _services(asked: Asked, errand: LiveErrand) -> tuple[Named, ...]:
    """What the free words of a question are called on the vendor's list of what it offers; without the list they stay words."""
    try:
        entries = await errand.within(asked.vendor.names(errand, "service"))
    except FrontdeskError:
        return ()
    return called_so(asked.query.text or "", entries)


async def _meant(asked: Asked, field: str, names: Sequence[str], errands: Errands) -> tuple[Named, ...]:
    async def entries(errand: LiveErrand) -> tuple[Named, ...]:
        return await errand.within(asked.vendor.names(errand, field))

    errand = errands()
    try:
        return meant(names, field, await entries(errand), errand.line.who)
    except NotOnList:
        # It may be new there since the list was read.
        return meant(names, field, await entries(errands(oldest=RENEWED_SECONDS)), errand.line.who)
