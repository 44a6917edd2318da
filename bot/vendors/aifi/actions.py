"""What can be done to visits, shoppers and receipts.

No route cancels or closes a session or refunds an order: the vendor's console is the place for that, so neither is offered. A
session's path takes its token, which is not its numeric id.
"""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from bot.core.action import Act, Action, ActionName, Danger, Need
from bot.core.errors import NotPossible
from bot.core.money import major_units
from bot.core.record import Record
from bot.core.states import Kind
from bot.vendors.acting import Case, Deed, Proof
from bot.vendors.aifi.mapping import OUR_NOTES, token
from bot.vendors.aifi.searching import shopper_of
from bot.vendors.aifi.settings import AifiSettings
from bot.vendors.contract import Request
from bot.vendors.wire import integer, mapping, text

StoreCase = Case[AifiSettings]
StoreProof = Proof[AifiSettings]
StoreDeed = Deed[AifiSettings]

LONGEST = 1_000


def _call(case: StoreCase, route: str, body: Mapping[str, Any] | None = None, **values: str) -> Request:
    method, path = case.routes.locate(route, **values)
    return Request(route=route, method=method, path=path, body=body)


def _told(happened: Callable[[StoreProof, Record], bool | None]) -> Callable[[StoreProof], bool | None]:
    """Nothing here takes a record away, so one that cannot be read back tells nothing."""
    return lambda proof: None if proof.after is None else happened(proof, proof.after)


# Visits


def _offer_flag(case: StoreCase) -> Action | None:
    if case.record.raw.get("suspectedFraud") is True or token(case.record.raw) is None:
        return None
    return Action(
        name=ActionName.FLAG_FRAUD,
        label="Flag as suspected fraud",
        done="Flagged as suspected fraud",
        effect="AiFi marks the visit as suspected fraud for good: no call takes the mark away.",
        danger=Danger.HIGH,
        harmless=True,
    )


def _change_session(case: StoreCase, body: Mapping[str, Any]) -> Request:
    """A change of the session by its token.

    Raises:
        NotPossible: it has none.
    """
    named = token(case.record.raw)
    if named is None:
        raise NotPossible("The visit came without its token, by which alone it can be changed. Nothing was sent.")
    return _call(case, "sessions.update", body, sessionToken=named)


def _offer_note(case: StoreCase) -> Action | None:
    if token(case.record.raw) is None:
        return None
    return Action(
        name=ActionName.NOTE,
        label="Add the note",
        done="Note added",
        effect="It is kept in the visit's metadata at AiFi; what is there stays.",
        needs=(Need.TEXT,),
        longest=LONGEST,
    )


def _note(case: StoreCase) -> Request:
    """The whole metadata with the note among ours: what is sent replaces what is there, AiFi's own `events` too."""
    kept = case.record.raw.get("metadata")
    if kept is not None and not isinstance(kept, dict):
        raise NotPossible("The visit's metadata cannot be read, so nothing can be added without losing it. Nothing was sent.")
    at = case.record.fetched_at
    note = {"text": case.given.text or "", **({} if at is None else {"at": at.isoformat()})}
    return _change_session(case, {"metadata": {**(kept or {}), OUR_NOTES: [*_notes(case.record), note]}})


def _notes(record: Record) -> list[Any]:
    kept = mapping(record.raw.get("metadata")).get(OUR_NOTES)
    return kept if isinstance(kept, list) else [] if kept is None else [kept]


def _marks(record: Record) -> list[str]:
    """A sign of each note by its place, without its words: the same words twice are two notes."""
    return [f"{place}:{sha256(repr(each).encode()).hexdigest()[:12]}" for place, each in enumerate(_notes(record))]


def _noted(proof: StoreProof, after: Record) -> bool:
    new = (each for each, mark in zip(_notes(after), _marks(after), strict=True) if mark not in proof.seen)
    return any((text(mapping(each).get("text")) or text(each)) == proof.given.text for each in new)


# Shoppers


def _blocked(record: Record) -> bool | None:
    """Whether a shopper is blocked; their lists need not say so."""
    said = record.raw.get("blocked")
    return said if isinstance(said, bool) else None


def _offer_block(case: StoreCase) -> Action | None:
    if _blocked(case.record) is True:
        return None
    return Action(
        name=ActionName.BLOCK,
        label="Block the shopper",
        done="Blocked",
        effect="The shopper cannot enter any of the retailer's stores until unblocked; who is inside stays inside.",
        danger=Danger.HIGH,
        reversible_by=ActionName.UNBLOCK,
        harmless=True,
    )


def _offer_unblock(case: StoreCase) -> Action | None:
    if _blocked(case.record) is False:
        return None
    return Action(
        name=ActionName.UNBLOCK,
        label="Unblock the shopper",
        done="Unblocked",
        effect="The shopper can enter the stores again.",
        danger=Danger.MIDDLE,
        reversible_by=ActionName.BLOCK,
        harmless=True,
    )


def _set_blocked(wanted: bool) -> Callable[[StoreCase], Request]:
    """Only this key is sent: what else a customer has is left alone."""
    return lambda case: _call(case, "customers.update", {"blocked": wanted}, customerId=case.record.id)


def _is_blocked(wanted: bool) -> Callable[[StoreProof, Record], bool | None]:
    def happened(_: StoreProof, after: Record) -> bool | None:
        said = _blocked(after)
        return None if said is None else said is wanted

    return happened


# Receipts


def _offer_retry(case: StoreCase) -> Action | None:
    record = case.record
    if record.vendor_status != "unpaid" or record.money is None or not record.money.total:
        return None
    amount = f"{major_units(record.money.total, record.money.currency):,} {record.money.currency}"
    return Action(
        name=ActionName.RETRY_CHECKOUT,
        label="Charge the shopper again",
        done="Charged again",
        effect=f"AiFi tries once more to take {amount} from the shopper's card.",
        danger=Danger.HIGH,
    )


def _version(record: Record) -> int | None:
    return integer(record.raw.get("version"))


def _retried(proof: StoreProof, after: Record) -> bool | None:
    """Whether it was tried: it is paid or being paid, or the receipt has a new version and still is not."""
    if after.vendor_status in ("paid", "paymentProcessing"):
        return True
    before, now = next((int(mark) for mark in proof.seen if mark.isdecimal()), None), _version(after)
    if after.vendor_status != "unpaid" or before is None or now is None:
        return None
    return now > before


def _say_of_retry(proof: StoreProof) -> tuple[str, ...]:
    after = proof.after
    match after and after.vendor_status:
        case "paymentProcessing":
            return ("The payment is under way.",)
        case "unpaid":
            return ("The payment failed again: the order is still unpaid.",)
        case _:
            return ()


DEEDS: Mapping[tuple[Kind, ActionName], StoreDeed] = {
    (Kind.SHOP_SESSION, ActionName.NOTE): Deed(
        offer=_offer_note,
        request=_note,
        happened=_told(_noted),
        marks=_marks,
    ),
    (Kind.SHOP_SESSION, ActionName.FLAG_FRAUD): Deed(
        offer=_offer_flag,
        request=lambda case: _change_session(case, {"suspectedFraud": True}),
        happened=_told(lambda proof, after: after.raw.get("suspectedFraud") is True),
    ),
    (Kind.CUSTOMER, ActionName.BLOCK): Deed(
        offer=_offer_block,
        request=_set_blocked(True),
        happened=_told(_is_blocked(True)),
        look=shopper_of,
        undo=lambda proof: Act(name=ActionName.UNBLOCK),
    ),
    (Kind.CUSTOMER, ActionName.UNBLOCK): Deed(
        offer=_offer_unblock,
        request=_set_blocked(False),
        happened=_told(_is_blocked(False)),
        look=shopper_of,
        undo=lambda proof: Act(name=ActionName.BLOCK),
    ),
    (Kind.ORDER, ActionName.RETRY_CHECKOUT): Deed(
        offer=_offer_retry,
        request=lambda case: _call(case, "orders.retry", orderId=case.record.id),
        happened=_told(_retried),
        marks=lambda record: [str(version) for version in [_version(record)] if version is not None],
        said=_say_of_retry,
    ),
}
"""What can be done, in the order in which buttons show it."""
