"""Tellings: the messages of alerts, and what became of each; `bot.store.steps` tells the states that one goes through."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from bot.store.alerts import Fact
from bot.store.database import Database
from bot.store.steps import Steps
from bot.store.tables import tellings, told


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One message of an alert about a venue's day."""

    id: str
    alert: str
    venue: str
    day: date
    state: str
    channel: str
    due_at: datetime
    tries: int = 0
    again_at: datetime | None = None
    sent_at: datetime | None = None
    ts: str | None = None
    why: str | None = None

    @property
    def key(self) -> str:
        """What the message carries, by which it is found again."""
        return f"alert:{self.id}"


class Tellings(Steps[Telling]):
    """The messages of one store."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, tellings, Telling)

    async def get(self, id: str) -> Telling | None:
        """The message of an id."""
        found = await self._many(tellings.c.id == id)
        return found[0] if found else None

    async def of(self, alert: str) -> list[Telling]:
        """The messages of an alert that are still known, oldest first."""
        return await self._many(tellings.c.alert == alert)

    async def facts(self, id: str) -> list[Fact]:
        """What a message tells."""
        asked = select(told.c.account, told.c.kind, told.c.record).where(told.c.telling == id).order_by(*told.primary_key)
        return [Fact(row.account, row.kind, row.record) for row in await self._database.rows(asked)]
