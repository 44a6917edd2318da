"""One record as a few lines: who or what and where, then when, in what state and what is owed, then what its kind adds."""

from collections.abc import Iterator, Sequence

from bot.core.record import Customer, Named, Party, Record
from bot.core.states import Kind, Stage, Status
from bot.language import label, money_text
from bot.language.labels import stage_label
from bot.slack.values import Open
from bot.slack.views.figures import figures, finding, places
from bot.slack.views.parts import Button, Line, Paragraph, Strong
from bot.slack.views.scene import Scene
from bot.slack.views.when import when

_NAMES = 3
"""How many treatments, people or labels one row names."""
_FIGURES = 4
_FINDINGS = 6

_PRICED = frozenset(
    {
        Kind.PAYMENT,
        Kind.AVAILABILITY,
        Kind.FREE_ROOM,
        Kind.PRODUCT,
        Kind.ORDER_ITEM,
        Kind.REDEMPTION,
        Kind.GOODS_SALE,
        Kind.MEMBERSHIP,
    }
)
"""Kinds of which people ask what they cost or were worth, beside what is owed."""

_NOT_OPENED = frozenset({Kind.REPORT, Kind.AVAILABILITY, Kind.FREE_ROOM})
"""Rows that a vendor reckons out for a question: there is nothing to read again."""


def row(record: Record, scene: Scene, *, with_venue: bool = False, why: bool = False) -> Paragraph:
    """A record in a list; its venue is named where the list holds several, what was looked at where the question was why."""
    venue = [scene.name_of(record.venue)] if with_venue else []
    named = list(dict.fromkeys(_who(record, scene)))  # a type of room is often called like the room
    lines: list[Line] = [[*named, *venue], list(_what(record, scene)), list(_more(record, scene))]
    if why or record.findings:
        lines += [[scene.shown(finding(each))] for each in record.findings[:_FINDINGS]]
    return Paragraph(lines, _open(record, scene))


def who(record: Record, scene: Scene) -> str:
    """What a record is called: its guest, its title, or what staff read out."""
    customer = record.customer or Customer()
    return scene.shown(customer.name or record.title or record.ref or record.id)


def _open(record: Record, scene: Scene) -> Button | None:
    value = None if record.kind in _NOT_OPENED else Open.of(record)
    return Button(label="Open", action="open", value=value.write(), spoken=f"Open {who(record, scene)}") if value else None


def _who(record: Record, scene: Scene) -> Iterator[str]:
    named = who(record, scene)
    yield Strong(named)
    yield scene.shown(record.title or "") if record.title and record.title != named else ""
    yield record.ref if record.ref and record.ref != named else ""
    yield party_text(record.party)
    yield scene.shown(place_text(record, scene))
    yield scene.shown(_names(services(record)))
    yield scene.shown(_names(record.staff))
    yield record.campaign or ""


def _what(record: Record, scene: Scene) -> Iterator[str]:
    yield when(record, scene)
    yield f"arrives {record.arrival_time}" if record.arrival_time else ""
    yield state_text(record, scene)
    if record.stage is not Stage.UNKNOWN:
        yield capital(stage_label(record.stage, record.kind, scene.locale))
    yield places(record.places)
    yield price_text(record, scene)
    # A report's row is called by its method already.
    yield (record.method or "") if record.report is None else ""
    yield owed_text(record, scene)
    yield scene.shown(_names(record.labels))
    if not record.complete:
        yield "not everything of it was sent"


def _more(record: Record, scene: Scene) -> Iterator[str]:
    """The figures of a report; contacts only where somebody looks for a person, and only where nobody else reads it."""
    yield from figures(record.figures[:_FIGURES], scene)
    if record.kind is Kind.CUSTOMER and record.customer is not None and scene.private:
        yield record.customer.email or ""
        yield record.customer.phone or ""


def state_text(record: Record, scene: Scene) -> str:
    """The state in our words, or the vendor's own where it has no place in ours. A person as such has no state."""
    if record.status is Status.UNKNOWN or (record.kind is Kind.CUSTOMER and record.status is Status.CONFIRMED):
        return scene.shown(record.vendor_status or "")
    return capital(label(record.status, scene.locale))


def capital(text: str) -> str:
    """A text that begins a line."""
    return text[:1].upper() + text[1:]


def party_text(party: Party | None) -> str:
    """How many people come: "2 adults, 1 child"."""
    if party is None:
        return ""
    if party.adults and party.children:
        return f"{_counted(party.adults, 'adult', 'adults')}, {_counted(party.children, 'child', 'children')}"
    if party.adults:
        return _counted(party.adults, "adult", "adults")
    return _counted(party.total, "guest", "guests") if party.total else ""


def people_text(record: Record) -> str:
    """How many people come, as a number."""
    return str(record.party.total) if record.party and record.party.total is not None else ""


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def place_text(record: Record, scene: Scene) -> str:
    """Site and room; a site that is called like its venue is not said twice."""
    site = str(record.location or "")
    return ", ".join(filter(None, ("" if site == scene.name_of(record.venue) else site, str(record.resource or ""))))


def services(record: Record) -> Sequence[Named]:
    """The treatments, or what an order holds; the lines of a stay's bill are no services."""
    if record.service or record.kind is not Kind.ORDER:
        return record.service
    return [Named(id=item.id or "", name=item.name) for item in record.items if item.name]


def _names(named: Sequence[Named]) -> str:
    names = list(dict.fromkeys(str(one) for one in named))
    more = f" and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
    return ", ".join(names[:_NAMES]) + more


def price_text(record: Record, scene: Scene) -> str:
    """What something costs or was worth, where that is what its kind is about."""
    money = record.money
    if money is None or money.total is None or record.kind not in _PRICED:
        return ""
    return money_text(money.total, money.currency, scene.locale)


def owed_text(record: Record, scene: Scene) -> str:
    """What is owed; nothing where the vendor does not say, because unknown is not zero."""
    money = record.money
    if money is None or money.balance is None:
        return ""
    amount = money_text(abs(money.balance), money.currency, scene.locale)
    if record.kind is Kind.VOUCHER:
        return f"{amount} left"
    if money.balance > 0:
        return Strong(f"owes {amount}")
    if money.balance < 0:
        return f"{amount} in credit"
    return f"paid {money_text(money.total, money.currency, scene.locale)}" if money.total else "paid"
