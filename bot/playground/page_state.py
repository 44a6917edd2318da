"""What one person's page shows at first. Afterwards it is told of changes."""

from __future__ import annotations

from bot.playground.people import APP_ID, BOT, BOT_ID, TEAM, TEAM_DOMAIN, TEAM_NAME
from bot.playground.playground import Playground
from bot.playground.shapes import Json

CALLS = 200


def snapshot(slack: Playground, person: str) -> Json:
    """Everything that a person can see, and the number of the last push that is in it."""
    space, app = slack.workspace, slack.installed
    visible = list(space.visible(person))
    return {
        "me": person,
        "seq": space.watchers.told(person),
        "team": {"id": TEAM, "name": TEAM_NAME, "domain": TEAM_DOMAIN},
        "bot": {
            "user": BOT, "bot_id": BOT_ID, "app_id": APP_ID, "name": app.name, "home_tab": app.home_tab,
            "messages_tab": app.messages_tab, "connected": slack.sockets.connected or app.mode == "http",
        },
        "people": [each.for_page() for each in space.people.values()],
        "channels": [space.for_page(channel, person) for channel in visible],
        "commands": [
            {name: command.get(name, "") for name in ("command", "usage_hint", "description")} for command in app.commands.values()
        ],
        "shortcuts": list(app.shortcuts.values()),
        "messages": {channel.id: messages(slack, person, channel.id) for channel in visible},
        "home": slack.views.homes.get(person),
        "views": slack.views.stack(person),
        "calls": [call.for_page() for call in list(slack.calls.kept)[-CALLS:]],
    }  # fmt: skip


def messages(slack: Playground, person: str, channel: str) -> list[Json]:
    """The messages of a channel as a person sees them: everybody's, and those for their eyes only."""
    own = [each for each in slack.workspace.ephemerals[person].values() if each["channel"] == channel]
    everybodys = slack.workspace.channels[channel].messages.values()
    shown = sorted([*everybodys, *own], key=lambda message: str(message["ts"])) if own else list(everybodys)
    return [slack.workspace.shown(message) for message in shown]
