"""The Voucherify adapter: all that one project tells of its vouchers, and why one does not work."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from bot.core.errors import NotFound
from bot.core.query import Query
from bot.core.record import Named, Record
from bot.core.states import Kind
from bot.vendors.acting import Deeds
from bot.vendors.contract import Access, Errand, Found, Offer, Plan
from bot.vendors.paging import gather
from bot.vendors.voucherify import settings as accounts
from bot.vendors.voucherify.actions import DEEDS
from bot.vendors.voucherify.browsing import Browsing
from bot.vendors.voucherify.calls import Calls
from bot.vendors.voucherify.catalogue import Catalogue
from bot.vendors.voucherify.explaining import Explanation
from bot.vendors.voucherify.naming import Naming
from bot.vendors.voucherify.offers import OFFERS
from bot.vendors.voucherify.pager import Listing
from bot.vendors.voucherify.routes import ROUTES
from bot.vendors.voucherify.searching import Search
from bot.vendors.voucherify.settings import VoucherifySettings


class Voucherify:
    """Voucherify, the promotions system. Contract: github.com/voucherifyio/voucherify-openapi, v2018-08-01."""

    name: ClassVar[str] = "voucherify"
    title: ClassVar[str] = "Voucherify"
    trades: ClassVar[tuple[str, ...]] = ()
    bookings: ClassVar[tuple[Kind, ...]] = ()
    offers: ClassVar[Mapping[Kind, Offer]] = MappingProxyType(OFFERS)
    deeds: ClassVar[Deeds[Any]] = MappingProxyType(DEEDS)
    routes: ClassVar[Mapping[str, str]] = MappingProxyType(ROUTES)
    examples: ClassVar[tuple[str, ...]] = (
        "redemptions yesterday",
        "failed redemptions today",
        "vouchers expiring this week",
        "why does SUMMER10 not work",
        "unused codes expiring this week",
        "publications this week",
    )
    resolves: ClassVar[frozenset[str]] = frozenset({"campaign", "label"})

    @property
    def settings(self) -> type[VoucherifySettings]:
        return VoucherifySettings

    def access(self, settings: VoucherifySettings) -> Access:
        return accounts.access(settings)

    async def search(self, errand: Errand[VoucherifySettings], plan: Plan) -> Found:
        search, browsing = Search(errand), Browsing(errand)
        match plan.kind:
            case Kind.VOUCHER if plan.query.why:
                return await Explanation(errand).of(plan.query)
            case Kind.VOUCHER:
                return await search.vouchers(plan)
            case Kind.REDEMPTION:
                return await search.redemptions(plan)
            case Kind.PUBLICATION:
                return await search.publications(plan)
            case Kind.CUSTOMER:
                return await search.customers(plan)
            case Kind.ORDER:
                return await search.orders(plan.query)
            case Kind.CAMPAIGN:
                return await browsing.campaigns(plan)
            case Kind.PRODUCT:
                return await browsing.products(plan)
            case _:
                raise LookupError(plan.kind)

    async def get(self, errand: Errand[VoucherifySettings], kind: Kind, id: str) -> Record:
        calls, reader = Calls(errand), Catalogue(errand.account, errand.now)
        match kind:
            case Kind.VOUCHER:
                return await Browsing(errand).with_movements(await self._voucher(calls, reader, id))
            case Kind.REDEMPTION:
                return reader.redemption(await calls.one("redemptions.get", redemptionId=id))
            case Kind.CUSTOMER:
                return reader.customer(await calls.one("customers.get", customerId=id))
            case Kind.ORDER:
                return reader.order(await calls.one("orders.get", orderId=id))
            case Kind.CAMPAIGN:
                return reader.campaign(await calls.one("campaigns.get", campaignId=id))
            case Kind.PRODUCT:
                return reader.product(await calls.one("products.get", productId=id))
            case Kind.PUBLICATION:
                found = await self.search(errand, Plan(kind=kind, query=Query(ids=(id,))))
                for record in found.records:
                    if record.id == id:
                        return record
                where = "" if found.complete else f" among the newest {len(found.records):,}"
                raise NotFound(f"{calls.who} has no publication {id}{where}.")
            case _:
                raise NotFound(f"Voucherify has no {kind.value} records.")

    async def names(self, errand: Errand[VoucherifySettings], field: str) -> tuple[Named, ...]:
        return await Naming(errand).names(field)

    async def probe(self, errand: Errand[VoucherifySettings]) -> str:
        calls = Calls(errand)
        pager = Listing(who=calls.who)
        body = await errand.read(calls.request("vouchers.list", [("limit", "1")]))
        pager.rows(body)
        total = pager.total(body)
        return "vouchers can be read" if total is None else f"{total:,} vouchers can be read"

    @staticmethod
    async def _voucher(calls: Calls, reader: Catalogue, id: str) -> Record:
        """A voucher by its code, or by its id: the path is for codes, and takes ids as well only by the vendor's newer pages."""
        try:
            return reader.voucher(await calls.one("vouchers.get", code=id))
        except NotFound:
            for record in gather(await calls.vouchers_of([id]), reader.voucher).records:
                if record.id == id:
                    return record
            raise


VENDOR = Voucherify()
