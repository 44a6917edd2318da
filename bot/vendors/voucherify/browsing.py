"""Searching what stands beside the vouchers: campaigns, products, and what moved on a gift or loyalty card."""

from dataclasses import dataclass

from bot.core.errors import FrontdeskError
from bot.core.model import replace
from bot.core.record import Record
from bot.vendors.contract import Errand, Found, Plan
from bot.vendors.paging import Pages, gather, identity, walk
from bot.vendors.voucherify import asking
from bot.vendors.voucherify.calls import Calls
from bot.vendors.voucherify.catalogue import Catalogue, types_meant
from bot.vendors.voucherify.pager import Onward
from bot.vendors.voucherify.settings import VoucherifySettings
from bot.vendors.wire import mapping, text


@dataclass(frozen=True, slots=True)
class Browsing:
    """One question to one account."""

    errand: Errand[VoucherifySettings]

    @property
    def calls(self) -> Calls:
        return Calls(self.errand)

    @property
    def reader(self) -> Catalogue:
        return Catalogue(self.errand.account, self.errand.now)

    async def campaigns(self, plan: Plan) -> Found:
        """Campaigns. Their list takes no date and no name; it is short as a rule."""
        query = plan.query
        numbers = [*query.ids, *([query.ref] if query.ref else []), *(named.id for named in plan.named.get("campaign", ()))]
        if numbers:
            return gather([await self.calls.each("campaigns.get", "campaignId", numbers)], self.reader.campaign)
        pages = await self.calls.pages("campaigns.list", asking.campaigns(query).items())
        found = counted(gather([pages], self.reader.campaign), plan, pages)
        if not query.voucher_type:
            return found
        types = types_meant(query.voucher_type)
        return replace(
            found, total=None, records=tuple(record for record in found.records if text(record.raw.get("campaign_type")) in types)
        )

    async def products(self, plan: Plan) -> Found:
        """Products, by their own id or that of the shop where one is given."""
        query = plan.query
        numbers = [*query.ids, *(number for number in (query.ref, query.external_id) if number)]
        if numbers:
            return gather([await self.calls.each("products.get", "productId", numbers)], self.reader.product)
        pages = await self.calls.pages("products.list", asking.products(query).items())
        return counted(gather([pages], self.reader.product), plan, pages)

    async def with_movements(self, voucher: Record) -> Record:
        """A gift or loyalty card with all that was put on it and taken off, newest first; any other voucher as it is.

        The card is the answer, so one whose list does not come stands without it, marked as incomplete.
        """
        if not mapping(voucher.raw.get("gift")) and not mapping(voucher.raw.get("loyalty_card")):
            return voucher
        request = self.calls.request("transactions.list", [("order", "-id")], {"code": voucher.ref or voucher.id})
        try:
            pages = await walk(
                self.errand.read,
                request,
                Onward(who=self.calls.who),
                self.errand.bound,
                key=lambda row: identity(row, "id"),
                noun="transactions",
            )
        except FrontdeskError:
            return replace(voucher, complete=False)
        items = tuple(self.reader.movement(mapping(row)) for row in pages.rows)
        return replace(voucher, items=items, complete=voucher.complete and pages.complete)


def counted(found: Found, plan: Plan, pages: Pages) -> Found:
    """A finding with the vendor's own count, where nothing is told apart after it."""
    return replace(found, total=pages.total) if not plan.local else found
