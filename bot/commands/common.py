"""What the commands share: their options, the house that they open, and how they end.

Results go to standard output, all else to standard error; 0 done, 1 refused or failed, 2 usage. Rooms are imported inside the
commands: `read` answers in a fifth of the time that loading Slack takes.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from bot.core.errors import BadSettings, FrontdeskError

if TYPE_CHECKING:
    from bot.app import House
    from bot.desk.act import Acts

Config = Annotated[Path | None, typer.Option(help="The configuration; else FRONTDESK_CONFIG, else ./frontdesk.toml.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
Now = Annotated[str | None, typer.Option(help="Fix the clock: an ISO date and time; without an offset, the venue's.")]


@asynccontextmanager
async def opened_house(config: Path | None, now: str | None) -> "AsyncIterator[House]":
    """The house of the configuration, or of a sandbox when there is none."""
    from bot.app import open_house, sandbox_settings

    settings = loaded(config, needed=False)
    if settings is not None:
        zone = settings.places()[0].zone if settings.venues else None
        async with open_house(settings, clock_of(now, zone), log_level="warning") as house:
            yield house
        return
    clock = clock_of(now, None)
    async with sandbox_settings(clock) as embedded, open_house(embedded, clock, log_level="warning") as house:
        yield house


@asynccontextmanager
async def opened_acts(house: "House", config: Path | None) -> "AsyncIterator[Acts]":
    """What acts; without a configuration its journal lasts as long as the sandbox does."""
    from bot.app import open_acts, store_of

    with TemporaryDirectory(prefix="frontdesk-") as folder:
        file = find(config)
        beside = file if file is not None or house.settings.store.url else Path(folder) / "frontdesk.toml"
        async with open_acts(house, store_of(house.settings, beside)) as acts:
            yield acts


def find(config: Path | None) -> Path | None:
    from bot.settings.loading import find_file

    return find_file(config)


def loaded(config: Path | None, *, needed: bool) -> Any:
    from bot.settings.loading import find_file, load

    file = find_file(config)
    settings = load(file)
    if file is not None or settings.accounts:
        return settings
    if needed:
        raise BadSettings(["There is no configuration: name one with --config or FRONTDESK_CONFIG, or write ./frontdesk.toml."])
    return None


def clock_of(now: str | None, zone: ZoneInfo | None) -> Callable[[], datetime]:
    if now is None:
        return lambda: datetime.now(UTC)
    from bot.language.lines import instant

    fixed = instant(now, zone or ZoneInfo("Europe/London"))
    return lambda: fixed


def print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False))


def run_command(command: Callable[[], Coroutine[Any, Any, int]], as_json: bool = False) -> None:
    try:
        code = asyncio.run(command())
    except KeyboardInterrupt:
        code = 0
    except FrontdeskError as error:
        if as_json:
            nearest = getattr(error, "nearest", None) or ()
            print_json({"error": str(error), "nearest": [nearest] if isinstance(nearest, str) else list(nearest)})
        else:
            typer.echo(str(error), err=True)
        code = 1
    raise typer.Exit(code)
