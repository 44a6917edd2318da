"""What Slack can ask of us: one file for each command, event, modal and kind of button. Importing this room fills the tables."""

from bot.slack.listeners import (
    again,
    bookings,
    desk,
    direct,
    export,
    home,
    mention,
    orders,
    record,
    refine,
    share,
    show,
    sort,
    suggestion,
    welcome,
)
from bot.slack.listeners.table import ACTIONS, COMMANDS, EVENTS, SUBMISSIONS, Handler

__all__ = [
    "ACTIONS",
    "COMMANDS",
    "EVENTS",
    "SUBMISSIONS",
    "Handler",
    "again",
    "bookings",
    "desk",
    "direct",
    "export",
    "home",
    "mention",
    "orders",
    "record",
    "refine",
    "share",
    "show",
    "sort",
    "suggestion",
    "welcome",
]
