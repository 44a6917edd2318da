"""A question of the welcome post: answered to the one who presses, so that the post stays as it is for the others."""

from bot.core.errors import NotUnderstood
from bot.slack import values
from bot.slack.asking import ask
from bot.slack.house import House
from bot.slack.incoming import Incoming
from bot.slack.listeners.table import action
from bot.slack.reply import Aside, Reply
from bot.slack.values import Ask


@action("welcome")
async def welcome(house: House, incoming: Incoming, reply: Reply) -> None:
    value = values.read(incoming.text, Ask)
    if incoming.place.url is None:
        raise NotUnderstood("This button is too old or was altered; please ask again.")
    alone = Aside(sender=house.sender, url=incoming.place.url, channel=incoming.channel, user=incoming.user)
    await ask(house, incoming, alone, text=value.text, kinds=value.kinds)
