"""A suggested text on a button: asked as if the person who presses had typed it."""

from bot.slack import values
from bot.slack.asking import ask
from bot.slack.house import House
from bot.slack.incoming import Incoming
from bot.slack.listeners.table import action
from bot.slack.reply import Reply
from bot.slack.values import Ask


@action("ask")
async def suggestion(house: House, incoming: Incoming, reply: Reply) -> None:
    value = values.read(incoming.text, Ask)
    await ask(house, incoming, reply, text=value.text, kinds=value.kinds)
