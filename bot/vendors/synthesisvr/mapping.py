"""SynthesisVR's sessions, goods and customers as records.

Collections are objects keyed by something, or arrays. Times are ISO, `YYYY-MM-DD HH:MM[:SS]` or seconds since 1970; one without an
offset is on the venue's wall clock. The only states are upcoming and used, and only where the answer or the question says so.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any, TypedDict

from bot.core.errors import VendorBroken
from bot.core.money import Folio, minor_units
from bot.core.record import Customer, Item, Named, Note, Party, Record
from bot.core.states import Channel, Kind, Status
from bot.core.window import shifted
from bot.vendors.contract import Account, AccountSettings
from bot.vendors.synthesisvr.asking import Proof
from bot.vendors.synthesisvr.criteria import is_uuid
from bot.vendors.synthesisvr.fields import Fields
from bot.vendors.wire import day, first, integer, mapping, moment, text

Wire = Mapping[str, Any]

STATUS = {"upcoming": Status.CONFIRMED, "used": Status.COMPLETED}
EARLIEST_SECONDS = 100_000_000
"""A smaller number than this (March 1973) is no time in seconds: `20240615` is a day."""

LIKELY = "Check the key, its customers permission and Strict Access."
"""What an operator looks at first when the vendor does not answer as it should."""


class Row(TypedDict):
    """A row of an answer with the identity that it was given, and what the call proves about it."""

    id: str
    wire: Any
    proof: Proof


class Reader:
    """Reads one account's answers; holds what every record of it shares."""

    def __init__(self, account: Account[AccountSettings], fields: Fields, fetched_at: datetime) -> None:
        self._account = account
        self._fields = fields
        self._fetched_at = fetched_at

    def rows(self, body: Any, top: str, proof: Proof) -> list[Row]:
        """The rows of an answer. An empty collection, or none under its key, is nothing found.

        Raises:
            VendorBroken: the answer has no such collection.
        """
        keyed = self._collection(body, top)
        ids = [self._identity(mapping(wire), key, top) for key, wire in keyed]
        shared, alike = Counter(ids), Counter[str]()
        found: list[Row] = []
        for id, (_, wire) in zip(ids, keyed, strict=True):
            if id is None or (top == "goods" and shared[id] > 1):
                # Two colas sold alike in one visit are two; the same two in the next answer are the same.
                digest = _digest(wire)
                alike[digest] += 1
                id = f"{digest}-{alike[digest]}"
            found.append({"id": id, "wire": wire, "proof": proof})
        return found

    def session(self, wire: Wire, id: str, proof: Proof) -> Record:
        """A VR session: stations taken for a stretch of time."""
        start = self._when(self._get(wire, "start"))
        minutes = integer(self._get(wire, "duration"))
        end = self._when(self._get(wire, "end"))
        if end is None and isinstance(start, datetime) and minutes is not None and 0 < minutes <= 24 * 60:
            end = shifted(start.astimezone(UTC), timedelta(minutes=minutes)).astimezone(self._account.zone)
        word = text(self._get(wire, "status"))
        people = integer(self._get(wire, "people"))
        stations = ", ".join(str(station) for station in _all_named(self._get(wire, "stations")))
        return Record(
            **self._envelope(Kind.ARCADE_SESSION, wire, id),
            external_id=text(self._get(wire, "external_id")),
            status=self._status(wire, word, proof),
            vendor_status=word,
            start=start,
            end=end,
            date_only=_is_day(start),
            created=self._time(self._get(wire, "created")),
            resource=Named(id=stations) if stations else None,
            service=_all_named(self._get(wire, "experience")),
            customer=self._customer(wire),
            party=None if people is None else Party(total=people),
            channel=proof.channel or Channel.UNKNOWN,
            labels=tuple(self._labels(wire, proof)),
            money=self._money(self._get(wire, "cost")),
            notes=tuple(self._notes(wire)),
            items=tuple(Item(name=str(game)) for game in _all_named(self._get(wire, "games"))),
        )

    def sale(self, wire: Wire, id: str, proof: Proof) -> Record:
        """Goods sold at the counter."""
        start = self._when(self._get(wire, "sold"))
        quantity = integer(self._get(wire, "quantity"))
        products = _all_named(self._get(wire, "product"))
        return Record(
            **self._envelope(Kind.GOODS_SALE, wire, id),
            vendor_status=text(self._get(wire, "status")),
            start=start,
            date_only=_is_day(start),
            created=self._time(self._get(wire, "created")),
            service=products,
            customer=self._customer(wire),
            labels=tuple(self._labels(wire, proof)),
            money=self._money(self._get(wire, "price")),
            notes=tuple(self._notes(wire)),
            items=tuple(Item(name=str(product), quantity=1 if quantity is None else quantity) for product in products),
        )

    def customer(self, wire: Wire, id: str) -> Record:
        """A person with an account. `balance` is what they hold in credit, not what they owe."""
        return Record(
            **self._envelope(Kind.CUSTOMER, wire, id) | {"location": None},
            created=self._time(self._get(wire, "registered")),
            customer=Customer(
                id=text(self._get(wire, "account_id")),
                name=text(self._get(wire, "account_name")),
                email=text(self._get(wire, "email")),
                phone=text(self._get(wire, "phone")),
            ),
        )

    def _envelope(self, kind: Kind, wire: Wire, id: str) -> dict[str, Any]:
        if not wire:
            raise VendorBroken(f"SynthesisVR ({self._account.id}) sent a row that is empty or no record.")
        return {
            "vendor": "synthesisvr",
            "account": self._account.id,
            "venue": self._account.venue,
            "kind": kind,
            "id": id,
            "location": Named(id=self._account.id, name=self._account.venue_name),
            "fetched_at": self._fetched_at,
            "raw": wire,
        }

    def _get(self, wire: Wire, name: str) -> Any:
        return self._fields.get(wire, name)

    def _collection(self, body: Any, top: str) -> list[tuple[str | None, Any]]:
        """The rows with the keys that they stand under, if any."""
        who = f"SynthesisVR ({self._account.id})"
        key = next((key for key in self._fields.keys(top) if key in mapping(body)), None)
        if key is not None:
            rows = body[key]
        elif top == "customers" and all(isinstance(each, dict) for each in _each(body)):
            # What a customer search answers is not documented at all: the rows may be the whole answer.
            rows = body
        else:
            raise VendorBroken(f"{who} sent an answer without {top}. {LIKELY}")
        match rows:
            case None:
                return []
            case list():
                return [(None, wire) for wire in rows]
            case dict():
                return list(rows.items())
            case _:
                raise VendorBroken(f"{who} sent {top} in a form that cannot be read.")

    def _identity(self, wire: Wire, key: str | None, top: str) -> str | None:
        """The first id that is a UUID, the collection's key among them; else any id the row has of its own.

        A key that is no UUID may be a mere count that starts anew in each answer.
        """
        names = self._fields.keys("account_id" if top == "customers" else "id")
        own = [id for name in names if (id := text(wire.get(name)))]
        return next(filter(is_uuid, [*own, *([key] if key else [])]), own[0] if own else None)

    def _status(self, wire: Wire, word: str | None, proof: Proof) -> Status:
        if word is not None:
            return STATUS.get(word.casefold()) or proof.status or Status.UNKNOWN
        used = self._get(wire, "used")
        match used if isinstance(used, bool) else integer(used):
            case True | 1:
                return Status.COMPLETED
            case False | 0:
                return Status.CONFIRMED
            case _:
                return proof.status or Status.UNKNOWN

    def _customer(self, wire: Wire) -> Customer | None:
        whole = self._get(wire, "customer")
        inner, alone = mapping(whole), text(whole)
        person = Customer(
            id=first([text(self._get(wire, "customer_id")), text(inner.get("id")), alone if alone and alone.isdigit() else None]),
            name=first(
                [
                    text(self._get(wire, "customer_name")),
                    text(self._get(inner, "account_name")),
                    alone if alone and not alone.isdigit() else None,
                ]
            ),
            email=first([text(self._get(wire, "email")), text(self._get(inner, "email"))]),
            phone=first([text(self._get(wire, "phone")), text(self._get(inner, "phone"))]),
        )
        return None if person == Customer() else person

    def _labels(self, wire: Wire, proof: Proof) -> Iterator[Named]:
        known = _all_named(self._get(wire, "labels"))
        yield from known
        if proof.label is not None and proof.label not in {label.id for label in known}:
            yield Named(id=proof.label)

    def _notes(self, wire: Wire) -> Iterator[Note]:
        for each in _values(self._get(wire, "comments")):
            inner = mapping(each)
            written = first([text(each), text(inner.get("comment")), text(inner.get("text"))])
            if written is not None:
                yield Note(text=written)

    def _money(self, value: Any) -> Folio | None:
        total = minor_units(value, self._account.currency) if isinstance(value, str | int | float) else None
        return None if total is None else Folio(currency=self._account.currency, total=total)

    def _time(self, value: Any) -> datetime | None:
        found = self._when(value)
        return found if isinstance(found, datetime) else None

    def _when(self, value: Any) -> date | datetime | None:
        return when(value, self._account.zone)


def when(value: Any, zone: tzinfo) -> date | datetime | None:
    """A point in time on the venue's wall, or a bare day where no time is given."""
    written = text(value)
    if written is None:
        return None
    try:
        seconds = float(written)
    except ValueError:
        return moment(written, unless_given=zone, shown_in=zone) or day(written)
    if seconds < EARLIEST_SECONDS:
        return day(written)
    try:
        return datetime.fromtimestamp(seconds, zone)
    except (ValueError, OverflowError, OSError):
        return None


def _is_day(value: date | datetime | None) -> bool:
    return value is not None and not isinstance(value, datetime)


def _each(body: Any) -> Iterable[Any]:
    """The elements of a list or an object; of anything else, itself."""
    return body.values() if isinstance(body, dict) else body if isinstance(body, list) else [body]


def _values(value: Any) -> list[Any]:
    """One value as a list of one, a list as it is, an object keyed by something as its values."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict) and not value.keys() & {"id", "name", "title", "text", "comment"}:
        return list(value.values())
    return [] if value is None else [value]


def _all_named(value: Any) -> tuple[Named, ...]:
    return tuple(named for each in _values(value) if (named := _named(each)))


def _named(value: Any) -> Named | None:
    inner = mapping(value)
    name = first([text(inner.get("name")), text(inner.get("title"))])
    id = first([text(inner.get("id")), text(value), name])
    return Named(id=id, name=name) if id else None


def _digest(wire: Any) -> str:
    """An identity made of the row itself, for one that has none of its own."""
    return "row-" + hashlib.sha256(json.dumps(wire, sort_keys=True).encode()).hexdigest()[:12]
