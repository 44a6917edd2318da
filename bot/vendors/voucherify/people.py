"""Whom a question about a person means: the first of two steps, since vouchers and redemptions know people by their number only."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.core.matching import matches
from bot.core.model import replace
from bot.core.query import Query
from bot.core.record import Customer, Record
from bot.core.states import Kind
from bot.vendors.contract import Found

MOST_PEOPLE = 5
"""How many customers one name may stand for; what they have is fetched one by one."""

OWN = "cust_"
"""How the vendor's own ids of customers begin; anything else is a number of another system."""


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The customers whom a question means. `why` says who is missing; `complete` is false then.

    `known_as` is the id that the question gave, which may be the customer's number in another system: the vendor takes both.
    """

    members: tuple[Customer, ...]
    known_as: str | None = None
    complete: bool = True
    why: str | None = None

    def belonging(self, record: Record, member: Customer) -> Record:
        """A record with what is known of its customer, under the id that the question gave; not if it names somebody else."""
        on_row = record.customer or Customer()
        if on_row.id and on_row.id != member.id and (member.id or "").startswith(OWN):
            return record
        whose = Customer(
            id=self.known_as or member.id or on_row.id,
            name=member.name or on_row.name,
            email=member.email or on_row.email,
            phone=member.phone or on_row.phone,
            external_id=member.external_id or on_row.external_id,
        )
        return replace(record, customer=whose)

    def owner(self, record: Record) -> Customer | None:
        """Whose record it is, if it is one of theirs; for lists that cannot be asked by customer."""
        id = record.customer.id if record.customer else None
        return next((member for member in self.members if id is not None and member.id == id), None)


def key(member: Customer) -> str | None:
    """What stands for a person in the vendor's parameter `customer`: an id, or the number of another system."""
    return member.id or member.external_id


def at_once(query: Query, source_id: str | None) -> People | None:
    """The person of a question that says no more than what the parameter `customer` takes: an id or a source id."""
    parts = {name: value for name, value in query.customer or () if value}
    if source_id and not parts:
        return People(members=(Customer(external_id=source_id),))
    if not source_id and parts.keys() == {"id"}:
        return People(members=(Customer(id=parts["id"]),), known_as=parts["id"])
    return None


async def meant(query: Query, source_id: str | None, look_up: Callable[[Query], Awaitable[Found]]) -> People | None:
    """The customers of a question, or nothing when it is about nobody in particular.

    `source_id` is the customer's number in another system where the question names one. `look_up` finds customers, with their own
    ids whatever they were asked by.
    """
    who = query.customer
    if who is None and source_id is None:
        return None
    found = await look_up(Query(kinds=(Kind.CUSTOMER,), customer=who, external_id=source_id))
    # Who was found by a number is the right one; their own id may be another.
    told = Query(kinds=(Kind.CUSTOMER,), customer=who and who.model_copy(update={"id": None}), external_id=source_id)
    members = tuple(
        record.customer for record in found.records if record.customer and matches(record, told, native={"external_id"})
    )
    known_as = who.id if who is not None else None
    if len(members) <= MOST_PEOPLE:
        return People(members=members, known_as=known_as, complete=found.complete, why=found.why)
    why = f"only what the first {MOST_PEOPLE} of {len(members):,} matching customers have was looked up"
    return People(members=members[:MOST_PEOPLE], known_as=known_as, complete=False, why=why)
