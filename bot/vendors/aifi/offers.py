"""What AiFi can be asked, kind by kind: which filter it applies itself, which we apply, and what to ask instead of the rest.

The states of a session are ours, made from its times: AiFi's own `status` is an open set of words, so it is no filter for them.
An e-mail address or another system's number of a shopper is two calls: customers by that, then what those customers did.
"""

from bot.core.states import Kind
from bot.vendors.contract import Offer, Support

_N, _L = Support.NATIVE, Support.LOCAL

_NO_SUCH_THING = {
    "staff": "practitioners",
    "service": "treatments",
    "resource": "rooms",
    "campaign": "campaigns",
    "voucher_type": "vouchers",
}

OFFERS = {
    Kind.SHOP_SESSION: Offer(
        filters={
            "ids": _N,
            "ref": _N,
            "external_id": _N,
            "window.start": _N,
            "window.end": _L,
            "window.overlap": _L,
            "window.created": _N,
            "window.modified": _N,
            "window.expires": _N,
            "window.redeemed": _N,
            "status": _L,
            "stage": _L,
            "customer.id": _N,
            "customer.email": _N,
            "customer.phone": _L,
            "customer.name": _L,
            "text": _L,
            "location": _N,
            "party": _N,
        },
        instead={
            "balance": "“unpaid orders” for the same days",
            "window.revenue": "“orders” for the same days, with what each came to",
            "label": "“visits today”, where a suspected fraud is marked",
            "channel": "“visits today”",
            "channel_name": "“visits today”",
        },
        lacks={**_NO_SUCH_THING, "group": "groups"},
    ),
    Kind.ORDER: Offer(
        filters={
            "ids": _N,
            "ref": _N,
            "external_id": _N,
            "group": _N,
            "window.start": _N,
            "window.created": _N,
            "window.modified": _N,
            "window.revenue": _N,
            "status": _N,
            "balance": _N,
            "customer.id": _N,
            "customer.email": _N,
            "text": _L,
            "location": _N,
        },
        instead={
            "window.end": "“orders” for the same days",
            "window.overlap": "“inside now” for the visits",
            "stage": "“inside now” for the visits",
            "customer.name": "“visits” of that person, then the orders by e-mail address",
            "customer.phone": "“visits” of that person, then the orders by e-mail address",
            "party": "“visits” for that many people",
            "label": "“orders today”, where refunds and failed payments are marked",
            "channel": "“orders today”",
            "channel_name": "“orders today”",
        },
        lacks={**_NO_SUCH_THING, "window.expires": "expiry dates", "window.redeemed": "redemptions"},
    ),
    Kind.CUSTOMER: Offer(
        filters={
            "ids": _N,
            "external_id": _N,
            "window.created": _N,
            "window.modified": _N,
            "customer.id": _N,
            "customer.email": _N,
            "customer.phone": _L,
            "customer.name": _L,
            "text": _L,
        },
        instead={
            "window.start": "“visits” for the same days",
            "window.overlap": "“inside now”",
            "balance": "“unpaid orders”",
            "location": "“visits” at that store",
            "status": "“customers created this week”",
        },
        lacks={**_NO_SUCH_THING, "ref": "references", "group": "groups", "party": "group sizes"},
    ),
    Kind.CONTEST: Offer(
        filters={
            "ids": _N,
            "ref": _L,
            "group": _L,
            "window.start": _N,
            "window.created": _N,
            "window.modified": _N,
            "status": _N,
            "customer.id": _L,
            "text": _L,
            "location": _N,
        },
        instead={
            "window.revenue": "“orders” for the same days",
            "window.end": "“contests” opened on the same days",
            "window.overlap": "“open contests”",
            "stage": "“open contests”",
            "balance": "“unpaid orders” for the same days",
            "customer.email": "“orders” by e-mail address, where a disputed one says so",
            "customer.name": "“visits” of that person",
            "customer.phone": "“visits” of that person",
            "external_id": "“orders” by that number",
            "label": "“open contests”",
        },
        lacks={
            **_NO_SUCH_THING,
            "window.expires": "expiry dates",
            "window.redeemed": "redemptions",
            "party": "group sizes",
            "channel": "channels",
            "channel_name": "channels",
        },
    ),
    Kind.PLACE: Offer(
        filters={
            "ids": _N,
            "ref": _L,
            "external_id": _N,
            "status": _L,
            "label": _L,
            "text": _L,
            "location": _N,
        },
        instead={
            "window.overlap": "“inside now” at the store",
            "window.start": "“visits” at the store for the same days",
            "window.revenue": "“orders” at the store for the same days",
            "stage": "“inside now” at the store",
            "party": "“inside now” at the store",
            "balance": "“unpaid orders” at the store",
        },
        lacks={
            **_NO_SUCH_THING,
            **dict.fromkeys(("customer.id", "customer.email", "customer.phone", "customer.name"), "people of their own"),
            "window.created": "days",
            "window.modified": "days",
            "window.end": "days",
            "window.expires": "expiry dates",
            "window.redeemed": "redemptions",
            "channel": "channels",
            "channel_name": "channels",
            "group": "groups",
        },
    ),
}
