"""A direct message: answered where it was written."""

from bot.slack import wishing
from bot.slack.house import House
from bot.slack.incoming import Incoming
from bot.slack.listeners.table import event
from bot.slack.reply import Reply


@event("message", subscription="message.im", scope="im:history")
async def direct(house: House, incoming: Incoming, reply: Reply) -> None:
    await wishing.hear(house, incoming, reply)
