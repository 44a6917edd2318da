"""Codes of vouchers: Trybe's own by their list, those of other makers by looking a code up."""

from bot.core.errors import CannotAnswer, NotFound, NotPermitted, VendorBroken
from bot.core.matching import fold
from bot.core.model import replace
from bot.core.money import Folio
from bot.core.record import Customer, Record
from bot.core.states import Kind, Status
from bot.vendors.contract import Found, Plan
from bot.vendors.paging import Pages, gather
from bot.vendors.trybe import asking
from bot.vendors.trybe.calls import Calls
from bot.vendors.trybe.envelope import Envelope, Wire, amount, state
from bot.vendors.trybe.explaining import findings
from bot.vendors.trybe.states import VOUCHER_STATUS
from bot.vendors.wire import mapping, text


async def search(calls: Calls, plan: Plan) -> Found:
    """The codes that a plan asks for.

    Raises:
        CannotAnswer: it asks why a code does not work and names none.
    """
    if plan.query.why:
        return await _explained(calls, plan.query.ref)
    if plan.query.ref:
        try:
            return gather([await by_code(calls, plan.query.ref)], lambda wire: voucher(calls.reader, wire))
        except NotPermitted:
            # A bare reference may be a code, but most are orders': that a key may not see codes says nothing of those.
            if plan.query.kinds:
                raise
            return Found(records=(), note="its key may not look among voucher codes")
    params = asking.vouchers(plan.query, calls.errand.now)
    found = gather([await calls.pages("voucher_codes.list", params, "codes")], lambda wire: voucher(calls.reader, wire))
    return replace(found, records=tuple(filter(_unused, found.records))) if plan.query.unused else found


async def _explained(calls: Calls, code: str | None) -> Found:
    if code is None:
        raise CannotAnswer(f"{calls.who} can say why a code does not work, if it is named: “why does GIFT-1234 not work”.")
    found = gather([await by_code(calls, code)], lambda wire: voucher(calls.reader, wire))
    here = calls.errand.now.astimezone(calls.reader.zone)
    named = [record for record in found.records if fold(record.ref or record.id) == fold(code)]
    told = tuple(replace(record, findings=findings(record, here)) for record in named)
    return replace(found, records=told, note=None if told else f"there is no code {code}")


def _unused(code: Record) -> bool:
    """Whether nothing was taken off a code that still can be used: one that has run out is no longer waiting to be."""
    return code.status is Status.CONFIRMED and code.vendor_status == "unredeemed"


async def get(calls: Calls, id: str) -> Record:
    """One code. Its record's id is the code itself: no document shows how a code is got by an id.

    Raises:
        NotFound: nobody knows the code.
    """
    for wire in map(mapping, (await by_code(calls, id)).rows):
        record = voucher(calls.reader, wire)
        if record.id == id:
            return record
    raise NotFound(f"{calls.who} has no such voucher code.")


async def by_code(calls: Calls, code: str) -> Pages:
    """A code among Trybe's own, whose filter finds parts of codes too; else looked up among those of other makers. The route of
    the look-up is a guess, and a 404 may mean the route or the code.
    """
    own = await calls.pages("voucher_codes.list", {"code": code}, "codes")
    if any(fold(text(mapping(row).get("code")) or "") == fold(code) for row in own.rows) or not own.complete:
        return own
    request = calls.request("vouchers.lookup", {"site_id": calls.site}, voucherCode=code)
    try:
        body = mapping(await calls.errand.read(request))
    except NotFound:
        return own
    wire = body.get("data", body)
    if not isinstance(wire, dict):
        raise VendorBroken(f"{calls.who} sent an answer without a voucher.")
    return Pages(rows=({"code": code, **wire},) if wire else ())


def voucher(reader: Envelope, wire: Wire) -> Record:
    """A code. What is left on it is its `balance`; that it has run out is told by its last day alone."""
    code = text(wire.get("code"))
    expires = reader.time(wire.get("valid_to_date")) or reader.time(wire.get("expires_at"))
    status = state(VOUCHER_STATUS, wire.get("status"))
    if wire.get("status") is None and code:
        status = Status.CONFIRMED
    if expires is not None and expires <= reader.now and status is Status.CONFIRMED:
        status = Status.EXPIRED
    left, whole = amount(wire.get("balance")), amount(wire.get("total"), wire.get("amount"))
    customer = text(wire.get("customer_id"))
    of = reader.named(wire.get("voucher_type_id") or wire.get("processor_voucher_id"), wire.get("voucher_name") or wire.get("name"))
    return reader.record(
        kind=Kind.VOUCHER,
        id=code or reader.id(wire),
        raw=wire,
        ref=code,
        status=status,
        vendor_status=text(wire.get("status")),
        start=reader.time(wire.get("valid_from_date")),
        end=expires,
        created=reader.time(wire.get("created_at")),
        expires=expires,
        location=reader.here,
        service=(of,) if of else (),
        customer=Customer(id=customer) if customer else None,
        campaign=of.name if of else None,
        title=of.name if of else None,
        method=text(wire.get("processor")),
        money=None if left is None and whole is None else Folio(currency=reader.currency(wire), total=whole, balance=left),
    )
