"""Acting from the terminal, as the operator: do something to a record, say what came of it, look at the log."""

from typing import Annotated

import typer

from bot.commands.common import Config, Json, Now, find, loaded, opened_acts, opened_house, run_command


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

    try:
        wanted = terminal_acts.Wanted.read(action, ref, text=text, amount=amount, currency=currency, when=when, target=target)
    except typer.BadParameter as error:
        if not as_json:
            raise
        terminal_acts.refused(error)
        raise typer.Exit(2) from error

    async def run() -> int:
        async with opened_house(config, now) as house, opened_acts(house, config) as acts:
            return await terminal_acts.perform(acts, wanted, yes=yes, as_json=as_json)

    run_command(run, as_json)


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
        loaded(config, needed=True)
        async with opened_house(config, now) as house, opened_acts(house, config) as acts:
            return await terminal_acts.settle(acts, ref, done, as_json=as_json)

    run_command(run, as_json)


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

        file, settings = find(config), loaded(config, needed=True)
        async with open_store(store_of(settings, file), alone=False) as store:
            return await terminal_acts.show_log(store, limit=limit, venue=venue, ref=ref, as_json=as_json)

    run_command(run, as_json)
