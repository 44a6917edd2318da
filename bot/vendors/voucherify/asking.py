"""Questions as Voucherify's parameters (v1 list endpoints).

Brackets are written as the vendor's OpenAPI and its clients write them, `created_at[after]`. Whether `before` and `after` include
their own moment is not said: `after` is sent a millisecond early, and every row is compared again with its own time.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import product

from bot.core.query import Query
from bot.core.states import Axis, Status
from bot.core.window import Window, shifted
from bot.vendors.voucherify.catalogue import types_meant

Params = dict[str, str]

MILLISECOND = timedelta(milliseconds=1)

BACK = timedelta(days=90)
"""How far an undated question about what happened (redemptions, publications, orders) looks back."""

_EXPIRED, _DISABLED, _ACTIVE, _ENABLED = (
    f"filters[active][conditions][${condition}]" for condition in ("expired", "disabled", "active", "enabled")
)

_UNUSED = {_ACTIVE: "true", "filters[redemption.redeemed_quantity][conditions][$is]": "0"}
"""Nothing was redeemed of an expired code either, so one that is unused has to be active as well."""


def vouchers(query: Query, campaigns: Sequence[str], categories: Sequence[str], holder: str | None) -> Iterator[Params]:
    """One set of parameters for each campaign and category; each parameter takes one value."""
    base = {**newest_first(query.window), **_window(query.window), **_expiry(query.window)}
    base |= _UNUSED if query.unused else _condition(query.status)
    for campaign, category in product(campaigns or [""], categories or [""]):
        yield base | _given(campaign=campaign, category=category, customer=holder)


def redemptions(query: Query, window: Window | None, campaigns: Sequence[str], customer: str | None) -> Iterator[Params]:
    """The rows' time is `date`; the filter on it is called `created_at` all the same."""
    base = {"order": "-created_at", **_moments("created_at", window), **_result(query.status)}
    if query.ref:
        base["filters[voucher_code][conditions][$is]"] = query.ref
    if query.group:
        base["filters[parent_redemption_id][conditions][$is]"] = query.group
    for campaign in campaigns or [""]:
        yield base | _given(campaign=campaign, customer=customer)


def publications(query: Query, campaigns: Sequence[str], customer: str | None) -> Iterator[Params]:
    """No filter by date: newest first, and the walk ends at the first row that is too old."""
    base = {"order": "-created_at", **_result(query.status), **_given(voucher=query.ref, source_id=query.external_id)}
    for campaign in campaigns or [""]:
        yield base | _given(campaign=campaign, customer=customer)


def newest_first(window: Window | None) -> Params:
    """The order of a list, in so many words: pages must not shift. Orders take nothing else, so their walk ends by itself."""
    return {"order": "-updated_at" if window is not None and window.axis is Axis.MODIFIED else "-created_at"}


def customers(query: Query) -> Params:
    """A text that is searched for goes to the name; phone numbers cannot be sent."""
    who = query.customer
    email, name = (who.email, who.name) if who is not None else (None, None)
    return {**newest_first(query.window), **_window(query.window), **_given(email=email, name=name or query.text)}


def campaigns(query: Query) -> Params:
    """A type is sent where the word for it means one alone."""
    types = types_meant(query.voucher_type) if query.voucher_type else []
    return {**newest_first(query.window), **({"campaign_type": types[0]} if len(types) == 1 else {})}


def products(query: Query) -> Params:
    """Products are narrowed by date through `filters` alone (fetching resources, advanced filters)."""
    window, base = query.window, newest_first(query.window)
    if window is None or window.axis not in (Axis.CREATED, Axis.MODIFIED):
        return base
    field = "created_at" if window.axis is Axis.CREATED else "updated_at"
    return base | {f"filters[{field}][conditions][${end}][0]": at for end, at in _ends(window)}


def refusals(code: str) -> Params:
    """The redemptions of a code that were refused, newest first."""
    return {"order": "-created_at", "result": "FAILURE", "filters[voucher_code][conditions][$is]": code}


def happened(query: Query, now: datetime, *, narrowed: bool) -> tuple[Window | None, str | None]:
    """The window of a question about what happened, and a note when it named none and is not `narrowed` by another filter."""
    if query.window is not None or narrowed:
        return query.window, None
    since = shifted(now, -BACK)
    return Window(axis=Axis.CREATED, start=since), f"looked back to {since:%d %b %Y}"


def _given(**values: str | None) -> Params:
    return {name: value for name, value in values.items() if value}


def _window(window: Window | None) -> Params:
    if window is None or window.axis not in (Axis.CREATED, Axis.MODIFIED):
        return {}
    return _moments("created_at" if window.axis is Axis.CREATED else "updated_at", window)


def _expiry(window: Window | None) -> Params:
    if window is None or window.axis is not Axis.EXPIRES:
        return {}
    return {f"filters[expiration_date][conditions][${end}]": at for end, at in _ends(window)}


def _moments(field: str, window: Window | None) -> Params:
    return {} if window is None else {f"{field}[{end}]": at for end, at in _ends(window)}


def _ends(window: Window) -> Iterator[tuple[str, str]]:
    if window.start is not None:
        yield "after", _stamp(shifted(window.start, -MILLISECOND))
    if window.end is not None:
        # Written in whole milliseconds, rounded up: rounding down would lose the last one's rows.
        part = window.end.microsecond % 1_000
        yield "before", _stamp(shifted(window.end, timedelta(microseconds=-part % 1_000)))


def _stamp(moment: datetime) -> str:
    try:
        utc = moment.astimezone(UTC)
    except OverflowError:
        utc = moment.replace(tzinfo=UTC)
    return utc.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _condition(wanted: Sequence[Status]) -> Params:
    """The narrowest of the vendor's four conditions that holds every state wanted."""
    match set(wanted):
        case states if not states or states & {Status.UNKNOWN} or (Status.CANCELLED in states and len(states) > 1):
            return {}
        case states if states == {Status.CANCELLED}:
            return {_DISABLED: "true"}
        case states if states == {Status.EXPIRED}:
            return {_EXPIRED: "true"}
        case states if states == {Status.CONFIRMED}:
            return {_ACTIVE: "true"}
        case _:
            return {_ENABLED: "true"}


def _result(wanted: Sequence[Status]) -> Params:
    """Rolled-back redemptions keep the result they had, so only these two are told apart by it."""
    match tuple(set(wanted)):
        case (Status.COMPLETED,):
            return {"result": "SUCCESS"}
        case (Status.FAILED,):
            return {"result": "FAILURE"}
        case _:
            return {}
