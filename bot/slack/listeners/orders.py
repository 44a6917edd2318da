"""`/orders TEXT`: ask about orders, also where the text does not say so."""

from bot.core.states import Kind
from bot.slack.asking import ask
from bot.slack.house import House
from bot.slack.incoming import Incoming
from bot.slack.listeners.table import command
from bot.slack.reply import Reply


@command("/orders", description="Look up orders", usage_hint="unpaid this week, or a name, or a reference")
async def orders(house: House, incoming: Incoming, reply: Reply) -> None:
    await ask(house, incoming, reply, text=incoming.text, kinds=(Kind.ORDER,))
