"""One record as two lines: who and where, then when, in what state and what is owed."""

from collections.abc import Iterator, Sequence

from bot.core.record import Customer, Named, Party, Record
from bot.core.states import Kind, Stage, Status
from bot.language import label, money_text
from bot.language.labels import stage_label
from bot.slack.views.parts import Paragraph, Strong
from bot.slack.views.scene import Scene
from bot.slack.views.when import when

_NAMES = 3
"""How many treatments, people or labels one row names."""


def row(record: Record, scene: Scene, *, with_venue: bool = False) -> Paragraph:
    """A record in a list; its venue is named where the list holds several."""
    venue = [scene.name_of(record.venue)] if with_venue else []
    return Paragraph([[*_who(record, scene), *venue], list(_what(record, scene)), list(_contact(record, scene))])


def _who(record: Record, scene: Scene) -> Iterator[str]:
    customer = record.customer or Customer()
    if customer.name:
        yield Strong(scene.shown(customer.name))
        yield record.ref or ""
    else:
        yield Strong(record.ref or record.id)
    yield _party(record.party)
    yield scene.shown(_place(record, scene))
    yield scene.shown(_names(_services(record)))
    yield scene.shown(_names(record.staff))
    yield record.campaign or ""


def _what(record: Record, scene: Scene) -> Iterator[str]:
    yield when(record, scene)
    yield f"arrives {record.arrival_time}" if record.arrival_time else ""
    yield _state(record, scene)
    if record.stage is not Stage.UNKNOWN:
        yield capital(stage_label(record.stage, record.kind, scene.locale))
    yield _owed(record, scene)
    yield scene.shown(_names(record.labels))
    if not record.complete:
        yield "not everything of it was sent"


def _contact(record: Record, scene: Scene) -> Iterator[str]:
    """Only where somebody looks for a person, and only where nobody else reads it."""
    if record.kind is Kind.CUSTOMER and record.customer is not None and scene.private:
        yield record.customer.email or ""
        yield record.customer.phone or ""


def _state(record: Record, scene: Scene) -> str:
    """The state in our words, or the vendor's own where it has no place in ours. A person as such has no state."""
    if record.status is Status.UNKNOWN or (record.kind is Kind.CUSTOMER and record.status is Status.CONFIRMED):
        return scene.shown(record.vendor_status or "")
    return capital(label(record.status, scene.locale))


def capital(text: str) -> str:
    """A text that begins a line."""
    return text[:1].upper() + text[1:]


def _party(party: Party | None) -> str:
    if party is None:
        return ""
    if party.adults and party.children:
        return f"{_counted(party.adults, 'adult', 'adults')}, {_counted(party.children, 'child', 'children')}"
    if party.adults:
        return _counted(party.adults, "adult", "adults")
    return _counted(party.total, "guest", "guests") if party.total else ""


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _place(record: Record, scene: Scene) -> str:
    """Site and room; a site that is called like its venue is not said twice."""
    site = str(record.location or "")
    return ", ".join(filter(None, ("" if site == scene.name_of(record.venue) else site, str(record.resource or ""))))


def _services(record: Record) -> Sequence[Named]:
    """The treatments, or what an order holds; the lines of a stay's bill are no services."""
    if record.service or record.kind is not Kind.ORDER:
        return record.service
    return [Named(id=item.id or "", name=item.name) for item in record.items if item.name]


def _names(named: Sequence[Named]) -> str:
    names = list(dict.fromkeys(str(one) for one in named))
    more = f" and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
    return ", ".join(names[:_NAMES]) + more


def _owed(record: Record, scene: Scene) -> str:
    """What is owed; nothing where the vendor does not say, because unknown is not zero."""
    money = record.money
    if money is None or money.balance is None:
        return ""
    if money.balance > 0:
        return Strong(f"owes {money_text(money.balance, money.currency, scene.locale)}")
    if money.balance < 0:
        return f"{money_text(-money.balance, money.currency, scene.locale)} in credit"
    return "paid"
