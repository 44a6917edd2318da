"""Finding what a question is about before it is asked: an order by its reference, the customers who are a person."""

from bot.core.errors import NotFound
from bot.core.matching import fold, matches
from bot.core.query import Query
from bot.core.record import Customer
from bot.vendors.contract import Plan
from bot.vendors.paging import Pages, gather
from bot.vendors.trybe import asking
from bot.vendors.trybe.calls import Calls
from bot.vendors.trybe.envelope import Wire
from bot.vendors.wire import mapping, text

MOST_PEOPLE = 5
"""How many customers one name may stand for before what is theirs is no longer fetched one by one."""


async def by_ref(calls: Calls, ref: str) -> Pages:
    """An order by its reference. The route is a guess, and a 404 may mean the route or the order: then the list is searched."""
    try:
        return Pages(rows=(await calls.one("orders.by_ref", {"site_id": calls.site}, orderRef=ref),))
    except NotFound:
        return await calls.pages("orders.list", {"query": ref}, "orders")


async def order_of(calls: Calls, query: Query) -> Wire | None:
    """The order whose payments, e-mails or items are asked for: by its id (`group`), or by its reference."""
    if query.group is not None:
        return {"id": query.group}
    wanted = fold(query.ref or "")
    rows = map(mapping, (await by_ref(calls, query.ref or "")).rows)
    return next((row for row in rows if wanted in (fold(text(row.get("order_ref")) or ""), text(row.get("id")))), None)


async def people(calls: Calls, plan: Plan) -> tuple[list[Customer], Pages]:
    """The customers who are the person asked for, at most `MOST_PEOPLE`, and what is missing, as a list without rows.

    A customer may have signed up at another site of the brand and still have orders here.
    """
    wanted = Query(customer=plan.query.customer)
    params = {"site_id": calls.site, **asking.customers(wanted)}
    seen = gather([await calls.walk(calls.request("customers.list", params), "customers")], calls.reader.guest)
    those = [record.customer for record in seen.records if record.customer is not None and matches(record, wanted)]
    why = seen.why
    if len(those) > MOST_PEOPLE:
        why = f"only the first {MOST_PEOPLE} of {len(those):,} matching customers were looked up one by one"
    return those[:MOST_PEOPLE], Pages(rows=(), complete=seen.complete and len(those) <= MOST_PEOPLE, why=why)
