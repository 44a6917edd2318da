"""Running the bot, the demo and the vendors' stand-ins, and what is needed before that."""

import asyncio
import re
from datetime import UTC, datetime
from typing import Annotated, Literal

import typer

from bot.commands.common import Config, find, loaded, run_command
from bot.core.errors import AskOperator


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

    run_command(run)


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
    run_command(run)


def check(config: Config = None) -> None:
    """Check the settings, each vendor's key with one cheap read, Slack's tokens and scopes; one line for each fault."""

    async def run() -> int:
        from bot.app import checks

        faults = 0
        async for good, line in checks(loaded(config, needed=True)):
            typer.echo(("ok     " if good else "FAULT  ") + line)
            faults += not good
        typer.echo(f"{faults} faults" if faults != 1 else "1 fault")
        return 1 if faults else 0

    run_command(run)


def serve(config: Config = None) -> None:
    """Run the bot: Socket Mode, or HTTP when `[slack] mode = "http"`."""

    async def run() -> int:
        from bot.app import serve as run_bot
        from bot.app import store_of

        settings = loaded(config, needed=True)
        await run_bot(settings, store=store_of(settings, find(config)))
        return 0

    run_command(run)


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
