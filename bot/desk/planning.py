"""Planning: which accounts a question concerns, as which kinds of record, and who applies which filter. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rapidfuzz import process

from bot.core.errors import CannotAnswer, UnknownName
from bot.core.query import Query
from bot.core.record import Named
from bot.core.states import Kind
from bot.vendors.contract import Account, Plan, Support, Vendor, filters_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What one account is asked: plans, or nothing with the reason."""

    account: Account[Any]
    vendor: Vendor[Any]
    query: Query
    plans: tuple[Plan, ...] = ()
    note: str | None = None
    refusal: CannotAnswer | None = None


def concerned(query: Query, accounts: Iterable[Account[Any]], vendors: Mapping[str, Vendor[Any]]) -> list[Account[Any]]:
    """The accounts that a question is about.

    Raises:
        UnknownName: it names a venue, vendor or account that is not configured.
        CannotAnswer: each of them is, but no account is all that was named.
    """
    accounts = list(accounts)
    _known("venue", query.venues, {account.venue for account in accounts})
    _known("vendor", query.vendors, {account.settings.vendor for account in accounts} | set(vendors))
    _known("account", query.accounts, {account.id for account in accounts})
    found = [
        account
        for account in accounts
        if (not query.venues or account.venue in query.venues)
        and (not query.vendors or account.settings.vendor in query.vendors)
        and (not query.accounts or account.id in query.accounts)
    ]
    if accounts and not found:
        here = sorted({vendors[account.settings.vendor].title for account in accounts if account.venue in query.venues})
        wanted = " or ".join([vendors[name].title for name in query.vendors] + list(query.accounts))
        place = f" at {' or '.join(query.venues)}, which has {' and '.join(here)}" if query.venues else ""
        raise CannotAnswer(f"There is no account of {wanted}{place}.")
    return found


def near(query: Query, at: Mapping[str, Sequence[Account[Any]]]) -> Sequence[Account[Any]] | None:
    """The accounts of the one venue that a question names, where it names no other ones; nothing where all are looked through."""
    here = at.get(query.venues[0]) if len(query.venues) == 1 else None
    return here if here is not None and {account.id for account in here}.issuperset(query.accounts) else None


def houses_with_stays(query: Query, accounts: Iterable[Account[Any]], vendors: Mapping[str, Vendor[Any]]) -> frozenset[str]:
    """The venues whose arrivals, departures or guests in house a question means: those of a system of stays that can tell them.

    Elsewhere whoever comes is an arrival: a spa's guests, players, shoppers.
    """
    if not query.stays or query.kinds:
        return frozenset()
    used = filters_of(query)
    return frozenset(
        account.venue
        for account in accounts
        if Kind.BOOKING in (vendor := vendors[account.settings.vendor]).offers and not _impossible(vendor, Kind.BOOKING, used)
    )


def plan(
    query: Query, account: Account[Any], vendor: Vendor[Any], *, count: bool = False, with_stays: Collection[str] = ()
) -> Asked:
    """How one account answers a question; `count` when it only asks how many, `with_stays` are the venues that have stays.

    A question that names kinds concerns those. One that names none is about what the vendor calls a booking, in the first form that
    can answer it; one about a person alone is about the person's own record too, and why something fails is asked of codes.
    """
    named = query.kinds or ((Kind.VOUCHER,) if query.why else ())
    wanted = [kind for kind in named if kind in vendor.offers]
    if named and not wanted:
        kinds = " or ".join(_plural(kind) for kind in named)
        return Asked(account=account, vendor=vendor, query=query, note=f"has no {kinds} and was not asked")
    used = filters_of(query)
    if account.venue in with_stays and Kind.BOOKING not in vendor.offers and vendor.bookings:
        theirs = _plural(vendor.bookings[0])
        note = f"was not asked, as only stays count here; ask “{theirs}” for its own"
        return Asked(account=account, vendor=vendor, query=query, note=note)
    if not wanted and query.ref:
        # A reference may be of anything that the vendor looks up by one; of a whole rather than of its parts.
        native = [kind for kind, offer in vendor.offers.items() if offer.support("ref") is Support.NATIVE and kind not in _PARTS]
        wanted = [kind for kind in native if not _impossible(vendor, kind, used)]
    if not wanted:
        candidates = [kind for kind in vendor.bookings if not _impossible(vendor, kind, used)]
        wanted = candidates[:1]
        if _about_a_person(used) and Kind.CUSTOMER in vendor.offers and not _impossible(vendor, Kind.CUSTOMER, used):
            wanted.append(Kind.CUSTOMER)
        wanted = wanted or list(vendor.bookings[:1])
    if not wanted:
        return Asked(account=account, vendor=vendor, query=query, note="has no bookings and was not asked")
    able = [kind for kind in wanted if not _impossible(vendor, kind, used)]
    lacking = [{lack for name, lack in vendor.offers[kind].lacks.items() if name in used} for kind in wanted]
    if not able and all(lacking):
        what = " or ".join(sorted(set().union(*lacking)))
        return Asked(account=account, vendor=vendor, query=query, note=f"has no {what} and was not asked")
    if not able:
        return Asked(account=account, vendor=vendor, query=query, refusal=_refusal(vendor, wanted[0], used))
    plans = tuple(_sorted_out(query, vendor, kind, used, count) for kind in able)
    unable = [_unable(vendor, kind, used) for kind in wanted if kind not in able]
    return Asked(account=account, vendor=vendor, query=query, plans=plans, note="; ".join(unable) or None)


def filters_only(query: Query) -> Query:
    """The part of a query that decides what is fetched: how it is sorted, cut and scoped does not."""
    scope = {"sort": None, "limit": None, "count": False, "stays": False, "venues": (), "vendors": (), "accounts": ()}
    return query.model_copy(update=scope)


def may_name_a_service(asked: Asked) -> bool:
    """Whether the free words of a question may be what the vendor offers, as in "yoga tomorrow": beside a day or a kind."""
    query, vendor = asked.query, asked.vendor
    if not query.text or query.service or "service" not in vendor.resolves or (query.window is None and not query.kinds):
        return False
    return any(vendor.offers[each.kind].support("service") is not Support.IMPOSSIBLE for each in asked.plans)


def for_services(asked: Asked, services: Sequence[Named]) -> tuple[Plan, ...]:
    """The plans of a question whose free words are services of the vendor; what it cannot tell by them is still searched for.

    Beside those who booked, the classes themselves: nobody may have booked one yet.
    """
    vendor, names = asked.vendor, tuple(dict.fromkeys(map(str, services)))
    query = asked.query.model_copy(update={"text": None, "service": names})
    used = filters_of(query)
    searched = {each.kind: each for each in asked.plans}
    classes = not query.kinds and Kind.SESSION in vendor.offers and not _impossible(vendor, Kind.SESSION, used)
    return tuple(
        searched[kind]
        if vendor.offers[kind].support("service") is Support.IMPOSSIBLE
        else replace(_sorted_out(query, vendor, kind, used, False), named={"service": tuple(services)})
        for kind in (*searched, *([Kind.SESSION] if classes else []))
    )


def _sorted_out(query: Query, vendor: Vendor[Any], kind: Kind, used: Collection[str], count: bool) -> Plan:
    support = {name: vendor.offers[kind].support(name) for name in used}
    return Plan(
        kind=kind,
        query=query,
        native=frozenset(name for name, how in support.items() if how is Support.NATIVE),
        local=frozenset(name for name, how in support.items() if how is Support.LOCAL),
        # What the question leaves out without saying so is in the vendor's count.
        count=count and not query.left_out and all(how is Support.NATIVE for how in support.values()),
    )


def _impossible(vendor: Vendor[Any], kind: Kind, used: Collection[str]) -> list[str]:
    return sorted(name for name in used if vendor.offers[kind].support(name) is Support.IMPOSSIBLE)


def _about_a_person(used: Collection[str]) -> bool:
    return bool(used) and all(name.startswith("customer.") or name == "text" for name in used)


def _refusal(vendor: Vendor[Any], kind: Kind, used: Collection[str]) -> CannotAnswer:
    instead = vendor.offers[kind].instead
    nearest = next((instead[name] for name in _impossible(vendor, kind, used) if name in instead), f"“{vendor.examples[0]}”")
    return CannotAnswer(f"{vendor.title} {_unable(vendor, kind, used)}. It can answer: {nearest}.")


def _unable(vendor: Vendor[Any], kind: Kind, used: Collection[str]) -> str:
    what = " and ".join(_FILTERS.get(name, name) for name in _impossible(vendor, kind, used))
    return f"cannot look for {_plural(kind)} by {what}"


def _known(what: str, names: Sequence[str], known: Collection[str]) -> None:
    for name in names:
        if name not in known:
            nearest = process.extractOne(name, sorted(known), score_cutoff=60)
            raise UnknownName(what, name, sorted(known), nearest[0] if nearest else None)


def _plural(kind: Kind) -> str:
    return _PLURALS.get(kind, kind.value.replace("_", " ") + "s")


_PARTS = frozenset({Kind.ORDER_ITEM, Kind.SESSION_BOOKING, Kind.PAYMENT, Kind.EMAIL})
"""Parts of other records, asked for by the reference of their whole."""

_PLURALS = {
    Kind.GOODS_SALE: "goods sold",
    Kind.AVAILABILITY: "free places",
    Kind.FREE_ROOM: "free rooms",
    Kind.STAFF: "staff",
    Kind.EMAIL: "e-mails",
}


_FILTERS = {
    "window.start": "the day of arrival",
    "window.end": "the day of departure",
    "window.overlap": "who is there on a day",
    "window.created": "when they were made",
    "window.modified": "when they were changed",
    "window.expires": "when they expire",
    "window.redeemed": "when they were used",
    "window.revenue": "the day of revenue",
    "stage": "whether the guest has arrived",
    "balance": "what is owed",
    "worth": "what they come to",
    "refund": "what was given back",
    "staff": "who treats",
    "service": "the treatment",
    "channel": "how they were booked",
    "channel_name": "where they were booked",
    "resource": "the room",
    "label": "the label",
    "group": "the group",
    "party": "the number of people",
    "customer.id": "the customer's id",
    "customer.email": "e-mail",
    "customer.phone": "phone",
    "customer.name": "name",
    "external_id": "another system's number",
    "status": "state",
    "text": "words in them",
    "location": "the place",
    "ids": "id",
    "ref": "reference",
    "campaign": "the campaign",
    "voucher_type": "the type of voucher",
    "why": "what keeps them from working",
    "unused": "whether they were used",
    "report.run_sheet": "the run sheet",
    "report.no_shows": "the report of no-shows and cancellations",
    "report.charges": "the report of charges",
    "report.items_sold": "the report of items sold",
    "report.stats": "the report of key figures",
    "report.staff_utilisation": "the utilisation of staff",
    "report.room_utilisation": "the utilisation of rooms",
    "report.revenue": "the report of revenue",
    "report.occupancy": "the report of occupancy",
}
