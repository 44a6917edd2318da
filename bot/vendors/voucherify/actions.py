"""What can be done to vouchers, redemptions, orders and customers.

A voucher is never deleted here: that takes its redemptions along. Codes are published by POST; the GET that publishes is not used.
"""

from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256

from bot.core.action import Action, ActionName, Danger, Need
from bot.core.errors import NotFound, NotPossible
from bot.core.money import major_units
from bot.core.record import Record
from bot.core.states import Kind, Status
from bot.vendors.contract import Errand, Request
from bot.vendors.paging import gather
from bot.vendors.voucherify import asking
from bot.vendors.voucherify.calls import Calls
from bot.vendors.voucherify.deeds import PromotionCase, PromotionDeed, PromotionProof, call, code_of, deed
from bot.vendors.voucherify.mapping import Reader
from bot.vendors.voucherify.noting import NOTE_ON_VOUCHER, note_in_metadata
from bot.vendors.voucherify.people import OWN
from bot.vendors.voucherify.settings import VoucherifySettings
from bot.vendors.wire import integer, mapping, text

ROLLBACK_FOR = timedelta(days=90)
"""How long a redemption can be rolled back: three months (guide to redemptions)."""

CHANNEL = "Frontdesk"


# Disable and enable


def _offer_disable(record: Record) -> Action | None:
    if record.raw.get("active") is not True:
        return None
    return Action(
        name=ActionName.DISABLE,
        label="Disable the voucher",
        done="Disabled",
        effect="It cannot be redeemed any more; what was redeemed stays redeemed.",
        danger=Danger.MIDDLE,
        reversible_by=ActionName.ENABLE,
        harmless=True,
    )


def _offer_enable(record: Record) -> Action | None:
    if record.raw.get("active") is not False:
        return None
    return Action(
        name=ActionName.ENABLE,
        label="Enable the voucher",
        done="Enabled",
        effect="It can be redeemed again; its dates and its limits still apply.",
        reversible_by=ActionName.DISABLE,
        harmless=True,
    )


def _foresee_enable(case: PromotionCase) -> tuple[str, ...]:
    """What will keep an enabled voucher from working all the same."""
    record, now = case.record, case.record.fetched_at
    if record.expires is not None and now is not None and record.expires <= now:
        return (f"It will not work: it expired on {record.expires:%d %b %Y}.",)
    use = mapping(record.raw.get("redemption"))
    most, used = integer(use.get("quantity")), integer(use.get("redeemed_quantity"))
    if most is not None and used is not None and used >= most:
        return (f"It will not work: it is used up, {used:,} of {most:,} times.",)
    return ()


def _is_active(record: Record, wanted: bool) -> bool | None:
    active = record.raw.get("active")
    return active is wanted if isinstance(active, bool) else None


# Roll back


def _offer_rollback(record: Record) -> Action | None:
    at, now = record.redeemed_at, record.fetched_at
    if record.raw.get("object") != "redemption" or record.status is not Status.COMPLETED:
        return None
    if at is None or now is None or now - at > ROLLBACK_FOR:
        return None
    together = " with all that were made together with it" if record.group_id else ""
    return Action(
        name=ActionName.ROLLBACK,
        label="Roll the redemption back",
        done="Rolled back",
        effect=f"The redemption is taken back{together}: the code counts as not redeemed by it.",
        may=(Need.TEXT,),
        asks="Reason (kept in Voucherify with the rollback)",
        longest=200,
        danger=Danger.HIGH,
    )


def _rollback(case: PromotionCase) -> Request:
    """Stacked redemptions roll back by their parent; a body is required even when it says nothing."""
    body = {"reason": case.given.text} if case.given.text else {}
    if case.record.group_id:
        return call(case.routes, "redemptions.rollbacks", body, parentRedemptionId=case.record.group_id)
    return call(case.routes, "redemptions.rollback", body, redemptionId=case.record.id)


def _is_rolled_back(record: Record) -> bool | None:
    return {Status.CANCELLED: True, Status.COMPLETED: False}.get(record.status)


def _foresee_rollback(case: PromotionCase) -> tuple[str, ...]:
    wire, money = case.record.raw, case.record.money
    told = []
    points = integer(mapping(wire.get("loyalty_card")).get("points"))
    if mapping(wire.get("gift")) and money is not None and money.total is not None:
        told.append(f"{major_units(money.total, money.currency):,} {money.currency} go back on the gift card.")
    if points:
        told.append(f"{abs(points):,} points go back on the card.")
    if text(mapping(wire.get("order")).get("status")) == "PAID":
        told.append("Its order goes from paid to cancelled; Voucherify pays no money back.")
    return tuple(told)


async def _check_rollback(errand: Errand[VoucherifySettings], case: PromotionCase) -> tuple[str, ...]:
    """How many roll back together."""
    parent = case.record.group_id
    if parent is None:
        return ()
    params = {**asking.newest_first(None), "filters[parent_redemption_id][conditions][$is]": parent}
    pages = await Calls(errand).pages("redemptions.list", params.items())
    rows = gather([pages], Reader(errand.account, errand.now).redemption).records
    made = [row for row in rows if row.group_id == parent and row.status is Status.COMPLETED]
    if not made:
        return ()
    codes = ", ".join(dict.fromkeys(row.ref or row.id for row in made))
    return (f"{len(made):,} redemptions roll back together: {codes}.",)


# Publish


def _offer_publish(record: Record) -> Action | None:
    if record.status not in (Status.CONFIRMED, Status.PENDING) or text(record.raw.get("holder_id")) is not None:
        return None
    return Action(
        name=ActionName.PUBLISH,
        label="Publish the code to a customer",
        done="Published",
        effect="The customer with this number, Voucherify's (cust_…) or your shop's, becomes its holder; messages that the project "
        "sends for it go out.",
        needs=(Need.TEXT,),
        longest=200,
        danger=Danger.HIGH,
    )


def _publish(case: PromotionCase) -> Request:
    whom, code = case.given.text or "", code_of(case.record)
    customer = {"id": whom} if whom.startswith(OWN) else {"source_id": whom}
    # A number of its own makes a publication that was made twice visible there.
    own = sha256(f"{case.account.id} {case.record.id} {whom} {case.record.fetched_at}".encode()).hexdigest()[:16]
    return call(
        case.routes,
        "publications.create",
        {"voucher": code, "customer": customer, "channel": CHANNEL, "source_id": f"frontdesk-{own}"},
    )


async def _check_publish(errand: Errand[VoucherifySettings], case: PromotionCase) -> tuple[str, ...]:
    """Whom it goes to: a number that nobody has would make a new customer of that name."""
    whom, calls = case.given.text or "", Calls(errand)
    reader = Reader(errand.account, errand.now)
    if "@" in whom:
        pages = await calls.pages("customers.list", [("email", whom)])
        found = [record.customer for record in gather([pages], reader.customer).records if record.customer]
        known = ", ".join(f"{one.id} ({one.name or 'without a name'})" for one in found[:5])
        hint = f" With that address there is {known}." if known else " Nobody there has that address."
        raise NotPossible(f"A code is published to a customer's number, not an address.{hint} Nothing was sent.")
    try:
        one = reader.customer(await calls.one("customers.get", customerId=whom)).customer
    except NotFound as error:
        raise NotPossible("There is no customer with that number. Nothing was sent.") from error
    return (f"It goes to {(one and one.name) or whom}.",)


def _published(record: Record) -> int | None:
    return integer(mapping(record.raw.get("publish")).get("count"))


def _was_published(proof: PromotionProof, after: Record) -> bool | None:
    before = next((int(mark) for mark in proof.seen if mark.isdecimal()), None)
    now = _published(after)
    return None if before is None or now is None else now > before


DEEDS: Mapping[tuple[Kind, ActionName], PromotionDeed] = {
    (Kind.VOUCHER, ActionName.DISABLE): deed(
        _offer_disable,
        lambda case: call(case.routes, "vouchers.disable", code=code_of(case.record)),
        lambda proof, after: _is_active(after, False),
        back=ActionName.ENABLE,
    ),
    (Kind.VOUCHER, ActionName.ENABLE): deed(
        _offer_enable,
        lambda case: call(case.routes, "vouchers.enable", code=code_of(case.record)),
        lambda proof, after: _is_active(after, True),
        foresee=_foresee_enable,
        back=ActionName.DISABLE,
    ),
    (Kind.VOUCHER, ActionName.NOTE): NOTE_ON_VOUCHER,
    (Kind.VOUCHER, ActionName.PUBLISH): deed(
        _offer_publish,
        _publish,
        _was_published,
        marks=lambda record: [str(count) for count in [_published(record)] if count is not None],
        check=_check_publish,
    ),
    (Kind.REDEMPTION, ActionName.ROLLBACK): deed(
        _offer_rollback,
        _rollback,
        lambda proof, after: _is_rolled_back(after),
        foresee=_foresee_rollback,
        check=_check_rollback,
    ),
    (Kind.ORDER, ActionName.NOTE): note_in_metadata("orders.update", "orderId"),
    (Kind.CUSTOMER, ActionName.NOTE): note_in_metadata("customers.update", "customerId"),
}
"""What can be done, in the order in which buttons show it."""
