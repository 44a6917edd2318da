"""What Slack can ask of us: one file for each command, event and kind of button. Importing this room fills the tables."""

from bot.slack.listeners import again, bookings, desk, direct, mention, orders, show, suggestion, welcome
from bot.slack.listeners.table import ACTIONS, COMMANDS, EVENTS, Handler

__all__ = [
    "ACTIONS",
    "COMMANDS",
    "EVENTS",
    "Handler",
    "again",
    "bookings",
    "desk",
    "direct",
    "mention",
    "orders",
    "show",
    "suggestion",
    "welcome",
]
