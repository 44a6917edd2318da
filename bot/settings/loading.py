"""Reading settings: the TOML file, over it secret files, over those the environment.

`FRONTDESK_ACCOUNTS__PALM_SPA__TOKEN` sets `token` of `[accounts.palm-spa]`: a hyphen cannot stand in the name of a variable, so an
underscore finds the section with a hyphen where there is one. The secret file of that name in the folder that
`FRONTDESK_SECRETS_DIR` names does the same.
"""

import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import EnvSettingsSource, NestedSecretsSettingsSource, SecretsSettingsSource, SettingsError

from bot.core.errors import BadSettings
from bot.settings.faults import Origins, sentences, variable
from bot.settings.models import Settings

CONFIG, SECRETS_DIR = "FRONTDESK_CONFIG", "FRONTDESK_SECRETS_DIR"
DEFAULT_FILE = Path("frontdesk.toml")


def find_file(named: Path | None) -> Path | None:
    """The configuration: the file named, else `FRONTDESK_CONFIG`, else `frontdesk.toml` here if there is one."""
    if named is not None:
        return named
    if written := os.environ.get(CONFIG):
        return Path(written)
    return DEFAULT_FILE if DEFAULT_FILE.is_file() else None


def load(file: Path | None) -> Settings:
    """The settings of a file (or of none), secret files and the environment.

    Raises:
        BadSettings: with every fault at once, each naming the key, where it stands and what is allowed.
    """
    layers = [(str(file), _toml(file))] if file is not None else []
    folder = os.environ.get(SECRETS_DIR)
    if folder and not Path(folder).is_dir():
        raise BadSettings([f"{SECRETS_DIR} names no folder: {folder}"])
    names = [*os.environ, *(each.name for each in Path(folder).iterdir())] if folder else list(os.environ)
    if unknown := list(_unknown(names)):
        raise BadSettings(unknown)
    try:
        if folder:
            layers.append((f"secret file in {folder}", _secret_files(folder)))
        layers.append(("", _Environment(Settings)()))
    except SettingsError as error:
        raise BadSettings([f"A variable or secret file is not the JSON that it looks like: {error}"]) from error
    except UnicodeDecodeError as error:
        raise BadSettings([f"A secret file in {folder} is not a text in UTF-8"]) from error
    merged: dict[str, Any] = {}
    origins = Origins(file=str(file) if file else None)
    for origin, layer in layers:
        _merge(merged, layer, origin, origins, ())
    return _checked(merged, origins)


def from_mapping(values: Mapping[str, Any]) -> Settings:
    """Settings from a plain mapping, such as the sandbox's own; nothing else is read."""
    return _checked(values, Origins(file=None))


def _checked(values: Mapping[str, Any], origins: Origins) -> Settings:
    try:
        return Settings(**values)
    except ValidationError as error:
        raise BadSettings(sentences(error, origins)) from None


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadSettings([f"{file} is not TOML: {error}"]) from error
    except UnicodeDecodeError as error:
        raise BadSettings([f"{file} is not a text in UTF-8"]) from error
    except OSError as error:
        raise BadSettings([f"{file} cannot be read: {error.strerror}"]) from error


def _secret_files(folder: str) -> dict[str, Any]:
    files = SecretsSettingsSource(Settings, secrets_dir=folder)
    return _Secrets(files, secrets_nested_delimiter="__")()


class _PlainValues:
    """A token of digits stays a text: only what looks like a JSON list or object is read as one."""

    def decode_complex_value(self, field_name: str, field: FieldInfo, value: Any) -> Any:
        if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
            return super().decode_complex_value(field_name, field, value)  # type: ignore[misc]  # the source beside it has it
        return value


class _Environment(_PlainValues, EnvSettingsSource):
    pass


class _Secrets(_PlainValues, NestedSecretsSettingsSource):
    pass


def _merge(into: dict[str, Any], layer: Mapping[str, Any], origin: str, origins: Origins, path: tuple[str, ...]) -> None:
    for key, value in layer.items():
        name = _twin(into, key)
        here = (*path, name)
        if isinstance(value, dict) and isinstance(into.get(name, {}), dict):
            _merge(into.setdefault(name, {}), value, origin, origins, here)
        else:
            into[name] = value
            origins.at[here] = origin or variable(here)


def _twin(known: Mapping[str, Any], key: str) -> str:
    if key in known:
        return key
    return next((name for name in known if name.replace("-", "_").casefold() == key.replace("-", "_").casefold()), key)


def _unknown(names: Iterable[str]) -> Iterator[str]:
    """Variables and secret files that look like ours and set nothing: a misspelt one must not be passed over."""
    known = {f"FRONTDESK_{name.upper()}" for name in Settings.model_fields}
    for name in names:
        section = name.upper().split("__")[0]
        if name.upper().startswith("FRONTDESK_") and section not in known | {CONFIG, SECRETS_DIR}:
            yield f"{name} is not a setting; a variable begins with one of {', '.join(sorted(known))}, {CONFIG}, {SECRETS_DIR}"
