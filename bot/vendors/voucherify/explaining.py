"""What keeps a code from working: the calls that find it out, at most five of them, three at once."""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.core.errors import CannotAnswer, FrontdeskError, NotFound
from bot.core.matching import fold
from bot.core.model import replace
from bot.core.query import Query
from bot.core.record import Record
from bot.core.states import Kind
from bot.vendors.contract import Errand, Found
from bot.vendors.paging import gather
from bot.vendors.voucherify import asking
from bot.vendors.voucherify.calls import Calls
from bot.vendors.voucherify.catalogue import Catalogue
from bot.vendors.voucherify.findings import Evidence, findings, missing
from bot.vendors.voucherify.near import codes_near
from bot.vendors.voucherify.pager import Listing
from bot.vendors.voucherify.settings import VoucherifySettings, project
from bot.vendors.wire import mapping, objects, text

T = TypeVar("T")

LATEST = 5
"""How many refused redemptions of a code are looked at."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The question why, for one account."""

    errand: Errand[VoucherifySettings]

    @property
    def calls(self) -> Calls:
        return Calls(self.errand)

    @property
    def reader(self) -> Catalogue:
        return Catalogue(self.errand.account, self.errand.now)

    async def of(self, query: Query) -> Found:
        """Each code that a question names, with its findings; one that does not exist is told of as well.

        Raises:
            CannotAnswer: it names none.
        """
        if query.ids:
            found = gather(await self.calls.vouchers_of(query.ids), self.reader.voucher)
        elif query.ref:
            found = await self.by_code(query.ref)
        else:
            raise CannotAnswer(f"{self.calls.who} can say why a code does not work, if it is named: “why does SUMMER10 not work”.")
        if query.ref and not found.records:
            return replace(found, records=(await self._missing(query.ref),))
        parts = [await self._explained(record) for record in found.records]
        reasons = [reason for _, lost in parts for reason in lost]
        why = "; ".join(dict.fromkeys([*([found.why] if found.why else []), *reasons])) or None
        return replace(found, records=tuple(record for record, _ in parts), complete=found.complete and not reasons, why=why)

    async def by_code(self, code: str) -> Found:
        """The voucher by its code as typed, else in capitals: codes are told apart by case there and not by people."""
        for spelling in dict.fromkeys([code, code.upper()]):
            try:
                return Found(records=(self.reader.voucher(await self.calls.one("vouchers.get", code=spelling)),))
            except NotFound:
                continue
        return Found(records=())

    async def _explained(self, voucher: Record) -> tuple[Record, Sequence[str]]:
        """A voucher with its findings, and what could not be looked up for them."""
        lost: list[str] = []
        campaign, rules, refusals = await asyncio.gather(
            self._or_lost(self._campaign(voucher), "its campaign", lost),
            self._or_lost(self._rules(voucher), "its validation rules", lost),
            self._or_lost(self._refusals(voucher.ref or voucher.id), "its refused redemptions", lost),
        )
        evidence = Evidence(voucher=voucher, campaign=campaign, rules=rules, refusals=refusals)
        zone = self.errand.account.settings.project_zone or self.errand.account.zone
        return replace(voucher, findings=findings(evidence, self.errand.now, zone), complete=not lost), lost

    async def _missing(self, code: str) -> Record:
        """A code that does not exist, with the codes near it among those that were redeemed lately."""
        lost: list[str] = []
        refusals, near = await asyncio.gather(
            self._or_lost(self._refusals(code), "its refused redemptions", lost),
            self._or_lost(codes_near(self.errand, code), "codes near it", lost),
        )
        account = self.errand.account
        zone = account.settings.project_zone or account.zone
        return Record(
            vendor="voucherify",
            account=account.id,
            venue=account.venue,
            kind=Kind.VOUCHER,
            id=code,
            ref=code,
            vendor_status="NOT_FOUND",
            findings=missing(code, near or (), refusals or (), zone),
            fetched_at=self.errand.now,
            raw={},
        )

    async def _campaign(self, voucher: Record) -> Record | None:
        id = text(voucher.raw.get("campaign_id")) or voucher.campaign
        return None if id is None else self.reader.campaign(await self.calls.one("campaigns.get", campaignId=id))

    async def _rules(self, voucher: Record) -> Sequence[str]:
        """The names of the rules assigned to the code, which stand in its own object, and to its campaign."""
        assigned = objects(mapping(voucher.raw.get("validation_rules_assignments")).get("data"))
        campaign = text(voucher.raw.get("campaign_id"))
        if campaign is not None:
            pages = await self.calls.pages("assignments.list", [("related_object_id", campaign)])
            assigned = [*assigned, *(mapping(row) for row in pages.rows)]
        ids = [id for id in dict.fromkeys(text(each.get("rule_id")) for each in assigned) if id is not None]
        if not ids:
            return ()
        names = await self.errand.remembered("rules", self._rule_names, shared=project(self.errand.account.settings))
        return [names.get(id) or id for id in ids]

    async def _rule_names(self) -> dict[str, str]:
        pages = await self.calls.pages("rules.list", [("order", "-created_at")])
        rows = [mapping(row) for row in pages.rows]
        return {id: name for row in rows if (id := text(row.get("id"))) and (name := text(row.get("name")))}

    async def _refusals(self, code: str) -> Sequence[Record]:
        request = self.calls.request("redemptions.list", [*asking.refusals(code).items(), ("limit", str(LATEST)), ("page", "1")])
        rows = Listing(who=self.calls.who).rows(await self.errand.read(request))
        records = [self.reader.redemption(row) for row in objects(list(rows)) if text(row.get("id"))]
        return [record for record in records if fold(record.ref or code) == fold(code) and record.raw.get("result") == "FAILURE"]

    async def _or_lost(self, look: Awaitable[T], what: str, lost: list[str]) -> T | None:
        try:
            return await look
        except FrontdeskError as error:
            lost.append(f"{what} could not be looked up: {str(error).rstrip('.')}")
            return None
