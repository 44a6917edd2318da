"""The SynthesisVR adapter: an arcade's VR sessions, the goods it sold, and its customers."""

import hashlib
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, ClassVar

from bot.core.errors import CannotAnswer, KeyRefused, NotFound, NotPermitted
from bot.core.matching import dates
from bot.core.model import replace
from bot.core.query import Query
from bot.core.record import Named, Record
from bot.core.states import Axis, Kind, Status
from bot.vendors.acting import Deeds
from bot.vendors.contract import Access, Errand, Found, Offer, Plan, Request
from bot.vendors.paging import Pages, gather_in_turns, walk
from bot.vendors.synthesisvr import asking, criteria
from bot.vendors.synthesisvr.actions import DEEDS
from bot.vendors.synthesisvr.fields import Fields
from bot.vendors.synthesisvr.mapping import LIKELY, Reader
from bot.vendors.synthesisvr.offers import OFFERS
from bot.vendors.synthesisvr.pager import Stretches
from bot.vendors.synthesisvr.routes import ROUTES, signed, unsigned
from bot.vendors.synthesisvr.settings import SynthesisVRSettings

ENDPOINT = {Kind.ARCADE_SESSION: "sessions", Kind.GOODS_SALE: "goods", Kind.CUSTOMER: "customers"}


class SynthesisVR:
    """SynthesisVR, the arcade's system. Contract: its knowledge base, "Reading Sessions & Goods Data Through API"."""

    name: ClassVar[str] = "synthesisvr"
    title: ClassVar[str] = "SynthesisVR"
    trades: ClassVar[tuple[str, ...]] = ("arcade",)
    bookings: ClassVar[tuple[Kind, ...]] = (Kind.ARCADE_SESSION,)
    offers: ClassVar[Mapping[Kind, Offer]] = MappingProxyType(OFFERS)
    deeds: ClassVar[Deeds[Any]] = MappingProxyType(DEEDS)
    routes: ClassVar[Mapping[str, str]] = MappingProxyType(ROUTES)
    examples: ClassVar[tuple[str, ...]] = (
        "sessions today",
        "sessions this weekend",
        "sessions in the next 7 days booked online",
        "sessions booked yesterday",
        "goods sold in June",
    )
    resolves: ClassVar[frozenset[str]] = frozenset()

    @property
    def settings(self) -> type[SynthesisVRSettings]:
        return SynthesisVRSettings

    def access(self, settings: SynthesisVRSettings) -> Access:
        """The key is a segment of the path. No rate is published, so calls with one key go one at a time."""
        key = settings.api_key.get_secret_value()

        def sign(request: Request) -> Request:
            return replace(request, path=signed(request.path, key))

        return Access(
            base_url=settings.base_url,
            sign=sign,
            secrets=(settings.api_key,),
            queue=f"synthesisvr:{hashlib.sha256(key.encode()).hexdigest()[:16]}",
        )

    async def search(self, errand: Errand[SynthesisVRSettings], plan: Plan) -> Found:
        query = plan.query
        match plan.kind:
            case Kind.ARCADE_SESSION if query.ids or query.ref:
                return await self._by_uuid(errand, "uuid", query.ids or (query.ref or "",))
            case Kind.ARCADE_SESSION if query.external_id:
                return await self._by_uuid(errand, "externaluuid", (query.external_id,))
            case Kind.ARCADE_SESSION | Kind.GOODS_SALE:
                return await self._by_days(errand, plan)
            case Kind.CUSTOMER:
                requests = [unsigned(errand.routes, "customers", text=text) for text in asking.customer_searches(query)]
                return await self._gather(errand, Kind.CUSTOMER, [await self._walk(errand, Kind.CUSTOMER, requests)])
            case _:
                raise LookupError(plan.kind)

    async def get(self, errand: Errand[SynthesisVRSettings], kind: Kind, id: str) -> Record:
        """One record. A session is looked up with its comments; a sale is looked for among the latest."""
        if kind is Kind.ARCADE_SESSION:
            found = await self._by_uuid(errand, "uuid", (id,), more=" comments")
        elif kind in OFFERS:
            found = await self.search(errand, Plan(kind=kind, query=Query(ids=(id,))))
        else:
            raise NotFound(f"SynthesisVR has no {kind.value} records.")
        for record in found.records:
            if record.id.casefold() == id.casefold():
                return record
        raise NotFound(f"{_who(errand)} has no {kind.value.replace('_', ' ')} {id}.")

    async def names(self, errand: Errand[SynthesisVRSettings], field: str) -> tuple[Named, ...]:
        raise LookupError(field)

    async def probe(self, errand: Errand[SynthesisVRSettings]) -> str:
        today = errand.now.astimezone(errand.account.zone).date()
        request = unsigned(errand.routes, "sessions", range=criteria.ONE_DAY, criteria=criteria.on(today))
        rows = (await self._walk(errand, Kind.ARCADE_SESSION, [request])).rows
        return f"{len(rows)} sessions today"

    async def _by_days(self, errand: Errand[SynthesisVRSettings], plan: Plan) -> Found:
        """Each way of asking over the same days; together they make at most as many calls as may be made."""
        query, endpoint = plan.query, ENDPOINT[plan.kind]
        asked = asking.variations(query)
        ways, left = asked[: errand.bound.pages], asked[errand.bound.pages :]
        today = errand.now.astimezone(errand.account.zone).date()
        days = asking.days(query, plan.kind, today, most=max(1, errand.bound.pages // len(ways)))
        lists = []
        for way in ways if days.stretches else ():
            requests = [
                unsigned(errand.routes, endpoint, range=each.range, criteria=" ".join((each.criterion, *way.words)))
                for each in days.stretches
            ]
            lists.append(await self._walk(errand, plan.kind, requests, way.proof))
        if days.why:
            lists.append(Pages(rows=(), complete=False, why=days.why))
        if left:
            lists.append(Pages(rows=(), complete=False, why="only the first labels were looked for; name fewer"))
        # What says more of a record comes first: of the same session in two lists the first is kept.
        lists.reverse()
        found = await self._gather(errand, plan.kind, lists)
        if Status.COMPLETED in query.status:
            found = _told_apart(found)
        if asking.names_a_label(query):
            found = _labelled(found, query)
        return _with_note(found, days.note, asking.dropped(query), _without_time(found, query))

    async def _by_uuid(self, errand: Errand[SynthesisVRSettings], prefix: str, ids: Sequence[str], more: str = "") -> Found:
        today = errand.now.astimezone(errand.account.zone).date()
        known = [id for id in ids if criteria.is_uuid(id)]
        lists = []
        for id in known[: errand.bound.pages]:
            for range, words in asking.lookups(id, prefix, today):
                request = unsigned(errand.routes, "sessions", range=range, criteria=words + more)
                pages = await self._walk(errand, Kind.ARCADE_SESSION, [request])
                lists.append(pages)
                if pages.rows:
                    break
        if len(known) > errand.bound.pages:
            lists.append(Pages(rows=(), complete=False, why=f"only the first {errand.bound.pages} were looked up; name fewer"))
        found = await self._gather(errand, Kind.ARCADE_SESSION, lists)
        strange = [id for id in ids if not criteria.is_uuid(id)]
        return _with_note(found, "sessions are looked up by a UUID only" if strange else None)

    async def _walk(
        self,
        errand: Errand[SynthesisVRSettings],
        kind: Kind,
        requests: Sequence[Request],
        proof: asking.Proof = asking.NOTHING,
    ) -> Pages:
        pager = Stretches(requests=requests, reader=self._reader(errand), top=ENDPOINT[kind], proof=proof)
        noun = {Kind.GOODS_SALE: "sales", Kind.CUSTOMER: "customers"}.get(kind, "sessions")
        try:
            return await walk(errand.read, requests[0], pager, errand.bound, key=lambda row: row["id"], noun=noun)
        except (KeyRefused, NotPermitted, NotFound) as error:
            raise type(error)(f"{error} {LIKELY}") from error

    async def _gather(self, errand: Errand[SynthesisVRSettings], kind: Kind, lists: Sequence[Pages]) -> Found:
        reader = self._reader(errand)

        def read(row: Mapping[str, Any]) -> Record:
            wire = row["wire"] if isinstance(row["wire"], dict) else {}
            match kind:
                case Kind.GOODS_SALE:
                    return reader.sale(wire, row["id"], row["proof"])
                case Kind.CUSTOMER:
                    return reader.customer(wire, row["id"])
                case _:
                    return reader.session(wire, row["id"], row["proof"])

        return await gather_in_turns(lists, read)

    @staticmethod
    def _reader(errand: Errand[SynthesisVRSettings]) -> Reader:
        return Reader(errand.account, Fields(errand.account.settings.fields), errand.now)


def _told_apart(found: Found) -> Found:
    """Sessions that are not upcoming are used; where one of the two lists is cut, only what the vendor said itself stands."""
    if found.complete:
        records = (replace(each, status=Status.COMPLETED) if each.status is Status.UNKNOWN else each for each in found.records)
    else:
        records = (each for each in found.records if each.status is not Status.UNKNOWN)
    return replace(found, records=tuple(records))


def _labelled(found: Found, query: Query) -> Found:
    """The records that have labels, to be told apart by their names.

    Raises:
        CannotAnswer: none of them has, so nobody can tell.
    """
    records = tuple(record for record in found.records if record.labels)
    if found.records and not records:
        names = ", ".join(query.label)
        raise CannotAnswer(
            f"SynthesisVR does not say which labels these have, so “{names}” cannot be found. It can answer: “label 7”."
        )
    return replace(found, records=records)


def _without_time(found: Found, query: Query) -> str | None:
    """A note where hours were asked for and rows say only, by being there, that they are of the day."""
    window = query.window
    if window is None or window.axis not in (Axis.START, Axis.CREATED) or asking.whole_days(window):
        return None
    if any(not any(dates(record, window.axis)) for record in found.records):
        return "some have no time of their own: all of those days are shown"
    return None


def _with_note(found: Found, *notes: str | None) -> Found:
    return replace(found, note="; ".join(note for note in notes if note) or None)


def _who(errand: Errand[SynthesisVRSettings]) -> str:
    return f"SynthesisVR ({errand.account.id})"


VENDOR = SynthesisVR()
