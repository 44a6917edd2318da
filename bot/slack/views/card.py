"""All facts of one record, in a modal: what is shown is what the vendor said a moment ago."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.core.masking import mask
from bot.core.record import Customer, Item, Note, Record
from bot.core.states import Channel, Kind, Stage, Status
from bot.language import label, money_text, noun
from bot.language.labels import stage_label
from bot.slack.values import Open
from bot.slack.views.compose import modal
from bot.slack.views.figures import figures, finding, places
from bot.slack.views.parts import Button, Buttons, Element, Line, Paragraph, Part, Rule, Small, Strong, View
from bot.slack.views.rows import capital, party_text, place_text, price_text, state_text, who
from bot.slack.views.scene import Scene
from bot.slack.views.when import moment, when

_ITEMS = 20
_NOTES = 8
_FIGURES = 30
_BOOKED = frozenset({Kind.BOOKING, Kind.ORDER, Kind.APPOINTMENT, Kind.SESSION_BOOKING, Kind.ARCADE_SESSION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A record as it is shown: `opened` says how it was asked for, `contact` whether phone and e-mail are readable.

    `actions` are what can be done to it, or `hint` why nothing is offered; `said` is a sentence above it about what was just done.
    """

    record: Record
    opened: Open
    contact: bool = False
    actions: Sequence[Element] = ()
    said: Sequence[Line] = ()
    hint: str = ""


def loading_view(opened: Open) -> View:
    """What stands there until the vendor has answered: Slack lets a modal be opened for three seconds only."""
    return _modal("One moment", [Paragraph([["Reading it now…"]])], opened)


def refused_view(opened: Open, why: str) -> View:
    """What stands there when it could not be read."""
    return _modal("Not read", [Paragraph([[why]])], opened)


def card_view(card: Card, scene: Scene) -> View:
    """The record's modal. It is called by its kind; names stand below, where there is room for them."""
    return _modal(_title(card.record, scene), list(_parts(card, scene)), card.opened)


def _modal(title: str, parts: Sequence[Part], opened: Open) -> View:
    """Above another modal, closing this one leads back to it."""
    above = opened.place is not None and opened.place.view is not None
    return modal(title, parts, callback="record", metadata=opened.write(), close="Back" if above else "Close")


def _title(record: Record, scene: Scene) -> str:
    of = None if record.kind is Kind.BOOKING else record.kind
    return capital(noun(of, 1, scene.locale).removeprefix("1 "))


def _parts(card: Card, scene: Scene) -> Iterator[Part]:
    record = card.record
    yield Paragraph(card.said)
    yield Paragraph([list(_head(record, scene)), list(_facts(record, scene)), list(_state(record, scene))])
    yield Paragraph([list(_item(item, record, scene)) for item in record.items[:_ITEMS]])
    yield Paragraph([[each] for each in figures(record.figures[:_FIGURES], scene)])
    yield Paragraph([[finding(each)] for each in record.findings])
    yield from _contact(card)
    yield Paragraph([list(_note(note, record, scene)) for note in record.notes[:_NOTES]])
    yield Paragraph([list(_more(record))])
    if card.actions:
        yield Rule()
        yield Buttons(card.actions)
    if card.hint:
        yield Small([card.hint])
    yield Small(list(_history(record, scene)))
    yield Small([f"{scene.title_of(record.vendor)} just now", *([] if record.complete else ["not everything of it was sent"])])


def _head(record: Record, scene: Scene) -> Iterator[str]:
    named = who(record, scene)
    yield Strong(named)
    yield record.title if record.title and record.title != named else ""
    yield Strong(record.ref) if record.ref and record.ref != named else ""
    yield scene.name_of(record.venue)


def _facts(record: Record, scene: Scene) -> Iterator[str]:
    yield when(record, scene)
    yield f"arrives {record.arrival_time}" if record.arrival_time else ""
    yield party_text(record.party)
    yield f"{record.visitors} visitors" if record.visitors else ""
    yield place_text(record, scene)
    if not record.items:
        yield ", ".join(str(one) for one in record.service)
        yield ", ".join(str(one) for one in record.staff)
    yield places(record.places)


def _state(record: Record, scene: Scene) -> Iterator[str]:
    """The three axes in words, never folded into one: the booking's life, the day, the money."""
    yield state_text(record, scene)
    if record.stage is not Stage.UNKNOWN:
        yield stage_label(record.stage, record.kind, scene.locale)
    yield from _money(record, scene)
    yield record.method or ""


def _money(record: Record, scene: Scene) -> Iterator[str]:
    """What was paid of what, and what is owed, or left on a voucher; nothing of it where the vendor does not say."""
    money = record.money
    if money is None:
        return

    def written(minor: int) -> str:
        return money_text(minor, money.currency, scene.locale)

    if money.paid is not None and money.total is not None:
        yield f"paid {written(money.paid)} of {written(money.total)}"
    elif money.paid is not None:
        yield f"paid {written(money.paid)}"
    elif money.total is not None:
        yield price_text(record, scene) or f"total {written(money.total)}"
    if record.kind is Kind.VOUCHER:
        yield f"{written(money.balance)} left" if money.balance is not None else ""
    elif money.balance is not None and money.balance > 0:
        yield Strong(f"owes {written(money.balance)}")
    elif money.balance is not None and money.balance < 0:
        yield f"{written(-money.balance)} in credit"
    elif money.balance == 0 and money.paid is None:
        yield "paid"


def _item(item: Item, record: Record, scene: Scene) -> Iterator[str]:
    yield moment(item.start, record, scene) if item.start else ""
    yield (f"{item.quantity} × " if item.quantity != 1 else "") + (item.name or "without a name")
    yield ", ".join(str(one) for one in item.staff)
    yield str(item.resource or "")
    yield label(item.status, scene.locale) if item.status not in (Status.UNKNOWN, record.status) else ""


def _contact(card: Card) -> Iterator[Part]:
    """Phone and e-mail, hidden until somebody asks to see them; asking is logged."""
    customer = card.record.customer or Customer()
    known = [each for each in (customer.phone, customer.email) if each]
    if not known:
        return
    if card.contact:
        yield Paragraph([known])
        return
    show = Button(label="Show", action="contact", value=card.opened.write(), spoken="Show phone and e-mail; this is logged")
    yield Paragraph([[mask(each) if mask(each) != each else "•••" for each in known]], show)


def _note(note: Note, record: Record, scene: Scene) -> Iterator[str]:
    about = ", ".join(
        filter(None, (note.by, moment(note.at, record, scene) if note.at else "", "kept by Frontdesk" if note.ours else ""))
    )
    yield f"Note ({about}):" if about else "Note:"
    yield note.text


def _more(record: Record) -> Iterator[str]:
    labels = ", ".join(str(one) for one in record.labels)
    yield f"Labels: {labels}" if labels else ""
    yield f"Campaign: {record.campaign}" if record.campaign else ""
    yield f"Group: {record.group_id}" if record.group_id else ""
    yield f"Number elsewhere: {record.external_id}" if record.external_id and record.external_id != record.ref else ""


def _history(record: Record, scene: Scene) -> Iterator[str]:
    how = record.channel_name or (label(record.channel, scene.locale) if record.channel is not Channel.UNKNOWN else "")
    if record.created:
        made = record.created_kind or ("booked" if record.kind in _BOOKED else "made")
        yield f"{capital(made)} {moment(record.created, record, scene)}" + (f", {how}" if how else "")
    elif how:
        yield f"by {how}"
    yield f"changed {moment(record.modified, record, scene)}" if record.modified else ""
    yield f"cancelled {moment(record.cancelled_at, record, scene)}" if record.cancelled_at else ""
    yield f"expires {moment(record.expires, record, scene)}" if record.expires else ""
