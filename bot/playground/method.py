"""The table of Web API methods, and the arguments that a method is called with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.playground.playground import Playground
from bot.playground.shapes import Json, Refused, read_json

COMMON = frozenset({"token"})


@dataclass(slots=True)
class Arguments:
    """What came with a call. Values are strings where it was a form; `used` are the names that the method looked at."""

    given: Mapping[str, Any]
    used: set[str] = field(default_factory=lambda: set(COMMON))

    def get(self, name: str) -> Any:
        """An argument as it came; nothing for one that is empty."""
        self.used.add(name)
        value = self.given.get(name)
        return None if value == "" else value

    def need(self, name: str) -> str:
        """A string that has to be there.

        Raises:
            Refused: `invalid_arguments`.
        """
        value = self.text(name)
        if value is None:
            raise _invalid(f"missing required field: {name}")
        return value

    def text(self, name: str) -> str | None:
        """A string; numbers are taken as they are written."""
        value = self.get(name)
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        raise _invalid(f"must provide a string [json-pointer:/{name}]")

    def flag(self, name: str, default: bool = False) -> bool:
        """A boolean, also as forms write it."""
        match self.get(name):
            case None:
                return default
            case True | "true" | "1" | 1:
                return True
            case False | "false" | "0" | 0:
                return False
            case _:
                raise _invalid(f"must provide a boolean [json-pointer:/{name}]")

    def whole(self, name: str, default: int, least: int, most: int) -> int:
        """A whole number between two."""
        value = self.text(name)
        if value is None:
            return default
        if not value.lstrip("-").isdecimal() or len(value) > 10 or not least <= int(value) <= most:
            raise _invalid(f"must be a number between {least} and {most} [json-pointer:/{name}]")
        return int(value)

    def structure(self, name: str, code: str) -> Any:
        """JSON, also as a string; `code` is the error for a string that is none."""
        value = self.get(name)
        if not isinstance(value, str):
            return value
        try:
            return read_json(value)
        except ValueError:
            raise Refused(code) from None

    def ignored(self) -> tuple[str, ...]:
        """Arguments that the method does not know: Slack skips them without a word."""
        return tuple(sorted(name for name, value in self.given.items() if name not in self.used and value is not None))


Handler = Callable[[Playground, Arguments], Json]


@dataclass(frozen=True, slots=True)
class Method:
    """A method: what answers, the scope it needs, the kind of token (`by`), and whether it reads JSON bodies."""

    handler: Handler
    scope: str | None
    by: Literal["bot", "app", "none"]
    json: bool


METHODS: dict[str, Method] = {}


def method(
    name: str, scope: str | None = None, *, by: Literal["bot", "app", "none"] = "bot", json: bool = True
) -> Callable[[Handler], Handler]:
    """Enter a function as a method. `json=False` for those that read forms and queries only."""

    def enter(handler: Handler) -> Handler:
        METHODS[name] = Method(handler, scope, by, json)
        return handler

    return enter


def page(items: list[Any], arguments: Arguments) -> tuple[list[Any], Json]:
    """A page of a list by `cursor` and `limit`, and the metadata that leads to the next."""
    limit = arguments.whole("limit", 100, 1, 1_000)
    cursor = arguments.text("cursor") or "c0"
    if not cursor.startswith("c") or not cursor[1:].isdecimal() or len(cursor) > 12:
        raise Refused("invalid_cursor")
    start = int(cursor[1:])
    following = f"c{start + limit}" if start + limit < len(items) else ""
    return items[start : start + limit], {"response_metadata": {"next_cursor": following}}


def listed(value: str | None) -> Iterator[str]:
    """The parts of a list that is written with commas."""
    return (part.strip() for part in (value or "").split(",") if part.strip())


def _invalid(message: str) -> Refused:
    return Refused("invalid_arguments", response_metadata={"messages": [f"[ERROR] {message}"]})
