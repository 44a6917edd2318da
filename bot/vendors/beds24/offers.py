"""What Beds24 can be asked, kind by kind: which filter it applies itself, which we apply, and what to ask instead of the rest."""

from bot.core.states import Kind
from bot.vendors.contract import Offer, Support

_N, _L = Support.NATIVE, Support.LOCAL

_LACKS = {
    "staff": "practitioners",
    "service": "treatments",
    "window.expires": "expiry dates",
    "window.redeemed": "redemptions",
    "campaign": "campaigns",
    "voucher_type": "vouchers",
    "customer.id": "customer accounts",
    "why": "vouchers",
    "unused": "vouchers",
    "refund": "refunds",
}

OFFERS = {
    Kind.BOOKING: Offer(
        filters={
            "ids": _N,
            "ref": _N,
            "window.start": _N,
            "window.end": _N,
            "window.overlap": _N,
            "window.created": _L,
            "window.modified": _L,
            "status": _L,
            "customer.email": _L,
            "customer.phone": _L,
            "customer.name": _L,
            "text": _L,
            "external_id": _L,
            "location": _L,
            "resource": _N,
            "label": _L,
            "channel": _L,
            "channel_name": _L,
            "party": _L,
            "balance": _L,
            "worth": _L,
            "group": _N,
        },
        instead={
            "stage": "“arrivals today”: it records no arrival, only who is due",
            "window.revenue": "“departures” for the same days, with what was paid",
        },
        lacks=_LACKS,
    ),
    Kind.FREE_ROOM: Offer(
        filters={"window.start": _N, "window.overlap": _N, "party": _N, "resource": _L, "location": _L},
        instead={
            "status": "“free rooms tonight”",
            "customer.name": "“in house tonight” with the name",
            "balance": "“arrivals today that still owe us”",
        },
        lacks=_LACKS | {"worth": "sums"},
    ),
    Kind.ROOM: Offer(
        filters={"ids": _L, "resource": _L, "text": _L},
        instead={"window.start": "“free rooms” for the same days", "window.overlap": "“free rooms” for the same days"},
        lacks=_LACKS | {"worth": "sums"},
    ),
}
