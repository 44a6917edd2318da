"""The lists that names in a question are looked up in: a project's campaigns, and the categories of its vouchers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.core.errors import NoAnswer
from bot.core.record import Named
from bot.vendors.contract import Errand
from bot.vendors.paging import walk
from bot.vendors.voucherify import asking
from bot.vendors.voucherify.calls import Calls
from bot.vendors.voucherify.mapping import ROLLBACKS
from bot.vendors.voucherify.pager import LIMIT, Listing
from bot.vendors.voucherify.routes import PAGES
from bot.vendors.voucherify.settings import VoucherifySettings, project
from bot.vendors.wire import mapping, text


@dataclass(frozen=True, slots=True)
class Naming:
    """The names of one project, each list kept for all accounts that share it."""

    errand: Errand[VoucherifySettings]

    async def names(self, field: str) -> tuple[Named, ...]:
        """The names of a field.

        Raises:
            LookupError: there is no such list here.
            NoAnswer: the list did not come whole. Kept for a day, half a list would be half the names for as long.
        """
        if field not in ("campaign", "label"):
            raise LookupError(field)
        load = self._campaigns if field == "campaign" else self._categories
        names: tuple[Named, ...] = await self.errand.remembered(field, load, shared=project(self.errand.account.settings))
        return names

    async def _campaigns(self) -> tuple[Named, ...]:
        return await self._list("campaigns.list", asking.newest_first(None))

    async def _categories(self) -> tuple[Named, ...]:
        """Rollbacks are marked by a label as well, and so can be asked for by it. The list of categories takes no parameter."""
        calls = Calls(self.errand)
        rows = Listing(who=calls.who).rows(await self.errand.read(calls.request("categories.list")))
        return (*_named(rows), ROLLBACKS)

    async def _list(self, route: str, params: asking.Params) -> tuple[Named, ...]:
        calls = Calls(self.errand)
        bound = replace(self.errand.bound, rows=PAGES * LIMIT, pages=PAGES)
        noun = route.split(".")[0]
        pages = await walk(
            self.errand.read,
            calls.request(route, params.items()),
            Listing(who=calls.who),
            bound,
            key=lambda row: text(mapping(row).get("id")) or id(row),
            noun=noun,
        )
        if not pages.complete:
            raise NoAnswer(f"{calls.who} did not send the whole list of its {noun}.")
        return _named(pages.rows)


def _named(rows: Sequence[Any]) -> tuple[Named, ...]:
    wires = [mapping(row) for row in rows]
    return tuple(Named(id=text(wire.get("id")) or name, name=name) for wire in wires if (name := text(wire.get("name"))))
