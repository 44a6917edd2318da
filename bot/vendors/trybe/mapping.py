"""Trybe's orders, appointments, sessions and customers as records.

Field lists come from the vendor's schema as its clients mirror it (trybe_node_sdk, TrybeSDK) and from docs.try.be.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from bot.core.model import replace
from bot.core.money import Folio
from bot.core.record import Customer, Figure, Item, Note, Party, Places, Record
from bot.core.states import Channel, Kind, Stage, Status
from bot.vendors.trybe.envelope import Envelope, Wire, amount, state, word
from bot.vendors.trybe.states import ITEM_STATUS, ORDER_STATUS, STAGE
from bot.vendors.wire import day, integer, joined, mapping, objects, text


class Reader(Envelope):
    """Reads what the diary and the till hold."""

    def read(self, kind: Kind, wire: Wire) -> Record:
        """An object of a kind that something can be done to."""
        return {
            Kind.ORDER: self.order,
            Kind.APPOINTMENT: self.appointment,
            Kind.SESSION: self.session,
            Kind.CUSTOMER: self.guest,
        }[kind](wire)

    def order(self, wire: Wire) -> Record:
        """A guest's order, with its lines of all three arrays."""
        id = self.id(wire)
        items = self._items(wire)
        stands = [item for item in items if item.status is not Status.CANCELLED]
        starts = [item.start for item in stands if item.start]
        ends = [item.end for item in stands if item.end]
        start = min(starts, key=_earliest) if starts else self.day(wire.get("booking_items_start_date"))
        timed = isinstance(start, datetime)
        last = None if timed and starts else self.day(wire.get("booking_items_end_date"))
        guests = objects(wire.get("guests"))
        submitted = self.time(wire.get("submitted_at"))
        status = wire.get("status")
        return self.record(
            kind=Kind.ORDER,
            id=id,
            raw=wire,
            ref=text(wire.get("order_ref")),
            external_id=text(wire.get("external_ref")),
            status=state(ORDER_STATUS, status),
            stage=STAGE.get(word(wire.get("stage")), Stage.UNKNOWN),
            vendor_status=text(status),
            start=start,
            end=max(ends) if ends else last,
            date_only=start is not None and not timed,
            created=submitted or self.time(wire.get("created_at")),
            created_kind="submitted" if submitted else None,
            modified=self.time(wire.get("updated_at")),
            location=self.here,
            service=tuple({item.name: one for item in items if (one := self.named(item.name, item.name))}.values()),
            staff=tuple({one.id: one for item in items for one in item.staff}.values()),
            customer=self.customer(wire, guests),
            party=Party(total=len(guests)) if guests else None,
            channel=_channel(wire),
            channel_name=text(mapping(wire.get("sales_channel")).get("name")),
            labels=self.labels(wire, "name"),
            money=self._order_money(wire),
            notes=tuple(self.notes(wire)),
            items=items,
        )

    def appointment(self, wire: Wire) -> Record:
        """A treatment in the diary."""
        offering = mapping(wire.get("offering"))
        service = self.named(
            wire.get("appointment_type_id") or offering.get("id"), wire.get("appointment_type_name") or offering.get("name")
        )
        guests = objects(wire.get("guests"))
        return self.record(
            kind=Kind.APPOINTMENT,
            id=self.id(wire),
            raw=wire,
            ref=text(wire.get("order_ref")),
            group_id=text(wire.get("order_id")),
            status=state(ITEM_STATUS, wire.get("status")),
            stage=STAGE.get(word(wire.get("stage")), Stage.UNKNOWN),
            vendor_status=text(wire.get("status")),
            start=self.time(wire.get("start_time")),
            end=self.time(wire.get("end_time")),
            created=self.time(wire.get("created_at")),
            modified=self.time(wire.get("updated_at")),
            location=self.here,
            resource=self.one_named(wire, "room"),
            staff=self.all_named(wire, "practitioner"),
            service=(service,) if service else (),
            customer=self.customer(wire, guests),
            party=Party(total=len(guests)) if guests else None,
            money=self.price(wire, "net_total", "price", "total"),
        )

    def session(self, wire: Wire) -> Record:
        """A class or session: `party` is how many places are taken. Cancelled when it has a `deleted_at`; it has no status."""
        capacity, left = integer(wire.get("capacity")), integer(wire.get("remaining_capacity"))
        practitioner = self.one_named(wire, "practitioner")
        service = self.named(wire.get("session_type_id"), wire.get("session_type_name"))
        return self.record(
            kind=Kind.SESSION,
            id=self.id(wire),
            raw=wire,
            status=Status.CANCELLED if wire.get("deleted_at") else Status.CONFIRMED,
            vendor_status="deleted" if wire.get("deleted_at") else None,
            start=self.time(wire.get("start_time")),
            end=self.time(wire.get("end_time")),
            created=self.time(wire.get("created_at")),
            modified=self.time(wire.get("updated_at")),
            cancelled_at=self.time(wire.get("deleted_at")),
            group_id=text(wire.get("recurrence_group_id")),
            location=self.here,
            resource=self.one_named(wire, "room"),
            staff=(practitioner,) if practitioner else (),
            service=(service,) if service else (),
            party=None if capacity is None or left is None else Party(total=max(0, capacity - left)),
            places=None if left is None else Places(left=left, capacity=capacity),
            money=self.price(wire, "price"),
            figures=tuple(
                Figure(name=key, label=label, value=count)
                for key, label in (("num_checked_in", "Checked in"), ("num_no_show", "No-shows"), ("num_waitlisted", "Waiting"))
                if (count := integer(wire.get(key))) is not None
            ),
        )

    def guest(self, wire: Wire) -> Record:
        """A person. `deleted_at` means that they were anonymised."""
        return self.record(
            kind=Kind.CUSTOMER,
            id=self.id(wire),
            raw=wire,
            external_id=text(wire.get("external_ref")),
            status=Status.CANCELLED if wire.get("deleted_at") else Status.CONFIRMED,
            vendor_status="anonymised" if wire.get("deleted_at") else None,
            created=self.time(wire.get("created_at")),
            modified=self.time(wire.get("updated_at")),
            cancelled_at=self.time(wire.get("deleted_at")),
            customer=self.person(wire),
            labels=self.labels(wire, "value"),
        )

    def person(self, wire: Wire) -> Customer:
        """A customer as a part of another record."""
        return Customer(
            id=text(wire.get("id")),
            name=text(wire.get("full_name")) or joined(wire.get("first_name"), wire.get("last_name")),
            email=text(wire.get("email")),
            phone=text(wire.get("phone")),
            external_id=text(wire.get("external_ref")),
        )

    def item(self, line: Wire, inherited: Any = None) -> Item:
        """One line of an order; one inside a package has the package's state where it has none of its own."""
        summary = mapping(line.get("booking_summary"))
        name = text(line.get("type_name")) or text(line.get("offering_name"))
        status = line.get("status")
        if status is None:
            status = summary.get("status")
        return Item(
            id=text(line.get("id")),
            name=name or text(mapping(summary.get("offering")).get("name")),
            start=self._start(line, summary),
            end=self.time(summary.get("end_time")),
            status=state(ITEM_STATUS, inherited if status is None else status),
            quantity=integer(line.get("quantity")) or 1,
            staff=self.all_named(summary, "practitioner") or self.all_named(line, "practitioner"),
            resource=self.one_named(summary, "room") if summary else None,
        )

    def notes(self, wire: Wire) -> Iterator[Note]:
        """What the guest wished, and what staff wrote on the order: the text of such a note is its `content`."""
        if (wish := text(wire.get("special_requests"))) is not None:
            yield Note(text=wish, by="guest")
        yield from self.staff_notes(wire.get("order_notes"), "content")

    def staff_notes(self, notes: Any, key: str) -> Iterator[Note]:
        """Notes that staff wrote, the text under `key`: `content` on orders, `note` on customers."""
        for each in objects(notes):
            if (written := text(each.get(key))) is not None:
                by = text(mapping(each.get("created_by")).get("name"))
                yield Note(text=written, at=self.time(each.get("created_at")), by=by, id=text(each.get("id")))

    def _items(self, wire: Wire) -> tuple[Item, ...]:
        items = [self.item(line) for key in ("booking_items", "purchase_items") for line in objects(wire.get(key))]
        for package in objects(wire.get("package_items")):
            inner = [self.item(each, package.get("status")) for each in objects(package.get("package_items"))]
            whole = self.item(package)
            # The day of a package says less than the times of what is in it, and would stand before them at midnight.
            known = any(item.start for item in inner) and not isinstance(whole.start, datetime)
            items += [replace(whole, start=None) if known and whole.start else whole, *inner]
        return tuple(items)

    def _start(self, line: Wire, summary: Wire) -> date | datetime | None:
        """The first whole date-time; else the line's day with the first time of day (`HH:MM`, of the site), or that day alone."""
        times = summary.get("start_time"), line.get("start_time"), line.get("time")
        for each in times:
            if (at := self.time(each)) is not None:
                return at
        on = day(line.get("date"))
        if on is None:
            return None
        clocks = [clock for each in times if (clock := text(each)) and ":" in clock]
        return next((at for clock in clocks if (at := self.time(f"{on.isoformat()}T{clock}"))), on)

    def _order_money(self, wire: Wire) -> Folio | None:
        paid, totals = mapping(wire.get("payment_totals")), mapping(wire.get("totals"))
        total = amount(totals.get("total"), wire.get("total_cost"))
        settled = amount(paid.get("paid"), wire.get("total_paid_or_authed"))
        balance = amount(wire.get("outstanding_payment_amount"), paid.get("unpaid"))
        if total is None and settled is None and balance is None:
            return None
        return Folio(currency=self.currency(wire), total=total, paid=settled, balance=balance)


def _channel(wire: Wire) -> Channel:
    """Online when the guest added one of the lines, in house when staff added all of them; the lines of the diary alone say."""
    by_guest = [line.get("added_by_customer") for line in objects(wire.get("booking_items"))]
    if True in by_guest:
        return Channel.ONLINE
    return Channel.IN_HOUSE if by_guest and all(one is False for one in by_guest) else Channel.UNKNOWN


def _earliest(start: date | datetime) -> tuple[date, bool, date | datetime]:
    """For sorting: by day, and within one day what has a time before what has none."""
    return (start.date(), False, start) if isinstance(start, datetime) else (start, True, start)
