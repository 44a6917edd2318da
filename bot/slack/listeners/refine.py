"""[Refine]: the question as a form, and the same answer anew with what was entered."""

from collections.abc import Mapping
from dataclasses import replace

from bot.core.errors import NotUnderstood
from bot.core.query import Query
from bot.slack import asking, values
from bot.slack.house import House
from bot.slack.incoming import Incoming, Seen
from bot.slack.listeners.table import action, submission
from bot.slack.refining import Misfilled, Setting, filled, refined
from bot.slack.reply import Reply, reply_at
from bot.slack.values import Form, Show
from bot.slack.views.answer import Page
from bot.slack.views.refine import refine_view


def _setting(house: House, channel: str) -> Setting:
    return Setting(lead=house.lead(channel), now=house.desk.clock(), names=house.places.names)


@action("refine")
async def refine(house: House, incoming: Incoming, reply: Reply) -> None:
    value = values.read(incoming.text, Show)
    form = Form(query=value.query, elsewhere=value.elsewhere, table=value.table, place=incoming.place)
    scene = house.scene(incoming)
    view = refine_view(form, filled(value.query, _setting(house, incoming.channel)), scene, kinds=house.kinds)
    await house.sender.open_view(incoming.trigger, view, above=incoming.place.view is not None)


def faults(house: House, seen: Seen) -> Mapping[str, str]:
    """What cannot be asked, under its field; a form that cannot be read any more is told by the handler."""
    try:
        _entered(house, seen)
    except Misfilled as error:
        return error.faults
    except NotUnderstood:
        return {}
    return {}


@submission("refine", faults=faults)
async def submitted(house: House, incoming: Incoming, reply: Reply) -> None:
    if incoming.view is None:
        return
    form, query = _entered(house, incoming.view)
    kept = form.elsewhere if query.window == form.query.window else {}
    reading = house.reading_of(Show(query=query, elsewhere=kept), form.place.channel)
    there = reply_at(house.sender, form.place, incoming.user, incoming.trigger)
    await asking.show(house, replace(incoming, channel=form.place.channel), there, reading, Page(table=form.table))


def _entered(house: House, seen: Seen) -> tuple[Form, Query]:
    form = values.read(seen.metadata, Form)
    return form, refined(form.query, seen, _setting(house, form.place.channel))
