"""[By name ▾]: the same question in another order. The list's id carries the question, its choice the order."""

from bot.slack import asking, values
from bot.slack.house import House
from bot.slack.incoming import Incoming
from bot.slack.listeners.table import action
from bot.slack.reply import Reply
from bot.slack.values import Show


@action("sort")
async def sort(house: House, incoming: Incoming, reply: Reply) -> None:
    value = Show(query=values.read_sort(incoming.rest, incoming.text))
    await asking.show(house, incoming, reply, house.reading_of(value, incoming.channel))
