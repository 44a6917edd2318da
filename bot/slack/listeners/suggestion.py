"""A suggested text on a button: asked as if the person who presses had typed it."""

from dataclasses import replace

from bot.slack import values, wishing
from bot.slack.asking import ask
from bot.slack.house import House
from bot.slack.incoming import Incoming
from bot.slack.listeners.table import action
from bot.slack.reply import Reply
from bot.slack.values import Ask


@action("ask")
async def suggestion(house: House, incoming: Incoming, reply: Reply) -> None:
    value = values.read(incoming.text, Ask)
    if value.kinds:
        await ask(house, incoming, reply, text=value.text, kinds=value.kinds)
    else:
        await wishing.hear(house, replace(incoming, text=value.text, channels=value.channels), reply)
