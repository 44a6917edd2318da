"""What a button carries, and the only place that reads it back.

A button keeps working for months and anyone who sees it can press it, so a value is a claim: it says what to read again, never
that somebody may. It is one line of JSON behind a version; a query stands below it in its own short form.
"""

import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field

from bot.core.errors import NotUnderstood
from bot.core.model import Frozen
from bot.core.query import Query
from bot.core.reading import Reading
from bot.core.states import Kind
from bot.core.window import Window
from bot.slack.limits import VALUE

VERSION = "1"


class Show(Frozen):
    """Read a query again and show its records from `offset` on.

    `elsewhere` holds the window for each zone in which the words named other days.
    """

    do: Literal["show"] = "show"
    query: Query
    elsewhere: Mapping[str, Window] = Field(default_factory=dict)
    offset: Annotated[int, Field(ge=0, le=10_000)] = 0

    @classmethod
    def of(cls, reading: Reading, offset: int = 0) -> "Show":
        """The value for a page of what a text was read as."""
        windows = {zone: query.window for zone, query in reading.elsewhere.items() if query.window is not None}
        return cls(query=reading.query, elsewhere=windows, offset=offset)

    def write(self) -> str:
        """The value as a string that fits a button; zones that find no room in it are read as the wall clock of the first."""
        query = self.query.short()
        zones = dict(self.elsewhere)
        while True:
            written = {"do": self.do, "offset": self.offset} | ({"elsewhere": _plain(zones)} if zones else {})
            value = f"{VERSION}{json.dumps(written, separators=(',', ':'))}\n{query}"
            if len(value) <= VALUE or not zones:
                return value
            zones.popitem()


class Ask(Frozen):
    """Ask a text, as if the person who presses had typed it. `kinds` is what a command of its own kind adds."""

    do: Literal["ask"] = "ask"
    text: Annotated[str, Field(min_length=1, max_length=VALUE)]
    kinds: tuple[Kind, ...] = ()

    def write(self) -> str | None:
        """The value as a string, or nothing when the text is too long for a button."""
        value = VERSION + json.dumps(self.model_dump(mode="json", exclude_defaults=True) | {"do": self.do}, ensure_ascii=False)
        return value if len(value) <= VALUE else None


T = TypeVar("T", Show, Ask)


def read_show(written: str) -> Show:
    """Read the value of a button that shows records; raises `NotUnderstood` as `read_ask` does."""
    return _read(written, Show)


def read_ask(written: str) -> Ask:
    """Read the value of a button that asks a text.

    Raises:
        NotUnderstood: it was cut, altered, or written by a version whose form is no longer read.
    """
    return _read(written, Ask)


def _read(written: str, shape: type[T]) -> T:
    head, below, query = written.partition("\n")
    try:
        if not head.startswith(VERSION):
            raise ValueError("another version")
        value = json.loads(head[len(VERSION) :])
        return shape.model_validate(value | {"query": Query.from_short(query)} if below else value)
    except (ValueError, TypeError, RecursionError) as error:
        raise NotUnderstood("This button is too old or was altered; please ask again.") from error


def _plain(windows: Mapping[str, Window]) -> dict[str, Any]:
    return {zone: window.model_dump(mode="json", exclude_none=True) for zone, window in windows.items()}
