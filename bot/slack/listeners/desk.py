"""`/desk TEXT`: ask anything, be told when it happens, or have it posted again and again. `/desk log` and `/desk whoami` are about
what was done, and by whom it may be.
"""

from bot.slack import rights, wishing
from bot.slack.house import House
from bot.slack.incoming import Incoming
from bot.slack.listeners.table import command
from bot.slack.reply import Reply


@command("/desk", description="Ask the booking systems", usage_hint="arrivals tomorrow that still owe us")
async def desk(house: House, incoming: Incoming, reply: Reply) -> None:
    match incoming.text.strip().casefold():
        case "log":
            await rights.show_log(house, incoming, reply)
        case "whoami":
            await rights.show_rights(house, incoming, reply)
        case _:
            await wishing.hear(house, incoming, reply)
