"""[Share]: an answer that only one person sees, for all of a channel, without phone numbers and e-mail addresses."""

from collections.abc import Mapping
from dataclasses import replace

import structlog

from bot.core.errors import NotAllowed
from bot.slack import values
from bot.slack.house import House
from bot.slack.incoming import Incoming, Seen
from bot.slack.listeners.table import action, submission
from bot.slack.reply import Reply, reply_at
from bot.slack.values import Form, Show
from bot.slack.views.answer import Page, answer_view
from bot.slack.views.compose import sentence
from bot.slack.views.parts import Message
from bot.slack.views.share import FIELD, share_view

log = structlog.get_logger("frontdesk.slack")


@action("share")
async def share(house: House, incoming: Incoming, reply: Reply) -> None:
    value = values.read(incoming.text, Show)
    scene = house.scene(incoming, in_modal=reply.in_modal)
    if scene.asks_where:
        form = Form(query=value.query, elsewhere=value.elsewhere, table=value.table, offset=value.offset, place=incoming.place)
        await house.sender.open_view(incoming.trigger, share_view(form), above=incoming.place.view is not None)
        return
    message = await _shared(house, incoming, value)
    try:
        await house.sender.post(incoming.channel, message)
    except NotAllowed:
        # A response_url works where we are no member.
        if incoming.place.url is None or not await house.sender.respond(incoming.place.url, message, replace=False, to_all=True):
            raise


def faults(house: House, seen: Seen) -> Mapping[str, str]:
    return {} if seen.one(FIELD) else {FIELD: "Choose the channel that shall see it."}


@submission("share", faults=faults)
async def submitted(house: House, incoming: Incoming, reply: Reply) -> None:
    if incoming.view is None:
        return
    form = values.read(incoming.view.metadata, Form)
    message = await _shared(house, replace(incoming, channel=incoming.view.one(FIELD)), form)
    await house.sender.post(incoming.view.one(FIELD), message)
    there = reply_at(house.sender, form.place, incoming.user, incoming.trigger)
    await there.tell(sentence("Shared in the channel that you chose."))


async def _shared(house: House, incoming: Incoming, value: Show | Form) -> Message:
    """The answer as everybody may see it, read again: what was shown may have been minutes ago."""
    answer = await house.desk.ask(house.reading_of(value, incoming.channel))
    page = Page(offset=value.offset, table=value.table, by=incoming.person.name if incoming.person else "a colleague")
    log.info("shared", user=incoming.user, channel=incoming.channel, rows=len(answer.records))
    return answer_view(answer, house.scene(incoming, private=False), page)
