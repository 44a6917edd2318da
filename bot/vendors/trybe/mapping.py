"""Trybe's objects as records.

Field lists come from the vendor's schema as its clients mirror it (trybe_node_sdk, TrybeSDK) and from docs.try.be; every key may be
missing or null. Money is an integer of the smallest unit, in the site's currency (API page, "amount … in the smallest
denomination"). Times carry an offset; they are shown in the venue's zone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from bot.core.errors import VendorBroken
from bot.core.money import Folio
from bot.core.record import Customer, Item, Named, Note, Party, Record
from bot.core.states import Kind, Stage, Status
from bot.vendors.contract import Account
from bot.vendors.trybe.settings import TrybeSettings
from bot.vendors.trybe.states import ITEM_STATUS, ORDER_STATUS, STAGE
from bot.vendors.wire import day, first, integer, joined, mapping, moment, objects, text

Wire = Mapping[str, Any]


class Reader:
    """Reads one account's objects, all of them of its own site; holds what every record of it shares."""

    def __init__(self, account: Account[TrybeSettings], fetched_at: datetime) -> None:
        self._account = account
        self._here = Named(id=account.settings.site_id, name=account.venue_name)
        self._fetched_at = fetched_at

    def read(self, kind: Kind, wire: Wire) -> Record:
        """An object of one of the kinds that Trybe has."""
        return {
            Kind.ORDER: self.order,
            Kind.APPOINTMENT: self.appointment,
            Kind.SESSION: self.session,
            Kind.CUSTOMER: self.customer,
        }[kind](wire)

    def order(self, wire: Wire) -> Record:
        """A guest's order, with its lines of all three arrays."""
        items = tuple(self._items(wire))
        stands = [item for item in items if item.status is not Status.CANCELLED]
        starts = [item.start for item in stands if item.start]
        ends = [item.end for item in stands if item.end]
        start = min(starts, key=_earliest) if starts else self._day(wire.get("booking_items_start_date"))
        timed = isinstance(start, datetime)
        last = None if timed and starts else self._day(wire.get("booking_items_end_date"))
        guests = objects(wire.get("guests"))
        submitted = self._time(wire.get("submitted_at"))
        return Record(
            **self._envelope(Kind.ORDER, wire),
            ref=text(wire.get("order_ref")),
            external_id=text(wire.get("external_ref")),
            status=_state(ORDER_STATUS, wire.get("status")),
            stage=STAGE.get(_word(wire.get("stage")), Stage.UNKNOWN),
            vendor_status=text(wire.get("status")),
            start=start,
            end=max(ends) if ends else last,
            date_only=start is not None and not timed,
            created=submitted or self._time(wire.get("created_at")),
            created_kind="submitted" if submitted else None,
            modified=self._time(wire.get("updated_at")),
            location=self._here,
            service=tuple({item.name: Named(id=item.name, name=item.name) for item in items if item.name}.values()),
            staff=tuple({one.id: one for item in items for one in item.staff}.values()),
            customer=self._customer(wire, guests),
            party=Party(total=len(guests)) if guests else None,
            channel_name=text(mapping(wire.get("sales_channel")).get("name")),
            labels=tuple(label for each in objects(wire.get("labels")) if (label := _named(each))),
            money=self._order_money(wire),
            notes=tuple(self._notes(wire)),
            items=items,
        )

    def appointment(self, wire: Wire) -> Record:
        """A treatment in the diary."""
        offering = mapping(wire.get("offering"))
        service = {
            "id": first([wire.get("appointment_type_id"), offering.get("id")]),
            "name": first([wire.get("appointment_type_name"), offering.get("name")]),
        }
        guests = objects(wire.get("guests"))
        return Record(
            **self._envelope(Kind.APPOINTMENT, wire),
            ref=text(wire.get("order_ref")),
            group_id=text(wire.get("order_id")),
            status=_state(ITEM_STATUS, wire.get("status")),
            stage=STAGE.get(_word(wire.get("stage")), Stage.UNKNOWN),
            vendor_status=text(wire.get("status")),
            start=self._time(wire.get("start_time")),
            end=self._time(wire.get("end_time")),
            created=self._time(wire.get("created_at")),
            modified=self._time(wire.get("updated_at")),
            location=self._here,
            resource=_one_named(wire, "room"),
            staff=_all_named(wire, "practitioner"),
            service=tuple(name for name in [_named(service)] if name),
            customer=self._customer(wire, guests),
            party=Party(total=len(guests)) if guests else None,
            money=self._price(wire, "net_total", "price", "total"),
        )

    def session(self, wire: Wire) -> Record:
        """A class or session: `party` is how many places are taken. Cancelled when it has a `deleted_at`; it has no status."""
        capacity, left = integer(wire.get("capacity")), integer(wire.get("remaining_capacity"))
        cancelled = self._time(wire.get("deleted_at"))
        service = {"id": wire.get("session_type_id"), "name": wire.get("session_type_name")}
        practitioner = _one_named(wire, "practitioner")
        return Record(
            **self._envelope(Kind.SESSION, wire),
            status=Status.CANCELLED if wire.get("deleted_at") else Status.CONFIRMED,
            start=self._time(wire.get("start_time")),
            end=self._time(wire.get("end_time")),
            created=self._time(wire.get("created_at")),
            modified=self._time(wire.get("updated_at")),
            cancelled_at=cancelled,
            group_id=text(wire.get("recurrence_group_id")),
            location=self._here,
            resource=_one_named(wire, "room"),
            staff=(practitioner,) if practitioner else (),
            service=tuple(name for name in [_named(service)] if name),
            party=None if capacity is None or left is None else Party(total=max(0, capacity - left)),
            money=self._price(wire, "price"),
        )

    def customer(self, wire: Wire) -> Record:
        """A person. `deleted_at` means that they were anonymised."""
        return Record(
            **self._envelope(Kind.CUSTOMER, wire),
            external_id=text(wire.get("external_ref")),
            status=Status.CANCELLED if wire.get("deleted_at") else Status.CONFIRMED,
            vendor_status="anonymised" if wire.get("deleted_at") else None,
            created=self._time(wire.get("created_at")),
            modified=self._time(wire.get("updated_at")),
            cancelled_at=self._time(wire.get("deleted_at")),
            customer=Customer(
                id=text(wire.get("id")),
                name=text(wire.get("full_name")) or joined(wire.get("first_name"), wire.get("last_name")),
                email=text(wire.get("email")),
                phone=text(wire.get("phone")),
                external_id=text(wire.get("external_ref")),
            ),
            labels=tuple(
                Named(id=id, name=text(each.get("value"))) for each in objects(wire.get("labels")) if (id := text(each.get("id")))
            ),
        )

    def _envelope(self, kind: Kind, wire: Wire) -> dict[str, Any]:
        id = text(wire.get("id"))
        if id is None:
            raise VendorBroken(f"Trybe ({self._account.id}) sent a record without an id.")
        return {
            "vendor": "trybe",
            "account": self._account.id,
            "venue": self._account.venue,
            "kind": kind,
            "id": id,
            "fetched_at": self._fetched_at,
            "raw": wire,
        }

    def _items(self, wire: Wire) -> Iterator[Item]:
        for line in objects(wire.get("booking_items")) + objects(wire.get("purchase_items")):
            yield self._item(line)
        for package in objects(wire.get("package_items")):
            inner = [self._item(each, status=package.get("status")) for each in objects(package.get("package_items"))]
            whole = self._item(package)
            # The day of a package says less than the times of what is in it, and would stand before them at midnight.
            known = any(item.start for item in inner) and not isinstance(whole.start, datetime)
            yield replace(whole, start=None) if known else whole
            yield from inner

    def _item(self, line: Wire, status: Any = None) -> Item:
        summary = mapping(line.get("booking_summary"))
        offering = mapping(summary.get("offering"))
        return Item(
            id=text(line.get("id")),
            name=text(line.get("type_name")) or text(line.get("offering_name")) or text(offering.get("name")),
            start=self._start(day(line.get("date")), summary.get("start_time"), line.get("start_time"), line.get("time")),
            end=self._time(summary.get("end_time")),
            status=_state(ITEM_STATUS, first([line.get("status"), summary.get("status"), status])),
            quantity=integer(line.get("quantity")) or 1,
            staff=_all_named(summary, "practitioner") or _all_named(line, "practitioner"),
            resource=_one_named(summary, "room"),
        )

    def _start(self, on: date | None, *times: Any) -> date | datetime | None:
        """The first whole date-time; else the line's day with the first time of day (`HH:MM`, of the site), or that day alone."""
        whole = [at for each in times if (at := self._time(each))]
        if whole or on is None:
            return whole[0] if whole else None
        clocks = [clock for each in times if (clock := text(each)) and ":" in clock]
        return next((at for clock in clocks if (at := self._time(f"{on.isoformat()}T{clock}"))), on)

    def _customer(self, wire: Wire, guests: list[Wire]) -> Customer | None:
        lead = next((guest for guest in guests if guest.get("is_lead_booker")), mapping(guests[0]) if guests else {})
        named = joined(wire.get("first_name"), wire.get("last_name")) or text(wire.get("full_name"))
        person = Customer(
            id=text(wire.get("customer_id")),
            name=named or joined(lead.get("first_name"), lead.get("last_name")) or text(lead.get("name")),
            email=text(wire.get("email")),
            phone=text(wire.get("phone")),
        )
        return None if person == Customer() else person

    def _order_money(self, wire: Wire) -> Folio | None:
        currency = self._currency(wire)
        paid = mapping(wire.get("payment_totals"))
        totals = mapping(wire.get("totals"))
        folio = Folio(
            currency=currency,
            total=_amount(totals.get("total"), wire.get("total_cost")),
            paid=_amount(paid.get("paid"), wire.get("total_paid_or_authed")),
            balance=_amount(wire.get("outstanding_payment_amount"), paid.get("unpaid")),
        )
        return None if folio == Folio(currency=currency) else folio

    def _price(self, wire: Wire, *keys: str) -> Folio | None:
        total = _amount(*(wire.get(key) for key in keys))
        return None if total is None else Folio(currency=self._currency(wire), total=total)

    def _currency(self, wire: Wire) -> str:
        return (text(wire.get("currency")) or self._account.currency).upper()

    def _notes(self, wire: Wire) -> Iterator[Note]:
        if (wish := text(wire.get("special_requests"))) is not None:
            yield Note(text=wish, by="guest")
        for each in objects(wire.get("order_notes")):
            if (content := text(each.get("content"))) is not None:
                by = text(mapping(each.get("created_by")).get("name"))
                yield Note(text=content, at=self._time(each.get("created_at")), by=by, id=text(each.get("id")))

    def _time(self, value: Any) -> datetime | None:
        return None if value is None else moment(value, unless_given=self._account.zone, shown_in=self._account.zone)

    def _day(self, value: Any) -> Any:
        """A date that the page types as a date but shows as a date-time in places."""
        return self._time(value) or day(value)


def _earliest(start: date | datetime) -> tuple[date, bool, date | datetime]:
    """For sorting: by day, and within one day what has a time before what has none."""
    return (start.date(), False, start) if isinstance(start, datetime) else (start, True, start)


def _amount(*values: Any) -> int | None:
    """The first of several values that is an amount; zero is one."""
    for value in values:
        if (amount := integer(value)) is not None:
            return amount
    return None


def _word(value: Any) -> str:
    return _plain(value) if isinstance(value, str) else ""


@lru_cache(maxsize=1_000)
def _plain(word: str) -> str:
    return word.strip().lower().replace(" ", "_")


def _state(table: Mapping[str, Status], value: Any) -> Status:
    return table.get(_word(value), Status.UNKNOWN)


def _named(wire: Wire) -> Named | None:
    id, name = text(wire.get("id")), text(wire.get("name"))
    return Named(id=id or name or "", name=name) if id or name else None


def _one_named(wire: Wire, what: str) -> Named | None:
    return _named(mapping(wire.get(what))) or _named({"id": wire.get(f"{what}_id")})


def _all_named(wire: Wire, what: str) -> tuple[Named, ...]:
    """The `practitioners` of a row with names, or only the ids where that is all it has."""
    named = tuple(name for each in objects(wire.get(f"{what}s")) if (name := _named(each)))
    ids = wire.get(f"{what}_ids")
    return named or tuple(Named(id=id) for each in (ids if isinstance(ids, list) else []) if (id := text(each)))
