"""What a vendor is to the rest of the house: what it declares, and the three things it can be asked.

A vendor is a folder whose `__init__` holds one `VENDOR`. It declares its settings, what it offers for each kind of record and how
it is reached; its code builds requests and reads answers. Sending, pace, retries, paging and applying filters again are done here
and in the modules beside this one, for all of them alike.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Generic, Protocol, TypeVar
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

from bot.core.action import ActionName
from bot.core.address import checked
from bot.core.errors import FrontdeskError
from bot.core.query import Query
from bot.core.record import Named, Record
from bot.core.states import Kind
from bot.vendors.routes import Routes

if TYPE_CHECKING:
    from bot.vendors.acting import Deed


def _address(url: str) -> str:
    return checked(url, "https://api.example.com")


Address = Annotated[str, AfterValidator(_address)]


class AccountSettings(BaseModel):
    """What every account has in the configuration; a vendor adds its own keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    vendor: str = Field(description="whose account it is")
    venue: str = Field(description="the venue of [venues] that it belongs to")
    base_url: Address = Field(description="where the vendor's API is")
    routes: dict[str, str] = Field(default_factory=dict, description="corrections of single routes: name = “METHOD /path”")


S_co = TypeVar("S_co", bound=AccountSettings, covariant=True)
S = TypeVar("S", bound=AccountSettings)
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account(Generic[S_co]):
    """One configured connection to a vendor. `zone`, `currency` and `venue_name` are those of its venue."""

    id: str
    venue: str
    venue_name: str
    zone: ZoneInfo
    currency: str
    settings: S_co


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A call to a vendor, before it is sent. `route` is the name used in logs, which never show an address.

    `path` is already encoded; `params` are not. `body` is sent as JSON, `form` as a form.
    """

    route: str
    method: str
    path: str
    params: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None
    form: Mapping[str, str] | None = None

    def with_params(self, **params: str) -> "Request":
        """The same request with these parameters set anew."""
        kept = tuple((key, value) for key, value in self.params if key not in params)
        return replace(self, params=kept + tuple(params.items()))

    def with_body(self, **fields: Any) -> "Request":
        """The same request with these fields of its body set anew."""
        return replace(self, body={**(self.body or {}), **fields})


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How an account is reached.

    `sign` puts the key into a request. `queue` names a line that calls share one at a time with `pause` seconds between them;
    `rate` is calls and the seconds they may take together. `fault` finds an error in the JSON of an answer,
    whatever its status; it is given the JSON, or nothing where there is none, and how to name the account in a sentence. What it
    finds goes before the status, unless it is a `VendorBroken`, which says less than one. `quiet` is the seconds of quiet that an
    answer asks for by its status and headers, beside `Retry-After`, given the second of the Unix clock that it is; `waits` is how
    often one call waits when it is asked to.
    """

    base_url: str
    sign: Callable[[Request], Request]
    secrets: tuple[SecretStr, ...]
    queue: str | None = None
    pause: float = 0.0
    rate: tuple[float, float] | None = None
    fault: Callable[[Any, str], FrontdeskError | None] = lambda body, who: None
    quiet: Callable[[int, Mapping[str, str], float], float | None] = lambda status, headers, now: None
    waits: int = 2


class Support(StrEnum):
    """How a vendor handles a filter: by a parameter of its own, by us after a bounded fetch, or not at all."""

    NATIVE = "native"
    LOCAL = "local"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a vendor offers for one kind of record.

    `filters` holds each filter of `filters_of` that works; one that is missing is impossible. `instead` says, for an impossible
    one, the nearest question that this vendor can answer. `lacks` names what such records do not have at all: a question about
    that is no question to this vendor, and nothing is missing when it is not asked.
    """

    filters: Mapping[str, Support]
    instead: Mapping[str, str] = field(default_factory=dict)
    lacks: Mapping[str, str] = field(default_factory=dict)

    def support(self, name: str) -> Support:
        """How a filter is handled."""
        return self.filters.get(name, Support.IMPOSSIBLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A question for one account and one kind, with the filters sorted by who applies them."""

    kind: Kind
    query: Query
    native: frozenset[str] = frozenset()
    local: frozenset[str] = frozenset()
    named: Mapping[str, tuple[Named, ...]] = field(default_factory=dict)
    """What the names of a field of `Vendor.resolves` stand for at this account, by the field: to be sent as ids."""
    count: bool = False
    """Only how many is asked, by native filters alone: where `Found.total` is exact, the first page is enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """How much one question may fetch from one account: rows, pages, and the loop's clock at which to stop."""

    rows: int = 1_000
    pages: int = 10
    deadline: float = float("inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search brought: mapped records, not yet filtered again.

    `complete` is false when a bound was hit or a later page failed; `why` then says so in words that fit after the vendor's name.
    `note` is something worth saying although nothing is missing, such as a range that was looked through. `total` is the vendor's
    own count where that counts exactly what the plan asks, to the last filter; it is then the answer to "how many".
    """

    records: tuple[Record, ...]
    complete: bool = True
    why: str | None = None
    note: str | None = None
    total: int | None = None


class Errand(Protocol[S_co]):
    """One question on its way to one account. Everything a vendor's code needs from outside comes through it."""

    @property
    def account(self) -> Account[S_co]:
        """Whom we ask."""

    @property
    def now(self) -> datetime:
        """The clock, aware."""

    @property
    def bound(self) -> Bound:
        """How much may be fetched."""

    @property
    def routes(self) -> Routes:
        """The vendor's routes with this account's overrides."""

    async def read(self, request: Request) -> Any:
        """Send a request that changes nothing and return the JSON of its answer.

        Raises the errors of `bot.core.errors` under `RetryLater`, `AskOperator` and `NotFound`.
        """

    async def remembered(self, name: str, load: Callable[[], Awaitable[Any]], *, shared: str | None = None) -> Any:
        """A list that seldom changes, such as room names: loaded once a day for this account.

        It is loaded once for all accounts that give the same `shared`, such as those of one key.
        """

    async def at_hand(self, name: str, request: Request, read: Callable[[Any], T], *, shared: str | None = None) -> T | None:
        """A list as `remembered` keeps it that an answer can do without; nothing when it has not come yet.

        `read` makes it of the answer to `request`, and raises when it cannot. The request is sent once, in the background, and a
        failure is remembered for some minutes. Who asks waits a second for it, or not at all while others stand in the queue.

        Raises:
            FrontdeskError: it could not be had.
        """


class Vendor(Protocol[S]):
    """A booking system. All that is not a call is a declaration."""

    name: ClassVar[str]
    title: ClassVar[str]
    trades: ClassVar[tuple[str, ...]]
    """The parts of a house that it serves, by their keys in the word tables: "spa", "hotel", "arcade", "store"."""
    bookings: ClassVar[tuple[Kind, ...]]
    """What staff mean by a booking here, first choice first."""
    offers: ClassVar[Mapping[Kind, Offer]]
    deeds: ClassVar[Mapping[tuple[Kind, ActionName], "Deed[Any]"]]
    """What can be done to its records; `bot.vendors.acting` says how that is declared."""
    routes: ClassVar[Mapping[str, str]]
    examples: ClassVar[tuple[str, ...]]
    """Questions that this vendor answers well, for help texts."""
    resolves: ClassVar[frozenset[str]]
    """The fields of a query (`staff`, `resource`, `label` …) whose names are looked up in a list of the vendor's before it is
    asked."""

    @property
    def settings(self) -> type[S]:
        """The keys of an account in the configuration."""

    def access(self, settings: S) -> Access:
        """How an account is reached."""

    async def search(self, errand: Errand[S], plan: Plan) -> Found:
        """The records that a plan asks for, as far as the vendor can tell them apart."""

    async def get(self, errand: Errand[S], kind: Kind, id: str) -> Record:
        """One record by the vendor's id.

        Raises:
            NotFound: there is none, or the key may not see it.
        """

    async def names(self, errand: Errand[S], field: str) -> tuple[Named, ...]:
        """The list that the names of a field of `resolves` are looked up in; loaded by `Errand.remembered`."""

    async def probe(self, errand: Errand[S]) -> str:
        """One cheap read that proves the key; returns what it saw, in a few words."""


def filters_of(query: Query) -> frozenset[str]:
    """The filters that a question uses, by the names that offers use.

    A window is named with its axis (`window.start`), a person by the part given (`customer.email`), a report by its name.
    """
    used = {name for name in _PLAIN if getattr(query, name)}
    if query.window is not None:
        used.add(f"window.{query.window.axis}")
    if query.report is not None:
        used.add(f"report.{query.report}")
    if query.customer is not None:
        used |= {f"customer.{part}" for part, value in query.customer if value}
    return frozenset(used)


_PLAIN = (
    "status stage text location resource staff service label channel channel_name party balance worth campaign voucher_type ids "
    "ref external_id group why unused refund"
).split()


def query_fields(names: Collection[str]) -> frozenset[str]:
    """The fields of a query that filter names stand for: `window.start` is the field `window`."""
    return frozenset(name.split(".")[0] for name in names)
