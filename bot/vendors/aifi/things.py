"""Disputed receipts and stores as records (ContestsController_list and _get, StoreController_list)."""

from collections.abc import Iterator

from bot.core.money import minor_units
from bot.core.record import Customer, Figure, Item, Named, Note, Places, Record
from bot.core.states import Kind, Status, Unit
from bot.vendors.aifi.mapping import Reader, Wire
from bot.vendors.wire import first, integer, joined, mapping, objects, text

CONTEST_STATUS = {"contested": Status.PENDING, "reviewed": Status.COMPLETED}
"""A dispute waits until somebody has reviewed it."""

STORE_STATUS = {"OPEN": Status.CONFIRMED, "CLOSED": Status.BLOCKED, "CLOSED_FOR_MAINTENANCE": Status.BLOCKED}

_PRICES = (("contestedTotalPrice", "should be, says the shopper"), ("reviewedTotalPrice", "after the review"))


class Things(Reader):
    """Reads what is neither a visit, a receipt nor a person."""

    def contest(self, wire: Wire) -> Record:
        """A dispute over a receipt. It goes by the order's number, of which it is the one dispute; `group_id` is the session."""
        order = mapping(wire.get("order"))
        id = first([text(wire.get("orderId")), text(order.get("id"))])
        at = self._time(wire.get("createdAt"))
        state, message = text(wire.get("status")), text(wire.get("message"))
        whose = first([text(wire.get("customerId")), text(order.get("customerId"))])
        return Record(
            **self._envelope(Kind.CONTEST, wire, id),
            ref=id,
            group_id=first([text(wire.get("sessionId")), text(order.get("sessionId"))]),
            status=CONTEST_STATUS.get(state or "", Status.UNKNOWN),
            vendor_status=state,
            start=at,
            created=at,
            modified=self._time(wire.get("updatedAt")),
            location=self._store(first([text(wire.get("storeId")), text(order.get("storeId"))]), None),
            customer=None if whose is None else Customer(id=whose),
            money=self._money({"totalPrice": wire.get("originalTotalPrice")}),
            figures=tuple(self._prices(wire)),
            notes=() if message is None else (Note(text=message, by="the operator" if wire.get("fromOperator") is True else None),),
            items=tuple(_lines(wire)),
        )

    def place(self, wire: Wire) -> Record:
        """A store: open or closed, how many people it takes, and whether staff are inside."""
        name, id = text(wire.get("name")), text(wire.get("id"))
        state, most = text(wire.get("status")), integer(wire.get("maxPeople"))
        where = ", ".join(
            part for key in ("addressLine1", "addressPostalCode", "addressCity", "addressCountry") if (part := text(wire.get(key)))
        )
        return Record(
            **self._envelope(Kind.PLACE, wire),
            ref=id,
            external_id=first([text(wire.get("externalId")), text(wire.get("thirdPartyId"))]),
            title=name,
            status=STORE_STATUS.get(state or "", Status.UNKNOWN),
            vendor_status=state,
            location=None if id is None else Named(id=id, name=name),
            places=None if most is None else Places(capacity=most),
            labels=tuple(_store_labels(wire)),
            notes=() if not where else (Note(text=where),),
        )

    def _prices(self, wire: Wire) -> Iterator[Figure]:
        currency = self._account.currency
        for name, label in _PRICES:
            if (amount := minor_units(wire.get(name), currency)) is not None:
                yield Figure(name=name, label=label, value=amount, unit=Unit.MONEY, currency=currency)


def _lines(wire: Wire) -> Iterator[Item]:
    """The lines of a dispute as they were charged, with what the shopper says of those that are disputed."""
    for line in objects(wire.get("items")):
        charged, claimed = integer(line.get("originalQuantity")), integer(line.get("contestedQuantity"))
        differs = charged is not None and claimed is not None and charged != claimed
        yield Item(
            id=first([text(line.get("id")), text(line.get("productId"))]),
            name=joined(line.get("name"), f"(the shopper says {claimed})" if differs else None),
            quantity=1 if charged is None else charged,
        )


def _store_labels(wire: Wire) -> Iterator[Named]:
    deployed = text(wire.get("deploymentStatus"))
    if deployed is not None and deployed != "LIVE":
        yield Named(id=deployed, name=deployed.lower())
    if wire.get("employeeInside") is True:
        yield Named(id="employeeInside", name="staff inside")
