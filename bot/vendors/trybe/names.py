"""The lists that names are looked up in: practitioners, rooms, what is sold, labels, sites. Each is loaded once a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.errors import NotFound, VendorBroken
from bot.core.record import Named
from bot.core.states import Kind
from bot.vendors.paging import Pages, together
from bot.vendors.trybe.calls import Calls
from bot.vendors.trybe.envelope import Wire
from bot.vendors.wire import mapping, text

RESOLVES = frozenset({"staff", "resource", "service", "label", "location"})


@dataclass(frozen=True, slots=True)
class Service:
    """Something that can be booked: `type` is Trybe's word for it, as `offering_type` has it.

    `cancelling` and `notice` are the spa's rule for guests who cancel: whether they may, and how long before (ISO 8601).
    """

    id: str
    name: str
    type: str
    cancelling: str | None = None
    notice: str | None = None


async def names(calls: Calls, field: str) -> tuple[Named, ...]:
    """The things that a field of a query can name at this account; of places its own site alone.

    Labels of orders and of customers are two systems: a name may be in both, and `label_ids` tells them apart.
    """
    match field:
        case "staff":
            return tuple(map(_named, await listed(calls, "practitioners.list", "practitioners")))
        case "resource":
            return tuple(map(_named, await listed(calls, "rooms.list", "rooms")))
        case "service":
            return tuple(Named(id=one.id, name=one.name) for one in await services(calls))
        case "label":
            return (*await order_labels(calls), *await customer_labels(calls))
        case "location":
            return (Named(id=calls.site, name=text((await site(calls)).get("name")) or calls.errand.account.venue_name),)
        case _:
            raise LookupError(field)


async def services(calls: Calls) -> tuple[Service, ...]:
    """Every treatment, class and package of the site that is not archived."""

    async def load() -> tuple[Service, ...]:
        async def one(route: str, type: str) -> list[Pages]:
            pages = await calls.pages(route, {}, "services")
            return [Pages(rows=tuple({**row, "type": type} for row in map(mapping, pages.rows)), complete=pages.complete)]

        lists = await together((one(route, type) for route, type in _SERVICES), "services")
        if not all(pages.complete for pages in lists):
            raise VendorBroken(f"{calls.who} did not send all that is on offer.")
        rows = (row for pages in lists for row in pages.rows)
        return tuple(each for row in rows if (each := _service(row)) is not None)

    kept: tuple[Service, ...] = await calls.errand.remembered("trybe services", load)
    return kept


_SERVICES = (("appt_types.list", "appointment"), ("session_types.list", "session"), ("packages.list", "package"))


async def services_of(calls: Calls, type: str) -> tuple[str, ...]:
    """The ids of what the question named, as far as they are of one type."""
    wanted = calls.ids("service")
    types = {one.id: one.type for one in await services(calls)} if wanted else {}
    return tuple(id for id in wanted if types.get(id) == type)


async def label_ids(calls: Calls, kind: Kind) -> tuple[str, ...]:
    """The ids of the labels named, in the system that a kind of record has its labels from."""
    if not calls.named.get("label"):
        return ()
    known = {one.id for one in await (customer_labels(calls) if kind is Kind.CUSTOMER else order_labels(calls))}
    return tuple(id for id in calls.ids("label") if id in known)


async def order_labels(calls: Calls) -> tuple[Named, ...]:
    """Labels of orders."""
    return tuple(map(_labelled, await listed(calls, "labels.order", "labels", organisationId=await organisation(calls))))


async def customer_labels(calls: Calls) -> tuple[Named, ...]:
    """Labels of customers: their list takes no site, and their text is a `value`."""
    return tuple(map(_labelled, await listed(calls, "labels.customer", "labels")))


async def organisation(calls: Calls) -> str:
    """The organisation that the labels of orders belong to: the one configured, else the site's."""
    id = calls.errand.account.settings.organisation_id or text((await site(calls)).get("organisation_id"))
    if id is None:
        raise VendorBroken(f"{calls.who} does not say which organisation its site belongs to.")
    return id


async def listed(calls: Calls, route: str, noun: str, **values: str) -> tuple[Wire, ...]:
    """The rows of a list that seldom changes, whole."""

    async def load() -> tuple[Wire, ...]:
        params = {} if route == "labels.customer" else {"site_id": calls.site}
        pages = await calls.walk(calls.request(route, params, **values), noun)
        if not pages.complete:
            raise VendorBroken(f"{calls.who} did not send all its {noun}.")
        return tuple(row for row in map(mapping, pages.rows) if calls.ours(row) and text(row.get("id")))

    kept: tuple[Wire, ...] = await calls.errand.remembered(f"trybe {route}", load)
    return kept


async def site(calls: Calls) -> Wire:
    """The account's own site.

    Raises:
        NotFound: the key is accepted, but does not see that site.
    """

    async def load() -> tuple[Wire, ...]:
        pages = await calls.walk(calls.request("sites.list"), "sites")
        return tuple(map(mapping, pages.rows))

    sites: tuple[Wire, ...] = await calls.errand.remembered("trybe sites", load)
    return own_site(calls, sites)


def own_site(calls: Calls, sites: Iterable[Mapping[str, Any]]) -> Wire:
    """The account's site among those that its key sees."""
    seen = {text(each.get("id")): each for each in sites}
    if calls.site not in seen:
        raise NotFound(f"the key is accepted, but site_id is none of the {len(seen)} sites it sees")
    return seen[calls.site]


def _service(row: Wire) -> Service | None:
    id, name = text(row.get("id")), text(row.get("name"))
    if id is None or name is None:
        return None
    cancelling, notice = (text(row.get(f"customer_cancellation_{key}")) for key in ("permitted", "min_duration"))
    return Service(id, name, row["type"], cancelling, notice)


def _named(row: Wire) -> Named:
    return Named(id=str(text(row.get("id"))), name=text(row.get("name")))


def _labelled(row: Wire) -> Named:
    return Named(id=str(text(row.get("id"))), name=text(row.get("name")) or text(row.get("value")))
