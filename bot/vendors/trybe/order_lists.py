"""What hangs on an order: its payments and refunds, its mails, its labels."""

from collections.abc import Iterable

from bot.core.action import Action, ActionName, Choice, Danger, Need
from bot.core.errors import NotFound, VendorRefused
from bot.core.masking import mask
from bot.core.money import written
from bot.core.record import Record
from bot.core.states import Kind, Status
from bot.vendors.acting import Deed
from bot.vendors.contract import Request
from bot.vendors.trybe.doing import TrybeCase, TrybeDeed, TrybeErrand, TrybeProof, call, fetched, label_deeds, listed, one, reader
from bot.vendors.wire import integer, mapping, objects, text


def _sums(record: Record | None) -> str | None:
    """What was paid and what was given back of it."""
    if record is None or record.money is None or record.money.paid is None:
        return None
    refunds = [refund for payment in objects(record.raw.get("payments")) for refund in objects(payment.get("refunds"))]
    back = sum(integer(refund.get("amount")) or 0 for refund in refunds)
    paid, currency = record.money.paid, record.money.currency
    return f"Paid {written(paid + back, currency)}, refunded {written(back, currency)}" if paid + back else None


def paid(order: Record | None) -> str:
    """What was paid and refunded of an order, and that cancelling does not bring a refund."""
    if order is None or order.money is None or order.money.paid is None:
        return "Trybe does not say what is paid."
    sums = _sums(order)
    return f"{sums}: Trybe does not refund by itself, a refund is a second step." if sums else "Nothing is paid."


def about_money(case: TrybeCase) -> tuple[str, ...]:
    """What is paid, before something is cancelled."""
    return (paid(case.record),)


def told_money(proof: TrybeProof) -> tuple[str, ...]:
    """What is paid and was refunded, afterwards."""
    return (paid(proof.after),)


def _payments(record: Record) -> tuple[Choice, ...]:
    currency = record.money.currency if record.money else ""
    return tuple(
        Choice(
            id=id,
            label=f"{text(row.get('processor')) or 'payment'} {written(integer(row.get('amount')) or 0, currency)}",
            most=left,
        )
        for row in objects(record.raw.get("payments"))
        if (id := text(row.get("id"))) and (left := integer(row.get("refundable_amount"))) and left > 0
    )


def _offer_refund(case: TrybeCase) -> Action | None:
    record = case.record
    payments = _payments(record)
    if not payments or record.money is None:
        return None
    return Action(
        name=ActionName.REFUND,
        label="Refund an amount",
        done="Refunded",
        effect="The amount goes back to how it was paid; one taken by hand is only written down.",
        needs=(Need.TARGET, Need.AMOUNT),
        may=(Need.TEXT,),
        asks="Note (kept in Trybe with the refund)",
        choices=payments,
        most=max(payment.most or 0 for payment in payments),
        currency=record.money.currency,
        danger=Danger.HIGH,
    )


def _refund(case: TrybeCase) -> Request:
    # Without an amount Trybe refunds all that is left (API page, refunds): it is never left out.
    assert case.given.amount is not None
    body = {"amount": case.given.amount} | ({"notes": case.given.text} if case.given.text else {})
    return call(case, "order.refund.add", body, orderId=case.record.id, paymentId=case.given.target or "")


def _refunds(record: Record) -> list[tuple[str, int | None]]:
    rows = [*objects(record.raw.get("refunds"))]
    rows += [refund for payment in objects(record.raw.get("payments")) for refund in objects(payment.get("refunds"))]
    return [(id, integer(row.get("amount"))) for row in rows if (id := text(row.get("id")))]


async def _look_at_refunds(errand: TrybeErrand, id: str) -> Record:
    wire = await one(errand, "orders.get", orderId=id)
    return reader(errand).read(Kind.ORDER, wire | {"refunds": await listed(errand, "orders.refunds", orderId=id)})


def _offer_resend(case: TrybeCase) -> Action | None:
    record = case.record
    email = record.customer.email if record.customer else None
    if email is None or record.status not in (Status.CONFIRMED, Status.COMPLETED):
        return None
    return Action(
        name=ActionName.RESEND,
        label="Resend the confirmation",
        done="Confirmation sent again",
        effect=f"Trybe mails the confirmation of this order to {mask(email)} again.",
        danger=Danger.MIDDLE,
    )


async def _look_at_emails(errand: TrybeErrand, id: str) -> Record:
    wire = await one(errand, "orders.get", orderId=id)
    return reader(errand).read(Kind.ORDER, wire | {"emails": await listed(errand, "orders.emails", orderId=id)})


def _emails(record: Record) -> list[str]:
    return [id for row in objects(record.raw.get("emails")) if (id := text(row.get("id")))]


def _mailed(proof: TrybeProof) -> bool | None:
    """An account whose list of mails cannot be had tells nothing."""
    mails = _emails(proof.after) if proof.after else []
    return bool({*mails} - proof.seen) if mails else None


async def _preview_email(errand: TrybeErrand, case: TrybeCase) -> tuple[str, ...]:
    """Trybe's own preview of the mail; the route is a guess, and without it the mail goes out as Trybe has it."""
    request = call(case, "order.email.preview", {"type": case.account.settings.email_type}, orderId=case.record.id)
    try:
        subject = text(mapping(mapping(await errand.read(request)).get("data")).get("subject"))
    except (NotFound, VendorRefused):
        return ("Trybe shows no preview of it.",)
    return (f"Its subject: {mask(subject)}",) if subject else ()


async def _known_labels(errand: TrybeErrand, record: Record) -> Iterable[Choice]:
    organisation = text(record.raw.get("organisation_id")) or errand.account.settings.organisation_id
    if organisation is None:
        return ()
    params = {"site_id": errand.account.settings.site_id, "per_page": "100"}

    async def load() -> object:
        return await fetched(errand, "labels.order", params, organisationId=organisation)

    rows = objects(await errand.remembered("labels.order", load))
    return [Choice(id=id, label=text(row.get("name")) or id) for row in rows if (id := text(row.get("id")))]


_LABELS = label_deeds(
    lambda case: call(case, "order.label.add", orderId=case.record.id, labelId=case.given.target or ""),
    lambda case: call(case, "order.label.remove", orderId=case.record.id, labelId=case.given.target or ""),
    _known_labels,
    "order",
)

LIST_DEEDS: dict[ActionName, TrybeDeed] = {
    ActionName.RESEND: Deed(
        offer=_offer_resend,
        request=lambda case: call(case, "order.email.send", {"type": case.account.settings.email_type}, orderId=case.record.id),
        happened=_mailed,
        marks=_emails,
        check=_preview_email,
        look=_look_at_emails,
    ),
    **_LABELS,
    ActionName.REFUND: Deed(
        offer=_offer_refund,
        request=_refund,
        happened=lambda proof: (
            proof.after is not None
            and any(id not in proof.seen and amount == proof.given.amount for id, amount in _refunds(proof.after))
        ),
        marks=lambda record: [id for id, _ in _refunds(record)],
        look=_look_at_refunds,
        said=lambda proof: (f"{sums}.",) if (sums := _sums(proof.after)) else (),
    ),
}
