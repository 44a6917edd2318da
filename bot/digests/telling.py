"""Telling the news of an alert: `Delivery` brings each message to its reader once."""

import structlog

from bot.core.errors import FrontdeskError, NotAllowed, SlowDown, UnknownName
from bot.core.venue import Venue
from bot.desk.ask import Desk
from bot.digests.delivery import Delivery, Outbox
from bot.digests.news import News, gather_news
from bot.digests.permits import Rights
from bot.language.places import Places
from bot.store.alerts import Alert
from bot.store.store import Store
from bot.store.tellings import Telling

log = structlog.get_logger("frontdesk.digests")

JOB = "telling"
"""The name of the job, and how the key of each run begins."""


class Tellings(Delivery[Telling, News]):
    """The job: brings one message of an alert as far as it can be brought now."""

    def __init__(self, store: Store, desk: Desk, places: Places, outbox: Outbox[News], rights: Rights) -> None:
        super().__init__(store.tellings, outbox, desk.clock)
        self._store = store
        self._desk = desk
        self._places = places
        self._rights = rights

    async def __call__(self, key: str) -> None:
        """Bring on the message of an id."""
        telling = await self._store.tellings.get(key)
        if telling is None:
            return
        alert = await self._store.alerts.get(telling.alert)
        if alert is None:
            await self._skip(telling, "deleted")
            return
        match telling.state:
            case "due":
                await self._make(telling, alert)
            case "sending" | "unknown":
                if await self._look_up(telling):
                    await self(key)
            case _:
                await self._store.tellings.move(telling, telling.state, again_at=None)

    async def _make(self, telling: Telling, alert: Alert) -> None:
        try:
            venue = self._places.venue(telling.venue)
        except UnknownName:
            await self._skip(telling, "the venue is no longer configured")
            return
        if self._clock().astimezone(venue.zone).date() != telling.day:
            await self._skip(telling, "it could not be told on its day")
            return
        if alert.paused:
            await self._skip(telling, "paused")
            return
        try:
            await self._may(alert, venue)
            news = await gather_news(self._desk, alert, venue, await self._store.tellings.facts(telling.id))
        except NotAllowed as error:
            await self._closed(telling, str(error))
            return
        except FrontdeskError as error:
            await self._later(telling, "due", why=str(error))
            return
        await self._send(telling, news)

    async def _may(self, alert: Alert, venue: Venue) -> None:
        """Whether the owner may still have this; where Slack asks us to wait it is told, as it was allowed to."""
        try:
            await self._rights.check(alert.by, alert.channel, [venue.id])
        except SlowDown:
            log.info("right_not_asked", alert=alert.id)

    async def _lost(self, telling: Telling) -> None:
        await self._closed(telling, "The channel was archived or deleted, or I am no longer a member.")

    async def _closed(self, telling: Telling, why: str) -> None:
        """The alert is paused, and its owner told so once where the channel that is closed is not their own."""
        await self._skip(telling, why)
        alert = await self._store.alerts.get(telling.alert)
        if alert is None or not await self._store.alerts.lost(alert.id) or alert.channel.startswith("D"):
            return
        try:
            await self._outbox.tell(alert.by, f"I can no longer tell you what you asked for. {why} {_PAUSED}", alert.channel)
        except FrontdeskError as error:
            log.warning("owner_not_told", alert=alert.id, why=type(error).__name__)


_PAUSED = "That alert is paused; let it go on or delete it under /desk alerts."
