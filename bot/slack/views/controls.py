"""What stands below an answer: the way to its other pages and orders, and what can be made of it."""

from collections.abc import Iterator
from dataclasses import replace

from bot.core.answer import Answer
from bot.core.query import Query, Sort
from bot.core.states import Axis
from bot.desk.merging import order_of
from bot.slack.nearest import Nearest
from bot.slack.values import Show, sort_id, sort_value
from bot.slack.views.parts import Button, Choice, Confirm, Element, Select
from bot.slack.views.scene import Scene
from bot.slack.views.when import moment

_SHARE = Confirm(
    title="Share this answer?",
    text="Everyone in this channel will see it. Phone numbers and e-mail addresses are hidden.",
    yes="Share it",
    no="Keep it private",
)


def controls(
    answer: Answer, scene: Scene, offset: int, shown: int, *, length: int, table: bool, nearest: Nearest | None
) -> Iterator[Element]:
    """The row of buttons. In a modal there is no table; what everybody sees already is not shared again."""
    reading, found = answer.reading, len(answer.records)
    here = Show.of(reading, offset, table=table).write()
    if reading.query.count and answer.found:
        listed = replace(reading, query=reading.query.model_copy(update={"count": False}))
        yield Button(label="Show them", action="show:list", value=Show.of(listed).write())
    if nearest is not None:
        day = f"Show {moment(nearest.at, nearest.record, scene, clock=False)}"
        yield Button(label=day, action="show:nearest", value=Show(query=nearest.day).write())
    if offset:
        yield Button(label="Previous", action="show:previous", value=Show.of(reading, max(0, offset - length), table=table).write())
    if shown and offset + shown < found:
        yield Button(label="More", action="show:more", value=Show.of(reading, offset + length, table=table).write())
    if shown > 1 and (order := _order(reading.query)) is not None:
        yield order
    if shown and not scene.in_modal:
        label, turned = ("As list", False) if table else ("As table", True)
        yield Button(label=label, action="show:form", value=Show.of(reading, table=turned).write())
    if any(account.asked and not account.complete for account in answer.accounts):
        yield Button(label="Try again", action="again", value=here)
    yield Button(label="Refine", action="refine", value=here)
    if answer.found:
        if scene.private:
            confirm = None if scene.asks_where else _SHARE
            yield Button(label="Share", action="share", value=here, confirm=confirm)
        if shown:
            yield Button(label="Export", action="export", value=here)


def _order(query: Query) -> Select | None:
    """The list of orders that make sense for a question, where the question fits into its id."""
    if (written := sort_id(query)) is None:
        return None
    orders = {sort_value(sort): label for label, sort in _orders(query)}
    now = sort_value(order_of(query))
    choices = [Choice(label=label, value=value) for value, label in orders.items()]
    return Select(action=f"sort:{written}", label="Order", choices=choices, chosen=now if now in orders else None)


def _orders(query: Query) -> Iterator[tuple[str, Sort]]:
    axis = query.window.axis if query.window else Axis.START
    match axis:
        case Axis.END:
            yield "By departure", Sort(by="end")
        case Axis.EXPIRES:
            yield "By expiry", Sort(by="expires")
        case Axis.CREATED | Axis.MODIFIED | Axis.REDEEMED:
            yield "Latest first", Sort(by=axis.value, descending=True)
            yield "Earliest first", Sort(by=axis.value)
        case Axis.START | Axis.OVERLAP | Axis.REVENUE:
            yield "By time", Sort(by="start")
    yield "By name", Sort(by="name")
    yield "By what is owed", Sort(by="balance", descending=True)
    yield "By guests", Sort(by="party", descending=True)
    if axis not in (Axis.CREATED, Axis.MODIFIED, Axis.REDEEMED):
        yield "Newest booking first", Sort(by="created", descending=True)
