"""`/bookings TEXT`: ask about bookings; what each vendor calls a booking is meant."""

from bot.slack.asking import ask
from bot.slack.house import House
from bot.slack.incoming import Incoming
from bot.slack.listeners.table import command
from bot.slack.reply import Reply


@command("/bookings", description="Look up bookings", usage_hint="this weekend, or a name, or a reference")
async def bookings(house: House, incoming: Incoming, reply: Reply) -> None:
    await ask(house, incoming, reply, text=incoming.text)
