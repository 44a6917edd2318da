"""A question for every filter there is, to see what a vendor does with the ones that it cannot do."""

from datetime import date, timedelta
from decimal import Decimal

from bot.core.query import PartySize, Query, Who, Worth
from bot.core.states import Axis, Balance, Channel, Report, Stage, Status
from bot.core.window import Window
from tests.vendors.world import LONDON

TODAY = date(2026, 11, 23)
TOMORROW = TODAY + timedelta(days=1)


def on(axis: Axis, first: date = TODAY, last: date | None = None) -> Query:
    """A question about whole days on an axis."""
    return Query(window=Window.days(first, last or first, LONDON, axis))


OVER_30 = Query(worth=Worth(over=Decimal(30)))

SAMPLES = {
    **{f"window.{axis}": on(axis) for axis in Axis},
    "status": Query(status=(Status.CANCELLED,)),
    "stage": Query(stage=(Stage.ARRIVED,)),
    "customer.id": Query(customer=Who(id="c1")),
    "customer.email": Query(customer=Who(email="jane@example.com")),
    "customer.phone": Query(customer=Who(phone="020 7946 0958")),
    "customer.name": Query(customer=Who(name="Jane")),
    "text": Query(text="quiet"),
    "location": Query(location=("Palm",)),
    "resource": Query(resource=("Room 7",)),
    "staff": Query(staff=("Anna",)),
    "service": Query(service=("Massage",)),
    "label": Query(label=("VIP",)),
    "channel": Query(channel=Channel.OTA),
    "channel_name": Query(channel_name="Booking.com"),
    "party": Query(party=PartySize(min=3)),
    "balance": Query(balance=Balance.OUTSTANDING),
    "campaign": Query(campaign="Summer"),
    "voucher_type": Query(voucher_type="gift"),
    "ids": Query(ids=("7",)),
    "ref": Query(ref="7"),
    "external_id": Query(external_id="X1"),
    "group": Query(group="g"),
    "why": Query(why=True),
    "unused": Query(unused=True),
    "worth": OVER_30,
    "refund": Query(refund=True),
    **{f"report.{report}": Query(report=report) for report in Report},
}
