"""Everything that can be done in Trybe, by kind of record."""

from collections.abc import Iterable

from bot.core.action import ActionName, Choice
from bot.core.record import Record
from bot.core.states import Kind
from bot.vendors.acting import Deeds
from bot.vendors.trybe.diary_deeds import SESSION_DEEDS, VISIT_DEEDS
from bot.vendors.trybe.doing import TrybeDeed, TrybeErrand, call, fetched, label_deeds, listed, note_deeds, one, reader, with_notes
from bot.vendors.trybe.order_deeds import ORDER_DEEDS
from bot.vendors.trybe.place_deeds import PLACE_DEEDS
from bot.vendors.trybe.settings import TrybeSettings
from bot.vendors.wire import objects, text


async def _with_notes(errand: TrybeErrand, id: str) -> Record:
    record = reader(errand).read(Kind.CUSTOMER, await one(errand, "customers.get", customerId=id))
    return with_notes(record, await listed(errand, "customers.notes", customerId=id), "note", errand.account)


async def _known_labels(errand: TrybeErrand, _: Record) -> Iterable[Choice]:
    async def load() -> object:
        return await fetched(errand, "labels.customer", {"per_page": "100"})

    rows = objects(await errand.remembered("labels.customer", load))
    return [Choice(id=id, label=text(row.get("value")) or id) for row in rows if (id := text(row.get("id")))]


_CUSTOMER_DEEDS: dict[ActionName, TrybeDeed] = {
    **note_deeds("customer.note", "customerId", "note", lambda record: record.id, "the guest", _with_notes),
    # The ids stand in the body, of the DELETE too (docs.try.be, CustomerLabels).
    **label_deeds(
        lambda case: call(case, "customer.labels.add", {"labels": [case.given.target]}, customerId=case.record.id),
        lambda case: call(case, "customer.labels.remove", {"labels": [case.given.target]}, customerId=case.record.id),
        _known_labels,
        "guest",
    ),
}

DEEDS: Deeds[TrybeSettings] = {
    **{(Kind.ORDER, name): deed for name, deed in ORDER_DEEDS.items()},
    **{(Kind.APPOINTMENT, name): deed for name, deed in VISIT_DEEDS.items()},
    **{(Kind.SESSION, name): deed for name, deed in SESSION_DEEDS.items()},
    **{(Kind.SESSION_BOOKING, name): deed for name, deed in PLACE_DEEDS.items()},
    **{(Kind.CUSTOMER, name): deed for name, deed in _CUSTOMER_DEEDS.items()},
}
