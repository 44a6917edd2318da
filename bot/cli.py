"""The `frontdesk` command: all of the operator's commands, in the order in which `--help` lists them."""

import typer

from bot.commands import acting, asking, running

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Ask every booking system of your venues one question.",
)

for command in (
    asking.ask,
    acting.act,
    acting.settle,
    acting.log,
    asking.read,
    asking.digest,
    running.demo,
    running.sandbox,
    running.check,
    running.serve,
    running.manifest,
):
    app.command()(command)


def main() -> None:
    """The `frontdesk` command."""
    app()
