"""`AlertBook`: what can be done about alerts: one is made, looked at, paused, deleted, by those who may."""

import asyncio
from dataclasses import dataclass
from uuid import uuid4

from bot.core.alert import Condition, Occasion
from bot.core.errors import NotAllowed, NotFound, NotPossible, NotUnderstood
from bot.core.query import Query
from bot.core.record import Record
from bot.core.venue import Venue
from bot.desk.ask import Desk
from bot.digests.conditions import concerns, names_of
from bot.digests.looking import Look, look
from bot.digests.permits import Rights
from bot.digests.watching import Pace
from bot.language.places import Places
from bot.store.alerts import Alert
from bot.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An alert and what is so now; `missing` is what was not said, and why. `new` is false for one that was there already."""

    alert: Alert
    records: tuple[Record, ...]
    missing: tuple[str, ...] = ()
    new: bool = False


class AlertBook:
    """The alerts of one house. `most` is how many one person may have."""

    def __init__(self, store: Store, desk: Desk, places: Places, rights: Rights, pace: Pace, most: int) -> None:
        self._store = store
        self._desk = desk
        self._places = places
        self._rights = rights
        self._most = most
        self.pace = pace

    async def make(self, occasion: Occasion, *, workspace: str, by: str, channel: str) -> Standing:
        """Let an occasion be told in a channel from now on: what is so already is given back here and not told.

        Raises:
            NotAllowed, RetryLater: as `Rights.check` does.
            NotPossible: the person has too many, or no system of the venues knows such things.
            NotUnderstood: a name that it is narrowed by is not known there.
        """
        mine = await self._store.alerts.of(workspace, by)
        same = next((each for each in mine if (each.occasion, each.channel) == (occasion, channel)), None)
        if same is not None:
            return await self._standing(same)
        if len(mine) >= self._most:
            raise self._too_many()
        await self._rights.check(by, channel, [venue.id for venue in self._venues(occasion)])
        looks = await self._looks(occasion)
        self._check(occasion, looks)
        alert = Alert(id=uuid4().hex, workspace=workspace, by=by, channel=channel, occasion=occasion, created_at=self._desk.clock())
        if not await self._store.alerts.add(alert, [each.seen(occasion, self._desk) for each in looks], self._most):
            raise self._too_many()
        return self._of(alert, looks, new=True)

    async def of(self, workspace: str, by: str) -> list[Alert]:
        """A person's alerts, oldest first."""
        return await self._store.alerts.of(workspace, by)

    async def now(self, id: str, *, by: str, channel: str) -> Standing:
        """An alert and what is so now; raises as `pause` does."""
        return await self._standing(await self._get(id, by, channel))

    async def pause(self, id: str, *, by: str, channel: str, paused: bool = True) -> Alert:
        """Pause an alert, or let it go on: what happened meanwhile on the same day is then told.

        Raises:
            NotFound: it was deleted.
            NotAllowed: it is somebody else's, and not told in this channel.
        """
        await self._get(id, by, channel)
        await self._store.alerts.change(id, paused=paused, lost_told=False)
        return await self._get(id, by, channel)

    async def drop(self, id: str, *, by: str, channel: str) -> Alert:
        """Delete an alert; raises as `pause` does."""
        alert = await self._get(id, by, channel)
        await self._store.alerts.drop(id)
        return alert

    async def _get(self, id: str, by: str, channel: str) -> Alert:
        alert = await self._store.alerts.get(id)
        if alert is None:
            raise NotFound("That alert was deleted; nothing comes of it any more.")
        if alert.by != by and (alert.channel != channel or channel.startswith("D")):
            raise NotAllowed("That alert is somebody else's; make your own with “tell me when …”.", who=(alert.by,))
        return alert

    async def _standing(self, alert: Alert) -> Standing:
        return self._of(alert, await self._looks(alert.occasion))

    def _of(self, alert: Alert, looks: list[Look], *, new: bool = False) -> Standing:
        records = [record for each in looks for record in each.of(alert.occasion, self._desk)]
        missing = dict.fromkeys(why for each in looks for why in each.missing)
        return Standing(alert=alert, records=tuple(records), missing=tuple(missing), new=new)

    async def _looks(self, occasion: Occasion) -> list[Look]:
        return await asyncio.gather(*(look(self._desk, occasion, venue) for venue in self._venues(occasion)))

    def _venues(self, occasion: Occasion) -> list[Venue]:
        return [venue for venue in self._places.venues if concerns(occasion, venue)]

    def _check(self, occasion: Occasion, looks: list[Look]) -> None:
        able = [each for each in looks if each.able]
        refused = [why for each in looks for why in each.refused]
        if not able and refused:
            raise NotUnderstood(refused[0])
        if not able:
            what = "classes" if occasion.condition is Condition.FULL else "bookings or orders"
            names = [each.venue.name for each in looks]
            where = f"at {names[0]}" if len(names) == 1 else "here"
            raise NotPossible(f"I cannot tell you that: no system {where} has {what}.")
        if names_of(occasion) != Query() and all(each.silent for each in able):
            why = able[0].missing[0] if able[0].missing else "No system answered."
            raise NotPossible(f"{why} So I do not know whether that name is right; please ask again in a while.")

    def _too_many(self) -> NotPossible:
        return NotPossible(
            f"You have as many alerts as one person may have ({self._most}). Delete one under /desk alerts, then ask again."
        )
