"""Searching each kind of record: which calls a question needs, and what is told apart here because no call can."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.core.errors import FrontdeskError
from bot.core.matching import fold, matches
from bot.core.model import replace
from bot.core.query import Query
from bot.core.record import Record
from bot.core.states import Axis, Status
from bot.core.window import Window
from bot.vendors.contract import Errand, Found, Plan, query_fields
from bot.vendors.paging import gather, gather_in_turns
from bot.vendors.voucherify import asking
from bot.vendors.voucherify.calls import Calls, Past, Wire
from bot.vendors.voucherify.mapping import ROLLBACK, Reader, codes_of, unused
from bot.vendors.voucherify.near import codes_near
from bot.vendors.voucherify.pager import Listing
from bot.vendors.voucherify.people import People, at_once, key, meant
from bot.vendors.voucherify.settings import VoucherifySettings
from bot.vendors.voucherify.worth import is_type
from bot.vendors.wire import integer, mapping, objects, text

LATEST = "10"
"""How many redemptions of a code are looked at for its last use: rollbacks and what was rolled back stand among them."""

NOBODY = Found(records=(), note="no customer there fits")


@dataclass(frozen=True, slots=True)
class Search:
    """One question to one account."""

    errand: Errand[VoucherifySettings]

    @property
    def calls(self) -> Calls:
        return Calls(self.errand)

    @property
    def reader(self) -> Reader:
        return Reader(self.errand.account, self.errand.now)

    async def vouchers(self, plan: Plan) -> Found:
        """Vouchers. When one was redeemed stands only in the redemptions, so those of the days come first."""
        query = plan.query
        if query.ids:
            return _told_apart(query, gather(await self.calls.vouchers_of(query.ids), self.reader.voucher))
        if query.ref:
            # Codes are told apart by case there and not by people; nearly all are in capitals.
            spellings = dict.fromkeys([query.ref, query.ref.upper()])
            found = gather([await self.calls.each("vouchers.get", "code", spellings)], self.reader.voucher)
            if not found.records and found.complete and query.kinds:
                return _noted(found, await self._no_such(query.ref))
            return _told_apart(query, await self._last_used(found))
        people = at_once(query, query.external_id) or await meant(query, query.external_id, self._customers)
        campaigns, categories = _called(plan, "campaign"), _called(plan, "label")
        if query.window is not None and query.window.axis is Axis.REDEEMED:
            found = await self._redeemed(query, query.window, people, campaigns)
        else:
            found = await self._by_person(
                "vouchers.list",
                people,
                lambda holder: asking.vouchers(query, campaigns, categories, holder),
                self.reader.voucher,
                count=plan.count,
            )
        return _told_apart(query, _uncounted(found) if plan.local else found)

    async def redemptions(self, plan: Plan) -> Found:
        """Redemptions and the rollbacks among them, which are counted in a note."""
        query = plan.query
        if query.ids:
            pages = await self.calls.each("redemptions.get", "redemptionId", query.ids)
            return gather([pages], self.reader.redemption)
        people = at_once(query, query.external_id) or await meant(query, query.external_id, self._customers)
        campaigns = _called(plan, "campaign")
        narrowed = bool(people or query.campaign or query.ref or query.group)
        window, looked = asking.happened(query, self.errand.now.astimezone(self.errand.account.zone), narrowed=narrowed)
        found = await self._by_person(
            "redemptions.list",
            people,
            lambda customer: asking.redemptions(query, window, campaigns, customer),
            self.reader.redemption,
        )
        native = query_fields(plan.native)
        rollbacks = sum(_rolls_back(record) and matches(record, query, native=native) for record in found.records)
        told = (
            f"{rollbacks:,} of the rows {'is a rollback, not a redemption' if rollbacks == 1 else 'are rollbacks, not redemptions'}"
        )
        return _noted(_uncounted(found) if plan.local else found, looked, told if rollbacks else None)

    async def publications(self, plan: Plan) -> Found:
        """Publications: by the customer's own id only, and by no date."""
        query = plan.query
        people = await meant(query, None, self._customers)
        campaigns = _called(plan, "campaign")
        narrowed = bool(people or query.campaign or query.ref or query.external_id or query.ids)
        window, looked = asking.happened(query, self.errand.now.astimezone(self.errand.account.zone), narrowed=narrowed)

        def read(wire: Wire) -> Record:
            record = self.reader.publication(wire)
            same = [code for code in codes_of(wire) if query.ref and fold(code) == fold(query.ref)]
            return replace(record, ref=same[0]) if same else record

        found = await self._by_person(
            "publications.list",
            people,
            lambda customer: asking.publications(query, campaigns, customer),
            read,
            past=self._past(window, "created_at"),
        )
        counts = not plan.local and window is None
        return _told_apart(query, _noted(found if counts else _uncounted(found), looked))

    async def orders(self, query: Query) -> Found:
        """Orders: the list takes no filter at all, so whose they are is told apart here."""
        numbers = [*query.ids, *(number for number in (query.ref, query.external_id) if number)]
        if numbers:
            return gather([await self.calls.each("orders.get", "orderId", numbers)], self.reader.order)
        people = await meant(query, None, self._customers)
        if people is not None and not people.members:
            return replace(NOBODY, complete=people.complete, why=people.why)
        window, looked = asking.happened(query, self.errand.now.astimezone(self.errand.account.zone), narrowed=False)
        changed = window is not None and window.axis is Axis.MODIFIED
        past = self._past(window, "updated_at" if changed else "created_at")
        pages = await self.calls.pages("orders.list", asking.newest_first(window).items(), past=past)
        found = _noted(gather([pages], self.reader.order), looked)
        if people is None:
            return found
        theirs = [people.belonging(r, owner) for r in found.records if (owner := people.owner(r)) is not None]
        return _also(replace(found, records=tuple(theirs)), people)

    async def customers(self, plan: Plan) -> Found:
        """Customers. One asked for by the number of another system stands under that number, which the vendor takes as well."""
        query = plan.query
        found = await self._customers(query, plan.count)
        found = _uncounted(found) if plan.local else found
        id = query.customer.id if query.customer else None
        if id is None:
            return found
        return replace(found, records=tuple(replace(r, customer=replace(r.customer, id=id)) for r in found.records if r.customer))

    async def _customers(self, query: Query, count: bool = False) -> Found:
        """Customers under their own ids."""
        who, reader = query.customer, self.reader
        numbers = [*query.ids, *(number for number in (who and who.id, query.external_id) if number)]
        if numbers:
            return gather([await self.calls.each("customers.get", "customerId", numbers)], reader.customer)
        params = asking.customers(query)
        pages = await self.calls.pages("customers.list", params.items(), count=count)
        found = replace(await gather_in_turns([pages], reader.customer), total=pages.total)
        if "name" in params and not found.records:
            return _noted(found, "its search for a name may need the whole name")
        return _noted(found, "looked for it in customers' names" if query.text else None)

    async def _by_person(
        self,
        route: str,
        people: People | None,
        asked: Callable[[str | None], Iterable[asking.Params]],
        read: Callable[[Wire], Record],
        *,
        past: Past | None = None,
        count: bool = False,
    ) -> Found:
        """The lists of each person a question means, or of everybody when it means nobody."""
        if people is None:
            calls = [params.items() for params in asked(None)]
            # Several lists may hold a row twice, and the total of each counts it.
            one = len(calls) == 1
            lists = await self.calls.lists(route, calls, past=past, count=count and one)
            return replace(await gather_in_turns(lists, read), total=lists[0].total if one else None)
        if not people.members:
            return replace(NOBODY, complete=people.complete, why=people.why)
        parts = []
        for member in people.members:
            found = gather(await self.calls.lists(route, [params.items() for params in asked(key(member))], past=past), read)
            parts.append(replace(found, records=tuple(people.belonging(record, member) for record in found.records)))
        return _also(_joined(parts), people)

    async def _redeemed(self, query: Query, window: Window, people: People | None, campaigns: Sequence[str]) -> Found:
        """The vouchers redeemed in a window, each with its latest redemption there; what was taken back does not count."""
        succeeded = Query(status=(Status.COMPLETED,))
        uses = await self._by_person(
            "redemptions.list",
            people,
            lambda customer: asking.redemptions(succeeded, window, campaigns, customer),
            self.reader.redemption,
        )
        latest: dict[str, Record] = {}
        for use in uses.records:
            id = text(mapping(use.raw.get("voucher")).get("id"))
            if id and use.redeemed_at and use.status is Status.COMPLETED and window.holds(use.redeemed_at):
                before = latest.get(id)
                if before is None or before.redeemed_at is None or use.redeemed_at > before.redeemed_at:
                    latest[id] = use
        found = gather(await self.calls.vouchers_of(latest), self.reader.voucher)
        records = []
        for record in found.records:
            if record.id in latest:
                use = latest[record.id]
                redeemer = use.customer if people is not None else record.customer
                records.append(replace(record, redeemed_at=use.redeemed_at, customer=redeemer))
        return _joined([replace(uses, records=()), replace(found, records=tuple(records))])

    async def _last_used(self, found: Found) -> Found:
        """Vouchers asked for by code, each with its latest redemption: whether a code was redeemed is asked to know when."""
        records = []
        for record in found.records:
            if record.ref is None or not integer(mapping(record.raw.get("redemption")).get("redeemed_quantity")):
                records.append(record)
                continue
            params = {**next(asking.redemptions(Query(ref=record.ref, status=(Status.COMPLETED,)), None, (), None)), "page": "1"}
            try:
                request = self.calls.request("redemptions.list", [*params.items(), ("limit", LATEST)])
                rows = Listing(who=self.calls.who).rows(await self.errand.read(request))
            except FrontdeskError:
                # The voucher itself says how often it was redeemed, so when it last was is a courtesy.
                rows = []
            uses = [self.reader.redemption(row) for row in objects(list(rows)) if text(row.get("id"))]
            times = [use.redeemed_at for use in uses if use.status is Status.COMPLETED and use.redeemed_at]
            records.append(replace(record, redeemed_at=max(times, default=None)))
        return replace(found, records=tuple(records))

    async def _no_such(self, code: str) -> str:
        """What to say of a code that does not exist: codes near it, where they can be had."""
        try:
            near = await codes_near(self.errand, code)
        except FrontdeskError:
            near = ()
        return f"there is no code {code}" + (f"; near it: {', '.join(near)}" if near else "")

    def _past(self, window: Window | None, field: str) -> Past:
        """Whether a row's time lies before a window; in a list of that time, newest first, so do all rows after it."""
        start = None if window is None else window.start

        def past(row: Wire) -> bool:
            at = self.reader.time(row.get(field))
            return start is not None and at is not None and at < start

        return past


def _called(plan: Plan, field: str) -> Sequence[str]:
    """What the names of a field are called there, each once: campaigns and categories are asked for by their whole names."""
    return list(dict.fromkeys(str(named) for named in plan.named.get(field, ())))


def _rolls_back(record: Record) -> bool:
    return any(label.id == ROLLBACK for label in record.labels)


def _told_apart(query: Query, found: Found) -> Found:
    """What a record does not carry is told apart by the vendor's own object: the type of a voucher, and whether it was used."""
    if not query.voucher_type and not query.unused:
        return found
    kept = (record for record in found.records if not query.voucher_type or is_type(query.voucher_type, record.raw))
    return replace(found, total=None, records=tuple(record for record in kept if not query.unused or unused(record)))


def _uncounted(found: Found) -> Found:
    """A finding without the vendor's count: it counts rows that are told apart here."""
    return replace(found, total=None)


def _joined(parts: Sequence[Found]) -> Found:
    """Several findings as one, each record once."""
    records = {record.key: record for part in reversed(parts) for record in reversed(part.records)}
    why = "; ".join(dict.fromkeys(part.why for part in parts if part.why))
    note = "; ".join(dict.fromkeys(part.note for part in parts if part.note))
    complete = all(part.complete for part in parts)
    return Found(records=tuple(reversed(records.values())), complete=complete, why=why or None, note=note or None)


def _also(found: Found, people: People) -> Found:
    """A finding that lacks what it lacks, and what the people looked up lack."""
    return _joined([found, Found(records=(), complete=people.complete, why=people.why)])


def _noted(found: Found, *notes: str | None) -> Found:
    told = [note for note in (found.note, *notes) if note]
    return replace(found, note="; ".join(dict.fromkeys(told)) or None)
