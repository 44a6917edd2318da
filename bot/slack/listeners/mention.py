"""A mention in a channel: answered in its thread."""

from bot.slack import wishing
from bot.slack.house import House
from bot.slack.incoming import Incoming
from bot.slack.listeners.table import event
from bot.slack.reply import Reply


@event("app_mention", subscription="app_mention", scope="app_mentions:read")
async def mention(house: House, incoming: Incoming, reply: Reply) -> None:
    await wishing.hear(house, incoming, reply)
