"""`frontdesk demo`: the sandbox's vendors, a Slack on this machine and the real bot, unmodified, in one process."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.engine import URL

from bot import app, playground, sandbox
from bot.core.action import ActionKind
from bot.desk.roles import DAILY
from bot.digests.dailies import subscription_of
from bot.digests.day import Day
from bot.digests.lookback import looked_back
from bot.settings import Settings, from_mapping
from bot.slack.manifest import manifest
from bot.slack.sending import Sender, web_client
from bot.slack.views.welcome import welcome_view
from bot.store.store import open_store

FRONT_DESK = "C0DESK"

OWN_PEOPLE = ["U1MEL", "U2SAM"]
ALL_ACTIONS = [kind.value for kind in ActionKind]

QUESTIONS: Sequence[tuple[str, str]] = (
    ("arrivals tomorrow that still owe us", "every hotel, spa and arcade at once"),
    ("in house tonight at harbour", "who sleeps here"),
    ("no-shows yesterday", "who did not come"),
    ("order TRY0012", "one booking, however long ago"),
    ("unpaid orders this week", "what is still owed"),
    ("vouchers expiring this week", "codes that are about to run out"),
)
"""What a first visitor can press."""


def workspace(venues: Mapping[str, Any]) -> list[playground.Channel]:
    """The playground's channels and one for the desk of each venue."""
    (desk,) = [channel for channel in playground.CHANNELS if channel.id == FRONT_DESK]
    others = [channel for channel in playground.CHANNELS if channel.id != FRONT_DESK]
    of_venues = [
        playground.Channel(id=channel_of(id), name=id, topic=f"Desk of {venue['name']}", members=list(desk.members))
        for id, venue in venues.items()
    ]
    return [replace(desk, topic="Ask about every venue here"), *of_venues, *others]


def channel_of(venue: str) -> str:
    """The id of the channel of a venue's desk."""
    return f"C0{venue.upper()}"


@asynccontextmanager
async def demo(port: int = 0) -> AsyncIterator[tuple[playground.Playground, Settings]]:
    """The vendors and Slack, up until the block ends, and the settings of a bot that works with them.

    Raises OSError when the port is taken.
    """
    async with sandbox.serve(sandbox.create_app(lambda: datetime.now(UTC))) as vendors:
        config = sandbox.config(vendors)
        slack = playground.Playground(manifest("socket"), channels=workspace(config["venues"]))
        async with playground.serve(slack, port):
            yield slack, from_mapping(config | _ours(slack, config["venues"]))


async def run(port: int, ready: Callable[[str], None]) -> None:
    """Run it until the process is told to stop; `ready` is called with the page's address once everything answers."""
    async with demo(port) as (slack, settings):
        loop = asyncio.get_running_loop()
        welcomed: list[asyncio.Task[None]] = []

        async def welcome() -> None:
            await greet(settings)
            ready(slack.address)

        with TemporaryDirectory(prefix="frontdesk-") as folder:
            store = app.store_of(settings, Path(folder) / "frontdesk.toml")
            await expect_this_morning(settings, store)
            await app.serve(settings, store=store, started=lambda _: welcomed.append(loop.create_task(welcome())))
        await asyncio.gather(*welcomed)


async def expect_this_morning(settings: Settings, store: URL) -> None:
    """Have the summary of this minute posted as soon as the bot runs, with days before it to compare with."""
    async with open_store(store) as opened, app.open_house(settings) as house:
        for wanted in settings.mornings():
            now = house.desk.clock()
            day = Day(now.astimezone(wanted.venue.zone).date(), wanted.venue.zone, now)
            await opened.counts.record(wanted.venue.id, await looked_back(house.desk, wanted.venue.id, day), now)
            after = datetime.now(UTC) - timedelta(minutes=1)
            await opened.subscriptions.add(subscription_of(wanted, playground.TEAM, after))


async def greet(settings: Settings) -> None:
    """What the bot has posted before anybody comes in."""
    client = web_client(settings.slack)
    await Sender(client).post(FRONT_DESK, welcome_view(QUESTIONS))


def _ours(slack: playground.Playground, venues: Mapping[str, Any]) -> dict[str, Any]:
    """The sections of the configuration that point the bot at the playground. Its health page takes whatever port is free."""
    installed = slack.installed
    return {
        "slack": {
            "mode": "socket",
            "bot_token": installed.bot_token,
            "app_token": installed.app_token,
            "api_url": slack.api_url,
        },
        "roles": {
            "desk": {"channels": [FRONT_DESK, *map(channel_of, venues)], "users": OWN_PEOPLE, "actions": [*ALL_ACTIONS, DAILY]}
        },
        "service": {"port": 0, "log_level": "warning"},
        # Whoever tries it does not want to wait, and nobody's system is asked.
        "alerts": {"minutes": 0.1, "opens": "00:00", "closes": "00:00"},
        "digests": {"harbour": {"venue": "harbour", "channel": FRONT_DESK, "at": _now(venues["harbour"]["zone"])}},
        "venues": {id: {**venue, "channel": channel_of(id)} for id, venue in venues.items()},
    }


def _now(zone: str) -> str:
    """The time of day on a zone's wall."""
    return f"{datetime.now(ZoneInfo(zone)):%H:%M}"
