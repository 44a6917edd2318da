"""What is wrong with a configuration, a line for each fault: the key, where it stands, what is allowed, the nearest that works."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import available_timezones

from pydantic import BaseModel, ValidationError
from rapidfuzz import process

from bot.service.settings import ServiceSettings
from bot.settings.models import LimitSettings, Settings, VenueSettings
from bot.slack.settings import SlackSettings
from bot.vendors import vendors

Path = tuple[str, ...]


@dataclass(slots=True)
class Origins:
    """Where each value stood: a file, a secret file or a variable."""

    file: str | None
    at: dict[Path, str] = field(default_factory=dict)


def variable(path: Path) -> str:
    """The environment variable of a key: `FRONTDESK_ACCOUNTS__PALM_SPA__TOKEN`."""
    return "FRONTDESK_" + "__".join(path).upper().replace("-", "_").replace(".", "_")


def sentences(error: ValidationError, origins: Origins) -> list[str]:
    """One line for each fault. No line holds a value: it may be a secret in the wrong place."""
    return [line for details in error.errors(include_url=False, include_input=False) for line in _lines(dict(details), origins)]


def _lines(details: Mapping[str, Any], origins: Origins) -> Sequence[str]:
    kind = details["type"]
    if not details["loc"] and kind == "value_error":
        return [_with_origin(line, origins) for line in str(details["ctx"]["error"]).split("\n")]
    path = tuple(str(part) for part in details["loc"])
    vendor = path[2] if path[:1] == ("accounts",) and len(path) > 2 and path[2] in vendors() else None
    path = path[:2] + path[3:] if vendor else path
    key, where = ".".join(path), _where(path, origins)
    match kind:
        case "missing":
            section = f"under [{'.'.join(path[:-1])}]" if len(path) > 1 else "in the file"
            return [f"{key} is missing: set it {section}{_in(origins.file)}, or as {variable(path)}"]
        case "extra_forbidden":
            known = _keys(path[:-1], vendor)
            return [f"{key}{where} is not a setting{_nearest(path[-1], known)}; allowed here: {', '.join(known)}"]
        case "union_tag_not_found" | "union_tag_invalid":
            names = ", ".join(sorted(vendors()))
            said = "has no vendor" if kind == "union_tag_not_found" else "names a vendor that does not exist"
            return [f"{key}{where} {said}; write vendor = one of {names}"]
        case "zoneinfo_str" | "zoneinfo_type":
            hint = _zone_hint(details) if kind == "zoneinfo_str" else ""
            return [f"{key}{where} is not a time zone; write its IANA name, like Europe/London{hint}"]
        case "model_type" | "dict_type" | "dataclass_type":
            return [f"{key}{where} has to be a section with keys of its own"]
        case _:
            return [f"{key}{where}: {_plain(details)}"]


def _with_origin(line: str, origins: Origins) -> str:
    """A fault that begins with its key, with the place after the key."""
    key, colon, rest = line.partition(":")
    return f"{key}{_where(tuple(key.split('.')), origins)}{colon}{rest}"


def _plain(details: Mapping[str, Any]) -> str:
    message = str(details["msg"]).removeprefix("Value error, ").removeprefix("Input ")
    return message[:1].lower() + message[1:]


def _zone_hint(details: Mapping[str, Any]) -> str:
    """The zone that a misspelt one is nearest to; pydantic quotes what was written at the end of its message."""
    written = str(details["msg"]).rpartition(": ")[2].strip("'\"")
    near = process.extractOne(written, sorted(available_timezones()), score_cutoff=75)
    return f". Did you mean {near[0]}?" if near else ""


def _where(path: Path, origins: Origins) -> str:
    origin = next((place for known, place in origins.at.items() if known[: len(path)] == path), origins.file)
    return f" ({origin})" if origin else ""


def _in(file: str | None) -> str:
    return f" in {file}" if file else ""


def _nearest(name: str, known: Sequence[str]) -> str:
    near = process.extractOne(name, known, score_cutoff=60)
    return f" (did you mean {near[0]}?)" if near else ""


def _keys(section: Path, vendor: str | None) -> Sequence[str]:
    models: dict[str, type[BaseModel]] = {
        "slack": SlackSettings,
        "service": ServiceSettings,
        "limits": LimitSettings,
        "venues": VenueSettings,
    }
    model: Any = Settings
    if section:
        model = vendors()[vendor].settings if vendor else models.get(section[0], Settings)
    return sorted(model.model_fields)
