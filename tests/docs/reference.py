"""The README's reference, made from the code: `python -m tests.docs.reference` writes it, a test refuses one that lags."""

import inspect
import re
import tomllib
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import typer
from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

import bot.language
from bot import cli
from bot.core import errors
from bot.desk.roles import Rule
from bot.desk.settings import ActionSettings
from bot.digests.settings import AlertSettings, DigestSettings
from bot.service.settings import ServiceSettings
from bot.settings.models import LimitSettings, VenueSettings
from bot.slack.settings import SlackSettings
from bot.store.settings import StoreSettings
from bot.vendors import vendors
from bot.vendors.contract import Offer, Support

README = Path(__file__).parents[2] / "README.md"
TABLE = Path(bot.language.__file__).parent / "tables" / "en.toml"
MOST_WORDS = 6


def commands() -> str:
    """A table of the operator's commands with their options."""
    group = typer.main.get_group(cli.app)
    lines = ["| command | does |", "|---|---|"]
    for name, command in group.commands.items():
        words = [f"frontdesk {name}"]
        for parameter in command.params:
            if parameter.param_type_name == "argument":
                words.append((parameter.name or "").upper())
            elif parameter.name != "help":
                value = "" if getattr(parameter, "is_flag", False) else f" {_metavar(parameter.name or '')}"
                names = " ".join([parameter.opts[0], *(f"or {name}" for name in parameter.secondary_opts)])
                words.append(f"[{names}{value}]")
        lines.append(f"| `{' '.join(words)}` | {(command.help or '').strip().splitlines()[0]} |")
    return "\n".join(lines)


def settings() -> str:
    """A table for each section of the configuration."""
    sections: list[tuple[str, type[BaseModel]]] = [
        ("[slack]", SlackSettings),
        ("[service]", ServiceSettings),
        ("[limits]", LimitSettings),
        ("[store]", StoreSettings),
        ("[actions]", ActionSettings),
        ("[digests.<id>]", DigestSettings),
        ("[alerts]", AlertSettings),
        ("[roles.<name>]", Rule),
        ("[venues.<id>]", VenueSettings),
    ]
    sections += [(f'[accounts.<id>] with vendor = "{name}"', vendor.settings) for name, vendor in vendors().items()]
    return "\n\n".join(_section(title, model) for title, model in sections)


WORDS = ("kind", "axis", "status", "stage", "balance", "channel", "key")
"""The classes of words that become filters; days and times follow one table of conventions instead."""


def words() -> str:
    """The English words that become filters, as the reader's own table has them; the first few of each."""
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    lines = ["| filter | value | said as |", "|---|---|---|"]
    for name in WORDS:
        for value, said in table[name].items():
            more = f" and {len(said) - MOST_WORDS} more" if len(said) > MOST_WORDS else ""
            lines.append(f"| {name} | {value} | {', '.join(said[:MOST_WORDS])}{more} |")
    return "\n".join(lines)


def capabilities() -> str:
    """For each vendor and kind: which filters the vendor applies, which we apply, and which it cannot."""
    lines = ["| vendor | records | applied by the vendor | applied by us to what it sends |", "|---|---|---|---|"]
    for vendor in vendors().values():
        for kind, offer in vendor.offers.items():
            lines.append(
                f"| {vendor.title} | {kind.value} | {_filters(offer, Support.NATIVE)} | {_filters(offer, Support.LOCAL)} |"
            )
    return "\n".join(lines)


def actions() -> str:
    """What can be done to each vendor's records."""
    rows = ["| system | record | what can be done |", "|---|---|---|"]
    for vendor in vendors().values():
        names: dict[str, list[str]] = {}
        for kind, name in vendor.deeds:
            names.setdefault(kind.value, []).append(name.value)
        rows += [f"| {vendor.title} | {kind} | {', '.join(each)} |" for kind, each in names.items()]
    return "\n".join(rows)


def error_tree() -> str:
    """The tree of errors, as the module draws it."""
    drawn = re.search(r"( {4}FrontdeskError\n(?: {4}.*\n)+)", inspect.getdoc(errors) or errors.__doc__ or "")
    tree = (errors.__doc__ or "").split("\n\n")[1] if drawn is None else drawn.group(1)
    return "```\n" + inspect.cleandoc("\n" + tree) + "\n```"


PARTS = {
    "commands": commands,
    "words": words,
    "settings": settings,
    "vendors": capabilities,
    "actions": actions,
    "errors": error_tree,
}


def filled(text: str) -> str:
    """A README with every generated part made anew between its markers."""
    for name, make in PARTS.items():
        begin, end = f"<!-- {name}: generated -->", f"<!-- {name}: end -->"
        before, _, rest = text.partition(begin)
        _, found, after = rest.partition(end)
        if found:
            text = f"{before}{begin}\n{make()}\n{end}{after}"
    return text


def _section(title: str, model: type[BaseModel]) -> str:
    lines = [f"`{title}`", "", "| key | default | meaning |", "|---|---|---|"]
    lines += [f"| `{name}` | {_default(info)} | {_meaning(info)} |" for name, info in model.model_fields.items()]
    return "\n".join(lines)


def _default(info: FieldInfo) -> str:
    if info.default is PydanticUndefined and info.default_factory is None:
        return "required"
    if info.default_factory is not None and info.annotation is bool:
        return "–"
    value: Any = info.get_default(call_default_factory=True)
    if isinstance(value, SecretStr):
        return "empty"
    return "–" if value in (None, {}, ()) else f"`{value}`"


def _meaning(info: FieldInfo) -> str:
    allowed = get_args(info.annotation) if get_origin(info.annotation) is Literal else ()
    choice = f" ({', '.join(map(str, allowed))})" if allowed else ""
    secret = " (secret)" if info.annotation is SecretStr else ""
    return f"{info.description or ''}{choice}{secret}"


def _filters(offer: Offer, how: Support) -> str:
    return ", ".join(sorted(name for name, support in offer.filters.items() if support is how)) or "–"


def _metavar(name: str) -> str:
    return {"config": "FILE", "now": "ISO", "venue": "ID", "limit": "N", "port": "N", "fault": "NAME=KIND"}.get(name, name.upper())


if __name__ == "__main__":
    README.write_text(filled(README.read_text(encoding="utf-8")), encoding="utf-8")
