"""Codes near one that does not exist."""

from collections.abc import Sequence

from rapidfuzz import process

from bot.core.matching import fold
from bot.vendors.contract import Errand
from bot.vendors.voucherify.calls import Calls
from bot.vendors.voucherify.pager import Listing
from bot.vendors.voucherify.settings import VoucherifySettings
from bot.vendors.wire import mapping, objects, text

NEAR, MOST_NEAR = 75, 3
"""How alike a code must be to be named as near, of a hundred, and how many are named."""


async def codes_near(errand: Errand[VoucherifySettings], code: str) -> Sequence[str]:
    """No list can be searched for a part of a code, so the hundred that were redeemed last stand for all."""
    calls = Calls(errand)
    pager = Listing(who=calls.who)
    request = calls.request("redemptions.list", [("order", "-created_at"), ("result", "SUCCESS")])
    rows = pager.rows(await errand.read(pager.first(request)))
    codes = dict.fromkeys(text(mapping(row.get("voucher")).get("code")) for row in objects(list(rows)))
    known = [one for one in codes if one is not None]
    return [hit for hit, _, _ in process.extract(code, known, processor=fold, score_cutoff=NEAR, limit=MOST_NEAR)]
