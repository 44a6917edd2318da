"""AiFi's objects as records.

Any field may be missing or null. Ids are numbers in one answer and texts in another, so here they are texts. Times are UTC and
shown in the venue's zone; a store has none of its own. Prices are decimal texts ("2.15", OrderController_update) in a currency
that AiFi does not name: the account's.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.core.errors import VendorBroken
from bot.core.money import Folio, minor_units
from bot.core.record import Customer, Item, Named, Note, Party, Record
from bot.core.states import Kind, Stage, Status
from bot.vendors.contract import Account, AccountSettings
from bot.vendors.wire import first, integer, joined, mapping, moment, objects, text

Wire = Mapping[str, Any]

ORDER_STATUS = {
    "draft": Status.PENDING,
    "completed_so_far": Status.PENDING,
    "paymentProcessing": Status.PENDING,
    "unpaid": Status.CONFIRMED,
    "contested": Status.CONFIRMED,
    "paid": Status.COMPLETED,
    "reviewed": Status.COMPLETED,
}
"""Order statuses (OrderController_list): a receipt in the making, one that stands but is not settled, one that is."""

SESSION_STATES = frozenset({Status.CONFIRMED, Status.COMPLETED, Status.EXPIRED, Status.UNKNOWN})
"""The states that a session's times can make."""

OPEN = "active"
"""The only word attested for a session's own status, which is an open set."""

OUR_NOTES = "slackNotes"
"""The key of a session's metadata under which notes from Slack are kept; `events` beside it is AiFi's own."""


class Reader:
    """Reads one account's objects; holds what every record of it shares: the clock, store names, and shoppers already known."""

    def __init__(
        self,
        account: Account[AccountSettings],
        now: datetime,
        *,
        stores: Mapping[str, str | None] | None = None,
        people: Mapping[str, Customer] | None = None,
    ) -> None:
        self._account = account
        self._now = now
        self._stores = stores or {}
        self._people = people or {}

    def session(self, wire: Wire) -> Record:
        """One shopping trip. `start` is the last entry, which is what AiFi filters by, and `end` the exit after it.

        `party` is the group as it checked in, `visitors` what was counted. Times decide the state, its word where none does.
        """
        entered = first(self._time(wire.get(key)) for key in ("customerLastEnteredAt", "customerFirstEnteredAt"))
        exited = first(self._time(wire.get(key)) for key in ("customerLastExitedAt", "customerFirstExitedAt"))
        expires = self._time(wire.get("expiresAt"))
        status, stage = self._state(text(wire.get("status")), entered, exited, expires)
        group = integer(wire.get("groupSize"))
        store = mapping(wire.get("store"))
        customer = self._shopper(wire)
        return Record(
            **self._envelope(Kind.SHOP_SESSION, wire),
            ref=text(wire.get("code")),
            external_id=customer.external_id if customer else None,
            status=status,
            stage=stage,
            vendor_status=text(wire.get("status")),
            start=entered,
            end=exited if stage is Stage.DEPARTED else None,
            created=self._time(wire.get("createdAt")),
            modified=self._time(wire.get("updatedAt")),
            expires=expires,
            redeemed_at=self._time(wire.get("codeLastSuccesfullyScannedAt")),
            location=self._store(first([text(wire.get("storeId")), text(store.get("id"))]), text(store.get("name"))),
            customer=customer,
            party=None if group is None else Party(total=group),
            visitors=integer(wire.get("visitors")),
            labels=tuple(_session_labels(wire)),
            notes=tuple(self._session_notes(wire)),
        )

    def order(self, wire: Wire) -> Record:
        """The receipt of a session, dated by its draft; `group_id` is the session's token."""
        id = text(wire.get("customerId"))
        return Record(
            **self._envelope(Kind.ORDER, wire),
            ref=text(wire.get("id")),
            external_id=text(wire.get("externalId")),
            group_id=text(wire.get("sessionId")),
            status=ORDER_STATUS.get(text(wire.get("status")) or "", Status.UNKNOWN),
            vendor_status=text(wire.get("status")),
            start=self._time(wire.get("draftCreatedAt")),
            end=self._time(wire.get("completedAt")),
            created=self._time(wire.get("createdAt")),
            modified=self._time(wire.get("updatedAt")),
            location=self._store(text(wire.get("storeId")), None),
            customer=self._people.get(id, Customer(id=id)) if id else None,
            money=self._money(wire),
            labels=tuple(_order_labels(wire)),
            notes=tuple(Note(text=extra) for extra in [text(wire.get("extraText"))] if extra),
            items=tuple(_products(wire)),
        )

    def customer(self, wire: Wire) -> Record:
        """A shopper."""
        person = shopper(wire)
        return Record(
            **self._envelope(Kind.CUSTOMER, wire),
            external_id=person.external_id,
            status=Status.BLOCKED if wire.get("blocked") is True else Status.CONFIRMED,
            vendor_status=text(wire.get("role")),
            created=self._time(wire.get("createdAt")),
            modified=self._time(wire.get("updatedAt")),
            customer=person,
            labels=tuple(_role(wire)),
        )

    def _envelope(self, kind: Kind, wire: Wire, id: str | None = None) -> dict[str, Any]:
        id = id or text(wire.get("id"))
        if id is None:
            raise VendorBroken(f"AiFi OASIS ({self._account.id}) sent a record without an id.")
        return {
            "vendor": "aifi",
            "account": self._account.id,
            "venue": self._account.venue,
            "kind": kind,
            "id": id,
            "fetched_at": self._now,
            "raw": wire,
        }

    def _state(
        self, word: str | None, entered: datetime | None, exited: datetime | None, expires: datetime | None
    ) -> tuple[Status, Stage]:
        """Left when an exit comes after the last entry, inside without one, expired when the code ran out before any entry."""
        if exited is not None and (entered is None or exited > entered):
            return Status.COMPLETED, Stage.DEPARTED
        if entered is not None:
            return Status.CONFIRMED, Stage.IN_PROGRESS
        if expires is not None and expires <= self._now:
            return Status.EXPIRED, Stage.NOT_ARRIVED
        return (Status.CONFIRMED if word in (OPEN, None) else Status.UNKNOWN), Stage.NOT_ARRIVED

    def _shopper(self, wire: Wire) -> Customer | None:
        inner = mapping(wire.get("customer"))
        id = first([text(wire.get("customerId")), text(inner.get("id"))])
        if not inner:
            return self._people.get(id, Customer(id=id)) if id else None
        return shopper({**inner, "id": id})

    def _store(self, id: str | None, name: str | None) -> Named | None:
        return None if id is None else Named(id=id, name=name or self._stores.get(id))

    def _money(self, wire: Wire) -> Folio | None:
        """The total; paid and owed only where the status says so, and not where a refund may have changed it."""
        currency = self._account.currency
        total = minor_units(wire.get("totalPrice"), currency)
        if total is None:
            return None
        match text(wire.get("status")):
            case "unpaid":
                return Folio(currency=currency, total=total, paid=0, balance=total)
            case "paid" if not _refunded(wire):
                return Folio(currency=currency, total=total, paid=total, balance=0)
            case _:
                return Folio(currency=currency, total=total)

    def _session_notes(self, wire: Wire) -> Iterator[Note]:
        kept = mapping(wire.get("metadata")).get(OUR_NOTES)
        for each in kept if isinstance(kept, list) else [kept]:
            note = mapping(each)
            if (written := text(each) or text(note.get("text"))) is not None:
                yield Note(text=written, at=self._time(note.get("at")), by=text(note.get("by")))

    def _time(self, value: Any) -> datetime | None:
        return moment(value, unless_given=UTC, shown_in=self._account.zone)


def shopper(wire: Wire) -> Customer:
    """A customer object, as the customers' list and the inside of a session have it."""
    return Customer(
        id=text(wire.get("id")),
        name=joined(wire.get("firstName"), wire.get("lastName")),
        email=text(wire.get("email")),
        phone=text(wire.get("phone")),
        external_id=text(wire.get("externalId")),
    )


def token(wire: Wire) -> str | None:
    """A session's token: `sessionToken` and `sessionId` are the same, and neither is its numeric `id`."""
    return text(wire.get("sessionToken")) or text(wire.get("sessionId"))


def _session_labels(wire: Wire) -> Iterator[Named]:
    if wire.get("suspectedFraud") is True:
        yield Named(id="suspectedFraud", name="suspected fraud")
    yield from _role(mapping(wire.get("customer")))


def _role(customer: Wire) -> Iterator[Named]:
    """What a shopper is when not an ordinary customer: an employee, a tester."""
    role = text(customer.get("role"))
    if role is not None and role != "customer":
        yield Named(id=role, name=role)


def _order_labels(wire: Wire) -> Iterator[Named]:
    """What went wrong with a receipt; its own status does not say so."""
    if _refunded(wire):
        yield Named(id="refunded", name="refunded")
    if mapping(wire.get("transaction")).get("paymentFailed") is True:
        yield Named(id="paymentFailed", name="payment failed")
    outside = text(wire.get("externalStatus"))
    if outside is not None and outside != "ok":
        yield Named(id=outside, name=outside)


def _refunded(wire: Wire) -> bool:
    return any(mapping(wire.get(key)).get("refunded") is True for key in ("transaction", "paymentTransaction"))


def _products(wire: Wire) -> Iterator[Item]:
    for line in objects(wire.get("products")):
        quantity = integer(line.get("quantity"))
        yield Item(
            id=first([text(line.get("id")), text(line.get("productId"))]),
            name=text(line.get("name")),
            quantity=1 if quantity is None else quantity,
        )
