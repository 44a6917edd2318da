"""The operator's commands. Results go to standard output, all else to standard error; 0 done, 1 refused or failed, 2 usage."""

import asyncio
import json
import re
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any, Literal
from zoneinfo import ZoneInfo

import typer

from bot.core.errors import AskOperator, BadSettings, FrontdeskError, NothingAsked, NotUnderstood

if TYPE_CHECKING:
    from bot.app import House
    from bot.desk.act import Acts

# Rooms are imported inside the commands: `read` answers in a fifth of the time that loading Slack takes.
app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Ask every booking system of your venues one question.",
)

Text = Annotated[str, typer.Argument(help="What you would say to a colleague, in quotes.")]
Config = Annotated[Path | None, typer.Option(help="The configuration; else FRONTDESK_CONFIG, else ./frontdesk.toml.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
Now = Annotated[str | None, typer.Option(help="Fix the clock: an ISO date and time; without an offset, the venue's.")]


@app.command()
def ask(
    text: Text,
    as_json: Json = False,
    venue: Annotated[str | None, typer.Option(help="Ask only this venue, in its zone.")] = None,
    config: Config = None,
    now: Now = None,
    fresh: Annotated[bool, typer.Option(help="Do not use answers kept from a moment ago.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, max=10_000, help="How many records at most (1,000).")] = None,
) -> None:
    """Ask one question; without a configuration, of a sandbox that starts in this process."""
    from bot import terminal

    async def run() -> int:
        async with _house(config, now) as house:
            if not text.strip():
                raise NothingAsked(_examples(house.desk.examples()))
            reading = house.places.read(text, now=house.desk.clock(), only=venue)
            if limit is not None:
                reading = replace(reading, query=reading.query.model_copy(update={"limit": limit}))
            answer = await house.desk.ask(reading, fresh=fresh)
            if as_json:
                _print_json(terminal.answer_json(answer))
            else:
                places = house.places
                terminal.show(answer, places.venue(venue) if venue else places.venues[0], places.venues)
            return 0 if answer.complete or answer.records or any(a.complete and a.asked for a in answer.accounts) else 1

    _run(run, as_json)


@app.command()
def act(
    action: Annotated[str, typer.Argument(help="What to do: cancel, arrived, note, refund, …")],
    ref: Annotated[str, typer.Argument(help="Which record: account/kind/id, as `ask --json` names them.")],
    text: Annotated[str | None, typer.Option(help="The note; for an action that only needs a choice or a time, that.")] = None,
    amount: Annotated[int | None, typer.Option(help="An amount in the smallest unit of the currency.")] = None,
    currency: Annotated[str | None, typer.Option(help="Its currency, to be sure; else the record's.")] = None,
    when: Annotated[str | None, typer.Option(help="A new time, ISO; without an offset, the venue's.")] = None,
    target: Annotated[str | None, typer.Option(help="Which line, label, note or payment: its id or its name.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without, what would come of it is shown.")] = False,
    as_json: Json = False,
    now: Now = None,
    config: Config = None,
) -> None:
    """Do something to a record, as the operator: what will come of it is shown first, and done with --yes."""
    from bot import terminal_acts

    wanted = terminal_acts.Wanted.read(action, ref, text=text, amount=amount, currency=currency, when=when, target=target)

    async def run() -> int:
        async with _house(config, now) as house, _acts(house, config) as acts:
            return await terminal_acts.perform(acts, wanted, yes=yes, as_json=as_json)

    _run(run, as_json)


@app.command()
def settle(
    ref: Annotated[str, typer.Argument(help="The reference of an action whose end is unknown, as `log` shows it.")],
    done: Annotated[
        bool | None, typer.Option("--done/--not-done", help="What you found; without, the record is read again.")
    ] = None,
    as_json: Json = False,
    now: Now = None,
    config: Config = None,
) -> None:
    """Say what came of an action that nobody knows the end of, after looking into the system itself."""
    from bot import terminal_acts

    async def run() -> int:
        _load(config, needed=True)
        async with _house(config, now) as house, _acts(house, config) as acts:
            return await terminal_acts.settle(acts, ref, done, as_json=as_json)

    _run(run, as_json)


@app.command()
def log(
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many lines at most, newest first.")] = 50,
    venue: Annotated[str | None, typer.Option(help="Only of this venue.")] = None,
    ref: Annotated[str | None, typer.Option(help="Only of this record (account/kind/id) or this reference (7F3KQ).")] = None,
    as_json: Json = False,
    config: Config = None,
) -> None:
    """Show who did what to which record, what came of it, and what is still open."""
    from bot import terminal_acts

    async def run() -> int:
        from bot.app import store_of
        from bot.store.store import open_store

        file, settings = _find(config), _load(config, needed=True)
        async with open_store(store_of(settings, file), alone=False) as store:
            return await terminal_acts.show_log(store, limit=limit, venue=venue, ref=ref, as_json=as_json)

    _run(run, as_json)


@app.command()
def read(
    text: Annotated[str | None, typer.Argument(help="The words to read.")] = None,
    now: Now = None,
    zone: Annotated[str, typer.Option(help="The venue's time zone.")] = "Europe/London",
    locale: Annotated[str, typer.Option(help="The venue's locale.")] = "en-GB",
    as_json: Json = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Read JSON lines from standard input, write one for each.")] = False,
) -> None:
    """Show how a text is read; nobody is asked."""
    from bot import terminal
    from bot.language import lines, reader

    if jsonl:
        clock = datetime.now(UTC)
        for line in sys.stdin:
            sys.stdout.write(lines.answer_line(line, now=now, zone=zone, locale=locale, clock=clock) + "\n")
        return
    if text is None:
        raise typer.BadParameter("give a text, or --jsonl with lines on standard input", param_hint="TEXT")

    async def run() -> int:
        place = lines.zone_of(zone)
        moment = lines.instant(now, place) if now else datetime.now(UTC)
        reading = reader.read(text, now=moment, zone=place, locale=locale)
        if as_json:
            _print_json(lines.as_json(reading))
        else:
            terminal.show_reading(reading)
        return 0

    _run(run, as_json)


@app.command()
def digest(
    venue: Annotated[str, typer.Argument(help="The venue's id in the configuration.")],
    on: Annotated[str | None, typer.Option("--date", help="The day, as 2026-11-24; else the venue's today.")] = None,
    as_json: Json = False,
    config: Config = None,
    now: Now = None,
) -> None:
    """Compose a venue's daily summary without posting it."""
    from bot.app import counted
    from bot.digests.edition import REMEMBERED, composed
    from bot.slack.views.scene import Scene
    from bot.terminal_digest import show_summary, summary_json

    async def run() -> int:
        async with _house(config, now) as house:
            place = house.places.venue(venue)
            today = _date(on) or house.desk.clock().astimezone(place.zone).date()
            file = _find(config)
            known = await counted(house.settings, file, place.id, today - REMEMBERED) if file or house.settings.store.url else {}
            summary = await composed(house.desk, place, today, known)
            if as_json:
                _print_json(summary_json(summary))
            else:
                scene = Scene(lead=place, venues={place.id: place}, now=house.desk.clock(), private=True)
                show_summary(summary, scene)
            return 0

    _run(run, as_json)


@app.command()
def demo(
    port: Annotated[int, typer.Option(min=0, max=65_535, help="The port of the page; 0 takes a free one.")] = 8090,
) -> None:
    """Try everything: the stand-ins, a Slack on this machine and the bot in one process, as a page to open."""
    from bot.demo import run as run_demo

    def ready(address: str) -> None:
        typer.echo(f"Open {address} in a browser; Ctrl-C ends it.")

    async def run() -> int:
        try:
            await run_demo(port, ready)
        except OSError as error:
            raise AskOperator(f"Nothing can listen at port {port}; name another with --port.") from error
        return 0

    _run(run)


@app.command()
def sandbox(
    port: Annotated[int, typer.Option(min=0, max=65_535, help="The port; 0 takes a free one.")] = 8091,
    fault: Annotated[
        list[str] | None, typer.Option(help="Make a vendor or an account fail: beds24=429:5, for so many answers: beds24=429:5*3.")
    ] = None,
) -> None:
    """Run the vendor stand-ins alone and print a ready configuration."""
    from bot import sandbox as vendors

    async def run() -> int:
        try:
            async with vendors.serve(vendors.create_app(lambda: datetime.now(UTC), faults=faults), port) as address:
                typer.echo(vendors.config_toml(address))
                typer.echo(f"# The vendors answer at {address}; stop them with Ctrl-C.", err=True)
                await asyncio.Event().wait()
        except OSError as error:
            raise AskOperator(f"Nothing can listen at port {port}; name another with --port.") from error
        return 0

    try:
        faults = dict(vendors.parse_fault(each) for each in fault or [])
    except vendors.FaultTextError as error:
        raise typer.BadParameter(str(error), param_hint="--fault") from error
    _run(run)


@app.command()
def check(config: Config = None) -> None:
    """Check the settings, each vendor's key with one cheap read, Slack's tokens and scopes; one line for each fault."""

    async def run() -> int:
        from bot.app import checks

        faults = 0
        async for good, line in checks(_load(config, needed=True)):
            typer.echo(("ok     " if good else "FAULT  ") + line)
            faults += not good
        typer.echo(f"{faults} faults" if faults != 1 else "1 fault")
        return 1 if faults else 0

    _run(run)


@app.command()
def serve(config: Config = None) -> None:
    """Run the bot: Socket Mode, or HTTP when `[slack] mode = "http"`."""

    async def run() -> int:
        from bot.app import serve as run_bot
        from bot.app import store_of

        settings = _load(config, needed=True)
        await run_bot(settings, store=store_of(settings, _find(config)))
        return 0

    _run(run)


@app.command()
def manifest(
    mode: Annotated[str, typer.Option(help="socket or http.")] = "socket",
    url: Annotated[str | None, typer.Option(help="The public address of the bot, for HTTP mode.")] = None,
) -> None:
    """Print the Slack app manifest, to paste into “Create app from manifest”."""
    from bot.slack.manifest import manifest_text

    modes: dict[str, Literal["socket", "http"]] = {"socket": "socket", "http": "http"}
    if mode not in modes:
        raise typer.BadParameter(f"“{mode}” is not a mode; write socket or http", param_hint="--mode")
    if mode == "http" and not re.fullmatch(r"https://[^\s/?#]+(/[^\s?#]*)?", url or ""):
        raise typer.BadParameter("HTTP mode needs the bot's public address, https://…", param_hint="--url")
    typer.echo(manifest_text(modes[mode], url), nl=False)


def main() -> None:
    """The `frontdesk` command."""
    app()


@asynccontextmanager
async def _house(config: Path | None, now: str | None) -> "AsyncIterator[House]":
    """The house of the configuration, or of a sandbox when there is none."""
    from bot.app import open_house, sandbox_settings

    settings = _load(config, needed=False)
    if settings is not None:
        zone = settings.places()[0].zone if settings.venues else None
        async with open_house(settings, _clock(now, zone), log_level="warning") as house:
            yield house
        return
    clock = _clock(now, None)
    async with sandbox_settings(clock) as embedded, open_house(embedded, clock, log_level="warning") as house:
        yield house


@asynccontextmanager
async def _acts(house: "House", config: Path | None) -> "AsyncIterator[Acts]":
    """What acts; without a configuration its journal lasts as long as the sandbox does."""
    from bot.app import open_acts, store_of

    with TemporaryDirectory(prefix="frontdesk-") as folder:
        file = _find(config)
        beside = file if file is not None or house.settings.store.url else Path(folder) / "frontdesk.toml"
        async with open_acts(house, store_of(house.settings, beside)) as acts:
            yield acts


def _find(config: Path | None) -> Path | None:
    from bot.settings.loading import find_file

    return find_file(config)


def _examples(texts: list[str]) -> str:
    return "\n".join(["Ask in your own words, for example:", *(f'  frontdesk ask "{text}"' for text in texts)])


def _load(config: Path | None, *, needed: bool) -> Any:
    from bot.settings.loading import find_file, load

    file = find_file(config)
    settings = load(file)
    if file is not None or settings.accounts:
        return settings
    if needed:
        raise BadSettings(["There is no configuration: name one with --config or FRONTDESK_CONFIG, or write ./frontdesk.toml."])
    return None


def _clock(now: str | None, zone: ZoneInfo | None) -> Callable[[], datetime]:
    if now is None:
        return lambda: datetime.now(UTC)
    from bot.language.lines import instant

    fixed = instant(now, zone or ZoneInfo("Europe/London"))
    return lambda: fixed


def _date(written: str | None) -> date | None:
    if written is None:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise NotUnderstood(f"“{written}” is not a day; write it as 2026-11-24.") from error


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False))


def _run(command: Callable[[], Coroutine[Any, Any, int]], as_json: bool = False) -> None:
    try:
        code = asyncio.run(command())
    except KeyboardInterrupt:
        code = 0
    except FrontdeskError as error:
        if as_json:
            nearest = getattr(error, "nearest", None) or ()
            _print_json({"error": str(error), "nearest": [nearest] if isinstance(nearest, str) else list(nearest)})
        else:
            typer.echo(str(error), err=True)
        code = 1
    raise typer.Exit(code)
