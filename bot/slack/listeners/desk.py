"""`/desk TEXT`: ask anything."""

from bot.slack.asking import ask
from bot.slack.house import House
from bot.slack.incoming import Incoming
from bot.slack.listeners.table import command
from bot.slack.reply import Reply


@command("/desk", description="Ask the booking systems", usage_hint="arrivals tomorrow that still owe us")
async def desk(house: House, incoming: Incoming, reply: Reply) -> None:
    await ask(house, incoming, reply, text=incoming.text)
