"""Filters from the words that are left once the dates are read: kinds, states, money, channels, people, order."""

from bot.core.query import Sort
from bot.core.states import Axis, Balance, Kind, Stage, Status
from bot.language.grammar import KEEP, Found, Rules
from bot.language.setting import Setting

filters: Rules[Setting] = Rules()

STATES: dict[str, tuple[Status, ...]] = {
    "active": (Status.CONFIRMED,),
    "disabled": (Status.CANCELLED,),
    "unconfirmed": (Status.ENQUIRY, Status.PENDING),
}
LARGEST_FIRST = frozenset({"balance", "party"})
"""What is sorted by these has the largest first, unless the other order is said."""

KINDS: dict[Kind, tuple[Kind, ...]] = {Kind.SESSION: (Kind.SESSION, Kind.ARCADE_SESSION)}
"""Words that people use for more than one kind."""


_PARTS = frozenset({Kind.EMAIL, Kind.STAFF, Kind.ROOM, Kind.PLACE, Kind.LABEL, Kind.PAYMENT, Kind.ORDER_ITEM, Kind.MEMBERSHIP})
"""What another record may be without."""

_REFUSED_STAGE: dict[Stage, tuple[Stage, ...]] = {
    Stage.NOT_ARRIVED: (Stage.ARRIVED, Stage.IN_PROGRESS, Stage.DEPARTED),
    Stage.ARRIVED: (Stage.NOT_ARRIVED,),
    Stage.IN_PROGRESS: (Stage.NOT_ARRIVED, Stage.ARRIVED, Stage.DEPARTED),
    Stage.DEPARTED: (Stage.ARRIVED, Stage.IN_PROGRESS),
    Stage.UNKNOWN: tuple(stage for stage in Stage if stage is not Stage.UNKNOWN),
}
"""What is meant by not: who "hasn't checked in" has not left either, and who "hasn't left" has come."""


def _states(found: Found) -> tuple[Status, ...]:
    states: list[Status] = []
    for values in found.line.values[found.first : found.stop]:
        more = (values["status"],) if "status" in values else STATES.get(values.get("states", ""), ())
        states += [state for state in more if state not in states]
    return tuple(states)


@filters.rule("(not|except) noise{0,2} (status|states) (any_kind|kind|guest)? ((or|comma|not)+ (status|states))*")
def _(setting: Setting, found: Found) -> object:
    refused = _states(found)
    return setting.take(found, "status", tuple(state for state in Status if state not in refused))


@filters.rule(
    "(not|except) noise{0,2} x=stage",
    "(not|except) noise{0,2} b=balance",
    "(not|except) noise{0,2} k=kind",
    "(not|except) noise{0,2} channel",
)
def _(setting: Setting, found: Found, x: Stage | None = None, b: Balance | None = None, k: Kind | None = None) -> object:
    if x is not None:
        setting.take(found, "on_the_day", True)
        return setting.take(found, "stage", _REFUSED_STAGE[x])
    if b is not None:
        return setting.take(found, "balance", Balance.NONE if b is Balance.OUTSTANDING else Balance.OUTSTANDING)
    if k in _PARTS:
        # "Customers without e-mail" cannot be told apart here; it must not become a question for e-mails.
        return setting.take(found, "text", setting.words(found))
    if k is not None:
        refused = KINDS.get(k, (k,))
        return setting.take(found, "kinds", tuple(kind for kind in Kind if kind not in refused))
    return KEEP


@filters.rule("sort_by the? f=sort_field d=descending", "sort_by the? f=sort_field a=ascending?")
def _(setting: Setting, found: Found, f: str, d: str | None = None, a: str | None = None) -> object:
    return setting.take(found, "sort", Sort(by=f, descending=d is not None or (f in LARGEST_FIRST and a is None)))


@filters.rule("newest")
def _(setting: Setting, found: Found) -> object:
    return setting.take(found, "newest", True)


@filters.rule("oldest")
def _(setting: Setting, found: Found) -> object:
    return setting.take(found, "newest", False)


@filters.rule("b=biggest", "smallest", "alphabetical")
def _(setting: Setting, found: Found, b: str | None = None) -> object:
    if "alphabetical" in found.line.values[found.first]:
        return setting.take(found, "sort", Sort(by="name"))
    return setting.take(found, "sort", Sort(by="party", descending=b is not None))


@filters.rule("status ((or|comma|slash)+ (status|states))*", "states")
def _(setting: Setting, found: Found) -> object:
    return setting.take(found, "status", _states(found))


@filters.rule("x=stage ((or|comma)+ y=stage)?")
def _(setting: Setting, found: Found, x: Stage, y: Stage | None = None) -> object:
    setting.take(found, "on_the_day", True)
    return setting.take(found, "stage", (x,) if y is None or x is y else (x, y))


@filters.rule("(not|except) noise? credit")
def _(setting: Setting, found: Found) -> object:
    return setting.take(found, "balance", Balance.NONE)


@filters.rule("credit")
def _(setting: Setting, found: Found) -> object:
    return setting.take(found, "balance", Balance.OUTSTANDING)


@filters.rule("x=balance")
def _(setting: Setting, found: Found, x: Balance) -> object:
    return setting.take(found, "balance", x)


@filters.rule("x=channel_name")
def _(setting: Setting, found: Found, x: str) -> object:
    return setting.take(found, "channel_name", x)


@filters.rule("x=channel")
def _(setting: Setting, found: Found, x: object) -> object:
    return setting.take(found, "channel", x)


@filters.rule("on? at? x=venue", "in? on? at? v=vendor", "in? on? at? a=account")
def _(setting: Setting, found: Found, x: str | None = None, v: str | None = None, a: str | None = None) -> object:
    if x is not None:
        return setting.take(found, "venues", (x,))
    return setting.take(found, "vendors", (v,)) if v is not None else setting.take(found, "accounts", (a,))


@filters.rule("(not|except) noise{0,2} refund")
def _(setting: Setting, found: Found) -> object:
    return setting.take(found, "text", setting.words(found))


@filters.rule("refund")
def _(setting: Setting, found: Found) -> object:
    setting.take(found, "kinds", (Kind.PAYMENT,))
    return setting.take(found, "refund", True)


@filters.rule("open (?=kind)", "(?<=kind) open")
def _(setting: Setting, found: Found) -> object:
    return setting.take(found, "status", (Status.PENDING,))


@filters.rule("x=kind")
def _(setting: Setting, found: Found, x: Kind) -> object:
    return setting.take(found, "kinds", KINDS.get(x, (x,)))


@filters.rule("any_kind")
def _(setting: Setting, found: Found) -> object:
    return setting.take(found, "any_kind", True)


@filters.rule("guest")
def _(setting: Setting, found: Found) -> object:
    return setting.take(found, "guest", True)


@filters.rule("x=axis")
def _(setting: Setting, found: Found, x: Axis) -> object:
    if "general" not in found.line.values[found.first]:
        setting.take(found, "staying", True)
    return setting.take(found, "axis", x)


@filters.rule("new")
def _(setting: Setting, found: Found) -> object:
    return setting.take(found, "new", True)


@filters.rule("now")
def _(setting: Setting, found: Found) -> object:
    return setting.take(found, "now", True)


@filters.rule("how_many")
def _(setting: Setting, found: Found) -> object:
    return setting.take(found, "count", True)


@filters.rule("everything")
def _(setting: Setting, found: Found) -> object:
    return setting.take(found, "everything", True)


@filters.rule("tagged (unknown|follows_with)")
def _(setting: Setting, found: Found) -> object:
    return setting.take(found, "label", (setting.words(found, 1),), 1)


@filters.rule("with noise? name (dash? name)?", "with unknown unknown?")
def _(setting: Setting, found: Found) -> object:
    return setting.take(found, "staff", (setting.words(found, 1),), 1)


@filters.rule("at name (name|unknown)?")
def _(setting: Setting, found: Found) -> object:
    return setting.take(found, "location", (setting.words(found, 1),), 1)


@filters.rule("called_for the? unknown (dash? unknown){0,2}")
def _(setting: Setting, found: Found) -> object:
    skip = 2 if "the" in found.line.values[found.first + 1] else 1
    return setting.take(found, "called" if skip == 1 else "text", setting.words(found, skip), skip)


@filters.rule("name (dash? (name|unknown)){0,3}")
def _(setting: Setting, found: Found) -> object:
    return setting.take(found, "capitals", setting.words(found))
