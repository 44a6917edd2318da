"""A direct message: answered where it was written."""

from bot.slack.asking import ask
from bot.slack.house import House
from bot.slack.incoming import Incoming
from bot.slack.listeners.table import event
from bot.slack.reply import Reply


@event("message", subscription="message.im", scope="im:history")
async def direct(house: House, incoming: Incoming, reply: Reply) -> None:
    await ask(house, incoming, reply, text=incoming.text)
