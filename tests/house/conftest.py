"""The whole house over real HTTP: the sandbox's vendors on loopback, the real desk, the real reader."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot import sandbox
from bot.app import House, open_house
from bot.core.answer import Answer
from bot.settings import from_mapping

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Europe/London"))
"""A Monday morning."""


@dataclass(frozen=True)
class Open:
    """A house with its sandbox: what was asked can be looked up in `journal`."""

    house: House
    journal: list[Any]

    async def ask(self, text: str, **options: Any) -> Answer:
        reading = self.house.places.read(text, now=self.house.desk.clock(), only=options.pop("only", None))
        return await self.house.desk.ask(reading, **options)


OpenHouse = Callable[..., AbstractAsyncContextManager[Open]]


@pytest.fixture
def open_sandbox() -> OpenHouse:
    """Open a house on the sandbox, with faults by vendor or account and settings changed."""

    @asynccontextmanager
    async def opened(faults: dict[str, str] | None = None, **sections: Any) -> AsyncIterator[Open]:
        parsed = dict(sandbox.parse_fault(f"{name}={fault}") for name, fault in (faults or {}).items())
        app = sandbox.create_app(lambda: NOW, faults=parsed)
        async with sandbox.serve(app) as address:
            settings = from_mapping({**sandbox.config(address), **sections})
            async with open_house(settings, lambda: NOW) as house:
                yield Open(house, app.state.journal)

    return opened
