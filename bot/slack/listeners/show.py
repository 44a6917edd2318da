"""[More], [Previous], [Show them]: the same query, read again, from another record on. Anyone who sees a message may read again."""

from bot.slack import asking, values
from bot.slack.house import House
from bot.slack.incoming import Incoming
from bot.slack.listeners.table import action
from bot.slack.reply import Reply


@action("show")
async def show(house: House, incoming: Incoming, reply: Reply) -> None:
    value = values.read_show(incoming.text)
    await asking.show(house, incoming, reply, house.reading_of(value, incoming.channel), offset=value.offset)
