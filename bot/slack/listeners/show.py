"""[More], [Previous], [Show them], [As table]: the same query, read again. Anyone who sees a message may read again."""

from bot.slack import asking, values
from bot.slack.house import House
from bot.slack.incoming import Incoming
from bot.slack.listeners.table import action
from bot.slack.reply import Reply
from bot.slack.values import Show
from bot.slack.views.answer import Page


@action("show")
async def show(house: House, incoming: Incoming, reply: Reply) -> None:
    value = values.read(incoming.text, Show)
    page = Page(offset=value.offset, table=value.table and not reply.in_modal)
    await asking.show(house, incoming, reply, house.reading_of(value, incoming.channel), page)
