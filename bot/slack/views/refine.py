"""The form of a query: the same question, to be changed field by field."""

from collections.abc import Collection, Iterator

from bot.core.query import Sort
from bot.core.states import Axis, Balance, Kind, Status
from bot.language import label, noun
from bot.slack.refining import LONGEST_REST, Filled
from bot.slack.values import Form, sort_value
from bot.slack.views.compose import modal
from bot.slack.views.parts import Choice, DateField, Field, Input, OneOf, Part, Small, SomeOf, TextField, View
from bot.slack.views.rows import capital
from bot.slack.views.scene import Scene

_ORDERS = {
    "By time": Sort(by="start"),
    "By name": Sort(by="name"),
    "By what is owed": Sort(by="balance", descending=True),
    "By guests": Sort(by="party", descending=True),
    "Newest booking first": Sort(by="created", descending=True),
}


def refine_view(form: Form, filled: Filled, scene: Scene, *, kinds: Collection[Kind]) -> View:
    """The form, filled in; `kinds` are those that the systems here have."""
    parts = list(_parts(filled, scene, kinds))
    return modal("Refine the question", parts, callback="refine", metadata=form.write(), submit="Ask again", close="Leave it")


def _parts(filled: Filled, scene: Scene, kinds: Collection[Kind]) -> Iterator[Part]:
    locale = scene.locale
    offered = [kind for kind in Kind if kind in kinds or kind in filled.kinds]
    names = {kind.value: capital(noun(kind, 2, locale).removeprefix("2 ")) for kind in offered}
    yield _input("kinds", "What", _some(names, filled.kinds), "Empty means whatever each system calls a booking.")
    yield _input("axis", "Which date", _one({axis.value: capital(label(axis, locale)) for axis in Axis}, filled.axis))
    yield _input("from", "From", DateField(value=filled.first))
    yield _input("to", "To, included", DateField(value=filled.last))
    yield _input("status", "State", _some({status.value: capital(label(status, locale)) for status in Status}, filled.status))
    yield _input("balance", "Money", _one({each.value: capital(label(each, locale)) for each in Balance}, filled.balance))
    yield _input("name", "Guest's name", TextField(value=filled.name))
    if len(scene.venues) > 1:
        venues = {id: scene.name_of(id) for id in (*scene.venues, *filled.venues)}
        yield _input("venues", "Venues", _some(venues, filled.venues))
    orders = {sort_value(sort): title for title, sort in _ORDERS.items()}
    if filled.sort is not None:
        orders.setdefault(sort_value(filled.sort), "As it is now")
    yield _input("sort", "Order", _one(orders, sort_value(filled.sort) if filled.sort else None))
    rest = TextField(value=filled.rest, example="room:12 with:Anna label:vip", longest=LONGEST_REST)
    yield _input("rest", "Anything else", rest, "In words or keys, as you would type it.")
    if filled.first and filled.axis:
        yield Small([f"Days are those of {scene.lead.name} ({scene.lead.zone.key})"])


def _input(name: str, title: str, field: Field, hint: str = "") -> Input:
    return Input(name=name, label=title, field=field, hint=hint)


def _choices(names: dict[str, str]) -> list[Choice]:
    return [Choice(label=title, value=value) for value, title in names.items()]


def _one(names: dict[str, str], chosen: str | None) -> OneOf:
    return OneOf(choices=_choices(names), chosen=chosen)


def _some(names: dict[str, str], chosen: Collection[str]) -> SomeOf:
    return SomeOf(choices=_choices(names), chosen=tuple(chosen))
