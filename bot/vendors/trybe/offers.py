"""What Trybe can be asked, kind by kind: which filter it applies itself, which we apply, and what to ask instead of the rest."""

from collections.abc import Mapping

from bot.core.states import Kind, Report
from bot.vendors.contract import Offer, Support

_NATIVE, _LOCAL = Support.NATIVE, Support.LOCAL


def _filters(native: str, local: str = "") -> Mapping[str, Support]:
    return {**dict.fromkeys(native.split(), _NATIVE), **dict.fromkeys(local.split(), _LOCAL)}


_PERSON = "customer.email customer.phone customer.name"
_THEIR_ORDERS = dict.fromkeys(_PERSON.split(), "“orders” of that person")
_UNPAID = {"balance": "“unpaid orders” for the same days"}
_NO_TIME = dict.fromkeys(("window.expires", "window.redeemed"), "“orders” for the same days")

OFFERS: Mapping[Kind, Offer] = {
    Kind.ORDER: Offer(
        filters=_filters(
            "ids ref window.start window.created window.modified window.revenue status customer.id balance service label location",
            f"window.end window.overlap stage {_PERSON} text external_id resource channel channel_name party worth",
        ),
        instead={
            "staff": "“appointments with …” shows who is treated by whom",
            "refund": "“refunds” for the same days",
        },
        lacks={
            "window.expires": "expiry dates",
            "window.redeemed": "redemptions",
            "campaign": "campaigns",
            "voucher_type": "vouchers",
            "group": "groups",
        },
    ),
    Kind.ORDER_ITEM: Offer(
        filters=_filters(
            "ref group window.start window.created window.revenue service label location",
            f"status customer.id {_PERSON} text staff resource worth",
        ),
        instead={
            "ids": "“items of order TRY0012”",
            "window.end": "“order items” for the same days",
            "window.overlap": "“order items” for the same days",
            "window.modified": "“orders changed” for the same days",
            "stage": "“appointments” for the same days",
            **_UNPAID,
        },
    ),
    Kind.APPOINTMENT: Offer(
        filters=_filters(
            "ids window.start staff resource location",
            f"window.end window.overlap status stage ref customer.id {_PERSON} text service party group worth",
        ),
        instead={
            **_UNPAID,
            "window.created": "“orders booked” for the same days",
            "window.modified": "“orders changed” for the same days",
            "window.revenue": "“orders revenue” for the same days",
        },
    ),
    Kind.SESSION: Offer(
        filters=_filters(
            "ids group window.start status staff service",
            "window.end window.overlap window.created window.modified text location resource party",
        ),
        instead={**_UNPAID, **_THEIR_ORDERS},
    ),
    Kind.SESSION_BOOKING: Offer(
        filters=_filters(
            "ids group window.start staff service",
            f"window.end window.overlap status stage ref customer.id {_PERSON} text location resource party",
        ),
        instead={
            **_UNPAID,
            "window.created": "“orders booked” for the same days",
            "window.modified": "“orders changed” for the same days",
        },
    ),
    Kind.AVAILABILITY: Offer(
        filters=_filters("window.start service staff party location", "text resource"),
        instead={
            "window.end": "“places left” for the same days",
            "window.overlap": "“places left” for the same days",
            "ids": "“sessions” by that id",
            **_THEIR_ORDERS,
        },
    ),
    Kind.CUSTOMER: Offer(
        filters=_filters(f"ids window.created window.modified customer.id {_PERSON} text label location", "external_id"),
        instead={
            "window.start": "“orders” for the same days",
            "balance": "“unpaid orders”",
            "status": "“customers created this week”",
        },
    ),
    Kind.MEMBERSHIP: Offer(
        filters=_filters(
            "ids external_id window.created window.expires status customer.id balance location", f"ref {_PERSON} text"
        ),
        instead={
            "window.start": "“memberships created” in the same days",
            "window.end": "“memberships expiring” in the same days",
            "service": "“memberships” with the words of their type",
        },
    ),
    Kind.PAYMENT: Offer(
        filters=_filters(
            "ref group window.start window.created window.revenue refund location", "status customer.id customer.name text worth"
        ),
        instead={
            "ids": "“payments of order TRY0012”",
            "customer.email": "“orders” of that person",
            "customer.phone": "“orders” of that person",
            "balance": "“unpaid orders”",
        },
    ),
    Kind.EMAIL: Offer(
        filters=_filters("ref group location"),
        instead=dict.fromkeys(("window.start", "window.created", "customer.name", "text", "status"), "“e-mails of order TRY0012”"),
    ),
    Kind.VOUCHER: Offer(
        filters=_filters("ref window.created window.expires status balance unused why location", "customer.id text worth"),
        instead={
            "ids": "“voucher” with its code",
            "window.start": "“vouchers created” in the same days",
            "window.redeemed": "“used vouchers”",
            "campaign": "“vouchers” with the words of their name",
        },
    ),
    Kind.STAFF: Offer(
        filters=_filters("text location", "ids staff"),
        instead={"window.start": "“appointments” for the same days show who works", **_NO_TIME},
    ),
    Kind.ROOM: Offer(
        filters=_filters("location", "ids resource text"),
        instead={"window.start": "“room utilisation” for the same days", **_NO_TIME},
    ),
    Kind.PLACE: Offer(filters=_filters("location"), instead=_NO_TIME),
    Kind.LABEL: Offer(filters=_filters("location", "ids label text group"), instead=_NO_TIME),
    Kind.PRODUCT: Offer(
        filters=_filters("location", "ids service text group"), instead={"window.start": "“places left” for the same days"}
    ),
    Kind.REPORT: Offer(
        filters=_filters(
            "window.start window.revenue staff resource label location " + " ".join(f"report.{report}" for report in Report)
        ),
        instead={
            "window.created": "the same report for the days themselves",
            "customer.name": "“orders” of that person",
            "status": "“no-shows yesterday”",
        },
    ),
}
