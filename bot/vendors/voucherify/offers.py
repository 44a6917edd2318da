"""What Voucherify can be asked, kind by kind: which filter it applies itself, which we apply, and what to ask instead of the rest.

`NATIVE` is for what the vendor tells apart exactly. A state is sent too where the vendor has a filter near it, but its filter is
wider than our state, so it counts as `LOCAL`. A voucher's type is compared with the vendor's own object in this folder, because a
record does not carry it: the desk takes our word, as it takes the vendor's.
"""

from bot.core.states import Kind
from bot.vendors.contract import Offer, Support

_N, _L = Support.NATIVE, Support.LOCAL

_NOWHERE = {
    "stage": "arrivals",
    "location": "sites",
    "resource": "rooms",
    "staff": "practitioners",
    "party": "party sizes",
    "window.end": "departures",
    "window.overlap": "stays",
    "window.revenue": "days of revenue",
    "refund": "refunds",
}

_NO_SUM = {"worth": "sums"}

_NO_PLACE = {name: what for name, what in _NOWHERE.items() if name not in ("window.end", "window.overlap")}

_NOBODY = dict.fromkeys(("customer.id", "customer.email", "customer.phone", "customer.name"), "customers of their own")

_NO_CAMPAIGN = {
    "balance": "balances",
    "campaign": "campaigns",
    "voucher_type": "types of voucher",
    "label": "labels",
    "channel": "channels",
    "channel_name": "channels",
    "group": "groups",
}

_PEOPLE = {"customer.id": _N, "customer.email": _L, "customer.phone": _L, "customer.name": _L}

OFFERS = {
    Kind.VOUCHER: Offer(
        filters={
            "ids": _N,
            "ref": _N,
            "window.start": _L,
            "window.created": _N,
            "window.modified": _N,
            "window.expires": _L,
            "window.redeemed": _L,
            "status": _L,
            "balance": _L,
            "worth": _L,
            "campaign": _N,
            "voucher_type": _N,
            "label": _N,
            "external_id": _N,
            "service": _L,
            "text": _L,
            "why": _N,
            "unused": _N,
            **_PEOPLE,
        },
        instead={
            "channel": "“redemptions” of the voucher, with who redeemed it where",
            "channel_name": "“redemptions” of the voucher, with who redeemed it where",
            "group": "“vouchers” of a campaign",
        },
        lacks=_NOWHERE,
    ),
    Kind.REDEMPTION: Offer(
        filters={
            "ids": _N,
            # Sent to the vendor, but LOCAL: a bare code asks for the voucher, not for all its redemptions as well.
            "ref": _L,
            "window.start": _N,
            "window.created": _N,
            "window.redeemed": _N,
            "status": _L,
            "campaign": _N,
            "group": _N,
            "external_id": _N,
            "label": _L,
            "channel": _L,
            "channel_name": _L,
            "worth": _L,
            "text": _L,
            **_PEOPLE,
        },
        instead={
            "voucher_type": "“vouchers redeemed” on the same days, of that type",
            "window.expires": "“vouchers expiring” on the same days",
            "balance": "“vouchers” with a balance",
            "service": "“vouchers redeemed” on the same days",
        },
        lacks={**_NOWHERE, "window.modified": "times of change"},
    ),
    Kind.PUBLICATION: Offer(
        filters={
            "ids": _L,
            "ref": _L,
            "window.start": _L,
            "window.created": _L,
            "status": _L,
            "campaign": _N,
            "voucher_type": _N,
            "external_id": _N,
            "channel_name": _L,
            "service": _L,
            "text": _L,
            **_PEOPLE,
        },
        instead={
            "window.expires": "“vouchers expiring” on the same days",
            "window.redeemed": "“redemptions” on the same days",
            "balance": "“vouchers” with a balance",
            "label": "“vouchers” with that category",
        },
        lacks={**_NO_SUM, **_NOWHERE, "window.modified": "times of change", "channel": "channels", "group": "groups"},
    ),
    Kind.CUSTOMER: Offer(
        filters={
            "ids": _N,
            "window.created": _N,
            "window.modified": _N,
            "customer.id": _N,
            "customer.email": _N,
            "customer.name": _N,
            "customer.phone": _L,
            "external_id": _N,
            "text": _L,
        },
        instead={
            "campaign": "“publications” of that campaign, with who got its codes",
            "window.redeemed": "“redemptions” on the same days, with who redeemed",
            "status": "“customers created this week”",
        },
        lacks={
            **_NO_SUM,
            **_NOWHERE,
            "window.start": "arrivals",
            "balance": "balances",
            "label": "labels",
            "service": "treatments",
            "channel": "channels",
            "channel_name": "channels",
            "group": "groups",
        },
    ),
    Kind.ORDER: Offer(
        filters={
            "ids": _N,
            "ref": _N,
            "external_id": _N,
            "window.start": _L,
            "window.created": _L,
            "window.modified": _L,
            "status": _L,
            "service": _L,
            "worth": _L,
            "text": _L,
            **_PEOPLE,
            "customer.id": _L,
        },
        instead={
            "campaign": "“redemptions” of that campaign, with their orders",
            "window.redeemed": "“redemptions” on the same days",
            "balance": "“orders” by their state: pending until paid",
            "voucher_type": "“vouchers redeemed” on the same days, of that type",
        },
        lacks={
            **_NOWHERE,
            "window.expires": "expiry dates",
            "label": "labels",
            "channel": "channels",
            "channel_name": "channels",
            "group": "groups",
        },
    ),
    Kind.CAMPAIGN: Offer(
        filters={
            "ids": _N,
            "ref": _L,
            "campaign": _L,
            "voucher_type": _N,
            "window.start": _L,
            "window.end": _L,
            "window.created": _L,
            "window.modified": _L,
            "window.expires": _L,
            "status": _L,
            "label": _L,
            "service": _L,
            "text": _L,
        },
        instead={
            "window.redeemed": "“redemptions” of the campaign on the same days",
            "window.overlap": "“active campaigns”",
            "balance": "“vouchers” of the campaign with a balance",
            "customer.id": "“publications” of the campaign, with who got its codes",
            "customer.email": "“publications” of the campaign, with who got its codes",
            "customer.phone": "“publications” of the campaign, with who got its codes",
            "customer.name": "“publications” of the campaign, with who got its codes",
        },
        lacks={
            **_NO_SUM,
            **_NO_PLACE,
            "channel": "channels",
            "channel_name": "channels",
            "group": "groups",
            "external_id": "other numbers",
        },
    ),
    Kind.PRODUCT: Offer(
        filters={
            "ids": _N,
            "ref": _L,
            "external_id": _N,
            "window.created": _N,
            "window.modified": _N,
            "service": _L,
            "text": _L,
        },
        instead={"window.redeemed": "“orders” on the same days, with their products", "status": "“products” without a state"},
        lacks={**_NO_SUM, **_NOWHERE, **_NOBODY, **_NO_CAMPAIGN, "window.start": "days", "window.expires": "expiry dates"},
    ),
}
