"""[Try again]: the same query, past the short memory."""

from bot.slack import asking, values
from bot.slack.house import House
from bot.slack.incoming import Incoming
from bot.slack.listeners.table import action
from bot.slack.reply import Reply
from bot.slack.values import Show
from bot.slack.views.answer import Page


@action("again")
async def again(house: House, incoming: Incoming, reply: Reply) -> None:
    value = values.read(incoming.text, Show)
    page = Page(offset=value.offset, table=value.table and not reply.in_modal)
    await asking.show(house, incoming, reply, house.reading_of(value, incoming.channel), page, fresh=True)
