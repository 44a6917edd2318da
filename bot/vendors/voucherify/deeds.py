"""How a deed on Voucherify's records is put together: one call of a route, judged by the record read back."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from bot.core.action import Act, Action, ActionName
from bot.core.record import Record
from bot.vendors.acting import Case, Deed, Proof
from bot.vendors.contract import Errand, Request
from bot.vendors.routes import Routes
from bot.vendors.voucherify.settings import VoucherifySettings

PromotionCase = Case[VoucherifySettings]
PromotionProof = Proof[VoucherifySettings]
PromotionDeed = Deed[VoucherifySettings]
Check = Callable[[Errand[VoucherifySettings], PromotionCase], Awaitable[tuple[str, ...]]]


def call(routes: Routes, route: str, body: Mapping[str, Any] | None = None, **values: str) -> Request:
    """A call that changes something; a code may hold any sign, and stays one segment of the path."""
    method, path = routes.locate(route, **values)
    return Request(route=route, method=method, path=path, body=body)


def code_of(record: Record) -> str:
    """What names a voucher in a path: its code, else its id."""
    return record.ref or record.id


def deed(
    offer: Callable[[Record], Action | None],
    request: Callable[[PromotionCase], Request],
    happened: Callable[[PromotionProof, Record], bool | None],
    *,
    marks: Callable[[Record], Iterable[str]] = lambda record: (),
    foresee: Callable[[PromotionCase], tuple[str, ...]] = lambda case: (),
    check: Check | None = None,
    back: ActionName | None = None,
) -> PromotionDeed:
    """A deed on a record; nothing here deletes one, so a record that cannot be read back tells nothing."""
    return Deed(
        offer=lambda case: offer(case.record),
        request=request,
        happened=lambda proof: None if proof.after is None else happened(proof, proof.after),
        marks=marks,
        foresee=foresee,
        check=check,
        undo=lambda proof: None if back is None else Act(name=back),
    )
