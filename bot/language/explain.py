"""A query as one sentence that can be read back: "Arrivals · Sat 28 – Sun 29 Nov 2026 · unpaid · Palm Tree Resort"."""

import re
from collections.abc import Iterator, Mapping

from bot.core.query import PartySize, Query, Sort
from bot.core.states import Axis, Balance, Kind, Status
from bot.language.amounts import written
from bot.language.filters import KINDS, LARGEST_FIRST
from bot.language.names import NO_NAMES, Names
from bot.language.say import window
from bot.language.tables import Table, spoken
from bot.language.tokens import plain

DEFAULT_AXIS: Mapping[Kind, Axis] = {
    Kind.CUSTOMER: Axis.CREATED,
    Kind.VOUCHER: Axis.CREATED,
    Kind.PUBLICATION: Axis.CREATED,
    Kind.REDEMPTION: Axis.REDEEMED,
}
_EXPIRING = frozenset({Kind.VOUCHER, Kind.MEMBERSHIP})
_STAY = frozenset({Axis.START, Axis.END, Axis.OVERLAP})
MOST_REFUSED = 4
NOTHING = Query()
_PLACES = frozenset({"venues", "vendors", "accounts"})
_KEYED = frozenset(
    "customer text ref external_id group campaign voucher_type channel_name location resource staff service label ids".split()
)
_SIMPLE_NAME = re.compile(r"[^\W\d_]\w*(?:[ -][^\W\d_]\w*)*")
_SIMPLE_EMAIL = re.compile(r"[a-z0-9][a-z0-9.+-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)+")


def default_axis(kinds: tuple[Kind, ...], status: tuple[Status, ...] = ()) -> Axis:
    """The date that is meant when none is named: when someone comes, or when a voucher or a customer was made.

    Of expired vouchers it is the day on which they expired.
    """
    if status == (Status.EXPIRED,) and kinds and _EXPIRING.issuperset(kinds):
        return Axis.EXPIRES
    axes = {DEFAULT_AXIS.get(kind, Axis.START) for kind in kinds}
    return axes.pop() if len(axes) == 1 else Axis.START


def quote(value: str) -> str:
    """A value in quotation marks; what would end the quotation is escaped."""
    if value.isascii():
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    else:
        escaped = "".join("\\" + c if c == "\\" or plain(c).text == '"' else c for c in value)
    return f"“{escaped}”"


def explain(query: Query, *, locale: str = "en-GB", names: Names = NO_NAMES) -> str:
    """A query as a sentence in the locale's language, English where there is no table; reading it gives the query again.

    Times are those of the window's own offset. Names of venues and vendors are shown where `names` has them.
    """
    table = spoken(locale)
    sentence = " · ".join(_segments(query, table, names))
    # An e-mail address is shown as it is written.
    return sentence if "@" in sentence.partition(" ")[0] else sentence[:1].upper() + sentence[1:]


def _segments(query: Query, table: Table, names: Names) -> Iterator[str]:
    given = query.model_fields_set
    head = _head(query, table)
    if not head and query == NOTHING:
        head = [table["everything"]["everything"][0]]
    yield from head
    if query.status:
        yield _status(query.status, table)
    if query.stage and query.window is None:
        # In words alone it is said of today.
        yield _key("stage", ",".join(table["stage"][stage.value][0] for stage in query.stage), table)
    elif query.stage:
        yield ", ".join(table["stage"][stage.value][0] for stage in query.stage)
    if query.balance is not None:
        left = query.balance is Balance.OUTSTANDING and query.kinds == (Kind.VOUCHER,)
        yield table["credit"]["credit"][0] if left else table["balance"][query.balance.value][0]
    if query.worth is not None:
        yield _key("worth", written(query.worth), table)
    if query.party is not None:
        yield _party(query.party, table)
    if not given.isdisjoint(_KEYED):
        yield from _keyed(query, table)
    if query.report is not None and query.kinds != (Kind.REPORT,):
        yield _key("report", query.report.value, table)
    if query.refund and query.kinds != (Kind.PAYMENT,):
        yield _key("refund", "yes", table)
    if query.stays and not _staying(query):
        yield _key("stays", "yes", table)
    if query.unused:
        yield table["unused"]["unused"][0]
    if query.why:
        yield table["why_not"]["why"][0]
    if query.channel is not None:
        yield table["channel"][query.channel.value][0]
    if query.sort is not None:
        yield _sort(query.sort, table)
    if query.limit is not None:
        yield f"{table['top']['top'][0]} {query.limit}"
    if query.count:
        yield table["how_many"]["how_many"][0]
    if not given.isdisjoint(_PLACES):
        yield from _places(query, table, names)


def _head(query: Query, table: Table) -> list[str]:
    """What is asked for, and when."""
    kinds = _kinds(query.kinds, table) if query.kinds else ""
    if query.report is not None and query.kinds == (Kind.REPORT,):
        kinds = table["report_name"][query.report.value][0]
    if query.refund and query.kinds == (Kind.PAYMENT,):
        kinds = table["refund"]["refund"][1]
    if query.window is None:
        return [kinds] if kinds else []
    axis = query.window.axis
    text, grain = window(query.window, table)
    if not kinds and axis in _STAY and not query.stays:
        head = [table["any_kind"]["any_kind"][1], text if axis is Axis.START else f"{_general(axis, table)} {text}"]
    elif not kinds:
        head = [_axis(axis, table), text]
    elif axis is default_axis(query.kinds, query.status):
        head = [kinds, text]
    else:
        said = _general(axis, table) if axis is Axis.OVERLAP and Kind.BOOKING not in query.kinds else _axis(axis, table)
        head = [kinds, f"{said} {text}"]
    return head if grain is None else [*head, _key("grain", grain.value, table)]


def _staying(query: Query) -> bool:
    """Whether the head of the sentence says so: "arrivals" where it would else be "bookings"."""
    return not query.kinds and query.window is not None and query.window.axis in _STAY


def _general(axis: Axis, table: Table) -> str:
    return next(word for word in table["axis"][axis.value] if word in table["general"]["general"])


def _axis(axis: Axis, table: Table) -> str:
    words = [word for word in table["axis"][axis.value] if word not in table["general"]["general"]]
    return words[1] if axis in (Axis.START, Axis.END) else words[0]


def _kinds(kinds: tuple[Kind, ...], table: Table) -> str:
    words: list[str] = []
    left = kinds
    while left:
        group = KINDS.get(left[0], (left[0],))
        if left[: len(group)] != group:
            return _key("kind", ",".join(kinds), table)
        words.append(table["kind"][left[0].value][1])
        left = left[len(group) :]
    return ", ".join(words) if len(set(words)) == len(words) else _key("kind", ",".join(kinds), table)


def _status(states: tuple[Status, ...], table: Table) -> str:
    refused = [state for state in Status if state not in states]
    if len(refused) <= MOST_REFUSED and states == tuple(state for state in Status if state not in refused) and refused:
        joined = f" {table['or']['or'][0]} ".join(table["status"][state.value][0] for state in refused)
        return f"{table['not']['not'][0]} {joined}"
    return ", ".join(table["status"][state.value][0] for state in states)


def _party(party: PartySize, table: Table) -> str:
    people = table["person"]["person"][0]
    match party.min, party.max:
        case None, None:
            return _key("party", "any", table)
        case int(least), None:
            return f"{table['at_least']['at_least'][0]} {least} {people}"
        case None, most:
            return f"{table['at_most']['at_most'][0]} {most} {people}"
        case least, most if least == most:
            return f"{least} {people}"
        case least, most:
            return _key("party", f"{least}-{most}", table)


def _key(part: str, value: str, table: Table) -> str:
    return f"{table['key'][part][0]} {quote(value)}"


def _keyed(query: Query, table: Table) -> Iterator[str]:
    """Everything that is a name or a text of its own."""
    who = query.customer
    if who is not None:
        if not (who.id or who.name or who.email or who.phone):
            yield _key("name", "", table)
        for part, value in (("name", who.name), ("phone", who.phone), ("customer_id", who.id)):
            if value is not None:
                yield _key(part, value, table)
        if who.email is not None:
            yield who.email if _SIMPLE_EMAIL.fullmatch(who.email) else _key("email", who.email, table)
    for part, value in (("ref", query.ref), ("external_id", query.external_id), ("group", query.group), ("text", query.text)):
        if value is not None:
            yield _key(part, value, table)
    for part, value in (("campaign", query.campaign), ("voucher_type", query.voucher_type), ("channel_name", query.channel_name)):
        if value is not None:
            yield _key(part, value, table)
    for part, values in (
        ("location", query.location),
        ("resource", query.resource),
        ("staff", query.staff),
        ("service", query.service),
        ("label", query.label),
        ("id", query.ids),
    ):
        yield from (_key(part, value, table) for value in values)


def _sort(sort: Sort, table: Table) -> str:
    if sort == Sort(by="created", descending=True):
        return table["newest"]["newest"][0]
    text = f"{table['sort_by']['sort_by'][0]} {table['sort_field'][sort.by][0]}"
    if sort.descending is (sort.by in LARGEST_FIRST):
        return text
    return f"{text} {table['descending']['descending'][0] if sort.descending else table['ascending']['ascending'][0]}"


def _places(query: Query, table: Table, names: Names) -> Iterator[str]:
    for part, values, known in (
        ("venue", query.venues, names.venues),
        ("vendor", query.vendors, names.vendors),
        ("account", query.accounts, {}),
    ):
        for value in values:
            name = known.get(value, "")
            alone = sum(plain(other).text == plain(name).text for _, other, _ in _all(names)) == 1
            yield name if alone and _SIMPLE_NAME.fullmatch(name) else _key(part, value, table)


def _all(names: Names) -> list[tuple[str, str, str]]:
    return [("", title, "") for title in (*names.venues.values(), *names.vendors.values(), *names.accounts)]
