"""setBooking: one request that changes the fields it is given, and nothing else, of a booking that exists.

Without a `bookId` that call would make a new booking, so none is ever built without one (setBooking page).
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bot.core.action import Act, Action
from bot.core.record import Record
from bot.vendors.acting import Case, Deed, Proof
from bot.vendors.beds24.settings import Beds24Settings
from bot.vendors.contract import Request

HotelCase = Case[Beds24Settings]
HotelProof = Proof[Beds24Settings]
HotelDeed = Deed[Beds24Settings]


def change(case: HotelCase, fields: Mapping[str, Any]) -> Request:
    """The request that sets these fields of the case's booking."""
    method, path = case.routes.locate("set_booking")
    return Request(route="set_booking", method=method, path=path, body={"bookId": case.record.id, **fields})


def deed(
    offer: Callable[[Record], Action | None],
    request: Callable[[HotelCase], Request],
    happened: Callable[[HotelProof, Record], bool],
    *,
    marks: Callable[[Record], Iterable[str]] = lambda record: (),
    undo: Callable[[HotelProof], Act | None] = lambda proof: None,
    foresee: Callable[[HotelCase], tuple[str, ...]] = lambda case: (),
    said: Callable[[HotelProof], tuple[str, ...]] = lambda proof: (),
) -> HotelDeed:
    """A deed on a booking. Bookings are never deleted here, so one that cannot be read back tells nothing."""
    return Deed(
        offer=lambda case: offer(case.record),
        request=request,
        happened=lambda proof: None if proof.after is None else happened(proof, proof.after),
        marks=marks,
        undo=undo,
        foresee=foresee,
        said=said,
    )
