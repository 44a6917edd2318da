"""What buttons, lists and modals carry, and the only place that reads it back.

A button keeps working for months and anyone who sees it can press it, so a value is a claim: it says what to read again, never
that somebody may. It is one line of JSON behind a version; a query stands below it in its own short form.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self, TypeVar

from pydantic import Field

from bot.core.action import ActionName
from bot.core.errors import NotUnderstood
from bot.core.model import Frozen
from bot.core.query import Query, Sort
from bot.core.reading import Reading
from bot.core.record import Record
from bot.core.states import Kind
from bot.core.window import Window
from bot.digests.permits import LONGEST_QUESTION
from bot.slack.limits import ID, METADATA, VALUE
from bot.store.subscriptions import Policy

VERSION = "1"

Id = Annotated[str, Field(min_length=1, max_length=300)]


class Place(Frozen):
    """Where an answer stands, so that it can be changed after a modal was closed: a message, one that only its reader sees
    (`url` is its response_url), or a modal (`view` is its id).
    """

    channel: str = ""
    thread: str | None = None
    message: str | None = None
    url: str | None = None
    view: str | None = None


NOWHERE = Place()
"""No answer stands anywhere: a new place is made for it."""


class _Page(Frozen):
    """A query and the page of its answer. `elsewhere` holds the window for each zone in which the words named other days."""

    longest: ClassVar[int] = VALUE

    query: Query
    elsewhere: Mapping[str, Window] = Field(default_factory=dict)
    offset: Annotated[int, Field(ge=0, le=10_000)] = 0
    table: bool = False

    @classmethod
    def of(cls, reading: Reading, offset: int = 0, *, table: bool = False) -> Self:
        """The value for a page of what a text was read as."""
        windows = {zone: query.window for zone, query in reading.elsewhere.items() if query.window is not None}
        return cls(query=reading.query, elsewhere=windows, offset=offset, table=table)

    def write(self) -> str:
        """The value as a string that fits; zones that find no room in it are read as the wall clock of the first."""
        query = self.query.short()
        zones = dict(self.elsewhere)
        rest = self.model_dump(mode="json", include={"do"}) | self.model_dump(
            mode="json", exclude={"query", "elsewhere"}, exclude_defaults=True
        )
        while True:
            written = rest | ({"elsewhere": _plain(zones)} if zones else {})
            value = f"{VERSION}{json.dumps(written, separators=(',', ':'))}\n{query}"
            if len(value) <= self.longest or not zones:
                return value
            zones.popitem()


class Show(_Page):
    """Read a query again and show its records from `offset` on, as rows or as a table."""

    do: Literal["show"] = "show"


class Form(_Page):
    """What a modal about a query carries: the query that it began with, and where its answer stands."""

    longest: ClassVar[int] = METADATA

    do: Literal["form"] = "form"
    place: Place = NOWHERE


class Ask(Frozen):
    """Ask a text, as if the person who presses had typed it. `kinds` is what a command of its own kind adds, `channels` are the ids
    of the channels that it names.
    """

    do: Literal["ask"] = "ask"
    text: Annotated[str, Field(min_length=1, max_length=VALUE)]
    kinds: tuple[Kind, ...] = ()
    channels: Mapping[str, str] = Field(default_factory=dict)

    def write(self) -> str | None:
        """The value as a string, or nothing when the text is too long for a button."""
        value = _written(self)
        return value if len(value) <= VALUE else None


class Open(Frozen):
    """Read one record and show all of it. In a modal, `place` is where the answer stands that it was opened from."""

    do: Literal["open"] = "open"
    account: Id
    kind: Kind
    id: Id
    place: Place | None = None

    @classmethod
    def of(cls, record: Record) -> "Open | None":
        """The value for a record; nothing where its ids are no ids."""
        if not (0 < len(record.account) <= 300 and 0 < len(record.id) <= 300):
            return None
        value = cls(account=record.account, kind=record.kind, id=record.id)
        return value if len(value.write()) <= VALUE // 2 else None

    def write(self) -> str:
        """The value as a string; with its place it fits a button as well as a modal."""
        return _written(self)


class Daily(Frozen):
    """A day of a subscription, as a button below its post names it."""

    do: Literal["daily"] = "daily"
    subscription: Id
    day: date

    def write(self) -> str:
        """The value as a string."""
        return _written(self)


class Watched(Frozen):
    """An alert, as a button beside it names it.

    `pause` is what a button that pauses or lets go on makes of it: a second press of the same one changes nothing.
    """

    do: Literal["alert"] = "alert"
    alert: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    pause: bool = True

    def write(self) -> str:
        """The value as a string."""
        return _written(self)


class Wished(Frozen):
    """Do something about a subscription, in whatever way its button names; `pause` as an alert's."""

    do: Literal["wished"] = "wished"
    subscription: Id
    pause: bool = True

    def write(self) -> str:
        """The value as a string."""
        return _written(self)


class Setup(Frozen):
    """A post as it shall be set up. `id` is what it will be called, so that a press that comes twice makes one.

    In a modal, `changes` is the subscription that is changed and `place` where what came of it is said; a message that others see
    as well, or that is a post itself, stays as it is where `aside` is true.
    """

    do: Literal["setup"] = "setup"
    id: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    venue: Annotated[str, Field(max_length=300)] = ""
    channel: str = ""
    cron: str = ""
    question: Annotated[str, Field(max_length=LONGEST_QUESTION)] = ""
    skip_empty: bool = False
    policy: Policy = "late"
    changes: Id | None = None
    place: Place = NOWHERE
    aside: bool = False

    def write(self) -> str:
        """The value as a string."""
        return _written(self)


class Do(Frozen):
    """Do something to a record. In a modal, `token` names the state that was shown, the rest bounds what can be entered, `opened`
    is the card below it and `card` that card's view.
    """

    do: Literal["do"] = "do"
    account: Id
    kind: Kind
    id: Id
    name: ActionName
    token: Annotated[str, Field(max_length=300)] = ""
    currency: str | None = None
    most: int | None = None
    longest: int = 0
    card: str | None = None
    place: Place | None = None

    def write(self) -> str:
        """The value as a string."""
        return _written(self)


class Undo(Frozen):
    """Take an action of the journal back."""

    do: Literal["undo"] = "undo"
    action: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]

    def write(self) -> str:
        """The value as a string."""
        return _written(self)


class Settle(Frozen):
    """Say what came of an action whose end is unknown: it was done, it was not, or (None) look at the record again."""

    do: Literal["settle"] = "settle"
    reference: Annotated[str, Field(pattern="^[0-9A-Z]{4,12}$")]
    done: bool | None = None

    def write(self) -> str:
        """The value as a string."""
        return _written(self)


T = TypeVar("T", Show, Form, Ask, Open, Daily, Wished, Setup, Watched, Do, Undo, Settle)


def read(written: str, shape: type[T]) -> T:
    """Read a value back as what it has to be.

    Raises:
        NotUnderstood: it was cut, altered, or written by a version whose form is no longer read.
    """
    head, below, query = written.partition("\n")
    try:
        if not head.startswith(VERSION):
            raise ValueError("another version")
        value = json.loads(head[len(VERSION) :])
        return shape.model_validate(value | {"query": Query.from_short(query)} if below else value)
    except (ValueError, TypeError, RecursionError) as error:
        raise _stale() from error


def do_id(record: Record) -> str | None:
    """The rest of the action_id of a list of actions, which holds the record: an option's value has no room for it."""
    written = f"{record.account}/{record.kind.value}/{record.id}"
    return written if len(written) <= ID - len("do:") else None


def read_do(written: str, chosen: str) -> Do:
    """What was chosen of a list of actions; raises `NotUnderstood` as `read` does."""
    try:
        account, kind, id = written.split("/", 2)
        return Do(account=account, kind=Kind(kind), id=id, name=ActionName(chosen))
    except ValueError as error:
        raise _stale() from error


def sort_id(query: Query) -> str | None:
    """The rest of the action_id of the list of orders, which holds the query: an option's value has no room for it.

    Nothing where the query is too long for that.
    """
    written = query.model_copy(update={"sort": None}).short()
    return written if len(written) <= ID - len("sort:") else None


def sort_value(sort: Sort) -> str:
    """An order as the value of a choice."""
    return f"{sort.by} {'down' if sort.descending else 'up'}"


def read_sort(written: str, chosen: str) -> Query:
    """The query of a list of orders with the order chosen; raises `NotUnderstood` as `read` does."""
    by, _, way = chosen.partition(" ")
    try:
        return Query.from_short(written).model_copy(update={"sort": Sort(by=by, descending=way == "down")})
    except ValueError as error:
        raise _stale() from error


def _stale() -> NotUnderstood:
    return NotUnderstood("This button is too old or was altered; please ask again.")


def _written(value: Ask | Open | Daily | Wished | Setup | Watched | Do | Undo | Settle) -> str:
    plain = value.model_dump(mode="json", exclude_defaults=True) | {"do": value.do}
    return VERSION + json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def _plain(windows: Mapping[str, Window]) -> dict[str, Any]:
    return {zone: window.model_dump(mode="json", exclude_none=True) for zone, window in windows.items()}
