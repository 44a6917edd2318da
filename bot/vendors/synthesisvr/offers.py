"""What SynthesisVR can be asked, kind by kind: which filter it applies itself, which we apply, what to ask instead of the rest."""

from bot.core.states import Kind
from bot.vendors.contract import Offer, Support

_N, _L = Support.NATIVE, Support.LOCAL

_LACKS = {
    "window.expires": "expiry dates",
    "window.redeemed": "redemptions",
    "staff": "practitioners",
    "campaign": "campaigns",
    "voucher_type": "vouchers",
    "group": "groups",
    "channel_name": "named sales channels",
    "why": "vouchers",
    "unused": "vouchers",
    "refund": "refunds",
}

OFFERS = {
    Kind.ARCADE_SESSION: Offer(
        filters={
            "ids": _N,
            "ref": _N,
            "external_id": _N,
            "window.start": _N,
            "window.end": _L,
            "window.overlap": _L,
            "window.created": _N,
            "status": _N,
            "customer.id": _N,
            "customer.email": _N,
            "customer.phone": _N,
            "customer.name": _N,
            "text": _N,
            "label": _N,
            "channel": _N,
            "location": _L,
            "resource": _L,
            "service": _L,
            "party": _L,
            "worth": _L,
        },
        instead={
            "window.modified": "“sessions booked” on the same days",
            "window.revenue": "“sessions” and “goods sold” for the same days, with what they cost",
            "balance": "“sessions” for the same days, with what they cost",
            "stage": "“sessions today”: it records no arrival, only who is due",
        },
        lacks=_LACKS,
    ),
    Kind.GOODS_SALE: Offer(
        filters={
            "ids": _L,
            "window.start": _N,
            "window.created": _N,
            "customer.id": _N,
            "customer.email": _N,
            "customer.phone": _N,
            "customer.name": _N,
            "text": _N,
            "label": _N,
            "location": _L,
            "service": _L,
            "worth": _L,
        },
        instead={
            "window.end": "“goods sold” on the same days",
            "window.overlap": "“goods sold” on the same days",
            "window.modified": "“goods sold” on the same days",
            "window.revenue": "“goods sold” on the same days",
            "balance": "“goods sold” on the same days",
            "channel": "“sessions booked online”",
            "external_id": "“sessions” by their UUID",
        },
        lacks={
            **_LACKS,
            "ref": "references of goods sold",
            "status": "states of goods sold",
            "stage": "stages of goods sold",
            "party": "party sizes of goods sold",
            "resource": "stations of goods sold",
        },
    ),
    Kind.CUSTOMER: Offer(
        filters={
            "ids": _N,
            "customer.id": _N,
            "customer.email": _N,
            "customer.phone": _N,
            "customer.name": _N,
            "text": _N,
        },
        instead={
            "window.start": "“sessions” for the same days",
            "window.end": "“sessions” for the same days",
            "window.overlap": "“sessions” for the same days",
            "window.created": "“customer” with a name or an e-mail address",
            "window.modified": "“customer” with a name or an e-mail address",
            "label": "“sessions” with the label's number",
            "balance": "“customer” with a name or an e-mail address",
        },
        lacks={
            **_LACKS,
            "worth": "sums",
            "ref": "references of customers",
            "status": "states of customers",
            "stage": "stages of customers",
            "location": "locations of customers",
        },
    ),
}
