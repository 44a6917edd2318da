"""Asking from the terminal: a question, how it is read, and a venue's summary."""

import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Annotated

import typer

from bot.commands.common import Config, Json, Now, find, opened_house, print_json, run_command
from bot.core.errors import NothingAsked, NotUnderstood

Text = Annotated[str, typer.Argument(help="What you would say to a colleague, in quotes.")]


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
        async with opened_house(config, now) as house:
            if not text.strip():
                raise NothingAsked(_examples(house.desk.examples()))
            reading = house.places.read(text, now=house.desk.clock(), only=venue)
            if limit is not None:
                reading = replace(reading, query=reading.query.model_copy(update={"limit": limit}))
            answer = await house.desk.ask(reading, fresh=fresh)
            if as_json:
                print_json(terminal.answer_json(answer))
            else:
                places = house.places
                terminal.show(answer, places.venue(venue) if venue else places.venues[0], places.venues)
            return 0 if answer.complete or answer.records or any(a.complete and a.asked for a in answer.accounts) else 1

    run_command(run, as_json)


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
            print_json(lines.as_json(reading))
        else:
            terminal.show_reading(reading)
        return 0

    run_command(run, as_json)


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
        async with opened_house(config, now) as house:
            place = house.places.venue(venue)
            today = _date(on) or house.desk.clock().astimezone(place.zone).date()
            file = find(config)
            known = await counted(house.settings, file, place.id, today - REMEMBERED) if file or house.settings.store.url else {}
            summary = await composed(house.desk, place, today, known)
            if as_json:
                print_json(summary_json(summary))
            else:
                scene = Scene(lead=place, venues={place.id: place}, now=house.desk.clock(), private=True)
                show_summary(summary, scene)
            return 0

    run_command(run, as_json)


def _examples(texts: list[str]) -> str:
    return "\n".join(["Ask in your own words, for example:", *(f'  frontdesk ask "{text}"' for text in texts)])


def _date(written: str | None) -> date | None:
    if written is None:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise NotUnderstood(f"“{written}” is not a day; write it as 2026-11-24.") from error
